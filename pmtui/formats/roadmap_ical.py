r"""A roadmap as an iCalendar file (RFC 5545): an all-day event for each target, over the whole period that is meant. Pure.

Written by hand: the few properties that a roadmap needs are three rules of text (escaping, folding at 75 octets, CRLF).
Dates are calendar dates without a zone, so an event stands on the same days wherever the calendar is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from pmtui.domain.roadmap_entries import SHIPPED, Entry
from pmtui.domain.text import one_line
from pmtui.formats.roadmap_words import heading, standing_words, team_facts, titles_of

_OCTETS = 75
_BEGIN = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pmtui//Roadmap//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")


def roadmap_ical(entries: Sequence[Entry], name: str, now: str) -> str:
    """The whole file, lines ended by CRLF; milestones without a target are not in it.

    An event has the same UID in every export, so that a calendar that takes the file in again moves its events and doubles none.

    Args:
        entries: The milestones.
        name: Whose roadmap it is; may be empty.
        now: The instant of the export, in UTC: the DTSTAMP of all events.
    """
    calendar = _text(one_line(heading(name, "roadmap")))
    titles = titles_of(entries)
    stamp = now.replace("-", "").replace(":", "")[:15] + "Z"
    lines = [*_BEGIN, f"NAME:{calendar}", f"X-WR-CALNAME:{calendar}"]
    for one in entries:
        lines += _event(one, titles, stamp) if one.target is not None else []
    return "".join(f"{folded_line(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(entry: Entry, titles: Mapping[str, str], stamp: str) -> list[str]:
    assert entry.target is not None
    first, last = entry.target.first, entry.target.last
    words = [entry.outcome, ", ".join(filter(None, (entry.when, *standing_words(entry))))]
    words += [f"{label}: {said}" for label, said in team_facts(entry, dict(titles))]
    lines = [
        "BEGIN:VEVENT", f"UID:{uuid5(NAMESPACE_URL, f'pmtui:milestone:{entry.key}')}", f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{_day(first)}",
    ]
    if last < date.max:  # without an end an all-day event takes its one day
        lines.append(f"DTEND;VALUE=DATE:{_day(last + timedelta(days=1))}")
    theme = entry.team.theme if entry.team is not None else ""
    return [
        *lines, f"SUMMARY:{_text(one_line(entry.title))}", f"DESCRIPTION:{_text(chr(10).join(filter(None, words)))}",
        *([f"CATEGORIES:{_text(one_line(theme))}"] if theme else []),
        f"STATUS:{'CONFIRMED' if entry.stage == SHIPPED else 'TENTATIVE'}", "TRANSP:TRANSPARENT", "END:VEVENT",
    ]


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _text(words: str) -> str:
    r"""A text as RFC 5545 has it (3.3.11): backslash, semicolon and comma escaped, line ends as `\n`, no control characters."""
    lines = (one_line(line).encode("utf-8", "replace").decode() for line in words.split("\n"))
    return "\\n".join(line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for line in lines)


def folded_line(line: str) -> str:
    """A content line in pieces of at most 75 octets each, no character split (3.1); each further piece begins with a blank."""
    pieces, piece, size = [], "", 0
    for one in line:
        octets = len(one.encode())
        if size + octets > _OCTETS:
            pieces.append(piece)
            piece, size = "", 1  # the blank that marks a continuation counts
        piece, size = piece + one, size + octets
    return "\r\n ".join([*pieces, piece])
