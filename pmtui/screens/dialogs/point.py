"""Asking for a point in time: a tag, a date in words, a commit; and waiting while it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from pmtui.domain.dates import parse_instant, relative
from pmtui.domain.periods import day_words
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title
from pmtui.widgets.picker import Picker, PickRow

_AGES = (
    ("-1d", "a day ago"), ("-1w", "a week ago"), ("-2w", "two weeks ago"), ("-1m", "a month ago"), ("-1q", "a quarter ago"),
    ("-1y", "a year ago"),
)
_COMMIT = re.compile(r"[0-9a-f]{4,40}", re.IGNORECASE)
_HELP = "2026-10-01, -30d, last friday, a tag, a branch or a commit"
_LAST = ("HEAD", "the last commit", "without what is not committed yet")

Read = Callable[[str, Callable[[Any, str], None]], Callable[[], None]]
"""Reads a point in the background: takes what was typed and whom to tell; returns what cancels it."""


class PointRow(NamedTuple):
    """A tag or branch that can be asked for.

    Attributes:
        name: Its name.
        kind: `tag` or `branch`.
        at: The instant of its commit.
    """

    name: str
    kind: str
    at: str


Names = Callable[[Callable[[Sequence[PointRow]], None]], None]
"""Gives the tags and branches to whom it is told, as soon as they are known."""


class PointPicker(Picker):
    """A picker that says what a typed date means; what is surely meant comes first."""

    DEFAULT_CSS = """
    PointPicker { border: none; height: 14; width: 1fr; }
    """

    def __init__(self, rows: Sequence[PickRow], now: str) -> None:
        """Pick from rows, or anything that can be typed; `now` is the present instant."""
        super().__init__(rows, new=True)
        self._now = now
        self.edit.placeholder = _HELP

    def take(self, rows: Sequence[PickRow]) -> None:
        """Offer other rows; what has been typed stays."""
        self._rows, self._haystack = rows, None
        self._find(self.edit.value)

    def _find(self, text: str) -> None:
        meant = meaning(text, self._now)
        self.new_detail = meant or "a tag, branch or commit"
        super()._find(text)
        rows = list(self.list.rows)
        is_sure = bool(meant) or _COMMIT.fullmatch(text.strip()) is not None
        if is_sure and rows and rows[-1].glyph == "+" and len(rows) > 1:
            self.list.show([rows[-1], *rows[:-1]], text)
            self._tell()


def meaning(text: str, now: str) -> str:
    """The day that a text means, in words; empty where it means none."""
    try:
        instant = parse_instant(text, now)
    except ValueError:
        return ""
    day = day_words(instant)
    if instant > now:
        return f"{day} lies in the future"
    return f"{day} · {relative(instant, now[:10])}"


class _Reading(Static, can_focus=True):
    """What is shown while a point is read."""

    DEFAULT_CSS = """
    _Reading { height: auto; padding: 1 2; }
    """


class PointDialog(Dialog[Any]):
    """Asks for a point and reads it; answers what was read, or None. What could not be read is said, and asked again."""

    DEFAULT_CSS = """
    PointDialog > Vertical { width: 76; height: auto; max-height: 90%; padding: 0; }
    PointDialog .help { height: auto; padding: 0 2; }
    PointDialog .fault { color: $error; height: auto; padding: 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stop", show=False)]

    def __init__(self, title: str, now: str, names: Names, read: Read, *, start: str = "", first: Sequence[PickRow] = ()) -> None:
        """Ask.

        Args:
            title: What is asked.
            now: The present instant.
            names: Gives the tags and branches.
            read: Reads what was chosen.
            start: A point that is read at once, without asking.
            first: What else can be chosen, before all points.
        """
        super().__init__()
        self._title, self._now, self._names, self._read, self._start, self._first = title, now, names, read, start, first
        self._cancel: Callable[[], None] | None = None
        self._picker = PointPicker(self._rows(()), now)
        self._said = Static("", classes="help", markup=False)
        self._reading = _Reading("", markup=False)

    def compose(self) -> ComposeResult:
        """A box with the picker, and what is said about it."""
        with Vertical() as box:
            box.border_title = as_title(self._title)
            yield self._picker
            yield self._reading
            yield self._said

    def on_mount(self) -> None:
        """Ask, or read at once."""
        self._said.display = self._reading.display = False
        if self._start:
            self._begin(self._start)
        else:
            self._names(self._take_names)

    def _rows(self, found: Sequence[PointRow]) -> list[PickRow]:
        tags, branches = ([one for one in found if one.kind == kind] for kind in ("tag", "branch"))
        rows = [*self._first, PickRow(*_LAST), *(PickRow(one.name, one.name, f"tag · {self._day(one.at)}") for one in tags)]
        rows += [PickRow(words, label, meaning(words, self._now)) for words, label in _AGES]
        return rows + [PickRow(one.name, one.name, f"branch · {self._day(one.at)}") for one in branches]

    def _day(self, instant: str) -> str:
        return day_words(instant, instant)

    def _take_names(self, found: Sequence[PointRow]) -> None:
        if self.is_attached and not self.is_answered:
            self._picker.take(self._rows(found))

    def on_picker_picked(self, event: Picker.Picked) -> None:
        """Read what was picked."""
        event.stop()
        words = event.text.strip() if event.is_new else event.values[0] if event.values else ""
        if words and self._cancel is None:
            self._begin(words)

    def on_picker_cancelled(self, event: Picker.Cancelled) -> None:
        """Close without an answer."""
        event.stop()
        self.dismiss(None)

    def _begin(self, words: str) -> None:
        self._said.display = self._picker.display = False
        self._reading.update(f"reading {words} …    esc cancels")
        self._reading.display = True
        self._reading.focus()
        self._cancel = self._read(words, self._take)

    def _take(self, found: Any, fault: str) -> None:
        self._cancel = None
        if fault:
            self._ask_again(fault)
        else:
            self.dismiss(found)

    def _ask_again(self, fault: str) -> None:
        if not self._picker.list.rows or self._start:
            self._names(self._take_names)
            self._start = ""
        self._said.update(fault)
        self._said.set_class(bool(fault), "fault")
        self._said.display = bool(fault)
        self._reading.display = False
        self._picker.display = True
        self._picker.edit.focus()

    def action_stop(self) -> None:
        """Cancel the reading, and ask again; close where nothing had been asked."""
        if self._cancel is None:
            self.dismiss(None)
            return
        self._cancel()
        self._cancel = None
        if self._start:
            self.dismiss(None)
        else:
            self._ask_again("")
