"""The rows of a list of several kinds: a section for each, its records, and lines of its own below them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from pmtui.domain.records import Record
from pmtui.domain.table import Table

_FEW = 64
"""So many records are looked for one by one."""


class SectionLine(NamedTuple):
    """A line of a section that is no record: what belongs here, or what is worth knowing about all of its records.

    Attributes:
        text: What it says.
        key: What `enter` does there, in a word or two; empty where it does nothing.
        role: Colour role.
        screen: The name of the screen to which it leads; empty where it adds a record.
        query: The filter that shows there what it counts.
    """

    text: str
    key: str = ""
    role: str = "muted"
    screen: str = ""
    query: str = ""


class Section(NamedTuple):
    """The rows of one kind.

    Attributes:
        kind: The kind.
        table: Where its records are.
        rows: The positions of those that are shown, in their order; none where it is folded.
        lines: What stands below them.
    """

    kind: str
    table: Table
    rows: Sequence[int]
    lines: Sequence[SectionLine] = ()


class SectionRows:
    """Sections as a list wants them: row by row, each with an id of its own.

    Attributes:
        sections: The sections, in their order.
    """

    def __init__(self, sections: Sequence[Section] = ()) -> None:
        """Hold them."""
        self.sections = sections
        self._starts: list[int] = []
        self._length = self._asked = 0
        self._places: dict[tuple[str, int], int] | None = None
        for one in sections:
            self._starts.append(self._length)
            self._length += len(one.rows) + len(one.lines)

    def __len__(self) -> int:
        """How many rows there are."""
        return self._length

    def at(self, row: int) -> tuple[Section, int]:
        """The section of a row, and the row's index in it."""
        index = bisect_right(self._starts, row) - 1
        return self.sections[index], row - self._starts[index]

    def id(self, position: int) -> str:
        """The id of a record; what tells another line from all others."""
        section, at = self.at(position)
        return section.table.id(section.rows[at]) if at < len(section.rows) else f"{section.kind}/{at - len(section.rows)}"

    def position(self, id: str) -> int | None:
        """The row of an id, or None; as long as few are asked for, all rows are not worth an index."""
        kind, slash, number = id.partition("/")
        for start, section in zip(self._starts, self.sections, strict=True):
            if slash:
                if section.kind == kind and number.isdecimal() and int(number) < len(section.lines):
                    return start + len(section.rows) + int(number)
                continue
            found = section.table.position(id)
            if found is not None:
                return self._row(section, start, found)
        return None

    def _row(self, section: Section, start: int, position: int) -> int | None:
        self._asked += 1
        if self._asked > _FEW and self._places is None:
            self._places = {
                (one.kind, at): start + index for start, one in zip(self._starts, self.sections, strict=True)
                for index, at in enumerate(one.rows)
            }
        if self._places is not None:
            return self._places.get((section.kind, position))
        try:
            return start + section.rows.index(position)
        except ValueError:
            return None

    def record(self, position: int) -> Record:
        """The record of a row; an empty one on another line."""
        section, at = self.at(position)
        return section.table.record(section.rows[at]) if at < len(section.rows) else Record(section.kind, "", {})

    def line(self, id: str | None) -> SectionLine | None:
        """The line of an id; None where it is that of a record."""
        at = self.position(id) if id is not None and "/" in id else None
        if at is None:
            return None
        section, index = self.at(at)
        return section.lines[index - len(section.rows)]

    def kind_of(self, id: str) -> str:
        """The kind of a row by its id; empty where there is no such row."""
        at = self.position(id)
        return "" if at is None else self.at(at)[0].kind
