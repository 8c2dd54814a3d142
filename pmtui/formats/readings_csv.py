"""Readings of KPIs from CSV: a row a reading (date, kpi, value, note), or a column a KPI. Pure.

What a line does not tell beyond doubt is not taken in, and named with the number of its line; all others are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from pmtui.domain.amounts import BadAmount, amount, has_decimal_comma
from pmtui.domain.text import folded, one_line
from pmtui.formats.csv_tables import LineFault, brief, rows_of, separator_of
from pmtui.formats.imported import BadInput

_DATES = ("date", "day", "at", "datum", "week", "month", "period")
_KPIS = ("kpi", "metric", "name", "measure", "kennzahl")
_VALUES = ("value", "reading", "amount", "wert")
_NOTES = ("note", "notes", "comment", "notiz")
_ORIGINS = ("origin", "source", "quelle")
_BLANK = frozenset({"", "-", "–", "—", "n/a", "na", "null", "none", "nan", "#n/a"})
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_HINT = "The first line names the columns: date, kpi, value, note."
_MOST_CHARACTERS = 20_000_000
FORMS = "2026-11-22, 22.11.2026 or 22/11/2026"
"""The forms of a date, for messages."""


class KpiName(NamedTuple):
    """A KPI that readings may be of."""

    id: str
    name: str
    unit: str


class ReadReading(NamedTuple):
    """One reading as it stands in the file.

    Attributes:
        line: The number of its line, from 1.
        kpi: The id of the KPI.
        at: The day, as `2026-11-22`.
        value: The number.
        note: What to know about it.
        origin: Where the file says it was read; empty where it says nothing.
    """

    line: int
    kpi: str
    at: str
    value: float
    note: str = ""
    origin: str = ""


class Readings(NamedTuple):
    """What a file holds."""

    readings: tuple[ReadReading, ...]
    faults: tuple[LineFault, ...]


def read_readings(text: str, kpis: Sequence[KpiName], today: str) -> Readings:
    """The readings in a CSV text; columns are separated by commas, semicolons or tabs.

    Args:
        text: The whole file.
        kpis: The KPIs of the goal.
        today: Later days are not taken in.

    Raises:
        BadInput: There is no header with a date and a value or a KPI.
    """
    if len(text) > _MOST_CHARACTERS:
        raise BadInput("it holds more than 20 million characters", "Split it.")
    text = text.removeprefix("\ufeff")
    delimiter = separator_of(text, ",;\t")
    rows = rows_of(text, delimiter, _HINT)
    head = [folded(cell.strip()) for cell in rows[0][1]]
    is_long = _place(head, _VALUES) is not None and _place(head, _KPIS) is not None
    cells = list(_long(rows, head, kpis) if is_long else _wide(rows, head, kpis))
    units, days = {kpi.id: kpi.unit for kpi in kpis}, _days([row for _, row in rows[1:]], head)
    with_comma = any(has_decimal_comma((one.text,), units[one.kpi]) for one in cells if not one.fault)
    comma = True if with_comma else False if delimiter == "," else None
    readings: dict[tuple[str, str, str], ReadReading] = {}
    faults: list[LineFault] = []
    for one in cells:
        try:
            found = _reading(one, units, days, comma, today)
            earlier = readings.setdefault((found.at, found.kpi, found.origin), found)
            if earlier.value != found.value:
                raise ValueError(f"line {earlier.line} has another value for {found.at}")
        except ValueError as error:
            faults.append(LineFault(one.line, str(error)))
    return Readings(tuple(readings.values()), tuple(sorted(set(faults))))


def _reading(one: _Cell, units: Mapping[str, str], days: Callable[[str], str], comma: bool | None, today: str) -> ReadReading:
    """A cell as a reading.

    Raises:
        ValueError: It is none, or of a day to come.
    """
    if one.fault:
        raise ValueError(one.fault)
    try:
        value = amount(one.text, units[one.kpi], decimal_comma=comma)
    except BadAmount as error:
        raise ValueError(f"{brief(one.text)} {error}") from None
    day = days(one.day)
    if day > today:
        raise ValueError(f"{day} lies in the future")
    return ReadReading(one.line, one.kpi, day, value, one.note, one.origin)


class _Cell(NamedTuple):
    """One value with what stands around it; or why there is none."""

    line: int
    kpi: str
    day: str
    text: str
    note: str = ""
    origin: str = ""
    fault: str = ""


def _place(head: Sequence[str], names: Sequence[str]) -> int | None:
    return next((head.index(one) for one in names if one in head), None)


def _long(rows: Sequence[tuple[int, list[str]]], head: Sequence[str], kpis: Sequence[KpiName]) -> Iterator[_Cell]:
    """A row a reading."""
    places = [_place(head, names) for names in (_DATES, _KPIS, _VALUES, _NOTES, _ORIGINS)]
    if places[0] is None:
        raise BadInput("no column is called date", _HINT)
    known = _named(kpis)
    for line, row in rows[1:]:
        day, word, text, note, origin = ("" if at is None or at >= len(row) else one_line(row[at]).strip() for at in places)
        if folded(text) in _BLANK:
            yield _Cell(line, "", day, text, fault="there is no value")
            continue
        kpi = known.get(folded(word))
        fault = "" if kpi is not None else f"{brief(word)} is no KPI of this goal: it has {_listed(kpis)}"
        yield _Cell(line, kpi.id if kpi is not None else "", day, text, note, origin, fault)


def _wide(rows: Sequence[tuple[int, list[str]]], head: Sequence[str], kpis: Sequence[KpiName]) -> Iterator[_Cell]:
    """A column a KPI."""
    known = _named(kpis)
    days, note, origin = (_place(head, names) for names in (_DATES, _NOTES, _ORIGINS))
    columns = {at: known[cell] for at, cell in enumerate(head) if cell in known}
    if _place(head, _VALUES) is not None and len(kpis) == 1 and not columns:
        columns[head.index(next(one for one in _VALUES if one in head))] = kpis[0]
    if days is None or not columns:
        missing = "no column is called date" if days is None else "no column is called like a KPI of this goal"
        raise BadInput(missing, f"The first line is: date, kpi, value, note; or date and a column a KPI: {_listed(kpis)}.")
    line = rows[0][0]
    for at, cell in enumerate(head):
        if at not in (days, note, origin) and at not in columns and cell:
            yield _Cell(line, "", "", "", fault=f"the column {brief(rows[0][1][at])} is no KPI of this goal: it has {_listed(kpis)}")
    for line, row in rows[1:]:
        texts = {at: row[at].strip() if at < len(row) else "" for at in (days, note, origin, *columns) if at is not None}
        for at, kpi in columns.items():
            if folded(texts[at]) not in _BLANK:
                yield _Cell(line, kpi.id, texts[days], texts[at], one_line(_of(texts, note)), one_line(_of(texts, origin)))


def _of(texts: Mapping[int, str], at: int | None) -> str:
    return texts[at] if at is not None else ""


def _named(kpis: Sequence[KpiName]) -> dict[str, KpiName]:
    """KPIs by what a file may call them: their name, with or without the unit behind it, or their id."""
    found: dict[str, KpiName] = {}
    for kpi in reversed(kpis):
        name, unit = folded(kpi.name.strip()), folded(kpi.unit)
        with_unit = (f"{name} ({unit})", f"{name} {unit}", f"{name} [{unit}]") if unit else ()
        found.update(dict.fromkeys((folded(kpi.id), name, *with_unit), kpi))
    found.pop("", None)
    return found


def _days(rows: Sequence[Sequence[str]], head: Sequence[str]) -> Callable[[str], str]:
    """How the file writes dates: with slashes the day may come first or the month, which its dates must tell."""
    at = _place(head, _DATES) or 0
    slashed = [found for row in rows if at < len(row) and (found := _SLASHED.fullmatch(row[at].strip()))]
    day_first, month_first = any(int(one[1]) > 12 for one in slashed), any(int(one[2]) > 12 for one in slashed)

    def read(text: str) -> str:
        word = text.strip()
        iso, dotted, slash = _ISO.fullmatch(word), _DOTTED.fullmatch(word), _SLASHED.fullmatch(word)
        if slash and day_first == month_first and slash[1] != slash[2]:
            raise ValueError(f"{brief(word)} could be two days: write it as {slash[3]}-{int(slash[2]):02d}-{int(slash[1]):02d}")
        parts: tuple[Any, ...] = iso.groups() if iso else dotted.group(3, 2, 1) if dotted else ()
        if slash:
            parts = slash.group(3, 1, 2) if month_first else slash.group(3, 2, 1)
        try:
            return date(*map(int, parts)).isoformat() if parts else _no_day(word)
        except ValueError:
            return _no_day(word)

    return read


def _no_day(word: str) -> str:
    raise ValueError(f"{brief(word)} is not a date: write it as {FORMS}" if word else "there is no date")


def _listed(kpis: Sequence[KpiName]) -> str:
    return ", ".join(kpi.name for kpi in kpis) or "none"
