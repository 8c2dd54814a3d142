"""`reveal`: what each person of a group has scored, for people and for scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.cli.session import Session
from pmtui.commands.core import Refused
from pmtui.commands.score_plans import shown_ballot
from pmtui.domain.ballots import FIELD, Tally, ballots_of, field_value, tally
from pmtui.domain.schema import Field
from pmtui.domain.text import one_line


def do_ballots(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print the ballots of an item, input by input."""
    session.say_if_read_only()
    record = session.resolve(arguments["ids"][0], ())
    if FIELD not in record.schema.fields:
        raise Refused(f"a {record.kind} has no ballots: a group scores items", "name an item", "bad_value")
    names = {one.input for one in ballots_of(record)}
    fields = [field for name, field in record.schema.fields.items() if name in names]
    found = [(field, told) for field in fields if (told := tally(record, field.name)) is not None]
    if session.is_json:
        from pmtui.formats.record_json import json_text

        session.write(json_text([_document(*one) for one in found]))
    elif found:
        session.write("".join(f"{_words(*one)}\n" for one in found))
    else:
        session.write(f"nobody has scored “{one_line(record.title)}” for the group\n")
    return 0


def _words(field: Field, found: Tally) -> str:
    """One input on one line."""
    who = ", ".join(f"{one_line(one.by) or 'somebody'} {shown_ballot(field, one.value)}" for one in found.ballots)
    far = " and ".join(one_line(one.by) or "somebody" for one in found.furthest)
    verb = "differs" if len(found.furthest) == 1 else "differ"
    spread = f"from {shown_ballot(field, found.low)} to {shown_ballot(field, found.high)}; {far} {verb} most"
    median = f"median {shown_ballot(field, found.median)}"
    return f"{field.name}: {who}; {median}, {'all agree' if found.is_unanimous else spread}"


def _document(field: Field, found: Tally) -> dict[str, Any]:
    """One input as JSON; values are those that the field would hold."""
    def value(number: float) -> Any:
        return field_value(field, number)

    return {
        "input": field.name, "ballots": [{"by": one.by or None, "value": value(one.value)} for one in found.ballots],
        "median": value(found.median), "low": value(found.low), "high": value(found.high),
        "differ_most": [one.by or None for one in found.furthest],
    }
