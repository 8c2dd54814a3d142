"""What git is asked before the command line is loaded: for the words of a sync alone, and taken by that sync alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pmtui.store import sync_early
from pmtui.store.layout import init_workspace
from pmtui.store.sync import sync
from pmtui.store.sync_early import asked, begin
from pmtui.store.workspace import Workspace
from tests.store.workspaces import IDS, added, change, finished, git, python


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    git(tmp_path, "init", "-q")
    monkeypatch.chdir(tmp_path)
    yield init_workspace(tmp_path / "product")
    sync_early._asked.clear()


@pytest.mark.parametrize("words", [
    ["sync"], ["-w", "product", "sync"], ["sync", "--json", "--workspace", "product"], ["sync", "--dry-run"],
])
def test_the_words_of_a_sync(root: str, words: list[str]) -> None:
    begin(words)
    question = asked(root)
    assert question is not None
    assert question.status.result().startswith(b"# branch.oid (initial)")
    assert asked(root) is None, "it is taken once"


@pytest.mark.parametrize("words", [
    ["sync", "--help"], ["add", "item", "sync"], ["sync", "more"], ["-w", "elsewhere", "sync"], ["sync", "-w"],
    ["--workspace=product", "sync"],
])
def test_other_words_ask_nothing_that_is_taken(root: str, words: list[str]) -> None:
    begin(words)
    assert bool(sync_early._asked) == (words == ["sync", "-w"]), "whose mistake the command line names"


def test_what_was_asked_about_another_workspace_is_not_taken(root: str, tmp_path: Path) -> None:
    begin(["sync"])
    with Workspace(init_workspace(tmp_path / "other")) as workspace:
        workspace.save(change(added(IDS[4], title="In the other")))
        assert 'add "In the other"' in sync(workspace.records).message
    assert asked(root) is None


def test_a_sync_takes_it(root: str) -> None:
    begin(["sync"])
    with Workspace(root) as workspace:
        done = sync(workspace.records)
    assert done.message.startswith("Make the workspace")
    assert not sync_early._asked


def test_the_whole_program(root: str) -> None:
    code = "import sys; sys.argv = ['pmtui', *sys.argv[1:]]; from pmtui.__main__ import main; main()"
    assert finished(python(code, "-w", root, "sync")) == "committed: Make the workspace\n"
    assert finished(python(code, "-w", root, "sync")) == "nothing to commit\n"
    path = os.pathsep.join(part for part in os.environ["PATH"].split(os.pathsep) if not os.path.exists(os.path.join(part, "git")))
    process = python(f"import os; os.environ['PATH'] = {path!r}; {code}", "-w", root, "sync")
    assert "git cannot be run" in process.communicate(timeout=60)[1]
