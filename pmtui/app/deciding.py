"""Conflicts in the program: going to them, deciding them one after the other, and asking git who gave the values."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.app.refusals import show_refusal
from pmtui.commands.conflicts import SCREEN
from pmtui.commands.core import Effect, Refused
from pmtui.domain.conflicts import Conflict, Origins, conflicts_of
from pmtui.domain.merge_candidates import value_key

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.screens.conflicts import ConflictsScreen


class Deciding:
    """Ends conflicts for the app."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self.origins: dict[str, Origins] = {}
        self._known: dict[str, str] = {}
        self._asking: threading.Thread | None = None
        self._wanted: tuple[Conflict, ...] = ()

    def do_conflicts(self, arguments: Mapping[str, Any]) -> None:
        """Go to the conflicts; the cursor goes to that of the record it stood on."""
        record = self.app.records_screen.cursor_record()
        found = conflicts_of(record) if record is not None else ()
        self.app.effects.carry_out(Effect("screen", {"name": SCREEN}))
        if found:
            self._stand(found[0].key)

    def _stand(self, key: str) -> None:
        screen = self.app.records_screen
        if not screen.is_complete or not screen.view_widget.move_to_id(key):
            screen.wanted_cursor = key  # it stands there as soon as it is filled
        screen.show_detail()

    def do_decide(self, arguments: Mapping[str, Any]) -> None:
        """Decide the conflicts one after the other, from the one under the cursor on."""
        from pmtui.screens.dialogs.conflict import ConflictDialog

        screen: ConflictsScreen = self.app.records_screen  # type: ignore[assignment]
        if screen.conflict is not None:
            self.app.push_screen(ConflictDialog(screen, self._take, lambda: self.app.dispatch("history.undo")), self._answered)

    def _answered(self, key: str | None) -> None:
        """Edit by hand what no value on offer is right for."""
        if key is not None:
            screen = self.app.records_screen
            screen.view_widget.move_to_id(key)
            screen.show_detail()
            self.app.dispatch("record.edit_field")

    def _take(self, conflict: Conflict, value: Any) -> bool:
        """End a conflict by one of its values; whether that was possible."""
        from pmtui.commands.deciding import Choice, choose

        try:
            change = choose(self.app.context(), [Choice(conflict, value)])
        except Refused as error:
            show_refusal(self.app, "record.edit_field", {}, error)
            return False
        self.app.commit(change)
        return True

    # Who gave the values

    def do_conflict_origins(self, arguments: Mapping[str, Any]) -> None:
        """Ask git who gave the values of conflicts, in a thread; the screen is told when it knows."""
        conflicts: Sequence[Conflict] = arguments["conflicts"]
        self._wanted = tuple(one for one in conflicts if self._known.get(one.key) != _values_of(one))
        if self._wanted and self._asking is None:
            self._ask()

    def _ask(self) -> None:
        asked, root = self._wanted, str(self.app.workspace.root)

        def run() -> None:
            from pmtui.store.value_origins import value_origins

            on_loop(self.app, self._heard, asked, value_origins(root, asked))

        self._asking = in_thread(self.app, "origins", run)

    def _heard(self, asked: Sequence[Conflict], found: Mapping[str, Origins]) -> None:
        self._asking = None
        self._known.update((one.key, _values_of(one)) for one in asked)
        self.origins = {**self.origins, **found}
        self._wanted = tuple(one for one in self._wanted if self._known.get(one.key) != _values_of(one))
        if self._wanted:
            self._ask()
        screen: ConflictsScreen | None = self.app.sessions.screens().get(SCREEN)  # type: ignore[assignment]
        if screen is not None:
            screen.know(self.origins)


def _values_of(conflict: Conflict) -> str:
    """What git is asked about: another set of values is another question."""
    return "\n".join(map(value_key, (conflict.base, *conflict.values)))
