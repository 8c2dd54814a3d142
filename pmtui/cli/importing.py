"""`import`: bring records in from another tracker."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmtui.cli.figure_files import as_hint
from pmtui.cli.session import Session
from pmtui.commands.core import Refused
from pmtui.commands.importing import ImportPlan, import_plan
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.text import one_line

if TYPE_CHECKING:
    from pmtui.formats.imported import Batch, Progress

_LONG = 200
"""From so many records on, progress is shown."""
_MOST_NAMED = 20


def do_import(session: Session, arguments: Mapping[str, Any]) -> int:
    """Read, plan, save and report."""
    from pmtui.formats import FORMATS

    if arguments["format"] not in FORMATS:
        raise Refused(f"there is no import format {arguments['format']!r}", f"use one of {', '.join(FORMATS)}")
    path = Path(arguments["file"]).expanduser()
    session.workspace.records.require_writable()
    batch = batch_of(arguments["format"], path, _progress("reading"), _told(arguments))
    is_dry = bool(arguments.get("dry_run"))
    for note in batch.notes:
        session.say(f"pmtui: {note}\n")
    plan = brought_in(session, batch, path.resolve().name, _announce, is_dry=is_dry)
    faults = faults_of(batch, plan)
    for place, message in faults:
        session.say(f"pmtui: not imported: {place}: {message}\n")
    for kind, id, field in plan.overridden[:_MOST_NAMED]:
        name = f"{SCHEMA[kind].shown_id(id)}: {field}"
        session.say(f"pmtui: {name} had changed there and here; it is as there now; pmtui undo takes all back\n")
    if len(plan.overridden) > _MOST_NAMED:
        session.say(f"pmtui: the same of {len(plan.overridden) - _MOST_NAMED} more fields; --json names them all\n")
    _report(session, plan, faults, is_dry, batch)
    return 1 if faults else 0


def _told(arguments: Mapping[str, Any]) -> dict[str, str]:
    """What the command line says of the file: NAME=VALUE words.

    Raises:
        Refused: One of them is none.
    """
    found: dict[str, str] = {}
    for word in arguments.get("fields") or ():
        name, sign, value = str(word).partition("=")
        if not sign or not name.strip():
            raise Refused(f"{str(word)[:60]!r} is not of the form FIELD=COLUMN", "for example: title=Betreff dates=dmy")
        found[name.strip()] = value.strip()
    return found


def batch_of(format: str, path: Path, progress: Progress, given: Mapping[str, str] | None = None) -> Batch:
    """What a file or folder of another tool holds.

    Args:
        format: The format's name.
        path: The file or folder.
        progress: Told how far it is.
        given: What people said of the file.

    Raises:
        Refused: It cannot be read, or is nothing of that tool.
    """
    from pmtui.formats import FORMATS
    from pmtui.formats.imported import BadInput

    try:
        importer = FORMATS[format]
        if not given:
            return importer.read(path, progress)
        if importer.read_as is None:
            raise Refused(f"{format} has no columns to name", "leave the FIELD=COLUMN words out; they are for tickets")
        return importer.read_as(path, progress, given)
    except BadInput as error:
        raise Refused(one_line(str(error)), as_hint(error.hint), "bad_input", 1) from None


def brought_in(
    session: Session, batch: Batch, name: str, announce: Callable[[int], None] = lambda count: None, *, is_dry: bool = False
) -> ImportPlan:
    """Plan the import of a batch and save it.

    Args:
        session: Where to.
        batch: What was read.
        name: The name of the file or folder, for the title of the change.
        announce: Told how many records will be saved.
        is_dry: Whether nothing is saved.
    """
    title = f"Import {len(batch.records)} records from {one_line(name)}"
    # nobody may bring in the same records between the plan and the save, or they would be there twice
    with nullcontext() if is_dry else session.workspace.records.lock:
        plan = import_plan(session.context(), batch.records, title)
        if plan.change.edits and not is_dry:
            announce(len(plan.change.edits))
            session.workspace.save(plan.change)
            session.register_driver()
    return plan


def faults_of(batch: Batch, plan: ImportPlan) -> list[tuple[str, str]]:
    """What could not be imported: the place, and why, on a line each."""
    read = ((one.place, f"{one.message}; {as_hint(one.hint)}" if one.hint else one.message) for one in batch.faults)
    return [(one_line(place), one_line(message)) for place, message in (*read, *plan.faults)]


def _announce(count: int) -> None:
    if sys.stderr is not None and sys.stderr.isatty() and count >= _LONG:
        sys.stderr.write(f"saving {count} records\n")


def _report(session: Session, plan: ImportPlan, faults: list[tuple[str, str]], is_dry: bool, batch: Batch) -> None:
    if session.is_json:
        from pmtui.formats.record_json import json_text

        more = {"columns": {field: header or None for field, header in batch.columns}, "notes": list(batch.notes)} if batch.columns else {}
        session.write(json_text({
            "added": plan.added, "updated": plan.updated, "unchanged": plan.same, "dry_run": is_dry,
            "faults": [{"place": place, "message": message} for place, message in faults],
            "overridden": [{"kind": kind, "id": id, "field": field} for kind, id, field in plan.overridden], **more,
        }))
        return
    if is_dry:
        for field, header in batch.columns:
            session.write(f"{field:<9} {f'← {one_line(header)}' if header else '–'}\n")
    verb = "would import" if is_dry else "imported"
    session.write(f"{verb}: {plan.added} new{_sorts(plan)}, {plan.updated} updated, {plan.same} unchanged, {len(faults)} not readable\n")


def _sorts(plan: ImportPlan) -> str:
    """What is new, by kind, where it is of several; what was deleted there is not to be looked for here."""
    new = [edit for edit in plan.change.edits if edit.before is None]
    deleted = sum("deleted_at" in edit.after for edit in new)
    counts = Counter(edit.kind for edit in new if "deleted_at" not in edit.after)
    parts = [f"{count} {SCHEMA[kind].plural if count > 1 else kind}" for kind, count in counts.most_common()]
    parts += [f"{deleted} deleted there and hidden here"] if deleted else []
    return f" ({', '.join(parts)})" if len(parts) > 1 else ""


def _progress(what: str) -> Any:
    """A line on the terminal that counts; nothing where stderr is not one."""
    if sys.stderr is None or not sys.stderr.isatty():
        return lambda done, total: None

    def show(done: int, total: int) -> None:
        if total >= _LONG:
            sys.stderr.write(f"\r{what} {done} of {total}" + ("\n" if done == total else ""))
            sys.stderr.flush()

    return show
