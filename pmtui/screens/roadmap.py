"""The Roadmap: milestones on a timeline, as now-next-later lanes, or as a list. Same records, same cursor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, cast

from textual.widget import Widget

from pmtui.commands.core import Effect
from pmtui.commands.roadmap_moves import LANES, TIMELINE
from pmtui.domain.query import Environment
from pmtui.domain.records import Record
from pmtui.domain.roadmap import all_planned, by_date
from pmtui.domain.table import Table
from pmtui.screens.host import Host
from pmtui.screens.places import WIDE
from pmtui.screens.records_screen import RecordsScreen
from pmtui.screens.roadmap_cards import horizon_lanes, milestone_card
from pmtui.screens.roadmap_columns import milestone_columns
from pmtui.screens.roadmap_facts import RoadmapFacts
from pmtui.screens.roadmap_keys import RoadmapKeys
from pmtui.screens.roadmap_preview import MovePreview
from pmtui.screens.shown import Rules, Shown
from pmtui.screens.view_state import ViewState
from pmtui.widgets.board import Board
from pmtui.widgets.board_view import CardOf
from pmtui.widgets.border_texts import show_subtitle
from pmtui.widgets.cells import shortened, steady
from pmtui.widgets.hint_line import Hint
from pmtui.widgets.layout_view import LayoutView
from pmtui.widgets.list_view import ListColumn
from pmtui.widgets.messages import CursorMoved, SelectionChanged
from pmtui.widgets.record_list import RecordList
from pmtui.widgets.timeline import Timeline
from pmtui.widgets.timeline_scale import ZOOMS
from pmtui.widgets.top_line import Tab

_OPEN = Rules("milestone", "-status:shipped,cancelled", "without shipped and cancelled")
_BY_START = _OPEN._replace(order="start")
_MOVES = {
    TIMELINE: (Hint("< >", "move", 1), Hint("( )", "target", 4), Hint("h l", "fold", 4)),
    LANES: (Hint("< >", "lane", 1),),
}
_PREVIEW = (
    Hint("enter", "keep", 0), Hint("esc", "drop", 0), Hint("< >", "earlier, later", 1), Hint("( )", "target alone", 2),
    Hint("+ -", "zoom", 5),
)


class RoadmapScreen(RecordsScreen):
    """Milestones, from the nearest on."""

    kind: ClassVar[str] = "milestone"
    tab: ClassVar[Tab] = Tab("5", "Roadmap")
    layouts: ClassVar[Mapping[str, Callable[[], LayoutView]]] = {
        TIMELINE: lambda: Timeline(id="timeline"), LANES: lambda: Board(id="board"), "list": lambda: RecordList(id="list"),
    }
    with_closed: ClassVar[frozenset[str]] = frozenset()
    wide_from: ClassVar[Mapping[str, int]] = {"list": WIDE}
    teaching: ClassVar[tuple[str, ...]] = (
        "No milestone yet.",
        "",
        "A milestone names an outcome for customers, and when it should ship.",
        "a adds one · m on an item of the Backlog plans it · ? shows every key",
        "A target may be a day, a month, a quarter or a year: drawn as it is.",
    )

    def __init__(self, host: Host) -> None:
        """A screen over the app's snapshot."""
        super().__init__(host)
        self.preview = MovePreview(host)
        self.roadmap_keys = RoadmapKeys(self)

    @property
    def rules(self) -> Rules:  # type: ignore[override]  # by layout: a timeline reads best by date, lanes in the team's order
        """What is shown as long as nobody asks for something else."""
        return _BY_START if self.layout_name == TIMELINE else _OPEN

    @property
    def timeline(self) -> Timeline:
        """The timeline."""
        return cast(Timeline, self.layout_view(TIMELINE))

    @property
    def _today(self) -> date:
        return date.fromisoformat(self.host.environment().today)

    # What is shown

    def columns(self, environment: Environment) -> Sequence[ListColumn]:
        """The columns of the list."""
        return milestone_columns(self.host.snapshot, self.filling.position_column(), date.fromisoformat(environment.today))

    def card(self) -> CardOf:
        """What a card says."""
        return milestone_card(self.host.snapshot, self._today)

    def fill(self, layout: str, table: Any, found: Shown) -> None:
        """Fill the timeline, the lanes or the list."""
        said = self.preview.follow(self.host.snapshot)
        if said:
            self.host.say(said, "warning")
        if layout == TIMELINE:
            self._fill_timeline(table, found)
        elif layout == LANES:
            lanes = horizon_lanes(table, found.rows, self.host.snapshot.table("item"))
            board = cast(Board, self.layout_view(LANES))
            board.set_view(
                table, lanes, self.card(), faults=table.faults, id_length=self.host.id_length,
                empty=() if found.rows else self.filling.empty,
            )
        else:
            self.filling.fill_list(table, found)
        self.show_preview()

    def _fill_timeline(self, table: Table, found: Shown) -> None:
        is_by_start = not self.sort and "sort:" not in self.filter_text
        rows = by_date(table, found.rows) if is_by_start else list(found.rows)
        whens = dict(zip(rows, all_planned(table, rows), strict=True))
        dated = [at for at in rows if whens[at].first is not None]
        days = [(when.first.toordinal(), when.last.toordinal()) for when in whens.values() if when.first and when.last]
        span = (min(first for first, _ in days), max(last for _, last in days)) if days else (None, None)
        self.timeline.set_view(
            table, dated, [at for at in rows if whens[at].first is None], items=self.host.snapshot.table("item"), facts=self._facts(),
            today=self._today, span=span, faults=table.faults, empty=self.filling.empty,
        )

    def _facts(self) -> RoadmapFacts:
        return RoadmapFacts(self.host.snapshot, self._today, self.preview.dates)

    def cursor_record(self) -> Record | None:
        """The milestone under the cursor, or the item that is unfolded there."""
        id = self.view_widget.cursor_id
        found = super().cursor_record()
        return found if found is not None or id is None else self.host.snapshot.record("item", id)

    # The preview of a move

    def redraw_preview(self) -> None:
        """Show the bars as the preview has them, and say what moves."""
        self.timeline.show_facts(self._facts())
        self.show_preview()
        self.show_hints()

    def show_preview(self) -> None:
        """Say at the lower border what moves, or how many are selected."""
        main = self.main
        if self.preview.is_shown and self.layout_name == TIMELINE:
            text = shortened(steady(self.preview.words()), max(10, main.size.width - 6))
        else:
            count = len(self.view_widget.selection.ids)
            text = f"{count} selected" if count else ""
        show_subtitle(main, text)

    def show_hints(self) -> None:
        """Show the keys that matter here, now."""
        if self.preview.is_shown:
            self.hints.show(_PREVIEW)
            return
        super().show_hints()
        if not self.host.as_it_was and self.focused is cast(Widget, self.view_widget) and self.view_widget.cursor_id is not None:
            self.hints.show((*_MOVES.get(self.layout_name, ()), *self.hints.hints))

    def on_cursor_moved(self, event: CursorMoved) -> None:
        """Follow the cursor; a move that was only shown ends where the cursor leaves its milestone."""
        self.roadmap_keys.cursor_moved()

    def on_selection_changed(self, event: SelectionChanged) -> None:
        """Say how many are selected."""
        self.show_preview()

    def carry_out(self, effect: Effect) -> None:
        """Do what a plan asked of the screen; the timeline has effects of its own."""
        own = getattr(self.roadmap_keys, f"do_{effect.name}", None)
        if own is None or not own(effect.arguments):
            super().carry_out(effect)

    # Where it stood

    def state(self) -> ViewState:
        """How the screen stands, the zoom too."""
        level = self.timeline.level
        return super().state()._replace(extra={} if level is None else {"zoom": ZOOMS[level].name})

    def restore(self, state: ViewState) -> None:
        """Stand as once before; to be called before the screen is shown."""
        super().restore(state)
        names = [zoom.name for zoom in ZOOMS]
        zoom = state.extra.get("zoom")
        level = names.index(zoom) if zoom in names else None
        if level != self.timeline.level:
            self.timeline.level = level
