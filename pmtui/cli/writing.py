"""What a change did, and records as text and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.cli.session import Session
from pmtui.commands.core import Command
from pmtui.domain.change import Change, Snapshot
from pmtui.domain.records import Record
from pmtui.formats.record_json import json_text, record_document

if TYPE_CHECKING:
    from pmtui.domain.query import Environment
    from pmtui.store.workspace import Saved

_ONE = frozenset({"record.add", "record.comment", "rank.move", "record.edit"})


def print_change(session: Session, command: Command, change: Change, saved: Saved | None) -> int:
    """Print what a change did: one line for people, the records that result for scripts."""
    records = list(saved.records) if saved is not None else []
    if session.is_json:
        from pmtui.cli.reading import environment_of

        snapshot = session.snapshot.with_records(records) if _is_ranked(records) else session.snapshot
        environment = environment_of(session, True)
        environment = environment._replace(snapshot=snapshot)
        if command.id in _ONE and records:
            session.write(document_text(records[0], snapshot, environment))
        else:
            session.write(documents_text(records, snapshot, environment))
    elif command.id == "record.add" and records:
        one = records[0]
        session.write(f"{one.schema.letter}-{one.id}  {one.title}\n")
    else:
        session.write(f"{change.title}\n" if records else "nothing to change\n")
    if saved is not None and saved.merged:
        session.say("pmtui: somebody else had changed the same records meanwhile; both changes were merged\n")
    for id, field in saved.conflicts if saved is not None else ():
        session.say(f"pmtui: {field} of {id} was changed by somebody else too; both values are kept as a conflict\n")
    return 0


def _is_ranked(records: Sequence[Record]) -> bool:
    return any(record.schema.ranked for record in records)


def document_text(record: Record, snapshot: Snapshot, environment: Environment) -> str:
    """One record as JSON."""
    return json_text(_document(record, snapshot, environment))


def documents_text(records: Sequence[Record], snapshot: Snapshot, environment: Environment) -> str:
    """Records as a JSON array."""
    return json_text([_document(record, snapshot, environment) for record in records])


def _document(record: Record, snapshot: Snapshot, environment: Environment) -> dict[str, Any]:
    from pmtui.domain.computed import computed_of

    return record_document(record, computed_of(record, snapshot, environment))


def record_text(record: Record, snapshot: Snapshot, environment: Environment) -> str:
    """A record for people: its fields that are not blank, its computed figures, its long texts."""
    from pmtui.domain.computed import computed_of
    from pmtui.formats.text_table import padded

    rows = [("id", f"{record.schema.letter}-{record.id}"), ("kind", record.kind)]
    texts: list[tuple[str, list[str]]] = []
    for name, field in record.schema.fields.items():
        value = record[name]
        if value is None or value == [] or value == "" or name == "source":
            continue
        if field.type in ("lines", "entries"):
            texts.append((name, _lines(snapshot, field.type, value)))
        else:
            rows.append((name, _shown(snapshot, field, value)))
    rows.extend((name, str(record.data[name])) for name in record.unknown())
    rows.extend((name, _computed(value)) for name, value in computed_of(record, snapshot, environment).items() if value not in (None, []))
    width = max(len(name) for name, _ in rows)
    lines = [f"{padded(name, width)}  {value}" for name, value in rows]
    for name, body in texts:
        lines += ["", f"{name}:", *(f"  {line}" for line in body)]
    if record.data.get("conflicts"):
        lines += ["", f"conflicts on: {', '.join(sorted(record.data['conflicts']))}"]
    return "\n".join(lines) + "\n"


def _shown(snapshot: Snapshot, field: Any, value: Any) -> str:
    from pmtui.cli.reading import link_label
    from pmtui.domain.values import shown_value

    if field.type not in ("link", "links"):
        return shown_value(field, value)
    labels = []
    for id in value if isinstance(value, list) else [value]:
        found = next((one for one in (snapshot.record(kind, id) for kind in field.links) if one is not None), None) or snapshot.find(id)
        labels.append(f"{found.schema.letter}-{id[:6]} {link_label(found)}" if found is not None else f"{id} (missing)")
    return "; ".join(labels)


def _lines(snapshot: Snapshot, type: str, value: Any) -> list[str]:
    if type == "lines":
        return [str(line) for line in value]
    return [line for entry in value for line in _entry_lines(entry)]


def _entry_lines(entry: Any) -> list[str]:
    if not isinstance(entry, Mapping):
        return [str(entry)]
    head, lines = [], []
    for name, value in entry.items():
        if name in ("id", "rank"):
            continue
        if isinstance(value, list):
            lines.extend(f"  {line}" for line in value if isinstance(line, str))
        else:
            head.append(f"{name}: {value}")
    return [f"- {' · '.join(head)} ({entry.get('id', '?')})", *lines]


def _computed(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
