"""Work behind the screens: threads whose faults are reported as any other, and their calls back to the event loop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

    from pmtui.widgets.key_order import KeyOrder


def on_loop(app: App[Any], function: Callable[..., Any], *arguments: Any) -> None:
    """Call a function on the event loop, from any thread; once the program ends, nobody needs it any more."""
    def call() -> Any:
        return function(*arguments) if app.is_running else None  # it may have begun to end since

    if app.is_running:
        app.call_later(call)


def tell_fault(app: App[Any], error: Exception) -> None:
    """Report a fault of the program in a thread as any other: no traceback for the person, but all of it in a file."""
    on_loop(app, app._handle_exception, error)


def telling(app: App[Any], work: Callable[..., Any]) -> Callable[..., None]:
    """The same work, for a thread: what it does not expect is told by `tell_fault`."""

    @wraps(work)
    def run(*arguments: Any) -> None:
        try:
            work(*arguments)
        except Exception as error:
            tell_fault(app, error)

    return run


def in_thread(app: App[Any], name: str, work: Callable[..., Any], *arguments: Any, is_awaited: bool = False) -> threading.Thread:
    """Do something on a thread of its own; what it does not expect is told by `tell_fault`.

    Args:
        app: Whose work it is.
        name: What the thread is called behind `pmtui-`.
        work: What to do; it comes back by `on_loop`.
        arguments: Given to it.
        is_awaited: Whether the program ends only when the work has.

    Returns:
        The thread, begun.
    """
    thread = threading.Thread(target=telling(app, work), args=arguments, name=f"pmtui-{name}", daemon=not is_awaited)
    thread.start()
    return thread


def show_after(app: KeyOrder, name: str, work: Callable[[], Any], show: Callable[[], Any]) -> None:
    """Do something in a thread, then show what it was for; not where the person has gone on to another screen or dialog meanwhile.

    Keys wait for it, at most two seconds.

    Args:
        app: Whose work it is.
        name: What the thread is called behind `pmtui-`.
        work: What to do first.
        show: Called on the event loop.
    """
    def begin() -> None:
        under = app.screen

        def done() -> None:
            app.opening_since = 0.0
            if app.screen is under:
                show()

        def run() -> None:
            work()
            on_loop(app, done)

        in_thread(app, name, run)

    app.opening_since = monotonic()
    app.call_later(begin)  # the dialog from which the command was given is closed by then
