"""`init`, `undo`, `redo`, `purge`, `doctor` and `merge-driver`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmtui.cli.errors import wrapped
from pmtui.cli.session import Session
from pmtui.domain.text import one_line

if TYPE_CHECKING:
    from pmtui.store.doctor_faults import DoctorFault


def do_init(session: Session, arguments: Mapping[str, Any]) -> int:
    """Make a workspace."""
    from pmtui.store.layout import init_workspace

    if arguments.get("branch") is not None:
        return _init_own_branch(session, arguments)
    named = arguments.get("directory") or session.options.get("workspace")
    if not named:
        from pmtui.store.own_branch import require_none

        require_none(str(Path.cwd()))
    folder = Path(named or "product").expanduser()
    root = init_workspace(folder, arguments.get("name") or "")
    if session.is_json:
        from pmtui.formats.record_json import json_text

        session.write(json_text({"workspace": root}))
    else:
        session.write(f"{folder} is a workspace now\n")
        session.say(f"pmtui: add the first item with: pmtui {_naming(root)}add item TITLE\n")
    session.register_driver(root)
    return 0


def _init_own_branch(session: Session, arguments: Mapping[str, Any]) -> int:
    """Make a workspace on a branch of its own, or check out the one that is there."""
    import os

    from pmtui.store.own_branch_making import init_own_branch

    folder = arguments.get("directory") or session.options.get("workspace") or ""
    made = init_own_branch(os.getcwd(), arguments["branch"], folder, arguments.get("name") or "")
    if session.is_json:
        from pmtui.formats.record_json import json_text

        session.write(json_text({"workspace": made.root, "branch": made.branch, "made": made.is_new, "notes": list(made.notes)}))
        session.register_driver(made.root)
        return 0
    where, state = folder or os.path.relpath(made.root), "a new branch" if made.is_new else "which was there already"
    session.write(wrapped(one_line(f"{where} is the workspace on its own branch {made.branch} now, {state}")) + "\n")
    for note in made.notes:
        session.say(f"pmtui: {one_line(note)}\n")
    session.say(f"pmtui: pmtui {_naming(made.root)}sync shares the branch with your team\n")
    session.register_driver(made.root)
    return 0


def _naming(root: str) -> str:
    """The option that names a workspace from here; empty where it is found without one."""
    import os
    import shlex

    from pmtui.cli.finding import workspace_folder
    from pmtui.store.errors import StoreError

    try:
        is_found = workspace_folder(None, os.getcwd(), None) == root
    except StoreError:
        is_found = False
    return "" if is_found else f"-w {shlex.quote(os.path.relpath(root))} "


def do_undo(session: Session, arguments: Mapping[str, Any]) -> int:
    """Undo the last change."""
    return _revert(session, "undo", "undone")


def do_redo(session: Session, arguments: Mapping[str, Any]) -> int:
    """Do again what was undone."""
    return _revert(session, "redo", "done again")


def _revert(session: Session, which: str, word: str) -> int:
    from pmtui.commands.records import called
    from pmtui.store.clock import now
    from pmtui.store.errors import StoreError

    workspace = session.workspace
    workspace.records.require_writable()
    try:
        with workspace.records.lock:  # what is named must be what is reverted, also where somebody else writes just now
            change = workspace.undoable() if which == "undo" else workspace.redoable()
            saved = workspace.undo(now()) if which == "undo" else workspace.redo(now())
    except StoreError as error:
        session.say("".join(f"pmtui: {words}\n" for words in workspace.take_news()))
        if error.code.startswith("nothing_to"):
            error.hint = "nothing has been changed here yet" if which == "undo" else "redo does again what undo took back"
        raise
    session.register_driver()
    title = change.title if change is not None else called(saved.records)
    if session.is_json:
        from pmtui.formats.record_json import json_text

        session.write(json_text({"title": title, "records": [{"kind": one.kind, "id": one.id} for one in saved.records]}))
    else:
        session.write(f"{word}: {title}\n")
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
            raise Refused(f"--before: {error}", "for example --before 2026-01-31 or --before -30d", "bad_value") from None
    is_dry = bool(arguments.get("dry_run"))
    gone = session.workspace.purge(before, is_dry_run=is_dry)
    if not is_dry:
        session.register_driver()
    if session.is_json:
        from pmtui.formats.record_json import json_text

        session.write(json_text([{"kind": one.kind, "id": one.id, "title": one.title} for one in gone]))
        return 0
    for record in gone:
        session.write(f"{'would remove' if is_dry else 'removed'} {record.schema.shown_id(record.id)}  {one_line(record.title)}\n")
    if not gone:
        session.write("nothing to purge\n")
    return 0


def do_merge_driver(session: Session, arguments: Mapping[str, Any]) -> int:
    """Merge three versions of one file, as git asks for; no workspace is needed."""
    from pmtui.store.merge_driver import merge_files

    merge_files(*(arguments[name] for name in ("base", "ours", "theirs", "path")))
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
        session.write("".join(map(_fault_text, faults)))
        session.write("no faults\n" if not faults else "")
    return 1 if errors else 0


def _fault_text(fault: DoctorFault) -> str:
    """A fault for people: how grave it is, what, where and what to do."""
    where = fault.path or fault.id or ""
    text = f"{fault.severity}: {fault.message}{': ' if where else ''}{where}{'; ' if fault.fix else ''}{fault.fix or ''}"
    return wrapped(one_line(text)) + "\n"
