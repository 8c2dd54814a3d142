"""Problems: what hurts whom, by opportunity score, with the evidence for it and what is being done; as a board; along the journey."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from pmtui.commands.core import Command, Context, Effect
from pmtui.domain.contact import Pulse
from pmtui.domain.query import Environment
from pmtui.domain.records import Record
from pmtui.screens.discovery_cards import lanes_by_status, problem_card
from pmtui.screens.journey import JOURNEY, ProblemsFilling, ProblemsMoving
from pmtui.screens.places import WIDE
from pmtui.screens.problem_columns import problem_columns
from pmtui.screens.records_screen import RecordsScreen
from pmtui.screens.shown import Rules, Shown
from pmtui.widgets.board import Board
from pmtui.widgets.board_view import CardOf, Lane
from pmtui.widgets.border_texts import show_title
from pmtui.widgets.contact_lines import pulse_lines
from pmtui.widgets.layout_view import LayoutView
from pmtui.widgets.list_view import ListColumn
from pmtui.widgets.record_list import RecordList
from pmtui.widgets.top_line import Tab

if TYPE_CHECKING:
    from pmtui.screens.filling import Filling
    from pmtui.screens.host import Host
    from pmtui.screens.moving import Moving
    from pmtui.widgets.journey_map import JourneyMap


def _journey() -> LayoutView:
    from pmtui.widgets.journey_map import JourneyMap

    return JourneyMap(id="journey")


class ProblemsScreen(RecordsScreen):
    """Customer problems, the greatest opportunity first.

    Attributes:
        persona: The id of the persona whose journey the map shows; empty for all.
        stages: The stages that the map shows, from left to right.
    """

    kind: ClassVar[str] = "problem"
    tab: ClassVar[Tab] = Tab("2", "Problems")
    rules: ClassVar[Rules] = Rules("problem", "-status:solved,dismissed", "open", "-opportunity")
    layouts: ClassVar[Mapping[str, Callable[[], LayoutView]]] = {
        "list": lambda: RecordList(id="list"), "board": lambda: Board(id="board"), JOURNEY: _journey,
    }
    wide_from: ClassVar[Mapping[str, int]] = {"list": WIDE, JOURNEY: 180}
    teaching: ClassVar[tuple[str, ...]] = (
        "No problem written down yet.",
        "",
        "What hurts customers stands here, in their own words, before you build.",
        'a adds a problem · " adds what a customer said · ? shows every key',
        "Importance and satisfaction, 1 to 10, make the opportunity score.",
    )

    def __init__(self, host: Host) -> None:
        """A screen over the app's snapshot."""
        super().__init__(host)
        self.persona = ""
        self.stages: Sequence[str] = ()
        self.filling: Filling = ProblemsFilling(self)
        self.moving: Moving = ProblemsMoving(self)

    def columns(self, environment: Environment) -> Sequence[ListColumn]:
        """The columns of the list."""
        return problem_columns(self.host.snapshot, environment.today)

    def lanes(self, table: Any, rows: Sequence[int]) -> Sequence[Lane]:
        """One lane a status."""
        return lanes_by_status(table, rows)

    def card(self) -> CardOf:
        """What a card says."""
        return problem_card()

    def fill(self, layout: str, table: Any, found: Shown) -> None:
        """Give a layout what is to be shown."""
        if layout == JOURNEY:
            cast(ProblemsFilling, self.filling).fill_journey(table, found)
        else:
            super().fill(layout, table, found)

    def show_detail(self) -> None:
        """Show the record under the cursor; where there is none, how steadily customers are talked with."""
        super().show_detail()
        if self.was_shown and self.side.display and self.cursor_record() is None and self.view_widget.cursor_fault is None:
            self.host.effects.carry_out(Effect("know_contact"))

    def first_shown(self) -> None:
        """Have counted what is only counted for those who look."""
        if self.is_complete:
            self.show_detail()

    def know_contact(self, pulse: Pulse) -> None:
        """Take what was counted, unless the cursor stands on a record by now."""
        self.detail.empty = partial(pulse_lines, pulse)
        if self.cursor_record() is None:
            self.detail.renew()
            show_title(self.side, "customers")

    # What is under the cursor of the journey map

    @property
    def is_on_text(self) -> bool:
        """Whether the cursor stands on what a persona does, thinks, feels or suffers in a stage."""
        if self.layout_name != JOURNEY or not self.persona or (self.is_detail_open and self.walk.is_under_way):
            return False
        return cast("JourneyMap", self.view_widget).cursor_text is not None

    def cursor_record(self) -> Record | None:
        """The record under the cursor; on a text of a journey the persona whose journey it is."""
        if self.is_on_text:
            return self.walk.record() or self.host.snapshot.record("persona", self.persona)
        return super().cursor_record()

    def cursor_field(self) -> str:
        """The field under the cursor."""
        return "journey" if self.is_on_text and not self.is_detail_open else super().cursor_field()

    def arguments_for(self, command: Command, context: Context) -> Mapping[str, Any]:
        """What this screen knows and a command wants: around its records what is shown, and the stages in their order."""
        found = super().arguments_for(command, context)
        is_step = context.layout == JOURNEY and command.id in ("record.status_next", "record.status_previous")
        return {**found, "stages": tuple(self.stages)} if is_step else found
