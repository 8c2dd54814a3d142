"""Running a person's own programs: an argument list and never a shell, with the terminal or behind the screens."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO, NamedTuple

_TAIL = 16_384
"""Bytes of what a program says that are kept: the last."""
_LINES = 3
_DRAIN = 0.3
"""Seconds to wait for the last words of a program that has ended; what it left running may hold the pipe for ever."""
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-_])")


class Ended(NamedTuple):
    """How a program ended.

    Attributes:
        status: Its exit status, negative for the signal that ended it; None where it could not be run.
        lines: The last lines of what it said, without colours; why it could not be run where it could not.
    """

    status: int | None
    lines: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether it did what it should."""
        return self.status == 0

    @property
    def words(self) -> str:
        """How it failed, for people."""
        if self.status is None:
            return f"cannot be run: {' '.join(self.lines)}"
        how = f"was ended by {_signal(-self.status)}" if self.status < 0 else f"failed with status {self.status}"
        return f"{how}: {' · '.join(self.lines)}" if self.lines else how


def run_with_terminal(command: Sequence[str], folder: str, title: str, is_waited: bool | None) -> Ended:
    """Run a program that has the terminal, and wait for its end. The terminal must have been given back before.

    Args:
        command: The program and its arguments.
        folder: Where it runs.
        title: What people call it, for the line at its end.
        is_waited: Whether Enter must be pressed at the end; None where only after a failure.
    """
    with _interrupts_for_the_program():
        try:
            status = subprocess.run(list(command), cwd=folder, check=False).returncode
            ended = Ended(status)
        except (OSError, ValueError) as error:
            ended = Ended(None, (_why(command, error),))
        if is_waited or (is_waited is None and not ended.is_done):
            _wait_for_enter(f"{title} {'is done' if ended.is_done else ended.words}. Enter returns to pmtui.")
    return ended


def start_behind(command: Sequence[str], folder: str, ended: Callable[[Ended], None]) -> threading.Thread | None:
    """Run a program behind the screens: without a terminal, with nothing to read, in a session of its own.

    It outlives the screens, as a browser should; then nobody is told how it ended.

    Args:
        command: The program and its arguments.
        folder: Where it runs.
        ended: Told how it ended, on a thread of its own; also where it could not be run.

    Returns:
        The thread that waits for it; None where it could not be run.
    """
    try:
        process = subprocess.Popen(
            list(command), cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )
    except (OSError, ValueError) as error:
        ended(Ended(None, (_why(command, error),)))
        return None
    thread = threading.Thread(target=_follow, args=(process, ended), name="pmtui-own-command", daemon=True)
    thread.start()
    return thread


def _follow(process: subprocess.Popen[bytes], ended: Callable[[Ended], None]) -> None:
    tail = _Tail(process.stdout)
    reading = threading.Thread(target=tail.read, name="pmtui-own-output", daemon=True)
    reading.start()
    status = process.wait()
    reading.join(_DRAIN)
    ended(Ended(status, last_lines(tail.held)))


class _Tail:
    """The last bytes of what a program says."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        self._stream = stream
        self.held = b""

    def read(self) -> None:
        """Read to the end, so that the program never waits for somebody to read."""
        if self._stream is not None:
            with suppress(OSError, ValueError), self._stream:
                while chunk := os.read(self._stream.fileno(), 65_536):
                    self.held = (self.held + chunk)[-_TAIL:]


def last_lines(raw: bytes) -> tuple[str, ...]:
    """The last lines that say something, without colours and other controls."""
    text = _ESCAPES.sub("", raw.decode("utf-8", "replace"))
    lines = (line.rpartition("\r")[2] for line in text.replace("\r\n", "\n").split("\n"))
    shown = ("".join(one if one.isprintable() else " " for one in line).strip() for line in lines)
    return tuple(line for line in shown if line)[-_LINES:]


class _interrupts_for_the_program:  # noqa: N801 - used as a statement
    """Ctrl+C is for the program that has the terminal, not for this one. A handler, unlike SIG_IGN, is not handed down."""

    def __enter__(self) -> None:
        self._before = None
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, lambda *_: None)

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)


def _wait_for_enter(text: str) -> None:
    """Show a line and wait; without a terminal, go on."""
    with suppress(OSError, ValueError):
        if not os.isatty(0):
            return
        os.write(1, f"\n{text} ".encode(getattr(sys.__stdout__, "encoding", None) or "utf-8", "replace"))
        while (read := os.read(0, 1024)) and b"\n" not in read and b"\r" not in read:
            pass


def _why(command: Sequence[str], error: Exception) -> str:
    return f"{command[0]}: {getattr(error, 'strerror', None) or error}"


def _signal(number: int) -> str:
    with suppress(ValueError):
        return signal.Signals(number).name
    return f"signal {number}"
