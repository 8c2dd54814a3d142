"""The commands that score: one item, a run over many, and a group that scores by itself and then agrees."""

from __future__ import annotations

from pmtui.commands.core import JSON, RECORDS, SHELL, Arguments, Command, Context, Effect, Parameter, without_target
from pmtui.domain.change import Change

KINDS = ("item", "problem")
"""The kinds that have scores."""
_ITEM = Parameter("ids", "record", "The item: id, beginning of an id or exact title.", is_required=True)


def _kind(context: Context) -> str:
    """The kind that would be scored: that of the record under the cursor, for some screens show several."""
    found = context.cursor or next(iter(context.targets()), None)
    return context.kind if found is None else found.kind


def _elsewhere(context: Context) -> str | None:
    """Why nothing can be scored here: the screen shows what has no score."""
    if _kind(context) not in KINDS or context.screen in ("history", "conflicts"):
        return "items and problems have scores: 4 and 2 go to them"
    return None


def _without_target(context: Context) -> str | None:
    return without_target(context) or _elsewhere(context)


def _no_group(context: Context) -> str | None:
    return "a group scores items: 4 goes to them" if _kind(context) != "item" else _elsewhere(context)


def _one(context: Context, arguments: Arguments) -> Effect:
    kind = _kind(context)
    return Effect("score", {"kind": kind, "ids": [record.id for record in context.targets() if record.kind == kind]})


def _run(context: Context, arguments: Arguments) -> Effect:
    return Effect("score_run", {"kind": _kind(context)})


def _reveal(context: Context, arguments: Arguments) -> Effect:
    return Effect("score_reveal", {"kind": _kind(context)})


def _ballot(context: Context, arguments: Arguments) -> Change:
    from pmtui.commands.score_plans import ballot  # seldom needed, and every command loads this module

    return ballot(context, arguments)


def _agree(context: Context, arguments: Arguments) -> Change:
    from pmtui.commands.score_plans import agree

    return agree(context, arguments)


def _ballots(context: Context, arguments: Arguments) -> Effect:
    return Effect("ballots", arguments)


COMMANDS = (
    Command(
        "score.one", "Score", "Score the record, or all that are selected, by one method: one key for each input.", _one, ("p",),
        (), RECORDS, _without_target, group="Set", hint="score",
    ),
    Command(
        "score.run", "Score run", "Score what is shown, or what is selected, and has no score yet: one after the other, a key for each "
        "input.", _run, ("P",), (), blocked=_elsewhere, group="Set",
    ),
    Command(
        "score.reveal", "Reveal the group's scores", "Show what each person of the group has scored, with median and spread, and agree on "
        "one value.", _reveal, (), (), blocked=_no_group, group="Set",
    ),
    Command(
        "score.ballot", "Ballot", "Score an item for yourself, while the group scores. A second score of yours replaces the first.",
        _ballot, (),
        (_ITEM, Parameter("fields", "assignments", "Inputs with your scores, as in impact=2 confidence=80; INPUT= takes one back.",
                          is_required=True, is_many=True)),
        SHELL, word="ballot", group="Set", example="pmtui ballot B-4k3 impact=2 confidence=80",
    ),
    Command(
        "score.ballots", "Reveal", "Show what each person of the group has scored, with median and spread.", _ballots, (),
        (_ITEM, JSON),
        SHELL, word="reveal", group="Set", example="pmtui reveal B-4k3",
    ),
    Command(
        "score.agree", "Agree", "Agree on a score of the group: the value given, else the median of the ballots. The round is over then.",
        _agree, (),
        (_ITEM, Parameter("inputs", "word", "Inputs, with a value or without; all that have ballots where none is named.", is_many=True)),
        SHELL, word="agree", group="Set", example="pmtui agree B-4k3 impact confidence=80",
    ),
)
