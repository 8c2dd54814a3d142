"""A one-line editor: whole characters as people see them, and pasted text in full."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.css.styles import RenderStyles
from textual.dom import DOMNode
from textual.events import Key, MouseDown, Paste
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from pmtui.domain.text import one_line
from pmtui.widgets.cells import iter_graphemes
from pmtui.widgets.palette import palette_of
from pmtui.widgets.paste_limits import LINE_LIMIT, refuse_paste

_JOINERS = ("\u200c", "\u200d")
"""They bind what stands around them into one sign, or keep it apart: in emoji, Persian, Hindi and others."""


def boundary_left(text: str, position: int) -> int:
    """Where the character before a position begins."""
    if position <= 0 or text.isascii():
        return max(0, position - 1)
    from wcwidth import grapheme_boundary_before

    return grapheme_boundary_before(text, position)


def boundary_right(text: str, position: int) -> int:
    """Where the character that begins at a position ends."""
    return min(len(text), position + len(next(iter_graphemes(text, position), ""))) if position < len(text) else len(text)


def boundary_near(text: str, position: int) -> int:
    """A position, moved left to the beginning of the character that it falls into."""
    start = boundary_left(text, position)
    return position if boundary_right(text, start) == position else start


def pasted(text: str) -> str:
    """Pasted text on one line, its lines joined with blanks."""
    return " ".join(part for part in (one_line(one).strip() for one in text.splitlines()) if part)


class LineEdit(Input):
    """Textual's Input without its surprises: no split characters, no lost lines of a paste, no blinking."""

    DEFAULT_CSS = """
    LineEdit, LineEdit:focus {
        height: 1;
        border: none;
        padding: 0 1;
        background: $surface;
        background-tint: $surface 0%;
    }
    LineEdit.-over {
        position: absolute;
        overlay: screen;
        padding: 0;
        background: $panel;
    }
    LineEdit.-over:focus { background: $panel; padding: 0; }
    LineEdit:ansi > .input--cursor { background: ansi_default; color: ansi_default; text-style: reverse; }
    """

    class Cancelled(Message):
        """Escape was pressed.

        Attributes:
            editor: The editor.
        """

        def __init__(self, editor: LineEdit) -> None:
            """Name the editor."""
            super().__init__()
            self.editor = editor

    BINDINGS = [("escape", "cancel", "Cancel")]  # noqa: RUF012 (Textual reads the class variable)
    _parts_of: tuple[object, ...] = ()
    """For which theme and state of the line the styles of its parts were worked out."""
    virtual_size = Reactive(Size(0, 0))
    """As Textual's, but another length of the text does not lay the whole screen out anew: the line keeps its place."""

    def __init__(
        self, value: str = "", *, placeholder: str = "", select: bool = False, id: str | None = None, classes: str | None = None,
    ) -> None:
        """An editor.

        Args:
            value: The text to begin with; control characters become blanks.
            placeholder: Shown while it is empty.
            select: Whether all text is selected at the start, so that typing replaces it.
            id: The widget's id.
            classes: The widget's classes.
        """
        super().__init__(one_line(value), placeholder, select_on_focus=select, id=id, classes=classes, compact=True)
        self.cursor_blink = False

    def validate(self, value: str) -> None:
        """Nothing: Textual would give each line a class that says that it is valid, and work out its styles once more."""

    @classmethod
    def over(cls, value: str, region: Region, screen_width: int) -> LineEdit:
        """An editor that lies over a cell: as wide as the cell, or wider where the text needs it.

        Args:
            value: The text to begin with.
            region: The cell on the screen.
            screen_width: Cells that the editor must stay inside; where the text needs more than its cell, it takes all of them.
        """
        editor = cls(value, select=True, classes="-over")
        width = min(screen_width, max(region.width + 1, 24, cell_len(editor.value) + 2))
        if width > region.width + 1:  # half of the next cell beside it would read as part of the text
            width = max(width, screen_width - region.x)
        x = max(0, min(region.x, screen_width - width))
        editor.styles.offset = (x, region.y)
        editor.styles.width = width
        return editor

    # What is worked out only where it is needed: a dialog may have twenty lines, of which one has the cursor

    @classmethod
    def _get_component_classes(cls) -> frozenset[str]:  # type: ignore[override]
        return frozenset()

    def get_component_styles(self, *names: str) -> RenderStyles:
        """The styles of a part, such as the cursor in an empty line; worked out when it is first painted."""
        state = (self.app._css_update_count, self.app.theme, self._pseudo_classes_cache_key, self.classes)
        if state != self._parts_of:
            self._parts_of = state
            self._component_styles.clear()
        for name in names:
            if name not in self._component_styles:
                part = DOMNode(classes=name)
                part._attach(self)
                self.app.stylesheet.apply(part)
                self._component_styles[name] = part.styles
        return super().get_component_styles(*names)

    def update_node_styles(self, animate: bool = True) -> None:
        """Match the styles, of a line that is mounted: one that is being made has them matched when it is."""
        if self._parent is not None:
            super().update_node_styles(animate)

    def _watch_selection(self, selection: Selection) -> None:
        if self._parent is not None:  # else it has no place yet, and nobody types in it
            super()._watch_selection(selection)

    def on_resize(self) -> None:
        """Show the cursor's end of a text that is longer than the line."""
        self.scroll_to_region(Region(self._cursor_offset, 0, 1, 1), force=True, animate=False)

    def on_key(self, event: Key) -> None:
        """Take the joiners inside words and emoji, which Textual leaves out because they print nothing themselves."""
        if event.character in _JOINERS:
            event.stop()
            event.prevent_default()
            self.insert_text_at_cursor(event.character)

    def action_cancel(self) -> None:
        """Tell that the person gave up."""
        self.post_message(self.Cancelled(self))

    def action_cursor_left(self, select: bool = False) -> None:
        """Move left by one character as people see it."""
        start, end = self.selection
        target = boundary_left(self.value, end)
        if select:
            self.selection = Selection(start, target)
        else:
            self.cursor_position = target if self.selection.is_empty else min(start, end)

    def action_cursor_right(self, select: bool = False) -> None:
        """Move right by one character as people see it, or take the suggestion."""
        start, end = self.selection
        if not select and self.cursor_at_end and self._suggestion:
            super().action_cursor_right()
            return
        target = boundary_right(self.value, end)
        if select:
            self.selection = Selection(start, target)
        else:
            self.cursor_position = target if self.selection.is_empty else max(start, end)

    def action_delete_left(self) -> None:
        """Delete the character before the cursor, all of it."""
        if self.selection.is_empty:
            self.delete(boundary_left(self.value, self.cursor_position), self.cursor_position)
        else:
            self.delete_selection()

    def action_delete_right(self) -> None:
        """Delete the character at the cursor, all of it."""
        if self.selection.is_empty:
            self.delete(self.cursor_position, boundary_right(self.value, self.cursor_position))
        else:
            self.delete_selection()

    def action_paste(self) -> None:
        """Paste what was copied inside the program."""
        self._put(self.app.clipboard)

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        self._put(event.text)

    def _put(self, text: str) -> None:
        room = LINE_LIMIT - len(self.value) + len(self.selected_text)
        line = pasted(text) if len(text) <= 2 * LINE_LIMIT else text
        if len(line) > room:
            refuse_paste(self, len(line), room)
        else:
            self.replace(line, *self.selection)

    async def _on_mouse_down(self, event: MouseDown) -> None:
        event.prevent_default()  # Textual would call the handler of the base class once more, after this one
        await super()._on_mouse_down(event)
        self.cursor_position = boundary_near(self.value, self.cursor_position)

    def render_line(self, y: int) -> Strip:
        """Paint the text; Textual's own painting splits joined characters at the cursor, and the screen then breaks."""
        width = self.size.width
        if y or not self.value:
            return super().render_line(y)
        low, high = sorted(self.selection)
        cursor = self.cursor_position if self.has_focus else -1
        plain, marked, chosen, faint = self._styles_of_text()
        parts: list[Segment] = []
        at, x, left = 0, 0, int(self.scroll_offset.x)
        for one in iter_graphemes(self.value):
            size = cell_len(one)
            if x + size > left:
                style = marked if at == cursor else chosen if self.has_focus and low <= at < high else self.style_at(at, plain)
                parts.append(Segment(one, style) if x >= left else Segment(" ", plain))
            at, x = at + len(one), x + size
            if x >= left + width:
                break
        if cursor >= len(self.value):
            hint = self._suggestion[len(self.value):] if self._suggestion.startswith(self.value) else ""
            parts += [Segment(hint[:1] or " ", marked), Segment(hint[1:], faint)]
        return Strip(Segment.simplify(parts)).crop(0, width).adjust_cell_length(width, plain)

    def style_at(self, at: int, plain: Style) -> Style:
        """The style of the character that begins at an index; `plain` unless a subclass knows better."""
        return plain

    def _styles_of_text(self) -> tuple[Style, Style, Style, Style]:
        palette = palette_of(self.app)
        plain = self.rich_style
        if palette.is_bare("cell"):
            return plain, plain + Style(reverse=True), plain + Style(underline=True, bold=True), plain + Style(dim=True)
        swapped = Style(color=palette.colour("background"), bgcolor=palette.colour("text"))
        chosen = plain + Style(bgcolor=palette.colour("cell"))
        return plain, plain + swapped, chosen, plain + Style(color=palette.colour("faint"))
