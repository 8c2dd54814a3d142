"""The filter line: text and count above; below it the mistake under its column, else what may be typed next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.message import Message
from textual.widgets import Input

from pmtui.domain.query_complete import Completion, without_begun
from pmtui.domain.query_syntax import QuerySyntax
from pmtui.widgets.cells import shortened, steady, width_of
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.one_line import OneLine, Span

PROMPT = " / "
KEYS = (("enter", "keep"), ("esc", "clear"), ("↑", "earlier filters"))
"""Its keys, with what each does, for the line of hints."""

Complete = Callable[[str, int], Sequence[Completion]]
"""From the text and the cursor's index to what may stand there, best first."""


class _Foot(OneLine):
    """The line below: a mistake, or what may be typed next."""

    GROUND = "surface"

    def __init__(self) -> None:
        super().__init__()
        self.mistake: tuple[int, int, str] | None = None
        self.suggestions: Sequence[Completion] = ()

    def spans(self, width: int) -> tuple[Sequence[Span], Sequence[Span]]:
        if self.mistake is not None:
            return mistake_spans(*self.mistake, width), ()
        if not self.suggestions:
            return (), ()
        found = [Span(" " * width_of(PROMPT))]
        room = width - width_of(PROMPT) - 12
        for at, one in enumerate(self.suggestions):
            room -= width_of(steady(one.text)) + 2
            if room < 0:
                found.append(Span("…", "muted"))
                break
            found += [Span(one.text, "accent" if at == 0 else "text"), Span("  ")]
        chosen = self.suggestions[0]
        if chosen.help and room > 12:
            found.append(Span(shortened(steady(chosen.help), room), "muted"))
        return found, [Span("tab ", "key"), Span("takes it ", "muted")]


def mistake_spans(x: int, length: int, words: str, width: int) -> list[Span]:
    """A mark under some cells with words beside it: at the right where there is room, else at the left.

    Args:
        x: The first cell of the mistake.
        length: How many cells it takes, at least 1.
        words: What is wrong and what was expected.
        width: Cells of the line.
    """
    x = max(0, min(x, width - 1))
    mark = "^" * max(1, min(length, width - x))
    words, rest = steady(words), width - x - len(mark) - 2
    if rest >= width_of(words) or x < width // 2:
        return [Span(" " * x), Span(mark, "error"), Span(" " + shortened(words, max(0, rest)), "warning")]
    words = shortened(words, max(0, x - 2))
    return [Span(" " * (x - 1 - width_of(words))), Span(words + " ", "warning"), Span(mark, "error")]


class FilterLine(Vertical):
    """Typed live; the list follows each key. Two lines high whatever it says, so that the list below never jumps."""

    DEFAULT_CSS = """
    FilterLine { height: 2; display: none; background: $surface; }
    FilterLine Horizontal { height: 1; }
    FilterLine LineEdit { width: 1fr; padding: 0; }
    FilterLine LineEdit:focus { padding: 0; }
    FilterLine OneLine.-prompt { width: 3; }
    FilterLine OneLine.-count { width: 20; }
    """

    class Changed(Message):
        """The text is another.

        Attributes:
            text: The text now.
        """

        def __init__(self, text: str) -> None:
            """Carry the text."""
            super().__init__()
            self.text = text

        def can_replace(self, message: Message) -> bool:
            """Of a run of keys only the last text counts."""
            return isinstance(message, FilterLine.Changed)

    class Submitted(Changed):
        """Enter was pressed: keep the filter and go back to the list."""

    class Cancelled(Message):
        """Escape was pressed: the filter is to be cleared."""

    def __init__(self, complete: Complete | None = None, history: Sequence[str] = (), *, id: str | None = None) -> None:
        """A hidden line.

        Args:
            complete: Gives completions; none are shown without it.
            history: Earlier filters, the newest last.
            id: The widget's id.
        """
        super().__init__(id=id)
        self.complete = complete
        self.history = list(history)
        self._at = len(self.history)
        self._draft = ""
        self._mistake: QuerySyntax | None = None
        self.edit = LineEdit(placeholder="status:ready rice>100 tag:billing due<2w …")
        self._foot = _Foot()
        self._count = _Said(classes="-count")

    def compose(self) -> ComposeResult:
        """Prompt, editor and count; the line below."""
        with Horizontal():
            prompt = _Said(classes="-prompt")
            prompt.left = [Span(PROMPT, "key")]
            yield prompt
            yield self.edit
            yield self._count
        yield self._foot

    @property
    def text(self) -> str:
        """The text as typed so far."""
        return self.edit.value

    @property
    def without_begun(self) -> str | None:
        """The text without the term that is being typed, where that is but begun; None where all of it may be meant as it stands."""
        if self.screen.focused is not self.edit:
            return None
        return without_begun(self.text, self.edit.cursor_position, self._foot.suggestions)

    def open(self, text: str = "") -> None:
        """Show the line with a text and take the focus."""
        self._at, self._draft = len(self.history), text
        self.display = True
        self.edit.value = text
        self.edit.cursor_position = len(text)
        self.screen.set_focus(self.edit)  # at once: the next key is text already

    def close(self) -> None:
        """Hide the line; its text stays for the next time."""
        if self.text and (not self.history or self.history[-1] != self.text):
            self.history.append(self.text)
        self.display = False

    def show_count(self, text: str) -> None:
        """Say how many records match, at the right."""
        self._count.right = [Span(text + " ", "muted")]
        self._count.refresh()

    def show_mistake(self, mistake: QuerySyntax | None) -> None:
        """Mark a mistake under its column with what was expected; None takes the mark away."""
        self._mistake, self._foot.mistake = mistake, None
        if mistake is not None and not self._is_being_typed(mistake):
            before = self.text[:mistake.column - 1]
            x = width_of(PROMPT) + width_of(before) - int(self.edit.scroll_offset.x)
            size = width_of(self.text[mistake.column - 1:mistake.column - 1 + mistake.length])
            words = mistake.message + (f"; expected {mistake.expected}" if mistake.expected else "")
            self._foot.mistake = (x, size, words)
        self._foot.refresh()

    def _is_being_typed(self, mistake: QuerySyntax) -> bool:
        """Whether a mistake may be no more than a word that has been begun: something is offered that would end it."""
        end = mistake.column - 1 + mistake.length
        begun = any(one.start < one.end for one in self._foot.suggestions[:1]) or self.text.endswith((":", "<", ">", "="))
        return bool(self._foot.suggestions) and begun and end >= len(self.text) == self.edit.cursor_position

    def insist(self) -> bool:
        """Show the mistake, if there is one, even where the word might go on; return whether there is one."""
        if self._mistake is None:
            return False
        self._foot.suggestions = ()
        self.show_mistake(self._mistake)
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the new text and what may follow."""
        event.stop()
        self._mistake = self._foot.mistake = None
        self._suggest()
        self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter."""
        event.stop()
        self.post_message(self.Submitted(event.value))

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Give the filter up."""
        event.stop()
        self.post_message(self.Cancelled())

    def on_key(self, event: Key) -> None:
        """Tab takes a completion; up and down go through earlier filters."""
        if event.key == "tab":
            self._take()
        elif event.key in ("up", "down"):
            self._recall(-1 if event.key == "up" else 1)
        else:
            return
        event.stop()
        event.prevent_default()

    def _suggest(self) -> None:
        self._foot.suggestions = self.complete(self.text, self.edit.cursor_position) if self.complete and self.text else ()
        self._foot.refresh()

    def _take(self) -> None:
        if self._foot.suggestions:
            one = self._foot.suggestions[0]
            self.edit.replace(one.text, one.start, one.end)

    def _recall(self, step: int) -> None:
        if self._at == len(self.history):
            self._draft = self.text
        self._at = max(0, min(self._at + step, len(self.history)))
        text = self._draft if self._at == len(self.history) else self.history[self._at]
        self.edit.value = text
        self.edit.cursor_position = len(text)


class _Said(OneLine):
    """A line that says what it is told."""

    GROUND = "surface"

    def __init__(self, *, classes: str) -> None:
        super().__init__(classes=classes)
        self.left: Sequence[Span] = ()
        self.right: Sequence[Span] = ()

    def spans(self, width: int) -> tuple[Sequence[Span], Sequence[Span]]:
        return self.left, self.right
