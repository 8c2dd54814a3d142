"""The life of a product in the screens: the dialog with its figures, and what becomes of a choice there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import show_after
from pmtui.app.unsaved import UNSAVED, Unsaved
from pmtui.commands.core import Refused
from pmtui.commands.core import run as planned
from pmtui.commands.lifecycle_plans import NEXT_LOOK
from pmtui.domain.backlinks import index_all, is_indexed
from pmtui.domain.change import Change
from pmtui.domain.dates import parse_date
from pmtui.domain.lifecycle import suggestion
from pmtui.domain.lifecycle_facts import VERDICTS, arguments, checklist, dependants
from pmtui.domain.lifecycle_stages import DECLINE, RETIRED
from pmtui.screens.dialogs.lifecycle import Choice, LifeCycleDialog, Step
from pmtui.widgets.cells import shortened
from pmtui.widgets.lifecycle_lines import checklist_lines, dependant_lines, life_lines, verdict_lines
from pmtui.widgets.styled_lines import LABEL, Line, labelled, rule

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.domain.records import Record

_KEYS = {"keep": "K", "delete": "D", "restart": "R"}
_WHY = {"keep": "Why keep it?", "delete": "Why delete it?", "restart": "Why restart it?"}
_LACKING = "say why in a sentence: it is kept with the product"
_LOW = 30
"""On screens with fewer lines the chart is low."""


class LifeCycle:
    """Opens the dialog and saves."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_give(self, given: Mapping[str, Any]) -> None:
        """Give another command, as if its key had been pressed."""
        self.app.dispatch(str(given["command"]))

    def do_ask_lifecycle(self, given: Mapping[str, Any]) -> None:
        """Show a product's figures; where there are many records, what points to it is looked for first, in a thread."""
        id = str(given["id"])
        if is_indexed(self.app.snapshot):
            self._show(id)
        else:
            self.app.say("looking what depends on it …")
            show_after(self.app, "lifecycle", partial(index_all, self.app.snapshot), partial(self._show, id))

    def _show(self, id: str) -> None:
        product = self.app.snapshot.record("product", id)
        if product is None:
            return
        unsaved: Unsaved = self.app.effects.room(UNSAVED)
        key = ["product.ask", id]
        dialog = LifeCycleDialog(
            f"Life cycle · {product.title}", lambda width, height: self._lines(product, width, height), self._choices(product),
            lambda name, values: self._save(product, name, values), unsaved.fields(key),
        )
        unsaved.show(dialog, key, dialog.typed)

    # What is shown

    def _lines(self, product: Record, width: int, height: int) -> Sequence[Line]:
        """The life, what speaks for each verdict, what depends on the product."""
        snapshot, today, room = self.app.snapshot, self.app.shown_today, max(8, width - LABEL)
        lines = life_lines(snapshot, product, today, width, 6 if height < _LOW else 9)
        needed = labelled("depends", dependant_lines(snapshot, dependants(snapshot, product), room))
        end = labelled("its end", checklist_lines(checklist(snapshot, product), room))
        if product.stage not in (DECLINE, RETIRED):
            return [*lines, (), *needed, *end]
        speaking = verdict_lines(arguments(snapshot, product, today), width)  # there the verdict is the question
        return [rule("what speaks for it", width), *speaking, *needed, *end, (), rule("life", width), *lines]

    # What can be chosen

    def _choices(self, product: Record) -> list[Choice]:
        today = self.app.shown_today
        found = suggestion(self.app.snapshot, product, today)
        look = str(product["review_on"] or "")
        look = look if look > today else parse_date(NEXT_LOOK, today)
        review = Step("review", "When to look at it again?", look, "a day: 2027-03-31, +90d; it then stands in Today")
        choices: list[Choice] = []
        for number, stage in enumerate(product.schema.statuses[:9], 1):
            if stage == product.status:
                continue
            is_suggested = product.schema.like(stage) == found.stage
            said = found.reason if is_suggested else ""
            reason = Step("reason", f"Why {stage}?", said, self._stage_help(product, stage, is_suggested), _LACKING)
            is_end = product.schema.like(stage) == RETIRED
            is_aside = product.stage == DECLINE and not is_end
            choices.append(Choice(str(number), stage, stage, (reason,) if is_end else (reason, review), is_aside))
        verdicts: list[Choice] = []
        for what in VERDICTS if product.stage == DECLINE else ():
            reason = Step("reason", _WHY[what], "", _VERDICT_HELP[what], _LACKING)
            successor = Step("successor", "What follows it?", "", "the title or id of a product; empty for none")
            steps = {"keep": (reason, review), "delete": (reason, successor), "restart": (reason, review, successor)}[what]
            verdicts.append(Choice(_KEYS[what], what, what, steps))
        return [*verdicts, *sorted(choices, key=lambda one: one.is_aside)]

    def _stage_help(self, product: Record, stage: str, is_suggested: bool) -> str:
        if product.schema.like(stage) == RETIRED:
            end = checklist(self.app.snapshot, product)
            if end is None:
                return "there is no checklist of its end: the verdict delete makes one"
            if end.open:
                return f"{end.open} of {end.total} points of its checklist are still open"
            return "all points of its checklist hold"
        if is_suggested:
            return "what the figures say stands there: enter takes it, or say it in your own words"
        return "kept with the product, and in its history"

    def _save(self, product: Record, name: str, values: Mapping[str, str]) -> str:
        is_verdict = name in VERDICTS and name not in product.schema.statuses
        id = "product.verdict" if is_verdict else "product.stage"
        given = {"ids": [product.id], "verdict" if is_verdict else "stage": name, **values}
        try:
            made = planned(self.app.commands[id], self.app.context(), given)
        except Refused as error:
            return error.words
        if isinstance(made, Change):
            self.app.commit(made)
            self.app.say(shortened(made.title, 70))
        return ""


_VERDICT_HELP = {
    "keep": "what speaks for it stands above",
    "delete": "an item with the checklist of its end is made, with what depends on it",
    "restart": "it goes back to introduction",
}
