"""Sync from the screens: on a thread of its own, with a log that may be closed, and an end that is always told."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.app.sync_state import STATE, WorkspaceState, arrival_words, arrivals_line
from pmtui.domain.conflicts import open_conflict_count
from pmtui.screens.dialogs.sync import AGAIN, BEHIND, CONFLICTS, SyncDialog
from pmtui.screens.dialogs.sync_lines import Result, SyncRun
from pmtui.store.driver_registration import register
from pmtui.store.errors import StoreError
from pmtui.store.files import RecordStore
from pmtui.store.sync import Synced, sync
from pmtui.store.sync_git import CANCELLED
from pmtui.store.sync_report import commands_in, report
from pmtui.store.sync_state import Arrival

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

SHOW_CONFLICTS = "go.conflicts"
"""The command that opens the conflicts."""
PATIENCE = 10.0
"""Seconds to wait until what was changed before the sync is on the disk."""
_SLICE = 0.1
_LEAVING = 3.0
"""Seconds that quitting waits for a sync to end. One that is placing a merge ends by itself a moment later, before the program."""


class Syncing:
    """Runs one sync at a time and shows it."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app; nothing runs yet."""
        self.app = app
        self.run: SyncRun | None = None
        self._cancel = threading.Event()
        self._thread: threading.Thread | None = None
        self._dialog: SyncDialog | None = None

    @property
    def state(self) -> WorkspaceState:
        """The top line's right end."""
        found: WorkspaceState = self.app.effects.room(STATE)
        return found

    @property
    def is_running(self) -> bool:
        """Whether a sync is at work."""
        return self.run is not None and self.run.result is None

    def do_sync(self, arguments: Mapping[str, Any]) -> None:
        """Begin a sync and show it; where one is at work, show that one."""
        if self.app.is_demo:
            self.app.say("the demo is yours alone: there is nobody to sync with; pmtui init makes a workspace for your team", "warning")
            return
        if not self.is_running:
            self._begin(is_dry=bool(arguments.get("dry_run")))
        self._open()

    def _begin(self, *, is_dry: bool) -> None:
        run = self.run = SyncRun(monotonic(), is_dry=is_dry)
        cancel = self._cancel = threading.Event()
        self.state.is_failed = False
        self.state.hold(True)
        self._show()
        self._thread = in_thread(self.app, "sync", self._work, run, cancel, is_awaited=True)  # see _LEAVING

    def _open(self) -> None:
        """Show the log, unless it is open."""
        run = self.run
        if run is None or (self._dialog is not None and not self._dialog.is_answered):
            return
        keys = {keys: id for keys, id in self.app.keys.items() if id == SHOW_CONFLICTS}
        dialog = self._dialog = SyncDialog(run, self._end_early, self._copy, keys)

        def closed(answer: str | None) -> None:
            self._dialog = None
            if answer == BEHIND and run.result is None:
                self.app.say(f"the sync goes on; {self._key()} shows it")
            elif answer == AGAIN:
                self.do_sync({})
            elif answer == CONFLICTS:
                self.app.dispatch(SHOW_CONFLICTS)

        self.app.push_screen(dialog, closed)

    def _key(self) -> str:
        return next(iter(self.app.keys_of("workspace.sync")), ": Sync")

    def _end_early(self) -> None:
        """Ask the sync to end."""
        self._cancel.set()
        if self.run is not None and self.run.result is None:
            self.run.is_cancelling = True
            self._show()

    def _copy(self, command: str) -> None:
        self.app.copy_to_clipboard(command)
        self.app.notify(f"copied: {command}", markup=False, timeout=3)

    def _show(self) -> None:
        """Show how far it is, in the log and in the top line."""
        run = self.run
        if run is None:
            return
        self.state.doing = run.steps.doing if run.result is None else ""
        self.state.show()
        if self._dialog is not None:
            self._dialog.show()

    # On the thread of the sync

    def _work(self, run: SyncRun, cancel: threading.Event) -> None:
        """Save what is queued, then sync; each step comes back to the event loop as one call."""
        try:
            count = self._saved_first(cancel)
            on_loop(self.app, run.steps.saved, count, monotonic())
            on_loop(self.app, self._show)

            def said(name: str, words: str) -> None:
                on_loop(self.app, run.steps.said, name, words, monotonic())
                on_loop(self.app, self._show)

            news = "" if run.is_dry else register(str(self.app.workspace.root)).partition(" (")[0]
            if news:
                on_loop(self.app, self.app.say, news)
            store = RecordStore(self.app.workspace.root)  # of its own: that of the screens is another thread's
            done = sync(store, is_dry=run.is_dry, cancel=cancel, said=said)
            if done.merged and not run.is_dry:
                self.app.link.read_now()
            on_loop(self.app, self._succeeded, run, done)
        except StoreError as error:
            on_loop(self.app, self._stopped, run, error)
        except Exception:
            on_loop(self.app, self._stopped, run, StoreError("the sync failed by a fault of the program", "sync again", "internal"))
            raise

    def _saved_first(self, cancel: threading.Event) -> int:
        """Wait until the disk has what was changed here; how many changes that were.

        Raises:
            StoreError: It cannot be saved, or the sync was cancelled.
        """
        writer, end = self.app.link.writer, monotonic() + PATIENCE
        count = writer.pending()
        while not writer.flush(_SLICE):
            if cancel.is_set():
                raise StoreError("the sync was cancelled before it began", "", CANCELLED)
            if self.app.link.failure or monotonic() > end:
                why = self.app.link.failure or "the disk does not take it"
                raise StoreError(f"nothing was synced, for what you changed is not saved yet: {why}", "sync again then", "unsaved")
        return count

    # Back on the event loop

    def _succeeded(self, run: SyncRun, done: Synced) -> None:
        words = report(done, is_dry=run.is_dry)
        run.steps.succeeded(monotonic(), words.commit, words.merge, words.push, has_remote=bool(done.upstream))
        commands = tuple(command for note in done.notes for command in commands_in(note))
        conflicts = open_conflict_count(self.app.present)
        self._end(run, Result(words.nothing, done.notes, conflicts, commands=commands))
        if self._dialog is None:
            self._toast(" · ".join([*words.lines, *([self._conflicts(conflicts)] if conflicts else [])]))

    def _stopped(self, run: SyncRun, error: StoreError) -> None:
        is_cancelled = error.code == CANCELLED
        run.steps.stopped(monotonic(), is_cancelled=is_cancelled)
        message, hint = error.message, error.hint
        if is_cancelled:
            message, hint = self._cancelled(run), f"{self._key()} goes on from here"
        self.state.is_failed = not is_cancelled
        self._end(run, Result("", (), 0, message, hint, commands_in(hint), is_cancelled=is_cancelled))
        if self._dialog is None:
            self.app.say(f"{'' if is_cancelled else 'not synced: '}{message.rstrip('.')}; {hint}", "warning" if is_cancelled else "error")

    @staticmethod
    def _cancelled(run: SyncRun) -> str:
        """What a cancelled sync has left behind."""
        if run.steps.is_merged:
            return "cancelled: what others did is merged here, and nothing was pushed"
        if run.steps.committed:
            return f"cancelled: what was committed stays ({run.steps.committed}), nothing else was changed"
        return "cancelled: nothing was changed"

    def _end(self, run: SyncRun, result: Result) -> None:
        run.result = result
        self.state.hold(False)
        self._show()

    def _toast(self, text: str) -> None:
        self.app.say(text)

    def _conflicts(self, count: int) -> str:
        keys = next(iter(self.app.keys_of(SHOW_CONFLICTS)), "") if SHOW_CONFLICTS in self.app.commands.commands else ""
        return f"{count} open conflict{'s' if count > 1 else ''}{f': {keys}' if keys else ''}"

    def tell_arrivals(self, came: Sequence[Arrival]) -> None:
        """Say what others' commits brought: in the log while it is open, else at the foot of the screen."""
        run = self.run
        if run is not None and self._dialog is not None and run.result is not None and not run.result.fault:
            run.news = tuple(arrival_words(one, self.app.present, 200) for one in came)
            self._dialog.show()
        else:
            self._toast(arrivals_line(came, self.app.present))

    def close(self) -> None:
        """The program ends: so does the sync, with nothing half done."""
        self._cancel.set()
        if self._thread is not None:
            self._thread.join(_LEAVING)
