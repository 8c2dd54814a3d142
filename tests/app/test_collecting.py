"""Garbage is collected in the pauses between two keys, and never while keys come."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from time import monotonic
from types import SimpleNamespace
from typing import Any, cast

import pytest

from pmtui.app.collecting import _DUE_OLD, _LONG_PERIOD, _REST, _STEP, Collecting
from pmtui.app.main import PmtuiApp


class Clockwork:
    """What of an app is needed: when the last key came, and timers that run when the test says so."""

    def __init__(self) -> None:
        self.link = SimpleNamespace(is_finished=False)
        self.last_key_at = 0.0
        self.timers: list[tuple[float, Callable[[], Any]]] = []

    def set_timer(self, pause: float, then: Callable[[], Any]) -> None:
        self.timers.append((pause, then))

    def run(self) -> float:
        """Let the timer that waits run; the pause until the next one."""
        self.timers.pop(0)[1]()
        return self.timers[0][0]


@pytest.fixture
def clockwork() -> Iterator[Clockwork]:
    thresholds = gc.get_threshold()
    app = Clockwork()
    Collecting(cast(PmtuiApp, app)).begin()
    yield app
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def whole_collections() -> int:
    return int(gc.get_stats()[2]["collections"])


def make_due() -> None:
    while gc.get_count()[2] < _DUE_OLD:
        gc.collect(1)


def test_what_the_start_made_is_not_looked_at_again_and_python_leaves_the_rest_to_the_pauses(clockwork: Clockwork) -> None:
    assert gc.get_freeze_count() > 10_000
    assert gc.get_threshold()[2] > 10 * 5
    assert [round(pause, 1) for pause, _ in clockwork.timers] == [0.1]


def test_a_whole_collection_waits_for_a_pause(clockwork: Clockwork) -> None:
    make_due()
    before = whole_collections()
    clockwork.last_key_at = monotonic()
    assert clockwork.run() == _STEP
    assert whole_collections() == before
    clockwork.last_key_at = monotonic() - 2 * _REST
    clockwork.run()
    assert whole_collections() == before + 1
    assert gc.get_count()[2] == 0


def test_without_garbage_and_keys_it_looks_seldom_and_collects_nothing(clockwork: Clockwork) -> None:
    gc.collect()
    before = whole_collections()
    assert clockwork.run() == _LONG_PERIOD
    assert whole_collections() == before


def test_it_ends_with_the_program(clockwork: Clockwork) -> None:
    clockwork.link.is_finished = True
    clockwork.timers.pop(0)[1]()
    assert not clockwork.timers
