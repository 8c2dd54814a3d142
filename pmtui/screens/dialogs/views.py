"""The list of saved views, from which one is shown, put on a digit, renamed or deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple, Protocol

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.views import BUILT_IN, DIGITS, MINE, NAME_MOST, TEAM, SavedView
from pmtui.screens.dialogs.ask import AskDialog
from pmtui.screens.dialogs.confirm import ConfirmDialog
from pmtui.screens.dialogs.kept_list import KeptListDialog
from pmtui.widgets.cells import as_title, fitted, shortened, steady
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.picker import PickRow

_KEYS = (("enter", "show"), ("1-9", "show"), ("m", "digit"), ("r", "rename"), ("D", "delete"), ("s", "save shown"), ("esc", "close"))
_WHOSE = {BUILT_IN: "", MINE: "yours", TEAM: "team"}
_NAME = 24
"""Cells of the names in the list of views, from which its filter stands."""


class ViewRow(NamedTuple):
    """One view in the list.

    Attributes:
        view: The view.
        digit: The digit on which it stands on this screen; empty for none.
        place: The screen that shows it, where that is another one.
        fault: Why it cannot be shown; empty where it can.
    """

    view: SavedView
    digit: str = ""
    place: str = ""
    fault: str = ""

    @property
    def words(self) -> str:
        """All that the view asks for, on one line; what is wrong with it, if something is."""
        view = self.view
        more = (("sort:", view.sort), ("group:", view.group), ("as ", view.layout), ("columns ", ", ".join(view.columns)))
        return self.fault or " · ".join([view.query or "everything", *(f"{name}{value}" for name, value in more if value)])


class Keeper(Protocol):
    """What the list of views asks of whoever keeps them."""

    def rows(self) -> Sequence[ViewRow]:
        """Every view, those of this screen first."""

    def count(self, view: SavedView) -> int | None:
        """How many records a view shows; None where it cannot be shown."""

    def place(self, view: SavedView, digit: str) -> None:
        """Put a view on a digit of this screen; an empty one takes it off."""

    def rename(self, view: SavedView, name: str) -> str:
        """Give a view another name; why that cannot be, or nothing."""

    def delete(self, view: SavedView) -> None:
        """Delete a view."""

    def restore(self) -> str:
        """Bring back the view of one's own that was deleted last; its name, empty where there is none."""


class ViewsDialog(KeptListDialog[SavedView | str | None]):
    """Asks for a view; answers it, `0` for none, `s` to save what is shown, or None."""

    DEFAULT_CSS = """
    ViewsDialog > Vertical { width: 90; height: auto; max-height: 90%; padding: 0; }
    ViewsDialog #said { height: 1; padding: 0 2; }
    """
    ACTIONS: ClassVar = {
        "enter": "pick", "s": "save", "m": "digit", "r": "rename", "D": "delete", "u": "restore",
        "escape": "leave", "q": "leave", "w": "leave",
    }

    def __init__(self, keeper: Keeper) -> None:
        """List what the keeper has."""
        super().__init__()
        self._keeper = keeper
        self._counts: dict[str, int | None] = {}
        self._rows: Sequence[ViewRow] = ()
        self._is_placing = False
        self._said = Static("", id="said", classes="help", markup=False)
        self._foot = HintFoot(_KEYS)

    def compose(self) -> ComposeResult:
        """A box with the views."""
        with Vertical() as box:
            box.border_title = as_title("Saved views")
            yield self.list
            yield self._said
            yield self._foot

    def begin(self) -> None:
        """Show the views at once; how much each shows is counted behind that, one after the other."""
        self.show_views()
        self._count_next()

    def show_views(self) -> None:
        """Show the views as they are now; the cursor stays on its view."""
        here = self._here
        self._rows = self._keeper.rows()
        self.put_rows([self._row(row) for row in self._rows], here.view.key if here is not None else "", self.app.size.height - 7)
        if not self._is_placing:
            self._tell("")

    @property
    def _here(self) -> ViewRow | None:
        return self.row_here(self._rows)

    def _row(self, row: ViewRow) -> PickRow:
        view = row.view
        count = self._counts.get(view.key)
        shown = "" if count is None else f"{count:,}"
        words = row.fault or view.query or "everything"
        label = f"{fitted(steady(view.name), _NAME)}  {steady(words)}"
        return PickRow(view.key, label, f"{row.place or _WHOSE[view.whose]:<10} {shown:>6}", row.digit or " ", "key")

    def _count_next(self) -> None:
        """Count for one view, then let keys in before the next."""
        if self.is_answered or not self.is_attached:
            return
        row = next((one for one in self._rows if one.view.key not in self._counts), None)
        if row is not None:
            self._counts[row.view.key] = None if row.fault else self._keeper.count(row.view)
            self.show_views()
            self.set_timer(0.005, self._count_next)

    def moved(self) -> None:
        """Say what the view under the cursor asks for."""
        self._tell("")

    def takes(self, key: str) -> bool:
        """Show the view on a digit, or put the one under the cursor there."""
        if self._is_placing:
            self._place(key)
        elif key == "0":
            self.dismiss("0")
        elif key in DIGITS:
            self._pick(next((row for row in self._rows if row.digit == key), None))
        else:
            return False
        return True

    def _place(self, key: str) -> None:
        self._is_placing = False
        self._tell("")
        self._foot.show(_KEYS)
        here = self._here
        if here is not None and (key in DIGITS or key == "0"):
            self._keeper.place(here.view, "" if key == "0" else key)
            self.show_views()

    def _tell(self, words: str) -> None:
        """Say something; with no words, all that the view under the cursor asks for."""
        here = self._here
        self._said.update(shortened(steady(words or ("" if here is None else here.words)), max(20, self.list.size.width - 6)))

    def _pick(self, row: ViewRow | None) -> None:
        if row is None:
            self._tell("no view stands on that digit: m puts the one under the cursor there")
        elif row.fault:
            self._tell(f"it cannot be shown: {row.fault}")
        else:
            self.dismiss(row.view)

    def action_pick(self) -> None:
        """Show the view under the cursor."""
        self._pick(self._here)

    def action_save(self) -> None:
        """Save what is shown."""
        self.dismiss("s")

    def action_digit(self) -> None:
        """Ask for the digit of the view under the cursor."""
        here = self._here
        if here is None:
            return
        if here.place or here.view.kind not in SCHEMA.kinds:
            self._tell(here.fault or f"it stands on the digits of {here.place}: w w there")
            return
        self._is_placing = True
        self._tell(f"On which digit is “{shortened(here.view.name, 40)}” to stand? 0 takes it off its digit.")
        self._foot.show((("1-9", "that digit"), ("0", "none"), ("any other key", "cancel")))

    def action_rename(self) -> None:
        """Ask for another name."""
        here = self._own("renamed")
        if here is None:
            return

        def answered(name: str | None) -> None:
            if name and name.strip() and name.strip() != here.name:
                fault = self._keeper.rename(here, name.strip()[:NAME_MOST])
                if fault:
                    self._tell(fault)
                    return
                self._counts.clear()
                self.show_views()
                self._count_next()

        self.app.push_screen(AskDialog("Name of the view", here.name, "The team sees it, too." if here.whose == TEAM else ""), answered)

    def action_delete(self) -> None:
        """Delete the view under the cursor; only y confirms."""
        here = self._own("deleted")
        if here is None:
            return

        def answered(is_sure: bool | None) -> None:
            if is_sure:
                self._keeper.delete(here)
                self.show_views()

        whose = "It goes for the whole team; u on the screen" if here.whose == TEAM else "It is yours alone; u in this list"
        question = f"Delete the view “{shortened(here.name, 30)}”?"
        self.app.push_screen(ConfirmDialog(question, f"{whose} brings it back.", "y", "delete"), answered)

    def action_restore(self) -> None:
        """Bring back the view of one's own that was deleted last."""
        name = self._keeper.restore()
        self.show_views()
        self._tell(f"“{name}” is back" if name else "no view of your own was deleted; u on the screen brings back one of the team")
        self._count_next()

    def _own(self, what: str) -> SavedView | None:
        here = self._here
        if here is not None and here.view.whose == BUILT_IN:
            self._tell(f"a built-in view cannot be {what}; m and 0 take it off its digit")
            return None
        return None if here is None else here.view
