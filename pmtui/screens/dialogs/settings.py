"""What the team has set for itself: every setting with its value and what it touches, changed where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from pmtui.domain.team_schema import OWN_TYPES
from pmtui.screens.dialogs.ask import AskDialog
from pmtui.screens.dialogs.confirm import ConfirmDialog
from pmtui.screens.dialogs.kept_list import KeptListDialog
from pmtui.screens.dialogs.settings_rows import FIELD, NAME, NEW_FIELD, NEW_STATUS, STATUS, TURNS, SettingRow
from pmtui.widgets.cells import as_title, fitted, shortened, steady
from pmtui.widgets.glyphs import status_glyph, status_role
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.picker import PickRow

_KEYS = (("enter", "change"), ("a", "add"), ("D", "take back"), ("u", "undo"), ("esc", "close"))
_HEAD = 20
"""Cells of the words at the left."""


class SettingsKeeper(Protocol):
    """What the list of settings asks of whoever keeps them."""

    def rows(self) -> Sequence[SettingRow]:
        """Every setting as it is now."""

    def change(self, row: SettingRow, line: str) -> str:
        """Give a setting the value that a line says; what is wrong with it, or nothing."""

    def turn(self, row: SettingRow) -> None:
        """Give a setting with two values the other one."""

    def take_back(self, row: SettingRow) -> str:
        """Take a setting back to what is built in; why that cannot be, or nothing."""

    def undo(self) -> None:
        """Undo the last change."""


class SettingsDialog(KeptListDialog[None]):
    """Shows the settings and changes them; every change is saved at once and can be undone."""

    DEFAULT_CSS = """
    SettingsDialog > Vertical { width: 96; height: auto; max-height: 92%; padding: 0; }
    SettingsDialog #said { height: 2; padding: 0 2; }
    """
    ACTIONS: ClassVar = {"enter": "change", "e": "change", "a": "add", "D": "take_back", "u": "undo", "escape": "leave", "q": "leave"}

    def __init__(self, keeper: SettingsKeeper, product: str) -> None:
        """List what the keeper has."""
        super().__init__()
        self._keeper, self._product = keeper, product
        self._rows: Sequence[SettingRow] = ()
        self._said = Static("", id="said", classes="help", markup=False)

    def compose(self) -> ComposeResult:
        """A box with the settings."""
        with Vertical() as box:
            box.border_title = as_title(f"Team settings · {shortened(self._product, 40)}")
            box.border_subtitle = as_title("pmtui.json")
            yield self.list
            yield self._said
            yield HintFoot(_KEYS)

    def begin(self) -> None:
        """Show the settings."""
        self.show_settings()

    def show_settings(self, wanted: str = "") -> None:
        """Show the settings as they are now; the cursor stays on its row, or goes to the one that is wanted."""
        here = wanted or (self._here.id if self._here is not None else "")
        self._rows = self._keeper.rows()
        self.put_rows([self._row(row) for row in self._rows], here, self.app.size.height - 8)
        self._tell("")

    def on_resize(self) -> None:
        """Take the room there is."""
        if self._rows:
            self.show_settings()

    @property
    def _here(self) -> SettingRow | None:
        return self.row_here(self._rows)

    def _row(self, row: SettingRow) -> PickRow:
        at = next(at for at, one in enumerate(self._rows) if one.id == row.id)
        is_first = at == 0 or self._rows[at - 1].head != row.head
        label = f"{fitted(steady(row.head) if is_first else '', _HEAD)}{steady(row.label)}"
        if row.sort == STATUS:
            return PickRow(row.id, label, row.touches, status_glyph(row.key), status_role(row.key))
        return PickRow(row.id, label, row.touches, "•" if row.is_own else " ", "accent")

    def _tell(self, words: str) -> None:
        """Say something; with no words, what the setting under the cursor is for."""
        here = self._here
        self._said.set_class(bool(words), "fault")
        self._said.update(steady(words) or ("" if here is None else here.help))

    def moved(self) -> None:
        """Say what the setting under the cursor is for."""
        self._tell("")

    def action_change(self) -> None:
        """Turn a setting of two values round, or ask for another value of the one under the cursor."""
        here = self._here
        if here is None:
            return
        if here.key in TURNS:
            self._keeper.turn(here)
            self.show_settings()
        else:
            is_rename = here.sort == STATUS and (here.is_own or here.key == here.line)
            self._ask(here, here.key if is_rename else here.line)

    def action_add(self) -> None:
        """Add a status or field, whichever the cursor is among."""
        here = self._here
        if here is None:
            return
        kind = here.kind or "item"
        wanted = NEW_FIELD if here.sort in (FIELD, NEW_FIELD) else NEW_STATUS
        row = next((one for one in self._rows if one.sort == wanted and one.kind == kind), None)
        self._ask(row or next(one for one in self._rows if one.sort == wanted), "")

    def _ask(self, row: SettingRow, line: str, fault: str = "") -> None:
        """Ask for a value until one can be used, or nobody wants to any more."""

        def answered(answer: str | None) -> None:
            if answer is None or (row.sort in (NEW_STATUS, NEW_FIELD) and not answer.strip()):
                return
            wrong = self._keeper.change(row, answer)
            if wrong:
                self._ask(row, answer, wrong)
            else:
                self.show_settings()

        self.app.push_screen(AskDialog(_question(row), line, _help(row), fault), answered)

    def action_take_back(self) -> None:
        """Go back to what is built in; only y confirms where records would change with it."""
        here = self._here
        if here is None or here.sort in (NAME, NEW_STATUS, NEW_FIELD) or not here.is_own:
            self._tell("the team has set nothing here that could be taken back")
            return
        if here.sort not in (STATUS, FIELD):
            self._tell(self._keeper.take_back(here))
            self.show_settings()
            return

        def answered(is_sure: bool | None) -> None:
            wrong = self._keeper.take_back(here) if is_sure else ""
            self.show_settings()
            if wrong:
                self._tell(wrong)

        many = here.touches or "no record"
        detail = f"What {many} hold in it stays in the files." if here.sort == FIELD else f"{many} get what it stands for; u undoes it."
        self.app.push_screen(ConfirmDialog(f"Take the {here.sort} “{here.key}” back?", detail, "y", "take back"), answered)

    def action_undo(self) -> None:
        """Undo the last change."""
        self._keeper.undo()
        self.show_settings()


def _question(row: SettingRow) -> str:
    of = f" of {row.kind}" if row.kind not in ("", "item") else ""
    words = {
        NAME: "Name of the product", STATUS: f"Rename the status {row.key}{of}", FIELD: f"Field {row.key}{of}",
        NEW_STATUS: f"New status{of}", NEW_FIELD: "New field",
    }
    return words.get(row.sort, row.head.capitalize())


def _help(row: SettingRow) -> str:
    if row.sort == STATUS:
        return f"{row.touches} with it are renamed, too." if row.touches else "Files without a status keep meaning the first one."
    if row.sort == NEW_FIELD:
        return f"{row.help}\nTypes: {' '.join(OWN_TYPES)}.\nWith problem: in front it is a field of problems."
    if row.sort == NEW_STATUS:
        return f"{row.help}\nWith problem: in front it is one of problems."
    if row.sort == FIELD:
        return "Name, type, then a range, the choices or the kinds; behind -- what it is for."
    return f"{row.help}\nBlank goes back to what is built in." if row.sort != NAME else row.help
