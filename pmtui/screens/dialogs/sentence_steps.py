"""A sentence that grows while one types: one question after the other, and above them what is said so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key, Resize
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from pmtui.domain.sentences import Sentence
from pmtui.domain.text import folded
from pmtui.screens.dialogs.confirm import close_or_ask
from pmtui.screens.dialogs.line_over_list import LineOverList
from pmtui.widgets.cells import as_title
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.one_line import Span
from pmtui.widgets.palette import palette_of
from pmtui.widgets.picker import PickList, PickRow
from pmtui.widgets.styled_lines import Line, paint_line, wrapped_spans

_FRAME = 8
"""Lines of the dialog besides the sentence and the rows: border, blank line, question, line, what belongs here, keys."""
_MOST_ROWS = 6
_HERE = "accent bold underline"
"""The colour role of the part that is being typed."""
_KEYS = (("ctrl+s", "save"), ("esc", "close"))
_TYPED = (("enter", "next"), ("↑", "back"), ("↓", "skip"), *_KEYS)
_CHOSEN = (("enter", "next"), ("↑ ↓", "choose"), ("tab", "skip"), ("shift+tab", "back"), *_KEYS)


class Step(NamedTuple):
    """One question.

    Attributes:
        name: The field that it fills.
        question: What is asked.
        help: What belongs there.
        value: What the field holds now; of a step with rows, the value of a row.
        rows: What can be chosen; without any, everything may be typed.
    """

    name: str
    question: str
    help: str = ""
    value: str = ""
    rows: Sequence[PickRow] = ()


Make = Callable[[Mapping[str, str]], Sentence]
"""The sentence that some values make, by the name of the step."""
Save = Callable[[Mapping[str, str]], str]
"""Saves the values, by the name of the step; gives what is wrong, beginning with the step's name, or nothing."""


class GrowingSentence(Widget):
    """A sentence with its gaps; the part that is being typed stands out."""

    DEFAULT_CSS = """
    GrowingSentence { width: 1fr; height: auto; }
    """
    can_focus = False

    def __init__(self) -> None:
        """Nothing yet."""
        super().__init__()
        self._sentence: Sentence = ()
        self._here, self._most, self._top = "", 99, 0
        self._lines: list[Line] = []

    def show(self, sentence: Sentence, here: str, most: int) -> None:
        """Show a sentence; `here` is the field that is being typed, `most` the lines that there is room for."""
        self._sentence, self._here, self._most = sentence, here, most
        self._wrap()

    def on_resize(self, event: Resize) -> None:
        """Wrap anew."""
        self._wrap()

    def _wrap(self) -> None:
        if self.size.width < 8:
            return
        spans = [Span(one.text, self._role(one.field, one.is_gap)) for one in self._sentence]
        self._lines = wrapped_spans(spans, self.size.width)
        height = max(1, min(len(self._lines), self._most))
        here = next((at for at, line in enumerate(self._lines) if any(one.role == _HERE for one in line)), 0)
        self._top = max(0, min(here - height // 2, len(self._lines) - height))
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height
        self.refresh()

    def _role(self, field: str, is_gap: bool) -> str:
        if field and field == self._here:
            return _HERE
        return "warning" if is_gap else "text bold" if field else "muted"

    def render_line(self, y: int) -> Strip:
        """One line of it."""
        at = y + self._top
        return paint_line(self._lines[at] if at < len(self._lines) else (), self.size.width, palette_of(self.app), "surface")


class SentenceDialog(LineOverList[bool]):
    """Asks for the parts of a sentence, one after the other; answers whether it was saved.

    Enter goes to the next part and saves after the last, ctrl+s saves at once, shift+tab goes back. What is left empty stays a gap.
    """

    DEFAULT_CSS = """
    SentenceDialog > Vertical { width: 88; height: auto; max-height: 100%; padding: 0 1; }
    SentenceDialog #asked { height: 1; margin-top: 1; }
    SentenceDialog #said { height: auto; max-height: 3; color: $text-muted; }
    SentenceDialog #said.-fault { color: $error; }
    """

    def __init__(self, title: str, steps: Sequence[Step], make: Make, save: Save, unsaved: Mapping[str, object] | None = None) -> None:
        """Ask.

        Args:
            title: What it is about.
            steps: The questions; the first that has no value yet is asked first.
            make: Makes the sentence.
            save: Saves it.
            unsaved: What was typed before and not saved, by the name of the step.
        """
        super().__init__()
        self._title, self._steps, self._make, self._save = title, tuple(steps), make, save
        self._begun = {one.name: one.value for one in self._steps}
        self.values = dict(self._begun)
        self.values.update({name: str(value) for name, value in (unsaved or {}).items() if name in self.values})
        self._at = next((at for at, one in enumerate(self._steps) if not self.values[one.name]), 0)
        self.sentence = GrowingSentence()
        self.edit = LineEdit()
        self.list = PickList()
        self.foot = HintFoot(_TYPED)

    def compose(self) -> ComposeResult:
        """The sentence, the question, the line, what can be chosen, what belongs there, the keys."""
        with Vertical() as box:
            box.border_title = as_title(self._title)
            yield self.sentence
            yield Static("", id="asked", markup=False)
            yield self.edit
            yield self.list
            yield Static("", id="said", markup=False)
            yield self.foot

    def on_mount(self) -> None:
        """Ask the first question."""
        self.edit.focus()
        self._ask(self._at)

    def on_resize(self, event: Resize) -> None:
        """As many rows and lines of the sentence as there is room for."""
        self._fit()
        self._show()

    @property
    def step(self) -> Step:
        """The question that is asked."""
        return self._steps[self._at]

    def typed(self) -> Mapping[str, str]:
        """What would be lost, by the name of the step; nothing where nothing was typed."""
        return {} if self.values == self._begun else dict(self.values)

    def _ask(self, at: int) -> None:
        self._at = at
        step = self.step
        label = next((row.label for row in step.rows if row.value == self.values[step.name]), "")
        value = label if step.rows else self.values[step.name]
        with self.prevent(Input.Changed):
            self.edit.value = value
        self.edit.cursor_position = len(value)
        if step.rows:
            self.edit.select_all()  # typing looks for another one
        self.query_one("#asked", Static).update(f"{at + 1} of {len(self._steps)} · {step.question}")
        self.foot.show(_CHOSEN if step.rows else _TYPED)
        self._say(step.help)
        self._offer("")
        self._show()

    def _offer(self, words: str) -> None:
        """Show the rows that have the typed words."""
        step = self.step
        self.list.display = bool(step.rows)
        if step.rows:
            rows = [row for row in step.rows if folded(words) in folded(f"{row.label} {row.detail}")]
            at = next((at for at, row in enumerate(rows) if row.value == self.values[step.name]), 0)
            self.list.show(rows, words, at)
        self._fit()

    def _fit(self) -> None:
        room = self.size.height - _FRAME - 3
        self.list.styles.height = max(1, min(_MOST_ROWS, len(self.step.rows), room))

    def _show(self) -> None:
        rows = min(_MOST_ROWS, len(self.step.rows))
        self.sentence.show(self._make(self.values), self.step.name, max(2, self.size.height - _FRAME - rows - 1))
        said = sum(bool(one.strip()) for one in self.values.values())
        self.query_one(Vertical).border_subtitle = f"{said} of {len(self._steps)} said"

    def _say(self, text: str, *, is_fault: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.update(text)
        said.set_class(is_fault, "-fault")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Let the sentence grow."""
        event.stop()
        step = self.step
        if step.rows:
            self._offer(event.value.strip())
            self.values[step.name] = self._chosen() if event.value.strip() else ""
        else:
            self.values[step.name] = event.value.strip()
        self._say(step.help)
        self._show()

    def _chosen(self) -> str:
        row = self.list.cursor_row
        return row.value if row is not None else ""

    def on_key(self, event: Key) -> None:
        """Move among the rows, go on, go back, save."""
        if event.key in ("ctrl+s", "ctrl+enter"):
            self._finish()
        elif event.key == "tab" or (event.key == "down" and not self.step.rows):
            self._ask(min(self._at + 1, len(self._steps) - 1))
        elif event.key == "shift+tab" or (event.key == "up" and not self.step.rows):
            self._ask(max(self._at - 1, 0))
        elif self.step.rows and self.list.move_by_key(event.key):
            self.values[self.step.name] = self._chosen()
            self._show()
        else:
            return
        event.stop()
        event.prevent_default()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next question; after the last, save."""
        event.stop()
        if self.step.rows and event.value.strip():
            if self.list.cursor_row is None:
                self._say(f"{self.step.name}: nothing is called so: choose one, or leave it empty", is_fault=True)
                return
            self.values[self.step.name] = self._chosen()
        if self._at + 1 < len(self._steps):
            self._ask(self._at + 1)
        else:
            self._finish()

    def pick(self) -> None:
        """Take the row that was clicked, and go on."""
        self.values[self.step.name] = self._chosen()
        self._ask(min(self._at + 1, len(self._steps) - 1))

    def _finish(self) -> None:
        fault = self._save(self.values)
        if not fault:
            self.dismiss(True)
            return
        guilty = next((at for at, one in enumerate(self._steps) if fault.startswith((f"{one.name}:", f"{one.name} "))), None)
        if guilty is not None:
            self._ask(guilty)
        self._say(fault, is_fault=True)

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Close at once where nothing was typed; else ask, for it would be lost."""
        event.stop()
        event.prevent_default()  # the base would close without asking
        close_or_ask(self, is_typed=bool(self.typed()))
