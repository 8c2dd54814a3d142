"""Every field of every kind: set in the form, saved, seen in the file, undone to the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from form_stage import go, is_settable, open_form, press, rest, set_field, without_own
from stage import NOW, all_bytes, make_workspace, opened, saved, stored

from pmtui.domain.change import Change, Edit
from pmtui.domain.form_sections import form_sections
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import CHOICE
from pmtui.screens.dialogs.ask import AskDialog
from pmtui.store.workspace import Workspace
from pmtui.widgets.line_edit import LineEdit

IDS = {kind: f"{at:02d}subjectx"[:10].replace("u", "v") for at, kind in enumerate(SCHEMA.kinds)}
OTHERS = {kind: f"{at:02d}neighbvr"[:10].replace("i", "j").replace("u", "v") for at, kind in enumerate(SCHEMA.kinds)}
AT_ONCE = 4
"""Fields that are set in a form before it is saved, and undone together."""
TITLES = {kind: (f"Neighbour {kind}", OTHERS[kind]) for kind in SCHEMA.kinds}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("fields") / "product", count=0)
    edits = []
    for kind in SCHEMA.kinds:
        more = {"x_team": "kept"} if kind == "item" else {}
        edits.append(Edit(kind, IDS[kind], None, {"id": IDS[kind], "title": f"Subject {kind}", "created_at": NOW, **more}))
        edits.append(Edit(kind, OTHERS[kind], None, {"id": OTHERS[kind], "title": f"Neighbour {kind}", "created_at": NOW}))
    with Workspace(root) as workspace:
        workspace.save(Change("make", tuple(edits), at=NOW))
    return root


@pytest.mark.parametrize("kind", list(SCHEMA.kinds))
@pytest.mark.timeout(300)
async def test_every_field_is_set_saved_and_undone(template: Path, tmp_path: Path, kind: str) -> None:
    import shutil

    root = Path(shutil.copytree(template, tmp_path / "product"))
    before = all_bytes(root)
    fields = [field for field in SCHEMA[kind].fields.values() if is_settable(field)]
    async with opened(root) as (app, pilot):
        said: list[str] = []
        say = app.say
        app.say = lambda text, *more: (said.append(text), say(text, *more))[1]  # type: ignore[method-assign]
        for some in (fields[at : at + AT_ONCE] for at in range(0, len(fields), AT_ONCE)):
            names = ", ".join(field.name for field in some)
            form = await open_form(app, pilot, kind, IDS[kind], some[0].name)
            wanted = {field.name: await set_field(form, pilot, (field.name,), field, TITLES) for field in some}
            await press(pilot, "ctrl+s")
            await rest(pilot)
            if isinstance(app.screen, AskDialog):
                app.screen.query_one(LineEdit).value = "because"
                await press(pilot, "enter")
            await saved(app, pilot)
            assert app.screen is app.records_screen, f"{names}: the form is still open: {form.foot.text}"
            now = stored(root, IDS[kind], SCHEMA[kind].collection)
            assert {name: without_own(now.get(name)) for name in wanted} == wanted
            app.dispatch("history.undo")
            await saved(app, pilot)
            assert all_bytes(root) == before, f"{names}: undo left something behind; it was said: {said}"


@pytest.mark.parametrize("kind", list(SCHEMA.kinds))
def test_every_field_stands_in_exactly_one_section(kind: str) -> None:
    names = [name for section in form_sections(SCHEMA[kind]) for name in section.names]
    assert sorted(names) == sorted(SCHEMA[kind].fields)
    assert names[0] == "title"


def test_every_choice_has_a_meaning() -> None:
    from pmtui.domain.meanings import meanings

    mute = []

    def look(owner: str, fields: object) -> None:
        for field in fields:  # type: ignore[attr-defined]
            if field.type == CHOICE:
                mute.extend(f"{owner}.{field.name} {one}" for one in field.choices if one not in meanings(owner, field))
            look(field.name, field.entry)

    for kind in SCHEMA.kinds.values():
        look(kind.name, kind.fields.values())
    assert mute == []


async def test_what_a_form_only_shows_says_who_changes_it(template: Path, tmp_path: Path) -> None:
    import shutil

    root = Path(shutil.copytree(template, tmp_path / "product"))
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "item", IDS["item"])
        for name, words in (("rank", "J and K"), ("x_team", "kept")):
            go(form, (name,))
            await press(pilot, "enter")
            assert words in form.foot.text
        await press(pilot, "ctrl+s")
        await rest(pilot)
        assert app.screen is app.records_screen
    assert all_bytes(root) == before
