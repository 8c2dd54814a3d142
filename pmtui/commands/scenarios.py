"""What if: scenarios on the Roadmap, and the same on the command line."""

from __future__ import annotations

from pmtui.commands.core import JSON, SHELL, Arguments, Command, Context, Effect, Parameter, Plan
from pmtui.commands.navigation import effect
from pmtui.domain.change import Change

GROUP = "What if"
_REST = Parameter("rest", "flag", "Apply what still fits, and leave out what does not.", option="--rest")
_REASON = Parameter("reason", "text", "Why; kept with the milestones whose target slips.", option="--reason")


def _plan(name: str) -> Plan:
    def plan(context: Context, arguments: Arguments) -> Change | Effect:
        from pmtui.commands import scenario_plans  # seldom needed, and every command loads this module

        made: Plan = getattr(scenario_plans, name)
        return made(context, arguments)

    return plan


def compare(context: Context, arguments: Arguments) -> Effect:
    """Today beside scenarios; without names, beside the shown one or the open ones."""
    words = arguments.get("ids") or ()
    return Effect("compare_scenarios", {**arguments, "ids": [context.resolve(one, ("scenario",)).id for one in words]})


def apply(context: Context, arguments: Arguments) -> Change | Effect:
    """Make the changes of a scenario: on the screens after asking what is needed, on the command line at once."""
    if context.is_screen and "ids" not in arguments:
        return Effect("apply_scenario")
    from pmtui.commands.scenario_plans import applied

    return applied(context, arguments)


def _no_scenario(context: Context) -> str | None:
    return None if context.what_if or not context.is_screen else "no scenario is shown: V on the Roadmap lists them"


COMMANDS = (
    Command(
        "roadmap.what_if", "What if", "The scenarios: named sets of changes on top of today, to look at, compare, apply or reject.",
        effect("scenarios"), ("V",), scope="roadmap", group=GROUP, hint="what if",
    ),
    Command(
        "scenario.compare", "Compare scenarios", "Today beside scenarios: targets, forecasts, chances, what drops out, capacity.",
        compare, (),
        (Parameter("ids", "records", "The scenarios; all that are open if none is named.", is_many=True), JSON),
        word="scenario-compare", group=GROUP, example="pmtui scenario-compare S-4k3",
    ),
    Command(
        "scenario.apply", "Apply the scenario", "Make the changes of a scenario, all at once: one undo takes them back. What somebody "
        "changed since is named, and left as it is.", apply, (),
        (Parameter("ids", "record", "The scenario: id, beginning of an id or exact title.", is_required=True), _REASON, _REST),
        blocked=_no_scenario, word="scenario-apply", group=GROUP, example='pmtui scenario-apply S-4k3 --reason "The second team starts"',
    ),
    Command(
        "scenario.reject", "Reject the scenario", "Say why it is not done; it stays, as rejected.", effect("reject_scenario"), (),
        blocked=_no_scenario, group=GROUP,
    ),
    Command(
        "scenario.leave", "Back to today", "Show today again; the scenario keeps its changes.", effect("leave_scenario"), (),
        blocked=_no_scenario, group=GROUP,
    ),
    Command(
        "scenario.set", "Set in a scenario", "Give records other values in a scenario; today stays as it is. Today's value takes the "
        "change out again.", _plan("set_in"), (),
        (
            Parameter("ids", "records", "Milestones, items or iterations.", is_required=True, is_many=True),
            Parameter("fields", "assignments", "New values, as in target=2027-03-31 milestone=MVP.", is_required=True, is_many=True),
            Parameter("scenario", "record", "The scenario: id, beginning of an id or exact title.", is_required=True, option="--in"),
        ), SHELL, word="scenario-set", group=GROUP, example="pmtui scenario-set M-7gq target=2027-03-31 --in S-4k3",
    ),
)
