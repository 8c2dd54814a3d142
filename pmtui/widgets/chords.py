"""Sequences of keys such as `g b`: pressed one after the other, with a hint of what may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from textual.events import Event, Key
from textual.timer import Timer
from textual.widgets import Input

from pmtui.commands.keymap import Keymap, Keys, shown_keys
from pmtui.widgets.keys import key_name

if TYPE_CHECKING:
    from textual.app import App

    _Base = App[Any]
else:
    _Base = object

HINT_AFTER = 0.4
"""Seconds until the continuations of a begun sequence are shown."""


class Outcome(NamedTuple):
    """What a key led to.

    Attributes:
        kind: command (a sequence is complete), pending (it may go on), unknown (nothing goes on that way), cancelled, or
            free (the key is not part of any sequence and belongs to whoever has the focus).
        keys: The sequence so far.
        command: The id of the command, when complete.
    """

    kind: str
    keys: Keys = ()
    command: str = ""


class ChordReader:
    """Follows the keys pressed; holds no keymap of its own, for it may change between two keys."""

    def __init__(self) -> None:
        """Begin with nothing pressed."""
        self.pending: Keys = ()

    def feed(self, key: str, keymap: Keymap) -> Outcome:
        """Take one key, by its name."""
        before, self.pending = self.pending, ()
        if before and key == "esc":
            return Outcome("cancelled", before)
        keys = (*before, key)
        if keys in keymap:
            return Outcome("command", keys, keymap[keys])
        if continuations(keys, keymap):
            self.pending = keys
            return Outcome("pending", keys)
        return Outcome("unknown" if before else "free", keys)


def continuations(keys: Keys, keymap: Keymap) -> list[tuple[str, str]]:
    """What may follow a begun sequence: the rest of the keys as shown, and the command's id."""
    size = len(keys)
    return [(shown_keys(one[size:]), id) for one, id in keymap.items() if len(one) > size and one[:size] == keys]


class Chords(_Base):
    """The part of an app that turns keys into commands, unless a text field has the focus.

    The app overrides `keymap`, `run_keys`, and what shows and hides the hint.
    """

    _reader: ChordReader | None = None
    _hint_timer: Timer | None = None

    def keymap(self) -> Keymap:
        """The keys that count now; empty while a dialog is open that reads keys itself."""
        raise NotImplementedError

    async def run_keys(self, command: str, keys: Keys) -> None:
        """Run the command of a complete sequence."""
        raise NotImplementedError

    def show_continuations(self, keys: Keys, rows: list[tuple[str, str]]) -> None:
        """Show what may follow, as rows of keys and command id."""

    def hide_continuations(self) -> None:
        """Take the hint away."""

    @property
    def is_typing(self) -> bool:
        """Whether a text field has the focus, so that keys are text."""
        return isinstance(self.focused, Input)

    def cancel_chord(self) -> None:
        """Forget a begun sequence: the focus or the screen changed."""
        if self._reader is not None:
            self._reader.pending = ()
        self._stop_hint()

    async def on_event(self, event: Event) -> None:
        """Take keys before anybody else does."""
        if isinstance(event, Key) and not event.is_forwarded and await self._took(event):
            event.stop()
            return
        await super().on_event(event)

    async def _took(self, event: Key) -> bool:
        if self.is_typing:
            self.cancel_chord()
            return False
        if self._reader is None:
            self._reader = ChordReader()
        outcome = self._reader.feed(key_name(event), self.keymap())
        self._stop_hint()
        if outcome.kind == "free":
            return False
        if outcome.kind == "pending":
            self._hint_timer = self.set_timer(HINT_AFTER, self._show_hint)
        elif outcome.kind == "command":
            await self.run_keys(outcome.command, outcome.keys)
        elif outcome.kind == "unknown":
            self.unknown_keys(outcome.keys)
        return True

    def unknown_keys(self, keys: Keys) -> None:
        """Say that nothing goes by these keys; they have been swallowed."""
        self.notify(f"{shown_keys(keys)} is not bound: ? shows all keys", severity="warning", timeout=3)

    def _show_hint(self) -> None:
        reader = self._reader
        if reader is not None and reader.pending:
            self.show_continuations(reader.pending, continuations(reader.pending, self.keymap()))

    def _stop_hint(self) -> None:
        if self._hint_timer is not None:
            self._hint_timer.stop()
            self._hint_timer = None
        self.hide_continuations()
