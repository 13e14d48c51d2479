"""Which of several columns, or tracks, a heading names in words of its own, and where it names something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.columns.model import Unplaced
from pipeline.extract.printed.labels import begins_with_last_year, column_keys, label_key
from pipeline.forms import Column, Row, Table

_LONGEST = 14
"""Characters of a heading over columns; in longer texts words prove nothing."""
_NEGATED, _SHARE = "[未不非][予经]?$", "率|占?比"
"""What stands right before or behind a word and makes another thing of it: 未维持, 不予维持, 维持率."""
SOMETHING_ELSE = Unplaced("the header names something that the form does not count there")


@dataclass(frozen=True, slots=True)
class Name:
    """How a column or a track may be named: by its keys, or by words whatever stands around them.

    Attributes:
        unlike: words by which a heading that names none of the form's things tells that it counts something else.
    """

    keys: tuple[str, ...]
    words: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()


def name_of_column(column: Column) -> Name:
    """How a column may be named."""
    return Name(column_keys(column), column.words, column.unlike)


def name_of_track(row: Row) -> Name:
    """How a track of table 四 may be named, over its columns or beside its row."""
    return Name((label_key(row.label),), row.words, row.unlike)


def names_of_tracks(table: Table) -> list[Name]:
    """The names of table 四's tracks, in their order, and behind them those of the headings over several."""
    return [*map(name_of_track, table.rows), *(Name((label_key(g),), words) for g, words in table.group_words)]


def named_among(key: str, names: Sequence[Name]) -> int | None:
    """Which of these a heading names: by its key, else by the longest word; None where it names none, or several."""
    exact = [n for n, name in enumerate(names) if key in name.keys]
    if exact:
        return exact[0]
    longest = [max((len(word) for word in name.words if _says(key, word)), default=0) for name in names]
    most = max(longest, default=0)
    told = most > 0 and len(key) <= _LONGEST and longest.count(most) == 1
    return longest.index(most) if told else None


def is_unlike(key: str, name: Name) -> bool:
    """Whether a heading that names none of the form's columns says that something else than this one is counted."""
    return not any(_says(key, word) for word in name.words) and any(word in key for word in (*name.words, *name.unlike))


def _says(key: str, word: str) -> bool:
    """Whether a heading holds a word, neither negated nor as a share, nor of last year."""
    before, held, behind = key.partition(word)
    of_last_year = begins_with_last_year(key) and not begins_with_last_year(word)
    return bool(held) and not (of_last_year or re.search(_NEGATED, before) or re.match(_SHARE, behind))
