"""Commands about what the team has set for itself: statuses, fields, limits, rules, the score."""

from __future__ import annotations

from typing import Any

from pmtui.commands.core import JSON, SHELL, Arguments, Command, Context, Effect, Parameter, Refused
from pmtui.commands.navigation import effect
from pmtui.domain.change import Change


def _set(context: Context, arguments: Arguments) -> Change | Effect:
    words, rename = arguments.get("settings") or (), arguments.get("rename")
    if not words and not rename:
        return Effect("settings", {})
    from pmtui.commands.settings_plans import assigned_settings, renamed_status, settings_change

    if not rename:
        return settings_change(context, assigned_settings(context, words))
    if words:
        raise Refused("--rename stands by itself", "set the other settings in a second call")
    kind, old, new = _renaming(str(rename))
    return renamed_status(context, kind, old, new)


def _renaming(text: str) -> tuple[str, str, str]:
    from pmtui.commands.assignments import kind_of

    before, equals, new = text.partition("=")
    word, dot, old = before.partition(".")
    if not equals or not dot or not old or not new:
        raise Refused(f"{text[:60]!r} is not of the form KIND.STATUS=NAME", "for example: --rename item.ready=todo")
    return kind_of(word).name, old, new



_PARAMETERS: tuple[Any, ...] = (
    Parameter("settings", "words", "What to set, as KEY=VALUE; all settings are shown when left out.", is_many=True),
    Parameter("rename", "text", "Give a status another name, in the records too: item.ready=todo.", option="--rename"),
    JSON,
    Parameter("dry_run", "flag", "Say what would happen; change nothing.", option="--dry-run"),
)
COMMANDS = (
    Command(
        "app.settings", "Team settings",
        "What the team has set for itself: statuses, fields, limits, rules and its score, each with what it touches.",
        effect("team_settings"), group="Else",
    ),
    Command(
        "settings.set", "Settings",
        "Show or set what the team has set for itself, in pmtui.json. A VALUE is JSON, else a text; KEY.PART=VALUE sets a part, "
        "+= adds to a list, -= takes a name out of it, KEY= goes back to what is built in.",
        _set, (), _PARAMETERS, scope=SHELL, word="settings", group="Workspace", example="pmtui settings wip.doing=3 stale_days=14",
    ),
)
