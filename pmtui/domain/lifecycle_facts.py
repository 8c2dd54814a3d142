"""What a verdict on a product rests on: what depends on it, what speaks for keep, delete and restart, and how far its end is. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import compress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pmtui.domain.amounts import amount_words
from pmtui.domain.backlinks import Backlinks, backlinks
from pmtui.domain.columns import both
from pmtui.domain.evidence_age import heard_at
from pmtui.domain.lifecycle import Measured, Suggestion, best_words, measures_of, moved, suggestion
from pmtui.domain.lifecycle_metrics import STAGE_METRICS
from pmtui.domain.lifecycle_stages import DECLINE
from pmtui.domain.text import counted
from pmtui.domain.trend import trend_of

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.records import Record
    from pmtui.domain.table import Table

KEEP, DELETE, RESTART = VERDICTS = ("keep", "delete", "restart")
RETIRE_TAG: Final = "retire"
"""The tag of the item that holds the checklist of retiring a product."""
RECENT_DAYS: Final = 90
_NOT_WORK = ("view", "review", "scenario", "person")
"""Kinds whose records do not hold up the end of a product."""
_REAL = ("validated", "solving")


class Dependants(NamedTuple):
    """The open records of one kind that depend on a product.

    Attributes:
        kind: Their kind.
        field: The link: product, successor, about.
        table: Where they are.
        places: Where they stand there, in its order.
    """

    kind: str
    field: str
    table: Table
    places: tuple[int, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Their ids."""
        return self.first(len(self.places))

    def first(self, most: int) -> tuple[str, ...]:
        """The ids of the first of them."""
        return tuple(map(self.table.id, self.places[:most]))

    def words(self, plural: str) -> str:
        """`12 items`, `1 product that names it as successor`."""
        count = len(self.places)
        what = counted(count, self.kind, plural)
        end = "s" if count == 1 else ""
        tail = {"successor": f" that name{end} it as successor", "about": " about it"}.get(self.field, "")
        return f"{what}{tail}"


class Checklist(NamedTuple):
    """How far the end of a product is prepared.

    Attributes:
        item: The item that holds the checklist.
        done: How many points hold.
        total: How many there are.
    """

    item: Record
    done: int
    total: int

    @property
    def open(self) -> int:
        """How many points are open."""
        return self.total - self.done


def dependants(snapshot: Snapshot, product: Record) -> list[Dependants]:
    """The open, living records that depend on a product, by kind and link; the item with its checklist is none of them."""
    found: list[Dependants] = []
    for one in backlinks("product", product.id, snapshot):
        if one.kind not in _NOT_WORK:
            places = _open_ones(one)
            if places:
                found.append(Dependants(one.kind, one.field, one.table, places))
    return found


def _open_ones(one: Backlinks) -> tuple[int, ...]:
    """The places of those that are open, without items that hold a checklist."""
    kind, mask = one.table.kind, b""
    if kind.statuses:
        mask = one.table.column("status").where(lambda status: status not in kind.closed)
    if kind.name == "item":
        mask = both(mask, one.table.column("tags").where(lambda words: not words or RETIRE_TAG not in words))
    return tuple(compress(one.positions, map(mask.__getitem__, one.positions))) if mask else one.positions


def checklist(snapshot: Snapshot, product: Record) -> Checklist | None:
    """The checklist of a product's end: of the newest item that was made for it and not dropped; None where there is none."""
    items = snapshot.table("item")
    tags, of, status, created = (items.column(name) for name in ("tags", "product", "status", "created_at"))
    dropped, lives = items.kind.alike("dropped"), items.living()
    mask = tags.where(lambda one: bool(one) and RETIRE_TAG in one)
    places = [
        at for at in compress(range(len(items)), mask) if lives[at] and of[at] == product.id and status[at] not in dropped
    ]
    if not places:
        return None
    item = items.record(max(places, key=lambda at: str(created[at] or "")))
    points = [one for one in item["criteria"] or () if isinstance(one, dict)]
    return Checklist(item, sum(one.get("done") is True for one in points), len(points))


# What speaks for each verdict


def arguments(snapshot: Snapshot, product: Record, today: str) -> dict[str, list[str]]:
    """What speaks for each verdict, in sentences with their figures; a verdict for which nothing does has none."""
    found = suggestion(snapshot, product, today)
    measures = measures_of(snapshot, product, today)
    needed, heard = dependants(snapshot, product), _heard(snapshot, product, today)
    return {
        KEEP: [*_usage(found), *_needed(snapshot, needed), *_asked_for(heard)],
        DELETE: [*_falling(found), *_costs(measures), *_quiet(heard, needed), *_followed(snapshot, product)],
        RESTART: [*_problems(snapshot, product), *_bets(snapshot, product), *_research(product)],
    }


def _usage(found: Suggestion) -> Iterator[str]:
    measured, trend = found.measured, found.trend
    if measured is not None and trend is not None and trend.value:
        best = best_words(measured, trend)
        still = "still " if found.stage == DECLINE and measured.rises else ""
        yield f"{measured.name}: {still}{amount_words(trend.value, _unit(measured))}{f', {best}' if best else ''}"


def _unit(measured: Measured) -> str:
    return str(measured.kpi.get("unit") or "")


def _needed(snapshot: Snapshot, needed: Sequence[Dependants]) -> Iterator[str]:
    if needed:
        is_one = sum(len(one.places) for one in needed) == 1
        yield f"{', '.join(one.words(snapshot.table(one.kind).kind.plural) for one in needed)} {'depends' if is_one else 'depend'} on it"


def _heard(snapshot: Snapshot, product: Record, today: str) -> int:
    """How often customers spoke of a product in the last 90 days: feedback on it, and evidence of its problems."""
    days = [str(table.column("created_at")[at] or "") for table, at in _of_product(snapshot, "feedback", product)]
    for table, at in _of_product(snapshot, "problem", product):
        days += [one.day for one in heard_at(table, at)]
    since = (date.fromisoformat(today) - timedelta(days=RECENT_DAYS)).isoformat()
    return sum(since <= day[:10] <= today for day in days)


def _asked_for(count: int) -> Iterator[str]:
    if count:
        yield f"customers spoke of it {counted(count, 'time')} in {RECENT_DAYS} days"


def _falling(found: Suggestion) -> Iterator[str]:
    if found.stage == DECLINE and found.measured is not None and found.trend is not None:
        recent = found.trend.recent
        yield f"{found.measured.name}: {moved(recent, found.measured.rises)} in {recent.days} days, which is decline"


def _costs(measures: Sequence[Measured]) -> Iterator[str]:
    """The figures that tell what keeping it costs, where they do not get better."""
    words = STAGE_METRICS[DECLINE][0][1]
    for one in measures:
        if one.series and not one.rises and any(word in one.name.casefold() for word in words):
            trend = trend_of(one.series, RECENT_DAYS, rises=False)
            worse = -round((trend.recent.share or 0) * 100) if trend is not None else 0
            if worse >= 0:
                way = f", +{worse} % in {trend.recent.days} days" if worse and trend is not None else ""
                yield f"{one.name}: {amount_words(one.series[-1][1], _unit(one))}{way}"


def _quiet(heard: int, needed: Sequence[Dependants]) -> Iterator[str]:
    if not heard:
        yield f"no customer is known to have spoken of it in {RECENT_DAYS} days"
    if not any(one.kind in ("item", "problem", "milestone") for one in needed):
        yield "no item, problem or milestone that is open belongs to it"


def _followed(snapshot: Snapshot, product: Record) -> Iterator[str]:
    successor = snapshot.record("product", str(product["successor"] or ""))
    if successor is not None and not successor.is_deleted:
        yield f"“{successor.title}” follows it"


def _of_product(snapshot: Snapshot, kind: str, product: Record) -> Iterator[tuple[Table, int]]:
    for one in backlinks("product", product.id, snapshot):
        if (one.kind, one.field) == (kind, "product"):
            yield from ((one.table, at) for at in one.positions)


def _problems(snapshot: Snapshot, product: Record) -> Iterator[str]:
    """Problems that were found to be real and are not solved."""
    kind = snapshot.table("problem").kind
    found = [
        (table, at) for table, at in _of_product(snapshot, "problem", product) if kind.like(str(table.column("status")[at])) in _REAL
    ]
    if found:
        best = max((value for table, at in found if isinstance(value := table.column("opportunity")[at], int | float)), default=None)
        top = f", the greatest opportunity {best:g} of 20" if best is not None else ""
        yield f"{counted(len(found), 'validated problem')} unsolved{top}"


def _bets(snapshot: Snapshot, product: Record) -> Iterator[str]:
    kind = snapshot.table("hypothesis").kind
    statuses = [kind.like(str(table.column("status")[at])) for table, at in _of_product(snapshot, "hypothesis", product)]
    for status in ("supported", "testing"):
        count = statuses.count(status)
        if count:
            yield f"{counted(count, f'{status} hypothesis', f'{status} hypotheses')} about it"


def _research(product: Record) -> Iterator[str]:
    first: Any = next((str(one).strip() for one in product["market_research"] or () if str(one).strip()), "")
    if first:
        yield f"market research: {first}"
