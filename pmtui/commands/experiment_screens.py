"""The Experiments screen and its dialogs: planning a test, its numbers and sessions, and the verdict."""

from __future__ import annotations

from pmtui.commands.core import RECORDS, Arguments, Command, Context, Effect
from pmtui.commands.navigation import effect
from pmtui.commands.one_record import one_of, only
from pmtui.domain.change import Change

SCREEN = "experiments"


def test(context: Context, arguments: Arguments) -> Change | Effect:
    """A new experiment for the hypothesis under the cursor; without values, a dialog asks for them."""
    if "values" in arguments:
        from pmtui.commands.experiment_designs import designed

        return designed(context, None, arguments["values"])
    return Effect("plan_experiment", {"id": "", "hypothesis": one_of(context, arguments, "hypothesis").id})


def plan(context: Context, arguments: Arguments) -> Change | Effect:
    """The design of an experiment; without values, a dialog asks for them."""
    record = one_of(context, arguments, "experiment")
    if "values" in arguments:
        from pmtui.commands.experiment_designs import designed

        return designed(context, record, arguments["values"])
    return Effect("plan_experiment", {"id": record.id, "hypothesis": ""})


def start(context: Context, arguments: Arguments) -> Change | Effect:
    """Start an experiment; what must be stated before is asked for at the gate in `core.run`, and given here with it."""
    from pmtui.commands.experiment_designs import designed

    record = one_of(context, arguments, "experiment")
    status = str(arguments.get("status") or record.schema.named("running"))
    return designed(context, record, arguments.get("values") or {}, status)


def numbers(context: Context, arguments: Arguments) -> Change | Effect:
    """What the arms of an experiment have counted; without values, a dialog asks for them."""
    record = one_of(context, arguments, "experiment")
    if "values" in arguments:
        from pmtui.commands.experiment_plans import with_numbers

        return with_numbers(context, record, arguments["values"])
    return Effect("experiment_numbers", {"id": record.id})


def meet(context: Context, arguments: Arguments) -> Change | Effect:
    """One more session of an experiment; without values, a dialog asks for them."""
    record = one_of(context, arguments, "experiment")
    if "values" in arguments:
        from pmtui.commands.experiment_plans import with_session

        return with_session(context, record, arguments["values"])
    return Effect("experiment_session", {"id": record.id})


def decide(context: Context, arguments: Arguments) -> Change | Effect:
    """The verdict on an experiment; without values, a dialog asks for it."""
    record = one_of(context, arguments, "experiment")
    if "values" in arguments:
        from pmtui.commands.experiment_plans import judged

        return judged(context, record, arguments["values"])
    return Effect("experiment_verdict", {"id": record.id})


_BLOCKED = only("experiment")


def _without_arms(context: Context) -> str | None:
    """Why there is nothing to count: it has no arms."""
    record = context.cursor or next(iter(context.targets()), None)
    lacks = record is not None and record.kind == "experiment" and not record["arms"]
    return _BLOCKED(context) or ("it has no arms to count in: p plans them" if lacks else None)


def _without_sessions(context: Context) -> str | None:
    """Why there are no sessions: it compares arms."""
    from pmtui.domain.experiment_design import RATES, family_of  # few keys ask, and every command loads this module

    record = context.cursor or next(iter(context.targets()), None)
    counts = record is not None and record.kind == "experiment" and family_of(record["method"]) == RATES and not record["sessions"]
    return _BLOCKED(context) or ("it counts in arms, nobody is met: n takes its numbers" if counts else None)


COMMANDS = (
    Command("go.experiments", "Experiments", "How beliefs are tested, what the figures say, and what was decided.",
            effect("screen", name=SCREEN), ("g x",), group="Go"),
    Command("experiment.test", "Test it", "Plan an experiment for the hypothesis under the cursor.", test, ("X",), scope="hypotheses",
            blocked=only("hypothesis"), group="Experiments", hint="test it"),
    Command("experiment.plan", "Plan the experiment", "Its design by method; sample size and time are worked out while you type.",
            plan, ("p",), scope=SCREEN, blocked=_BLOCKED, group="Experiments", hint="plan"),
    Command("experiment.start", "Start the experiment", "It collects data from now on; what it was designed for is frozen.", start,
            scope=RECORDS, blocked=_BLOCKED, group="Experiments"),
    Command("experiment.numbers", "Numbers", "Participants and conversions of each arm, typed or read from CSV.", numbers, ("n",),
            scope=SCREEN, blocked=_without_arms, group="Experiments", hint="numbers"),
    Command("experiment.meet", "Add a session", "Who was met, what they managed to do, and what they said.", meet, ("m",), scope=SCREEN,
            blocked=_without_sessions, group="Experiments", hint="session"),
    Command("experiment.decide", "Verdict", "What the figures say by the rule, what you make of it, and what was learnt.", decide, ("d",),
            scope=SCREEN, blocked=_BLOCKED, group="Experiments", hint="verdict"),
)
