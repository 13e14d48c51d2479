"""The text of a report, in our own words: sentences that agree with the tables, and look-alikes that do not count.

Every sentence that restates a number restates what the table prints (or what :attr:`Report.stated` plants); where the
table prints none, the sentence is left out.
"""

from __future__ import annotations

import random

from samples.draft import Text
from samples.forms import ORGANISATIONS, REQUESTS, REVIEW, TRACKS
from samples.statements import restated
from samples.truth import Report

DENIED = (
    "denied_state_secret",
    "denied_prohibited_by_law",
    "denied_security_stability",
    "denied_third_party",
    "denied_internal_affairs",
    "denied_deliberative",
    "denied_enforcement_file",
    "denied_administrative_query",
)

TITLES = (
    "{agency}{year}年政府信息公开工作年度报告",
    "{agency}{year}年度政府信息公开工作年度报告",
    "{agency}政府信息公开工作年度报告（{year}年）",
)
FILES = (
    "机构职能",
    "政策文件",
    "规划计划",
    "财政预决算",
    "人事信息",
    "通知公告",
    "工作动态",
    "政策解读",
    "应急管理",
    "监督检查",
    "公共服务",
)


def self_name(report: Report) -> str:
    """How the agency calls itself in its text."""
    endings = (("人民政府办公室", "我办"), ("委员会", "我委"), ("局", "我局"))
    place = report.agency.removesuffix("人民政府")[-1]
    return next((name for end, name in endings if report.agency.endswith(end)), f"我{place}")


def title(report: Report) -> str:
    """The title line."""
    return report.rng("title").choice(TITLES).format(agency=report.agency, year=report.title_year)


def period_sentence(report: Report) -> str:
    """The sentence that states the statistical period; empty where none is stated."""
    if report.period is None:
        return ""
    start, end = report.period
    forms = (
        "本报告所列数据的统计期限自{a}起，至{b}止。",
        "报告中各项数据统计时限为{a}至{b}。",
        "除另有说明外，数据统计期限为{a}到{b}。",
        "本年度报告统计时间为{a}—{b}。",
    )
    return report.rng("period").choice(forms).format(a=start, b=end)


def intro(report: Report) -> list[Text]:
    """One or two paragraphs before the first heading."""
    rng, who = report.rng("intro"), self_name(report)
    first = rng.choice(
        (
            "依照《中华人民共和国政府信息公开条例》第四十九条、第五十条，{agency}编制了{year}年度政府信息公开工作情况的报告，现向社会公布。",
            "按照《中华人民共和国政府信息公开条例》关于年度报告的要求，现将{agency}{year}年政府信息公开工作情况公布如下。",
            "本报告由{agency}依据《中华人民共和国政府信息公开条例》编制，反映{year}年{who}政府信息公开工作的全貌。",
        )
    ).format(agency=report.agency, year=report.year, who=who)
    phone, code = rng.randint(2000000, 8999999), rng.randint(100, 899)
    contact = f"公众对报告内容有疑问的，可联系{report.agency}公开科（电话：0000-{phone}，邮编：{code}000）。"
    paragraphs = [Text("intro", first + period_sentence(report))]
    if rng.random() < 0.4:
        paragraphs.append(Text("intro", contact))
    return paragraphs


def breakdown_sentence(report: Report) -> str:
    """共N条，其中A a条、B b条: adds up, unless the report plants otherwise."""
    rng = report.rng("breakdown")
    names = rng.sample(FILES, rng.randint(3, 5))
    parts = [rng.randint(2, 260) for _ in names]
    total = sum(parts)
    listed = "、".join(f"{n}类信息{p}条" for n, p in zip(names, parts, strict=True))
    if report.breakdown == "broken":
        return f"{report.year}年通过门户网站主动公开各类政府信息共{total - rng.choice((1, 5, 9))}条，其中{listed}。"
    if rng.random() < 0.3:
        return f"{report.year}年累计主动公开政府信息共{total + rng.randint(3, 90)}条，其中{listed}等。"
    return f"{report.year}年主动公开政府信息共{total}条，其中，{listed}。"


def _received(report: Report, rng: random.Random) -> list[str]:
    """Sentences about the year's requests."""

    def get(row: str, column: str = "total") -> int | None:
        return report.count(REQUESTS, row, column)

    printed, before, done, after = (get(r) for r in ("new_requests", "carried_in", "processed_total", "carried_out"))
    sentences: list[str] = []
    who, y = self_name(report), report.year
    stated = report.stated.get("received", printed)
    if stated is not None:
        if stated == 0:
            sentences.append(
                rng.choice((f"{y}年，{who}未收到政府信息公开申请。", f"{y}年{who}共收到政府信息公开申请0件。"))
            )
        else:
            forms = [
                f"{y}年，{who}共收到政府信息公开申请{stated}件",
                f"{y}年{who}新收政府信息公开申请{stated}件",
                f"全年受理政府信息公开申请{stated}件",
            ]
            sentence = rng.choice(forms)
            natural, others = get("new_requests", "natural_person"), report.sum_of(["new_requests"], "natural_person")
            organisations = [get("new_requests", o) for o in ORGANISATIONS]
            whole = None not in organisations and natural is not None and "received" not in report.stated
            if whole and rng.random() < 0.4 and (others or 0) + sum(n or 0 for n in organisations) == stated:
                sentence += f"，其中自然人申请{natural}件，法人或其他组织申请{sum(n or 0 for n in organisations)}件"
            sentences.append(sentence + "。")
    if before and rng.random() < 0.6:
        sentences.append(f"另有上年度结转{before}件。")
    if done and rng.random() < 0.6:
        sentences.append(f"截至年底，办结{done}件{f'，结转下年度继续办理{after}件' if after else ''}。")
    granted, part, denied = get("granted"), get("granted_in_part"), report.sum_of(DENIED)
    if done and None not in (granted, part, denied) and rng.random() < 0.5:
        sentences.append(f"办理结果中，予以公开{granted}件、部分公开{part}件、不予公开{denied}件。")
        if granted and granted <= done:
            sentences.append(f"予以公开的占{granted / done * 100:.1f}%。")
    return sentences


def _cases(report: Report, rng: random.Random) -> list[str]:
    """Sentences about review and litigation."""
    review = report.count(REVIEW, "review", "total")
    kept = report.count(REVIEW, "review", "upheld")
    suits = [report.count(REVIEW, t, "total") for t in TRACKS[1:]]
    sentences = []
    if review and kept is not None and kept <= review:
        sentences.append(f"因政府信息公开引发行政复议{review}件，其中维持{kept}件。")
    if None not in suits and sum(n or 0 for n in suits):
        sentences.append(f"因政府信息公开引发行政诉讼{sum(n or 0 for n in suits)}件。")
    rng.shuffle(sentences)
    return sentences


def lookalikes(report: Report) -> list[str]:
    """Sentences whose numbers look like the tables' and are something else."""
    rng = report.rng("lookalike")
    all_of_them = [
        f"全年受理热线诉求{rng.randint(40, 900)}件，办结率{rng.randint(96, 99)}.{rng.randint(0, 9)}%。",
        f"向上一级机关报送备案行政复议决定{rng.randint(20, 190)}件。",
        f"门户网站公布行政许可查询类信息{rng.randint(1, 30)}条、行政处罚查询类信息{rng.randint(1, 30)}条。",
        f"承办人大代表建议{rng.randint(1, 30)}件、政协提案{rng.randint(1, 30)}件，答复内容均已上网。",
        f"收到网民留言{rng.randint(10, 400)}条，答复率100%。",
        f"政务新媒体发布信息{rng.randint(10, 29)}00余条，总阅读量{rng.randint(2, 60)}万余次。",
        f"较上年同比增长{rng.randint(1, 60)}.{rng.randint(0, 9)}%。",
        f"举办政务开放日活动{rng.randint(1, 9)}次，邀请群众代表{rng.randint(20, 90)}人参加。",
    ]
    if report.agency.endswith("人民政府"):
        all_of_them.append(f"其中，政府办公室作为受理机构代为接收{rng.randint(1, 9)}件。")
    return rng.sample(all_of_them, rng.randint(2, 5))


def overview(report: Report, long: bool = False) -> list[Text]:
    """Section 一, 总体情况."""
    rng, who = report.rng("overview"), self_name(report)
    blocks: list[tuple[str, list[str]]] = [
        ("主动公开情况", [breakdown_sentence(report), *lookalikes(report)]),
        ("依申请公开情况", restated(report, who) if report.says else _received(report, rng) + _cases(report, rng)),
        (
            "政府信息管理情况",
            [
                rng.choice(
                    (
                        f"{who}修订公开目录和公开指南，对存量文件逐件标注公开属性，做到应公开的不漏、应保密的不泄。",
                        f"{who}把公开属性的认定放进公文起草环节，文件印发的同时明确公开方式和时限。",
                    )
                ),
                rng.choice(
                    (
                        "上网前先审内容、再审格式、后审链接，留存审核记录。",
                        "每季度清理一次失效文件，并在原页面注明失效日期。",
                    )
                ),
            ],
        ),
        (
            "平台建设情况",
            [
                rng.choice(
                    ("门户网站改版后检索入口移至首页，手机端同步更新。", "对栏目进行合并，减少重复目录，提高查找效率。")
                )
            ],
        ),
        (
            "监督保障情况",
            [
                rng.choice(("办公室每月通报各科室公开任务完成进度。", "全年组织业务培训两次，覆盖全部信息员。")),
                "公开工作列入年度考核。",
            ],
        ),
    ]
    if long:
        blocks += [(f"重点领域公开情况之{n}", [_filler(rng, who) for _ in range(7)]) for n in "一二三四"]
    numerals = "一二三四五六七八九"
    texts: list[Text] = []
    for index, (name, sentences) in enumerate(blocks):
        if rng.random() < 0.6 or long:
            texts += [Text("subheading", f"（{numerals[index]}）{name}", 1), Text("body", "".join(sentences), 1)]
        else:
            texts.append(Text("body", f"（{numerals[index]}）{name}。" + "".join(sentences), 1))
    return texts


def _filler(rng: random.Random, who: str) -> str:
    places = (
        "惠民补贴",
        "工程招标",
        "食品抽检",
        "生态环境",
        "义务教育",
        "公共卫生",
        "稳岗就业",
        "城市更新",
        "养老服务",
    )
    verbs = ("按月公布", "分类整理", "图文解读", "集中展示", "定期回访", "专栏发布")
    place, verb = rng.choice(places), rng.choice(verbs)
    return rng.choice(
        (
            f"围绕{place}，{who}{verb}办事依据、流程和结果，群众可以对照查询。",
            f"{place}领域信息由业务科室采集、办公室复核，{verb}后同步推送到政务新媒体。",
            f"针对群众反映较多的{place}问题，{who}先后{rng.randint(2, 9)}次召开协调会，{verb}处理进展。",
        )
    )


def problems(report: Report, long: bool = False) -> list[Text]:
    """Section 五, problems and plans."""
    rng, who = report.rng("problems"), self_name(report)
    texts = [
        Text(
            "body",
            rng.choice(
                (
                    f"主要问题：一是{who}个别栏目更新不够及时；二是解读形式偏单一。",
                    "存在的不足主要是信息员更换较多，业务熟练程度参差不齐。",
                )
            ),
            5,
        ),
        Text(
            "body",
            rng.choice(
                (
                    f"{report.year + 1}年，{who}将补齐更新机制，每半月自查一次栏目，并增加图解和短视频解读。",
                    f"下一步，{who}将固定信息员队伍，编写答复文书范例{rng.randint(3, 12)}份，减少程序差错。",
                )
            ),
            5,
        ),
    ]
    if long:
        texts += [Text("body", "".join(_filler(rng, who) for _ in range(9)), 5) for _ in range(3)]
    return texts


def remaining(report: Report) -> list[Text]:
    """Section 六, other matters."""
    rng = report.rng("remaining")
    return [
        Text(
            "body",
            rng.choice(
                (
                    "无其他需要报告的事项。",
                    f"{report.year}年未收取政府信息公开信息处理费。",
                    "本年度收取信息处理费0元。",
                    "无。",
                )
            ),
            6,
        )
    ]


HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def published(report: Report) -> str:
    """The date at the foot: January of the year after."""
    return f"{report.year + 1}年1月{report.rng('published').randint(5, 30)}日"
