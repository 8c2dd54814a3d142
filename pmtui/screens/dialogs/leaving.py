"""Dialogs that are pages to read: the keys that go to another screen close them and go there, as on a main screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from pmtui.commands.keymap import normal_key
from pmtui.screens.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from pmtui.screens.host import Host

T = TypeVar("T")
SCREENS = ("1-8", "screens")
"""What the foot says of it."""


class PageDialog(Dialog[T]):
    """A page over the screen, from which digits and chords lead on."""

    _begun: tuple[str, ...] = ()

    def leaves_by(self, key: str) -> bool:
        """Close and go to another screen, where a key, or the ones before with it, mean that; False where they do not.

        The first key of a chord is told of, too, and may mean something here besides: `g` goes to the top.

        Args:
            key: As Textual names it.
        """
        host = cast("Host", self.app)
        keys, self._begun = (*self._begun, normal_key(key)), ()
        command = host.keys.get(keys, "")
        if command.startswith("go.") and command != "go.back":  # back is what the dialog says it is
            self.dismiss(None)
            self.app.call_later(host.dispatch, command)
            return True
        if len(keys) == 1 and any(one[:1] == keys and id.startswith("go.") for one, id in host.keys.items()):
            self._begun = keys
        return False
