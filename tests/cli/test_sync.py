"""`pmtui sync`: what it prints, as text and as JSON, its exit status, and what it must not load."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.calling import ROOT, Calls
from tests.store.workspaces import git

IDS = ("4000000000", "5000000000")


@pytest.fixture
def shared(calls: Calls) -> Calls:
    """The workspace in a repository with a remote, and a colleague's clone beside it."""
    top = calls.folder
    git(top, "init", "-q")
    (top / ".git" / "info" / "exclude").write_text("remote.git\nben\n")
    git(top, "init", "-q", "--bare", "-b", "main", "remote.git")
    git(top, "remote", "add", "origin", str(top / "remote.git"))
    calls.seed(("item", IDS[0], {"status": "ready"}), ("item", IDS[1], {}))
    assert calls("sync").status == 1
    git(top, "push", "-q", "-u", "origin", "main")
    git(top, "clone", "-q", "remote.git", "ben")
    return calls


def ben(calls: Calls, *words: str) -> str:
    return calls.good("-w", "ben/product", *words)


def test_without_an_upstream_it_commits_and_says_what_to_do(calls: Calls) -> None:
    git(calls.folder, "init", "-q")
    git(calls.folder, "remote", "add", "origin", "elsewhere")
    result = calls("sync", "--json")
    assert result.status == 1
    assert result.error["code"] == "no_upstream"
    assert result.error["hint"] == "run git push -u origin main once, and sync again"


def test_without_a_remote_it_commits(calls: Calls) -> None:
    git(calls.folder, "init", "-q")
    assert calls.good("sync") == "committed: Make the workspace\n"
    assert calls.good("sync") == "nothing to commit\n"


def test_in_step(shared: Calls) -> None:
    assert shared.good("sync") == "nothing to do: in step with origin/main\n"
    assert shared("sync", "--json").json == {
        "dry_run": False, "message": None, "merged": None, "pushed": False, "upstream": "origin/main",
        "head": git(shared.folder, "rev-parse", "HEAD").strip(), "notes": [], "conflicts": [],
    }


def test_both_sides_come_together(shared: Calls) -> None:
    shared.good("set", IDS[0], "status=doing")
    ben(shared, "set", IDS[0], "title=By Ben")
    assert ben(shared, "sync") == 'committed: Set title of "By Ben"\npushed to origin/main\n'
    assert shared.good("sync", "--dry-run") == (
        f'would commit: Set status of "{IDS[0]}"\nwould merge what is new in origin/main\nwould push to origin/main\n'
    )
    assert shared.good("sync") == f'committed: Set status of "{IDS[0]}"\nmerged what is new in origin/main\npushed to origin/main\n'
    assert ben(shared, "sync") == "merged what is new in origin/main\n"
    assert (shared.show(IDS[0])["title"], shared.show(IDS[0])["status"]) == ("By Ben", "doing")


def test_a_conflict_gives_status_5_and_is_named(shared: Calls) -> None:
    shared.good("set", IDS[0], "title=By Ana")
    ben(shared, "set", IDS[0], "title=By Ben")
    ben(shared, "sync")
    result = shared("sync")
    assert result.status == 5
    assert f"conflict: B-{IDS[0]} By Ben: title" in result.err
    again = shared("sync", "--json")
    assert again.status == 5
    assert again.json["conflicts"] == [{"kind": "item", "id": IDS[0], "title": "By Ben", "fields": ["title"]}]
    shared.good("set", IDS[0], "title=By both")
    assert shared("sync").status == 0


def test_an_error_names_what_and_what_to_do(shared: Calls) -> None:
    git(shared.folder, "checkout", "-q", "--detach")
    result = shared("sync")
    assert result.status == 1
    assert " ".join(result.err.split()).startswith("pmtui: no branch is checked out in ")
    assert "git switch BRANCH" in result.err


def test_a_workspace_of_a_newer_format_is_not_synced(shared: Calls) -> None:
    settings = shared.folder / "product" / "pmtui.json"
    settings.write_text(settings.read_text().replace('"format": 1', '"format": 2'))
    assert shared("sync").status == 6


@pytest.mark.parametrize("words", [("list", "item"), ("add", "item", "x")])
def test_only_sync_loads_the_sync(calls: Calls, words: tuple[str, ...]) -> None:
    code = "import sys; from pmtui.cli.main import run; run(sys.argv[1:]); sys.exit('pmtui.store.sync' in sys.modules)"
    subprocess.run([sys.executable, "-c", code, "-w", str(calls.folder / "product"), *words], cwd=ROOT, check=True, capture_output=True)
