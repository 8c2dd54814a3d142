"""A real terminal for tests: a program in a pseudo-terminal, and the screen that a person would see.

pexpect runs the program, pyte draws what it writes. Nothing is simulated between the two: keys go in as the bytes
that a terminal sends, and the screen is what those bytes leave behind.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

import pexpect

from tests.end_to_end.quick_pyte import QuickScreen, QuickStream

QUIET = 0.06
"""Seconds without output after which a screen counts as painted."""
AFTER_ESCAPE = 0.2
"""Seconds without a key after Escape: right behind it a key would be taken for one pressed together with alt."""
PATIENCE = 20.0
"""Seconds to wait for what must come before giving up: generous, for two busy cores."""

KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f", "delete": "\x1b[3~",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~",
}
# What pyte would print instead of skipping: the kitty keyboard protocol, mode queries, device strings.
_FOREIGN = re.compile(rb"\x1b\[[<>=][0-9;:]*[@-~]|\x1b\[\?[0-9;]*(?:\$p|u|S)|\x1b[P_^X].*?\x1b\\", re.DOTALL)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;:<>=?$]*|[P_^X][^\x1b]*\x1b?|\][^\x07\x1b]*\x1b?)?\Z")
_WHERE = b"\x1b[6n"


def key_bytes(key: str) -> str:
    """What a terminal sends for a key by its Textual name: `j`, `G`, `escape`, `ctrl+d`, `alt+o`, `shift+tab`."""
    if key in KEYS:
        return KEYS[key]
    if key.startswith("ctrl+") and len(key) == 6:
        return chr(ord(key[5].upper()) ^ 0x40)
    if key.startswith("alt+"):
        return "\x1b" + key_bytes(key[4:])
    if len(key) != 1:
        raise ValueError(f"no terminal sends a key called {key!r}")
    return key


class Terminal:
    """A program in a terminal of `size` columns and rows.

    Attributes:
        screen: pyte's screen, for colours and the cursor.
        raw: All bytes that the program wrote.
        is_gone: Whether the terminal has been taken from the program, with nothing left to close.
    """

    def __init__(
        self, args: Sequence[str], size: tuple[int, int] = (120, 40), env: Mapping[str, str | None] | None = None,
        cwd: str | os.PathLike[str] | None = None,
    ) -> None:
        """Start the program; `env` is laid over this process's own environment, None takes a name out of it."""
        columns, rows = size
        whole: dict[str, str | None] = {
            **os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", "NO_COLOR": None, "COLUMNS": None,
            "LINES": None, **(env or {}),
        }
        self.screen = QuickScreen(columns, rows)
        self.raw = b""
        self.is_gone = False
        self._stream = QuickStream(self.screen)
        self._held = b""
        self._child = pexpect.spawn(
            args[0], list(args[1:]), dimensions=(rows, columns), timeout=PATIENCE, cwd=None if cwd is None else os.fspath(cwd),
            env={name: value for name, value in whole.items() if value is not None}, use_poll=True,
        )
        self._child.delaybeforesend = None

    def __enter__(self) -> Terminal:
        """The terminal itself; it is closed at the end of the block."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close it, whatever happened."""
        self.close()

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each painted before the next."""
        for key in keys:
            self._child.send(key_bytes(key))
            self.settle(AFTER_ESCAPE if key == "escape" else QUIET)

    def send(self, *keys: str) -> None:
        """Press keys without waiting for anything."""
        self._child.send("".join(map(key_bytes, keys)))

    def type(self, text: str) -> None:
        """Type a text quickly, as one burst."""
        self._child.send(text)
        self.settle()

    def paste(self, text: str) -> None:
        """Paste a text, bracketed as modern terminals do."""
        self.type(f"\x1b[200~{text}\x1b[201~")

    def text(self) -> str:
        """The screen as text, without trailing blanks."""
        self.settle()
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """The screen's rows as they are now, without waiting."""
        return [line.rstrip() for line in self.screen.display]

    def wait_for(self, text: str, timeout: float = PATIENCE) -> str:
        """Wait until the screen shows a text; the screen's text then.

        Raises:
            AssertionError: It does not come; the message shows the screen.
        """
        return self._wait(lambda: text in "\n".join(self.lines()), f"{text!r} does not appear", timeout)

    def wait_until_gone(self, text: str, timeout: float = PATIENCE) -> str:
        """Wait until the screen no longer shows a text; the screen's text then."""
        return self._wait(lambda: text not in "\n".join(self.lines()), f"{text!r} stays", timeout)

    def settle(self, quiet: float = QUIET) -> None:
        """Read until the program has written nothing for `quiet` seconds, or has ended."""
        end = time.monotonic() + PATIENCE
        while self._read(quiet) and time.monotonic() < end:
            pass

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        self.screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)
        self.settle()

    def wait_for_end(self, timeout: float = PATIENCE) -> int:
        """Wait until the program ends; its exit status (negative: the signal that ended it)."""
        end = time.monotonic() + timeout
        while self._child.isalive():
            if time.monotonic() > end:
                raise AssertionError(f"the program does not end; the screen is:\n{self.text()}")
            self._read(0.05)
        self.settle()
        status = self._child.exitstatus
        return -int(self._child.signalstatus or 0) if status is None else int(status)

    @property
    def is_alive(self) -> bool:
        """Whether the program still runs."""
        return bool(self._child.isalive())

    @property
    def pid(self) -> int:
        """The program's process id."""
        return int(self._child.pid)

    def close(self) -> None:
        """End the program, however it feels about that."""
        if not self.is_gone:
            self._child.close(force=True)

    def _wait(self, is_so: Callable[[], bool], complaint: str, timeout: float) -> str:
        end = time.monotonic() + timeout
        while not is_so():
            if time.monotonic() > end or (not self._read(0.1) and not self._child.isalive() and not self._read(0)):
                if is_so():
                    break
                raise AssertionError(f"{complaint}; the screen is:\n" + "\n".join(self.lines()))
        return "\n".join(self.lines())

    def _read(self, timeout: float) -> bool:
        """Read once and draw it; whether anything came."""
        try:
            new = self._child.read_nonblocking(65536, timeout)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.raw += new
        data = self._held + new
        unfinished = _UNFINISHED.search(data)
        self._held = unfinished[0] if unfinished else b""
        data = data[: len(data) - len(self._held)]
        self._stream.feed(_FOREIGN.sub(b"", data))
        for _ in range(data.count(_WHERE)):
            self._child.send(f"\x1b[{self.screen.cursor.y + 1};{self.screen.cursor.x + 1}R")
        return True
