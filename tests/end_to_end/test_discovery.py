"""Problems and hypotheses at a terminal: added, changed, filtered, linked, learnt about, undone, and with a bad file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.program import cursor_line, no_traceback, opened, run, until
from tests.screens.stage import make_workspace, stored


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product", count=2)


def records(root: Path, collection: str) -> list[dict[str, Any]]:
    return [json.loads(path.read_bytes()) for path in sorted((root / collection).rglob("*.json"))]


def only(root: Path, collection: str) -> dict[str, Any]:
    (record,) = records(root, collection)
    return record


def test_a_problem_from_the_first_word_to_the_evidence_and_back(root: Path) -> None:
    with opened(root) as terminal:
        terminal.press("2")
        terminal.wait_for("No problem written down yet")
        terminal.press("a")
        terminal.type("Cards expire silently")
        terminal.press("enter")
        terminal.wait_for("1 of 1")
        until(lambda: only(root, "problems")["title"] == "Cards expire silently", terminal)
        terminal.press("s")
        terminal.type("validated")
        terminal.press("enter")
        until(lambda: only(root, "problems")["status"] == "validated", terminal)
        terminal.press("o")
        terminal.type("Ana")
        terminal.press("enter")
        until(lambda: only(root, "problems")["owner"] == "ppppppppp1", terminal)
        terminal.press('"')
        terminal.wait_for("Add evidence to")
        terminal.type("I lost access on a Sunday")
        terminal.press("tab", "i", "ctrl+s")
        terminal.wait_for("evidence added")
        until(lambda: only(root, "problems")["evidence"][0]["source"] == "interview", terminal)
        assert "1  –" in terminal.text() or "1  nothing" in terminal.text()
        terminal.press("u")
        until(lambda: "evidence" not in only(root, "problems"), terminal)
        terminal.press("/")
        terminal.type("owner:ana -cards")
        terminal.wait_for("0 of 1")
        terminal.press("escape")
        terminal.wait_for("1 of 1")
        id = only(root, "problems")["id"]
        (root / "problems" / id[0] / f"{id}.json").write_text("<<<<<<<", encoding="utf-8")
        terminal.wait_for("▲ problems/")
        no_traceback(terminal)


def test_a_hypothesis_is_linked_placed_and_learnt_about(root: Path) -> None:
    assert run("-w", str(root), "add", "problem", "Cards expire").returncode == 0
    with opened(root) as terminal:
        terminal.press("3", "a")
        terminal.type("Reminders help")
        terminal.press("enter")
        terminal.wait_for("1 of 1")
        terminal.press("L")
        terminal.type("problem")
        terminal.press("enter")
        terminal.type("Cards")
        terminal.press("enter")
        until(lambda: only(root, "hypotheses")["problem"] == only(root, "problems")["id"], terminal)
        terminal.press("b")
        terminal.wait_for("Not placed 1")
        terminal.press("b", "b")
        terminal.wait_for("tests")
        for value in ("5", "2"):
            terminal.press("l", "e")
            terminal.type(value)
            terminal.press("enter")
        until(lambda: (only(root, "hypotheses")["importance"], only(root, "hypotheses")["certainty"]) == (5, 2), terminal)
        terminal.press("b")
        terminal.wait_for("Test first 1")
        terminal.press('"')
        terminal.type("Two of three remembered")
        terminal.press("tab", "f", "ctrl+s")
        until(lambda: only(root, "hypotheses")["learnings"][0]["stance"] == "for", terminal)
        terminal.press("u", "u")
        until(lambda: "certainty" not in only(root, "hypotheses"), terminal)
        terminal.wait_for("Not placed 1")
        no_traceback(terminal)


def test_evidence_by_the_command_line_is_seen_on_the_screen(root: Path) -> None:
    assert run("-w", str(root), "add", "problem", "Cards expire").returncode == 0
    id = only(root, "problems")["id"]
    with opened(root) as terminal:
        terminal.press("2")
        until(lambda: "none" in cursor_line(terminal), terminal)
        done = run("-w", str(root), "evidence", f"P-{id[:5]}", "I gave up", "source=ticket", "customer=Ada", "date=yesterday")
        assert done.returncode == 0, done.stderr
        until(lambda: "none" not in cursor_line(terminal), terminal)
    (entry,) = stored(root, id, "problems")["evidence"]
    assert (entry["quote"], entry["source"], entry["customer"], entry["at"]) == (["I gave up"], "ticket", "Ada", "2026-11-21T00:00:00Z")
    refused = run("-w", str(root), "evidence", f"P-{id[:5]}", "x", "source=hearsay")
    assert refused.returncode == 2
    assert "source has no value 'hearsay'" in refused.stderr
    assert "Traceback" not in refused.stderr
