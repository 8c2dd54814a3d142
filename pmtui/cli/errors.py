"""Errors as people and scripts see them: what went wrong, where, and what to do."""

from __future__ import annotations

import sys
from typing import Protocol

INTERRUPTED = 130
"""The exit status after ctrl+c, as shells have it."""


class Reportable(Protocol):
    """An error with a code for scripts, a hint for people and an exit status."""

    code: str
    hint: str
    status: int


def report(error: Reportable, is_json: bool) -> int:
    """Print an error on stderr and give the exit status."""
    message, hint = getattr(error, "message", None) or str(error), error.hint
    if is_json:
        import json

        sys.stderr.write(json.dumps({"error": {"code": error.code, "message": message, "hint": hint}}, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(wrapped(f"pmtui: {message}{'; ' if hint else ''}{hint}") + "\n")
    return error.status


def wrapped(text: str, width: int = 80) -> str:
    """Text broken at blanks so that it fits 80 columns; later lines are indented."""
    if len(text) <= width and "\n" not in text:
        return text
    from textwrap import fill

    return "\n".join(
        fill(line, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False) for line in text.splitlines()
    )
