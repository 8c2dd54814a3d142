"""Commands that move records in the team's own order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from pmtui.commands.core import RECORDS, SHELL, Arguments, Command, Context, Effect, Parameter, Plan, Refused, without_target
from pmtui.commands.editing import change_of
from pmtui.commands.navigation import PEOPLE_MAP
from pmtui.commands.records import called, targets
from pmtui.domain.change import Change, Edit, Snapshot
from pmtui.domain.ranking import RankPositions, moved_ranks
from pmtui.domain.records import Record

_VISIBLE = Parameter("visible", "ids", "The ids shown around the records, in order; the whole kind when left out.", option="-")


def not_ranked(context: Context) -> str | None:
    """Why the records under the cursor cannot be moved."""
    if context.screen == "history":
        return "changes stand in the order of time: enter goes to the record, which can be moved there"
    missing = without_target(context)
    if missing:
        return missing
    kind = context.targets()[0].schema
    if kind.ranked or (context.layout == PEOPLE_MAP and kind.name == "person"):
        return None
    return f"{kind.plural} have no order of their own"


def _one_kind(records: Sequence[Record]) -> str:
    kinds = [kind for kind, _ in groupby(records, key=lambda record: record.kind)]
    if len(kinds) != 1:
        raise Refused("only records of one kind can be ranked together", "select records of one kind", "blocked", 1)
    if not records[0].schema.ranked:
        raise Refused(f"{records[0].schema.plural} have no order of their own", "items and milestones have one", "blocked", 1)
    return records[0].kind


def _moved(context: Context, records: Sequence[Record], index_of: Callable[[RankPositions], int], where: str) -> Change:
    kind = _one_kind(records)
    moving = sorted(records, key=lambda record: (str(record["rank"] or "~"), record.id))
    order = RankPositions(context.snapshot.table(kind), [record.id for record in moving])
    ranks = moved_ranks(order, [record.id for record in moving], index_of(order))
    return change_of(context, f"Move {called(records)} {where}", "rank.move", rank_edits(context.snapshot, kind, ranks))


def rank_edits(snapshot: Snapshot, kind: str, ranks: Mapping[str, str]) -> list[Edit]:
    """The edits that give records these order keys; those that have theirs already are left out."""
    edits = []
    for id, rank in ranks.items():
        record = snapshot.record(kind, id)
        if record is not None and record.data.get("rank") != rank:
            before = {"rank": record.data["rank"]} if "rank" in record.data else {}
            edits.append(Edit(kind, id, before, {"rank": rank}))
    return edits


def ranked_behind(snapshot: Snapshot, record: Record, made: Sequence[Edit]) -> tuple[list[Edit], dict[str, str]]:
    """New records right behind one in the team's order; and the new order keys of others, where theirs leave no room."""
    order = RankPositions(snapshot.table(record.kind))
    index = order.index_of(record.id)
    if index is None:
        return list(made), {}
    ranks = moved_ranks(order, [edit.id for edit in made], index + 1)
    return [edit._replace(after={**edit.after, "rank": ranks.pop(edit.id)}) for edit in made], ranks


def _index(order: RankPositions, id: str, offset: int) -> int:
    index = order.index_of(id)
    if index is None:
        raise Refused(f"{id} is not in the order", "it may have been deleted", "not_found", 4)
    return index + offset


def to_edge(is_top: bool) -> Plan:
    """A plan that moves records to the top or to the bottom."""

    def plan(context: Context, arguments: Arguments) -> Change | Effect:
        records = targets(context, arguments)
        return _moved(context, records, lambda order: 0 if is_top else len(order), "to the top" if is_top else "to the bottom")

    return plan


def by_step(step: int) -> Plan:
    """A plan that moves records past their next visible neighbour, up or down."""

    def plan(context: Context, arguments: Arguments) -> Change | Effect:
        records = targets(context, arguments)
        if context.layout == "matrix":  # there, up and down is the value
            from pmtui.commands.matrix_moves import value_change

            return value_change(context, records, -step)
        if context.layout == PEOPLE_MAP:  # and there, how much people can move
            from pmtui.commands.people_map import moved_people

            return moved_people(context, records, "influence", -step)
        moving = {record.id for record in records}
        shown = arguments["visible"] if "visible" in arguments else RankPositions(context.snapshot.table(_one_kind(records))).ids()
        inside = [index for index, id in enumerate(shown) if id in moving]
        if not inside:
            raise Refused("the record is not in the list", "", "blocked", 1)
        rest = (shown[index] for index in range(inside[-1] + 1, len(shown))) if step > 0 else (
            shown[index] for index in range(inside[0] - 1, -1, -1))
        neighbour = next((id for id in rest if id not in moving), None)
        if neighbour is None:
            raise Refused(f"{called(records)} is already at the {'bottom' if step > 0 else 'top'}", "", "blocked", 1)
        where = "down" if step > 0 else "up"
        return _moved(context, records, lambda order: _index(order, neighbour, 1 if step > 0 else 0), where)

    return plan


def rank(context: Context, arguments: Arguments) -> Change | Effect:
    """A record put to the top, to the bottom, before or after another one."""
    records = targets(context, arguments)
    places = [name for name in ("top", "bottom", "before", "after") if arguments.get(name)]
    if len(places) != 1:
        raise Refused("say where to: one of --top, --bottom, --before ID, --after ID")
    if places[0] in ("top", "bottom"):
        return to_edge(places[0] == "top")(context, arguments)
    other = context.resolve(arguments[places[0]], (records[0].kind,))
    if any(record.id == other.id for record in records):
        raise Refused("a record cannot be ranked against itself", "name another one")
    if other.is_deleted:
        raise Refused(f"{called([other])} is deleted", "name a living one, or restore it first")
    where = f"{places[0]} {called([other])}"
    return _moved(context, records, lambda order: _index(order, other.id, 1 if places[0] == "after" else 0), where)


def _edge(id: str, title: str, help: str, key: str, is_top: bool) -> Command:
    return Command(id, title, help, to_edge(is_top), (key,), (), RECORDS, not_ranked, group="Shift")


def _step(id: str, title: str, key: str, plan: Plan) -> Command:
    return Command(
        id, title, f"{title} in the team's order, past the neighbour shown; on the matrix, by one value.", plan, (key,), (_VISIBLE,),
        RECORDS, not_ranked, group="Shift", hint="rank" if key == "J" else "",
    )


COMMANDS = (
    Command(
        "rank.move", "Rank", "Move a record in the team's order.", rank, (),
        (
            Parameter("ids", "record", "The record: id, beginning of an id or exact title.", is_required=True),
            Parameter("top", "flag", "To the top.", option="--top"), Parameter("bottom", "flag", "To the bottom.", option="--bottom"),
            Parameter("before", "record", "Before this one.", option="--before"),
            Parameter("after", "record", "After this one.", option="--after"),
        ),
        SHELL, word="rank", group="Shift", example="pmtui rank 4k3 --before 9xq",
    ),
    _step("rank.down", "Move down", "J", by_step(1)),
    _step("rank.up", "Move up", "K", by_step(-1)),
    _edge("rank.top", "Move to the top", "Make it first in the team's order.", "T", True),
    _edge("rank.bottom", "Move to the bottom", "Make it last in the team's order.", "B", False),
)
