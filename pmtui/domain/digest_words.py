"""Small words and look-ups that a digest and the pages of a review have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.domain.columns import Mask
from pmtui.domain.digest import NOTHING
from pmtui.domain.periods import day_words
from pmtui.domain.records import Record
from pmtui.domain.review import near_day
from pmtui.domain.table import Table
from pmtui.domain.text import one_line

if TYPE_CHECKING:
    from pmtui.domain.digest import Digest, Entry

MOST = 12
"""So many entries of a section are told to people; of the others, how many there are."""
SEVERAL = {"shipped": 30, "stale": 8}
"""The same for sections that are longer or less worth reading."""


MINUTES = (("Decided in this review", "decisions"), ("Actions", "actions"), ("Changed in this review", "changes"),
           ("Meanwhile others changed", "meanwhile"))
"""What a review came to, by the headings under which it is told."""


def title_of(digest: Digest, name: str, *, is_review: bool = False) -> str:
    """What a digest is called: `Acme: what happened since 9 Nov 2026`, `Review of 23 Nov 2026`."""
    held = f"review of {day_words(digest.until)}" if is_review else f"what happened since {day_words(digest.since)}"
    return f"{name}: {held}" if name else f"{held[0].upper()}{held[1:]}"


def title_at(table: Table, at: int) -> str:
    """The title of the record at a position."""
    return str(table.column("title")[at] or "")


def with_status(table: Table, state: str) -> Mask:
    """Which records are in a status that stands for a built-in one."""
    return table.column("status").where(frozenset(table.kind.alike(state)).__contains__)


def entries_since(record: Record, name: str, since: str) -> list[Mapping[str, Any]]:
    """The entries of a keyed list that are newer than an instant."""
    return [one for one in record[name] or () if isinstance(one, Mapping) and str(one.get("at") or "") > since]


def when_and_who(entry: Entry, today: str) -> str:
    """Who did it and when: `ana, 14 Nov`; empty where neither is known."""
    return ", ".join(filter(None, (one_line(entry.by), near_day(entry.at, today) if entry.at else "")))


def after_title(entry: Entry, today: str) -> tuple[str, str, str]:
    """What is told after the title of an entry: what happened, who and when, and why. Any of them may be empty."""
    why = f"We learnt: {entry.why}" if entry.section == "refuted" and entry.why else entry.why
    return entry.said, when_and_who(entry, today), why


def shown(digest: Digest, section: str) -> tuple[list[Entry], int]:
    """The entries of a section that people are told, and how many more there are."""
    found = digest.of(section)
    most = SEVERAL.get(section, MOST)
    return found[:most], max(0, len(found) - most)


def nothing_of(digest: Digest) -> str:
    """What did not happen, in a sentence; empty where there is something of everything. What is not known is not called nothing."""
    words = [said for section, said in NOTHING.items() if not digest.of(section) and (section != "stale" or digest.knows_stale)]
    found = "; ".join(words)
    return f"{found[0].upper()}{found[1:]}." if found else ""
