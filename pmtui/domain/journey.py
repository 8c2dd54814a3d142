"""The customers' journey as one map: the stages of personas and problems in their order, and what stands in each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pmtui.domain.sentences import first_name
from pmtui.domain.text import folded, one_line

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.records import Record
    from pmtui.domain.table import Table

ROWS: Final = ("doing", "thinking", "feeling", "pains")
"""What a persona's journey tells of each stage, from the top down."""
NO_STAGE: Final = ""
"""The stage of problems that name none; it comes last."""


class Step(NamedTuple):
    """A stage in the journey of one persona.

    Attributes:
        persona: The id of the persona.
        name: The persona's first name.
        entry: The id of the entry.
        texts: Its lines, by row of `ROWS`.
    """

    persona: str
    name: str
    entry: str
    texts: tuple[tuple[str, ...], ...]


class Stage(NamedTuple):
    """A stage of the map.

    Attributes:
        name: As it is written where it was first met; empty for problems without one.
        steps: What the personas shown do there.
        rows: The positions of its problems, in the order in which they were given.
    """

    name: str
    steps: tuple[Step, ...] = ()
    rows: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from other stages, however it is written."""
        return stage_key(self.name)


def stage_key(name: Any) -> str:
    """What tells a stage from others: case, accents and blanks do not."""
    return " ".join(folded(one_line(str(name))).split()) if name else NO_STAGE


def journey_of(persona: Record) -> list[Step]:
    """The steps of a persona's journey, in their order; entries without a stage are left out."""
    value = persona["journey"]
    entries = [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
    entries.sort(key=lambda one: (str(one.get("rank") or ""), str(one.get("id") or "")))
    name = first_name(persona.title)
    return [Step(persona.id, name, str(one.get("id") or ""), tuple(_lines(one.get(row)) for row in ROWS)) for one in entries
            if stage_key(one.get("stage"))]


def personas_of(snapshot: Snapshot) -> list[Record]:
    """The living personas, in the kind's own order."""
    table = snapshot.table("persona")
    living = table.living()
    return [table.record(at) for at in table.in_order() if living[at]]


def stage_names(personas: Iterable[Record], others: Iterable[Any] = ()) -> list[str]:
    """The stages of several journeys in one order, which keeps that of each journey as far as they do not contradict each other.

    Of stages that no journey puts in order, the one comes first that stands nearer to the beginning of the journeys that have it.

    Args:
        personas: Those whose journeys count.
        others: Stages that problems name; those which no journey has come last, in this order.
    """
    names: dict[str, str] = {}
    places: dict[str, list[float]] = {}
    before: dict[str, set[str]] = {}
    for persona in personas:
        own = {stage_key(name): name for name in _names_of(persona)}
        for at, (key, name) in enumerate(own.items()):
            names.setdefault(key, name)
            places.setdefault(key, []).append(at / max(1, len(own) - 1))
        for first, second in pairwise(own):
            before.setdefault(second, set()).add(first)
    left = {key: sum(some) / len(some) for key, some in places.items()}
    order: list[str] = []
    while left:
        free = [key for key in left if not before.get(key, set()) & left.keys()]
        order.append(min(free or left, key=left.__getitem__))  # where journeys contradict each other, there is none that is free
        del left[order[-1]]
    for other in others:
        key = stage_key(other)
        if key and key not in names:
            names[key] = " ".join(one_line(str(other)).split())
            order.append(key)
    return [names[key] for key in order]


def journey_map(snapshot: Snapshot, rows: Sequence[int], persona: str = "") -> list[Stage]:
    """The map: the stages in their order, with what personas do there and the problems that belong there.

    Args:
        snapshot: All records.
        rows: The positions of the problems to show, in the order to show them.
        persona: The id of the one persona whose journey is shown, with the problems that name it; empty for all.
    """
    table = snapshot.table("problem")
    everybody = personas_of(snapshot)
    shown = [one for one in everybody if one.id == persona] or ([] if persona else everybody)
    if persona:
        having = table.column("personas")
        rows = [at for at in rows if persona in (having[at] or ())]
    placed = _placed(table, rows)
    spelled = _spellings(table, placed.values())
    steps: dict[str, list[Step]] = {}
    for one in shown:
        for key, step in zip(map(stage_key, _names_of(one)), journey_of(one), strict=True):
            steps.setdefault(key, []).append(step)
    names = stage_names(shown, _as_all_order(everybody, spelled))
    found = [Stage(name, tuple(steps.get(stage_key(name), ())), tuple(placed.get(stage_key(name), ()))) for name in names]
    return [*found, Stage(NO_STAGE, (), tuple(placed[NO_STAGE]))] if placed.get(NO_STAGE) else found


def _placed(table: Table, rows: Sequence[int]) -> dict[str, list[int]]:
    """The positions of problems by the key of their stage."""
    column = table.column("journey_stage")
    known: dict[Any, str] = {}
    found: dict[str, list[int]] = {}
    for at in rows:
        value = column[at]
        if value not in known:
            known[value] = stage_key(value)
        found.setdefault(known[value], []).append(at)
    return found


def _spellings(table: Table, placed: Iterable[Sequence[int]]) -> list[str]:
    column = table.column("journey_stage")
    return [str(column[rows[0]]) for rows in placed if column[rows[0]]]


def _as_all_order(everybody: Iterable[Record], names: Sequence[str]) -> list[str]:
    """Stages of problems in the order that the journeys of all personas give them."""
    order = {stage_key(name): at for at, name in enumerate(stage_names(everybody))}
    return sorted(names, key=lambda name: order.get(stage_key(name), len(order)))


def _names_of(persona: Record) -> list[str]:
    value = persona["journey"]
    entries = [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
    entries.sort(key=lambda one: (str(one.get("rank") or ""), str(one.get("id") or "")))
    return [" ".join(one_line(str(one["stage"])).split()) for one in entries if stage_key(one.get("stage"))]


def _lines(value: Any) -> tuple[str, ...]:
    rows = value if isinstance(value, list) else () if value is None else (value,)
    return tuple(line for one in rows if (line := " ".join(one_line(str(one)).split())))
