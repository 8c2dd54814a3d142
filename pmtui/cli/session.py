"""One call of the command line: its workspace, its context, and the carrying out of what a command planned."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pmtui.cli.arguments import split_ids_and_fields
from pmtui.commands.core import Command, Context, Effect, Refused, run
from pmtui.domain.change import Change, Edit, Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record

if TYPE_CHECKING:
    from pmtui.store.workspace import Workspace


class Session:
    """What a subcommand works with; everything is opened when it is first asked for."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        """Take the options of the call."""
        self.options = options
        self._workspace: Workspace | None = None
        self._snapshot: Snapshot | None = None

    @property
    def workspace(self) -> Workspace:
        """The workspace of the call."""
        if self._workspace is None:
            from pmtui.store.layout import find_workspace
            from pmtui.store.workspace import Workspace

            self._workspace = Workspace(find_workspace(self.options.get("workspace"), os.environ, os.getcwd()), may_fork=True)
        return self._workspace

    @property
    def snapshot(self) -> Snapshot:
        """The data of the workspace; tables are loaded when asked for."""
        if self._snapshot is None:
            self._snapshot = self.workspace.snapshot()
        return self._snapshot

    @property
    def is_json(self) -> bool:
        """Whether the output is for scripts."""
        return bool(self.options.get("json"))

    def context(self) -> Context:
        """What a plan may look at."""
        from pmtui.store.author import author
        from pmtui.store.clock import now, today
        from pmtui.store.ids import new_id

        return Context(
            self.snapshot, now=now(), today=today(), author=author(self.workspace), new_id=new_id, resolve=self.resolve
        )

    def resolve(self, words: str, kinds: Iterable[str]) -> Record:
        """The record that a person means.

        Raises:
            Refused: There is none, or there are several; the candidates are listed.
        """
        wanted = tuple(kinds) or tuple(SCHEMA.kinds)
        found = self.workspace.resolve(words, wanted)
        if not found and "person" in wanted:
            found = [("person", one.id) for one in self.snapshot.table("person") if one["handle"] == words and not one.is_deleted]
        records = [record for record in (self.snapshot.record(kind, id) for kind, id in found) if record is not None]
        if len(records) == 1:
            return records[0]
        if not records:
            what = wanted[0] if len(wanted) == 1 else "record"
            raise Refused(f"there is no {what} {words!r}", "pmtui list KIND lists the records", "not_found", 4)
        listed = "; ".join(f"{one.schema.letter}-{one.id} {one.title[:40]}" for one in records[:8])
        raise Refused(f"{words!r} is ambiguous: it could be {listed}", "type more of the id", "ambiguous", 4)

    def write(self, text: str) -> None:
        """Print results."""
        sys.stdout.write(text)

    def say(self, text: str) -> None:
        """Print a message that is not a result."""
        sys.stderr.write(text)


def perform(session: Session, command: Command, arguments: Mapping[str, Any]) -> int:
    """Plan a command and carry out what it planned.

    Returns:
        The exit status.
    """
    given = _prepared(command, arguments)
    if command.id.startswith("workspace.") or command.id in ("history.undo", "history.redo"):
        planned = command.plan(_NO_CONTEXT, given)
    else:
        planned = run_unblocked(command, session.context(), given)
    if isinstance(planned, Effect):
        return _handler(planned.name)(session, planned.arguments)
    return commit(session, command, planned)


_NO_CONTEXT: Any = None
"""Plans of workspace commands only give an effect; they must work where there is no workspace."""


def run_unblocked(command: Command, context: Context, given: Mapping[str, Any]) -> Change | Effect:
    """Plan a command whose records are named, so that what blocks it on a screen does not count."""
    if given.get("ids") or command.id in ("record.add", "record.list", "record.show"):
        return command.plan(context, given)
    return run(command, context, given)


def commit(session: Session, command: Command, change: Change) -> int:
    """Save a change and print what became of it."""
    from pmtui.cli.writing import print_change

    if session.options.get("dry_run"):
        session.write(f"would do: {change.title}; {len(change.edits)} records change\n")
        return 0
    documents = {(edit.kind, edit.id): session.snapshot.record(edit.kind, edit.id) for edit in change.edits if edit.before is not None}
    saved = session.workspace.save(change, documents=_whole(documents)) if change.edits else None
    return print_change(session, command, change, saved)


def _whole(documents: Mapping[tuple[str, str], Record | None]) -> Callable[[str, str], Mapping[str, Any] | None]:
    """Whole records for the store, in case a file has vanished meanwhile."""

    def whole(kind: str, id: str) -> Mapping[str, Any] | None:
        record = documents.get((kind, id))
        return None if record is None else record.data

    return whole


def _prepared(command: Command, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments as plans take them: ids as a list, `-` replaced by what standard input holds."""
    given = {name: value for name, value in arguments.items() if name not in ("workspace", "no_color", "json", "dry_run")}
    if command.id in ("workspace.import", "workspace.doctor", "workspace.purge", "workspace.schema"):
        given = dict(arguments)
    if command.id == "record.set":
        given["ids"], given["fields"] = split_ids_and_fields([*given.get("ids", ()), *given.get("fields", ())])
        if not given["ids"]:
            raise Refused("no record is named", "pmtui set ID… FIELD=VALUE…")
    elif isinstance(given.get("ids"), str):
        given["ids"] = [given["ids"]]
    if given.get("text") == "-":
        given["text"] = _standard_input()
    if given.get("fields"):
        given["fields"] = [word[:-1] + _standard_input() if word.endswith("=-") else word for word in given["fields"]]
    return given


def _standard_input() -> str:
    raw = sys.stdin.buffer.read()
    try:
        return raw.decode("utf-8").rstrip("\n")
    except UnicodeDecodeError as error:
        raise Refused(
            f"standard input is not UTF-8: byte {error.start} is {raw[error.start]:#04x}", "convert it first, for example with iconv", "bad_value"
        ) from None


def _handler(name: str) -> Callable[[Session, Mapping[str, Any]], int]:
    """What carries out an effect; each area is imported when it is needed."""
    if name in ("list", "show"):
        from pmtui.cli import reading

        return getattr(reading, f"do_{name}")  # type: ignore[no-any-return]
    if name in ("init", "undo", "redo", "purge", "doctor"):
        from pmtui.cli import maintaining

        return getattr(maintaining, f"do_{name}")  # type: ignore[no-any-return]
    if name == "import":
        from pmtui.cli.importing import do_import

        return do_import
    if name == "edit_outside":
        from pmtui.cli.editing import do_edit

        return do_edit
    if name == "schema":
        from pmtui.cli.describing import do_schema

        return do_schema
    if name == "completion":
        from pmtui.cli.completion import do_completion

        return do_completion
    from pmtui.cli.opening import do_demo

    return do_demo


def edits_by_kind(change: Change) -> dict[str, list[Edit]]:
    """The edits of a change, by kind."""
    found: dict[str, list[Edit]] = {}
    for edit in change.edits:
        found.setdefault(edit.kind, []).append(edit)
    return found
