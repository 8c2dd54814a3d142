"""A program in a pseudo-terminal, with the instant of every byte that it writes.

No terminal emulator stands between, for drawing would be timed too: only the question where the cursor is gets its
answer, as from any terminal.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_CODE = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
_MOVE = re.compile(rb"\x1b\[(\d+);\d+H(?=[^\x1b]|\x1b\[[0-9;]*m)")
PATIENCE = 1.0
"""Seconds to wait for the first byte of an answer."""
WHERE, HERE = b"\x1b[6n", b"\x1b[1;1R"
WHOLE, YES = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
"""Whether the terminal shows what is between two marks at once (synchronized output), and that it does."""
BEGIN, END = b"\x1b[?2026h", b"\x1b[?2026l"
"""These marks."""


class NoAnswer(RuntimeError):
    """The program did not write what was waited for; the message ends with what it wrote last."""


class Repaint(NamedTuple):
    """The answer to a key: seconds until its first and its last byte."""

    first: float
    last: float


class Paint(NamedTuple):
    """A complete picture after a key: seconds until its last byte, and what was written."""

    at: float
    written: bytes

    @property
    def text(self) -> str:
        """What was written without colours and places."""
        return _CODE.sub(b"", self.written).decode("utf-8", "replace")

    @property
    def lines(self) -> set[int]:
        """The lines that it wrote to, from 1; those to which the cursor was moved at the end are among them."""
        return {int(line) for line in _MOVE.findall(self.written)}


class TimedProgram:
    """A program of `columns` × `rows`; `started` is the instant just before it was started."""

    def __init__(
        self, args: Sequence[str], folder: str | os.PathLike[str] = ".", env: Mapping[str, str] | None = None, columns: int = 120,
        rows: int = 40,
    ) -> None:
        """Start it."""
        whole = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", **(env or {})}
        self.written = self._new = b""
        self._last = 0.0
        self.started = time.perf_counter()
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:  # the child: nothing but the way to exec
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.chdir(folder)
            os.execvpe(args[0], list(args), whole)

    def seconds_until(self, needle: str, timeout: float = 60) -> float:
        """Seconds from the start until the needle has been written.

        Raises:
            NoAnswer: It does not come in time, or the program ends before.
        """
        wanted = needle.encode()
        while wanted not in self.written:
            if self._read(self.started + timeout - time.perf_counter()) is None:
                raise NoAnswer(f"{needle!r} was not painted; the last output was {self.written[-400:]!r}")
        return self._last

    def repaint(self, key: str, quiet: float) -> Repaint | None:
        """Write a key and read until `quiet` seconds of silence; None where nothing is painted for a whole second."""
        self.settle(0)
        begin = time.perf_counter()
        os.write(self._terminal, key.encode())
        first = last = self._read(max(quiet, PATIENCE))
        while last is not None and (moment := self._read(quiet)) is not None:
            last = moment
        if first is None or last is None:
            return None
        return Repaint(first + self.started - begin, last + self.started - begin)

    def paints(self, key: str, quiet: float, shows: str = "") -> list[Paint]:
        """Write a key; the complete pictures until `quiet` seconds of silence.

        What is written between two pictures (the shape of the pointer) is none.

        Args:
            key: The key.
            quiet: Seconds.
            shows: Words of which silence before they are painted is not the end, but three seconds of it.
        """
        self.settle(0)
        begin = time.perf_counter() - self.started
        os.write(self._terminal, key.encode())
        found: list[Paint] = []
        rest = b""
        wait, is_shown = PATIENCE if not shows else 3 * PATIENCE, not shows
        while (moment := self._read(quiet if found and is_shown else wait)) is not None:
            *whole, rest = (rest + self._new).split(END)
            found += [Paint(moment - begin, one.partition(BEGIN)[2]) for one in whole]
            is_shown = is_shown or any(shows in one.text for one in found)
        return found

    def settle(self, quiet: float = 0.5, timeout: float = 30) -> None:
        """Read until nothing has been written for `quiet` seconds."""
        end = time.perf_counter() + timeout
        while self._read(quiet) is not None and time.perf_counter() < end:
            pass

    def memory(self) -> tuple[int, int]:
        """Resident and proportional set size in bytes."""
        sizes = {"Rss": 0, "Pss": 0}
        with open(f"/proc/{self.pid}/smaps_rollup", encoding="ascii") as lines:
            for line in lines:
                name, _, rest = line.partition(":")
                if name in sizes:
                    sizes[name] = int(rest.split()[0]) * 1024
        return sizes["Rss"], sizes["Pss"]

    def close(self) -> None:
        """End the program."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._terminal)

    def __enter__(self) -> TimedProgram:
        """The program; it is ended with the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.close()

    def _read(self, timeout: float) -> float | None:
        """Read once; the seconds since the start at which it came, or None."""
        ready, _, _ = select.select([self._terminal], [], [], max(0.0, timeout))
        if not ready:
            return None
        try:
            self._new = new = os.read(self._terminal, 1 << 16)
        except OSError:  # the program has ended
            return None
        self._last = time.perf_counter() - self.started
        for _ in range(new.count(WHERE)):
            os.write(self._terminal, HERE)
        if WHOLE in new:
            os.write(self._terminal, YES)
        self.written = (self.written + new)[-200_000:]
        return self._last if new else None
