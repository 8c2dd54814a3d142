"""What the Tree screen asks of the app: links indexed behind it, records added below others, the way to the audit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.app.unsaved import UNSAVED, Unsaved
from pmtui.commands.core import Effect, Refused
from pmtui.commands.core import run as planned
from pmtui.domain.change import Change
from pmtui.domain.query import Environment
from pmtui.domain.text import one_line
from pmtui.domain.tree import prepare
from pmtui.screens.dialogs.add_below import AddBelowDialog

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.screens.tree import TreeScreen

COMMAND = "tree.add_child"
Said = Callable[[str], None]
Told = Callable[[], None]


class Trees:
    """Answers the Tree screen."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self._wanted: tuple[Environment, Told] | None = None
        self._is_busy = False

    def do_prepare_tree(self, arguments: Mapping[str, Any]) -> None:
        """Index the links of an `environment`'s snapshot in a thread, then call `told`; of several such wishes the last counts."""
        if self.app.awaited and not self.app.link.is_loaded:
            return  # it is asked again once the files have been read
        self._wanted = arguments["environment"], arguments["told"]
        self._begin()

    def _begin(self) -> None:
        if self._wanted is not None and not self._is_busy:
            (environment, told), self._wanted, self._is_busy = self._wanted, None, True
            in_thread(self.app, "tree", self._prepare, environment, told)

    def _prepare(self, environment: Environment, told: Told) -> None:
        assert environment.snapshot is not None
        prepare(environment.snapshot, environment)
        on_loop(self.app, self._prepared, told)

    def _prepared(self, told: Told) -> None:
        self._is_busy = False
        told()
        self._begin()

    def do_audit(self, arguments: Mapping[str, Any]) -> None:
        """Show what is missing, on the Tree screen."""
        screen = cast("TreeScreen", self.app.get_screen("tree"))
        if not screen.is_filled:
            screen.layout_name = screen.AUDIT
        self.app.effects.carry_out(Effect("screen", {"name": "tree"}))
        if screen.layout_name != screen.AUDIT:
            screen.moving.to_layout(screen.AUDIT)

    def do_add_below(self, arguments: Mapping[str, Any]) -> None:
        """Ask for the line of a new record of a `kind`, which is to hang `below` another one."""
        kind, below = str(arguments["kind"]), arguments["below"]
        parent = self.app.snapshot.record(*below) if below is not None else None
        screen = cast("TreeScreen", self.app.records_screen)
        key = screen.cursor_key

        def add(line: str, added: Said, refused: Said) -> None:
            try:
                change = planned(self.app.commands[COMMAND], self.app.context(), {"kind": kind, "below": below, "line": line})
            except Refused as error:
                refused(error.words)
                return
            if isinstance(change, Change):
                self.app.commit(change)
                screen.show_below(key, kind, change.edits[0].id)
                added(f"added “{one_line(str(change.edits[0].after.get('title', '')))[:50]}”")

        def closed(left: str | None) -> None:
            unsaved.leave(dialog)
            unsaved.put(about, left or "")
            if left and left.strip():
                self.app.say("the line is kept: a shows it again")

        unsaved: Unsaved = self.app.effects.room(UNSAVED)
        about = [COMMAND, kind, *(below or ())]
        title = one_line(parent.title) if parent is not None else ""
        dialog = AddBelowDialog(self.app, kind, title, str(unsaved.text(about)), add)
        unsaved.watch(dialog, about, lambda: dialog.edit.value)
        self.app.push_screen(dialog, closed)
