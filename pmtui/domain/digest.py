"""What a review has to tell: what happened since a moment, in the order in which a team wants to hear it. Pure.

The order is that of the practice: new evidence against current bets, refuted hypotheses, slipped dates with who and why, decisions, what
shipped, stale work. What happened when is told by the records themselves (instants and kept reasons), so a workspace without git has its
digest, too; a snapshot of then, where there is one, adds what nobody wrote a reason for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.query_columns import Environment

EVIDENCE, REFUTED, SLIPPED, DECISIONS, SHIPPED, STALE = SECTIONS = ("evidence", "refuted", "slipped", "decisions", "shipped", "stale")
"""The sections, in their order."""
TITLES: Mapping[str, str] = {
    "evidence": "New evidence against current bets", "refuted": "Refuted", "slipped": "Slipped", "decisions": "Decisions",
    "shipped": "Shipped", "stale": "Stale work",
}
"""What they are called."""
NOTHING: Mapping[str, str] = {
    "evidence": "nothing spoke against what we bet on", "refuted": "no hypothesis was refuted", "slipped": "no date slipped",
    "decisions": "nothing was decided", "shipped": "nothing was finished", "stale": "nothing has been left lying",
}
"""What a section without entries says."""


class Entry(NamedTuple):
    """One thing to tell; it stands for one record.

    Attributes:
        section: One of `SECTIONS`.
        kind: The kind of the record.
        id: Its id.
        title: Its title.
        said: What happened, in words; empty where the section says all.
        at: When, an instant; empty where nobody knows.
        by: Who did it: a handle or name, as kept; empty where nobody knows.
        why: The reason that was given, in one line.
        facts: The same for programs: what differs by section.
    """

    section: str
    kind: str
    id: str
    title: str
    said: str = ""
    at: str = ""
    by: str = ""
    why: str = ""
    facts: Mapping[str, Any] = {}


class Digest(NamedTuple):
    """What happened between two moments.

    Attributes:
        since: The earlier instant.
        until: The later one.
        entries: In the order of the sections; in a section what matters most, or is newest, comes first.
        knows_stale: Whether it is known when records were last changed; without that, nothing is called stale.
    """

    since: str
    until: str
    entries: tuple[Entry, ...]
    knows_stale: bool = True

    def of(self, section: str) -> list[Entry]:
        """The entries of a section."""
        return [one for one in self.entries if one.section == section]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many entries each section has."""
        found = dict.fromkeys(SECTIONS, 0)
        for one in self.entries:
            found[one.section] += 1
        return found


def digest(
    then: Snapshot | None, now: Snapshot, since: str, environment: Environment, stop: Callable[[], bool] = lambda: False
) -> Digest:
    """What happened since a moment.

    Args:
        then: The records as they were; None where that is not known (yet).
        now: The records as they are.
        since: The instant from which on is told.
        environment: The clock, and when records were last changed.
        stop: Whether nobody wants to know any more; asked between the sections.
    """
    from pmtui.domain.digest_sections import MAKERS, Then

    environment = environment._replace(snapshot=now)
    found: list[Entry] = []
    for make in MAKERS:
        if stop():
            break
        found += make(Then(then), now, since, environment)
    return Digest(since, environment.now, tuple(found), environment.last_changes is not None)
