"""Making what nobody has asked for yet, while nobody waits: the first visit of a screen is then as quick as the second."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from importlib import import_module
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from pmtui.app.collecting import Collecting
from pmtui.app.effects import OTHERS
from pmtui.app.loop_calls import in_thread
from pmtui.domain.conflicts import open_conflict_count
from pmtui.screens.registry import SCREENS

if TYPE_CHECKING:
    from textual.screen import Screen

    from pmtui.app.main import PmtuiApp

_FORM = "pmtui.screens.dialogs.form.screen"
_SCORING = "pmtui.app.scoring"
_PALETTE = "pmtui.app.command_palette"
_DIALOGS = "pmtui.screens.dialogs."
_BEHIND = {
    "experiments": (
        "pmtui.app.experimenting", "pmtui.app.showing_made", "pmtui.app.experiment_results", "pmtui.app.experiment_files",
        "pmtui.commands.experiment_designs", "pmtui.commands.experiment_plans", f"{_DIALOGS}experiment_entry", f"{_DIALOGS}experiment_rows",
        f"{_DIALOGS}experiment_numbers", "pmtui.widgets.experiment_design_lines", "pmtui.widgets.experiment_said_lines",
    ),
    "hypotheses": (
        "pmtui.app.deciding_hypotheses", "pmtui.app.showing_made", "pmtui.app.experimenting", "pmtui.app.was_wrong",
        "pmtui.commands.verdict_plans", "pmtui.commands.experiment_designs", "pmtui.commands.experiment_plans",
        f"{_DIALOGS}sentence_steps", f"{_DIALOGS}verdict_hypothesis", f"{_DIALOGS}experiment_entry", f"{_DIALOGS}experiment_rows",
        f"{_DIALOGS}decision_was_wrong", "pmtui.widgets.experiment_design_lines", "pmtui.widgets.calibration_lines",
    ),
    "problems": (
        "pmtui.app.evidence", "pmtui.app.quotes", f"{_DIALOGS}evidence", f"{_DIALOGS}quotes", f"{_DIALOGS}sentence_steps",
        "pmtui.commands.verdict_plans",
    ),
    "inbox": ("pmtui.app.record_search", "pmtui.commands.triage_plans", "pmtui.domain.joining", f"{_DIALOGS}triage_original"),
    "strategy": ("pmtui.screens.strategy_layouts", "pmtui.app.positioning", f"{_DIALOGS}positioning"),
}
"""What the dialogs and layouts of a screen are made of: they are read behind it when somebody has come there and pauses."""
_PAUSE, _REST = 0.1, 0.25
"""Seconds between two screens, and seconds without a key after which nobody is thought to wait."""
_TURN = 0.005
"""Seconds between two modules."""


class Warming:
    """Makes the other main screens one by one, behind the one that is shown."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self._names = [name for name in SCREENS if name != app.start_screen and self._is_worth_it(name)]
        self._waiting = [*self._names, ""]

    def _is_worth_it(self, name: str) -> bool:
        """Whether somebody may soon go there: not to a screen without a digit that would be empty. Each takes two thirds of a megabyte."""
        if name == "conflicts":
            return open_conflict_count(self.app.present) > 0
        entry = SCREENS[name]
        return bool(entry.tab.key) or name == "inbox" or len(self.app.present.table(entry.kind)) > 0

    def read_modules(self) -> None:
        """Import the modules of the other screens, of the form, the score run and the palette; to be called on a thread."""
        for path in (_FORM, _SCORING, _PALETTE, *(SCREENS[name].path.partition(":")[0] for name in self._names)):
            import_module(path)

    def begin(self) -> None:
        """Begin to make the screens, on the event loop."""
        self.app.set_timer(_PAUSE, self._next)
        self._behind = dict(_BEHIND)
        self.app.screen_change_signal.subscribe(self.app, self._came)

    def _came(self, screen: Screen[Any]) -> None:
        """Read what the keys of a screen need, once it is visited and nobody waits."""
        if screen.name in self._behind:
            self.app.set_timer(_REST, partial(self._read_behind, screen))

    def _read_behind(self, screen: Screen[Any]) -> None:
        if monotonic() - self.app.last_key_at < _REST:
            self._came(screen)
        elif not self.app.link.is_finished:
            in_thread(self.app, "reading", self._import, self._behind.pop(str(screen.name), ()))

    def _import(self, paths: Sequence[str]) -> None:
        for path in paths:
            import_module(path)
            sleep(_TURN)  # the event loop comes first

    def _next(self) -> None:
        if self.app.link.is_finished:
            return
        if monotonic() - self.app.last_key_at > _REST:
            if not self._waiting:
                Collecting(self.app).begin()
                self._came(self.app.records_screen)
                return
            name = self._waiting.pop(0)
            if name and not self.app.is_screen_installed(name):  # the program ends
                return
            self.app._get_screen(name or self.app.effects.room(OTHERS["form"]).screen())  # mounted as a switch would, not shown
        self.app.set_timer(_PAUSE, self._next)
