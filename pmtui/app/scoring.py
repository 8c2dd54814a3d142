"""Scoring in the program: one record, a run over many, and what a group has scored and agrees on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from pmtui.app.score_runs import Run
from pmtui.domain.score_methods import ScoreMethod
from pmtui.screens.dialogs.score_run import ScoreRunDialog
from pmtui.screens.dialogs.score_run_walk import AGREE, MINE

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp


class Scoring:
    """Opens score runs for the app."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_score(self, arguments: Mapping[str, Any]) -> None:
        """Score the records named, whether they have a score or not; the method is asked once."""
        run = Run(self.app, str(arguments["kind"]), arguments["ids"], is_all=True)
        known = run.methods()
        asked = known.get(str(arguments.get("method") or run.remembered()))
        self._open(run, MINE, asked or (next(iter(known.values())) if len(known) == 1 else None))

    def do_score_run(self, arguments: Mapping[str, Any]) -> None:
        """Score what is selected, or all that is shown, and lacks a score."""
        self._open(Run(self.app, str(arguments["kind"]), self._chosen()), MINE, None)

    def do_score_reveal(self, arguments: Mapping[str, Any]) -> None:
        """Show what the group has scored of what is selected, or of all that is shown."""
        run = Run(self.app, str(arguments["kind"]), self._chosen())
        method = run.of_group()
        if method is None:
            self.app.say("nobody has scored any of these for the group: P, then g, begins", "warning")
        else:
            self._open(run, AGREE, method)

    def _chosen(self) -> Sequence[str]:
        """What is selected, else all that is shown."""
        view = self.app.records_screen.view_widget
        return view.selected or view.shown_ids()

    def _open(self, run: Run, mode: str, method: ScoreMethod | None) -> None:
        if self.app.why_read_only():
            self.app.say(self.app.why_read_only(), "error")
        elif not run.ids_given:
            self.app.say("there is nothing here to score", "warning")
        else:
            self.app.push_screen(ScoreRunDialog(self.app, run, mode, method), partial(self._ended, run))

    def _ended(self, run: Run, figure: str | None) -> None:
        """Sort by what has been scored, where the person wants it."""
        if figure and run.can_sort(figure) and self.app.records_screen.sort != run.order(figure):
            self.app.dispatch("view.sort", {"field": run.order(figure)})
