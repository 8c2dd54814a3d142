"""The journey map of the Problems screen: what it shows, and what its keys do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from pmtui.commands.core import Effect
from pmtui.domain.change import Snapshot
from pmtui.domain.discovery import entries, quote_count
from pmtui.domain.journey import journey_map, personas_of
from pmtui.domain.records import Record
from pmtui.domain.sentences import first_name
from pmtui.domain.text import one_line
from pmtui.screens.filling import Filling
from pmtui.screens.moving import Moving
from pmtui.screens.problem_columns import opportunity_cell
from pmtui.screens.shown import Shown
from pmtui.widgets.board_view import Card
from pmtui.widgets.glyphs import CONFLICT, status_glyph, status_role
from pmtui.widgets.journey_map import CardOf
from pmtui.widgets.journey_paint import JourneyCard

if TYPE_CHECKING:
    from pmtui.screens.problems import ProblemsScreen
    from pmtui.widgets.journey_map import JourneyMap

JOURNEY = "journey"
"""The name of the layout."""


def journey_card() -> CardOf:
    """What stands for a problem: its title, status, quotes and opportunity score, and what was heard of it last."""

    def card(table: Any, at: int) -> JourneyCard:
        count, status = quote_count(table, at), str(table.column("status")[at])
        left = [(f"{status_glyph(status)} ", status_role(status)), (f"“{count}”", "muted" if count else "warning")]
        title = f"{CONFLICT} " * bool(table.column("conflicts")[at]) + str(table.column("title")[at] or "")
        return JourneyCard(Card(title, left, [opportunity_cell(table, at)]), newest_quote(table.record(at)) if count else "")

    return card


def newest_quote(problem: Record) -> str:
    """The words of the newest evidence that has any, on one line; empty where none has."""
    found = [one for one in entries(problem, "evidence") if one.get("quote")]
    newest = max(found, key=lambda one: (str(one.get("at") or ""), str(one.get("id") or "")), default=None)
    words = newest["quote"] if newest is not None else ""
    text = " ".join(one_line(" ".join(map(str, words)) if isinstance(words, list) else str(words)).split())
    return text.strip("“”\"„»«")


class ProblemsFilling(Filling):
    """Fills the layouts of the Problems screen."""

    screen: ProblemsScreen

    def fill_journey(self, table: Any, found: Shown) -> None:
        """Fill the journey map."""
        screen, snapshot = self.screen, self.screen.host.snapshot
        if screen.persona and persona_name(snapshot, screen.persona) is None:  # it is gone
            screen.persona = ""
        stages = journey_map(snapshot, found.rows, screen.persona)
        screen.stages = [one.name for one in stages]
        cast("JourneyMap", screen.layout_view(JOURNEY)).set_view(
            table, stages, journey_card(), can_edit=bool(screen.persona), faults=table.faults, id_length=screen.host.id_length,
            empty=self.empty,
        )

    def _say(self, found: Shown) -> None:
        """Say whose journey is shown, too."""
        if self.screen.layout_name == JOURNEY:
            name = persona_name(self.screen.host.snapshot, self.screen.persona) or "all personas"
            found = found._replace(title=f"journey of {name} · {found.title}")
        super()._say(found)


def persona_name(snapshot: Snapshot, id: str) -> str | None:
    """The first name of a living persona; None where there is none."""
    record = snapshot.record("persona", id) if id else None
    return None if record is None or record.is_deleted else first_name(record.title) or record.title


class ProblemsMoving(Moving):
    """What the keys do on the Problems screen besides what they do everywhere."""

    screen: ProblemsScreen

    def do_journey_persona(self, arguments: Mapping[str, Any]) -> None:
        """Show the journey of the next persona, of all after the last one."""
        everybody: Sequence[str] = ("", *(one.id for one in personas_of(self.screen.host.snapshot)))
        if len(everybody) == 1:
            self.screen.host.say("there is no persona yet: 6 is where they are written down", "warning")
            return
        at = everybody.index(self.screen.persona) if self.screen.persona in everybody else 0
        self.screen.persona = everybody[(at + int(arguments["step"])) % len(everybody)]
        self.screen.show_snapshot()

    def do_journey_cell(self, arguments: Mapping[str, Any]) -> None:
        """Edit what the persona does, thinks, feels or suffers in the stage under the cursor."""
        view = cast("JourneyMap", self.screen.layout_view(JOURNEY))
        stage, row = view.cursor_stage, view.cursor_text
        if stage is not None and row is not None:
            self.screen.host.effects.carry_out(
                Effect("edit_journey", {"persona": self.screen.persona, "stage": stage.name, "row": row,
                                        "entry": stage.steps[0].entry if stage.steps else ""})
            )
