"""What is known and done about problems and hypotheses: counts over other kinds, each in one pass over columns.

The counts are kept on the tables that they were taken from. A change of a problem makes a new problem table but leaves
those of hypotheses and items as they are, so nothing is counted twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pmtui.domain.backlinks import pointing
from pmtui.domain.columns import Column, Mask, both

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
NO_WORK = Work()
NO_TRIALS = Trials()


def work_on_problems(snapshot: Snapshot) -> Mapping[str, Work]:
    """What is being done about each problem, by its id; problems about which nothing is done are missing."""
    hypotheses, items = snapshot.table("hypothesis"), snapshot.table("item")
    beliefs = _kept(hypotheses, "by problem", lambda: linked_counts(hypotheses, "problem"))
    wanted, finished = _kept(items, "by problem", lambda: _item_counts(items))
    found = {*beliefs, *wanted}
    return _kept(
        items, "work", lambda: {id: Work(beliefs.get(id, 0), wanted.get(id, 0), finished.get(id, 0)) for id in found}, beliefs
    )


def trials_of_hypotheses(snapshot: Snapshot) -> Mapping[str, Trials]:
    """How each hypothesis has been tested, by its id; those without an experiment are missing."""
    table = snapshot.table("experiment")
    return _kept(table, "trials", lambda: _trials(table))


def linked_counts(table: Table, field: str, within: Mask | None = None) -> dict[str, int]:
    """How many living records of a table point to each id by a field of one link or several.

    Args:
        table: The records that point.
        field: A link, or a set of links, in which each id counts once a record.
        within: Only those records; deleted ones never count.
    """
    column = table.column(field)
    mask = table.living() if within is None else both(within, table.living())
    counts: dict[str, int] = {}
    for value, count in _counted(column, mask):
        for id in value if isinstance(value, tuple) else (value,):
            if isinstance(id, str):
                counts[id] = counts.get(id, 0) + count
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
    wanted = linked_counts(items, "problems", status.where(lambda one: one != "dropped"))
    return wanted, linked_counts(items, "problems", status.where(lambda one: one == "done"))


def _counted(column: Column, mask: Mask) -> Iterable[tuple[Any, int]]:
    """Each distinct value among the masked positions, with how often it is there."""
    if column.codes is None:
        return ((value, 1) for value in compress(column.values, mask))
    return ((column.values[code], count) for code, count in Counter(compress(column.codes, mask)).items())


def _trials(table: Table) -> dict[str, Trials]:
    columns = [table.column(name).rows() for name in ("hypothesis", "status", "result", "end", "start", "created_at")]
    found: dict[str, Trials] = {}
    best: dict[str, tuple[int, str]] = {}
    living = table.living()
    for at, (hypothesis, status, result, end, start, created) in enumerate(zip(*columns, strict=True)):
        if not living[at] or not isinstance(hypothesis, str):
            continue
        old = found.get(hypothesis, NO_TRIALS)
        key = (_SAYS.get(status, 1), str(end or start or created or ""))
        if key >= best.get(hypothesis, key):
            best[hypothesis] = key
            found[hypothesis] = Trials(old.experiments + 1, table.id(at), str(status or ""), str(result or ""))
        else:
            found[hypothesis] = old._replace(experiments=old.experiments + 1)
    return found


def _kept(table: Table, name: str, make: Callable[[], T], other: object = None) -> T:
    """A figure that is made once for a table, and for another object that it depends on too."""
    cache: dict[str, tuple[object, Any]] = table.__dict__.setdefault("_discovery", {})
    held = cache.get(name)
    if held is None or held[0] is not other:
        held = cache[name] = (other, make())
    return held[1]
