"""How sentences name reviews, lawsuits and their results. Data for :mod:`pipeline.narrative.clauses`."""

from __future__ import annotations

from pipeline.narrative.wording import CASES, COUNT, OF_INFO, RULED, STOP, TRACK, Wording, either, label

CASES_WORDINGS: tuple[Wording, ...] = (
    # Cases of review and litigation.
    Wording(
        "review_and_litigation_cases",
        label(rf"{OF_INFO}(?:行政)?复议{CASES}(?:和|、|及|与|或|以及)(?:被?提起)?(?:行政)?诉讼{CASES}"),
        "2022年，因政府信息公开引起的行政复议、行政诉讼共12件。",
    ),
    Wording(
        "litigation_direct_cases",
        label(
            rf"{OF_INFO}(?:行政诉讼)?(?:未经(?:行政)?复议)?直接(?:向[^,#]{{0,8}})?(?:提起|起|提出)(?:行政)?(?:诉讼|诉)?(?:的|案件)*"
        ),
        "政府信息公开行政诉讼15件，其中未经复议直接起诉12件。",
    ),
    Wording(
        "litigation_after_review_cases",
        label(
            rf"{OF_INFO}(?:行政诉讼)?(?:经过?)?(?:行政)?复议后?(?:又|再)?(?:向[^,#]{{0,8}})?(?:提起|起|提出)(?:行政)?(?:诉讼|诉)(?:的|政府信息公开|案件)*"
        ),
        "政府信息公开行政诉讼15件，其中复议后起诉12件。",
    ),
    Wording("review_cases", label(rf"{OF_INFO}(?:行政)?复议{CASES}"), "2022年，因政府信息公开引发行政复议12件。"),
    Wording(
        "review_cases",
        rf"(?:发生|收到|产生|引发|引起|有|共)*{COUNT}#(?:因)?{OF_INFO}(?:行政)?复议{CASES}{STOP}",
        "2022年，发生12起因政府信息公开引起的行政复议案件。",
    ),
    Wording(
        "litigation_cases",
        label(rf"{OF_INFO}(?:(?:行政)?诉讼|行政应诉|被诉|被起诉){CASES}"),
        "2022年，因政府信息公开引发行政诉讼12件。",
    ),
    Wording(
        "litigation_cases",
        rf"(?:发生|收到|产生|引发|引起|有|共)*{COUNT}#(?:因)?{OF_INFO}(?:行政)?诉讼{CASES}{STOP}",
        "2022年，发生12起因政府信息公开引起的行政诉讼案件。",
    ),
    Wording(
        "review_upheld",
        either(rf"(?:{TRACK})?{RULED}(?:结果)?维持(?:原)?(?:行政行为|决定|答复|结果)*"),
        "2022年，因政府信息公开引发行政复议15件，其中维持12件。",
        "cases",
    ),
    Wording(
        "review_corrected",
        either(rf"(?:{TRACK})?{RULED}(?:结果)?(?:被)?纠正"),
        "2022年，因政府信息公开引发行政复议15件，其中结果纠正12件。",
        "cases",
    ),
    Wording(
        "review_pending",
        either(
            rf"(?:{TRACK})?(?:结果)?(?:(?:尚|仍)?未(?:审结|结案|判决|审理完毕)|(?:正在|尚在|仍在)审理(?:中|过程中)?|在审)"
        ),
        "2022年，因政府信息公开引发行政复议15件，其中尚未审结12件。",
        "cases",
    ),
    Wording(
        "review_other",
        label(rf"(?:{TRACK})?(?:其他结果|其它结果|其他|其它)"),
        "2022年，因政府信息公开引发行政复议15件，其他结果12件。",
        "cases",
    ),
)
"""In the order in which they are tried at one place of the text."""
