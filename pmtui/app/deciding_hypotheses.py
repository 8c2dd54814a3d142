"""The dialogs of hypotheses: the sentence while one types, what follows from the tests, what was learnt of several at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.app.resolving import pinned
from pmtui.app.showing_made import go_to_made
from pmtui.app.unsaved import UNSAVED, Unsaved
from pmtui.commands.core import Refused
from pmtui.commands.core import run as planned
from pmtui.commands.verdict_plans import items_resting
from pmtui.domain.change import Change
from pmtui.domain.decision_followup import Followup
from pmtui.domain.records import Record
from pmtui.domain.sentences import Sentence, first_name, hypothesis_sentence
from pmtui.domain.text import counted, one_line
from pmtui.domain.values import shown_value
from pmtui.screens.dialogs import evidence as dialog
from pmtui.screens.dialogs.ask import AskDialog
from pmtui.screens.dialogs.evidence import EntryRow, EvidenceDialog
from pmtui.screens.dialogs.sentence_steps import SentenceDialog, Step
from pmtui.screens.dialogs.verdict_hypothesis import KeyedDialog, TickDialog
from pmtui.widgets.cells import shortened
from pmtui.widgets.choice_line import Choice
from pmtui.widgets.detail_discovery import sentence_lines
from pmtui.widgets.detail_text import Reading
from pmtui.widgets.detail_verdict import followup_of, trial_lines, trials_of
from pmtui.widgets.glyphs import status_glyph, status_role
from pmtui.widgets.one_line import Span
from pmtui.widgets.picker import PickRow
from pmtui.widgets.styled_lines import Line, wrapped_spans

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

_QUESTIONS = (
    ("change", "We believe that …", "what we would do: offering a week of grace, showing the total first"),
    ("persona", "… for …", "type to find one; empty leaves it open"),
    ("outcome", "… will …", "what people would do or have then: pay on time, finish alone"),
    ("because", "… because …", "why we believe so: what we saw, read or were told"),
    ("metric", "We are right if …", "what is counted: invoices paid within 14 days, %"),
    ("baseline", "… moves from …", "the metric today: a number, or empty where nobody knows yet"),
    ("target", "… to …", "the metric if we are right: a number"),
    ("confidence", "How sure are we, in percent?", "said before the test: afterwards it shows how well we judge"),
)
DECISION_ROWS = (
    PickRow("persevere", "persevere", "go on with it: build, roll out", "p", "key"),
    PickRow("pivot", "pivot", "try something else for the same problem", "v", "key"),
    PickRow("stop", "stop", "give it up, and what rests on it", "s", "key"),
)
"""The decisions with their keys."""
_TITLES = {"persevere": "Persevere with", "pivot": "Pivot from", "stop": "Stop"}
_HOW_SURE = "How sure are we, in percent?"
_HOW_SURE_HELP = "Said before the test: afterwards it shows how well we judge. Enter alone begins the test without it."


class DecidingHypotheses:
    """Opens the dialogs of hypotheses and saves."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_state_hypothesis(self, arguments: Mapping[str, Any]) -> None:
        """Ask for the sentence of a hypothesis, part by part; of a new one, about a problem or none, where no id is given."""
        id, about = str(arguments.get("id") or ""), str(arguments.get("problem") or "")
        problem = self.app.snapshot.record("problem", about) if about else None
        record = self.app.snapshot.record("hypothesis", id) if id else _new(problem)
        if record is None or (about and problem is None):
            return
        whose = one_line((problem or record).title)[:56]
        title = f"for “{whose}”" if problem is not None else f"“{whose}”" if id else "a new hypothesis"

        def save(values: Mapping[str, str]) -> str:
            return self.saved(key[0], {"id": id, "problem": about, "values": dict(values)})

        key = ["hypothesis.of_problem", about] if about else ["hypothesis.state", id]
        unsaved: Unsaved = self.app.effects.room(UNSAVED)
        dialog = SentenceDialog(f"What do we believe? {title}", self._steps(record), self._sentence, save, unsaved.fields(key))

        def closed(is_saved: bool) -> None:
            if is_saved and about:
                go_to_made(self.app, "hypothesis", "X plans its test, ctrl+o goes back to the problem")

        unsaved.show(dialog, key, dialog.typed, closed)

    def _steps(self, record: Record) -> list[Step]:
        table = self.app.snapshot.table("persona")
        living, titles, segments = table.living(), table.column("title"), table.column("segment")
        personas = [
            PickRow(table.id(at), str(titles[at] or ""), str(segments[at] or "")) for at in table.in_order() if living[at]
        ]
        fields = record.schema.fields
        return [
            Step(name, question, help, _text(record, name), personas if fields[name].links else ())
            for name, question, help in _QUESTIONS if personas or not fields[name].links
        ]

    def _sentence(self, values: Mapping[str, str]) -> Sentence:
        persona = self.app.snapshot.record("persona", values["persona"]) if values.get("persona") else None
        return hypothesis_sentence(values, first_name(persona.title) if persona is not None else "")

    # What follows

    def do_decide_hypothesis(self, arguments: Mapping[str, Any]) -> None:
        """Show what the tests say; ask for the decision, then for what it needs."""
        record = self.app.snapshot.record("hypothesis", str(arguments["id"]))
        if record is None:
            return
        found = followup_of(trials_of(self.app.snapshot, record.id), self.app.shown_today)
        at = {"supported": 0, "inconclusive": 1, "refuted": 2}.get(found.status, 0)

        def answered(decision: str | None) -> None:
            if decision == "stop":
                self._ask_items(record, found)
            elif decision:
                self._ask_why(record, decision, found, ())

        title = f"What follows from “{shortened(record.title, 60)}”?"
        self.app.push_screen(KeyedDialog(title, lambda width: self._facts(record, width), DECISION_ROWS, at), answered)

    def _facts(self, record: Record, width: int) -> list[Line]:
        reading = Reading(self.app.snapshot, self.app.shown_today, width, self.app.id_length)
        return [*sentence_lines(record, reading), (), *trial_lines(record, reading, with_next=False)]

    def _ask_items(self, record: Record, found: Followup) -> None:
        """Ask which of the items that rest on a hypothesis go with it; not where there are none."""
        items = items_resting(self.app.context(), record)
        if not items:
            self._ask_why(record, "stop", found, ())
            return
        others = {one.id: len(one["hypotheses"] or ()) - 1 for one in items}
        rows = [
            PickRow(
                one.id, one.title, " · ".join([one.status, *([f"{others[one.id]} more reasons"] if others[one.id] > 0 else [])]),
                status_glyph(one.status), status_role(one.status),
            ) for one in items
        ]

        def facts(width: int) -> list[Line]:
            words = "They were begun because of it. What is ticked is dropped, with the reason that you give next; the others stay."
            return wrapped_spans([Span(words, "muted")], width)

        def answered(ids: tuple[str, ...] | None) -> None:
            if ids is not None:
                self._ask_why(record, "stop", found, ids)

        title = f"{counted(len(items), 'open item rests', 'open items rest')} on it: which go with it?"
        self.app.push_screen(TickDialog(title, rows, facts, "go on"), answered)

    def _ask_why(self, record: Record, decision: str, found: Followup, drop: Sequence[str]) -> None:
        """Ask for the reason, the verdict and, of a pivot, the next hypothesis; one change of all."""
        rows = [EntryRow("reason", "because", dialog.WORDS, "why: it is kept with the record"), self._verdict_row(record, found)]
        if decision == "pivot":
            rows.append(EntryRow("next", "next", dialog.LINE, "the title of the next hypothesis, made as a copy; empty: none"))
        key = ["hypothesis.decide", record.id, decision]

        def save(values: Mapping[str, str]) -> str:
            return self.saved("hypothesis.decide", {"id": record.id, "decision": decision, "drop": tuple(drop), **values})

        self.ask(f"{_TITLES[decision]} “{shortened(record.title, 50)}”", rows, save, key)

    def _verdict_row(self, record: Record, found: Followup) -> EntryRow:
        """The verdict: what the tests say comes first, else what holds now."""
        kind = record.schema
        choices = [Choice("", f"as it is: {record.status}")]
        choices += [Choice(one, one, found.words if kind.like(one) == found.status else "") for one in kind.statuses
                    if kind.like(one) in ("supported", "refuted", "inconclusive")]
        first = next((one for one in choices if one.value and kind.like(one.value) == found.status), choices[0])
        if record.is_closed:
            first = choices[0]
        return EntryRow("status", "verdict", dialog.CHOICE, "supported, refuted or inconclusive: the first letter chooses",
                        (first, *(one for one in choices if one is not first)))

    def ask(self, title: str, rows: Sequence[EntryRow], save: Callable[[Mapping[str, str]], str], key: list[str]) -> None:
        """Ask for some fields in one dialog; what is typed outlives a crash."""
        unsaved: Unsaved = self.app.effects.room(UNSAVED)
        shown = EvidenceDialog(title, rows, save, unsaved.fields(key))
        unsaved.show(shown, key, shown.typed)

    def do_how_sure(self, arguments: Mapping[str, Any]) -> None:
        """Ask how sure we are before a test begins; without an answer it begins all the same."""
        id, status = str(arguments["id"]), str(arguments["status"])
        keys = (("hypothesis", id),)

        def answered(text: str | None) -> None:
            if text is None:
                return
            stated = [f"confidence={text.strip().removesuffix('%').strip()}"] if text.strip() else []
            given = {"targets": keys, "fields": [f"status={status}", *stated], "is_unstated": True}
            fault = self._refusal("record.set", given) if stated else ""
            if fault:
                self.app.push_screen(AskDialog(_HOW_SURE, text, "", fault), answered)
            else:
                self.app.dispatch("record.set", given)

        self.app.push_screen(AskDialog(_HOW_SURE, "", _HOW_SURE_HELP), answered)

    def _refusal(self, id: str, given: Mapping[str, Any]) -> str:
        """What is wrong with what a command is given; nothing is changed."""
        command = self.app.commands[id]
        try:
            planned(command, pinned(command, self.app.context(), dict(given)), given)
        except Refused as error:
            return error.words
        return ""

    # What was learnt

    def do_learn(self, arguments: Mapping[str, Any]) -> None:
        """Ask what was learnt, then for and against which hypotheses."""
        from pmtui.screens.dialogs.verdict_hypothesis_learning import LearnDialog

        table = self.app.snapshot.table("hypothesis")
        living, titles, status = table.living(), table.column("title"), table.column("status")
        order = sorted((at for at in table.in_order() if living[at]), key=lambda at: status[at] in table.kind.closed)
        rows = [PickRow(table.id(at), str(titles[at] or ""), str(status[at])) for at in order]
        key = ["hypothesis.learn"]

        def save(values: Mapping[str, Any]) -> str:
            return self.saved("hypothesis.learn", values)

        unsaved: Unsaved = self.app.effects.room(UNSAVED)
        shown = LearnDialog(rows, save, [str(one) for one in arguments.get("ids") or ()], str(unsaved.text(key)))
        unsaved.show(shown, key, lambda: shown.words.text)

    def saved(self, id: str, given: Mapping[str, Any]) -> str:
        """Give a command; what is wrong with what it was given, or nothing where it was done."""
        command = self.app.commands[id]
        try:
            change = planned(command, self.app.context(), given)
        except Refused as error:
            return error.words
        if isinstance(change, Change) and change.edits:
            self.app.commit(change)
            self.app.say(change.title)
        return ""


def _new(problem: Record | None) -> Record:
    """A hypothesis that is to be: for whom is known where one persona has the problem."""
    personas = list(problem["personas"] or ()) if problem is not None else []
    return Record("hypothesis", "", {"persona": personas[0]} if len(personas) == 1 else {})


def _text(record: Record, name: str) -> str:
    value = record[name]
    if value is None:
        return ""
    return " ".join(map(str, value)) if isinstance(value, list) else value if isinstance(value, str) else \
        shown_value(record.schema.fields[name], value)
