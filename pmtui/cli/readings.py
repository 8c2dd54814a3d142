"""`readings`: a file of readings into the KPIs of a goal."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from pmtui.cli.figure_files import as_hint, bytes_of, called
from pmtui.cli.session import Session
from pmtui.commands.core import Refused
from pmtui.commands.reading_plans import NewReading, goal_named, readings_plan, with_kpis
from pmtui.domain.kpis import kpis_of
from pmtui.domain.text import counted, one_line

_MOST_BYTES = 80_000_000
_ORIGIN = "csv"
"""The origin of readings where neither the file nor the person names one."""


def do_import_readings(session: Session, arguments: Mapping[str, Any]) -> int:
    """Read the file, save what can be taken in as one change, and name each line that cannot."""
    from pmtui.formats.csv_tables import decoded
    from pmtui.formats.imported import BadInput
    from pmtui.formats.readings_csv import KpiName, Readings, read_readings

    session.workspace.records.require_writable()
    is_dry = bool(arguments.get("dry_run"))
    file, origin = str(arguments["file"]), one_line(str(arguments.get("origin") or "")).strip() or _ORIGIN
    with nullcontext() if is_dry else session.workspace.records.lock:  # the readings there must be those that are replaced
        context = session.context()
        goal = with_kpis(goal_named(context, str(arguments["goal"])))
        names = [KpiName(str(one.get("id") or ""), str(one.get("name") or ""), str(one.get("unit") or "")) for one in kpis_of(goal.data)]
        try:
            found: Readings = read_readings(decoded(bytes_of(file, _MOST_BYTES)), names, context.today)
        except BadInput as error:
            raise Refused(f"{called(file)}: {one_line(str(error))}", as_hint(error.hint), "bad_input", 1) from None
        new = [NewReading(one.kpi, one.at, one.value, one.note, one.origin or origin) for one in found.readings]
        count = counted(len(new), "reading")
        plan = readings_plan(context, goal, new, f"Import {count} of “{goal.title[:60]}” from {called(file)}")
        if plan.change.edits and not is_dry:
            session.workspace.save(plan.change)
            session.register_driver()
    for line, message in found.faults:
        session.say(f"pmtui: not imported: line {line}: {one_line(message)}\n")
    if session.is_json:
        from pmtui.formats.record_json import json_text

        session.write(json_text({
            "goal": goal.id, "added": plan.added, "updated": plan.updated, "unchanged": plan.same, "dry_run": is_dry,
            "faults": [{"line": line, "message": message} for line, message in found.faults],
        }))
    else:
        verb = "would import" if is_dry else "imported"
        wrong = f"{counted(len(found.faults), 'line')} not readable"
        session.write(f"{verb}: {plan.added} new, {plan.updated} updated, {plan.same} unchanged, {wrong}\n")
    return 1 if found.faults else 0
