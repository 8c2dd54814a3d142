"""Finding rows by what a person types: whole words first, then letters with a typing mistake.

One text of all rows is searched at the speed of C, so that 100,000 rows answer within a frame; only survivors are ranked.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from typing import Protocol

from pmtui.domain.text import folded, one_line

LIMIT = 500
"""The most rows that are found; nobody reads further, they type another letter."""
_FUZZY_ROWS = 20_000
"""Up to so many rows a search with mistakes answers within a frame."""
_LEAST_SCORE = 75.0


class Finder(Protocol):
    """What finds rows by what is typed."""

    def find(self, query: str) -> list[int]:
        """The rows that match, best first."""


class Haystack:
    """Rows to search, prepared once."""

    def __init__(self, rows: Sequence[str]) -> None:
        """Fold the rows; one string a row."""
        self.rows = [row.lower() if row.isascii() and "\n" not in row else folded(one_line(row)) for row in rows]
        self._text = "\n".join(self.rows)
        self._starts = array("L")
        at = 0
        for row in self.rows:
            self._starts.append(at)
            at += len(row) + 1

    def find(self, query: str, limit: int = LIMIT) -> list[int]:
        """The rows that match, best first: those that begin with the query, then with a word of it, then the rest.

        Every word of the query must occur. Where nothing does, rows that are nearly so are found instead.

        Args:
            query: What was typed; an empty one finds the first rows.
            limit: The most rows to return.
        """
        words = folded(one_line(query)).split()
        if not words:
            return list(range(min(limit, len(self.rows))))
        found = self._holding(words, limit * 4)
        if not found and len(words[0]) > 2 and len(self.rows) <= _FUZZY_ROWS:
            return self._nearly(" ".join(words), limit)
        first = words[0]
        return sorted(found, key=lambda at: (self._place(at, first), len(self.rows[at]), at))[:limit]

    def _holding(self, words: list[str], limit: int) -> list[int]:
        rarest = min(words, key=self._text.count) if len(words) > 1 else words[0]
        others = [word for word in words if word != rarest]
        found: list[int] = []
        at = self._text.find(rarest)
        while at >= 0 and len(found) < limit:
            row = bisect_right(self._starts, at) - 1
            text = self.rows[row]
            if all(word in text for word in others):
                found.append(row)
            at = self._text.find(rarest, self._starts[row] + len(text))
        return found

    def _place(self, row: int, word: str) -> int:
        text = self.rows[row]
        at = text.find(word)
        return 0 if at == 0 else 1 if at > 0 and not text[at - 1].isalnum() else 2

    def _nearly(self, query: str, limit: int) -> list[int]:
        from rapidfuzz import fuzz, process

        hits = process.extract(query, self.rows, scorer=fuzz.partial_ratio, limit=min(limit, 30), score_cutoff=_LEAST_SCORE)
        return [index for _, _, index in hits]
