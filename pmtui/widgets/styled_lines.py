"""Lines of text with colour roles: wrapping, labels and a line of Markdown. Pure; painted by `paint_line`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.segment import Segment
from textual.strip import Strip

from pmtui.widgets.cells import cut, graphemes, shortened, steady, width_of
from pmtui.widgets.link_spans import URL, LinkSpan, Target, like, target_of, with_links
from pmtui.widgets.one_line import Span
from pmtui.widgets.palette import Palette

Line = tuple[Span, ...]
"""One line of the screen."""

_INLINE = re.compile(
    r"(?P<code>`[^`]+`)|(?P<strong>\*\*[^*]+\*\*|__[^_]+__)|(?P<em>(?<!\w)[*_][^*_\s](?:[^*_]*[^*_\s])?[*_](?!\w))"
    r"|\[(?P<text>[^\]]+)\]\((?P<url>[^)\s]+)\)"
)


def _words(spans: Iterable[Span]) -> list[list[Span]]:
    words: list[list[Span]] = [[]]
    for span in spans:
        first, *others = steady(span.text).split(" ")
        if first:
            words[-1].append(like(span, first))
        if type(span) is Span:
            role = span.role
            words += [[Span(one, role)] if one else [] for one in others]
        else:
            words += [[like(span, one)] if one else [] for one in others]
    return [word for word in words if word]


def _broken(word: list[Span], width: int) -> list[list[Span]]:
    """A word that is longer than a line, in pieces."""
    pieces: list[list[Span]] = [[]]
    room = width
    for span in word:
        rest = span.text
        while rest:
            head = cut(rest, room) or ("" if room < width else graphemes(rest)[0])
            if head:
                pieces[-1].append(like(span, head))
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
    used = begin = _size(line)
    indent = width_of(rest)
    for word in _words(spans):
        size = _size(word)
        for piece in [word] if size <= width - indent else _broken(word, max(1, width - indent)):
            size = size if piece is word else _size(piece)
            if used > begin and used + 1 + size > width:
                lines.append(tuple(line))
                line, used = ([Span(rest)] if rest else []), indent
                begin = used
            if used > begin:
                _join(line, piece)
                used += 1
            else:
                line += piece
            used += size
    lines.append(tuple(line))
    return lines


def _size(spans: Sequence[Span]) -> int:
    return width_of(spans[0].text) if len(spans) == 1 else sum([width_of(one.text) for one in spans])


def _join(line: list[Span], word: list[Span]) -> None:
    """Put a word behind those of a line; words that look alike and open the same become one span."""
    before, after = line[-1], word[0]
    if type(before) is Span is type(after) and before.role == after.role:
        line[-1] = Span(f"{before.text} {after.text}", before.role)
    else:
        target = target_of(before)
        if target is None or target != target_of(after):
            line += [Span(" ", before.role if before.role == after.role else "text"), after]
        elif before.role == after.role:
            line[-1] = LinkSpan(f"{before.text} {after.text}", before.role, target)
        else:
            line += [LinkSpan(" ", "text", target), after]
    line += word[1:]


def inline_spans(text: str, role: str = "text") -> list[Span]:
    """A line of Markdown: code, strong, emphasis, links, addresses and ids; all else as it stands."""
    spans: list[Span] = []
    at = 0
    for found in _INLINE.finditer(text):
        spans += with_links(text[at:found.start()], role)
        at = found.end()
        kind, whole = found.lastgroup, found.group()
        if kind == "url":
            spans.append(LinkSpan(found["text"], "accent underline", Target(URL, found["url"])))
        elif kind == "code":
            spans.append(Span(whole[1:-1], "info"))
        else:
            size = 2 if kind == "strong" else 1
            spans.append(Span(whole[size:-size], f"{role} {'bold' if kind == 'strong' else 'italic'}"))
    return [*spans, *with_links(text[at:], role)]


def markdown_lines(text: str, width: int) -> list[Line]:
    """Markdown for reading; see `pmtui.widgets.markdown`, which is imported when there is some."""
    from pmtui.widgets import markdown

    return markdown.markdown_lines(text, width)


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
