"""Telling people how it goes: who has been told is noted, now."""

from __future__ import annotations

from pmtui.commands.core import Arguments, Command, Context, Parameter, Refused, without_target
from pmtui.domain.change import Change
from pmtui.domain.records import Record

SCREEN = "strategy"


def told(context: Context, arguments: Arguments) -> Change:
    """People have been told; of decisions, those who must be informed.

    Raises:
        Refused: A record that is neither, or a decision that names nobody.
    """
    from pmtui.commands.records import called, targets
    from pmtui.commands.triage_plans import Edits

    records = targets(context, arguments)
    people: dict[str, Record] = {}
    for record in records:
        people |= {one.id: one for one in _to_tell(context, record)}
    edits = Edits(context)
    for one in people.values():
        edits.set(one, {"last_told": context.now})
    names = [f"@{one['handle']}" if one["handle"] else one.title for one in people.values()]
    who = ", ".join(names) if len(names) <= 4 else f"{len(names)} people"
    decisions = [one for one in records if one.kind == "decision"]
    return edits.change(f"Told {who}" + (f" of {called(decisions)}" if decisions else ""), "person.told")


def _to_tell(context: Context, record: Record) -> list[Record]:
    """Who has been told by naming a record."""
    from pmtui.commands.records import called

    if record.kind == "person":
        return [record]
    if record.kind != "decision":
        hint = "people are told, and those whom a decision informs"
        raise Refused(f"{called([record])} is neither a person nor a decision", hint, "bad_value")
    found = [one for one in context.snapshot.records(("person", str(id)) for id in record["informed"] or ()) if not one.is_deleted]
    if not found:
        raise Refused(f"{called([record])} names nobody who must be told", "name them in the field informed", "blocked", 1)
    return found


def _nobody(context: Context) -> str | None:
    if not context.is_screen:
        return None
    wrong = next((one for one in context.targets() if one.kind not in ("person", "decision")), None)
    return without_target(context) or ("people are told, and those whom a decision informs" if wrong is not None else None)


COMMANDS = (
    Command(
        "person.told", "Told", "Note that people have heard from us, now: those selected, or of a decision all who must be informed.",
        told, ("N",),
        (Parameter("ids", "records", "People or decisions: ids, @handles, exact titles.", is_required=True, is_many=True),), SCREEN,
        _nobody, word="told", group="People", hint="told", example="pmtui told @ana D-4k3",
    ),
)
