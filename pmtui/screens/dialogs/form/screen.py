"""The record form: one widget of lines, an editor over the row under the cursor, and what can be done at the foot.

The screen is made once and used again for every record: what is on the stack costs a fifth of what is made anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Key, Paste, Resize

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import LINES, Field
from pmtui.domain.text import spoken
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.screens.dialogs.form.acting import Acting
from pmtui.screens.dialogs.form.choosing import Choosing
from pmtui.screens.dialogs.form.entering import Entering
from pmtui.screens.dialogs.form.keeping import Keeping
from pmtui.screens.dialogs.form.linking import Linking
from pmtui.screens.dialogs.form.outside import Outside
from pmtui.screens.dialogs.form.services import FormServices
from pmtui.screens.dialogs.form.templating import Templating
from pmtui.screens.host import Host
from pmtui.widgets.border_texts import show_title
from pmtui.widgets.cells import shortened, steady, width_of
from pmtui.widgets.form_foot import FormFoot, row_help, row_hints
from pmtui.widgets.form_lines import Opened, form_lines
from pmtui.widgets.form_model import FormModel
from pmtui.widgets.form_paths import Path
from pmtui.widgets.form_rows import FIELD, Folds, Row, form_rows
from pmtui.widgets.form_values import Reading
from pmtui.widgets.form_view import FormView
from pmtui.widgets.hint_line import HintLine
from pmtui.widgets.keys import key_name
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.paste_limits import LINE_LIMIT, TEXT_LIMIT, refuse_paste

if TYPE_CHECKING:
    from textual.widgets import TextArea

_WATCH = 0.5
"""Seconds between two looks at whether others changed the record."""
_MOST_WORDS = 2000


class FormScreen(Dialog[None], inherit_bindings=False):
    """Every field of one record."""

    BLANK = True
    """It covers the whole screen: what is behind it is not painted."""

    DEFAULT_CSS = """
    FormScreen { align: center top; background: $background; }
    FormScreen #form { width: 100%; max-width: 110; height: 100%; border: round $border; border-title-color: $text; padding: 0; }
    FormScreen FormFoot { height: 2; }
    """

    def __init__(self, host: Host, services: FormServices) -> None:
        """A form without a record; `begin` gives it one."""
        super().__init__(name="form")
        self.host = host
        self.services = services
        self.model = FormModel(SCHEMA["item"], "", None)
        self.folds = Folds()
        self.rows: Sequence[Row] = ()
        self.cursor = 0
        self.opened: Opened | None = None
        self.view = FormView()
        self.foot = FormFoot()
        self.hints = HintLine()
        self.box = Container(self.view, self.foot, self.hints, id="form")
        self.entering = Entering(self)
        self.choosing = Choosing(self)
        self.acting = Acting(self)
        self.linking = Linking(self)
        self.outside = Outside(self)
        self.keeping = Keeping(self)
        self.templating = Templating(self)
        self._seen = host.snapshot

    def compose(self) -> ComposeResult:
        """A box with the rows, a help of two lines, and the keys."""
        yield self.box

    def begin(self, model: FormModel, field: str = "", *, has_draft: bool = False) -> None:
        """Show a record's form.

        Args:
            model: The record.
            field: The field on which the cursor stands at first.
            has_draft: Whether a draft of it has been taken up.
        """
        self.model, self.folds, self.opened, self.cursor = model, Folds(), None, 0
        self._seen = self.host.snapshot
        self.is_answered = False
        self.keeping.begin(has_draft=has_draft)
        if field:
            self.folds.reveal(model, (field,))
        self.rows = form_rows(model, self.folds)
        self.cursor = max(self.row_at((field,)) if field else 0, self.row_at(("title",)))
        self.foot.say("")
        if self.is_mounted and self.view.size.width:
            self.rebuild()

    def on_mount(self) -> None:
        """Follow what others do while the form is open."""
        self._watch = self.set_interval(_WATCH, self._look, pause=True)

    def on_screen_resume(self) -> None:
        """Show the record."""
        self._watch.resume()
        if self.entering.editor is None:
            self.view.focus()
        self.rebuild()

    def on_screen_suspend(self) -> None:
        """Another dialog, or none, is on top."""
        self._watch.pause()

    def on_unmount(self) -> None:
        """The program ends: what is not saved is kept."""
        self.keeping.flush()

    # What is shown

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def row_at(self, path: Path) -> int:
        """The row of a path; the first one where there is none."""
        return next((at for at, row in enumerate(self.rows) if row.path == path), 0)

    def rebuild(self, *, keep: bool = True) -> None:
        """Show the model as it is now; the cursor stays on its row."""
        here = self.row
        self.rows = form_rows(self.model, self.folds)
        if keep and here is not None:
            same = [at for at, row in enumerate(self.rows) if (row.type, row.path) == (here.type, here.path)]
            near = [at for at, row in enumerate(self.rows) if row.path == here.path]
            self.cursor = min(same or near or [self.cursor], key=lambda at: abs(at - self.cursor))
        self.cursor = max(0, min(self.cursor, len(self.rows) - 1))
        self._show()

    def _show(self) -> None:
        created = self.model.state.created
        reading = Reading(self.model.kind.name, self.host.snapshot, self.host.environment().today, self.host.id_length, created)
        self.view.show(form_lines(self.rows, self.model, reading, self.view.text_width, self.opened), self.cursor)
        show_title(self.box, f"{self._heading()}{' · edited' if self.model.is_dirty else ''}")
        self.entering.place()
        self.show_foot()

    def _heading(self) -> str:
        kind, title = self.model.kind, str(self.model.top("title") or "")
        if self.model.record is None:
            return f"New {kind.name}{f' · {shortened(steady(title), 50)}' if title else ''}"
        id = kind.shown_id(self.model.id, self.host.id_length(self.model.id))
        return f"{id}  {shortened(steady(title), max(10, min(self.size.width, 110) - width_of(id) - 18))}"

    def show_foot(self) -> None:
        """Say what the row under the cursor is, and which keys matter there."""
        is_typing = self.entering.editor is not None
        self.foot.show(*row_help(self.row, self.model))
        self.hints.show(row_hints(self.row, self.opened, is_typing=is_typing, is_dirty=self.model.is_dirty))

    def preview(self, path: Path, text: str) -> None:
        """Show a long text as it will be read, over the whole screen."""
        from pmtui.screens.dialogs.preview import PreviewDialog

        name = spoken(path[-1])
        self.app.push_screen(PreviewDialog(f"{name} of {self.model.top('title') or 'a new record'}", text))

    def say(self, text: str, role: str = "muted") -> None:
        """Say what has happened, until the next key."""
        self.foot.say(text, role)

    def move_to(self, index: int) -> None:
        """Put the cursor on a row; outside means the nearest end."""
        self.cursor = max(0, min(index, len(self.rows) - 1))
        self.view.show(self.view.lines, self.cursor)
        self.show_foot()

    def edited(self) -> None:
        """Something in the model is another now."""
        self.templating.follow()
        self.keeping.changed()
        self.rebuild()

    def known_words(self, field: Field) -> Sequence[str]:
        """The words that a field has in other records, sorted."""
        if field.name not in self.model.kind.fields:
            return ()
        column = self.host.snapshot.table(self.model.kind.name).column(field.name)
        return sorted({str(one) for value in column.values for one in value or ()})[:_MOST_WORDS]

    def _look(self) -> None:
        """Take in what others did to the record."""
        snapshot = self.host.snapshot
        if snapshot is not self._seen:
            self._seen = snapshot
            here = snapshot.record(self.model.kind.name, self.model.id)
            if here is None and self.model.record is not None:
                self.say("its file is gone or cannot be read any more; what you typed stays", "warning")
            if self.model.follow(here):
                is_gone = here is not None and here.is_deleted
                self.say(f"the record was {'deleted' if is_gone else 'changed'} elsewhere; what you typed stays", "warning")
            self.rebuild()

    # Keys

    def on_key(self, event: Key) -> None:
        """Keys are text while an editor is open, and act on the row under the cursor else."""
        key = key_name(event)
        self.foot.say("")
        if self.is_answered:  # a key of the burst that closed it
            pass
        elif key == "ctrl+s":
            self.keeping.save()
        elif self.entering.editor is not None:
            if not self.entering.key(key, event):
                return
        elif self.choosing.is_open:
            self.choosing.key(key)
        elif key == "esc":
            self.keeping.ask_to_close()
        else:
            self.acting.key(key, event)
        event.stop()
        event.prevent_default()

    def on_paste(self, event: Paste) -> None:
        """A paste is text for the row under the cursor, and nothing where that takes none."""
        event.stop()
        row = self.row
        if self.is_answered or self.entering.editor is not None or self.choosing.is_open:
            return
        if row is None or row.type != FIELD or row.field is None:
            return
        limit = TEXT_LIMIT if row.field.type == LINES else LINE_LIMIT
        if len(event.text) > limit:
            refuse_paste(self, len(event.text), limit)
        else:
            self.acting.type(row, event.text)

    def on_input_changed(self, event: LineEdit.Changed) -> None:
        """Read what is typed."""
        if event.input is self.entering.editor:
            event.stop()
            self.entering.take()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Read what is typed."""
        if event.text_area is self.entering.editor:
            event.stop()
            self.entering.take()

    def on_form_view_clicked(self, event: FormView.Clicked) -> None:
        """Go to a row; the second click edits it."""
        self.entering.close()
        self.opened = None
        self.move_to(event.row)
        self.rebuild()
        row = self.row
        if event.is_again and row is not None:
            self.acting.activate(row)

    def on_form_view_resized(self, event: FormView.Resized) -> None:
        """Make the lines for another width."""
        self.rebuild()

    def on_resize(self, event: Resize) -> None:
        """Keep the editor over its field."""
        self.call_after_refresh(self.entering.place)
