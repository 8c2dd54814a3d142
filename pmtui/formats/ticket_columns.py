"""Which column of a help desk's export says what, by its header; and dates as these programs write them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal

from pmtui.domain.text import folded
from pmtui.formats.foreign import Unreadable, instant
from pmtui.formats.imported import BadInput

DateOrder = Literal["dmy", "mdy"]
"""Whether the day or the month comes first."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "key": ("id", "ticket id", "ticket number", "ticket no", "ticket", "case number", "case id", "number", "key", "issue key",
            "conversation id", "request id", "reference", "nr", "ticketnummer", "vorgangsnummer"),
    "title": ("subject", "ticket subject", "title", "summary", "betreff", "titel", "sujet", "objet", "asunto", "assunto"),
    "quote": ("description", "comment", "first comment", "message", "first message", "body", "content", "details", "text", "feedback",
              "comments", "latest comment", "beschreibung", "nachricht", "kommentar", "mensaje", "descripcion", "descricao"),
    "customer": ("requester", "requester name", "customer", "customer name", "contact", "contact name", "full name", "from", "reporter",
                 "author", "submitter", "submitter name", "user", "name", "requester email", "customer email", "contact email", "email",
                 "kunde", "absender", "client", "cliente"),
    "company": ("company", "company name", "organization", "organisation", "organization name", "requester organization", "account",
                "account name", "firma", "unternehmen", "entreprise", "empresa"),
    "created": ("created at", "created", "created time", "created date", "date created", "creation date", "opened at", "opened",
                "submitted at", "received at", "date", "time", "timestamp", "erstellt", "erstellt am", "datum", "fecha", "data"),
    "url": ("url", "ticket url", "link", "permalink", "web url", "address"),
    "tags": ("tags", "tag", "labels", "label", "schlagworte"),
    "category": ("type", "category", "ticket type", "issue type", "topic", "reason", "contact reason", "kategorie", "typ"),
    "channel": ("channel", "via", "source", "ticket source", "origin", "kanal"),
}
"""For each field the headers that it is known by, the surest first."""
_MARKS = re.compile(r"[\s_\-./:#()]+")
_ZONE = re.compile(r"\s*(?:(UTC|GMT|Z)|([+-])(\d{2}):?(\d{2}))$", re.IGNORECASE)
_PARTS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:[ ,T]+(.*))?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap]\.?m\.?)?", re.IGNORECASE)
_NAMED = ("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%d-%b-%Y")
_WORDED = re.compile(r"[A-Za-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2}[ -][A-Za-z]{3,9}\.?[ -]\d{4}")


def plain_header(text: str) -> str:
    """A header as it is compared: folded, without punctuation."""
    return _MARKS.sub(" ", folded(text)).strip()


def guessed_columns(header: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """The header of each field's column: what was given, then what looks so; each column is taken once.

    Raises:
        BadInput: A column that was given is not there.
    """
    plain = {name: plain_header(name) for name in header}
    found: dict[str, str] = {}
    for field, wanted in given.items():
        if not wanted.strip():
            continue
        exact = next((name for name in header if name == wanted), None) or \
            next((name for name in header if plain[name] == plain_header(wanted)), None)
        if exact is None:
            raise BadInput(f"{field}: there is no column {wanted[:60]!r}", f"The columns are {', '.join(header)[:200]}.")
        found[field] = exact
    taken = set(found.values())
    for field, names in COLUMNS.items():
        if field in given:
            continue
        match = next((name for one in names for name in header if plain[name] == one and name not in taken), None)
        if match is not None:
            found[field] = match
            taken.add(match)
    return {field: found[field] for field in COLUMNS if field in found}


def date_order(cells: Iterable[str]) -> tuple[DateOrder, str]:
    """Whether the day or the month comes first in a column of dates, and what is in doubt: empty where it is plain.

    One date in which only one order makes sense decides for all of them. Dots are always day first.
    """
    doubtful = ""
    for cell in cells:
        parts = _PARTS.match(cell.strip())
        if parts is None or parts[2] == ".":
            continue
        first, second = int(parts[1]), int(parts[3])
        if first > 12:
            return "dmy", ""
        if second > 12:
            return "mdy", ""
        if first != second:
            doubtful = doubtful or cell.strip()[:10]
    return "mdy", f"{doubtful} may mean two days" if doubtful else ""


def ticket_instant(text: str, order: DateOrder) -> str | None:
    """The instant of a date as help desks write it, in UTC to the second; None where it is none.

    What names no time zone is taken as UTC, a bare date as its first second.
    """
    text = " ".join(text.split())
    if text.isdigit() and len(text) in (10, 13):  # seconds or milliseconds since 1970
        return datetime.fromtimestamp(int(text[:10]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    zone = _ZONE.search(text) if ":" in text else None
    bare = text[:zone.start()] if zone else text
    offset = f"{zone[2]}{zone[3]}:{zone[4]}" if zone and zone[2] else "+00:00"
    parts = _PARTS.fullmatch(bare)
    if parts is not None:
        first, second = int(parts[1]), int(parts[3])
        day, month = (first, second) if order == "dmy" or parts[2] == "." else (second, first)
        year = int(parts[4]) + (2000 if len(parts[4]) == 2 else 0)
        bare = f"{year:04}-{month:02}-{day:02} {parts[5] or ''}".strip()
    elif _WORDED.match(bare):
        bare = _named_day(bare)
    date, _, clock = bare.replace("T", " ", 1).partition(" ")
    return _instant(date.replace("/", "-"), clock.strip(), offset)


def _instant(date: str, clock: str, offset: str) -> str | None:
    time = "00:00:00"
    if clock:
        found = _CLOCK.fullmatch(clock)
        if found is None:
            return None
        hour = int(found[1])
        if found[4]:
            hour = hour % 12 + (12 if found[4][0].lower() == "p" else 0)
        time = f"{hour:02}:{found[2]}:{found[3] or '00'}"
    try:
        return instant(f"{date}T{time}{offset}")
    except Unreadable:
        return None


def _named_day(text: str) -> str:
    """A date with the name of a month, as digits; as it is where it is none."""
    found = _WORDED.match(text)
    assert found is not None
    for form in _NAMED:
        try:
            day = datetime.strptime(found[0].replace(".", ""), form)
        except ValueError:
            continue
        return f"{day:%Y-%m-%d}{text[found.end():].replace(' at ', ' ')}"
    return text
