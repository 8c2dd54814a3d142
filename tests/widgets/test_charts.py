from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.widgets.cells import width_of
from pmtui.widgets.chart_signs import BRAILLE, BRAILLE_TERMINALS, LINES, PLAIN, Signs, nice_step, short_number, signs
from pmtui.widgets.charts import bars, line_chart, sparkline
from pmtui.widgets.one_line import spans_width
from pmtui.widgets.styled_lines import Line, text_of

READINGS = [("2026-07-12", 41.0), ("2026-09-06", 43.0), ("2026-10-11", 53.0), ("2026-10-26", 51.0), ("2026-11-22", 60.0)]


def chart(**more: object) -> str:
    return text_of(line_chart(READINGS, 44, 9, 65, 41, **more))  # type: ignore[arg-type]


def test_a_chart_shows_the_line_its_axes_the_target_and_the_baseline() -> None:
    assert chart(drawn=BRAILLE) == """\
65┤╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ target
  │                                       ⢀•
  │                                    ⢀⠤⠊⠁
  │                          ⢀•⠤⣀⣀⡀ ⣀⠤⠊⠁
50┤                      ⢀⡠⠔⠊⠁    ⠈•
  │                  ⢀⡠⠔⠊⠁
41┤•⣀⣀⣀⡠⠤⠤⠤⠤⠤⠤⠤⠤⠒⠒⠒⠒•⠁············ baseline
  └┬───────────────────┬───────────────────┬
   12 Jul           16 Sep            22 Nov"""


def test_where_braille_may_be_missing_lines_have_three_heights() -> None:
    assert text_of(line_chart(READINGS, 30, 7, drawn=LINES)) == """\
60┤                         ┃•
  │                  •   ▁━▔
50┤               ▁━▔ ▔▔•▔
  │             ▁┃
  │•▁▁▁▁▁━━━━━•▔
  └┬─────────────────────────┬
   12 Jul               22 Nov"""


@pytest.mark.parametrize(("environment", "drawn"), [
    ({"TERM": "linux"}, PLAIN), ({"TERM": "xterm-256color"}, LINES), ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, BRAILLE),
])
def test_the_terminal_decides_what_is_drawn_with(environment: dict[str, str], drawn: Signs, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TERM", *BRAILLE_TERMINALS):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert signs.__wrapped__() is drawn


def test_without_unicode_it_is_ascii_alone() -> None:
    shown = chart(drawn=PLAIN, marks={"2026-10-11": "shipped"})
    assert shown.isascii()
    assert shown.splitlines()[0] == "65+---------------------------:----- target"
    assert ":shipped" in shown


def test_no_reading_gives_no_lines_and_one_stands_in_the_middle() -> None:
    assert line_chart([], 40, 8, 5) == line_chart([("no day", 1), ("2026-01-01", math.nan)], 40, 8) == []
    alone = text_of(line_chart([("2026-07-12", 41)], 40, 8, drawn=BRAILLE)).splitlines()
    assert "•" in alone[2] + alone[3]
    assert "12 Jul" in alone[-1]


def test_a_long_gap_is_dotted() -> None:
    close = [(f"2026-01-{day:02d}", 1.0) for day in (1, 8, 15, 22)]
    whole, sparse = (text_of(line_chart([*close, (end, 1.0)], 70, 6, drawn=BRAILLE)) for end in ("2026-01-29", "2026-06-01"))
    assert sum(map(len, whole.split())) > sum(map(len, sparse.split()))


VALUES = st.one_of(st.floats(-1e14, 1e14), st.sampled_from([0.0, 5.0, 5.0, -3.25, 1e-9]))
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1)).map(date.isoformat)


@given(st.lists(st.tuples(DAYS, VALUES), min_size=1, max_size=60), st.integers(12, 200), st.integers(4, 40), st.none() | VALUES,
       st.none() | VALUES, st.sampled_from([BRAILLE, LINES, PLAIN]))
def test_a_chart_keeps_to_its_size_whatever_the_values(
    readings: list[tuple[str, float]], width: int, height: int, target: float | None, baseline: float | None, drawn: Signs,
) -> None:
    found = line_chart(readings, width, height, target, baseline, drawn=drawn)
    assert len(found) == height
    assert all(spans_width(line) <= width for line in found)


def test_long_numbers_leave_no_room_for_days_on_a_narrow_chart() -> None:
    found = line_chart([("2000-01-01", 0)], 12, 4, baseline=-1.005e12, drawn=BRAILLE)
    assert [spans_width(line) for line in found] == [12] * 4


@given(st.lists(st.none() | VALUES, max_size=99), st.integers(0, 60))
def test_a_sparkline_is_no_longer_than_its_room(values: list[float | None], width: int) -> None:
    assert spans_width(sparkline(values, width)) == min(len(values), width)


def test_a_sparkline_goes_from_the_lowest_to_the_highest_and_leaves_gaps() -> None:
    assert [one.text for one in sparkline([1, 2, None, 8], 9, drawn=BRAILLE)] == ["▁▂ █"]
    assert [one.text for one in sparkline([3, 3, 3], 9, drawn=BRAILLE)] == ["▄▄▄"]


@given(st.lists(st.tuples(st.text("aé漢", max_size=20), st.none() | VALUES), min_size=1, max_size=9), st.integers(20, 90))
def test_bars_keep_to_their_width(rows: list[tuple[str, float | None]], width: int) -> None:
    assert {_width(line) for line in bars(rows, width)} == {max(map(_width, bars(rows, width)))}
    assert all(_width(line) <= width for line in bars(rows, width))


def test_negative_bars_go_to_the_left_of_zero() -> None:
    assert text_of(bars([("up", 10), ("down", -10), ("none", None)], 30, drawn=BRAILLE, unit="%")) == """\
up             ██████████  10%
down ██████████           -10%
none                         –"""


@pytest.mark.parametrize(("value", "step", "text"), [
    (0, 0, "0"), (41, 0, "41"), (2.9, 0, "2.9"), (0.0015, 0, "0.0015"), (1234, 0, "1234"), (12_345, 0, "12.3k"), (-3_400_000, 0, "-3.4M"),
    (5, 0.5, "5.0"), (40_000, 10_000, "40k"), (-0.0, 1, "0"), (1e18, 0, "1.0e18"),
])
def test_numbers_at_the_axis_are_short(value: float, step: float, text: str) -> None:
    assert short_number(value, step) == text


@given(st.floats(1e-9, 1e15), st.integers(1, 20))
def test_steps_of_an_axis_are_round_and_fit(span: float, most: int) -> None:
    step = nice_step(span, most)
    assert span / step <= most * 1.001
    assert round(step / 10 ** math.floor(math.log10(step) + 1e-9)) in (1, 2, 5)


def _width(line: Line) -> int:
    return sum(width_of(one.text) for one in line)


def test_a_day_is_drawn_where_it_lies() -> None:
    start = date(2026, 1, 1)
    rows = line_chart([(start.isoformat(), 0), ((start + timedelta(100)).isoformat(), 1)], 60, 8, drawn=BRAILLE)
    assert text_of(rows).splitlines()[-1].split() == ["1", "Jan", "26", "Jan", "20", "Feb", "17", "Mar", "11", "Apr"]
