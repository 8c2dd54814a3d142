"""The review on the screen: its pages, what is recorded on them, how it is left and taken up again, and the marker at its end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from goldens import assert_as_in, at_rest
from stage import NOW, all_bytes, make_workspace, opened, saved, stored
from stage import rested as rests
from stage import screen_text as text_of_screen
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.domain.change import Change, Edit
from pmtui.domain.review import Since
from pmtui.screens.dialogs.review import ReviewDialog
from pmtui.screens.dialogs.review_keeper import ReviewState
from pmtui.store.workspace import Workspace
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.long_text import LongText

MVP, NEXT, BET, HELD = "aaaaaaaaaa", "bbbbbbbbbb", "hhhhhhhhh1", "eeeeeeeee1"
RECORDS: list[tuple[str, str, dict[str, Any]]] = [
    ("milestone", MVP, {"title": "Billing MVP", "rank": "a1", "start": "2026-10-05", "target": "2026-12-15", "status": "active",
                        "outcome": "Ten companies bill with it", "health": "on_track"}),
    ("milestone", NEXT, {"title": "Dunning", "rank": "a2", "start": "2026-12-01", "target": "2027-03-31", "resolution": "quarter",
                         "depends_on": [MVP]}),
    ("hypothesis", BET, {"title": "Texts help", "status": "testing",
                         "learnings": [{"id": "l000000001", "at": "2026-11-18T10:00:00Z", "stance": "against", "text": ["They do not."]}]}),
]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)


def screen_text(app: PmtuiApp) -> str:
    return text_of_screen(app).replace("\u00a0", " ")


async def rested(app: PmtuiApp, pilot: Pilot[int], is_so: Callable[[str], bool]) -> str:
    return (await rests(app, pilot, is_so)).replace("\u00a0", " ")


def workspace_with(root: Path, *more: tuple[str, str, dict[str, Any]]) -> Path:
    make_workspace(root, count=3, milestone=MVP, estimate=2)
    edits = [Edit(kind, id, None, {"id": id, "created_at": "2026-10-01T00:00:00Z", **fields}) for kind, id, fields in (*RECORDS, *more)]
    edits.append(Edit("milestone", "mmmmmmmmm1", {}, {"deleted_at": NOW}))
    edits.append(Edit("item", "000aaaaaaa", {"status": "ready"}, {"status": "done", "done_at": "2026-11-19T10:00:00Z"}))
    with Workspace(root) as workspace:
        workspace.save(Change("prepare", tuple(edits), at=NOW))
    for path in (root / ".local" / "journal").iterdir():
        path.unlink()
    return root


async def begun(app: PmtuiApp, pilot: Pilot[int]) -> ReviewDialog:
    await pilot.press("5", "R")
    await pilot.pause()
    assert isinstance(app.screen, ReviewDialog)
    return app.screen


def typed(app: PmtuiApp, text: str) -> None:
    editor = app.screen.focused
    assert isinstance(editor, LineEdit | LongText)
    if isinstance(editor, LineEdit):
        editor.value = text
    else:
        editor.insert(text)


async def test_a_review_is_walked_records_on_the_spot_and_ends_with_its_marker(tmp_path: Path) -> None:
    held = ("review", HELD, {"title": "Before", "at": "2026-11-09T10:00:00Z"})
    root = workspace_with(tmp_path / "product", held)
    before = all_bytes(root)
    async with opened(root, (80, 24)) as (app, pilot):
        review = await begun(app, pilot)
        shown = await rested(app, pilot, lambda text: "reading the past" not in text)
        assert "Since the last review, 9 Nov 2026" in shown
        assert "Texts help · They do not. · 18 Nov" in shown
        assert "Item 0" in shown

        await pilot.press("tab", "enter")
        assert "They do not." in screen_text(app), "the record of the line is shown in the review"
        assert "persevere" not in screen_text(app)
        await pilot.press("escape")
        await pilot.press("j")
        shown = screen_text(app)
        assert "Ten companies bill with it" in shown
        assert "1 item done: Item 0" in shown
        assert "1 of 2" in shown

        await pilot.press("right_parenthesis", "right_parenthesis", "k", "j", *["right_parenthesis"] * 3, "less_than_sign", "escape")
        assert "15 Dec 2026" in screen_text(app), "a page further, or esc, and the move is dropped"
        await pilot.press("right_parenthesis", "right_parenthesis", "left_parenthesis")  # the target slips by a day
        assert "15 → 16 Dec 2026 · enter keeps it" in screen_text(app)
        assert stored(root, MVP, "milestones")["target"] == "2026-12-15"
        await pilot.press("enter")  # the reason is asked for once
        typed(app, "The bank is late")
        await pilot.press("enter")
        await saved(app, pilot)
        assert stored(root, MVP, "milestones")["target"] == "2026-12-16"
        assert len(stored(root, MVP, "milestones")["reasons"]) == 1
        assert app.screen is review
        assert "The bank is late" in await rested(app, pilot, lambda text: "slipped once" in text)

        await pilot.press("d")
        typed(app, "2026-12-14")  # earlier: nothing is asked
        await pilot.press("enter")
        await saved(app, pilot)
        assert stored(root, MVP, "milestones")["target"] == "2026-12-14"
        await pilot.press("u", "h", "2")
        await pilot.press("c")
        typed(app, "Numbers are in")
        await pilot.press("ctrl+s")
        await pilot.press("n")
        typed(app, "We ship without the portal")
        await pilot.press("tab")
        typed(app, "Nobody asked for it")
        await pilot.press("tab", "enter")  # on its last field Enter saves
        await pilot.press("a")
        typed(app, "Tell the pilots @ana")
        await pilot.press("enter")
        await pilot.press("p", "space", "enter")
        await saved(app, pilot)
        record = stored(root, MVP, "milestones")
        assert record["health"] == "at_risk"
        assert sorted(str(one.get("text")) for one in record["updates"]) == ["None", "['Numbers are in']"]
        assert "with 1" in screen_text(app)

        await pilot.press("F")
        shown = screen_text(app)
        assert "next" not in shown, "no keys for the projector"
        assert "Review" not in shown
        await pilot.press("escape")
        assert "space next" in screen_text(app)

        await pilot.press("escape")
        assert not isinstance(app.screen, ReviewDialog)
        await pilot.press("R")
        assert "1 of 2" in screen_text(app), "it goes on where it was left"

        await pilot.press("G")
        shown = screen_text(app)
        for words in ("With Ana", "We ship without the portal", "because Nobody asked for it", "Tell the pilots", "The bank is late"):
            assert words in shown
        await pilot.press("enter")
        await saved(app, pilot)
        assert "the marker is set" in screen_text(app)
        files = {path.stem for path in (root / "reviews").rglob("*.json")} - {HELD}
        assert len(files) == 1
        made = stored(root, files.pop(), "reviews")
        assert (made["at"], made["since"], made["attendees"]) == (NOW, "2026-11-09T10:00:00Z", ["ppppppppp1"])
        await pilot.press("escape", "R")
        assert "Since the last review, 22 Nov 2026" in await rested(app, pilot, lambda text: "reading the past" not in text)
        await pilot.press("escape", "u", "R")  # the marker is undone: what looked back to it looks back to the one before
        assert "Since the last review, 9 Nov 2026" in await rested(app, pilot, lambda text: "reading the past" not in text)
        await pilot.press("escape")
        digest = "\n".join(made["digest"])
        kept = ("**Texts help**", "## Decided in this review", "**We ship without the portal**", "- [ ] **Tell the pilots**", "With Ana.")
        assert [words for words in kept if words not in digest] == []
        while app.ledger.undos:
            await pilot.press("u")
        await saved(app, pilot)
        assert {name: raw for name, raw in all_bytes(root).items() if name in before} == before
        assert "the marker is set:" not in screen_text(app)


@pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_its_pages_as_text(tmp_path: Path, size: tuple[int, int]) -> None:
    """The page of a milestone, the same for a projector, and the last page."""
    slip = {"id": "r000000001", "at": "2026-11-12T09:00:00Z", "by": "bo", "field": "target", "from": "2026-12-01", "to": "2026-12-15",
            "text": ["The bank asks for an audit first"]}
    root = workspace_with(tmp_path / "product", ("review", HELD, {"title": "Before", "at": "2026-11-09T10:00:00Z"}))
    with Workspace(root) as workspace:
        edits = (Edit("milestone", MVP, {}, {"reasons": [slip]}), Edit("item", "001aaaaaaa", {}, {"depends_on": ["002aaaaaaa"]}))
        workspace.save(Change("slip", edits, at=NOW))
    wrong = []
    async with opened(root, size) as (app, pilot):
        await begun(app, pilot)
        for name, keys in {"milestone": "j", "projector": "F", "end": "F G"}.items():
            await pilot.press(*keys.split())
            try:
                text = (await at_rest(app, pilot, 0.1)).rstrip("\n")
                assert_as_in(Path(__file__).parent / "golden_review", name, size, text)
            except AssertionError as error:
                wrong.append(str(error).partition("\nassert")[0])
    assert not wrong, "\n".join(wrong)


async def test_without_a_marker_it_says_so_and_what_others_change_is_seen(tmp_path: Path) -> None:
    root = workspace_with(tmp_path / "product")
    async with opened(root, (120, 36)) as (app, pilot):
        await begun(app, pilot)
        shown = await rested(app, pilot, lambda text: "reading the past" not in text)
        assert "No review has been held yet, so this looks back 14 days" in shown
        assert "Since 8 Nov 2026" in shown
        await pilot.press("less_than_sign", "c")
        assert "that is for the page of a milestone" in screen_text(app)
        await pilot.press("s")
        typed(app, "2026-11-20")
        await pilot.press("enter")
        shown = await rested(app, pilot, lambda text: "reading the past" not in text)
        assert "Since 20 Nov 2026" in shown
        assert "Texts help" not in shown
        await pilot.press("space", "space")
        assert "2 of 2" in screen_text(app)
        path = root / "milestones" / "b" / f"{NEXT}.json"
        path.write_text(path.read_text("utf-8").replace("Dunning", "Dunning letters").replace("2027-03-31", "2027-06-30"), "utf-8")
        app.link.refresh()
        assert "Dunning letters" in await rested(app, pilot, lambda text: "letters" in text)
        await pilot.press("G")
        shown = screen_text(app)
        assert "no date and no health was changed" in shown
        assert "Dunning letters · target Q1 2027 → Q2 2027" in shown[shown.index("Meanwhile others changed"):]
        await pilot.press("k")
        path.unlink()
        app.link.refresh()
        await rested(app, pilot, lambda text: "What this review came to" in text)
        await pilot.press("question_mark")
        assert "Keys of the review" in screen_text(app)
        await pilot.press("escape", "escape")
        assert not isinstance(app.screen, ReviewDialog)
        kept = ReviewState.of_json(app.sessions.session()["review"])
        assert kept is not None
        assert (kept.since.words, kept.ids, kept.at) == ("2026-11-20", [MVP], 2)


def test_a_review_is_kept_as_it_stands_and_what_makes_no_sense_is_none() -> None:
    state = ReviewState(Since("2026-11-08T10:00:00Z", "r", "v1"), NOW, ["a", "b"], {"a": (None, "2026-12-01", "day")})
    state.at, state.attendees, state.made = 2, ["p"], [("decision", "d")]
    again = ReviewState.of_json(json.loads(json.dumps(state.as_json())))
    assert again is not None
    assert again.as_json() == state.as_json()
    for wrong in ({}, {**state.as_json(), "since": []}, {**state.as_json(), "at": "x"}, {**state.as_json(), "dates": {"a": [1]}}):
        assert ReviewState.of_json(wrong) is None
    again.drop({"a"})
    assert (again.ids, again.at, again.id) == (["b"], 1, "b")
    again.drop({"b"})
    assert (again.ids, again.at) == ([], 1)
