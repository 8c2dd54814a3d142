"""Holding back ctrl+c and the request to end while something happens that is whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


@contextmanager
def unbroken() -> Iterator[None]:
    """Let what comes meanwhile take effect at the end. In other threads than the main one nothing breaks off anyway."""
    import signal

    came: list[int] = []
    known = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    try:
        before = {one: signal.signal(one, lambda number, _: came.append(number)) for one in known}
    except ValueError:  # not the main thread
        before = {}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, signal.SIG_DFL if handler is None else handler)
        if came:
            signal.raise_signal(came[0])
