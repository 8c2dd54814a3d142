"""The hand that types under test, on a machine that has much else to do.

Textual's Pilot takes a program for idle once its process takes no time for 20 ms, and waits for so many seconds by the clock. A process
that is given no time at all looks the same: the hand then goes on before the program has done what was due long ago. Here it goes on
when the loop has nothing left to do that is due, and the last key has been taken. Where there is time for all, that is at once.
"""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

from textual import app, pilot

LONGEST = 10.0
"""Seconds to wait at most: a program that never rests is looked at all the same."""
_idle, _press, _pause = pilot.wait_for_idle, pilot.Pilot.press, pilot.Pilot.pause


async def drained() -> None:
    """Wait until the loop has done all that is due: calls, and timers that have run out."""
    loop: Any = asyncio.get_running_loop()
    end = monotonic() + LONGEST
    while (loop._ready or (loop._scheduled and loop._scheduled[0]._when <= loop.time())) and monotonic() < end:
        await asyncio.sleep(0)


async def _at_rest(min_sleep: float = 0.02, max_sleep: float = 1) -> None:
    await _idle(min_sleep, max_sleep)
    await drained()


async def _pause_and_rest(self: pilot.Pilot[Any], delay: float | None = None) -> None:
    await _pause(self, delay)
    await drained()
    if self.app.screen_stack:
        self.app.screen._on_timer_update()


async def _press_and_rest(self: pilot.Pilot[Any], *keys: str) -> None:
    await _press(self, *keys)
    typed: Any = self.app
    end = monotonic() + LONGEST
    while hasattr(typed, "_held") and typed.is_running and typed.screen_stack and monotonic() < end:
        if not typed._held and typed._is_ready():
            break
        await asyncio.sleep(0.004)
    await drained()


def steady() -> None:
    """Let every Pilot wait like this."""
    pilot.wait_for_idle = app.wait_for_idle = _at_rest
    pilot.Pilot.press, pilot.Pilot.pause = _press_and_rest, _pause_and_rest  # type: ignore[method-assign]
