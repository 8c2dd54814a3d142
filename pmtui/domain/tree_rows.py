"""The tree as rows, some nodes unfolded: which row stands at a position, and where a place has its row. Pure.

Rows are not made before they are asked for. Only where something below a node is unfolded its children are cut into pieces, so
that unfolding one of ten thousand costs as much as unfolding one of ten.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

from pmtui.domain.backlinks import pointing
from pmtui.domain.records import Record
from pmtui.domain.tree import Tree
from pmtui.domain.tree_filter import CHAIN
from pmtui.domain.tree_spots import EVIDENCE, Children, Path, Spot, key_of, path_of

MOST_OPENED = 60
"""So many nodes are unfolded with one key, at most."""
MOST_UNFOLDED = 400
"""So many nodes are unfolded level by level; further ones only one by one: after each change of the data all of them are looked at."""
_MOST_LOOKED_AT = 500
"""So many rows are looked at for it."""
_DEEPEST = 60
"""So deep one can unfold: circles end before, for a record is not unfolded below itself."""


class Row(NamedTuple):
    """One row.

    Attributes:
        path: Its place.
        key: The same as a text.
        is_open: Whether what is below it is shown; None where there is nothing.
    """

    path: Path
    key: str
    is_open: bool | None

    @property
    def spot(self) -> Spot:
        """What stands there."""
        return self.path[-1]

    @property
    def depth(self) -> int:
        """How many nodes it stands below."""
        return len(self.path) - 1


class _Piece(NamedTuple):
    """Some children of one node, without anything in between."""

    start: int
    size: int
    path: Path
    key: str
    children: Children
    first: int


class TreeRows:
    """The rows of a tree; what a list wants of a table.

    Attributes:
        tree: The tree.
        unfolded: The keys of the places of which what is below is shown.
    """

    def __init__(self, tree: Tree, unfolded: Collection[str]) -> None:
        """The rows of a tree with some nodes unfolded."""
        self.tree = tree
        self.unfolded = frozenset(unfolded)
        self._pieces: list[_Piece] = []
        self._of: dict[str, list[int]] = {}
        self._below: dict[str, list[str]] = {}
        for key in self.unfolded:
            parent, _, tail = key.rpartition("/")
            self._below.setdefault(parent, []).append(tail)
        self._size = 0
        self._fill((), "", tree.children(()))
        self._starts = [piece.start for piece in self._pieces]

    def _fill(self, path: Path, key: str, children: Children) -> None:
        first = 0
        spots = (path_of(tail)[0] for tail in self._below.get(key, ()))
        opened = sorted((at, spot) for spot in spots if (at := children.index(spot)) is not None)
        for at, spot in opened if len(path) < _DEEPEST else ():
            below = self.tree.children((*path, spot))
            if len(below):
                self._piece(path, key, children, first, at + 1)
                self._fill((*path, spot), f"{key}/{spot.kind}:{spot.id}" if key else f"{spot.kind}:{spot.id}", below)
                first = at + 1
        self._piece(path, key, children, first, len(children))

    def _piece(self, path: Path, key: str, children: Children, first: int, last: int) -> None:
        if last > first:
            self._of.setdefault(key, []).append(len(self._pieces))
            self._pieces.append(_Piece(self._size, last - first, path, key, children, first))
            self._size += last - first

    def __len__(self) -> int:
        """How many there are."""
        return self._size

    def _place(self, position: int) -> tuple[_Piece, Spot]:
        piece = self._pieces[bisect_right(self._starts, position) - 1]
        return piece, piece.children[piece.first + position - piece.start]

    def id(self, position: int) -> str:
        """What tells the row at a position from all others: its place."""
        piece, (kind, id) = self._place(position)
        return f"{piece.key}/{kind}:{id}" if piece.key else f"{kind}:{id}"

    def position(self, id: str) -> int | None:
        """Where a place has its row, or None."""
        parent, _, tail = id.rpartition("/")
        pieces, spots = self._of.get(parent), path_of(tail)
        at = self._pieces[pieces[0]].children.index(spots[0]) if pieces and spots else None
        for number in pieces or () if at is not None else ():
            piece = self._pieces[number]
            if at is not None and piece.first <= at < piece.first + piece.size:
                return piece.start + at - piece.first
        return None

    def record(self, position: int) -> Record:
        """The record at a position, or that to which what stands there belongs; an empty one for a branch."""
        kind, id = self._place(position)[1].owner or (CHAIN[0], "")
        return self.tree.snapshot.record(kind, id) or Record(kind, id, {"id": id})

    def row(self, position: int) -> Row:
        """The row at a position."""
        piece, spot = self._place(position)
        path, key = (*piece.path, spot), self.id(position)
        has_more = len(path) <= _DEEPEST and has_children(self.tree, path)
        return Row(path, key, key in self.unfolded if has_more else None)

    def row_of(self, key: str | None) -> Row | None:
        """The row of a place; None where it has none."""
        at = self.position(key) if key is not None else None
        return None if at is None else self.row(at)

    def below(self, key: str) -> list[str]:
        """The keys of what stands directly below a place, where it is unfolded."""
        pieces = (self._pieces[number] for number in self._of.get(key, ()))
        return [self.id(at) for piece in pieces for at in range(piece.start, piece.start + piece.size)]

    # Fold levels

    def unfolded_more(self) -> tuple[frozenset[str], bool]:
        """What is unfolded one level on: of the folded rows, those that are indented least; and whether that was all of them."""
        is_all = True
        for depth in sorted({len(piece.path) for piece in self._pieces}):
            found, is_whole = self._folded_at(depth)
            is_all = is_all and is_whole
            if found:
                return self.unfolded | found, is_all
        return self.unfolded, is_all

    def _folded_at(self, depth: int) -> tuple[set[str], bool]:
        found: set[str] = set()
        for looked_at, at in enumerate(self._rows_at(depth)):
            if looked_at >= _MOST_LOOKED_AT or len(found) >= min(MOST_OPENED, MOST_UNFOLDED - len(self.unfolded)):
                return found, False
            row = self.row(at)
            if row.is_open is False and row.spot.kind != EVIDENCE:  # what was said is read one by one
                found.add(row.key)
        return found, True

    def _rows_at(self, depth: int) -> Iterator[int]:
        for piece in self._pieces:
            if len(piece.path) == depth:
                yield from range(piece.start, piece.start + piece.size)

    def folded_more(self) -> frozenset[str]:
        """What is unfolded one level less: the nodes that are indented most are folded."""
        shown = {piece.key: len(piece.path) for piece in self._pieces if piece.path}
        deepest = max(shown.values(), default=0)
        return self.unfolded - {key for key, depth in shown.items() if depth == deepest}


def has_children(tree: Tree, path: Path) -> bool:
    """Whether anything stands below a place: told by one link that leads there, if there is one, without looking at what it is."""
    spot = path[-1]
    if tree.matches is None and spot not in path[:-1]:
        for kind, field in _DOWN.get(spot.kind, ()):
            if spot.kind == "milestone" and any(one.kind == "item" for one in path):
                break
            if pointing(tree.snapshot, kind, field, spot.id):
                return True
    return bool(len(tree.children(path)))


_DOWN: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "goal": (("problem", "goal"), ("milestone", "goals")), "milestone": (("item", "milestone"),),
    "problem": (("hypothesis", "problem"), ("feedback", "linked"), ("item", "problems")),
    "hypothesis": (("experiment", "hypothesis"), ("item", "hypotheses")), "item": (("item", "parent"), ("feedback", "linked")),
}
"""Links that put something below a record, as (kind, field); not all that do."""


def unfolded_to(path: Path) -> list[str]:
    """The keys that must be unfolded for a place to have a row."""
    return [key_of(path[:end]) for end in range(1, len(path))]


def first_match(tree: Tree) -> Path | None:
    """The first place, from above, of a record that the filter is after; None where the first ones of the tree lead to none.

    Args:
        tree: The tree, with a filter.
    """
    waiting: list[Path] = [()]
    for _ in range(_MOST_LOOKED_AT):
        if not waiting:
            break
        path = waiting.pop()
        if path and tree.is_match(path[-1]):
            return path
        children = tree.children(path)
        waiting += [(*path, children[at]) for at in reversed(range(min(len(children), _MOST_LOOKED_AT)))] if len(path) < _DEEPEST else []
    return None


def first_unfolded(tree: Tree, most: int, only: Collection[str] = ()) -> frozenset[str]:
    """What is unfolded so that as much as possible is seen in so many rows: level by level, as long as it fits.

    Args:
        tree: The tree.
        most: Rows.
        only: The kinds of what is unfolded, where that is not all.
    """
    unfolded: set[str] = set()
    level: list[Path] = [()]
    left = most
    while level:
        below: list[Path] = []
        for path in level:
            children = tree.children(path)
            if path and len(children) > left:
                continue
            left -= len(children)
            if path and len(children):
                unfolded.add(key_of(path))
            below += [(*path, spot) for spot in map(children.__getitem__, range(min(len(children), most)))
                      if (spot.kind in only if only else spot.kind != EVIDENCE)]
        level = below if left > 0 else []
    return frozenset(unfolded)
