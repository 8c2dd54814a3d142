"""`forecast` and `path`: what scripts may rely on, and what people read."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from tests.cli.calling import Calls

TODAY = date(2026, 11, 22)
EARLY, LATE, DONE = "mmmmmmmm01", "mmmmmmmm02", "mmmmmmmm03"


def seed(calls: Calls, history: list[int]) -> None:
    """Two open milestones with 6 and 4 items, the second behind the first; one that has shipped; items done in past weeks."""
    calls.seed(
        ("milestone", EARLY, {"title": "Portal", "rank": "a1", "start": "2026-11-02", "target": "2027-01-03"}),
        ("milestone", LATE, {"title": "Ledger", "rank": "a0", "depends_on": [EARLY], "start": "2026-12-01", "target": "2027-01-10"}),
        ("milestone", DONE, {"title": "Start", "rank": "a2", "status": "shipped"}),
        *(("item", f"r{at:09}", {"rank": "a0", "status": "ready", "milestone": EARLY if at < 6 else LATE}) for at in range(10)),
        *(("item", f"d{ago:02}{at:07}", {"rank": "a0", "status": "done", "done_at": f"{TODAY - timedelta(days=7 * ago + 1)}T12:00:00Z"})
          for ago, count in enumerate(reversed(history)) for at in range(count)),
        *([("item", "f000000000", {"rank": "a0", "status": "done", "done_at": f"{TODAY - timedelta(days=7 * len(history))}T12:00:00Z"})]
          if history else []),
    )


def test_forecasts_as_scripts_and_people_read_them(calls: Calls) -> None:
    seed(calls, [2] * 6)
    found = calls("forecast", "--json").json
    assert [one["id"] for one in found] == [LATE, EARLY]
    assert found[1] == {
        "id": EARLY, "p50": "2026-12-13", "p70": "2026-12-13", "p85": "2026-12-13", "p95": "2026-12-13", "chance_of_target": 1.0,
        "remaining": 6, "weeks_of_history": 6, "before": 0,
        "drivers": ["6 items left, 2 done a week over 6 weeks", "only 6 weeks of history: the range is rough"],
    }
    one = calls("forecast", "Ledger", "--json", "--by", "3w", "--seed", "5").json
    assert (one["p50"], one["remaining"], one["before"]) == ("2026-12-27", 4, 6)
    assert one["fits"] == {"by": "2026-12-13", "weeks": 3, "p50": 6, "p85": 6}
    text = calls.good("forecast")
    assert "M-mmmmmmmm01  Portal        6  13 Dec 2026" in text
    text = calls.good("forecast", LATE, "--by", "2026-12-13")
    assert "85 %  by 27 Dec 2026" in text
    assert "waits for “Portal”, done by 13 Dec 2026 at 85 %" in text
    assert "by 13 Dec 2026 (3 whole weeks) the team gets 6 items done at 50 %, 6 at 85 %" in text
    shipped = calls("forecast", DONE, "--json")
    assert (shipped.status, shipped.json["p50"], shipped.json["drivers"]) == (0, None, ["it is shipped: there is nothing to forecast"])


def test_the_same_seed_gives_the_same_and_another_one_another(calls: Calls) -> None:
    seed(calls, [4, 0, 1, 3, 0, 2, 5])
    chances = [calls("forecast", LATE, "--seed", number, "--json").json["chance_of_target"] for number in ("1", "1", "2")]
    assert chances[0] == chances[1] != chances[2]


def test_thin_history_is_said_and_nothing_is_forecast(calls: Calls) -> None:
    seed(calls, [2, 2, 2])
    result = calls("forecast", EARLY, "--json", "--by", "4w")
    assert result.status == 0
    assert [result.json[name] for name in ("p50", "p70", "p85", "p95", "chance_of_target", "remaining", "weeks_of_history")] == [
        None, None, None, None, None, 6, 3,
    ]
    assert result.json["fits"]["p50"] is None
    why = "only 3 whole weeks since the first item was done: a forecast needs 4 whole weeks of history"
    assert calls.good("forecast") == f"no forecast: {why}\n"
    assert "no forecast" in calls.good("forecast", EARLY)


def test_nothing_to_forecast_and_no_path(calls: Calls) -> None:
    assert calls.good("forecast") == "no open milestone: there is nothing to forecast\n"
    assert calls("forecast", "--json").json == calls("path", "--json").json == []
    assert calls.good("path") == "no open milestone: there is no path\n"


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [(("nope",), 4, "not_found"), *((words, 2, "bad_value") for words in (
        ("--by", "someday"), ("--by", "2020-01-01"), ("--by", "2999-01-01"), ("--seed", "x"),
    ))],
)
def test_what_cannot_be_asked(calls: Calls, words: tuple[str, ...], status: int, code: str) -> None:
    result = calls("forecast", *words, "--json")
    assert (result.status, result.out, result.error["code"]) == (status, "", code)


def test_the_path_as_scripts_and_people_read_it(calls: Calls) -> None:
    seed(calls, [])
    assert calls("path", "--json").json == [
        {"id": LATE, "earliest_start": "2027-01-03", "earliest_finish": "2027-02-12", "latest_start": "2027-01-03",
         "latest_finish": "2027-02-12", "slack": 0, "critical": True, "unit": "days"},
        {"id": EARLY, "earliest_start": "2026-11-02", "earliest_finish": "2027-01-03", "latest_start": "2026-11-02",
         "latest_finish": "2027-01-03", "slack": 0, "critical": True, "unit": "days"},
    ]
    assert "slack in days; all ends on 12 Feb 2027" in calls.good("path")
    calls.good("settings", 'calendar={"working_days": ["mon", "tue", "wed", "thu", "fri"], "holidays": ["2026-12-25"]}')
    found = calls("path", "--json").json
    assert (found[0]["earliest_start"], found[0]["unit"]) == ("2027-01-03", "working days")
    assert calls("settings", 'calendar={"working_days": ["someday"]}').status == 2


def test_a_circle_is_named(calls: Calls) -> None:
    calls.seed(
        ("milestone", EARLY, {"title": "Portal", "rank": "a1", "depends_on": [LATE], "target": "2027-01-03"}),
        ("milestone", LATE, {"title": "Ledger", "rank": "a0", "depends_on": [EARLY], "target": "2027-01-03"}),
    )
    result = calls("path", "--json")
    assert (result.status, result.error["code"]) == (1, "cycle")
    assert "“Portal” → “Ledger” → “Portal”" in result.error["message"] or "“Ledger” → “Portal” → “Ledger”" in result.error["message"]
    assert [one["slack"] for one in json.loads(result.out)] == [None, None]
    assert "it waits for itself" in calls("forecast", EARLY, "--json").json["drivers"][0]
