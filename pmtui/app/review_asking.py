"""What is asked and recorded while a review is held: how it goes, decisions, actions, who is there, and moves of dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pmtui.app.unsaved import UNSAVED, Unsaved
from pmtui.commands.core import Effect, Refused
from pmtui.commands.review_plans import action, decided, updated
from pmtui.domain.change import Change
from pmtui.domain.named_periods import target_words
from pmtui.domain.text import one_line, spoken
from pmtui.screens.dialogs.review_keeper import ReviewState
from pmtui.widgets.cells import shortened
from pmtui.widgets.choice_line import Choice
from pmtui.widgets.glyphs import HEALTHS
from pmtui.widgets.picker import PickRow

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.screens.dialogs.evidence import EntryRow
    from pmtui.screens.dialogs.review import ReviewDialog

_HEALTH_KEYS = {"on_track": "1", "at_risk": "2", "off_track": "3"}


class ReviewAsking:
    """The part of the room that opens dialogs and makes changes.

    Attributes:
        dialog: The screen of the review while it is open.
    """

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self.dialog: ReviewDialog | None = None
        self._state: ReviewState | None = None
        self._place = ""

    @property
    def state(self) -> ReviewState:
        """How the review stands."""
        assert self._state is not None  # there is one as soon as its screen is open
        return self._state

    def show(self) -> None:
        """Show what has changed, where the review is open."""
        raise NotImplementedError

    def since_typed(self, words: str) -> None:
        """Look back to a date, a tag or a commit that somebody typed."""
        raise NotImplementedError

    # Changes

    def made(self, plan: Callable[[], Change]) -> list[tuple[str, str]]:
        """Make a change; the records that it made, by kind and id. What is refused is said."""
        fault, made = self._tried(plan)
        if fault:
            self.app.say(fault, "warning")
        return made

    def _tried(self, plan: Callable[[], Change]) -> tuple[str, list[tuple[str, str]]]:
        """What is wrong with a change, and the records that it made."""
        try:
            change = plan()
        except Refused as error:
            return error.words, []
        if self.app.why_read_only():
            return self.app.why_read_only(), []
        self.app.commit(change)
        self.app.say(change.title)
        made = [(edit.kind, edit.id) for edit in change.edits if edit.before is None]
        self.state.made += [key for key in made if key[0] in ("decision", "item")]
        return "", made

    def turn(self, word: str) -> None:
        """Undo or redo the last change."""
        self.app.dispatch(f"history.{word}")

    def why_not(self) -> str:
        """Why nothing can be changed; empty where it can."""
        return self.app.why_read_only()

    def ask_target(self, id: str) -> None:
        """Ask for another target of a milestone; a reason is asked for where it slips."""
        from pmtui.screens.dialogs.ask import AskDialog

        record = self.app.snapshot.record("milestone", id)
        if record is None:
            return

        def answered(text: Any) -> None:
            if isinstance(text, str):
                self.app.dispatch("record.due", {"targets": (("milestone", id),), "value": text})
            self.show()

        title = f"Target of “{shortened(one_line(record.title), 44)}”"
        before = target_words(record["target"], record["resolution"])
        self.app.push_screen(AskDialog(title, before, "2027-03-31, Q2 2027, +2w; empty clears it"), answered)

    def edit(self, kind: str, id: str) -> None:
        """Open the form of a record."""
        self.app.effects.carry_out(Effect("form", {"kind": kind, "id": id, "field": ""}))

    def go(self, kind: str, id: str) -> None:
        """Go to a record on its own screen."""
        self.app.call_later(self.app.effects.carry_out, Effect("goto", {"kind": kind, "id": id}))

    # Asking

    def _ask(self, title: str, rows: list[EntryRow], plan: Callable[[Mapping[str, str]], Change], key: list[str]) -> None:
        """Ask for some fields in one dialog; what is typed outlives a crash."""
        from pmtui.screens.dialogs.evidence import EvidenceDialog

        def save(values: Mapping[str, str]) -> str:
            return self._tried(lambda: plan(values))[0]

        unsaved: Unsaved = self.app.effects.room(UNSAVED)
        shown = EvidenceDialog(title, rows, save, unsaved.fields(key))
        unsaved.show(shown, key, shown.typed, lambda _: self.show())

    def ask_update(self, id: str) -> None:
        """Ask how a milestone goes."""
        from pmtui.screens.dialogs.evidence import CHOICE, WORDS, EntryRow

        record = self.app.snapshot.record("milestone", id)
        if record is None:
            return
        now = str(record["health"] or "")
        found = [Choice(one, spoken(one)) for one in HEALTHS]
        found.sort(key=lambda one: one.value != now)
        choices = found if now else [Choice("", "–", "not said"), *found]
        rows = [
            EntryRow("text", "update", WORDS, "how it goes, in a sentence or two"),
            EntryRow("health", "health", CHOICE, "arrows choose", choices),
        ]

        def plan(values: Mapping[str, str]) -> Change:
            current = self.app.snapshot.record("milestone", id)
            return updated(self.app.context(), current or record, values["text"], values["health"])

        self._ask(f"How does “{shortened(one_line(record.title), 48)}” go?", rows, plan, ["review.update", id])

    def ask_health(self, id: str) -> None:
        """Ask how healthy a milestone is."""
        from pmtui.screens.dialogs.verdict_hypothesis import KeyedDialog

        record = self.app.snapshot.record("milestone", id)
        if record is None:
            return
        rows = [PickRow(name, spoken(name), "", _HEALTH_KEYS[name], "key") for name in HEALTHS]

        def answered(health: str | None) -> None:
            if health:
                self.made(lambda: updated(self.app.context(), record, "", health))
            self.show()

        at = list(HEALTHS).index(str(record["health"])) if record["health"] in HEALTHS else 0
        self.app.push_screen(KeyedDialog(f"Health of “{shortened(one_line(record.title), 48)}”", lambda _: [], rows, at), answered)

    def ask_decision(self, id: str) -> None:
        """Ask for a decision, about a milestone or none."""
        from pmtui.screens.dialogs.evidence import CHOICE, LINE, WORDS, EntryRow

        record = self.app.snapshot.record("milestone", id) if id else None
        rows = [
            EntryRow("title", "decided", LINE, "what was decided, in one line; or the question that stays open"),
            EntryRow("because", "because", WORDS, "why; without a reason it stays an open question"),
            EntryRow("approver", "by", CHOICE, "who decided; the first letter of a name finds it", self._people()),
        ]
        about = [id] if record is not None else []

        def plan(values: Mapping[str, str]) -> Change:
            return decided(self.app.context(), values, about, self.state.attendees)

        whose = f" on “{shortened(one_line(record.title), 48)}”" if record is not None else ""
        self._ask(f"A decision{whose}", rows, plan, ["review.decide", id])

    def _people(self) -> list[Choice]:
        """Nobody, then who is there, then the others."""
        table = self.app.snapshot.table("person")
        living, titles, handles = table.living(), table.column("title"), table.column("handle")
        found = [
            Choice(table.id(at), str(titles[at] or ""), f"@{handles[at]}" if handles[at] else "") for at in table.in_order() if living[at]
        ]
        found.sort(key=lambda one: one.value not in self.state.attendees)
        return [Choice("", "–", "not said"), *found]

    def ask_action(self, id: str) -> None:
        """Ask for something to do in a line; it goes into the inbox, for the milestone of the page."""
        from pmtui.screens.dialogs.review_action import ActionDialog

        record = self.app.snapshot.record("milestone", id) if id else None

        def add(line: str, added: Callable[[str], None], refused: Callable[[str], None]) -> None:
            fault, _ = self._tried(lambda: action(self.app.context(), line, id))
            refused(fault) if fault else added(f"added “{shortened(line, 50)}”")

        def closed(left: str | None) -> None:
            unsaved.leave(shown)
            unsaved.put(about, left or "")
            self.show()

        unsaved: Unsaved = self.app.effects.room(UNSAVED)
        about = ["review.action", id]
        whose = f" for “{shortened(one_line(record.title), 48)}”" if record is not None else ""
        shown = ActionDialog(self.app, f"An action{whose}", str(unsaved.text(about)), add)
        unsaved.watch(shown, about, lambda: shown.edit.value)
        self.app.push_screen(shown, closed)

    def ask_attendees(self) -> None:
        """Ask who is there."""
        from pmtui.screens.dialogs.review_action import AttendeesDialog

        rows = [PickRow(one.value, one.label, one.meaning) for one in self._people() if one.value]
        if not rows:
            self.app.say("there are no people yet: pmtui add person NAME, or on the Strategy screen", "warning")
            return

        def answered(ids: tuple[str, ...] | None) -> None:
            if ids is not None:
                self.state.attendees = list(ids)
            self.show()

        self.app.push_screen(AttendeesDialog(rows, self.state.attendees), answered)

    def ask_since(self) -> None:
        """Ask from when on the review looks back."""
        from pmtui.screens.dialogs.ask import AskDialog

        def answered(text: Any) -> None:
            if isinstance(text, str) and text.strip():
                self.since_typed(text.strip())

        help = "2026-10-01, -30d, last friday, a tag or a commit"
        self.app.push_screen(AskDialog("Look back since when?", self.state.since.at[:10], help), answered)
