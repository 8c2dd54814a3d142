"""The score run: record after record, each input one key with its scale beside it; what moved is shown at the end."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.events import Click

from pmtui.domain.records import Record
from pmtui.domain.score_methods import ScoreMethod
from pmtui.screens.dialogs.score_run_keeper import Keeper
from pmtui.screens.dialogs.score_run_keys import END, ITEM, START, RunKeys
from pmtui.screens.dialogs.score_run_pages import End, end_lines, start_lines
from pmtui.screens.dialogs.score_run_view import ScoreRunView
from pmtui.screens.dialogs.score_run_walk import AGREE, GROUP, MINE, Walk
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.score_moves import Standing, moves

if TYPE_CHECKING:
    from pmtui.screens.host import Host


class ScoreRunDialog(RunKeys):
    """Scores records; answers the figure by which to sort the list then, or None."""

    DEFAULT_CSS = """
    ScoreRunDialog.-asking { background: $background; }
    ScoreRunDialog > Vertical { width: 96%; max-width: 170; height: 92%; max-height: 36; padding: 0; }
    ScoreRunDialog #parts { height: 1fr; layout: vertical; }
    ScoreRunDialog #parts.-wide { layout: horizontal; }
    ScoreRunDialog #parts.-lone { margin-top: 1; }
    ScoreRunDialog LinePane { background: $surface; height: 1fr; width: 100%; }
    ScoreRunDialog .-wide LinePane { width: 1fr; height: 100%; }
    ScoreRunDialog #asked { overflow-y: hidden; }
    ScoreRunDialog Progress { background: $surface; }
    ScoreRunDialog Progress.-roomy { margin: 1 0; }
    ScoreRunDialog LineEdit { display: none; }
    ScoreRunDialog LineEdit.-shown { display: block; }
    """
    def __init__(self, host: Host, keeper: Keeper, mode: str = MINE, method: ScoreMethod | None = None) -> None:
        """A run.

        Args:
            host: The app.
            keeper: Makes the changes, and knows the records.
            mode: What becomes of the values.
            method: The method to begin with; None asks for one.
        """
        super().__init__()
        self.host = host
        self.keeper = keeper
        self.mode = mode
        self.page = START
        self.chosen = keeper.chosen()
        self.walk: Walk | None = None
        self.is_revealed = False
        self._begun = self._lasted = 0.0
        self._before = Standing({}, {})
        self._begin_with = method
        self._typed_at: tuple[int, int] | None = None
        self._shown_at = host.records_screen.size
        self.view = ScoreRunView(self)
        self.edit = LineEdit(placeholder="a number")

    def compose(self) -> ComposeResult:
        """A box with the record and what is asked of it."""
        with Vertical():
            yield self.view.progress
            with Container(id="parts"):
                yield self.view.context
                yield self.view.asked
            yield self.edit

    def on_mount(self) -> None:
        """Ask for the method, or for the first score."""
        self.view.asked.focus()
        if self._begin_with is not None:
            self.run_by(self._begin_with)
        else:
            self.show()

    def on_resize(self) -> None:
        """All is laid out for the size."""
        if self._shown_at != self.size:  # the first time it has been laid out for its size already
            self._shown_at = self.size
            self.call_after_refresh(self.show)

    def on_click(self, event: Click) -> None:
        """A click on a step or on a method does what its key does."""
        if event.widget is self.view.asked and not self.edit.has_focus:
            event.stop()
            key = self.view.key_at(event.x, event.y)
            if key.isdecimal():
                self.press_digit(key)
            elif key:
                {"=": self.action_type, "g": self.action_group, "r": self.action_reveal}[key]()

    @property
    def record(self) -> Record | None:
        """The record that is asked about, as it is now."""
        id = self.walk.id if self.walk is not None else None
        found = self.host.snapshot.record(self.keeper.kind, id) if id is not None else None
        return None if found is None or found.is_deleted else found

    def show(self) -> None:
        """Show the page."""
        if self.is_answered or not self.is_attached:
            return
        if self.page == ITEM:
            self.view.show_item()
            self._offer_line()
        elif self.page == START:
            self.view.show_page(start_lines(self.keeper.start(self.mode, self.chosen), self.view.page_width))
        else:
            self.view.show_page(end_lines(self._end(), self.view.page_width))

    def _offer_line(self) -> None:
        """What has no scale is typed: its line opens by itself, once."""
        walk = self.walk
        if walk is not None and not walk.input.steps and self.is_asking and self._typed_at != (walk.at, walk.place):
            self._typed_at = walk.at, walk.place
            self.open_edit("")

    # The way

    def run_by(self, method: ScoreMethod) -> None:
        """Begin to score by a method."""
        ids = self.keeper.ids(method, self.mode)
        if not ids:
            self.view.tell(f"nothing here lacks {method.label}: p scores again")
            return
        if self.mode != AGREE:
            self.keeper.remember(method)
        self.chosen = method.name
        self.walk = Walk(method, ids, self.mode)
        self._begun = monotonic()
        self._before = self.keeper.standing(method)
        self.page = ITEM
        self.come_up()
        self.show()

    def come_up(self, *, is_back: bool = False) -> None:
        """Begin with the record that stands next; those that are gone meanwhile are passed over."""
        walk = self.walk
        assert walk is not None
        while walk.id is not None and self.record is None:
            walk.ids.pop(walk.at)
        record = self.record
        self.is_revealed = False
        if record is None:
            self.finish()
            return
        walk.begin(self.keeper.present(record, walk.method, self.mode), self.keeper.asked(record, walk.method, self.mode), is_back=is_back)
        self.view.is_new = True

    def keep(self) -> bool:
        """Make a change of what has been given; False where that was not possible."""
        walk, record = self.walk, self.record
        if walk is None or record is None:
            return True
        given = {name: value for name, value in walk.given.items() if self.mode == AGREE or value != walk.present.get(name)}
        if given:
            if not self.keeper.keep(record, walk.method, self.mode, given):
                return False
            walk.note()
            walk.given = {}
            self.view.told = (record.title, self.keeper.figure(self.record or record, walk.method, {}) if self.mode != GROUP else "")
        return True

    def go(self, step: int) -> None:
        """Keep what has been given and go to another record."""
        if self.walk is not None and self.keep():
            self.walk.at += step
            self.come_up(is_back=step < 0)
        self.show()

    def finish(self) -> None:
        """The run is over: what moved is shown, or nothing where a single record was scored or none."""
        walk = self.walk
        self._lasted = monotonic() - self._begun
        if walk is None or not walk.done or (self.keeper.is_all and len(walk.ids) == 1):
            if walk is not None and walk.done and self.view.told[1]:
                self.host.say(f"{walk.method.label} {self.view.told[1]}: “{self.view.told[0][:40]}”")
            self.dismiss(None)
            return
        self.page = END
        self.show()

    def action_leave(self) -> None:
        """End the run; what was given is kept."""
        if self.page == ITEM:
            self.keep()
            self.finish()
        else:
            self.dismiss(None)

    def _end(self) -> End:
        walk = self.walk
        assert walk is not None
        found = [self.host.snapshot.record(self.keeper.kind, id) for id in walk.scored_ids]
        titles = {one.id: one.title for one in found if one is not None}
        after = self.keeper.standing(walk.method)
        skipped = min(walk.at, len(walk.ids)) - len(titles)
        return End(walk.method, self.mode, moves(self._before, after, titles), max(0, skipped), self._lasted, self.keeper.plural)

    def give(self, value: Any) -> None:
        """Take a value for the input that is asked."""
        if self.walk is not None and self.walk.give(value):
            self.go(1)
        else:
            self.show()
