"""A hand at the record form in a real terminal: it finds each field by what the screen shows, and sets it by keys alone."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from pmtui.domain.form_sections import form_sections
from pmtui.domain.link_fields import allowed
from pmtui.domain.schema import CHOICE, ENTRIES, FLAG, LINES, LINK, LINKS, OBJECT, Field, Kind
from pmtui.widgets.cells import fitted
from pmtui.widgets.glyphs import CURSOR
from tests.end_to_end.program import until
from tests.end_to_end.terminal import KEYS, Terminal
from tests.screens.form_stage import example, is_settable

_LABEL = 18
"""Cells of a label in a form of 110 columns."""
_MADE = ("at", "by", "rank")
"""What a new entry has already; its editor opens behind these."""
_MOST_STEPS = 90
_PATIENCE = 2.0
"""Seconds that the cursor may take to another row."""
_AT_ONCE = 8
"""So many fields that stand below each other are set in one burst."""
_SILENCE = 1.0
"""Seconds without a change on the screen after which none comes."""
_OF_THEIR_OWN = frozenset({OBJECT, ENTRIES, LINES, LINK, LINKS})
"""Types whose fields open something; all others are set and left by keys that are known beforehand."""


class FormHand:
    """Sets fields of the form that is open, from the top to the bottom.

    The terminal is to be so high that the whole form stands in it.
    """

    def __init__(self, terminal: Terminal, neighbours: Mapping[str, tuple[str, str]]) -> None:
        """Work in this terminal; `neighbours` has title and id of a record to link to, by kind."""
        self.terminal = terminal
        self.neighbours = neighbours
        self.kind: Kind | None = None
        self._column = next(line.index("│▸") + 1 for line in terminal.wait_for("│▸").split("\n") if "│▸" in line)

    def set_all(self, kind: Kind) -> dict[str, Any]:
        """Set every field that a form sets; the values that the file must then have, without ids and ranks of entries."""
        wanted: dict[str, Any] = {}
        self.kind = kind
        self.terminal.press("home")
        for section in form_sections(kind):
            fields = [kind.fields[name] for name in section.names if is_settable(kind.fields[name])]
            if f"▹ {section.title} " in "\n".join(self.terminal.lines()):
                self._step_to(f"▹ {section.title} ")
                self.terminal.press("right")
            wanted |= self._set_in_turn(fields, 0)
        return wanted

    def _set_in_turn(self, fields: Sequence[Field], depth: int) -> dict[str, Any]:
        """Set fields from the top to the bottom, those that the screen shows below each other at once."""
        wanted: dict[str, Any] = {}
        while len(wanted) < len(fields):
            rest = fields[len(wanted):]
            self._go(rest[0], depth)
            if rest[0].type in _OF_THEIR_OWN:
                wanted[rest[0].name] = self._set(rest[0], depth)
                continue
            shown = self._labels_from_cursor()
            keys: list[str] = []
            several = 0
            for one, label in zip(rest[:_AT_ONCE], shown, strict=False):
                if one.type in _OF_THEIR_OWN or label != self._words(one, depth):
                    break
                typed, wanted[one.name] = self._typed(one)
                keys += typed
                several += 1
            self._burst_to(shown[several] if several < len(shown) else "", *keys)
        return wanted

    def _kind_to_link(self, field: Field) -> str:
        kinds = allowed(field, self.kind) if self.kind is not None else field.links
        return "item" if "item" in kinds else kinds[0]

    def cursor(self) -> str:
        """The row under the cursor, from behind its mark on; empty where there is none."""
        return self._cursor()[1]

    def _cursor(self) -> tuple[int, str]:
        """Line and row of the cursor. Only its column is looked at: all of a screen this high takes a while."""
        buffer, mark = self.terminal.screen.buffer, self._column
        for y in range(self.terminal.screen.lines):
            if buffer[y][mark].data == CURSOR and buffer[y][mark - 1].data == "│":
                return y, "".join(buffer[y][x].data for x in range(mark + 1, self.terminal.screen.columns))
        return -1, ""

    def _labels_from_cursor(self) -> list[str]:
        """The labels of rows that the cursor comes to, from its own row down, as the screen shows them."""
        buffer, start = self.terminal.screen.buffer, self._column + 1
        below = range(max(0, self._cursor()[0]), self.terminal.screen.lines)
        rows = ["".join(buffer[y][x].data for x in range(start, start + 2 + _LABEL)) for y in below]
        return [row[2:] for row in rows if row[2:].strip() and not row.startswith("▾")]

    def _is_at(self, words: str) -> bool:
        row = self.cursor()
        return row.startswith(words) if words.startswith("▹") else row[2 : 2 + _LABEL] == words

    def _step_to(self, words: str) -> None:
        for _ in range(_MOST_STEPS):
            if self._is_at(words):
                return
            self._leave("tab")
        raise AssertionError(f"no tab leads to {words!r}; the screen is:\n" + "\n".join(self.terminal.lines()))

    def _go(self, field: Field, depth: int) -> None:
        self._step_to(self._words(field, depth))

    @staticmethod
    def _words(field: Field, depth: int) -> str:
        return fitted("  " * depth + field.name.replace("_", " "), _LABEL)

    @staticmethod
    def _typed(field: Field) -> tuple[tuple[str, ...], Any]:
        """The keys that set the field under the cursor and lead to the next row, and the value that it then has."""
        if field.type == FLAG:
            return ("delete", "space", "tab"), True
        if field.type == CHOICE:
            return ("delete", "enter", "home", "down", "enter"), field.choices[1]
        text, value = example(field)
        return ("delete", "enter", f"\x1b[200~{text}\x1b[201~", "enter"), value

    def _set(self, field: Field, depth: int) -> Any:
        if field.type == OBJECT:
            self.terminal.press("right")
            return self._set_in_turn([one for one in field.entry if is_settable(one)], depth + 1)
        if field.type == ENTRIES:
            return self._entry(field, depth)
        if field.type == LINES:
            keys, value = self._typed(field)
            self._send(*keys[:-1])
            self.terminal.settle()
            self.terminal.press("escape")
            return value
        title, id = self.neighbours[self._kind_to_link(field)]
        self._send("delete", "enter", *title, *(("tab", "enter") if field.type == LINKS else ("enter",)))
        until(lambda: title in self.cursor(), self.terminal)
        return [id] if field.type == LINKS else id

    def _entry(self, field: Field, depth: int) -> Any:
        inner = [one for one in field.entry if is_settable(one)]
        first = next((one for one in inner if one.name not in _MADE), inner[0])
        if any(one.name == "at" and one.type == "date" for one in inner):
            first = inner[0]
        self.terminal.press("a")
        if first.type not in (CHOICE, FLAG, LINK, LINKS):
            self.terminal.press("escape")
        self.terminal.press(*["up"] * inner.index(first))
        return [self._set_in_turn(inner, depth + 2)]

    def _leave(self, *keys: str) -> None:
        """Press keys that lead to another row, and wait until the cursor is there; at the end of the form it stays."""
        before = self._label()
        self._send(*keys)
        end = time.monotonic() + _PATIENCE
        while self._label() == before and time.monotonic() < end:
            self.terminal.settle(0.01)

    def _label(self) -> tuple[int, str]:
        at, row = self._cursor()
        return at, row[2 : 2 + _LABEL]

    def _burst_to(self, label: str, *keys: str) -> None:
        """Press keys as quickly as a hand that knows the way, and wait until the cursor is at a row with this label.

        Behind the last row there is none: the cursor stays, and the screen falls silent.
        """
        self._send(*keys)
        while self._label()[1] != label and self.terminal._read(_SILENCE):
            pass

    def _send(self, *keys: str) -> None:
        """Press keys without waiting: each goes to what the one before has opened."""
        self.terminal._child.send("".join(KEYS.get(key, key) for key in keys))
