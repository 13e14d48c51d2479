"""How sentences name what a number counts: one row a wording. Data for :mod:`pipeline.narrative.clauses`.

A wording is matched against the words around one number, written ``words before # words behind`` without its unit; ``#`` is the
number. What stands before the match in its clause must be the reporter, a time or manner, or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Topic = Literal["requests", "cases", "review", "litigation", "applicants", "outcomes", "fee"]

VERB = r"(?:收办|新收到?|新接收|新受理|登记受理|受理|收到|接收到?|接到|收悉|处理新收|共收(?![到办取费])|收件)"
_APPLICANTS = r"(?:公民|法人|自然人|企业|其他组织|组织|社会公众|公众|群众|市民|申请人|社会各界|个人|单位)"
FILLER = (
    rf"(?:、|和|与|及|以及|或者?|并|了|过|的|有效|各类|各种|有关|相关|关于|任何|书面|形式|提出|提交|提起|递交|依法|本年度?|"
    rf"办理|办结|处理|答复|回复|登记|受理|接收|收到|要求|通过各种渠道|向[我本][局委办厅院镇区县市机关单位]+|{_APPLICANTS})*"
)
REQUEST = (
    r"(?:(?:依申请|申请|政府|政务|信息|公开|类|的|事项|要求|来件|办件|案件|件数|件|表|宗数|数量|总量|总数|次数){1,14})"
)
COUNT = r"(?:的|总共|共计|共有|均?为|均?是|均|各|都|共|合计|总计|累计|总数|数量|数|计|达到?|有|:|\(\)|约|,共(?=#))*"
_END = r"(?=$|[,.。;:!?()、■]|均|都|全|已|并|按|的?(?:政府信息公开)?申请|办结|答复|回复|予以|其中|同比|比|较|无|未|中)"
_DONE = r"(?:办理完结|办理完毕|处理完毕|处理完结|办结答复|答复办结|办结|办复|答复|回复)"
_LAST = r"(?:上年度?|上一年度?|去年|往年|20\d\d年度?)"
_NEXT = r"(?:下一?年度?|次年|明年|20\d\d年度?(?:\d+月)?|下一个?年度)"
_CARRY = r"(?:结转|转结|顺延|转入|转至|延至|递延|遗留)"
_OF_INFO = (
    r"(?:(?:因|由|就|对|涉及?|有关|关于|围绕)?(?:依申请公开|政府信息依?申请公开|政府信息公开|政务公开|信息公开|依申请)"
    r"(?:政府信息|申请|答复|工作|行为|类|方面|问题|事项|案件|处理|被|的)*)?"
    r"(?:而?(?:引发|引起|产生|发生|导致|发起|被|被申请|被提起|收到|出现|涉及|提起|申请|新增|提出|的|政府信息公开|类|共|有|新|发生的))*"
)
_CASES = r"(?:案件?|申请|事项|事件|总)*(?:数量?|总数)?"
_RULED = r"(?:行政|复议机关|人民法院|法院|结果|被|作出|判决|裁定|决定|均|为|已|经|其中|的)*"
_TRACK = r"(?:行政)?(?:复议|诉讼)(?:案件|结果|中|被)*"


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to name a measure.

    Attributes:
        measure: what it names; ``review_*`` stands for the same result of a lawsuit where the sentence speaks of one.
        regex: the words around the number.
        example: a sentence of 某 department's 2022 report in which it reads 12.
        topic: what the sentence, or the text before it, must be speaking of; None where the words say all.
    """

    measure: str
    regex: str
    example: str
    topic: Topic | None = None


def _label(words: str) -> str:
    """Words directly before the number."""
    return rf"(?:{words}){COUNT}#{_END}"


def _either(words: str, more: str = "") -> str:
    """Words before the number, or behind it (12件予以公开)."""
    kinds = r"(?:的|决定|答复|处理|申请|信息|政府信息|范围|情形|类|件)*"
    return rf"(?:(?:{words}){kinds}{COUNT}#{_END}|#(?:申请|信息)?(?:被|已|均|依法|决定|为|是|属于|系|因|作)*(?:{words}){kinds}{_STOP}{more})"


_STOP = r"(?=$|[,.。;:!?()、])"

_CARRIED_OUT = rf"{_CARRY}(?:至|到|入|转入)?(?:{_NEXT}|下年)(?:继续)?(?:办理|答复|处理|办结)?"

WORDINGS: tuple[Wording, ...] = (
    # Carried over, before the received ones: 上年结转政府信息公开申请 also holds 申请.
    Wording(
        "requests_carried_in",
        _label(rf"{_LAST}(?:未办结)?{_CARRY}(?:转入|下来|至本年|到本年|办理|继续办理|的)*{REQUEST}?"),
        "2022年，我局收到政府信息公开申请30件，上年结转12件。",
        "requests",
    ),
    Wording(
        "requests_carried_in",
        _label(rf"{_CARRY}(?:自|从)?(?:上年度?|上一年度?|去年)(?:办理|的)*{REQUEST}?"),
        "2022年，我局收到政府信息公开申请30件，结转上年度12件。",
        "requests",
    ),
    Wording(
        "requests_carried_in",
        rf"#(?:{REQUEST})?(?:均|都)?(?:为|是|系|属于?)?{_LAST}{_CARRY}(?!至|到|入下)",
        "2022年，我局受理政府信息公开申请30件（其中12件为上年结转）。",
        "requests",
    ),
    Wording(
        "requests_carried_out",
        _label(rf"{_CARRIED_OUT}(?:的|总)*{REQUEST}?"),
        "2022年，我局办结政府信息公开申请30件，结转下年度继续办理12件。",
        "requests",
    ),
    Wording(
        "requests_carried_out",
        _label(r"(?:下一?年度?继续办理|跨年度?(?:继续)?办理)(?:的)?"),
        "2022年，我局办结政府信息公开申请30件，跨年度办理12件。",
        "requests",
    ),
    Wording(
        "requests_carried_out",
        rf"#(?:{REQUEST})?(?:已|将|需|按规定|依法|均|为|予以)*{_CARRIED_OUT}{_STOP}",
        "2022年，我局受理政府信息公开申请30件，12件结转下年度办理。",
        "requests",
    ),
    Wording(
        "requests_carried_out",
        rf"#(?:{REQUEST})?(?:(?:仍|尚|正)?(?:在|未)|因)[^,;#]{{0,16}},(?:已|将|拟)?{_CARRIED_OUT}{_STOP}",
        "全年收到政府信息公开申请30件，仍有12件正在办理，结转至下一年度。",
        "requests",
    ),
    # Cases of review and litigation.
    Wording(
        "review_and_litigation_cases",
        _label(rf"{_OF_INFO}(?:行政)?复议{_CASES}(?:和|、|及|与|或|以及)(?:被?提起)?(?:行政)?诉讼{_CASES}"),
        "2022年，因政府信息公开引起的行政复议、行政诉讼共12件。",
    ),
    Wording(
        "litigation_direct_cases",
        _label(rf"{_OF_INFO}(?:行政诉讼)?未经(?:行政)?复议直接(?:提?起诉?(?:讼)?)(?:的|案件)*"),
        "政府信息公开行政诉讼15件，其中未经复议直接起诉12件。",
    ),
    Wording(
        "litigation_after_review_cases",
        _label(rf"{_OF_INFO}(?:行政诉讼)?经?(?:行政)?复议后(?:再)?(?:提?起诉?(?:讼)?)(?:的|案件)*"),
        "政府信息公开行政诉讼15件，其中复议后起诉12件。",
    ),
    Wording("review_cases", _label(rf"{_OF_INFO}(?:行政)?复议{_CASES}"), "2022年，因政府信息公开引发行政复议12件。"),
    Wording(
        "review_cases",
        rf"(?:发生|收到|产生|引发|引起|有|共)*{COUNT}#(?:因)?{_OF_INFO}(?:行政)?复议{_CASES}{_STOP}",
        "2022年，发生12起因政府信息公开引起的行政复议案件。",
    ),
    Wording(
        "litigation_cases",
        _label(rf"{_OF_INFO}(?:(?:行政)?诉讼|行政应诉|被诉|被起诉){_CASES}"),
        "2022年，因政府信息公开引发行政诉讼12件。",
    ),
    Wording(
        "litigation_cases",
        rf"(?:发生|收到|产生|引发|引起|有|共)*{COUNT}#(?:因)?{_OF_INFO}(?:行政)?诉讼{_CASES}{_STOP}",
        "2022年，发生12起因政府信息公开引起的行政诉讼案件。",
    ),
    Wording(
        "review_upheld",
        _either(rf"(?:{_TRACK})?{_RULED}(?:结果)?维持(?:原)?(?:行政行为|决定|答复|结果)*"),
        "2022年，因政府信息公开引发行政复议15件，其中维持12件。",
        "cases",
    ),
    Wording(
        "review_corrected",
        _either(rf"(?:{_TRACK})?{_RULED}(?:结果)?(?:被)?纠正"),
        "2022年，因政府信息公开引发行政复议15件，其中结果纠正12件。",
        "cases",
    ),
    Wording(
        "review_pending",
        _either(rf"(?:{_TRACK})?(?:结果)?(?:(?:尚|仍)?未(?:审结|结案|判决)|(?:正在|尚在|仍在)审理(?:中)?)"),
        "2022年，因政府信息公开引发行政复议15件，其中尚未审结12件。",
        "cases",
    ),
    Wording(
        "review_other",
        _label(rf"(?:{_TRACK})?(?:其他结果|其它结果|其他|其它)"),
        "2022年，因政府信息公开引发行政复议15件，其他结果12件。",
        "cases",
    ),
    # Applicants.
    Wording(
        "received_by_natural_person",
        _either(r"(?:来自|由|申请人为|为|属于)?(?:自然人|公民|个人)(?:提出|提交|申请人|的|政府信息公开)*(?:申请)?"),
        "2022年，我局收到政府信息公开申请15件，其中自然人申请12件。",
        "applicants",
    ),
    Wording(
        "received_by_enterprise",
        _either(r"(?:来自|由|申请人为|为|属于)?(?:商业企业|企业)(?:提出|提交|申请人|的)*(?:申请)?"),
        "2022年，我局收到政府信息公开申请15件，其中商业企业12件。",
        "applicants",
    ),
    Wording(
        "received_by_research_institution",
        _either(r"(?:来自|由)?科研机构(?:提出|提交|的)*(?:申请)?"),
        "2022年，我局收到政府信息公开申请15件，其中科研机构12件。",
        "applicants",
    ),
    Wording(
        "received_by_public_welfare_organisation",
        _either(r"(?:来自|由)?(?:社会)?公益组织(?:提出|提交|的)*(?:申请)?"),
        "2022年，我局收到政府信息公开申请15件，其中社会公益组织12件。",
        "applicants",
    ),
    Wording(
        "received_by_legal_service_institution",
        _either(r"(?:来自|由)?法律服务机构(?:提出|提交|的)*(?:申请)?"),
        "2022年，我局收到政府信息公开申请15件，其中法律服务机构12件。",
        "applicants",
    ),
    Wording(
        "received_by_organisation",
        _either(
            r"(?:来自|由|申请人为|为|属于)?(?:法人(?:(?:或者?|和|及|、|与|以及)(?:其他|其它)?组织)?|其他组织|单位|企事业单位)(?:提出|提交|申请人|的|政府信息公开)*(?:申请)?"
        ),
        "2022年，我局收到政府信息公开申请15件，其中法人或其他组织12件。",
        "applicants",
    ),
    # Outcomes.
    Wording(
        "granted_in_part",
        _either(r"(?:区分处理(?:后)?|作出|同意|予以|作)?部分(?:予以)?公开"),
        "2022年，我局答复政府信息公开申请15件，其中部分公开12件。",
        "outcomes",
    ),
    Wording(
        "refused",
        _either(r"(?:作出|决定)?(?:不予以?公开|不同意公开|未予公开)"),
        "2022年，我局答复政府信息公开申请15件，其中不予公开12件。",
        "outcomes",
    ),
    Wording(
        "granted",
        _either(r"(?:作出|决定|属于|主动公开\(?)?(?:予以公开|同意公开|给予公开|准予公开|予公开|全部公开)\)?"),
        "2022年，我局答复政府信息公开申请15件，其中予以公开12件。",
        "outcomes",
    ),
    Wording(
        "granted",
        _label(r"(?:以)?公开(?:答复|类|的)*"),
        "2022年，我局答复政府信息公开申请15件，公开12件、部分公开3件。",
        "outcomes",
    ),
    Wording(
        "denied_state_secret",
        _either(r"(?:属于|涉及)?国家秘密"),
        "2022年，我局答复政府信息公开申请15件，其中属于国家秘密12件。",
        "outcomes",
    ),
    Wording(
        "denied_prohibited_by_law",
        _either(r"(?:其他)?法律、?行政法规禁止公开"),
        "2022年，我局答复政府信息公开申请15件，其中其他法律行政法规禁止公开12件。",
        "outcomes",
    ),
    Wording(
        "denied_third_party",
        _either(r"(?:保护|涉及|损害)?第三方合法权益"),
        "2022年，我局答复政府信息公开申请15件，其中保护第三方合法权益12件。",
        "outcomes",
    ),
    Wording(
        "denied_internal_affairs",
        _either(r"(?:属于)?(?:三类)?内部事务信息"),
        "2022年，我局答复政府信息公开申请15件，其中属于三类内部事务信息12件。",
        "outcomes",
    ),
    Wording(
        "denied_deliberative",
        _either(r"(?:属于)?(?:四类)?过程性信息"),
        "2022年，我局答复政府信息公开申请15件，其中属于四类过程性信息12件。",
        "outcomes",
    ),
    Wording(
        "denied_enforcement_file",
        _either(r"(?:属于)?行政执法案卷(?:信息)?"),
        "2022年，我局答复政府信息公开申请15件，其中属于行政执法案卷12件。",
        "outcomes",
    ),
    Wording(
        "denied_administrative_query",
        _either(r"(?:属于)?行政查询事项"),
        "2022年，我局答复政府信息公开申请15件，其中属于行政查询事项12件。",
        "outcomes",
    ),
    Wording(
        "unable_to_provide",
        _either(r"(?:本机关|因)?无法提供"),
        "2022年，我局答复政府信息公开申请15件，其中无法提供12件。",
        "outcomes",
    ),
    Wording(
        "unavailable_not_held",
        _either(r"(?:因|属于|经检索)?(?:本机关|我局|本局)?(?:不掌握(?:相关)?(?:政府)?(?:信息)?|(?:政府)?信息不存在)"),
        "2022年，我局答复政府信息公开申请15件，其中本机关不掌握相关政府信息12件。",
        "outcomes",
    ),
    Wording(
        "unavailable_needs_creation",
        _either(r"没有现成信息(?:、|,)?(?:需要?另行制作)?|需要?另行制作"),
        "2022年，我局答复政府信息公开申请15件，其中没有现成信息需要另行制作12件。",
        "outcomes",
    ),
    Wording(
        "unavailable_still_unclear",
        _either(r"补正后(?:申请内容)?仍(?:然)?不明确"),
        "2022年，我局答复政府信息公开申请15件，其中补正后申请内容仍不明确12件。",
        "outcomes",
    ),
    Wording(
        "not_processed",
        _either(r"(?:作|作出)?不予处理"),
        "2022年，我局答复政府信息公开申请15件，其中不予处理12件。",
        "outcomes",
    ),
    Wording(
        "not_processed_petition",
        _either(r"(?:属于)?信访、?举报、?投诉类(?:申请)?"),
        "2022年，我局答复政府信息公开申请15件，其中信访举报投诉类申请12件。",
        "outcomes",
    ),
    Wording(
        "not_processed_duplicate",
        _either(r"(?:属于)?重复申请"),
        "2022年，我局答复政府信息公开申请15件，其中重复申请12件。",
        "outcomes",
    ),
    Wording(
        "not_processed_publication",
        _either(r"要求提供公开出版物"),
        "2022年，我局答复政府信息公开申请15件，其中要求提供公开出版物12件。",
        "outcomes",
    ),
    Wording(
        "not_processed_excessive",
        _either(r"无正当理由大量反复申请"),
        "2022年，我局答复政府信息公开申请15件，其中无正当理由大量反复申请12件。",
        "outcomes",
    ),
    Wording(
        "not_processed_reconfirmation",
        _either(r"要求行政机关确认或重新出具已获取信息"),
        "2022年，我局答复政府信息公开申请15件，其中要求行政机关确认或重新出具已获取信息12件。",
        "outcomes",
    ),
    Wording(
        "other_overdue_correction",
        _either(r"(?:申请人)?(?:无正当理由)?逾期不补正(?:、?行政机关不再处理(?:其政府信息公开申请)?)?"),
        "2022年，我局答复政府信息公开申请15件，其中逾期不补正12件。",
        "outcomes",
    ),
    Wording(
        "other_unpaid_fee",
        _either(r"(?:申请人)?逾期未(?:按收费通知要求)?缴(?:纳费用|费)(?:、?行政机关不再处理(?:其政府信息公开申请)?)?"),
        "2022年，我局答复政府信息公开申请15件，其中逾期未缴费12件。",
        "outcomes",
    ),
    Wording(
        "other_outcome",
        _either(r"(?:作)?(?:其他|其它)处理"),
        "2022年，我局答复政府信息公开申请15件，其中其他处理12件。",
        "outcomes",
    ),
    # The fee.
    Wording(
        "fee",
        _label(r"(?:收取|收费|收)[^,;#]{0,16}?(?:处理费|费用|收费|金额|费)(?:总?金额|总额)*"),
        "2022年，收取政府信息公开信息处理费12元。",
        "fee",
    ),
    Wording("fee", _label(r"(?:总)?金额|(?:共|总计)?收费|费用"), "2022年，收取信息处理费3件，金额12元。", "fee"),
    Wording(
        "fee_cases",
        _label(r"(?:收取|收)[^,;#]{0,16}?处理费(?:的)?(?:申请)?"),
        "2022年，收取政府信息公开信息处理费12件。",
        "fee",
    ),
    # Received and processed requests.
    Wording("requests_received", _label(rf"{VERB}{FILLER}{REQUEST}"), "2022年，我局共受理依申请公开12件。"),
    Wording("requests_received", rf"{VERB}{COUNT}#{FILLER}{REQUEST}", "2022年，我局收到12件政府信息公开申请。"),
    Wording(
        "requests_received",
        _label(rf"{REQUEST}(?:方面|情况|工作)?[:、]?(?:[我本]局|全年|年内)?{VERB}"),
        "2022年政府信息公开申请共受理12件。",
    ),
    Wording(
        "requests_received",
        rf"#{REQUEST}由?[我本][局委办镇厅县市区](?:机关)?{VERB}",
        "2022年，共有12件政府信息公开申请由我局受理。",
    ),
    Wording(
        "requests_processed",
        _label(rf"(?:完成|作出)?{_DONE}{FILLER}{REQUEST}"),
        "2022年，我局答复政府信息公开申请12件。",
    ),
    Wording("requests_processed", _label(rf"作出{REQUEST}答复"), "2022年，我局作出政府信息公开答复12件。"),
    Wording("requests_processed", rf"{_DONE}{COUNT}#{FILLER}{REQUEST}", "2022年，我局办结12件政府信息公开申请。"),
    Wording(
        "requests_processed",
        _label(rf"{_DONE}(?:申请人?)?"),
        "2022年，我局收到政府信息公开申请15件，办结12件。",
        "requests",
    ),
    Wording(
        "requests_processed",
        _label(r"(?:本年度)?办理结果(?:总数|总计)*"),
        "2022年，收到政府信息公开申请15件，办理结果总数为12件。",
        "requests",
    ),
    Wording(
        "requests_processed",
        rf"#(?:{REQUEST})?(?:已|均|全部|按期|按时|依法)*{_DONE}{_STOP}",
        "2022年，收到政府信息公开申请15件，12件已办结。",
        "requests",
    ),
    Wording(
        "requests_handled",
        _label(rf"办理{FILLER}{REQUEST}"),
        "2022年，我局共办理政府信息公开申请12件（含上年结转2件）。",
    ),
    Wording("requests_left", _label(r"结转"), "2022年，我局收到政府信息公开申请15件，办结3件、结转12件。", "requests"),
    Wording(
        "requests_total",
        _label(r"合计|共计(?:办理)?|总计|共(?:办理)?"),
        "新收政府信息公开申请10件，加上年结转2件，合计12件。",
        "requests",
    ),
    Wording(
        "requests_received", _label(rf"{VERB}(?:申请)?"), "收到申请情况：2022年政府信息公开申请新收12件。", "requests"
    ),
)
"""In the order in which they are tried at one place of the text; the wording that begins first wins."""

PROACTIVE = r"(?:主动公开|公开发布|(?<!政务)(?<!信息)公开|发布|公布)(?:了|的|各类|各种|各|类|政府|政务|公开|信息|文件|动态|内容|数据|公文|栏目|总数|总量|部门|通过[^,;#]{0,12})*"
"""Items of information that the organ published by itself; ends at the number."""
