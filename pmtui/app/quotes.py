"""Quotes over the screen: the old ones of all problems, those of one; edited, renewed, moved and removed. The pulse of talks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.app.evidence import entry_rows
from pmtui.app.jumping import SEARCH
from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.app.unsaved import UNSAVED, Unsaved
from pmtui.commands.core import Effect, Refused
from pmtui.commands.core import run as planned
from pmtui.domain.change import Change
from pmtui.domain.contact import contact_pulse, pulse_words
from pmtui.domain.evidence_age import AgedQuote, quotes_by_age
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.text import one_line
from pmtui.widgets.cells import shortened
from pmtui.widgets.record_index import Hit

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.app.record_search import RecordSearch
    from pmtui.screens.dialogs.link import Linked
    from pmtui.screens.dialogs.quotes import QuotesDialog

_COMMAND = "record.quote"
_AT_ONCE = 50
"""So many records are read in a millisecond or two."""
_FIELD, _MAIN = "evidence", "quote"


class Quotes:
    """Opens the dialogs and saves."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_stale_quotes(self, arguments: Mapping[str, Any]) -> None:
        """Show the old quotes of all open problems; they are looked for in a thread."""

        def load(is_all: bool, found: Callable[[Sequence[AgedQuote]], None]) -> None:
            snapshot, environment = self.app.snapshot, self.app.environment()

            def look() -> None:
                on_loop(self.app, found, quotes_by_age(snapshot, environment, with_young=is_all))

            in_thread(self.app, "quotes", look)

        self._open("Old quotes, the oldest first", load, with_problem=True, is_all=False)

    def do_quotes_of(self, arguments: Mapping[str, Any]) -> None:
        """Show all quotes of one problem."""
        id = str(arguments["id"])
        record = self.app.snapshot.record("problem", id)
        if record is None or not record["evidence"]:
            self.app.say('no quote yet: " adds what a customer said', "warning")
            return

        def load(is_all: bool, found: Callable[[Sequence[AgedQuote]], None]) -> None:
            found(_quotes_of(self.app, id, is_all))

        self._open(f"Quotes · {one_line(record.title)}", load, with_problem=False, is_all=True)

    def do_contact_pulse(self, arguments: Mapping[str, Any]) -> None:
        """Say how steadily customers are talked with, counted in a thread."""
        snapshot, today = self.app.snapshot, self.app.environment().today

        def count() -> None:
            from pmtui.widgets.charts import sparkline

            pulse = contact_pulse(snapshot, today)
            drawn = "".join(one.text for one in sparkline(pulse.weeks, len(pulse.weeks))) if pulse.total else ""
            on_loop(self.app, self.app.say, f"{drawn} {pulse_words(pulse)}".strip())

        in_thread(self.app, "contact", count)

    def do_know_contact(self, arguments: Mapping[str, Any]) -> None:
        """Tell the screen that is shown how steadily customers are talked with; counted in a thread where there is much to read."""
        snapshot, today = self.app.snapshot, self.app.environment().today
        known: Callable[..., Any] = getattr(self.app.records_screen, "know_contact", lambda pulse: None)

        def count() -> None:
            on_loop(self.app, known, contact_pulse(snapshot, today))

        if sum(len(snapshot.table(kind)) for kind in ("problem", "experiment")) <= _AT_ONCE:
            known(contact_pulse(snapshot, today))
        else:
            in_thread(self.app, "contact", count)

    def _open(self, title: str, load: Any, *, with_problem: bool, is_all: bool) -> None:
        from pmtui.screens.dialogs.quotes import QuotesDialog

        def answered(key: tuple[str, str] | None) -> None:
            if key is not None:
                self.app.effects.carry_out(Effect("goto", {"kind": key[0], "id": key[1]}))

        def act(step: str, one: AgedQuote) -> None:
            self._act(step, one, dialog)

        def undo() -> None:
            self.app.dispatch("history.undo")

        dialog = QuotesDialog(title, self.app.environment().today, load, act, undo, with_problem=with_problem, is_all=is_all)
        self.app.push_screen(dialog, answered)

    def _act(self, step: str, one: AgedQuote, dialog: QuotesDialog) -> None:
        if self.app.why_read_only() or self.app.as_it_was:
            self.app.say(self.app.why_read_only() or "only to look at: Escape returns to now", "error")
        elif step == "remove":
            fault = self._run(one, {"remove": True})
            if fault:
                self.app.say(fault, "error")
        elif step == "move":
            self._move(one, dialog)
        else:
            self._edit(one, dialog, is_renewed=step == "renew")

    def _run(self, one: AgedQuote, given: Mapping[str, Any]) -> str:
        """Change a quote; gives what is wrong, or nothing."""
        context = self.app.context()
        context.kind, context.cursor, context.selection = "problem", one.problem, ()  # whatever screen is behind
        try:
            change = planned(self.app.commands[_COMMAND], context, {"ids": [one.problem.id], "entry": one.id, **given})
        except Refused as error:
            return error.words
        if isinstance(change, Change):
            self.app.commit(change)
            self.app.say(f"{shortened(change.title, 60)} · u undoes it")
        return ""

    def _move(self, one: AgedQuote, dialog: QuotesDialog) -> None:
        """Ask for the problem to which a quote is moved."""
        from pmtui.screens.dialogs.link import LinkDialog

        search: RecordSearch = self.app.effects.room(SEARCH)
        asked = LinkDialog(
            self.app, search.ask, "Move the quote to which problem?", kinds=("problem",), linked=(), every=(),
            own=(Hit("problem", one.problem.id),), new=(), many=False,
        )

        def answered(answer: Linked | None) -> None:
            search.forget()
            if answer is not None and answer.add:
                fault = self._run(one, {"move": answer.add[-1].id})
                if fault:
                    self.app.say(fault, "error")
                dialog.look()

        self.app.push_screen(asked, answered)

    def _edit(self, one: AgedQuote, dialog: QuotesDialog, *, is_renewed: bool) -> None:
        """Edit a quote; one that is renewed was heard again today, unless another day is said."""
        from pmtui.screens.dialogs.quotes import QuoteDialog

        rows = entry_rows("problem", SCHEMA["problem"].fields[_FIELD], _MAIN)
        now = _values(one)
        unsaved: Unsaved = self.app.effects.room(UNSAVED)
        key = [_COMMAND, one.problem.id, one.id]

        def save(values: Mapping[str, str]) -> str:
            changed = [f"{name}={value.strip()}" for name, value in values.items() if value.strip() != now.get(name, "").strip()]
            if not values[_MAIN].strip():
                return f"the {_MAIN} is empty"
            fault = self._run(one, {"fields": changed}) if changed else ""
            return f"date{fault[2:]}" if fault.startswith("at:") else fault

        title = "Heard again" if is_renewed else "Edit the quote"
        at_first = {**now, "date": "today"} if is_renewed else now
        shown = QuoteDialog(f"{title} · {one_line(one.problem.title)[:50]}", rows, save, at_first, unsaved.fields(key))
        unsaved.show(shown, key, shown.typed, lambda is_saved: dialog.look())


def _values(one: AgedQuote) -> dict[str, str]:
    """What stands in a quote, by the fields of the dialog."""
    found = {name: "\n".join(map(str, value)) if isinstance(value, list) else str(value) for name, value in one.entry.items()
             if name not in ("id", "at", "by") and value is not None}
    return {**found, "date": one.day}


def _quotes_of(app: PmtuiApp, id: str, is_all: bool) -> list[AgedQuote]:
    """The quotes of one problem, the newest first."""
    from pmtui.domain.evidence_age import quotes_of

    record = app.snapshot.record("problem", id)
    found = quotes_of(record, app.environment().today, app.snapshot.settings) if record is not None else []
    return [one for one in reversed(found) if is_all or one.is_stale]
