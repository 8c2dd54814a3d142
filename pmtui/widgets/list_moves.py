"""Moves of a cursor along numbered places, the same in a list, in the lane of a board and in a picker."""

from __future__ import annotations

from collections.abc import Mapping

_BESIDE = {"up": -1, "down": 1, "ctrl+p": -1, "ctrl+n": 1, "ctrl+k": -1, "ctrl+j": 1}
"""Keys that move while a line of text has the focus."""
_STEPS = {"j": 1, "down": 1, "k": -1, "up": -1}
_PAGES = {"pagedown": 1, "pageup": -1}
_LETTER_PAGES = {**_PAGES, "ctrl+d": 1, "ctrl+u": -1}
"""Keys that move while the list itself has it."""


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


class KeyMoves:
    """Moves by keys, for what reads its keys itself: the lists and texts of dialogs."""

    def move(self, delta: int) -> None:
        """Move by so many places, or scroll by so many lines."""
        raise NotImplementedError

    def page(self, direction: int) -> None:
        """Move by a screen, down (1) or up (-1)."""
        raise NotImplementedError

    def first(self) -> None:
        """Move to the beginning."""
        raise NotImplementedError

    def last(self) -> None:
        """Move to the end."""
        raise NotImplementedError

    def move_by_key(self, key: str) -> bool:
        """Move by a key that is pressed in the line above the list; False where the key does not move."""
        return self._moved(key, _BESIDE, _PAGES)

    def move_by_step(self, key: str) -> bool:
        """Move by j, k, an arrow or a page, where other letters are wanted for something else; False where the key does not move."""
        return self._moved(key, _STEPS, _PAGES)

    def move_by_letter(self, key: str) -> bool:
        """Move by a key that is pressed in the list itself; False where the key does not move."""
        if key in ("g", "home"):
            self.first()
        elif key in ("G", "end"):
            self.last()
        else:
            return self._moved(key, _STEPS, _LETTER_PAGES)
        return True

    def _moved(self, key: str, steps: Mapping[str, int], pages: Mapping[str, int]) -> bool:
        if key in steps:
            self.move(steps[key])
        elif key in pages:
            self.page(pages[key])
        else:
            return False
        return True
