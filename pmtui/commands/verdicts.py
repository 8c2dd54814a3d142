"""Hypotheses: the sentence part by part, what follows from the tests, what was learnt of several at once, and "I was wrong"."""

from __future__ import annotations

from pmtui.commands.core import JSON, SHELL, Arguments, Command, Context, Effect, Parameter, Plan, without_target
from pmtui.commands.navigation import effect
from pmtui.commands.one_record import one_of, only
from pmtui.domain.change import Change

SCREEN = "hypotheses"
DECISIONS = ("persevere", "pivot", "stop")
"""What can follow from a hypothesis."""


def _plan(name: str) -> Plan:
    def plan(context: Context, arguments: Arguments) -> Change | Effect:
        from pmtui.commands import verdict_plans  # seldom needed, and every command loads this module

        made: Plan = getattr(verdict_plans, name)
        return made(context, arguments)

    return plan


def state(context: Context, arguments: Arguments) -> Change | Effect:
    """The sentence of a hypothesis; without values, a dialog asks for it part by part. Where there is none, it makes one."""
    if "values" in arguments:
        from pmtui.commands.verdict_plans import stated

        return stated(context, str(arguments.get("id") or ""), arguments["values"], str(arguments.get("problem") or ""))
    record = context.cursor or next(iter(context.targets()), None)
    return Effect("state_hypothesis", {"id": record.id if record is not None else ""})


def believe(context: Context, arguments: Arguments) -> Change | Effect:
    """A new hypothesis about the problem under the cursor; without values, a dialog asks for its sentence."""
    if "values" in arguments:
        return state(context, {**arguments, "id": ""})
    return Effect("state_hypothesis", {"id": "", "problem": one_of(context, arguments, "problem").id})


def decide(context: Context, arguments: Arguments) -> Change | Effect:
    """Persevere, pivot or stop; without one of them, a dialog shows what the tests say and asks."""
    record = one_of(context, arguments, "hypothesis")
    if "decision" in arguments:
        from pmtui.commands.verdict_plans import decided

        return decided(context, record, arguments)
    return Effect("decide_hypothesis", {"id": record.id})


def learn(context: Context, arguments: Arguments) -> Change | Effect:
    """What was learnt, for some hypotheses and against others; without words, a dialog asks."""
    if context.is_screen and "text" not in arguments:
        return Effect("learn", {"ids": [record.id for record in context.targets() if record.kind == "hypothesis"]})
    from pmtui.commands.verdict_plans import learnt

    return learnt(context, arguments)


_IDS = Parameter("ids", "record", "The hypothesis or decision: id, beginning of an id or exact title.", is_required=True)
COMMANDS = (
    Command("hypothesis.state", "State it as a sentence", "Ask for the belief part by part, while the sentence grows.", state, ("P",),
            scope=SCREEN, group="Hypotheses", hint="sentence"),
    Command("hypothesis.of_problem", "What would solve it?", "A hypothesis for the problem under the cursor, part by part; then go to it.",
            believe, ("X",), scope="problems", blocked=only("problem"), group="Hypotheses", hint="hypothesis"),
    Command("hypothesis.decide", "Persevere, pivot or stop", "What the tests say by their rules, and what follows: with the reason.",
            decide, ("d",), scope=SCREEN, blocked=only("hypothesis"), group="Hypotheses", hint="decide"),
    Command(
        "hypothesis.learn", "Learn for and against", "Write down once what was learnt, for some hypotheses and against others.", learn, (),
        (
            Parameter("text", "lines", "What was learnt; - reads standard input.", is_required=True),
            Parameter("for", "text", "Hypotheses that it speaks for, separated by commas.", option="--for"),
            Parameter("against", "text", "Hypotheses that it speaks against.", option="--against"),
            Parameter("from", "record", "The experiment that showed it.", option="--from"),
        ), word="learn", group="Hypotheses", example='pmtui learn "Nobody reads mails about money" --against H-4k3,H-7m2',
    ),
    Command(
        "record.decide", "Decide",
        "Decide what follows from a hypothesis (persevere, pivot, stop), or which option of a decision is taken. The reason is kept.",
        _plan("decide_by_words"), (),
        (
            _IDS,
            Parameter("what", "word", "persevere, pivot or stop; of a decision the option: its number, or its title.", is_required=True),
            Parameter("reason", "text", "Why; kept with the record.", option="--reason"),
            Parameter("status", "word", "hypothesis: its verdict, too.", choices=("supported", "refuted", "inconclusive"),
                      option="--status"),
            Parameter("next", "text", "pivot: the title of the next hypothesis, made as a copy.", option="--next"),
            Parameter("drop", "text", "stop: items that rest on it and are dropped, separated by commas; or all.", option="--drop"),
            Parameter("approver", "record", "decision: who decides.", option="--approver"),
        ), SHELL, without_target, word="decide", group="Hypotheses",
        example='pmtui decide H-4k3 stop --reason "No lift, more complaints" --drop all',
    ),
    Command("go.wrong", "I was wrong", "What we believed and was refuted, what we decided and took back, and how well we judge.",
            effect("was_wrong"), ("g w",), (JSON,), word="calibration", group="Go", example="pmtui calibration --json"),
)
