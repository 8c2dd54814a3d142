"""Weeks that ask for more than people can do, as a concern of Today. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pmtui.domain.capacity import load_of
from pmtui.domain.capacity_setting import over_words
from pmtui.domain.concerns import MOST, SOON, Concern

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.query_columns import Environment

AHEAD: Final = 4
"""So many weeks are looked at, this one included: what is further away will be planned anew."""


def overcommitted(snapshot: Snapshot, environment: Environment) -> Iterator[Concern]:
    """The weeks of the next four in which somebody has more to do than they can, with the milestones that ask for it."""
    load = load_of(snapshot, environment.today)
    crowded = [at for at, week in enumerate(load.weeks[:AHEAD]) if week.over]
    if not crowded:
        return
    milestones = snapshot.table("milestone")
    asking = {id for id, weeks in load.of.items() if any(at in weeks for at in crowded)}
    order = [milestones.id(at) for at in milestones.in_order() if milestones.id(at) in asking]
    who = over_words(list(dict.fromkeys(one for at in crowded for one in load.weeks[at].over)))
    title = "week asks for more than fits" if len(crowded) == 1 else "weeks ask for more than fits"
    advice = f"In the next {AHEAD} weeks, too much for {who}: move something later, give it to somebody else, or take it out."
    yield Concern(
        "over capacity", title, len(crowded), tuple(("milestone", id) for id in order[:MOST]), SOON, advice, "roadmap",
        f"id:{','.join(order[:MOST])}", len(order),
    )
