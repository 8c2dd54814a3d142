"""The four journeys at a terminal, as docs/journeys.md tells them: by keys alone, to the files, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pmtui.cli.opening import make_demo
from tests.end_to_end.journeys import Journey, journeys
from tests.end_to_end.program import no_traceback, opened, run, until
from tests.end_to_end.terminal import Terminal
from tests.screens.stage import NOW, all_bytes

PROBLEM, HYPOTHESIS, STRATEGY, DECLINE = JOURNEYS = journeys()
_SIZE = (80, 24)
_SCREEN = 24, 80


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PMTUI_NOW", NOW)
    return make_demo(tmp_path / "product")


def titled(root: Path, collection: str, title: str) -> dict[str, Any]:
    """The record of a title, as its file has it; empty where there is none."""
    texts = (path.read_text("utf-8") for path in (root / collection).rglob("*.json"))
    found = [json.loads(text) for text in texts if title in text]
    return next((one for one in found if one["title"] == title), {})


def has(root: Path, collection: str, title: str, **fields: object) -> Mapping[str, Any]:
    """The record of a title, once it has these fields."""
    record = titled(root, collection, title)
    return record if fields.items() <= record.items() else {}


def played(journey: Journey, terminal: Terminal, first: int = 1, last: int | None = None) -> None:
    for number in range(first, (last or len(journey.steps)) + 1):
        journey.play(terminal, number)


@pytest.mark.parametrize("journey", JOURNEYS, ids=[one.title for one in JOURNEYS])
def test_a_journey_fits_one_screen(journey: Journey) -> None:
    lines = [f"## {journey.title}", *journey.text.rstrip().split("\n")]
    assert len(lines) <= _SCREEN[0]
    assert max(map(len, lines)) <= _SCREEN[1]


def test_from_a_problem_to_validated(demo: Path) -> None:
    title = "One client gets four invoices"
    with opened(demo, _SIZE) as terminal:
        played(PROBLEM, terminal)
        problem = until(lambda: has(demo, "problems", title, status="validated"), terminal)
        told, written = sorted(problem["evidence"], key=lambda one: one["customer"])
        assert (told["source"], told["customer"]) == ("interview", "Greta Holm")
        assert told["quote"] == ["Four PDFs a month, and I book them as one"]
        assert (written["customer"], written["company"]) == ("Orla Byrne", "Parcelbee")
        assert (problem["importance"], problem["satisfaction"], problem["journey_stage"]) == (8, 2, "Get paid")
        assert problem["personas"] == [titled(demo, "personas", "Mira, finance of one")["id"]]
        assert has(demo, "feedback", "One invoice for four subscriptions", status="linked", linked=[problem["id"]])
        belief = titled(demo, "hypotheses", "One invoice for all plans of a client")
        assert (belief["problem"], belief["persona"]) == (problem["id"], problem["personas"][0])
        assert (belief["baseline"], belief["target"], belief["confidence"]) == (60, 65, 70)
        no_traceback(terminal)


def test_from_a_hypothesis_to_a_verdict_and_back(demo: Path) -> None:
    before, belief, test = all_bytes(demo), "Weekly mails get invoices paid", "Mail against none"
    with opened(demo, _SIZE) as terminal:
        played(HYPOTHESIS, terminal, 1, 2)
        until(lambda: has(demo, "experiments", test, planned_n=1471), terminal)
        played(HYPOTHESIS, terminal, 3, 3)
        started = until(lambda: has(demo, "experiments", test, status="running"), terminal)
        assert (started["frozen"]["planned_n"], started["frozen"]["mde"]) == (1471, 0.05)
        played(HYPOTHESIS, terminal, 4, 4)
        counted = until(lambda: has(demo, "experiments", test)["arms"][1].get("participants") and has(demo, "experiments", test), terminal)
        arms = {one["name"]: (one["participants"], one["conversions"]) for one in counted["arms"]}
        assert arms == {"None": (1480, 888), "Mail": (1502, 826)}
        played(HYPOTHESIS, terminal, 5)
        assert has(demo, "experiments", test, status="stopped", result="lost")
        ended = until(lambda: has(demo, "hypotheses", belief, decision="stop", status="refuted", confidence=80), terminal)
        assert ended["learnings"][0]["stance"] == "against"
        assert {line for one in ended["reasons"] for line in one["text"]} == {"They had read it and paid later", "Mails annoy"}
        terminal.press("escape")
        undone(terminal, demo, before)


def test_a_strategy_from_nothing(tmp_path: Path) -> None:
    root = tmp_path / "product"
    assert run("init", str(root), "--name", "Parcelbook").returncode == 0
    with opened(root, _SIZE) as terminal:
        played(STRATEGY, terminal)
        product = titled(root, "products", "Parcelbook")
        assert (product["for_"], product["difference"], product["vision"]) == ("shops with one van", "works offline", ["No parcel is lost"])
        goal = titled(root, "goals", "Every parcel is found")
        (kpi,) = goal["kpis"]
        assert (goal["north_star"], kpi["unit"], kpi["baseline"], kpi["target"]) == (True, "%", 40, 90)
        assert sorted((one["at"][:10], one["value"]) for one in kpi["readings"]) == [("2026-10-25", 44), ("2026-11-22", 65)]
        decided = titled(root, "decisions", "Build the app ourselves?")
        assert (decided["status"], decided["chosen"], decided["about"]) == ("decided", "Buy one", [goal["id"]])
        assert decided["approver"] == titled(root, "people", "Ana")["id"]
        assert titled(root, "competitors", "Paper list")
        assert titled(root, "personas", "Van owner")
        problem = until(lambda: has(root, "problems", "Parcels vanish at the depot"), terminal)
        assert problem["goal"] == goal["id"]
        no_traceback(terminal)


def test_from_decline_to_a_verdict_and_back(demo: Path) -> None:
    before = all_bytes(demo)
    with opened(demo, _SIZE) as terminal:
        played(DECLINE, terminal, 1, 4)
        item = until(lambda: has(demo, "backlog", "Retire Excel add-in"), terminal)
        assert any("The add-in earns its keep" in line for line in item["body"])
        played(DECLINE, terminal, 5, 5)
        product = until(lambda: has(demo, "products", "Excel add-in", status="retired", verdict="delete"), terminal)
        assert {"Eleven companies are left", "The last day has come"} <= {line for one in product["reasons"] for line in one["text"]}
        assert ("decline", "retired") in {(one.get("from"), one["to"]) for one in product["stages"]}
        played(DECLINE, terminal, 6)
        until(lambda: is_as_before(demo, before), terminal)
        no_traceback(terminal)


def undone(terminal: Terminal, root: Path, before: Mapping[str, bytes]) -> None:
    """Take everything back, change by change, to the first bytes."""
    for _ in range(20):
        if re.search("nothing to undo", terminal.text()):
            break
        terminal.press("u")
    until(lambda: is_as_before(root, before), terminal)
    no_traceback(terminal)


def is_as_before(root: Path, before: Mapping[str, bytes]) -> bool:
    """Whether every file has its first bytes again, and what was made since is deleted: a file of the store stays for those who have it."""
    now = all_bytes(root)
    made = [json.loads(now[path]) for path in now.keys() - before.keys()]
    return before.items() <= now.items() and all(one.get("deleted_at") for one in made)
