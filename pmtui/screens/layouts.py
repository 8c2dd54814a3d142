"""The layouts of a main screen: which there are, which one is shown, and how the screen is brought back to where it stood."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from pmtui.domain.query import Environment
from pmtui.domain.views import SavedView
from pmtui.screens.places import PLACES, WIDE
from pmtui.screens.shown import Rules, Shown
from pmtui.screens.view_state import ViewState
from pmtui.widgets.layout_view import LayoutView
from pmtui.widgets.list_view import ListColumn
from pmtui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from pmtui.screens.filling import Filling
    from pmtui.widgets.board import Board
    from pmtui.widgets.board_view import CardOf, Lane


def _board() -> Board:
    from pmtui.widgets.board import Board  # one class more to load, which a list does not need

    return Board(id="board")


class Visit(NamedTuple):
    """A person came from another screen to see some records.

    Attributes:
        back: The name of that screen.
        query: The filter that shows them.
        before: Filter, group and order that stood here before.
    """

    back: str
    query: str
    before: tuple[str, str, str]


class Layouts:
    """What a main screen says about its layouts; a subclass declares its own.

    Attributes:
        kind: The kind of the records.
        rules: What is shown as long as nobody asks for something else.
        layouts: The layouts by name, the first one first, and what makes the widget of each; made when it is first shown.
        with_closed: The layouts that show closed records too.
        with_groups: The layouts that can show groups.
        once_grouped: Those in which a record that belongs to several groups stands in the first of them alone.
        wide_from: From which width on the detail pane stands beside a layout.
        leaves_for: Kinds of which a link in the open detail leads to their own screen, where one works with them.
        teaching: What an empty screen says: what belongs here and which key starts it.
        layout_name: The layout that is shown.
        views: The widgets made so far.
        wanted_cursor: The record on which the cursor is to stand as soon as it is shown.
        wanted_top: The line of the list that is to stand at its top then.
        view_name: The name of the saved view that was taken last; empty for none.
        view_query: Its filter: as long as that is shown, the view is.
        visit: From where a person came to see what is shown; None where nobody did.
        folded: The groups of which only the heading is shown.
    """

    kind: ClassVar[str]
    rules: ClassVar[Rules]
    layouts: ClassVar[Mapping[str, Callable[[], LayoutView]]] = {"list": lambda: RecordList(id="list"), "board": _board}
    with_closed: ClassVar[frozenset[str]] = frozenset({"board"})
    with_groups: ClassVar[frozenset[str]] = frozenset({"list", "board"})
    once_grouped: ClassVar[frozenset[str]] = frozenset()
    wide_from: ClassVar[Mapping[str, int]] = {"list": WIDE}
    leaves_for: ClassVar[frozenset[str]] = frozenset()
    teaching: ClassVar[tuple[str, ...]] = ()

    filling: Filling

    def __init__(self, **options: Any) -> None:
        """Begin with the first layout."""
        super().__init__(**options)
        self.layout_name = next(iter(self.layouts))
        self.views: dict[str, LayoutView] = {}
        self.filter_text = self.sort = self.group = self.wanted_cursor = ""
        self.view_name = self.view_query = ""
        self.wanted_top = 0
        self.visit: Visit | None = None
        self.folded: set[str] = set()
        self._before_view: SavedView | None = None
        self.chosen_columns: tuple[str, ...] = ()
        self.detail_place = "right"

    def columns(self, environment: Environment) -> Sequence[ListColumn]:
        """The columns of the list."""
        raise NotImplementedError

    def lanes(self, table: Any, rows: Sequence[int]) -> Sequence[Lane]:
        """The lanes of the board."""
        raise NotImplementedError

    def card(self) -> CardOf:
        """What a card of the board says."""
        raise NotImplementedError

    def fill(self, layout: str, table: Any, found: Shown) -> None:
        """Give a layout what is to be shown; subclasses do so for layouts of their own."""
        if layout == "board":
            self.filling.fill_board(table, found)
        else:
            self.filling.fill_list(table, found)

    def layout_view(self, name: str) -> LayoutView:
        """The widget of a layout, made when it is first asked for."""
        if name not in self.views:
            self.views[name] = self.layouts[name]()
        return self.views[name]

    @property
    def view_widget(self) -> LayoutView:
        """The widget of the layout that is shown."""
        return self.layout_view(self.layout_name)

    @property
    def list(self) -> RecordList:
        """The list."""
        return cast(RecordList, self.layout_view("list"))

    @property
    def board(self) -> Board:
        """The board."""
        return cast("Board", self.layout_view("board"))

    def state(self) -> ViewState:
        """How the screen stands."""
        return ViewState(
            self.layout_name, self.filter_text, self.sort, self.group, self.chosen_columns, self.detail_place,
            self.view_widget.cursor_id or self.wanted_cursor,
            (self.list.scroll_offset.y or self.wanted_top) if self.layout_name == "list" else 0, saved_view=self.shown_view,
        )

    def restore(self, state: ViewState) -> None:
        """Stand as once before; to be called before the screen is shown."""
        if state.layout in self.layouts:
            self.layout_name = state.layout
        self.filter_text, self.sort, self.group, self.chosen_columns = state.filter, state.sort, state.group, state.columns
        self.detail_place = state.detail if state.detail in PLACES else "right"
        self.wanted_cursor, self.wanted_top = state.cursor, state.top
        self.view_name, self.view_query = state.saved_view, state.filter

    @property
    def shown_view(self) -> str:
        """The name of the saved view that is shown; empty where the filter is another by now."""
        return self.view_name if self.filter_text.strip() == self.view_query.strip() else ""

    def take_view(self, view: SavedView) -> None:
        """Stand as a saved view says, its layout apart; what it does not name stands as the screen's own."""
        if not self.shown_view:
            self._before_view = SavedView("", self.kind, "", self.sort, self.group, tuple(self.chosen_columns))
        self.view_name, self.view_query = view.name, view.query
        self.filter_text, self.sort, self.group, self.chosen_columns = view.query, view.sort, view.group, view.columns

    def leave_view(self) -> None:
        """Stand as before the saved view that is shown was taken, without a filter."""
        before = self._before_view
        if self.shown_view and before is not None:
            self.sort, self.group, self.chosen_columns = before.sort, before.group, before.columns
        self.view_name = self.view_query = self.filter_text = ""
        self._before_view = None
