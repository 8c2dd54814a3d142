"""Readings of a goal's KPIs, several in a row: a digit takes the KPI, enter saves and goes on to the next one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual.events import DescendantFocus, Key
from textual.widget import Widget
from textual.widgets import Input

from pmtui.screens.dialogs.evidence import CHOICE, LINE, EntryRow, EvidenceDialog
from pmtui.widgets.choice_line import Choice, ChoiceLine
from pmtui.widgets.line_edit import LineEdit

KPI, VALUE, DATE, NOTE = "kpi", "value", "date", "note"
_DATE_HELP = "today, yesterday, -3d, friday or 2026-11-22; kept for the next reading"


class Saved(NamedTuple):
    """What became of a reading: what is wrong with it, or what was written down, and where the KPIs stand now."""

    fault: str
    said: str = ""
    kpis: Sequence[Choice] = ()


Save = Callable[[Mapping[str, str]], Saved]


def _numbered(kpis: Sequence[Choice]) -> tuple[Choice, ...]:
    return tuple(one._replace(label=f"{at} {one.label}") for at, one in enumerate(kpis, 1))


class KpiLine(ChoiceLine):
    """One of the KPIs: a digit takes it and goes on to its value, enter goes on with the one that stands there."""

    def on_key(self, event: Key) -> None:
        """Take a KPI."""
        place = int(event.key) if event.key.isdecimal() else 0
        if event.key != "enter" and not 1 <= place <= len(self.choices):
            return
        event.stop()
        event.prevent_default()
        if place:
            self.choose(place - 1)
        self.screen.focus_next()


class ReadingDialog(EvidenceDialog):
    """Asks for readings until it is closed; answers whether any was saved."""

    DEFAULT_CSS = """
    ReadingDialog > Vertical { width: 76; }
    """
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("enter", "save, next KPI"), ("↑↓", "field"), ("1–9", "KPI"), ("esc", "close"))

    def __init__(self, title: str, kpis: Sequence[Choice], save: Save, unsaved: Mapping[str, object] = {}) -> None:
        """Ask.

        Args:
            title: What it is about.
            kpis: The KPIs, with where each stands as their meaning.
            save: Writes a reading down.
            unsaved: What was typed before and not saved, by field.
        """
        rows = (
            EntryRow(KPI, "KPI", CHOICE, "a digit takes it, ←→ go on", _numbered(kpis)),
            EntryRow(VALUE, "value", LINE, "what was read; enter saves"),
            EntryRow(DATE, "date", LINE, _DATE_HELP, value="today"), EntryRow(NOTE, "note", LINE, "what to know about it; enter saves"),
        )
        super().__init__(title, rows, lambda values: save(values).fault, unsaved)
        self._write = save
        self._count = 0
        self._last = ""

    @property
    def first(self) -> str:
        """The value where there is one KPI; else which one."""
        return KPI if len(self._rows[0].choices) > 1 else VALUE

    def editor(self, row: EntryRow) -> Widget:
        """The KPIs take digits."""
        return KpiLine(row.choices, id=f"field-{KPI}") if row.name == KPI else super().editor(row)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save, wherever one types."""
        event.stop()
        event.prevent_default()
        self._finish()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say what was written down last, once, before what belongs in the field."""
        if self._last:
            event.prevent_default()
            self._say(self._last)
            self._last = ""

    def _finish(self) -> None:
        saved = self._write(self.values)
        if saved.fault:
            self._show_fault(saved.fault)
            return
        self._count += 1
        self._last = f"✓ {saved.said}" + (f" · {self._count} added" if self._count > 1 else "")
        for name in (VALUE, NOTE):
            self.query_one(f"#field-{name}", LineEdit).value = ""
        line = self.query_one(f"#field-{KPI}", ChoiceLine)
        line.choices = _numbered(saved.kpis)
        line.choose(line.at + 1)
        self._begun = self.values
        value = self.query_one(f"#field-{VALUE}")
        if value.has_focus:
            self._say(self._last)
            self._last = ""
        else:
            value.focus()

    def _close(self) -> None:
        if self.values[VALUE].strip() or self.values[NOTE].strip():
            super()._close()
        else:  # which KPI and which day stood there is nothing that could be lost
            self.dismiss(self._count > 0)
