"""What the workspace holds, told to others: the text of each export. Pure; what the formats look like is in modules of their own.

What goes to customers is made of `audience` alone; what goes to the team may hold everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.domain.audience import CUSTOMER_LANES, customer_entries
from pmtui.domain.readers import CUSTOMERS
from pmtui.domain.roadmap_entries import TEAM_LANES, Entry, forecast_days, team_entries
from pmtui.domain.text import counted

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.forecasting import Forecast
    from pmtui.domain.query import Environment
    from pmtui.domain.records import Record

Stop = Callable[[], bool]


class Asked(NamedTuple):
    """What shall be told.

    Attributes:
        format: markdown, html, csv, json, mermaid or ical.
        what: roadmap, backlog, release-notes or decisions.
        audience: team or customers.
        milestones: Those whose release notes are told.
        scenario: The title of the what-if that is told in the place of what is so; empty where that is not so.
    """

    format: str
    what: str
    audience: str
    milestones: Sequence[Record] = ()
    scenario: str = ""


class Exported(NamedTuple):
    """An export.

    Attributes:
        text: All of it, as it goes into a file.
        said: What whoever made it should know, sentences without an end.
    """

    text: str
    said: Sequence[str] = ()


def exported(asked: Asked, snapshot: Snapshot, environment: Environment, stop: Stop = lambda: False) -> Exported:
    """The text of an export.

    Args:
        asked: What shall be told; it must be one of those that `commands.exporting` declares.
        snapshot: The data.
        environment: The clock, for this snapshot.
        stop: Asked while a forecast is computed.

    Raises:
        InterruptedError: `stop` said so.
    """
    name = "" if asked.audience == CUSTOMERS else f"What if “{asked.scenario}”: {snapshot.name}" if asked.scenario else snapshot.name
    if asked.what == "roadmap":
        return _roadmap(asked, snapshot, environment, name, stop)
    if asked.what == "backlog":
        return Exported(_backlog(asked.format, snapshot, environment, name))
    if asked.what == "release-notes":
        return Exported(_release_notes(asked, snapshot, name))
    return Exported(_decisions(asked.format, snapshot, environment, name))


def _roadmap(asked: Asked, snapshot: Snapshot, environment: Environment, name: str, stop: Stop) -> Exported:
    format, today = asked.format, environment.today
    if asked.audience == CUSTOMERS:
        entries, lanes, forecasts = customer_entries(snapshot), CUSTOMER_LANES, {}
    elif format == "csv":
        return Exported(_csv(snapshot, "milestone"))
    else:
        from pmtui.domain.forecasting import forecasts as forecasts_of

        forecasts = dict(forecasts_of(snapshot, date.fromisoformat(today), stop=stop))
        if format == "json":
            return Exported(_milestones_json(snapshot, environment, forecasts))
        entries, lanes = team_entries(snapshot, today, forecast_days(forecasts), _critical(snapshot)), TEAM_LANES
    said = _left_out(entries, format)
    if format == "markdown":
        from pmtui.formats.roadmap_markdown import roadmap_markdown

        return Exported(roadmap_markdown(entries, lanes, name, today), said)
    if format == "html":
        from pmtui.formats.roadmap_html import roadmap_html

        return Exported(roadmap_html(entries, lanes, name, today), said)
    if format == "mermaid":
        from pmtui.formats.roadmap_mermaid import roadmap_mermaid

        return Exported(roadmap_mermaid(entries, lanes, name), said)
    if format == "ical":
        from pmtui.formats.roadmap_ical import roadmap_ical

        return Exported(roadmap_ical(entries, name, environment.now), said)
    from pmtui.formats.customer_tables import customers_csv, customers_json

    return Exported(customers_csv(entries) if format == "csv" else customers_json(entries), said)


def _critical(snapshot: Snapshot) -> frozenset[str]:
    """The milestones on the critical path, by the team's calendar."""
    from pmtui.domain.critical_path import critical_path
    from pmtui.domain.working_days import calendar_of

    path = critical_path(snapshot.table("milestone"), calendar_of(snapshot.settings))
    return frozenset(id for id, node in path.nodes.items() if node.critical)


def _left_out(entries: Sequence[Entry], format: str) -> list[str]:
    """What a chart or a calendar does not show."""
    if format not in ("mermaid", "ical"):
        return []
    count = sum((one.first if format == "mermaid" else one.target) is None for one in entries)
    if not entries:
        return ["there is nothing on the roadmap yet"]
    what = "chart" if format == "mermaid" else "calendar"
    return [f"{counted(count, 'milestone')} without a date cannot stand in a {what}"] if count else []


def _backlog(format: str, snapshot: Snapshot, environment: Environment, name: str) -> str:
    if format == "csv":
        return _csv(snapshot, "item")
    if format == "json":
        return _json(snapshot, "item", environment)
    from pmtui.formats.backlog_documents import backlog_html, backlog_markdown, backlog_rows

    write = backlog_html if format == "html" else backlog_markdown
    return write(backlog_rows(snapshot), name, environment.today)


def _release_notes(asked: Asked, snapshot: Snapshot, name: str) -> str:
    from pmtui.domain.release_notes import release_notes

    notes = release_notes(snapshot, asked.milestones, asked.audience)
    if asked.format == "json":
        from pmtui.formats.release_notes_json import release_notes_json

        return release_notes_json(notes, asked.audience)
    if asked.format == "html":
        from pmtui.formats.release_notes_html import release_notes_html

        return release_notes_html(notes, name)
    from pmtui.formats.release_notes_markdown import release_notes_markdown

    return release_notes_markdown(notes, name)


def _decisions(format: str, snapshot: Snapshot, environment: Environment, name: str) -> str:
    if format == "csv":
        return _csv(snapshot, "decision")
    if format == "json":
        return _json(snapshot, "decision", environment)
    from pmtui.formats.decisions_html import decisions_html

    return decisions_html(snapshot, name)


def _living(snapshot: Snapshot, kind: str) -> list[int]:
    table = snapshot.table(kind)
    living = table.living()
    return list(compress(table.in_order(), map(living.__getitem__, table.in_order())))


def _csv(snapshot: Snapshot, kind: str) -> str:
    from pmtui.formats.record_csv import records_csv

    return records_csv(snapshot.table(kind), _living(snapshot, kind))


def _json(snapshot: Snapshot, kind: str, environment: Environment) -> str:
    """All living records of a kind as `list --json` has them."""
    from pmtui.formats.record_json import json_text

    return json_text(list(_documents(snapshot, kind, environment)))


def _milestones_json(snapshot: Snapshot, environment: Environment, forecasts: Mapping[str, Forecast]) -> str:
    """The milestones as `list --json` has them, with what the forecast says of each among what is computed."""
    from pmtui.formats.forecast_json import forecast_document
    from pmtui.formats.record_json import json_text

    documents = []
    for document in _documents(snapshot, "milestone", environment):
        one = forecasts.get(document["id"])
        document["computed"]["forecast"] = None if one is None else forecast_document(one)
        documents.append(document)
    return json_text(documents)


def _documents(snapshot: Snapshot, kind: str, environment: Environment) -> Iterable[dict[str, Any]]:
    from pmtui.domain.computed import computed_of
    from pmtui.formats.record_json import record_document

    table = snapshot.table(kind)
    for at in _living(snapshot, kind):
        record = table.record(at)
        yield record_document(record, computed_of(record, snapshot, environment))
