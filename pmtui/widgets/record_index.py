"""Finding records of all kinds by title, handle or id, at 100,000 of them within a frame. Knows no Textual.

The titles of a kind are one text, prepared once: a search is a few calls of `str.find` in it, and only what they find
is looked at. A text with a typing mistake is compared with every title, some thousands at a time, so that the event
loop gets its turn and a newer text ends the search.
"""

from __future__ import annotations

import time
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from itertools import accumulate, chain, compress, islice
from typing import NamedTuple

from pmtui.domain.change import MINIMUM_PREFIX
from pmtui.domain.columns import both, neither
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import ID_ALPHABET, ID_LENGTH
from pmtui.domain.table import Table
from pmtui.domain.table_changes import changed_positions
from pmtui.domain.text import folded, one_line

LIMIT = 200
"""The most records that are found; nobody reads further, they type another letter."""
_ENOUGH = 20
"""Where fewer are found, titles with a typing mistake are looked for, too."""
_CHUNK = 2_000
"""So many titles are compared or folded before the event loop gets its turn: some milliseconds."""
_MOST_PATCHED = 2_000
"""Where more records than this have changed, a kind is prepared anew."""
_WORDS = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) not in "\n"}

IsStale = Callable[[], bool]
"""Whether a newer text has been typed, so that nobody waits for this search any more."""


class Hit(NamedTuple):
    """A record that was found."""

    kind: str
    id: str


def plain(text: str) -> str:
    """A text as it is searched: folded, only words with blanks between them."""
    return " ".join(folded(one_line(text)).translate(_WORDS).split())


class Part:
    """The living records of one kind, or some of them: titles in one text, open records first.

    Attributes:
        table: The table that it was made of.
        newest: The table that it stands for: one of the same rows, in which some records are others.
        gone: Positions of those.
        extra: Those as they are now.
        positions: By row, the position in the table.
        opened: How many of the rows, the first ones, are of open records.
        text: The titles as they are searched, a blank before each.
        starts: Where each row begins in the text, and where a further one would.
    """

    def __init__(self, table: Table, only: Sequence[int] | None = None) -> None:
        """Prepare the titles.

        Args:
            table: The records.
            only: Their positions; all where None.
        """
        self.table = self.newest = table
        self.gone: frozenset[int] = frozenset()
        self.extra: Part | None = None
        kind = table.kind
        still, closed = _living(table, only)
        self.positions, self.opened = array("L", [*still, *closed]), len(still)
        titles, handles = table.column("title"), table.column("handle") if kind.name == "person" else None
        pieces: list[str] = []
        for begin in range(0, len(self.positions), _CHUNK):
            some = [
                f"{titles[at] or ''} {handles[at] or ''}" if handles is not None else titles[at] or ""
                for at in self.positions[begin:begin + _CHUNK]
            ]
            lines = [one if one.isascii() and one.isprintable() else folded(one_line(one)) for one in map(str, some)]
            pieces.append("\n ".join(lines).lower().translate(_WORDS))
            time.sleep(0)
        self.text = "\n " + "\n ".join(pieces) + "\n" if pieces else "\n"
        self._rows: list[str] | None = None
        self._initials: str | None = None
        self._initial_starts: array[int] | None = None
        self.starts = array("L", accumulate(chain((1,), (len(row) + 1 for row in self.rows)))) if pieces else array("L", (1,))
        self._rows = None

    @property
    def rows(self) -> list[str]:
        """The titles as they are searched, each with a blank before it."""
        if self._rows is None:
            self._rows = self.text[1:-1].split("\n") if len(self.text) > 1 else []
        return self._rows

    def hit(self, row: int) -> Hit:
        """The record of a row."""
        return Hit(self.table.kind.name, self.table.id(self.positions[row]))

    def holding(self, needle: str, words: Sequence[str] = ()) -> Iterator[int]:
        """The rows in which a text stands, and all of some words."""
        at = self.text.find(needle)
        while at >= 0:
            row = bisect_right(self.starts, at + needle.startswith("\n")) - 1
            if row >= len(self.positions):
                return
            end = self.starts[row + 1] - 1
            if self.positions[row] not in self.gone and all(self.text.find(word, self.starts[row], end) >= 0 for word in words):
                yield row
            at = self.text.find(needle, end)

    def with_initials(self, letters: str) -> Iterator[int]:
        """The rows whose words begin with some letters, one behind the other: `rfp` finds Retry failed payments."""
        if self._initials is None:
            parts = []
            for begin in range(0, len(self.rows), _CHUNK):
                parts += ["".join([word[0] for word in row.split()]) for row in self.rows[begin:begin + _CHUNK]]
                time.sleep(0)
            self._initials = "\n" + "\n".join(parts) + "\n"
            self._initial_starts = array("L", accumulate(chain((1,), (len(one) + 1 for one in parts))))
        starts = self._initial_starts or array("L")
        at = self._initials.find(letters)
        while at >= 0:
            row = bisect_right(starts, at) - 1
            if self.positions[row] not in self.gone:
                yield row
            at = self._initials.find(letters, starts[row + 1] - 1)

    def patched(self, table: Table) -> Part | None:
        """The part for a table of the same rows in which a few records are others; None where it must be prepared anew."""
        changed = changed_positions(self.table, table)
        if changed is None:
            return None
        every = self.gone.union(changed)
        if len(every) > _MOST_PATCHED:
            return None
        part = copy(self)
        part.gone, part.extra = every, Part(table, sorted(every))
        part.newest = table
        return part


def _living(table: Table, only: Sequence[int] | None) -> tuple[list[int], list[int]]:
    """The positions of living records, or of those among some: the open ones, and the closed ones."""
    living, kind = table.living(), table.kind
    is_open = table.column("status").where(lambda status: status not in kind.closed) if kind.statuses else living
    if only is not None:
        return [at for at in only if living[at] and is_open[at]], [at for at in only if living[at] and not is_open[at]]
    every = range(len(table))
    return list(compress(every, both(living, is_open))), list(compress(every, both(living, neither(is_open))))


class RecordIndex:
    """All records, by kind. Belongs to one thread at a time."""

    def __init__(self) -> None:
        """Nothing is prepared yet."""
        self._parts: dict[str, Part] = {}

    def update(self, tables: Mapping[str, Table]) -> None:
        """Bring the index up to these tables: little after an edit, all of a kind after its files have been read anew."""
        for kind, table in tables.items():
            part = self._parts.get(kind)
            if part is None or part.newest is not table:
                self._parts[kind] = (part.patched(table) if part is not None else None) or Part(table)

    def search(self, text: str, kinds: Sequence[str] = (), is_stale: IsStale = lambda: False) -> Iterator[list[Hit]]:
        """The records that a text may mean, best first; further lists come with those that are only nearly so.

        First a whole id, or its beginning where that is no word; then titles that are the text, that begin with it, that
        have a word which does, that have all of its words. Open records before closed ones, short titles before long
        ones. An empty text finds the first records of each kind.

        Args:
            text: What was typed.
            kinds: Where to look, in their order; in all kinds where there are none.
            is_stale: Asked now and then; once it says so, nothing more comes.
        """
        parts = [part for kind in kinds or self._parts for part in self._with_extra(kind)]
        wanted = plain(text)
        by_id = list(self._by_id(text, parts))
        is_id = len(by_id) == 1 or not text.strip().isalpha()  # `ret` begins three ids of 100,000, and is a word
        found: dict[Hit, None] = dict.fromkeys(by_id if is_id else ())
        if not wanted:
            if not found:
                found = dict.fromkeys(part.hit(row) for part in parts for row in islice(part.holding("\n"), LIMIT))
            yield list(found)[:LIMIT]
            return
        words = wanted.split()
        rarest = max(words, key=len)
        begins = [f" {word}" for word in words]
        ways: list[tuple[str, Sequence[str]]] = [(f"\n {wanted}\n", ()), (f"\n {wanted}", ()), (f" {wanted}", ())]
        if len(words) > 1:
            ways.append((f" {rarest}", begins))
        ways.append((rarest, words))
        for needle, others in ways:
            if needle == rarest:
                found.update(dict.fromkeys(by_id))
            if len(found) < LIMIT and not is_stale():
                found.update(dict.fromkeys(_in_order(parts, needle, others)))
        if is_stale():
            return
        yield list(found)[:LIMIT]
        if len(found) < _ENOUGH and len(wanted) >= MINIMUM_PREFIX and not (by_id and is_id):
            yield from self._nearly(wanted, parts, found, is_stale)

    def _with_extra(self, kind: str) -> Iterator[Part]:
        part = self._parts.get(kind)
        if part is not None:
            if part.extra is not None:
                yield part.extra
            yield part

    def _by_id(self, text: str, parts: Sequence[Part]) -> Iterator[Hit]:
        letter, dash, prefix = text.strip().partition("-")
        kind = SCHEMA.by_letter.get(letter.upper()) if dash else None
        wanted = (prefix if kind is not None else text).strip().lower()
        if not (MINIMUM_PREFIX <= len(wanted) <= ID_LENGTH) or not all(one in ID_ALPHABET for one in wanted):
            return
        for part in parts:
            table = part.newest
            if kind in (None, table.kind):
                for id in table.starting(wanted)[:LIMIT]:
                    at = table.position(id)
                    if at is not None and table.column("deleted_at")[at] is None:
                        yield Hit(table.kind.name, id)

    def _nearly(self, wanted: str, parts: Sequence[Part], found: dict[Hit, None], is_stale: IsStale) -> Iterator[list[Hit]]:
        if wanted.isalnum():
            for part in parts:
                found.update(dict.fromkeys(part.hit(row) for row in islice(part.with_initials(wanted), LIMIT)))
                if is_stale():
                    return
            yield list(found)[:LIMIT]
        from rapidfuzz import fuzz, process

        least = max(75.0, 100 * (1 - 1 / len(wanted)) - 0.1) if len(wanted) < 8 else 80.0
        shortest = len(wanted) * 3 // 4  # a title that is part of the text would count as alike
        near: list[tuple[float, int, Hit]] = []
        for part in parts:
            for begin in range(0, len(part.positions), _CHUNK):
                rows = [row if len(row) > shortest else None for row in part.rows[begin:begin + _CHUNK]]
                for row, score, at in process.extract(wanted, rows, scorer=fuzz.partial_ratio, limit=_ENOUGH, score_cutoff=least):
                    if part.positions[begin + at] not in part.gone:
                        near.append((-score - _alike(wanted, row or ""), len(row or ""), part.hit(begin + at)))
                if is_stale():
                    return
                time.sleep(0)  # the event loop's turn
        found.update(dict.fromkeys(hit for _, _, hit in sorted(near)))
        yield list(found)[:LIMIT]


def _alike(wanted: str, row: str) -> float:
    """How alike a title is word by word, from 0 to 100: for each typed word the most similar one of the title."""
    from rapidfuzz import fuzz

    words, others = wanted.split(), row.split()
    return sum(max((fuzz.ratio(word, other) for other in others), default=0.0) for word in words) / len(words)


def _in_order(parts: Sequence[Part], needle: str, words: Sequence[str]) -> list[Hit]:
    """Of each part the first that are found: open records before closed ones, shorter titles before longer ones."""
    found = []
    for part in parts:
        rows = islice(part.holding(needle, words), LIMIT)
        found += [(row >= part.opened, part.starts[row + 1] - part.starts[row], part.hit(row)) for row in rows]
    return [hit for _, _, hit in sorted(found, key=lambda one: one[:2])]
