"""Decisions (DACI): taking an option, taking back, replacing, asking a question about records, telling who must know."""

from __future__ import annotations

from pmtui.commands.core import RECORDS, Arguments, Command, Context, Effect, Parameter, Plan, Refused, without_target
from pmtui.commands.one_record import one_of, only
from pmtui.domain.change import Change

SCREEN = "strategy"
_ELSEWHERE = "that is for a decision: it stands in the section of that name"
_only_decisions = only("decision", _ELSEWHERE)


def _plan(name: str) -> Plan:
    def plan(context: Context, arguments: Arguments) -> Change | Effect:
        from pmtui.commands import decision_plans  # seldom needed, and every command loads this module

        made: Plan = getattr(decision_plans, name)
        return made(context, arguments)

    return plan


def decide(context: Context, arguments: Arguments) -> Change | Effect:
    """Take an option of a decision; without one, a dialog asks. Of goals and products the same key sets their day."""
    if "option" not in arguments and _has_a_day(context):
        return Effect("give", {"command": "record.due"})
    record = one_of(context, arguments, "decision")
    if "option" in arguments:
        from pmtui.commands.decision_plans import decided

        return decided(context, record, arguments)
    if record.stage in ("superseded", "reversed"):
        raise Refused(f"it is {record.status}: ask the question anew, by Replace a decision in the palette", code="blocked", status=1)
    return Effect("decide_decision", {"id": record.id})


def _has_a_day(context: Context) -> bool:
    """Whether the records are of a kind with a due date, or a day on which to look again."""
    records = context.targets()
    return bool(records) and ("due" in records[0].schema.fields or records[0].kind in ("milestone", "product"))


def _not_to_decide(context: Context) -> str | None:
    return None if _has_a_day(context) else _only_decisions(context)


def _not_a_decision(context: Context) -> str | None:
    if not context.is_screen:
        return None
    reason = without_target(context)
    return reason or next((_ELSEWHERE for one in context.targets() if one.kind != "decision"), None)


def _ID(help: str) -> Parameter:  # noqa: N802 - it stands for a constant
    return Parameter("ids", "record", help, is_required=True)


COMMANDS = (
    Command("decision.decide", "Decide", "Take one of the options: by its digit, with the reason and who approved it.", decide, ("d",),
            scope=SCREEN, blocked=_not_to_decide, group="Decisions", hint="decide"),
    Command(
        "decision.option", "Add an option", "One more thing that could be done, with what speaks for it and against it.", _plan("option"),
        ("X",),
        (
            _ID("The decision: id, beginning of an id or exact title."),
            Parameter("title", "text", "The option, in a few words."),
            Parameter("fields", "assignments", "What speaks for and against it, as in for=\"…\" against=\"…\".", is_many=True),
        ), SCREEN, _not_a_decision, word="option", group="Decisions", hint="option",
        example="""pmtui option D-4k3 "Buy it" for="Quick" against="No way back\"""",
    ),
    Command(
        "decision.reverse", "Take a decision back", "It turned out wrong: say because of what. It stays, as reversed, and is learnt from.",
        _plan("reverse"), (),
        (
            _ID("The decision: id, beginning of an id or exact title."),
            Parameter("reason", "lines", "Wrong because …; kept with the decision.", is_required=True, option="--reason"),
        ), RECORDS, _not_a_decision, word="reverse", group="Decisions",
        example='pmtui reverse D-4k3 --reason "Being read is not being trusted"',
    ),
    Command(
        "decision.supersede", "Replace a decision", "Ask the question anew: a new, open decision takes its people and what it is about.",
        _plan("supersede"), (),
        (
            _ID("The decision: id, beginning of an id or exact title."),
            Parameter("title", "text", "The new question.", is_required=True),
            Parameter("reason", "text", "Why; kept with the old decision.", option="--reason"),
        ), RECORDS, _not_a_decision, word="supersede", group="Decisions",
        example='pmtui supersede D-4k3 "Which accounting system comes second"',
    ),
    Command(
        "decision.about", "Question about it", "Ask a question that must be decided: a new decision about the selected records.",
        _plan("about"), ("Y q",), (Parameter("title", "text", "What has to be decided?", is_required=True),), RECORDS, without_target,
        group="Decisions",
    ),
)
