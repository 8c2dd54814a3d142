"""Choosing what to link with: records that are found, those that are linked now, and new ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click, Key
from textual.widgets import Input

from pmtui.domain.text import folded, one_line
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.screens.dialogs.jump import Ask
from pmtui.widgets.cells import as_title
from pmtui.widgets.compositing import LineCompositor
from pmtui.widgets.found_list import NEW, FoundList, FoundRows, hit_of, move_by_key
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.picker import PickRow
from pmtui.widgets.record_index import Hit

if TYPE_CHECKING:
    from pmtui.screens.host import Host

_MANY = (("enter", "link; ● unlinks"), ("tab", "mark several"), ("alt+enter", "create"), ("esc", "cancel"))
_ONE = (("enter", "link; ● unlinks"), ("alt+enter", "create"), ("esc", "cancel"))
_MARKED = (("enter", "take what is marked"), ("tab", "mark"), ("alt+enter", "create, too"), ("esc", "cancel"))
_CREATING = ("alt+enter", "ctrl+enter")


class Linked(NamedTuple):
    """What was chosen.

    Attributes:
        add: Records to link with.
        remove: Records to unlink.
        create: Kind and title of records to create and link with.
    """

    add: tuple[Hit, ...] = ()
    remove: tuple[Hit, ...] = ()
    create: tuple[tuple[str, str], ...] = ()


class LinkDialog(Dialog[Linked | None]):
    """Asks for records to link with; answers None when it is dismissed with Escape."""

    DEFAULT_CSS = """
    LinkDialog > Vertical { width: 92; height: 20; max-height: 90%; }
    LinkDialog LineEdit, LinkDialog LineEdit:focus { background: $panel; }
    """

    def __init__(
        self, host: Host, ask: Ask, title: str, *, kinds: Sequence[str], linked: Sequence[Hit], every: Collection[Hit],
        own: Collection[Hit], new: Sequence[str], many: bool,
    ) -> None:
        """Ask.

        Args:
            host: The app: its records.
            ask: Looks for records.
            title: What is asked.
            kinds: The kinds that may be linked with.
            linked: What is linked now with any of the records.
            every: Of these, what is linked with all of them.
            own: The records themselves, which cannot be linked with.
            new: The kinds of record that may be created.
            many: Whether several may be linked.
        """
        super().__init__()
        self._compositor = LineCompositor()
        self._host, self._ask, self._title = host, ask, title
        self._kinds, self._new, self._is_many = tuple(kinds), new, many
        self._linked, self._every, self._own = list(linked), set(every), set(own)
        self._marked = set(every)
        self._touched: dict[Hit, bool] = {}
        self._shown: tuple[str | None, list[Hit]] = (None, [])
        self._is_entered = False
        self.edit = LineEdit(placeholder="type to find, or the title of a new one")
        self.list = FoundList(host.id_length)
        self.foot = HintFoot(_MANY if many else _ONE)

    def compose(self) -> ComposeResult:
        """The line, what is found, the keys."""
        with Vertical() as box:
            box.border_title = as_title(self._title)
            yield self.edit
            yield self.list
            yield self.foot

    def on_mount(self) -> None:
        """Show what is linked now; look for more behind."""
        self.edit.focus()
        self.list.is_searching = True
        self._show("", [])
        self._ask("", self._kinds, self._found)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for what is typed now."""
        event.stop()
        self._is_entered = False
        self.list.is_searching = True
        self._ask(event.value, self._kinds, self._found)

    def _found(self, text: str, hits: list[Hit], is_last: bool) -> None:
        if text != self.edit.value or self.is_answered:
            return
        hits = [hit for hit in hits if hit not in self._own]
        if not text.strip():
            hits = [*self._linked, *(hit for hit in hits if hit not in self._linked)]
        self.list.is_searching = not is_last
        if (text, hits) != self._shown or is_last:
            self._show(text, hits)
        if self._is_entered and (hits or is_last):
            self._enter()

    def _show(self, text: str, hits: list[Hit]) -> None:
        row = self.list.cursor_row if text == self._shown[0] else None
        self._shown = (text, hits)
        rows = FoundRows(self._host.snapshot, hits, self._new_rows(text, hits))
        at = next((at for at in range(len(rows)) if row is not None and rows[at].value == row.value), 0)
        self.list.show(rows, text, at)
        self._show_marks()

    def _new_rows(self, text: str, hits: Sequence[Hit]) -> list[PickRow]:
        """A row for each kind that could be created with what is typed; none where a record is called so."""
        title = one_line(text).strip()
        if not title:
            return []
        known = {hit.kind for hit in hits if folded(self._title_of(hit)) == folded(title)}
        return [PickRow(f"{NEW}{kind}", f"create {kind} “{title}”", "", NEW, "success") for kind in self._new if kind not in known]

    def _title_of(self, hit: Hit) -> str:
        table = self._host.snapshot.table(hit.kind)
        at = table.position(hit.id)
        return "" if at is None else str(table.column("title")[at] or "").strip()

    def _show_marks(self) -> None:
        self.list.marked = {f"{hit.kind} {hit.id}" for hit in self._marked}
        partly = [hit for hit in self._linked if hit not in self._every and hit not in self._touched]
        self.list.partly = {f"{hit.kind} {hit.id}" for hit in partly}
        self.list.refresh()
        count = len(self._marked)
        self.query_one(Vertical).border_subtitle = f"{count} linked" if count else ""

    @property
    def is_deciding(self) -> bool:
        """Whether Enter was pressed before what was typed has been found."""
        return self._is_entered

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what is marked; without any mark, link with the record under the cursor, or unlink it."""
        event.stop()
        if event.value == self._shown[0] and (self._shown[1] or not self.list.is_searching):
            self._enter()
        else:
            self._is_entered = True

    def _enter(self) -> None:
        self._is_entered = False
        row = self.list.cursor_row
        if row is not None and row.value.startswith(NEW):
            self._answer((row.value[len(NEW):], one_line(self.edit.value).strip()))
        elif self._touched:
            self._answer()
        elif row is not None:
            self._toggle(hit_of(row))
            self._answer()

    def _toggle(self, hit: Hit) -> None:
        """Link with a record, or unlink it; where only one may be linked, the others are not any more."""
        is_on = hit not in self._marked
        if is_on and not self._is_many:
            for other in self._marked:
                self._touched[other] = False
            self._marked.clear()
        self._touched[hit] = is_on
        (self._marked.add if is_on else self._marked.discard)(hit)

    def _answer(self, *create: tuple[str, str]) -> None:
        add = tuple(hit for hit, is_on in self._touched.items() if is_on)
        remove = tuple(hit for hit, is_on in self._touched.items() if not is_on)
        self.dismiss(Linked(add, remove, create))

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Leave everything as it is."""
        event.stop()
        self.dismiss(None)

    def on_key(self, event: Key) -> None:
        """Move the cursor while the line keeps the focus; tab marks."""
        row = self.list.cursor_row
        if event.key == "tab" and self._is_many and row is not None and " " in row.value:
            self._toggle(hit_of(row))
            self.foot.show(_MARKED)
            self._show_marks()
            self.list.move(1)
        elif event.key in _CREATING and self.edit.value.strip() and self._new:
            self._answer((self._new[0], one_line(self.edit.value).strip()))
        elif not move_by_key(self.list, event.key) and event.key not in ("tab", "shift+tab"):
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: Click) -> None:
        """Link with the record that was clicked."""
        offset = event.get_content_offset(self.list)
        at = offset.y + int(self.list.scroll_offset.y) if offset is not None else -1
        if 0 <= at < len(self.list.rows):
            self.list.move_to(at)
            self._enter()
