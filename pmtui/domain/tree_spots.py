"""Places in the tree of records: what stands at one, its path as a text, and what stands below a node, run by run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from pmtui.domain.chain import KPI, QUOTE
from pmtui.domain.kinds import SCHEMA

if TYPE_CHECKING:
    from pmtui.domain.table import Table

BRANCH, EVIDENCE = "branch", "evidence"
"""What stands in the tree and, as KPIs and quotes, is no record: records with no place in the chain, what is known of one."""
Key = tuple[str, str]


class Spot(NamedTuple):
    """What stands at a place.

    Attributes:
        kind: A kind of record, `branch`, `evidence`, `quote` or `kpi`.
        id: The record's id; of a branch the code of its check; of a part the record that it belongs to, then its own id.
    """

    kind: str
    id: str

    @property
    def is_record(self) -> bool:
        """Whether it is a record."""
        return self.kind in SCHEMA.kinds

    @property
    def owner(self) -> Key | None:
        """The record that it is, or to which it belongs, by kind and id; None for a branch."""
        if self.kind == BRANCH:
            return None
        if self.kind == EVIDENCE:
            kind, _, id = self.id.partition(".")
            return kind, id
        if self.kind in (KPI, QUOTE):
            return "goal" if self.kind == KPI else "problem", self.id.partition(".")[0]
        return self.kind, self.id


Path = tuple[Spot, ...]
"""A place: what stands there, after all that it stands below."""


def key_of(path: Path) -> str:
    """A place as a text that tells it from all others: `goal:ewr01ray6x/problem:sbh6…`."""
    return "/".join(f"{kind}:{id}" for kind, id in path)


def path_of(key: str) -> Path:
    """A place from its text."""
    return tuple(Spot(kind, id) for kind, _, id in (one.partition(":") for one in key.split("/"))) if key else ()


class Run:
    """Records of one kind that stand below the same node."""

    __slots__ = ("kind", "positions", "table")

    def __init__(self, table: Table, positions: Sequence[int]) -> None:
        """These positions of a table."""
        self.table, self.kind, self.positions = table, table.kind.name, positions

    def __len__(self) -> int:
        """How many."""
        return len(self.positions)

    def __getitem__(self, index: int) -> Spot:
        """The spot at an index."""
        return Spot(self.kind, self.table.id(self.positions[index]))

    def index(self, spot: Spot) -> int | None:
        """Where a spot is among them, or None."""
        at = self.table.position(spot.id) if spot.kind == self.kind else None
        try:
            return None if at is None else self.positions.index(at)
        except ValueError:
            return None


class Parts:
    """Spots that are no records."""

    __slots__ = ("spots",)

    def __init__(self, spots: Sequence[Spot]) -> None:
        """These."""
        self.spots = spots

    def __len__(self) -> int:
        """How many."""
        return len(self.spots)

    def __getitem__(self, index: int) -> Spot:
        """The spot at an index."""
        return self.spots[index]

    def index(self, spot: Spot) -> int | None:
        """Where a spot is among them, or None."""
        return self.spots.index(spot) if spot in self.spots else None


class Children:
    """What stands below a node, in its order."""

    __slots__ = ("_runs", "_size")

    def __init__(self, runs: Iterable[Run | Parts]) -> None:
        """The runs one after the other."""
        self._runs = [run for run in runs if len(run)]
        self._size = sum(map(len, self._runs))

    def __len__(self) -> int:
        """How many."""
        return self._size

    def __getitem__(self, index: int) -> Spot:
        """The spot at an index, from 0."""
        for run in self._runs:
            if index < len(run):
                return run[index]
            index -= len(run)
        raise IndexError(index)

    def index(self, spot: Spot) -> int | None:
        """Where a spot is among them, or None."""
        before = 0
        for run in self._runs:
            at = run.index(spot)
            if at is not None:
                return before + at
            before += len(run)
        return None


NOTHING: Final = Children(())
