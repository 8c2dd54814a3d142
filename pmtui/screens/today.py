"""Today: what needs a person, the most urgent first; each line opens its records, here or on the screen where they are at home."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from pmtui.commands.core import Effect
from pmtui.domain.query import Environment
from pmtui.domain.records import Record
from pmtui.domain.text import counted
from pmtui.domain.today import URGENT, Concern
from pmtui.screens.filling import Filling
from pmtui.screens.live_hints import with_live_keys
from pmtui.screens.moving import Moving
from pmtui.screens.records_screen import RecordsScreen
from pmtui.screens.registry import SCREENS
from pmtui.screens.shown import Rules
from pmtui.screens.today_columns import TodayCells
from pmtui.screens.view_state import ViewState
from pmtui.widgets.border_texts import show_title
from pmtui.widgets.hint_line import Hint
from pmtui.widgets.layout_view import LayoutView
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.list_view import ListColumn
from pmtui.widgets.record_list import RecordList
from pmtui.widgets.today_lines import TodayPane
from pmtui.widgets.today_rows import Row, TodayRows
from pmtui.widgets.top_line import Tab

if TYPE_CHECKING:
    from pmtui.screens.host import Host

_LOOKING = ("Looking what there is …",)


class TodayFilling(Filling):
    """Fills the list of concerns."""

    screen: TodayScreen

    def refill(self) -> None:
        """Show what is known; where the records are others by now, it is looked for anew."""
        screen = self.screen
        screen.look()
        rows = screen.rows_now()
        screen.is_by_rank = False
        screen.list.set_view(
            rows, range(len(rows)), screen.own_columns(), id_length=screen.id_length, version=screen.version(),
            empty=screen.teaching if screen.concerns is not None else _LOOKING,
        )
        count = len(screen.concerns or ())
        self.counts = "" if screen.concerns is None else counted(count, "line") if count else "nothing needs you"
        show_title(screen.main, f"{screen.tab.name} · what needs you" if count else f"{screen.tab.name} · {self.counts}".rstrip(" ·"))


class TodayMoving(Moving):
    """What the keys do on this screen: Enter goes to the records of a line, across folds."""

    screen: TodayScreen

    def do_open(self, arguments: Mapping[str, Any]) -> None:
        """Go where the records of a line are; open a record, or the link under the cursor of a pane of text."""
        screen, row = self.screen, self.screen.row
        if isinstance(screen.focused, LinePane) or screen.is_detail_open or row is None or row.record is not None:
            super().do_open(arguments)
        elif row.concern.screen in SCREENS:
            screen.host.effects.carry_out(Effect("visit", {"name": row.concern.screen, "query": row.concern.query, "back": screen.name}))
        else:
            screen.fold(row.concern.key)

    def do_move(self, arguments: Mapping[str, Any]) -> None:
        """Move; to the right a line unfolds, to the left it folds."""
        row, step = self.screen.row, int(arguments["step"])
        if arguments["by"] != "column" or isinstance(self.screen.focused, LinePane) or row is None:
            super().do_move(arguments)
        elif step < 0:
            self.screen.fold(row.concern.key, is_open=False)
        elif row.record is None:
            self.screen.fold(row.concern.key, is_open=True)

    def do_select(self, arguments: Mapping[str, Any]) -> None:
        """Select a record; on a line, the records that it shows."""
        row = self.screen.row
        if arguments["how"] == "toggle" and not isinstance(self.screen.focused, LinePane) and row is not None and row.record is None:
            self.screen.select_all_of(row.concern.key)
            return
        super().do_select(arguments)


class TodayScreen(RecordsScreen):
    """What needs a person.

    Attributes:
        concerns: What was found, the most urgent first; None before it is known.
        unfolded: The concerns whose records are shown.
    """

    kind: ClassVar[str] = "item"
    tab: ClassVar[Tab] = Tab("1", "Today")
    rules: ClassVar[Rules] = Rules("item")
    layouts: ClassVar[Mapping[str, Callable[[], LayoutView]]] = {"list": lambda: RecordList(id="list")}
    with_closed: ClassVar[frozenset[str]] = frozenset()
    teaching: ClassVar[tuple[str, ...]] = (
        "Nothing needs you.",
        "",
        "What waits for a person stands here: triage, decisions, slips, blocked and stale work.",
        "a adds an item · 4 goes to the backlog · ? shows every key",
    )

    def __init__(self, host: Host) -> None:
        """A screen over the app's snapshot; nothing is looked for before it is shown."""
        super().__init__(host)
        self.filling: Filling = TodayFilling(self)
        self.moving: Moving = TodayMoving(self)
        self.detail = self.pane = TodayPane()
        self.concerns: Sequence[Concern] | None = None
        self.unfolded: set[str] = set()
        self.list.to_column("title")
        self._line = ""
        self._looked_at: tuple[object, ...] = ()
        self._rows: tuple[tuple[object, ...], TodayRows] | None = None
        self._columns: tuple[tuple[object, ...], tuple[ListColumn, ...]] | None = None

    # What is shown

    def look(self) -> None:
        """Ask what needs a person, where the records, the day or what git knows are others than at the last time."""
        environment = self.host.environment()
        of = (environment.snapshot, environment.last_changes, environment.today, bool(self.host.awaited))
        if self._looked_at != of:
            self._looked_at = of
            self.is_looking = True
            self.host.effects.carry_out(Effect("look_at_today", {"environment": environment, "told": self.know}))
            self.is_looking = False

    def know(self, environment: Environment, found: Sequence[Concern]) -> None:
        """Take what was found; what was found of older records stands only until there is something newer."""
        if self.concerns is None and not self.unfolded:
            self.unfolded = {one.key for one in found if one.role == URGENT}  # what is urgent is seen without a key
        self.concerns = found
        if self.is_filled and not self.is_looking:
            self.show_snapshot()

    is_looking = False
    """Whether the answer comes while the question is still being asked."""

    def rows_now(self) -> TodayRows:
        """The rows, the same as long as they say the same."""
        of = (self.concerns, frozenset(self.unfolded), self.host.snapshot)
        if self._rows is None or any(one is not other and one != other for one, other in zip(of, self._rows[0], strict=True)):
            self._rows = of, TodayRows(self.concerns or (), self.unfolded, self.host.snapshot)
        return self._rows[1]

    def version(self) -> tuple[object, ...]:
        """What cells depend on besides the rows."""
        environment = self.host.environment()
        return self.host.snapshot.version, environment.today, id(environment.last_changes), frozenset(self.unfolded)

    def own_columns(self) -> tuple[ListColumn, ...]:
        """The columns of the list, the same as long as they say the same."""
        version = self.version()
        if self._columns is None or self._columns[0] != version:
            ways = {name: entry.tab.name for name, entry in SCREENS.items()}
            self._columns = version, TodayCells(self.host.environment(), frozenset(self.unfolded), ways).columns()
        return self._columns[1]

    def columns(self, environment: Environment) -> Sequence[ListColumn]:
        """The columns of the list."""
        return self.own_columns()

    def id_length(self, key: str) -> int:
        """How many characters tell a record's id from all others."""
        return self.host.id_length(key.rpartition("/")[2])

    def show_snapshot(self, focus: str | None = None) -> None:
        """Show what needs a person now; a record that was added is shown only if it does."""
        super().show_snapshot()
        key = self.rows_now().of_record(focus) if focus is not None and self.is_filled else None
        if key is not None:
            self.view_widget.move_to_id(key)
        elif focus is not None:
            self.host.say("added")

    def fold(self, key: str, is_open: bool | None = None) -> None:
        """Show the records of a concern, or no longer; the cursor stays on it. None turns it round."""
        is_open = key not in self.unfolded if is_open is None else is_open
        (self.unfolded.add if is_open else self.unfolded.discard)(key)
        if not is_open:
            self.view_widget.move_to_id(key)
        self.show_snapshot()

    def select_all_of(self, key: str) -> None:
        """Select the records of a concern that are shown, once they are; or no longer, where all are selected."""
        self.fold(key, is_open=True)
        keys = {row.key for row in self.rows_now().rows if row.concern.key == key and row.record is not None}
        self.list.toggle_these(keys)
        self.show_hints()

    # What is under the cursor

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.rows_now().row(self.view_widget.cursor_id)

    def cursor_record(self) -> Record | None:
        """The record under the cursor, or the one to which links have led."""
        row = self.row
        found = self.host.snapshot.record(*row.record) if row is not None and row.record is not None else None
        return self.walk.record() or found

    def cursor_field(self) -> str:
        """`e` edits the title: what else stands here is no field."""
        return "title"

    def selected(self) -> Sequence[Record]:
        """The selected records, each once."""
        if not self.view_widget.selection.ids or self.walk.is_under_way:
            return ()
        rows = self.rows_now()
        chosen = (rows.row(key) for key in self.view_widget.selected)
        keys = dict.fromkeys(row.record for row in chosen if row is not None and row.record is not None)
        return self.host.snapshot.records(keys)

    # The panes beside

    def show_detail(self) -> None:
        """Show the record under the cursor, or what a line is about."""
        row = self.row
        is_on_record = row is None or row.record is not None
        line = "" if row is None or is_on_record else row.concern.key
        if line != self._line:
            self._line = line
            self.show_hints()  # other keys matter on a line than on a record, and on one that is folded than on one that is not
        if row is None or is_on_record or self.walk.is_under_way:
            super().show_detail()
            return
        name = row.concern.screen
        way = f"goes to {SCREENS[name].tab.name}, esc comes back" if name in SCREENS else "shows them here"
        self.pane.show_concern(row.concern, way, self.host.snapshot, self.host.environment().today, self.host.id_length)
        show_title(self.side, "what to do")

    def show_hints(self) -> None:
        """The keys of a line, where the cursor stands on one."""
        row = self.row
        typing = self.is_complete and self.filter.edit.has_focus
        if row is None or row.record is not None or isinstance(self.focused, LinePane) or typing:
            super().show_hints()
            return
        way = "open all" if row.concern.screen in SCREENS else "show"
        own = [Hint("enter", way, 0)]
        if row.concern.records:
            is_open = row.concern.key in self.unfolded
            own += [Hint("h", "fold", 1) if is_open else Hint("l", "unfold", 1), Hint("space", "select them", 2)]
        own += [Hint("u", "undo", 3)] if self.host.effects.can_undo else []
        self.hints.show(with_live_keys(self.host, [*own, Hint("a", "add", 1), Hint("?", "keys", 0)]))

    # How it stands

    def state(self) -> ViewState:
        """How the screen stands, with what is unfolded."""
        return super().state()._replace(extra={"unfolded": sorted(self.unfolded)} if self.unfolded else {})

    def restore(self, state: ViewState) -> None:
        """Stand as once before."""
        super().restore(state)
        kept = state.extra.get("unfolded")
        self.unfolded = {str(one) for one in kept} if isinstance(kept, list) else set()
