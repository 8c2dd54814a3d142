"""Adding, jumping and linking in a real terminal, by the keys that a person presses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.program import cursor_line, no_traceback, opened, until
from tests.screens.stage import all_bytes, item_id, make_workspace, stored


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product")


def titled(root: Path, title: str) -> dict[str, Any] | None:
    """The record with a title, as its file has it."""
    for path in root.rglob("*.json"):
        if ".local" not in path.parts and f'"title": "{title}"' in path.read_text(encoding="utf-8"):
            found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return found
    return None


def test_two_items_by_one_line_each_then_a_jump_a_link_with_a_new_problem_and_all_undone(root: Path) -> None:
    before = all_bytes(root)
    with opened(root) as terminal:
        terminal.press("a")
        terminal.type("Retry payments #billing @ana !hi 3pts >MVP @zoe")
        text = terminal.wait_for("^^^^ nobody here is called @zoe")
        assert "Retry payments @zoe · #billing · @ana · high · 3 pts · ms MVP" in text
        terminal.press(*["backspace"] * 5)
        terminal.press("alt+enter")
        terminal.wait_for("added “Retry payments”")
        first = until(lambda: titled(root, "Retry payments"), terminal)
        assert (first["tags"], first["assignee"], first["priority"], first["estimate"], first["milestone"]) == (
            ["billing"], "ppppppppp1", "high", 3, "mmmmmmmmm1")
        terminal.type("Second #bil")
        terminal.press("tab", "enter")
        assert until(lambda: titled(root, "Second"), terminal)["tags"] == ["billing"]
        until(lambda: "Second" in cursor_line(terminal), terminal)

        terminal.press("f")
        terminal.type("itm 7")
        terminal.wait_for("Item 7")
        terminal.press("enter")
        until(lambda: "Item 7" in cursor_line(terminal), terminal)
        terminal.press("L")
        terminal.type("problems")
        terminal.press("enter")
        terminal.type("Refunds take weeks")
        terminal.wait_for("create problem “Refunds take weeks”")
        terminal.press("enter")
        problem = until(lambda: titled(root, "Refunds take weeks"), terminal)
        until(lambda: stored(root, item_id(7)).get("problems") == [problem["id"]], terminal)
        terminal.press("ctrl+o")
        until(lambda: "Second" in cursor_line(terminal), terminal)
        terminal.press("alt+o")
        until(lambda: "Item 7" in cursor_line(terminal), terminal)

        terminal.press("u", "u", "u")
        until(lambda: "deleted_at" in (titled(root, "Retry payments") or {}), terminal)
        assert {path: raw for path, raw in all_bytes(root).items() if path in before} == before
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        no_traceback(terminal)


def test_a_paste_into_the_line_is_one_title_and_runs_nothing(root: Path) -> None:
    with opened(root) as terminal:
        terminal.press("a")
        terminal.paste("First line\nD\ny\rq #billing")
        terminal.wait_for("First line D y q")
        terminal.press("escape")
        terminal.wait_for("the line is kept")
        terminal.press("a")
        terminal.wait_for("First line D y q")
        terminal.press("enter")
        assert until(lambda: titled(root, "First line D y q"), terminal)["tags"] == ["billing"]
        no_traceback(terminal)
