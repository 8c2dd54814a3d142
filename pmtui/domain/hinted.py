"""An error that says what to do about it."""

from __future__ import annotations


class Hinted(ValueError):
    """Something that a person asked for cannot be.

    Attributes:
        hint: What to do about it; empty where nothing helps.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        """Say what is wrong and what to do."""
        super().__init__(message)
        self.hint = hint

    @property
    def words(self) -> str:
        """What is wrong, and what to do about it, on one line."""
        return f"{self}; {self.hint}" if self.hint else str(self)
