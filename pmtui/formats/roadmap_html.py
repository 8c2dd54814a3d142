"""A roadmap as one page of HTML: the timeline, then each milestone in its lane. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pmtui.domain.periods import day_words
from pmtui.domain.roadmap_entries import SHIPPED, Entry, in_lanes
from pmtui.domain.text import counted
from pmtui.formats.html_elements import Html, joined, lines, tag, text
from pmtui.formats.html_page import page
from pmtui.formats.roadmap_words import heading, standing_words, team_facts, titles_of
from pmtui.formats.timeline_html import scale_of, timeline, timeline_style

_WORDS = {
    "on track": "good", "at risk": "warn", "off track": "bad", "critical path": "accent", "In progress": "accent", "active": "accent",
    "Available": "good", "shipped": "good",
}
"""The colours of words that say how something stands; any other is grey."""


def roadmap_html(entries: Sequence[Entry], lanes: Sequence[str], name: str, today: str) -> str:
    """The whole page.

    Args:
        entries: The milestones, in their order.
        lanes: The headings, in theirs.
        name: Whose roadmap it is; may be empty.
        today: The day that it is written; the timeline shows it.
    """
    day = date.fromisoformat(today)
    scale, title = scale_of(entries, day), heading(name, "roadmap")
    titles = titles_of(entries)
    lead = f"As of {day_words(day)}. {_summary(entries)}" if entries else "There is nothing on the roadmap yet."
    parts = [tag("h1", text(title)), tag("p", text(lead), class_="lead")]
    style = STYLE
    if scale is not None:
        style = f"{timeline_style(scale, day)}\n{STYLE}"
        parts += [tag("h2", Html("Timeline")), timeline(entries, lanes, day, scale)]
    for lane, some in in_lanes(entries, lanes):
        cards = lines(*(_card(one, titles) for one in some))
        parts.append(tag("section", tag("h2", text(lane)), tag("div", Html("\n"), cards, Html("\n"), class_="cards")))
    return page(title, lines(*parts), style=style)


def _summary(entries: Sequence[Entry]) -> str:
    """How many are open, and how many have shipped."""
    shipped = sum(one.stage == SHIPPED for one in entries)
    is_team = entries[0].team is not None
    words = [f"{counted(len(entries) - shipped, 'milestone')} ahead"] if len(entries) > shipped else []
    words += [f"{shipped} {'shipped' if is_team else 'available'}"] if shipped else []
    return ", ".join(words) + "."


def _card(entry: Entry, titles: dict[str, str]) -> Html:
    words = [tag("span", text(one), class_=_chip(one)) for one in standing_words(entry)]
    id = joined(Html(" "), tag("small", text(entry.team.id), class_="id")) if entry.team is not None else None
    when = tag("p", text(entry.when), class_="when") if entry.when else None
    rows = [joined(tag("dt", text(label)), tag("dd", text(said))) for label, said in team_facts(entry, titles)]
    return tag(
        "article", tag("h3", text(entry.title), id), tag("p", *words, class_="words"), when,
        tag("p", text(entry.outcome)) if entry.outcome else None, _bar(entry), tag("dl", *rows) if rows else None,
        class_="card", id=entry.key,
    )


def _chip(words: str) -> str:
    role = "bad" if words.endswith(" late") else _WORDS.get(words, "")
    return f"word {role}".strip()


def _bar(entry: Entry) -> Html | None:
    share = entry.team.progress.share if entry.team is not None else None
    if share is None:
        return None
    return tag("div", tag("i", style=f"width:{round(100 * share)}%"), class_="progress", aria_hidden="true")


STYLE = """\
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); gap: .9rem; }
.card { border: 1px solid var(--edge); border-radius: 10px; background: var(--card); padding: .9rem 1rem; scroll-margin-top: 1rem; }
.card:target { border-color: var(--accent); box-shadow: 0 0 0 2px var(--accent-soft); }
.card h3 { margin: 0 0 .35rem; }
.card h3 small { font-weight: 400; color: var(--soft); }
.card p { margin: .35rem 0; }
.card .words { display: flex; flex-wrap: wrap; gap: .3rem .4rem; align-items: center; }
.card .when { font-weight: 600; }
.card dl { display: grid; grid-template-columns: auto 1fr; gap: .1rem .75rem; margin: .6rem 0 0; font-size: .88rem; }
.card dt { color: var(--soft); }
.card dd { margin: 0; min-width: 0; }
.progress { height: .45rem; border-radius: 999px; background: var(--idle-soft); overflow: hidden; margin: .6rem 0 0; }
.progress i { display: block; height: 100%; background: var(--accent); }
@media print { .cards { grid-template-columns: 1fr 1fr; } }"""
