"""The digest of a review as the body of a page of HTML; `html_page.page` makes a file of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from pmtui.domain.digest import SECTIONS, TITLES, Digest, Entry
from pmtui.domain.digest_words import MINUTES, after_title, nothing_of, shown, title_of
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.periods import day_words
from pmtui.domain.review import Minutes, Note
from pmtui.formats.digest_markdown import ShortId
from pmtui.formats.html_elements import Html, lines, tag, text


def digest_html(digest: Digest, short: ShortId, *, name: str = "", minutes: Minutes | None = None) -> Html:
    """The body of the page.

    Args:
        digest: What happened.
        short: Shortens the ids.
        name: The name of the product.
        minutes: What the review itself came to; None where none was held.
    """
    parts: list[Html | None] = [tag("h1", text(title_of(digest, name, is_review=minutes is not None)))]
    if minutes is not None:
        with_whom = f" With {', '.join(minutes.attendees)}." if minutes.attendees else ""
        parts.append(tag("p", text(f"Since {day_words(digest.since)}.{with_whom}"), class_="lead"))
    for section in SECTIONS:
        some, more = shown(digest, section)
        if some:
            items = [_item(one, digest.until[:10], short) for one in some]
            items += [tag("li", text(f"and {more} more"), class_="soft")] if more else []
            parts += [tag("h2", text(TITLES[section])), _list(items)]
    rest = nothing_of(digest)
    parts.append(tag("p", text(rest), class_="soft") if rest else None)
    if minutes is not None:
        for title, field in MINUTES:
            parts += _notes(title, getattr(minutes, field), short)
    return lines(*parts)


def _item(entry: Entry, today: str, short: ShortId) -> Html:
    said, who, why = after_title(entry, today)
    facts = " · ".join(filter(None, (SCHEMA[entry.kind].shown_id(short(entry.id)), who)))
    return tag(
        "li", tag("span", text(entry.title), class_="title"), text(f": {said}") if said else None, Html(" "), tag("small", text(facts)),
        lines(Html(""), tag("div", text(why), class_="soft")) if why else None,
    )


def _notes(title: str, notes: Iterable[Note], short: ShortId) -> list[Html | None]:
    items = [
        tag("li", tag("span", text(one.title), class_="title"), text(f": {one.said}") if one.said else None, Html(" "),
            tag("small", text(SCHEMA[one.kind].shown_id(short(one.id)))))
        for one in notes
    ]
    return [tag("h2", text(title)), _list(items)] if items else []


def _list(items: Iterable[Html]) -> Html:
    return lines(Html("<ul>"), *items, Html("</ul>"))
