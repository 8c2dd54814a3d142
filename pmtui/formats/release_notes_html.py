"""Release notes as one page of HTML. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.domain.release_notes import Done, Notes
from pmtui.formats.html_elements import Html, joined, lines, tag, text
from pmtui.formats.html_page import page
from pmtui.formats.release_notes_markdown import NOTHING, by_solved
from pmtui.formats.roadmap_words import heading


def release_notes_html(notes: Sequence[Notes], name: str) -> str:
    """The whole page; `name` is the product's and may be empty."""
    title = heading(name, "release notes")
    parts = [tag("h1", text(title)), *map(_milestone, notes)]
    if not notes:
        parts.append(tag("p", text(NOTHING), class_="lead"))
    return page(title, lines(*parts))


def _milestone(one: Notes) -> Html:
    facts = " · ".join(filter(None, (one.when, one.id)))
    parts = [
        tag("h2", text(one.title)), tag("p", text(facts), class_="soft") if facts else None,
        tag("p", text(one.outcome)) if one.outcome else None,
    ]
    for title, some in by_solved(one.problems):
        items = (tag("li", text(problem.title), _id(problem.id)) for problem in some)
        parts += [tag("h3", text(title)), tag("ul", joined(*items))]
    for title, done in one.groups:
        parts += [tag("h3", text(title)), tag("ul", joined(*map(_item, done)))]
    if one.id and not one.groups:
        parts.append(tag("p", text("No item of it is done."), class_="soft"))
    return tag("section", Html("\n"), lines(*parts), Html("\n"), id=one.key)


def _item(item: Done) -> Html:
    problems = "; ".join(one.title for one in item.problems)
    why = joined(tag("br"), tag("small", text(f"for {problems}"))) if problems else None
    return tag("li", text(item.title), _id(item.id), why)


def _id(id: str) -> Html | None:
    return joined(Html(" "), tag("small", text(id), class_="id")) if id else None
