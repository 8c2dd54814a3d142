"""The journey map of the Problems screen: stages, personas, texts that are edited where they stand, and moves from stage to stage."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from stage import NOW, all_bytes, make_workspace, opened, saved, screen_text, stored

from pmtui.domain.change import Change, Edit
from pmtui.store.workspace import Workspace
from pmtui.widgets.journey_view import LEFT, JourneyLayout, JourneyView

JOURNEY = [
    {"id": "j000000001", "stage": "Sign up", "rank": "a0", "doing": ["Types the address twice"], "feeling": ["hopeful"]},
    {"id": "j000000002", "stage": "Pay", "rank": "a1", "pains": ["The bank says no"]},
]


def discovery(root: Path) -> Path:
    make_workspace(root, count=0)
    made = [
        ("persona", "va00000000", {"title": "Ana, founder", "journey": JOURNEY}),
        ("persona", "vb00000000", {"title": "Bo, accountant", "journey": [
            {"id": "j000000003", "stage": "Pay", "rank": "a0"}, {"id": "j000000004", "stage": "Close", "rank": "a1"}]}),
        ("problem", "pa00000000", {"title": "Card fails", "journey_stage": "pay", "personas": ["va00000000"], "importance": 9,
                                   "satisfaction": 2, "evidence": [{"id": "e000000001", "at": NOW, "quote": ["I gave up"]}]}),
        ("problem", "pb00000000", {"title": "Books do not close", "journey_stage": "Close", "personas": ["vb00000000"]}),
        ("problem", "pc00000000", {"title": "Where to begin"}),
    ]
    edits = tuple(Edit(kind, id, None, {"id": id, "created_at": NOW, **fields}) for kind, id, fields in made)
    with Workspace(root) as workspace:
        workspace.save(Change("make", edits, at=NOW))
    return root


async def test_the_journey_is_shown_edited_and_walked(tmp_path: Path) -> None:
    root = discovery(tmp_path / "product")
    before = all_bytes(root)
    async with opened(root, size=(120, 36)) as (app, pilot):
        await pilot.press("2", "b", "b")
        await pilot.pause()
        screen = app.records_screen
        view = screen.view_widget
        assert (screen.layout_name, view.cursor_id) == ("journey", "pa00000000")
        shown = screen_text(app)
        for words in ("journey of all personas", "1 Sign up", "2 Pay 1", "3 Close 1", "no stage 1", "Types the address", "“I gave up”"):
            assert words in shown, shown
        await pilot.press(">", "<", "<")
        assert stored_stage(app, "pa00000000") == "Sign up"
        await pilot.press("u", "u", "u", "n")
        assert "journey of Ana" in screen_text(app)
        assert view.cursor_id == "pa00000000"
        assert [stage.name for stage in view.view.stages] == ["Sign up", "Pay"]
        await pilot.press("k", "k", "k", "h")  # pains, feeling, thinking; then the stage at the left
        assert (view.cursor_text, view.cursor_id, screen.cursor_record().id) == ("thinking", None, "va00000000")
        await pilot.press("e", *"Is it safe?", "ctrl+s")
        await saved(app, pilot)
        assert stored(root, "va00000000", "personas")["journey"][0]["thinking"] == ["Is it safe?"]
        assert "Is it safe?" in screen_text(app)
        await pilot.press("n", "n")
        assert screen.persona == ""
        await pilot.press("b", "n")  # elsewhere there is no persona to go on to
        assert (screen.layout_name, screen.persona) == ("list", "")
        await pilot.press("u")
        await saved(app, pilot)
        assert all_bytes(root) == before


def stored_stage(app: object, id: str) -> str:
    return str(app.snapshot.record("problem", id)["journey_stage"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50), (50, 12)])
def test_every_line_of_the_layout_belongs_to_what_stands_on_it(size: tuple[int, int]) -> None:
    from pmtui.domain.change import MemorySource, Snapshot
    from pmtui.domain.journey import journey_map

    problems = {f"p{at}": {"id": f"p{at}", "title": f"Problem {at}", "journey_stage": ["Pay", "Close", ""][at % 3]} for at in range(9)}
    data = Snapshot(MemorySource({"problem": problems, "persona": {"u": {"id": "u", "title": "Ana", "journey": JOURNEY}}}))
    table = data.table("problem")
    for can_edit in (False, True):
        view = JourneyView(table, journey_map(data, range(9), ""), can_edit=can_edit)
        layout = JourneyLayout(view, *size)
        assert layout.shown * layout.width <= max(size[0] - LEFT, layout.width)
        seen = set()
        for at, stage in enumerate(view.stages):
            for place in range(view.stops(at)):
                for line in layout.lines_of(view, at, place):
                    spot = layout.spot(line)
                    assert (spot.text if place < view.first_row(at) else spot.row + view.first_row(at)) == place
                    seen.add(line)
            assert view.ids().count(table.id(stage.rows[0])) == 1 if stage.rows else True
        assert max(seen) == layout.height - 1
        assert view.shown(view.ids()) == view.ids()
        assert view.around(["p0"]) == ["p0", "p3"]


def test_two_thousand_problems_are_laid_out_in_a_few_milliseconds() -> None:
    from pmtui.domain.change import MemorySource, Snapshot
    from pmtui.domain.journey import journey_map

    problems = {f"{at:05}": {"id": f"{at:05}", "title": f"Problem {at}", "journey_stage": f"Stage {at % 12}"} for at in range(2000)}
    data = Snapshot(MemorySource({"problem": problems, "persona": {"u": {"id": "u", "title": "Ana", "journey": JOURNEY}}}))
    rows = range(len(data.table("problem")))
    journey_map(data, rows)
    took = []
    for _ in range(5):  # the least counts
        begun = time.process_time()
        layout = JourneyLayout(JourneyView(data.table("problem"), journey_map(data, rows)), 120, 36)
        took.append(time.process_time() - begun)
        assert layout.height > 900
    assert min(took) < 0.03
