"""A stage for tests of the record form: quick keys, and how a person would set a field of each type."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

from textual import events
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.commands.core import Effect
from pmtui.domain.link_fields import allowed
from pmtui.domain.schema import (
    CHOICE,
    DATE,
    ENTRIES,
    FLAG,
    INSTANT,
    INTEGER,
    LINES,
    LINK,
    LINKS,
    NUMBER,
    OBJECT,
    RANK,
    SET,
    TEXT,
    Field,
)
from pmtui.screens.dialogs.form.linking import FieldLinksDialog
from pmtui.screens.dialogs.form.screen import FormScreen
from pmtui.widgets.form_paths import Path
from pmtui.widgets.line_edit import LineEdit
from tests.steady_hand import LONGEST, drained

_CHARACTERS = {"space": " "}


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys as a terminal would send them, each handled before the next; ten times quicker than the pilot's own."""
    app = pilot.app
    for key in keys:
        event = events.Key(key, _CHARACTERS.get(key, key if len(key) == 1 else None))
        event.set_sender(app)
        assert app._driver is not None
        app._driver.send_message(event)
        await rest(pilot)


async def rest(pilot: Pilot[int]) -> None:
    """Let everything that waits be handled."""
    await _taken(pilot)
    screen = pilot.app.screen
    if isinstance(screen, FieldLinksDialog):  # records are looked for on a thread
        end = monotonic() + LONGEST
        while not (screen.is_answered or screen._picker._answered == screen._picker.edit.value) and monotonic() < end:
            await asyncio.sleep(0.01)
        await _taken(pilot)


async def _taken(pilot: Pilot[int]) -> None:
    for _ in range(2):
        await asyncio.sleep(0)
        await pilot._wait_for_screen()
    await drained()


async def open_form(app: PmtuiApp, pilot: Pilot[int], kind: str, id: str, field: str = "") -> FormScreen:
    """The form of a record, with the cursor on a field."""
    app.effects.carry_out(Effect("form", {"kind": kind, "id": id, "field": field}))
    await rest(pilot)
    screen = app.screen
    assert isinstance(screen, FormScreen), screen
    return screen


def go(form: FormScreen, path: Path) -> None:
    """Put the cursor on the row of a path, as many j would."""
    form.folds.reveal(form.model, path)
    form.rebuild(keep=False)
    at = form.row_at(path)
    assert form.rows[at].path == path, f"there is no row {path}"
    form.move_to(at)


async def type_text(form: FormScreen, pilot: Pilot[int], text: str) -> None:
    """Open the editor and type into it; long text with its line ends."""
    await press(pilot, "enter")
    editor = form.entering.editor
    assert editor is not None
    end = monotonic() + LONGEST
    while not editor.has_focus and monotonic() < end:
        await rest(pilot)
    if isinstance(editor, LineEdit):
        editor.replace(text, 0, len(editor.value))
        await rest(pilot)
        await press(pilot, "enter")
    else:
        editor.replace(text, (0, 0), editor.document.end)
        await rest(pilot)
        await press(pilot, "escape")
    await rest(pilot)


async def pick(pilot: Pilot[int], *titles: str, many: bool = False) -> None:
    """Answer the picker of links with records of these titles."""
    await press(pilot, "enter")
    await rest(pilot)
    for title in titles:
        picker = pilot.app.screen.query_one("Picker LineEdit", LineEdit)
        picker.value = title
        await rest(pilot)
        if many:
            await press(pilot, "tab")
    await press(pilot, "enter")
    await rest(pilot)


def example(field: Field) -> tuple[str, Any]:
    """What to type into a field, and the value that the file then has."""
    if field.type == TEXT:
        return "Ein Text, 請求書 👍", "Ein Text, 請求書 👍"
    if field.type == LINES:
        return "The first line\n\nthe third", ["The first line", "", "the third"]
    if field.name in ("alpha", "power"):
        return "0.5", 0.5
    if field.type in (INTEGER, NUMBER):
        value = field.minimum if field.minimum else 1
        return f"{value:g}", value
    if field.type == DATE:
        return "2026-03-31", "2026-03-31"
    if field.type == INSTANT:
        return "2026-03-31T09:30", "2026-03-31T09:30:00Z"  # that has been: some tell what happened
    assert field.type == SET, field
    return "beta, alpha", ["alpha", "beta"]


def is_settable(field: Field) -> bool:
    """Whether a form sets a field at all."""
    return field.type != RANK and field.name not in ("deleted_at", "frozen", "forecast") and not (field.type == OBJECT and not field.entry)


async def set_field(form: FormScreen, pilot: Pilot[int], path: Path, field: Field, titles: dict[str, tuple[str, str]]) -> Any:
    """Set a field as a person would; the value that the file must then have. `titles` has title and id by kind."""
    go(form, path)
    if field.type == FLAG:
        await press(pilot, "space")
        return True
    if field.type == CHOICE:
        await press(pilot, "enter", "home", "down", "enter")
        return field.choices[1]
    if field.type in (LINK, LINKS):
        title, id = titles["item" if len(allowed(field, form.model.kind)) > 2 else allowed(field, form.model.kind)[0]]
        await pick(pilot, title, many=field.type == LINKS)
        return [id] if field.type == LINKS else id
    if field.type == OBJECT:
        inner = [one for one in field.entry if is_settable(one)]
        return {one.name: await set_field(form, pilot, (*path, one.name), one, titles) for one in inner}
    if field.type == ENTRIES:
        return await _set_entry(form, pilot, path, field, titles)
    text, value = example(field)
    await type_text(form, pilot, text)
    return value


async def _set_entry(form: FormScreen, pilot: Pilot[int], path: Path, field: Field, titles: dict[str, tuple[str, str]]) -> Any:
    before = {one["id"] for one in form.model.entries(path)}
    await press(pilot, "a")
    if form.entering.editor is not None:  # the first field of the entry, where it is typed
        await press(pilot, "escape")
    entry = next(one for one in form.model.entries(path) if one["id"] not in before)
    place = (*path, str(entry["id"]))
    result: dict[str, Any] = {}
    for one in field.entry:
        if is_settable(one):
            result[one.name] = await set_field(form, pilot, (*place, one.name), one, titles)
    return [result]


def without_own(value: Any) -> Any:
    """A stored value without the ids and ranks of entries."""
    if isinstance(value, list):
        return [without_own(one) for one in value]
    if isinstance(value, dict):
        return {name: without_own(one) for name, one in value.items() if name not in ("id", "rank")}
    return value
