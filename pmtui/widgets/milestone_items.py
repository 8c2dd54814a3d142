"""What the detail of a milestone needs to know of all items: at hand, or to be fetched in a thread first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot

AT_ONCE: Final = 5_000
"""So many items are looked at in the frame of a key; columns of more take too long to read for the first time."""
_COLUMNS = ("milestone", "status", "estimate", "assignee", "depends_on", "moscow", "created_at", "started_at", "done_at", "deleted_at")


def is_at_hand(snapshot: Snapshot) -> bool:
    """Whether the columns of items have been read, or are few enough."""
    items = snapshot.table("item")
    return len(items) <= AT_ONCE or all(map(items.has_at_hand, _COLUMNS))


def fetch(snapshot: Snapshot, today: str) -> None:
    """Read the columns, and count what is counted once for all milestones; where there are many items, for a thread."""
    from datetime import date

    from pmtui.domain.moscow import moscow_checks
    from pmtui.domain.roadmap import all_items_of, progress_by_milestone
    from pmtui.domain.throughput import throughput

    items = snapshot.table("item")
    for name in _COLUMNS:
        items.column(name)
    progress_by_milestone(items)
    all_items_of(items, "")
    moscow_checks(items)
    throughput(items, date.fromisoformat(today))
