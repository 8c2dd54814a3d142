"""Burn-ups in cells: exactly so high, never too wide, in every sort of character."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.burn_up import Point
from pmtui.widgets.burn_up_chart import burn_up_chart
from pmtui.widgets.cells import width_of
from pmtui.widgets.chart_signs import BRAILLE, LINES, PLAIN
from pmtui.widgets.styled_lines import text_of

POINTS = (
    Point("2026-10-26", 2, 0, 8, 0), Point("2026-11-02", 4, 1, 20, 5), Point("2026-11-09", 6, 1, 30, 5), Point("2026-11-23", 6, 3, 30, 15),
)


def test_golden_text() -> None:
    marks = [("2026-12-07", "target", "info"), ("2026-12-20", "85 %", "warning")]
    assert text_of(burn_up_chart(POINTS, 44, 8, marks=marks, drawn=BRAILLE)) == """\
6┤           ╭──────────╌╌╌╌╌╌╌╌╌┊╌╌╌╌╌╌╌╌╌┊
 │           │                   ┊target   ┊
 │     ╭─────╯                   ┊     85 %┊
2┤─────╯               █         ┊         ┊
 │                     █         ┊         ┊
0┤     █████████████████         ┊         ┊
 └┬────────────────────┬───────────────────┬
  26 Oct            23 Nov            20 Dec"""
    assert text_of(burn_up_chart(POINTS, 44, 8, in_points=True, marks=marks, drawn=PLAIN)) == """\
30+          ***********----------:--------:
  |          *                    :target  :
  |     ******                    :    85 %:
10+     *              #          :        :
  |******              #          :        :
 0+     ################          :        :
  ++-------------------+-------------------+
   26 Oct           23 Nov            20 Dec"""


@pytest.mark.parametrize("drawn", [BRAILLE, LINES, PLAIN], ids=["braille", "lines", "plain"])
@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 400), st.integers(0, 400)), max_size=8), st.integers(5, 120), st.integers(3, 14),
    st.lists(st.integers(-50, 4000), max_size=3),
)
def test_it_holds_its_size(drawn: object, rows: list[tuple[int, int, int]], width: int, height: int, marks: list[int]) -> None:
    start = date(2026, 1, 1)
    totals = [((start + timedelta(days=day)).isoformat(), max(a, b), min(a, b)) for day, a, b in sorted(rows)]
    points = [Point(day, scope, done, scope * 1.5, done * 1.5) for day, scope, done in totals]
    days = [((start + timedelta(days=day)).isoformat(), "target", "info") for day in marks]
    for in_points in (False, True):
        lines = burn_up_chart(points, width, height, in_points=in_points, marks=days, drawn=drawn)  # type: ignore[arg-type]
        if not any(point.scope for point in points):
            assert lines == []
            continue
        assert len(lines) == max(5, height)
        assert all(sum(width_of(span.text) for span in line) <= max(16, width) for line in lines)
