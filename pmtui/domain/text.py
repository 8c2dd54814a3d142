"""Folding of text for search, its cleaning for one line, and numbers with their nouns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_CONTROLS_IN_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]+")
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
    """What free words of a filter look at: title, body and customers, those of evidence too, folded, one line each."""
    title = data.get("title")
    body = data.get("body")
    lines = [title if isinstance(title, str) else ""]
    if isinstance(body, list):
        lines.extend(one for one in body if isinstance(one, str))
    elif isinstance(body, str):
        lines.append(body)
    said = data.get("evidence")
    for one in (data, *(said if isinstance(said, list) else ())):
        if isinstance(one, Mapping):
            lines.extend(name for name in (one.get("customer"), one.get("company")) if isinstance(name, str))
    return folded("\n".join(lines))


def spoken(name: str) -> str:
    """The name of a field or choice as people read it: `target_date` is `target date`."""
    return name.replace("_", " ").strip()


def flat(value: object) -> str:
    """A text of one line or of several, as it is stored, in one line; empty for None."""
    parts = value if isinstance(value, list | tuple) else (value,)
    return " ".join(" ".join(one_line(str(one)).split()) for one in parts if one is not None).strip()


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 item`, `1,204 items`; or a number with its verb; `many` where an s is not enough."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def one_line(text: str) -> str:
    """Text that may stand in one line: runs of control characters become a blank.

    Marks that turn the direction of what follows go too: one title could else reorder the whole screen.
    """
    return _BIDI_CONTROLS.sub("", _CONTROLS.sub(" ", text))


def said(words: str) -> str:
    """What somebody said, in quotation marks; words that begin with one keep their own."""
    return words if words[:1] in ("“", '"') else f"“{words}”"


def many_lines(text: str) -> str:
    """The same for text that may have line ends and tabs: they stay, a run of other control characters becomes a blank."""
    return _BIDI_CONTROLS.sub("", _CONTROLS_IN_LINES.sub(" ", text))
