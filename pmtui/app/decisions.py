"""The dialogs of decisions (DACI): which option is taken and why, and one more option."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.app.deciding_hypotheses import DecidingHypotheses
from pmtui.domain.decision_facts import options_of
from pmtui.domain.records import Record
from pmtui.domain.text import one_line
from pmtui.screens.dialogs import evidence as dialog
from pmtui.screens.dialogs.evidence import EntryRow
from pmtui.screens.dialogs.triage import NumberedDialog
from pmtui.widgets.cells import shortened
from pmtui.widgets.choice_line import Choice
from pmtui.widgets.picker import PickRow

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

_NEW = "new:"
"""Before the words of an option that is none of those that are there."""


class Decisions:
    """Opens the dialogs of decisions and saves."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    @property
    def _asking(self) -> DecidingHypotheses:
        """The room that asks for fields in one dialog."""
        room: DecidingHypotheses = self.app.effects.room("pmtui.app.deciding_hypotheses:DecidingHypotheses")
        return room

    def _record(self, id: str) -> Record | None:
        record = self.app.snapshot.record("decision", id)
        if record is None:
            self.app.say("the decision is gone: somebody has removed it meanwhile", "warning")
        return record

    def do_decide_decision(self, arguments: Mapping[str, Any]) -> None:
        """Ask which option is taken, by its digit or in other words; then why."""
        record = self._record(str(arguments["id"]))
        if record is None:
            return
        options = options_of(record.data)
        rows = [(str(number), one_line(str(one.get("title") or "")), _balance(one)) for number, one in enumerate(options, 1)]

        def own(text: str) -> PickRow:
            return PickRow(f"{_NEW}{text}", text, "another option", "+", "success")

        def answered(value: str | None) -> None:
            if value:
                self._ask_why(record, value, options)

        title = f"Decide: {shortened(record.title, 60)}"
        self.app.push_screen(NumberedDialog(title, rows, own, foot="take it", placeholder="or another option, in a few words"), answered)

    def _ask_why(self, record: Record, value: str, options: list[Mapping[str, Any]]) -> None:
        is_new = not value.isdecimal()
        title = value.removeprefix(_NEW) if is_new else one_line(str(options[int(value) - 1].get("title") or ""))
        is_somebody = any(one.value for one in self._people(record))
        rows = [
            EntryRow("because", "because", dialog.WORDS, "why this one, in a sentence that holds in half a year"),
            self._approver(record),
        ]

        def save(values: Mapping[str, str]) -> str:
            given = {"id": record.id, "option": title if is_new else value, "is_new": is_new, **values}
            if not is_somebody:
                given["new_approver"] = given.pop("approver")
            return self._asking.saved("decision.decide", given)

        self._asking.ask(f"Take “{shortened(title, 60)}”", rows, save, ["decision.decide", record.id])

    def _approver(self, record: Record) -> EntryRow:
        """Who decides: one of the people; where there is nobody yet, a name that becomes one."""
        people = self._people(record)
        if any(one.value for one in people):
            return EntryRow("approver", "approver", dialog.CHOICE, "who decides; the first letter of a name finds it", people)
        return EntryRow("approver", "approver", dialog.LINE, "who decides: a name, which becomes a person here")

    def _people(self, record: Record) -> list[Choice]:
        """The people, whoever is named as the approver first."""
        table = self.app.snapshot.table("person")
        living, titles, handles = table.living(), table.column("title"), table.column("handle")
        found = [
            Choice(table.id(at), str(titles[at] or ""), f"@{handles[at]}" if handles[at] else "") for at in table.in_order() if living[at]
        ]
        found.sort(key=lambda one: one.value != record["approver"])
        named = bool(found) and found[0].value == record["approver"]
        return found if named else [Choice("", "–", "nobody yet"), *found]

    def do_add_option(self, arguments: Mapping[str, Any]) -> None:
        """Ask for one more option."""
        record = self._record(str(arguments["id"]))
        if record is None:
            return
        rows = [
            EntryRow("title", "option", dialog.LINE, "what could be done, in a few words"),
            EntryRow("for", "for", dialog.WORDS, "what speaks for it"),
            EntryRow("against", "against", dialog.WORDS, "what speaks against it"),
        ]

        def save(values: Mapping[str, str]) -> str:
            words = [f"{name}={values[name].strip()}" for name in ("for", "against") if values[name].strip()]
            return self._asking.saved("decision.option", {"ids": [record.id], "title": values["title"], "fields": words})

        self._asking.ask(f"One more option for “{shortened(record.title, 50)}”", rows, save, ["decision.option", record.id])


def _balance(option: Mapping[str, Any]) -> str:
    """How much speaks for an option and against it, in lines."""
    counts = [len([one for one in option.get(name) or () if str(one).strip()]) for name in ("for", "against")]
    return f"{counts[0]} for · {counts[1]} against" if any(counts) else ""
