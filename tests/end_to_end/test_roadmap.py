"""Milestones at a terminal: added, dated, moved with a reason, put in another lane, filtered, linked, undone, and with a bad file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.program import no_traceback, opened, run, until
from tests.screens.stage import make_workspace, stored

MVP = "mmmmmmmmm1"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = make_workspace(tmp_path / "product", count=2, milestone=MVP)
    assert run("-w", str(root), "set", MVP, "start=2026-11-01", "target=2027-02-15", "resolution=quarter").returncode == 0
    return root


def mvp(root: Path) -> dict[str, Any]:
    return stored(root, MVP, "milestones")


def other(root: Path) -> dict[str, Any]:
    """The milestone that was added."""
    found = [json.loads(path.read_bytes()) for path in (root / "milestones").rglob("*.json")]
    (record,) = (one for one in found if one["id"] != MVP)
    return dict(record)


def test_a_milestone_from_its_first_word_to_a_slipped_quarter_and_back(root: Path) -> None:
    with opened(root) as terminal:
        terminal.press("g", "r")
        terminal.wait_for("Roadmap ·")
        terminal.wait_for("Q1 2027 · 0/2")
        terminal.press(">")
        terminal.wait_for("MVP: target Q1 2027 → Q2 2027, start 1 Nov 2026 → 1 Feb 2027")
        assert mvp(root)["target"] == "2027-02-15"
        terminal.press("enter")
        terminal.wait_for("needs a reason")
        terminal.type("The bank is late")
        terminal.press("enter")
        until(lambda: mvp(root)["target"] == "2027-06-30" and mvp(root)["reasons"][0]["text"] == ["The bank is late"], terminal)
        terminal.wait_for("Q2 2027 · 0/2")
        terminal.press("u")
        until(lambda: mvp(root)["target"] == "2027-02-15" and "reasons" not in mvp(root), terminal)
        terminal.press("l")
        terminal.wait_for("Item 1")
        terminal.press("j", "s")
        terminal.type("done")
        terminal.press("enter")
        terminal.wait_for("Q1 2027 · 1/2")
        terminal.press("h", "h", "a")
        terminal.type("Second step")
        terminal.press("enter")
        terminal.wait_for("no date ───")
        until(lambda: other(root)["title"] == "Second step", terminal)
        terminal.press(">")
        terminal.wait_for("no dates yet")
        terminal.press("b", "<")
        until(lambda: other(root)["horizon"] == "later", terminal)
        terminal.press("b")
        terminal.wait_for("progress")
        terminal.press("/")
        terminal.type("title:MVP")
        terminal.wait_for("1 of 2")
        terminal.press("escape")
        terminal.wait_for("2 of 2")
        (root / "milestones" / MVP[0] / f"{MVP}.json").write_text("<<<<<<<", encoding="utf-8")
        terminal.wait_for("▲ milestones/")
        terminal.press("b")
        terminal.wait_for("no date ───")
        terminal.wait_for("▲ milestones/")
        no_traceback(terminal)
