"""Picking records for a field of a form: found behind the screen as one types, however many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.widgets import Input

from pmtui.domain.change import Snapshot
from pmtui.domain.text import folded, one_line
from pmtui.screens.dialogs.finding import Ask
from pmtui.widgets import glyphs
from pmtui.widgets.picker import Picker, PickRow
from pmtui.widgets.record_index import LIMIT, Hit

NONE = PickRow("", "none", "clears the field")
"""The row that clears a field which holds one link."""


class Choice(NamedTuple):
    """What may be picked.

    Attributes:
        kinds: The kinds of the records, in the order to show.
        without: The id of the record that cannot be picked: the form's own.
        created: Rows for records that the form creates.
        chosen: The ids that hold now.
        can_clear: Whether to offer to clear the field.
    """

    kinds: tuple[str, ...]
    without: str
    created: tuple[PickRow, ...]
    chosen: tuple[str, ...]
    can_clear: bool


class RecordPicker(Picker):
    """A picker of records; its rows are asked for, and come when they are found."""

    def __init__(self, snapshot: Snapshot, ask: Ask, choice: Choice, *, title: str, many: bool, new_detail: str) -> None:
        """A picker.

        Args:
            snapshot: The data.
            ask: Looks for records behind the screen.
            choice: What may be picked.
            title: What is asked.
            many: Whether tab marks several.
            new_detail: What picking a text that no record has would do.
        """
        first = next(iter(choice.chosen), "")
        super().__init__((), title=title, many=many, new=True, marked=choice.chosen if many else (), current=first)
        self.new_detail = new_detail
        self._snapshot, self._ask, self._choice = snapshot, ask, choice
        self._answered: str | None = None
        self._shown = ""
        self.is_deciding = self._has_picked = False

    def _find(self, text: str) -> None:
        self.is_deciding = self._has_picked = False
        if self._answered is None:
            self._take(text, [])
        self._ask(text, self._choice.kinds, self._found)

    def _found(self, text: str, hits: list[Hit], is_last: bool) -> None:
        if not self.is_attached or text != self.edit.value:
            return
        row = self.list.cursor_row if text == self._shown else None
        self._answered = text
        self._take(text, hits)
        if row is not None:
            self.list.move_to(next((at for at, one in enumerate(self.list.rows) if one.value == row.value), 0))
        if self.is_deciding and not self._has_picked and (hits or is_last):
            self._submit()

    def _take(self, text: str, hits: Sequence[Hit]) -> None:
        """Show what is found, and what is no record yet; whose name is typed whole comes first."""
        self._shown, wanted = text, folded(text.strip())
        rows = [*self._fixed(wanted), *(self._row(hit.kind, hit.id) for hit in hits)]
        unique = {row.value: row for row in rows if row.value != self._choice.without}
        found = sorted(unique.values(), key=lambda row: folded(row.label) != wanted) if wanted else list(unique.values())
        if wanted and all(folded(row.label) != wanted for row in found):
            found.append(PickRow("", text.strip(), self.new_detail, "+", "success"))
        self.list.show(found, text)
        self.border_subtitle = f"{len(found)}{'+' if len(hits) >= LIMIT else ''}"

    def _fixed(self, wanted: str) -> Iterator[PickRow]:
        """Rows that are no matter of a search: new ones, those that hold now, and nothing."""
        own = [*self._choice.created, *self._held()]
        if self._choice.can_clear:
            own.append(NONE)
        yield from (row for row in own if wanted in folded(f"{row.label} {row.detail}"))

    def _held(self) -> Iterator[PickRow]:
        for id in self._choice.chosen:
            for kind in self._choice.kinds:
                if is_living(self._snapshot, kind, id):
                    yield self._row(kind, id)

    def _row(self, kind: str, id: str) -> PickRow:
        table = self._snapshot.table(kind)
        at = table.position(id)
        if at is None:
            return PickRow(id, "(removed meanwhile)", kind)
        handle = table.column("handle")[at] if kind == "person" else None
        state = str(table.column("status")[at] or "") if table.kind.statuses else ""
        words = (kind if len(self._choice.kinds) > 1 else "", state, f"@{handle}" if handle else "")
        sign, role = (glyphs.status_glyph(state), glyphs.status_role(state)) if state else ("", "text")
        title = one_line(str(table.column("title")[at] or "")) or "(no title)"
        return PickRow(id, title, " ".join(filter(None, words)), sign, role)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pick what is marked, else what is under the cursor; of what is still being looked for, once it is found."""
        event.stop()
        event.prevent_default()  # Textual would call the picker's own, too
        if self._answered == event.value:
            self._submit()
        else:
            self.is_deciding = True

    def _submit(self) -> None:
        """Pick. Who was deciding stays so until the answer has closed the dialog: it would get the next key."""
        row = self.list.cursor_row
        self._has_picked = True
        if self._is_many and (self.list.marked or row is None):
            self.post_message(self.Picked(tuple(self.list.marked), self.edit.value))
        elif row is not None:
            self._pick(row)
        else:
            self.is_deciding = self._has_picked = False


def is_living(snapshot: Snapshot, kind: str, id: str) -> bool:
    """Whether there is a record of a kind that is not deleted."""
    table = snapshot.table(kind)
    at = table.position(id)
    return at is not None and table.column("deleted_at")[at] is None
