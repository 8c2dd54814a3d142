from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from stage import NOW, item_id, make_workspace, opened, saved, screen_text, stored, until, until_shown, until_told
from textual.containers import Vertical
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.domain.change import Change, Edit
from pmtui.screens.dialogs.comment import CommentDialog
from pmtui.screens.dialogs.trace import TraceDialog, TraceView
from pmtui.store.workspace import Workspace
from pmtui.widgets.link_spans import URL

GOAL, PROBLEM, HYPOTHESIS, EXPERIMENT, MILESTONE = "gggggggg01", "pppppppp01", "hhhhhhhh01", "xxxxxxxx01", "mmmmmmmmm1"
FIRST = item_id(0)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = make_workspace(tmp_path / "product", count=4)
    edits = [
        Edit(kind, id, None, {"id": id, "created_at": NOW, **data}) for kind, id, data in (
            ("goal", GOAL, {"title": "Fewer leave"}),
            ("problem", PROBLEM, {"title": "Locked out", "goal": GOAL}),
            ("hypothesis", HYPOTHESIS, {"title": "Retrying helps", "problem": PROBLEM, "status": "testing"}),
            ("experiment", EXPERIMENT, {"title": "Two arms", "hypothesis": HYPOTHESIS}),
        )
    ]
    edits.append(Edit("item", FIRST, {}, {
        "problems": [PROBLEM], "hypotheses": [HYPOTHESIS], "milestone": MILESTONE, "depends_on": [item_id(1)],
        "body": ["See https://a.example/x and H-hhhhhhhh01."],
    }))
    with Workspace(root) as workspace:
        workspace.save(Change("chain", tuple(edits), at=NOW))
    return root


def title(app: PmtuiApp) -> str:
    return str(app.records_screen.query_one("#side").border_title)


async def follow(app: PmtuiApp, pilot: Pilot[int], kind: str) -> None:
    """Go with the link cursor to the first link to a record of a kind, and open it; some links come once the cursor rests."""
    detail = app.records_screen.detail
    await until(app, pilot, lambda: any(link.target.kind == kind for link in detail.links))
    for _ in range(len(detail.links)):
        if detail.marked is not None and detail.marked.target.kind == kind:
            break
        await pilot.press("l")
    assert detail.marked is not None
    assert detail.marked.target.kind == kind
    is_here, target = app.records_screen.is_detail_open, detail.marked.target
    await pilot.press("enter")
    if kind != URL and is_here:
        await until(app, pilot, lambda: (record := app.records_screen.cursor_record()) is not None and record.id == target.id)


def shown(app: PmtuiApp) -> str:
    record = app.records_screen.cursor_record()
    assert record is not None
    return record.title


async def test_the_chain_is_walked_in_the_open_detail_there_and_back(root: Path) -> None:
    async with opened(root, (80, 24)) as (app, pilot):
        await pilot.press("enter")
        way = ["Item 0"]
        for kind in ("hypothesis", "problem", "goal"):
            await follow(app, pilot, kind)
            way.append(shown(app))
        assert way == ["Item 0", "Retrying helps", "Locked out", "Fewer leave"]
        assert [part[0] for part in title(app).split(" › ")] == list("BHPG")
        assert "Fewer leave" in screen_text(app)
        await pilot.press("backspace", "escape")
        assert shown(app) == "Retrying helps"
        app.records_screen.walk.forward()
        assert shown(app) == "Locked out"
        await pilot.press("escape", "escape")
        assert shown(app) == "Item 0"
        assert app.records_screen.is_detail_open
        await pilot.press("escape")
        assert not app.records_screen.is_detail_open
        assert app.records_screen.view_widget.has_focus


async def test_back_is_where_the_person_was(root: Path) -> None:
    async with opened(root, (80, 24)) as (app, pilot):
        await pilot.press("enter")
        await follow(app, pilot, "hypothesis")
        await pilot.press("escape")
        await until(app, pilot, lambda: shown(app) == "Item 0")
        marked = app.records_screen.detail.marked
        assert marked is not None
        assert marked.target.id == HYPOTHESIS


async def test_a_key_changes_the_record_that_is_shown_and_no_other(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("*", "enter")
        await follow(app, pilot, "problem")
        await pilot.press("s")
        app.screen.focused.insert_text_at_cursor("researching")  # type: ignore[union-attr]
        await pilot.press("enter")
        await saved(app, pilot)
        assert stored(root, PROBLEM, "problems")["status"] == "researching"
        assert stored(root, FIRST)["status"] == "ready"
        assert "researching" in screen_text(app)
        await pilot.press("J", "K", "D", "n")
        assert shown(app) == "Locked out"


async def test_links_of_the_pane_beside_the_list_and_of_the_third_pane_go_there(root: Path) -> None:
    gone: list[Any] = []
    async with opened(root, (200, 50)) as (app, pilot):
        real = app.effects.carry_out
        app.effects.carry_out = lambda effect: gone.append(effect.arguments) if effect.name == "goto" else real(effect)  # type: ignore[method-assign]
        await pilot.press("tab")
        await follow(app, pilot, "problem")
        await pilot.press("tab", "l", "enter")
        await pilot.press("tab")
        assert app.records_screen.view_widget.has_focus
        await pilot.press("shift+tab")
        assert app.records_screen.links.has_focus
        await pilot.press("escape")
        assert app.records_screen.view_widget.has_focus
    assert gone == [{"kind": "problem", "id": PROBLEM}, {"kind": "problem", "id": PROBLEM}]


async def test_a_click_opens(root: Path) -> None:
    async with opened(root, (80, 24)) as (app, pilot):
        await pilot.press("enter")
        detail = app.records_screen.detail
        await until(app, pilot, lambda: any(link.target.id == PROBLEM for link in detail.links))
        place = next(link.places[0] for link in detail.links if link.target.id == PROBLEM)
        await pilot.click(detail, offset=(place.start + 1, place.line))
        await until(app, pilot, lambda: shown(app) == "Locked out")


async def test_an_address_is_copied_where_there_is_no_browser(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    async with opened(root, (80, 24)) as (app, pilot):
        await pilot.press("enter")
        await follow(app, pilot, URL)
        await until(app, pilot, lambda: app.clipboard == "https://a.example/x" and "copied" in screen_text(app))


async def test_what_points_to_a_record_is_at_the_end_of_the_detail_or_in_the_third_pane(root: Path) -> None:
    for size, is_in_detail in (((120, 40), True), ((200, 50), False)):
        async with opened(root, size) as (app, pilot):
            await pilot.press("j")
            await until_shown(app, pilot, "needed by 1")
            assert ("links to it" in screen_text(app)) is is_in_detail
            screen = app.records_screen
            pane = screen.detail if is_in_detail else screen.links
            for step, is_needed in ((-1, False), (1, True)):  # once they are indexed, they come with the record, not when the cursor rests
                screen.view_widget.move(step)
                screen.show_detail()
                assert any("needed by" in span.text for line in pane.lines for span in line) is is_needed


def titles(view: TraceView) -> list[str]:
    return [row.node.title for row in view.rows if row.node is not None]


async def test_trace_folds_retraces_and_goes(root: Path) -> None:
    gone: list[Any] = []
    async with opened(root) as (app, pilot):
        real = app.effects.carry_out
        app.effects.carry_out = lambda effect: gone.append(effect.arguments) if effect.name == "goto" else real(effect)  # type: ignore[method-assign]
        await pilot.press("t")
        assert isinstance(app.screen, TraceDialog)
        text = screen_text(app).partition("comes from")[2]
        assert text.index("P-ppp") < text.index("leads to") < text.index("M-mmm")
        view = app.screen.view
        assert view.row.node is not None
        assert view.row.node.id == FIRST
        box = app.screen.query_one(Vertical)
        stood, rows = box.region, len(view.rows)
        assert stood.height == rows + 2, "as tall as what is unfolded"
        await pilot.press("home", "h")
        assert len(view.rows) < rows
        assert box.region == stood, "what is folded moves nothing"
        assert "Locked out" not in titles(view)
        await pilot.press("l", "l")
        assert view.row.node.title == "Locked out"
        await pilot.press("t")
        await pilot.pause()
        assert "Trace · P-ppp" in screen_text(app)
        assert "Two arms" in titles(view)
        await pilot.press("G", "k", "k")
        await pilot.press("backspace")
        await pilot.pause()
        assert view.trace.leads_to.id == FIRST
        await pilot.press("G", "enter")
        await pilot.pause()
        assert not isinstance(app.screen, TraceDialog)
    assert gone == [{"kind": "milestone", "id": MILESTONE}]


async def test_a_person_has_no_trace_and_it_says_so(root: Path) -> None:
    async with opened(root, (80, 24)) as (app, pilot):
        with Workspace(root) as other:
            other.save(Change("assign", (Edit("item", FIRST, {}, {"assignee": "ppppppppp1"}),), at=NOW))
        await until(app, pilot, lambda: (record := app.records_screen.cursor_record()) is not None and record["assignee"])
        await pilot.press("enter")
        await follow(app, pilot, "person")
        await pilot.press("t")
        await until_told(app, pilot, "no part of the chain")
        assert not isinstance(app.screen, TraceDialog)


async def test_a_comment_of_several_lines_and_its_draft(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("c")
        assert isinstance(app.screen, CommentDialog)
        await pilot.press("ctrl+s")
        assert "nothing to save yet" in screen_text(app)
        await pilot.press(*"One", "enter", *"two", "escape")
        assert "comments" not in stored(root, FIRST)
        await pilot.press("j", "c")
        assert isinstance(app.screen, CommentDialog)
        assert app.screen.editor.text == ""
        await pilot.press("escape", "k", "c")
        assert app.screen.editor.text == "One\ntwo"
        await pilot.press(*" q", "ctrl+s")
        await saved(app, pilot)
        (comment,) = stored(root, FIRST)["comments"]
        assert (comment["text"], comment["by"]) == (["One", "two q"], "ana")
        await pilot.press("c")
        assert app.screen.editor.text == ""
        await pilot.press("escape")
        await pilot.press("u")
        await saved(app, pilot)
        assert "comments" not in stored(root, FIRST)
