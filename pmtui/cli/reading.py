"""`list` and `show`: what is in the workspace, for people and for scripts."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from pmtui.cli.session import Session
from pmtui.commands.assignments import kind_of
from pmtui.commands.core import Refused
from pmtui.domain.columns import Column
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment, QuerySyntax, parse, view
from pmtui.domain.records import Record
from pmtui.domain.schema import ENTRIES, INTEGER, LINES, LINK, NUMBER, Kind
from pmtui.domain.table import Table
from pmtui.domain.values import shown_value

COLUMNS: dict[str, tuple[str, ...]] = {
    "item": ("id", "status", "title", "rice", "estimate", "assignee", "milestone"),
    "problem": ("id", "status", "title", "opportunity", "severity"),
    "hypothesis": ("id", "status", "title", "risk", "importance", "certainty"),
    "experiment": ("id", "status", "title", "method", "result"),
    "milestone": ("id", "status", "title", "horizon", "target", "health"),
    "iteration": ("id", "status", "title", "start", "end"),
    "person": ("id", "handle", "title", "role"),
    "view": ("id", "lists", "title", "query"),
}
"""The columns that `pmtui list` shows where none are asked for."""
_COMPUTED = frozenset({"rice", "opportunity", "rank_position", "age_days", "blocked_by"})


def do_list(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print the records of a kind that match."""
    kind = kind_of(arguments["kind"])
    table = session.snapshot.table(kind.name)
    environment = environment_of(session, bool(arguments.get("all")))
    text = arguments.get("query") or ""
    try:
        positions: Sequence[int] = view(parse(text, kind), table, environment)
    except QuerySyntax as error:
        raise Refused(marked(text, error), "", "bad_query") from None
    if arguments.get("limit") is not None:
        positions = list(islice(positions, int(arguments["limit"])))
    for fault in table.faults:
        session.say(f"pmtui: {fault.path} cannot be read: {fault.reason}; pmtui doctor tells more\n")
    if session.is_json:
        from pmtui.cli.writing import documents_text

        session.write(documents_text([table.record(at) for at in positions], session.snapshot, environment))
    elif arguments.get("ids"):
        session.write("".join(f"{table.id(at)}\n" for at in positions))
    else:
        session.write(_rows_text(session, arguments, kind, table, positions, environment))
    _keep_cache(table)
    return 0


def _keep_cache(table: Table) -> None:
    """Write the start-up cache where it is stale; the output is already on its way."""
    from pmtui.store.cache import save_cache_if_needed
    from pmtui.store.cached_rows import CachedRows

    sys.stdout.flush()
    if isinstance(table.rows, CachedRows):
        save_cache_if_needed(table.rows)


def do_show(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print one record."""
    record = session.resolve(arguments["id"], ())
    environment = environment_of(session, True)
    from pmtui.cli.writing import document_text, record_text

    if session.is_json:
        session.write(document_text(record, session.snapshot, environment))
    else:
        session.write(record_text(record, session.snapshot, environment))
    return 0


def environment_of(session: Session, with_deleted: bool) -> Environment:
    """What a query needs to know besides the records."""
    from pmtui.store.author import author
    from pmtui.store.clock import now, today

    return Environment(today=today(), now=now(), me=author(session.workspace), snapshot=session.snapshot, with_deleted=with_deleted)


def marked(text: str, error: QuerySyntax) -> str:
    """The filter with a mark under the mistake."""
    start = max(0, error.column - 60)
    shown = text[start : start + 76]
    expected = f"; {error.expected}" if error.expected else ""
    return f"the filter is wrong at column {error.column}: {error.message}{expected}\n  {shown}\n  {' ' * (error.column - 1 - start)}^"


def _rows_text(
    session: Session, arguments: Mapping[str, Any], kind: Kind, table: Table, positions: Sequence[int], environment: Environment
) -> str:
    from pmtui.formats.text_table import csv_text, table_text

    is_csv = bool(arguments.get("csv"))
    names = _column_names(kind, arguments.get("columns"), is_csv)
    cells = [_cells(session, kind, table, positions, name, environment, is_csv) for name in names]
    rows = list(zip(*cells, strict=True)) if positions else []
    if is_csv:
        return csv_text(names, rows)
    if not rows:
        return ""
    right = frozenset(at for at, name in enumerate(names) if _is_number(kind, name))
    flexible = names.index("title") if "title" in names else len(names) - 1
    width = os.get_terminal_size().columns if sys.stdout.isatty() else 0
    return table_text([name.replace("_", " ") for name in names], rows, right, flexible, width)


def _column_names(kind: Kind, asked: str | None, is_csv: bool) -> tuple[str, ...]:
    if not asked:
        if is_csv:
            return ("id", *kind.fields)
        default = ("id", "status", "title") if kind.statuses else ("id", "title")
        return COLUMNS.get(kind.name, default)
    names = []
    for word in asked.split(","):
        name = word.strip()
        field = kind.field(name)
        if field is None and name not in _COMPUTED and name not in ("id", "kind"):
            raise Refused(f"{kind.name} has no column {name!r}", f"pmtui schema {kind.name} lists its fields", "unknown_field")
        names.append(field.name if field is not None else name)
    return tuple(names)


def _is_number(kind: Kind, name: str) -> bool:
    field = kind.fields.get(name)
    return (name in _COMPUTED and name != "blocked_by") or (field is not None and field.type in (NUMBER, INTEGER))


def _cells(
    session: Session, kind: Kind, table: Table, positions: Sequence[int], name: str, environment: Environment, is_csv: bool
) -> list[str]:
    """The texts of one column."""
    if name == "id":
        if is_csv:
            return [table.id(at) for at in positions]
        from pmtui.store.prefixes import prefix_lengths

        ids = [table.id(at) for at in positions]
        lengths = prefix_lengths(session.workspace.root, kind.name, table.rows, ids)
        return [f"{kind.letter}-{table.id(at)[:length]}" for at, length in zip(positions, lengths, strict=True)]
    if name == "kind":
        return [kind.name] * len(positions)
    field = kind.fields.get(name)
    if field is None:
        from pmtui.domain.computed import column_of

        column: Column = column_of(table, name, environment)
        return [_plain(column[at]) for at in positions]
    if field.type in (LINES, ENTRIES, "object"):
        return [_long(table.record(at)[name]) for at in positions]
    column = table.column(name)
    if field.type == LINK and not is_csv:
        return [_titled(session, field.links, column[at]) for at in positions]
    if is_csv:
        return [_plain(column[at]) for at in positions]
    return [shown_value(field, list(value) if isinstance(value, tuple) else value) for value in (column[at] for at in positions)]


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        return "; ".join(map(str, value))
    return str(value)


def _long(value: Any) -> str:
    if not value:
        return ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "\n".join(value)
    from pmtui.domain.canonical import compact

    return compact(value)


def _titled(session: Session, kinds: tuple[str, ...], id: Any) -> str:
    """What a link points to: a handle for people, else the title."""
    if not isinstance(id, str):
        return ""
    for kind in kinds or tuple(SCHEMA.kinds):
        record = session.snapshot.record(kind, id)
        if record is not None:
            return link_label(record)
    return id


def link_label(record: Record) -> str:
    """The short name of a linked record."""
    handle = record["handle"] if record.kind == "person" else None
    return str(handle) if handle else record.title
