r"""Text of people as it goes into Markdown, so that a title says there what it says here. Pure.

What CommonMark or GitHub's dialect would take for markup gets a backslash; all else stays as it can be read. Text never
becomes a heading, a list, a link, an element of HTML or a cell of a table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pmtui.domain.text import one_line

_MARKUP = re.compile(r"[\\`*\[\]<|]|~~|_|&(?=#?\w+;)|!(?=\[)|\$(?=\S)")
_BEGINS = re.compile(r"(#{1,6}(?=\s|$)|[-+=](?=\s|$|[-=])|\d{1,9}[.)](?=\s|$)|-|>)")
_INSIDE_A_WORD = re.compile(r"(?<=[^\W_])_(?=[^\W_])")


def plain(words: object) -> str:
    """Words in one line, with what would be markup escaped; for the middle of a line as well as for its beginning."""
    text = " ".join(one_line(str(words)).split())
    marked = _MARKUP.sub(lambda found: found[0] if _is_inside(text, found) else _escaped(found[0]), text)
    return _BEGINS.sub(_begun, marked, count=1) if _BEGINS.match(marked) else marked


def _is_inside(text: str, found: re.Match[str]) -> bool:
    """Whether an underline stands inside a word, where it is none of emphasis."""
    return found[0] == "_" and _INSIDE_A_WORD.match(text, found.start()) is not None


def _escaped(mark: str) -> str:
    return "\\~\\~" if mark == "~~" else f"\\{mark}"


def _begun(found: re.Match[str]) -> str:
    word = found[0]
    return f"{word[:-1]}\\{word[-1]}" if word[0].isdigit() else f"\\{word}"


def row(cells: Sequence[str]) -> str:
    """A line of a table; cells are Markdown already, of one line each."""
    return f"| {' | '.join(cells)} |"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """A table of GitHub's dialect in lines; `right` are the columns of numbers."""
    rule = ["---:" if at in right else "---" for at in range(len(head))]
    return [row(head), f"| {' | '.join(rule)} |", *map(row, rows)]
