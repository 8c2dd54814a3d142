"""What customers may see: a list of what is allowed, and nothing else. Pure.

Whoever writes something for customers works from what this module gives and from nothing else: each value here is
copied from a field that is named below. A new field, a new kind or a team's own field is therefore never told by
itself. What is allowed:

- of a milestone: `title`, `outcome`, `status` in words of ours, and when: `public_target` where something is announced,
  else the period of `target` at its `resolution`; of one that has shipped, the day of `shipped_at`, at that resolution;
- of a problem that done work of a shipped milestone solves: `title`, and whether its `status` is solved.

Milestones that are cancelled or deleted, whose `release` is internal, or whose status or release no version knows, are
not there at all. `is_public` reads `release` and `deleted_at`, and never gives them on.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from pmtui.domain.named_periods import named_period
from pmtui.domain.periods import Period
from pmtui.domain.records import Record
from pmtui.domain.roadmap import when_of
from pmtui.domain.roadmap_entries import ACTIVE, PLANNED, SHIPPED, Entry, shipped_period, text_of

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot

WORDS = {ACTIVE: "In progress", PLANNED: "Planned", SHIPPED: "Available"}
"""What customers are told of a milestone's status, in the order in which they see it."""
CUSTOMER_LANES = tuple(WORDS.values())
_RELEASES = (None, "", "mvp", "mlp", "iteration", "beta", "ga")
"""The sorts of release that customers may know of; an internal one is none of them."""


def public_key(id: str) -> str:
    """What tells a milestone from all others in what customers get: always the same, and not its id."""
    return "p" + sha256(f"pmtui for customers: {id}".encode()).hexdigest()[:15]


def is_public(record: Record) -> bool:
    """Whether customers may know of a milestone at all."""
    return not record.is_deleted and record.stage in WORDS and record["release"] in _RELEASES


def customer_entries(snapshot: Snapshot) -> list[Entry]:
    """The roadmap for customers: what is in progress, planned and available, each by date; what is available newest first."""
    table = snapshot.table("milestone")
    living = table.living()
    records = (table.record(at) for at in table.in_order() if living[at])
    entries = [_entry(one) for one in records if is_public(one)]
    entries.sort(key=lambda one: (one.last or date.max, one.title, one.key))
    shipped = [one for one in entries if one.stage == SHIPPED]
    shipped.sort(key=lambda one: one.last or date.min, reverse=True)
    return [one for stage in (ACTIVE, PLANNED) for one in entries if one.stage == stage] + shipped


def _entry(record: Record) -> Entry:
    when, target = public_target(record)
    title = text_of(record, "title") or "(no title)"
    lane = WORDS[record.stage]
    return Entry(public_key(record.id), title, text_of(record, "outcome"), record.stage, lane, lane, when, None, target)


def public_target(record: Record) -> tuple[str, Period | None]:
    """When, as customers are told: in words, and the period where the words name one.

    What is announced goes before the target: the team may aim at another day than it promises. Once shipped, it is when it
    shipped.
    """
    if record.stage == SHIPPED:
        period = shipped_period(record) if record["shipped_at"] else announced_or_target(record)[1]
        return ("" if period is None else period.label), period
    return announced_or_target(record)


def announced_or_target(record: Record) -> tuple[str, Period | None]:
    """What is announced, else the target period at its resolution."""
    announced = text_of(record, "public_target")
    if announced:
        return announced, named_period(announced)
    period = when_of(None, record["target"], record["resolution"]).target
    return ("" if period is None else period.label), period
