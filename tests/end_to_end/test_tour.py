"""The tour of the documentation leads where it says."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import IS_SOAK
from tests.end_to_end.terminal import Terminal

TOUR = Path(__file__).parents[2] / "docs" / "tour.md"
NAMES = {"Enter": "enter", "Esc": "escape", "Space": " "}
_NARROW = 100
"""Up to this width list and detail do not stand side by side, and long titles are shortened: only the keys are tried."""
ROW = re.compile(r"^\| (?P<press>.*?) \| (?P<see>.*?) ?\|$", re.MULTILINE)
TOKEN = re.compile(r"`([^`]+)`|\*([^*]+)\*")


class Step(NamedTuple):
    """One row: keys and typed texts in their order, and what must then be on the screen."""

    presses: list[tuple[str, str]]
    words: list[str]


def steps() -> Iterator[Step]:
    for row in ROW.finditer(TOUR.read_text("utf-8")):
        found = TOKEN.findall(row["press"])
        if found:
            yield Step(found, re.findall(r"\*\*([^*]+)\*\*", row["see"]))


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)] if IS_SOAK else [(120, 36)])
def test_the_tour_leads_where_it_says(tmp_path: Path, size: tuple[int, int]) -> None:
    home = str(tmp_path)
    env = {"PMTUI_NOW": "2026-11-23T09:00:00Z", "TZ": "UTC", "HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home}
    with Terminal([sys.executable, "-m", "pmtui", "demo"], size=size, env=env) as terminal:
        terminal.wait_for("Backlog")
        terminal.settle(0.5)
        for step in steps():
            for key, text in step.presses:
                if text:
                    terminal.type(text)
                else:
                    terminal.press(NAMES.get(key, key))
            for words in step.words if size[0] > _NARROW else ():
                terminal.wait_for(words)
        assert terminal.wait_for_end() == 0
