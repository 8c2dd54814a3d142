"""Where the real backlogs are, and what every importer promises of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pmtui.domain.canonical import compact, decode, encode, normal_record
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import CHOICE, ENTRIES, LINES, TEXT, Field
from pmtui.domain.validation import record_fault
from pmtui.formats import Batch, Imported

EXTRACT = Path(__file__).parent.parent / "data"
_PLACES = [Path(os.environ["PMTUI_REAL_DATA"])] if "PMTUI_REAL_DATA" in os.environ else [EXTRACT.parents[2] / "shared" / "data"]
WHOLE = next((one for one in _PLACES if (one / "beads").is_dir() and (one / "backlog-md").is_dir()), None)


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


def texts(value: Any) -> Iterator[str]:
    """Every text of a record, long ones as one string."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        if value and all(isinstance(one, str) for one in value):
            yield "\n".join(value)
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


def lost(foreign: Any, record: Imported) -> list[Any]:
    """The values of a foreign record that its translation does not hold: words anywhere, other values in extra."""
    words = set(texts(record.data))
    long = [one for one in words if "\n" in one]
    extra = {compact(one) for one in leaves(record.data["source"].get("extra", {}))}
    missing = []
    for one in leaves(foreign):
        if isinstance(one, str):
            plain = one.replace("\r\n", "\n")
            if one and one not in words and plain not in words and not any(plain in text for text in long):
                missing.append(one)
        elif one is not None and compact(one) not in extra:
            missing.append(one)
    return missing


def check_promises(batch: Batch) -> None:
    """What holds for every batch: valid, canonical, identified, with built-in choices and lines that are lines."""
    identities = [(one.system, one.key) for one in batch.records]
    assert len(set(identities)) == len(identities)
    for one in batch.records:
        kind = SCHEMA[one.kind]
        assert set(one.data) <= set(kind.fields)
        assert "rank" not in one.data
        assert record_fault(kind, one.data) is None, one.place
        assert (one.data["source"]["system"], one.data["source"]["key"]) == (one.system, one.key)
        raw = encode(kind, one.data)
        assert compact(decode(raw)) == compact(normal_record(kind, one.data))
        for name, value in one.data.items():
            _check_value(kind.fields[name], value, one.place)
        for name, _, key in one.links:
            assert kind.fields[name].type in ("link", "links")
            assert name not in one.data
            assert key
        if one.data.get("status") in kind.reasoned:
            assert any(entry["text"] for entry in one.data["reasons"])


def _check_value(field: Field, value: Any, place: str) -> None:
    if field.type == CHOICE:
        assert value in field.choices, place
    elif field.type == TEXT:
        assert "\n" not in value
    elif field.type == LINES:
        assert not any("\n" in line for line in value)
    elif field.type == ENTRIES:
        inner = {one.name: one for one in field.entry}
        assert len({entry["id"] for entry in value}) == len(value)
        for entry in value:
            assert set(entry) <= {"id", *inner}
            for name in set(entry) - {"id"}:
                _check_value(inner[name], entry[name], place)
        if field.ordered:
            assert len({entry["rank"] for entry in value}) == len(value)
