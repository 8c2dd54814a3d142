"""What a change did, and records as text and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.cli.session import Session
from pmtui.commands.core import Command
from pmtui.domain.canonical import compact
from pmtui.domain.change import Change, Snapshot, apply
from pmtui.domain.ranking import ranked
from pmtui.domain.records import Record
from pmtui.domain.schema import ENTRIES, LINES, LINK, LINKS, Field
from pmtui.domain.team_settings import NAME, SETTINGS_ID, WORKSPACE, settings_in
from pmtui.domain.text import counted, one_line

if TYPE_CHECKING:
    from pmtui.domain.query import Environment
    from pmtui.store.workspace import Saved

_ONE = frozenset({"record.add", "record.comment", "rank.move", "record.edit", "conflict.resolve", "score.ballot", "score.agree",
                  "goal.reading", "goal.kpi", "experiment.results"})

_WITH_OTHERS = frozenset({"triage.decide", "record.split", "record.merge", "scenario.apply"})
"""Commands of which scripts want to see the records that were made or changed besides those that were named."""


def print_change(session: Session, command: Command, change: Change, saved: Saved | None, named: Sequence[Record]) -> int:
    """Print what a change did: one line for people; for scripts the records that were named, or made, as they are now."""
    records = list(saved.records) if saved is not None else []
    if session.is_json:
        _print_documents(session, command, records, named)
    elif command.id == "record.add" and records:
        one = records[0]
        session.write(f"{short_id(session, one)}  {one_line(one.title)}\n")
    else:
        session.write(f"{one_line(change.title)}\n" if records else "nothing to change\n")
    if saved is not None and saved.merged:
        session.say("pmtui: somebody else had changed the same records meanwhile; both changes were merged\n")
    for id, field in saved.conflicts if saved is not None else ():
        where = "pmtui.json" if id == SETTINGS_ID else id
        session.say(f"pmtui: {field} of {where} was changed by somebody else too; both values are kept as a conflict\n")
    return 0


def print_plan(session: Session, command: Command, change: Change, named: Sequence[Record]) -> int:
    """Print what a change would do, without doing it."""
    if session.is_json:
        after = apply(change, session.snapshot)
        found = [after.record(edit.kind, edit.id) for edit in change.edits]
        _print_documents(session, command, [record for record in found if record is not None], named)
    else:
        count = len(change.edits)
        what = f"would do: {one_line(change.title)}; {counted(count, 'record')} would change"
        session.write(f"{what if count else 'nothing to change'}\n")
    return 0


def _print_documents(session: Session, command: Command, changed: Sequence[Record], named: Sequence[Record]) -> None:
    """Records as JSON; one that the command names but leaves as it was comes as it is."""
    from pmtui.cli.reading import environment_of

    after = {(one.kind, one.id): one for one in changed}
    records = [after.get((one.kind, one.id), one) for one in named] or list(changed)
    if command.id in _WITH_OTHERS:
        records += [one for one in changed if one not in records]
    snapshot = session.snapshot.with_records(changed)
    environment = environment_of(session, True)._replace(snapshot=snapshot)
    if command.id in _ONE and len(records) == 1:
        session.write(document_text(records[0], snapshot, environment))
    else:
        session.write(documents_text(records, snapshot, environment))


def short_id(session: Session, record: Record) -> str:
    """The shortest beginning of a record's id that no other record shares, with the letter of its kind."""
    from pmtui.store.prefixes import prefix_length

    return record.schema.shown_id(record.id, prefix_length(session.workspace.root, record.id))


def document_text(record: Record, snapshot: Snapshot, environment: Environment) -> str:
    """One record as JSON."""
    from pmtui.formats.record_json import json_text

    return json_text(_document(record, snapshot, environment))


def documents_text(
    records: Sequence[Record], snapshot: Snapshot, environment: Environment, also: tuple[str, ...] = (), by: str = "rice"
) -> str:
    """Records as a JSON array; `also` names further computed figures, `by` the score whose ranks a range of ranks tells."""
    from pmtui.formats.record_json import json_text

    return json_text([_document(record, snapshot, environment, also, by) for record in records])


def _document(
    record: Record, snapshot: Snapshot, environment: Environment, also: tuple[str, ...] = (), by: str = "rice"
) -> dict[str, Any]:
    from pmtui.domain.computed import computed_of
    from pmtui.formats.record_json import record_document

    if record.kind == WORKSPACE:
        return {"kind": WORKSPACE, "name": record.data[NAME], "settings": settings_in(record.data)}
    return record_document(record, computed_of(record, snapshot, environment, also, by))


def record_text(record: Record, snapshot: Snapshot, environment: Environment) -> str:
    """A record for people: its fields that are not blank, its computed figures, its long texts."""
    from pmtui.domain.computed import computed_of
    from pmtui.formats.text_table import padded

    rows = [("id", record.schema.shown_id(record.id)), ("kind", record.kind)]
    texts: list[tuple[str, list[str]]] = []
    for name, field in record.schema.fields.items():
        value = record[name]
        if value is None or value == [] or value == "":
            continue
        if field.type in (LINES, ENTRIES):
            texts.append((name, _lines(snapshot, field, value)))
        else:
            rows.append((name, _shown(snapshot, field, value)))
    rows.extend((name, one_line(compact(record.data[name]))) for name in record.unknown())
    said = _in_sentences(record, environment)
    figures = computed_of(record, snapshot, environment)
    shown = (name for name, value in figures.items() if _is_filled(value) and (not said or _is_plain(record.kind, name)))
    rows.extend((name, _computed(figures[name])) for name in shown)
    texts += [("figures", said)] if said else []
    width = max(len(name) for name, _ in rows)
    lines = [f"{padded(name, width)}  {value}" for name, value in rows]
    for name, body in texts:
        lines += ["", f"{name}:", *(f"  {line}".rstrip() for line in body)]
    if record.data.get("conflicts"):
        lines += ["", f"conflicts on: {', '.join(sorted(record.data['conflicts']))}"]
    return "\n".join(lines) + "\n"


_PLAIN = ("age_days", "stale")
"""Figures that stand among the fields where the others are told in sentences."""


def _is_plain(kind: str, name: str) -> bool:
    return name not in ("slips", "scope", "load") if kind == "milestone" else name in _PLAIN


def _in_sentences(record: Record, environment: Environment) -> list[str]:
    """The figures of kinds that have so many that a list of names and numbers says nothing."""
    if record.kind == "goal":
        from pmtui.domain.goal_figures import report as of_goal

        return of_goal(record.data, environment.today)
    if record.kind == "milestone" and environment.snapshot is not None:
        from pmtui.domain.milestone_figures import report as of_milestone

        return of_milestone(record, environment.snapshot, environment.today)
    if record.kind != "experiment":
        return []
    from pmtui.domain.experiment_report import report

    return report(record.data, environment.today)


def _shown(snapshot: Snapshot, field: Field, value: Any) -> str:
    from pmtui.domain.values import shown_value

    if field.name == "frozen" and isinstance(value, Mapping):
        parts = ((one, value[one.name]) for one in field.entry if value.get(one.name) is not None)
        return " · ".join(f"{part.name}: {_shown(snapshot, part, one)}" for part, one in parts)
    if field.type not in (LINK, LINKS):
        return shown_value(field, value)
    return "; ".join(_linked(snapshot, field, str(id)) for id in (value if isinstance(value, list) else [value]))


def _linked(snapshot: Snapshot, field: Field, id: str) -> str:
    """What a link points to, in words."""
    from pmtui.cli.reading import link_label

    found = snapshot.linked(field, id) or snapshot.find(id)
    return f"{found.schema.shown_id(id)} {link_label(found)}" if found is not None else f"{one_line(id)} (missing)"


def _lines(snapshot: Snapshot, field: Field, value: Any) -> list[str]:
    """A long text, or the entries of a keyed list, in lines that cannot move the cursor."""
    if field.type == LINES:
        return ["\t".join(map(one_line, str(line).split("\t"))) for line in value]
    known = [one for one in value if isinstance(one, Mapping)]
    entries = ranked(value) if field.ordered else sorted(known, key=lambda one: str(one.get("at") or ""))
    return [line for entry in entries for line in _entry_lines(snapshot, field, entry)]


def _entry_lines(snapshot: Snapshot, field: Field, entry: Mapping[str, Any]) -> list[str]:
    """One entry: its short values on the first line, its long ones below."""
    head: list[str] = []
    below: list[str] = []
    known = {one.name: one for one in field.entry}
    for name in [*(name for name in known if name in entry), *(name for name in sorted(entry) if name not in known)]:
        value, part = entry[name], known.get(name)
        if name in ("id", "rank") or value in (None, [], ""):
            continue
        if part is not None and part.type in (LINES, ENTRIES) and isinstance(value, list):
            below.extend(f"  {line}" for line in (f"{name}:", *(f"  {line}" for line in _lines(snapshot, part, value))))
        elif part is not None:
            head.append(f"{name}: {_shown(snapshot, part, value)}")
        else:
            head.append(f"{name}: {one_line(compact(value))}")
    return [f"- {' · '.join(head)} ({entry.get('id', '?')})".replace("-  (", "- ("), *below]


def _is_filled(value: Any) -> bool:
    """Whether a computed figure says anything."""
    if isinstance(value, Mapping):
        return any(map(_is_filled, value.values()))
    return value not in (None, [])


def _computed(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_computed(one)}" for name, one in value.items() if _is_filled(one))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(_computed, value))
    return f"{value:.4g}" if isinstance(value, float) else str(value)

