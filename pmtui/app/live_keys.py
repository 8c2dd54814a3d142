"""The live keymap: what the keys of the commands are on the screen that is shown, with what the person's config says instead."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from textual.screen import ModalScreen

from pmtui.app.own_keys import faults_of_keys, live_keymaps
from pmtui.commands.core import Registry
from pmtui.commands.keymap import Keymap, Keymaps, Keys, shown_keys

if TYPE_CHECKING:
    from textual.app import App

    from pmtui.app.effects import Effects
    from pmtui.screens.records_screen import RecordsScreen
    from pmtui.store.config import Config

    _Base = App[Any]
else:
    _Base = object


_TOLD = 3
"""How many faults are told one by one: toasts would cover the screen."""


class LiveKeys(_Base):
    """The part of an app that knows which keys there are."""

    commands: Registry
    config: Config
    effects: Effects

    if TYPE_CHECKING:

        @property
        def records_screen(self) -> RecordsScreen:
            """The main screen under any dialog."""

    @cached_property
    def keymaps(self) -> Keymaps:
        """The keymaps of all screens."""
        return live_keymaps(self.commands, self.config)

    def told_faults(self) -> list[str]:
        """What is wrong with the person's config and keys: the first few, and how many more there are."""
        found = [str(one) for one in (*self.config.faults, *faults_of_keys(self.commands, self.config, self.keymaps))]
        more = f"{len(found) - _TOLD} more faults in {self.config.path}: pmtui keys lists them"
        return found if len(found) <= _TOLD + 1 else [*found[:_TOLD], more]

    @property
    def keys(self) -> dict[Keys, str]:
        """The keys that act on the main screen that is shown."""
        return self.keymaps.on(self._screen_name())

    def keymap(self) -> Keymap:
        """The keys that count now; none while a dialog reads keys itself."""
        return {} if isinstance(self.screen, ModalScreen) else self.keymaps.live(self._screen_name())

    def keys_of(self, id: str) -> tuple[str, ...]:
        """The keys of a command, as shown: here, or where it acts."""
        return tuple(shown_keys(keys) for keys in self.keymaps.of(id, self._screen_name()))

    def titled(self, rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """What may follow a begun sequence, with the titles of the commands in the place of their ids."""
        return [(key, title) for key, id in rows if (title := self.effects.title_of(id))]

    def _screen_name(self) -> str:
        return self.records_screen.name or ""
