"""What a screen knows of the milestone in its detail pane besides its record: outlook, the history of its target, who belonged to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pmtui.commands.core import Effect
from pmtui.widgets.known import Known

if TYPE_CHECKING:
    from pmtui.domain.burn_up import Span
    from pmtui.domain.records import Record
    from pmtui.domain.slip import Slip
    from pmtui.screens.records_screen import RecordsScreen
    from pmtui.screens.roadmap_outlook import Outlook

_DATES = ("target", "resolution", "reasons")
"""The fields of which the history of a target follows."""


class MilestoneKnowledge:
    """Answers the detail pane of a screen, and asks behind it for what is not known."""

    def __init__(self, screen: RecordsScreen, outlook: Callable[[], Outlook]) -> None:
        """Know nothing yet of git.

        Args:
            screen: The screen with the pane.
            outlook: Gives what lies ahead, as far as it is known.
        """
        self._screen, self._outlook = screen, outlook
        self._read: tuple[Record, Sequence[Slip], Sequence[Span] | None] | None = None
        screen.detail.known_of = self.of
        screen.detail.rested = self.look

    def of(self, record: Record) -> Known | None:
        """What is known of a record; None of one that is no milestone."""
        if record.kind != "milestone":
            return None
        known = self._outlook().known(record.id)
        if self._read is None or self._read[0].id != record.id or self._screen.host.as_it_was:  # what was read is of the present
            return known
        seen, slips, spans = self._read
        is_same = all(seen.data.get(name) == record.data.get(name) for name in _DATES)
        return known._replace(slips=slips if is_same else None, spans=spans)

    def look(self, record: Record) -> None:
        """The cursor rests on a record: ask git about a milestone."""
        if record.kind == "milestone":
            self._screen.host.effects.carry_out(Effect("look_at_milestone", {"record": record, "told": self._told}))

    def _told(self, record: Record, slips: Sequence[Slip], spans: Sequence[Span] | None) -> None:
        self._read = record, slips, spans
        self._screen.detail.renew()
