"""The person's own commands: their programs run with the terminal or behind the screens, and how they end is told."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.own_commands import filled
from pmtui.domain.text import one_line
from pmtui.store.code_repository import code_repository
from pmtui.store.layout import record_path
from pmtui.store.user_programs import Ended, run_with_terminal, start_behind
from pmtui.widgets.cells import shortened

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

_SHOWN = 160
"""Characters of what a failed program said that a toast has room for."""


class UserCommands:
    """Runs the person's own programs."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_run_own(self, arguments: Mapping[str, Any]) -> None:
        """Run a program in the folder of the code, about the records that the command was given for."""
        title = one_line(str(arguments["title"]))
        command = filled(arguments["run"], {**arguments["values"], **self._places(arguments["record"])}, arguments["ids"])
        if not command or not command[0].strip():
            self.app.say(f"{title} cannot be run: what it stands for gives no program", "error")
            return
        folder = self._folder()
        if arguments["is_behind"]:
            self.app.say(f"{shortened(title, 60)} runs behind")
            start_behind(command, folder, lambda ended: self._later(title, ended))
            return
        with self.app.suspend():
            ended = run_with_terminal(command, folder, title, arguments["is_waited"])
        self.app.refresh(layout=True)
        self.app.link.refresh()  # it may have changed records
        if not ended.is_done:
            self._tell(title, ended)

    def _places(self, record: tuple[str, str] | None) -> dict[str, str]:
        """What the placeholders stand for that are about places and people."""
        root = self.app.workspace.root
        path = os.path.join(root, *record_path(SCHEMA[record[0]], record[1]).split("/")) if record is not None else ""
        return {"workspace": root, "author": self.app.author, "path": path}

    def _folder(self) -> str:
        """Where programs run: in the working tree of the code, else in the workspace."""
        code = code_repository(self.app.workspace.root, self.app.workspace.settings)
        return code.folder if code is not None else self.app.workspace.root

    def _later(self, title: str, ended: Ended) -> None:
        """Tell how a program ended, from its thread; where it could not even be run, this is the loop's own."""
        if ended.status is None:
            self._tell(title, ended)
        elif self.app.is_running:
            with suppress(RuntimeError):  # the program has just left
                self.app.call_from_thread(self._tell, title, ended)

    def _tell(self, title: str, ended: Ended) -> None:
        if ended.is_done:
            said = ended.lines[-1] if ended.lines else "done"
            self.app.say(f"{shortened(title, 30)}: {shortened(said, 44)}")
        else:
            self.app.say(f"{title} {shortened(ended.words, _SHOWN)}", "error")
