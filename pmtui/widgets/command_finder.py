"""Finding commands by their names, keys or what else they may be called: those that act here first, then the best fit."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.domain.text import folded
from pmtui.widgets.finding import LIMIT, Haystack
from pmtui.widgets.help_view import HelpRow, fitness


class CommandFinder:
    """Commands to search, in the order in which they stand while nothing is typed."""

    def __init__(self, rows: Sequence[HelpRow]) -> None:
        """Take the commands."""
        self._rows = rows
        self._haystack: Haystack | None = None

    def find(self, query: str, limit: int = LIMIT) -> list[int]:
        """The commands that all words speak of, those that act here first; where there is none, what is nearly so.

        What is exactly a key finds the command of that key first.

        Args:
            query: What was typed; an empty one finds all.
            limit: The most commands to return.
        """
        key, wanted = query.strip(), folded(query).split()
        if not wanted:
            return list(range(min(limit, len(self._rows))))
        fits = []
        for at, row in enumerate(self._rows):
            fit = -1 if key in row.keys.split("  ") else fitness(row, wanted)
            if fit is not None:
                fits.append((not row.is_here, fit, at))
        return [at for *_, at in sorted(fits)][:limit] or self._nearly(query, limit)

    def _nearly(self, query: str, limit: int) -> list[int]:
        if self._haystack is None:
            self._haystack = Haystack([f"{row.title} {row.also}" for row in self._rows])
        found = self._haystack.find(query, limit)
        return sorted(found, key=lambda at: not self._rows[at].is_here)
