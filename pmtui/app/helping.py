"""Every key, made from the live keymap: what acts on this screen first, then what acts elsewhere and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.commands.core import SHELL, screen_of, why_not
from pmtui.commands.synonyms import SYNONYMS
from pmtui.domain.records import Record
from pmtui.screens.dialogs.keys import KeysDialog
from pmtui.widgets.help_view import HelpRow

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

ELSEWHERE = "On other screens and layouts"
"""The heading of the keys that do nothing here."""
_BY_NAME = "By name"


class Helping:
    """Shows the keys."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_help(self, arguments: Mapping[str, Any]) -> None:
        """Every key, with a search."""
        self.app.push_screen(KeysDialog(self.rows()))

    def rows(self) -> list[HelpRow]:
        """One row a command, in groups: the keys that act on this screen, what goes by name only, and what acts elsewhere."""
        here: list[HelpRow] = []
        unbound: list[HelpRow] = []
        elsewhere: list[HelpRow] = []
        palette = next(iter(self.app.keys_of("app.palette")), "")
        by_name = f"{_BY_NAME}: {palette} and a few letters of it" if palette else _BY_NAME
        context = self.app.context()
        if not context.targets():  # in an empty list the keys act on this screen, too: only not now
            context.cursor = Record(context.kind, "0000000000", {"id": "0000000000", "title": "the first one"})
        for command in self.app.commands:
            if command.scope == SHELL:
                continue
            reason = why_not(command, context)
            keys, also = "  ".join(self.app.keys_of(command.id)), SYNONYMS.get(command.id, "")
            if reason:
                also = f"{also} {command.group} {command.help}"
                elsewhere.append(HelpRow(ELSEWHERE, keys, command.title, reason, command.id, also, is_here=False))
            else:
                row = HelpRow(command.group if keys else by_name, keys, command.title, command.help, command.id, also)
                (here if keys else unbound).append(row)
        groups = list(dict.fromkeys(row.group for row in here))
        alone = {row.group for row in here if screen_of(self.app.commands[row.id])}
        groups.sort(key=lambda group: group not in alone)  # what only this screen has stands first
        return [*sorted(here, key=lambda row: groups.index(row.group)), *unbound, *elsewhere]
