"""What the arms of an experiment have counted, as a small table: typed, or read from a CSV file; the statistics follow below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.events import DescendantFocus, Key, Resize
from textual.widgets import Input, Static

from pmtui.screens.dialogs.confirm import close_or_ask
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title, shortened
from pmtui.widgets.experiment_live import LinesFor, LiveLines, Paths
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.line_edit import LineEdit

_FRAME = 4
"""Lines of the dialog besides the table: the border, what is said, the keys."""
_WIDE = 108
"""From so many columns on the statistics stand beside the table."""
_NAME = 34
"""Cells of the name of a row."""
COLUMNS = ("participants", "conversions")
"""The columns, by the names of their fields."""
CSV = "csv"
"""The name of the line that takes a path."""


class NumberRow(NamedTuple):
    """One row of the table.

    Attributes:
        key: What tells it from the others: the guardrail's id, empty for the metric, and the arm's.
        label: The name of the arm.
        heading: What stands above it, where it begins a part.
        participants: What the cell holds at first.
        conversions: The same.
    """

    key: tuple[str, str]
    label: str
    heading: str = ""
    participants: str = ""
    conversions: str = ""


Typed = Mapping[tuple[str, str], tuple[str, str]]
"""What is typed by the key of its row: participants and conversions."""


class NumbersSaid(NamedTuple):
    """What follows from what is typed.

    Attributes:
        lines: The statistics.
        faults: What cannot be, by the key of its row: the column and why.
    """

    lines: LinesFor
    faults: Mapping[tuple[str, str], tuple[str, str]]


class ExperimentNumbersDialog(Dialog[bool]):
    """Asks for participants and conversions; answers whether they were saved."""

    DEFAULT_CSS = """
    ExperimentNumbersDialog > Vertical { width: 86; height: auto; max-height: 100%; padding: 0 1; }
    ExperimentNumbersDialog.-wide > Vertical { width: 150; }
    ExperimentNumbersDialog #body { height: auto; layout: vertical; }
    ExperimentNumbersDialog.-wide #body { layout: horizontal; }
    ExperimentNumbersDialog VerticalScroll { height: auto; scrollbar-size-vertical: 1; }
    ExperimentNumbersDialog.-wide #body > VerticalScroll { width: 70; }
    ExperimentNumbersDialog.-wide #live { width: 1fr; border-left: solid $border; padding-left: 1; }
    ExperimentNumbersDialog Horizontal { height: 1; }
    ExperimentNumbersDialog .name { width: 36; color: $text; }
    ExperimentNumbersDialog .heading { height: 1; width: 36; color: $text-muted; text-style: bold; }
    ExperimentNumbersDialog .column { height: 1; width: 15; color: $text-muted; }
    ExperimentNumbersDialog .cell, ExperimentNumbersDialog .cell:focus { width: 14; padding: 0; margin-right: 1; background: $surface; }
    ExperimentNumbersDialog .cell:focus { background: $panel; }
    ExperimentNumbersDialog .cell.-bad { color: $error; text-style: bold underline; }
    ExperimentNumbersDialog #csv, ExperimentNumbersDialog #csv:focus { width: 1fr; padding: 0; background: $surface; }
    ExperimentNumbersDialog #csv:focus { background: $panel; }
    ExperimentNumbersDialog .label { width: 10; color: $text-muted; }
    ExperimentNumbersDialog #said { height: 1; color: $text-muted; }
    ExperimentNumbersDialog #said.-fault { color: $error; height: auto; max-height: 3; }
    """
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("ctrl+s", "save"), ("tab", "next"), ("↑↓", "rows"), ("enter", "next"), ("esc", "close"))

    def __init__(
        self, title: str, rows: Sequence[NumberRow], save: Callable[[Typed], str], follow: Callable[[Typed], NumbersSaid],
        read: Callable[[str], tuple[Typed, str]], complete: Callable[[str], str], unsaved: Mapping[str, object] = {},
    ) -> None:
        """Ask.

        Args:
            title: What it is about.
            rows: The arms, then those of each guardrail.
            save: Saves what is typed; gives what is wrong, or nothing.
            follow: What follows from what is typed.
            read: Reads a file of results: what it holds, and what to say of it, which begins with `!` where it cannot be read.
            complete: A begun path with its rest; empty where nothing begins so.
            unsaved: What was typed before and not saved, as `unsaved` gives it.
        """
        super().__init__()
        self._title, self._rows, self._save, self._follow, self._read = title, tuple(rows), save, follow, read
        self._complete, self._unsaved = complete, unsaved
        self._begun: Typed = {}
        self._followed: Typed | None = None
        self._cells = {
            (at, name): LineEdit(text, select=True, id=f"{name}-{at}", classes="cell") for at, row in enumerate(self._rows)
            for name, text in zip(COLUMNS, (row.participants, row.conversions), strict=True)
        }
        self._bad: dict[tuple[str, str], tuple[str, str]] = {}

    def compose(self) -> ComposeResult:
        """The table, the path of a file, what follows, the keys."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")  # before there are widgets whose styles it would change
        with Vertical() as box:
            box.border_title = as_title(self._title)
            with Container(id="body"):
                with VerticalScroll(can_focus=False):
                    for at, row in enumerate(self._rows):
                        if row.heading:
                            with Horizontal():
                                yield Static(shortened(row.heading, _NAME), classes="heading", markup=False)
                                for name in COLUMNS:
                                    yield Static(name, classes="column", markup=False)
                        with Horizontal():
                            yield Static(shortened(row.label, _NAME), classes="name", markup=False)
                            yield from (self._cells[at, name] for name in COLUMNS)
                    with Horizontal():
                        yield Static("from CSV", classes="label", markup=False)
                        yield LineEdit(placeholder="a path, then enter: arm, participants, conversions", id=CSV)
                yield LiveLines(id="live")
            yield Static("", id="said", markup=False)
            yield HintFoot(self.KEYS)

    def on_mount(self) -> None:
        """Type at once, in the first cell that is blank or still at nothing."""
        self._begun = self.typed()
        for at, row in enumerate(self._rows):
            before = self._unsaved.get("\t".join(row.key))
            for name, text in zip(COLUMNS, before.split("\t") if isinstance(before, str) else (), strict=False):
                self._cells[at, name].value = text
        self.query_one(f"#{CSV}", LineEdit).suggester = Paths(self._complete)
        cells = list(self._cells.values())
        (next((one for one in cells if one.value in ("", "0")), cells[0]) if cells else self.query_one(f"#{CSV}")).focus()
        self.follow()

    def on_resize(self, event: Resize) -> None:
        """The statistics beside the table where there is room, else below."""
        width, height = event.size
        self.set_class(width >= _WIDE, "-wide")
        scroll, live = self.query_one(VerticalScroll), self.query_one(LiveLines)
        rows = len(self._rows) + sum(bool(row.heading) for row in self._rows) + 1
        room = max(4, height - _FRAME - (1 if height > 30 else 0))
        if width >= _WIDE:
            scroll.styles.height = live.styles.height = min(room, max(rows, 18 if height < 44 else 30))
        else:
            below = min(room - 3, max(9, room - rows))
            live.styles.height, scroll.styles.height = min(below, 16), min(rows, room - min(below, 16))

    # What is typed

    def typed(self) -> Typed:
        """What the cells hold, by the key of the row."""
        found = {}
        for at, row in enumerate(self._rows):
            participants, conversions = (self._cells[at, name].value.strip() for name in COLUMNS)
            found[row.key] = participants, conversions
        return found

    def unsaved(self) -> Mapping[str, str]:
        """What would be lost, by row and column; nothing where nothing was typed."""
        typed = self.typed() if self._begun else {}
        return {} if typed == self._begun else {"\t".join(key): "\t".join(texts) for key, texts in typed.items()}

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what follows."""
        event.stop()
        if event.input.id != CSV:
            self.follow()

    def follow(self) -> None:
        """Show the statistics, and mark what cannot be."""
        typed = self.typed()
        if typed == self._followed:  # each cell says at the beginning what it holds
            return
        self._followed = typed
        said = self._follow(typed)
        self.query_one(LiveLines).show(said.lines)
        self._bad = dict(said.faults)
        for at, row in enumerate(self._rows):
            column = said.faults.get(row.key, ("", ""))[0]
            for name in COLUMNS:
                self._cells[at, name].set_class(column == name, "-bad")
        first = next(iter(said.faults.values()), None)
        self._say(first[1], is_fault=True) if first is not None else self._say(self._read_words or self._help())

    _read_words = ""
    """What was read from a file, as long as the focus stays there."""

    def _help(self) -> str:
        focused = self.focused.id if self.focused is not None else ""
        if focused == CSV:
            return "columns arm, participants, conversions; → completes the path, enter reads it"
        return "who converted" if (focused or "").startswith("conversions") else "how many people were in this arm"

    # Keys

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say what belongs in the cell, unless something is wrong."""
        self._read_words = ""
        if not self._bad:
            self._say(self._help())

    def on_key(self, event: Key) -> None:
        """Save, close, or go to the row above or below."""
        if event.key in ("ctrl+s", "ctrl+enter"):
            self._finish()
        elif event.key == "escape":
            self._close()
        elif event.key in ("up", "down"):
            self._move(1 if event.key == "down" else -1)
        else:
            return
        event.stop()
        event.prevent_default()

    def _move(self, step: int) -> None:
        """To the same column of another row; behind the last one stands the path."""
        name, _, at = str(self.focused.id if self.focused is not None else "").partition("-")
        index = int(at) + step if at.isdecimal() else len(self._rows) - 1 if step < 0 else len(self._rows)
        if 0 <= index < len(self._rows):
            self.query_one(f"#{name if at.isdecimal() else COLUMNS[0]}-{index}").focus()
        elif index >= len(self._rows):
            self.query_one(f"#{CSV}").focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """To the next cell; a path is read, and after the last cell all is saved."""
        event.stop()
        if event.input.id == CSV:
            self._take(event.value)
        elif event.input.id == f"{COLUMNS[-1]}-{len(self._rows) - 1}":
            self._finish()
        else:
            self.focus_next()

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Close."""
        event.stop()
        self._close()

    def _take(self, path: str) -> None:
        """Put what a file holds into the cells."""
        if not path.strip():
            self._finish()
            return
        found, said = self._read(path.strip())
        for at, row in enumerate(self._rows):
            for name, text in zip(COLUMNS, found.get(row.key, ()), strict=False):
                self._cells[at, name].value = text
        if found:
            self.query_one(f"#{CSV}", LineEdit).value = ""
        self._read_words = "" if said.startswith("!") else said
        self._say(said.removeprefix("!"), is_fault=said.startswith("!"))

    def _finish(self) -> None:
        fault = next(iter(self._bad.values()), ("", ""))[1] or self._save(self.typed())
        if not fault:
            self.dismiss(True)
            return
        self._say(fault, is_fault=True)
        for at, row in enumerate(self._rows):
            column = self._bad.get(row.key, ("", ""))[0]
            if column:
                self.query_one(f"#{column if column in COLUMNS else COLUMNS[-1]}-{at}").focus()
                return

    def _close(self) -> None:
        """Close at once where nothing was typed; else ask, for it would be lost."""
        close_or_ask(self, is_typed=self.typed() != self._begun)

    def _say(self, text: str, *, is_fault: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.update(text)
        said.set_class(is_fault, "-fault")
