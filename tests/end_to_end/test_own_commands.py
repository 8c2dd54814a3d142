"""A command of the person's own with the terminal: it has it whole, ctrl+c is its own, and the screens come back."""

from __future__ import annotations

import json
from pathlib import Path

from tests.end_to_end.program import cursor_line, no_traceback, opened, until
from tests.end_to_end.terminal import Terminal
from tests.screens.stage import make_workspace

SCRIPT = """
import sys, termios
cooked = bool(termios.tcgetattr(0)[3] & termios.ICANON)
print("TYPE", sys.argv[1], "cooked" if cooked else "raw", flush=True)
try:
    word = input()
    sys.exit(3)
except KeyboardInterrupt:
    print("INTERRUPTED", flush=True)
    sys.exit(5)
"""


def flat(terminal: Terminal) -> str:
    """What the screen shows, without blanks and line ends."""
    return "".join(terminal.text().split())


def test_a_program_has_the_terminal_and_gives_it_back(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product", count=12)
    (tmp_path / "ask.py").write_text(SCRIPT, encoding="utf-8")
    run = json.dumps(["python3", "-S", str(tmp_path / "ask.py"), "{title}"])
    (tmp_path / "config.toml").write_text(
        f'[[command]]\ntitle = "Ask"\nkey = "Y s"\nrun = {run}\nhow = "suspended"\n', encoding="utf-8",
    )
    with opened(root, PMTUI_CONFIG=str(tmp_path / "config.toml")) as terminal:
        for key, words in (("ctrl+c", "INTERRUPTED"), ("enter", "failed with status 3")):
            terminal.press("Y", "s")
            until(lambda: "TYPEItem0cooked" in flat(terminal), terminal)
            terminal.press(key)
            until(lambda words=words: words.replace(" ", "") in flat(terminal), terminal)
            until(lambda: "Enterreturnstopmtui" in flat(terminal), terminal)
            terminal.press("enter")
            until(lambda: "Backlog" in flat(terminal), terminal)
        terminal.press("G")
        until(lambda: "Item 11 " in cursor_line(terminal), terminal)
        no_traceback(terminal)
        terminal.press("q")
        assert terminal.wait_for_end() == 0
