"""What can be said of a decision (DACI) from the records: its options, when it was decided, what replaces it, who is still to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.discovery import records_linked_to
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.ranking import ranked
from pmtui.domain.reasons import last_reason
from pmtui.domain.records import Record
from pmtui.domain.text import folded

OPEN, DECIDED, SUPERSEDED, REVERSED = "open", "decided", "superseded", "reversed"
"""The built-in states of a decision."""


def options_of(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The options in the order that people gave them."""
    return [one for one in ranked(data.get("options")) if isinstance(one, Mapping)]


def option_named(options: Sequence[Mapping[str, Any]], words: str) -> int | None:
    """The index of the option that a person means: by its number from 1, its title, the beginning of its id or of its title.

    None where there is none, or where several could be meant.
    """
    words = words.strip()
    if words.isdecimal() and words.isascii() and 1 <= int(words[:4]) <= len(options) and len(words) <= 4:
        return int(words) - 1
    titles = [folded(str(one.get("title") or "")).strip() for one in options]
    wanted = folded(words)
    for found in (
        [at for at, title in enumerate(titles) if title == wanted],
        [at for at, one in enumerate(options) if len(words) >= 3 and str(one.get("id") or "").startswith(words.lower())],
        [at for at, title in enumerate(titles) if wanted and title.startswith(wanted)],
    ):
        if len(found) == 1:
            return found[0]
    return None


def is_chosen(option: Mapping[str, Any], data: Mapping[str, Any]) -> bool:
    """Whether a decision took this option."""
    chosen = str(data.get("chosen") or "").strip()
    return bool(chosen) and folded(str(option.get("title") or "")).strip() == folded(chosen)


def decided_at(record: Record) -> str:
    """When it got its status, as far as the reasons tell; empty where they do not."""
    return str(last_reason(record, "status").get("at") or "")


def superseding(snapshot: Snapshot, id: str) -> list[Record]:
    """The decisions that replace one."""
    return records_linked_to(snapshot, "decision", "supersedes", id)


def untold(snapshot: Snapshot, record: Record) -> list[Record]:
    """The people who must be told and have not heard from us since it was decided; of an open question nobody."""
    if record.stage == OPEN:
        return []
    since = decided_at(record) or str(record["created_at"] or "")
    people = snapshot.records(("person", str(id)) for id in record["informed"] or ())
    return [one for one in people if not one.is_deleted and str(one["last_told"] or "") < since]


def is_state(record: Record, *states: str) -> bool:
    """Whether a decision is in one of these built-in states."""
    return SCHEMA["decision"].like(record.status) in states
