"""From what is asked about hypotheses to one change: the sentence, what follows from it, what was learnt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmtui.commands.assignments import read_value
from pmtui.commands.core import Arguments, Command, Context, Effect, Refused
from pmtui.commands.records import called
from pmtui.commands.triage_plans import Edits
from pmtui.commands.verdicts import DECISIONS
from pmtui.domain.change import Change, Edit, Snapshot
from pmtui.domain.discovery import records_linked_to
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.text import counted, one_line
from pmtui.domain.values import BadValue

COPIED = ("problem", "persona", "change", "outcome", "because", "metric", "kpi", "baseline", "target", "risk", "importance", "certainty",
          "product", "owner", "tags")
"""What the next hypothesis takes over after a pivot: what is believed, not how sure we were or what was learnt."""
_TITLE = 80
_VERBS = {"persevere": "Persevere with", "pivot": "Pivot from", "stop": "Stop"}


# The sentence


def stated(context: Context, id: str, values: Mapping[str, str], problem: str = "") -> Change:
    """One change of what was typed into the sentence of a hypothesis; a new one, about a `problem`, where no id is given.

    Raises:
        Refused: A value does not fit; the message begins with the field's name.
    """
    record = context.snapshot.record("hypothesis", id) if id else None
    if id and record is None:
        raise Refused("the hypothesis is gone meanwhile", "close this and look again", "not_found", 4)
    fields = SCHEMA["hypothesis"].fields
    read: dict[str, Any] = {}
    for name, text in values.items():
        try:
            read[name] = read_value(context, fields[name], text.strip()) if text.strip() else None
        except BadValue as error:
            raise Refused(f"{name}: {error}", error.hint, "bad_value") from None
    edits = Edits(context)
    if record is None:
        title = one_line(values.get("change", "").strip() or values.get("outcome", "").strip())
        if not title:
            raise Refused("change: what would we do?", "a few words are enough, the rest may stay a gap", "bad_value")
        title = f"{title[:1].upper()}{title[1:]}"
        title_or_less = title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"
        edits.make("hypothesis", {"title": title_or_less, **({"problem": problem} if problem else {}), **read})
        return edits.change(f"Add “{title[:60]}”", "hypothesis.state")
    edits.set(record, {name: value for name, value in read.items() if not _same(record, name, values[name], value)})
    return edits.change(f"State {called([record])}", "hypothesis.state")


def _same(record: Record, name: str, text: str, value: Any) -> bool:
    """Whether a text is what the record says already: lines of a text are shown on one line."""
    old = record[name]
    return bool(old == value or (isinstance(old, list) and " ".join(map(str, old)) == text.strip()))


# What follows


def decided(context: Context, record: Record, arguments: Arguments) -> Change:
    """What follows from a hypothesis, in one change.

    The arguments: `decision` one of DECISIONS; `reason`; `status` its verdict, where that is given, too; `next` the title of the next
    hypothesis, made of a pivot; `drop` the ids of items that rest on it and are dropped with the reason.

    Raises:
        Refused: No such decision, no reason, or an item that does not rest on it.
    """
    decision, reason = str(arguments["decision"]), str(arguments.get("reason") or "").strip()
    if decision not in DECISIONS:
        raise Refused(f"{decision!r} is no decision on a hypothesis", f"it is one of {', '.join(DECISIONS)}", "bad_value")
    if not reason:
        raise Refused(f"reason: {decision} needs a reason", "give one with --reason", "missing_reason")
    kind, edits = record.schema, Edits(context)
    status = str(arguments.get("status") or "")
    values: dict[str, Any] = {"decision": decision}
    if status:
        values["status"] = kind.named(status) if status not in kind.statuses else status
    edits.set(record, values, reason)
    name = kind.shown_id(record.id)
    title = one_line(str(arguments.get("next") or "")).strip()
    if title and decision != "pivot":
        raise Refused("the next hypothesis follows from a pivot", "leave --next out, or decide to pivot", "usage")
    resting = items_resting(context, record)
    drop = [str(one) for one in arguments.get("drop") or ()]
    if drop and decision != "stop":
        raise Refused("items are dropped where a hypothesis is stopped", "leave --drop out, or decide to stop", "usage")
    known = {one.id: one for one in resting}
    for id in drop:
        if id not in known:
            raise Refused(f"drop: {id} is no open item that rests on {name}", "pmtui trace shows what does", "bad_value")
        edits.set(known[id], {"status": SCHEMA["item"].named("dropped")}, f"{name} “{one_line(record.title)[:60]}” is stopped: {reason}")
    if title:
        edits.make("hypothesis", next_hypothesis(record, title, reason))
    words = f"{_VERBS[decision]} {called([record])}"
    words += f", drop {counted(len(drop), 'item')}" if drop else f", next “{title[:40]}”" if title else ""
    return edits.change(words, "hypothesis.decide")


def next_hypothesis(record: Record, title: str, reason: str) -> dict[str, Any]:
    """The fields of the hypothesis that follows from a pivot: what is believed, and from where it comes."""
    kept = {name: record.data[name] for name in COPIED if record.data.get(name) is not None}
    first = reason.strip().splitlines()[0]
    return {"title": title, **kept, "body": [f"Follows {record.schema.shown_id(record.id)}, from which we pivoted: {first}"]}


def items_resting(context: Context, record: Record) -> list[Record]:
    """The open items that rest on a hypothesis."""
    return [one for one in records_linked_to(context.snapshot, "item", "hypotheses", record.id) if not one.is_closed]


def decide_by_words(context: Context, arguments: Arguments) -> Change | Effect:
    """What the command line says: a hypothesis and its decision, or a decision and the option that is taken.

    Raises:
        Refused: It is of another kind, or what is asked for does not belong to its kind.
    """
    record = context.resolve(str(arguments["ids"][0] if isinstance(arguments["ids"], list) else arguments["ids"]), ())
    what = str(arguments["what"])
    if record.kind == "decision":
        wrong = next((name for name in ("status", "next", "drop") if arguments.get(name)), "")
        if wrong:
            raise Refused(f"--{wrong} is for hypotheses, and {called([record])} is a decision", "leave it out")
        from pmtui.commands.decision_plans import decided as taken

        return taken(context, record, {"option": what, "because": arguments.get("reason"), "approver": arguments.get("approver")})
    if record.kind != "hypothesis":
        raise Refused(f"{called([record])} is a {record.kind}: hypotheses and decisions are decided", "name one of these", "bad_value")
    if arguments.get("approver"):
        raise Refused("--approver is for decisions", "leave it out")
    drop = str(arguments.get("drop") or "").strip()
    if drop.lower() == "all":
        ids = [one.id for one in items_resting(context, record)]
    else:
        ids = [context.resolve(word.strip(), ("item",)).id for word in drop.split(",") if word.strip()]
    return decided(context, record, {**arguments, "decision": what, "drop": ids})


# What was learnt


def learnt(context: Context, arguments: Arguments) -> Change:
    """One learning, for some hypotheses and against others.

    Raises:
        Refused: No words, no hypothesis, or one that it speaks for and against.
    """
    text = [line.rstrip() for line in str(arguments.get("text") or "").strip().splitlines()]
    if not any(text):
        raise Refused("text: what was learnt?", "one sentence that somebody else could use", "bad_value")
    stances = {stance: _named(context, arguments.get(stance)) for stance in ("for", "against")}
    both = {one.id for one in stances["for"]} & {one.id for one in stances["against"]}
    if both:
        name = called([one for one in stances["for"] if one.id in both][:1])
        raise Refused(f"for: it speaks for and against {name}", "name each hypothesis once", "bad_value")
    if not any(stances.values()):
        raise Refused("for: for or against which hypothesis?", "name some with --for and --against", "bad_value")
    source = arguments.get("from")
    entry: dict[str, Any] = {"text": text}
    if source:
        entry["experiment"] = context.resolve(str(source), ("experiment",)).id
    edits = Edits(context)
    for stance, records in stances.items():
        for record in records:
            edits.append(record, "learnings", {**entry, "stance": stance})
    counts = [f"{stance} {called(records)}" for stance, records in stances.items() if records]
    return edits.change(f"Learn {' and '.join(counts)}", "hypothesis.learn")


def _named(context: Context, value: Any) -> list[Record]:
    """Hypotheses by a list of ids, or by words separated by commas; each once."""
    words: Sequence[str] = [str(one) for one in value] if isinstance(value, list | tuple) else str(value or "").split(",")
    found = [context.resolve(one.strip(), ("hypothesis",)) for one in words if one.strip()]
    return list({one.id: one for one in found}.values())


# Before a test starts


def gate(command: Command, context: Context, change: Change, arguments: Arguments) -> Change | Effect:
    """The change itself; on a screen, where it begins to test one hypothesis that has not said how sure it is, the question for that.

    Said afterwards, it would be no forecast: calibration takes only what was stated before.
    """
    if not context.is_screen or len(change.edits) != 1 or arguments.get("is_unstated") or command.id.startswith("history."):
        return change
    edit = change.edits[0]
    if not begins_unstated(edit, context.snapshot):
        return change
    return Effect("how_sure", {"id": edit.id, "status": str(edit.after["status"])})


def begins_unstated(edit: Edit, snapshot: Snapshot) -> bool:
    """Whether an edit begins the test of a hypothesis that has not said how sure we are of it."""
    if not _begins_test(edit):
        return False
    old = snapshot.record("hypothesis", edit.id)
    return old is not None and {**old.data, **edit.after}.get("confidence") is None


def _begins_test(edit: Edit) -> bool:
    kind = SCHEMA["hypothesis"]
    if edit.kind != "hypothesis" or edit.before is None or "status" not in edit.after:
        return False
    return kind.like(str(edit.after["status"])) == "testing" != kind.like(str(edit.before.get("status") or kind.statuses[0]))

