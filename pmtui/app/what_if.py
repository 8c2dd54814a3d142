"""Scenarios on the screens: their list, showing one on top of today, comparing them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.app.shown_scenario import ShownScenario
from pmtui.commands import scenario_plans
from pmtui.domain.reasons import last_reason
from pmtui.domain.records import Record
from pmtui.domain.scenario_comparison import SideBySide, cases_of, side_by_side
from pmtui.domain.scenario_values import quoted
from pmtui.domain.scenarios import DRAFT, KIND, WhatIf, change_words, count_words, fitting, scenarios_in
from pmtui.domain.text import counted, flat
from pmtui.screens.dialogs.scenarios import Answer, ScenariosDialog, Told

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.domain.change import Snapshot
    from pmtui.domain.forecasting import Forecast

WHAT_IF = "pmtui.app.what_if:WhatIfs"
"""Where the room is found."""
DECIDING = "pmtui.app.deciding_scenarios:DecidingScenarios"
"""Where the room is found that applies and rejects."""
_BANNER = "what if"
_BESIDE = 2
"""So many scenarios stand beside today at most."""


class WhatIfs:
    """Keeps the scenarios for the list, shows one, compares them."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self._stop = threading.Event()

    # The list

    def do_scenarios(self, arguments: Mapping[str, Any]) -> None:
        """List the scenarios; the cursor begins on the shown one."""
        def answered(answer: Answer | None) -> None:
            if answer is None:
                return
            if answer.what == "show":
                self.enter(answer.ids[0])
            elif answer.what == "compare":
                self._compare([one for id in answer.ids if (one := self.record(id)) is not None], answer.ids[-1])
            else:
                deciding = self.app.effects.room(DECIDING)
                (deciding.apply if answer.what == "apply" else deciding.reject)(answer.ids[0])

        shown = self.app.scenario
        self.app.push_screen(ScenariosDialog(self, arguments.get("at") or ("" if shown is None else shown.id)), answered)

    def records(self) -> list[Record]:
        """Every scenario, the open ones first."""
        return scenarios_in(self.app.present)

    def make(self, title: str) -> str:
        """A new scenario; its id."""
        change = scenario_plans.made(self.context(), title)
        self.app.commit(change)
        return change.edits[0].id

    def delete(self, id: str) -> None:
        """Take a scenario away; undo brings it back."""
        record = self.record(id)
        if record is not None:
            self.app.commit(scenario_plans.deleted(self.context(), record))

    def told(self, record: Record) -> Told:
        """What a scenario changes, in words, and what does not fit any more."""
        good, misfits = fitting(self.app.present, record)
        good.sort(key=lambda one: (one.record.kind != "milestone", one.record.title, one.record.id))
        words = [(not one.is_so, change_words(self.app.present, one)) for one in good]
        return Told(tuple(words), tuple(one.words for one in misfits), _reason(record))

    # Showing

    def enter(self, id: str) -> None:
        """Show a scenario on top of today; changes go into it from now on."""
        record = self.record(id)
        if record is None:
            return
        if record.stage != DRAFT:
            self.app.say(f"{quoted(record.title)} is {record.status}: only an open scenario can be planned in", "warning")
            return
        self.app.scenario = ShownScenario(self.app, record)
        self.follow(self.app.scenario, record, self.app.scenario.on(self.app.present))
        self._show()

    def do_leave_scenario(self, arguments: Mapping[str, Any]) -> None:
        """Show today again."""
        self.leave()

    def leave(self, said: str = "") -> None:
        """Show today again, and say why where nobody asked for it."""
        shown = self.app.scenario
        if shown is None:
            return
        self.app.scenario = None
        self.app.banners.pop(_BANNER, None)
        self._show()
        self.app.say(said or f"today again; “{shown.title[:40]}” is kept")

    def follow(self, shown: ShownScenario, record: Record | None, now: WhatIf) -> None:
        """The present is another: tell how the scenario stands now; leave it where it is gone or decided."""
        if record is None:
            found = self.app.present.record(KIND, shown.id)
            what = "is gone" if found is None or found.is_deleted else f"is {found.status}"
            self.leave(f"“{shown.title[:40]}” {what}: this is today")
            return
        misfits = len(now.misfits)
        more = f" · {counted(misfits, 'does', 'do')} not fit any more: V tells" if misfits else ""
        text = f"what if: {shown.title} · {count_words(record)}{more}"
        if self.app.banners.get(_BANNER) != text:
            self.app.banners[_BANNER] = text
            self.app.records_screen.show_state()

    def _show(self) -> None:
        self.app.records_screen.show_state()
        self.app.show_standing()
        self.app.records_screen.show_hints()

    # Comparing

    def do_compare_scenarios(self, arguments: Mapping[str, Any]) -> None:
        """Today beside the scenarios that are named, else beside the shown one, else beside the open ones."""
        named = [one for id in arguments.get("ids") or () if (one := self.record(id)) is not None]
        shown = self.app.scenario
        if not named and shown is not None and (record := self.record(shown.id)) is not None:
            named = [record]
        self._compare(named or [one for one in self.records() if one.stage == DRAFT])

    def _compare(self, scenarios: Sequence[Record], back: str = "") -> None:
        """Show scenarios beside today; afterwards the list again where it was asked from there, at one of them."""
        if not scenarios:
            self.app.say("there is no open scenario: V on the Roadmap, then n, begins one", "warning")
            return
        from pmtui.screens.dialogs.scenario_comparison import ScenarioComparisonDialog

        self._stop.set()
        stop = self._stop = threading.Event()
        today = self.app.shown_today
        beside = scenarios[:_BESIDE]
        dialog = ScenarioComparisonDialog([one.title for one in beside], self.app.copy_to_clipboard)

        def show(found: SideBySide) -> None:
            if not stop.is_set() and not dialog.is_answered:
                dialog.show(found)

        def answered(answer: None) -> None:
            stop.set()
            if back:
                self.do_scenarios({"at": back})

        self.app.push_screen(dialog, answered)
        in_thread(self.app, "forecast", self._forecast, self.app.present, beside, today, stop, show)

    def _forecast(
        self, present: Snapshot, beside: Sequence[Record], today: str, stop: threading.Event, show: Callable[[SideBySide], None]
    ) -> None:
        """Put the cases together, then forecast one after the other, in a thread; each is shown as soon as it is known."""
        from pmtui.app.forecasts import forecasts_behind

        cases = cases_of(present, beside)
        known: list[Mapping[str, Forecast] | None] = [None] * len(cases)
        on_loop(self.app, show, side_by_side(cases, known, today))
        for at, case in enumerate(cases):
            try:
                known[at] = forecasts_behind(case.snapshot, date.fromisoformat(today), stop.is_set)
            except InterruptedError:
                return
            on_loop(self.app, show, side_by_side(cases, known, today))

    def close(self) -> None:
        """The program ends: no forecast is needed any more."""
        self._stop.set()

    # What plans need

    def record(self, id: str) -> Record | None:
        """A scenario of today."""
        return self.app.present.record(KIND, id)

    def context(self) -> Any:
        """A context over today, whatever is shown."""
        context = self.app.context()
        context.snapshot, context.what_if = self.app.present, ""
        context.resolve = lambda words, kinds: self.app.present.record(KIND, words) or self.app.resolve(words, kinds)
        return context


def _reason(record: Record) -> str:
    """Why a scenario was rejected; empty where it was not."""
    return flat(last_reason(record, "status").get("text")) if record.is_closed else ""
