"""The review: a screen above the others that is walked page by page, with one milestone a page, and presented without chrome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Resize

from pmtui.screens.dialogs.review_keeper import Keeper, ReviewState
from pmtui.screens.dialogs.review_keys import KEYS, ReviewKeys
from pmtui.screens.roadmap_preview import MovePreview
from pmtui.widgets.cells import shortened, steady, width_of
from pmtui.widgets.hint_line import Hint, HintLine
from pmtui.widgets.line_pane import LinePane, LinkOpened
from pmtui.widgets.link_spans import NAMED, Target
from pmtui.widgets.one_line import OneLine, Span
from pmtui.widgets.review_lines import Look, end_lines, key_lines, opening_lines, placed
from pmtui.widgets.styled_lines import Line

if TYPE_CHECKING:
    from pmtui.screens.host import Host

_MOVING = (Hint("enter", "keep the move", 0), Hint("esc", "drop it", 0), Hint("< >", "earlier, later", 1), Hint("( )", "target alone", 2))
_MARGIN = 3
"""Cells of the pane that are no text: its margins and the scrollbar."""


class ReviewHead(OneLine):
    """The line above the page: what is reviewed, since when, and which page it is."""

    GROUND = "surface"

    def __init__(self) -> None:
        """Nothing is said yet."""
        super().__init__(id="head")
        self._left: tuple[Span, ...] = ()
        self._right: tuple[Span, ...] = ()

    def tell(self, left: Sequence[Span], right: Sequence[Span]) -> None:
        """Say something else."""
        if (tuple(left), tuple(right)) != (self._left, self._right):
            self._left, self._right = tuple(left), tuple(right)
            self.refresh()

    def spans(self, width: int) -> tuple[Sequence[Span], Sequence[Span]]:
        """What it says."""
        return self._left, self._right


class ReviewDialog(ReviewKeys):
    """Walks a review; what was done stands in the records, and where it stood in its state."""

    DEFAULT_CSS = """
    ReviewDialog { background: $background; }
    ReviewDialog > Vertical { width: 100%; max-width: 100%; height: 100%; border: none; padding: 0; background: $background; }
    ReviewDialog.-shown LinePane { scrollbar-size-vertical: 0; }
    ReviewDialog.-shown #head, ReviewDialog.-shown HintLine { display: none; }
    """

    def __init__(self, host: Host, keeper: Keeper) -> None:
        """A review of these records, as `keeper` has them."""
        super().__init__()
        self.host, self.keeper, self.preview = host, keeper, MovePreview(host)
        self.head = ReviewHead()
        self.pane: LinePane = LinePane(id="page")
        self.foot = HintLine(id="keys")

    def compose(self) -> ComposeResult:
        """The line above, the page, the keys."""
        with Vertical():
            yield self.head
            yield self.pane
            yield self.foot

    def on_mount(self) -> None:
        """Show the page."""
        self.pane.focus()

    def on_resize(self, event: Resize) -> None:
        """All is laid out for the size."""
        self.show()

    def on_screen_resume(self) -> None:
        """A dialog above has been closed: what it did is shown. Textual calls the handlers of the base classes itself."""
        self.show()

    def records_changed(self) -> None:
        """The records are others: show them."""
        self.show()

    def on_link_opened(self, event: LinkOpened) -> None:
        """Look at the record of a link that was clicked."""
        event.stop()
        found = self.found(event.target)
        if found is not None:
            self.look(found)

    def found(self, target: Target) -> tuple[str, str] | None:
        """The record that a link opens; None where it is not here."""
        if target.kind == NAMED:
            from pmtui.widgets.linked_records import record_named

            named = record_named(self.host.snapshot)(target.id)
            return None if named is None else (named.kind, named.id)
        return (target.kind, target.id) if self.host.snapshot.record(target.kind, target.id) is not None else None

    # The page

    def show(self, *, is_new: bool = False) -> None:
        """Show the page; from its top where it is another one."""
        if self.is_answered or not self.is_attached:
            return
        self.keeper.catch_up()
        self._follow_move()
        state, size = self.state, self.app.size
        table = self.host.snapshot.table("milestone")
        state.drop({id for id in state.ids if (record := table.get(id)) is None or record.is_deleted})
        self.set_class(state.is_shown, "-shown")
        height = size.height - (0 if state.is_shown else 2)
        look = Look(size.width - _MARGIN, height, self.host.environment().today, state.is_shown)
        self.pane.set_lines(placed(self._lines(look), look), keep_place=not is_new)
        self.head.tell(*self._head(size.width))
        self.foot.show(self._hints())
        hints = self.host.records_screen.hints
        if hints.toast_text and hints.is_mounted:
            self.foot.toast(hints.toast_text)
            hints.clear_toast()

    def _follow_move(self) -> None:
        """A move that was kept is told; one whose milestone has changed meanwhile is dropped, and that is told."""
        if not self.preview.is_shown:
            return
        words = self.preview.words()
        fault = self.preview.follow(self.host.snapshot)
        if fault:
            self.tell(fault)
        elif not self.preview.is_shown:
            self.foot.toast(f"moved {words}")

    def tell(self, words: str) -> None:
        """Say what a key could not do, in the place of the keys."""
        self.foot.toast(words, "warning")

    def _lines(self, look: Look) -> list[Line]:
        state, keeper = self.state, self.keeper
        if self.is_helping:
            return key_lines(KEYS, look)
        if self.record is not None:
            return self._record_lines(self.record, look)
        if state.at == 0:
            return opening_lines(keeper.digest, state.since, look, keeper.note)
        if state.at == state.last:
            return end_lines(keeper.minutes(), state.since, look, self._held())
        from pmtui.widgets.review_milestone import Page, milestone_lines

        record = self.host.snapshot.record("milestone", state.id)
        assert record is not None  # `show` has left those out that are not here
        snapshot, environment = self.host.snapshot, self.host.environment()
        moved = self.preview.dates.get(state.id)
        page = Page(record, snapshot, keeper.then, state.since, environment, keeper.known(state.id), keeper.is_reading, moved)
        return milestone_lines(page, look)

    def _record_lines(self, key: tuple[str, str], look: Look) -> list[Line]:
        from pmtui.widgets.detail_lines import detail_lines

        record = self.host.snapshot.record(*key)
        if record is None:
            return [(Span("the record is gone: somebody has removed it meanwhile", "warning"),)]
        width = min(look.text_width, 100)
        return detail_lines(record, self.host.snapshot, look.today, width, self.host.id_length, with_backlinks=True)

    def _held(self) -> str:
        record = self.host.snapshot.record("review", self.state.review) if self.state.review else None
        return "the marker is set: the next review begins here · u takes it back" if record is not None and not record.is_deleted else ""

    # Around it

    def _head(self, width: int) -> tuple[list[Span], list[Span]]:
        state = self.state
        where = "what happened" if state.at == 0 else "the end" if state.at == state.last else f"{state.at} of {len(state.ids)}"
        dots = self._progress(width)
        right = [Span(where, "text"), Span("  "), *dots, Span(" ")]
        if self.keeper.is_reading:
            right = [Span("reading the past…  ", "muted"), *right]
        if self.preview.is_shown:
            room = width - sum(width_of(one.text) for one in right) - 2
            return [Span(" "), Span(shortened(steady(self.preview.words()), max(8, room)), "accent bold")], right
        left = [Span(" Review", "heading"), Span(f"  {self.host.snapshot.name}", "text"), Span(f"  since {state.since.day}", "muted")]
        with_whom = len(state.attendees)
        if with_whom:
            left.append(Span(f"  with {with_whom}", "muted"))
        room = width - sum(width_of(one.text) for one in right) - 1
        if sum(width_of(one.text) for one in left) > room:
            left = [Span(shortened(f" Review since {state.since.day}", max(8, room)), "heading")]
        return left, right

    def _progress(self, width: int) -> list[Span]:
        """How far one has come, as a short line."""
        size = min(24, max(0, width // 6), self.state.last + 1)
        full = round(size * self.state.at / self.state.last)
        return [Span("━" * full, "accent"), Span("─" * (size - full), "faint")]

    def _hints(self) -> list[Hint]:
        state = self.state
        back = Hint("esc", "page" if self.record is not None or self.is_helping else "close", 1)
        if self.preview.is_shown:
            return list(_MOVING)
        if self.is_helping:
            return [back]
        if self.record is not None:
            looking = [Hint("e", "edit", 2), Hint("o", "go there", 3), Hint("tab", "link", 4), Hint("n", "decide", 4)]
            return [*looking, Hint("?", "keys", 2), back]
        turn = [Hint("space", "next", 0), Hint("k", "back", 3)]
        record = [Hint("n", "decide", 1), Hint("a", "action", 1)]
        rest = [Hint("F", "present", 3), Hint("?", "keys", 1), back]
        if state.at == 0:
            lines = [Hint("tab", "line", 2), Hint("enter", "open", 3), Hint("s", "since", 3), Hint("p", "who is there", 2)]
            return [turn[0], *lines, *record, *rest]
        if state.at == state.last:
            done = [Hint("y", "copy", 1), Hint("w", "write", 1)]
            first = [] if state.review and self._held() else [Hint("enter", "set the marker", 0)]
            return [*first, *done, Hint("p", "who", 2), *record, turn[1], Hint("u", "undo", 3), back]
        return [*turn, Hint("< >", "move", 1), Hint("d", "date", 1), Hint("c", "update", 2), Hint("h", "health", 2), *record, *rest]


__all__ = ["ReviewDialog", "ReviewState"]
