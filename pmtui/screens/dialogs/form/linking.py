"""Links in a form: records found by typing, and created where they are missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult

from pmtui.commands.forms import Created
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.link_fields import allowed, makeable
from pmtui.domain.schema import LINK, LINKS, Field
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.screens.dialogs.form.record_picker import Choice, RecordPicker, is_living
from pmtui.screens.dialogs.pick import PickDialog
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

    def __init__(self, picker: RecordPicker, text: str, *, many: bool) -> None:
        """Ask.

        Args:
            picker: The records.
            text: What has been typed already.
            many: Whether several may be picked.
        """
        super().__init__()
        self._text, self._is_many = text, many
        self._picker = picker

    @property
    def is_deciding(self) -> bool:
        """Whether Enter was pressed before what was typed has been found."""
        return self._picker.is_deciding

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
        created = [one for one in form.model.state.created.values() if one.kind in kinds]
        choice = Choice(
            tuple(kinds), form.model.id, tuple(PickRow(one.id, one.title, f"new {one.kind}", "+", "info") for one in created),
            tuple(chosen), can_clear=field.type == LINK,
        )
        new_ids = {one.id for one in created}
        lost = [one for one in chosen if one not in new_ids and not any(is_living(form.host.snapshot, kind, one) for kind in kinds)]

        def answered(linked: FieldLinks | None) -> None:
            form.services.forget_asked()
            if linked is not None:
                ids, title = linked
                if title:
                    self._create(row.path, field, new, title, (*ids, *lost))
                else:
                    self._take(row.path, field, (*ids, *lost) if field.type == LINKS else ids)

        what = new[0] if len(new) == 1 else "a record"
        title = f"{row.label} · tab marks several, enter takes them" if field.type == LINKS else row.label
        many = field.type == LINKS
        picker = RecordPicker(form.host.snapshot, form.services.ask, choice, title=title, many=many, new_detail=f"create {what}")
        form.app.push_screen(FieldLinksDialog(picker, text, many=many), answered)

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
