"""The weekly pulse: how many talks with customers each week had."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.contact import contact_pulse, pulse_words, week_starts

TODAY = "2026-11-22"


def snapshot(evidence: list[dict[str, Any]], sessions: list[dict[str, Any]] | None = None) -> Snapshot:
    return Snapshot(MemorySource({
        "problem": {"p": {"id": "p", "evidence": evidence}, "q": {"id": "q", "deleted_at": "2026-11-01T00:00:00Z", "evidence": evidence}},
        "experiment": {"x": {"id": "x", "sessions": sessions or []}},
    }))


def talk(day: str, source: str = "interview") -> dict[str, Any]:
    return {"id": day.replace("-", ""), "at": f"{day}T09:00:00Z", "source": source}


def test_talks_are_counted_by_whole_weeks_that_end_today() -> None:
    found = contact_pulse(snapshot(
        [talk("2026-11-16"), talk("2026-11-15"), talk("2026-11-09", "survey"), talk("2026-11-10", "sales"), talk("2026-12-24")],
        [{"id": "s", "at": "2026-11-22T10:00:00Z"}, {"id": "t"}, {"id": "u", "at": "nonsense"}],
    ), TODAY)
    assert (found.weeks[-3:], found.total, found.streak) == ((0, 2, 2), 4, 2)
    assert (found.last, found.days, found.key) == ("2026-11-22", 0, ("experiment", "x"))
    assert pulse_words(found) == "4 talks in 12 weeks, 2 weeks on end, the last today"
    assert week_starts(TODAY)[-1] == "2026-11-16"


def test_a_week_that_still_runs_does_not_end_the_streak_and_an_empty_one_does() -> None:
    assert contact_pulse(snapshot([talk("2026-11-12"), talk("2026-11-05")]), TODAY).streak == 2
    assert contact_pulse(snapshot([talk("2026-11-05"), talk("2026-10-30")]), TODAY).streak == 0
    assert contact_pulse(snapshot([talk("2026-11-20")]), TODAY).streak == 1


def test_without_a_talk_all_is_blank_and_said() -> None:
    found = contact_pulse(snapshot([talk("2026-11-20", "analytics")]), TODAY)
    assert (found.total, found.streak, found.days, found.key) == (0, 0, None, ("", ""))
    assert pulse_words(found) == "no talk with a customer is on record"


@given(st.lists(st.integers(0, 200), max_size=12), st.integers(1, 30))
def test_every_talk_of_these_weeks_is_in_one_of_them(ages: list[int], weeks: int) -> None:
    from datetime import date, timedelta

    end = date.fromisoformat(TODAY)
    found = contact_pulse(snapshot([talk((end - timedelta(days=age)).isoformat()) for age in ages]), TODAY, weeks)
    assert found.total == sum(age < 7 * weeks for age in ages)
    talked = {age // 7 for age in ages}
    begin = 0 if 0 in talked else 1
    assert found.streak == next(at for at in range(begin, 40) if at not in talked) - begin
