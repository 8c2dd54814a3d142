"""Going to a record wherever it is shown, and back and forward through where one was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.commands.core import Effect
from pmtui.domain.jump_list import JumpList, Place
from pmtui.domain.query_values import printed_choice
from pmtui.domain.records import Record
from pmtui.screens.registry import screen_of
from pmtui.widgets.link_spans import Target

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.app.record_search import RecordSearch
    from pmtui.screens.records_screen import RecordsScreen
    from pmtui.widgets.record_index import Hit

SEARCH = "pmtui.app.record_search:RecordSearch"
_RECENT = 40
"""So many records are shown while nothing is typed, before all others."""
_AGAIN = 0.02
"""Seconds until it is looked again whether a screen stands."""
_PATIENCE = 250
"""So often."""


class Jumping:
    """Goes to records.

    Attributes:
        jumps: Where the person has been.
    """

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self.jumps = JumpList()

    def do_goto(self, arguments: Mapping[str, Any]) -> None:
        """Go to a record, by its kind and id; the place that is left can be gone back to."""
        kind, id = str(arguments["kind"]), str(arguments["id"])
        record = self.app.snapshot.record(kind, id)
        if record is None:
            self.app.say("the record is gone: somebody has removed it meanwhile", "warning")
            return
        self.jumps.leave(self.here())
        self.jumps.visit(kind, id)
        name = screen_of(kind)
        if name:
            self._go(Place(name, kind, id))
        else:
            self._show_here(record)

    def do_screen(self, arguments: Mapping[str, Any]) -> None:
        """Go to a main screen; the place that is left can be gone back to."""
        if self.app.records_screen.name != arguments["name"]:
            self.jumps.leave(self.here())
        self.app.effects.do_screen(arguments)

    def do_jump(self, arguments: Mapping[str, Any]) -> None:
        """Ask for any record, and go there."""
        from pmtui.screens.dialogs.jump import JumpDialog

        search: RecordSearch = self.app.effects.room(SEARCH)

        def chosen(hit: Hit | None) -> None:
            search.forget()
            if hit is not None:
                self.do_goto({"kind": hit.kind, "id": hit.id})

        self.app.push_screen(JumpDialog(self.app, search.ask, self.recent()), chosen)

    def do_jump_back(self, arguments: Mapping[str, Any]) -> None:
        """Go back to where the person was before."""
        if not self.app.records_screen.walk.back():
            self._turn("back", "there is nowhere to go back to yet")

    def do_jump_forward(self, arguments: Mapping[str, Any]) -> None:
        """Go forward again."""
        if not self.app.records_screen.walk.forward():
            self._turn("forward", "there is nowhere to go forward to")

    def here(self) -> Place:
        """Where the person is."""
        screen = self.app.records_screen
        id = screen.view_widget.cursor_id or ""
        is_record = self.app.snapshot.record(screen.kind, id) is not None  # the rows of a conflict or a change are none
        return Place(screen.name or "", screen.kind, id if is_record else "")

    def recent(self) -> list[Hit]:
        """The records that were visited last, then those that were changed last; not the one under the cursor."""
        from pmtui.widgets.record_index import Hit

        changed = [(edit.kind, edit.id) for change in reversed(self.app.ledger.undos[-_RECENT:]) for edit in change.edits[:_RECENT]]
        here = self.here()
        keys = dict.fromkeys([*self.jumps.visited(), *changed])
        return [Hit(kind, id) for kind, id in keys if (kind, id) != (here.kind, here.id) and self._is_there(kind, id)][:_RECENT]

    def _is_there(self, kind: str, id: str) -> bool:
        record = self.app.snapshot.record(kind, id)
        return record is not None and not record.is_deleted

    def _turn(self, way: str, otherwise: str) -> None:
        here = self.here()
        while True:
            place: Place | None = getattr(self.jumps, way)(here)
            if place is None:
                self.app.say(otherwise)
                return
            if not place.id or self._is_there(place.kind, place.id):
                self._go(place)
                return

    def _go(self, place: Place) -> None:
        self.app.effects.do_screen({"name": place.screen})
        if place.id:
            self._land(self.app.records_screen, place, _PATIENCE)

    def _land(self, screen: RecordsScreen, place: Place, patience: int) -> None:
        """Put the cursor on the record as soon as the screen stands, and show it even if the screen hid it."""
        if screen is not self.app.records_screen:  # the person has gone on
            return
        if not screen.is_complete:
            screen.wanted_cursor = place.id
            if patience:
                self.app.set_timer(_AGAIN, lambda: self._land(screen, place, patience - 1))
            return
        screen.wanted_cursor = ""
        screen.walk.clear()
        if not (screen.view_widget.move_to_id(place.id) or self._uncovered(screen, place)):
            self.app.say("the record is not shown here", "warning")
        screen.show_detail()
        (screen.detail if screen.is_detail_open else screen.view_widget).focus()
        screen.show_hints()

    def _uncovered(self, screen: RecordsScreen, place: Place) -> bool:
        """Take away what hides a record: a fold, the filter, another layout than the list, its state; whether it is shown then."""
        record = self.app.snapshot.record(place.kind, place.id)
        if record is None:
            return False
        if screen.folded:
            screen.folded = screen.folded - {place.kind} if place.kind in screen.folded else set()
            screen.show_snapshot()
            if screen.view_widget.move_to_id(place.id):
                return True
        if screen.filter_text:
            said = screen.filter_text
            screen.clear_filter()
            self.app.say(f"the filter “{said[:40]}” hid it and was taken away")
            if screen.view_widget.move_to_id(place.id):
                return True
        for _ in screen.layouts:
            if screen.layout_name != "list":
                screen.moving.do_layout({})
        if screen.view_widget.move_to_id(place.id):
            return True
        if not record.is_deleted and not record.status:
            return False
        screen.filter_text = "is:deleted" if record.is_deleted else f"status:{printed_choice(record.status)}"
        screen.show_snapshot()
        self.app.say(f"it is {'deleted' if record.is_deleted else record.status}: the filter {screen.filter_text} shows it")
        return screen.view_widget.move_to_id(place.id)

    def _show_here(self, record: Record) -> None:
        """Show a record whose kind has no screen: in the open detail, or in its form where there is no record to come back to."""
        screen = self.app.records_screen
        if screen.cursor_record() is None and self.app.past is not None:
            self.app.say("nothing is shown here beside which it could be shown")
        elif screen.cursor_record() is None:
            self.app.effects.carry_out(Effect("form", {"kind": record.kind, "id": record.id, "field": ""}))
        else:
            has_opened = not screen.is_detail_open
            screen.is_detail_open = True
            screen.place_panes()
            screen.walk.open(Target(record.kind, record.id))
            screen.walk.has_opened = screen.walk.has_opened or has_opened
            screen.detail.focus()
