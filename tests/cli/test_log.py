"""`pmtui log`: what it prints, as text and as JSON, and what it says where there is nothing to print."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

import pytest

from tests.cli.calling import Calls
from tests.store.workspaces import git

A, B, MS = "4000000000", "4500000000", "5000000000"


@pytest.fixture
def history(calls: Calls) -> Calls:
    """A workspace with three commits of two people, and a change that is not committed yet."""
    git(calls.folder, "init", "-q", "-b", "main")
    calls.seed(("item", A, {"status": "ready", "title": "Retry failed cards"}), ("milestone", MS, {"title": "MVP", "target": "2027-02-15"}))
    commit(calls, "Ana", "2026-11-01T08:00:00Z")
    calls.good("set", A, "status=doing", "tags+=billing", f"milestone={MS}")
    commit(calls, "Bo", "2026-11-10T08:00:00Z")
    calls.good("set", MS, "target=2027-03-31", "--reason", "The bank is late")
    commit(calls, "Ana", "2026-11-20T08:00:00Z")
    calls.good("set", A, "estimate=5")
    return calls


def commit(calls: Calls, who: str, at: str) -> None:
    by = {"NAME": who, "EMAIL": f"{who.lower()}@example.org", "DATE": at}
    environment = {**os.environ, **{f"GIT_{role}_{name}": value for role in ("AUTHOR", "COMMITTER") for name, value in by.items()}}
    git(calls.folder, "add", ".")
    subprocess.run(["git", "commit", "-qm", "Change"], cwd=calls.folder, check=True, env=environment)


def log(calls: Calls, *words: str) -> list[dict[str, Any]]:
    return list(json.loads(calls.good("log", "--json", *words)))


def test_as_json(history: Calls) -> None:
    found = log(history)
    assert [(one["by"], one["kind"], one["id"], one["at"]) for one in found[1:]] == [
        ("Ana", "milestone", MS, "2026-11-20T08:00:00Z"), ("Bo", "item", A, "2026-11-10T08:00:00Z"),
        ("Ana", "item", A, "2026-11-01T08:00:00Z"), ("Ana", "milestone", MS, "2026-11-01T08:00:00Z"),
    ]
    assert all(set(one) == {"at", "by", "commit", "id", "kind", "changes"} for one in found)
    assert (found[0]["commit"], found[0]["by"]) == (None, "Ana Lima")
    assert found[0]["changes"] == [{"field": "estimate", "from": None, "to": 5, "reason": None}]
    assert found[1]["changes"] == [{"field": "target", "from": "2027-02-15", "to": "2027-03-31", "reason": "The bank is late"}]
    assert {one["field"]: (one["from"], one["to"]) for one in found[2]["changes"]} == {
        "status": ("ready", "doing"), "tags": ([], ["billing"]), "milestone": (None, MS), "started_at": (None, "2026-11-22T09:30:00Z"),
    }
    assert len(found[1]["commit"]) == 40
    assert [one["at"] for one in found] == sorted((one["at"] for one in found), reverse=True)


def test_as_text(history: Calls) -> None:
    first, *lines = history.good("log").splitlines()
    assert first.startswith("uncommitted  ")
    assert first.endswith("  Ana Lima  B-400  Retry failed cards: estimate blank → 5")
    assert lines[:2] == [
        "2 d ago      2026-11-20 08:00  Ana       M-500  MVP: target 2027-02-15 → 2027-03-31 (44 d later) — The bank is late",
        "12 d ago     2026-11-10 08:00  Bo        B-400  Retry failed cards: status ready → doing; milestone blank → MVP; tags +billing",
    ]


@pytest.mark.parametrize(("words", "count"), [
    ((), 5), (("B-4",), None), (("400",), 3), (("Retry failed cards",), 3), (("--since", "2026-11-05"), 3), (("--since", "-3d"), 2),
    (("--by", "bo"), 1), (("--by", "example.org"), 4), (("--kind", "milestones"), 2), (("--field", "status"), 2), (("--field", "tag"), 1),
    (("--filter", "to:doing"), 1), (("--filter", "commit:none"), 1), (("--limit", "2"), 2), (("--limit", "0"), 0), (("--by", "nobody"), 0),
    (("400", "--by", "ana", "--kind", "item", "--field", "estimate", "--filter", "-what:added"), 1),
])
def test_what_is_asked_for(history: Calls, words: tuple[str, ...], count: int | None) -> None:
    if count is None:
        assert history("log", *words).status == 4
    else:
        assert len(log(history, *words)) == count


def test_a_field_leaves_out_the_others(history: Calls) -> None:
    (one, _) = log(history, "--field", "status")
    assert [change["field"] for change in one["changes"]] == ["status"]


def test_a_record_that_has_been_purged_is_found_by_its_whole_id(history: Calls) -> None:
    history.good("delete", A)
    history.good("purge")
    assert [one["changes"][0]["to"] for one in log(history, A, "--limit", "1")] == [None]
    assert len(log(history, f"B-{A}")) == 3
    assert history("log", "400").status == 4


@pytest.mark.parametrize(("words", "said"), [
    (("--since", "soon"), "--since: 'soon' is not an instant"), (("--filter", "colour:red"), "--filter is wrong at column 1"),
    (("--kind", "thing"), "no kind is called 'thing'"), (("--limit", "few"), "not a whole number"), (("zzz",), "there is no record"),
])
def test_what_is_wrong_is_said(history: Calls, words: tuple[str, ...], said: str) -> None:
    result = history("log", *words)
    assert result.status in (2, 4)
    assert said in result.err.replace("\n  ", " ")
    assert result.out == ""


def test_an_unreadable_version_says_so(history: Calls) -> None:
    path = history.folder / "product" / "backlog" / "4" / f"{A}.json"
    path.write_text("{")
    (one, *_) = log(history, "--limit", "1")
    assert (one["changes"], one["fault"][:36]) == ([], "this version of it cannot be read: n")
    assert "cannot be read" in history.good("log", "--limit", "1")


def test_without_a_repository(calls: Calls) -> None:
    result = calls("log")
    assert result.status == 1
    assert "is in no git repository, so it has no history" in result.err.replace("\n  ", " ")
    error = json.loads(calls("log", "--json").err)["error"]
    assert (error["code"], error["hint"]) == ("no_repository", "git init makes one, and pmtui sync commits to it")


def test_before_anything_has_happened(calls: Calls) -> None:
    git(calls.folder, "init", "-q")
    result = calls("log")
    assert (result.status, result.out, result.err) == (0, "", "pmtui: nothing has happened yet\n")
    assert calls.good("log", "--json") == "[]\n"


def test_on_a_terminal_long_lines_are_broken_below_their_beginning(history: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    from pmtui.cli.history import _hung

    assert _hung("head", "one two " + "x" * 30, 34) == ["head  one two", "      " + "x" * 27, "      xxx"]
    assert _hung("head", "text", 0) == ["head  text"]
    assert _hung("h" * 70, "a text with no room for it", 80) == ["h" * 70 + "  a text …"]
