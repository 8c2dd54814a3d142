"""Markdown as styled lines: parsed by markdown-it, painted by ourselves. Import it only where there is Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from pmtui.widgets import glyphs
from pmtui.widgets.cells import cut, steady, width_of
from pmtui.widgets.link_spans import URL, LinkSpan, Target, with_links
from pmtui.widgets.markdown_tables import table_lines
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_BULLETS = "•◦▪"
_BOXES = {"[ ] ": (glyphs.OPEN, "muted"), "[x] ": (glyphs.DONE, "success"), "[X] ": (glyphs.DONE, "success")}
LEAST = 8
"""Where fewer cells would be left, nothing is indented any further."""


def rendered(text: str, width: int) -> list[Line]:
    """The lines of a Markdown text.

    Args:
        text: The source; blocks nested deeper than the parser allows are text.
        width: Cells of a line.
    """
    return _blocks(SyntaxTreeNode(_PARSER.parse(text.expandtabs(4))), width)


def _blocks(node: SyntaxTreeNode, width: int, role: str = "text", depth: int = 0, is_tight: bool = False) -> list[Line]:
    """The blocks inside a node, a blank line between two but below a heading and in a tight list."""
    lines: list[Line] = []
    before: SyntaxTreeNode | None = None
    for child in node.children:
        block = _block(child, width, role, depth)
        if block:
            lines += block if before is None or is_tight or _is_close(before, child) else [(), *block]
            before = child
    return lines


def _is_close(before: SyntaxTreeNode, after: SyntaxTreeNode) -> bool:
    """Whether no blank line belongs between two blocks: below a heading, and where a list follows the sentence above it."""
    if before.type == "heading":
        return True
    return before.type == "paragraph" and after.type.endswith("list") and before.map is not None and before.map[1:] == (after.map or ())[:1]


def _block(node: SyntaxTreeNode, width: int, role: str, depth: int) -> list[Line]:
    kind = node.type
    if kind == "heading":
        return _lines(node, width, "heading" if node.tag in ("h1", "h2") else "text bold")
    if kind == "paragraph":
        return _lines(node, width, role)
    if kind in ("bullet_list", "ordered_list"):
        return _list(node, width, role, depth)
    if kind == "blockquote":
        bar = Span("▎ ", "border-focused")
        inside = _blocks(node, width - 2 if width > LEAST else width, "muted", depth)
        return [(bar, *line) for line in inside] if width > LEAST else inside
    if kind in ("fence", "code_block"):
        return _code(node.content, width)
    if kind == "hr":
        return [(Span("─" * width, "border"),)]
    if kind == "table":
        return _table(node, width, role)
    return [line for raw in node.content.splitlines() for line in wrapped_spans([Span(raw, "faint")], width)]


def _lines(node: SyntaxTreeNode, width: int, role: str) -> list[Line]:
    """A paragraph or heading; a hard break begins a new line."""
    lines: list[Line] = []
    line: list[Span] = []
    for span in _spans(node, role):
        if span.text == "\n":
            lines += wrapped_spans(line, width)
            line = []
        else:
            line.append(span)
    return lines + wrapped_spans(line, width)


def _list(node: SyntaxTreeNode, width: int, role: str, depth: int) -> list[Line]:
    number = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    is_tight = all(child.hidden for item in node.children for child in item.children if child.type == "paragraph")
    digits = len(str((number or 0) + len(node.children) - 1))
    lines: list[Line] = []
    for item in node.children:
        sign, sign_role = (f"{number:>{digits}}.", "muted") if number is not None else (_BULLETS[min(depth, len(_BULLETS) - 1)], "muted")
        box = _box(item)
        if box is not None and number is None:
            sign, sign_role = box
        mark = Span(f"{sign} ", sign_role)
        indent = width_of(mark.text) if width - width_of(mark.text) >= LEAST else 0
        inside = _blocks(item, width - indent, "muted" if box is not None and sign == glyphs.DONE else role, depth + 1, is_tight) or [()]
        first = (mark, *inside[0]) if indent else inside[0]
        rest = [(Span(" " * indent), *line) if indent and line else line for line in inside[1:]]
        lines += [(), first, *rest] if lines and not is_tight else [first, *rest]
        number = number + 1 if number is not None else None
    return lines


def _box(item: SyntaxTreeNode) -> tuple[str, str] | None:
    """The box of a task, taken out of its text."""
    if not item.children or item.children[0].type != "paragraph":
        return None
    inline = item.children[0].children[0]
    first = inline.children[0] if inline.children else None
    if first is None or first.type != "text" or first.token is None or first.content[:4] not in _BOXES:
        return None
    found = _BOXES[first.content[:4]]
    first.token.content = first.content[4:]
    return found


def _table(node: SyntaxTreeNode, width: int, role: str) -> list[Line]:
    rows = [row.children for part in node.children for row in part.children]
    right = frozenset(at for at, cell in enumerate(rows[0]) if "right" in str(cell.attrs.get("style", "")))
    return table_lines([[_spans(cell, role) for cell in row] for row in rows], width, right)


def _code(source: str, width: int) -> list[Line]:
    """Code as it stands, two cells in; what is too long goes on in the next line."""
    indent = 2 if width > LEAST else 0
    lines: list[Line] = []
    for raw in source.rstrip("\n").split("\n"):
        rest = steady(raw)
        while True:
            head = cut(rest, max(2, width - indent)) if width_of(rest) > width - indent else rest
            lines.append((Span(" " * indent), Span(head, "info")) if head else ())
            rest = rest[len(head):]
            if not rest or not head:
                break
    return lines


def _spans(node: SyntaxTreeNode, role: str) -> list[Span]:
    """What stands in a paragraph, a heading or a cell."""
    return [span for child in node.children for span in _inline(child, role, None)]


def _inline(node: SyntaxTreeNode, role: str, target: Target | None) -> Iterator[Span]:
    kind = node.type
    if kind in ("text", "text_special"):
        yield from [LinkSpan(node.content, role, target)] if target is not None else with_links(node.content, role)
    elif kind in ("softbreak", "hardbreak"):
        yield Span("\n" if kind == "hardbreak" else " ", role)
    elif kind == "code_inline":
        yield LinkSpan(node.content, "info", target) if target is not None else Span(node.content.replace(" ", "\u00a0"), "info")
    elif kind == "image":
        words = node.content or "picture"
        yield LinkSpan(f"[{words}]", "accent", Target(URL, str(node.attrs.get("src", ""))))
    elif kind == "link":
        inside = Target(URL, str(node.attrs.get("href", "")))
        for child in node.children:
            yield from _inline(child, "accent underline", inside)
    elif node.children:
        word = {"strong": "bold", "em": "italic", "s": "strike"}.get(kind, "")
        for child in node.children:
            yield from _inline(child, f"{role} {word}" if word and word not in role.split() else role, target)
    elif kind != "inline":
        yield Span(node.content, "faint")
