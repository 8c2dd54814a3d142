"""One call of the command line: its workspace, its context, and the carrying out of what a command planned."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.cli.errors import say, wrapped
from pmtui.commands.core import Command, Context, Effect, Refused, run
from pmtui.domain.change import MINIMUM_PREFIX, Change, Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record

if TYPE_CHECKING:
    from pmtui.store.workspace import Workspace

_MOST_CANDIDATES, _LONGEST_ECHO = 8, 80


class Session:
    """What a subcommand works with; everything is opened when it is first asked for.

    Attributes:
        options: Those of the call.
        news: What was set up on the way, for people.
    """

    def __init__(self, options: Mapping[str, Any], workspace: Workspace | None = None, *, may_set_up: bool = True) -> None:
        """Take the options of the call, and the workspace where it is open already; `may_set_up` see `workspace_of_own_branch`."""
        self.options = options
        self.news: tuple[str, ...] = ()
        self._may_set_up = may_set_up
        self._workspace = workspace
        self._snapshot: Snapshot | None = None

    @property
    def workspace(self) -> Workspace:
        """The workspace of the call."""
        if self._workspace is None:
            from pmtui.cli.finding import workspace_folder
            from pmtui.store.workspace import Workspace

            root = workspace_folder(self.options.get("workspace"), _here(), self._told if self._may_set_up else None)
            self._workspace = Workspace(root, may_fork=True)
        return self._workspace

    def put_team_in_force(self) -> None:
        """Open the workspace, if there is one, for the statuses and fields of its team's own; none is set up for that."""
        from contextlib import suppress

        from pmtui.store.errors import StoreError

        may_set_up, self._may_set_up = self._may_set_up, False
        with suppress(StoreError, Refused):
            self.workspace  # noqa: B018
        self._may_set_up = may_set_up

    def _told(self, words: str) -> None:
        """Say what was set up."""
        self.news += (words,)
        self.say(f"pmtui: {words}\n")

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

    @property
    def width(self) -> int:
        """Columns of the terminal, for tables; 0 where the output goes elsewhere, and they are as wide as they are."""
        return os.get_terminal_size().columns if sys.stdout.isatty() else 0

    def say_if_read_only(self) -> None:
        """Say which version writes this workspace, where this one may only read it."""
        if self.workspace.is_read_only:
            from pmtui.store.layout import newer_format

            self.say(f"pmtui: {newer_format(self.workspace.root, self.workspace.records.layout.format)}\n")

    def register_driver(self, root: str = "") -> None:
        """After a write: let git know of the merge driver where this clone does not yet; say so, and what else was put in order."""
        from pmtui.store.driver_registration import register

        for words in (register(root or self.workspace.root), *(() if root else self.workspace.take_news())):
            self.say(f"pmtui: {words}\n" if words else "")

    def is_anew(self) -> bool:
        """Whether somebody's half-written change was brought to its end just now, so that records must be looked at again."""
        if self.options.get("dry_run") or not self.workspace.settle():
            return False
        self._snapshot = None
        self.say("".join(f"pmtui: {words}\n" for words in self.workspace.take_news()))  # perhaps there is nothing left to change
        return True

    def context(self) -> Context:
        """What a plan may look at."""
        from pmtui.store.author import author
        from pmtui.store.clock import now, today
        from pmtui.store.ids import new_id

        return Context(
            self.snapshot, now=now(), today=today(), author=author(self.workspace), new_id=new_id, resolve=self.resolve
        )

    def today_and_now(self) -> tuple[str, str]:
        """What counts as today, and as now."""
        from pmtui.store.clock import now, today

        return today(), now()

    def resolve(self, words: str, kinds: Iterable[str]) -> Record:
        """The record that a person means.

        Raises:
            Refused: There is none, or there are several; the candidates are listed.
            StoreError: Its file cannot be read.
        """
        wanted = tuple(kinds) or tuple(SCHEMA.kinds)
        is_handle = "person" in wanted and (len(wanted) == 1 or words.startswith("@"))
        found = self._people(words) if is_handle else []
        found = found or self.workspace.resolve(words, wanted)
        if not found:
            what = wanted[0] if len(wanted) == 1 else "record"
            raise Refused(f"there is no {what} {_cut(words)!r}", self._missing_hint(words, what), "not_found", 4)
        if len(found) == 1:
            kind, id = found[0]
            return self.snapshot.record(kind, id) or self.workspace.required(kind, id)
        listed = "; ".join(self._candidate(kind, id) for kind, id in found[:_MOST_CANDIDATES])
        more = f"; and {len(found) - _MOST_CANDIDATES} more" if len(found) > _MOST_CANDIDATES else ""
        raise Refused(f"{_cut(words)!r} is ambiguous: it could be {listed}{more}", "type more of the id", "ambiguous", 4)

    def _people(self, words: str) -> list[tuple[str, str]]:
        """People by their handle, which goes before the beginning of an id: `@ana`, `ana`; `@me` is whoever calls."""
        from pmtui.commands.assignments import people_called
        from pmtui.store.author import author

        me = author(self.workspace) if words == "@me" else ""
        return [("person", id) for id in people_called(self.snapshot, me, words.removeprefix("@"))]

    def _missing_hint(self, words: str, what: str) -> str:
        if 0 < len(words) < MINIMUM_PREFIX:
            return f"the beginning of an id has at least {MINIMUM_PREFIX} characters"
        return f"pmtui list {'KIND' if what == 'record' else what} lists what there is"

    def _candidate(self, kind: str, id: str) -> str:
        record = self.snapshot.record(kind, id)
        return f"{SCHEMA[kind].shown_id(id)} {record.title[:40] if record is not None else '(cannot be read)'}"

    def write(self, text: str) -> None:
        """Print results."""
        sys.stdout.write(text)

    def say(self, text: str) -> None:
        """Print a message that is not a result, in lines that fit 80 columns."""
        say("\n".join(map(wrapped, text.split("\n"))))


def _here() -> str:
    try:
        return os.getcwd()
    except OSError:
        raise Refused("the current folder is gone", "change to another one", "no_workspace", 3) from None


def perform(session: Session, command: Command, arguments: Mapping[str, Any]) -> int:
    """Plan a command and carry out what it planned.

    Returns:
        The exit status.
    """
    given = _with_standard_input(arguments)
    if command.id == "record.list":
        given["query"] = " ".join(given.get("query", ()))
    if isinstance(given.get("ids"), str):
        given["ids"] = [given["ids"]]
    if command.id.startswith("workspace.") or command.id in _EFFECTS:
        planned = command.plan(_NO_CONTEXT, given)
    else:
        planned = run_unblocked(command, session.context(), given)
        planned = run_unblocked(command, session.context(), given) if isinstance(planned, Change) and session.is_anew() else planned
    if isinstance(planned, Effect):
        return _handler(planned.name)(session, planned.arguments)
    is_about_them = session.is_json and command.id != "scenario.set"  # they stay as they are: the scenario changes
    named = [session.resolve(word, ()) for word in given.get("ids", ())] if is_about_them else ()
    return commit(session, command, planned, tuple({(one.kind, one.id): one for one in named}.values()))


_EFFECTS = ("history.undo", "history.redo", "history.compare", "record.list", "record.show")
_NO_CONTEXT: Any = None
"""Plans of workspace commands only give an effect; they must work where there is no workspace."""


def run_unblocked(command: Command, context: Context, given: Mapping[str, Any]) -> Change | Effect:
    """Plan a command whose records are named, so that what blocks it on a screen does not count."""
    if given.get("ids") or command.id in ("record.add", "record.list", "record.show"):
        return command.plan(context, given)
    return run(command, context, given)


def commit(session: Session, command: Command, change: Change, named: Sequence[Record] = ()) -> int:
    """Save a change and print what became of it; `named` are the records that the command is about, before it."""
    from pmtui.cli.writing import print_change, print_plan

    if any(edit.kind == "item" and "status" in edit.after for edit in change.edits):
        from pmtui.cli.readiness import heed_ready

        heed_ready(session, change)
    if any(edit.kind == "hypothesis" and not edit.fields.isdisjoint(("status", "confidence")) for edit in change.edits):
        from pmtui.cli.learning import heed_confidence

        heed_confidence(session, change)
    if any(edit.kind == "product" and "status" in edit.after for edit in change.edits):
        from pmtui.cli.lifecycle import heed_retirement

        heed_retirement(session, change)
    if session.options.get("dry_run"):
        return print_plan(session, command, change, named)
    documents = {(edit.kind, edit.id): session.snapshot.record(edit.kind, edit.id) for edit in change.edits if edit.before is not None}
    saved = session.workspace.save(change, documents=_whole(documents)) if change.edits else None
    if saved is not None:
        session.register_driver()
    return print_change(session, command, change, saved, named)


def _whole(documents: Mapping[tuple[str, str], Record | None]) -> Callable[[str, str], Mapping[str, Any] | None]:
    """Whole records for the store, in case a file has vanished meanwhile."""

    def whole(kind: str, id: str) -> Mapping[str, Any] | None:
        record = documents.get((kind, id))
        return None if record is None else record.data

    return whole


def _with_standard_input(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments in which `-` is replaced by what standard input holds; it can be read once."""
    given = dict(arguments)
    places: list[tuple[str, int]] = [(name, -1) for name in ("title", "text", "reason") if given.get(name) == "-"]
    fields = list(given.get("fields") or ())
    places += [("fields", at) for at, word in enumerate(fields) if word.partition("=")[1:] == ("=", "-")]
    if len(places) > 1:
        raise Refused("standard input can be read for one value only", "give the others in words", "usage")
    for name, at in places:
        if at < 0:
            given[name] = _standard_input()
        else:
            fields[at] = fields[at][:-1] + _standard_input()
            given["fields"] = fields
    return given


def _standard_input() -> str:
    if sys.stdin is None:
        raise Refused("standard input is closed, so - has nothing to read", "give the value in words", "usage")
    raw = sys.stdin.buffer.read()
    try:
        return raw.decode("utf-8").removeprefix("\ufeff").rstrip("\n")
    except UnicodeDecodeError as error:
        raise Refused(
            f"standard input is not UTF-8: byte {error.start} is {raw[error.start]:#04x}", "convert it first, for example with iconv",
            "bad_value",
        ) from None


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_ECHO else words[:_LONGEST_ECHO] + "…"


_ELSEWHERE = {
    "list": "reading:do_list", "show": "showing:do_show", "sync": "syncing:do_sync", "log": "history:do_log",
    "compare": "comparing:do_compare", "conflict_list": "conflicts:do_conflict_list", "import": "importing:do_import",
    "edit_outside": "editing:do_edit", "schema": "describing:do_schema", "completion": "completion:do_completion",
    "keys": "keys:do_keys", "trace": "tracing:do_trace", "audit": "tracing:do_audit", "demo": "opening:do_demo", "inbox": "triage:do_inbox",
    "quotes": "quotes:do_quotes", "contact": "quotes:do_contact",
    "similar": "triage:do_similar", "ballots": "scoring:do_ballots",
    "settings": "settings:do_settings", "lifecycle": "lifecycle:do_lifecycle", "experiment_results": "experiments:do_experiment_results",
    "forecast": "forecasting:do_forecast", "path": "forecasting:do_path",
    "import_readings": "readings:do_import_readings", "was_wrong": "learning:do_was_wrong", "export": "exporting:do_export",
    "compare_scenarios": "scenarios:do_compare_scenarios",
    "review": "reviewing:do_review",
}
"""What carries out an effect, as `module:function` of this package; all others are in `maintaining`."""


def _handler(name: str) -> Callable[[Session, Mapping[str, Any]], int]:
    """What carries out an effect; each area is imported when it is needed."""
    from importlib import import_module

    module, _, function = _ELSEWHERE.get(name, f"maintaining:do_{name}").partition(":")
    found: Callable[[Session, Mapping[str, Any]], int] = getattr(import_module(f"pmtui.cli.{module}"), function)
    return found
