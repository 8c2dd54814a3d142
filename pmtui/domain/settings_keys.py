"""Every setting of a team: what it is for, what holds where it is not set, and who tells what is wrong with a value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from pmtui.domain.canonical import compact
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.spelling import nearest
from pmtui.domain.team_settings import PREFIX, WORKSPACE, as_fields, is_open


class Setting(NamedTuple):
    """One setting.

    Attributes:
        key: Its name in `settings` of `pmtui.json`.
        help: What it is for, in one sentence.
        sample: A value as one types it.
        says: What holds where it is not set, in a few words.
        judge: The module of this package whose `faults(settings)` tells what is wrong with it.
    """

    key: str
    help: str
    sample: str
    says: str
    judge: str


SETTINGS = (
    Setting("statuses", "The team's own statuses by kind; each stands for a built-in one.",
            '{"item": [{"name": "qa", "is": "review"}]}', "the built-in ones", "team_schema"),
    Setting("fields", "Fields of the team's own by kind.", '{"item": [{"name": "revenue", "type": "integer"}]}', "none", "team_schema"),
    Setting("capacity", "What the team, or each person, can do in a week, in points or items; weeks in which it is otherwise.",
            '{"team": 20, "people": {"ana": 8, "bo": 6}, "weeks": {"2026-12-21": 0}}', "none", "capacity_setting"),
    Setting("wip", "How many items a status may hold.", '{"doing": 3}', "no limits", "wip"),
    Setting("ready", "The definition of ready: what an item needs before work on it begins.",
            '[{"rule": "why"}, {"rule": "filter", "query": "estimate>0"}]', "the built-in rules", "ready"),
    Setting("ready_refuses", "Whether what is not ready is refused; else it is only named.", "true", "false", "ready"),
    Setting("stale_days", "Days without a change after which open work is stale.", "30", "30", "stale"),
    Setting("evidence_half_life", "Days after which what a customer said weighs half of what it did.", "90", "180", "evidence_age"),
    Setting("outcome_days", "Days after shipping before which it is too early to call a metric met or missed.", "28", "14", "outcomes"),
    Setting("outcome_readings", "Readings after shipping before which it is too early for that.", "3", "2", "outcomes"),
    Setting("lifecycle", "From when on a product grows or declines, in percent a quarter, and what retiring one takes.",
            '{"growth": 10, "decline": 5, "checklist": ["customers are told"]}', "+10, −5, eight points", "lifecycle_thresholds"),
    Setting("calendar", "The days on which work is done: weekdays, and holidays to leave out.",
            '{"working_days": ["mon", "tue", "wed", "thu", "fri"], "holidays": ["2026-12-25"]}', "every day counts", "working_days"),
    Setting("templates", "What a new record of a type begins with: text, criteria and tags.",
            '{"bug": {"body": "How to see it", "criteria": ["a test fails without it"], "tags": ["bug"]}}', "none", "templates"),
    Setting("ice", "How ICE is made of its three inputs: product or mean.", "mean", "product", "team_score"),
    Setting("score", "The team's own weighted score.",
            '{"name": "Fit", "criteria": [{"field": "revenue", "weight": 3}]}', "none", "team_score"),
)
"""The settings that people set, in the order in which they are shown."""
BY_KEY: Mapping[str, Setting] = {one.key: one for one in SETTINGS}
_OTHERS = frozenset({"own_branch"})
"""Settings that the program itself keeps."""


def faults(settings: Mapping[str, Any], keys: Iterable[str] | None = None) -> list[str]:
    """What is wrong with a team's settings, in a sentence each.

    Args:
        settings: The settings.
        keys: Only what the judges of these say; else of all, and keys that are no settings.
    """
    wanted = [BY_KEY[key] for key in keys if key in BY_KEY] if keys is not None else list(SETTINGS)
    found: list[str] = []
    for module in dict.fromkeys(one.judge for one in wanted):
        judge: Callable[[Mapping[str, Any]], list[str]] = import_module(f"pmtui.domain.{module}").faults
        found.extend(judge(settings))
    if keys is None:
        found += [
            f"{key}: people set it to {' and to '.join(values)}: set it to one of them" for key, values in contested(settings).items()
        ]
        found += [unknown(key) for key in settings if key not in BY_KEY and key not in _OTHERS]
    return found


def contested(settings: Mapping[str, Any]) -> dict[str, list[str]]:
    """The settings that people set otherwise at the same time, with the values, the one that holds first."""
    if not is_open(settings):
        return {}
    from pmtui.domain.merge import ABSENT, open_conflicts

    def shown(value: Any) -> str:
        return "what is built in" if value is ABSENT else compact(value)[:60]

    found = open_conflicts(as_fields(settings, ""), SCHEMA[WORKSPACE])
    return {path.removeprefix(PREFIX): list(map(shown, values)) for path, values in found.items()}


def unknown(key: str) -> str:
    """What is said of a key that is no setting; the nearest one is named."""
    near = nearest(key, tuple(BY_KEY))
    return f"{key[:60]} is no setting{f': did you mean {near}?' if near else ''}"


def is_known(key: str) -> bool:
    """Whether a key is a setting that people set."""
    return key in BY_KEY
