"""The program itself, started in a terminal or off it, on a workspace of its own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pmtui.cli.opening import make_demo
from pmtui.domain.canonical import encode
from pmtui.domain.kinds import SCHEMA
from tests.end_to_end.terminal import PATIENCE, Terminal

REPOSITORY = Path(__file__).resolve().parents[2]
READY = "Backlog ·"
"""What the screen shows when it is there."""


def words(*arguments: str) -> list[str]:
    """The call of the program."""
    return [sys.executable, "-m", "pmtui", *arguments]


def environment(**more: str | None) -> dict[str, str | None]:
    """What the program needs to be found from any folder."""
    return {"PYTHONPATH": str(REPOSITORY), "PMTUI_NOW": "2026-11-22T09:30:00Z", **more}


@contextlib.contextmanager
def opened(root: Path, size: tuple[int, int] = (120, 36), wait: str = READY, **env: str | None) -> Iterator[Terminal]:
    """The program on a workspace, painted, its files read."""
    with Terminal(words("-w", str(root)), size, environment(**env), cwd=root.parent) as terminal:
        terminal.wait_for(wait)
        terminal.settle(0.3)
        yield terminal


def run(*arguments: str, cwd: Path | None = None, **env: str | None) -> subprocess.CompletedProcess[str]:
    """The program off a terminal."""
    whole = {name: value for name, value in {**os.environ, **environment(**env)}.items() if value is not None}
    return subprocess.run(words(*arguments), cwd=cwd, env=whole, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)


def until(is_so: Callable[[], Any], terminal: Terminal | None = None, timeout: float = PATIENCE) -> Any:
    """Wait until something holds, reading the terminal meanwhile; what it gave."""
    end = time.monotonic() + timeout
    while True:
        with contextlib.suppress(OSError, json.JSONDecodeError, KeyError):
            found = is_so()
            if found:
                return found
        if time.monotonic() > end:
            shown = "\n".join(terminal.lines()) if terminal is not None else ""
            raise AssertionError(f"it does not become so; the screen is:\n{shown}")
        if terminal is None:
            time.sleep(0.02)
        else:
            terminal.settle(0.02)


def list_lines(terminal: Terminal) -> list[str]:
    """What the screen shows at the left of the detail pane, row by row."""
    return [line.partition("││")[0] for line in terminal.lines()]


def row_of(terminal: Terminal, text: str) -> int:
    """The row on the screen, from 0, in whose list part a text stands."""
    return next((at for at, line in enumerate(list_lines(terminal)) if text in line), -1)


def cursor_line(terminal: Terminal) -> str:
    """The list's row under the cursor."""
    return next((line for line in list_lines(terminal) if "▸" in line), "")


def modes(raw: bytes) -> Mapping[int, bool]:
    """The private terminal modes as the last word left them: 1049 the alternate screen, 25 the cursor, 1000 the mouse …"""
    import re

    found: dict[int, bool] = {}
    for numbers, letter in re.findall(rb"\x1b\[\?([0-9;]+)([hl])", raw):
        found.update((int(one), letter == b"h") for one in numbers.split(b";"))
    return found


def assert_restored(terminal: Terminal) -> None:
    """The terminal is as it was before the program."""
    left = modes(terminal.raw)
    on = {mode for mode, is_on in left.items() if is_on}
    assert on <= {25, 7}, f"left switched on: {on}"
    assert left[1049] is False
    assert left[25] is True
    pushed, popped = terminal.raw.count(b"\x1b[>"), terminal.raw.count(b"\x1b[<u")
    assert popped >= (pushed > 0)


def no_traceback(terminal: Terminal) -> None:
    """Nothing that the program wrote is a traceback."""
    assert b"Traceback" not in terminal.raw, terminal.raw[-3000:].decode(errors="replace")


def make_shared_demo(root: Path) -> Path:
    """The sample workspace in a repository of its own, with a history and two conflicts: no screen is empty."""
    make_demo(root)
    paths = sorted((root / "backlog").glob("*/*.json"))[:2]

    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "The sample workspace")
    for path in paths:
        data = json.loads(path.read_text(encoding="utf-8"))
        values = [{"value": data["title"]}, {"value": "Another title"}]
        data["conflicts"] = {"title": {"base": {"value": "A title"}, "values": values}}
        path.write_bytes(encode(SCHEMA["item"], data))
    git("commit", "-q", "-a", "-m", "Two conflicts")
    return root
