"""What somebody is to do after a review: items that are tagged as actions and name a milestone in their text. Pure.

They are not planned for it: whoever writes to the auditors changes neither its scope nor its forecast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pmtui.domain.change import Snapshot
from pmtui.domain.columns import both
from pmtui.domain.records import Record
from pmtui.domain.text import one_line

ACTION: Final = "action"
"""The tag of such an item."""
_NAMED = re.compile(r"(?<![\w@-])M-([0-9a-hjkmnp-tv-z]{3,10})(?![\w-])")


def action_text(milestone: Record) -> str:
    """The line by which an action says which milestone it is for; its id can be followed."""
    return f"For M-{milestone.id} {one_line(milestone.title)}, from a review of the roadmap."


def milestone_of(action: Record, snapshot: Snapshot) -> Record | None:
    """The milestone that an action is for: the one that it is planned for, else the first that its text names."""
    planned = action["milestone"]
    if planned:
        return snapshot.record("milestone", str(planned))
    table = snapshot.table("milestone")
    for prefix in _NAMED.findall(action.body):
        found = table.starting(prefix)
        if len(found) == 1:
            return table.get(found[0])
    return None


def actions_for(milestone: Record, snapshot: Snapshot) -> Iterator[Record]:
    """The actions that name a milestone and are not planned for it, in the order of the team."""
    items = snapshot.table("item")
    mask = both(items.living(), items.column("tags").where(lambda tags: bool(tags) and ACTION in tags))
    mask = both(mask, items.column("milestone").where(lambda id: not id))
    for at in items.in_order():
        if mask[at]:
            record = items.record(at)
            named = milestone_of(record, snapshot)
            if named is not None and named.id == milestone.id:
                yield record
