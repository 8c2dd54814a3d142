"""The sections of the Strategy screen: which kinds it shows, in which order, with which columns and words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pmtui.domain.change import Snapshot
from pmtui.domain.query import Environment
from pmtui.domain.serving import serving_none
from pmtui.screens import strategy_columns, strategy_decisions, strategy_goals, strategy_lifecycle, strategy_people
from pmtui.widgets.list_view import ListColumn
from pmtui.widgets.section_rows import SectionLine

Columns = Callable[[Snapshot, str], tuple[ListColumn, ...]]
"""From the snapshot and the day to the columns; each gets the table of its own kind and a position there."""
Feet = Callable[[Snapshot, Environment], Sequence[SectionLine]]


def no_feet(snapshot: Snapshot, environment: Environment) -> Sequence[SectionLine]:
    """Nothing to say below the records."""
    return ()


class StrategySection(NamedTuple):
    """One kind on the Strategy screen.

    Attributes:
        kind: The kind of its records.
        title: What its header says.
        columns: Its columns, of a snapshot and a day.
        sort: Their order, as after `sort:`.
        teaching: What belongs here, in one line, for a section that is empty.
        feet: The lines below its records.
    """

    kind: str
    title: str
    columns: Columns
    sort: str
    teaching: str
    feet: Feet = no_feet


def goal_feet(snapshot: Snapshot, environment: Environment) -> Sequence[SectionLine]:
    """What is being worked on and serves no goal; nothing as long as there is no goal."""
    if not any(snapshot.table("goal").living()):
        return ()
    found = serving_none(snapshot, environment)
    counted = ((found.milestones, "milestone serves", "milestones serve", "roadmap"),
               (found.problems, "problem serves", "problems serve", "problems"))
    return [
        SectionLine(f"{count:,} open {one if count == 1 else many} no goal", "enter shows them", "warning", screen, "goal:none")
        for count, one, many, screen in counted if count
    ]


SECTIONS: tuple[StrategySection, ...] = (
    StrategySection("product", "Products", strategy_lifecycle.product_columns, "created",
                    "What you make, whom it is for, and what sets it apart."),
    StrategySection("goal", "Goals", strategy_goals.goal_columns, "-north_star,due",
                    "What the product must reach, with the figures that show it.", goal_feet),
    StrategySection("decision", "Decisions", strategy_decisions.decision_columns, strategy_decisions.SORT,
                    "Questions, their options, who decides, and what was decided."),
    StrategySection("person", "People", strategy_people.person_columns, strategy_people.SORT,
                    "Who has a stake: what they can move, and what they care about."),
    StrategySection("persona", "Personas", strategy_columns.persona_columns, "segment",
                    "The types of customers you build for, and their way."),
    StrategySection("competitor", "Competitors", strategy_columns.competitor_columns, "title",
                    "Whom customers might choose instead, and why."),
)
"""In the order in which they stand on the screen."""
