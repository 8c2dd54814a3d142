"""Errors as people and scripts see them: what went wrong, where, and what to do."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Protocol

from pmtui.commands.core import Refused
from pmtui.domain.text import one_line

if TYPE_CHECKING:
    from pmtui.domain.table import Table

WIDTH = 80
"""The columns that messages and help fit."""
INTERRUPTED = 130
"""The exit status after ctrl+c, as shells have it."""
_LONGEST = 900
"""The most characters of a message: an error must not repeat a pasted megabyte."""


class Reportable(Protocol):
    """An error with a code for scripts, a hint for people and an exit status."""

    code: str
    hint: str
    status: int


class Marked(Refused):
    """A refusal that shows people where in a text the mistake is.

    Attributes:
        picture: The text, and below it a mark under the mistake.
    """

    def __init__(self, message: str, hint: str, code: str, picture: str) -> None:
        """Say what is wrong, what to do, and show where."""
        super().__init__(message, hint, code)
        self.picture = picture


def report(error: Reportable, is_json: bool) -> int:
    """Print an error on stderr and give the exit status."""
    message, hint = _tame(getattr(error, "message", None) or str(error)), _tame(error.hint)
    if is_json:
        import json

        text = json.dumps({"error": {"code": error.code, "message": message, "hint": hint}}, ensure_ascii=False)
    else:
        text = wrapped(f"pmtui: {message}{'; ' if hint else ''}{hint}")
        if isinstance(error, Marked):
            text += f"\n{error.picture}"
    say(text + "\n")
    return error.status


def report_fault(error: BaseException, is_json: bool) -> int:
    """Print an error that nobody foresaw: a fault of the program, with the place where it happened.

    Returns:
        The exit status.

    Raises:
        BaseException: The error itself where $PMTUI_DEBUG is set, for its traceback.
    """
    if os.environ.get("PMTUI_DEBUG"):
        raise error
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    place = f" in {os.path.basename(at.tb_frame.f_code.co_filename)}, line {at.tb_lineno}" if at is not None else ""
    message = f"a fault of the program: {type(error).__name__}: {error}{place}"
    return report(Refused(message, "set PMTUI_DEBUG=1 to see the details, and report them", "internal", 1), is_json)


def say(text: str) -> None:
    """Print a message on stderr; where that is closed, nobody wants to hear it."""
    try:
        if sys.stderr is not None:
            sys.stderr.write(text)
            sys.stderr.flush()
    except OSError:
        pass


def say_unreadable(*tables: Table) -> None:
    """Say which files of what is told about cannot be read: their records are left out."""
    for table in tables:
        for fault in table.faults:
            say(f"{wrapped(f'pmtui: {fault.path} cannot be read: {fault.reason}; pmtui doctor tells more')}\n")


def _tame(text: str) -> str:
    """A message without control characters that would move a terminal's cursor, and of bearable length."""
    tame = one_line(text)
    if len(tame) > _LONGEST:
        half = _LONGEST // 2
        tame = f"{tame[:half]} … {tame[-half:]}"
    return tame


def wrapped(text: str, width: int = WIDTH, indent: str = "  ") -> str:
    """Text broken at blanks so that it fits the width; later lines are indented."""
    if len(text) <= width:
        return text
    lines: list[str] = []
    line = text[: len(text) - len(text.lstrip(" "))]
    for word in text.split(" "):
        if not word:
            continue
        glued = f"{line} {word}" if line.strip() else line + word
        if len(glued) > width and line.strip():
            lines.append(line)
            glued = indent + word
        line = glued
    return "\n".join([*lines, line])


def hanging(head: str, text: str, column: int) -> str:
    """A name, and in the column beside it what it is; where the name is too long, below it."""
    block = wrapped(" " * column + text, indent=" " * column)
    return head.ljust(column) + block[column:] if len(head) < column - 1 else f"{head}\n{block}"
