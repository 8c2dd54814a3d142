"""The history of a workspace from git: every situation of a repository, and what is kept of a commit."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from pmtui.domain.history import ADDED, AROSE, DELETED, EDITED, MOVED, PURGED, RESTORED, UNREADABLE, Revision
from pmtui.store.errors import StoreError
from pmtui.store.record_log import Asked, RecordLog
from pmtui.store.workspace import Workspace
from tests.store.clones import Clone, copies, team
from tests.store.workspaces import IDS, added, change, git, made, path_of, rewrite

A, B, C = IDS[4], IDS[5], IDS[6]


def at(day: int) -> str:
    return f"2026-11-{day:02d}T08:00:00Z"


def commit(top: Path, message: str, day: int = 1, who: str = "Ana") -> str:
    """Commit all that is there, on a day of November."""
    by = {"NAME": who, "EMAIL": f"{who.lower()}@example.org", "DATE": at(day)}
    environment = {**os.environ, **{f"GIT_{role}_{name}": value for role in ("AUTHOR", "COMMITTER") for name, value in by.items()}}
    for words in (["add", "-A", "."], ["commit", "-q", "--allow-empty", "-m", message]):
        subprocess.run(["git", "-C", str(top), *words], check=True, env=environment)
    return git(top, "rev-parse", "HEAD").strip()


def read(workspace: Workspace, **asked: Any) -> list[Revision]:
    return list(RecordLog(workspace.root, workspace.local, Asked(**asked), "Ana").revisions())


def told(revisions: list[Revision]) -> list[tuple[str, str, str, list[tuple[Any, ...]]]]:
    return [(one.by, one.id, one.what, [(field.path, field.before, field.after) for field in one.changes]) for one in revisions]


def short(revisions: list[Revision]) -> list[tuple[str, str]]:
    return [(one.id, one.what) for one in revisions]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace in a folder of a repository with code, with one item."""
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "config", "user.name", "Ana")
    git(tmp_path, "config", "user.email", "ana@example.org")
    (tmp_path / "code.py").write_text("print()\n")
    (tmp_path / "4" ).mkdir()
    (tmp_path / "4" / f"{A}.json").write_text("{}")
    found = made(tmp_path)
    found.save(change(added(A)))
    return found


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clones")
    clones = team(folder, "ana", "ben")
    clones[0].add(A, estimate=1, tags=["a"])
    clones[0].sync()
    clones[1].sync()
    return folder


@pytest.fixture
def clones(template: Path, tmp_path: Path) -> list[Clone]:
    return copies(template, tmp_path, "ana", "ben")


def test_who_changed_which_field_when_from_what_to_what(workspace: Workspace) -> None:
    top = workspace.path.parent
    commit(top, "Begin", 1)
    rewrite(workspace, A, estimate=3, status="ready")
    name = commit(top, "Plan", 2, "Bo")
    (top / "code.py").write_text("print(1)\n")
    commit(top, "Code alone", 3)
    first, second = read(workspace)
    assert told([first]) == [("Bo", A, EDITED, [("status", "inbox", "ready"), ("estimate", None, 3)])]
    assert (first.at, first.commit, first.email, first.subject, first.title) == (at(2), name, "bo@example.org", "Plan", f"Title of {A}")
    assert (second.what, {one.path for one in second.changes}) == (ADDED, {"title", "rank", "created_at"})


def test_what_became_of_a_record_from_its_beginning_to_its_end(workspace: Workspace) -> None:
    top = workspace.path.parent
    for day, (fields, _) in enumerate((
        ({}, ADDED), ({"rank": "a0"}, MOVED), ({"deleted_at": at(9)}, DELETED), ({"deleted_at": None}, RESTORED),
    ), 1):
        rewrite(workspace, A, **fields)
        commit(top, "Step", day)
    path_of(workspace, A).unlink()
    commit(top, "Purge", 8)
    assert [one.what for one in read(workspace)] == [PURGED, RESTORED, DELETED, MOVED, ADDED]
    assert read(workspace)[0].title == f"Title of {A}"


def test_what_is_not_committed_yet_comes_first(workspace: Workspace) -> None:
    top = workspace.path.parent
    workspace.save(change(added(C)))
    commit(top, "Begin", 1)
    rewrite(workspace, A, estimate=3)
    workspace.save(change(added(B)))
    path_of(workspace, C).unlink()
    found = read(workspace)
    assert [(one.id, one.what, one.commit) for one in found[:3]] == [(A, EDITED, ""), (C, PURGED, ""), (B, ADDED, "")]
    assert told(found[:1]) == [("Ana", A, EDITED, [("estimate", None, 3)])]
    assert all(one.commit for one in found[3:])


def test_staged_or_not_the_working_file_counts(workspace: Workspace) -> None:
    top = workspace.path.parent
    commit(top, "Begin", 1)
    rewrite(workspace, A, estimate=3)
    git(top, "add", ".")
    rewrite(workspace, A, estimate=4)
    assert told(read(workspace))[0][3] == [("estimate", None, 4)]


def test_before_the_first_commit_everything_is_new(workspace: Workspace) -> None:
    assert [(one.id, one.what, one.commit) for one in read(workspace)] == [(A, ADDED, "")]


def test_a_merge_tells_only_what_it_made(clones: list[Clone]) -> None:
    ana, ben = clones
    ana.set(A, estimate=2, tags=["a", "x"], title="Ours")
    ben.set(A, status="ready", tags=["a", "y"], title="Theirs")
    ana.sync()
    ben.sync()
    merge, *others = read(ben.workspace)
    assert merge.is_merge
    assert [(one.path, one.conflict, set(one.values)) for one in merge.changes] == [("title", AROSE, {"Ours", "Theirs"})]
    assert sorted((one.by, one.what) for one in others) == [("Ana", ADDED), ("Ana", EDITED), ("Ben", EDITED)]


def test_a_branch_whose_changes_a_merge_dropped_is_told_all_the_same(workspace: Workspace) -> None:
    top = workspace.path.parent
    commit(top, "Begin", 1)
    git(top, "switch", "-qc", "side")
    rewrite(workspace, A, estimate=3)
    commit(top, "Side", 2)
    git(top, "switch", "-q", "main")
    commit(top, "Nothing", 3)
    git(top, "merge", "-q", "-s", "ours", "-m", "Drop it", "side")
    assert short(read(workspace)) == [(A, EDITED), (A, ADDED)]


def test_versions_that_cannot_be_read_say_so(workspace: Workspace) -> None:
    top, path = workspace.path.parent, path_of(workspace, A)
    commit(top, "Begin", 1)
    whole = path.read_bytes()
    path.write_bytes(whole[:30])
    commit(top, "Torn", 2)
    path.write_bytes(whole)
    commit(top, "Mended", 3)
    mended, torn, begun = read(workspace)
    assert (mended.what, torn.what, begun.what) == (UNREADABLE, UNREADABLE, ADDED)
    assert mended.fault.startswith("its version before this cannot be read: not JSON")
    assert torn.fault.startswith("this version of it cannot be read: not JSON: line")


def test_an_object_that_git_has_lost_says_so(workspace: Workspace) -> None:
    top = workspace.path.parent
    commit(top, "Begin", 1)
    name = git(top, "rev-parse", f"HEAD:product/backlog/{A[0]}/{A}.json").strip()
    rewrite(workspace, A, estimate=3)
    commit(top, "Then", 2)
    workspace.save(change(added(B)))
    commit(top, "Last", 3)
    lost = top / ".git" / "objects" / name[:2] / name[2:]
    lost.chmod(0o644)
    lost.write_bytes(b"not an object at all")
    found = read(workspace)
    assert [(one.id, one.what) for one in found] == [(B, ADDED), (A, UNREADABLE), (A, UNREADABLE)]
    assert "git has not got its version" in found[1].fault
    lost.unlink()
    assert [one.what for one in read(workspace)] == [ADDED, UNREADABLE, UNREADABLE]


def test_a_shallow_clone_says_where_it_was_cut_off(clones: list[Clone], tmp_path: Path) -> None:
    ana = clones[0]
    ana.set(A, estimate=5)
    ana.sync()
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{tmp_path / 'remote.git'}", "shallow")
    root = tmp_path / "shallow" / "product"
    log = RecordLog(str(root), str(root / ".local"))
    assert told(list(log.revisions())) == [("Ana", A, EDITED, [("estimate", 1, 5)])]
    assert "shallow" in log.note
    git(tmp_path, "-C", "shallow", "worktree", "add", "-q", "-f", "--detach", "../linked")
    linked = tmp_path / "linked" / "product"
    log = RecordLog(str(linked), str(linked / ".local"))
    assert short(list(log.revisions())) == [(A, EDITED)]
    assert "shallow" in log.note
    git(tmp_path, "-C", "shallow", "fetch", "-q", "--unshallow")
    log = RecordLog(str(root), str(root / ".local"))
    assert short(list(log.revisions())) == [(A, EDITED), (A, ADDED)]
    assert log.note == ""


def test_where_there_is_no_repository(tmp_path: Path) -> None:
    workspace = made(tmp_path)
    with pytest.raises(StoreError, match="is in no git repository, so it has no history") as caught:
        read(workspace)
    assert caught.value.code == "no_repository"


def test_without_git(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreError, match="git cannot be run"):
        read(workspace)


def test_a_part_of_the_history(workspace: Workspace) -> None:
    top = workspace.path.parent
    workspace.save(change(added(B), added(C, "problem")))
    commit(top, "Begin", 1)
    rewrite(workspace, A, estimate=3)
    commit(top, "Then", 5)
    assert short(read(workspace, id=A)) == [(A, EDITED), (A, ADDED)]
    assert short(read(workspace, kind="problem")) == [(C, ADDED)]
    assert short(read(workspace, since=at(3))) == [(A, EDITED)]
    read(workspace)
    assert short(read(workspace, id=A)) == [(A, EDITED), (A, ADDED)]
    assert short(read(workspace, kind="problem")) == [(C, ADDED)]


def test_what_was_found_out_about_a_commit_is_kept(workspace: Workspace) -> None:
    top = workspace.path.parent
    commit(top, "Begin", 1)
    rewrite(workspace, A, x_new="half of a character \ud800", their_number=1, estimate=0.5, criteria=[{"id": "c", "text": "Works"}])
    commit(top, "Then", 2)
    fresh = read(workspace)
    cache = Path(workspace.local) / "cache" / "history.jsonl"
    assert cache.read_bytes().count(b"\n") == 3
    objects = top / ".git" / "objects"
    for one in git(top, "rev-list", "--objects", "HEAD", "--", "product/backlog").splitlines():
        name, _, path = one.partition(" ")
        if path.endswith(".json"):
            (objects / name[:2] / name[2:]).unlink()
    assert read(workspace) == fresh
    assert git(top, "status", "--porcelain", "--", "product/.local") == ""


@pytest.mark.parametrize("damage", [
    lambda raw: b"", lambda raw: raw[:-20], lambda raw: raw.replace(b"Title", b"Titel"), lambda raw: b"\xff" * 100,
    lambda raw: b"{}\n" + raw, lambda raw: raw.replace(b'"revisions"', b'"revision_"'),
], ids=("empty", "torn", "changed", "rubbish", "another version", "another form"))
def test_a_damaged_cache_is_not_believed(workspace: Workspace, damage: Any) -> None:
    commit(workspace.path.parent, "Begin", 1)
    fresh = read(workspace)
    cache = Path(workspace.local) / "cache" / "history.jsonl"
    cache.write_bytes(damage(cache.read_bytes()))
    assert read(workspace) == fresh
    assert read(workspace) == fresh


def test_the_cache_is_bounded(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    top = workspace.path.parent
    for day in range(1, 9):
        rewrite(workspace, A, estimate=day)
        commit(top, "Step", day)
    monkeypatch.setattr("pmtui.store.log_cache.LogCache.__init__.__defaults__", (600,))
    fresh = read(workspace)
    assert len(fresh) == 8
    assert read(workspace) == fresh
    assert {path.name for path in (Path(workspace.local) / "cache").glob("history*")} <= {"history.jsonl", "history.1.jsonl"}


def test_a_workspace_that_cannot_be_written_has_a_history(workspace: Workspace) -> None:
    commit(workspace.path.parent, "Begin", 1)
    local = Path(workspace.local)
    shutil.rmtree(local)
    local.write_text("a file where the folder should be")
    assert short(read(workspace)) == [(A, ADDED)]


def test_reading_can_be_cancelled_and_leaves_no_process(workspace: Workspace) -> None:
    top = workspace.path.parent
    for day in range(1, 6):
        rewrite(workspace, A, estimate=day)
        commit(top, "Step", day)
    log = RecordLog(workspace.root, workspace.local)
    revisions = log.revisions()
    assert next(revisions).what == EDITED
    threading.Thread(target=log.end).start()
    def rest() -> None:
        for _ in revisions:
            threading.Event().wait(0.05)

    with pytest.raises(StoreError) as caught:
        rest()
    assert caught.value.code == "cancelled"
    log.end()
    early = RecordLog(workspace.root, workspace.local)
    early.end()
    with pytest.raises(StoreError):
        next(early.revisions())


def test_settings_of_the_person_do_not_change_the_history(workspace: Workspace) -> None:
    top = workspace.path.parent
    commit(top, "Begin", 1)
    rewrite(workspace, A, estimate=3)
    commit(top, "Then", 2)
    plain = read(workspace)
    shutil.rmtree(Path(workspace.local) / "cache")
    for name, value in {
        "log.showRoot": "false", "log.follow": "true", "diff.renames": "copies", "diff.relative": "true", "log.showSignature": "true",
        "color.ui": "always", "core.quotePath": "true", "log.date": "relative", "diff.noprefix": "true", "log.decorate": "full",
    }.items():
        git(top, "config", name, value)
    assert read(workspace) == plain
    assert read(workspace, id=A) == plain


def test_names_as_the_mailmap_says_and_bytes_that_are_no_text(workspace: Workspace) -> None:
    top = workspace.path.parent
    (top / ".mailmap").write_text("Ana Ruiz <ana@example.org>\n")
    commit(top, "Begin", 1)
    assert read(workspace)[0].by == "Ana Ruiz"
    tree = git(top, "rev-parse", "HEAD^{tree}").strip().encode()
    data = b"tree %s\nauthor B\xf6 <b> 1 +0000\ncommitter B\xf6 <b> 1 +0000\n\nG\xfcnter\n" % tree
    name = subprocess.run(
        ["git", "-C", str(top), "hash-object", "-t", "commit", "-w", "--stdin"], input=data, capture_output=True, check=True
    ).stdout.decode().strip()
    git(top, "reset", "-q", name)
    (odd,) = read(workspace)
    assert (odd.by.encode(), odd.subject.encode(), odd.at) == ("B\ufffd".encode(), "G\ufffdnter".encode(), "1970-01-01T00:00:01Z")
