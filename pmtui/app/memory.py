"""Memory that the C library keeps for itself, in a program of many threads that is open all day."""

from __future__ import annotations

import sys
from contextlib import suppress

_ARENAS, _TRIM = -8, -1
"""Names of options in glibc's malloc.h: M_ARENA_MAX, M_TRIM_THRESHOLD."""
_GIVEN_BACK = 1 << 16
"""Bytes at the end of the heap from which on they are given back to the system."""


def keep_memory_together() -> None:
    """Let all threads take memory from one place, which gives back what is free; for glibc, elsewhere nothing happens.

    By default each thread gets a place of its own as soon as it asks for memory while another one does; ours wait for Python's lock
    anyway, so that nothing is won by that, and several megabytes are held that nobody uses. Before threads have begun their work.
    """
    if not sys.platform.startswith("linux"):
        return
    import ctypes  # here: it takes some milliseconds, which the first paint does not wait for

    with suppress(AttributeError, OSError):  # another C library
        options = ctypes.CDLL(None).mallopt
        options(_ARENAS, 1)
        options(_TRIM, _GIVEN_BACK)
