"""The Experiments screen and its dialogs: from a hypothesis to a design, numbers, sessions and a verdict, and what the files then say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from goldens import assert_as_in, at_rest
from stage import NOW, all_bytes, make_workspace, opened, rested, saved, screen_text, stored, until
from textual.pilot import Pilot

from pmtui.app.experimenting import Experimenting
from pmtui.app.main import PmtuiApp
from pmtui.app.unsaved import UNSAVED
from pmtui.cli.opening import make_demo
from pmtui.domain.change import Change, Edit
from pmtui.screens.dialogs.experiment_entry import ExperimentDialog
from pmtui.screens.dialogs.experiment_numbers import ExperimentNumbersDialog
from pmtui.store.workspace import Workspace
from pmtui.widgets.quiet_rows import QuietRows

FOLDER = Path(__file__).with_name("golden_experiments")
SIZES = ((80, 24), (120, 36), (200, 50))
PROBLEM, BELIEF, OTHER, TEST, TALKS = "ppppppppp1", "hhhhhhhhh1", "hhhhhhhhh2", "xxxxxxxxx1", "xxxxxxxxx2"
RECORDS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("problem", PROBLEM, {"title": "Cards fail"}),
    ("hypothesis", BELIEF, {"title": "Asking helps", "problem": PROBLEM, "metric": "cards updated", "status": "testing"}),
    ("hypothesis", OTHER, {"title": "Mails are read", "problem": PROBLEM}),
    ("experiment", TEST, {
        "title": "Ask or not", "hypothesis": BELIEF, "method": "ab_test", "status": "running", "start": "2026-11-01",
        "metric": "cards updated", "baseline_rate": 0.05, "mde": 0.01, "planned_n": 4000, "daily_users": 1200, "segment": "all",
        "decision_rule": "Ship if it wins.",
        "arms": [{"id": "aaaaaaaaa1", "name": "Today", "rank": "a0"}, {"id": "aaaaaaaaa2", "name": "Asked", "rank": "a1"}],
        "guardrails": [{"id": "ggggggggg1", "name": "Complaints", "direction": "down"}],
        "frozen": {"at": "2026-11-01T09:00:00Z", "metric": "cards updated", "mde": 0.01, "planned_n": 4000,
                   "decision_rule": "Ship if it wins."},
    }),
    ("experiment", TALKS, {"title": "Talk to five", "hypothesis": BELIEF, "method": "usability_test", "planned_n": 5}),
)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = make_workspace(tmp_path / "product", count=1)
    with Workspace(found) as workspace:
        edits = tuple(Edit(kind, id, None, {"id": id, "created_at": NOW, **data}) for kind, id, data in RECORDS)
        workspace.save(Change("make", edits, at=NOW))
    for path in (found / ".local" / "journal").iterdir():
        path.unlink()
    return found


def experiment(root: Path, id: str = TEST) -> dict[str, Any]:
    return stored(root, id, "experiments")


async def typed(pilot: Pilot[int], text: str) -> None:
    focused = pilot.app.screen.focused
    assert focused is not None
    focused.insert_text_at_cursor(text) if hasattr(focused, "insert_text_at_cursor") else focused.insert(text)  # type: ignore[attr-defined]
    await pilot.pause()


async def test_from_numbers_to_the_verdict_in_two_dialogs_and_back_by_undo(root: Path) -> None:
    async with opened(root, (120, 40)) as (app, pilot):
        before = all_bytes(root)
        await pilot.press("g", "x")
        app.records_screen.view_widget.move_to_id(TALKS)
        await rested(app, pilot, lambda text: "m session" in text and "n numbers" not in text)
        app.records_screen.view_widget.move_to_id(TEST)
        await rested(app, pilot, lambda text: "n numbers" in text and "m session" not in text)  # the foot follows the cursor
        await pilot.press("n")
        assert isinstance(app.screen, ExperimentNumbersDialog)
        await typed(pilot, "4000")
        await pilot.press("tab")
        await typed(pilot, "4001")
        assert "Today: 4,001 conversions, but only 4,000 participants" in screen_text(app)
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, ExperimentNumbersDialog)  # what cannot be is refused in place
        for _ in "4001":
            await pilot.press("backspace")
        for text in ("200", "4000", "250", "4000", "40", "4000"):
            await typed(pilot, text)
            await pilot.press("enter")
        assert "+0.24 to +2.26 · better with" in " ".join(screen_text(app).split())  # while the last cell is still blank
        await typed(pilot, "38")
        await pilot.press("enter")
        await saved(app, pilot)
        assert [(one["participants"], one["conversions"]) for one in experiment(root)["arms"]] == [(4000, 200), (4000, 250)]
        readings = {one["arm"]: one["conversions"] for one in experiment(root)["guardrails"][0]["readings"]}
        assert readings == {"Today": 40, "Asked": 38}

        await pilot.press("d")
        assert isinstance(app.screen, ExperimentDialog)
        text = screen_text(app)
        assert "Ship if it wins." in text
        assert "‹ won ›" in text
        await pilot.press("ctrl+s")
        assert "learning: what do we know now?" in await rested(app, pilot, lambda text: "what do we know" in text)
        await typed(pilot, "Asking once is enough.")
        await pilot.press("tab", "tab", "tab", "f", "ctrl+s")
        assert "persevere, pivot or stop?" in await rested(app, pilot, lambda text: "The verdict is kept" in text)
        await pilot.press("enter")
        await rested(app, pilot, lambda text: "Asking helps" in text and app.records_screen.name == "hypotheses"
                     and app.screen is not app.records_screen)  # the next step's own dialog
        await pilot.press("escape")
        await saved(app, pilot)
        kept = experiment(root)
        assert (kept["result"], kept["status"], kept["learning"]) == ("won", "stopped", ["Asking once is enough."])
        beliefs = [stored(root, id, "hypotheses") for id in (BELIEF, OTHER)]
        assert [one["learnings"][0]["stance"] for one in beliefs] == ["for", "for"]
        assert beliefs[0]["status"] == "supported"
        assert beliefs[0]["learnings"][0]["experiment"] == TEST
        await pilot.press("u", "u")
        await saved(app, pilot)
        assert all_bytes(root) == before


async def test_from_a_hypothesis_to_a_design_that_starts_only_when_all_is_stated(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out: list[dict[str, str]] = []
    with_offer = Experimenting._with_offer
    monkeypatch.setattr(
        Experimenting, "_with_offer", lambda self, record, values: worked_out.append(dict(values)) or with_offer(self, record, values),
    )
    async with opened(root, (120, 40)) as (app, pilot):
        before = all_bytes(root)
        await pilot.press("3")
        app.records_screen.view_widget.move_to_id(OTHER)
        await pilot.press("X", "a")
        assert isinstance(app.screen, ExperimentDialog)
        assert "A/B test" in screen_text(app)
        assert list(app.screen.fields.editors) == ["method"]  # an editor a field would make it slow to open
        await pilot.click(QuietRows, offset=(2, 5))
        assert app.screen.focused is app.screen.fields.editors["baseline_rate"]
        app.screen.fields.go("method")
        for text in ("Mail or silence", "", "mails opened", "", "Silence, Mail", "5 %", "1 %", "0.05", "0.8", "1200"):
            await pilot.press("tab")
            field = app.screen.focused
            if text and field is not None:
                field.value = text  # type: ignore[attr-defined]
        await pilot.pause()
        text = screen_text(app)
        assert "8,158 an arm · 16,316 in 2 arms · 14 days" in text
        assert "half the effect, 0.5 points: 31,234 an arm (3.8 ×)" in text
        assert "to state before it starts: 3 left" in text
        assert "8,158, as worked out" in text  # what a blank n is taken for
        assert all(one != after for one, after in pairwise(worked_out))  # once for what is typed
        await pilot.press("ctrl+s")
        await saved(app, pilot)
        table = app.snapshot.table("experiment")
        made = table.record(list(table.column("title").rows()).index("Mail or silence"))
        kept = experiment(root, made.id)
        assert (kept["hypothesis"], kept["baseline_rate"], kept["mde"], kept["metric"]) == (OTHER, 0.05, 0.01, "mails opened")
        assert sorted(one["name"] for one in kept["arms"]) == ["Mail", "Silence"]

        await rested(app, pilot, lambda text: "planned; > starts it" in text)
        assert app.records_screen.cursor_record() == made  # on the Experiments screen
        await pilot.press(">")
        text = await rested(app, pilot, lambda text: "Before it starts" in text)
        assert "status" not in experiment(root, made.id)
        for text in ("everybody", "Complaints"):
            await typed(pilot, text)
            await pilot.press("tab")
        await typed(pilot, "Ship if it wins.")
        await pilot.press("ctrl+s")
        assert "which way is better" in await rested(app, pilot, lambda text: "which way" in text)
        await typed(pilot, " down")
        await pilot.press("ctrl+s")
        await saved(app, pilot)
        kept = experiment(root, made.id)
        assert (kept["status"], kept["segment"], kept["planned_n"]) == ("running", "everybody", 8158)
        assert kept["guardrails"][0]["direction"] == "down"
        assert app.snapshot.record("hypothesis", OTHER)["status"] == "testing"  # in the same change: one undo takes back both
        assert kept["frozen"]["decision_rule"] == "Ship if it wins."
        await pilot.press("u", "u")
        await saved(app, pilot)
        assert "deleted_at" in experiment(root, made.id)
        assert {name: text for name, text in all_bytes(root).items() if made.id not in name} == before


async def test_results_are_read_from_a_file_into_the_table_and_a_wrong_one_is_refused(root: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "results.csv", tmp_path / "wrong.csv"
    good.write_text("arm;participants;conversions\nToday;4000;200\nAsked;4000;250\n", encoding="utf-8")
    bad.write_text("arm,participants,conversions\nToday,10,11\n", encoding="utf-8")
    async with opened(root, (80, 24)) as (app, pilot):
        await pilot.press("g", "x")
        app.records_screen.view_widget.move_to_id(TEST)
        await pilot.press("n", *["down"] * 4)
        for path in (bad, tmp_path / "none.csv"):
            app.screen.focused.value = str(path)  # type: ignore[union-attr]
            await pilot.press("enter")
            assert await rested(app, pilot, lambda text: "11 conversions" in text or "no such file" in text)
        app.screen.focused.value = ""  # type: ignore[union-attr]
        await typed(pilot, str(tmp_path / "res"))
        await until(app, pilot, lambda: app.screen.focused._suggestion)  # type: ignore[union-attr]
        await pilot.press("right", "enter")
        await rested(app, pilot, lambda text: "2 lines read" in text)
        await pilot.press("ctrl+s")
        await saved(app, pilot)
        assert [one["conversions"] for one in experiment(root)["arms"]] == [200, 250]
        await pilot.press("n")
        await typed(pilot, "7")
        dialog = app.screen
        assert isinstance(dialog, ExperimentNumbersDialog)
        lost = dialog.unsaved()
        await pilot.press("escape", "y")
        app.effects.room(UNSAVED).put(["experiment.numbers", TEST], lost)  # as after a crash
        await pilot.press("n")
        assert isinstance(app.screen, ExperimentNumbersDialog)
        assert app.screen.unsaved() == lost


async def test_sessions_one_after_the_other_and_what_was_said_becomes_evidence(root: Path) -> None:
    async with opened(root, (80, 24)) as (app, pilot):
        await pilot.press("3")
        app.records_screen.view_widget.move_to_id(BELIEF)
        await pilot.press("enter", "l")
        detail = app.records_screen.detail
        detail.complete()
        number = next(at for at, link in enumerate(detail.links) if link.target.id == TALKS)
        detail.mark(number)
        await pilot.press("enter")
        await until(app, pilot, lambda: app.records_screen.name == "experiments")  # a link to an experiment leads to its screen
        record = app.records_screen.cursor_record()
        assert record is not None
        assert record.id == TALKS
        await pilot.press("m")
        for text in ("Ada, Acme", "3", "4"):
            await typed(pilot, text)
            await pilot.press("tab")
        await pilot.press("ctrl+s")
        assert "4" in await rested(app, pilot, lambda text: "succeeded" in text)
        assert "sessions" not in experiment(root, TALKS)
        await pilot.press("backspace")
        await typed(pilot, "2")
        await pilot.press("tab")
        await typed(pilot, "Looked twice.")
        await pilot.press("tab")
        await typed(pilot, "Where is it?")
        await pilot.press("ctrl+n")
        await rested(app, pilot, lambda text: "session 1 is kept" in text)
        await typed(pilot, "Ben")
        await pilot.press("ctrl+s")
        await saved(app, pilot)
        sessions = sorted(experiment(root, TALKS)["sessions"], key=lambda one: one["who"])
        assert [(one["who"], one["tasks"], one.get("succeeded")) for one in sessions] == [("Ada, Acme", 3, 2), ("Ben", 3, None)]
        said = stored(root, PROBLEM, "problems")["evidence"]
        assert [(one["quote"], one["source"], one["customer"], one["origin"]) for one in said] == [
            (["Where is it?"], "observation", "Ada, Acme", "Talk to five"),
        ]
        lost = {"who": "Cem", "tasks": "", "succeeded": "", "notes": "Stopped at", "quote": "", "at": "today"}
        app.effects.room(UNSAVED).put(["experiment.meet", TALKS], lost)  # as after a crash
        await pilot.press("m")
        assert isinstance(app.screen, ExperimentDialog)
        assert app.screen.typed() == lost


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PMTUI_NOW", NOW)
        yield make_demo(tmp_path_factory.mktemp("golden") / "product")


VIEWS: dict[str, tuple[str, ...]] = {
    "list": ("g", "x", "g", "g", "j", "j", "j", "j"), "detail": ("enter",), "board": ("escape", "b"), "plan": ("b", "p"),
    "numbers": ("escape", "n"), "verdict": ("escape", "d"), "session": ("escape", "k", "m"),
}
"""What is looked at, and the keys that lead there from the one before."""
WIDE = ("list", "verdict")
"""What is looked at on the widest screen, too."""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_screen_and_its_dialogs_look_as_in_the_golden_files(demo: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    wrong = []
    async with opened(demo, size) as (app, pilot):
        for name, keys in VIEWS.items():
            await pilot.press(*keys)
            if size[0] == SIZES[-1][0] and name not in WIDE:
                continue
            wrong += _differs(name, size, await _whole(app, pilot))
        await pilot.press("escape")
    async with opened(make_workspace(tmp_path / "empty", count=0), size) as (app, pilot):
        await pilot.press("g", "x")
        wrong += _differs("empty", size, await at_rest(app, pilot))
    assert not wrong, "\n".join(wrong)


def _differs(name: str, size: tuple[int, int], text: str) -> list[str]:
    top, _, rest = text.partition("\n")
    try:
        assert_as_in(FOLDER, name, size, text if "╭" in top else rest)
    except AssertionError as error:
        return [str(error).partition("\nassert")[0]]
    return []


async def _whole(app: PmtuiApp, pilot: Pilot[int]) -> str:
    """The screen once nothing changes any more and the detail pane has what comes late."""
    await until(app, pilot, lambda: app.records_screen.detail._is_whole or not app.records_screen.detail.text_width)
    return await at_rest(app, pilot)
