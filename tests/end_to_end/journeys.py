"""The journeys of docs/journeys.md: what each step presses, types and sees, as a terminal can play it."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import NamedTuple

from tests.end_to_end.terminal import AFTER_ESCAPE, Terminal

PAGE = Path(__file__).parents[2] / "docs" / "journeys.md"
_TOKEN = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*")
_QUIET = 0.04
"""Seconds without output after which the next key is pressed: what is waited for, the page says."""
_ANSWER = 0.5
"""Seconds to wait at most until a key shows: almost all do, and at once."""
_STEP = re.compile(r"^\d+\. (.*?)(?=^\d+\. |\Z)", re.MULTILINE | re.DOTALL)


class Journey(NamedTuple):
    """One section of the page.

    Attributes:
        title: Its heading.
        text: What stands below it.
        steps: Of each numbered step what is to be done or seen, in the order of the page: a verb (press, see, type) with its words.
    """

    title: str
    text: str
    steps: list[list[tuple[str, str]]]

    def play(self, terminal: Terminal, number: int) -> None:
        """Do what a step says, from 1, and see what it says."""
        for verb, words in self.steps[number - 1]:
            if verb == "see":
                terminal.wait_for(words)
            else:
                written = len(terminal.raw)
                terminal.send(*([words] if verb == "press" else words))
                end = time.monotonic() + _ANSWER
                while len(terminal.raw) == written and time.monotonic() < end:
                    terminal.settle(_QUIET)
                if words == "escape":
                    terminal.settle(AFTER_ESCAPE)

    @property
    def strokes(self) -> int:
        """How many keys it takes, without the letters of typed texts."""
        return sum(verb == "press" for step in self.steps for verb, _ in step)


def journeys() -> list[Journey]:
    """The journeys of the page, in its order."""
    sections = PAGE.read_text("utf-8").split("\n## ")[1:]
    return [_read(*section.split("\n", 1)) for section in sections]


def _read(title: str, text: str) -> Journey:
    return Journey(title, text, [[_token(*found) for found in _TOKEN.findall(" ".join(step.split()))] for step in _STEP.findall(text)])


def _token(key: str, seen: str, typed: str) -> tuple[str, str]:
    return ("press", key if len(key) == 1 else key.lower()) if key else ("see", seen) if seen else ("type", typed)
