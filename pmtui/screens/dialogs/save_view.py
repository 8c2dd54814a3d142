"""How what is shown is to be saved as a view: its name, and for whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.widgets import Input, Static

from pmtui.domain.views import MINE, NAME_MOST, TEAM
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title
from pmtui.widgets.choice_line import Choice, ChoiceLine
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.line_edit import LineEdit


class SaveViewDialog(Dialog[tuple[str, str] | None]):
    """Asks for a name and for whom; answers both, or None."""

    DEFAULT_CSS = """
    SaveViewDialog > Vertical { width: 72; height: auto; padding: 0 1; }
    SaveViewDialog Static { height: auto; }
    SaveViewDialog .fault { color: $warning; }
    """

    def __init__(self, name: str, words: Sequence[str], whose: str, replaces: Callable[[str, str], str]) -> None:
        """Ask.

        Args:
            name: What stands in the line at first.
            words: What is saved, a line each.
            whose: MINE or TEAM, at first.
            replaces: Told a name and whose, says what would be replaced; empty for nothing.
        """
        super().__init__()
        self._words, self._replaces = words, replaces
        self._edit = LineEdit(name, select=True)
        self._edit.placeholder = "a name, such as Payments this quarter"
        self._whose = ChoiceLine((Choice(MINE, "for me", "kept on this computer"), Choice(TEAM, "for the team", "kept with the records")))
        self._whose.at = int(whose == TEAM)
        self._said = Static("", classes="fault", markup=False)

    def compose(self) -> ComposeResult:
        """A box with the name, for whom, and what is saved."""
        with Vertical() as box:
            box.border_title = as_title("Save what is shown as a view")
            yield self._edit
            yield self._whose
            yield self._said
            yield Static("\n".join(self._words), classes="help", markup=False)
            yield HintFoot((("enter", "save"), ("tab", "for me or the team"), ("esc", "cancel")))

    def on_mount(self) -> None:
        """Type at once."""
        self._edit.focus()
        self._look()

    def _look(self) -> None:
        words = self._replaces(self._edit.value.strip(), self._whose.value)
        self._said.update(words)
        self._said.display = bool(words)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what would be replaced."""
        event.stop()
        self._look()

    def on_key(self, event: Key) -> None:
        """Tab changes for whom while the name keeps the keys."""
        if event.key in ("tab", "shift+tab"):
            event.stop()
            event.prevent_default()
            self._whose.choose(self._whose.at + 1)
            self._look()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        event.stop()
        name = event.value.strip()[:NAME_MOST]
        if not name:
            self._said.update("give it a name")
            self._said.display = True
            return
        self.dismiss((name, self._whose.value))

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Close without an answer."""
        event.stop()
        self.dismiss(None)
