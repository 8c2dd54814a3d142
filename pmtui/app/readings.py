"""The dialog for readings: which KPIs a goal has, where they stand, and what becomes of what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.app.unsaved import UNSAVED, Unsaved
from pmtui.commands.core import Refused
from pmtui.commands.core import run as planned
from pmtui.commands.plausibility import Impossible
from pmtui.commands.reading_plans import COMMAND
from pmtui.domain.change import Change
from pmtui.domain.dates import relative
from pmtui.domain.goal_figures import goal_figures
from pmtui.domain.kpis import kpis_of
from pmtui.domain.records import Record
from pmtui.screens.dialogs.evidence import LINE, EntryRow, EvidenceDialog
from pmtui.screens.dialogs.reading import DATE, KPI, NOTE, VALUE, ReadingDialog, Saved
from pmtui.widgets.choice_line import Choice

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

_KPI = "goal.kpi"
_KPI_ROWS = (
    EntryRow("name", "name", LINE, "what people call it, as in Churn"), EntryRow("unit", "unit", LINE, "as in % or days"),
    EntryRow("baseline", "baseline", LINE, "where it stands before the work"),
    EntryRow("target", "target", LINE, "where it shall come; below the baseline it shall fall; enter saves"),
)


class AddingReadings:
    """Opens the dialog and saves."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_add_reading(self, arguments: Mapping[str, Any]) -> None:
        """Ask for readings of the KPIs of a goal."""
        id = str(arguments["id"])
        goal = self.app.snapshot.record("goal", id)
        if goal is None:
            return
        unsaved: Unsaved = self.app.effects.room(UNSAVED)
        key = [COMMAND, id]
        shown = ReadingDialog(
            f"Readings of “{goal.title[:50]}”", self._kpis(goal), lambda values: self._saved(id, values), unsaved.fields(key),
        )
        unsaved.show(shown, key, shown.typed)

    def do_add_kpi(self, arguments: Mapping[str, Any]) -> None:
        """Ask for one more KPI of a goal; then for its first reading."""
        id = str(arguments["id"])
        goal = self.app.snapshot.record("goal", id)
        if goal is None:
            return

        def save(values: Mapping[str, str]) -> str:
            try:
                change = planned(self.app.commands[_KPI], self.app.context(), {"ids": id, **values})
            except Refused as error:
                return error.words
            if isinstance(change, Change):
                self.app.commit(change)
            return ""

        unsaved: Unsaved = self.app.effects.room(UNSAVED)
        key = [_KPI, id]
        shown = EvidenceDialog(f"New KPI of “{goal.title[:50]}”", _KPI_ROWS, save, unsaved.fields(key))

        def closed(is_saved: bool) -> None:
            if is_saved:
                self.do_add_reading({"id": id})

        unsaved.show(shown, key, shown.typed, closed)

    def _kpis(self, goal: Record) -> list[Choice]:
        """The KPIs with where each stands: the latest reading and the target."""
        today = self.app.context().today
        found = []
        for kpi, figures in zip(kpis_of(goal.data), goal_figures(goal.data, today).kpis, strict=True):
            unit = f" {kpi['unit']}" if kpi.get("unit") else ""
            stands = f"{figures.value:,.10g}{unit} {relative(figures.at, today)}" if figures.value is not None else "no reading yet"
            target = kpi.get("target")
            to = f", to {target:,.10g}{unit}" if isinstance(target, int | float) and not isinstance(target, bool) else ""
            found.append(Choice(figures.id, figures.name or "(no name)", stands + to))
        return found

    def _saved(self, id: str, values: Mapping[str, str]) -> Saved:
        given = {"ids": id, "kpi": values[KPI], "value": values[VALUE], "day": values[DATE], "note": values[NOTE]}
        try:
            change = planned(self.app.commands[COMMAND], self.app.context(), given)
        except Impossible as error:
            return Saved(f"{DATE}: {error.words.partition(': ')[2] or error.words}")
        except Refused as error:
            return Saved(error.words)
        if not isinstance(change, Change) or not change.edits:
            return Saved("value: that stands there already")
        self.app.commit(change)
        goal = self.app.snapshot.record("goal", id)
        return Saved("", change.title, self._kpis(goal) if goal is not None else ())
