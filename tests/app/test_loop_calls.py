"""Threads behind the screens: what they find comes to the event loop, and what fails is told; after the end, nothing is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pmtui.app.loop_calls import in_thread, on_loop, telling


class Program:
    """As much of an app as threads ask for: what was called on its loop."""

    def __init__(self) -> None:
        self.is_running = True
        self.waiting: list[Callable[[], Any]] = []
        self.said: list[object] = []

    def call_later(self, function: Callable[[], Any]) -> None:
        self.waiting.append(function)

    def go_on(self) -> list[object]:
        """Call what waits; what has been said since."""
        self.said.clear()
        while self.waiting:
            self.waiting.pop(0)()
        return self.said

    def _handle_exception(self, error: Exception) -> None:
        self.said.append(error)


def test_what_is_found_and_what_fails_comes_to_the_loop_until_the_program_ends() -> None:
    app: Any = Program()
    fault = KeyError("a fault")

    def look(text: str) -> None:
        on_loop(app, app.said.append, text)
        raise fault

    in_thread(app, "test", look, "found").join()
    assert app.said == []  # not on the thread
    assert app.go_on() == ["found", fault]
    with ThreadPoolExecutor(1) as pool:  # which keeps to itself what its work raises
        pool.submit(telling(app, look), "again")
    assert app.go_on() == ["again", fault]

    in_thread(app, "test", look, "while it ends").join()
    app.is_running = False
    assert app.go_on() == []
    thread = in_thread(app, "test", look, "too late", is_awaited=True)
    thread.join()
    assert app.waiting == []
    assert thread.name == "pmtui-test"
    assert not thread.daemon
