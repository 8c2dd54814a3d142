"""The steps of a sync as it tells them, and the log at several sizes; with GOLDEN=write these are written anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import test_golden
from test_golden import SIZES, assert_golden
from textual.widgets import Static

from pmtui.screens.dialogs.sync import SyncDialog
from pmtui.screens.dialogs.sync_lines import Result, SyncRun, commands_by_key, sync_lines
from pmtui.screens.dialogs.sync_steps import COMMIT, FETCH, MERGE, PUSH, SAVE, State, Steps
from pmtui.widgets.cells import width_of
from pmtui.widgets.styled_lines import text_of
from tests.widgets.stage import WidgetApp, screen_text

NOW = 100.0


@pytest.fixture(autouse=True)
def golden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_golden, "FOLDER", Path(__file__).with_name("golden_sync"))


def states(steps: Steps) -> dict[str, State]:
    return {one.name: one.state for one in steps}


def test_a_sync_from_its_beginning_to_its_end() -> None:
    steps = Steps(10)
    assert states(steps) == {SAVE: State.RUNNING, COMMIT: State.WAITING, FETCH: State.WAITING, MERGE: State.WAITING, PUSH: State.WAITING}
    steps.saved(2, 11)
    assert (steps[SAVE].words, steps.doing) == ("saved 2 changes", "committing")
    steps.said("commit.begin", "", 11)
    steps.said("commit.branch", "Set status of 3 items", 12)
    assert steps[COMMIT] == (COMMIT, State.DONE, "committed: Set status of 3 items", 11, 1)
    steps.said("fetch.begin", "asking the remote", 12)
    assert (steps.committed, steps.doing) == ("Set status of 3 items", "fetching")
    steps.said("fetch.done", "", 15)
    assert steps.doing == "merging"
    steps.said("merge.made", "merging origin/main", 16)
    steps.said("place.remembered", "", 16)
    assert not steps.is_merged
    steps.said("place.branch", "", 16)
    assert steps.is_merged
    steps.said("push.begin", "pushing to origin/main", 17)
    assert (steps[PUSH].words, steps.doing) == ("pushing to origin/main", "pushing")
    steps.said("push.late", "somebody else pushed meanwhile; once more", 18)
    assert (steps[PUSH].state, steps.doing) == (State.WAITING, "merging")
    steps.said("merge.made", "merging origin/main", 18)
    steps.said("push.begin", "pushing to origin/main", 19)
    steps.said("something.new", "that nobody here knows", 19)
    steps.succeeded(20, "committed: Set status of 3 items", "merged what is new in origin/main", "pushed to origin/main", has_remote=True)
    assert set(states(steps).values()) == {State.DONE}
    assert [one.seconds for one in steps] == [1, 1, 3, 1, 1]
    assert (steps.doing, steps.ended) == ("", 20)


def test_what_there_is_nothing_to_do_about_is_told_so() -> None:
    steps = Steps(0)
    steps.saved(0, 0)
    steps.succeeded(1, "", "", "", has_remote=False)
    assert set(states(steps).values()) == {State.NOTHING}
    assert [one.words for one in steps][2:] == ["no remote to ask", "nothing new to merge", "nothing to push"]


@pytest.mark.parametrize(("is_cancelled", "state"), [(True, State.CANCELLED), (False, State.FAILED)])
def test_it_stops_at_the_step_that_was_under_way(is_cancelled: bool, state: State) -> None:
    steps = Steps(0)
    steps.saved(0, 0)
    steps.said("fetch.begin", "asking the remote", 1)
    steps.stopped(4, is_cancelled=is_cancelled)
    assert [one.state for one in steps] == [State.NOTHING, State.NOTHING, state, State.WAITING, State.WAITING]
    assert steps[FETCH].seconds == 3


def running() -> SyncRun:
    run = SyncRun(75)
    run.steps.saved(1, 75)
    run.steps.said("commit.branch", 'Set status of 3 items, add "Retry failed card payments"', 76)
    run.steps.said("fetch.begin", "asking the remote", 76)
    return run


def cancelled() -> SyncRun:
    run = running()
    run.steps.stopped(NOW, is_cancelled=True)
    run.result = Result(
        "", (), 0, "cancelled: what was committed stays (Set status of 3 items), nothing else was changed", "S goes on from here",
        is_cancelled=True,
    )
    return run


def done() -> SyncRun:
    run = running()
    run.steps.said("fetch.done", "", 80)
    run.steps.succeeded(81, run.steps[COMMIT].words, "merged what is new in origin/main", "pushed to origin/main", has_remote=True)
    run.result = Result("", ("finished the merge that an earlier sync had begun",))
    run.news = (
        "Ben changed 3 items: Invoice PDF in the e-mail, Dunning e-mails in three languages, Export the ledger as CSV",
        "Zoë Ångström-Łukaszewicz changed 1 problem: 顧客は請求書を読まない",
    )
    return run


def conflicts() -> SyncRun:
    run = done()
    run.result = Result(conflicts=12)
    return run


def nothing() -> SyncRun:
    run = SyncRun(NOW, is_dry=True)
    run.steps.saved(0, NOW)
    run.steps.succeeded(NOW, "", "", "", has_remote=True)
    run.result = Result("nothing to do: in step with origin/main")
    return run


def failed() -> SyncRun:
    run = running()
    run.steps.stopped(80, is_cancelled=False)
    hint = "everything is committed here; log in once with git fetch in a terminal, so that git remembers it, and sync again"
    fault = "the remote does not let git in: could not read Username for 'https://example.org': terminal prompts disabled"
    run.result = Result("", (), 0, fault, hint, ("git fetch",))
    return run


def unknown() -> SyncRun:
    run = SyncRun(NOW)
    run.steps.saved(0, NOW)
    run.steps.stopped(NOW, is_cancelled=False)
    commands = 'git config --global user.name "Your Name"', "git config --global user.email you@example.com"
    hint = f"run {commands[0]} and {commands[1]}, and sync again"
    run.result = Result("", (), 0, "git does not know who you are, and a commit must say it", hint, commands)
    return run


RUNS: dict[str, Callable[[], SyncRun]] = {
    "running": running, "cancelled": cancelled, "done": done, "conflicts": conflicts, "nothing": nothing, "failed": failed,
    "unknown": unknown,
}


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("width", [20, 43, 73])
def test_no_line_is_wider_than_the_log(name: str, width: int) -> None:
    lines = sync_lines(RUNS[name](), width, NOW, "g c")
    assert [text for text in text_of(lines).split("\n") if width_of(text) > width] == []


@pytest.mark.parametrize("size", [*SIZES, (50, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_log_as_text(size: tuple[int, int]) -> None:
    wrong = []
    app = WidgetApp(Static(""))
    async with app.run_test(size=size) as pilot:
        for name, run in RUNS.items():
            dialog = SyncDialog(run(), lambda: None, lambda text: None, {("g", "c"): "go.conflicts"}, lambda: NOW)
            await app.push_screen(dialog)
            await pilot.pause()
            await pilot.pause()
            try:
                assert_golden(name, size, screen_text(app).rstrip("\n"))
            except AssertionError as error:
                wrong.append(str(error))
            dialog.dismiss(None)
            await pilot.pause()
    assert not wrong, "\n".join(wrong)


def test_the_keys_that_copy() -> None:
    assert commands_by_key(Result(commands=("git fetch",))) == {"y": "git fetch"}
    assert commands_by_key(Result(commands=("a b", "c d"))) == {"1": "a b", "2": "c d"}
    assert commands_by_key(Result()) == {}


@pytest.mark.parametrize(("run", "keys", "answer", "copied"), [
    (done, ["escape"], [None], []),
    (done, ["x", "enter"], [None], []),
    (done, ["g", "c"], [], []),
    (conflicts, ["g", "c"], ["conflicts"], []),
    (conflicts, ["g", "x", "q"], [None], []),
    (failed, ["y", "S"], ["again"], ["git fetch"]),
    (unknown, ["2", "space"], [None], ["git config --global user.email you@example.com"]),
    (running, ["enter"], ["behind"], []),
    (running, ["q"], ["behind"], []),
    (running, ["g", "y", "S"], [], []),
])
async def test_what_the_keys_answer(run: Callable[[], SyncRun], keys: list[str], answer: list[str | None], copied: list[str]) -> None:
    app = WidgetApp(Static(""))
    answers: list[str | None] = []
    taken: list[str] = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(SyncDialog(run(), lambda: None, taken.append, {("g", "c"): "go.conflicts"}), answers.append)
        await pilot.pause()
        await pilot.press(*keys)
        assert (answers, taken) == (answer, copied)
        assert isinstance(app.screen, SyncDialog) == (not answer)


async def test_escape_cancels_what_runs_and_says_so_until_it_has_ended() -> None:
    app = WidgetApp(Static(""))
    run = running()

    def cancel() -> None:
        run.is_cancelling = True

    async with app.run_test(size=(80, 24)) as pilot:
        dialog = SyncDialog(run, cancel, lambda text: None, {})
        app.push_screen(dialog)
        await pilot.pause()
        assert dialog._timer is not None
        await pilot.press("escape")
        assert "cancelling …" in screen_text(app)
        assert "esc cancel" not in screen_text(app)
        run.steps.stopped(NOW, is_cancelled=True)
        run.result = Result(fault="cancelled: nothing was changed", is_cancelled=True)
        dialog.show()
        await pilot.pause()
        assert "Cancelled: nothing was changed." in screen_text(app)
        assert dialog._timer is None, "nothing follows the clock any more"
