"""`list`: what is in the workspace, for people and for scripts."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from pmtui.cli.errors import Marked, say_unreadable
from pmtui.cli.session import Session
from pmtui.commands.assignments import kind_of
from pmtui.commands.core import Refused
from pmtui.domain.columns import Column
from pmtui.domain.query import Environment, QuerySyntax, grouped, parse, view
from pmtui.domain.records import Record
from pmtui.domain.schema import ENTRIES, INTEGER, LINES, LINK, LINKS, NUMBER, OBJECT, Field, Kind
from pmtui.domain.score_fields import RANKED
from pmtui.domain.table import Table
from pmtui.domain.text import one_line, spoken
from pmtui.domain.values import shown_value
from pmtui.formats.record_csv import long_cell, plain_cell
from pmtui.formats.text_table import csv_text, table_lines, width_of

COLUMNS: dict[str, tuple[str, ...]] = {
    "item": ("id", "status", "title", "rice", "estimate", "assignee", "milestone"),
    "problem": ("id", "status", "title", "opportunity", "severity"),
    "hypothesis": ("id", "status", "title", "risk", "importance", "certainty"),
    "experiment": ("id", "status", "title", "method", "verdict", "days_left", "result"),
    "milestone": ("id", "status", "title", "horizon", "target", "health"),
    "iteration": ("id", "status", "title", "start", "end"),
    "person": ("id", "handle", "title", "role"),
    "view": ("id", "lists", "title", "query"),
}
"""The columns that `pmtui list` shows where none are asked for."""
_TEXTS = frozenset({
    "id", "kind", "blocked_by", "kano", "value_effort", "weak", "missing", "verdict", "verdict_reason", "variant", "interval",
    "comparisons", "guardrail_figures", "warnings", "changed_since_start", "stage_suggestion", "review_due", "quadrant", "unheard",
})
"""What is computed and is no number."""


def do_list(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print the records of a kind that match."""
    kind = kind_of(arguments["kind"])
    session.say_if_read_only()
    table = session.snapshot.table(kind.name)
    kind = table.kind  # with the team's own statuses and fields, now that the workspace is open
    environment = environment_of(session, bool(arguments.get("all")))
    text, columns = arguments.get("query") or "", arguments.get("columns")
    try:
        query = parse(text, kind)
        if arguments.get("view"):
            from pmtui.cli.views import viewed

            query, of_view = viewed(session, kind, arguments["view"], query)
            columns = columns or of_view
        names = _column_names(kind, columns, bool(arguments.get("csv")))
        positions = view(query, table, environment)
    except QuerySyntax as error:
        raise _wrong_filter(text, error) from None
    if arguments.get("limit") is not None:
        positions = positions[: arguments["limit"]]
    say_unreadable(table)
    by = next((key.name for key in query.sort if key.name in RANKED), "rice")
    if session.is_json:
        from pmtui.cli.writing import documents_text

        asked = _asked_figures(kind, names if arguments.get("columns") else ())
        session.write(documents_text([table.record(at) for at in positions], session.snapshot, environment, asked, by))
    elif arguments.get("ids"):
        session.write("".join(f"{table.id(at)}\n" for at in positions))
    else:
        session.write(_Listing(session, kind, table, environment, names, by).text(positions, query.group, bool(arguments.get("csv"))))
        if not positions and not arguments.get("csv") and not table.faults:
            session.say(_nothing(kind, text, table))
    _keep_cache(table)
    return 0


def _asked_figures(kind: Kind, names: Sequence[str]) -> tuple[str, ...]:
    """Computed figures that were asked for by name and that a record as JSON does not hold by itself."""
    from pmtui.domain.computed import column_names, computed_names

    own = set(column_names(kind.name)) - set(computed_names(kind.name))
    return tuple(name for name in names if name in own and name not in kind.fields)


def _nothing(kind: Kind, text: str, table: Table) -> str:
    """Why there is nothing to see, and what to do."""
    if text.strip():
        return f"pmtui: no {kind.plural} match {text[:60]!r}\n"
    if len(table):
        return f"pmtui: all {kind.plural} are deleted; pmtui list {kind.name} --all shows them\n"
    return f"pmtui: there are no {kind.plural} yet; add one with: pmtui add {kind.name} TITLE\n"


def _keep_cache(table: Table) -> None:
    """Write the start-up cache where it is stale; the output is already on its way."""
    from pmtui.store.cache import save_cache_if_needed
    from pmtui.store.cached_rows import CachedRows

    sys.stdout.flush()
    if isinstance(table.rows, CachedRows):
        save_cache_if_needed(table.rows)


def environment_of(session: Session, with_deleted: bool) -> Environment:
    """What a query needs to know besides the records."""
    from pmtui.store.author import author

    today, now = session.today_and_now()
    return Environment(
        today=today, now=now, me=author(session.workspace), snapshot=session.snapshot, with_deleted=with_deleted,
        last_changes=None if session.options.get("at") else _LastChanges(session),
    )


class _LastChanges:
    """When records were last committed; git is asked when somebody wants to know."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._read: Any = None

    def of(self, kind: str) -> Mapping[str, str]:
        if self._read is None:
            from pmtui.store.last_commits import LazyLastCommits

            self._read = LazyLastCommits(self._session.workspace.root, self._session.workspace.local)
        found: Mapping[str, str] = self._read.of(kind)
        return found


def _wrong_filter(text: str, error: QuerySyntax) -> Marked:
    """The error for a filter that cannot be read, with a mark under the mistake."""
    start = max(0, error.column - 60)
    shown = one_line(text[start : start + 76])
    blank = " " * (width_of(shown[: error.column - 1 - start]) + 2)
    hint = f"expected {error.expected}" if error.expected else "docs/query-language.md explains filters"
    message = f"the filter is wrong at column {error.column}: {error.message}"
    return Marked(message, hint, "bad_query", f"  {shown}\n{blank}^")


class _Listing:
    """Records of a kind as rows of text or CSV."""

    def __init__(
        self, session: Session, kind: Kind, table: Table, environment: Environment, names: tuple[str, ...], by: str = "rice"
    ) -> None:
        """List these columns; `by` is the score whose ranks a range of ranks tells."""
        self.by = by
        self.session = session
        self.kind = kind
        self.table = table
        self.environment = environment
        self.names = names

    def text(self, positions: Sequence[int], group: str, is_csv: bool) -> str:
        """The records at these positions; empty without any, but for the header of CSV."""
        cells = [self._cells(positions, name, is_csv) for name in self.names]
        rows = list(zip(*cells, strict=True)) if positions else []
        if is_csv:
            return csv_text(self.names, rows)
        if not rows:
            return ""
        right = frozenset(at for at, name in enumerate(self.names) if self._is_number(name))
        flexible = self.names.index("title") if "title" in self.names else len(self.names) - 1
        lines = table_lines([spoken(name) for name in self.names], rows, right, flexible, self.session.width)
        if group:
            lines = self._in_groups(lines, positions, group)
        return "\n".join(lines) + "\n"

    def _in_groups(self, lines: list[str], positions: Sequence[int], name: str) -> list[str]:
        """The lines below a heading for each value of a field."""
        places = dict(zip(positions, lines[1:], strict=True))
        result = [lines[0]]
        for value, members in grouped(positions, self.table, name, self.environment):
            result += ["", f"{self._group_name(name, value)} ({len(members)})", *(places[at] for at in members)]
        return result

    def _group_name(self, name: str, value: Any) -> str:
        field = self.kind.field(name)
        if value is None:
            return f"{name}: none"
        if field is not None and field.type in (LINK, LINKS):
            return f"{name}: {self._titled(field, value)}"
        return f"{name}: {one_line(plain_cell(value))}"

    def _is_number(self, name: str) -> bool:
        field = self.kind.fields.get(name)
        if field is None:
            return name not in _TEXTS
        return field.type in (NUMBER, INTEGER)

    def _cells(self, positions: Sequence[int], name: str, is_csv: bool) -> list[str]:
        """The texts of one column."""
        table, field = self.table, self.kind.fields.get(name)
        if name == "id":
            return self._ids(positions, is_csv)
        if name == "kind":
            return [self.kind.name] * len(positions)
        if field is None:
            from pmtui.domain.computed import column_of

            column: Column = column_of(table, name, self.environment, self.by)
            return [plain_cell(column[at]) if is_csv else _rounded(column[at]) for at in positions]
        if field.type in (LINES, ENTRIES, OBJECT):
            values = [table.record(at)[name] for at in positions]
            return [long_cell(value) if is_csv else shown_value(field, value) for value in values]
        column = table.column(name)
        if is_csv:
            return [plain_cell(column[at]) for at in positions]
        if field.type in (LINK, LINKS):
            return ["; ".join(self._titled(field, id) for id in _several(column[at])) for at in positions]
        if (self.kind.name, name) == ("milestone", "target"):
            from pmtui.domain.periods import target_period

            meant = table.column("resolution")
            periods = [(target_period(column[at], meant[at]), column[at]) for at in positions]
            return [period.label if period is not None else shown_value(field, value) for period, value in periods]
        return [shown_value(field, list(value) if isinstance(value, tuple) else value) for value in (column[at] for at in positions)]

    def _ids(self, positions: Sequence[int], is_csv: bool) -> list[str]:
        ids = [self.table.id(at) for at in positions]
        if is_csv:
            return ids
        from pmtui.store.prefixes import prefix_lengths

        lengths = prefix_lengths(self.session.workspace.root, self.kind.name, self.table.rows, ids)
        return [self.kind.shown_id(id, length) for id, length in zip(ids, lengths, strict=True)]

    def _titled(self, field: Field, id: Any) -> str:
        """What a link points to: a handle for people, else the title."""
        record = self.session.snapshot.linked(field, id) if isinstance(id, str) else None
        return link_label(record) if record is not None else one_line(str(id))


def _column_names(kind: Kind, asked: str | None, is_csv: bool) -> tuple[str, ...]:
    if not asked:
        if is_csv:
            return ("id", *kind.fields)
        default = ("id", "status", "title") if kind.statuses else ("id", "title")
        return COLUMNS.get(kind.name, default)
    from pmtui.domain.computed import column_names

    computed = column_names(kind.name)
    return tuple(_column_name(kind, word.strip(), computed) for word in asked.split(","))


def _column_name(kind: Kind, word: str, computed: Sequence[str]) -> str:
    """The column that a word means: a field, a figure, or what a filter calls one of them for short."""
    field = kind.field(word)
    if field is not None or word in computed or word in ("id", "kind"):
        return field.name if field is not None else word
    from pmtui.domain.query_fields import filter_field
    from pmtui.domain.spelling import nearest

    meant = filter_field(kind, word)
    if meant is not None and (meant.name in computed or meant.name in kind.fields):
        return meant.name
    near = nearest(word, [*kind.fields, *computed])
    hint = f"there are id, kind, {', '.join(computed)} and the fields that pmtui schema {kind.name} lists"
    raise Refused(f"{kind.name} has no column {word[:60]!r}", f"did you mean {near}? {hint}" if near else hint, "unknown_field")


def _several(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, tuple | list) else (value,)


def _rounded(value: Any) -> str:
    """A computed figure for people: four digits that count."""
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 10_000 else f"{value:.0f}"
    if isinstance(value, Mapping) and set(value) == {"low", "high"}:
        return f"{value['low']}–{value['high']}"
    if isinstance(value, tuple | list):
        return "; ".join(map(_rounded, value))
    return one_line(plain_cell(value))


def link_label(record: Record) -> str:
    """The short name of a linked record."""
    handle = record["handle"] if record.kind == "person" else None
    return one_line(str(handle) if handle else record.title)
