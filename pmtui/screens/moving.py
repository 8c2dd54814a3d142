"""The effects that every main screen carries out: moving, selecting, opening, layouts, filter and order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from textual.widget import Widget

from pmtui.commands.core import Effect
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query_fields import filter_fields, is_highest_first
from pmtui.domain.score_fields import RANK_RANGE
from pmtui.domain.text import spoken
from pmtui.screens.places import BOARD_WIDE, PLACES
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from pmtui.screens.records_screen import RecordsScreen


class Moving:
    """What the keys of lists and boards do to a main screen."""

    def __init__(self, screen: RecordsScreen) -> None:
        """Work for this screen."""
        self.screen = screen

    def do_move(self, arguments: Mapping[str, Any]) -> None:
        """Move the cursor; in a pane of text, scroll, and across from link to link."""
        step, by = int(arguments["step"]), arguments["by"]
        pane = self.screen.focused
        view = pane if isinstance(pane, LinePane) else self.screen.view_widget
        if by == "row":
            view.move(step)
        elif by == "column":
            view.move_across(step)
        elif by == "half":
            view.half_page(step)
        elif by == "page":
            view.page(step)
        elif step > 0:
            view.last()
        else:
            view.first()
        self.screen.show_detail()  # at once, so that list and detail are painted in one frame

    def do_select(self, arguments: Mapping[str, Any]) -> None:
        """Select records."""
        view = self.screen.view_widget
        pane = self.screen.focused
        if isinstance(pane, LinePane):
            pane.page(1)
        elif arguments["how"] == "toggle":
            view.toggle_selection()
            if isinstance(view, RecordList):
                view.move(1)
        elif arguments["how"] == "range":
            view.toggle_range()
        elif arguments["how"] == "all":
            view.select_all()
        else:
            view.clear_selection()
        self.screen.show_hints()

    def do_pane(self, arguments: Mapping[str, Any]) -> None:
        """Go to the next pane, or to the one before: list, detail, links."""
        screen = self.screen
        panes: list[Widget] = [] if screen.is_detail_open else [cast(Widget, screen.view_widget)]
        panes += [screen.detail] if screen.side.display else []
        panes += [screen.links] if screen.is_complete and screen.third.display else []
        at = next((at for at, pane in enumerate(panes) if pane.has_focus), 0)
        self._focus(panes[(at + int(arguments["step"])) % len(panes)])

    def _focus(self, pane: Widget) -> None:
        pane.focus()
        self.screen.call_after_refresh(self.screen.show_hints)

    def do_open(self, arguments: Mapping[str, Any]) -> None:
        """Open the link under the cursor of a pane of text, else show the record, or what is wrong with its file, by itself."""
        if self.screen.walk.open_marked() or self._unfolded():
            return
        if self.screen.cursor_record() is None and self.screen.view_widget.cursor_fault is None:
            self.screen.host.say("there is no record here to open", "warning")
            return
        self.screen.is_detail_open = True
        self.screen.place_panes()
        self.screen.show_detail()
        self._focus(self.screen.detail)

    def do_back(self, arguments: Mapping[str, Any]) -> None:
        """Take one layer away: a step from link to link, the open detail, a pane's focus, the selection, the filter."""
        for note in self.screen.query("Note"):  # what lies on top goes first
            note.remove()
            return
        if self.screen.walk.back():
            return
        if self.screen.is_detail_open:
            self.screen.walk.clear()
            self.screen.is_detail_open = False
            self.screen.place_panes()
            self.screen.show_detail()
            self.screen.detail.first()
            self._focus(cast(Widget, self.screen.view_widget))
        elif isinstance(self.screen.focused, LinePane):
            self._focus(cast(Widget, self.screen.view_widget))
        elif self.screen.host.as_it_was:  # filter and selection of the present come back with it
            self.screen.host.effects.carry_out(Effect("present"))
        elif self.screen.host.what_if:
            self.screen.host.effects.carry_out(Effect("leave_scenario"))
        elif self.screen.view_widget.selection.ids:
            self.screen.view_widget.clear_selection()
        elif self.screen.visit is not None and self.screen.filter_text == self.screen.visit.query:
            self.screen.host.effects.carry_out(Effect("end_visit"))
        elif self.screen.filter.display or self.screen.filter_text or self.screen.shown_view:
            self.screen.clear_filter()

    def do_layout(self, arguments: Mapping[str, Any]) -> None:
        """Go round the layouts; the cursor stays on its record."""
        if not self.screen.is_filled:  # the key came before the screen that it is for had been put together
            self.screen.call_after_refresh(self.do_layout, arguments)
            return
        names = list(self.screen.layouts)
        self.to_layout(names[(names.index(self.screen.layout_name) + 1) % len(names)])

    def to_layout(self, name: str) -> None:
        """Show the records in a layout; the cursor stays on its record."""
        id, ids = self.screen.view_widget.cursor_id, set(self.screen.view_widget.selection.ids)
        self.screen.layout_name = name
        self.screen.places.show_layout()
        self.screen.view_widget.selection.ids = ids  # before the view is filled, which drops what it does not show
        self.screen.show_snapshot()
        if id is not None:
            self.screen.view_widget.move_to_id(id)
        self.screen.focus_view()

    def do_zoom(self, arguments: Mapping[str, Any]) -> None:
        """Fold the group under the cursor, or unfold it; the same key again does so with all groups."""
        screen = self.screen
        groups = screen.list.view.groups if screen.layout_name == "list" else ()
        here = screen.list.cursor_group
        if not groups or here is None or not here.key:
            screen.host.say("there are no groups to fold: ctrl+g makes some", "warning")
        elif int(arguments["step"]) < 0:
            self._fold({one.key for one in groups} if here.is_folded else {here.key}, is_folded=True)
        else:
            self._fold({here.key} if here.is_folded else {one.key for one in groups}, is_folded=False)

    def _fold(self, keys: set[str], *, is_folded: bool) -> None:
        self.screen.folded = self.screen.folded | keys if is_folded else self.screen.folded - keys
        self.screen.show_snapshot()

    def _unfolded(self) -> bool:
        """Whether the cursor stood on a folded group, which is now open."""
        group = self.screen.list.cursor_group if self.screen.layout_name == "list" else None
        if group is None or not group.is_folded:
            return False
        self._fold({group.key}, is_folded=False)
        return True

    def do_detail(self, arguments: Mapping[str, Any]) -> None:
        """Detail pane right, below, off."""
        self.screen.detail_place = PLACES[(PLACES.index(self.screen.detail_place) + 1) % len(PLACES)]
        self.screen.place_panes()
        self.screen.focus_view()
        place, least = self.screen.detail_place, self.screen.wide_from.get(self.screen.layout_name, BOARD_WIDE)
        more = f" from {least} columns on; enter opens it" if place == "right" and self.screen.size.width < least else ""
        self.screen.host.say(f"detail pane: {place}{more}")

    def do_filter(self, arguments: Mapping[str, Any]) -> None:
        """Open the filter line, or take a filter that is given."""
        if "query" in arguments:
            self.screen.filter_text = str(arguments["query"])
            self.screen.show_snapshot()
        elif self.screen.is_complete:  # before, there is no line to open
            self.screen.filter.open(self.screen.filter_text)

    def do_sort(self, arguments: Mapping[str, Any]) -> None:
        """Order the list by a field, numbers and scores from the highest down; the same again turns it round."""
        field = str(arguments["field"])
        first = f"-{field}" if is_highest_first(SCHEMA[self.screen.kind], field) else field
        turned = first.removeprefix("-") if first.startswith("-") else f"-{first}"
        if field == "rank":  # an order in the filter text would win over it
            self.screen.filter_text = " ".join(word for word in self.screen.filter_text.split() if not word.startswith("sort:"))
        self.screen.sort = "" if field == "rank" else turned if self.screen.sort == first else first
        self.screen.show_snapshot()

    def do_group(self, arguments: Mapping[str, Any]) -> None:
        """Group the list by a field, or no longer; a group in the filter text would win over it."""
        screen = self.screen
        screen.filter_text = " ".join(word for word in screen.filter_text.split() if not word.startswith("group:"))
        screen.group = str(arguments["field"]) or "none"
        screen.show_snapshot()

    def do_columns(self, arguments: Mapping[str, Any]) -> None:
        """Choose the columns of the list."""
        from pmtui.screens.dialogs.columns import ColumnsDialog

        screen = self.screen
        helps = {one.name: one.help for one in (*filter_fields(SCHEMA[screen.kind]), RANK_RANGE)}
        rows = [
            (one.name, one.title if len(one.title) > 2 and not one.is_spare else spoken(one.name),
             helps.get(one.name) or helps.get(one.field, ""))
            for one in screen.filling.all_columns()
        ]

        def answered(names: tuple[str, ...] | None) -> None:
            if names is not None:
                screen.chosen_columns = names
                screen.show_snapshot()

        screen.app.push_screen(ColumnsDialog(rows, [one.name for one in screen.filling.columns()]), answered)
