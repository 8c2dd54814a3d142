"""Collecting garbage while nobody waits.

A switch of screens leaves about a thousand objects that refer to each other in circles. Python looks for those when so
many have come together that one look takes a tenth of a second, in the middle of whatever is being done; here it looks
often, which takes a few milliseconds, and in the pauses between two keys.
"""

from __future__ import annotations

import gc
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

_YOUNG, _MIDDLE, _OLD = 700, 60, 100
"""Thresholds of Python's own collections, which come only where the keys leave no pause; the first one is Python's."""
_DUE_MIDDLE, _DUE_OLD = 10, 12
"""Collections of the generation below after which one of the middle generation, and a whole one, is due in a pause."""
_REST, _AWAKE = 0.06, 1.0
"""Seconds without a key after which nobody is thought to wait, and after which nothing is thought to happen."""
_STEP, _PERIOD, _LONG_PERIOD = 0.03, 0.12, 1.0
"""Seconds between two looks: where a pause is waited for, while keys come, and else."""


class Collecting:
    """The collector of garbage of a running program."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def begin(self) -> None:
        """Take what there is now for what stays, which no later collection looks at again, and begin."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
        self.app.set_timer(_PERIOD, self._look)

    def _look(self) -> None:
        if self.app.link.is_finished:
            return
        rest = monotonic() - self.app.last_key_at
        _, middle, old = gc.get_count()
        is_due = middle >= _DUE_MIDDLE or old >= _DUE_OLD
        if is_due and rest < _REST:
            pause = _STEP
        else:
            pause = _PERIOD if rest < _AWAKE else _LONG_PERIOD
            if is_due:
                gc.collect(2 if old >= _DUE_OLD else 1)
        self.app.set_timer(pause, self._look)
