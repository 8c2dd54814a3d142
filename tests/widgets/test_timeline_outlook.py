"""What a timeline shows of the days to come: whiskers of forecasts, the band of capacity."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.widgets import timeline_band, timeline_whisker
from pmtui.widgets.cells import width_of
from pmtui.widgets.chart_signs import LINES, PLAIN
from pmtui.widgets.timeline_band import Band, Load
from pmtui.widgets.timeline_bars import Bar
from pmtui.widgets.timeline_scale import Scale
from pmtui.widgets.timeline_whisker import IN_TIME, LATE, PERHAPS_LATE, Whisker, whisker_of
from tests.widgets.test_timeline_parts import JANUARY, SCALES, days, drawn

# Whiskers

@pytest.mark.parametrize(("p50", "p85", "target", "tip", "role"), [
    (10, 20, 20, IN_TIME, "success"), (10, 20, 19, PERHAPS_LATE, "warning"), (10, 20, 10, PERHAPS_LATE, "warning"),
    (10, 20, 9, LATE, "error"), (10, 20, None, IN_TIME, "muted"),
])
def test_how_a_whisker_ends_says_how_likely_the_target_is(p50: int, p85: int, target: int | None, tip: str, role: str) -> None:
    assert whisker_of(p50, p85, target) == Whisker(p50, p85, tip, role)


@pytest.mark.parametrize(("first", "last", "text"), [
    (8, 12, "  □□□◆  ├┄┄┄⇛ 6 Jan"), (3, 9, "  □├□◆┄┄┄⇢ 6 Jan"), (2, 4, "  ├□┤◆ 6 Jan"), (3, 3, "  □┼□◆ 6 Jan"), (5, 5, "  □□□◆ 6 Jan"),
    (9, 9, "  □□□◆   ⇛ 6 Jan"), (38, 90, "  □□□◆ 6 Jan" + " " * 26 + "├┄"), (-9, -3, "  □□□◆ 6 Jan"),
])
def test_a_whisker_is_drawn_on_the_line_of_its_bar_and_never_over_the_target(
    monkeypatch: pytest.MonkeyPatch, first: int, last: int, text: str,
) -> None:
    monkeypatch.setattr(timeline_whisker, "signs", lambda: LINES)
    whisker = whisker_of(JANUARY + first, JANUARY + last, JANUARY + 5)
    assert drawn(Bar("", (), days(2, 5), 0.0, labels=[("6 Jan", "text")], whisker=whisker)) == text


def test_what_has_no_dates_has_a_whisker_too_and_poor_terminals_have_it_in_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline_whisker, "signs", lambda: PLAIN)
    whisker = whisker_of(JANUARY + 2, JANUARY + 6, None)
    assert drawn(Bar("", labels=[("no date", "muted")], whisker=whisker)) == "  [---] no date"
    assert [timeline_whisker.sign(one) for one in (IN_TIME, PERHAPS_LATE, LATE)] == ["]", ">", "!"]


# Capacity

MONDAY = date(2027, 1, 4).toordinal()


def band_text(loads: list[Load], scale: Scale) -> list[str]:
    band = Band(loads)
    return ["".join(cells.texts).rstrip() for cells in (band.levels(scale), band.figures(scale))]


def test_the_band_says_how_full_each_column_is_and_marks_what_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline_band, "signs", lambda: LINES)
    loads = [Load(MONDAY, 5, 20), Load(MONDAY + 7, 22, 20, ("team",)), Load(MONDAY + 14, 18, 20, ("ana",)), Load(MONDAY + 21, 0, 20)]
    assert band_text(loads, Scale(MONDAY, 0, 30)) == ["▂▂▂▂▂▂▂▲▲▲▲▲▲▲▲▲▲▲▲▲▲·······", "5/20   ▲22/20 ▲18/20"]
    assert band_text(loads, Scale(MONDAY, 2, 8)) == ["▂▲▲·", "▲"], "less room, fewer words"
    assert band_text(loads, Scale(MONDAY, 1, 30))[1] == "▲45/80", "a month has the weeks of which the Thursday lies in it"
    busy = [Load(MONDAY + 7 * week, 113, 120) for week in range(26)]
    assert band_text(busy, Scale(MONDAY, 0, 30))[1] == "   ".join(["94\u00a0%"] * 4), "shares where figures find no room"
    assert band_text(busy, Scale(MONDAY, 2, 30))[1] == "1356/1440   1469/1560", "quarters where the share of a month finds none"
    assert "points a quarter" in Band(busy).names(1, Scale(MONDAY, 2, 30), 20)[0]
    band = Band(loads)
    assert band.who_is_over(Scale(MONDAY, 0, 30)) == ("team", "ana")
    assert band.who_is_over(Scale(MONDAY + 21, 0, 30)) == ()
    assert band.names(1, Scale(MONDAY, 0, 30), 20) == ("  ▲ team, ana       ", "error")
    assert band.names(1, Scale(MONDAY + 21, 0, 30), 20) == ("  points a week     ", "faint")


def test_weeks_of_which_nothing_is_known_stay_blank() -> None:
    assert not Band([])
    assert not Band([Load(MONDAY, 5, 0)])
    assert Band([Load(MONDAY, 5, 0, ("ana",))]), "one person's capacity may be all that is known"
    assert band_text([], Scale(MONDAY, 1, 30)) == ["", ""]


WEEKS_LOADED = st.builds(Load, st.integers(0, 60).map(lambda week: MONDAY + 7 * week), st.floats(0, 900), st.floats(0, 900))


@given(SCALES, st.lists(WEEKS_LOADED, max_size=9))
def test_no_band_leaves_the_chart(scale: Scale, loads: list[Load]) -> None:
    band = Band(loads)
    for cells in (band.levels(scale), band.figures(scale)):
        assert width_of("".join(cells.texts)) == scale.width
