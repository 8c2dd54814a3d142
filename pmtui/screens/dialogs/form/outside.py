"""A form's texts in the person's own editor: one field, or the whole record as it stands in the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.commands.core import Refused
from pmtui.commands.forms import read_text, text_fault, typed_text
from pmtui.commands.outside import change_from_text, editable_text
from pmtui.domain.schema import LINES
from pmtui.widgets.form_paths import Path

if TYPE_CHECKING:
    from pmtui.screens.dialogs.form.screen import FormScreen


class Outside:
    """Hands texts of a form to $EDITOR and takes back what it made of them."""

    def __init__(self, form: FormScreen) -> None:
        """Work for this form."""
        self.form = form

    def edit_field(self, path: Path) -> None:
        """One field."""
        model = self.form.model
        field = model.field(path)
        if field is None:
            return
        self.form.entering.close()
        before = model.state.texts.get(path, typed_text(field, model.value(path)))
        name = f"{path[-1]}.{'md' if field.type == LINES else 'txt'}"
        edited = self.form.services.edited_outside(before + "\n" if before else "", name)
        if edited is None:
            return
        after, _ = edited
        self.form.services.forget_edited()  # whatever it says, the form holds it
        if after.rstrip("\n") == before.rstrip("\n"):
            return
        text = after if field.type == LINES else " ".join(after.split("\n")).strip()
        context = self.form.host.context()
        fault = text_fault(context, field, text)
        model.remember()
        if fault:
            model.put_text(path, text, fault)
        else:
            model.put(path, read_text(context, field, text))
        self.form.edited()

    def edit_record(self) -> None:
        """The whole record, with what has been changed in the form; what the editor changed becomes part of the form."""
        model = self.form.model
        record = model.merged()
        before = editable_text(record)
        edited = self.form.services.edited_outside(before, f"{model.id}.md")
        if edited is None:
            return
        after, place = edited
        try:
            change = change_from_text(self.form.host.context(), record, before, after)
        except Refused as error:
            self.form.host.say(f"{error.words}; your text is kept in {place}", "error")
            return
        self.form.services.forget_edited()
        model.remember()
        for edit in change.edits:
            for name in sorted(edit.fields & set(model.kind.fields)):
                model.put((name,), edit.after.get(name))
        model.forget_idle_step()
        self.form.edited()
