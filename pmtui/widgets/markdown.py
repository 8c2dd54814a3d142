"""Markdown for reading: plain paragraphs at once, all else by a renderer that is imported when it is first needed."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module

from pmtui.widgets.link_spans import with_links
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

LONGEST = 20_000
"""So many characters of one text are shown; the rest is for an editor."""
AT_ONCE = 1_500
"""So many characters are rendered while the cursor moves, in a millisecond or two."""

_MARKED = re.compile(r"[*_`\[|~<\\&]|^[ \t#>=+-]|^\d+[.)]|[ \t]$", re.MULTILINE)
"""What plain paragraphs do not have."""
_RENDERER = "pmtui.widgets.markdown_blocks"
_BREAK = re.compile(r"\n[ \t]*\n")


def is_plain(text: str) -> bool:
    """Whether a text is paragraphs and nothing else."""
    return not _MARKED.search(text)


def is_at_once(text: str) -> bool:
    """Whether a text can be shown while a key is held: it is short, and nothing has to be imported for it."""
    return len(text) <= AT_ONCE and (_RENDERER in sys.modules or is_plain(text))


def has_markup(value: object) -> bool:
    """Whether one of the texts in a record's data is more than paragraphs; single words, such as ids and statuses, do not count."""
    if isinstance(value, str):
        return (" " in value or "\n" in value) and not is_plain(value)
    if isinstance(value, Mapping):
        return any(map(has_markup, value.values()))
    return isinstance(value, list | tuple) and any(map(has_markup, value))


def load_renderer() -> None:
    """Import what renders Markdown; some 25 ms, so in a thread where nobody waits for it. With 1.5 MB it waits for the first such text."""
    import_module(_RENDERER)


def markdown_lines(text: str, width: int, most: int = LONGEST) -> list[Line]:
    """Markdown in lines of at most so many cells; a text that is too long ends with a line that says how much is missing.

    Args:
        text: The source.
        width: Cells of a line.
        most: The most characters shown; cut between two blocks.
    """
    head = beginning(text, most)
    lines = list(_lines(head, max(4, width)))
    if len(head) < len(text):
        left = len(text) - len(head)
        words = Span(f"and {round(left, -3) if left >= 10_000 else left:,} more characters: E opens all", "warning")
        lines += [(), *wrapped_spans([words], max(4, width), (Span("… ", "warning"),), "  ")]
    return lines


def beginning(text: str, most: int) -> str:
    """The beginning of a text, up to the last blank line, line or blank that is near enough to the limit."""
    if len(text) <= most:
        return text
    head = text[:most]
    breaks = [found.start() for found in _BREAK.finditer(head)]
    at = breaks[-1] if breaks and breaks[-1] > most // 2 else head.rfind("\n")
    if at <= most // 2:
        at = head.rfind(" ")
    return head[:at] if at > most // 2 else head


@lru_cache(64)
def _lines(text: str, width: int) -> tuple[Line, ...]:
    if not text.strip():
        return ()
    if is_plain(text):
        return tuple(plain_lines(text, width))
    from pmtui.widgets.markdown_blocks import rendered

    return tuple(rendered(text, width))


def plain_lines(text: str, width: int) -> list[Line]:
    """Paragraphs: single line breaks are blanks, one blank line between two."""
    lines: list[Line] = []
    for paragraph in _BREAK.split(text.strip("\n")):
        words = " ".join(paragraph.split("\n")).strip()
        if words:
            lines += [(), *wrapped_spans(with_links(words), width)] if lines else wrapped_spans(with_links(words), width)
    return lines
