"""How a workspace stands to branch and remote: what is told, when git is asked, and when it is not."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from pmtui.store.git_folders import place_of
from pmtui.store.state_watch import StateWatch
from pmtui.store.sync_git import Calls
from pmtui.store.sync_state import Arrival, SyncState, arrivals, marks_of, sync_state
from tests.store.clones import Clone, copies, settle, team
from tests.store.workspaces import IDS, git, made

ONE, TWO, THREE = IDS[4], IDS[5], IDS[6]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    ana, ben = team(folder, "ana", "ben", code=True)
    ana.add(ONE)
    ana.add(TWO)
    settle([ana, ben])
    return folder


@pytest.fixture
def pair(template: Path, tmp_path: Path) -> list[Clone]:
    return copies(template, tmp_path, "ana", "ben")


def state_of(clone: Clone) -> SyncState:
    root = clone.workspace.root
    place = place_of(root)
    assert place is not None
    calls = Calls(root)
    found = sync_state(root, place, calls)
    assert calls.count == 1
    return found


def test_in_step_then_changed_then_ahead_then_behind(pair: list[Clone]) -> None:
    ana, ben = pair
    assert state_of(ana) == SyncState("main", ana.head(), "origin/main", 0, 0, 0)
    ana.set(ONE, status="doing")
    ana.add(THREE)
    (ana.top / "code.py").write_text("unfinished\n")
    (ana.workspace.path / "notes.txt").write_text("not a record\n")
    assert state_of(ana).changed == 2, "records alone count"
    ana.git("commit", "-qam", "By hand")
    assert state_of(ana)[3:] == (1, 0, 1)
    ben.set(TWO, status="doing")
    ben.sync()
    ana.git("fetch", "-q")
    assert state_of(ana)[3:] == (1, 1, 1)


def test_without_commit_upstream_or_branch(tmp_path: Path, pair: list[Clone]) -> None:
    (tmp_path / "alone").mkdir()
    with made(tmp_path / "alone") as workspace:
        assert place_of(workspace.root) is None
        git(tmp_path / "alone", "init", "-q", "-b", "trunk")
        assert state_of(Clone(tmp_path / "alone", workspace)) == SyncState("trunk", "", "", None, None, 0)
    ana, _ = pair
    ana.git("checkout", "-q", "--detach")
    assert state_of(ana)[:4] == ("", ana.head(), "", None)
    ana.git("switch", "-qc", "topic")
    ana.git("push", "-qu", "origin", "topic")
    ana.git("push", "-q", "origin", ":topic")
    ana.git("fetch", "-q", "--prune")
    assert state_of(ana)[2:5] == ("origin/topic", None, None), "what is gone from the remote cannot be told apart"


def test_a_linked_worktree_has_a_branch_of_its_own(pair: list[Clone], tmp_path: Path) -> None:
    ana, _ = pair
    ana.git("worktree", "add", "-q", "-b", "topic", str(tmp_path / "linked"))
    place = place_of(str(tmp_path / "linked" / "product"))
    assert place is not None
    assert Path(place.folder).parent.name == "worktrees"
    assert Path(place.common) == ana.top / ".git"
    assert sync_state(str(tmp_path / "linked" / "product"), place, Calls(str(tmp_path / "linked" / "product"))).branch == "topic"


def test_the_marks_tell_of_commits_branches_and_fetches(pair: list[Clone]) -> None:
    ana, ben = pair
    place = place_of(ana.workspace.root)
    assert place is not None
    seen = [marks_of(place, state_of(ana))]
    assert marks_of(place, state_of(ana)) == seen[0], "asking git changes nothing"
    ben.set(TWO, status="doing")
    ben.sync()
    ana.git("fetch", "-q")
    seen.append(marks_of(place, state_of(ana)))
    ana.git("commit", "-q", "--allow-empty", "-m", "Empty")
    seen.append(marks_of(place, state_of(ana)))
    ana.git("switch", "-qc", "topic")
    seen.append(marks_of(place, state_of(ana)))
    assert len(set(seen)) == 4


def test_what_others_changed_is_told_by_person(pair: list[Clone]) -> None:
    ana, ben = pair
    old = ana.head()
    ana.set(ONE, status="doing")
    ben.set(TWO, status="doing")
    ben.sync()
    ben.add(THREE, "problem")
    ben.sync()
    ana.sync()
    found = arrivals(Calls(ana.workspace.root), old, ana.head())
    assert found == [Arrival("Ben", (("problem", THREE), ("item", TWO)))], "one's own commits are no news"
    email = git(ben.top, "config", "user.email").strip()
    (ana.top / ".mailmap").write_text(f"Ben Roth <{email}>\n")
    assert [one.author for one in arrivals(Calls(ana.workspace.root), old, ana.head())] == ["Ben Roth"]


class Heard:
    """What a watch tells."""

    def __init__(self) -> None:
        self.states: list[SyncState | None] = []
        self.came: list[Arrival] = []
        self.at: list[float] = []

    def __call__(self, state: SyncState | None, came: Sequence[Arrival]) -> None:
        self.states.append(state)
        self.came += came
        self.at.append(time.monotonic())


def until(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_the_watch_tells_changes_and_asks_nothing_while_there_are_none(pair: list[Clone], monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = pair
    asked: list[str] = []
    started = Calls._started

    def noted(self: Calls, words: tuple[str, ...], *more: Any, **streams: Any) -> Any:
        asked.append(words[0])
        return started(self, words, *more, **streams)

    monkeypatch.setattr(Calls, "_started", noted)
    heard = Heard()
    watch = StateWatch(ana.workspace.root, heard, poll=0.05, pause=0.2)
    watch.start()
    try:
        until(lambda: heard.states)
        time.sleep(0.3)
        assert asked == ["status"]
        ana.set(ONE, status="doing")
        for _ in range(20):
            watch.nudge()
        until(lambda: heard.states[-1] and heard.states[-1].changed == 1)
        time.sleep(0.5)
        assert asked.count("status") <= 3, "changes that come together are looked at together"
        ben.set(TWO, status="doing")
        ben.sync()
        ana.sync()
        until(lambda: heard.came)
        assert [one.author for one in heard.came] == ["Ben"]
        until(lambda: heard.states[-1] and heard.states[-1].changed == 0)  # not yet while the index follows the branch
    finally:
        watch.close()
    until(lambda: not watch._thread.is_alive())  # an answer of git may be on its way


def test_the_watch_waits_while_a_sync_is_at_work_and_knows_a_new_repository(tmp_path: Path) -> None:
    with made(tmp_path) as workspace:
        heard = Heard()
        watch = StateWatch(workspace.root, heard, poll=0.05, pause=0.05)
        watch.start()
        try:
            until(lambda: heard.states == [None])
            watch.hold(True)
            git(tmp_path, "init", "-q", "-b", "trunk")
            time.sleep(0.6)
            assert heard.states == [None]
            watch.hold(False)
            until(lambda: heard.states[-1] is not None)
            assert heard.states[-1] == SyncState("trunk", "", "", None, None, 0)
        finally:
            watch.close()


def test_what_git_refuses_is_told_as_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with made(tmp_path) as workspace:
        git(tmp_path, "init", "-q")
        monkeypatch.setenv("PATH", "")
        heard = Heard()
        watch = StateWatch(workspace.root, heard)
        watch.start()
        until(lambda: heard.states == [None])
        watch.close()
