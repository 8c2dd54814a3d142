"""A roadmap as Markdown: a heading a lane, a line a milestone, what is known of it below. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pmtui.domain.periods import day_words
from pmtui.domain.roadmap_entries import Entry, in_lanes
from pmtui.formats.markdown_text import plain
from pmtui.formats.roadmap_words import heading, standing_words, team_facts, titles_of


def roadmap_markdown(entries: Sequence[Entry], lanes: Sequence[str], name: str, today: str) -> str:
    """The whole text, with a line end at its end.

    Args:
        entries: The milestones, in their order.
        lanes: The headings, in theirs.
        name: Whose roadmap it is; may be empty.
        today: The day that it was written, or an empty text.
    """
    titles = titles_of(entries)
    parts = [[f"# {plain(heading(name, 'roadmap'))}"]]
    parts += [[f"As of {day_words(date.fromisoformat(today))}."]] if today else []
    for lane, some in in_lanes(entries, lanes):
        parts += [[f"## {lane}"], [line for one in some for line in _milestone(one, titles)]]
    if not entries:
        parts.append(["There is nothing on the roadmap yet."])
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _milestone(entry: Entry, titles: dict[str, str]) -> list[str]:
    id = f" ({entry.team.id})" if entry.team is not None else ""
    is_told = entry.team is None  # a customer reads the status in the heading
    facts = [entry.when, *([] if is_told else standing_words(entry))]
    said = ", ".join(plain(one) for one in facts if one)
    lines = [f"- **{plain(entry.title)}**{id}{': ' if said else ''}{said}"]
    lines += [f"  - {plain(entry.outcome)}"] if entry.outcome else []
    return lines + [f"  - {label}: {plain(words)}" for label, words in team_facts(entry, titles)]
