"""Commands of triage: the inbox, and one key for each thing that may become of what waits there."""

from __future__ import annotations

from pmtui.commands.core import JSON, RECORDS, SHELL, Arguments, Command, Context, Effect, Parameter, Plan, without_target
from pmtui.commands.navigation import effect
from pmtui.domain.change import Change

SCREEN = "inbox"
"""The name of the screen on which the keys of triage act."""
VERDICTS = ("accept", "problem", "evidence", "link", "duplicate", "decline", "snooze")
"""What may become of a record, as the command line says it."""
_REASON = Parameter("reason", "text", "Why; kept with the record.", option="--reason")


def _of_feedback(name: str) -> Plan:
    def plan(context: Context, arguments: Arguments) -> Change | Effect:
        from pmtui.commands import feedback

        made: Plan = getattr(feedback, name)
        return made(context, arguments)

    return plan


def _no_feedback(context: Context) -> str | None:
    """Why nothing becomes evidence: it is no feedback."""
    records = context.targets()
    return "only feedback becomes evidence of a problem" if records and records[0].kind != "feedback" else _nothing_waits(context)


def _plan(name: str) -> Plan:
    def plan(context: Context, arguments: Arguments) -> Change | Effect:
        from pmtui.commands import triage_plans  # seldom needed, and every command loads this module

        made: Plan = getattr(triage_plans, name)
        return made(context, arguments)

    return plan


def _nothing_waits(context: Context) -> str | None:
    """Why nothing can be decided: there is no record under the cursor."""
    return None if context.targets() else "nothing waits here: A writes feedback down"


def _key(id: str, title: str, help: str, key: str, plan: str, hint: str, *parameters: Parameter) -> Command:
    return Command(
        f"triage.{id}", title, help, _plan(plan), (key,), (*parameters, _REASON), SCREEN, _nothing_waits, group="Inbox", hint=hint,
    )


COMMANDS: tuple[Command, ...] = (
    Command("go.inbox", "Inbox", "New feedback and items, to be decided one after the other.", effect("screen", name=SCREEN), ("g i",),
            group="Go"),
    _key("accept", "Accept", "Make an item ready; of feedback make an item, linked with it.", "a", "accept", "accept"),
    _key("problem", "Turn into a problem", "Make a problem of it: feedback becomes its evidence, an item is dropped for it.", "p",
         "to_problem", "problem"),
    Command("triage.link", "Link with problems and items", "Choose the problems and items that feedback belongs to, one or several; it is "
            "then decided.", _of_feedback("link"), ("L",), (_REASON,), SCREEN, _nothing_waits, group="Inbox", hint="link"),
    Command("triage.evidence", "Evidence of a problem", "Choose the problems of which feedback is evidence: words, customer, company and "
            "address go along.", _of_feedback("evidence"), ('"', "V"), (_REASON,), SCREEN, _no_feedback, group="Inbox", hint="evidence"),
    _key("duplicate", "Duplicate of another", "Choose the record that it repeats: voters, links and comments go over to that one.", "d",
         "duplicate", "duplicate", Parameter("of", "record", "The record that it repeats.")),
    _key("decline", "Decline", "Give it up, with a reason: one key for the common ones.", "n", "decline", "decline"),
    _key("snooze", "Snooze", "Put it away until a day, or until a milestone has shipped or an item is done.", "z", "snooze", "snooze",
         Parameter("until", "text", "Until when, or until which record is closed.")),
    Command(
        "triage.decide", "Triage",
        "Decide what becomes of feedback and items. accept makes items ready, and items of feedback; problem makes problems; "
        "evidence --to adds feedback to problems that are there, link --to links it; "
        "duplicate and accept --to take over what people gave to another record; snooze puts away until a day or an event.",
        _plan("decide"), (),
        (
            Parameter("verdict", "word", "What becomes of them.", is_required=True, choices=VERDICTS),
            Parameter("ids", "records", "Records: ids, beginnings of ids or exact titles.", is_required=True, is_many=True),
            Parameter("of", "record", "duplicate: the record that they repeat.", option="--of"),
            Parameter("to", "record", "accept, link, evidence: what feedback belongs to; of the last two several, between commas.",
                      option="--to"),
            Parameter("until", "text", "snooze: a date, or the milestone, item … that must be closed first.", option="--until"),
            _REASON,
        ), SHELL, without_target, word="triage", group="Inbox", example='pmtui triage decline F-4k3 --reason "out of scope"',
    ),
    Command(
        "triage.inbox", "Inbox", "List what waits for a first decision. New feedback and items, the oldest first.", effect("inbox"), (),
        (Parameter("all", "flag", "Snoozed records, too.", option="--all"), JSON), SHELL, word="inbox", group="Inbox",
        example="pmtui inbox --json",
    ),
    Command(
        "triage.similar", "Similar", "List the records that may say the same as one, the likeliest first.", effect("similar"), (),
        (Parameter("ids", "record", "The record: id, beginning of an id or exact title.", is_required=True), JSON), SHELL,
        word="similar", group="Inbox", example="pmtui similar F-4k3",
    ),
)


def _joining(name: str) -> Plan:
    def plan(context: Context, arguments: Arguments) -> Change | Effect:
        from pmtui.commands import joining_plans

        made: Plan = getattr(joining_plans, name)
        return made(context, arguments)

    return plan


def _unsplit(context: Context) -> str | None:
    records = context.targets()
    if records and records[0].kind not in ("item", "feedback"):
        return f"items and feedback can be split, {records[0].schema.plural} cannot"
    return without_target(context)


def _unmerged(context: Context) -> str | None:
    records = context.targets()
    if records and "duplicate_of" not in records[0].schema.fields:
        return f"{records[0].schema.plural} cannot be merged: items, problems and feedback can"
    return without_target(context)


COMMANDS += (
    Command(
        "record.split", "Split", "Make several items of one, or of a piece of feedback. The parts: its criteria, a list in its text, or "
        "what you type.", _joining("split"), (";",),
        (
            Parameter("ids", "record", "The record: id, beginning of an id or exact title.", is_required=True),
            Parameter("titles", "text", "The titles of the parts.", is_many=True),
        ), RECORDS, _unsplit, word="split", group="Set", example='pmtui split 4k3 "Export as CSV" "Export as PDF"',
    ),
    Command(
        "record.merge", "Merge", "Make one record of several. Sets are united, blanks filled, texts put together, links moved; the "
        "others become its duplicates.", _joining("merge"), ("&",),
        (
            Parameter("ids", "records", "The record that is kept, then the others.", is_required=True, is_many=True),
            Parameter("into", "record", "The record that is kept, where it is not the first.", option="--into"), _REASON,
        ), RECORDS, _unmerged, word="merge", group="Set", example="pmtui merge 4k3 9xq",
    ),
)
