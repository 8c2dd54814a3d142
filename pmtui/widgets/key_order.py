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

PATIENCE = 3.0
"""Seconds to wait at most for a key to be taken, or for a dialog to have its focus: on a busy machine that is tenths of a second."""
_DECISION = 2.0
"""Seconds to wait at most for a dialog that looks for what was meant by the key before."""
_STEP = 0.004
_ROUNDS = 2
"""How often to go from widget to parent behind a key: whoever took it may post a message, and that goes the same way behind us."""


class KeyOrder(_Base):
    """The part of an app that holds keys and pastes back until the one before has been taken."""

    _held: deque[Event] | None = None
    _busy_until = 0.0
    _number = 0
    _asked: MessagePump | None = None
    _rounds = 0
    _is_looking = False
    _deciding_since = 0.0
    opening_since = 0.0
    """When a thread has begun to look for what the dialog needs that a key opens, by the monotonic clock; 0 where none does."""
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
            self._look_again()

    async def _hand_on(self, event: Event) -> None:
        """Give a key to whoever reads it now, and notice when that has been done."""
        await super().on_event(event)
        if self.screen_stack:
            self._number += 1
            self._rounds = _ROUNDS
            self._busy_until = monotonic() + PATIENCE
            self._follow(self.focused or self.screen, self._number)

    def _follow(self, pump: MessagePump | None, number: int) -> None:
        """Go the way of a key from widget to parent up to the app, each when it has done with it."""
        while pump is not None:
            self._asked = pump
            if pump.post_message(Callback(callback=partial(self._follow_up, pump, number))):
                return
            pump = pump._parent
        self._taken(number)

    def _follow_up(self, pump: MessagePump, number: int) -> None:
        if number == self._number and pump is self._asked:
            self._follow(pump._parent, number)

    def _taken(self, number: int) -> None:
        """The way is at its end: go it again, for the messages that were sent on it; then the key has been taken."""
        self._rounds -= 1
        if self._rounds > 0 and self.screen_stack:
            self._follow(self.focused or self.screen, number)
        else:
            self._asked, self._busy_until = None, 0.0
            if self._held:
                self.call_next(self._release)

    def _is_ready(self) -> bool:
        """Whether the key before has been taken, and a dialog that has been opened reads keys."""
        if self._asked is not None and self._asked._closed:  # it ended before it came to what it was asked
            self._follow(self._asked._parent, self._number)
        if self._busy_until > monotonic() or not self.screen_stack:  # without a screen, the program ends
            return False
        if self.opening_since and monotonic() - self.opening_since < _DECISION:
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
        if held:
            self._look_again()

    def _look_again(self) -> None:
        """Look soon whether a dialog reads keys by now; that the key before has been taken is said at once."""
        if not self._is_looking and self.is_running:
            self._is_looking = True
            self.set_timer(_STEP, self._look)

    async def _look(self) -> None:
        self._is_looking = False
        await self._release()
