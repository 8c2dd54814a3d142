"""What becomes of a form: saving it, closing it, and keeping a draft so that neither a crash nor a slip costs any text."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from pmtui.commands.core import Refused
from pmtui.commands.forms import form_change
from pmtui.commands.plausibility import Impossible
from pmtui.domain.text import spoken
from pmtui.screens.dialogs.ask import AskDialog
from pmtui.screens.dialogs.form.asking import Answer, AnswerDialog
from pmtui.widgets.form_draft import draft_of
from pmtui.widgets.form_paths import Path
from pmtui.widgets.form_rows import FIELD, Row, form_rows

if TYPE_CHECKING:
    from textual.timer import Timer

    from pmtui.screens.dialogs.form.screen import FormScreen

_PAUSE = 1.0
"""Seconds from a key until what was typed lies in a draft."""


class Keeping:
    """Saves, closes and keeps drafts of a form."""

    def __init__(self, form: FormScreen) -> None:
        """Work for this form."""
        self.form = form
        self._timer: Timer | None = None
        self._has_draft = False

    def begin(self, *, has_draft: bool) -> None:
        """A form has been opened."""
        self._has_draft = has_draft

    # Saving

    def save(self, reason: str = "") -> None:
        """Save in one change and close; the first wrong field comes first."""
        form, model = self.form, self.form.model
        form.entering.close()
        form.opened = None
        if not model.is_dirty and model.record is not None:
            self.close()
            return
        if self._shows_fault():
            return
        try:
            change = form_change(form.host.context(), model.filled(), reason)
        except Impossible as error:
            model.refused = {error.path: error.words.partition(": ")[2]}
            self._show(list(model.refused))
            form.say(f"not saved: {error.words}", "error")
            return
        except Refused as error:
            if error.code == "missing_reason":
                self._ask_reason(str(error))
            else:
                form.say(error.words, "error")
                form.rebuild()
            return
        if form.services.save(change, is_new=model.record is None):
            self._stop()
            self._has_draft = False
            form.services.drop_draft_once_saved(draft_of(model, form.host.environment().now))
            form.dismiss(None)

    def _shows_fault(self) -> bool:
        """Go to the first wrong field, where there is one."""
        model = self.form.model
        faults = dict(model.faults)
        if not faults:
            return False
        row = self._show(list(faults))
        self.form.say(f"not saved: {faults.get(row.path, '') if row is not None else ''}", "error")
        if row is not None:
            self.form.acting.activate(row)
        return True

    def _show(self, paths: Collection[Path]) -> Row | None:
        """Go to the first of these fields."""
        form, model = self.form, self.form.model
        for path in paths:
            form.folds.reveal(model, path)
        form.rows = form_rows(model, form.folds)
        form.cursor = next((at for at, row in enumerate(form.rows) if row.type == FIELD and row.path in paths), 0)
        form.rebuild(keep=False)
        return form.row

    def _ask_reason(self, message: str) -> None:
        def answered(reason: str | None) -> None:
            if reason and reason.strip():
                self.save(reason)
            else:
                self.form.say("not saved: the reason is missing", "warning")

        help = f"{message[:1].upper()}{message[1:]}: it is kept with the record."
        self.form.app.push_screen(AskDialog("Why?", "", help), answered)

    # Closing

    def ask_to_close(self) -> None:
        """Close at once where nothing would be lost; else ask."""
        model = self.form.model
        if not model.is_dirty:
            self.close()
            return
        names = {*model.state.values, *(path[0] for path in model.state.texts)}
        what = f"{len(names)} fields are" if len(names) != 1 else f"{spoken(next(iter(names)))} is"

        def answered(answer: str | None) -> None:
            if answer == "save":
                self.save()
            elif answer == "discard":
                self.close()

        answers = (Answer("s", "save", "save"), Answer("d", "discard what was typed", "discard"), Answer("esc", "keep editing", "stay"))
        self.form.app.push_screen(AnswerDialog("Close without saving?", f"{what} changed and not saved.", answers), answered)

    def close(self) -> None:
        """Close the form; what was typed in it is forgotten."""
        self._drop()
        self.form.dismiss(None)

    # Drafts

    def changed(self) -> None:
        """Something was changed: a draft follows within a second."""
        if self._timer is None:
            self._timer = self.form.set_timer(_PAUSE, self._keep)

    def _keep(self) -> None:
        self._stop()
        model = self.form.model
        if model.is_dirty:
            self._has_draft = True
            self.form.services.keep_draft(draft_of(model, self.form.host.environment().now))
        elif self._has_draft:
            self._drop()

    def flush(self) -> None:
        """Keep what is not saved at once: the program ends."""
        if self._timer is not None and self.form.model.is_dirty:
            self._stop()
            self.form.services.flush_draft(draft_of(self.form.model, self.form.host.environment().now))

    def _drop(self) -> None:
        self._stop()
        if self._has_draft:
            self._has_draft = False
            self.form.services.drop_draft(self.form.model.kind.name, self.form.model.id)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
