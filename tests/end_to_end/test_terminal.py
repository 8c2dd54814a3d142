"""The terminal that the end-to-end tests stand on, tried on programs small enough to know by heart."""

from __future__ import annotations

import sys

import pytest

from tests.end_to_end.terminal import Terminal, key_bytes

LABEL = """
from textual.app import App
from textual.widgets import Label
class Small(App):
    def compose(self):
        yield Label("漢字 and plain", id="it")
    def on_key(self, event):
        if event.key == "q":
            self.exit(return_code=7)
        self.query_one("#it").update(f"<{event.key}> {self.size.width}x{self.size.height}")
    def on_paste(self, event):
        self.query_one("#it").update(f"pasted {event.text}")
app = Small()
app.run()
raise SystemExit(app.return_code)
"""


def test_a_textual_program_is_drawn_and_answers_keys() -> None:
    with Terminal([sys.executable, "-c", LABEL], size=(40, 10)) as terminal:
        assert terminal.wait_for("漢字 and plain").splitlines()[0] == "漢字 and plain"
        for key in ("j", "G", "ctrl+d", "down", "escape", "shift+tab", "alt+o"):
            terminal.press(key)
            terminal.wait_for(f"<{key}> 40x10")
        terminal.resize(60, 12)
        terminal.press("x")
        terminal.wait_for("<x> 60x12")
        terminal.paste("jj q")
        terminal.wait_for("pasted jj q")
        terminal.press("q")
        assert terminal.wait_for_end() == 7


def test_a_text_that_does_not_come_is_reported_with_the_screen() -> None:
    with (
        Terminal([sys.executable, "-c", "print('only this')"]) as terminal,
        pytest.raises(AssertionError, match=r"(?s)'else' does not appear.*only this"),
    ):
        terminal.wait_for("else", timeout=5)


def test_the_cursor_is_reported_to_a_program_that_asks() -> None:
    asks = "import sys,tty;tty.setraw(0);sys.stdout.write('ab\\x1b[6n');sys.stdout.flush();print(repr(sys.stdin.read(6)), end='')"
    with Terminal([sys.executable, "-c", asks]) as terminal:
        terminal.wait_for("[1;3R")


def test_a_key_that_no_terminal_sends_is_refused() -> None:
    assert key_bytes("ctrl+r") == "\x12"
    with pytest.raises(ValueError, match="no terminal sends"):
        key_bytes("hyper+x")
