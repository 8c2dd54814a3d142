"""Readings of KPIs: one by one, and from CSV."""

from __future__ import annotations

from pmtui.commands.core import JSON, RECORDS, SHELL, Arguments, Command, Context, Effect, Parameter, Refused, without_target
from pmtui.commands.one_record import with_article
from pmtui.domain.change import Change
from pmtui.domain.records import Record


def add_reading(context: Context, arguments: Arguments) -> Change | Effect:
    """One reading of a KPI of a goal; on a screen, a dialog asks for it, and for further ones."""
    from pmtui.commands.reading_plans import reading_meant, reading_title, readings_plan, with_kpis

    goal = _goal(context, arguments)
    if context.is_screen and "value" not in arguments:
        return Effect("add_reading" if goal.data.get("kpis") else "add_kpi", {"id": goal.id})
    reading = reading_meant(
        context, with_kpis(goal), str(arguments.get("kpi") or "1"), str(arguments.get("value") or ""), str(arguments.get("day") or ""),
        str(arguments.get("note") or ""),
    )
    return readings_plan(context, goal, [reading], reading_title(goal, reading)).change


def _goal(context: Context, arguments: Arguments) -> Record:
    """The goal that is named, else the one under the cursor."""
    from pmtui.commands.reading_plans import goal_named

    given = arguments.get("ids")
    words = [given] if isinstance(given, str) else list(given or ())
    if words:
        return goal_named(context, str(words[0]))
    found = next((one for one in context.targets() if one.kind == "goal"), None)
    if found is None:
        raise Refused("that belongs to a goal", "go to one", "blocked", 1)
    return found


def add_kpi(context: Context, arguments: Arguments) -> Change | Effect:
    """One more KPI of a goal; on a screen, a dialog asks for it."""
    from pmtui.commands.reading_plans import kpi_change

    goal = _goal(context, arguments)
    if context.is_screen and "name" not in arguments:
        return Effect("add_kpi", {"id": goal.id})
    return kpi_change(context, goal, {key: str(value) for key, value in arguments.items() if key != "ids"})


def import_readings(context: Context, arguments: Arguments) -> Effect:
    """Readings from a file, for whoever can read it."""
    from pmtui.commands.reading_plans import goal_named

    goal = goal_named(context, str(arguments["goal"]))
    return Effect("import_readings", {**arguments, "goal": goal.id})


def _blocked(context: Context) -> str | None:
    """Why there is nothing to read here: no record, or one that is no goal."""
    if not context.is_screen:
        return None
    reason = without_target(context)
    if reason is None and not any(one.kind == "goal" for one in context.targets()):
        kind = context.targets()[0].kind
        return f"{with_article(kind)} has no KPIs: on a goal, this key takes a reading of one"
    return reason


COMMANDS = (
    Command(
        "goal.reading", "Add a reading", "Write down what a KPI of a goal was read at; of one day and origin, the last word counts.",
        add_reading, ("n",),
        (
            Parameter("ids", "record", "The goal: id, beginning of an id or exact title.", is_required=True),
            Parameter("kpi", "text", "The KPI: its name, the beginning of it, or its place from 1 on.", is_required=True),
            Parameter("value", "text", "What was read, as in 61.5 or 61.5%.", is_required=True),
            Parameter("day", "text", "The day it was read for; today if it is left out.", option="--at"),
            Parameter("note", "text", "What to know about it.", option="--note"),
        ), "strategy", _blocked, word="reading", group="Set", hint="reading",
        example='pmtui reading "Get paid" recovered 61.5 --at yesterday',
    ),
    Command(
        "goal.kpi", "Add a KPI", "A figure that shows whether a goal is reached; a target below the baseline says that it shall fall.",
        add_kpi, (),
        (
            Parameter("ids", "record", "The goal: id, beginning of an id or exact title.", is_required=True),
            Parameter("name", "text", "What it is called.", is_required=True),
            Parameter("unit", "text", "Its unit, as in % or days.", option="--unit"),
            Parameter("baseline", "text", "Where it stands before the work.", option="--baseline"),
            Parameter("target", "text", "Where it shall come.", option="--target"),
        ), RECORDS, _blocked, word="kpi", group="Set", example='pmtui kpi "Get paid" Churn --unit % --baseline 2.9 --target 1.5',
    ),
    Command(
        "goal.readings", "Import readings", "Bring readings of a goal's KPIs in from CSV: columns date, kpi, value, note; or date and a "
        "column a KPI. What was read of a KPI on a day from the same origin is updated, so that a file may come in again.",
        import_readings, (),
        (
            Parameter("goal", "record", "The goal: id, beginning of an id or exact title.", is_required=True),
            Parameter("file", "path", "The CSV file; - reads standard input.", is_required=True),
            Parameter("origin", "text", "Where the figures come from, as in warehouse; csv if it is left out.", option="--origin"),
            Parameter("dry_run", "flag", "Say what would come in; change nothing.", option="--dry-run"),
            JSON,
        ), SHELL, word="readings", group="Set", example='pmtui readings "Get paid" figures.csv --origin warehouse',
    ),
)
