"""The sample workspace: records that tell one story, whose dates move along with today.

The data (`pmtui/sample/*.json`, one file a collection) is written for people: a symbolic `key` for each record and
the same key wherever another record is meant, entries without id and rank, their order that of the array, and dates
relative to today: `@-12d`, `@+3w`, `@-2m` (a month is 30 days), `@-12dT09:30` for an instant in UTC.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.scenario_values import identified
from pmtui.domain.schema import DATE, ENTRIES, INSTANT, LINES, LINK, LINKS, OBJECT, SET, TEXT, Field
from pmtui.formats.imported import derived_id, order_keys

_WHEN = re.compile(r"@([+-]?\d+)([dwm])(?:T(\d\d):(\d\d))?")
_DAYS = {"d": 1, "w": 7, "m": 30}
_MORNING = ("09", "00")
_INSTANT = "%Y-%m-%dT%H:%M:%SZ"
_KEY_OR_TEXT = ("from", "to")
"""Fields that tell what another field was: they hold a key where that field is a link."""

Row = dict[str, Any]


class SampleFault(ValueError):
    """The sample data names a field or a record that there is not."""


def sample_id(key: str) -> str:
    """The id of the sample record with this key: always the same, so that a picture or a script may name it."""
    return derived_id("sample", key)


def sample_records(today: str, now: str, id_source: Callable[[str], str] = sample_id) -> list[tuple[str, str, Row]]:
    """The sample records as kind, id and fields, in the order of the files.

    Args:
        today: The date that the relative dates count from.
        now: The instant that no instant of the past may exceed.
        id_source: Gives the id for a key.

    Raises:
        SampleFault: The data is wrong: a field or a link that does not exist.
    """
    return records_from(_files(), today, now, id_source)


def sample_settings(today: str) -> dict[str, Any]:
    """The team's settings in the sample, by key: what its people can do in a week, and that half of them are away in five weeks."""
    day = date.fromisoformat(today)
    away = day + timedelta(days=35 - day.weekday())
    people = {"ana": 2, "bo": 4, "chen": 5, "dilara": 3, "eero": 2}
    return {"capacity": {"unit": "points", "people": people, "weeks": {away.isoformat(): {"bo": 1, "chen": 0, "dilara": 0, "eero": 1}}}}


def records_from(
    files: Mapping[str, list[Row]], today: str, now: str, id_source: Callable[[str], str] = sample_id
) -> list[tuple[str, str, Row]]:
    """The records in rows of this encoding, by the name of their kind or collection.

    Raises:
        SampleFault: A row is wrong: no key, a key twice, an unknown field, a link to nothing.
    """
    kinds: dict[str, str] = {}
    for name, rows in files.items():
        for row in rows:
            key = row.get("key")
            if not isinstance(key, str) or key in kinds:
                raise SampleFault(f"{name}: the key {key!r} is missing or stands there twice")
            kinds[key] = SCHEMA.kind(name).name
    reader = _Reader(kinds, date.fromisoformat(today), datetime.strptime(now, _INSTANT), id_source)
    records = []
    for name, rows in files.items():
        kind = SCHEMA.kind(name)
        for row, rank in zip(rows, order_keys(len(rows)), strict=True):
            data = reader.fields(kind.fields, row, f"{kind.name} {row['key']}", row["key"])
            if kind.ranked:
                data["rank"] = rank
            if "changes" in data:
                data["changes"] = identified(data["changes"])
            _date_of_birth(data, row["key"], reader.now)
            records.append((kind.name, id_source(row["key"]), data))
    return records


def _files() -> dict[str, list[Row]]:
    from importlib.resources import files

    found = sorted((one for one in files("pmtui").joinpath("sample").iterdir() if one.name.endswith(".json")), key=lambda one: one.name)
    return {one.name.removesuffix(".json"): json.loads(one.read_text("utf-8")) for one in found}


def _date_of_birth(data: Row, key: str, now: datetime) -> None:
    """Give a record a moment of creation where it says none: some days before the first thing that happened to it."""
    data.setdefault("created_by", "sample")
    if "created_at" in data:
        return
    days = 2 + sum(map(ord, key)) % 9
    past = [one for one in _moments(data) if one[:10] <= now.strftime("%Y-%m-%d")]
    first = datetime.fromisoformat(min(past)[:10]) if past else now.replace(hour=0, minute=0, second=0) - timedelta(days=20)
    data["created_at"] = (first - timedelta(days=days) + timedelta(hours=9, minutes=5 * days)).strftime(_INSTANT)


def _moments(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [one for inner in value.values() for one in _moments(inner)]
    if isinstance(value, list):
        return [one for inner in value for one in _moments(inner)]
    return [value] if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d(T[\d:]{8}Z)?", value) else []


class _Reader:
    """Turns rows into fields; knows every key."""

    __slots__ = ("id_source", "kinds", "now", "today")

    def __init__(self, kinds: Mapping[str, str], today: date, now: datetime, id_source: Callable[[str], str]) -> None:
        self.kinds = kinds
        self.today = today
        self.now = now
        self.id_source = id_source

    def fields(self, schema: Mapping[str, Field], row: Row, place: str, scope: str) -> Row:
        data: Row = {}
        for name, value in row.items():
            if name == "key":
                continue
            field = schema.get(name)
            if field is None:
                raise SampleFault(f"{place}: there is no field {name!r}")
            data[name] = self.value(field, value, f"{place}: {name}", f"{scope}.{name}")
        return data

    def value(self, field: Field, value: Any, place: str, scope: str) -> Any:
        if field.type == ENTRIES:
            return self._entries(field, value, place, scope)
        if field.type == OBJECT and field.entry and isinstance(value, dict):
            return self.fields({one.name: one for one in field.entry}, value, place, scope)
        if field.type == LINES:
            return [self._text(one) for one in (value.split("\n") if isinstance(value, str) else value)]
        if field.type == TEXT and isinstance(value, list):
            return " ".join(value)
        if field.type == LINK:
            return self._link(field, value, place)
        if field.type == LINKS:
            return sorted({self._link(field, one, place) for one in value})
        if field.type == SET:
            return sorted(set(value))
        if field.type in (DATE, INSTANT) or (isinstance(value, str) and field.name in _KEY_OR_TEXT):
            return self._moment(field, value)
        return value

    def _entries(self, field: Field, rows: list[Row], place: str, scope: str) -> list[Row]:
        inner = {one.name: one for one in field.entry}
        entries = []
        for number, (row, rank) in enumerate(zip(rows, order_keys(len(rows)), strict=True)):
            name = f"{scope}.{row.get('key', number)}"
            entry = {"id": derived_id("sample", name), **self.fields(inner, row, place, name)}
            if field.ordered:
                entry["rank"] = rank
            entries.append(entry)
        return sorted(entries, key=lambda one: str(one["id"]))

    def _link(self, field: Field, key: Any, place: str) -> str:
        kind = self.kinds.get(key)
        if kind is None:
            raise SampleFault(f"{place}: no record has the key {key!r}")
        if field.links and kind not in field.links:
            raise SampleFault(f"{place}: {key!r} is a {kind}, but the field links to {' or '.join(field.links)}")
        return self.id_source(key)

    def _text(self, text: str) -> str:
        return self._moment(None, text) if _WHEN.fullmatch(text) else text

    def _moment(self, field: Field | None, text: str) -> str:
        """A date or instant by the field's type; in a text by whether it names a time. The past stays before now."""
        found = _WHEN.fullmatch(text)
        if found is None:
            return self.id_source(text) if text in self.kinds else text
        day = self.today + timedelta(days=int(found[1]) * _DAYS[found[2]])
        is_instant = field.type == INSTANT if field is not None and field.type in (DATE, INSTANT) else bool(found[3])
        if not is_instant:
            return day.isoformat()
        hour, minute = (found[3], found[4]) if found[3] else _MORNING
        moment = datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=UTC).replace(tzinfo=None)
        if day <= self.today:
            moment = min(moment, self.now)
        return moment.strftime(_INSTANT)
