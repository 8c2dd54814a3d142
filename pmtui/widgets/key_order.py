"""Keys one after the other: each is taken by what the one before it has opened.

Textual hands a key to the focused widget and goes on with the next key at once. Of a burst, all keys then go to the
widget that had the focus at its beginning, although the first of them has opened a dialog; and keys that come before
a dialog has its focus go nowhere. Both would act on what the person does not mean.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.events import Callback, Event, Key, Paste
from textual.message_pump import MessagePump
from textual.screen import ModalScreen

if TYPE_CHECKING:
    from textual.app import App

    _Base = App[Any]
else:
    _Base = object

PATIENCE = 0.3
"""Seconds to wait at most for a widget to take a key, or for a dialog to have its focus."""
_DECISION = 2.0
"""Seconds to wait at most for a dialog that looks for what was meant by the key before."""
_STEP = 0.004


class KeyOrder(_Base):
    """The part of an app that holds keys and pastes back until the one before has been taken."""

    _held: deque[Event] | None = None
    _busy_until = 0.0
    _number = 0
    _deciding_since = 0.0
    last_key_at = 0.0
    """When the last key or paste came, by the monotonic clock."""

    async def on_event(self, event: Event) -> None:
        """Take keys and pastes in their order."""
        if not isinstance(event, Key | Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self.last_key_at = monotonic()
        if self._held:
            self._held.append(event)
        elif self._is_ready():
            await self._hand_on(event)
        else:
            self._held = deque([event])
            self.set_timer(_STEP, self._release)

    async def _hand_on(self, event: Event) -> None:
        """Give a key to whoever reads it now, and notice when that has been done."""
        await super().on_event(event)
        if event.is_forwarded:
            self._number += 1
            self._busy_until = monotonic() + PATIENCE
            self._follow(self.focused or self.screen, self._number)

    def _follow(self, pump: MessagePump | None, number: int) -> None:
        """Go the way of a key from widget to parent, each when it has done with it."""
        if pump is None or pump is self or not pump.post_message(Callback(callback=partial(self._follow_up, pump, number))):
            self._taken(number)

    def _follow_up(self, pump: MessagePump, number: int) -> None:
        self._follow(pump._parent, number)

    def _taken(self, number: int) -> None:
        if number == self._number:
            self._busy_until = 0.0

    def _is_ready(self) -> bool:
        """Whether the key before has been taken, and a dialog that has been opened reads keys."""
        if self._busy_until > monotonic() or not self.screen_stack:  # without a screen, the program ends
            return False
        screen = self.screen
        if getattr(screen, "is_deciding", False):
            self._deciding_since = self._deciding_since or monotonic()
            return monotonic() - self._deciding_since > _DECISION
        self._deciding_since = 0.0
        if not isinstance(screen, ModalScreen) or screen.focused is not None:
            return True
        opened = getattr(screen, "_pmtui_opened", None)
        if opened is None:
            screen._pmtui_opened = opened = monotonic()  # type: ignore[attr-defined]
        return monotonic() - opened > PATIENCE or (screen.is_mounted and not screen.focus_chain and screen.children != ())

    async def _release(self) -> None:
        """Hand on what was held, as far as it goes."""
        held = self._held
        while held and self._is_ready():
            await self._hand_on(held.popleft())
        if held and self.is_running:
            self.set_timer(_STEP, self._release)
