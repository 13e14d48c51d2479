"""What a report's text calls its author: 我局, 本镇, and whether it speaks for a place: 我区认真贯彻, 全区各部门."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipeline.identity.alike import may_be_called
from pipeline.identity.words import DIVISIONS, any_of, kind_of

_OWN = r"(?:(?<!自)我|(?<![基资成根原日样版课剧脚标书文])本)"
_ORGAN = re.compile(
    rf"{_OWN}(?P<kind>局(?![限面部势域])|委(?![员托])|厅(?!级)|院(?!校)|校(?![对准])|中心(?!城|大厅)|镇(?![街区])"
    r"|乡(?!镇|土|村(?![民级委组]))|街道)(?!长(?![期效年]))|全(?P<all>[局委院校])(?=上下|干部|各[科股处室])"
)
_PLACE = re.compile(rf"{_OWN}(?P<kind>{kind_of(DIVISIONS)})(?!长(?![期效年]))")
_PLACE_ACTS = re.compile(
    rf"{_PLACE.pattern},?{any_of('at_work')}|全(?P<all>[{DIVISIONS}])各(?:级|部门|单位|镇|乡|街道)"
)
# What the text only cites: “我局长说政策”; (以下简称“我局”) is its own word.
_CITED = re.compile(r"“[^“”]{4,}”")


@dataclass(frozen=True, slots=True)
class Itself:
    """The words by which a text speaks of its author.

    Attributes:
        kinds: the kinds of organs, or of towns: 局 of 我局.
        places: the kinds of divisions: 区 of 我区. An organ of the place says that, too.
        acting: those of them that are said to do the work that the report tells.
    """

    kinds: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    acting: frozenset[str] = frozenset()

    def may_be(self, name: str) -> bool:
        """Whether the author can bear a name; nothing denies it where the text calls its author nothing."""
        return not self.kinds or any(may_be_called(kind, name) for kind in self.kinds)

    def is_in(self, government: str) -> bool:
        """Whether the text speaks of a place of the government's kind as its own."""
        return any(may_be_called(kind, government) for kind in self.places | self.acting)

    def acts_as(self, government: str) -> bool:
        """Whether a place of the government's kind does what the text tells."""
        return any(may_be_called(kind, government) for kind in self.acting)

    def __str__(self) -> str:
        return "、".join(f"我{kind}" for kind in sorted(self.kinds or self.places | self.acting))


def read_itself(text: str, introduction: str) -> Itself:
    """What a text calls its author, twice or in its introduction: a word said once may be another's."""
    text, introduction = _CITED.sub("", text), _CITED.sub("", introduction)
    return Itself(
        _said(_ORGAN, text, introduction),
        _said(_PLACE, text, introduction),
        frozenset(_kinds(_PLACE_ACTS, text)),
    )


def _said(words: re.Pattern[str], text: str, introduction: str) -> frozenset[str]:
    first = set(_kinds(words, introduction))
    return frozenset(kind for kind, n in Counter(_kinds(words, text)).items() if n > 1 or kind in first)


def _kinds(words: re.Pattern[str], text: str) -> list[str]:
    return [match[match.lastgroup or 0] for match in words.finditer(text)]
