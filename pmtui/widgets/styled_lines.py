"""Lines of text with colour roles: wrapping, labels and light Markdown. Pure; painted by `paint_line`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.segment import Segment
from textual.strip import Strip

from pmtui.widgets import glyphs
from pmtui.widgets.cells import cut, graphemes, shortened, steady, width_of
from pmtui.widgets.one_line import Span
from pmtui.widgets.palette import Palette

Line = tuple[Span, ...]
"""One line of the screen."""

_INLINE = re.compile(
    r"(?P<code>`[^`]+`)|(?P<strong>\*\*[^*]+\*\*|__[^_]+__)|(?P<em>(?<!\w)[*_][^*_\s](?:[^*_]*[^*_\s])?[*_](?!\w))"
    r"|\[(?P<text>[^\]]+)\]\((?P<url>[^)\s]+)\)"
)
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_ITEM = re.compile(r"(\s*)([-*+]|\d+[.)])\s+(?:\[([ xX])\]\s+)?(.*)")


def _words(spans: Iterable[Span]) -> list[list[Span]]:
    words: list[list[Span]] = [[]]
    for text, role in spans:
        first, *others = steady(text).split(" ")
        if first:
            words[-1].append(Span(first, role))
        for one in others:
            words.append([Span(one, role)] if one else [])
    return [word for word in words if word]


def _broken(word: list[Span], width: int) -> list[list[Span]]:
    """A word that is longer than a line, in pieces."""
    pieces: list[list[Span]] = [[]]
    room = width
    for text, role in word:
        rest = text
        while rest:
            head = cut(rest, room) or ("" if room < width else graphemes(rest)[0])
            if head:
                pieces[-1].append(Span(head, role))
                rest, room = rest[len(head):], room - width_of(head)
            if rest:
                pieces.append([])
                room = width
    return pieces


def wrapped_spans(spans: Iterable[Span], width: int, first: Line = (), rest: str = "") -> list[Line]:
    """Spans in lines of at most so many cells, broken at blanks.

    Args:
        spans: The text.
        width: Cells of a line, the indents included.
        first: What the first line begins with.
        rest: What every further line begins with.
    """
    lines: list[Line] = []
    line: list[Span] = list(first)
    used = begin = sum(width_of(one.text) for one in line)
    for word in _words(spans):
        size = sum(width_of(one.text) for one in word)
        pieces = [word] if size <= width - width_of(rest) else _broken(word, max(1, width - width_of(rest)))
        for piece in pieces:
            size = sum(width_of(one.text) for one in piece)
            if used > begin and used + 1 + size > width:
                lines.append(tuple(line))
                line, used = ([Span(rest)] if rest else []), width_of(rest)
                begin = used
            if used > begin:
                line.append(Span(" ", line[-1].role if line[-1].role == piece[0].role else "text"))
                used += 1
            line += piece
            used += size
    lines.append(tuple(line))
    return lines


def inline_spans(text: str, role: str = "text") -> list[Span]:
    """A line of Markdown: code, strong, emphasis and links; all else as it stands."""
    spans: list[Span] = []
    at = 0
    for found in _INLINE.finditer(text):
        spans.append(Span(text[at:found.start()], role))
        at = found.end()
        kind, whole = found.lastgroup, found.group()
        if kind == "url":
            spans += [Span(found["text"], "accent"), Span(f" ({found['url']})", "faint")]
        elif kind == "code":
            spans.append(Span(whole[1:-1], "info"))
        else:
            size = 2 if kind == "strong" else 1
            spans.append(Span(whole[size:-size], f"{role} {'bold' if kind == 'strong' else 'italic'}"))
    return [*spans, Span(text[at:], role)]


def markdown_lines(text: str, width: int) -> list[Line]:
    """Markdown for reading: headings, lists, quotes, code; no tables, no pictures. Blank lines in a row become one.

    Args:
        text: The source.
        width: Cells of a line.
    """
    lines: list[Line] = []
    is_code = False
    for raw in text.splitlines():
        source = raw.expandtabs(4).rstrip()
        if source.lstrip().startswith(("```", "~~~")):
            is_code = not is_code
        elif is_code:
            lines += [(Span("  "), Span(part, "info")) for part in _code_parts(source, width - 2)]
        elif not source:
            if lines and lines[-1]:
                lines.append(())
        else:
            lines += _block(source, width)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _code_parts(source: str, width: int) -> list[str]:
    source = steady(source)
    parts = [cut(source, max(2, width))]
    while len("".join(parts)) < len(source):
        parts.append(cut(source[len("".join(parts)):], max(2, width)))
    return parts


def _block(source: str, width: int) -> list[Line]:
    heading = _HEADING.fullmatch(source)
    if heading:
        return wrapped_spans(inline_spans(heading[2], "heading"), width)
    item = _ITEM.fullmatch(source)
    if item:
        indent, mark, box, text = item.groups()
        indent = " " * min(len(indent), 8)
        mark = (glyphs.DONE if box.strip() else glyphs.OPEN) if box else "•" if mark in "-*+" else mark
        role = "success" if box and box.strip() else "muted"
        first = (Span(f"{indent}{mark} ", role),)
        return wrapped_spans(inline_spans(text), width, first, " " * width_of(first[0].text))
    if source.startswith(">"):
        text = source.lstrip("> ")
        return [(Span("▎ ", "border-focused"), *line) for line in wrapped_spans(inline_spans(text, "muted"), max(4, width - 2))]
    indent = " " * min(len(source) - len(source.lstrip()), 8)
    return wrapped_spans(inline_spans(source.strip()), width, (Span(indent),) if indent else (), indent)


LABEL = 12
"""Cells of the labels at the left of a record's fields."""


def labelled(label: str, lines: Sequence[Line]) -> list[Line]:
    """Lines beside a label; the lines must be made for `LABEL` cells less than the whole width."""
    name = shortened(steady(label), LABEL - 1)
    return [
        (Span((name if at == 0 else "").ljust(LABEL - width_of(name) + len(name) if at == 0 else LABEL), "muted"), *line)
        for at, line in enumerate(lines)
    ]


def rule(title: str, width: int) -> Line:
    """A heading between the parts of a record."""
    return (Span(title, "heading"), Span(" "), Span("─" * max(0, width - width_of(title) - 1), "border"))


def text_of(lines: Iterable[Line]) -> str:
    """Lines without their roles, for tests and for copying."""
    return "\n".join("".join(one.text for one in line).rstrip() for line in lines)


def paint_line(line: Line, width: int, palette: Palette, ground: str = "background", left: int = 0) -> Strip:
    """A line as a strip of exactly so many cells, with some blank ones at the left."""
    parts = [Segment(" " * left, palette.style("text", ground))] if left else []
    parts += [Segment(steady(text), palette.style(role, ground)) for text, role in line]
    return Strip(parts).crop(0, width).adjust_cell_length(width, palette.style("text", ground))
