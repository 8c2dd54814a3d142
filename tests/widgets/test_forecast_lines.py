from __future__ import annotations

from datetime import date

import pytest

from pmtui.domain.amounts import chance_words
from pmtui.domain.forecasting import Fit, Forecast
from pmtui.domain.periods import period_of
from pmtui.widgets.cells import width_of
from pmtui.widgets.forecast_lines import fit_line, forecast_lines
from pmtui.widgets.styled_lines import Line

TODAY = "2026-11-22"
KNOWN = Forecast(
    "m1", 11, 21, "2027-01-24", "2027-01-31", "2027-02-07", None, 0.62, ("11 items left, 2.3 done a week", "waits for “Portal”"),
    tuple((f"2027-0{1 + at // 4}-{1 + 7 * (at % 4):02}", share) for at, share in enumerate((0.01, 0.2, 0.3, 0.2, 0.15, 0.1, 0.04))), 9,
)
TARGET = period_of(date(2027, 1, 16), "day")


def texts(lines: list[Line]) -> list[str]:
    return ["".join(one.text for one in line).rstrip() for line in lines]


def test_days_chances_and_futures_stand_beside_each_other() -> None:
    lines = texts(forecast_lines(KNOWN, TARGET, TODAY, 72))
    assert lines[0].startswith("50 %  24 Jan 2027  in 2 mo")
    assert lines[3].startswith("95 %  over 20 years")
    assert "target 16 Jan 2027" in lines[5]
    assert "chance » 62 %" in lines[6]
    assert lines[-2:] == ["• 11 items left, 2.3 done a week", "• waits for “Portal”"]
    chart = [line[31:] for line in lines[1:9]]
    assert [one.split()[0] for one in chart][3] == "╌╌╌╌╌╌"  # the target lies between the futures before it and those behind
    assert [one.strip()[:6] for one in chart[:3]] == ["1 Jan ", "8 Jan ", "15 Jan"]
    assert chart[2].endswith("30 %")


@pytest.mark.parametrize("width", [20, 40, 61, 62, 72, 90])
@pytest.mark.parametrize("rows", [3, 6, 12])
def test_every_line_fits_and_few_rows_are_enough(width: int, rows: int) -> None:
    lines = forecast_lines(KNOWN, TARGET, TODAY, width, rows)
    if width >= 62:
        assert all(width_of(one) <= width for one in texts(lines))
        assert sum("%" in line[31:] for line in texts(lines)[:-3]) <= rows
    assert all(width_of(one) <= max(width, 31) for one in texts(forecast_lines(KNOWN, None, TODAY, width, rows)))


def test_without_dates_it_says_why() -> None:
    thin = Forecast("m1", 3, 2, drivers=("only 2 whole weeks since the first item was done: a forecast needs 4 whole weeks of history",))
    assert texts(forecast_lines(thin, TARGET, TODAY, 60)) == [
        "No forecast", "• only 2 whole weeks since the first item was done: a", "  forecast needs 4 whole weeks of history",
    ]


def test_a_target_before_or_behind_all_futures_stands_at_the_end_of_the_chart() -> None:
    early, late = (texts(forecast_lines(KNOWN, period_of(day, "day"), TODAY, 72)) for day in (date(2026, 12, 1), date(2028, 1, 1)))
    assert "╌ target 1 Dec 2026" in early[1]
    assert "╌ target 1 Jan 2028" in late[8]


@pytest.mark.parametrize(
    ("chance", "words"), [(0, "0 %"), (0.0001, "under 1 %"), (0.004, "under 1 %"), (0.5, "50 %"), (0.9999, "over 99 %"), (1, "100 %")]
)
def test_what_is_nearly_certain_is_not_said_to_be(chance: float, words: str) -> None:
    assert chance_words(chance) == words


def test_how_much_fits() -> None:
    fit = Fit(date(2027, 1, 3), 6, 14, 9, 21)
    assert texts(fit_line(fit, KNOWN, 72)) == [
        "by 3 Jan 2027 (6 whole weeks) 14 items at 50 %, 9 at 85 %", "9 come first; of the 11 left here 5 at 50 %, 0 at 85 %",
    ]
    assert texts(fit_line(fit, None, 72)) == ["by 3 Jan 2027 (6 whole weeks) 14 items at 50 %, 9 at 85 %"]
    thin = fit_line(fit._replace(at_50=None, at_85=None), None, 72)
    assert texts(thin) == ["by 3 Jan 2027 (6 whole weeks) nothing can be said: the history is too", "thin"]
