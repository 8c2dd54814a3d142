"""Readings into goals: what was read of a KPI on a day from one origin stands there once, and a later word replaces it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pmtui.commands.assignments import new_entry
from pmtui.commands.core import Context, Refused
from pmtui.commands.editing import change_of, edit_of
from pmtui.domain.amounts import BadAmount, amount
from pmtui.domain.change import Change
from pmtui.domain.dates import parse_date
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.kpis import kpi_in, kpis_of
from pmtui.domain.records import Record
from pmtui.domain.text import folded

COMMAND = "goal.reading"
_READINGS = next(one for one in SCHEMA["goal"].fields["kpis"].entry if one.name == "readings")


class NewReading(NamedTuple):
    """A reading that shall stand in a goal.

    Attributes:
        kpi: The id of the KPI.
        at: The day.
        value: What was read.
        note: What to know about it; an empty one leaves what is noted there.
        origin: Where it was read.
    """

    kpi: str
    at: str
    value: float
    note: str = ""
    origin: str = ""


class ReadingsPlan(NamedTuple):
    """What bringing readings in would do.

    Attributes:
        change: All of it as one change; without edits where all of them stand there already.
        added: How many are new.
        updated: How many stand there with another value or note.
        same: How many stand there already.
    """

    change: Change
    added: int
    updated: int
    same: int


def readings_plan(context: Context, goal: Record, new: Iterable[NewReading], title: str) -> ReadingsPlan:
    """The change that brings readings into a goal.

    Args:
        context: The clock, the author and the source of ids.
        goal: The goal.
        new: The readings, each of one of its KPIs.
        title: What the change is called.

    Raises:
        Refused: One of them cannot be, as a day to come.
    """
    by_kpi: dict[str, list[NewReading]] = {}
    for one in new:
        by_kpi.setdefault(one.kpi, []).append(one)
    kpis, counts = [], [0, 0, 0]
    for kpi in goal["kpis"] or []:
        wanted = by_kpi.get(str(kpi.get("id"))) if isinstance(kpi, Mapping) else None
        kpis.append(kpi if not wanted else _with_readings(context, kpi, wanted, counts))
    change = change_of(context, title, COMMAND, [edit_of(context, goal, {"kpis": kpis})] if counts[0] or counts[1] else [])
    return ReadingsPlan(change, *counts)


def _with_readings(context: Context, kpi: Mapping[str, Any], new: Iterable[NewReading], counts: list[int]) -> dict[str, Any]:
    """A KPI with more readings; counts those that are new, changed and the same."""
    found = list(kpi.get("readings") or [])
    places = {_key(one): at for at, one in reversed(list(enumerate(found))) if isinstance(one, Mapping)}
    for one in new:
        said: dict[str, Any] = {"at": one.at, "value": one.value}
        said |= {name: word for name, word in (("note", one.note), ("origin", one.origin)) if word}
        at = places.get((one.at, one.origin))
        if at is None:
            places[one.at, one.origin] = len(found)
            found.append(new_entry(context, _READINGS, found, said))
            counts[0] += 1
        else:
            is_same = all(found[at].get(name) == value for name, value in said.items())
            found[at] = found[at] if is_same else {**found[at], **said}
            counts[2 if is_same else 1] += 1
    return {**kpi, "readings": found}


def _key(reading: Mapping[str, Any]) -> tuple[str, str]:
    return str(reading.get("at") or "")[:10], str(reading.get("origin") or "")


def goal_named(context: Context, word: str) -> Record:
    """The goal that a person means.

    Raises:
        Refused: There is none.
    """
    return context.resolve(word, ("goal",))


def with_kpis(goal: Record) -> Record:
    """The same goal, if readings can be taken of it.

    Raises:
        Refused: It has no KPI.
    """
    if not kpis_of(goal.data):
        hint = f"add one with pmtui kpi {goal.schema.shown_id(goal.id)} Churn --baseline 3 --target 1"
        raise Refused(f"“{goal.title[:60]}” has no KPI yet", hint, "blocked", 1)
    return goal


def kpi_meant(goal: Record, word: str) -> Mapping[str, Any]:
    """The KPI of a goal that a person means: by name, id, the only beginning that fits, or its place from 1 on.

    Raises:
        Refused: None is called so.
    """
    found, all_of_them = kpi_in(goal.data, word), kpis_of(goal.data)
    if found is None and word.strip().isdecimal() and 1 <= int(word) <= len(all_of_them):
        found = all_of_them[int(word) - 1]
    if found is None:
        listed = "; ".join(f"{at} {one.get('name')}" for at, one in enumerate(all_of_them, 1))
        raise Refused(f"“{goal.title[:40]}” has no KPI {word[:60]!r}, or several that begin so", f"it has {listed}", "not_found", 4)
    return found


def reading_meant(context: Context, goal: Record, kpi: str, value: str, at: str = "", note: str = "") -> NewReading:
    """A reading as a person words it.

    Raises:
        Refused: The value is no number, the date no day; the message begins with the name of what is wrong.
    """
    named = kpi_meant(goal, kpi)
    unit = str(named.get("unit") or "")
    try:
        number = amount(value, unit)
    except BadAmount as error:
        words = f"value: {value[:40]!r} {error}" if value.strip() else "value: there is none"
        raise Refused(words, f"write a number, as in 61.5{' ' * bool(unit)}{unit}", "bad_value") from None
    try:
        day = parse_date(at.strip() or "today", context.today)
    except ValueError as error:
        raise Refused(f"date: {error}", "", "bad_value") from None
    return NewReading(str(named.get("id") or ""), day, number, " ".join(note.split()))


def kpi_change(context: Context, goal: Record, said: Mapping[str, str]) -> Change:
    """The change that gives a goal one more KPI.

    Args:
        context: The clock, the author and the source of ids.
        goal: The goal.
        said: As a person words it: name, unit, baseline, target and direction; without the last one, a target below the baseline says down.

    Raises:
        Refused: There is no name, or another KPI has it; a number is none. The message begins with the name of what is wrong.
    """
    field = SCHEMA["goal"].fields["kpis"]
    name, unit = (" ".join(said.get(key, "").split()) for key in ("name", "unit"))
    if not name:
        raise Refused("name: it is blank", "call it what people call it", "bad_value")
    if any(folded(str(one.get("name") or "")) == folded(name) for one in kpis_of(goal.data)):
        raise Refused(f"name: there is a KPI called {name[:60]!r} already", "give it another name", "bad_value")
    entry: dict[str, Any] = {"name": name, "unit": unit}
    for key in ("baseline", "target"):
        text = said.get(key, "").strip()
        try:
            entry[key] = amount(text, unit) if text else None
        except BadAmount as error:
            raise Refused(f"{key}: {text[:40]!r} {error}", "write a number, as in 61.5", "bad_value") from None
    falls = None not in (entry["baseline"], entry["target"]) and entry["target"] < entry["baseline"]
    entry["direction"] = said.get("direction") or ("down" if falls else None)
    kpis = list(goal["kpis"] or [])
    kpis.append(new_entry(context, field, kpis, {key: value for key, value in entry.items() if value not in (None, "")}))
    return change_of(context, f"Add {name[:60]} to the KPIs of “{goal.title[:60]}”", "goal.kpi", [edit_of(context, goal, {"kpis": kpis})])


def reading_title(goal: Record, reading: NewReading) -> str:
    """What the change is called: `Read 61 % of Failed payments recovered`."""
    kpi = next((one for one in kpis_of(goal.data) if one.get("id") == reading.kpi), {})
    unit = str(kpi.get("unit") or "")
    return f"Read {reading.value:.10g}{f' {unit}' if unit else ''} of {str(kpi.get('name') or 'a KPI')[:60]}, {reading.at}"
