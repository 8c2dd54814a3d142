"""`forecast`: when milestones will be done. `path`: how early and how late they can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pmtui.cli.errors import say_unreadable
from pmtui.cli.session import Session
from pmtui.commands.core import Refused
from pmtui.domain.dates import DATE_FORMS, parse_date
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.periods import day_words
from pmtui.domain.text import counted, one_line
from pmtui.formats.forecast_json import forecast_document
from pmtui.formats.record_json import json_text
from pmtui.formats.text_table import table_lines

if TYPE_CHECKING:
    from pmtui.domain.critical_path import Node, Path
    from pmtui.domain.forecasting import Fit, Forecast

_WIDE = 100
"""In fewer columns than these tables leave something out."""
_WIDEST = 40
"""Cells of a title on the lines about a circle."""


def do_forecast(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print the forecast of one milestone, or of all open ones.

    Raises:
        Refused: There is no such milestone, or the day cannot be read.
    """
    from pmtui.domain.forecasting import SEED, Forecast, fits_by, forecasts
    from pmtui.domain.roadmap import NO_ITEMS, progress_by_milestone
    from pmtui.domain.throughput import throughput

    session.say_if_read_only()
    say_unreadable(*map(session.snapshot.table, ("milestone", "item")))
    today = session.today_and_now()[0]
    here = date.fromisoformat(today)
    given = arguments.get("seed")
    seed = SEED if given is None else int(given)
    fit = None
    if arguments.get("day") is not None:
        fit = fits_by(session.snapshot, here, _day_meant(str(arguments["day"]), today), seed=seed)
    record = None if arguments.get("id") is None else session.resolve(str(arguments["id"]), ("milestone",))
    found = forecasts(session.snapshot, here, seed=seed)
    if record is None:
        _print_all(session, list(found.values()), fit, here)
        return 0
    one = found.get(record.id)
    if one is None:
        progress = progress_by_milestone(session.snapshot.table("item")).get(record.id, NO_ITEMS)
        state = "deleted" if record.data.get("deleted_at") else record.status
        weeks = throughput(session.snapshot.table("item"), here).weeks
        one = Forecast(record.id, progress.total - progress.done, weeks, drivers=(f"it is {state}: there is nothing to forecast",))
    if session.is_json:
        session.write(json_text(_document(one, fit)))
    else:
        session.write("".join(f"{line}\n" for line in _of_one(session, one, fit)))
    return 0


def _day_meant(text: str, today: str) -> date:
    from pmtui.domain.forecasting import is_out_of_sight

    try:
        day = parse_date(text, today)
    except ValueError as error:
        raise Refused(f"--by: {error}", "" if DATE_FORMS in str(error) else f"write {DATE_FORMS}", "bad_value") from None
    if day < today:
        raise Refused(f"--by: {day} has passed", "name a day that is still to come", "bad_value")
    found = date.fromisoformat(day)
    if is_out_of_sight(found, date.fromisoformat(today)):
        raise Refused(f"--by: {day} is more than 20 years away", "name a nearer day", "bad_value")
    return found


def _document(one: Forecast, fit: Fit | None) -> dict[str, Any]:
    found = {"id": one.id, **forecast_document(one), "before": one.before, "drivers": list(one.drivers)}
    if fit is not None:
        found["fits"] = {"by": fit.day.isoformat(), "weeks": fit.weeks, "p50": fit.at_50, "p85": fit.at_85}
    return found


def _print_all(session: Session, found: Sequence[Forecast], fit: Fit | None, today: date) -> None:
    if session.is_json:
        session.write(json_text([_document(one, fit) for one in found]))
        return
    if not found:
        session.write("no open milestone: there is nothing to forecast\n")
    elif not any(one.is_known for one in found):
        session.write("".join(f"no forecast: {reason}\n" for reason in _reasons(found)))
    else:
        session.write("".join(f"{line}\n" for line in _table(session, found)))
        unknown = [one for one in found if not one.is_known]
        session.write("".join(f"{_title(session, one.id)}: {one.drivers[0]}\n" for one in unknown if one.drivers))
    if fit is not None:
        session.write(f"{fit_words(fit)}\n")


def _reasons(found: Sequence[Forecast]) -> list[str]:
    """Why there is no forecast at all, what concerns all first."""
    said = [one.drivers[0] for one in found if one.drivers]
    return list(dict.fromkeys(sorted(said, key=said.count, reverse=True)))[:3]


def _table(session: Session, found: Sequence[Forecast]) -> list[str]:
    ids = _short_ids(session, [one.id for one in found])
    rows = []
    for one, id in zip(found, ids, strict=True):
        days = [day_words(day) for day in (one.p50, one.p70, one.p85, one.p95)]
        rows.append([id, one_line(_title(session, one.id)), str(one.remaining), *days, _chance(one), _target(session, one.id)])
    head = ["id", "milestone", "left", "50 %", "70 %", "85 %", "95 %", "chance", "target"]
    return _fitting(session, head, rows, frozenset({"left", "chance"}), ("70 %", "95 %"))


def _fitting(session: Session, head: list[str], rows: list[list[str]], right: frozenset[str], spare: tuple[str, ...]) -> list[str]:
    """A table; in a narrow terminal without the columns that can be spared."""
    kept = [at for at, name in enumerate(head) if not 0 < session.width < _WIDE or name not in spare]
    head, rows = [head[at] for at in kept], [[row[at] for at in kept] for row in rows]
    return table_lines(head, rows, frozenset(at for at, name in enumerate(head) if name in right), 1, session.width)


def _of_one(session: Session, one: Forecast, fit: Fit | None) -> list[str]:
    head = f"{_short_ids(session, [one.id])[0]}  {one_line(_title(session, one.id))}"
    if one.is_known:
        chances = ((50, one.p50), (70, one.p70), (85, one.p85), (95, one.p95))
        lines = [head, *(f"  {share} %  by {day_words(day, 'later than 20 years from now')}" for share, day in chances)]
        target = _target(session, one.id)
        if one.chance_of_target is not None:
            lines.append(f"  {_chance(one)} chance of its target, {target}")
        lines.append("what drives it")
    else:
        lines = [head, "no forecast"]
    lines += [f"  {words}" for words in one.drivers]
    return [*lines, fit_words(fit)] if fit is not None else lines


def fit_words(fit: Fit) -> str:
    """How much fits by a day, in a sentence."""
    day = day_words(fit.day)
    if fit.at_50 is None:
        return f"by {day}: nothing can be said, the history is too thin"
    weeks = counted(fit.weeks, "whole week")
    return f"by {day} ({weeks}) the team gets {fit.at_50} items done at 50 %, {fit.at_85} at 85 %"


def do_path(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print the critical path; exit status 1 where dependencies go round in a circle, which is named."""
    from pmtui.domain.critical_path import critical_path
    from pmtui.domain.dependencies import in_words
    from pmtui.domain.working_days import calendar_of

    session.say_if_read_only()
    say_unreadable(*map(session.snapshot.table, ("milestone", "item")))
    calendar = calendar_of(session.snapshot.settings)
    for fault in calendar.faults:
        session.say(f"pmtui: {fault}; it is left out\n")
    path = critical_path(session.snapshot.table("milestone"), calendar)
    if session.is_json:
        session.write(json_text([_node_document(id, node, path.unit) for id, node in path.nodes.items()]))
    else:
        session.write("".join(f"{line}\n" for line in _path_lines(session, path)))
    if path.cycles:
        named = "; ".join(in_words(one, {id: _title(session, id)[:_WIDEST] for id in one}) for one in path.cycles)
        raise Refused(f"milestones wait for each other in a circle: {named}",
                      "take one link out: pmtui set ID depends_on-=OTHER", "cycle", 1)
    return 0


def _node_document(id: str, node: Node, unit: str) -> dict[str, Any]:
    days = {name: None if day is None else day.isoformat() for name, day in zip(node._fields[:4], node[:4], strict=True)}
    return {"id": id, **days, "slack": node.slack, "critical": node.critical, "unit": unit}


def _path_lines(session: Session, path: Path) -> list[str]:
    if not path.nodes:
        return ["no open milestone: there is no path"]
    nodes = sorted(path.nodes.items(), key=lambda pair: (pair[1].earliest_start or date.max, pair[1].earliest_finish or date.max))
    ids = _short_ids(session, [id for id, _ in nodes])
    rows = []
    for (id, node), short in zip(nodes, ids, strict=True):
        days = [day_words(day, "–") for day in node[:4]]
        slack = "–" if node.slack is None else str(node.slack)
        rows.append([short, one_line(_title(session, id)), *days, slack, "critical" if node.critical else ""])
    head = ["id", "milestone", "earliest", "to", "latest", "to ", "slack", ""]
    end = day_words(path.end)
    last = f"slack in {path.unit}" + (f"; all ends on {end}" if end else "; no milestone has dates yet")
    return [*_fitting(session, head, rows, frozenset({"slack"}), ("latest", "to ")), last]


def _title(session: Session, id: str) -> str:
    table = session.snapshot.table("milestone")
    at = table.position(id)
    return one_line(str(table.column("title")[at] or id)) if at is not None else id


def _target(session: Session, id: str) -> str:
    from pmtui.domain.roadmap import planned

    table = session.snapshot.table("milestone")
    at = table.position(id)
    target = planned(table, at).target if at is not None else None
    return target.label if target is not None else ""


def _chance(one: Forecast) -> str:
    from pmtui.domain.amounts import chance_words

    return "" if one.chance_of_target is None else chance_words(one.chance_of_target)


def _short_ids(session: Session, ids: list[str]) -> list[str]:
    from pmtui.store.prefixes import prefix_lengths

    lengths = prefix_lengths(session.workspace.root, "milestone", session.snapshot.table("milestone").rows, ids)
    return [SCHEMA["milestone"].shown_id(id, length) for id, length in zip(ids, lengths, strict=True)]
