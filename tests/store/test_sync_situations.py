"""Sync where something is in the way: each situation gets a message with the next step, and nothing is half done."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pmtui.store.errors import StoreError
from pmtui.store.layout import init_workspace
from pmtui.store.sync_driver import attributes
from pmtui.store.workspace import Workspace
from tests.store.clones import Clone, cloned, copies, remote, require_equal, settle, team
from tests.store.workspaces import IDS, git, made, path_of

ONE, TWO = IDS[4], IDS[5]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two clones of `pair`, made once."""
    folder = tmp_path_factory.mktemp("template")
    ana, ben = team(folder, "ana", "ben", code=True)
    ana.add(ONE, status="ready")
    ana.add(TWO)
    settle([ana, ben])
    return folder


@pytest.fixture
def pair(template: Path, tmp_path: Path) -> list[Clone]:
    """Two clones in step with two items."""
    return copies(template, tmp_path, "ana", "ben")


def alone(folder: Path) -> Clone:
    """A repository without a remote."""
    git(folder, "init", "-q")
    return Clone(folder, Workspace(init_workspace(folder / "product")))


def refusal_of(clone: Clone, code: str, hint: str, **options: object) -> StoreError:
    """The error of a sync that must not go on; the files are as they were."""
    before = clone.files()
    with pytest.raises(StoreError) as caught:
        clone.sync(**options)
    assert caught.value.code == code, str(caught.value)
    assert hint in caught.value.hint
    assert clone.files() == before
    assert not (clone.top / ".git" / "index.lock").exists()
    return caught.value


def test_no_repository(tmp_path: Path) -> None:
    with made(tmp_path) as workspace:
        refusal_of(Clone(tmp_path, workspace), "no_repository", "git init")


def test_no_git(pair: list[Clone], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    refusal_of(pair[0], "no_git", "install git")


def test_no_remote_commits_and_says_so(tmp_path: Path) -> None:
    clone = alone(tmp_path)
    clone.add(ONE)
    done = clone.sync()
    assert done.message.startswith("Make the workspace, add ")
    assert "no remote" in done.notes[0]
    assert clone.status() == ""
    assert clone.sync().message == ""


def test_no_upstream(tmp_path: Path) -> None:
    clone = alone(tmp_path)
    bare = remote(tmp_path / "product").rename(tmp_path.with_name(tmp_path.name + "-remote"))
    clone.git("remote", "add", "origin", str(bare))
    error = refusal_of(clone, "no_upstream", "git push -u origin main")
    assert "committed here" in error.message
    clone.git("push", "-q", "-u", "origin", "main")
    clone.add(ONE)
    assert clone.sync().is_pushed


def test_an_empty_remote_gets_the_first_commit(tmp_path: Path) -> None:
    remote(tmp_path)
    top = cloned(tmp_path, "ana")
    clone = Clone(top, Workspace(init_workspace(top / "product")))
    assert clone.sync().is_pushed
    assert git(tmp_path / "remote.git", "rev-parse", "main").strip() == clone.head()


def test_a_branch_that_is_gone_from_the_remote(pair: list[Clone]) -> None:
    ana, _ = pair
    ana.git("switch", "-qc", "topic")
    ana.git("push", "-qu", "origin", "topic")
    ana.git("push", "-q", "origin", ":topic")
    ana.git("fetch", "-q", "--prune")
    refusal_of(ana, "gone", "git push -u origin topic")


def test_a_branch_that_follows_a_local_one(pair: list[Clone]) -> None:
    ana, _ = pair
    ana.git("switch", "-q", "--track", "-c", "topic", "main")
    refusal_of(ana, "no_upstream", "git branch -u")


def test_detached_head(pair: list[Clone]) -> None:
    ana, _ = pair
    ana.git("checkout", "-q", "--detach")
    ana.set(ONE, status="doing")
    refusal_of(ana, "detached", "git switch")
    assert ana.git("diff", "--name-only").strip().endswith(f"{ONE}.json")


def test_unrelated_histories(pair: list[Clone]) -> None:
    ana, _ = pair
    ana.git("checkout", "-q", "--orphan", "fresh")
    ana.git("commit", "-qm", "A beginning of its own")
    ana.git("branch", "-q", "-u", "origin/main")
    ana.set(ONE, status="doing")
    refusal_of(ana, "unrelated", "--allow-unrelated-histories")


def test_a_shallow_clone(pair: list[Clone], tmp_path: Path) -> None:
    ana, _ = pair
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}/remote.git", "cut")
    cut = Clone(tmp_path / "cut", Workspace(tmp_path / "cut" / "product"))
    cut.set(ONE, status="doing")
    assert cut.sync().is_pushed
    ana.set(TWO, status="doing")
    ana.sync()
    cut.set(ONE, status="done")
    refusal_of(cut, "shallow", "git fetch --unshallow")
    cut.git("fetch", "-q", "--unshallow")
    assert cut.sync().merged


def test_a_merge_of_the_user_s_in_code_is_left_alone(pair: list[Clone]) -> None:
    ana, _ = pair
    ana.git("switch", "-qc", "topic")
    (ana.top / "code.py").write_text("topic\n")
    ana.git("commit", "-qam", "Topic")
    ana.git("switch", "-q", "main")
    (ana.top / "code.py").write_text("main\n")
    ana.git("commit", "-qam", "Main")
    ana.git("merge", "topic")
    before = ana.status()
    error = refusal_of(ana, "unfinished", "git merge --abort")
    assert "code.py" in error.message
    assert ana.status() == before


def both_changed(pair: list[Clone]) -> Clone:
    """A clone whose branch and the remote's changed the same lines of a record."""
    ana, ben = pair
    ben.set(ONE, title="By Ben")
    ben.sync()
    ana.set(ONE, title="By Ana", status="doing")
    ana.git("commit", "-qam", "By hand")
    ana.git("fetch", "-q")
    return ana


def test_a_merge_that_waits_for_the_workspace_alone_is_repaired_and_concluded(pair: list[Clone]) -> None:
    ana = both_changed(pair)
    ana.git("merge", "origin/main")
    assert "UU" in ana.status()
    done = ana.sync()
    assert "finished the merge" in done.notes[0]
    assert {one["value"] for one in ana.data(ONE)["conflicts"]["title"]["values"]} == {"By Ana", "By Ben"}
    assert ana.git("rev-list", "--merges", "--count", "HEAD").strip() == "1"
    settle(pair)
    require_equal(pair)


def test_a_rebase_that_waits_for_the_workspace_alone_goes_on(pair: list[Clone]) -> None:
    ana = both_changed(pair)
    with pytest.raises(AssertionError):
        ana.git("rebase", "origin/main")
    assert "UU" in ana.status()
    assert "finished the rebase" in ana.sync().notes[0]
    assert ana.git("rev-parse", "--abbrev-ref", "HEAD").strip() == "main"
    assert {one["value"] for one in ana.data(ONE)["conflicts"]["title"]["values"]} == {"By Ana", "By Ben"}
    settle(pair)
    require_equal(pair)


def test_what_git_goes_on_with_merges_by_the_driver(pair: list[Clone]) -> None:
    """The first commit of the rebase stops, for nobody told git of the driver then; the second one merges by it."""
    ana = both_changed(pair)
    (ana.workspace.path / ".gitattributes").write_text("*.json text eol=lf\n")
    ana.set(ONE, tags=["by", "Ana"])
    ana.git("commit", "-qam", "By hand again")
    with pytest.raises(AssertionError):
        ana.git("rebase", "origin/main")
    steps: list[str] = []
    ana.sync(said=lambda name, words: steps.append(name))
    assert steps.count("conclude.repaired") == 1
    assert ana.data(ONE)["tags"] == ["Ana", "by"]
    settle(pair)
    require_equal(pair)


def test_the_attributes_name_the_workspace_s_files_whatever_its_folder_is_called(pair: list[Clone]) -> None:
    ana, _ = pair
    for prefix in ("product/", "", "odd [name] *x/", 'a "b" c/'):
        file = ana.top / "attributes"
        file.write_text(attributes(prefix))
        paths = [f"{prefix}pmtui.json", f"{prefix}backlog/4/{ONE}.json", "elsewhere/x.yaml", *(["other/x.json"] if prefix else [])]
        told = ana.git("-c", f"core.attributesFile={file}", "check-attr", "-z", "merge", "--", *paths).split("\0")[2::3]
        wanted = ["pmtui", "pmtui"] + ["unspecified"] * (len(paths) - 2)
        assert told == wanted, prefix


def test_a_rebase_that_waits_for_nothing_of_ours_is_left_alone(pair: list[Clone]) -> None:
    ana, _ = pair
    (ana.top / "code.py").write_text("Changed\n")
    ana.git("commit", "-qam", "Code")
    ana.git("-c", "sequence.editor=sed -i s/^pick/edit/", "rebase", "-q", "-i", "HEAD^")
    refusal_of(ana, "unfinished", "git rebase --continue")


def test_a_stash_that_did_not_fit_is_repaired(pair: list[Clone]) -> None:
    ana, ben = pair
    ben.set(ONE, title="By Ben")
    ben.sync()
    ana.set(ONE, title="By Ana")
    ana.git("stash", "-q")
    ana.sync()
    with pytest.raises(AssertionError):
        ana.git("stash", "pop")
    assert b"<<<<<<<" in path_of(ana.workspace, ONE).read_bytes()
    ana.sync()
    assert {one["value"] for one in ana.data(ONE)["conflicts"]["title"]["values"]} == {"By Ana", "By Ben"}
    settle(pair)
    require_equal(pair)


def hook(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_a_hook_of_the_remote_that_refuses(pair: list[Clone], tmp_path: Path) -> None:
    ana, _ = pair
    hook(tmp_path / "remote.git" / "hooks" / "pre-receive", "echo 'no ticket in the message'; exit 1")
    ana.set(ONE, status="doing")
    error = refusal_of(ana, "push_refused", "committed here")
    assert "no ticket in the message" in error.message
    (tmp_path / "remote.git" / "hooks" / "pre-receive").unlink()
    assert ana.sync().is_pushed


def test_a_hook_of_one_s_own_that_refuses(pair: list[Clone]) -> None:
    ana, _ = pair
    hook(ana.top / ".git" / "hooks" / "pre-push", "echo 'the tests fail' >&2; exit 1")
    ana.set(ONE, status="doing")
    assert "the tests fail" in refusal_of(ana, "hook", "committed here").message


def test_a_remote_that_hangs(pair: list[Clone]) -> None:
    ana, _ = pair
    ana.git("config", "remote.origin.uploadpack", "sleep 60; git-upload-pack")
    ana.set(ONE, status="doing")
    start = time.monotonic()
    refusal_of(ana, "hanging", "committed here", silence=0.5)
    assert time.monotonic() - start < 30


def test_a_remote_that_is_not_there(pair: list[Clone], tmp_path: Path) -> None:
    ana, _ = pair
    (tmp_path / "remote.git").rename(tmp_path / "elsewhere.git")
    ana.set(ONE, status="doing")
    refusal_of(ana, "no_remote_repository", "git remote -v")
    (tmp_path / "elsewhere.git").rename(tmp_path / "remote.git")
    assert ana.sync().is_pushed


def test_a_host_that_cannot_be_reached(pair: list[Clone]) -> None:
    ana, _ = pair
    ana.git("remote", "set-url", "origin", "http://ana:secret@127.0.0.1:1/x.git")
    error = refusal_of(ana, "unreachable", "online")
    assert "secret" not in str(error)
    ana.set(ONE, status="doing")
    refusal_of(ana, "unreachable", "nothing was changed", is_dry=True)


def test_bad_credentials(pair: list[Clone], tmp_path: Path) -> None:
    ana, _ = pair
    ssh = tmp_path / "ssh"
    hook(ssh, "echo 'git@example.org: Permission denied (publickey).' >&2; exit 255")
    ana.git("config", "core.sshCommand", str(ssh))
    ana.git("remote", "set-url", "origin", "git@example.org:x.git")
    refusal_of(ana, "credentials", "log in once")


def test_nobody_said_who_commits(pair: list[Clone]) -> None:
    ana, _ = pair
    for name in ("name", "email"):
        ana.git("config", f"user.{name}", "")
    ana.set(ONE, status="doing")
    refusal_of(ana, "no_identity", "user.email")


def test_a_lock_of_somebody_else_is_reported_with_its_age(pair: list[Clone], monkeypatch: pytest.MonkeyPatch) -> None:
    ana, _ = pair
    monkeypatch.setattr("pmtui.store.sync_index.PATIENCE", 0.1)
    lock = ana.top / ".git" / "index.lock"
    lock.write_bytes(b"")
    os.utime(lock, (time.time() - 7200, time.time() - 7200))
    ana.set(ONE, status="doing")
    with pytest.raises(StoreError, match="2 hours old") as caught:
        ana.sync()
    assert str(lock) in caught.value.hint
    lock.unlink()
    ana.sync()
    assert ana.status() == ""


def test_another_sync_at_work(pair: list[Clone]) -> None:
    ana, _ = pair
    ana.set(ONE, status="doing")
    codes = []

    def said(name: str, words: str) -> None:
        if name == "fetch.begin":
            with pytest.raises(StoreError) as caught:
                Clone(ana.top, Workspace(ana.workspace.root)).sync()
            codes.append(caught.value.code)

    ana.sync(said=said)
    assert codes == ["locked"]


def test_a_newer_format_at_the_remote_is_not_merged(pair: list[Clone]) -> None:
    ana, ben = pair
    settings = ben.workspace.path / "pmtui.json"
    settings.write_text(settings.read_text().replace('"format": 1', '"format": 2'))
    ben.git("commit", "-qam", "A newer program")
    ben.git("push", "-q")
    refusal_of(ana, "newer_format", "install pmtui 2")


def test_a_folder_with_an_odd_name(pair: list[Clone]) -> None:
    ana, _ = pair
    odd = ana.top / 'Über "uns" x'
    with Workspace(init_workspace(odd)) as workspace:
        clone = Clone(ana.top, workspace)
        clone.add(ONE)
        assert clone.sync().is_pushed
        assert clone.status() == ""
