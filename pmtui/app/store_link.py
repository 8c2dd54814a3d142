"""Between the app and the store: everything that touches the disk runs in threads and comes back as one call."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmtui.app.effects import OTHERS
from pmtui.app.ledger import Step, whole_documents
from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.app.memory import keep_memory_together
from pmtui.app.settings_link import SettingsLink
from pmtui.app.unchecked import Unchecked
from pmtui.domain.change import Change, Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.table import Rows
from pmtui.store.cache import refresh, save_cache_if_needed
from pmtui.store.cached_rows import CachedRows
from pmtui.store.drafts import read_drafts, read_texts
from pmtui.store.driver_registration import register
from pmtui.store.errors import StoreError
from pmtui.store.journal import History
from pmtui.store.layout import SETTINGS
from pmtui.store.watch import Watcher
from pmtui.store.workspace import Saved, Workspace
from pmtui.store.writer import Writer

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.app.sync_state import WorkspaceState

_PATIENCE, _LAST_PATIENCE = 5.0, 0.5
"""Seconds that quitting waits for the last save; and once more, after that did not come."""

_AGAIN = 0.3
"""Seconds until the journal is read again that was read while something was being saved."""

_HOPELESS = frozenset({"unreadable", "bad_value", "missing", "internal", "stale"})
"""Codes of failures that trying again does not mend."""


class StoreLink:
    """The app's threads: one writes, one reads and watches.

    Attributes:
        is_loaded: Whether the files have been read and the journal is known.
        is_finished: Whether the person has left: nothing more is saved.
        failure: Why the last save failed; empty once it has succeeded.
        state: How it stands to branch and remote, once that is watched.
        unsaved: After `finish`: what could not be saved and where it lies, in a sentence; else empty.
        unsaved_words: The same in JSON, where no folder takes a file for it; else empty.
    """

    def __init__(self, app: PmtuiApp, workspace: Workspace) -> None:
        """Start the writer; reading begins after the first paint."""
        self.app = app
        self.workspace = workspace
        self.writer = Writer(workspace, self._saved, self._failed)
        self.source = Unchecked(workspace)
        self.settings = SettingsLink(app)
        self.is_loaded = self.is_finished = False
        self._is_asked_again = False
        self.failure = ""
        self.unsaved = self.unsaved_words = ""
        self._root = Path(workspace.root)
        self._watcher: Watcher | None = None
        self.state: WorkspaceState | None = None
        self._reading = threading.Lock()
        self._warned = False
        self._hopeless: Change | None = None

    def first_snapshot(self) -> Snapshot:
        """The data as the start-up cache has it, checked only after the first paint."""
        return Snapshot(self.source, settings=self.workspace.settings, name=self.workspace.name)

    def start(self) -> None:
        """Check the cache against the files, read the journal, then watch; all behind the screen."""
        keep_memory_together()
        self._behind(self._load)

    def _load(self) -> None:
        try:
            self.workspace.settle()
            self._read_all()
            moment = self.app.ledger.moment
            history = self._history()
        except (StoreError, OSError) as error:
            on_loop(self.app, self.app.say, str(error), "error")
            moment, history = -1, History([], [])
        on_loop(self.app, self.app.themes.take, self.app.themes.read())
        drafts = read_drafts(str(self.workspace.local))
        if drafts:
            on_loop(self.app, self.app.effects.room(OTHERS["form"]).tell, drafts)
        texts = read_texts(str(self.workspace.local))
        if texts:
            from pmtui.app.unsaved import UNSAVED

            on_loop(self.app, self.app.effects.room(UNSAVED).tell, texts)
        on_loop(self.app, self._loaded, history, moment)
        self._watcher = Watcher(Path(self.workspace.path), self._changed, self._lost)
        self._watcher.start()
        for kind, rows in list(self.source.known.items()):
            saved = save_cache_if_needed(rows)
            if saved is not rows and self.source.known.get(kind) is rows:
                self.source.known[kind] = saved
        from pmtui.app.warming import Warming

        warming = Warming(self.app)
        warming.read_modules()
        on_loop(self.app, warming.begin)
        from pmtui.app.sync_state import STATE  # here, for it takes a while

        on_loop(self.app, self.app.effects.room, STATE)

    def _loaded(self, history: History, moment: int) -> None:
        self._took_history(history, moment)
        self.is_loaded = True
        self.app.receive(self.app.present)
        gc.freeze()  # what start-up made stays: no later collection looks at it again
        gc.enable()

    def refresh(self) -> None:
        """Read what changed on disk, behind the screen."""
        self._behind(self._changed, {self._root})

    def read_now(self) -> None:
        """The same on the thread of the caller: what has been read is shown before what the caller has done next on the event loop."""
        self._changed({self._root})

    def _behind(self, work: Callable[..., None], *arguments: Any) -> None:
        in_thread(self.app, "read", work, *arguments)

    def _changed(self, paths: set[Path]) -> None:
        if not self._is_there():  # absence never means deletion: what is on the screen is all that there is now
            on_loop(self.app, self._missed)
            return
        on_loop(self.app, self.app.show_banner, "", "place")
        try:
            self._read_all(None if self._root in paths else paths)
            moment = self.app.ledger.moment
            history = self._history()
        except (StoreError, OSError) as error:
            on_loop(self.app, self.app.say, str(error), "error")
            return
        on_loop(self.app, self._took_history, history, moment)
        if self.state is not None:
            self.state.nudge()

    def _missed(self) -> None:
        if not self.failure:  # a failed save says so, too
            self.app.show_banner(f"the workspace {self._root} is gone; what you change is kept", "place")

    def _is_there(self) -> bool:
        return (self._root / SETTINGS).is_file()

    def _took_history(self, history: History, moment: int) -> None:
        """What other processes did can be undone here, too; what was read before a change of our own is read again."""
        ledger = self.app.ledger
        if not ledger.pending and ledger.moment == moment:
            ledger.load(history.undo, history.redo)
        elif not self._is_asked_again:
            self._is_asked_again = True
            self.app.set_timer(_AGAIN, self._ask_again)

    def _ask_again(self) -> None:
        self._is_asked_again = False
        if not self.is_finished:
            self._behind(self._read_history)

    def _history(self) -> History:
        """The journal; what was brought to its end for a program that died is told."""
        found = self.workspace.history()
        for words in self.workspace.take_news():
            on_loop(self.app, self.app.say, words, "warning")
        return found

    def _read_history(self) -> None:
        moment = self.app.ledger.moment
        with suppress(StoreError, OSError):  # told by whoever reads the records
            on_loop(self.app, self._took_history, self._history(), moment)

    def _read_all(self, paths: set[Path] | None = None) -> None:
        with self._reading:
            moment = self.app.ledger.moment
            self.settings.read(moment)
            changed: dict[str, CachedRows] = {}
            for kind in sorted(SCHEMA.kinds, key=lambda kind: kind not in self.source.awaited):
                known = self.source.known.get(kind)
                is_current = known is not None and known.place.kind == SCHEMA[kind]  # with other fields, everything is read anew
                rows = refresh(known, paths) if known is not None and is_current else self.workspace.records.rows(kind)
                if rows is not known:
                    self.source.known[kind] = rows
                    if kind in self.source.awaited:
                        self.source.awaited.discard(kind)
                        on_loop(self.app, self._took, {kind: rows}, moment)
                    elif known is not None:
                        changed[kind] = rows
            if changed and self._is_there():
                on_loop(self.app, self._took, changed, moment)

    def let_go(self) -> None:
        """Give back the memory that the files of the caches take while nobody looks into them."""
        for rows in list(self.source.known.values()):
            rows.base.image.let_go()

    def _took(self, changed: Mapping[str, Rows], moment: int) -> None:
        """Show rows read at a moment of the ledger; records changed here since then, or still to be saved, stay as they are shown."""
        app = self.app
        newer = app.ledger.newer_than(moment)
        snapshot = app.present
        for kind, rows in changed.items():
            kept = [snapshot.record(kind, id) for of, id in newer if of == kind]
            snapshot = snapshot.with_rows(kind, rows, [record for record in kept if record is not None])
        app.receive(snapshot)

    def _lost(self, reason: str) -> None:
        if self._is_there():
            on_loop(self.app, self.app.say, reason, "warning")
        else:
            self._changed(set())

    def save(self, step: Step) -> None:
        """Queue a change for the disk."""
        before = self.app.present
        self.writer.put(step.change, step.mark, whole_documents(before))
        self.app.show_saving(self.writer.pending())

    def _saved(self, change: Change, saved: Saved) -> None:
        on_loop(self.app, self._settled, change, saved, register(self.workspace.root).partition(" (")[0])

    def _settled(self, change: Change, saved: Saved, news: str) -> None:
        app = self.app
        app.ledger.settled(change)
        self.failure = ""
        app.show_banner("")
        if self.settings.are_in(saved):
            self.refresh()
        corrected = app.ledger.corrections(saved, app.present)
        if corrected:
            app.receive(app.present.with_records(corrected))
        for id, field in saved.conflicts:
            record = app.present.find(id)
            app.say(f"{field} of “{record.title[:40] if record else id}” was changed by somebody else too; both values are kept", "warning")
        app.show_saving(self.writer.pending())
        if news:
            app.say(news)

    def _failed(self, change: Change, error: StoreError) -> None:
        on_loop(self.app, self._shown_failure, change, error)

    def _shown_failure(self, change: Change, error: StoreError) -> None:
        if error.code in _HOPELESS:
            self._gave_up(change, error)
            return
        self.failure = str(error)
        self.app.show_banner("", "place")
        self.app.show_banner(f"not saved: {change.title}: {error}")
        self.app.show_saving(self.writer.pending())

    def _gave_up(self, change: Change, error: StoreError) -> None:
        """Let go of a change that no later try can save, so that those behind it are; it lies in its rescue file."""
        if self._hopeless is not change:
            self._hopeless = change
            self.writer.give_up()
            return
        app = self.app
        app.ledger.settled(change)
        place = f"; your text is kept in {error.rescue}" if error.rescue else ""
        app.say(f"not saved: {change.title}: {error}{place}", "error")
        kinds = {edit.kind for edit in change.edits}
        self._took({kind: rows for kind, rows in self.source.known.items() if kind in kinds}, app.ledger.moment)
        self.settings.take(app.ledger.moment)
        app.show_saving(self.writer.pending())

    def finish(self) -> bool:
        """Flush the queue and stop the threads; False the first time that something could not be saved."""
        if not self.writer.flush(_LAST_PATIENCE if self._warned or self.failure else _PATIENCE) and not self._warned:
            self._warned = True
            return False
        self.app.themes.close()
        if self.state is not None:
            self.state.close()
        if self._watcher is not None:
            self._watcher.close()
        self.is_finished = True
        left = self.writer.close(_LAST_PATIENCE)
        if left:
            from pmtui.store.rescue import left_unsaved

            self.unsaved, self.unsaved_words = left_unsaved(self.workspace.root, self.workspace.local, left)
        return True
