"""Garbage is collected in the pauses between two keys, and never while keys come."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from time import monotonic
from types import SimpleNamespace
from typing import Any, cast

import pytest

from pmtui.app import collecting
from pmtui.app.collecting import _AWAY, _DUE_MIDDLE, _DUE_OLD, _LONG_PERIOD, _LONG_REST, _REST, _STEP, Collecting
from pmtui.app.main import PmtuiApp


class Clockwork:
    """What of an app is needed: when the last key came, and timers that run when the test says so."""

    def __init__(self) -> None:
        self.let_go = 0
        self.frozen = 0
        self.link = SimpleNamespace(is_finished=False, let_go=self._let_go)
        self.last_key_at = 0.0
        self.screen_stack, self._notifications = ["the main screen"], list[str]()
        self.timers: list[tuple[float, Callable[[], Any]]] = []

    def _let_go(self) -> None:
        self.let_go += 1

    def set_timer(self, pause: float, then: Callable[[], Any]) -> None:
        self.timers.append((pause, then))

    def run(self) -> float:
        """Let the timer that waits run; the pause until the next one."""
        self.timers.pop(0)[1]()
        return self.timers[0][0]


class Circle:
    """An object that refers to itself: nothing but a collection frees it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def clockwork(freezing: None) -> Iterator[Clockwork]:
    """An app whose collector has begun when it held ten thousand objects."""
    app, held = Clockwork(), [[] for _ in range(10_000)]
    before = gc.get_freeze_count()
    Collecting(cast(PmtuiApp, app)).begin()
    app.frozen = gc.get_freeze_count() - before
    yield app
    del held


def collections() -> list[int]:
    """How many there have been, of the middle generation and of all."""
    return [int(one["collections"]) for one in gc.get_stats()[1:]]


def make_due(old: int = 0) -> None:
    """Let middle collections be due, after so many of them."""
    for _ in range(old):
        gc.collect(1)
    while gc.get_count()[1] < _DUE_MIDDLE:
        gc.collect(0)


def test_what_the_start_made_is_not_looked_at_again_and_python_leaves_the_rest_to_the_pauses(clockwork: Clockwork) -> None:
    assert clockwork.frozen > 10_000
    assert gc.get_threshold()[2] > 10 * 5
    assert [round(pause, 1) for pause, _ in clockwork.timers] == [0.1]
    assert clockwork.let_go == 1  # with it, what was read of the caches


def test_what_takes_some_milliseconds_waits_for_a_pause(clockwork: Clockwork) -> None:
    gc.collect()
    make_due()
    middle, whole = collections()
    clockwork.last_key_at = monotonic()
    assert clockwork.run() == _STEP
    assert collections() == [middle, whole]
    clockwork.last_key_at = monotonic() - 2 * _REST
    clockwork.run()
    assert collections() == [middle + 1, whole]


def test_a_whole_collection_waits_for_a_longer_one(clockwork: Clockwork) -> None:
    gc.collect()
    make_due(_DUE_OLD)
    middle, whole = collections()
    clockwork.last_key_at = monotonic() - 2 * _REST
    clockwork.run()
    assert collections() == [middle + 1, whole]
    clockwork.last_key_at = monotonic() - 2 * _LONG_REST
    clockwork.run()
    assert collections() == [middle + 1, whole + 1]
    assert gc.get_count()[2] == 0
    clockwork.last_key_at = monotonic() - 1.2 * _LONG_REST
    make_due(collecting._DUE_EARLY)
    clockwork.run()
    assert collections()[1] == whole + 1
    clockwork.last_key_at = monotonic() - 2 * collecting._AWAKE
    make_due()
    clockwork.run()
    assert collections()[1] == whole + 2, "where nobody does anything, less of it waits"


def test_one_that_is_overdue_takes_a_shorter_pause(clockwork: Clockwork) -> None:
    gc.collect()
    make_due(collecting._OVERDUE_OLD)
    whole = collections()[1]
    clockwork.last_key_at = monotonic() - 1.5 * collecting._SHORT_REST
    clockwork.run()
    assert collections()[1] == whole + 1


def test_what_a_whole_collection_leaves_is_looked_at_again_only_when_nobody_is_there(
    clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(collecting, "_DUE_DEEP", 1)
    circle = Circle()
    gc.collect()
    make_due(_DUE_OLD)
    clockwork.last_key_at = monotonic() - 2 * _LONG_REST
    clockwork.run()
    seen, told = weakref.ref(circle), weakref.ref(toast := Circle())
    clockwork._notifications.append("a toast")
    make_due(_DUE_OLD)
    clockwork.run()
    clockwork._notifications.clear()
    del circle, toast
    gc.collect()
    assert seen() is not None  # it is frozen
    assert told() is None, "what was there for a moment is not"
    clockwork.run()
    assert seen() is not None
    clockwork.last_key_at = monotonic() - 2 * _AWAY
    clockwork.run()
    assert seen() is None
    whole = collections()[1]
    clockwork.run()
    assert collections()[1] == whole


def test_without_garbage_and_keys_it_looks_seldom_and_collects_nothing(clockwork: Clockwork) -> None:
    gc.collect()
    before = collections()
    assert clockwork.run() == _LONG_PERIOD
    assert collections() == before


def test_it_ends_with_the_program(clockwork: Clockwork) -> None:
    clockwork.link.is_finished = True
    clockwork.timers.pop(0)[1]()
    assert not clockwork.timers
