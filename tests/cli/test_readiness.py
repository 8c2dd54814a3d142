"""Ready and stale on the command line: computed, filtered, warned of, refused."""

from __future__ import annotations

import json
import os
import subprocess

from tests.cli.calling import Calls

ALL = ["why", "clear", "estimated", "criteria", "balance"]


def ready_of(calls: Calls, id: str) -> object:
    return json.loads(calls.good("show", id, "--json"))["computed"]["ready"]


def test_moving_to_ready_warns_and_moves(calls: Calls) -> None:
    id = json.loads(calls.good("add", "item", "Retry", "--json"))["id"]
    assert ready_of(calls, id) == {"is": False, "missing": ALL}
    moved = calls("set", id, "status=ready", "estimate=3")
    assert moved.status == 0
    assert "is called ready and lacks: why, clear, criteria, balance" in " ".join(moved.err.split())
    whole = ("so_that=it helps", "body=Text", 'criteria+={"text": "It works"}', "ux=3", "business=4", "feasibility=5")
    calls.good("set", id, *whole)
    assert ready_of(calls, id) == {"is": True, "missing": []}
    assert calls("set", id, "status=inbox").err == calls("set", id, "status=ready").err == ""
    assert calls.good("list", "item", "is:ready", "--ids") == f"{id}\n"
    assert calls.good("list", "item", "--csv", "--columns", "title,ready,missing,stale").splitlines()[1].startswith("Retry,")
    other = calls("add", "item", "New", "status=ready")
    assert other.status == 0
    assert "lacks: why" in other.err


def test_the_team_may_refuse(calls: Calls) -> None:
    path = (calls.folder / "product") / "pmtui.json"
    settings = json.loads(path.read_text())
    settings["settings"] = {"ready": ["estimated"], "ready_refuses": True}
    path.write_text(json.dumps(settings))
    id = json.loads(calls.good("add", "item", "Retry", "--json"))["id"]
    refused = calls("set", id, "status=ready", "--json")
    assert (refused.status, refused.error["code"]) == (2, "not_ready")
    assert "“Retry” lacks estimated" in refused.error["message"]
    assert json.loads(calls.good("show", id, "--json"))["status"] == "inbox"
    assert calls("set", id, "status=ready", "estimate=2").status == 0


def test_stale_by_the_last_commit(calls: Calls) -> None:
    ids = [json.loads(calls.good("add", "item", title, "--json"))["id"] for title in ("Old", "New")]

    def commit(at: str, *paths: str) -> None:
        dates = {"GIT_COMMITTER_DATE": at, "GIT_AUTHOR_DATE": at}
        subprocess.run(("git", "add", *paths), cwd=(calls.folder / "product"), check=True)
        words = ("git", "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qm", at)
        subprocess.run(words, cwd=(calls.folder / "product"), check=True, env={**os.environ, **dates})

    subprocess.run(("git", "init", "-q"), cwd=(calls.folder / "product"), check=True)
    assert calls.good("list", "item", "stale:yes", "--ids") == ""
    assert json.loads(calls.good("show", ids[0], "--json"))["computed"]["stale"] is None
    commit("2026-10-01T00:00:00Z", f"backlog/{ids[0][0]}/{ids[0]}.json")
    commit("2026-11-20T00:00:00Z", ".")
    assert calls.good("list", "item", "is:stale", "--ids") == f"{ids[0]}\n"
    computed = {one["title"]: one["computed"]["stale"] for one in json.loads(calls.good("list", "item", "--json"))}
    assert computed == {"Old": True, "New": False}
    calls.good("set", ids[0], "status=done")
    assert calls.good("list", "item", "is:stale", "--ids") == ""
