"""`calibration`: how well stated confidence agrees with outcomes, and what we were wrong about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.cli.session import Session
from pmtui.commands.verdict_plans import begins_unstated
from pmtui.domain.amounts import share_words
from pmtui.domain.calibration import calibration, in_words, said_too_late
from pmtui.domain.change import Change, edited_data
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.text import one_line
from pmtui.domain.was_wrong import mistakes
from pmtui.formats.record_json import json_text


def do_was_wrong(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print the calibration, refuted hypotheses and reversed decisions."""
    from pmtui.store.prefixes import prefix_lengths

    session.say_if_read_only()
    snapshot = session.snapshot
    found, wrong = calibration(snapshot), mistakes(snapshot)
    if session.is_json:
        document = {
            "outcomes": found.outcomes, "is_enough": found.is_enough, "brier": found.brier, "stated": found.stated,
            "happened": found.happened, "inconclusive": found.inconclusive, "unstated": found.unstated, "words": in_words(found),
            "buckets": [one._asdict() for one in found.buckets], "was_wrong": [one._asdict() for one in wrong],
        }
        session.write(json_text(document))
        return 0
    lines = [in_words(found)]
    if found.brier is not None:
        lines.append(f"Brier score {found.brier:.3f} over {found.outcomes} outcomes (0 is perfect, 0.25 is a coin)")
        for part in found.buckets:
            if part.stated is not None and part.happened is not None:
                said = f"said {share_words(part.stated)}, happened {share_words(part.happened)} of {part.forecasts}"
                lines.append(f"  {part.low * 100:3.0f}–{part.high * 100:.0f} %  {said}")
    left = [f"{found.inconclusive} inconclusive"] if found.inconclusive else []
    left += [f"{found.unstated} without a stated confidence"] if found.unstated else []
    lines += [f"left out: {', '.join(left)}"] if left else []
    for kind, title in (("hypothesis", "refuted"), ("decision", "reversed")):
        some = [one for one in wrong if one.kind == kind]
        if some:
            ids = [one.id for one in some]
            lengths = prefix_lengths(session.workspace.root, kind, snapshot.table(kind).rows, ids)
            lines += ["", f"{title}: {len(some)}"]
            for one, length in zip(some, lengths, strict=True):
                sure = f" ({one.confidence:g} % sure)" if one.confidence is not None else ""
                lines += [f"  {snapshot.table(kind).kind.shown_id(one.id, length)}  {one_line(one.title)}{sure}",
                          f"    {one.found or 'nobody wrote down what was learnt'}"]
    session.write("\n".join(lines) + "\n")
    return 0


def heed_confidence(session: Session, change: Change) -> None:
    """Say which hypotheses begin to be tested without a stated confidence, and of which it comes after the verdict: that is no forecast."""
    for edit in change.edits:
        id = SCHEMA["hypothesis"].shown_id(edit.id)
        old = session.snapshot.record("hypothesis", edit.id) if edit.kind == "hypothesis" and edit.before is not None else None
        late = said_too_late(old.data, edited_data(old.data, edit)) if old is not None else ""
        if late:
            session.say(f"pmtui: {id} has its verdict: calibration stays as it was, {late}\n")
        if begins_unstated(edit, session.snapshot):
            session.say(f"pmtui: {id} does not say how sure we are: pmtui set {id} confidence=70, before its test has a result\n")
