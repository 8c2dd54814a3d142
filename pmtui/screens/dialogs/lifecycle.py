"""The life of a product: its figures, the stage that they suggest, what speaks for each verdict; one key decides, and asks why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.widgets import Input, Static

from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title, shortened
from pmtui.widgets.digit_row import digit_of
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.styled_lines import Line

_FRAME = 4
"""Lines of the dialog besides the text: the border, the question, the keys."""
_ASKING = 3
"""Lines that a question takes."""


class Step(NamedTuple):
    """One thing that is asked before a choice is made.

    Attributes:
        name: The argument that the answer becomes.
        question: What is asked.
        value: What the line holds at first.
        help: What belongs there.
        lacking: What is said of an empty line; empty where the line may be empty.
    """

    name: str
    question: str
    value: str
    help: str
    lacking: str = ""


class Choice(NamedTuple):
    """Something that can be decided.

    Attributes:
        key: Its key.
        name: What it is: a stage or a verdict.
        label: What the foot says.
        steps: What it asks.
        is_aside: Whether the foot names it together with others like it.
    """

    key: str
    name: str
    label: str
    steps: tuple[Step, ...]
    is_aside: bool = False


Save = Callable[[str, Mapping[str, str]], str]
"""Saves a choice with its answers; gives what is wrong as `name: words`, or nothing."""
LinesFor = Callable[[int, int], Sequence[Line]]
"""The text for so many cells and lines."""


class LifeCycleDialog(Dialog[bool]):
    """Asks for a stage or a verdict; answers whether one was given."""

    DEFAULT_CSS = """
    LifeCycleDialog > Vertical { width: 110; height: 24; max-height: 96%; padding: 0; overflow: hidden; }
    LifeCycleDialog LinePane { background: $surface; height: 1fr; }
    LifeCycleDialog #question, LifeCycleDialog #said { padding: 0 1; height: 1; display: none; }
    LifeCycleDialog LineEdit { display: none; }
    LifeCycleDialog LineEdit, LifeCycleDialog LineEdit:focus { background: $panel; padding: 0 1; }
    LifeCycleDialog.-asking #question, LifeCycleDialog.-asking #said, LifeCycleDialog.-asking LineEdit { display: block; }
    LifeCycleDialog #said { color: $text-muted; }
    LifeCycleDialog #said.-fault { color: $error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,backspace", "leave", show=False)]

    def __init__(
        self, title: str, lines: LinesFor, choices: Sequence[Choice], save: Save, unsaved: Mapping[str, object] = {},
    ) -> None:
        """Show a product.

        Args:
            title: What it is about.
            lines: The text.
            choices: What can be decided.
            save: Makes the change.
            unsaved: What was typed before and not saved: `choice` and the answers by name.
        """
        super().__init__()
        self._title, self._lines, self._choices, self._save = title, lines, tuple(choices), save
        self._choice: Choice | None = None
        self._at = 0
        self._answers: dict[str, str] = {name: str(value) for name, value in unsaved.items() if name != "choice"}
        self._begun = next((one for one in self._choices if one.name == unsaved.get("choice")), None)
        self.pane = LinePane()
        self.pane.GROUND = "surface"

    def compose(self) -> ComposeResult:
        """The text, the question, the keys."""
        with Vertical() as box:
            box.border_title = as_title(shortened(self._title, 100))
            yield self.pane
            yield Static("", id="question", markup=False)
            yield LineEdit("", id="answer")
            yield Static("", id="said", markup=False)
            yield HintFoot(self._keys)

    @property
    def _keys(self) -> tuple[tuple[str, str], ...]:
        """The keys of the figures; stages that come beside verdicts in one."""
        named = [one for one in self._choices if not one.is_aside]
        aside = " ".join(one.key for one in self._choices if one.is_aside)
        others = ((aside, "stage"),) if aside else ()
        return (*((one.key, one.label) for one in named), *others, ("j", "scroll"), ("esc", "close"))

    def on_mount(self) -> None:
        """Read first; what was not saved goes on."""
        self.pane.focus()
        if self._begun is not None:
            self._begin(self._begun, self._answers)

    def on_resize(self) -> None:
        """The box is as high as the text, once the pane knows how wide it is."""
        self.pane.call_later(self._lay_out)

    def _lay_out(self) -> None:
        width, height = self.pane.text_width, self.size.height
        if width <= 0:
            return
        lines = list(self._lines(width, height))
        self.pane.set_lines(lines)
        most = int(height * 0.96)
        asking = _ASKING if self._choice is not None else 0
        self.query_one(Vertical).styles.height = max(8, min(most, len(lines) + _FRAME - 1 + asking))

    # Choosing

    def on_key(self, event: Key) -> None:
        """Choose by key, or scroll."""
        if self._choice is not None:
            return
        pressed = digit_of(event.key) or event.character or event.key
        found = next((one for one in self._choices if one.key == pressed), None)
        if found is not None:
            self._begin(found, {})
        elif event.key == "space":
            self.pane.page(1)
        elif not self.pane.move_by_letter(event.key):
            return
        event.stop()
        event.prevent_default()

    def _begin(self, choice: Choice, answers: Mapping[str, str]) -> None:
        self._choice, self._answers = choice, dict(answers)
        self.add_class("-asking")
        self._ask(0)
        self._lay_out()

    def _ask(self, at: int, fault: str = "") -> None:
        """Ask a step of the choice."""
        assert self._choice is not None
        self._at = at
        step = self._choice.steps[at]
        count = len(self._choice.steps)
        place = f" ({at + 1} of {count})" if count > 1 else ""
        self.query_one(HintFoot).show((("enter", "next" if at + 1 < count else f"save {self._choice.name}"), ("esc", "back")))
        self.query_one("#question", Static).update(f"{step.question}{place}")
        line = self.query_one(LineEdit)
        line.value = self._answers.get(step.name, step.value)
        line.cursor_position = len(line.value)
        line.focus()
        self._tell(fault or step.help, is_fault=bool(fault))

    def _tell(self, words: str, *, is_fault: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.update(shortened(words, max(20, self.query_one(Vertical).size.width - 4)))
        said.set_class(is_fault, "-fault")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The next step; after the last one, save."""
        event.stop()
        if self._choice is None:
            return
        steps = self._choice.steps
        self._answers[steps[self._at].name] = event.value
        if steps[self._at].lacking and not event.value.strip():
            self._tell(steps[self._at].lacking, is_fault=True)
            return
        if self._at + 1 < len(steps):
            self._ask(self._at + 1)
            return
        fault = self._save(self._choice.name, {step.name: self._answers.get(step.name, step.value) for step in steps})
        if fault:
            guilty = next((at for at, step in enumerate(steps) if fault.startswith(f"{step.name}:")), self._at)
            self._ask(guilty, fault)
        else:
            self.dismiss(True)

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Back to the step before, from the first one to the figures."""
        event.stop()
        if self._choice is None:
            return
        self._answers[self._choice.steps[self._at].name] = self.query_one(LineEdit).value
        if self._at:
            self._ask(self._at - 1)
            return
        self._choice = None
        self.remove_class("-asking")
        self.query_one(HintFoot).show(self._keys)
        self.pane.focus()
        self._lay_out()

    def typed(self) -> Mapping[str, str]:
        """What would be lost, with what it is for; nothing where nothing was typed."""
        if self._choice is None or self.is_answered:
            return {}
        line = next(iter(self.query(LineEdit)), None)
        step = self._choice.steps[self._at]
        answers = {**self._answers, **({step.name: line.value} if line is not None else {})}
        begun = {one.name: one.value for one in self._choice.steps}
        changed = {name: text for name, text in answers.items() if text != begun.get(name, "")}
        return {"choice": self._choice.name, **changed} if changed else {}

    def action_leave(self) -> None:
        """Close."""
        if self._choice is None:
            self.dismiss(False)
