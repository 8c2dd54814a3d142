"""`quotes` and `contact`: what customers said long ago, and how often they are talked with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.cli.reading import environment_of
from pmtui.cli.session import Session
from pmtui.cli.writing import short_id
from pmtui.domain.contact import CONTACT_DAYS, contact_pulse, pulse_words, week_starts
from pmtui.domain.dates import relative
from pmtui.domain.evidence_age import quotes_by_age
from pmtui.domain.text import one_line
from pmtui.formats.text_table import table_lines


def do_quotes(session: Session, arguments: Mapping[str, Any]) -> int:
    """List quotes, the oldest first."""
    session.say_if_read_only()
    today, _ = session.today_and_now()
    snapshot = session.snapshot
    found = quotes_by_age(snapshot, environment_of(session, True), with_young=bool(arguments.get("all")))
    if session.is_json:
        from pmtui.formats.record_json import json_text

        session.write(json_text([
            {"problem": one.problem.id, "title": one.problem.title, "age_days": one.age, "weight": one.weight, "stale": one.is_stale,
             "entry": dict(one.entry)} for one in found
        ]))
        return 0
    rows = [
        (relative(one.day, today) if one.day else "undated", f"{one.weight:.2g}", short_id(session, one.problem), one_line(one.words)[:200],
         one_line(one.who)[:20]) for one in found
    ]
    if rows:
        lines = table_lines(("heard", "weight", "problem", "quote", "who"), rows, frozenset({1}), 3, session.width)
        session.write("\n".join(lines) + "\n")
    else:
        session.say("pmtui: no quote is that old\n")
    return 0


def do_contact(session: Session, arguments: Mapping[str, Any]) -> int:
    """Tell the weekly pulse."""
    session.say_if_read_only()
    today, _ = session.today_and_now()
    pulse = contact_pulse(session.snapshot, today)
    starts = week_starts(today)
    if session.is_json:
        from pmtui.formats.record_json import json_text

        kind, id = pulse.key
        session.write(json_text({
            "weeks": [{"start": start, "talks": talks} for start, talks in zip(starts, pulse.weeks, strict=True)],
            "talks": pulse.total, "streak": pulse.streak, "last": pulse.last or None, "days_since": pulse.days,
            "record": {"kind": kind, "id": id} if id else None, "is_due": pulse.days is None or pulse.days > CONTACT_DAYS,
        }))
        return 0
    for start, talks in zip(starts, pulse.weeks, strict=True):
        session.write(f"{start}  {'■' * talks}{' ' * bool(talks)}{talks or '·'}\n")
    session.write(f"{pulse_words(pulse)}\n")
    return 0
