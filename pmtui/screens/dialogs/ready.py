"""What an item lacks to be ready, a row each, given where it stands; or it is moved all the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import DescendantFocus, Key, Resize
from textual.widgets import Input, Static

from pmtui.commands.ready import Answers
from pmtui.domain.ready import BALANCE, FILTER, Rule
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title
from pmtui.widgets.glyphs import DONE, OPEN
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from pmtui.commands.ready import Lacking

_FRAME = 5
"""Lines of the dialog besides its rows: the border, the title of the item, what is said, the keys."""
_LABELS = {
    "why": "why", "clear": "text", "estimated": "estimate", "criteria": "criteria", "balance": "balance", "dependencies": "depends on",
}
_HINTS = {
    "why": "a reason; or enter: choose the problem it solves", "clear": "what is meant, in a sentence", "estimated": "points, such as 3",
    "criteria": "what must hold for it to be done", "balance": "three digits 1–5: UX, business, feasibility",
    "dependencies": "enter unlinks what is not here",
}
_UNLINK = "what is not here is unlinked"


class Gap(NamedTuple):
    """One thing that is missing.

    Attributes:
        rule: The rule that asks for it.
        number: Of how many items.
    """

    rule: Rule
    number: int

    @property
    def can_be_given(self) -> bool:
        """Whether it can be typed here: what a filter of the team's own asks for cannot."""
        return self.rule.name != FILTER


def rows_of(found: Sequence[Lacking]) -> list[Gap]:
    """What is missing, each thing once, in the order of the rules."""
    counts: dict[str, Gap] = {}
    for one in found:
        for rule in one.rules:
            before = counts.get(rule.key)
            counts[rule.key] = Gap(rule, 1 if before is None else before.number + 1)
    return list(counts.values())


Save = Callable[[Answers], str]
"""Makes the change with what was given; gives what is wrong, or nothing."""
Problems = Callable[[], Sequence[tuple[str, str, str]]]


class ReadyDialog(Dialog[bool]):
    """Asks for what is missing; answers whether the items were moved."""

    DEFAULT_CSS = """
    ReadyDialog > Vertical { width: 78; height: auto; max-height: 100%; padding: 0 1; }
    ReadyDialog VerticalScroll { height: auto; scrollbar-size-vertical: 1; }
    ReadyDialog Horizontal { height: 1; }
    ReadyDialog #about { height: 1; color: $text-muted; text-overflow: ellipsis; text-wrap: nowrap; }
    ReadyDialog .mark { width: 2; color: $warning; }
    ReadyDialog .mark.-given { color: $success; }
    ReadyDialog .label { width: 13; color: $text-muted; }
    ReadyDialog .says { width: 1fr; text-overflow: ellipsis; text-wrap: nowrap; }
    ReadyDialog LineEdit, ReadyDialog LineEdit:focus { width: 1fr; padding: 0; background: $surface; }
    ReadyDialog LineEdit:focus { background: $panel; }
    ReadyDialog #said { height: auto; max-height: 3; color: $text-muted; }
    ReadyDialog #said.-fault { color: $error; }
    """

    def __init__(
        self, found: Sequence[Lacking], moved: int, gaps: Sequence[Gap], save: Save, check: Callable[[str, str], str], problems: Problems,
        *, refuses: bool = False,
    ) -> None:
        """Ask.

        Args:
            found: The items that are not ready.
            moved: How many items are moved with them.
            gaps: What is missing.
            save: Moves them with what was given.
            check: Says what is wrong with what was typed for a rule.
            problems: The problems to choose from.
            refuses: Whether the team moves only what is ready.
        """
        super().__init__()
        self._found, self._moved, self._gaps = found, moved, gaps
        self._save, self._check, self._problems, self._refuses = save, check, problems, refuses
        self._problem = ("", "")  # the id of the chosen one, or the title of a new one

    def compose(self) -> ComposeResult:
        """The item, one row a thing, what is said about it, and the keys."""
        several = self._moved > 1
        with Vertical() as box:
            box.border_title = f"{len(self._found)} of {self._moved} are not ready yet" if several else "Not ready yet"
            about = "what you give goes to those that lack it" if several else as_title(self._found[0].record.title)
            yield Static(about, id="about", markup=False)
            with VerticalScroll(can_focus=False):
                for gap in self._gaps:
                    with Horizontal():
                        yield Static(OPEN, id=f"mark-{gap.rule.name}" if gap.can_be_given else None, classes="mark", markup=False)
                        if gap.can_be_given:
                            count = f" {gap.number}" if several else ""
                            yield Static(f"{_LABELS[gap.rule.name]}{count}", classes="label", markup=False)
                            yield LineEdit(placeholder=_HINTS[gap.rule.name], id=f"give-{gap.rule.name}")
                        else:
                            yield Static(f"{gap.rule.says}{f' ({gap.number})' if several else ''}", classes="says", markup=False)
            yield Static("", id="said", markup=False)
            yield HintFoot(self._keys())

    def _keys(self) -> list[tuple[str, str]]:
        left = len(self._gaps) - len(self._given)
        move = "move" if not left else "move, if nothing is missing" if self._refuses else "move all the same"
        return [("ctrl+s", move), ("esc", "leave as it was"), ("enter", "next"), ("↑↓", "rows")]

    def on_mount(self) -> None:
        """Type for the first thing at once."""
        self._editors[0].focus() if self._editors else self._say_left()

    def on_resize(self, event: Resize) -> None:
        """Keep the last lines in sight."""
        self.query_one(VerticalScroll).styles.max_height = max(1, event.size.height - _FRAME)

    @property
    def _editors(self) -> list[LineEdit]:
        return list(self.query(LineEdit))

    @property
    def _texts(self) -> dict[str, str]:
        return {(one.id or "").removeprefix("give-"): one.value for one in self._editors if one.value.strip()}

    @property
    def _given(self) -> set[str]:
        """The rules for which something was given."""
        return set(self._texts) | ({"why"} if any(self._problem) else set())

    # Keys

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say what is missing."""
        name = (event.widget.id or "").removeprefix("give-")
        rule = next((gap.rule for gap in self._gaps if gap.rule.name == name), None)
        if rule is not None:
            self._say(rule.says)

    def on_key(self, event: Key) -> None:
        """Move them, or go to another row."""
        if event.key in ("ctrl+s", "ctrl+enter"):
            self._finish()
        elif event.key == "escape":
            self.dismiss(False)
        elif event.key == "up":
            self.focus_previous()
        elif event.key == "down":
            self.focus_next()
        else:
            return
        event.stop()
        event.prevent_default()

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Leave everything as it was."""
        event.stop()
        self.dismiss(False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is given by now; after three digits the balance is complete."""
        event.stop()
        if event.input.id == "give-why" and event.value:
            self._problem = ("", "") if event.value != self._shown_problem else self._problem
        self._show_given()
        if event.input.id == "give-balance" and len(event.value) == len(BALANCE) and event.value.isdecimal() and event.input.has_focus:
            self._go_on("balance", event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed and go on; on an empty why, choose a problem."""
        event.stop()
        name = (event.input.id or "").removeprefix("give-")
        if name == "why" and not event.value.strip():
            self._choose()
        elif name == "dependencies" and not event.value.strip():
            event.input.value = _UNLINK
            self._go_on(name, _UNLINK)
        else:
            self._go_on(name, event.value)

    def _go_on(self, name: str, text: str) -> None:
        """To the next thing that is missing; after the last one, move them."""
        fault = self._fault(name)
        if fault:
            self._say(fault, is_fault=True)
            return
        names = [(one.id or "").removeprefix("give-") for one in self._editors]
        at = names.index(name)
        later = [one for one in [*names[at + 1 :], *names[:at]] if one not in self._given]
        if later:
            self.query_one(f"#give-{later[0]}", LineEdit).focus()
        elif text.strip():
            self._finish()

    def _fault(self, name: str) -> str:
        """What is wrong with what was given for a rule; empty where it can be taken."""
        is_chosen = name == "why" and any(self._problem)
        return "" if is_chosen else self._check(name, self.query_one(f"#give-{name}", LineEdit).value)

    def _choose(self) -> None:
        """Choose the problem that is the why."""
        from pmtui.screens.dialogs.pick import PickDialog

        def chosen(id: str | None, title: str = "") -> None:
            if id or title:
                title = title or next((label for value, label, _ in rows if value == id), "")
                self._problem = (id or "", "" if id else title)
                self._shown_problem = f"problem: {title}"
                self.query_one("#give-why", LineEdit).value = self._shown_problem
                self._go_on("why", self._shown_problem)

        rows = self._problems()
        self.app.push_screen(PickDialog("Which problem does it solve?", rows, make=lambda text: chosen(None, text), new="problem"), chosen)

    _shown_problem = ""

    def _finish(self) -> None:
        texts = self._texts
        if any(self._problem):
            texts.pop("why", None)
        fault = self._save(Answers(texts, *self._problem))
        if fault:
            self._say(fault, is_fault=True)
        else:
            self.dismiss(True)

    # What is shown

    def _show_given(self) -> None:
        given = self._given
        for gap in self._gaps:
            if gap.can_be_given:
                mark = self.query_one(f"#mark-{gap.rule.name}", Static)
                is_good = gap.rule.name in given and not self._fault(gap.rule.name)
                mark.update(DONE if is_good else OPEN)
                mark.set_class(is_good, "-given")
        self.query_one(HintFoot).show(self._keys())

    def _say_left(self) -> None:
        self._say("only the record itself can give what is missing here")

    def _say(self, text: str, *, is_fault: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.update(text)
        said.set_class(is_fault, "-fault")
