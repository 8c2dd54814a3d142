"""Scoring at a terminal: five items of the demo by RICE, with at most six keys each, by the digits of two keyboards."""

from __future__ import annotations

from pathlib import Path

from pmtui.cli.opening import make_demo
from tests.end_to_end.program import no_traceback, opened, until
from tests.screens.stage import all_bytes

KEYS = (("5", "5", "3", "1"), ("4", "3", "4", "2"), ("(", "&", '"', "'"), ("1", "1", "1", "9"), ("9", "5", "4", "1"))
"""What is pressed for each item; the third as on an AZERTY keyboard without shift."""


def test_five_items_in_a_run(tmp_path: Path) -> None:
    root = make_demo(tmp_path / "product")
    before = all_bytes(root)
    with opened(root, (80, 24)) as terminal:
        pressed = 0
        for key in ("P", "1"):
            terminal.press(key)
            pressed += 1
        terminal.wait_for("1 of 19")
        for at, keys in enumerate(KEYS, 2):
            terminal.type("".join(keys))  # as quickly as anybody can: each key goes to the input that it is meant for
            pressed += len(keys)
            terminal.wait_for(f"{at} of 19")
        assert pressed <= 6 * len(KEYS)
        terminal.press("escape")
        text = terminal.wait_for("5 items scored by RICE")
        assert "sort by RICE" in text
        terminal.press("enter")
        terminal.wait_for("by rice ↓")
        changed = until(lambda: [path for path, now in all_bytes(root).items() if now != before[path]], terminal)
        until(lambda: sum(now != before[path] for path, now in all_bytes(root).items()) == 5, terminal)
        assert all(path.startswith("backlog/") for path in changed)
        terminal.type("uuuuu")
        until(lambda: all_bytes(root) == before, terminal)
        no_traceback(terminal)
