"""What cannot be is refused in place, with its reason: the form stays, the field is marked, what was typed stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from form_stage import go, open_form, press, rest, type_text
from stage import NOW, make_workspace, opened, saved, stored

from pmtui.domain.change import Change, Edit
from pmtui.screens.dialogs.form.screen import FormScreen
from pmtui.store.workspace import Workspace
from pmtui.widgets.form_paths import Path as FormPath

TEST = "xxxxxxxxx1"
FROZEN = {"at": NOW, "mde": 0.01}


def note_beneath(form: FormScreen, path: FormPath) -> str:
    row = form.row_at(path)
    return " ".join("".join(span.text for span in line.spans).strip() for line in form.view.lines if line.row == row and line.is_beneath)


async def test_the_form_stays_with_what_was_typed_and_the_field_is_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)
    root = make_workspace(tmp_path / "product", count=1)
    data = {
        "id": TEST, "title": "Shorter signup", "created_at": NOW, "start": "2026-10-01", "end": "2026-10-20", "frozen": FROZEN,
        "arms": [{"id": "aaaaaaaaa1", "name": "A", "participants": 100, "conversions": 9, "rank": "a0"}],
    }
    with Workspace(root) as workspace:
        workspace.save(Change("make", (Edit("experiment", TEST, None, data),), at=NOW))
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "experiment", TEST)
        go(form, ("end",))
        await type_text(form, pilot, "2026-09-01")
        await press(pilot, "ctrl+s")
        await rest(pilot)
        assert app.screen is form
        assert "before its start" in note_beneath(form, ("end",))
        assert "not saved: end: 2026-09-01 is before its start" in form.foot.text
        assert form.model.value(("end",)) == "2026-09-01"

        place = ("arms", "aaaaaaaaa1", "conversions")
        go(form, ("end",))
        await type_text(form, pilot, "2026-10-21")
        assert note_beneath(form, ("end",)) == ""
        go(form, place)
        await type_text(form, pilot, "101")
        await press(pilot, "ctrl+s")
        await rest(pilot)
        assert app.screen is form
        assert form.row is not None
        assert form.row.path == place, "the cursor stands on what is wrong"
        assert "101 conversions, but only 100 participants" in note_beneath(form, place)

        await type_text(form, pilot, "100")
        await press(pilot, "ctrl+s")
        await rest(pilot)
        await saved(app, pilot)
        assert app.screen is app.records_screen
        found = stored(root, TEST, "experiments")
        assert found["arms"][0]["conversions"] == 100
        assert found["end"] == "2026-10-21"

        form = await open_form(app, pilot, "experiment", TEST)
        for place in (("frozen",), ("frozen", "mde")):
            go(form, place)
            await press(pilot, "delete", "7")
            assert form.model.value(place) == {("frozen",): FROZEN, ("frozen", "mde"): 0.01}[place]
        assert "written when the experiment starts" in form.foot.text
        assert not form.model.is_dirty
