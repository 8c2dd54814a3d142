"""Plans for feedback: linking it with problems and items, and making it evidence of problems that are there already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pmtui.commands.assignments import kind_of
from pmtui.commands.core import Arguments, Context, Effect, Refused
from pmtui.commands.linking import linked_record
from pmtui.commands.records import called, targets
from pmtui.commands.triage_plans import Edits
from pmtui.domain.change import Change
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.text import one_line
from pmtui.domain.triage import ACCEPTED, decided, evidence_from, is_undecided

FEEDBACK, PROBLEM = "feedback", "problem"
LINKABLE = SCHEMA[FEEDBACK].fields["linked"].links
"""The kinds that feedback can be linked with."""


def link(context: Context, arguments: Arguments) -> Change | Effect:
    """Feedback linked with problems and items, and so decided; of items, the links that they have.

    The arguments: `to` names of records, or `add` and `remove` ids and `create` kinds and titles, as the dialog gives them.
    """
    records = targets(context, arguments)
    if any(record.kind != FEEDBACK for record in records):
        from pmtui.commands.linking import link as link_items

        return link_items(context, arguments)
    given = {"to", "add", "remove", "create"} & arguments.keys()
    if not given:
        if context.is_screen:
            return Effect("link_feedback", {"records": tuple((record.kind, record.id) for record in records)})
        raise Refused(f"link {called(records)} with what?", "name problems or items with --to ID,ID")
    edits = Edits(context)
    add = [*_named(context, arguments.get("to"), LINKABLE), *(str(one) for one in arguments.get("add") or ())]
    for name, title in arguments.get("create") or ():
        edit = linked_record(context, kind_of(str(name)), str(title), len(add))
        edits.take(edit)
        add.append(edit.id)
    remove = {str(one) for one in arguments.get("remove") or ()}
    for record in records:
        now = sorted({*(one for one in record["linked"] or () if one not in remove), *add})
        values: dict[str, Any] = {"linked": now or None}
        if add and is_undecided(record):
            values |= decided(record.schema, ACCEPTED)
        edits.set(record, values, str(arguments.get("reason") or "").strip())
    verb, joint = ("Unlink", "from") if remove and not add else ("Link", "with")
    many = len(add) or len(remove)
    return edits.change(f"{verb} {called(records)} {joint} {_name_of(context, (*add, *remove)) if many == 1 else f'{many} records'}",
                        "triage.link")


def evidence(context: Context, arguments: Arguments) -> Change | Effect:
    """What feedback says, as evidence of problems that are there: customer, company, words, address and source go along.

    It is linked with them, and so decided. What a problem has as evidence already is not added again.
    """
    records = targets(context, arguments)
    wrong = next((record for record in records if record.kind != FEEDBACK), None)
    if wrong is not None:
        hint = 'only feedback becomes evidence; " on a problem adds what was said'
        raise Refused(f"{called([wrong])} is no feedback", hint, "bad_value")
    ids = [*_named(context, arguments.get("to"), (PROBLEM,)), *(str(one) for one in arguments.get("add") or ())]
    made = tuple(arguments.get("create") or ())
    if not ids and not made:
        if context.is_screen:
            return Effect("feedback_evidence", {"records": tuple((record.kind, record.id) for record in records)})
        raise Refused(f"{called(records)} is evidence of which problem?", "name it with --to ID; several with commas")
    edits = Edits(context)
    for record in records:
        values = decided(record.schema, ACCEPTED) if is_undecided(record) else {}
        edits.set(record, values, str(arguments.get("reason") or "").strip())
        edits.add(record, "linked", ids)
    for id in dict.fromkeys(ids):
        problem = context.snapshot.record(PROBLEM, id)
        if problem is None or problem.is_deleted:
            raise Refused(f"there is no problem {id}", "choose a living one", "not_found", 4)
        known = [one for one in problem["evidence"] or () if isinstance(one, Mapping)]
        for record in records:
            entry = evidence_from(record)
            if not any(_says(one) == _says(entry) for one in known):
                edits.append(problem, "evidence", entry)
    for _, title in made:
        id = edits.make(PROBLEM, {"title": one_line(str(title)).strip(), "evidence": _entries(context, records)})
        for record in records:
            edits.add(record, "linked", [id])
    count = len(ids) + len(made)
    of = _name_of(context, ids) if len(ids) == 1 and not made else f"{count} problems" if count > 1 else "a new problem"
    return edits.change(f"Make {called(records)} evidence of {of}", "triage.evidence")


def _entries(context: Context, records: Iterable[Record]) -> list[dict[str, Any]]:
    from pmtui.commands.assignments import new_entry

    field, found = SCHEMA[PROBLEM].fields["evidence"], list[dict[str, Any]]()
    for record in records:
        found.append(new_entry(context, field, found, evidence_from(record)))
    return found


def _says(entry: Mapping[str, Any]) -> tuple[str, str, str]:
    """What tells one piece of evidence from another: the words, who said them, where they can be read."""
    words = entry.get("quote")
    text = "\n".join(map(str, words)) if isinstance(words, list) else str(words or "")
    return " ".join(text.split()), str(entry.get("customer") or ""), str(entry.get("url") or "")


def _named(context: Context, words: Any, kinds: Sequence[str]) -> list[str]:
    """The ids of records that are named, several between commas."""
    names = [part.strip() for one in ([words] if isinstance(words, str) else words or ()) for part in str(one).split(",")]
    return [context.resolve(name, kinds).id for name in names if name]


def _name_of(context: Context, ids: Sequence[str]) -> str:
    found = next((record for kind in LINKABLE for id in ids if (record := context.snapshot.record(kind, id)) is not None), None)
    return f"“{one_line(found.title)[:50]}”" if found is not None else "a new record"
