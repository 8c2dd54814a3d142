"""The effects that every main screen carries out: moving, selecting, opening, layouts, filter and order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.widgets.board import Board
from pmtui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from pmtui.screens.records_screen import RecordsScreen

_PLACES = ("right", "below", "off")


class Moving:
    """What the keys of lists and boards do to the screen."""

    def do_move(self: RecordsScreen, arguments: Mapping[str, Any]) -> None:
        """Move the cursor; in the detail pane, scroll."""
        step, by = int(arguments["step"]), arguments["by"]
        view = self.detail if self.detail.has_focus else self.view_widget
        if by == "row":
            view.move(step)
        elif by == "column":
            if isinstance(view, Board):
                view.move_lane(step)
            elif isinstance(view, RecordList):
                view.move_column(step)
        elif by == "half":
            view.half_page(step)
        elif by == "page":
            view.page(step)
        elif step > 0:
            view.last()
        else:
            view.first()

    def do_select(self: RecordsScreen, arguments: Mapping[str, Any]) -> None:
        """Select records."""
        view = self.view_widget
        if self.detail.has_focus:
            self.detail.page(1)
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
        self.show_hints()

    def do_pane(self: RecordsScreen, arguments: Mapping[str, Any]) -> None:
        """Go to the other pane."""
        if not self.query_one("#side").display:
            return
        (self.view_widget if self.detail.has_focus else self.detail).focus()

    def do_open(self: RecordsScreen, arguments: Mapping[str, Any]) -> None:
        """Show the record by itself."""
        self.is_detail_open = True
        self.place_panes()
        self.detail.focus()
        self.show_detail()

    def do_back(self: RecordsScreen, arguments: Mapping[str, Any]) -> None:
        """Take one layer away: the open detail, its focus, the selection, the filter."""
        if self.is_detail_open:
            self.is_detail_open = False
            self.place_panes()
            self.view_widget.focus()
        elif self.detail.has_focus:
            self.view_widget.focus()
        elif self.view_widget.selection.ids:
            self.view_widget.clear_selection()
        elif self.filter.display or self.filter_text:
            self.clear_filter()

    def do_layout(self: RecordsScreen, arguments: Mapping[str, Any]) -> None:
        """Go round the layouts; the cursor stays on its record."""
        id, ids = self.view_widget.cursor_id, set(self.view_widget.selection.ids)
        at = self.layouts.index(self.layout_name)
        self.layout_name = self.layouts[(at + 1) % len(self.layouts)]
        self.list.display = self.layout_name != "board"
        self.board.display = self.layout_name == "board"
        self.place_panes()
        self.show_snapshot()
        if id is not None:
            self.view_widget.move_to_id(id)
        self.view_widget.selection.ids = ids
        self.view_widget.focus()

    def do_detail(self: RecordsScreen, arguments: Mapping[str, Any]) -> None:
        """Detail pane right, below, off."""
        self.detail_place = _PLACES[(_PLACES.index(self.detail_place) + 1) % len(_PLACES)]
        self.place_panes()
        self.view_widget.focus()
        self.host.say(f"detail pane: {self.detail_place}")

    def do_filter(self: RecordsScreen, arguments: Mapping[str, Any]) -> None:
        """Open the filter line, or take a filter that is given."""
        if "query" in arguments:
            self.filter_text = str(arguments["query"])
            self.show_snapshot()
        else:
            self.filter.open(self.filter_text)

    def do_sort(self: RecordsScreen, arguments: Mapping[str, Any]) -> None:
        """Order the list by a field; the same again turns it round."""
        field = str(arguments["field"])
        if field == "rank":  # an order in the filter text would win over it
            self.filter_text = " ".join(word for word in self.filter_text.split() if not word.startswith("sort:"))
        self.sort = "" if field == "rank" else f"-{field}" if self.sort == field else field
        self.show_snapshot()
