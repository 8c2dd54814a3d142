"""`init`, `undo`, `redo`, `purge` and `doctor`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pmtui.cli.session import Session


def do_init(session: Session, arguments: Mapping[str, Any]) -> int:
    """Make a workspace."""
    from pmtui.store.layout import init_workspace

    folder = Path(arguments.get("directory") or session.options.get("workspace") or "product")
    init_workspace(folder, arguments.get("name") or folder.resolve().name)
    session.write(f"{folder} is a workspace now; add the first item with: pmtui -w {folder} add item TITLE\n")
    return 0


def do_undo(session: Session, arguments: Mapping[str, Any]) -> int:
    """Undo the last change."""
    return _revert(session, "undo", "undone")


def do_redo(session: Session, arguments: Mapping[str, Any]) -> int:
    """Do again what was undone."""
    return _revert(session, "redo", "done again")


def _revert(session: Session, which: str, word: str) -> int:
    from pmtui.store.clock import now

    workspace = session.workspace
    change = workspace.undoable() if which == "undo" else workspace.redoable()
    saved = workspace.undo(now()) if which == "undo" else workspace.redo(now())
    count = len(saved.records)
    session.write(f"{word}: {change.title if change is not None else f'{count} records'}\n")
    return 0


def do_purge(session: Session, arguments: Mapping[str, Any]) -> int:
    """Remove the files of deleted records."""
    from pmtui.commands.core import Refused
    from pmtui.domain.dates import parse_instant
    from pmtui.store.clock import now

    before = None
    if arguments.get("before"):
        try:
            before = parse_instant(arguments["before"], now())
        except ValueError as error:
            raise Refused(str(error), "for example --before 2026-01-31 or --before -30d", "bad_value") from None
    is_dry = bool(arguments.get("dry_run"))
    gone = session.workspace.purge(before, is_dry_run=is_dry)
    for record in gone:
        session.write(f"{'would remove' if is_dry else 'removed'} {record.schema.letter}-{record.id}  {record.title}\n")
    if not gone:
        session.write("nothing to purge\n")
    return 0


def do_doctor(session: Session, arguments: Mapping[str, Any]) -> int:
    """Name the faults of the workspace; exit status 1 where there are errors."""
    from pmtui.store import doctor

    if arguments.get("fix"):
        for line in doctor.fix(session.workspace):
            session.say(f"mended: {line}\n")
    faults = doctor.faults(session.workspace)
    errors = [fault for fault in faults if fault.severity == "error"]
    if session.is_json:
        from pmtui.formats.record_json import json_text

        session.write(json_text({"ok": not errors, "faults": [fault._asdict() for fault in faults]}))
    else:
        for fault in faults:
            where = fault.path or fault.id or ""
            session.write(f"{fault.severity}: {fault.message}{': ' if where else ''}{where}{'; ' if fault.fix else ''}{fault.fix or ''}\n")
        session.write("no faults\n" if not faults else "")
    return 1 if errors else 0
