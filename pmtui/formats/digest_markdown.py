"""The digest of a review as Markdown: for a chat, for a page, and for the review's own record. Pure.

The same digest always gives the same text; nothing that a person wrote can become markup in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pmtui.domain.digest import SECTIONS, TITLES, Digest, Entry
from pmtui.domain.digest_words import MINUTES, after_title, nothing_of, shown, title_of
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.periods import day_words
from pmtui.domain.review import Minutes, Note
from pmtui.formats.markdown_text import plain

ShortId = Callable[[str], str]
"""Shortens an id to what tells it from all others."""


def digest_markdown(digest: Digest, short: ShortId, *, name: str = "", minutes: Minutes | None = None) -> str:
    """A page, with a line end at its end.

    Args:
        digest: What happened.
        short: Shortens the ids.
        name: The name of the product.
        minutes: What the review itself came to; None where none was held.
    """
    lines = [f"# {plain(title_of(digest, name, is_review=minutes is not None))}"]
    if minutes is not None:
        with_whom = f" With {', '.join(map(plain, minutes.attendees))}." if minutes.attendees else ""
        lines += ["", f"Since {day_words(digest.since)}.{with_whom}"]
    for section in SECTIONS:
        some, more = shown(digest, section)
        if some:
            lines += ["", f"## {TITLES[section]}", "", *(_line(one, digest.until[:10], short) for one in some)]
            lines += [f"- and {more} more"] if more else []
    rest = nothing_of(digest)
    lines += ["", rest] if rest else []
    if minutes is not None:
        for title, field in MINUTES:
            lines += _notes(title, getattr(minutes, field), short, "- [ ] " if field == "actions" else "- ")
    return "\n".join(lines) + "\n"


def _line(entry: Entry, today: str, short: ShortId) -> str:
    said, who, why = after_title(entry, today)
    words = f"- **{plain(entry.title)}** ({_shown(entry.kind, entry.id, short)})"
    words += f": {plain(said)}" if said else ""
    words += f" ({plain(who)})" if who else ""
    return f"{words}{'.' if why and words[-1] not in '.!?' else ''}{f' {plain(why)}' if why else ''}"


def _notes(title: str, notes: Iterable[Note], short: ShortId, mark: str = "- ") -> list[str]:
    lines = []
    for one in notes:
        said = f": {plain(one.said)}" if one.said else ""
        lines.append(f"{mark}**{plain(one.title)}** ({_shown(one.kind, one.id, short)}){said}")
    return ["", f"## {title}", "", *lines] if lines else []


def _shown(kind: str, id: str, short: ShortId) -> str:
    return SCHEMA[kind].shown_id(short(id))
