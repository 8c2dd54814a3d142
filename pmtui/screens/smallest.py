"""The smallest terminal: below it every screen and dialog is a plain message, and stands as it was once there is room again."""

from __future__ import annotations

from textual.geometry import Size

LEAST = (50, 12)
"""Columns and lines."""
PLEA = "make the terminal at least 50×12"


def is_too_small(size: Size) -> bool:
    """Whether nothing can be shown there."""
    return size.width < LEAST[0] or size.height < LEAST[1]
