"""Support tickets from the CSV exports of help desks: each becomes a piece of feedback.

Columns are known by the names that common help desks give them, in whatever order and language is declared here; what was guessed
is told, and can be given otherwise. A ticket is known by the system's name and its own number, so that importing again updates it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from pmtui.domain.text import counted, one_line
from pmtui.formats.csv_rows import SEPARATORS, CsvRow, CsvText, read_csv
from pmtui.formats.foreign import Foreign, Unreadable, imported, instant, is_address, lines
from pmtui.formats.imported import BadInput, Batch, Fault, Imported, Progress, derived_id, shown
from pmtui.formats.ticket_columns import COLUMNS, DateOrder, date_order, guessed_columns, ticket_instant

if TYPE_CHECKING:
    from pathlib import Path

SYSTEM = "tickets"
"""The tracker's name where none is given."""
KIND = "feedback"
CHANNEL = "ticket"
"""Where feedback comes from that says nothing else: evidence knows it as a source."""
_OTHERS = ("system", "dates")
_DATES: Mapping[str, DateOrder] = {"dmy": "dmy", "mdy": "mdy"}
_TITLE = 80
"""The most characters of a title that is taken from the text."""
_LONGEST = 500
_EVERY = 500


class Reading(NamedTuple):
    """How a file is to be read.

    Attributes:
        columns: The header of each field's column, those that were given over those that were guessed.
        system: The tracker's name.
        dates: Whether the day or the month comes first where that is not plain.
    """

    columns: Mapping[str, str]
    system: str
    dates: DateOrder


def read_tickets(raw: bytes, name: str = "tickets.csv", given: Mapping[str, str] | None = None, progress: Progress | None = None) -> Batch:
    """Translate a file.

    Args:
        raw: All of it.
        name: What to call it in places.
        given: What people said of it: a column's header by the name of a field (empty for none), `system`, `dates` (dmy or mdy).
        progress: Told about rows.

    Raises:
        BadInput: It is no CSV, or what was given does not fit it.
    """
    table = read_csv(raw, name)
    reading, notes = _reading(table, given or {}, name)
    tickets: list[Imported] = []
    faults: list[Fault] = []
    undated = 0
    for number, row in enumerate(table.rows, 1):
        if progress is not None and (number % _EVERY == 0 or number == len(table.rows)):
            progress(number, len(table.rows))
        place = f"{name} line {row.line}"
        try:
            ticket = _ticket(row, table, reading, place)
        except Unreadable as error:
            faults.append(Fault(place, str(error), error.hint))
        else:
            undated += "created_at" not in ticket.data and bool(_cell(row, table, reading, "created"))
            tickets.append(ticket)
    if undated:
        notes.append(f"{counted(undated, 'date')} could not be read: kept under source.extra")
    told = tuple((field, reading.columns.get(field, "")) for field in COLUMNS)
    return Batch(tuple(tickets), tuple(faults), (*table.notes, *notes), told)


def read_path(path: Path, progress: Progress, given: Mapping[str, str] | None = None) -> Batch:
    """Read a file; see `read_tickets`.

    Raises:
        BadInput: There is no such file, or it is no CSV of tickets.
        OSError: It cannot be read.
    """
    if path.is_dir():
        raise BadInput(f"{shown(str(path))} is a folder", "Name the CSV file in it.")
    if not path.exists():
        raise BadInput(f"there is no {shown(str(path))}", "Name the CSV file that the help desk exported.")
    return read_tickets(path.read_bytes(), shown(path.name), given, progress)


def _reading(table: CsvText, given: Mapping[str, str], name: str) -> tuple[Reading, list[str]]:
    """How to read a file, and what is to be said of that."""
    notes: list[str] = []
    unknown = next((one for one in given if one not in COLUMNS and one not in _OTHERS), None)
    if unknown is not None:
        raise BadInput(f"there is no field {unknown!r} for tickets", f"Use one of {', '.join((*COLUMNS, *_OTHERS))}.")
    columns = guessed_columns(table.header, {field: given[field] for field in given if field in COLUMNS})
    if not {"title", "quote"} & columns.keys():
        raise BadInput(
            f"{name} has no column that looks like a subject or a description: {', '.join(table.header)[:160]}",
            "Say which one is, for example title=Betreff quote=Text.",
        )
    if table.separator != ",":
        notes.append(f"columns are separated by {SEPARATORS[table.separator]}")
    if "key" not in columns:
        notes.append("no column looks like the ticket's number: tickets are known by what they say, and one that changes comes in anew")
    word = given.get("dates", "")
    if word and word not in _DATES:
        raise BadInput(f"dates={word[:20]} is none of dmy, mdy", "Write dates=dmy where the day comes first.")
    dates, doubt = date_order(row.cells[table.header.index(columns["created"])] for row in table.rows if row.cells) \
        if "created" in columns else ("dmy", "")
    if word:
        dates = _DATES[word]
    elif doubt:
        notes.append(f"{doubt}: read as {'day/month' if dates == 'dmy' else 'month/day'}; dates={'mdy' if dates == 'dmy' else 'dmy'} "
                     "says otherwise")
    return Reading(columns, one_line(given.get("system") or SYSTEM).strip() or SYSTEM, dates), notes


def _ticket(row: CsvRow, table: CsvText, reading: Reading, place: str) -> Imported:
    """One ticket.

    Raises:
        Unreadable: It cannot be read, has no number, or says nothing.
    """
    if row.fault:
        raise Unreadable(row.fault, "Mend the line, or export the tickets again.")
    foreign = Foreign({header: cell for header, cell in zip(table.header, row.cells, strict=True) if cell.strip()})
    of = reading.columns
    key = _key(foreign, reading)
    quote = _words(foreign, of.get("quote", ""))
    fields = {
        "title": _line(foreign, of.get("title", ""))[:_LONGEST] or _first(quote), "quote": quote,
        "customer": _line(foreign, of.get("customer", "")), "company": _line(foreign, of.get("company", "")),
        "channel": _line(foreign, of.get("channel", "")) or CHANNEL, "category": _line(foreign, of.get("category", "")),
        "url": _address(foreign, of.get("url", "")), "tags": _tags(foreign, of.get("tags", "")),
        "created_at": _created(foreign, of.get("created", ""), reading.dates),
    }
    if not fields["title"]:
        raise Unreadable("it says nothing: neither a subject nor a description", "Leave the line out.")
    return imported(KIND, reading.system, key, fields, foreign.extra, [], place)


def _key(foreign: Foreign, reading: Reading) -> str:
    header = reading.columns.get("key")
    if header is None:
        return derived_id(*(part for pair in sorted(foreign.row.items()) for part in pair))
    key = one_line(foreign.text(header)).strip()
    if not key:
        raise Unreadable(f"it has no number in the column {header!r}", "Leave the line out, or say which column it is: key=Header.")
    foreign.used(header)
    return key


def _line(foreign: Foreign, header: str) -> str:
    return foreign.line(header) if header else ""


def _words(foreign: Foreign, header: str) -> list[str]:
    """A text as lines, without blank ones at its ends."""
    text = foreign.text(header).replace("\r\n", "\n").replace("\r", "\n") if header else ""
    if header:
        foreign.used(header)
    found = [line.rstrip() for line in lines(text.strip("\n"))]
    while found and not found[-1]:
        found.pop()
    return found


def _first(quote: list[str]) -> str:
    """The first line of a text that says something, short enough for a title."""
    line = next((" ".join(one_line(one).split()) for one in quote if one.strip()), "")
    return line if len(line) <= _TITLE else line[:_TITLE].rsplit(" ", 1)[0] + "…"


def _address(foreign: Foreign, header: str) -> str | None:
    text = foreign.text(header).strip() if header else ""
    if not is_address(text):
        return None
    foreign.used(header)
    return text


def _tags(foreign: Foreign, header: str) -> list[str]:
    """Words between commas, semicolons or bars; where there are none, between blanks."""
    text = one_line(foreign.text(header)).strip().strip("[]") if header else ""
    separator = next((one for one in ",;|" if one in text), None)
    words = {word.strip().strip("\"'") for word in text.split(separator)}
    if header:
        foreign.used(header)
    return sorted(word for word in words if word)


def _created(foreign: Foreign, header: str, order: DateOrder) -> str | None:
    text = foreign.text(header).strip() if header else ""
    found = ticket_instant(text, order) if text else None
    if found is not None and instant(found) == text:
        foreign.used(header)
    return found


def _cell(row: CsvRow, table: CsvText, reading: Reading, field: str) -> str:
    header = reading.columns.get(field)
    return row.cells[table.header.index(header)].strip() if header is not None and row.cells else ""
