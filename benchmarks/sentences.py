"""How well numbers stated in sentences are understood, measured on labelled sentences of our own making.

    python benchmarks/sentences.py [--family F ...] [--split dev|held_out] [--detail] [--markdown]

Exits 1 when precision or recall is below its target (99 % and 90 %). See benchmarks/README.md for what counts.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.labelled import ANY, SPLITS, Entry, Expected, bare, entries, place_of
from pipeline.documents.model import Document, Paragraph
from pipeline.narrative import Figure, read_figures
from pipeline.normalise import normalise_document

PRECISION, RECALL = 0.99, 0.90
COLUMNS = ("sentences", "expected", "right", "missed", "false", "precision", "recall", "others", "recorded")


@dataclass(slots=True)
class Score:
    """Counts over sentences.

    Attributes:
        sentences: how many.
        expected: labelled numbers that a reader must find.
        right: those found.
        own: numbers read as the report's own that had to be judged: the right ones and the false ones.
        false: numbers read as the report's own that no label has so.
        others: labelled numbers of another scope.
        recorded: those of them that were recorded with another scope than own.
        details: what was missed and what was false, in words.
    """

    sentences: int = 0
    expected: int = 0
    right: int = 0
    own: int = 0
    false: int = 0
    others: int = 0
    recorded: int = 0
    details: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of right ones among the numbers read as the report's own; 1 where none was read."""
        return 1 - self.false / self.own if self.own else 1.0

    @property
    def recall(self) -> float:
        """The share of the expected numbers that was found; 1 where none was expected."""
        return self.right / self.expected if self.expected else 1.0

    def add(self, other: Score) -> None:
        """Add another score to this one."""
        for name in ("sentences", "expected", "right", "own", "false", "others", "recorded"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.details += other.details


def document(entry: Entry) -> Document:
    """The entry as a report prints it: title, introduction, section one, and the heading of section two."""
    is_heading = entry.before and entry.before[-1] not in "。：；"
    body = entry.text if is_heading or not entry.before else entry.before + entry.text
    texts = [
        f"{entry.agency}{entry.year}年政府信息公开工作年度报告",
        f"根据《中华人民共和国政府信息公开条例》规定，现公布{entry.agency}{entry.year}年政府信息公开工作年度报告。",
        "一、总体情况",
        *([entry.before] if is_heading else []),
        *body.split("\n"),
        "二、主动公开政府信息情况",
    ]
    return normalise_document(Document("txt", tuple(Paragraph(t, t) for t in texts)))


def located(figure: Figure, entry: Entry) -> tuple[int, int] | None:
    """Where a figure stands in the entry's bare text; None where it stands before it.

    Raises:
        LookupError: The figure's sentence is nowhere in the document.
    """
    whole = bare(entry.before + entry.text)
    sentence = bare(figure.sentence)
    start = whole.find(sentence)
    if start < 0:
        if sentence in bare("".join(p.text for p in document(entry).paragraphs())):
            return None
        raise LookupError(f"the sentence {figure.sentence!r} is not in the text that was read")
    start += len(bare(figure.sentence[: figure.start])) - len(bare(entry.before))
    length = len(bare(figure.sentence[figure.start : figure.end]))
    return (start, start + length) if start >= 0 else None


def agrees(figure: Figure, expected: Expected) -> bool:
    """Whether a figure says of a number what the label says, place and scope aside."""
    return (
        (not expected.measures or figure.measure in expected.measures)
        and (not expected.measures or abs(figure.value - expected.value) < 1e-6 * max(1, abs(expected.value)))
        and (not expected.measures or expected.unit in (ANY, figure.unit))
        and expected.approximate in (None, figure.approximate)
        and expected.of in (ANY, figure.of)
    )


def score(entry: Entry) -> Score:
    """Read one entry and hold what was read against its labels."""
    result = Score(sentences=1)
    figures = [(f, p) for f in read_figures(document(entry)) if (p := located(f, entry)) is not None]
    labels = [(e, place_of(e, entry.text)) for e in entry.figures]
    taken: set[int] = set()
    for expected, (start, end) in labels:
        own = expected.scope in ("own", ANY)
        hits = [
            n
            for n, (f, (begin, stop)) in enumerate(figures)
            if n not in taken and begin < end and start < stop and agrees(f, expected)
        ]
        hits = [n for n in hits if expected.scope == ANY or (figures[n][0].scope == "own") == own]
        taken.update(hits[:1])
        if expected.must:
            result.expected += 1
            result.right += bool(hits)
            if not hits:
                result.details.append(f"MISSED {entry.split}/{entry.family} {expected.raw} {expected.measures}")
        if not own:
            overlapping = [f for f, (begin, stop) in figures if begin < end and start < stop and f.scope != "own"]
            result.others += 1
            result.recorded += bool(overlapping)
    for n, (figure, _) in enumerate(figures):
        if figure.scope == "own":
            wrong = n not in taken
            result.own += 1
            result.false += wrong
            if wrong:
                what = f"{figure.measure} {figure.value:g} {figure.unit}{' approximate' * figure.approximate}"
                result.details.append(f"FALSE  {entry.split}/{entry.family} {figure.raw} {what} of={figure.of}")
    if result.details:
        result.details.append(f"       {entry.before} >> {entry.text}  [{entry.agency} {entry.year}]")
    return result


def scores(chosen: Iterable[Entry]) -> dict[str, Score]:
    """The scores by family."""
    by_family: dict[str, Score] = {}
    for entry in chosen:
        by_family.setdefault(entry.family, Score()).add(score(entry))
    return by_family


def total(by_family: dict[str, Score]) -> Score:
    """All families together."""
    result = Score()
    for one in by_family.values():
        result.add(one)
    return result


def table(title: str, groups: dict[str, Score], *, markdown: bool = False) -> list[str]:
    """A table of scores, as columns of text or as Markdown."""
    rows = [
        [
            *(name, f"{s.sentences}", f"{s.expected}", f"{s.right}", f"{s.expected - s.right}", f"{s.false}"),
            *(f"{s.precision:.1%}", f"{s.recall:.1%}", f"{s.others}", f"{s.recorded}"),
        ]
        for name, s in groups.items()
    ]
    head: Sequence[str] = (title, *COLUMNS)
    if markdown:
        return [
            f"| {' | '.join(head)} |",
            f"|---|{'---:|' * len(COLUMNS)}",
            *(f"| {' | '.join(r)} |" for r in rows),
        ]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    return [
        "  ".join(c.rjust(w) if n else c.ljust(w) for n, (c, w) in enumerate(zip(row, widths, strict=True)))
        for row in (head, *rows)
    ]


def main(arguments: list[str] | None = None) -> int:
    """Read every sentence and print the tables."""
    known = entries()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--family", nargs="+", choices=sorted({e.family for e in known}), help="these families alone")
    parser.add_argument("--split", choices=SPLITS, help="one half alone")
    parser.add_argument("--detail", action="store_true", help="print every number missed or false")
    parser.add_argument("--markdown", action="store_true", help="the table as Markdown, under its command")
    chosen = parser.parse_args(arguments)
    wanted = [e for e in known if chosen.family is None or e.family in chosen.family]
    halves = {s: scores(e for e in wanted if e.split == s) for s in SPLITS if chosen.split in (None, s)}
    families = {f: Score() for half in halves.values() for f in half}
    for half in halves.values():
        for family, one in half.items():
            families[family].add(one)
    everything = total(families)
    if chosen.detail:
        print("\n".join(everything.details), end="\n\n")
    sums = {**{s: total(h) for s, h in halves.items()}, "all": everything}
    if chosen.markdown:
        print(f"    {' '.join(['python benchmarks/sentences.py', *(arguments or sys.argv[1:])])}\n")
    print("\n".join(table("family", {**dict(sorted(families.items())), **sums}, markdown=chosen.markdown)))
    weak = [f for f, s in families.items() if s.precision < PRECISION or s.recall < RECALL]
    print(f"\nbelow {PRECISION:.0%} precision or {RECALL:.0%} recall: {', '.join(sorted(weak)) or 'no family'}")
    return 0 if everything.precision >= PRECISION and everything.recall >= RECALL else 1


if __name__ == "__main__":
    sys.exit(main())
