"""What is known and done about problems and hypotheses: counts over other kinds, each in one pass over columns.

The counts are kept on the tables that they were taken from. A change of a problem makes a new problem table but leaves
those of hypotheses and items as they are, so nothing is counted twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import chain, compress
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pmtui.domain.backlinks import pointing
from pmtui.domain.columns import Mask, both
from pmtui.domain.schema import LINKS

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.records import Record
    from pmtui.domain.table import Table

T = TypeVar("T")


class Work(NamedTuple):
    """What is being done about one problem.

    Attributes:
        hypotheses: Living hypotheses about it.
        items: Living items that help to solve it, dropped ones left out.
        done: Those of the items that are done.
    """

    hypotheses: int = 0
    items: int = 0
    done: int = 0


class Trials(NamedTuple):
    """How one hypothesis has been tested.

    Attributes:
        experiments: Living ones.
        latest: The id of the one that says most: one that is running, else the one that ended last; empty for none.
        status: Its status.
        result: Its result; empty while there is none.
    """

    experiments: int = 0
    latest: str = ""
    status: str = ""
    result: str = ""


_SAYS = {"draft": 0, "stopped": 1, "running": 2}
"""How much an experiment in each status says about where its hypothesis stands."""
NO_TRIALS = Trials()


class WorkOnProblems:
    """What is being done about each problem; a figure is put together when it is asked for."""

    __slots__ = ("_done", "_hypotheses", "_items")

    def __init__(self, hypotheses: Mapping[str, int], items: Mapping[str, int], done: Mapping[str, int]) -> None:
        """From the counts by the id of the problem."""
        self._hypotheses, self._items, self._done = hypotheses, items, done

    def of(self, id: str) -> Work:
        """What is being done about one problem."""
        return Work(self._hypotheses.get(id, 0), self._items.get(id, 0), self._done.get(id, 0))


class TrialsOfHypotheses:
    """How each hypothesis has been tested; a figure is put together when it is asked for."""

    __slots__ = ("_columns", "_places", "_table")

    def __init__(self, table: Table) -> None:
        """From the table of experiments."""
        self._table = table
        self._columns = [table.column(name) for name in ("status", "result", "end", "start", "created_at")]
        self._places: dict[str, list[int]] = {}
        for at, (hypothesis, lives) in enumerate(zip(table.column("hypothesis").rows(), table.living(), strict=True)):
            if lives and hypothesis:
                self._places.setdefault(str(hypothesis), []).append(at)

    def of(self, id: str) -> Trials:
        """How one hypothesis has been tested."""
        places = self._places.get(id)
        if not places:
            return NO_TRIALS
        at = max(places, key=self._weight)
        status, result = self._columns[0][at], self._columns[1][at]
        return Trials(len(places), self._table.id(at), str(status or ""), str(result or ""))

    def _weight(self, at: int) -> tuple[int, str, int]:
        status, _, end, start, created = (column[at] for column in self._columns)
        return _SAYS.get(self._table.kind.like(str(status)), 1), str(end or start or created or ""), at


def work_on_problems(snapshot: Snapshot) -> WorkOnProblems:
    """What is being done about the problems; counted once for the hypotheses and items as they are."""
    hypotheses, items = snapshot.table("hypothesis"), snapshot.table("item")
    beliefs = _kept(hypotheses, "by problem", lambda: linked_counts(hypotheses, "problem"))
    wanted, finished = _kept(items, "by problem", lambda: _item_counts(items))
    return WorkOnProblems(beliefs, wanted, finished)


def trials_of_hypotheses(snapshot: Snapshot) -> TrialsOfHypotheses:
    """How the hypotheses have been tested; sorted once for the experiments as they are."""
    table = snapshot.table("experiment")
    return _kept(table, "trials", lambda: TrialsOfHypotheses(table))


def linked_counts(table: Table, field: str, within: Mask | None = None) -> dict[str, int]:
    """How many living records of a table point to each id by a field of one link or several.

    Args:
        table: The records that point.
        field: A link, or a set of links, in which each id counts once a record.
        within: Only those records; deleted ones never count.
    """
    column = table.column(field)
    mask = table.living() if within is None else both(within, table.living())
    values = compress(column.rows(), mask)
    counts = Counter(chain.from_iterable(values) if table.kind.fields[field].type == LINKS else values)
    for blank in (None, ""):
        counts.pop(blank, None)
    return counts


def quote_count(problems: Table, position: int) -> int:
    """How many pieces of evidence a problem has; from the column, without decoding the record."""
    return len(problems.column("evidence")[position] or ())


def newest_evidence(record: Record) -> str:
    """The day of the newest evidence of a problem, as `2026-11-22`; empty where none is dated."""
    return max((one["at"][:10] for one in entries(record, "evidence") if isinstance(one.get("at"), str)), default="")


def entries(record: Record, field: str) -> list[Mapping[str, Any]]:
    """The entries of a keyed list that can be read."""
    value = record[field]
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def records_linked_to(snapshot: Snapshot, kind: str, field: str, id: str) -> list[Record]:
    """The living records of a kind that point to an id, in the kind's own order; decodes only these."""
    table = snapshot.table(kind)
    return [table.record(at) for at in pointing(snapshot, kind, field, id)]


def _item_counts(items: Table) -> tuple[dict[str, int], dict[str, int]]:
    status = items.column("status")
    dropped, done = items.kind.alike("dropped"), items.kind.alike("done")
    wanted = linked_counts(items, "problems", status.where(lambda one: one not in dropped))
    return wanted, linked_counts(items, "problems", status.where(lambda one: one in done))


def _kept(table: Table, name: str, make: Callable[[], T]) -> T:
    """A figure that is made once for a table."""
    cache: dict[str, Any] = table.kept.setdefault("discovery", {})
    if name not in cache:
        cache[name] = make()
    found: T = cache[name]
    return found
