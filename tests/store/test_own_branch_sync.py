"""Syncing a workspace on its own branch: its first push, code that goes its own way beside it, and working trees that were moved."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pmtui.store import doctor
from pmtui.store.errors import StoreError
from pmtui.store.unmerged import is_merging
from pmtui.store.workspace import Workspace
from tests.store.clones import Clone, require_equal, settle, sync_elsewhere
from tests.store.own_branches import Team, code, made, opened, status
from tests.store.workspaces import IDS, git

ONE, TWO, THREE = IDS[4], IDS[5], IDS[6]


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return code(tmp_path)


@pytest.fixture
def ana(team: Team) -> Clone:
    """A new own branch that nobody else has yet."""
    return at(Path(made(team.top).root))


@pytest.fixture
def pair(team: Team, ana: Clone) -> list[Clone]:
    """Two clones in step, with two items."""
    ana.add(ONE, status="ready")
    ana.add(TWO)
    ana.sync()
    return [ana, at(Path(opened(team.clone("ben"))[0]))]


def at(root: Path) -> Clone:
    return Clone(root, Workspace(root))


def refusal_of(clone: Clone, code: str) -> StoreError:
    with pytest.raises(StoreError) as caught:
        clone.sync()
    assert caught.value.code == code, str(caught.value)
    return caught.value


def refs(team: Team) -> list[str]:
    return git(team.folder / "remote.git", "for-each-ref", "--format=%(refname)").split()


# The first push


def test_the_first_sync_makes_the_branch_at_the_remote_and_lets_it_follow(team: Team, ana: Clone) -> None:
    (team.top / "other.txt").write_text("committed, and not pushed\n")
    git(team.top, "commit", "-qam", "Code")
    code_there = git(team.folder / "remote.git", "rev-parse", "main")
    ana.add(ONE)
    planned = ana.sync(is_dry=True)
    assert (planned.is_pushed, planned.upstream, refs(team)) == (True, "origin/pmtui", ["refs/heads/main"])
    done = ana.sync()
    assert (done.is_pushed, done.upstream) == (True, "origin/pmtui")
    assert done.notes == ("the own branch pmtui follows origin/pmtui from now on, made there by this sync",)
    assert git(team.folder / "remote.git", "rev-parse", "pmtui").strip() == ana.head()
    assert git(team.folder / "remote.git", "rev-parse", "main") == code_there
    again = ana.sync()
    assert (again.is_pushed, again.notes) == (False, ())
    assert ana.git("status", "--branch", "--porcelain") == "## pmtui...origin/pmtui\n"


def test_without_a_remote_it_commits_and_shares_once_there_is_one(team: Team, ana: Clone) -> None:
    git(team.top, "remote", "rename", "origin", "gone")
    git(team.top, "remote", "remove", "gone")
    ana.add(ONE)
    assert ana.sync().upstream == ""
    git(team.top, "remote", "add", "elsewhere", str(team.folder / "remote.git"))
    assert ana.sync().upstream == "elsewhere/pmtui"


def test_of_several_remotes_none_is_chosen(team: Team, ana: Clone) -> None:
    git(team.top, "remote", "rename", "origin", "one")
    git(team.top, "remote", "add", "two", str(team.folder / "two.git"))
    assert "git push -u" in refusal_of(ana, "no_upstream").hint


def test_a_branch_that_somebody_removed_at_the_remote_is_not_pushed_again(team: Team, ana: Clone) -> None:
    ana.sync()
    git(team.folder / "remote.git", "branch", "-D", "pmtui")
    git(team.top, "fetch", "-q", "--prune")
    refusal_of(ana, "gone")


def test_another_branch_in_the_folder_is_not_pushed(team: Team, ana: Clone) -> None:
    ana.git("checkout", "-q", "-b", "trial")
    refusal_of(ana, "no_upstream")
    assert refs(team) == ["refs/heads/main"]


def test_a_branch_that_was_there_meanwhile_is_merged(team: Team, ana: Clone) -> None:
    ana.add(ONE)
    ana.sync()
    ben = at(Path(opened(team.clone("ben"))[0]))
    ben.git("branch", "--unset-upstream")  # as where the program died between making the branch and letting it follow
    ana.add(TWO)
    ana.sync()
    ben.add(THREE)
    done = ben.sync()
    assert (done.is_pushed, done.upstream) == (True, "origin/pmtui")
    assert "which was there already" in done.notes[0]
    settle([ana, ben])
    require_equal([ana, ben])


def test_two_that_were_made_apart_are_not_thrown_together(team: Team, ana: Clone) -> None:
    other = team.clone("ben")
    git(other, "remote", "set-url", "origin", str(team.folder / "unreachable.git"))
    ben = at(Path(made(other).root))
    git(other, "remote", "set-url", "origin", str(team.folder / "remote.git"))
    ana.add(ONE)
    ana.sync()
    ben.add(TWO)
    refusal_of(ben, "unrelated")
    assert ben.data(TWO)["title"]
    assert status(ben.top) == ""


def test_in_a_shallow_clone_of_the_code_the_own_branch_is_whole(team: Team, pair: list[Clone]) -> None:
    ana, _ = pair
    for number in range(2):
        git(team.top, "commit", "-q", "--allow-empty", "-m", f"Code {number}")
    git(team.top, "push", "-q")
    cy_code = team.clone("cy", "--depth", "1")
    cy = at(Path(made(cy_code).root))
    assert git(cy_code, "rev-parse", "--is-shallow-repository") == "true\n"
    cy.set(ONE, status="doing")
    ana.set(ONE, title="By Ana")
    settle([ana, cy])
    require_equal([ana, cy])
    assert (ana.data(ONE)["title"], ana.data(ONE)["status"]) == ("By Ana", "doing")
    both = at(Path(opened(team.clone("dan", "--depth", "1", "--no-single-branch"))[0]))
    both.set(ONE, status="done")
    ana.set(ONE, title="By Ana again")
    ana.sync()
    assert "git fetch --unshallow" in refusal_of(both, "shallow").hint


# Code beside it


def test_feature_branches_do_not_fork_the_backlog(team: Team, pair: list[Clone]) -> None:
    ana, ben = pair
    ana_code, ben_code = team.top, team.folder / "ben"
    git(ana_code, "checkout", "-q", "-b", "feature")
    (ana_code / "src" / "code.py").write_text("the feature\n")
    git(ana_code, "commit", "-qam", "A feature")
    ana.set(ONE, status="doing")
    (ana_code / "src" / "code.py").write_text("stashed\n")
    git(ana_code, "stash")
    ana.sync()
    git(ana_code, "checkout", "-q", "main")
    assert ana.data(ONE)["status"] == "doing"
    (ana_code / "other.txt").write_text("staged\n")
    git(ana_code, "add", ".")
    (ben_code / "other.txt").write_text("Ben's code\n")
    git(ben_code, "commit", "-qam", "Ben's code")
    ben.set(ONE, title="By Ben")
    ben.set(TWO, status="done")
    stashed, seen, head = git(ana_code, "stash", "list"), status(ana_code), git(ana_code, "rev-parse", "HEAD")
    settle([ben, ana])
    require_equal([ana, ben])
    assert (ana.data(ONE)["title"], ana.data(ONE)["status"]) == ("By Ben", "doing")
    assert (git(ana_code, "stash", "list"), status(ana_code), git(ana_code, "rev-parse", "HEAD")) == (stashed, seen, head)
    git(ana_code, "commit", "-qm", "Code")
    git(ana_code, "checkout", "-q", "feature")
    git(ana_code, "stash", "pop")
    git(ana_code, "checkout", "-q", "--detach")
    assert ana.sync().upstream == "origin/pmtui"
    assert "product" not in git(ana_code, "log", "--all", "--not", "pmtui", "--remotes=origin/pmtui", "--name-only", "--format=")


def test_code_in_the_middle_of_a_merge_is_in_nobodys_way(team: Team, pair: list[Clone]) -> None:
    ana, ben = pair
    git(team.top, "checkout", "-q", "-b", "feature")
    for branch in ("feature", "main"):
        git(team.top, "checkout", "-q", branch)
        (team.top / "other.txt").write_text(f"by {branch}\n")
        git(team.top, "commit", "-qam", branch)
    git(team.top, "merge", "feature")
    seen = status(team.top)
    assert seen.startswith("UU")
    assert not is_merging(str(ana.top))
    ana.set(ONE, status="doing")
    ben.set(TWO, status="doing")
    settle([ben, ana])
    require_equal([ana, ben])
    assert status(team.top) == seen


def test_a_merge_by_git_alone_in_the_folder_is_finished(pair: list[Clone]) -> None:
    ana, ben = pair
    ben.set(ONE, title="By Ben")
    ben.sync()
    ana.set(ONE, status="doing")
    ana.git("commit", "-qam", "By hand")
    ana.git("fetch", "-q")
    ana.git("merge", "origin/pmtui")
    assert is_merging(str(ana.top))
    record = Workspace(ana.top).record("item", ONE)
    assert record is not None
    assert (record.title, record.data["status"]) == ("By Ben", "doing")
    assert any("finished the merge" in note for note in ana.sync().notes)
    settle([ana, ben])
    require_equal([ana, ben])
    assert ana.data(ONE)["title"] == "By Ben"


@pytest.mark.parametrize("step", ["commit.branch", "place.remembered", "place.written", "place.branch"])
def test_a_sync_that_was_killed_is_finished(pair: list[Clone], step: str) -> None:
    ana, ben = pair
    ben.set(ONE, title="By Ben")
    ben.sync()
    ana.set(ONE, status="doing")
    assert sync_elsewhere(ana, dies_at=step).returncode == 9
    settle([ana, ben])
    require_equal([ana, ben])
    assert not list((ana.top.parent / ".git").rglob("*.lock"))


# Folders that were moved


def test_a_repository_that_was_moved_goes_on(team: Team, pair: list[Clone]) -> None:
    _, ben = pair
    ben_code = ben.top.parent.rename(team.folder / "moved")
    moved = at(ben_code / "product")
    moved.add(THREE)
    settle([moved, pair[0]])
    require_equal([moved, pair[0]])
    assert status(ben_code) == ""


def test_a_copy_of_a_repository_does_not_touch_the_original(team: Team, pair: list[Clone]) -> None:
    ana, ben = pair
    shutil.copytree(ben.top.parent, team.folder / "copy", symlinks=True)
    copy = at(team.folder / "copy" / "product")
    copy.add(THREE)
    before = (ben.head(), status(ben.top), ben.files())
    copy.sync()
    assert (ben.head(), status(ben.top), ben.files()) == before
    settle([ana, ben, copy])
    require_equal([ana, ben, copy])
    assert status(copy.top.parent) == ""


def test_a_folder_that_was_renamed_is_kept_out_of_the_code_again(team: Team, pair: list[Clone]) -> None:
    ana, _ = pair
    (team.top / "docs").mkdir()
    plan = at(ana.top.rename(team.top / "docs" / "plan"))
    plan.add(THREE)
    assert plan.sync().is_pushed
    assert status(team.top) == ""
    assert str(plan.top) in git(team.top, "worktree", "list")


def test_the_doctor_finds_what_was_moved_and_what_the_code_sees(team: Team, pair: list[Clone]) -> None:
    _, ben = pair
    root = ben.top.parent.rename(team.folder / "moved") / "product"
    (team.folder / "moved" / ".git" / "info" / "exclude").unlink()
    moved = at(root)
    assert [one.code for one in doctor.faults(moved.workspace) if one.code != "no_driver"] == ["moved"]
    assert doctor.fix(moved.workspace)[0] == "git finds the workspace and its repository again"
    assert doctor.faults(moved.workspace) == []
    (team.folder / "moved" / ".git" / "info" / "exclude").write_text("# mine")
    assert [one.code for one in doctor.faults(moved.workspace)] == ["not_excluded"]
    doctor.fix(moved.workspace)
    assert doctor.faults(moved.workspace) == []
    assert status(team.folder / "moved") == ""
    (team.folder / "moved" / ".gitignore").write_text("product/\n")
    (team.folder / "moved" / ".git" / "info" / "exclude").unlink()
    assert doctor.faults(moved.workspace) == []


def test_a_copy_of_the_folder_alone_is_refused(team: Team, pair: list[Clone]) -> None:
    ana, _ = pair
    for place in (team.top / "copy", team.folder / "copy"):
        copy = at(Path(shutil.copytree(ana.top, place)))
        copy.add(THREE)
        error = refusal_of(copy, "copied" if place.parent == team.top else "moved")
        assert str(copy.top) in error.message
        assert (error.code, error.message) in [(one.code, one.message) for one in doctor.faults(copy.workspace)]
    assert status(ana.top) == ""
