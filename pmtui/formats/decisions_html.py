"""All decisions as one page of HTML: the log that a team shows. Pure.

Context and reasons are Markdown that people wrote; markdown-it reads it with HTML switched off, so that markup in it is
shown and not followed. Pictures stay links: the page loads nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import compress
from typing import TYPE_CHECKING

from pmtui.domain.decision_facts import decided_at, superseding
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.periods import day_of, day_words
from pmtui.domain.records import Record
from pmtui.domain.roadmap_entries import text_of
from pmtui.domain.text import counted, spoken
from pmtui.formats.decision_markdown import Around, decision_markdown
from pmtui.formats.html_elements import Html, lines, tag, text
from pmtui.formats.html_page import page
from pmtui.formats.roadmap_words import heading

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

    from pmtui.domain.change import Snapshot

NOTHING = "There is no decision yet."
_CHIPS = {"open": "accent", "decided": "good", "reversed": "bad"}


def decisions_html(snapshot: Snapshot, name: str) -> str:
    """The whole page: what is open first, then what was decided, newest first; `name` is the product's and may be empty."""
    table = snapshot.table("decision")
    records = [table.record(at) for at in compress(range(len(table)), table.living())]
    records.sort(key=lambda one: one.id)
    records.sort(key=lambda one: decided_at(one) or str(one["created_at"] or ""), reverse=True)
    records.sort(key=lambda one: one.stage != "open")
    title = heading(name, "decisions")
    anchors = {one.id: f"#d-{one.id}" for one in records}
    reader = _reader()
    parts = [tag("h1", text(title)), tag("p", text(counted(len(records), "decision") if records else NOTHING), class_="lead")]
    parts += [_decision(one, snapshot, anchors, reader) for one in records]
    return page(title, lines(*parts))


def _decision(record: Record, snapshot: Snapshot, anchors: Mapping[str, str], reader: MarkdownIt) -> Html:
    day, approver = day_of(decided_at(record)), record["approver"]
    who = _person(snapshot, approver) if isinstance(approver, str) and approver else ""
    facts = [SCHEMA["decision"].shown_id(record.id, snapshot.prefix_length(record.id)), day_words(day),
             f"decided by {who}" if who and day is not None else ""]
    return tag(
        "section", Html("\n"), lines(
            tag("h2", text(text_of(record, "title") or "(no title)")),
            tag("p", tag("span", text(spoken(record.status)), class_=f"word {_CHIPS.get(record.stage, '')}".strip()), Html(" "),
                tag("small", text(" · ".join(filter(None, facts))))),
            _told(decision_markdown(record, _around(record, snapshot, anchors)), reader),
        ), Html("\n"), id=anchors[record.id][1:],
    )


def _around(record: Record, snapshot: Snapshot, anchors: Mapping[str, str]) -> Around:
    def named(id: str) -> str:
        found = snapshot.find(id)
        if found is None:
            return ""
        status = f" ({found.status})" if found.status else ""
        return f"{SCHEMA[found.kind].shown_id(id, snapshot.prefix_length(id))} {text_of(found, 'title')}{status}"

    followers = [one.id for one in superseding(snapshot, record.id)]
    return Around(lambda id: _person(snapshot, id), named, lambda id: anchors.get(id, ""), followers)


def _person(snapshot: Snapshot, id: str) -> str:
    found = snapshot.record("person", id)
    return text_of(found, "title") if found is not None else id


def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


def _told(source: str, reader: MarkdownIt) -> Html:
    """What a decision's file says below its title, as HTML; its headings go below that of the page."""
    _, _, below = source.partition("\n---\n")
    tokens = reader.parse(below)[3:]  # the title has a heading of ours
    for one in tokens:
        if one.type in ("heading_open", "heading_close"):
            one.tag = f"h{min(6, int(one.tag[1]) + 1)}"
    return Html(reader.renderer.render(tokens, reader.options, {}).rstrip("\n"))
