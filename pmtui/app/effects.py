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
from pmtui.app.loop_calls import on_loop, tell_fault
from pmtui.app.meanwhile import changed_meanwhile, seen
from pmtui.app.questions import Question
from pmtui.commands.core import Effect
from pmtui.domain.text import one_line
from pmtui.widgets.compositing import terminal_changed

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.domain.change import Change


_WRITER = "textual-output"
"""How Textual calls the thread that writes to the terminal."""
_OF_THE_MOMENT = frozenset({"ids", "visible", "targets", "is_confirmed"})
"""Arguments that a repeated command does not take over: where it was given, and that it was confirmed."""


VIEWS = "pmtui.app.views:SavedViews"
"""The room of the saved views."""
OTHERS: dict[str, str] = {
    "add_list": "pmtui.app.pasting:Pasting", "criteria": "pmtui.app.checking:Checking", "replace": "pmtui.app.replacing:Replacing",
    "add_evidence": "pmtui.app.evidence:AddingEvidence",
    **dict.fromkeys(("add_reading", "add_kpi"), "pmtui.app.readings:AddingReadings"),
    "conflicts": "pmtui.app.deciding:Deciding", "conflict_origins": "pmtui.app.deciding:Deciding", "decide": "pmtui.app.deciding:Deciding",
    "as_it_was": "pmtui.app.past:PastRoom", "present": "pmtui.app.past:PastRoom",
    "compare": "pmtui.app.comparing:Comparing",
    **dict.fromkeys(("plan_experiment", "start_experiment"), "pmtui.app.experimenting:Experimenting"),
    **dict.fromkeys(("experiment_numbers", "experiment_session", "experiment_verdict"), "pmtui.app.experiment_results:ExperimentResults"),
    **dict.fromkeys(("state_hypothesis", "decide_hypothesis", "learn", "how_sure"), "pmtui.app.deciding_hypotheses:DecidingHypotheses"),
    "was_wrong": "pmtui.app.was_wrong:WasWrong",
    "decide_decision": "pmtui.app.decisions:Decisions", "add_option": "pmtui.app.decisions:Decisions",
    "export_roadmap": "pmtui.app.exporting:Exporting",
    "forecast": "pmtui.app.forecasts:Forecasts", "scope_line": "pmtui.app.scoping:Scoping",
    "form": "pmtui.app.forms:Forms", "form_kinds": "pmtui.app.forms:Forms",
    "help": "pmtui.app.helping:Helping", "whats_new": "pmtui.app.upgrades:Upgrades",
    "edit_outside": "pmtui.app.editing_outside:EditingOutside",
    "not_ready": "pmtui.app.getting_ready:GettingReady", "open_address": "pmtui.app.browsing:Browsing",
    "goto": "pmtui.app.jumping:Jumping",
    "history_of": "pmtui.app.history:ReadingHistory", "read_history": "pmtui.app.history:ReadingHistory",
    "more_history": "pmtui.app.history:ReadingHistory", "stop_history": "pmtui.app.history:ReadingHistory",
    "link_feedback": "pmtui.app.feedback_links:LinkingFeedback", "feedback_evidence": "pmtui.app.feedback_links:LinkingFeedback",
    "stale_quotes": "pmtui.app.quotes:Quotes", "quotes_of": "pmtui.app.quotes:Quotes", "contact_pulse": "pmtui.app.quotes:Quotes",
    "know_contact": "pmtui.app.quotes:Quotes",
    "edit_journey": "pmtui.app.journey:EditingJourneys",
    "ask_lifecycle": "pmtui.app.lifecycle:LifeCycle", "give": "pmtui.app.lifecycle:LifeCycle",
    "likely": "pmtui.app.triage:Triage",
    "triage_decline": "pmtui.app.triage:Triage", "triage_duplicate": "pmtui.app.triage:Triage", "triage_snooze": "pmtui.app.triage:Triage",
    "split": "pmtui.app.joining:Joining", "merge": "pmtui.app.joining:Joining",
    "jump": "pmtui.app.jumping:Jumping", "jump_back": "pmtui.app.jumping:Jumping", "jump_forward": "pmtui.app.jumping:Jumping",
    "palette": "pmtui.app.command_palette:CommandPalette",
    "link": "pmtui.app.linking:Linking",
    "review": "pmtui.app.reviewing:Reviewing",
    "run_own": "pmtui.app.user_commands:UserCommands",
    "quick_add": "pmtui.app.adding:Adding",
    "positioning": "pmtui.app.positioning:Positioning", "edit_lines": "pmtui.app.editing_lines:EditingLines",
    "plain_view": VIEWS, "save_view": VIEWS, "saved_view": VIEWS, "saved_views": VIEWS,
    "score": "pmtui.app.scoring:Scoring", "score_run": "pmtui.app.scoring:Scoring", "score_reveal": "pmtui.app.scoring:Scoring",
    "screen": "pmtui.app.jumping:Jumping",
    "sync": "pmtui.app.syncing:Syncing",
    **dict.fromkeys(("scenarios", "leave_scenario", "compare_scenarios"), "pmtui.app.what_if:WhatIfs"),
    **dict.fromkeys(("apply_scenario", "reject_scenario"), "pmtui.app.deciding_scenarios:DecidingScenarios"),
    "look_ahead": "pmtui.app.looking_ahead:LookingAhead",
    "look_at_milestone": "pmtui.app.slips:Slips",
    "look_at_today": "pmtui.app.today:LookingAtToday", "visit": "pmtui.app.today:LookingAtToday",
    "end_visit": "pmtui.app.today:LookingAtToday",
    "team_settings": "pmtui.app.team_settings:TeamSettings",
    "theme": "pmtui.app.choosing_theme:ThemeChoice",
    "trace": "pmtui.app.tracing:Tracing",
    "gather": "pmtui.app.gathering:Gathering",
    "prepare_tree": "pmtui.app.tree:Trees", "add_below": "pmtui.app.tree:Trees", "audit": "pmtui.app.tree:Trees",
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

    def title_of(self, id: str) -> str:
        """What a command does here, as a begun sequence of keys offers it; empty where it does nothing: a digit without a view."""
        if id.startswith("view.saved_"):
            found: str = self.room(VIEWS).titles().get(id, "")
            return found
        return self.app.commands[id].title

    def why_not_ready(self, change: Change) -> str:
        """Why a change is not made: the team calls nothing ready that is not; empty where it is made."""
        if not any(edit.kind == "item" and "status" in edit.after for edit in change.edits):
            return ""
        return str(self.room(OTHERS["not_ready"]).heed(change))

    def ask(self, id: str, given: Mapping[str, Any], question: Question, fault: str = "") -> None:
        """Ask for an argument, then run the command again with the answer."""
        if id == "record.edit_field":  # the answer is for the field that was asked about, wherever it is repeated
            given = {"field": self.app.records_screen.cursor_field(), **given}
        field = str(given["field"]) if id == "record.edit_field" and question.rows is None else ""
        before = seen(self.app.snapshot, given.get("targets", ()), field) if field else {}

        def answered(answer: str | None) -> None:
            if answer is not None:
                others = changed_meanwhile(self.app.snapshot, before, field) if before else ""
                if others and answer == question.value and not fault:
                    self.app.say(others.rpartition(":")[0], "warning")  # nothing was typed: theirs stays
                    return
                if others:
                    self.ask(id, given, question._replace(value=answer), fault=others)
                    return
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

        from pmtui.screens.dialogs.confirm import ConfirmDialog

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
        fault = "" if self.app.scenario is None else self.app.scenario.why_no_turn(getattr(self.app.ledger, f"{which}s"))
        if fault:
            self.app.say(fault, "warning")
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

    def do_reload(self, arguments: Mapping[str, Any]) -> None:
        """Read the files again, and paint all of the screen: another program may have written over it."""
        self.app.link.refresh()
        if hasattr(self.app.records_screen, "reload"):  # what is not read from the files: the history
            self.app.records_screen.reload()
        terminal_changed()
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
        """Report a fault of the program in a thread as any other: what Python prints of it nobody would see, and the thread is gone.

        A terminal that has gone away while it is written to is no fault: that ends the program as its signal does.
        """
        if isinstance(fault.exc_value, OSError) and fault.thread is not None and fault.thread.name == _WRITER:
            on_loop(self.app, self.end, 128 + 1)
        elif isinstance(fault.exc_value, Exception):
            tell_fault(self.app, fault.exc_value)

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
