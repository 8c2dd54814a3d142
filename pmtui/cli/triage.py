"""`inbox` and `similar`: what waits for a first decision, and what says the same as a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress
from typing import Any

from pmtui.cli.errors import say_unreadable
from pmtui.cli.reading import environment_of
from pmtui.cli.session import Session
from pmtui.cli.writing import documents_text, short_id
from pmtui.domain.columns import both
from pmtui.domain.dates import relative
from pmtui.domain.records import Record
from pmtui.domain.similar import SimilarIndex
from pmtui.domain.text import one_line
from pmtui.domain.triage import KINDS, SIMILAR_TO, asleep, inbox, is_undecided, snooze_words
from pmtui.formats.text_table import table_lines


def do_inbox(session: Session, arguments: Mapping[str, Any]) -> int:
    """List what waits, the oldest first; with `all`, what is snoozed too."""
    session.say_if_read_only()
    today, _ = session.today_and_now()
    snapshot = session.snapshot
    records = [snapshot.table(one.kind).record(one.position) for one in inbox(snapshot, today)]
    if arguments.get("all"):
        for kind in KINDS:
            table = snapshot.table(kind)
            positions = compress(range(len(table)), both(asleep(table, snapshot, today), table.living()))
            records += [record for at in positions if is_undecided(record := table.record(at))]
    say_unreadable(*map(snapshot.table, KINDS))
    if session.is_json:
        session.write(documents_text(records, snapshot, environment_of(session, True)))
        return 0
    rows = [_row(session, record, today) for record in records]
    if rows:
        session.write(_table(session, ("id", "age", "title", "who", "snoozed"), rows))
    else:
        session.say("pmtui: the inbox is empty\n")
    return 0


def _table(session: Session, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows with their titles flexible."""
    return "\n".join(table_lines(head, rows, frozenset(), 2, session.width)) + "\n"


def _row(session: Session, record: Record, today: str) -> tuple[str, ...]:
    who = record["customer"] or record["company"] or record["created_by"] or ""
    since = str(record["created_at"] or "")
    return (
        short_id(session, record), relative(since, today) if since else "", one_line(record.title)[:60], one_line(str(who))[:20],
        snooze_words(record, session.snapshot),
    )


def do_similar(session: Session, arguments: Mapping[str, Any]) -> int:
    """List what may say the same as a record, the likeliest first."""
    session.say_if_read_only()
    words = arguments["ids"]
    record = session.resolve(words[0] if isinstance(words, list) else words, ())
    tables = {kind: session.snapshot.table(kind) for kind in SIMILAR_TO.get(record.kind, (record.kind,))}
    likely = SimilarIndex().likely(record, tables, most=20)
    found = [(one, other) for one in likely if (other := session.snapshot.record(one.kind, one.id)) is not None]
    if session.is_json:
        from pmtui.formats.record_json import json_text

        session.write(json_text([
            {"kind": one.kind, "id": one.id, "title": other.title, "status": other.status or None, "likeness": round(one.likeness),
             "words": list(one.words)}
            for one, other in found
        ]))
    elif found:
        rows = [
            (short_id(session, other), f"{one.likeness:.0f}", one_line(other.title)[:60], other.status, " ".join(one.words))
            for one, other in found
        ]
        session.write(_table(session, ("id", "like", "title", "status", "shared words"), rows))
    else:
        session.say(f"pmtui: nothing says the same as {one_line(record.title)[:60]!r}\n")
    return 0
