"""Chinese numerals: 十二, 两, 一百二十三, 二〇, 一万两千."""

from __future__ import annotations

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1_000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}

CHARACTERS = "".join({**_DIGITS, **_STEPS, **_GROUPS}) + "廿卅"
"""Every character a numeral may have."""


def numeral(text: str) -> int | None:
    """The whole number that a Chinese numeral writes, or None where it writes none.

    Digits alone are read by their places (二〇 is 20); with 十, 百, 千, 万, 亿 as a count, where a last digit behind
    百, 千 or 万 stands for the next lower place (一百二 is 120).

    Args:
        text: Characters of :data:`CHARACTERS` only, at least one.
    """
    text = text.replace("廿", "二十").replace("卅", "三十")
    if all(c in _DIGITS for c in text):
        plain = "".join(str(_DIGITS[c]) for c in text)
        return int(plain) if "两" not in text or len(text) == 1 else None
    whole = section = 0
    digit: int | None = None
    last, is_padded = 0, False
    for c in text:
        if c in _DIGITS:
            if digit is not None and not is_padded:
                return None
            digit, is_padded = _DIGITS[c], _DIGITS[c] == 0
        elif c in _STEPS:
            section += (1 if digit is None else digit) * _STEPS[c]
            digit, last, is_padded = None, _STEPS[c], False
        else:
            whole = (whole + section + (digit or 0)) * _GROUPS[c] or _GROUPS[c]
            section, digit, last, is_padded = 0, None, _GROUPS[c], False
    if digit is not None:
        short = last >= 100 and len(text) > 1 and text[-2] in "百千万亿"
        section += digit * (last // 10 if short else 1)
    return whole + section
