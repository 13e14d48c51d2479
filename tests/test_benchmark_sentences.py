"""The labelled sentences: sound labels, in the vocabulary of the figures."""

from __future__ import annotations

import re

from benchmarks.labelled import ANY, FOLDER, entries, place_of, split_of
from pipeline.narrative.measures import measures, scopes


def test_there_are_enough_sentences_in_both_halves_and_none_twice() -> None:
    known = entries()
    assert len(known) >= 400
    assert len({e.text for e in known}) == len(known)
    assert min(sum(e.split == half for e in known) for half in ("dev", "held_out")) >= 150


def test_the_half_of_a_sentence_is_told_by_its_text() -> None:
    assert [e.text for e in entries() if split_of(e.text) != e.split] == []


def test_labels_use_the_vocabulary_of_the_figures() -> None:
    for entry in entries():
        for label in entry.figures:
            assert all(label.unit in (ANY, *measures()[m].units) for m in label.measures), (entry.text, label)
            assert label.scope in (ANY, *scopes()), (entry.text, label)
            assert label.of in (None, ANY, *measures()), (entry.text, label)


def test_a_label_stands_where_it_says() -> None:
    for entry in entries():
        for label in entry.figures:
            start, end = place_of(label, entry.text)
            assert end > start
            places = [m.start() for m in re.finditer(re.escape(label.raw), entry.text)]
            assert len(places) >= label.occurrence


def test_no_sentence_is_from_a_real_report() -> None:
    # Every agency of the set is one of the invented places of the samples.
    places = ("澜溪市", "松岭县", "望川县", "清岚市", "石坪县", "云渡市")
    assert FOLDER.is_dir()
    assert [e.agency for e in entries() if not e.agency.startswith(places)] == []
