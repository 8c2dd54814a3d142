"""`sync`: bringing the workspace together with its remote, and saying in words what came of it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.cli.errors import wrapped
from pmtui.cli.session import Session
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.text import one_line
from pmtui.store.errors import CONFLICTS_REMAIN

if TYPE_CHECKING:
    from pmtui.store.open_conflicts import Contested
    from pmtui.store.sync import Synced

_MOST = 10


def do_sync(session: Session, arguments: Mapping[str, Any]) -> int:
    """Commit, fetch, merge and push; exit status 5 where conflicts remain."""
    from pmtui.store.sync import sync

    is_dry = bool(arguments.get("dry_run"))
    if not is_dry:
        session.register_driver()
    done = sync(session.workspace.records, is_dry=is_dry, said=_progress(session))
    if session.is_json:
        _print_json(session, done, is_dry=is_dry)
    else:
        _print(session, done, is_dry=is_dry)
    return CONFLICTS_REMAIN if done.contested else 0


def _progress(session: Session) -> Any:
    """A line on stderr for what may take long, where that is a terminal."""
    is_shown = sys.stderr is not None and sys.stderr.isatty() and not session.is_json

    def said(name: str, words: str) -> None:
        if is_shown and name in ("fetch.begin", "push.begin", "push.late"):
            session.say(f"{words} …\n")

    return said


def _print_json(session: Session, done: Synced, *, is_dry: bool) -> None:
    from pmtui.formats.record_json import json_text

    session.write(json_text({
        "dry_run": is_dry, "message": done.message.strip() or None, "merged": done.merged or None, "pushed": done.is_pushed,
        "upstream": done.upstream or None, "head": done.head or None, "notes": list(done.notes),
        "conflicts": [{"kind": one.kind, "id": one.id, "title": one.title, "fields": list(one.fields)} for one in done.contested],
    }))


def _print(session: Session, done: Synced, *, is_dry: bool) -> None:
    from pmtui.store.sync_report import report

    for line in report(done, is_dry=is_dry).lines:
        session.write(wrapped(line) + "\n")
    for note in done.notes:
        session.say(f"pmtui: {one_line(note)}\n")
    conflicts = done.contested
    if conflicts:
        session.say("".join(f"{one_line(_conflict(one))}\n" for one in conflicts[:_MOST]))
        more = f" (and {len(conflicts) - _MOST} more)" if len(conflicts) > _MOST else ""
        session.say(f"pmtui: both values are kept{more}; pmtui conflicts shows them, pmtui resolve ID FIELD=VALUE ends one\n")


def _conflict(one: Contested) -> str:
    return f"conflict: {SCHEMA[one.kind].shown_id(one.id)} {one.title}: {', '.join(one.fields)}"
