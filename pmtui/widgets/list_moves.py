"""Moves of a cursor along numbered places, the same in a list, in the lane of a board and in a picker."""

from __future__ import annotations


class Moving:
    """Moves in terms of `move_to`, which keeps the cursor inside."""

    @property
    def cursor_index(self) -> int:
        """Where the cursor stands, from 0."""
        raise NotImplementedError

    @property
    def _stops(self) -> int:
        """How many places there are."""
        raise NotImplementedError

    @property
    def _height(self) -> int:
        """How many places the screen shows at once, at least 1."""
        raise NotImplementedError

    def move_to(self, index: int) -> None:
        """Move to a place; outside means the nearest end."""
        raise NotImplementedError

    def move(self, delta: int) -> None:
        """Move by so many places; it stops at both ends."""
        self.move_to(self.cursor_index + delta)

    def page(self, direction: int) -> None:
        """Move by a screen, down (1) or up (-1)."""
        self.move(direction * max(1, self._height - 1))

    def half_page(self, direction: int) -> None:
        """Move by half a screen, down (1) or up (-1)."""
        self.move(direction * max(1, self._height // 2))

    def first(self) -> None:
        """Move to the first place."""
        self.move_to(0)

    def last(self) -> None:
        """Move to the last place."""
        self.move_to(self._stops - 1)
