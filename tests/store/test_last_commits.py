"""When records were last committed: real repositories, with dates of our own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pmtui.store.last_commits import LastCommits, LazyLastCommits, last_commits
from pmtui.store.workspace import Workspace
from tests.store.workspaces import added, change, edit, git

ONE, TWO = "1aaaaaaaaa", "2aaaaaaaaa"
MAY, JUNE, JULY = "2026-05-01T10:00:00Z", "2026-06-01T10:00:00Z", "2026-07-01T10:00:00Z"


class Team:
    """A workspace in a folder of a repository, committed at given instants."""

    def __init__(self, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from pmtui.store.layout import init_workspace

        self.top, self._patch = top, monkeypatch
        git(top, "init", "-q", "-b", "main")
        self.workspace = Workspace(init_workspace(top / "plans", "Team"))

    def commit(self, at: str) -> None:
        self._patch.setenv("GIT_COMMITTER_DATE", at)
        self._patch.setenv("GIT_AUTHOR_DATE", "2020-01-01T00:00:00Z")
        git(self.top, "add", "-A")
        git(self.top, "-c", "user.name=Ana", "-c", "user.email=ana@example.org", "commit", "-q", "-m", at)

    def known(self) -> dict[str, str]:
        return dict(last_commits(self.workspace.root, self.workspace.local).of("item"))


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    made = Team(tmp_path, monkeypatch)
    made.workspace.save(change(added(ONE, title="One"), added(TWO, title="Two")))
    return made


def test_the_last_commit_of_each_file_and_only_the_new_ones_are_asked_for(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    git(team.top, "commit", "-q", "--allow-empty", "-m", "nothing")
    assert team.known() == {}  # not committed yet
    team.commit(MAY)
    assert team.known() == {ONE: MAY, TWO: MAY}
    team.workspace.save(change(edit(TWO, {"title": "Two"}, {"title": "Second"})))
    assert team.known() == {ONE: MAY, TWO: MAY}
    (team.top / "code.py").write_text("1")
    team.commit(JUNE)
    assert team.known() == {ONE: MAY, TWO: JUNE}
    with monkeypatch.context() as patch:  # with nothing new git is not needed
        patch.setenv("PATH", "/nowhere")
        assert team.known() == {ONE: MAY, TWO: JUNE}
        assert LazyLastCommits(team.workspace.root, team.workspace.local).of("item")[TWO] == JUNE


def test_a_rewritten_history_is_read_anew_and_so_is_a_damaged_cache(team: Team) -> None:
    team.commit(MAY)
    team.workspace.save(change(edit(ONE, {"title": "One"}, {"title": "First"})))
    team.commit(JULY)
    assert team.known() == {ONE: JULY, TWO: MAY}
    git(team.top, "reset", "-q", "--hard", "HEAD~1")
    assert team.known() == {ONE: MAY, TWO: MAY}
    for text in ("", "{}", '{"version":1,"head":3}', '{"version":1,"head":"HEAD","seconds":{"item":7}}', "[1"):
        Path(team.workspace.local, "cache", "last-commits.json").write_text(text)
        assert team.known() == {ONE: MAY, TWO: MAY}
    git(team.top, "checkout", "-q", "--detach")
    assert team.known() == {ONE: MAY, TWO: MAY}


def test_what_a_merge_brings_keeps_its_own_time(team: Team) -> None:
    team.commit(MAY)
    git(team.top, "checkout", "-q", "-b", "side")
    team.workspace.save(change(edit(TWO, {"title": "Two"}, {"title": "Second"})))
    team.commit(JUNE)
    git(team.top, "checkout", "-q", "main")
    (team.top / "code.py").write_text("1")
    team.commit(JULY)
    git(team.top, "-c", "user.name=Ana", "-c", "user.email=ana@example.org", "merge", "-q", "--no-edit", "side")
    assert team.known() == {ONE: MAY, TWO: JUNE}


def test_without_a_repository_the_files_tell(tmp_path: Path) -> None:
    from pmtui.store.layout import init_workspace

    workspace = Workspace(init_workspace(tmp_path / "plans", "Alone"))
    workspace.save(change(added(ONE, title="One")))
    path = next(Path(workspace.root).glob(f"backlog/*/{ONE}.json"))
    os.utime(path, (1_777_629_600, 1_777_629_600))
    assert last_commits(workspace.root, workspace.local).of("item") == {ONE: MAY}
    assert last_commits(workspace.root, workspace.local).of("problem") == {}


def test_what_was_changed_since_counts() -> None:
    known = LastCommits("abc", {"item": {ONE: 1_777_629_600}})
    later = known.with_changes({("item", ONE): JULY, ("item", TWO): JUNE, ("problem", TWO): JUNE})
    assert later.of("item") == {ONE: JULY, TWO: JUNE}
    assert later.of("problem") == {TWO: JUNE}
    assert known.of("item") == {ONE: MAY}
    assert known.with_changes({("item", ONE): "2026-01-01T00:00:00Z"}).of("item") == {ONE: MAY}
