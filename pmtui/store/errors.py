"""What the store says when it cannot do what was asked."""

from __future__ import annotations

FAILED = 1
USAGE = 2
NO_WORKSPACE = 3
NOT_FOUND = 4
CONFLICTS_REMAIN = 5
"""Exit status of `sync`, `status` and `conflicts` where somebody has to choose between values."""
CLOSED = 6
"""Exit status for a workspace that is read-only, or locked for too long."""


class StoreError(Exception):
    """The store cannot do what was asked; nothing that was acknowledged is lost.

    Attributes:
        code: A short word for scripts: no_workspace, bad_workspace, newer_format, read_only, locked, unreadable,
            missing, bad_value, save_failed, stale, nothing_to_undo …
        message: What went wrong and where, one sentence without a full stop.
        hint: What to do about it; may be empty.
        status: The exit status of the command line.
        rescue: The file that holds the records that could not be saved; empty where there are none.
    """

    def __init__(self, message: str, hint: str = "", code: str = "save_failed", status: int = FAILED, rescue: str = "") -> None:
        """Say what is wrong, where, and what to do."""
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code
        self.status = status
        self.rescue = rescue

    @property
    def words(self) -> str:
        """What is wrong, and what to do about it, on one line: as `Hinted` has them."""
        return f"{self.message}; {self.hint}" if self.hint else self.message

    def __str__(self) -> str:
        """The message and what to do, as the command line prints them."""
        return self.words


def refusal(error: OSError, what: str) -> StoreError:
    """The store's error for an error of the operating system.

    Args:
        error: What the operating system said.
        what: What was being done, and to which path: `cannot write backlog/4/4k3fq9x2ma.json`.
    """
    import errno

    reason = error.strerror or str(error)
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return StoreError(f"{what}: {reason}", "make the workspace folder writable", "read_only", CLOSED)
    hint = "free some space and try again" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "look at what is there, and try again"
    return StoreError(f"{what}: {reason}", hint)
