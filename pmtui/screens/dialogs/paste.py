"""A Markdown list before it becomes records: the text, and below it what each line would be."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key, Resize
from textual.timer import Timer
from textual.widgets import Static, TextArea

from pmtui.commands.pasting import CRITERIA, ITEMS, PastedList, Row
from pmtui.domain.schema import Kind
from pmtui.domain.text import counted
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets import glyphs
from pmtui.widgets.cells import as_title, shortened
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.long_text import LongText
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

_REST = 0.15
"""Seconds that nothing is typed before the list is read again."""
_ROLES = {"tag": "info", "person": "accent", "choice": "warning", "number": "success", "link": "accent", "date": "info"}

Read = Callable[[str, str], PastedList]
"""Reads a text; told what nested checkboxes become. Called on a thread."""
Add = Callable[[str, str], str]
"""Adds what a text says; gives what is wrong, or nothing."""


class PasteDialog(Dialog[str]):
    """Shows what a list would add, and adds it; answers with the text that was not added."""

    DEFAULT_CSS = """
    PasteDialog > Vertical { width: 104; height: 92%; }
    PasteDialog LongText, PasteDialog LongText:focus { height: 40%; padding: 0 1; background: $panel; }
    PasteDialog LinePane { background: $surface; }
    PasteDialog #said { height: 1; padding: 0 1; color: $text-muted; }
    PasteDialog #said.-fault { color: $error; height: auto; max-height: 3; }
    """

    def __init__(self, kind: Kind, text: str, read: Read, add: Add) -> None:
        """Show a text; without one, it is pasted or typed here."""
        super().__init__()
        self._kind, self._read, self._add = kind, read, add
        self._nested = CRITERIA
        self._rest: Timer | None = None
        self.said = Static("", id="said", markup=False)
        self.editor = LongText(text)
        self.preview = LinePane()
        self.preview.GROUND = "surface"
        self.foot = HintFoot(())

    def compose(self) -> ComposeResult:
        """The text, what it would add, what is to be said of it, the keys."""
        with Vertical() as box:
            box.border_title = as_title(f"Add {self._kind.plural} from a list")
            yield self.editor
            yield self.preview
            yield self.said
            yield self.foot

    def on_mount(self) -> None:
        """Show what was pasted; else wait for it."""
        has_text = bool(self.editor.text.strip())
        self.editor.display = not has_text
        (self.preview if has_text else self.editor).focus()
        self._show_keys()
        self._look()

    def on_resize(self, event: Resize) -> None:
        """Wrap what is shown anew."""
        self.call_after_refresh(self._look)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Read the list again once the typing rests."""
        event.stop()
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(_REST, self._look)

    def on_descendant_focus(self) -> None:
        """Other keys count in the text."""
        self._show_keys()

    def _show_keys(self) -> None:
        other = ITEMS if self._nested == CRITERIA else CRITERIA
        if self.editor.has_focus:
            self.foot.show((("ctrl+s", "add"), ("tab", "preview"), ("esc", "close, text kept")))
        else:
            self.foot.show((("enter", "add"), ("c", f"nested checkboxes as {other}"), ("e", "edit"), ("esc", "close")))

    def _look(self) -> None:
        self.run_worker(self._look_behind(self.editor.text, self._nested), exclusive=True)

    async def _look_behind(self, text: str, nested: str) -> None:
        width = max(20, self.preview.text_width)

        def read() -> tuple[PastedList, list[Line]]:
            found = self._read(text, nested)
            return found, [line for row in found.rows for line in row_lines(row, width)]

        found, lines = await asyncio.to_thread(read)
        if self.is_attached and not self.is_answered:  # it may have been closed while the list was read
            self.preview.set_lines(lines)
            self._say(*summary(found, self._kind))

    def _say(self, text: str, is_fault: bool = False) -> None:
        self.said.update(text if is_fault else shortened(text, max(20, self.preview.size.width - 2)))
        self.said.set_class(is_fault, "-fault")

    def on_key(self, event: Key) -> None:
        """Add, go to the other part, choose what nested checkboxes become, or close."""
        if event.key in ("ctrl+s", "ctrl+enter") or (event.key == "enter" and not self.editor.has_focus):
            self._finish()
        elif event.key == "escape":
            self.dismiss(self.editor.text)
        elif event.key in ("tab", "shift+tab"):
            (self.preview if self.editor.has_focus and self.editor.text.strip() else self._opened_editor()).focus()
        elif self.editor.has_focus:
            return
        elif event.key == "e":
            self._opened_editor().focus()
        elif event.key == "c":
            self._nested = ITEMS if self._nested == CRITERIA else CRITERIA
            self._show_keys()
            self._look()
        elif event.key == "space":
            self.preview.page(1)
        elif event.key == "q":
            self.dismiss(self.editor.text)
        else:
            self.preview.move_by_letter(event.key)
        event.stop()
        event.prevent_default()

    def _opened_editor(self) -> LongText:
        self.editor.display = True
        return self.editor

    def _finish(self) -> None:
        fault = self._add(self.editor.text, self._nested)
        if fault:
            self._say(fault, is_fault=True)
        else:
            self.dismiss("")


def row_lines(row: Row, width: int) -> list[Line]:
    """A record or criterion to be, indented as it is nested: its words, then what they set."""
    indent = "  " * row.depth
    if row.line is None:
        mark = Span(f"{glyphs.DONE if row.draft.done else glyphs.OPEN} ", "success" if row.draft.done else "muted")
        return wrapped_spans([Span(row.draft.text, "muted")], width, (Span(indent), mark), f"{indent}  ")
    spans = [Span(row.line.title or row.draft.text, "muted" if row.draft.done else "text")]
    spans += [Span("  "), Span("done", "success")] if row.draft.done and row.values.get("status") else []
    for piece in row.line.pieces:
        if piece.shown:
            spans += [Span("  "), Span(piece.shown, _ROLES.get(piece.role, "muted"))]
    if row.values.get("body"):
        lines = len(row.values["body"])
        spans += [Span("  "), Span(f"+ {counted(lines, 'line')} of text", "faint")]
    return wrapped_spans(spans, width, (Span(indent), Span("• ", "accent")), f"{indent}  ")


def summary(found: PastedList, kind: Kind) -> tuple[str, bool]:
    """What a list would add, in words, and whether something is wrong with it."""
    if not found.rows:
        return "paste or type a list: a record a line, with #tag @who 3pts as in quick add", False
    criteria = len(found.rows) - found.records
    words = [counted(found.records, kind.name, kind.plural)]
    words += [counted(criteria, "criterion", "criteria")] if criteria else []
    texts = _stayed(found.rows)
    words += [f"stayed text: {', '.join(texts[:3])}{' …' if len(texts) > 3 else ''}"] if texts else []
    words += [f"left out: “{found.left_out[0][:30]}”{f' and {len(found.left_out) - 1} more' if len(found.left_out) > 1 else ''}"] \
        if found.left_out else []
    words += ["the list is cut: it is too long for one paste"] if found.is_cut else []
    return " · ".join(words), found.is_cut


def _stayed(rows: Sequence[Row]) -> list[str]:
    """The words that look like a sigil and could not be taken."""
    return [row.draft.text[one.column - 1:one.column - 1 + one.length] for row in rows if row.line is not None for one in row.line.mistakes]
