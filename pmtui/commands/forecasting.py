"""Looking ahead: when milestones will be done, how much fits by a day, and which of them hold up the end."""

from __future__ import annotations

from pmtui.commands.core import JSON, SHELL, Arguments, Command, Context, Effect, Parameter
from pmtui.commands.navigation import effect
from pmtui.commands.one_record import open_milestone

_NO_MILESTONE = open_milestone("a forecast is of a milestone: go to one", "there is nothing left to forecast")


def _blocked(context: Context) -> str | None:
    """Why there is nothing to forecast here; the command line forecasts all where none is named."""
    return _NO_MILESTONE(context) if context.is_screen else None


def forecast(context: Context, arguments: Arguments) -> Effect:
    """Show the forecast: of the milestone that is named, else of the one under the cursor; on the command line else of all."""
    if not context.is_screen or arguments.get("id") is not None:
        return Effect("forecast", arguments)
    return Effect("forecast", {**arguments, "id": (context.cursor or context.targets()[0]).id})


COMMANDS = (
    Command(
        "roadmap.forecast", "Forecast",
        "When milestones will be done, at 50, 70, 85 and 95 %, the chance of their target, and what drives it: 10,000 futures with the "
        "weeks that the team has had.",
        forecast, ("F",),
        (
            Parameter("id", "record", "The milestone: id, beginning of an id or exact title; all open ones when left out."),
            Parameter("day", "text", "Also how many items get done by a day: 2027-03-31, 6w.", option="--by"),
            Parameter("seed", "number", "Of the random numbers; the same seed gives the same forecast.", option="--seed"),
            JSON,
        ), "roadmap", _blocked, word="forecast", group="Read", hint="forecast", example="pmtui forecast --by 2027-03-31",
    ),
    Command(
        "milestone.path", "Critical path",
        "How early and how late each open milestone can begin and end, its slack, and which of them hold up the end.",
        effect("path"), (), (JSON,), SHELL, word="path", group="Read", example="pmtui path",
    ),
)
