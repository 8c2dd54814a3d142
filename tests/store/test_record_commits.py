"""The commits whose message names a record, found by real git."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from pmtui.domain.named_records import NamedRecords
from pmtui.store.code_repository import code_repository
from pmtui.store.layout import init_workspace
from pmtui.store.own_branch import SETTING
from pmtui.store.record_commits import all_naming, naming_commits, pattern

ID = "7k3f9x2mq4"


def git(folder: Path, *words: str) -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=Ana", "-c", "user.email=ana@example.org", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize(("message", "is_named"), [
    ("Retry (B-7k3f)", True), ("b-7k3: retry", True), ("B-7k3f9x2mq4", True), ("7k3f9x2mq4 done", True), ("see B-7k3f9x.", True),
    ("Merge branch 'b-7k3f9x-retry-payments'", True), ("B-7k", False), ("B-7k3g", False), ("B-7k3f9x2mq45", False), ("AB-7k3f", False),
    ("7k3f9x", False), ("P-7k3f", False),
])
def test_what_names_a_record(message: str, is_named: bool) -> None:
    assert bool(re.search(pattern("B", ID, 3), message, re.IGNORECASE)) is is_named
    assert not re.search(pattern("B", ID, 6), "B-7k3f9", re.IGNORECASE)  # another record begins so, too


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A repository with code, a workspace in a folder of it, and a second branch."""
    git(tmp_path, "init", "-qb", "main", "code")
    top = tmp_path / "code"
    init_workspace(top / "product")
    (top / "a.txt").write_text("a")
    git(top, "add", ".")
    git(top, "commit", "-qm", "Begin")
    git(top, "commit", "-qm", "Retry cards\n\nCloses B-7k3f.", "--allow-empty")
    git(top, "switch", "-qc", "other")
    git(top, "commit", "-qm", "B-7k3f9x2mq4: on another branch", "--allow-empty")
    git(top, "switch", "-q", "main")
    (top / "product" / "x.json").write_text("{}")
    git(top, "add", ".")
    git(top, "commit", "-qm", "Set status of 2 items\n\nB-7k3f9x2mq4 Retry: status ready → doing")
    return top


def test_commits_of_all_branches_are_found_and_those_of_records_alone_are_not(code: Path) -> None:
    repository = code_repository(str(code / "product"), {})
    assert repository == (str(code), "", "product/")
    found = naming_commits(repository, "B", ID, 4)
    assert [one.subject for one in found.commits] == ["B-7k3f9x2mq4: on another branch", "Retry cards"]
    assert (found.commits[0].by, found.note) == ("Ana", "")
    assert naming_commits(repository, "B", "zzzzzzzzzz", 3).commits == ()


def test_all_commits_that_name_records_come_with_their_messages(code: Path) -> None:
    repository = code_repository(str(code / "product"), {})
    assert repository is not None
    found = all_naming(repository)
    assert {commit.subject for commit, _ in found} == {"B-7k3f9x2mq4: on another branch", "Retry cards", "Set status of 2 items"}
    assert next(message for commit, message in found if commit.subject == "Retry cards").strip() == "Retry cards\n\nCloses B-7k3f."
    assert [one.subject for one in NamedRecords(found).naming("B", ID, lambda id: 4)] == [
        "B-7k3f9x2mq4: on another branch", "Retry cards",
    ]
    assert len(all_naming(repository, patience=0.0)) <= 3


def test_a_workspace_on_its_own_branch_looks_into_the_code(code: Path) -> None:
    git(code, "worktree", "add", "-q", "--orphan", "-b", "pmtui", "../work") if _has_orphan(code) else _orphan(code)
    work = code.parent / "work"
    init_workspace(work)
    git(work, "add", ".")
    git(work, "commit", "-qm", "Sync\n\nB-7k3f9x2mq4 Retry: moved")
    settings = {SETTING: {"branch": "pmtui", "folder": "work"}}
    repository = code_repository(str(work), settings, str(code / "product"))
    assert repository == (str(code), "pmtui", "")
    subjects = [one.subject for one in naming_commits(repository, "B", ID, 4).commits]
    assert "Sync" not in subjects
    assert "Retry cards" in subjects


def _has_orphan(top: Path) -> bool:
    return "--orphan" in subprocess.run(["git", "worktree", "add", "-h"], capture_output=True, text=True, check=False, cwd=top).stdout


def _orphan(top: Path) -> None:
    """The same with an older git."""
    git(top, "worktree", "add", "-q", "--detach", "../work")
    git(top.parent / "work", "checkout", "-q", "--orphan", "pmtui")
    git(top.parent / "work", "rm", "-rqf", ".")


def test_without_a_repository_or_commits_there_is_nothing(tmp_path: Path) -> None:
    assert code_repository(str(tmp_path), {}) is None
    git(tmp_path, "init", "-q", "bare")
    repository = code_repository(str(tmp_path / "bare"), {})
    assert repository is not None
    assert naming_commits(repository, "B", ID, 3).commits == ()


def test_a_search_that_takes_too_long_is_given_up_and_says_so(code: Path) -> None:
    repository = code_repository(str(code / "product"), {})
    assert repository is not None
    found = naming_commits(repository, "B", ID, 4, patience=0.0)
    assert "were found within 0 s" in found.note or len(found.commits) == 2
