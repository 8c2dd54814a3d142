"""The entry point: `pmtui` and `python -m pmtui`."""

from __future__ import annotations

import sys

_INTERRUPTED = 130
"""The exit status after ctrl+c, as shells have it."""
_DRIVER = "merge-driver"
_SYNC = "sync"


def main() -> None:
    """Run the command line and leave with its exit status."""
    _hear_of_ends()
    try:  # loading the program takes a moment in which somebody may change their mind
        status = _status(sys.argv[1:])
    except KeyboardInterrupt:
        status = _INTERRUPTED
    sys.exit(status)


def _hear_of_ends() -> None:
    """Be told how programs end that are started here: where whoever started us wants to hear of none, a push that fails looks done."""
    import _signal as signals  # type: ignore[import-not-found]  # what signal wraps: that takes 3 ms to load

    if hasattr(signals, "SIGCHLD") and signals.getsignal(signals.SIGCHLD) == signals.SIG_IGN:
        signals.signal(signals.SIGCHLD, signals.SIG_DFL)


def _status(words: list[str]) -> int:
    if len(words) == 5 and words[0] == _DRIVER and not any(word.startswith("-") for word in words):
        from pmtui.store import merge_driver  # git starts one process a file, which the whole command line would double

        return merge_driver.run(words[1:])
    if _SYNC in words[:3]:
        from pmtui.store import sync_early  # git looks while the command line is loaded

        sync_early.begin(words)
    from pmtui.cli.main import run

    return run(words)


if __name__ == "__main__":
    main()
