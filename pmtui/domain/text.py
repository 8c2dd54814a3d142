"""Folding of text for search, and its cleaning for one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def folded(text: str) -> str:
    """Case and accents folded: `Café` and `CAFE` are the same to a search."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFD", text.casefold())
    for one in set(parts):  # few different characters in a long text
        if unicodedata.combining(one):
            parts = parts.replace(one, "")
    return unicodedata.normalize("NFC", parts)


def searchable(data: Mapping[str, Any]) -> str:
    """What free words of a filter look at: title and body, folded, one line each."""
    title = data.get("title")
    body = data.get("body")
    lines = [title if isinstance(title, str) else ""]
    if isinstance(body, list):
        lines.extend(one for one in body if isinstance(one, str))
    elif isinstance(body, str):
        lines.append(body)
    return folded("\n".join(lines))


def one_line(text: str) -> str:
    """Text that may stand in one line: runs of control characters become a blank.

    Marks that turn the direction of what follows go too: one title could else reorder the whole screen.
    """
    return _BIDI_CONTROLS.sub("", _CONTROLS.sub(" ", text))
