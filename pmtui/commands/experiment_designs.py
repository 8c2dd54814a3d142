"""The design of an experiment as texts, read and written: rates in percent, arms and guardrails by name; and the change it makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from pmtui.commands.assignments import new_entry, read_value
from pmtui.commands.core import Context, Refused
from pmtui.commands.editing import change_of, edit_of, new_record
from pmtui.commands.records import called
from pmtui.domain.change import Change
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import Field
from pmtui.domain.text import folded
from pmtui.domain.values import BadValue

RATES = frozenset({"baseline_rate", "mde", "alpha", "power"})
"""Numbers between 0 and 1, which people may also write in percent."""
_PERCENT = re.compile(r"([+-]?[0-9]*\.?[0-9]+)\s*(%|pp|points?)")
_GUARDRAIL = re.compile(r"(.*?)[\s:,(]*(↑|↓|\bup\b|\bdown\b)\)?\s*", re.IGNORECASE)
_WAYS = {"↑": "up", "↓": "down", "up": "up", "down": "down"}



# Reading what was typed


def read_field(context: Context, field: Field, text: str, entries: Sequence[Mapping[str, Any]] = ()) -> Any:
    """The value of a field of the design; None clears it.

    Args:
        context: The day and the records.
        field: The field.
        text: What was typed.
        entries: The entries that the field holds now, where it is a keyed list: what keeps its name or place keeps its figures.

    Raises:
        Refused: The text is no value of it.
    """
    try:
        if field.name == "arms":
            return _arms(context, field, text, entries)
        if field.name == "guardrails":
            return _guardrails(context, field, text, entries)
        if field.name in RATES:
            text = _share(text)
        return read_value(context, field, text)
    except BadValue as error:
        raise Refused(str(error), error.hint, "bad_value") from None


def _share(text: str) -> str:
    """A rate in percent as a share: `5 %` is 0.05."""
    found = _PERCENT.fullmatch(text.strip())
    return f"{float(found[1]) / 100:.12g}" if found else text


def _arms(context: Context, field: Field, text: str, entries: Sequence[Mapping[str, Any]]) -> list[Any] | None:
    names = [one.strip() for one in text.split(";" if ";" in text else ",") if one.strip()]
    twice = next((name for at, name in enumerate(names) if folded(name) in map(folded, names[:at])), "")
    if twice:
        raise Refused(f"arms: two are called “{twice[:40]}”", "give each its own name", "bad_value")
    return _named(context, field, [{"name": name} for name in names], entries) or None


def _guardrails(context: Context, field: Field, text: str, entries: Sequence[Mapping[str, Any]]) -> list[Any] | None:
    rows = []
    for one in (part.strip() for part in text.split(";")):
        found = _GUARDRAIL.fullmatch(one)
        if one and (found is None or not found[1].strip()):
            raise Refused(f"guardrails: which way is better for “{one[:40]}”?", "write up or down behind it: Complaints down", "bad_value")
        if found is not None:
            rows.append({"name": found[1].strip(), "direction": _WAYS[found[2].lower()]})
    return _named(context, field, rows, entries) or None


def _named(context: Context, field: Field, rows: Sequence[dict[str, Any]], entries: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Entries by name: one that is there keeps all it has, one at the same place is renamed, others are made."""
    left = [dict(one) for one in in_order(field, entries)]
    by_name = {folded(str(one.get("name") or "")): one for one in left}
    same_count = len(rows) == len(left)
    made: list[Any] = []
    for at, row in enumerate(rows):
        old = by_name.get(folded(row["name"])) or (left[at] if same_count and not _is_kept(left[at], rows) else None)
        made.append({**old, **row} if old is not None else new_entry(context, field, made, row))
    return _ranked(made) if field.ordered else made


def _is_kept(entry: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> bool:
    return any(folded(str(entry.get("name") or "")) == folded(row["name"]) for row in rows)


def _ranked(entries: list[Any]) -> list[Any]:
    """Entries with ranks in their order; where they stand so already, nothing changes."""
    from pmtui.domain.ranking import is_rank, ranks_between

    ranks = [one.get("rank") for one in entries]
    if all(is_rank(one) for one in ranks) and all(a < b for a, b in pairwise(ranks)):
        return entries
    return [{**one, "rank": rank} for one, rank in zip(entries, ranks_between(None, None, len(entries)), strict=True)]


def in_order(field: Field, entries: Iterable[Any]) -> list[Mapping[str, Any]]:
    """The entries of a keyed list that can be read, in the order that people gave them."""
    from pmtui.domain.ranking import ranked

    found = [one for one in entries if isinstance(one, Mapping)]
    return ranked(found) if field.ordered else found


# Writing it back as text


def shown_field(field: Field, value: Any) -> str:
    """A value of the design as it is typed, so that it reads back as itself."""
    if value is None:
        return ""
    if field.name in RATES and isinstance(value, int | float):
        return f"{100 * value:.10g} %" if field.name not in ("alpha", "power") else f"{value:.10g}"
    if field.name == "arms" and isinstance(value, list):
        names = [str(one.get("name") or "") for one in in_order(field, value)]
        return "; ".join(names) + ";" * (len(names) == 1 and "," in names[0])
    if field.name == "guardrails" and isinstance(value, list):
        return "; ".join(f"{one.get('name') or ''} {one.get('direction') or 'up'}" for one in in_order(field, value))
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return f"{value:.10g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


# The design


def design_values(context: Context, record: Record, texts: Mapping[str, str]) -> dict[str, Any]:
    """The new values of what was typed, by field.

    Raises:
        Refused: A text is no value of its field; the message begins with the field.
    """
    fields = record.schema.fields
    values = {}
    for name, text in texts.items():
        entries = record[name] if name in ("arms", "guardrails") else ()
        try:
            values[name] = read_field(context, fields[name], text, entries or ())
        except Refused as error:  # of a link, who resolves it does not know for which field
            words = str(error)
            raise error if words.startswith(name) else Refused(f"{name}: {words}", error.hint, error.code, error.status) from None
    return values


def designed(context: Context, record: Record | None, texts: Mapping[str, str], status: str = "") -> Change:
    """One change that gives an experiment its design, or makes one.

    Args:
        context: The day, the records and the source of ids.
        record: The experiment; None makes a new one.
        texts: What was typed, by field; of an experiment that is there, what differs from what it says.
        status: The status that it takes with it; empty for its own.

    Raises:
        Refused: A value does not fit, or the title is blank.
    """
    kind = SCHEMA["experiment"]
    old = record or Record("experiment", "", {})
    values = design_values(context, old, texts)
    if status:
        values["status"] = status
    if record is None:
        if not str(values.get("title") or "").strip():
            raise Refused("title: it has none yet", "give it one line that names it", "bad_value")
        edit = new_record(context, kind, values)
        return change_of(context, f"Add “{str(edit.after['title'])[:60]}”", "experiment.test", [edit])
    verb = f"Start {called([record])}" if status else f"Plan {called([record])}"
    return change_of(context, verb, "experiment.plan", [edit_of(context, record, values)])
