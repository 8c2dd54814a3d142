"""Strategy: products, goals, decisions, people, personas and competitors: one list of sections, and layouts for some of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from pmtui.commands.core import Effect
from pmtui.commands.navigation import PEOPLE_MAP
from pmtui.domain.query import Environment
from pmtui.screens.live_hints import with_live_keys
from pmtui.screens.moving import Moving
from pmtui.screens.places import WIDE
from pmtui.screens.records_screen import RecordsScreen
from pmtui.screens.shown import Rules
from pmtui.screens.strategy_filling import StrategyFilling
from pmtui.screens.strategy_sections import SECTIONS
from pmtui.screens.view_state import ViewState
from pmtui.widgets.hint_line import Hint
from pmtui.widgets.layout_view import LayoutView
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.list_view import ListColumn
from pmtui.widgets.section_list import SectionList
from pmtui.widgets.section_rows import SectionLine
from pmtui.widgets.top_line import Tab

if TYPE_CHECKING:
    from pmtui.screens.filling import Filling
    from pmtui.screens.host import Host
    from pmtui.widgets.quadrant_map import QuadrantMap
    from pmtui.widgets.side_by_side import SideBySide

_KINDS = frozenset(one.kind for one in SECTIONS)


SIDES = "competitors"
"""The layout that compares competitors."""
_LAYOUT_KINDS = {SIDES: "competitor", PEOPLE_MAP: "person"}
_EMPTY = {
    SIDES: ("No competitor yet.", "", "Whom customers might choose instead stands here beside your product.",
            "a adds a competitor · b shows all kinds · ? shows every key"),
    PEOPLE_MAP: ("Nobody here yet.", "", "People with a stake stand here by what they can move and how much they care.",
                 "a adds a person · b shows all kinds · ? shows every key"),
}


def _side_by_side() -> LayoutView:
    from pmtui.widgets.side_by_side import SideBySide

    return SideBySide(id="sides")


def _people_map() -> LayoutView:
    from pmtui.widgets.quadrant_axes import PEOPLE
    from pmtui.widgets.quadrant_map import QuadrantMap

    return QuadrantMap(PEOPLE, id="map")


class StrategyMoving(Moving):
    """What the keys do on this screen: lines that are no records lead somewhere."""

    screen: StrategyScreen

    def do_open(self, arguments: Mapping[str, Any]) -> None:
        """Open a record; a line that counts records goes to them, one that teaches adds the first."""
        screen, line = self.screen, self.screen.line
        if line is None or isinstance(screen.focused, LinePane) or screen.is_detail_open:
            super().do_open(arguments)
        elif line.screen:
            screen.host.effects.carry_out(Effect("visit", {"name": line.screen, "query": line.query, "back": screen.name}))
        elif line.key:
            screen.host.dispatch("record.add")

    def do_select(self, arguments: Mapping[str, Any]) -> None:
        """Select records; on another line the key goes on to the next."""
        if arguments["how"] == "range" and self.screen.line is not None and not self.screen.view_widget.selection.ids:
            return
        super().do_select(arguments)


class StrategyScreen(RecordsScreen):
    """What is made for whom, where it leads, who decides, and who else is there."""

    tab: ClassVar[Tab] = Tab("6", "Strategy")
    rules: ClassVar[Rules] = Rules("product")
    layouts: ClassVar[Mapping[str, Callable[[], LayoutView]]] = {
        "list": lambda: SectionList(id="list"), SIDES: _side_by_side, PEOPLE_MAP: _people_map,
    }
    with_groups: ClassVar[frozenset[str]] = frozenset()
    wide_from: ClassVar[Mapping[str, int]] = {"list": WIDE, PEOPLE_MAP: 180}
    teaching: ClassVar[tuple[str, ...]] = ("Nothing here yet.",)

    def __init__(self, host: Host) -> None:
        """A screen over the app's snapshot."""
        super().__init__(host)
        self.filling: Filling = StrategyFilling(self)
        self.moving: Moving = StrategyMoving(self)
        self._on_line: object = None

    # What is shown

    @property
    def list(self) -> SectionList:
        """The list."""
        return cast(SectionList, self.layout_view("list"))

    @property
    def kind(self) -> str:  # type: ignore[override]  # of the other screens it never changes
        """The kind of the section under the cursor, or of the layout."""
        return _LAYOUT_KINDS.get(self.layout_name) or self.list.section or SECTIONS[0].kind

    def columns(self, environment: Environment) -> Sequence[ListColumn]:
        """The columns of the section under the cursor."""
        section = next(one for one in SECTIONS if one.kind == self.kind)
        return section.columns(self.host.snapshot, environment.today)

    def layout_words(self) -> Sequence[str]:
        """What the title says of the layout."""
        return {SIDES: ("competitors side by side",), PEOPLE_MAP: ("people by influence and interest",)}.get(self.layout_name, ())

    def fill_other(self, layout: str, table: Any, rows: Sequence[int]) -> None:
        """Give a layout that is no list what is to be shown."""
        from pmtui.screens import strategy_layouts as shown

        snapshot, view = self.host.snapshot, self.layout_view(layout)
        empty = self.filling.empty
        empty = _EMPTY[layout] if empty is self.teaching else empty
        if layout == SIDES:
            sides = cast("SideBySide", view)
            sides.set_view(shown.side_view(snapshot, rows), shown.side_cells(snapshot), shown.side_title(snapshot), empty)
            return
        self.is_by_rank = True  # J and K change the influence there, whatever the order
        cast("QuadrantMap", view).set_view(
            table, rows, shown.map_values(table, rows), shown.person_label, signs=shown.role_signs(table, rows), faults=table.faults,
            id_length=self.host.id_length, empty=empty,
        )

    def cursor_field(self) -> str:
        """The field under the cursor."""
        if self.layout_name == SIDES and not self.is_detail_open:
            return cast("SideBySide", self.view_widget).cursor_field or "title"
        return super().cursor_field()

    # What is under the cursor

    @property
    def line(self) -> SectionLine | None:
        """The line under the cursor that is no record."""
        sections = self.list.sections if self.layout_name == "list" else None
        return sections.line(self.list.cursor_id) if sections is not None else None

    def kind_of(self, id: str) -> str:
        """The kind of a record that is shown; empty for another line."""
        if self.layout_name == SIDES:
            return cast("SideBySide", self.view_widget).view.kind_of(id)
        if self.layout_name != "list":
            return self.kind
        sections = self.list.sections
        return sections.kind_of(id) if sections is not None and "/" not in id else ""

    def show_snapshot(self, focus: str | None = None) -> None:
        """Show the app's snapshot; a record that was added to a folded section unfolds it."""
        if focus is not None and self.layout_name == "list":
            self.folded = self.folded - {self.kind}
        super().show_snapshot(focus)

    def show_detail(self) -> None:
        """Show the record under the cursor; other keys matter on a line that is none."""
        super().show_detail()
        here = (self.line, self.kind, self.list.cursor_group)
        if here != self._on_line:
            self._on_line = here
            self.show_hints()

    def show_hints(self) -> None:
        """The keys of a line that is no record, where the cursor stands on one."""
        line = self.line
        typing = self.is_complete and self.filter.edit.has_focus
        if line is None or isinstance(self.focused, LinePane) or typing or self.in_place.editor is not None:
            super().show_hints()
            return
        own = [Hint("enter", "show them", 0)] if line.screen else []
        own += [Hint("a", f"add a {self.kind}", 0), Hint("A", "all its fields", 2), Hint("- +", "fold", 3)]
        own += [Hint("u", "undo", 3)] if self.host.effects.can_undo else []
        self.hints.show(with_live_keys(self.host, [*own, Hint("/", "filter", 2), Hint("?", "keys", 0)]))

    # How it stands

    def state(self) -> ViewState:
        """How the screen stands, with what is folded."""
        folded = sorted(self.folded & _KINDS)
        return super().state()._replace(extra={"folded": folded} if folded else {})

    def restore(self, state: ViewState) -> None:
        """Stand as once before."""
        super().restore(state)
        kept = state.extra.get("folded")
        self.folded = {one for one in kept if isinstance(one, str)} & _KINDS if isinstance(kept, list) else set()
