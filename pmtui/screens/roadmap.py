"""The Roadmap: milestones on a timeline, as now-next-later lanes, or as a list. Same records, same cursor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, cast

from textual.timer import Timer
from textual.widget import Widget

from pmtui.commands.core import Effect
from pmtui.commands.roadmap_moves import LANES, TIMELINE
from pmtui.domain.dependencies import in_words
from pmtui.domain.query import Environment
from pmtui.domain.records import Record
from pmtui.domain.roadmap import all_planned, by_date
from pmtui.domain.table import Table
from pmtui.screens.filling import in_parts
from pmtui.screens.host import Host
from pmtui.screens.live_hints import with_live_keys
from pmtui.screens.milestone_knowledge import MilestoneKnowledge
from pmtui.screens.places import WIDE
from pmtui.screens.records_screen import RecordsScreen
from pmtui.screens.roadmap_cards import horizon_lanes, milestone_card
from pmtui.screens.roadmap_columns import milestone_columns
from pmtui.screens.roadmap_facts import RoadmapFacts
from pmtui.screens.roadmap_keys import RoadmapKeys
from pmtui.screens.roadmap_outlook import Outlook
from pmtui.screens.roadmap_preview import MovePreview
from pmtui.screens.shown import Rules, Shown
from pmtui.screens.view_state import ViewState
from pmtui.widgets.board import Board
from pmtui.widgets.board_view import CardOf, in_swimlanes
from pmtui.widgets.border_texts import show_subtitle
from pmtui.widgets.cells import shortened, steady
from pmtui.widgets.hint_line import Hint
from pmtui.widgets.layout_view import LayoutView
from pmtui.widgets.list_view import ListColumn
from pmtui.widgets.messages import CursorMoved, LookedFurther, SelectionChanged
from pmtui.widgets.record_list import RecordList
from pmtui.widgets.timeline import Timeline
from pmtui.widgets.timeline_scale import ZOOMS
from pmtui.widgets.timeline_view import Lane
from pmtui.widgets.top_line import Tab

_OPEN = Rules("milestone", "-status:shipped,cancelled", "without shipped and cancelled")
_BY_START = _OPEN._replace(order="start")
_RESTS = 0.2
"""Seconds without a move of the axis: then the load of the days in sight is worked out."""
_MOVES = {
    TIMELINE: (Hint("< >", "move", 1), Hint("( )", "target", 4), Hint("h l", "fold", 4)),
    LANES: (Hint("< >", "lane", 1),),
}
_PREVIEW = (
    Hint("enter", "keep", 0), Hint("esc", "drop", 0), Hint("< >", "earlier, later", 1), Hint("( )", "target", 2),
    Hint("tab", "start alone", 3), Hint("p", "take along", 1), Hint("+ -", "zoom", 5),
)
_START_ALONE = tuple(
    one._replace(label={"< >": "start alone", "tab": "both ends"}.get(one.key, one.label)) for one in _PREVIEW
)


class RoadmapScreen(RecordsScreen):
    """Milestones, from the nearest on."""

    kind: ClassVar[str] = "milestone"
    tab: ClassVar[Tab] = Tab("5", "Roadmap")
    layouts: ClassVar[Mapping[str, Callable[[], LayoutView]]] = {
        TIMELINE: lambda: Timeline(id="timeline"), LANES: lambda: Board(id="board"), "list": lambda: RecordList(id="list"),
    }
    with_closed: ClassVar[frozenset[str]] = frozenset()
    with_groups: ClassVar[frozenset[str]] = frozenset({TIMELINE, LANES, "list"})
    once_grouped: ClassVar[frozenset[str]] = frozenset({TIMELINE, LANES})
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
        self.outlook = Outlook()
        self.is_path_shown = self._has_lanes = False
        self._rest: Timer | None = None
        self.roadmap_keys = RoadmapKeys(self)
        self.knowledge = MilestoneKnowledge(self, lambda: self.outlook)

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
        positions, today = self.filling.position_column(), date.fromisoformat(environment.today)
        return milestone_columns(self.host.snapshot, positions, today, lambda: self.outlook)

    def card(self) -> CardOf:
        """What a card says."""
        return milestone_card(self.host.snapshot, self._today, self.outlook)

    def fill(self, layout: str, table: Any, found: Shown) -> None:
        """Fill the timeline, the lanes or the list."""
        said = self.preview.follow(self.host.snapshot)
        if said:
            self.host.say(said, "warning")
        if layout == TIMELINE:
            self._fill_timeline(table, found)
        elif layout == LANES:
            lanes = horizon_lanes(table, list(dict.fromkeys(found.rows)), self.host.snapshot.table("item"))
            groups = [(group.title, group.detail, rows) for group, rows in in_parts(found) if not group.key.startswith("horizon:")]
            lanes, swimlanes = in_swimlanes(lanes, groups) if groups else (lanes, [])
            board = cast(Board, self.layout_view(LANES))
            board.set_view(
                table, lanes, self.card(), faults=table.faults, id_length=self.host.id_length,
                empty=() if found.rows else self.filling.empty, swimlanes=swimlanes,
            )
        else:
            self.filling.fill_list(table, found)
        self._look_ahead()
        self.show_preview()

    def _fill_timeline(self, table: Table, found: Shown) -> None:
        self._has_lanes = bool(found.groups)
        is_by_start = not self.sort and "sort:" not in self.filter_text
        rows = by_date(table, found.rows) if is_by_start else list(found.rows)
        whens = dict(zip(rows, all_planned(table, rows), strict=True))
        dated = [at for at in rows if whens[at].first is not None]
        days = [(when.first.toordinal(), when.last.toordinal()) for when in whens.values() if when.first and when.last]
        span = (min(first for first, _ in days), max(last for _, last in days)) if days else (None, None)
        place = {at: number for number, at in enumerate(rows)}
        lanes = [Lane(group.key, group.title, sorted(own, key=lambda at: (whens[at].first is None, place[at])))
                 for group, own in in_parts(found)]
        self.timeline.set_view(
            table, dated, [at for at in rows if whens[at].first is None], items=self.host.snapshot.table("item"), facts=self._facts(),
            today=self._today, span=span, faults=table.faults, empty=self.filling.empty, lanes=lanes, folded=self.folded,
        )

    def _facts(self) -> RoadmapFacts:
        outlook = self.outlook if self.is_path_shown else self.outlook._replace(path=None)
        return RoadmapFacts(self.host.snapshot, self._today, self.preview.dates, self.preview.outlook(outlook), has_lanes=self._has_lanes)

    # What lies ahead

    def first_shown(self) -> None:
        """Look ahead now that somebody is here."""
        if self.is_filled:
            self._look_ahead()

    def _look_ahead(self) -> None:
        """Have worked out behind the screen what the timeline shows of the days to come, once somebody is here and sees the rest."""
        if self.was_shown:
            self.call_after_refresh(self._ask_ahead)

    def _ask_ahead(self) -> None:
        self.host.effects.carry_out(Effect("look_ahead", {"told": self.show_outlook, "until": self.timeline.until}))

    def on_looked_further(self, event: LookedFurther) -> None:
        """Days have come into sight of which nothing is known yet: find out once the axis rests."""
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(_RESTS, self._look_ahead)

    def show_outlook(self, outlook: Outlook) -> None:
        """Show what is known of the days to come; forecasts of before stay until there are new ones."""
        if outlook.forecasts is None and outlook.word:
            outlook = outlook._replace(forecasts=self.outlook.forecasts)
        if outlook == self.outlook:
            return
        had, self.outlook = self.outlook, outlook
        self.detail.renew()
        if self.layout_name == "list":
            self.list.renew()
        elif self.layout_name == LANES and (outlook.forecasts is not had.forecasts):
            self._refill()
        self.timeline.show_facts(self._facts(), outlook.word)
        if outlook.loads is not had.loads:
            self.timeline.show_band(outlook.band())

    def forecasts_known(self) -> None:
        """Show the forecasts that were being made."""
        self._look_ahead()

    def show_path(self, *, is_shown: bool) -> None:
        """Show the critical path, or no longer; circles of milestones, of which nothing can be said, are named."""
        self.is_path_shown = is_shown
        self.timeline.show_facts(self._facts(), self.outlook.word)
        path = self.outlook.path
        if is_shown and path is not None and path.cycles:
            titles = self.host.snapshot.table("milestone").column("title")
            position = self.host.snapshot.table("milestone").position
            names = {id: str(titles[at]) for circle in path.cycles for id in circle if (at := position(id)) is not None}
            self.host.say(f"no path for what waits for itself: {in_words(path.cycles[0], names)}", "warning")
        elif is_shown and path is not None and not any(node.critical for node in path.nodes.values()):
            self.host.say("no open milestone has a date: there is no path to show", "warning")

    def cursor_record(self) -> Record | None:
        """The milestone under the cursor, or the item that is unfolded there."""
        id = self.view_widget.cursor_id
        found = super().cursor_record()
        return found if found is not None or id is None else self.host.snapshot.record("item", id)

    # The preview of a move

    def redraw_preview(self) -> None:
        """Show the bars as the preview has them, and say what moves."""
        self.timeline.show_facts(self._facts(), self.outlook.word)
        self.show_preview()
        self.show_hints()

    def show_preview(self) -> None:
        """Say at the lower border what moves, how many are selected, or what a scenario changes under the cursor."""
        main = self.main
        if self.preview.is_shown and self.layout_name == TIMELINE:
            text = shortened(steady(self.preview.words()), max(10, main.size.width - 6))
        else:
            count = len(self.view_widget.selection.ids)
            text = f"{count} selected" if count else ""
            if not text and self.host.what_if:
                text = shortened(steady(self.host.differs(self.cursor_record())), max(10, main.size.width - 6))
        show_subtitle(main, text)
        is_hidden = self.preview.is_shown and self.is_detail_open  # the detail stands where the timeline would say it
        show_subtitle(self.side, shortened(steady(self.preview.words()), max(10, self.side.size.width - 6)) if is_hidden else "")

    def show_hints(self) -> None:
        """Show the keys that matter here, now."""
        if self.preview.is_shown:
            self.hints.show(with_live_keys(self.host, _START_ALONE if self.preview.is_start_alone else _PREVIEW))
            return
        super().show_hints()
        if self.layout_name == TIMELINE and self.timeline.is_at_lane and not self.is_detail_open:
            self.hints.show((Hint("enter", "unfold", 1), *with_live_keys(self.host, (Hint("h l", "fold", 2),)), *self.hints.hints))
        elif not self.host.as_it_was and self.focused is cast(Widget, self.view_widget) and self.view_widget.cursor_id is not None:
            self.hints.show((*with_live_keys(self.host, _MOVES.get(self.layout_name, ())), *self.hints.hints))

    def on_cursor_moved(self, event: CursorMoved) -> None:
        """Follow the cursor; a move that was only shown ends where the cursor leaves its milestone."""
        self.roadmap_keys.cursor_moved()
        if self.host.what_if:
            self.show_preview()

    def on_selection_changed(self, event: SelectionChanged | None = None) -> None:
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
