"""Carrying out what a plan cannot do itself: asking, showing, undoing, copying, editing outside, leaving."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pmtui.app.ledger import Stale
from pmtui.app.questions import Question
from pmtui.commands.core import SHELL, Effect, Refused, why_not
from pmtui.domain.text import one_line
from pmtui.screens.dialogs.confirm import ConfirmDialog
from pmtui.store.errors import StoreError

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp


_OF_THE_MOMENT = frozenset({"ids", "visible", "targets", "is_confirmed"})
"""Arguments that a repeated command does not take over: where it was given, and that it was confirmed."""


OTHERS: dict[str, str] = {
    "add_evidence": "pmtui.app.evidence:AddingEvidence",
    "conflicts": "pmtui.app.deciding:Deciding", "conflict_origins": "pmtui.app.deciding:Deciding", "decide": "pmtui.app.deciding:Deciding",
    "as_it_was": "pmtui.app.past:PastRoom", "present": "pmtui.app.past:PastRoom",
    "compare": "pmtui.app.comparing:Comparing",
    "form": "pmtui.app.forms:Forms", "form_kinds": "pmtui.app.forms:Forms",
    "help": "pmtui.app.helping:Helping", "whats_new": "pmtui.app.upgrades:Upgrades",
    "open_address": "pmtui.app.browsing:Browsing",
    "goto": "pmtui.app.jumping:Jumping",
    "history_of": "pmtui.app.history:ReadingHistory", "read_history": "pmtui.app.history:ReadingHistory",
    "more_history": "pmtui.app.history:ReadingHistory", "stop_history": "pmtui.app.history:ReadingHistory",
    "jump": "pmtui.app.jumping:Jumping",
    "jump_back": "pmtui.app.jumping:Jumping",
    "jump_forward": "pmtui.app.jumping:Jumping",
    "link": "pmtui.app.linking:Linking",
    "quick_add": "pmtui.app.adding:Adding",
    "screen": "pmtui.app.jumping:Jumping",
    "sync": "pmtui.app.syncing:Syncing",
    "theme": "pmtui.app.choosing_theme:ThemeChoice",
    "trace": "pmtui.app.tracing:Tracing",
}
"""Effects with a room of their own: the effect's name, and `module:Class` whose `do_NAME` carries it out.

The class is made with the app when its first effect comes: what nobody asks for costs the start nothing.
"""


class Effects:
    """Interprets effects for the app; what it does not know, a room of `OTHERS` does, or the main screen."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self._rooms: dict[str, Any] = {}

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to undo."""
        return bool(self.app.ledger.undos)

    def carry_out(self, effect: Effect) -> None:
        """Do what a plan asked for; what the app does not know, the screen does."""
        room = self.room(OTHERS[effect.name]) if effect.name in OTHERS else self
        own = getattr(room, f"do_{effect.name}", None)
        if own is not None:
            own(effect.arguments)
        else:
            self.app.records_screen.carry_out(effect)

    def room(self, path: str) -> Any:
        """The one object of a class named as `module:Class`, made when it is first needed."""
        if path not in self._rooms:
            module, _, name = path.partition(":")
            self._rooms[path] = getattr(import_module(module), name)(self.app)
        return self._rooms[path]

    def ask(self, id: str, given: Mapping[str, Any], question: Question, fault: str = "") -> None:
        """Ask for an argument, then run the command again with the answer."""

        def answered(answer: str | None) -> None:
            if answer is not None:
                picked = {"is_picked": True} if question.rows is not None else {}
                self.app.dispatch(id, {**given, **picked, question.parameter: answer})

        if id == "record.edit_field" and self.app.records_screen.is_detail_open and len(given.get("targets", ())) == 1:
            self.app.dispatch("record.form")  # the opened detail has no cell to lay an editor over
        elif question.rows is not None:
            from pmtui.screens.dialogs.pick import PickDialog

            def made(title: str) -> None:
                self.app.dispatch("record.link", {
                    "targets": given["targets"], "field": question.field, "create": ((question.new_kind, title),),
                })

            can_make = bool(question.field and question.new_kind and "targets" in given)
            dialog = PickDialog(question.title, question.rows, make=made if can_make else None, new=question.new_kind)
            self.app.push_screen(dialog, answered)
        elif question.is_long:
            self.room("pmtui.app.commenting:Commenting").ask(id, given, question, answered)
        elif question.is_in_place and not fault and self.app.records_screen.layout_name == "list":
            self.app.records_screen.edit_in_place(question.title, question.value, question.help, answered)
        else:
            from pmtui.screens.dialogs.ask import AskDialog

            self.app.push_screen(AskDialog(question.title, question.value, question.help, fault), answered)

    def offer_rank_order(self) -> None:
        """Say why a rank move makes no sense here; Enter makes it make sense."""

        def answered(is_sure: bool | None) -> None:
            if is_sure:
                self.app.dispatch("view.sort", {"field": "rank"})

        dialog = ConfirmDialog("The list is not in the order of rank", "A move by rank would not show here.", "enter", "sort by rank")
        self.app.push_screen(dialog, answered)

    def do_undo(self, arguments: Mapping[str, Any]) -> None:
        """Undo the last change and name it."""
        self._turn("undo", "undone")

    def do_redo(self, arguments: Mapping[str, Any]) -> None:
        """Do again what was undone and name it."""
        self._turn("redo", "done again")

    def _turn(self, which: str, word: str) -> None:
        if not self.app.link.is_loaded:
            self.app.say("the journal is still being read; try again in a moment", "warning")
            return
        try:
            step = getattr(self.app.ledger, which)(self.app.present)
        except Stale as error:
            self.app.say(str(error), "error")
            return
        if step is None:
            self.app.say(f"nothing to {which}")
            return
        self.app.take(step)
        self.app.say(f"{word}: {step.change.title}")

    def do_repeat(self, arguments: Mapping[str, Any]) -> None:
        """Do the last change again, on the record under the cursor."""
        if self.app.last is None:
            self.app.say("nothing to repeat yet", "warning")
            return
        id, given = self.app.last
        self.app.dispatch(id, {name: value for name, value in given.items() if name not in _OF_THE_MOMENT})

    def do_copy(self, arguments: Mapping[str, Any]) -> None:
        """Copy a text by OSC 52; what would act on a terminal where it is pasted stays behind, as do halves of characters."""
        lines = (one_line(line) for line in str(arguments["text"]).split("\n"))
        text = "\n".join(lines).encode("utf-8", "replace").decode("utf-8")
        self.app.copy_to_clipboard(text)
        self.app.say(f"copied {arguments['what']}: {text[:60]}")

    def do_screen(self, arguments: Mapping[str, Any]) -> None:
        """Go to a main screen."""
        here = self.app.records_screen
        if here.name != arguments["name"]:
            if not here._result_callbacks:  # the first screen was never pushed, and Textual takes away what a push leaves
                here._push_result_callback(here, None)
            self.app.switch_screen(arguments["name"])

    def do_palette(self, arguments: Mapping[str, Any]) -> None:
        """Any command by its name or what else it may be called; those that do not act here come last, with the reason."""
        from pmtui.commands.synonyms import SYNONYMS
        from pmtui.screens.dialogs.pick import PickDialog

        context = self.app.context()
        rows: list[tuple[str, str, str]] = []
        idle: list[tuple[str, str, str]] = []
        for command in self.app.commands:
            if command.scope != SHELL and command.id != "app.palette":
                reason, keys = why_not(command, context), "  ".join(self.app.keys_of(command.id))
                (idle if reason else rows).append((command.id, command.title, f"{keys}{f'  ({reason})' if reason else ''}"))

        def chosen(id: str | None) -> None:
            if id:
                self.app.dispatch(id)

        self.app.push_screen(PickDialog("Any command", [*rows, *idle], also=SYNONYMS), chosen)

    def do_reload(self, arguments: Mapping[str, Any]) -> None:
        """Read the files again, and paint all of the screen: another program may have written over it."""
        self.app.link.refresh()
        if hasattr(self.app.records_screen, "reload"):  # what is not read from the files: the history
            self.app.records_screen.reload()
        self.app.refresh(layout=True)
        self.app.say("reading the files again")

    def do_suspend(self, arguments: Mapping[str, Any]) -> None:
        """Back to the shell."""
        self.app.action_suspend_process()

    def do_quit(self, arguments: Mapping[str, Any]) -> None:
        """Leave."""
        self.leave()

    def leave(self) -> None:
        """Save what is under way, then exit; what cannot be saved keeps the program open and says so."""
        if self.app.link.finish():
            self.app.sessions.keep()
            self._close_rooms()
            self.app.exit(0)
        else:
            self.app.say("the last changes could not be saved yet; q or ctrl+c again leaves and says where they are kept", "error")

    def heed_signals(self) -> None:
        """Let a polite request to end (kill, a closed terminal, a shutdown) save and restore the terminal, as q does.

        After a suspension everything is painted anew: the terminal may hold anything then. Faults in threads are heeded, too.
        """
        if self.app.is_headless:
            return
        threading.excepthook = self.thread_failed
        self.app.app_resume_signal.subscribe(self.app, lambda _: self.app.refresh(layout=True))
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                with suppress(NotImplementedError):  # Windows
                    loop.add_signal_handler(getattr(signal, name), self.end, 128 + getattr(signal, name))

    def thread_failed(self, fault: threading.ExceptHookArgs) -> None:
        """Report a fault of the program in a thread as any other: what Python prints of it nobody would see, and the thread is gone."""
        if isinstance(fault.exc_value, Exception) and self.app.is_running:
            self.app.call_later(self.app._handle_exception, fault.exc_value)

    def end(self, status: int) -> None:
        """Save and exit without a further question; what cannot be saved is kept in a rescue file."""
        if not self.app.link.finish():
            self.app.link.finish()
        self.app.sessions.keep()
        self._close_rooms()
        self.app.exit(return_code=status)

    def _close_rooms(self) -> None:
        """Let the rooms keep what is not saved."""
        for room in self._rooms.values():
            if hasattr(room, "close"):
                room.close()

    def do_edit_outside(self, arguments: Mapping[str, Any]) -> None:
        """The record in the person's own editor; what was typed is never lost."""
        from pmtui.commands.outside import change_from_text, editable_text
        from pmtui.store.author import editor
        from pmtui.store.editing import edit_text, forget

        record = arguments["record"]
        text = editable_text(record)
        fault: StoreError | None = None
        with self.app.suspend():
            try:  # an error that left the block would leave the terminal suspended
                edited = edit_text(text, f"{record.id}.md", editor(self.app.workspace))
            except StoreError as error:
                fault = error
        if fault is not None:
            self.app.say(str(fault), "error")
            return
        try:
            change = change_from_text(self.app.context(), record, text, edited.text)
        except Refused as error:
            self.app.say(f"{error}; your text is kept in {edited.path}", "error")
            return
        self.app.commit(change)
        forget(edited)
