"""The roadmap and what belongs to it told to others from the screens: asks what, as what and for whom; a thread writes the file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.commands.core import Refused
from pmtui.commands.exporting import FORMATS_OF, RELEASE_NOTES, ROADMAP, file_name, refuse_nonsense
from pmtui.domain.readers import CUSTOMERS, TEAM
from pmtui.formats.exports import Asked, exported
from pmtui.screens.dialogs import evidence as dialog
from pmtui.screens.dialogs.evidence import EntryRow
from pmtui.screens.dialogs.export import FILE, ExportDialog
from pmtui.store.errors import StoreError
from pmtui.widgets.choice_line import Choice

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.domain.change import Snapshot
    from pmtui.domain.query import Environment

_WHATS = (
    Choice(ROADMAP, "roadmap", "milestones and their forecast"), Choice(RELEASE_NOTES, "release notes", "of what shipped last"),
    Choice("backlog", "backlog", "what is open, by rank"), Choice("decisions", "decisions", "what was decided, and why"),
)
_FORMATS = (
    Choice("html", "html", "one page, for a browser, a phone, paper"), Choice("markdown", "markdown", "for a chat or a wiki"),
    Choice("csv", "csv", "for a spreadsheet"), Choice("json", "json", "for a program"),
    Choice("mermaid", "mermaid", "a chart that GitHub draws"), Choice("ical", "ical", "for a calendar"),
)
_AUDIENCES = (
    Choice(TEAM, "team", "everything"), Choice(CUSTOMERS, "customers", "only what is meant for them"),
)
AUDIENCE = "for"
"""The row of who reads it; called as people see it, for what is wrong begins with the name of the row."""
_ELSEWHERE = "pmtui export markdown decisions writes a file each"


class Exporting:
    """Opens the dialog and writes the file."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_export_roadmap(self, arguments: Mapping[str, Any]) -> None:
        """Ask what is told, then tell it."""
        rows = [
            EntryRow("what", "what", dialog.CHOICE, "← → or the first letter chooses", _WHATS),
            EntryRow("format", "format", dialog.CHOICE, "← → or the first letter chooses", _FORMATS),
            EntryRow(AUDIENCE, "for", dialog.CHOICE, "customers get public targets, outcomes and solved problems alone", _AUDIENCES),
            EntryRow(FILE, "file", dialog.LINE, f"goes into {_here()} unless it names a folder"),
        ]
        self.app.push_screen(ExportDialog(rows, self._begin, _suggested))

    def _begin(self, values: Mapping[str, str]) -> str:
        """Begin to write; gives what is wrong."""
        format, what, audience = values["format"], values["what"], values[AUDIENCE]
        try:
            refuse_nonsense(format, what, audience)
        except Refused as error:
            about = AUDIENCE if audience == CUSTOMERS and format in FORMATS_OF[what] else "format"
            return f"{about}: {error.words}"
        scenario = self.app.what_if
        if scenario and audience == CUSTOMERS:
            return "for: customers get no what-if; go back to today first"
        if (format, what) == ("markdown", "decisions"):
            return f"format: {_ELSEWHERE}"
        path = values[FILE].strip()
        environment = self.app.environment()
        self.app.say(f"writing {path} …")
        asked = Asked(format, what, audience, scenario=scenario)
        in_thread(self.app, "export", self._write, asked, path, self.app.snapshot, environment, is_awaited=True)
        return ""

    def _write(self, asked: Asked, path: str, snapshot: Snapshot, environment: Environment) -> None:
        from pmtui.domain.release_notes import shipped_milestones
        from pmtui.store.exported_files import write_file

        if asked.what == RELEASE_NOTES:
            asked = asked._replace(milestones=shipped_milestones(snapshot, asked.audience)[:1])
        try:
            found = exported(asked, snapshot, environment, lambda: not self.app.is_running)
            done = write_file(path, found.text, str(self.app.workspace.root))
        except InterruptedError:  # the program ends
            return
        except StoreError as error:
            on_loop(self.app, self.app.say, error.words, "error")
            return
        on_loop(self.app, self.app.say, "; ".join([f"{path}: {done}", *found.said]))


def _suggested(values: Mapping[str, str]) -> str:
    """The name of the file for what was chosen."""
    return file_name(values["format"], values["what"], values[AUDIENCE])


def _here() -> str:
    """The folder in which the program runs, as short as people say it."""
    try:
        here = os.getcwd()
    except OSError:
        return "the folder of pmtui"
    home = os.path.expanduser("~")
    return f"~{here[len(home):]}" if here == home or here.startswith(home + os.sep) else here
