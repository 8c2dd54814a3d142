"""The main screens, by name, in the order of their digits."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from pmtui.widgets.top_line import Tab

if TYPE_CHECKING:
    from pmtui.screens.records_screen import RecordsScreen


class Entry(NamedTuple):
    """One main screen.

    Attributes:
        tab: Its digit and name.
        kind: The kind of its records; empty where it shows all kinds.
        path: Its class, as `module:Class`: imported when the screen is first shown.
        homes: Of a screen of several kinds, those that are at home there.
    """

    tab: Tab
    kind: str
    path: str
    homes: tuple[str, ...] = ()

    def screen_class(self) -> type[RecordsScreen]:
        """The class of the screen."""
        module, _, name = self.path.partition(":")
        found: type[RecordsScreen] = getattr(import_module(module), name)
        return found


SCREENS: dict[str, Entry] = {
    "today": Entry(Tab("1", "Today"), "", "pmtui.screens.today:TodayScreen"),
    "problems": Entry(Tab("2", "Problems"), "problem", "pmtui.screens.problems:ProblemsScreen"),
    "hypotheses": Entry(Tab("3", "Hypotheses"), "hypothesis", "pmtui.screens.hypotheses:HypothesesScreen"),
    "backlog": Entry(Tab("4", "Backlog"), "item", "pmtui.screens.backlog:BacklogScreen"),
    "roadmap": Entry(Tab("5", "Roadmap"), "milestone", "pmtui.screens.roadmap:RoadmapScreen"),
    "strategy": Entry(Tab("6", "Strategy"), "", "pmtui.screens.strategy:StrategyScreen",
                      ("product", "goal", "decision", "person", "persona", "competitor")),
    "tree": Entry(Tab("7", "Tree"), "", "pmtui.screens.tree:TreeScreen"),
    "history": Entry(Tab("8", "History"), "", "pmtui.screens.history:HistoryScreen"),
    "experiments": Entry(Tab("", "Experiments"), "experiment", "pmtui.screens.experiments:ExperimentsScreen"),
    "inbox": Entry(Tab("", "Inbox"), "feedback", "pmtui.screens.inbox:InboxScreen"),
    "conflicts": Entry(Tab("", "Conflicts"), "item", "pmtui.screens.conflicts:ConflictsScreen"),
}
"""Where `--screen NAME` and the digits go."""


def screen_of(kind: str) -> str:
    """The name of the screen that shows a kind; empty where none does."""
    return next((name for name, entry in SCREENS.items() if entry.kind == kind or kind in entry.homes), "")
