"""Who asks for a problem to be solved or an item to be built: counted from the feedback that is linked with it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.domain.backlinks import pointing
from pmtui.domain.columns import Column
from pmtui.domain.text import counted, folded

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.table import Table

_NAMES = ("customer", "company", "voters", "status", "deleted_at")


class Demand(NamedTuple):
    """How many ask for something.

    Attributes:
        pieces: Pieces of feedback, those that were declined left out.
        people: Who wrote them and who voted for them, each once; a piece that names nobody counts as one.
        companies: Where the writers work, each once.
    """

    pieces: int = 0
    people: int = 0
    companies: int = 0

    @property
    def words(self) -> str:
        """`asked for by 14, 3 companies`; empty where nobody does."""
        if not self.pieces:
            return ""
        companies = f", {counted(self.companies, 'company', 'companies')}" if self.companies else ""
        return f"asked for by {self.people:,}{companies}"


def demand_for(snapshot: Snapshot, id: str) -> Demand:
    """How many ask for one record; looks at what points to it alone."""
    table = snapshot.table("feedback")
    columns = [table.column(name) for name in _NAMES]
    return _demand(((column[at] for column in columns) for at in pointing(snapshot, "feedback", "linked", id)), _declined())


def asked_column(table: Table, environment: Environment) -> Column:
    """How many people ask for each problem or item; blank where nobody does, for other kinds, and without a snapshot."""
    snapshot = environment.snapshot
    if table.kind.name not in ("problem", "item") or snapshot is None:
        return Column([None], bytes(len(table)))
    feedback = snapshot.table("feedback")
    counts: dict[str, int] | None = feedback.kept.get("asked_by")
    if counts is None:
        counts = feedback.kept["asked_by"] = _counts(feedback)
    return Column.of(counts.get(table.id(at)) for at in range(len(table)))


def _counts(feedback: Table) -> dict[str, int]:
    """People by the id of what they ask for."""
    linked = feedback.column("linked")
    rows = zip(linked.rows(), *(feedback.column(name).rows() for name in _NAMES), strict=True)
    by_id: dict[str, list[tuple[Any, ...]]] = {}
    for ids, *row in compress(rows, linked.where(bool)):
        for id in ids:
            by_id.setdefault(str(id), []).append(tuple(row))
    declined = _declined()
    return {id: people for id, some in by_id.items() if (people := _demand(some, declined).people)}


def _demand(rows: Iterable[Iterable[Any]], declined: Collection[str]) -> Demand:
    people: set[str] = set()
    companies: set[str] = set()
    pieces = nameless = 0
    for customer, company, voters, status, deleted in rows:
        if deleted is not None or status in declined:
            continue
        pieces += 1
        who = [one for one in (customer or company, *(voters or ())) if one]
        nameless += not who
        people.update(_name(one) for one in who)
        companies.update([_name(company)] if company else ())
    return Demand(pieces, len(people) + nameless, len(companies))


def _declined() -> frozenset[str]:
    from pmtui.domain.kinds import SCHEMA

    return frozenset(SCHEMA["feedback"].alike("declined"))


def _name(text: Any) -> str:
    return " ".join(folded(str(text)).split())
