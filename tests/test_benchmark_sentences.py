"""The labelled sentences: sound labels, in the vocabulary of the figures."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from benchmarks import sentences
from benchmarks.labelled import ANY, FOLDER, Entry, Expected, entries, place_of, split_of
from benchmarks.sentences import PRECISION, RECALL, scores, total
from pipeline.narrative import Figure
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


def reads(monkeypatch: pytest.MonkeyPatch, text: str, **number: object) -> sentences.Score:
    """The score of one text with one label, where the program reads ``number`` of its digits."""
    start = text.index("56")
    figure = Figure(text, start, start + 2, "56", "requests_received", 56.0, "count", False, "own")
    monkeypatch.setattr(sentences, "read_figures", lambda document: [replace(figure, **number)] if number else [])
    label = Expected("56", ("requests_received",), 56)
    return sentences.score(Entry("received", "dev", text, "", "澜溪市财政局", 2023, (label,)))


def test_right_false_missed_and_other_scope_are_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "2023年，我局收到政府信息公开申请56件。"
    right = reads(monkeypatch, text, value=56.0)
    assert (right.expected, right.right, right.own, right.false) == (1, 1, 1, 0)
    for wrong in ({"measure": "requests_processed"}, {"value": 65.0}, {"approximate": True}, {"unit": "percent"}):
        result = reads(monkeypatch, text, **wrong)
        assert (result.right, result.false, result.precision, result.recall) == (0, 1, 0.0, 0.0), wrong
    unread = reads(monkeypatch, text)
    assert (unread.right, unread.own, unread.precision) == (0, 0, 1.0)
    part = reads(monkeypatch, text, scope="part")
    assert (part.right, part.own) == (0, 0)


def test_a_number_read_elsewhere_in_the_text_is_not_the_labelled_one(monkeypatch: pytest.MonkeyPatch) -> None:
    result = reads(monkeypatch, "2023年，我局收到政府信息公开申请56件。", start=0, end=4)
    assert (result.right, result.false) == (0, 1)


def test_exit_status_tells_whether_the_targets_are_met(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "read_figures", lambda document: [])
    assert sentences.main(["--family", "fee"]) == 1


def test_the_grammar_understands_the_half_it_was_made_with() -> None:
    result = total(scores(e for e in entries() if e.split == "dev"))
    assert result.expected > 400
    assert result.precision >= PRECISION and result.recall >= RECALL, "\n".join(result.details)
