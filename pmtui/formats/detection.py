"""What lies about that could be imported: found by name and counted, not read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from pmtui.formats.backlog_md import FOLDERS
from pmtui.formats.imported import BadInput, shown

_BACKLOGS = ("backlog", ".backlog")
_BEADS = (".beads/issues.jsonl", ".beads/beads.jsonl")
_DELETED = b'"status":"tombstone"'
"""What a line holds whose issue was deleted."""
_MOST_BYTES = 64 << 20
"""A larger file is not counted to its end."""


class Find(NamedTuple):
    """Something that `pmtui import` reads.

    Attributes:
        format: The format's name, as `pmtui import` takes it.
        title: What people call the other tool.
        path: The file or folder to import.
        name: How to show the place, `backlog/` or `.beads/`.
        number: How many tasks or issues there seem to be.
        unit: What they are, `tasks` or `issues`; one of them is without the s.
        is_less: Whether there may be more than were counted.
    """

    format: str
    title: str
    path: str
    name: str
    number: int
    unit: str
    is_less: bool = False

    @property
    def words(self) -> str:
        """The number in words: `158 tasks`, `1 issue`."""
        unit = self.unit[:-1] if self.number == 1 else self.unit
        return f"{'more than ' if self.is_less else ''}{self.number:,} {unit}"


def found_imports(folder: str) -> list[Find]:
    """What can be imported in a folder or, within a git repository, at its root; of one format the nearest."""
    finds: dict[str, Find] = {}
    for place in _places(os.path.abspath(folder)):
        for find in (*_backlog_md(place), *_beads(place), *_tickets(place)):
            finds.setdefault(find.format, find)
    return list(finds.values())


def _places(folder: str) -> list[str]:
    """The folder, and the root of the repository that it is in."""
    above = folder
    while not os.path.exists(os.path.join(above, ".git")):
        if os.path.dirname(above) == above:
            return [folder]
        above = os.path.dirname(above)
    return [folder] if above == folder else [folder, above]


def _backlog_md(place: str) -> Iterator[Find]:
    for name in _BACKLOGS:
        path = os.path.join(place, name)
        counts = {inner: _tasks(os.path.join(path, *inner.split("/"))) for inner in FOLDERS}
        if any(counts.values()):
            tasks = sum(number for inner, number in counts.items() if inner.split("/")[-1] in ("tasks", "completed", "drafts"))
            yield Find("backlog-md", "Backlog.md", path, f"{shown(name)}/", tasks, "tasks")
            return


def _tasks(folder: str) -> int:
    """How many Markdown files a folder holds; none where there is no such folder or it cannot be listed."""
    try:
        with os.scandir(folder) as found:
            return sum(one.name.lower().endswith(".md") and one.name.lower() != "readme.md" and one.is_file() for one in found)
    except OSError:
        return 0


def _beads(place: str) -> Iterator[Find]:
    for name in _BEADS:
        path = os.path.join(place, *name.split("/"))
        count, is_less = _objects(path)
        if count:
            yield Find("beads", "Beads", path, ".beads/", count, "issues", is_less)
            return


def _tickets(place: str) -> Iterator[Find]:
    """A CSV file that is called after tickets and has their columns."""
    try:
        with os.scandir(place) as found:
            names = sorted(one.name for one in found if _is_of_tickets(one.name) and one.is_file())
    except OSError:
        return
    for name in names:
        path = os.path.join(place, name)
        number = _rows_of_tickets(path)
        if number:
            yield Find("tickets", "Support tickets", path, shown(name), number, "tickets")
            return


def _is_of_tickets(name: str) -> bool:
    return "ticket" in name.lower() and name.lower().endswith(".csv")


def _rows_of_tickets(path: str) -> int:
    """How many tickets a CSV file seems to hold; none where it has other columns."""
    from pmtui.formats.csv_rows import read_csv
    from pmtui.formats.ticket_columns import guessed_columns

    try:
        if os.path.getsize(path) > _MOST_BYTES:
            return 0
        with open(path, "rb") as file:
            table = read_csv(file.read(), shown(os.path.basename(path)))
    except (OSError, BadInput):
        return 0
    columns = guessed_columns(table.header, {})
    return len(table.rows) if "key" in columns and {"title", "quote"} & columns.keys() else 0


def _objects(path: str) -> tuple[int, bool]:
    """How many lines of a file seem to hold a living issue, and whether its end was not reached."""
    if not os.path.isfile(path):  # a pipe is not waited for
        return 0, False
    count = read = 0
    try:
        with open(path, "rb") as file:
            for line in file:
                count += line.startswith(b"{") and _DELETED not in line
                read += len(line)
                if read > _MOST_BYTES:
                    return count, True
    except OSError:
        return 0, False
    return count, False
