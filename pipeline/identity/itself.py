"""What a report's text calls its author: 我局, 本镇, and whether it speaks for a place: 我区认真贯彻."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipeline.identity.alike import may_be_called
from pipeline.identity.words import DIVISIONS, any_of, kind_of

_OWN = r"(?:(?<!自)我|(?<![基资成根原日样版课剧脚标书文])本)"
_ORGAN = re.compile(
    rf"{_OWN}(?:局(?![限面部势域])|委(?![员托])|厅(?!级)|院(?!校)|校(?![对准])|中心(?!城|大厅)|镇(?![街区])"
    r"|乡(?!镇|土|村(?![民级委组]))|街道)(?!长(?![期效年]))|全[局委院校](?=上下|干部|各[科股处室])"
)
_PLACE_ACTS = re.compile(rf"{_OWN}{kind_of(DIVISIONS)}(?=,?{any_of('at_work')})")
# What the text only cites: “我局长说政策”; (以下简称“我局”) is its own word.
_CITED = re.compile(r"“[^“”]{4,}”")


@dataclass(frozen=True, slots=True)
class Itself:
    """The words by which a text speaks of its author, as printed.

    Attributes:
        organs: those for an organ, or a town, that are surely the author's: 我局.
        said: all such words; one that is said once may be another's.
        acting: those for a division that is said to do the work that the report tells: 我区.
    """

    organs: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()
    acting: frozenset[str] = frozenset()

    def may_be(self, name: str) -> bool:
        """Whether the author can bear a name; nothing denies it where the text calls its author nothing."""
        return _allow(self.organs, name)

    def nothing_denies(self, name: str) -> bool:
        """Whether the author can bear a name, even if words said once are its own."""
        return _allow(self.said, name)

    def acts_as(self, government: str) -> bool:
        """Whether a place of the government's kind does what the text tells."""
        return bool(self.acting) and _allow(self.acting, government)

    def __str__(self) -> str:
        return "、".join(sorted(self.organs or self.said or self.acting))


def read_itself(text: str, introduction: str) -> Itself:
    """What a text calls its author, surely where it does so twice or in its introduction."""
    said = [m.group() for m in _ORGAN.finditer(_CITED.sub("", text))]
    first = {m.group() for m in _ORGAN.finditer(_CITED.sub("", introduction))}
    times = Counter(map(_kind, said))
    return Itself(
        frozenset(word for word in said if times[_kind(word)] > 1 or word in first),
        frozenset(said),
        frozenset(m.group() for m in _PLACE_ACTS.finditer(_CITED.sub("", text))),
    )


def _kind(word: str) -> str:
    """局 of 我局."""
    return word[1:]


def _allow(words: frozenset[str], name: str) -> bool:
    return not words or any(may_be_called(_kind(word), name) for word in words)
