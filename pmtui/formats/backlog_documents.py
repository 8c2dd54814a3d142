"""The open backlog as Markdown and as one page of HTML: what there is to do, by rank, under the milestone that it is for. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pmtui.domain.columns import both
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.periods import day_words
from pmtui.domain.records import Record
from pmtui.domain.roadmap_entries import text_of
from pmtui.domain.text import counted, spoken
from pmtui.formats.html_elements import Html, lines, tag, text
from pmtui.formats.html_page import page
from pmtui.formats.markdown_text import plain, table
from pmtui.formats.roadmap_words import heading

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot

HEAD = ("", "Item", "Status", "Type", "Points", "Who")
_NUMBER = frozenset({0, 4})
NO_MILESTONE = "Without a milestone"
NOTHING = "There is nothing in the backlog."


class Row(NamedTuple):
    """An open item: its place in the order of all, its title and id, and what else stands in its line; all as text."""

    place: str
    title: str
    id: str
    status: str
    type: str
    points: str
    who: str


def backlog_rows(snapshot: Snapshot) -> list[tuple[str, list[Row]]]:
    """The open items by rank under the title of their milestone, milestones by the rank of their first item, those without one last."""
    items = snapshot.table("item")
    closed = items.kind.closed
    mask = both(items.living(), items.column("status").where(lambda status: status not in closed))
    found: dict[str, list[Row]] = {}
    places = (at for at in items.in_order() if mask[at])
    for place, at in enumerate(places, 1):
        record = items.record(at)
        id = record["milestone"]
        milestone = snapshot.record("milestone", id) if isinstance(id, str) and id else None
        key = "" if milestone is None or milestone.is_deleted else milestone.id
        found.setdefault(key, []).append(_row(snapshot, record, place))
    titles = {key: text_of(one, "title") if (one := snapshot.record("milestone", key)) is not None else "" for key in found if key}
    order = [*(key for key in found if key), *([""] if "" in found else [])]
    return [(titles.get(key) or NO_MILESTONE, found[key]) for key in order]


def _row(snapshot: Snapshot, item: Record, place: int) -> Row:
    who = item["assignee"]
    person = snapshot.record("person", who) if isinstance(who, str) and who else None
    estimate = item["estimate"]
    return Row(
        str(place), text_of(item, "title") or "(no title)", SCHEMA["item"].shown_id(item.id, snapshot.prefix_length(item.id)),
        spoken(item.status), spoken(text_of(item, "type")), f"{estimate:g}" if isinstance(estimate, int | float) else "",
        "" if person is None else text_of(person, "title"),
    )


def backlog_markdown(groups: Sequence[tuple[str, Sequence[Row]]], name: str, today: str) -> str:
    """The whole text, with a line end at its end: a table for each milestone."""
    parts = [[f"# {plain(heading(name, 'backlog'))}"], [_lead(groups, today)]]
    for title, rows in groups:
        cells = [[one.place, f"{plain(one.title)} ({one.id})", plain(one.status), one.type, one.points, plain(one.who)] for one in rows]
        parts += [[f"## {plain(title)}"], table(HEAD, cells, _NUMBER)]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def backlog_html(groups: Sequence[tuple[str, Sequence[Row]]], name: str, today: str) -> str:
    """The whole page; on a phone a line of a table becomes a few lines."""
    title = heading(name, "backlog")
    parts = [tag("h1", text(title)), tag("p", text(_lead(groups, today)), class_="lead")]
    for milestone, rows in groups:
        head = tag("tr", *(tag("th", text(one), class_="number" if at in _NUMBER else None) for at, one in enumerate(HEAD)))
        body = lines(*map(_line, rows))
        parts += [tag("h2", text(milestone)), tag("table", tag("thead", head), tag("tbody", Html("\n"), body, Html("\n")))]
    return page(title, lines(*parts), style=STYLE)


def _line(row: Row) -> Html:
    unit = ("point" if row.points == "1" else "points") if row.points else None
    return tag(
        "tr", tag("td", text(row.place), class_="number"),
        tag("td", tag("span", text(row.title), class_="title"), Html(" "), tag("small", text(row.id), class_="id")),
        tag("td", text(row.status)), tag("td", text(row.type)),
        tag("td", text(row.points), class_="number", data_label=unit), tag("td", text(row.who)),
    )


def _lead(groups: Sequence[tuple[str, Sequence[Row]]], today: str) -> str:
    count = sum(len(rows) for _, rows in groups)
    said = f"{counted(count, 'open item')}, in the team's order." if count else NOTHING
    return f"As of {day_words(date.fromisoformat(today))}. {said}"


STYLE = """\
td:nth-child(1), th:nth-child(1) { width: 2.75rem; color: var(--soft); }
td:nth-child(3), td:nth-child(4), td:nth-child(6) { width: 8rem; color: var(--soft); } td:nth-child(5) { width: 4.5rem; }
@media (max-width: 40rem) {
  thead { display: none; }
  table, tbody { display: block; }
  tr { display: flex; flex-wrap: wrap; gap: 0 .6rem; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  td, td:nth-child(n) { border: 0; padding: 0; width: auto; color: var(--soft); font-size: .85rem; }
  td:nth-child(2) { flex: 1 0 calc(100% - 2.5rem); color: var(--ink); font-size: 1rem; }
  td:nth-child(1) { width: 1.6rem; font-size: 1rem; }
  td:nth-child(3) { margin-left: 2.2rem; }
  td:empty { display: none; } td[data-label]::after { content: " " attr(data-label); }
}"""
