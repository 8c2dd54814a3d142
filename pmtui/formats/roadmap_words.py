"""What is said of a milestone in words, wherever a roadmap is told: progress, health, forecast, what it needs. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmtui.domain.amounts import chance_words
from pmtui.domain.periods import day_words
from pmtui.domain.roadmap import Progress
from pmtui.domain.roadmap_entries import Entry, ForecastDays
from pmtui.domain.text import counted, spoken


def heading(name: str, what: str) -> str:
    """The heading of what is told: `Acme Billing roadmap`; `Roadmap` where there is no name."""
    return f"{name} {what}" if name else what[:1].upper() + what[1:]


def progress_words(progress: Progress) -> str:
    """How much is done: `5 of 9 items done, 12 of 30 points`; empty where there are no items."""
    if not progress.total:
        return ""
    points = f", {progress.done_points:g} of {progress.points:g} points" if progress.points else ""
    return f"{progress.done} of {counted(progress.total, 'item')} done{points}"


def forecast_words(forecast: ForecastDays) -> str:
    """What the forecast says: the days of 50 and 85 %, and how likely the target is."""
    chance = "" if forecast.chance is None else f"; {chance_words(forecast.chance)} chance of the target"
    return f"50 % by {day_words(forecast.p50)}, 85 % by {day_words(forecast.p85)}{chance}"


def standing_words(entry: Entry) -> list[str]:
    """How it stands: its status, its health, whether it is late or critical; the status alone for customers."""
    team = entry.team
    if team is None:
        return [entry.status]
    is_open = entry.stage != "shipped"
    late = f"{counted(team.days_late, 'day')} late" if team.days_late else ""
    words = [entry.status, spoken(team.health) if is_open else "", late, "critical path" if team.is_critical and is_open else ""]
    return [one for one in words if one]


def team_facts(entry: Entry, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the team sees besides, as label and words; `titles` are those of the milestones that are told, by key."""
    team = entry.team
    if team is None:
        return []
    needs = [titles[one] for one in team.needs if one in titles]
    found = [
        ("Progress", progress_words(team.progress)),
        ("Forecast", forecast_words(team.forecast) if team.forecast is not None else ""),
        ("After", "; ".join(needs)), ("Goals", "; ".join(team.goals)), ("Theme", team.theme), ("Release", team.release),
        ("Owner", team.owner),
    ]
    return [(label, words) for label, words in found if words]


def titles_of(entries: Sequence[Entry]) -> dict[str, str]:
    """The titles of milestones by their key."""
    return {one.key: one.title for one in entries}
