"""Moving to ready on the command line: what is missing is said on stderr; it is refused where the team moves only what is ready."""

from __future__ import annotations

from pmtui.cli.session import Session
from pmtui.cli.writing import short_id
from pmtui.domain.change import Change

_NAMED = 10
"""So many items are named; the others are counted."""


def heed_ready(session: Session, change: Change) -> None:
    """Say what the items lack that a change calls ready.

    Raises:
        Refused: They lack something, and the team moves only what is ready.
    """
    from pmtui.commands.ready import lacking, refusal
    from pmtui.domain.query import Environment
    from pmtui.domain.ready import definition
    from pmtui.domain.text import one_line

    today, now = session.today_and_now()
    found = lacking(session.snapshot, change, Environment(today, now, snapshot=session.snapshot))
    if not found:
        return
    if definition(session.snapshot.settings).refuses:
        raise refusal(found)
    for one in found[:_NAMED]:
        name = f"{short_id(session, one.record)} “{one_line(one.record.title)[:60]}”"
        session.say(f"pmtui: {name} is called ready and lacks: {one.words}\n")
    if len(found) > _NAMED:
        session.say(f"pmtui: {len(found) - _NAMED:,} more lack something, too\n")
