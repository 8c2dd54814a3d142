"""Collecting garbage while nobody waits.

A switch of screens leaves about a thousand objects that refer to each other in circles. Python looks for those when so
many have come together that one look takes a tenth of a second, in the middle of whatever is being done; here it looks
often, which takes a few milliseconds, and in the pauses between two keys. What a whole look has left is frozen where it is
there to stay: the next one passes it over, until nobody has pressed a key for long.
"""

from __future__ import annotations

import gc
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

_YOUNG, _MIDDLE, _OLD = 700, 60, 100
"""Thresholds of Python's own collections, which come only where the keys leave no pause; the first one is Python's."""
_DUE_MIDDLE, _DUE_EARLY, _DUE_OLD, _OVERDUE_OLD = 10, 3, 12, 48
"""Collections of the generation below after which one of the middle generation is due, and a whole one in a long pause (what waits for it
takes some 18 kB a switch of screens), in a pause, and in a short one."""
_DUE_DEEP = 20
"""Whole collections after which one is due that looks at what they have frozen, too."""
_REST, _SHORT_REST, _LONG_REST, _AWAKE, _AWAY = 0.06, 0.2, 0.6, 1.0, 10.0
"""Seconds without a key after which nobody is thought to wait for some milliseconds; for a whole collection that is overdue, and for one
that is due (5 to 20 ms: who decides one thing after the other presses a key every 0.1 to 0.5 s); after which nothing is thought to happen,
and after which nobody is there (a deep one takes a tenth of a second)."""
_STEP, _PERIOD, _LONG_PERIOD = 0.03, 0.12, 1.0
"""Seconds between two looks: where a pause is waited for, while keys come, and else."""


class Collecting:
    """The collector of garbage of a running program."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self._wholes = 0

    def begin(self) -> None:
        """Take what there is now for what stays, and begin."""
        self._collect()
        gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
        self.app.set_timer(_PERIOD, self._look)

    def _look(self) -> None:
        if self.app.link.is_finished:
            return
        rest = monotonic() - self.app.last_key_at
        _, middle, old = gc.get_count()
        pause = _PERIOD if rest < _AWAKE else _LONG_PERIOD
        if self._wholes >= _DUE_DEEP and rest >= _AWAY:
            gc.unfreeze()
            self._wholes = 0
            self._collect()
        elif rest >= _SHORT_REST and old >= (_OVERDUE_OLD if rest < _LONG_REST else _DUE_OLD if rest < _AWAKE else _DUE_EARLY):
            self._wholes += 1
            self._collect()
        elif middle >= _DUE_MIDDLE:
            if rest < _REST:
                pause = _STEP
            else:
                gc.collect(1)
        self.app.set_timer(pause, self._look)

    def _collect(self) -> None:
        """Collect all that is not frozen, and freeze what is left: the next collection looks at what is new alone, and stays short.

        A toast or a dialog goes again, and what is frozen would not be found then: while one is shown, nothing is frozen.
        """
        gc.collect()
        if len(self.app.screen_stack) == 1 and not self.app._notifications:
            gc.freeze()
        self.app.link.let_go()
