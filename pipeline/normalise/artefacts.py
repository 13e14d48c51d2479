"""What copying leaves in a text: readings behind characters, characters nobody sees, and look-alikes of Chinese ones.

Belongs here: artefacts that can be told from the text alone with certainty. A bracket that can be meant (``(GB)``,
``(一)``, ``(含)``, a unit) stays. Does not: names that a site replaced; see :mod:`pipeline.identity.names`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Format characters, fillers and variation selectors: they print nothing, whatever stands beside them.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ufffe\ue000-\uf8ff\U000e0000-\U000e01ef]"
)
# What follows is shown from right to left, digits too.
_BACKWARDS = re.compile("\u202e(?=[^\u202c]*\\d[^\u202c]*\\d)")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_TONED_LETTERS = frozenset(_TONED)
# The letters that fonts for pinyin have in place of a and g.
_PLAIN = str.maketrans("ɑɡ" + _TONED, "ag" + "aaaaeeeeiiiioooouuuuüüüünnnm")
_SYLLABLE = (
    r"(?:[bpmf]?(?:a|o|ai|ei|ao|ou|an|en|ang|eng)|[bpm](?:i|ie|iao|in|ing)|[bpmf]u|[bpm]ian|miu|me"
    r"|[dtnlgkhzcs](?:a|e|ai|ei|ao|ou|an|en|ang|eng|ong|u|ui|un|uo)|[zcs]h?(?:a|e|i|ai|ei|ao|ou|an|en|ang|eng|ong|u|ui|un|uo)"
    r"|(?:[zcs]h|[gkh])(?:ua|uai|uan|uang)|[dtnlzcs]uan|[dtnl](?:i|ie|iao|ing|ian)|diu|[nl](?:iu|in|iang|[vü]e?|ue)|lia"
    r"|r(?:e|i|ao|ou|an|en|ang|eng|ong|u|ua|ui|un|uo|uan)|[jqx](?:i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ue|uan|un)"
    r"|y(?:i|a|e|ao|ou|an|in|ang|ing|ong|u|ue|uan|un|o)|w(?:u|a|o|ai|ei|an|en|ang|eng)|er|ê|ng?)"
)
_ONE = re.compile(_SYLLABLE)
_LONGEST_SYLLABLE = 6
_READING = re.compile(
    rf"(?P<before>[{_HAN}]+) ?(?P<open>[(\[〔【])(?P<reading>[ a-zɑɡüê{_TONED}'·]{{1,40}}[1-5]?)[)\]〕】]"
)
_BARE = re.compile(rf"(?<=[{_HAN}])[a-zɑɡü]*[{_TONED}][a-zɑɡü]*(?=\s*(?:[{_HAN}\d，。、；,.;]|$))")
# Words and units that read like syllables: without a tone mark they can be meant.
_WORDS = frozenset(
    {"a", "e", "o", "an", "me", "he", "she", "you", "can", "long", "men", "man", "pan", "pin", "ping", "ban", "bin"}
    | {"fan", "den", "die", "due", "lie", "tie", "pie", "hang", "bang", "gang", "song", "sun", "fun", "gun", "run"}
    | {"ran", "ma", "pa", "mu", "nu", "ha", "mi", "li", "pen", "ten", "ding", "sing", "ling", "ai", "wan", "yuan"}
)
# Katakana, strokes and a box that look like Chinese characters; certain only where no other kana stands beside them.
_LOOKALIKES = str.maketrans("エロニハカタトㇳ㇐囗", "工口二八力夕卜卜一口")
_LOOKALIKE_SIGNS = frozenset("エロニハカタトㇳ㇐囗")
_LOOKALIKE = re.compile(
    rf"(?<=[{_HAN}])(?<![\u30a0-\u30ff])[エロニハカタトㇳ㇐囗](?![\u30a0-\u30ff])"
    rf"|(?<![\u30a0-\u30ff])[エロニハカタトㇳ㇐囗](?=[{_HAN}])"
)
# A heading's number typed or converted as a stroke: —、总体情况.
_STROKE_ONE = re.compile(r"^\s*[-—–―ーㅡ一]\s*(?=、)")


def has_private_use(text: str) -> bool:
    """Whether a text holds characters that only its own font can name: what they print cannot be told."""
    return _PRIVATE.search(text) is not None


def without_invisible(text: str) -> str:
    """The text without characters that print nothing; private-use ones, which no one can read, go too.

    A sign that makes digits show in the opposite order stays visible: no number is read from them.
    """
    return _INVISIBLE.sub("", _BACKWARDS.sub("\ufffc", text) if "\u202e" in text else text)


@lru_cache(maxsize=4_096)
def _is_pinyin(letters: str) -> bool:
    """Whether letters without tones are whole syllables: one pass, since a pattern would try every way to part them."""
    ends = {0}
    for start in range(len(letters)):
        if start in ends:
            reach = range(start + 1, min(start + _LONGEST_SYLLABLE, len(letters)) + 1)
            ends |= {end for end in reach if _ONE.fullmatch(letters, start, end)}
    return bool(letters) and len(letters) in ends


def _is_reading(reading: str, before: str, *, mark: str) -> bool:
    """Whether a bracket's Latin letters are the reading of the characters before it."""
    bare = unicodedata.normalize("NFC", reading).strip()
    toned = any(c in _TONED for c in bare)
    numbered = bare[-1:].isdigit()
    plain = bare.rstrip("12345").translate(_PLAIN)
    if not _is_pinyin(re.sub(r"[ '·]", "", plain)):
        return False
    if toned:
        return True
    words = plain.split()
    if any(w in _WORDS for w in words) and not numbered:
        return False
    # Several syllables belong to several characters, each to one; square brackets without a tone are notes.
    return mark == "(" and (len(words) == 1 or len(words) <= len(before))


def without_readings(text: str) -> str:
    """The text without pinyin behind characters: 國務(wù)院, 信(xin)息, 国务院(guó wù yuàn), 務wù院."""

    def kept(match: re.Match[str]) -> str:
        reading = _is_reading(match["reading"], match["before"], mark=match["open"])
        return match["before"] if reading else match[0]

    if any(mark in text for mark in "([〔【"):
        text = _READING.sub(kept, text)
    if _TONED_LETTERS.isdisjoint(text):
        return text
    return _BARE.sub(lambda m: "" if _is_pinyin(m[0].translate(_PLAIN)) else m[0], text)


def with_chinese_lookalikes(text: str) -> str:
    """Look-alikes of Chinese characters as these: エ业 as 工业, and a stroke before 、 at the beginning as 一."""
    if not _LOOKALIKE_SIGNS.isdisjoint(text):
        text = _LOOKALIKE.sub(lambda m: m[0].translate(_LOOKALIKES), text)
    return _STROKE_ONE.sub("一", text) if "、" in text else text
