"""Walking from record to record: links open in the detail when it stands alone, and it goes back and forward again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pmtui.commands.core import Effect
from pmtui.domain.records import Record
from pmtui.widgets.cells import shortened, width_of
from pmtui.widgets.hint_line import Hint
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.link_spans import NAMED, URL, Target

if TYPE_CHECKING:
    from pmtui.screens.records_screen import RecordsScreen

MOST = 100
"""So many records are kept in a trail; the oldest ones are forgotten."""
_TITLE = 24
"""Cells of a title in the breadcrumb."""


class Stop(NamedTuple):
    """A record on the way.

    Attributes:
        target: The record.
        top: The line that stood at the top of the pane when it was left.
        marked: The link that was under the cursor then, by its number.
    """

    target: Target
    top: int = 0
    marked: int | None = None


class Walk:
    """The way that a person has gone in the open detail of a main screen.

    Attributes:
        has_opened: Whether the detail was opened for it, and is closed again at its beginning.
    """

    def __init__(self, screen: RecordsScreen) -> None:
        """Work for this screen."""
        self.screen = screen
        self._stops: list[Stop] = []
        self._at = 0
        self.has_opened = False

    @property
    def is_under_way(self) -> bool:
        """Whether the detail shows another record than the one under the cursor."""
        return bool(self._at) and self.screen.is_detail_open and self._stops[0].target.id == self.screen.view_widget.cursor_id

    def record(self) -> Record | None:
        """The record that the detail shows instead of the one under the cursor, or None."""
        if not self.is_under_way:
            return None
        target = self._stops[self._at].target
        return self.screen.host.snapshot.record(target.kind, target.id)

    def open_marked(self) -> bool:
        """Open the link under the cursor of the pane that has the focus; whether there is one."""
        pane = self.screen.focused
        link = pane.marked if isinstance(pane, LinePane) else None
        if link is None:
            return False
        self.open(link.target)
        return True

    def open(self, target: Target) -> None:
        """Open a link: an address in the browser, a record in the open detail, else where its kind is at home."""
        host = self.screen.host
        if target.kind == URL:
            host.effects.carry_out(Effect("open_address", {"address": target.id}))
        elif target.kind == NAMED or host.snapshot.record(target.kind, target.id) is None:
            host.say(f"{target.id} is not here", "warning")
        elif self.screen.is_detail_open and target.kind not in self.screen.leaves_for:
            self._go_on(target)
        else:
            host.effects.carry_out(Effect("goto", {"kind": target.kind, "id": target.id}))

    def back(self) -> bool:
        """Go one record back; False at the beginning."""
        if not self.is_under_way:
            return False
        if self._at == 1 and self.has_opened:
            self.clear()
            self.screen.moving.do_back({})
            return True
        self._keep()
        self._stand(self._at - 1)
        return True

    def forward(self) -> bool:
        """Go on to where the person came back from; False at the end."""
        if not self.screen.is_detail_open or self._at + 1 >= len(self._stops) or not self._begins_here():
            return False
        self._keep()
        self._stand(self._at + 1)
        return True

    def clear(self) -> None:
        """Forget the way."""
        self._stops, self._at, self.has_opened = [], 0, False

    def title(self, room: int) -> str:
        """The way as a breadcrumb of at most so many cells; empty where there is none."""
        if not self.is_under_way:
            return ""
        names = [self._name(stop.target, with_title=True) for stop in self._stops[: self._at + 1]]
        if width_of(" › ".join(names)) > room:
            names = [self._name(stop.target) for stop in self._stops[: self._at + 1]]
        while len(names) > 2 and width_of(" › ".join(names)) > room:
            names = ["…", *names[2:]]
        return shortened(" › ".join(names), room)

    def hints(self) -> list[Hint]:
        """The keys that matter while a pane of text has the focus."""
        if not isinstance(self.screen.focused, LinePane):
            return []
        return [Hint("h/l", "link", 1), Hint("enter", "open it", 1), Hint("esc", "back", 1)]

    def _begins_here(self) -> bool:
        return bool(self._stops) and self._stops[0].target.id == self.screen.view_widget.cursor_id

    def _go_on(self, target: Target) -> None:
        if not self._begins_here():
            id = self.screen.view_widget.cursor_id
            self._stops, self._at, self.has_opened = [Stop(Target(self.screen.kind, id or ""))], 0, False
        self._keep()
        self._stops[self._at + 1:] = [Stop(target)]
        if len(self._stops) > MOST:
            del self._stops[1]
        self._stand(len(self._stops) - 1)

    def _keep(self) -> None:
        """Remember how the pane stands at this record."""
        detail = self.screen.detail
        self._stops[self._at] = self._stops[self._at]._replace(top=detail.scroll_offset.y, marked=detail.marked_number)

    def _stand(self, at: int) -> None:
        self._at = at
        stop = self._stops[at]
        self.screen.show_detail()
        self.screen.detail.complete()
        self.screen.detail.stand(stop.top, stop.marked)
        self.screen.show_hints()

    def _name(self, target: Target, with_title: bool = False) -> str:
        record = self.screen.host.snapshot.record(target.kind, target.id)
        if record is None:  # a row of History or Conflicts is none
            return target.id if target.id != self.screen.view_widget.cursor_id else self.screen.tab.name.lower()
        handle = str(record["handle"] or "").removeprefix("@") if record.kind == "person" else ""
        name = f"@{handle}" if handle else record.schema.shown_id(record.id, self.screen.host.id_length(record.id))
        return f"{name} {shortened(record.title, _TITLE)}" if with_title else name
