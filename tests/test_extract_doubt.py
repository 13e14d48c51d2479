"""Numbers that nothing but their place gives to a row."""

from pipeline.extract.model import BY_PLACE, ExtractedCell, TableResult
from pipeline.extract.sums.doubt import without_doubtful_rows


def test_number_put_to_a_row_by_its_place_is_not_published_where_no_sum_can_bear_it_out():
    placed = ExtractedCell("proactive", "fee", "amount", "2021", 4724.0, "yuan", "reported", confidence=BY_PLACE)
    (cell,) = without_doubtful_rows(TableResult("proactive", "scan:words", (placed,))).cells
    assert (cell.value, cell.state) == (None, "unreadable")
