"""Links in a form: records found by typing, and created where they are missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult

from pmtui.commands.forms import Created
from pmtui.domain.change import Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.link_fields import allowed, makeable
from pmtui.domain.schema import LINK, LINKS, Field
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.screens.dialogs.pick import PickDialog
from pmtui.widgets import glyphs
from pmtui.widgets.form_paths import Path
from pmtui.widgets.form_rows import Row
from pmtui.widgets.picker import Picker, PickRow

if TYPE_CHECKING:
    from pmtui.screens.dialogs.form.screen import FormScreen


class FieldLinks(NamedTuple):
    """What was picked.

    Attributes:
        ids: The records.
        title: The title of a record to create; empty where none is.
    """

    ids: tuple[str, ...]
    title: str = ""


class FieldLinksDialog(Dialog[FieldLinks | None]):
    """Asks for one record or several; answers None when it is dismissed with Escape."""

    def __init__(self, title: str, rows: Sequence[PickRow], chosen: Sequence[str], text: str, create: str, *, many: bool) -> None:
        """Ask.

        Args:
            title: What is asked.
            rows: The records.
            chosen: The ids that hold now.
            text: What has been typed already.
            create: What a title that no record has would create, in a word.
            many: Whether several may be picked.
        """
        super().__init__()
        self._text, self._is_many = text, many
        self._picker = Picker(rows, title=title, many=many, new=True, marked=chosen if many else (), current=next(iter(chosen), ""))
        self._picker.new_detail = f"create {create}"

    def compose(self) -> ComposeResult:
        """The picker."""
        yield self._picker

    def on_mount(self) -> None:
        """Begin with what has been typed."""
        if self._text:
            self._picker.edit.insert_text_at_cursor(self._text)

    def on_picker_picked(self, event: Picker.Picked) -> None:
        """Answer; a new record joins those that are marked."""
        event.stop()
        marked = tuple(self._picker.list.marked) if self._is_many else ()
        self.dismiss(FieldLinks(marked, event.text) if event.is_new else FieldLinks(tuple(one for one in event.values if one)))

    def on_picker_cancelled(self, event: Picker.Cancelled) -> None:
        """Close without an answer."""
        event.stop()
        self.dismiss(None)


def link_rows(snapshot: Snapshot, kinds: Sequence[str], without: str, created: Sequence[Created]) -> list[PickRow]:
    """The living records of some kinds, those that the form creates, and nothing.

    Args:
        snapshot: The data.
        kinds: The kinds, in the order to show.
        without: The id of the form's own record, which cannot be linked to itself.
        created: New records of the form.
    """
    rows = [PickRow(one.id, one.title, f"new {one.kind}", "+", "info") for one in created if one.kind in kinds]
    for kind in kinds:
        table, schema = snapshot.table(kind), SCHEMA[kind]
        deleted, titles = table.column("deleted_at"), table.column("title")
        status = table.column("status") if schema.statuses else None
        handle = table.column("handle") if kind == "person" else None
        for at in table.in_order():
            if deleted[at] is None and table.id(at) != without:
                state = str(status[at]) if status is not None else ""
                words = (kind if len(kinds) > 1 else "", state, f"@{handle[at]}" if handle is not None and handle[at] else "")
                sign, role = (glyphs.status_glyph(state), glyphs.status_role(state)) if state else ("", "text")
                rows.append(PickRow(table.id(at), str(titles[at] or ""), " ".join(filter(None, words)), sign, role))
    return rows


class Linking:
    """Asks for the records that a field of a form points to."""

    def __init__(self, form: FormScreen) -> None:
        """Work for this form."""
        self.form = form

    def open(self, row: Row, text: str = "") -> None:
        """Ask which records a row's field points to; `text` has been typed already."""
        field = row.field
        if field is None:
            return
        form = self.form
        kinds, new = allowed(field, form.model.kind), makeable(field, form.model.kind)
        value = form.model.value(row.path)
        chosen = [str(one) for one in value] if isinstance(value, list) else [value] if isinstance(value, str) else []
        rows = link_rows(form.host.snapshot, kinds, form.model.id, list(form.model.state.created.values()))
        if field.type == LINK:
            rows.append(PickRow("", "none", "clears the field"))
        known = {one.value for one in rows}
        lost = [one for one in chosen if one not in known]

        def answered(linked: FieldLinks | None) -> None:
            if linked is not None:
                ids, title = linked
                if title:
                    self._create(row.path, field, new, title, (*ids, *lost))
                else:
                    self._take(row.path, field, (*ids, *lost) if field.type == LINKS else ids)

        what = new[0] if len(new) == 1 else "a record"
        title = f"{row.label} · tab marks several, enter takes them" if field.type == LINKS else row.label
        form.app.push_screen(FieldLinksDialog(title, rows, chosen, text, what, many=field.type == LINKS), answered)

    def _create(self, path: Path, field: Field, kinds: Sequence[str], title: str, others: tuple[str, ...]) -> None:
        def made(kind: str | None) -> None:
            if kind:
                new = Created(self.form.host.context().new_id(), kind, title)
                self._take(path, field, (*others, new.id) if field.type == LINKS else (new.id,), new)

        if len(kinds) == 1:
            made(kinds[0])
        else:
            rows = [(one, one, SCHEMA[one].help) for one in kinds]
            self.form.app.push_screen(PickDialog(f"What is “{title[:40]}”?", rows), made)

    def _take(self, path: Path, field: Field, ids: tuple[str, ...], new: Created | None = None) -> None:
        model = self.form.model
        model.remember()
        if new is not None:
            model.create(new)
        model.put(path, (sorted(set(ids)) or None) if field.type == LINKS else next(iter(ids), None))
        model.forget_idle_step()
        self.form.edited()
