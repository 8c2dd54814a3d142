from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pmtui.widgets.one_line import Span
from pmtui.widgets.side_by_side_view import GAP, LABEL, SideCell, SideRow, SideView, columns_in_sight, laid_out_sides
from pmtui.widgets.styled_lines import text_of

ROWS = (SideRow("better", "better"), SideRow("notes", "notes"))


def view(count: int, fixed: int) -> SideView:
    return SideView([("competitor", f"c{at}") for at in range(count)], ROWS, fixed)


@given(st.integers(1, 30), st.integers(0, 1), st.integers(20, 250), st.data())
def test_the_cursor_is_in_sight_and_what_stays_stays(count: int, fixed: int, width: int, data: st.DataObject) -> None:
    cursor, first = data.draw(st.integers(0, count - 1)), data.draw(st.integers(0, count - 1))
    shown = columns_in_sight(view(count, fixed), width, cursor, first)
    assert cursor in shown or (cursor < fixed and len(shown) == 1)
    assert shown == sorted(set(shown))
    assert not fixed or len(shown) < 2 or shown[0] == 0
    sides = laid_out_sides(view(count, fixed), shown, width, lambda kind, id, row: SideCell([Span(f"{id} says many words here")], row))
    assert LABEL + len(shown) * sides.size + GAP * (len(shown) - 1) <= max(width, LABEL + 8)
    assert list(sides.tops) == sorted(sides.tops)


def test_cells_wrap_within_their_column() -> None:
    texts = {"c0": "+ Known to every auditor in the country", "c1": ""}

    def cell(kind: str, id: str, row: str) -> SideCell:
        return SideCell([Span(texts[id])] if texts[id] and row == "better" else [], row)

    sides = laid_out_sides(view(2, 0), [0, 1], LABEL + 40 + GAP, cell)
    assert sides.size == 20
    assert text_of(sides.cells[0][0]) == "+ Known to every\n  auditor in the\n  country"
    assert text_of(sides.cells[0][1]) == text_of(sides.cells[1][0]) == "–"
    assert list(sides.tops) == [0, 4, 6]
    assert [sides.row_at(line) for line in (0, 3, 4, 9)] == [0, 0, 1, 1]
