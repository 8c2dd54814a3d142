"""`scenario-compare`: today beside scenarios, as text or JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pmtui.cli.errors import say_unreadable
from pmtui.cli.session import Session
from pmtui.domain.forecasting import forecasts
from pmtui.domain.scenario_comparison import SideBySide, Standing, cases_of, side_by_side
from pmtui.domain.scenarios import DRAFT, KIND, scenarios_in
from pmtui.formats.record_json import json_text
from pmtui.formats.scenario_text import lines

_WIDTH = 80


def do_compare_scenarios(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print today beside the scenarios that are named, or beside all that are open."""
    session.say_if_read_only()
    snapshot = session.snapshot
    say_unreadable(*map(snapshot.table, ("milestone", "item", KIND)))
    today, _ = session.today_and_now()
    named = [one for id in arguments.get("ids") or () if (one := snapshot.record(KIND, id)) is not None]
    scenarios = named or [one for one in scenarios_in(snapshot) if one.stage == DRAFT]
    if not scenarios and not session.is_json:
        session.say("pmtui: there is no open scenario: pmtui add scenario TITLE, then pmtui scenario-set\n")
        return 0
    cases = cases_of(snapshot, scenarios)
    found = side_by_side(cases, [forecasts(case.snapshot, date.fromisoformat(today)) for case in cases], today)
    if session.is_json:
        session.write(json_text(_document(found)))
        return 0
    texts = ("".join(text for text, _ in line).rstrip() for line in lines(found, session.width or _WIDTH))
    session.write("".join(f"{text}\n" for text in texts))
    return 0


def _document(found: SideBySide) -> dict[str, Any]:
    cases = []
    for at, case in enumerate(found.cases):
        overloads = found.overloads[at]
        cases.append({
            "id": case.id or None, "name": case.name, "changes": case.changes,
            "milestones": [{"id": row.id, "title": row.title, **_standing(row.cases[at])} for row in found.rows],
            "drops": [one._asdict() | {"milestone": one.milestone or None} for one in found.drops[at]],
            "over_capacity": None if overloads is None else [{"week": one.monday, "who": list(one.over)} for one in overloads],
            "misfits": [
                {"id": one.change.id, "record": one.change.record, "field": one.change.field, "code": one.code, "message": one.words}
                for one in case.misfits
            ],
        })
    return {"cases": cases, "enough_history": not found.is_thin}


def _standing(one: Standing) -> dict[str, Any]:
    return {
        "status": one.status, "target": one.target, "p50": one.p50, "p85": one.p85, "chance_of_target": one.chance,
        "remaining": one.open, "points": one.points,
    }
