"""A Markdown list as an outline of records to be: bullets, numbers, checkboxes, what is nested, and the text between. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

MOST = 2_000
"""The most lines of a list that are taken at once."""
_BULLET = re.compile(r"([ \t]*)(?:[-*+•–]|\d{1,4}[.)])[ \t]+(?:\[([ xX])\](?:[ \t]+|$))?(.*)")
_BOX = re.compile(r"([ \t]*)\[([ xX])\][ \t]+(.*)")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_TAB = 4


class Draft(NamedTuple):
    """One line of a list, with what belongs to it.

    Attributes:
        text: Its words, without bullet and checkbox.
        done: Whether its checkbox is ticked; None where it has none.
        body: The lines below it that are no list, without their common indent.
        children: The lines nested below it.
    """

    text: str
    done: bool | None = None
    body: tuple[str, ...] = ()
    children: tuple[Draft, ...] = ()


class Outline(NamedTuple):
    """A list.

    Attributes:
        drafts: Its lines at the outermost level.
        left_out: Lines that belong to nothing: headings, and text outside of the list.
        is_cut: Whether there were more lines than are taken at once.
    """

    drafts: tuple[Draft, ...]
    left_out: tuple[str, ...] = ()
    is_cut: bool = False


class _Open:
    """A line of the list that is still being read."""

    __slots__ = ("body", "children", "column", "done", "text")

    def __init__(self, text: str, done: bool | None, column: int) -> None:
        self.text = text
        self.done = done
        self.column = column
        self.body: list[str] = []
        self.children: list[_Open] = []

    def draft(self) -> Draft:
        return Draft(self.text, self.done, _dedented(self.body), tuple(one.draft() for one in self.children))


def outline(text: str) -> Outline:
    """The outline of a text. Where nothing in it is a list, every line that is not blank counts as one.

    Args:
        text: Markdown, or plain lines.
    """
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    if not any(_item(line) for line in lines):
        plain = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
        heads = tuple(line.strip() for line in lines if line.lstrip().startswith("#"))
        return Outline(tuple(Draft(line) for line in plain[:MOST]), heads, len(plain) > MOST)
    return _read(lines)


def is_list(text: str) -> bool:
    """Whether a text has at least two lines with a bullet, a number or a checkbox."""
    return sum(_item(line) is not None for line in text[:100_000].splitlines()) > 1


def _read(lines: Sequence[str]) -> Outline:
    top: list[_Open] = []
    way: list[_Open] = []  # from the outermost line to the innermost one that is open
    left_out: list[str] = []
    fence, is_after_blank, count = "", False, 0
    for line in lines:
        mark = _FENCE.match(line)
        found = None if fence or mark else _item(line)
        if mark is not None and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        if found is not None:
            count += 1
            if count > MOST:
                break
            column, done, words = found
            while way and way[-1].column >= column:
                way.pop()
            one = _Open(words, done, column)
            (way[-1].children if way else top).append(one)
            way.append(one)
        elif not line.strip():
            if way:
                way[-1].body.append("")
        else:
            _keep(line, way, left_out, is_text=bool(fence) or mark is not None, is_after_blank=is_after_blank)
        is_after_blank = not line.strip()
    return Outline(tuple(one.draft() for one in top), tuple(left_out), count > MOST)


def _keep(line: str, way: list[_Open], left_out: list[str], *, is_text: bool, is_after_blank: bool) -> None:
    """Put a line that is no list where it belongs: below the innermost line of the list that it is indented behind, or nowhere.

    As in Markdown, text right below a line of the list goes on with it, whatever its indent.
    """
    column = _column(line)
    is_heading = line.lstrip().startswith("#") and not is_text
    if is_after_blank or is_heading:
        while way and way[-1].column >= column and not (is_text and way[-1].column < column):
            way.pop()
    if way and not is_heading:
        way[-1].body.append(line)
    else:
        left_out.append(line.strip())


def _item(line: str) -> tuple[int, bool | None, str] | None:
    """The column, the tick and the words of a line of a list; None for other lines."""
    found = _BULLET.fullmatch(line) or _BOX.fullmatch(line)
    if found is None or not found[3].strip():
        return None
    done = None if found[2] is None else found[2] in "xX"
    return _width(found[1]), done, found[3].strip()


def _column(line: str) -> int:
    return _width(line[:len(line) - len(line.lstrip())])


def _width(indent: str) -> int:
    return len(indent.expandtabs(_TAB))


def _dedented(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines without their common indent, and without blank ones at either end."""
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    while kept and not kept[0].strip():
        kept.pop(0)
    expanded = [line.expandtabs(_TAB) for line in kept]
    least = min((_column(line) for line in expanded if line.strip()), default=0)
    return tuple(line[least:] for line in expanded)


def flat(drafts: Sequence[Draft], depth: int = 0) -> Iterator[tuple[int, Draft]]:
    """All lines of a list with their depth, from 0, from the top down."""
    for one in drafts:
        yield depth, one
        yield from flat(one.children, depth + 1)


def plain_lines(text: str) -> list[str]:
    """The words of every line of a text, bullets and checkboxes left out."""
    return [one.text for _, one in flat(outline(text).drafts)]


def as_text(drafts: Sequence[Draft], depth: int = 0) -> list[str]:
    """A list as Markdown again, for where lines cannot be records of their own."""
    lines: list[str] = []
    indent = "  " * depth
    for one in drafts:
        box = "" if one.done is None else "[x] " if one.done else "[ ] "
        lines.append(f"{indent}- {box}{one.text}")
        lines += [f"{indent}  {line}".rstrip() for line in one.body]
        lines += as_text(one.children, depth + 1)
    return lines
