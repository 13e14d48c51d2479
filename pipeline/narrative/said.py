"""A wording as it is found in a sentence, with what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.narrative.measures import Scope
from pipeline.narrative.prose import Sentence
from pipeline.narrative.quantity import Quantity
from pipeline.narrative.state import Context
from pipeline.narrative.wording import Wording

OF_THEM = re.compile(r",?\(?其中[^,;。\d]{0,8}(?:信息公开|依申请)")
"""Behind a number: only some of the cases, or of the requests, are about information."""
_ABOUT = re.compile(r"依申请|信息公开申请|申请公开|(?<![党村厂校院警居财站检]务)公开申请|新收[^。]*结转|结转[^。]*新收")
_OUTCOME = re.compile(r"予以公开|部分公开|不予公开|无法提供|不予处理")


@dataclass(frozen=True, slots=True)
class Words:
    """A wording found around a number: its words from ``start`` of the sentence, and those of the clause."""

    wording: Wording
    words: str
    before: str
    behind: str
    quantity: Quantity
    text: str
    start: int
    sentence: Sentence

    @property
    def so_far(self) -> str:
        """Heading, paragraph and sentence up to the number, and the words of the wording behind it."""
        return self.sentence.lead + self.sentence.compact[: self.quantity.start] + self.words.partition("#")[2]

    @property
    def rest(self) -> str:
        """The sentence behind the number and the words of the wording."""
        return self.sentence.compact[self.quantity.end + len(self.words.partition("#")[2]) :]


Meaning = tuple[str, Scope | None]
"""A measure, and the scope where the wording itself decides it."""


def speaks_of_requests(said: Words, context: Context) -> bool:
    """Whether a number's words stand where the text speaks of requests for information."""
    if context.subject is None and (_ABOUT.search(said.text) or len(set(_OUTCOME.findall(said.text))) > 1):
        return True
    return context.subject != "alien" and (context.subject == "requests" or bool(_ABOUT.search(said.so_far)))
