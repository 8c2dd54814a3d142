"""A sync while it runs and when it is done: a live log, what came of it, and the next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.timer import Timer

from pmtui.commands.keymap import Keys, shown_keys
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.screens.dialogs.sync_lines import SyncRun, clock, commands_by_key, sync_lines
from pmtui.widgets.border_texts import show_subtitle, show_title
from pmtui.widgets.chords import ChordReader
from pmtui.widgets.keys import key_name
from pmtui.widgets.line_pane import LinePane

AGAIN, BEHIND, CONFLICTS = "again", "behind", "conflicts"
"""Answers: sync once more; let it run on behind the screen; show the conflicts. None just closes."""

_TICK = 0.5
"""Seconds between two looks at the clock while a sync runs."""
_WIDTH = 78
_CLOSING = frozenset({"escape", "enter", "q", "space", "backspace"})


class SyncLog(LinePane):
    """The lines of a log, on the ground of a dialog."""

    DEFAULT_CSS = """
    SyncLog { background: $surface; overflow-y: auto; }
    """
    GROUND = "surface"


class SyncDialog(Dialog[str | None]):
    """The log of a sync. The sync itself is somebody else's: this one shows it, and may be closed while it runs."""

    DEFAULT_CSS = """
    SyncDialog > Vertical { max-height: 90%; }
    """

    def __init__(
        self, run: SyncRun, cancel: Callable[[], None], copy: Callable[[str], None], conflict_keys: Mapping[Keys, str],
        now: Callable[[], float] = monotonic,
    ) -> None:
        """Show a sync.

        Args:
            run: The sync; `show` is called when it has gone on.
            cancel: Asks it to end.
            copy: Copies a command.
            conflict_keys: The keys that show the conflicts; empty where nothing can.
            now: The monotonic clock.
        """
        super().__init__()
        self.run = run
        self._cancel, self._copy, self._now = cancel, copy, now
        self._reader, self._conflict_keys = ChordReader(), conflict_keys
        self._timer: Timer | None = None
        self.box = Vertical()
        self.log_pane = SyncLog()

    def compose(self) -> ComposeResult:
        """The log in a box."""
        with self.box:
            yield self.log_pane

    def on_mount(self) -> None:
        """Take the keys, and follow the clock while it runs."""
        self.log_pane.focus()
        self._timer = self.set_interval(_TICK, self.show)
        self.show()

    def on_resize(self) -> None:
        """Share the width anew."""
        self.show()

    def show(self) -> None:
        """Show how far the sync is."""
        if not self.is_attached or self.is_answered:
            return
        run = self.run
        if run.result is not None and self._timer is not None:
            self._timer.stop()
            self._timer = None
        width = min(_WIDTH, int(self.app.size.width * 0.96))
        keys = next((shown_keys(one) for one in self._conflict_keys), "")
        lines = sync_lines(run, width - 5, self._now(), keys)
        self.box.styles.width, self.box.styles.height = width, len(lines) + 2
        self.log_pane.set_lines(lines)
        elapsed = (run.steps.ended or self._now()) - run.steps.begun
        name = "Sync: what would happen" if run.is_dry else "Sync"
        show_title(self.box, f"{name} · {clock(elapsed)}" if elapsed >= 1 else name)
        show_subtitle(self.box, " · ".join(self._hints(keys)))

    def _hints(self, conflict_keys: str) -> list[str]:
        result = self.run.result
        if result is None:
            return ["enter work on meanwhile", *([] if self.run.is_cancelling else ["esc cancel"])]
        copying = [f"{key} copy" for key in commands_by_key(result)][:1] if len(result.commands) == 1 else []
        if len(result.commands) > 1:
            copying = [f"1–{len(commands_by_key(result))} copy"]
        conflicts = [f"{conflict_keys} conflicts"] if result.conflicts and conflict_keys else []
        again = ["S again"] if result.fault or self.run.is_dry else []
        return [*copying, *conflicts, *again, "esc close"]

    def on_key(self, event: Key) -> None:
        """Cancel, close, copy, go on; other keys do nothing here."""
        event.stop()
        event.prevent_default()
        if self.log_pane.move_by_step(event.key):
            return
        if self.run.result is None:
            self._key_while_running(event)
        else:
            self._key_when_done(event)

    def _key_while_running(self, event: Key) -> None:
        if event.key == "escape":
            self._cancel()
            self.show()
        elif event.key in _CLOSING:
            self.dismiss(BEHIND)

    def _key_when_done(self, event: Key) -> None:
        result = self.run.result
        assert result is not None
        commands = commands_by_key(result)
        outcome = self._reader.feed(key_name(event), self._conflict_keys if result.conflicts else {})
        if outcome.kind == "command":
            self.dismiss(CONFLICTS)
        elif outcome.kind == "pending":
            return
        elif (event.character or "") in commands:
            self._copy(commands[event.character or ""])
        elif event.key in _CLOSING:
            self.dismiss(None)
        elif event.character == "S":
            self.dismiss(AGAIN)
