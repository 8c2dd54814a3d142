"""Moving to ready: what is missing is named, and may be given on the spot, all in one change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.commands.core import Arguments, Command, Context, Effect, Refused
from pmtui.domain.change import Change, Edit
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.text import one_line

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.query import Environment
    from pmtui.domain.ready import Rule

_FREE = ("triage.", "history.", "record.split", "record.duplicate")
"""Commands that are told afterwards, if at all: one key each, and a copy says no more than its original."""
_NAMED = 3
"""So many records are named in a refusal; the others are counted."""


class Lacking(NamedTuple):
    """An item that a change calls ready and that is not.

    Attributes:
        record: The item as the change would leave it.
        rules: What it lacks, the rules in their order.
    """

    record: Record
    rules: tuple[Rule, ...]

    @property
    def words(self) -> str:
        """What it lacks, in words: `why, criteria`."""
        return ", ".join(rule.key for rule in self.rules)


def moves_to_ready(edit: Edit) -> bool:
    """Whether an edit calls an item ready."""
    if edit.kind != "item" or "status" not in edit.after:
        return False
    before, after = (SCHEMA["item"].like(str(side.get("status"))) for side in (edit.before or {}, edit.after))
    return after == "ready" != before  # another name of the same status is no move


def lacking(snapshot: Snapshot, change: Change, environment: Environment) -> list[Lacking]:
    """The items that a change calls ready and that are not."""
    from pmtui.domain.ready import missing_of_each

    records = [_after(snapshot, edit) for edit in change.edits if moves_to_ready(edit)]
    missing = missing_of_each(records, environment) if records else []
    return [Lacking(record, rules) for record, rules in zip(records, missing, strict=True) if rules]


def _after(snapshot: Snapshot, edit: Edit) -> Record:
    """A record as an edit leaves it."""
    old = snapshot.record(edit.kind, edit.id) if edit.before is not None else None
    kept = {name: value for name, value in (old.data if old is not None else {}).items() if name not in (edit.before or {})}
    return Record(edit.kind, edit.id, {**kept, "id": edit.id, **edit.after})


def around(context: Context) -> Environment:
    """What the rules may look at."""
    from pmtui.domain.query import Environment

    return Environment(context.today, context.now, context.author, context.snapshot)


def gate(command: Command, context: Context, change: Change, arguments: Arguments) -> Change | Effect:
    """The change itself; on a screen, where it calls ready what is not, the question what to do about it.

    Triage is told afterwards and not held up: one key each.
    """
    if not context.is_screen or arguments.get("is_confirmed") or command.id.startswith(_FREE):
        return change
    if not any(edit.before is not None and moves_to_ready(edit) for edit in change.edits):
        return change  # what is new is told afterwards
    found = lacking(context.snapshot, change, around(context))
    return Effect("not_ready", {"change": change, "lacking": found, "command": command.id, "given": dict(arguments)}) if found else change


def refusal(found: Sequence[Lacking]) -> Refused:
    """Why the items are not moved, where the team moves only what is ready."""
    named = [f"“{one_line(one.record.title)[:40]}” lacks {one.words}" for one in found[:_NAMED]]
    more = f", and {len(found) - _NAMED} more are not ready" if len(found) > _NAMED else ""
    return Refused(f"not ready: {'; '.join(named)}{more}", "give what is missing first", "not_ready")


# Giving what is missing


class Answers(NamedTuple):
    """What a person gives for what is missing.

    Attributes:
        texts: By the name of the rule, what was typed.
        problem: The id of the problem that is the why; empty for none.
        new_problem: The title of a new problem that is; empty for none.
    """

    texts: Mapping[str, str]
    problem: str = ""
    new_problem: str = ""


def fault(context: Context, name: str, text: str, found: Sequence[Lacking]) -> str:
    """Why what was typed for a rule does not do; empty where it does, or where nothing was typed."""
    try:
        for one in found:
            if any(rule.name == name for rule in one.rules):
                _values(context, one, Answers({name: text}))
                break
    except Refused as error:
        return error.words
    return ""


def filled(context: Context, change: Change, found: Sequence[Lacking], answers: Answers) -> Change:
    """The change with what was given for what is missing: one change, so one undo.

    Raises:
        Refused: What was given does not fit its field.
    """
    from pmtui.commands.editing import edit_of, new_record

    edits = {(edit.kind, edit.id): edit for edit in change.edits}
    if answers.new_problem and any(rule.name == "why" for one in found for rule in one.rules):
        made = new_record(context, SCHEMA["problem"], {"title": answers.new_problem})
        edits[made.kind, made.id] = made
        answers = answers._replace(problem=made.id)
    for one in found:
        more = edit_of(context, one.record, _values(context, one, answers))
        if more is not None:
            key = (one.record.kind, one.record.id)
            edits[key] = _joined(context.snapshot, edits[key], more)
    return change._replace(edits=tuple(edits.values()))


def _values(context: Context, one: Lacking, answers: Answers) -> dict[str, Any]:
    """The new values of one item, for what it lacks alone."""
    from pmtui.commands.assignments import Assignment, assigned
    from pmtui.domain.canonical import compact
    from pmtui.domain.ready import BALANCE

    words: list[Assignment] = []
    values: dict[str, Any] = {}
    names = {rule.name for rule in one.rules}
    texts = {name: text.strip() for name, text in answers.texts.items() if name in names and text.strip()}
    if "why" in names and answers.problem:
        values["problems"] = [*one.record["problems"], answers.problem]
    for name, field in (("why", "so_that"), ("estimated", "estimate")):
        if name in texts and not (name == "why" and answers.problem):
            words.append(Assignment(field, "=", texts[name]))
    if "clear" in texts:
        words.append(Assignment("body" if one.record.title.strip() else "title", "=", texts["clear"]))
    if "criteria" in texts:
        words.append(Assignment("criteria", "+=", compact({"text": texts["criteria"]})))
    if "balance" in texts:
        blank = [leg for leg in BALANCE if one.record[leg] is None]
        digits = [digit for digit in texts["balance"] if not digit.isspace() and digit not in ",;/·"]
        if not all(digit in "12345" for digit in digits) or len(digits) not in (1, len(BALANCE)):
            raise Refused(f"balance: {texts['balance']!r} is not three digits from 1 to 5", "UX, business, feasibility; or one for all")
        given = dict(zip(BALANCE, digits * (len(BALANCE) if len(digits) == 1 else 1), strict=True))
        words += [Assignment(leg, "=", given[leg]) for leg in blank]
    if "dependencies" in texts:
        items = context.snapshot.table("item")
        here = [id for id in one.record["depends_on"] if (found := items.get(str(id))) is not None and not found.is_deleted]
        values["depends_on"] = here or None
    return values | assigned(context, one.record.schema, one.record, words)


def _joined(snapshot: Snapshot, first: Edit, more: Edit) -> Edit:
    """Two edits of a record after one another, as one."""
    old = snapshot.record(first.kind, first.id) if first.before is not None else None
    names = sorted({*(first.before or ()), *first.after, *(more.before or ()), *more.after})
    middle = {**{name: old.data[name] for name in names if old is not None and name in old.data}}
    for edit in (first, more):
        middle = {name: value for name, value in middle.items() if name not in (edit.before or {})} | dict(edit.after)
    before = None if old is None else {name: old.data[name] for name in names if name in old.data}
    return Edit(first.kind, first.id, before, middle)
