"""The dialogs of hypotheses and decisions: how they look, and the way of a belief and of a question through them, down to the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from goldens import SIZES, assert_as_in, at_rest
from stage import NOW, all_bytes, make_workspace, opened, saved, screen_text, stored, until, until_shown
from textual.containers import Vertical

from pmtui.app.main import PmtuiApp
from pmtui.domain.calibration import calibration_of
from pmtui.domain.change import Change, Edit
from pmtui.domain.was_wrong import Mistake
from pmtui.screens.dialogs.decision_was_wrong import MistakesView
from pmtui.screens.dialogs.sentence_steps import SentenceDialog
from pmtui.store.workspace import Workspace
from tests.conftest import IS_SOAK

FOLDER = Path(__file__).with_name("golden_decisions")
TEXTS, NAMES, WEEKLY, TEST, ITEM, OPEN, WRONG, ANA = (
    "hhhhhhhhh1", "hhhhhhhhh2", "hhhhhhhhh3", "xxxxxxxxx1", "bbbbbbbbb1", "ddddddddd1", "ddddddddd2", "ppppppppp1",
)
ARMS = [{"id": "aaaaaaaaa1", "name": "Mail", "rank": "a0", "participants": 2000, "conversions": 980},
        {"id": "aaaaaaaaa2", "name": "Mail and text", "rank": "a1", "participants": 2000, "conversions": 990}]
RECORDS: dict[str, tuple[str, dict[str, Any]]] = {
    TEXTS: ("hypothesis", {"title": "A text gets cards updated", "status": "testing", "change": "sending a text beside the mail",
                           "outcome": "update the card within three days", "metric": "invoices paid, %", "baseline": 49, "target": 54,
                           "confidence": 80, "importance": 5, "certainty": 4}),
    NAMES: ("hypothesis", {"title": "A name in the mail helps", "importance": 4, "certainty": 2}),
    WEEKLY: ("hypothesis", {"title": "More reminders help", "status": "refuted", "confidence": 70, "learnings": [
        {"id": "k1", "at": "2026-10-01T09:00:00Z", "text": ["Nobody pays sooner for being asked more often."], "stance": "against"}]}),
    TEST: ("experiment", {"title": "Text beside the mail", "hypothesis": TEXTS, "method": "ab_test", "status": "stopped", "arms": ARMS,
                          "planned_n": 1900, "start": "2026-09-01", "end": "2026-10-01"}),
    ITEM: ("item", {"title": "Send texts", "rank": "a9", "status": "ready", "hypotheses": [TEXTS]}),
    OPEN: ("decision", {"title": "Which books come first", "driver": ANA, "options": [
        {"id": "k1", "title": "DATEV first", "rank": "a0", "for": ["Largest share"], "against": ["Takes weeks"]},
        {"id": "k2", "title": "Good CSV first", "rank": "a1", "for": ["Helps everybody"]}]}),
    WRONG: ("decision", {"title": "Texts for everybody?", "status": "reversed", "chosen": "Yes", "wrong_because": ["Read is not trusted."],
                         "reasons": [{"id": "k1", "at": "2026-10-15T10:00:00Z", "field": "status", "to": "reversed", "text": ["x"]}]}),
}
VIEWS: dict[str, tuple[str, ...]] = {
    "sentence": ("3", "g", "g", "P"), "sentence of a persona": ("tab",), "follows": ("escape", "j", "d"),
    "rests on it": ("s",), "why stop": ("space", "enter"), "why pivot": ("escape", "d", "v"), "was wrong": ("escape", "g", "w"),
    "learn": ("escape", ":", *"learn for", "enter", *"It is the tone", "tab", "-", "j", "+"),
    "decide": ("escape", "y", "6", "/", *"which books", "enter", "d"), "decide why": ("2",), "option": ("escape", "X"),
}
"""What is pressed one after the other."""


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = make_workspace(tmp_path / "product", count=2)
    edits = [Edit(kind, id, None, {"id": id, "created_at": "2026-10-20T09:00:00Z", **data}) for id, (kind, data) in RECORDS.items()]
    edits.append(Edit("persona", "vvvvvvvvv1", None, {"id": "vvvvvvvvv1", "title": "Priya, pays for her team", "created_at": NOW}))
    with Workspace(made) as workspace:
        workspace.save(Change("make", tuple(edits), at=NOW))
    return made


def box(app: PmtuiApp) -> str:
    """What the dialog shows: the screen behind it is somebody else's."""
    region = app.screen.query_one(Vertical).region
    lines = screen_text(app).split("\n")[region.y : region.bottom]
    return "\n".join(line[region.x : region.right].rstrip() for line in lines)


@pytest.mark.parametrize("size", SIZES if IS_SOAK else SIZES[:1], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_dialogs_look_as_in_the_golden_files(root: Path, size: tuple[int, int]) -> None:
    async with opened(root, size) as (app, pilot):
        for name, keys in VIEWS.items():
            await pilot.press(*keys)
            assert_as_in(FOLDER, name, size, await at_rest(app, pilot, 0.1, box))


def test_no_golden_file_is_left_over() -> None:
    names = {f"{name.replace(' ', '-')}-{size[0]}x{size[1]}.txt" for name in VIEWS for size in SIZES}
    assert {path.name for path in FOLDER.iterdir()} == names


async def test_a_belief_from_its_sentence_to_its_end_and_back(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root, (120, 36)) as (app, pilot):
        await pilot.press("3", "g", "g", "P", *"a name", "enter", "down", "enter", "ctrl+s")
        await saved(app, pilot)
        assert stored(root, NAMES, "hypotheses")["change"] == "a name"
        assert stored(root, NAMES, "hypotheses")["persona"] == "vvvvvvvvv1"
        await pilot.press(">", *"120", "enter")  # testing begins: how sure are we?
        await pilot.pause(0.1)  # nothing comes
        assert "status" not in stored(root, NAMES, "hypotheses")
        await pilot.press("backspace", "backspace", "backspace", *"65%", "enter")
        await saved(app, pilot)
        assert [stored(root, NAMES, "hypotheses")[name] for name in ("status", "confidence")] == ["testing", 65]
        await pilot.press("g", "g", "d", "s", "*", "enter", *"No lift", "ctrl+s")
        await saved(app, pilot)
        found = stored(root, TEXTS, "hypotheses")
        assert (found["decision"], found["status"]) == ("stop", "inconclusive")  # the figures decide nothing: so say the tests
        assert (stored(root, ITEM)["status"], stored(root, ITEM)["reasons"][0]["text"]) == \
            ("dropped", [f"H-{TEXTS} “A text gets cards updated” is stopped: No lift"])
        await pilot.press("u", "u", "u")
        await saved(app, pilot)
    assert all_bytes(root) == before


async def test_nothing_typed_is_lost_by_one_key(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("3", "g", "g", "j", "P", "tab", "tab", *"They trust us", "escape", "n")
        await until(app, pilot, lambda: isinstance(app.screen, SentenceDialog))
        assert app.screen.values["because"] == "They trust us"
        await pilot.press("tab", "tab", *"much", "ctrl+s")
        await until_shown(app, pilot, "'49much' is not a number")
        assert app.screen.step.name == "baseline"
        await pilot.press("escape", "y")
        await until(app, pilot, lambda: app.screen is app.records_screen)


async def test_a_question_is_decided_with_the_one_who_approves(root: Path) -> None:
    async with opened(root, (120, 36)) as (app, pilot):
        await pilot.press("6", "/", *"which books", "enter", "d", "2", *"The first step to all", "ctrl+s")
        await until_shown(app, pilot, "nobody is named who decides")  # it stays, with what was typed
        await pilot.press("a", "ctrl+s")  # the cursor is on the field that is wrong
        await saved(app, pilot)
        found = stored(root, OPEN, "decisions")
        assert [found[name] for name in ("status", "chosen", "approver")] == ["decided", "Good CSV first", ANA]
        assert found["because"] == ["The first step to all"]
        await pilot.press("escape", "4", "Y", "q", *"Now or later", "enter")
        await saved(app, pilot)
        assert "Ask “Now or later”" in app.records_screen.hints.toast_text  # for it is seen elsewhere
        made = next(one for one in app.snapshot.table("decision") if one.title == "Now or later")
        assert (made["about"], made["driver"], made.status) == ([app.records_screen.cursor_record().id], ANA, "open")


def test_of_very_many_mistakes_the_newest_are_told() -> None:
    many = [Mistake("hypothesis", f"h{at}", f"Belief {at}", "", "", "otherwise") for at in range(200)]
    view = MistakesView(calibration_of(()), many, NOW[:10])
    view.wrap(80)
    words = "\n".join("".join(span.text for span in row.line) for row in view.rows)
    assert "Belief 59" in words
    assert "Belief 60" not in words
    assert "and 140 older ones" in words
    assert view.mistake == many[0]
