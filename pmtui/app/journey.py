"""Editing a cell of a persona's journey in a dialog; what is not saved is kept for the next time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.app.editing_lines import ask_lines
from pmtui.domain.canonical import compact
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.sentences import first_name

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

_COMMAND = "record.set"


class EditingJourneys:
    """Opens the dialog and saves."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_edit_journey(self, arguments: Mapping[str, Any]) -> None:
        """Ask for what a persona does, thinks, feels or suffers in a stage."""
        id, stage, row, entry = (str(arguments[name]) for name in ("persona", "stage", "row", "entry"))
        persona = self.app.snapshot.record("persona", id)
        if persona is None:
            return
        found = next((one for one in persona["journey"] or () if isinstance(one, Mapping) and one.get("id") == entry), {})
        value = found.get(row)
        now = "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")
        help = next(one.help for one in SCHEMA["persona"].fields["journey"].entry if one.name == row)
        title = f"{first_name(persona.title) or persona.title} · {stage} · {row}"
        about = [_COMMAND, f"persona {id}", f"{stage} {row}"]
        ask_lines(self.app, about, title, now, help, lambda text: self._save(id, stage, row, entry, text))

    def _save(self, id: str, stage: str, row: str, entry: str, text: str) -> None:
        """One change: the entry's text, or a stage that the persona's journey did not have."""
        word = f"journey.{entry}.{row}={text}" if entry else f"journey+={compact({'stage': stage, row: text.splitlines()})}"
        self.app.dispatch(_COMMAND, {"targets": (("persona", id),), "fields": (word,)})
