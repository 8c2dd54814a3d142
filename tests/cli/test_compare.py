"""`pmtui compare`, and `--at`: what they print, as text, JSON and Markdown, and what they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import NOW, Calls
from tests.store.histories import A, B, C, commit_at, put, told


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose last changes are not committed."""
    folder = tmp_path_factory.mktemp("compare")
    workspace = told(folder)
    put(workspace, A, reach=500, impact=2, confidence=80, effort=2)
    commit_at(folder, "2026-10-20T12:00:00Z")
    put(workspace, B, status="done")
    put(workspace, C, title="Third")
    return folder


@pytest.fixture
def calls(top: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    monkeypatch.chdir(top)
    monkeypatch.setenv("PMTUI_NOW", NOW)
    return Calls(top, monkeypatch)


def test_up_to_now_with_what_is_not_committed(calls: Calls) -> None:
    assert calls.good("compare", "2026-09-15") == (
        "15 Sep 2026 → now: 1 done · 2 added · 1 scored anew · 1 in another state · 1 renamed\n\n"
        "Done (1)\n  B-b00  Second · new, done\n\n"
        "Added (2)\n  B-b00  Second\n  B-c00  Third\n\n"
        "Scored anew (1)\n  B-a00  First, again · RICE n/a → 400\n\n"
        "In another state (1)\n  B-a00  First, again · ready → doing\n\n"
        "Renamed (1)\n  B-a00  First, again · was “First”\n"
    )


def test_between_two_points(calls: Calls) -> None:
    assert calls.good("compare", "2026-09-15", "v1.0") == "15 Sep 2026 → v1.0: 1 added\n\nAdded (1)\n  B-b00  Second\n"
    assert calls.good("compare", "v1.0", "v1.0") == "v1.0 → v1.0: nothing changed\n"
    assert calls.good("compare", "-70d", "-10d").startswith("13 Sep 2026 → 12 Nov 2026: ")


def test_as_json(calls: Calls) -> None:
    document = calls("compare", "v1.0", "--json").json
    assert document["to"] == {"words": "now", "commit": None, "at": NOW}
    assert document["from"]["words"] == "v1.0"
    assert (len(document["from"]["commit"]), document["from"]["at"]) == (40, "2026-09-20T12:00:00Z")
    assert document["counts"] == {
        "done": 1, "slipped": 0, "added": 1, "dropped": 0, "moved": 0, "rescored": 1, "restatused": 1, "retitled": 1,
    }
    assert document["unreadable"] == {"from": 0, "to": 0}
    assert document["changes"][0] == {
        "group": "done", "kind": "item", "id": B, "title": "Second", "field": "status", "from": "inbox", "to": "done", "days": None,
    }
    rescored = next(one for one in document["changes"] if one["group"] == "rescored")
    assert (rescored["field"], rescored["from"], rescored["to"]) == ("rice", None, 400)


def test_as_markdown(calls: Calls) -> None:
    assert calls.good("compare", "v1.0", "--markdown").startswith(
        "# Acme: what changed\n\nFrom v1.0 to now: 1 done · 1 added · 1 scored anew · 1 in another state · 1 renamed.\n\n"
        "## Done (1)\n\n- **Second** (B-b00): done\n"
    )


def test_what_cannot_be_compared(calls: Calls) -> None:
    assert calls("compare").status == 2
    both = calls("compare", "v1.0", "--json", "--markdown")
    assert (both.status, both.error["message"]) == (2, "--json and --markdown do not go together")
    unknown = calls("compare", "v9", "--json")
    assert (unknown.status, unknown.error["code"]) == (4, "no_such_point")
    assert calls("compare", "2027-01-01").status == 2
    assert calls("compare", "2020-01-01").status == 1


def test_list_and_show_as_it_was(calls: Calls) -> None:
    assert calls.good("list", "item", "--at", "v1.0", "--columns", "title,status") == "title   status\nFirst   ready\nSecond  inbox\n"
    assert calls.good("--at", "2026-09-15", "list", "item", "--ids") == f"{A}\n"
    assert "First\n" in calls.good("show", A[:3], "--at", "v1.0")
    assert calls.good("list", "item", "status:ready", "--at=-50d", "--ids") == ""
    assert [one["title"] for one in calls("list", "item", "--json", "--at", "v1.0").json] == ["First", "Second"]


def test_of_days_ago_is_counted_from_then(calls: Calls) -> None:
    assert calls.good("list", "item", "created>-1d", "--at", "2026-11-22T09:29:00Z", "--ids") == f"{A}\n{B}\n"


def test_a_record_that_was_not_there_yet(calls: Calls) -> None:
    result = calls("show", C[:3], "--at", "v1.0")
    assert result.status == 4
    assert "it was at v1.0 · 20 Sep 2026" in " ".join(result.err.split())


@pytest.mark.parametrize("words", [("add", "item", "x"), ("set", A, "status=done"), ("compare", "v1.0"), ("undo",), ("doctor",)])
def test_nothing_else_looks_at_the_past(calls: Calls, words: tuple[str, ...]) -> None:
    before = {path: path.read_bytes() for path in (calls.folder / "product").rglob("*.json")}
    result = calls("--at", "v1.0", *words)
    assert result.status == 2
    assert "--at goes with list, show and the screens" in " ".join(result.err.split())
    assert {path: path.read_bytes() for path in (calls.folder / "product").rglob("*.json")} == before


def test_the_screens_are_not_opened_at_what_is_no_point(calls: Calls) -> None:
    result = calls("--at", "v9")
    assert result.status == 1  # there is no terminal here either
    assert calls("--at").status == 2


def test_completion_knows_the_tags(calls: Calls) -> None:
    assert "v1.0" in calls.good("complete-words", "bash", "pmtui compare v").split()
    assert "v1.0" in calls.good("complete-words", "bash", "pmtui list item --at v").split()
