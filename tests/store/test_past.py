"""The workspace as it was: which commit is meant, what is read of it, and what is said where there is nothing."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from pathlib import Path

import pytest

from pmtui.domain.change import Snapshot
from pmtui.store.cache import save_cache_if_needed
from pmtui.store.cached_rows import CachedRows
from pmtui.store.errors import StoreError
from pmtui.store.past import Moment, Past
from pmtui.store.past_points import Points
from pmtui.store.workspace import Workspace
from tests.store.histories import NOW, A, B, C, commit_at, git_at, put, told
from tests.store.workspaces import added, change


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """For tests that only look."""
    return told(tmp_path_factory.mktemp("told") / "repository")


@pytest.fixture
def workspace(still: Workspace, tmp_path: Path) -> Workspace:
    shutil.copytree(still.path.parent, tmp_path / "repository")
    return Workspace(tmp_path / "repository" / "product")


def at(workspace: Workspace, words: str) -> Moment:
    moment = Past(str(workspace.root)).at(words, NOW)
    assert moment is not None
    return moment


def refused(workspace: Workspace, words: str) -> StoreError:
    with pytest.raises(StoreError) as caught:
        at(workspace, words)
    return caught.value


def titles(snapshot: Snapshot) -> dict[str, str]:
    return {record.id: record.title for record in snapshot.table("item")}


@pytest.mark.parametrize(("words", "expected"), [
    ("2026-10-02", {A: "First, again", B: "Second"}),
    ("2026-10-01", {A: "First", B: "Second"}),  # the first moment of the day: that day's commits come later
    ("2026-10-01T12:00:00Z", {A: "First, again", B: "Second"}),
    ("2026-10-01T11:59:59Z", {A: "First", B: "Second"}),
    ("2026-09-15", {A: "First"}),
    ("v1.0", {A: "First", B: "Second"}),
    ("main", {A: "First, again", B: "Second"}),
    ("HEAD~2", {A: "First"}),
    ("-52d", {A: "First", B: "Second"}),  # 2026-10-01T09:30:00Z
])
def test_a_point_is_a_date_a_tag_a_branch_or_a_commit(still: Workspace, words: str, expected: dict[str, str]) -> None:
    assert titles(at(still, words).snapshot) == expected


def test_a_commit_by_the_beginning_of_its_name(still: Workspace) -> None:
    name = git_at(still.path, "", "rev-parse", "v1.0")
    point = at(still, name[:9]).point
    assert (point.commit, point.at, point.now) == (name, "2026-09-20T12:00:00Z", "2026-09-20T12:00:00Z")
    assert point.title == f"at commit {name[:7]} · 20 Sep 2026"


def test_what_a_point_is_called(still: Workspace) -> None:
    name = git_at(still.path, "", "rev-parse", "--short=7", "v1.0")
    assert at(still, "v1.0").point.title == f"at v1.0 · 20 Sep 2026 · commit {name}"
    assert at(still, "HEAD").point.name == "the last commit"
    dated = at(still, "2026-09-30").point
    assert dated.title == f"on 30 Sep 2026 · commit {name}"
    assert (dated.at, dated.now, dated.today, dated.name) == ("2026-09-20T12:00:00Z", "2026-09-30T00:00:00Z", "2026-09-30", "30 Sep 2026")


def test_a_tag_that_looks_like_a_date_is_the_tag(workspace: Workspace) -> None:
    git_at(workspace.path, "", "tag", "2026-10-20", "v1.0")
    assert titles(at(workspace, "2026-10-20").snapshot)[A] == "First"
    assert at(workspace, "2026-10-20").point.label == "at 2026-10-20"


def test_only_the_first_parents_are_the_history_of_a_date(workspace: Workspace) -> None:
    top = workspace.path.parent
    git_at(top, "", "switch", "-q", "-c", "side", "v1.0")
    put(workspace, C, title="Aside")
    commit_at(top, "2026-10-03T12:00:00Z", "Aside")
    git_at(top, "", "switch", "-q", "main")
    git_at(top, "2026-10-10T12:00:00Z", "merge", "-q", "--no-ff", "-m", "Merge", "side")
    assert C not in titles(at(workspace, "2026-10-05").snapshot)
    assert titles(at(workspace, "2026-10-11").snapshot)[C] == "Aside"


def test_a_record_is_as_it_was_stored(still: Workspace) -> None:
    snapshot = at(still, "v1.0").snapshot
    now = still.snapshot()
    record = snapshot.record("item", A)
    assert record is not None
    assert (record.status, record.title) == ("ready", "First")
    table = snapshot.table("item")
    assert list(table.column("status").rows()) == ["ready", "inbox"]
    assert [table.id(position) for position in table.in_order()] == [A, B]
    assert table.starting("a00") == [A]
    assert sum(table.text("second")) == 1
    assert snapshot.find(B) is not None
    assert snapshot.find(C) is None
    assert snapshot.version < 0 <= now.version
    assert snapshot.name == "Acme"


def test_nothing_is_written_and_nothing_gets_into_the_cache(workspace: Workspace) -> None:
    before = {path: path.read_bytes() for path in workspace.path.parent.rglob("*") if path.is_file()}
    rows = at(workspace, "v1.0").snapshot.table("item").rows
    assert isinstance(rows, CachedRows)
    assert save_cache_if_needed(rows) is rows
    assert {path: path.read_bytes() for path in workspace.path.parent.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("inside", ["", "a folder/ünder/product"])
def test_wherever_the_workspace_lies_in_its_repository(tmp_path: Path, inside: str) -> None:
    workspace = told(tmp_path / "repository", inside)
    assert titles(at(workspace, "v1.0").snapshot) == {A: "First", B: "Second"}


def test_a_linked_worktree_with_a_history_of_its_own(tmp_path: Path, workspace: Workspace) -> None:
    top = workspace.path.parent
    own = told(tmp_path / "own", "")
    git_at(top, "", "fetch", "-q", str(tmp_path / "own"), "main:pmtui")
    git_at(top, "", "worktree", "add", "-q", str(tmp_path / "linked"), "pmtui")
    git_at(top, "2026-09-25T12:00:00Z", "commit", "-q", "--allow-empty", "-m", "Released")
    git_at(top, "", "tag", "code-1")
    linked = Workspace(tmp_path / "linked")
    assert titles(at(linked, "2026-09-15").snapshot) == {A: "First"}
    moment = at(linked, "code-1")  # a tag of the code: the workspace at that moment
    assert moment.point.commit == git_at(own.path, "", "rev-parse", "HEAD~1")
    assert "another line of history" in moment.point.note
    assert moment.point.label == "at code-1"


@pytest.mark.parametrize(("words", "code", "said"), [
    ("2026-08-01", "no_history", "there was nothing yet on 1 Aug 2026: the history begins on 1 Sep 2026"),
    ("2026-09-01T00:30", "no_history", "there was nothing yet on 1 Sep 2026 00:30 UTC: the history begins later that day, at "),
    ("2026-09-05", "no_workspace_then", "there was no workspace in product yet on 5 Sep 2026: it begins on 10 Sep 2026"),
    ("HEAD~3", "no_workspace_then", "there was no workspace in product yet at HEAD~3: it begins on 10 Sep 2026"),
    ("2026-12-01", "bad_value", "2026-12-01 lies in the future: 1 Dec 2026"),
    ("2026-02-30", "no_such_point", "30 February 2026 does not exist"),
    ("v2.0", "no_such_point", "there is no tag, branch or commit 'v2.0'"),
    ("v1.0..main", "no_such_point", "there is no tag, branch or commit 'v1.0..main'"),
    ("--all", "no_such_point", "there is no tag, branch or commit '--all'"),
    ("HEAD:product", "no_such_point", "there is no tag, branch or commit 'HEAD:product'"),
    ("", "bad_value", "'' is no point in time"),
    ("a\0b", "bad_value", "is no point in time"),
    ("a\nb", "bad_value", "is no point in time"),
])
def test_what_is_no_point_is_said(still: Workspace, words: str, code: str, said: str) -> None:
    error = refused(still, words)
    assert error.code == code
    assert said in error.message
    assert error.hint


def test_without_a_repository_and_without_a_commit(tmp_path: Path) -> None:
    from tests.store.workspaces import made

    workspace = made(tmp_path)
    for words in ("2026-10-01", "v1.0"):
        error = refused(workspace, words)
        assert error.code == "no_repository"
        assert "in no git repository" in error.message
    git_at(tmp_path, "", "init", "-q")
    assert refused(workspace, "2026-10-01").code == "no_history"
    assert refused(workspace, "HEAD").code == "no_such_point"


def test_without_git(still: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert refused(still, "2026-10-01").code == "no_git"
    assert Past(str(still.root)).names() == []


def test_a_shallow_clone_says_so(tmp_path: Path, workspace: Workspace) -> None:
    git_at(tmp_path, "", "clone", "-q", "--depth", "1", f"file://{workspace.path.parent}", "shallow")
    shallow = Workspace(tmp_path / "shallow" / "product")
    assert titles(at(shallow, "2026-11-01").snapshot)[A] == "First, again"
    error = refused(shallow, "2026-09-15")
    assert error.code == "shallow"
    assert "begins on 1 Oct 2026" in error.message
    assert "--unshallow" in error.hint


def test_what_cannot_be_read_is_a_row_with_the_reason(workspace: Workspace) -> None:
    shard = workspace.path / "backlog" / "a"
    (shard / f"{A}.json").write_bytes(b'{"id": ')
    (shard / f"{B}.json").write_bytes(b"{}")
    (shard / "notes.json").write_bytes(b"{}")
    (shard / ".hidden.json").write_bytes(b"?")
    if hasattr(os, "symlink"):
        (workspace.path / "backlog" / "c").mkdir()
        (workspace.path / "backlog" / "c" / f"{C}.json").symlink_to("elsewhere.json")
    commit_at(workspace.path, "2026-10-05T12:00:00Z")
    table = at(workspace, "2026-10-06").snapshot.table("item")
    assert titles(at(workspace, "2026-10-06").snapshot) == {B: "Second"}
    reasons = {fault.path: fault.reason for fault in table.faults}
    assert set(reasons) == {f"backlog/a/{A}.json", f"backlog/a/{B}.json", "backlog/a/notes.json", f"backlog/c/{C}.json"}
    assert reasons[f"backlog/a/{B}.json"] == "it lies in a/, but belongs in b/"
    assert reasons[f"backlog/c/{C}.json"] == "not a file"


@pytest.mark.parametrize(("settings", "name", "note"), [
    ({"format": 9, "name": "Later"}, "Later", "a newer pmtui wrote it"),
    ("broken", "product", ""),
    ([], "product", ""),
])
def test_settings_of_another_version_or_broken_ones_hide_nothing(workspace: Workspace, settings: object, name: str, note: str) -> None:
    text = settings if isinstance(settings, str) else json.dumps(settings)
    (workspace.path / "pmtui.json").write_text(text)
    commit_at(workspace.path, "2026-10-05T12:00:00Z")
    moment = at(workspace, "2026-10-06")
    assert moment.snapshot.name == name
    assert note in moment.point.note
    assert bool(note) == bool(moment.point.note)
    assert len(titles(moment.snapshot)) == 2


def test_a_lost_object_is_named(workspace: Workspace) -> None:
    blob = git_at(workspace.path, "", "rev-parse", f"v1.0:./backlog/b/{B}.json")
    (workspace.path.parent / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert blob in refused(workspace, "v1.0").message


def test_what_has_been_read_is_not_read_again(still: Workspace) -> None:
    past = Past(str(still.root))
    first, second, again = (past.at(words, NOW) for words in ("v1.0", "2026-09-21", "main"))
    assert first is not None
    assert second is not None
    assert again is not None
    assert second.snapshot is first.snapshot
    rows, others = (one.snapshot.table("item").rows for one in (first, again))
    assert isinstance(rows, CachedRows)
    assert isinstance(others, CachedRows)
    assert others.records[B] is rows.records[B]
    assert others.records[A] is not rows.records[A]


def test_only_the_last_points_are_kept(workspace: Workspace) -> None:
    past = Past(str(workspace.root))
    for number in range(6):
        put(workspace, C, title=f"Number {number}")
        commit_at(workspace.path, f"2026-10-1{number}T12:00:00Z")
        past.at("HEAD", NOW)
    assert len(past._moments) == 4
    assert sum(loaded.id == C for loaded in past._files.values()) <= 5


def test_it_can_be_cancelled(still: Workspace) -> None:
    cancel = threading.Event()
    cancel.set()
    assert Past(str(still.root)).at("v1.0", NOW, cancel) is None


def test_the_names_that_can_be_asked_for(workspace: Workspace) -> None:
    git_at(workspace.path, "2026-10-02T08:00:00Z", "tag", "-a", "-m", "Later", "v0.9", "HEAD~2")
    names = [(one.name, one.kind, one.at[:10]) for one in Points(str(workspace.root)).names()]
    assert names == [("v0.9", "tag", "2026-09-10"), ("v1.0", "tag", "2026-09-20"), ("main", "branch", "2026-10-01")]


@pytest.mark.soak
def test_ten_thousand_records_are_there_in_two_seconds(tmp_path: Path) -> None:
    workspace = told(tmp_path / "repository")
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    ids = [f"{alphabet[at % 32]}{at:09d}" for at in range(10_000)]
    workspace.save(change(*(added(id, title=f"Item {id}", reach=100, body=["text " * 20]) for id in ids)))
    commit_at(workspace.path, "2026-10-05T12:00:00Z")
    begin = time.perf_counter()
    assert len(at(workspace, "2026-10-06").snapshot.table("item")) == 10_002
    assert time.perf_counter() - begin < 2
