"""The entry point: `pmtui` and `python -m pmtui`."""

from __future__ import annotations

import sys

_INTERRUPTED = 130
"""The exit status after ctrl+c, as shells have it."""


def main() -> None:
    """Run the command line and leave with its exit status."""
    try:  # loading the program takes a moment in which somebody may change their mind
        from pmtui.cli.main import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        status = _INTERRUPTED
    sys.exit(status)


if __name__ == "__main__":
    main()
