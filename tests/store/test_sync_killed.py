"""A sync that dies at any step: the next one finishes, nothing is lost and nothing is taken back."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pmtui.store.workspace import Workspace
from tests.store.clones import Clone, require_equal, settle, sync_elsewhere, team
from tests.store.workspaces import IDS, LATER, ROOT

ONE, TWO, THREE, FOUR = IDS[4:8]
STEPS = (
    "fetch.begin", "commit.begin", "commit.tree", "commit.made", "commit.branch", "fetch.done", "merge.made",
    "place.remembered", "place.other", "place.written", "place.branch", "place.index", "push.begin", "push.done",
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two clones, Ben ahead at the remote and Ana with changes of her own: a sync of hers does everything there is to do."""
    folder = tmp_path_factory.mktemp("template")
    ana, ben = team(folder, "ana", "ben", code=True)
    for id in (ONE, TWO, THREE):
        ana.add(id, status="ready")
    settle([ana, ben])
    ben.set(ONE, title="By Ben", tags=["ben"])
    ben.set(TWO, status="doing")
    ben.add(FOUR)
    (ben.top / "code.py").write_text("Code of Ben\n")
    (ben.top / "fresh.py").write_text("Fresh\n")
    ben.git("rm", "-q", "other.txt")
    ben.git("add", ".")
    ben.git("commit", "-qm", "Work of Ben")
    ben.git("push", "-q")
    ana.set(ONE, title="By Ana", status="done")
    ana.set(THREE, deleted_at=LATER)
    (ana.top / "mine.txt").write_text("Not added\n")
    return folder


@pytest.fixture
def pair(template: Path, tmp_path: Path) -> list[Clone]:
    """A copy of the two clones and their remote."""
    clones = []
    shutil.copytree(template / "remote.git", tmp_path / "remote.git")
    for name in ("ana", "ben"):
        shutil.copytree(template / name, tmp_path / name)
        clone = Clone(tmp_path / name, Workspace(tmp_path / name / "product"))
        clone.git("remote", "set-url", "origin", str(tmp_path / "remote.git"))
        clone.git("status")
        clones.append(clone)
    return clones


def require_all_there(pair: list[Clone]) -> None:
    """Both have what each did, and Ana's file that git does not know is as it was."""
    ana, _ = pair
    assert (ana.top / "mine.txt").read_text() == "Not added\n"
    assert ana.status() == "?? mine.txt\n"
    (ana.top / "mine.txt").unlink()
    settle(pair)
    require_equal(pair)
    data = ana.data(ONE)
    assert {one["value"] for one in data["conflicts"]["title"]["values"]} == {"By Ana", "By Ben"}
    assert (data["status"], data["tags"]) == ("done", ["ben"])
    assert (ana.data(TWO)["status"], ana.data(THREE)["deleted_at"]) == ("doing", LATER)
    assert ana.data(FOUR)["title"]
    assert ((ana.top / "code.py").read_text(), (ana.top / "fresh.py").read_text()) == ("Code of Ben\n", "Fresh\n")
    assert not (ana.top / "other.txt").exists()
    assert not list((ana.top / ".git").glob("index?*"))


def test_every_step_is_tried(pair: list[Clone]) -> None:
    done = sync_elsewhere(pair[0])
    assert done.returncode == 0, done.stderr
    assert list(dict.fromkeys(done.stdout.split())) == list(STEPS)
    require_all_there(pair)


@pytest.mark.parametrize("step", STEPS)
def test_the_next_sync_finishes(pair: list[Clone], step: str) -> None:
    ana, _ = pair
    assert sync_elsewhere(ana, dies_at=step).returncode == 9
    ana.sync()
    require_all_there(pair)


@pytest.mark.parametrize("step", ["place.remembered", "place.other", "place.written", "place.branch"])
def test_edits_after_the_death_are_kept(pair: list[Clone], step: str) -> None:
    ana, _ = pair
    assert sync_elsewhere(ana, dies_at=step).returncode == 9
    assert (ana.top / ".git" / "index.lock").exists()
    ana.set(ONE, size="m")
    ana.set(TWO, title="After the death")
    ana.sync()
    assert (ana.data(ONE)["size"], ana.data(TWO)["title"]) == ("m", "After the death")
    require_all_there(pair)


def test_files_half_written_are_finished(pair: list[Clone]) -> None:
    """The death in the middle of the files: some hold the merge, some do not yet."""
    ana, _ = pair
    assert sync_elsewhere(ana, dies_at="place.remembered").returncode == 9
    for name in (f"product/backlog/{TWO[0]}/{TWO}.json", "code.py", "fresh.py"):
        (ana.top / name).write_bytes(ana.git("show", f"origin/main:{name}").encode())
    (ana.top / "other.txt").unlink()
    ana.sync()
    require_all_there(pair)


def test_a_death_at_the_same_step_again_and_again(pair: list[Clone]) -> None:
    ana, _ = pair
    for step in ("place.remembered", "place.other", "place.written", "place.branch"):
        assert sync_elsewhere(ana, dies_at=step).returncode == 9
    ana.sync()
    require_all_there(pair)


def test_a_merge_of_the_user_s_is_concluded_after_a_death_in_between(pair: list[Clone]) -> None:
    ana, _ = pair
    (ana.top / "mine.txt").unlink()
    ana.git("commit", "-qam", "By hand")
    ana.git("fetch", "-q")
    ana.git("merge", "origin/main")
    assert "UU" in ana.status()
    assert sync_elsewhere(ana, dies_at="conclude.repaired").returncode == 9
    ana.sync()
    (ana.top / "mine.txt").write_text("Not added\n")
    require_all_there(pair)


def test_what_a_killed_save_has_left_is_removed(pair: list[Clone]) -> None:
    """Once a day; that of a living process stays."""
    ana, _ = pair
    Path(ana.workspace.records.local, "sync", "swept").unlink(missing_ok=True)
    folder = ana.workspace.path / "backlog" / ONE[0]
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left, used = (folder / f".{ONE}.json.{pid}.1.tmp" for pid in (ended.pid, os.getpid()))
    mine = ana.workspace.path / ".mine.tmp.txt"
    for path in (left, used, mine):
        path.write_text("{")
    ana.sync()
    assert (left.exists(), used.exists(), mine.exists()) == (False, True, True)
    left.write_text("{")
    ana.sync()
    assert left.exists(), "so soon nobody looks again"
    for path in (left, used, mine):
        path.unlink()
    require_all_there(pair)


@pytest.mark.skipif(os.name == "nt", reason="it has no kill -9")
def test_killed_from_outside_at_random_moments(pair: list[Clone]) -> None:
    ana, _ = pair
    code = "import sys; from pmtui.store import sync, workspace; sync.sync(workspace.Workspace(sys.argv[1]).records)"
    for number in range(6):
        process = subprocess.Popen([sys.executable, "-c", code, str(ana.workspace.path)], cwd=ROOT, stderr=subprocess.DEVNULL)
        time.sleep(0.12 + 0.05 * number)
        process.send_signal(signal.SIGKILL)
        process.wait()
    time.sleep(0.2)
    ana.sync()
    require_all_there(pair)
