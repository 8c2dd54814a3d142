"""Files with figures that are named on the command line: their bytes, and what to call them in messages."""

from __future__ import annotations

import sys
from pathlib import Path

from pmtui.commands.core import Refused
from pmtui.domain.text import one_line


def bytes_of(file: str, most: int) -> bytes:
    """What a file holds; `-` is standard input.

    Args:
        file: Its path, as given.
        most: The greatest size that is read, in bytes.

    Raises:
        Refused: It cannot be read, or is larger.
    """
    try:
        if file != "-":
            with Path(file).expanduser().open("rb") as stream:
                raw = stream.read(most + 1)
        elif sys.stdin is None:
            raise Refused("standard input is closed, so - has nothing to read", "name a file", "usage")
        else:
            raw = sys.stdin.buffer.read(most + 1)
    except OSError as error:
        raise Refused(f"{one_line(file)} cannot be read: {error.strerror or error}", "name a CSV file", "bad_input", 1) from None
    if len(raw) > most:
        raise Refused(f"{called(file)} is larger than {most // 1_000_000} MB", "split it, or sum it up", "bad_input", 1)
    return raw


def called(file: str) -> str:
    """The name of a file in messages."""
    return "standard input" if file == "-" else one_line(Path(file).name)


def as_hint(text: str) -> str:
    """A whole sentence as the end of a message."""
    return text[:1].lower() + text[1:].removesuffix(".")
