"""What the doctor names: one thing that is wrong with a workspace."""

from __future__ import annotations

from typing import NamedTuple

ERROR, WARNING = "error", "warning"


class DoctorFault(NamedTuple):
    """One thing that is wrong.

    Attributes:
        severity: `error` or `warning`.
        code: A short word for scripts.
        path: The file, inside the workspace where it lies there; None where there is none.
        id: The id of the record; None where it is about none.
        message: What is wrong, one sentence without a full stop.
        fix: What to do about it; None where nothing helps.
    """

    severity: str
    code: str
    path: str | None
    id: str | None
    message: str
    fix: str | None
