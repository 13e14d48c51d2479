"""Every wording of the table reads its own example."""

from __future__ import annotations

import pytest

from pipeline.documents.model import Document, Paragraph
from pipeline.narrative import Figure, read_figures
from pipeline.narrative.wordings import WORDINGS, Wording

MEANING = {
    "requests_handled": "requests_received_with_carried_in",
    "requests_total": "requests_received_with_carried_in",
    "requests_left": "requests_carried_out",
    "requests_done": "requests_processed",
    "requests_number": "requests_received",
}
"""What the wordings mean whose measure the sentence decides."""


def read(*lines: str, title: str = "青山市云溪区水务局2022年政府信息公开工作年度报告") -> list[Figure]:
    around = (title, "一、总体情况", *lines, "二、主动公开政府信息情况")
    return read_figures(Document("txt", tuple(Paragraph(line, line) for line in around)))


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda w: f"{w.measure}: {w.example}")
def test_each_wording_reads_its_own_example(wording: Wording) -> None:
    figures = [f for f in read(wording.example) if f.value == 12]
    assert [(f.measure, f.scope) for f in figures] == [(MEANING.get(wording.measure, wording.measure), "own")]


@pytest.mark.parametrize("beside", ["律师事务所1件", "法律服务机构1件", "科研机构1件", "其他组织1件"])
def test_faren_beside_a_kind_of_organisation_is_not_all_organisations(beside: str) -> None:
    figures = read(f"2022年共收到政府信息公开申请15件，其中自然人12件，法人2件，{beside}。")
    assert {f.scope for f in figures if f.measure == "received_by_organisation"} == {"part"}


def test_a_number_behind_which_several_outcomes_stand_is_none_of_theirs_alone() -> None:
    figures = read("2022年，我局答复政府信息公开申请32件，12件予以公开，其余20件不予公开、无法提供或作其他处理。")
    assert [(f.value, f.measure) for f in figures if f.value != 32] == [(12, "granted")]
