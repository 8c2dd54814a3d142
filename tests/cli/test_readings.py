"""`pmtui reading` and `pmtui readings`: figures from scripts and from files."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.calling import Calls

GOAL = "ggggggggg1"
KPIS = [{"id": "kkkkkkkkk1", "name": "Recovered", "unit": "%", "baseline": 40, "target": 60, "rank": "a0"},
        {"id": "kkkkkkkkk2", "name": "Churn", "direction": "down", "baseline": 3, "target": 1, "rank": "a1"}]


@pytest.fixture
def goal(calls: Calls) -> Calls:
    calls.seed(("goal", GOAL, {"title": "Get paid", "status": "active", "start": "2026-11-02", "due": "2026-12-12", "kpis": KPIS}))
    return calls


def latest(calls: Calls) -> list[Any]:
    return [one["latest"] and one["latest"]["value"] for one in calls.show(GOAL)["computed"]["kpi_progress"]]


def test_readings_one_by_one_and_from_a_file_that_comes_in_again(goal: Calls) -> None:
    assert goal.good("reading", "Get paid", "rec", "54", "--at", "yesterday", "--note", "calm") == "Read 54 % of Recovered, 2026-11-21\n"
    assert goal("reading", GOAL, "churn", "2,5", "--json").json["id"] == GOAL
    assert latest(goal) == [54, 2.5]
    shown = goal.show(GOAL)["computed"]
    assert (shown["progress"], shown["grade"], shown["expected"], shown["pace"]) == (0.475, "yellow", 0.5, "on_pace")
    told = goal.good("show", GOAL)
    assert "progress 47 % (yellow); 50 % expected by now: on pace" in told
    assert "Recovered: 54 on 2026-11-21, 70 % of the way (green)" in told
    file = goal.folder / "figures.csv"
    file.write_bytes("\ufeffdatum;Recovered (%);Churn;Weather\n01.11.2026;41,5;2,9;rain\n30.02.2026;42;2,8;\n24.12.2026;;2;\n".encode())
    read = goal("readings", "Get paid", str(file), "--origin", "warehouse")
    assert (read.status, read.out) == (1, "imported: 2 new, 0 updated, 0 unchanged, 3 lines not readable\n")
    for words in ("line 1: the column 'Weather'", "line 3: '30.02.2026'", "line 4: 2026-12-24 lies in the future"):
        assert words in read.err
    again = goal("readings", GOAL, str(file), "--origin", "warehouse", "--json").json
    assert (again["added"], again["updated"], again["unchanged"], len(again["faults"])) == (0, 0, 2, 3)
    dry = goal("readings", GOAL, "-", "--dry-run", stdin=b"date,kpi,value\n2026-11-02,Churn,2.7\n")
    assert (dry.status, dry.out) == (0, "would import: 1 new, 0 updated, 0 unchanged, 0 lines not readable\n")
    goal.good("undo")
    assert len(goal.show(GOAL)["kpis"][0]["readings"]) == 1


def test_lists_filter_and_sort_by_how_goals_stand(goal: Calls) -> None:
    goal.good("reading", GOAL, "1", "45")
    listed = goal.good("list", "goal", "grade:red pace:behind progress<50 sort:-progress", "--columns", "title,progress,expected,pace")
    assert [line.split() for line in listed.splitlines()[1:]] == [["Get", "paid", "25", "50", "behind"]]
    assert goal.good("list", "goal", "grade:green,yellow", "--ids") == ""


@pytest.mark.parametrize(("words", "status", "said"), [
    (("reading", GOAL, "x", "1"), 4, "it has 1 Recovered; 2 Churn"), (("reading", GOAL, "1"), 2, "VALUE is missing"),
    (("reading", GOAL, "1", "5", "--at", "tomorrow"), 2, "lies in the future"), (("readings", GOAL, "none.csv"), 1, "cannot be read"),
    (("readings", GOAL, "-"), 1, "it is empty"), (("reading", "nobody", "1", "1"), 4, "there is no goal"),
])
def test_errors_say_what_to_do(goal: Calls, words: tuple[str, ...], status: int, said: str) -> None:
    found = goal(*words)
    assert (found.status, said in found.err.replace("\n  ", " ")) == (status, True), found.err
