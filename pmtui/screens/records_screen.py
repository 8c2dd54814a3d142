"""The frame that all main screens share: top line, list or another layout, detail pane, filter, hints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import DescendantFocus, Resize
from textual.widget import Widget
from textual.widgets import Static

from pmtui.commands.core import Command, Context, Effect
from pmtui.domain.change import Snapshot
from pmtui.domain.query import QuerySyntax
from pmtui.domain.records import Record
from pmtui.screens.chosen import Chosen, KeptChoice
from pmtui.screens.filling import Filling
from pmtui.screens.hints import follow, hints_here
from pmtui.screens.layouts import Layouts
from pmtui.screens.links import LinksPane
from pmtui.screens.moving import Moving
from pmtui.screens.places import CSS, Framed, Panes, Places
from pmtui.screens.settled import SettledScreen
from pmtui.screens.smallest import PLEA
from pmtui.screens.walking import Walk
from pmtui.widgets.border_texts import show_subtitle, show_title
from pmtui.widgets.detail import DetailPane
from pmtui.widgets.hint_line import Hint, HintLine, KeyPanel
from pmtui.widgets.line_pane import LinkOpened
from pmtui.widgets.messages import CursorMoved, HeaderClicked, Opened, SelectionChanged
from pmtui.widgets.status_line import StatusLine
from pmtui.widgets.top_line import Tab, TopLine

if TYPE_CHECKING:
    from pmtui.screens.host import Host
    from pmtui.widgets.filter_line import FilterLine
    from pmtui.widgets.line_edit import LineEdit

_BANNERS: Mapping[str, tuple[str, str]] = {
    "past": ("warning", "esc returns to now"), "what if": ("info", "esc goes back to today"),
}
"""The role of a banner, and what leads out of it, by what it is about; of others that they are tried again."""


class RecordsScreen(Framed, Layouts, SettledScreen[None], inherit_bindings=False):
    """One main screen over the records of one kind.

    Attributes:
        tab: Its digit and name.
    """

    BLANK = True
    tab: ClassVar[Tab]

    DEFAULT_CSS = CSS

    def __init__(self, host: Host) -> None:
        """A screen over the app's snapshot."""
        super().__init__(name=self.tab.name.lower())
        self.host = host
        self.moving = Moving(self)
        self.filling = Filling(self)
        self._shown: Snapshot | None = None
        self._banners: dict[str, str] = {}
        self._choice = KeptChoice()
        self.is_detail_open = False
        self.is_by_rank = True
        self.is_filled = self.is_complete = False
        self.panes = Panes(id="panes")
        self.main, self.side, self.third = Container(id="main"), Container(id="side"), Container(id="third")
        self.top = TopLine()
        self.detail = DetailPane()
        self.detail.commits_of = host.commits_of
        self.links = LinksPane()
        self.status, self.hints, self.panel = StatusLine(), HintLine(), KeyPanel()
        self.places = Places(self)
        self.walk = Walk(self)

    def compose(self) -> ComposeResult:
        """What the first paint needs, from the top down; the rest is mounted behind it."""
        yield self.top
        with self.panes:
            with self.main:
                yield cast(Widget, self.view_widget)
            with self.side:
                yield self.detail
        yield self.hints
        yield Static(PLEA, id="small", markup=False)

    def on_mount(self) -> None:
        """Show the records."""
        self.top.show(self.host.snapshot.name, self.host.tabs, self.tab.name)
        self.is_filled = True
        self._refill()
        self.focus_view()
        self.call_after_refresh(self.places.mount_rest)  # the rows come first

    # What the app asks

    def show_snapshot(self, focus: str | None = None) -> None:
        """Show the app's snapshot; the cursor stays on its record, or goes to `focus`."""
        if not self.is_filled:
            return
        self._refill()
        if focus is not None and not self.view_widget.move_to_id(focus):
            self.host.say("added; the filter does not show it")
        self.show_detail()
        self.show_hints()

    def _refill(self) -> None:
        """Give the layout what the filter shows; a wrong filter is marked, and what was shown stays."""
        mistake = None
        try:
            self.filling.refill()
        except QuerySyntax as error:
            mistake = error
        if self.is_complete:
            self.filter.show_mistake(mistake)
        self._shown = None if self.filling.is_waiting else self.host.snapshot  # who leaves meanwhile is shown it on the way back
        if self.wanted_cursor and not self.filling.is_waiting:
            self._stand_as_wanted()

    def _stand_as_wanted(self) -> None:
        """Put the cursor where it stood when the program was left."""
        if self.wanted_top and self.layout_name == "list":
            self.list.scroll_to(y=self.wanted_top, animate=False, force=True)
        if self.view_widget.move_to_id(self.wanted_cursor) or self.kind not in self.host.awaited:
            self.wanted_cursor, self.wanted_top = "", 0  # found, or gone meanwhile: the cursor must not jump should it come back

    def on_screen_resume(self) -> None:
        """Show what has changed while another screen was shown."""
        self.be_seen()
        if self.is_complete:
            if self._shown is not self.host.snapshot:
                self.show_snapshot()
            else:
                self.show_hints()  # while it was made behind another screen, they were that screen's
            self.show_state()
        elif self.is_filled:
            self.call_after_refresh(self.places.mount_rest)

    def show_state(self) -> None:
        """Show how saving stands, and what must not be missed."""
        self.top.show_state(self.host.save_state)
        self.top.show_sync(self.host.sync_forms)
        for about in {*self._banners} - {*self.host.banners}:
            self.status.clear(about)
        for about, text in self.host.banners.items():
            self.status.show(about, text, *_BANNERS.get(about, ("error", "kept and tried again")))
        self.panes.set_class(bool(self.host.as_it_was), "-past")
        self.panes.set_class(bool(self.host.what_if), "-what-if")
        self._banners = dict(self.host.banners)

    def focus_view(self) -> None:
        """Give the records the keys, at once: `focus()` would do so only after the keys that wait already."""
        self.set_focus(cast(Widget, self.view_widget), scroll_visible=False)

    def show_detail(self) -> None:
        """Show the record under the cursor at the side, and its links beside it where there is room; the rows come first."""
        if not self.is_complete:
            return
        side = self.side
        record, fault = self.cursor_record(), self.view_widget.cursor_fault
        self.detail.set_record(record or fault, self.host.snapshot, self.host.environment().today, self.host.id_length)
        title = record.kind if record is not None else "cannot be read" if fault is not None else ""
        show_title(side, self.walk.title(side.size.width - 4) or title)
        self._follow_links(record)
        follow(self, record)

    def show_links(self) -> None:
        """Show the links of the record under the cursor in the third pane, where there is one."""
        if self.is_complete:
            self.links.show(self.cursor_record(), self.host.snapshot)

    def show_hints(self) -> None:
        """Show the keys that matter here, now; the editor over a cell says its own."""
        if self.in_place.editor is None:
            self.hints.show(hints_here(self))

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Other keys matter in another pane; the editor over a cell says its own."""
        panes = (self.view_widget, self.detail, self.links, self.filter.edit)
        if self.is_complete and self.host.records_screen is self and event.widget in panes:
            self.show_hints()

    def selected(self) -> Sequence[Record]:
        """The selected records, in the order shown; found once as long as neither they nor the data change."""
        view = self.view_widget
        if not view.selection.ids or self.walk.is_under_way:
            return ()
        found = ((kind, id) for id in view.selected if (kind := self.kind_of(id)))
        return self._choice.found((self.host.snapshot, view.view, view.selection.ids), lambda: Chosen(self.host.snapshot, found))

    def kind_of(self, id: str) -> str:
        """The kind of a record that is shown, by its id; empty for what is no record."""
        return self.kind

    def cursor_record(self) -> Record | None:
        """The record under the cursor, or the one to which links have led in the open detail."""
        id = self.view_widget.cursor_id or ""
        return self.walk.record() or (self.host.snapshot.record(kind, id) if id and (kind := self.kind_of(id)) else None)

    def cursor_field(self) -> str:
        """The field under the cursor; the name of the column where it shows something else."""
        column = self.list.cursor_column if self.layout_name == "list" and not self.is_detail_open else None
        return column.field or column.name if column is not None else "title"

    def arguments_for(self, command: Command, context: Context) -> Mapping[str, Any]:
        """What this screen knows and a command wants: what is shown around its records."""
        if not any(one.name == "visible" for one in command.parameters):
            return {}
        return {"visible": self.view_widget.view.around([record.id for record in context.targets()])}

    def edit_in_place(self, title: str, value: str, help: str, answered: Callable[[str | None], None]) -> None:
        """Edit a text over the cell under the cursor."""
        from pmtui.screens.in_place import KEYS
        self.hints.show([Hint("enter", f"set {title}"), *KEYS, Hint("esc", "cancel"), Hint("", help, 9)])
        self.in_place.open(value, self.list.cursor_region, answered)

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Give up editing in place."""
        if event.editor is self.in_place.editor:
            self.in_place.close()

    def on_input_submitted(self, event: LineEdit.Submitted) -> None:
        """Take what was edited in place."""
        if event.input is self.in_place.editor:
            self.in_place.take(event.value)

    # Messages of the parts

    def on_cursor_moved(self, event: CursorMoved) -> None:
        """Follow the cursor with the panes beside it."""
        self.show_detail()
        self._follow_links(self.cursor_record())  # where something else than a record is shown beside it

    def _follow_links(self, record: Record | None) -> None:
        if self.is_complete and self.third.display:
            self.links.follow(record, self.host.snapshot)

    def on_selection_changed(self, event: SelectionChanged | None = None) -> None:
        """Say how many are selected."""
        show_subtitle(self.main, f"{count} selected" if (count := len(self.view_widget.selection.ids)) else "")

    def on_opened(self, event: Opened) -> None:
        """Open with the mouse."""
        self.host.dispatch("record.open")

    def on_link_opened(self, event: LinkOpened) -> None:
        """Open a link with the mouse."""
        self.walk.open(event.target)

    def on_header_clicked(self, event: HeaderClicked) -> None:
        """Sort by a column."""
        if self.layout_name == "list" and event.column:
            self.host.dispatch("view.sort", {"field": event.column})

    def on_filter_line_changed(self, event: FilterLine.Changed) -> None:
        """Follow the filter while it is typed."""
        if event.text != self.filter_text:
            self.filter_text = event.text
            self.show_snapshot()

    def on_filter_line_submitted(self, event: FilterLine.Submitted) -> None:
        """Keep the filter and go back to the list; a wrong one must be mended or given up first."""
        if self.filter.insist():
            return
        self.filling.keep_filter()

    def on_filter_line_cancelled(self, event: FilterLine.Cancelled) -> None:
        """Clear the filter."""
        self.clear_filter()

    def clear_filter(self) -> None:
        """Show everything again."""
        self.leave_view()
        self.filter.edit.value = ""
        self.filter.close()
        self.focus_view()
        self.show_snapshot()

    def on_resize(self, event: Resize) -> None:
        """Place the panes as the size allows."""
        self.place_panes()

    def place_panes(self) -> None:
        """Place the panes as the size and the person allow."""
        self.places.place()

    def carry_out(self, effect: Effect) -> None:
        """Do what a plan asked of the screen."""
        getattr(self.moving, f"do_{effect.name}")(effect.arguments)
        self.on_selection_changed()  # at once, so that it is painted in the frame of the view
