"""What the keys of a review do."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from pmtui.domain.planned_dates import Steps
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.screens.dialogs.review_keeper import Keeper, ReviewState
from pmtui.screens.roadmap_preview import MovePreview
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.link_spans import URL, Target

KEYS = (
    ("j ↓ → space", "next page"), ("k ↑ ← backspace", "page before"), ("g G", "first, last page"), ("ctrl+d ctrl+u", "scroll"),
    ("tab shift+tab", "to the next link, back"), ("enter", "open the record; at the end: finish"), ("o", "go to its screen"),
    ("e", "edit the record"), ("< >", "move earlier, later; enter keeps it"), ("( )", "the target alone"), ("d", "type a target"),
    ("c", "an update, with health"),
    ("h", "health alone"), ("n", "record a decision"), ("a", "add an action"), ("p", "who is there"), ("s", "look back since"),
    ("F", "hide all but the page"), ("u ctrl+r", "undo, redo"), ("y w", "copy as Markdown, write to a file"),
    ("esc", "back, then close; R takes it up again"),
)
"""All keys with what they do, for the page that `?` shows."""


class ReviewKeys(Dialog[None]):
    """The part of the screen that answers keys.

    Attributes:
        record: The record that is looked at on top of the page, by kind and id; None where there is none.
        is_helping: Whether the keys are shown.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down,right,l", "turn(1)", show=False), Binding("k,up,left,backspace", "turn(-1)", show=False),
        Binding("space,pagedown", "on", show=False), Binding("pageup", "back", show=False),
        Binding("ctrl+d", "half(1)", show=False), Binding("ctrl+u", "half(-1)", show=False),
        Binding("g,home", "page(0)", show=False), Binding("G,end", "page(-1)", show=False),
        Binding("tab", "link(1)", show=False), Binding("shift+tab", "link(-1)", show=False), Binding("enter", "open", show=False),
        Binding("o", "go", show=False), Binding("e,ctrl+e", "edit", show=False),
        Binding("greater_than_sign", "move(1,0)", show=False), Binding("less_than_sign", "move(-1,0)", show=False),
        Binding("right_parenthesis", "move(0,1)", show=False), Binding("left_parenthesis", "move(0,-1)", show=False),
        Binding("d", "ask('target')", show=False), Binding("c", "ask('update')", show=False), Binding("h", "ask('health')", show=False),
        Binding("n", "ask('decision')", show=False), Binding("a", "ask('action')", show=False), Binding("p", "attendees", show=False),
        Binding("s", "since", show=False), Binding("F", "hide", show=False), Binding("u", "take_back('undo')", show=False),
        Binding("ctrl+r,U", "take_back('redo')", show=False), Binding("y,Y", "copy", show=False), Binding("w", "write", show=False),
        Binding("question_mark", "help", show=False), Binding("escape,q", "peel", show=False),
    ]
    keeper: Keeper
    preview: MovePreview
    pane: LinePane
    record: tuple[str, str] | None = None
    is_helping = False

    @property
    def state(self) -> ReviewState:
        """How the review stands."""
        return self.keeper.state

    def show(self, *, is_new: bool = False) -> None:
        """Show the page; from its top where it is another one."""
        raise NotImplementedError

    def tell(self, words: str) -> None:
        """Say what a key could not do."""
        raise NotImplementedError

    def look(self, record: tuple[str, str] | None) -> None:
        """Look at a record on top of the page, or at the page again; a move that was only shown is dropped."""
        self.record, self.is_helping = record, False
        if self.preview.is_shown:
            self.preview.drop()
            self.tell("not moved: enter keeps a move")
        self.show(is_new=True)

    # Pages

    def action_page(self, number: int) -> None:
        """Go to a page; -1 is the last one."""
        self.state.at = max(0, min(self.state.last if number < 0 else number, self.state.last))
        self.look(None)

    def action_turn(self, step: int) -> None:
        """Go to the next page, or to the one before."""
        if not 0 <= self.state.at + step <= self.state.last:
            self.tell("this is the last page: enter sets the marker" if step > 0 else "this is the first page")
            return
        self.action_page(self.state.at + step)

    def action_on(self) -> None:
        """Scroll on; where there is nothing more below, go to the next page."""
        if self.pane.scroll_offset.y + self.pane.size.height < len(self.pane.lines):
            self.pane.page(1)
        elif self.record is None and not self.is_helping:
            self.action_turn(1)

    def action_back(self) -> None:
        """Scroll back; from the top go to the page before."""
        if self.pane.scroll_offset.y > 0:
            self.pane.page(-1)
        elif self.record is None and not self.is_helping:
            self.action_turn(-1)

    def action_half(self, direction: int) -> None:
        """Scroll by half a page."""
        self.pane.half_page(direction)

    def action_hide(self) -> None:
        """Hide all but the page, or show it again."""
        self.state.is_shown = not self.state.is_shown
        self.show(is_new=True)

    def action_help(self) -> None:
        """Show all keys, or the page again."""
        self.is_helping = not self.is_helping
        self.show(is_new=True)

    def action_peel(self) -> None:
        """One layer less: a move, the keys, the record, the mark on a link, the bare page; then the review, which can be taken up again."""
        if self.preview.is_shown:
            self.preview.drop()
            self.show()
        elif self.is_helping or self.record is not None:
            self.look(None)
        elif self.pane.marked is not None:
            self.pane.mark(None)
        elif self.state.is_shown:
            self.action_hide()
        else:
            self.dismiss(None)

    # Records

    def action_link(self, step: int) -> None:
        """Go to the next link of the page, or to the one before."""
        self.pane.move_across(step)

    @property
    def target(self) -> tuple[str, str] | None:
        """The record under the cursor: that of the marked link, else the one that is looked at, else the milestone of the page."""
        marked = self.pane.marked
        if marked is not None and marked.target.kind != URL:
            return self.found(marked.target)
        return self.record or (("milestone", self.state.id) if self.state.id else None)

    def found(self, target: Target) -> tuple[str, str] | None:
        """The record that a link opens; None where it is not here."""
        raise NotImplementedError

    def action_open(self) -> None:
        """Keep a move that is shown; else look at the record under the cursor; on the last page, where none is marked, set the marker."""
        if self.preview.is_shown:
            self.preview.keep()
            self.show()
        elif self.state.at == self.state.last and self.pane.marked is None and self.record is None:
            self.keeper.finish()
            self.show()
        elif self.target is None:
            self.tell("tab goes to a line of this page, enter opens it")
        elif self.target != self.record:
            self.look(self.target)

    def action_go(self) -> None:
        """Leave the review and go to the record on its own screen."""
        if self.target is not None:
            kind, id = self.target
            self.dismiss(None)
            self.keeper.go(kind, id)

    def action_edit(self) -> None:
        """Open the form of the record under the cursor."""
        if self.target is not None:
            self.keeper.edit(*self.target)

    # Changes

    @property
    def milestone(self) -> str:
        """The milestone that a change is for; empty on the first page and on the last."""
        return self.record[1] if self.record is not None and self.record[0] == "milestone" else self.state.id

    def action_move(self, both: int, target: int) -> None:
        """Show where the milestone of the page would move: further presses move it on, and a reason is asked for once it is kept."""
        if not self.milestone:
            self.tell("only a milestone can be moved: space goes to the first one")
            return
        fault = self.keeper.why_not() or self.preview.adjust([self.milestone], Steps(both, target))
        self.show()
        if fault:
            self.tell(fault)

    def action_ask(self, what: str) -> None:
        """Ask for an update, the health, the target, a decision or an action."""
        if what in ("update", "health", "target") and not self.milestone:
            self.tell("that is for the page of a milestone: space goes to the first one")
            return
        asks = {
            "update": self.keeper.ask_update, "health": self.keeper.ask_health, "decision": self.keeper.ask_decision,
            "action": self.keeper.ask_action, "target": self.keeper.ask_target,
        }
        asks[what](self.milestone)

    def action_attendees(self) -> None:
        """Ask who is there."""
        self.keeper.ask_attendees()

    def action_since(self) -> None:
        """Ask from when on the review looks back."""
        self.keeper.ask_since()

    def action_take_back(self, word: str) -> None:
        """Undo or redo the last change."""
        self.keeper.turn(word)
        self.show()

    def action_copy(self) -> None:
        """Copy the digest as Markdown."""
        self.keeper.copy()
        self.show()

    def action_write(self) -> None:
        """Write the digest into a file."""
        self.keeper.write()
        self.show()
