"""Choosing in a form without typing: one of the choices of a field, or a day of a calendar, unfolded beneath the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.domain.month_grid import day_after, month_after
from pmtui.domain.schema import INSTANT
from pmtui.widgets.form_lines import Opened, form_choices
from pmtui.widgets.form_paths import Path
from pmtui.widgets.form_rows import Row

if TYPE_CHECKING:
    from pmtui.screens.dialogs.form.screen import FormScreen

_DAYS = {"left": -1, "right": 1, "up": -7, "down": 7, "h": -1, "l": 1, "k": -7, "j": 7}
_MONTHS = {"pgup": -1, "pgdn": 1, "-": -1, "+": 1, "<": -12, ">": 12}


class Choosing:
    """The list of choices and the calendar of a form; at most one of them is open."""

    def __init__(self, form: FormScreen) -> None:
        """Work for this form."""
        self.form = form

    @property
    def is_open(self) -> bool:
        """Whether keys move in a list of choices or a calendar."""
        return self.form.opened is not None and self.form.opened.how in ("choices", "calendar")

    def open_choices(self, row: Row, letter: str = "") -> None:
        """Unfold the choices of a field, with the cursor on the one that it has, or on the first that begins with a letter."""
        if row.field is None:
            return
        choices = form_choices(row.field)
        value = self.form.model.value(row.path)
        at = choices.index(value) if value in choices else len(choices) - 1 if value is None else 0
        self.form.opened = Opened("choices", row.path, cursor=_found(choices, letter, at - 1, at) if letter else at)
        self.form.rebuild()

    def open_calendar(self, path: Path) -> None:
        """Unfold the month of a field's day; that of today where it has none."""
        value = self.form.model.value(path)
        day = value[:10] if isinstance(value, str) and value else self.form.host.environment().today
        self.form.opened = Opened("calendar", path, day=day)
        self.form.rebuild()

    def close(self) -> None:
        """Fold what is unfolded; the value stays."""
        self.form.opened = None
        self.form.rebuild()

    def key(self, key: str) -> None:
        """Do what a key means here; every other key does nothing."""
        opened = self.form.opened
        if opened is None:
            return
        if key == "esc":
            self.close()
        elif opened.how == "choices":
            self._choice_key(opened, key)
        else:
            self._calendar_key(opened, key)

    def _choice_key(self, opened: Opened, key: str) -> None:
        field = self.form.model.field(opened.path)
        choices = form_choices(field) if field is not None else []
        at = opened.cursor
        if key in ("enter", "space", "tab"):
            self._take(opened.path, choices[at] or None)
            self.form.acting.step(1)
            return
        starts = any(one.startswith(key.lower()) for one in choices if one) if len(key) == 1 else False
        if key in ("up", "down") or (key in ("j", "k") and not starts):
            at = (at + (1 if key in ("down", "j") else -1)) % len(choices)
        elif key in ("home", "end"):
            at = 0 if key == "home" else len(choices) - 1
        elif starts:
            at = _found(choices, key, at, at)
        self.form.opened = opened._replace(cursor=at)
        self.form.rebuild()

    def _calendar_key(self, opened: Opened, key: str) -> None:
        day = opened.day
        if key in ("enter", "space", "tab"):
            self._take(opened.path, self._moment(opened.path, day))
            self.form.acting.step(1)
            return
        if key in _DAYS:
            day = day_after(day, _DAYS[key])
        elif key in _MONTHS:
            day = month_after(day, _MONTHS[key])
        elif key == "t":
            day = self.form.host.environment().today
        self.form.opened = opened._replace(day=day)
        self.form.rebuild()

    def _moment(self, path: Path, day: str) -> str:
        """The day itself, or the instant on that day at the time that the field has already."""
        field, value = self.form.model.field(path), self.form.model.value(path)
        if field is None or field.type != INSTANT:
            return day
        return f"{day}{value[10:]}" if isinstance(value, str) and len(value) == 20 else f"{day}T00:00:00Z"

    def _take(self, path: Path, value: str | None) -> None:
        self.form.opened = None
        self.form.model.remember()
        self.form.model.put(path, value)
        self.form.model.forget_idle_step()
        self.form.edited()


def _found(choices: list[str], letter: str, after: int, otherwise: int) -> int:
    """The next choice that begins with a letter, going round."""
    order = [*range(after + 1, len(choices)), *range(after + 1)]
    return next((at for at in order if choices[at].startswith(letter.lower()) and choices[at]), otherwise)
