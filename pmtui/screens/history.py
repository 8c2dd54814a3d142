"""History: who changed what, field by field, the newest change first; by time, by record, by person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from textual.events import Resize

from pmtui.commands.core import Command, Context, Effect
from pmtui.domain.history import Revision
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment
from pmtui.domain.records import Record
from pmtui.domain.schema import SCALARS
from pmtui.screens.hints import of_past
from pmtui.screens.history_filling import HistoryFilling
from pmtui.screens.history_reading import HistoryReading
from pmtui.screens.host import Host
from pmtui.screens.records_screen import RecordsScreen
from pmtui.screens.shown import Rules
from pmtui.screens.view_state import ViewState
from pmtui.widgets.border_texts import show_title
from pmtui.widgets.change_pane import ChangePane
from pmtui.widgets.filter_line import FilterLine
from pmtui.widgets.hint_line import Hint
from pmtui.widgets.history_rows import BY_PERSON, BY_RECORD, BY_TIME
from pmtui.widgets.layout_view import LayoutView
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.list_view import ListColumn
from pmtui.widgets.messages import CursorMoved
from pmtui.widgets.record_list import RecordList
from pmtui.widgets.top_line import Tab

ROOMY = 150
"""From this width on, list and detail stand side by side: what changed is a sentence, and wants a wide list."""
_SOON = 1.5
"""Seconds after a change of the records until what is not committed yet is looked at again."""
_EXAMPLE = "who:ana field:status to:done since:-7d …"


class HistoryScreen(RecordsScreen):
    """Changes of all records. A row is a change; commands act on the record that it is about.

    Attributes:
        reading: What has been read so far.
    """

    kind: ClassVar[str] = "item"
    tab: ClassVar[Tab] = Tab("8", "History")
    rules: ClassVar[Rules] = Rules("item")
    layouts: ClassVar[Mapping[str, Callable[[], LayoutView]]] = {
        BY_TIME: lambda: RecordList(id="by-time"), BY_RECORD: lambda: RecordList(id="by-record"),
        BY_PERSON: lambda: RecordList(id="by-person"),
    }
    with_closed: ClassVar[frozenset[str]] = frozenset()
    with_groups: ClassVar[frozenset[str]] = frozenset()
    wide_from: ClassVar[Mapping[str, int]] = dict.fromkeys(layouts, ROOMY)
    teaching: ClassVar[tuple[str, ...]] = (
        "Nothing has happened yet.",
        "",
        "Who changed which field, when, and from what to what stands here, read from git.",
        "a adds an item · pmtui sync commits what there is · ? shows every key",
    )

    def __init__(self, host: Host) -> None:
        """A screen over the history; nothing is read before it is shown."""
        self._place = "right"
        super().__init__(host)
        self.filling = self.lists = HistoryFilling(self)
        self.filter = FilterLine(complete=self.lists.completions)
        self.filter.edit.placeholder = _EXAMPLE
        self.detail = self.pane = ChangePane()
        self.reading = HistoryReading(self)
        self.is_by_rank = False

    @property
    def detail_place(self) -> str:
        """Where the detail pane is: where it has no room at the right it goes below, for a change is read there."""
        return "below" if self._place == "right" and 0 < self.size.width < ROOMY else self._place

    @detail_place.setter
    def detail_place(self, place: str) -> None:
        self._place = place

    # What is shown

    def columns(self, environment: Environment) -> Sequence[ListColumn]:
        """The columns of the layout that is shown."""
        return self.lists.columns()

    def show_snapshot(self, focus: str | None = None) -> None:
        """Show the changes with the records as they are now; what is not committed yet is looked at again."""
        is_other = self.is_filled and self._shown is not self.host.snapshot
        super().show_snapshot()
        if self.reading.has_begun and self.is_filled:
            self.reading.begin(anew=False)
            self.reading.more_if_wanted()
            if is_other and self.is_current:
                self._soon.reset()
                self._soon.resume()

    def show_rows(self) -> None:
        """Show what has been read; the cursor stays on its change. Read on where that is too little."""
        self._refill()
        self.show_detail()
        self.show_hints()
        self.reading.more_if_wanted()
        self.show_progress()

    @property
    def is_matching(self) -> bool:
        """Whether the filter still looks at what has been read."""
        return self.lists.is_matching

    def show_progress(self) -> None:
        """Say how far reading has come."""
        self.lists.say()

    def show_record(self, kind: str, id: str) -> None:
        """Show the changes of one record."""
        self.filter_text = f"id:{SCHEMA[kind].shown_id(id)}"
        if self.is_filled:
            self.show_snapshot()

    def lines_below(self) -> int:
        """How many lines there are below the cursor."""
        view = self.view_widget
        return view.view.stops - view.cursor_index if isinstance(view, RecordList) else 0

    # Textual calls the handlers of the base class by itself, after these.

    def on_mount(self) -> None:
        """Be ready to look again."""
        self._soon = self.set_interval(_SOON, self._look_again, pause=True)

    def on_screen_resume(self) -> None:
        """Read, behind the paint: at first, and what may have happened meanwhile."""
        self.call_after_refresh(self.set_timer, 0.02, self.reload)

    def on_screen_suspend(self) -> None:
        """Nobody looks any more: git need not wait to be read from."""
        if self.reading.has_begun:
            self.reading.rest()

    def reload(self) -> None:
        """Read again from the newest change on."""
        if self.is_attached:
            self.reading.begin(anew=True)
            self.lists.say()

    def _look_again(self) -> None:
        self._soon.pause()
        if self.is_current and not self.reading.is_under_way:
            self.reload()

    def _stand_as_wanted(self) -> None:
        """Put the cursor where it stood when the program was left, as soon as that has been read."""
        is_read = self.reading.has_begun and not self.reading.is_under_way
        if self.view_widget.move_to_id(self.wanted_cursor) or is_read:
            self.wanted_cursor, self.wanted_top = "", 0

    def state(self) -> ViewState:
        """How the screen stands; the detail pane as the person chose it, not as the width made it."""
        return super().state()._replace(detail=self._place)

    # Where the cursor is

    @property
    def cursor_revision(self) -> Revision | None:
        """The change under the cursor."""
        return self.reading.rows.revision(self.view_widget.cursor_id)

    def cursor_record(self) -> Record | None:
        """The record that the change under the cursor is about, as it is now; None where it is not here any more."""
        walked = self.walk.record()
        return walked if walked is not None else self._record_of(self.cursor_revision)

    def _record_of(self, revision: Revision | None) -> Record | None:
        if revision is None or revision.kind not in SCHEMA.kinds:
            return None
        return self.host.snapshot.record(revision.kind, revision.id)

    def selected(self) -> Sequence[Record]:
        """The records that the selected changes are about, each once."""
        if not self.view_widget.selection.ids or self.walk.is_under_way:
            return ()
        found = [self._record_of(self.reading.rows.revision(key)) for key in self.view_widget.selected]
        return tuple({(one.kind, one.id): one for one in found if one is not None}.values())

    def cursor_field(self) -> str:
        """The field that changed, where it is one that can be edited in a line."""
        revision, record = self.cursor_revision, self.cursor_record()
        if revision is None or record is None:
            return "title"
        fields = (record.schema.fields.get(one.path) for one in revision.changes)
        return next((one.name for one in fields if one is not None and one.type in SCALARS and one.name != "rank"), "title")

    def arguments_for(self, command: Command, context: Context) -> Mapping[str, Any]:
        """What this screen knows and a command wants: the change under the cursor."""
        revision = self.cursor_revision
        if command.id == "history.take_back":
            return {"revision": revision}
        if command.id == "history.as_it_was" and revision is not None and revision.commit:
            return {"when": revision.commit[:12]}
        return super().arguments_for(command, context)

    # The panes beside

    def show_detail(self) -> None:
        """Show the change under the cursor, or the record to which links have led."""
        if self.walk.record() is not None:
            super().show_detail()
            return
        self.pane.show_change(self.cursor_revision, self.host.snapshot, self.host.environment().today, self.host.id_length)
        show_title(self.side, "change")

    def show_hints(self) -> None:
        """Show the keys that matter here, now."""
        if isinstance(self.focused, LinePane) or (self.is_complete and self.filter.edit.has_focus):
            super().show_hints()
            return
        past = of_past(self)
        found = [hint for hint in map(self._hint, _HINTS) if hint is not None and not (past and hint.label == _TAKE_BACK)]
        self.hints.show([*past, *found])

    def _hint(self, of: tuple[str, str, int]) -> Hint | None:
        id, label, priority = of
        keys = self.host.keys_of(id)
        is_on_row = id in ("record.open", "history.take_back", "history.of_record", "history.as_it_was")
        return Hint(keys[0], label, priority) if keys and (self.cursor_revision is not None or not is_on_row) else None

    def on_cursor_moved(self, event: CursorMoved) -> None:
        """Follow the cursor; near the end, read on."""
        self.reading.more_if_wanted()

    def on_resize(self, event: Resize) -> None:
        """Share the list among its columns, once the base has placed the panes."""
        if self.is_filled:
            self.call_after_refresh(self._refill)

    def carry_out(self, effect: Effect) -> None:
        """Do what a plan asked of the screen: Enter goes to the record, Escape stops reading where that takes long."""
        if effect.name == "open" and not self.is_detail_open and not self.walk.open_marked():
            record = self.cursor_record()
            if record is not None:
                self.host.effects.carry_out(Effect("goto", {"kind": record.kind, "id": record.id}))
            elif self.cursor_revision is not None:
                self.host.say("the record is not here any more", "warning")
        elif effect.name == "back" and self.reading.can_be_stopped:
            self.reading.stop()
            self.lists.say()
            self.host.say("reading stopped; r reads again")
        elif effect.name != "open" or self.is_detail_open:
            super().carry_out(effect)


_TAKE_BACK = "take back"
_HINTS = (
    ("record.open", "record", 1), ("history.take_back", _TAKE_BACK, 2), ("history.of_record", "its history", 3),
    ("history.as_it_was", "as it was", 4),
    ("view.filter", "filter", 0), ("view.layout", "layout", 2), ("app.reload", "reload", 5), ("app.help", "keys", 0),
)

