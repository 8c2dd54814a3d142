"""The app: one snapshot, one dispatcher, one queue to the disk. What a key means is decided by commands."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.screen import Screen

from pmtui.app.code_commits import CodeCommits
from pmtui.app.effects import Effects
from pmtui.app.ledger import Ledger, Step, applied, touched
from pmtui.app.live_keys import LiveKeys
from pmtui.app.own_keys import with_own
from pmtui.app.questions import next_question
from pmtui.app.refusals import confirm_delete, show_refusal
from pmtui.app.resolving import pinned, resolved
from pmtui.app.sessions import Sessions
from pmtui.app.standing import Standing
from pmtui.app.store_link import StoreLink
from pmtui.app.themes import Themes, is_without_colour
from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import Context, Effect, Refused, Registry, why_not
from pmtui.commands.core import run as planned
from pmtui.commands.keymap import Keys, shown_keys
from pmtui.domain.change import Change
from pmtui.domain.query import Environment
from pmtui.domain.records import Record
from pmtui.screens.records_screen import RecordsScreen
from pmtui.screens.registry import SCREENS
from pmtui.store.clock import now
from pmtui.store.config import Config
from pmtui.store.ids import new_id
from pmtui.store.reports import keep_report
from pmtui.store.workspace import Workspace
from pmtui.widgets.cells import shortened
from pmtui.widgets.chords import Chords
from pmtui.widgets.key_order import KeyOrder
from pmtui.widgets.one_line import Span
from pmtui.widgets.toasts import mend_toasts, outdated
from pmtui.widgets.top_line import Tab

_ID_SHOWN = 4  # characters of an id, at least


class PmtuiApp(Standing, CodeCommits, LiveKeys, KeyOrder, Chords, App[int]):
    """The program on the screen."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "nothing", show=False, priority=True), Binding("ctrl+c", "leave", show=False, priority=True),
    ]
    TITLE = "pmtui"

    def __init__(self, workspace: Workspace, config: Config, author: str, screen: str = "") -> None:
        """Open a workspace on one of the screens, or where it was left; before the first paint, only columns are read from the disk."""
        super().__init__(ansi_color=is_without_colour() or None)
        mend_toasts()
        self.commands: Registry = with_own(REGISTRY, config)
        self.workspace = workspace
        self.config = config
        self.author = author
        self.fault_report = ""
        self.is_demo = False
        self.news: tuple[str, ...] = ()  # what was done before the screens opened
        self.banners: dict[str, str] = {}
        self.save_state: tuple[Span, ...] = ()
        self.sync_forms: tuple[tuple[Span, ...], ...] = ()
        self.ledger = Ledger()
        self.effects = Effects(self)
        self.link = StoreLink(self, workspace)
        self.present = self.link.first_snapshot()
        self.awaited = self.link.source.awaited
        self.themes = Themes(self)
        self.sessions = Sessions(self)
        self.start_screen = screen
        self.last: tuple[str, dict[str, Any]] | None = None
        self.themes.start(config.theme)

    # What the store tells

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """The main screens, in the order of their digits."""
        return tuple(screen.tab for screen in SCREENS.values())

    def on_mount(self) -> None:
        """Show the first screen; read and watch the files behind it."""
        self.effects.heed_signals()
        self.sessions.begin()
        self.call_after_refresh(self.set_timer, 0.05, self.link.start)
        self.call_after_refresh(self.set_timer, 0.3, self._say_faults)

    def _say_faults(self) -> None:
        """Say what is wrong with the person's own files, once the screen stands."""
        for fault in (*self.told_faults(), *self.themes.faults):
            self.say(str(fault), "warning")
        for words in self.news:
            self.say(words)
        self.effects.room("pmtui.app.upgrades:Upgrades").begin()

    def get_default_screen(self) -> Screen[Any]:
        """The first screen is the one that was asked for or left; no blank one comes before it."""
        for name in SCREENS:  # each is made when it is first shown
            self._installed_screens[name] = partial(self.sessions.made, name)
        return self.get_screen(self.sessions.first_screen(self.start_screen))

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver, or ours in its place where there is a Unix terminal."""
        found = super().get_driver_class()
        if found.__module__ != "textual.drivers.linux_driver":
            return found
        from pmtui.app.terminal_driver import TerminalDriver

        return TerminalDriver

    # Keys

    async def run_keys(self, command: str, keys: Keys) -> None:
        """Run the command of a complete sequence."""
        if not self.link.is_finished:
            self.dispatch(command)

    def show_continuations(self, keys: Keys, rows: list[tuple[str, str]]) -> None:
        """Show what may follow a begun sequence."""
        self.records_screen.panel.show(shown_keys(keys), self.titled(rows))

    def hide_continuations(self) -> None:
        """Take the hint away."""
        self.records_screen.panel.hide()

    # Commands

    @property
    def records_screen(self) -> RecordsScreen:
        """The main screen under any dialog."""
        return next(one for one in reversed(self.screen_stack) if isinstance(one, RecordsScreen))

    def context(self) -> Context:
        """What a plan may look at: the data and where the person is."""
        screen = self.records_screen
        return Context(
            self.snapshot, now=self.shown_now, today=self.shown_today, author=self.author, new_id=new_id, resolve=self.resolve,
            kind=screen.kind, selection=screen.selected(), cursor=screen.cursor_record(), column=screen.cursor_field(),
            screen=screen.name or screen.kind, layout=screen.layout_name, past=self.as_it_was, what_if=self.what_if,
        )

    def environment(self) -> Environment:
        """What a query needs to know besides the records."""
        return Environment(self.shown_today, self.shown_now, self.author, self.snapshot, last_changes=self.last_changes)

    def resolve(self, words: str, kinds: Iterable[str]) -> Record:
        """The record that a person means; see `resolved`."""
        return resolved(self.snapshot, words, kinds, self.author)

    def dispatch(self, id: str, arguments: Mapping[str, Any] | None = None) -> None:
        """Run a command: ask for what is missing, plan it, and carry out what was planned."""
        command = self.commands[id]
        given = dict(arguments or {})
        try:
            context = pinned(command, self.context(), given)
            reason = why_not(command, context)
            if reason:
                raise Refused(reason, code="blocked", status=1)
            question = next_question(command, context, given)
            if question is not None:
                self.effects.ask(id, given, question)
                return
            if id == "record.delete" and not given.get("is_confirmed"):
                confirm_delete(self, given, context.targets())
                return
            if id.startswith("rank.") and not self.records_screen.is_by_rank:
                self.effects.offer_rank_order()
                return
            given.update(self.records_screen.arguments_for(command, context))
            result = planned(command, context, _words(given))
        except Refused as error:
            show_refusal(self, id, given, error)
            return
        if isinstance(result, Effect):
            self.effects.carry_out(result)
        else:
            self.last = (id, given)
            self.commit(result)

    # Changes

    def commit(self, change: Change) -> None:
        """Make a change: the snapshot at once, the disk by the writer."""
        if self.link.is_finished:  # q has been pressed: what is typed behind it is nobody's change
            return
        change = change._replace(edits=tuple(touched(change)))
        if not change.edits:
            self.say("nothing to change")
            return
        reason = self.why_read_only() or self.effects.why_not_ready(change)
        if reason:
            self.say(reason, "error")
            return
        new = next((edit.id for edit in change.edits[:1] if edit.before is None and edit.kind == self.records_screen.kind), None)
        made = self.recorded(change)
        if made is None:
            return
        self.take(self.ledger.did(made), focus=new)
        unseen = ("conflict.take", "history.take", "triage.", "decision.about")
        if len(change.edits) > 1 or change.title.startswith("Clear ") or change.command.startswith(unseen):
            self.say(f"{shortened(change.title, 44)} · u undoes it")

    def take(self, step: Step, focus: str | None = None) -> None:
        """Apply a step to the snapshot and hand it to the writer."""
        self.present = applied(step, self.present)
        self.link.save(step)
        self.follow_scenario()
        self.records_screen.show_snapshot(focus=focus)

    # Small services

    def id_length(self, id: str) -> int:
        """How many characters tell an id from all others, as shown.

        At least so many as while records are still being read, so that no id grows or shrinks on the screen meanwhile.
        """
        return max(_ID_SHOWN, self.snapshot.prefix_length(id)) if self.link.is_loaded else _ID_SHOWN

    def say(self, message: str, severity: str = "information") -> None:
        """Show a toast; of a program that has taken its screens away nobody reads one."""
        if not self.screen_stack:
            return
        if self.records_screen.is_mounted:
            if severity == "information" and len(message) < 80:
                self.records_screen.hints.toast(message)
                if not getattr(self.screen, "is_answered", True):
                    self.call_later(self._say_over, self.screen, message)
                return
            self.records_screen.hints.clear_toast()
        self._toast(message, severity)

    def _say_over(self, dialog: Any, message: str) -> None:
        """Say it over a dialog that stays open, too: it covers the foot of the screen, or dims it."""
        if not dialog.is_answered and self.screen is dialog:
            self.records_screen.hints.clear_toast()
            self._toast(message, "information")

    def _toast(self, message: str, severity: str) -> None:
        for one in outdated(tuple(self._notifications), message, severity):
            self._unnotify(one, refresh=False)
        self.notify(message, severity=severity, markup=False, timeout=8 if severity == "error" else 4)  # type: ignore[arg-type]

    def show_banner(self, text: str, about: str = "saving") -> None:
        """Show what must not be missed until its cause is gone; an empty text takes it away."""
        if text:
            self.banners[about] = text
        else:
            self.banners.pop(about, None)
        self.records_screen.show_state()

    def show_saving(self, pending: int) -> None:
        """Show how many changes are on their way to the disk."""
        self.save_state = (Span(f"saving {pending} ", "warning"),) if pending else (Span("saved ", "success"),)
        self.records_screen.show_state()

    def _handle_exception(self, error: Exception) -> None:
        """A fault of the program itself: no traceback for the person, but all of it in a file; what was done is saved."""
        import traceback

        if self._exit and not self.is_headless:  # what was still being made when the program ended is no fault
            return
        self.link.writer.flush(2.0)
        self.sessions.forget()
        shown = " > ".join(type(one).__name__ for one in self.screen_stack[-20:])
        text = f"{''.join(traceback.format_exception(error))}\nScreens: {shown}\n"
        self.fault_report = keep_report(text, "" if self.is_demo else self.workspace.local, now())
        if self.is_headless:
            super()._handle_exception(error)
        else:
            self.exit(1, return_code=1)

    def action_nothing(self) -> None:
        """Take a key that terminals may send by accident, and do nothing."""

    def action_leave(self) -> None:
        """Quit safely, whatever has the focus."""
        self.effects.leave()


def _words(given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments as plans take them: typed FIELD=VALUE words as a list."""
    result = dict(given)
    fields = result.get("fields")
    if isinstance(fields, str):
        try:
            result["fields"] = shlex.split(fields)
        except ValueError as error:
            raise Refused(f"{fields!r}: {error}", "close the quotation mark", "bad_value") from None
    return result
