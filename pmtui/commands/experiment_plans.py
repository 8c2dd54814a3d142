"""From what is typed in the dialogs of experiments to one change: numbers of arms, a session with its quote, a verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.commands.assignments import new_entry, read_value
from pmtui.commands.core import Context, Refused
from pmtui.commands.editing import change_of, edit_of
from pmtui.commands.records import called
from pmtui.commands.triage_plans import Edits
from pmtui.domain.change import Change
from pmtui.domain.records import Record
from pmtui.domain.schema import Field
from pmtui.domain.values import BadValue

_SOURCES = {"interview": "interview", "survey": "survey", "data_analysis": "analytics", "ab_test": "analytics", "fake_door": "analytics"}
"""The source of evidence that a quote from an experiment has, by method; what people did before somebody's eyes is an observation."""


# Numbers


class Counts(NamedTuple):
    """What was typed for one arm, of the experiment's metric or of a guardrail.

    Attributes:
        arm: The id of the arm.
        guardrail: The id of the guardrail; empty for the metric itself.
        participants: As typed.
        conversions: As typed.
    """

    arm: str
    guardrail: str
    participants: str
    conversions: str


def numbers_values(context: Context, record: Record, counts: Sequence[Counts]) -> dict[str, Any]:
    """The arms and guardrails of an experiment with what was typed.

    Raises:
        Refused: A text is no whole number; the message names arm and column.
    """
    fields = record.schema.fields
    arm_fields = {one.name: one for one in fields["arms"].entry}
    arms = [dict(one) if isinstance(one, Mapping) else one for one in record["arms"] or []]
    rails = [dict(one) if isinstance(one, Mapping) else one for one in record["guardrails"] or []]
    by_id = {str(one.get("id")): one for one in (*arms, *rails) if isinstance(one, dict)}
    for one in counts:
        typed = {"participants": one.participants, "conversions": one.conversions}
        read = {name: _count(context, arm_fields[name], text, by_id.get(one.arm, {})) for name, text in typed.items()}
        if not one.guardrail:
            _give(by_id[one.arm], read)
        elif one.guardrail in by_id:
            _give_reading(context, fields["guardrails"], by_id[one.guardrail], by_id[one.arm], read)
    return {"arms": arms or None, **({"guardrails": rails} if rails else {})}


def _count(context: Context, field: Field, text: str, arm: Mapping[str, Any]) -> int | None:
    text = text.replace(" ", "").replace("\u00a0", "").replace("_", "")
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+", text):
        text = text.replace(",", "")
    try:
        value = read_value(context, field, text)
    except BadValue as error:
        raise Refused(f"{arm.get('name') or 'arm'}: {error}", error.hint, "bad_value") from None
    return value if isinstance(value, int) else None


def _give(entry: dict[str, Any], read: Mapping[str, int | None]) -> None:
    for name, value in read.items():
        if value is None:
            entry.pop(name, None)
        else:
            entry[name] = value


def _give_reading(
    context: Context, field: Field, rail: dict[str, Any], arm: Mapping[str, Any], read: Mapping[str, int | None]
) -> None:
    """The reading of a guardrail in an arm, found by the arm's id or name; made where there is none and something was typed."""
    inner = next(one for one in field.entry if one.name == "readings")
    readings = [dict(one) if isinstance(one, Mapping) else one for one in rail.get("readings") or []]
    found = next((one for one in readings if isinstance(one, dict) and one.get("arm") in (arm.get("id"), arm.get("name"))), None)
    if found is None:
        if all(value is None for value in read.values()):
            return
        found = new_entry(context, inner, readings, {"arm": str(arm.get("name") or arm.get("id"))})
        readings.append(found)
    _give(found, read)
    rail["readings"] = readings


def with_numbers(context: Context, record: Record, counts: Sequence[Counts]) -> Change:
    """One change that gives an experiment what its arms have counted.

    Raises:
        Refused: A text is no whole number.
    """
    edit = edit_of(context, record, numbers_values(context, record, counts))
    return change_of(context, f"Results of {called([record])}", "experiment.numbers", [edit])


# Sessions


def session_values(context: Context, record: Record, texts: Mapping[str, str]) -> dict[str, Any]:
    """The sessions of an experiment with one more.

    Raises:
        Refused: A value does not fit.
    """
    field = record.schema.fields["sessions"]
    inner = {one.name: one for one in field.entry}
    entry: dict[str, Any] = {}
    for name, text in texts.items():
        if name not in inner or not text.strip():
            continue
        try:
            value = read_value(context, inner[name], text)
        except BadValue as error:
            raise Refused(str(error), error.hint, "bad_value") from None
        if value is not None:
            entry[name] = value
    if entry.get("at", "").startswith(context.today):
        del entry["at"]  # it then carries the time, and stands behind what was seen earlier today
    if not any(entry.get(name) is not None for name in ("who", "tasks", "succeeded", "notes")):
        raise Refused("who: the session says nothing yet", "say who took part, or what was seen", "bad_value")
    entries = list(record["sessions"] or [])
    return {"sessions": [*entries, new_entry(context, field, entries, entry)]}


def with_session(context: Context, record: Record, texts: Mapping[str, str]) -> Change:
    """One change that adds a session, and what was said there to the evidence of the problem.

    Raises:
        Refused: A value does not fit, or there is a quote and no problem that it could go to.
    """
    edits = Edits(context)
    edits.set(record, session_values(context, record, texts))
    quote = texts.get("quote", "").strip()
    if quote:
        problem = problem_of(context, record)
        if problem is None:
            raise Refused("quote: no problem to give it to", "link the hypothesis to a problem first, or leave it out", "bad_value")
        said = {"quote": quote.splitlines(), "source": _SOURCES.get(str(record["method"]), "observation"), "origin": record.title}
        if texts.get("who", "").strip():
            said["customer"] = texts["who"].strip()
        edits.append(problem, "evidence", said)
    return edits.change(f"Add a session to {called([record])}", "experiment.meet")


def problem_of(context: Context, record: Record) -> Record | None:
    """The problem behind the hypothesis that an experiment tests."""
    id = record["hypothesis"]
    belief = context.snapshot.record("hypothesis", str(id)) if id else None
    id = belief["problem"] if belief is not None else None
    found = context.snapshot.record("problem", str(id)) if id else None
    return None if found is None or found.is_deleted else found


# The verdict


class Judgement(NamedTuple):
    """What was decided about an experiment.

    Attributes:
        result: won, lost, inconclusive or invalid.
        learning: What is known now, in lines.
        stances: By the id of a hypothesis, `for` or `against`.
        status: The status that the tested hypothesis takes; empty to leave it.
        reason: Why, where that status needs a reason.
    """

    result: str
    learning: str
    stances: Mapping[str, str]
    status: str = ""
    reason: str = ""


def learning_from(belief: Record, experiment: str) -> Mapping[str, Any] | None:
    """What a hypothesis has learnt from an experiment already; None for nothing."""
    found = belief["learnings"] or ()
    return next((one for one in found if isinstance(one, Mapping) and one.get("experiment") == experiment), None)


def _learn(edits: Edits, belief: Record, entry: Mapping[str, Any]) -> None:
    """Add a learning; where there is one from the same experiment, that one says now what is meant now."""
    old = learning_from(belief, str(entry["experiment"]))
    if old is None:
        edits.append(belief, "learnings", entry)
    else:
        edits.set(belief, {"learnings": [{**old, **entry} if one is old else one for one in belief["learnings"]]})


def judged(context: Context, record: Record, judgement: Judgement) -> Change:
    """One change that ends an experiment: result, learning, what it says for and against hypotheses, and their status.

    Raises:
        Refused: No result, no learning, or no reason where one is needed.
    """
    if not judgement.result:
        raise Refused("result: how did it end?", "won, lost, inconclusive or invalid", "bad_value")
    learning = judgement.learning.strip()
    if not learning:
        raise Refused("learning: what do we know now?", "one sentence that somebody else could use", "bad_value")
    edits = Edits(context)
    values: dict[str, Any] = {"result": judgement.result, "learning": learning.splitlines()}
    if record.stage != "stopped":
        values["status"] = record.schema.named("stopped")
    edits.set(record, values)
    text = [line for line in learning.splitlines() if line.strip()]
    for id, stance in judgement.stances.items():
        belief = context.snapshot.record("hypothesis", id)
        if belief is None:
            raise Refused("hypothesis: one of them is gone meanwhile", "close this and look again", "not_found")
        _learn(edits, belief, {"text": text, "stance": stance, "experiment": record.id})
    own = context.snapshot.record("hypothesis", str(record["hypothesis"] or ""))
    if judgement.status and own is not None:
        if judgement.status in own.schema.reasoned and not judgement.reason.strip():
            raise Refused(f"reason: {judgement.status} needs one", "say why in a sentence", "bad_value")
        edits.set(own, {"status": judgement.status}, judgement.reason)
    return edits.change(f"Verdict on {called([record])}: {judgement.result}", "experiment.decide")
