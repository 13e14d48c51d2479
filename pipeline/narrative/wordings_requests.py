"""How sentences name requests, who made them, and the fee. Data for :mod:`pipeline.narrative.clauses`."""

from __future__ import annotations

from pipeline.narrative.wording import (
    CARRIED_OUT,
    CARRY,
    COUNT,
    DONE,
    FILLER,
    LAST,
    NEXT,
    REQUEST,
    STOP,
    VERB,
    Wording,
    either,
    label,
)

CARRIED: tuple[Wording, ...] = (
    # Carried over, before the received ones: 上年结转政府信息公开申请 also holds 申请.
    Wording(
        "requests_carried_in",
        label(
            rf"{LAST}(?:未办结|未办完|未答复|尚未办结|的|申请)*{CARRY}(?:转入|下来|至本年度?|到本年度?|[至到]20\d\d年度?|办理|继续办理|的)*{REQUEST}?"
        ),
        "2022年，我局收到政府信息公开申请30件，上年结转12件。",
        "requests",
    ),
    Wording(
        "requests_carried_in",
        label(rf"{CARRY}(?:自|从)?(?:上年度?|上一年度?|去年)(?:办理|的)*{REQUEST}?"),
        "2022年，我局收到政府信息公开申请30件，结转上年度12件。",
        "requests",
    ),
    Wording(
        "requests_carried_in",
        rf"#(?:{REQUEST})?(?:均|都)?(?:为|是|系|属于?)?{LAST}{CARRY}(?!至|到|入下)",
        "2022年，我局受理政府信息公开申请30件（其中12件为上年结转）。",
        "requests",
    ),
    Wording(
        "requests_carried_out",
        rf"{CARRY}#(?:{REQUEST})?(?:至|到|入)(?:{NEXT}|下年){STOP}",
        "2022年，我局收到政府信息公开申请30件，办结18件，结转12件到下年度。",
        "requests",
    ),
    Wording(
        "requests_carried_out",
        label(rf"{CARRIED_OUT}(?:的|总)*{REQUEST}?"),
        "2022年，我局办结政府信息公开申请30件，结转下年度继续办理12件。",
        "requests",
    ),
    Wording(
        "requests_carried_out",
        label(r"(?:下一?年度?继续办理|跨年度?(?:继续)?办理)(?:的)?"),
        "2022年，我局办结政府信息公开申请30件，跨年度办理12件。",
        "requests",
    ),
    Wording(
        "requests_carried_out",
        rf"#(?:{REQUEST})?(?:已|将|需|按规定|依法|均|为|予以)*{CARRIED_OUT}{STOP}",
        "2022年，我局受理政府信息公开申请30件，12件结转下年度办理。",
        "requests",
    ),
    Wording(
        "requests_carried_out",
        rf"#(?:{REQUEST})?(?:(?:仍|尚|正)?(?:在|未)|因)[^,;#]{{0,16}},(?:已|将|拟)?{CARRIED_OUT}{STOP}",
        "全年收到政府信息公开申请30件，仍有12件正在办理，结转至下一年度。",
        "requests",
    ),
)
"""Before the received ones: 上年结转政府信息公开申请 also holds 申请."""

APPLICANTS: tuple[Wording, ...] = (
    # Applicants.
    Wording(
        "received_by_natural_person",
        either(r"(?:来自|由|申请人为|为|属于)?(?:自然人|公民|个人)(?:提出|提交|申请人|的|政府信息公开)*(?:申请)?"),
        "2022年，我局收到政府信息公开申请15件，其中自然人申请12件。",
        "applicants",
    ),
    Wording(
        "received_by_enterprise",
        either(r"(?:来自|由|申请人为|为|属于)?(?:商业企业|企业)(?:提出|提交|申请人|的)*(?:申请)?"),
        "2022年，我局收到政府信息公开申请15件，其中商业企业12件。",
        "applicants",
    ),
    Wording(
        "received_by_research_institution",
        either(r"(?:来自|由)?科研机构(?:提出|提交|的)*(?:申请)?"),
        "2022年，我局收到政府信息公开申请15件，其中科研机构12件。",
        "applicants",
    ),
    Wording(
        "received_by_public_welfare_organisation",
        either(r"(?:来自|由)?(?:社会)?公益组织(?:提出|提交|的)*(?:申请)?"),
        "2022年，我局收到政府信息公开申请15件，其中社会公益组织12件。",
        "applicants",
    ),
    Wording(
        "received_by_legal_service_institution",
        either(r"(?:来自|由)?法律服务机构(?:提出|提交|的)*(?:申请)?"),
        "2022年，我局收到政府信息公开申请15件，其中法律服务机构12件。",
        "applicants",
    ),
    Wording(
        "received_by_organisation",
        either(
            r"(?:来自|由|申请人为|为|属于)?(?:法人(?:(?:或者?|和|及|、|与|以及)(?:其他|其它)?组织)?|其他组织|单位|企事业单位)(?:提出|提交|申请人|的|政府信息公开)*(?:申请)?"
        ),
        "2022年，我局收到政府信息公开申请15件，其中法人或其他组织12件。",
        "applicants",
    ),
)
"""Who made the requests."""

REQUESTS: tuple[Wording, ...] = (
    # The fee.
    Wording(
        "fee",
        label(r"(?:向申请人)?(?:收取|收费|收)[^,;#]{0,16}?(?:处理费|费用|收费|金额|费)(?:总?金额|总额)*"),
        "2022年，收取政府信息公开信息处理费12元。",
        "fee",
    ),
    Wording("fee", label(r"(?:总)?金额|(?:共|总计)?收费|费用"), "2022年，收取信息处理费3件，金额12元。", "fee"),
    Wording(
        "fee",
        label(r"(?:政府)?(?:信息公开)?(?:信息)?处理费(?:用)?(?:收取|收入|收费)?(?:总?金额|总额|情况)*"),
        "2022年，政府信息公开信息处理费总额为12元。",
        "fee",
    ),
    Wording(
        "fee_cases",
        label(r"(?:向申请人)?(?:收取|收)[^,;#]{0,16}?处理费(?:的)?(?:申请)?"),
        "2022年，收取政府信息公开信息处理费12件。",
        "fee",
    ),
    # Received and processed requests.
    Wording("requests_received", label(rf"{VERB}{FILLER}{REQUEST}"), "2022年，我局共受理依申请公开12件。"),
    Wording(
        "requests_received",
        rf"{VERB}(?:[并、和及](?:办理|办结|答复|处理))?{COUNT}#{FILLER}{REQUEST}",
        "2022年，我局收到12件政府信息公开申请。",
    ),
    Wording(
        "requests_received",
        label(rf"{REQUEST}(?:方面|情况|工作)?[:、]?(?P<inside>(?:[^,;。()\d#]|20\d\d年){{0,8}}?){VERB}"),
        "2022年政府信息公开申请共受理12件。",
    ),
    Wording(
        "requests_received",
        rf"#{REQUEST}由?[我本][局委办镇厅县市区](?:机关)?{VERB}",
        "2022年，共有12件政府信息公开申请由我局受理。",
    ),
    Wording(
        "requests_processed",
        label(rf"(?:完成|作出)?{DONE}{FILLER}{REQUEST}"),
        "2022年，我局答复政府信息公开申请12件。",
    ),
    Wording(
        "requests_processed",
        label(r"作出(?:政府信息公开|依申请公开|信息公开|申请|的|类)+答复"),
        "2022年，我局作出政府信息公开答复12件。",
    ),
    Wording("requests_processed", rf"{DONE}{COUNT}#{FILLER}{REQUEST}", "2022年，我局办结12件政府信息公开申请。"),
    Wording(
        "requests_processed",
        label(rf"{DONE}(?:申请人?)?"),
        "2022年，我局收到政府信息公开申请15件，办结12件。",
        "requests",
    ),
    Wording(
        "requests_processed",
        label(r"(?:本年度)?办理结果(?:总数|总计)*"),
        "2022年，收到政府信息公开申请15件，办理结果总数为12件。",
        "requests",
    ),
    Wording(
        "requests_processed",
        rf"#(?:{REQUEST})?(?:已|均|全部|按期|按时|依法|(?:在)?(?:法定|规定)(?:期限|时限)内)*{DONE}(?:完毕)?{STOP}",
        "2022年，收到政府信息公开申请15件，12件已办结。",
        "requests",
    ),
    Wording(
        "requests_handled",
        label(rf"(?:办理|处理){FILLER}{REQUEST}"),
        "2022年，我局共办理政府信息公开申请12件（含上年结转2件）。",
    ),
    Wording(
        "requests_left",
        rf"#(?:正在|尚在|仍在)(?:办理|处理)(?:中|过程中)?{STOP}",
        "2022年，我局收到政府信息公开申请15件，办结3件，12件正在办理中。",
        "requests",
    ),
    Wording(
        "requests_number",
        label(r"(?:政府信息公开|依申请公开|信息公开)申请(?:件数|数量|总数|总量|量)"),
        "2022年，政府信息公开申请数量共计12件。",
    ),
    Wording("requests_left", label(r"结转"), "2022年，我局收到政府信息公开申请15件，办结3件、结转12件。", "requests"),
    Wording(
        "requests_handled",
        label(rf"{REQUEST}(?:办理|处理)(?:总量|总数|数量|量)"),
        "2022年政府信息公开申请办理总量为12件（含上年结转2件）。",
    ),
    Wording(
        "requests_total",
        label(r"合计|共计(?:办理)?|总计|共(?:办理)?"),
        "新收政府信息公开申请10件，加上年结转2件，合计12件。",
        "requests",
    ),
    Wording(
        "requests_received", label(rf"{VERB}(?:申请)?"), "收到申请情况：2022年政府信息公开申请新收12件。", "requests"
    ),
)
"""The fee, and requests received and processed, the general wordings last."""
