"""Characters: one form of each, so that labels and names can be compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

from pipeline.normalise.artefacts import with_chinese_lookalikes, without_invisible, without_readings

# Radical code points that PDF fonts give in place of the character and that NFKC leaves alone.
_RADICALS = str.maketrans(
    "⺠⻅⻋⻓⻔⻚⻛⻜⻝⻢⻥⻰⻩⻬⻮⻄⺟⻆⻘⻉⻙⻦⻨⺣⺮⻁⻤",
    "民见车长门页风飞食马鱼龙黄齐齿西母角青贝韦鸟麦灬竹虎鬼",
)
_SPACES = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_BOOKMARK = re.compile(r"\[(?:bookmark|hyperlink|endif|if [^\]]{0,40})[^\]]{0,80}\]", re.I)
_QUESTION_RUN = re.compile(r"\?{3,}")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Dashes that NFKC keeps apart; as a minus sign or as "nothing" they mean the same.
_DASHES = str.maketrans({"−": "-", "‐": "-", "‑": "-", "‒": "-", "﹣": "-", "－": "-"})


@lru_cache(maxsize=1)
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=1)
def _traditional() -> frozenset[str]:
    """Characters that exist only in traditional script: converting changes them, and nothing converts to them."""
    simplified = OpenCC("s2t")
    candidates = [chr(c) for c in range(0x4E00, 0xA000)]
    changed = {c for c in candidates if _to_simplified().convert(c) != c}
    return frozenset(c for c in changed if simplified.convert(c) == c)


def clean(text: str) -> str:
    """NFKC, invisible characters and printed artefacts removed, every kind of space a plain one; script unchanged."""
    text = unicodedata.normalize("NFKC", without_invisible(text).translate(_RADICALS)).translate(_DASHES)
    text = _SPACES.sub(" ", text)
    if "[" in text:
        text = _BOOKMARK.sub("", text)
    if "???" in text:
        text = _QUESTION_RUN.sub("", text)
    return with_chinese_lookalikes(without_readings(text))


def script_of(text: str) -> str:
    """``Hant`` when more than one Chinese character in fifty exists only in traditional script, else ``Hans``."""
    han = _HAN.findall(text)
    traditional = _traditional()
    return "Hant" if sum(c in traditional for c in han) * 50 > len(han) else "Hans"


@lru_cache(maxsize=65_536)
def simplify(text: str) -> str:
    """Simplified script (OpenCC ``t2s``); text without traditional characters comes back as it is."""
    if _traditional().isdisjoint(text):
        return text
    return str(_to_simplified().convert(text))


def is_within(short: str, long: str) -> bool:
    """Whether the characters of one text stand in another in the same order: 市人社局, 市人力资源和社会保障局."""
    rest = iter(long)
    return all(c in rest for c in short)
