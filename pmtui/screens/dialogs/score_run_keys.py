"""What the keys of a score run do on each of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.widgets import Input

from pmtui.domain.records import Record
from pmtui.domain.score_methods import ScoreMethod
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.screens.dialogs.score_run_walk import AGREE, GROUP, MINE, Walk
from pmtui.widgets.digit_row import digit_of
from pmtui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from pmtui.screens.dialogs.score_run_keeper import Keeper
    from pmtui.screens.dialogs.score_run_view import ScoreRunView
    from pmtui.screens.host import Host

START, ITEM, END = "start", "item", "end"
"""The pages of a run."""


class RunKeys(Dialog[str]):
    """The part of the dialog that answers keys.

    Attributes:
        page: START, ITEM or END.
        mode: What becomes of the values.
        chosen: The name of the method that Enter takes on the start page.
        walk: The way; None before there is one.
        is_revealed: Whether the group's scores of this record are shown.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll(1)", show=False), Binding("k,up", "scroll(-1)", show=False),
        Binding("ctrl+d,pagedown", "page(1)", show=False), Binding("ctrl+u,pageup", "page(-1)", show=False),
        Binding("space,tab", "skip", show=False), Binding("left,backspace,h", "back", show=False),
        Binding("shift+tab", "previous", show=False),
        Binding("right,l", "forward", show=False), Binding("u", "undo", show=False), Binding("m", "method", show=False),
        Binding("equals_sign", "type", show=False), Binding("g", "group", show=False), Binding("r", "reveal", show=False),
        Binding("enter", "accept", show=False), Binding("escape,q", "leave", show=False),
    ]
    host: Host
    keeper: Keeper
    view: ScoreRunView
    edit: LineEdit
    page = START
    mode = MINE
    chosen = ""
    walk: Walk | None = None
    is_revealed = False

    @property
    def record(self) -> Record | None:
        """The record that is asked about, as it is now."""
        raise NotImplementedError

    def show(self) -> None:
        """Show the page."""
        raise NotImplementedError

    def give(self, value: Any) -> None:
        """Take a value for the input that is asked."""
        raise NotImplementedError

    def run_by(self, method: ScoreMethod) -> None:
        """Begin to score by a method."""
        raise NotImplementedError

    def go(self, step: int) -> None:
        """Keep what has been given and go to another record."""
        raise NotImplementedError

    def come_up(self, *, is_back: bool = False) -> None:
        """Begin with the record that stands next."""
        raise NotImplementedError

    def keep(self) -> bool:
        """Make a change of what has been given; False where that was not possible."""
        raise NotImplementedError

    @property
    def is_asking(self) -> bool:
        """Whether a value may be given: of a group the scores are looked at first."""
        return self.page == ITEM and (self.mode != AGREE or self.is_revealed)

    # Values

    def on_key(self, event: Key) -> None:
        """A digit takes a method, or a step of the scale."""
        digit = digit_of(event.key)
        if not digit or self.edit.has_focus or self.is_answered:
            return
        event.stop()
        event.prevent_default()
        self.press_digit(digit)

    def press_digit(self, digit: str) -> None:
        """Take a method, or a step of the scale."""
        if self.page == START:
            names = list(self.keeper.methods().values())
            if 0 < int(digit) <= len(names):
                self.run_by(names[int(digit) - 1])
        elif self.page == ITEM:
            self._take(digit)

    def _take(self, digit: str) -> None:
        if not self.is_asking:
            self.view.tell("enter shows what the group has scored")
            return
        assert self.walk is not None
        asked = self.walk.input
        step = asked.step(digit)
        if step is not None:
            self.give(step.value)
        elif not asked.steps:
            self.open_edit(digit)
        else:
            self.view.tell(f"{digit} is no step of this scale" + ("; = types a number" if asked.is_typed else ""))

    def open_edit(self, text: str) -> None:
        """Type a number."""
        self.edit.value = text
        self.edit.cursor_position = len(text)
        self.edit.add_class("-shown")
        self.set_focus(self.edit, scroll_visible=False)
        self.show()

    def close_edit(self) -> None:
        """Type no longer."""
        self.edit.remove_class("-shown")
        self.set_focus(self.view.asked, scroll_visible=False)
        self.show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the number that was typed; one that makes no sense stays to be mended."""
        event.stop()
        record = self.record
        if self.walk is None or record is None:
            return
        if not event.value.strip():
            self.close_edit()
            return
        value, fault = self.keeper.read(record, self.walk.input.field, event.value)
        if fault:
            self.view.tell(fault)
            return
        self.close_edit()
        self.give(value)

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Give up typing."""
        event.stop()
        self.close_edit()

    def action_type(self) -> None:
        """Type a number where any will do."""
        if not self.is_asking or self.walk is None or self.edit.has_focus:
            return
        if self.walk.input.is_typed:
            self.open_edit("")
        else:
            self.view.tell("this scale has no other values")

    # Going

    def action_skip(self) -> None:
        """Go on to the next record."""
        if self.page == ITEM and not self.edit.has_focus:
            self.go(1)

    def action_back(self) -> None:
        """Go back to the input before, or to the record before."""
        if self.page != ITEM or self.walk is None or self.edit.has_focus:
            return
        if self.walk.back():
            self.show()
        elif self.walk.at:
            self.go(-1)

    def action_previous(self) -> None:
        """Go back to the record before."""
        if self.page == ITEM and self.walk is not None and self.walk.at and not self.edit.has_focus:
            self.go(-1)

    def action_forward(self) -> None:
        """Go on to the next input and leave this one as it is."""
        if self.page == ITEM and self.walk is not None and not self.edit.has_focus:
            if self.walk.forward():
                self.go(1)
            else:
                self.show()

    def action_undo(self) -> None:
        """Give up what was given for this record; where that is nothing, take back the last one that was scored."""
        if self.walk is None or self.page == START or self.edit.has_focus:
            return
        if not self.walk.given:
            if not self.walk.done:
                self.view.tell("nothing has been scored in this run")
                return
            if not self.keeper.undo():
                return  # the reason has been said
            self.walk.undone()
            self.page = ITEM
        self.come_up()
        self.show()

    def action_accept(self) -> None:
        """Begin, reveal, take the group's median or what is there already, or sort by what has been scored."""
        if self.page == START:
            self.run_by(self.keeper.methods()[self.chosen])
        elif self.page == END:
            assert self.walk is not None
            self.dismiss(self.walk.method.figure if self.mode != GROUP else None)
        elif not self.is_asking:
            self.action_reveal()
        elif self.mode == AGREE and self.walk is not None and self.record is not None:
            median = self.keeper.median(self.record, self.walk.input)
            if median is None:
                self.action_forward()
            else:
                self.give(median)
        else:
            self.action_forward()

    # The pages

    def action_method(self) -> None:
        """Choose another method."""
        if self.page == ITEM and self.mode != AGREE and self.keep():
            self.page, self.walk = START, None
            self.show()

    def action_group(self) -> None:
        """Score for the group, or for oneself."""
        if self.page == START and self.keeper.kind == "item":
            self.mode = MINE if self.mode == GROUP else GROUP
            self.show()

    def action_reveal(self) -> None:
        """Show what the group has scored."""
        if self.page == ITEM and self.mode == AGREE:
            self.is_revealed = True
            self.show()
        elif self.page == START:
            method = self.keeper.of_group()
            if method is None:
                self.view.tell("nobody has scored any of these for the group")
                return
            self.mode = AGREE
            self.run_by(method)

    def action_scroll(self, step: int) -> None:
        """Scroll the record; on the start page, go to another method."""
        if self.page == START:
            names = list(self.keeper.methods())
            self.chosen = names[max(0, min(len(names) - 1, names.index(self.chosen) + step))]
            self.show()
        else:
            (self.view.context if self.page == ITEM else self.view.asked).move(step)

    def action_page(self, direction: int) -> None:
        """Scroll the record by a page."""
        (self.view.context if self.page == ITEM else self.view.asked).page(direction)
