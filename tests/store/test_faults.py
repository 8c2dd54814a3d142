"""A disk that refuses at every step of a save: the old file stays whole, the new record is put aside, the error says so."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import signal
from pathlib import Path

import pytest

from pmtui.domain.canonical import encode
from pmtui.domain.kinds import SCHEMA
from pmtui.store.errors import StoreError
from pmtui.store.rescue import rescue_files
from pmtui.store.workspace import Workspace
from tests.store.workspaces import (
    AT,
    IDS,
    Faulty,
    added,
    change,
    data_of,
    edit,
    finished,
    made,
    path_of,
    python,
    rescued_change,
    temporary_files,
)

ONE, TWO, THREE = IDS[4], IDS[5], IDS[6]
ERRORS = [errno.ENOSPC, errno.EIO, errno.EACCES]


def faulty(tmp_path: Path) -> tuple[Workspace, Faulty]:
    """A workspace with one item, whose disk begins to refuse when `is_on` is set."""
    steps = Faulty()
    steps.is_on = False
    workspace = made(tmp_path, steps=steps)
    workspace.save(change(added(ONE)))
    steps.is_on = True
    return workspace, steps


def rescued_titles(workspace: Workspace) -> list[str]:
    """The titles of the records that were put aside."""
    files = [json.loads(Path(path).read_text()) for path in rescue_files(workspace.root, workspace.local)]
    return [one["record"]["title"] for file in files for one in file["records"]]


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("step", ["create", "write", "fsync", "replace"])
def test_an_edit_that_cannot_be_written_leaves_the_old_file_whole(tmp_path: Path, step: str, error: int) -> None:
    workspace, steps = faulty(tmp_path)
    before = path_of(workspace, ONE).read_bytes()
    steps.name, steps.error = step, error
    with pytest.raises(StoreError) as caught:
        workspace.save(change(edit(ONE, {"title": f"Title of {ONE}"}, {"title": "New"})))
    assert steps.calls[step] == 1
    assert path_of(workspace, ONE).read_bytes() == before
    assert temporary_files(workspace) == []
    assert f"backlog/4/{ONE}.json" in caught.value.message
    assert caught.value.rescue in caught.value.message
    assert (caught.value.code, caught.value.status) == (("read_only", 6) if error == errno.EACCES else ("save_failed", 1))
    assert rescued_titles(workspace) == ["New"]
    assert workspace.history().undo[0].edits[0].after == {"deleted_at": AT}  # what was not done cannot be undone
    workspace.save(rescued_change(caught.value.rescue))
    assert data_of(workspace, ONE)["title"] == "New"


@pytest.mark.parametrize(("step", "number"), [("mkdir", 1), ("create", 1), ("create", 2), ("write", 1), ("fsync", 1), ("replace", 1)])
def test_a_new_record_that_cannot_be_written_leaves_nothing(tmp_path: Path, step: str, number: int) -> None:
    workspace, steps = faulty(tmp_path)
    steps.name, steps.number = step, number
    with pytest.raises(StoreError):
        workspace.save(change(added(TWO)))
    assert list(workspace.path.glob("backlog/5/*")) == []
    assert rescued_titles(workspace) == [f"Title of {TWO}"]
    steps.is_on = False
    workspace.save(change(added(TWO)))
    assert data_of(workspace, TWO)["title"] == f"Title of {TWO}"


def test_a_name_that_may_not_be_on_the_disk_is_not_acknowledged_until_it_is(tmp_path: Path) -> None:
    workspace, steps = faulty(tmp_path)
    steps.name, steps.error, steps.for_good = "fsync_folder", errno.EIO, True
    new = change(edit(ONE, {"title": f"Title of {ONE}"}, {"title": "New"}))
    for _ in range(2):  # the file is there; the second save would have nothing to write, and is refused all the same
        with pytest.raises(StoreError) as caught:
            workspace.save(new)
        assert Path(caught.value.rescue).is_file()
        json.loads(path_of(workspace, ONE).read_text())
    steps.is_on = False
    assert workspace.save(new).records[0].title == "New"
    steps.is_on, steps.name = True, ""
    steps.calls.clear()
    workspace.save(new)
    assert steps.calls == {}


def test_a_full_disk_stops_a_change_before_its_first_file(tmp_path: Path) -> None:
    workspace, steps = faulty(tmp_path)
    steps.name, steps.number = "write", 4
    with pytest.raises(StoreError, match="none of the 3 records is saved"):
        workspace.save(change(edit(ONE, {"title": f"Title of {ONE}"}, {"title": "New"}), added(TWO), added(THREE)))
    assert steps.calls["fsync"] == 1  # it was the second file
    assert data_of(workspace, ONE)["title"] == f"Title of {ONE}"
    assert not path_of(workspace, TWO).exists()
    assert rescued_titles(workspace) == ["New", f"Title of {TWO}", f"Title of {THREE}"]


def test_what_is_in_place_stays_and_the_rest_is_put_aside(tmp_path: Path) -> None:
    workspace, steps = faulty(tmp_path)
    steps.name, steps.number = "replace", 2
    whole = change(edit(ONE, {"title": f"Title of {ONE}"}, {"title": "New"}), added(TWO), added(THREE))
    with pytest.raises(StoreError, match="1 of 3 records are saved"):
        workspace.save(whole)
    assert data_of(workspace, ONE)["title"] == "New"
    assert not path_of(workspace, TWO).exists()
    assert rescued_titles(workspace) == [f"Title of {TWO}", f"Title of {THREE}"]
    assert [one.id for one in workspace.history().undo[0].edits] == [ONE]
    workspace.save(whole)
    assert [data_of(workspace, id)["title"] for id in (ONE, TWO, THREE)] == ["New", f"Title of {TWO}", f"Title of {THREE}"]


@pytest.mark.parametrize("step", ["create", "write", "fsync", "replace", "fsync_folder"])
def test_a_large_change_that_cannot_be_written_leaves_the_old_files_whole(tmp_path: Path, step: str) -> None:
    steps = Faulty()
    workspace = made(tmp_path, steps=steps)
    ids = [f"{first}{second}00000000" for first in "4567" for second in "0123456789"]
    workspace.save(change(*(added(id) for id in ids)))
    steps.calls.clear()
    steps.name, steps.error = step, errno.EIO
    with pytest.raises(StoreError):
        workspace.save(change(*(edit(id, {"title": f"Title of {id}"}, {"title": "New"}) for id in ids)))
    titles = {data_of(workspace, id)["title"] for id in ids}
    assert titles == {"New"} if step == "fsync_folder" else not titles & {"New"}
    assert temporary_files(workspace) == []
    assert rescued_titles(workspace) == ["New"] * len(ids)


def test_the_same_failure_leaves_one_rescue_file(tmp_path: Path) -> None:
    workspace, steps = faulty(tmp_path)
    steps.name, steps.for_good = "write", True
    for _ in range(3):
        with pytest.raises(StoreError):
            workspace.save(change(added(TWO)))
    assert len(rescue_files(workspace.root, workspace.local)) == 1


def test_a_workspace_that_is_gone_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    workspace = made(tmp_path)
    workspace.save(change(added(ONE)))
    shutil.rmtree(workspace.root)
    with pytest.raises(StoreError) as caught:
        workspace.save(change(added(TWO)))
    assert caught.value.rescue.startswith(str(tmp_path / "state" / "pmtui"))
    assert json.loads(Path(caught.value.rescue).read_text())["records"][0]["record"]["title"] == f"Title of {TWO}"
    assert rescue_files(workspace.root, workspace.local) == [caught.value.rescue]
    assert rescue_files("/another/workspace", "/another/workspace/.local") == []
    assert not workspace.path.exists()


def test_settings_that_are_gone_stop_writing(workspace: Workspace) -> None:
    (workspace.path / "pmtui.json").unlink()
    with pytest.raises(StoreError) as caught:
        workspace.save(change(added(TWO)))
    assert caught.value.code == "no_workspace"
    assert Path(caught.value.rescue).is_file()
    assert not (workspace.path / "backlog").exists()


def test_where_nothing_can_be_written_the_error_says_so(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file" / "state"))
    (tmp_path / "file").touch()
    workspace.save(change(added(ONE)))
    (Path(workspace.local) / "rescue").touch()
    path_of(workspace, ONE).write_text("{")
    with pytest.raises(StoreError, match="could not be put aside either") as caught:
        workspace.save(change(edit(ONE, {}, {"status": "doing"})))
    assert caught.value.rescue == ""


LIMITED = """
import resource, signal, sys
sys.dont_write_bytecode = True  # Python would leave half a file in its own cache
from pmtui.store.errors import StoreError
from pmtui.store.workspace import Workspace
from tests.store.workspaces import change, edit
workspace = Workspace(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, resource.RLIM_INFINITY))
try:
    workspace.save(change(edit(sys.argv[2], {}, {"body": ["x" * 500] * 20})))
except StoreError as error:
    print(error)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="the operating system has no limit of a file's size")
def test_a_limit_of_the_operating_system_is_a_failed_save_like_any_other(tmp_path: Path) -> None:
    assert resource.RLIMIT_FSIZE is not None
    workspace = made(tmp_path)
    workspace.save(change(added(ONE)))
    before = path_of(workspace, ONE).read_bytes()
    said = finished(python(LIMITED, workspace.root, ONE))
    assert "File too large" in said
    assert path_of(workspace, ONE).read_bytes() == before
    assert temporary_files(workspace) == []


def test_a_journal_that_cannot_be_written_costs_the_undo_only(workspace: Workspace) -> None:
    (Path(workspace.local)).mkdir()
    (Path(workspace.local) / "journal").touch()
    workspace.save(change(added(ONE)))
    assert data_of(workspace, ONE)["title"] == f"Title of {ONE}"
    assert workspace.undoable() is None


def test_saves_leave_no_file_open(workspace: Workspace) -> None:
    workspace.save(change(added(ONE)))
    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("needs /proc")
    before = len(os.listdir("/proc/self/fd"))
    for number in range(30):
        workspace.save(change(edit(ONE, {}, {"status": "doing" if number % 2 else "review"})))
    assert len(os.listdir("/proc/self/fd")) <= before  # fewer where the locks of other tests' workspaces went meanwhile


def test_a_rescued_record_is_written_as_it_would_have_been(tmp_path: Path) -> None:
    workspace, steps = faulty(tmp_path)
    steps.name = "write"
    with pytest.raises(StoreError) as caught:
        workspace.save(change(edit(ONE, {}, {"status": "doing"})))
    record = json.loads(Path(caught.value.rescue).read_text())["records"][0]["record"]
    workspace.save(rescued_change(caught.value.rescue))
    assert encode(SCHEMA["item"], record) == path_of(workspace, ONE).read_bytes()
