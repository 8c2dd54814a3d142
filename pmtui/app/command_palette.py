"""The palette: what has been used last and what acts here first; arguments are asked where the command was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.app.questions import CURRENT, Question, next_question, reason_question
from pmtui.app.resolving import pinned
from pmtui.commands.core import RECORDS, SHELL, Command, Context, Refused, screen_of, why_not
from pmtui.commands.core import run as planned
from pmtui.commands.synonyms import SYNONYMS
from pmtui.domain.text import one_line
from pmtui.screens.chosen import Chosen
from pmtui.screens.dialogs.palette import NEW, PaletteDialog, Step
from pmtui.screens.dialogs.pick import pick_row
from pmtui.widgets.cells import shortened
from pmtui.widgets.command_finder import CommandFinder
from pmtui.widgets.help_view import HelpRow
from pmtui.widgets.picker import PickRow

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

RECENT = "↺"
"""The sign of a command that was used by the palette not long ago."""
KEPT = 8
"""So many recent commands are remembered."""
_SHOWN = 5
_TRIED = 200
"""Up to so many records a plan is tried while the palette is open, to ask again for what was wrong."""


class CommandPalette:
    """Opens the palette, and remembers what was chosen in it."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self._begun: dict[str, tuple[Context, dict[str, Any]]] = {}

    def do_palette(self, arguments: Mapping[str, Any]) -> None:
        """Any command by its name, a key or what else it may be called; those that do not act here come last, with the reason."""

        def chosen(answers: tuple[str, ...] | None) -> None:
            if answers:
                self._remember(answers[0])
                self._give(answers)

        self._begun.clear()
        self.app.push_screen(PaletteDialog(self._commands(), self._following), chosen)

    def _give(self, answers: tuple[str, ...]) -> None:
        """Give the command with its answers; something new is made and linked in one change."""
        try:
            if answers[-1].startswith(NEW):
                given, question = self._given(answers[:-1])
                assert question is not None
                create = ((question.new_kind, answers[-1].removeprefix(NEW)),)
                self.app.dispatch("record.link", {"targets": given["targets"], "field": question.field, "create": create})
            else:
                self.app.dispatch(answers[0], self._given(answers)[0])
        except Refused as error:
            self.app.say(str(error), "warning")

    def _remember(self, id: str) -> None:
        recent = self.app.sessions.recent
        recent[:] = [id, *(one for one in recent if one != id)][:KEPT]

    def _commands(self) -> Step:
        """The commands: the recent ones, those of this screen, those for the records under the cursor, the rest; idle ones last."""
        context = self.app.context()
        commands = [one for one in self.app.commands if one.scope != SHELL and one.id != "app.palette"]
        reasons = {one.id: why_not(one, context) for one in commands}
        recent = [id for id in self.app.sessions.recent if reasons.get(id, "?") is None][:_SHOWN]
        commands.sort(key=lambda one: _place(one, recent, reasons[one.id]))
        rows, found = [], []
        for one in commands:
            keys, reason = "  ".join(self.app.keys_of(one.id)), reasons[one.id]
            detail = f"{keys}{f'  ({reason})' if reason else ''}".strip()
            rows.append(PickRow(one.id, one.title, detail, RECENT if one.id in recent else " ", "muted", bool(reason)))
            also = f"{SYNONYMS.get(one.id, '')} {one.help}"
            found.append(HelpRow(one.group, keys, one.title, one.help, one.id, also, is_here=not reason))
        return Step("Any command", rows, finder=CommandFinder(found), told={one.id: one.help for one in commands})

    def _given(self, answers: tuple[str, ...]) -> tuple[dict[str, Any], Question | None]:
        """The arguments that the answers make, and what is still to be asked of them.

        Raises:
            Refused: The command cannot run here, or its record is gone.
        """
        command = self.app.commands[answers[0]]
        context, begun = self._pinned(command)
        given = dict(begun)
        reason = why_not(command, context)
        if reason:
            return given, None  # the dispatcher says it
        question = self._question(command, context, given)
        for answer in answers[1:]:
            if question is None:  # the one question that comes after all others
                given["reason"] = answer
                break
            given[question.parameter] = answer
            if question.rows is not None:
                given["is_picked"] = True
            question = self._question(command, context, given)
        return given, question

    def _pinned(self, command: Command) -> tuple[Context, dict[str, Any]]:
        """The records for which a command is given, found once while the palette is open: there may be thousands."""
        if command.id not in self._begun:
            given: dict[str, Any] = {}
            context = self.app.context()
            if command.scope == RECORDS and isinstance(context.selection, Chosen):
                given["targets"] = context.selection.keys()
            else:
                context = pinned(command, context, given)
            self._begun[command.id] = context, given
        return self._begun[command.id]

    def _question(self, command: Command, context: Context, given: dict[str, Any]) -> Question | None:
        """What has to be asked and can be asked here: an answer of many lines, or one over a cell, has a better place."""
        question = next_question(command, context, given)
        if question is None or question.is_long or (command.id == "record.edit_field" and question.rows is None):
            return None
        return question

    def _following(self, answers: tuple[str, ...]) -> Step | None:
        """What is asked after these answers; None when the command can be given."""
        try:
            given, question = self._given(answers)
        except Refused:
            return None
        about = self._about(given)
        if question is None and len(answers) > 1:
            question, fault = self._wrong(answers, given)
            return _step(question, about, fault) if question is not None else None
        return None if question is None else _step(question, about, new=question.new_kind if question.field and "targets" in given else "")

    def _about(self, given: Mapping[str, Any]) -> str:
        """The title of the one record that a command is given for; several are counted in the question itself."""
        targets = given.get("targets", ())
        record = self.app.snapshot.record(*targets[0]) if len(targets) == 1 else None
        return f" · {shortened(one_line(record.title), 44)}" if record is not None else ""

    def _wrong(self, answers: tuple[str, ...], given: dict[str, Any]) -> tuple[Question | None, str]:
        """What must be asked again, and why: the plan is tried. A reason that is needed is one more question."""
        command = self.app.commands[answers[0]]
        context, _ = self._pinned(command)
        if len(context.targets()) > _TRIED or isinstance(given.get("fields"), str):
            return None, ""
        try:
            planned(command, context, {**given, **self.app.records_screen.arguments_for(command, context)})
        except Refused as error:
            if error.code == "missing_reason":
                return reason_question(str(error)), str(error) if "reason" in given else ""
            if error.code in ("bad_value", "unknown_field", "not_found", "ambiguous"):
                before = self._given(answers[:-1])[1]
                if before is not None and before.rows is None:
                    return before, error.words
        return None, ""


def _place(command: Command, recent: list[str], reason: str | None) -> tuple[bool, int, int]:
    """Where a command stands while nothing is typed."""
    if command.id in recent:
        return False, 0, recent.index(command.id)
    kind = 1 if screen_of(command) else 2 if command.scope == RECORDS else 4 if command.group == "Move" else 3
    return bool(reason), kind, 0


def _step(question: Question, about: str, fault: str = "", new: str = "") -> Step:
    """A question as a step of the palette."""
    title = f"{shortened(question.title, 40)}{about}"
    if question.rows is None:
        return Step(title, None, value=question.value, help=question.help or "Type it, then Enter.", fault=fault)
    current = next((value for value, _, detail in question.rows if detail == CURRENT), "")
    return Step(title, [pick_row(*one) for one in question.rows], current, new=new)
