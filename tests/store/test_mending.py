"""Sync and merges that git made without the driver: what they lost is there again, in every clone, and nobody has to ask for it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import open_conflicts
from pmtui.store.errors import StoreError
from pmtui.store.mending import Memory
from tests.store.clones import Clone, copies, require_equal, settle, sync_elsewhere, team
from tests.store.workspaces import IDS, LATER, change, edit

ONE, TWO, THREE = IDS[4:7]
ITEM = SCHEMA["item"]
BODY = [f"line {number}" for number in range(6)]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two clones in step."""
    folder = tmp_path_factory.mktemp("template")
    ana, ben = team(folder, "ana", "ben")
    for id in (ONE, TWO):
        ana.add(id, status="ready", body=BODY)
    settle([ana, ben])
    return folder


@pytest.fixture
def pair(template: Path, tmp_path: Path) -> list[Clone]:
    return copies(template, tmp_path, "ana", "ben")


def pull_plainly(clone: Clone) -> int:
    """A colleague without pmtui commits everything and pulls; returns git's exit status."""
    subprocess.run(["git", "-C", str(clone.top), "config", "--remove-section", "merge.pmtui"], capture_output=True, check=False)
    clone.git("add", "-A")
    clone.git("commit", "-qm", "By hand")
    words = ["git", "-C", str(clone.top), "pull", "-q", "--no-rebase", "--no-edit"]
    return subprocess.run(words, capture_output=True, check=False).returncode


def merge_wrongly(pair: list[Clone]) -> None:
    """Ana deleted the record that Ben has renamed; his merge by git alone comes out clean, and keeps both."""
    ana, ben = pair
    ana.set(ONE, deleted_at=LATER)
    ana.sync()
    ben.set(ONE, title="By Ben")
    assert pull_plainly(ben) == 0
    assert (ben.data(ONE)["title"], ben.data(ONE)["deleted_at"]) == ("By Ben", LATER)


def require_mended(pair: list[Clone]) -> None:
    settle(pair)
    require_equal(pair)
    data = pair[0].data(ONE)
    assert (data["title"], "deleted_at" in data, list(open_conflicts(data, ITEM))) == ("By Ben", False, ["deleted_at"])


def test_the_sync_of_whoever_merged_mends_it(pair: list[Clone]) -> None:
    merge_wrongly(pair)
    done = pair[1].sync()
    assert done.is_pushed
    assert done.notes == (f"a merge by git alone has lost something in B-{ONE}; it is there again",)
    assert pair[1].git("log", "-1", "--format=%s").startswith("Mend what merges by git alone have lost in B-4000000000")
    require_mended(pair)


def test_the_sync_of_a_colleague_mends_it(pair: list[Clone]) -> None:
    merge_wrongly(pair)
    pair[1].git("push", "-q")
    assert "lost something" in " ".join(pair[0].sync().notes)
    require_mended(pair)


def test_one_who_had_looked_at_the_same_commit_already_mends_it(pair: list[Clone]) -> None:
    """What Ben has pushed himself is no news to his sync, but he has not looked at it yet."""
    merge_wrongly(pair)
    pair[1].git("push", "-q")
    done = pair[1].sync()
    assert done.is_pushed
    require_mended(pair)


def test_both_mend_at_once_and_agree(pair: list[Clone]) -> None:
    ana, ben = pair
    merge_wrongly(pair)
    ben.git("push", "-q")
    ana.sync()
    ben.git("fetch", "-q")
    ana.git("reset", "-q", "--hard", "HEAD~1")  # as if she had mended only hours later
    ana.git("push", "-q", "--force")
    ben.sync()
    ana.set(TWO, title="Meanwhile")
    ana.sync()
    require_mended(pair)


def test_later_edits_stay_and_are_not_disputed(pair: list[Clone]) -> None:
    ana, ben = pair
    merge_wrongly(pair)
    ben.set(ONE, points=8)
    ben.sync()
    ben.set(ONE, title="Renamed later", deleted_at=LATER)
    ben.sync()
    Memory(ana.workspace.local).remember("", is_whole=False)
    (Path(ana.workspace.local) / "sync" / "looked.json").unlink()
    settle(pair)
    require_equal(pair)
    assert (ana.data(ONE)["title"], ana.data(ONE)["points"]) == ("Renamed later", 8)
    assert "title" not in ana.data(ONE).get("conflicts", {})


def test_a_dry_run_says_so_and_changes_nothing(pair: list[Clone]) -> None:
    merge_wrongly(pair)
    ben = pair[1]
    before = ben.files(), ben.head()
    done = ben.sync(is_dry=True)
    assert done.notes == (f"a merge by git alone has lost something in B-{ONE}; sync would bring it back",)
    assert (ben.files(), ben.head()) == before


@pytest.mark.parametrize("step", ["mend.made", "place.remembered", "place.written", "place.branch"])
def test_a_death_while_mending_is_finished_by_the_next(pair: list[Clone], step: str) -> None:
    merge_wrongly(pair)
    assert sync_elsewhere(pair[1], dies_at=step).returncode == 9
    require_mended(pair)


def test_a_merge_with_markers_that_was_committed(pair: list[Clone]) -> None:
    ana, ben = pair
    ana.set(ONE, title="By Ana")
    ana.sync()
    ben.set(ONE, title="By Ben", points=8)
    assert pull_plainly(ben) == 1
    ben.git("add", "-A")
    ben.git("commit", "-qm", "With markers")
    ben.git("push", "-q")
    ana.set(ONE, status="doing")
    ana.sync()
    settle(pair)
    require_equal(pair)
    data = ana.data(ONE)
    assert set(open_conflicts(data, ITEM)["title"]) == {"By Ana", "By Ben"}
    assert (data["points"], data["status"]) == (8, "doing")


def test_where_nobody_else_merges_git_is_not_asked(pair: list[Clone]) -> None:
    ana, _ = pair
    ana.sync()
    counts = []
    for _ in range(2):
        ana.set(TWO, title=f"Round {len(counts)}")
        counts.append(ana.sync().processes)
    Memory(ana.workspace.local).remember(ana.git("rev-parse", "HEAD~1").strip(), is_whole=False)
    ana.set(TWO, title="Looking again")
    counts.append(ana.sync().processes)
    assert counts[0] == counts[1] == counts[2] - 1
    idle = ana.sync().processes
    assert ana.sync().processes == idle


def test_without_a_remote(pair: list[Clone]) -> None:
    _, ben = pair
    merge_wrongly(pair)
    ben.git("remote", "remove", "origin")
    ben.sync()
    assert list(open_conflicts(ben.data(ONE), ITEM)) == ["deleted_at"]
    assert ben.status() == ""


def test_a_merge_of_which_the_records_were_edited_since_is_concluded(pair: list[Clone]) -> None:
    """Saving a record that git has not finished merging tells git that it is merged: then no file waits, and still the merge does."""
    ana, ben = pair
    ana.set(ONE, title="By Ana")
    ana.sync()
    ben.set(ONE, title="By Ben")
    assert pull_plainly(ben) == 1
    record = ben.workspace.record("item", ONE)
    assert record is not None
    ben.workspace.save(change(edit(ONE, {"status": "ready"}, {"status": "doing"})))
    assert ben.git("ls-files", "--unmerged") == ""
    assert "finished the merge that waited for the workspace's files" in ben.sync().notes
    settle(pair)
    require_equal(pair)
    assert (ana.data(ONE)["status"], len(open_conflicts(ana.data(ONE), ITEM)["title"])) == ("doing", 2)


def test_a_merge_that_somebody_wants_to_look_at_first_is_left(pair: list[Clone]) -> None:
    ana, ben = pair
    ana.set(ONE, title="By Ana")
    ana.sync()
    ben.set(TWO, title="By Ben")
    ben.git("commit", "-qam", "By hand")
    ben.git("pull", "-q", "--no-rebase", "--no-commit")
    with pytest.raises(StoreError, match="in the middle of a merge"):
        ben.sync()
