"""`pmtui review`: what it prints as Markdown, JSON and HTML, since when, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmtui.domain.change import Change, Edit
from pmtui.store.workspace import Workspace
from tests.cli.calling import NOW, Calls
from tests.store.histories import commit_at, told

HELD, SLIPPED = "eeeeeeeee1", "mmmmmmmmm1"


def save(workspace: Workspace, *edits: Edit) -> None:
    workspace.save(Change("test", edits, at=NOW))


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in which a milestone slips after the last review, once with a reason and once without."""
    folder = tmp_path_factory.mktemp("review")
    workspace = told(folder)
    before = {"target": "2026-11-30"}
    milestone = {"id": SLIPPED, "title": "A *starred* MVP", "status": "active", "created_at": "2026-09-15T10:00:00Z", **before}
    review = {"id": HELD, "title": "Before", "at": "2026-11-01T10:00:00Z", "created_at": "2026-11-01T10:00:00Z"}
    save(workspace, Edit("milestone", SLIPPED, None, milestone), Edit("review", HELD, None, review))
    commit_at(folder, "2026-10-31T12:00:00Z")
    reasons = [{"id": "rrrrrrrrr1", "at": "2026-11-10T09:00:00Z", "by": "bo", "field": "target", "from": "2026-11-30", "to": "2026-12-07",
                "text": ["The bank is late"]}]
    save(workspace, Edit("milestone", SLIPPED, before, {"target": "2026-12-14", "reasons": reasons}))
    return folder


@pytest.fixture
def calls(top: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    monkeypatch.chdir(top)
    monkeypatch.setenv("PMTUI_NOW", NOW)
    return Calls(top, monkeypatch)


def test_as_markdown_since_the_last_review(calls: Calls) -> None:
    text = calls.good("review")
    assert text.startswith("# ")
    assert "what happened since 1 Nov 2026\n" in text
    assert "**A \\*starred\\* MVP** (M-mmm): 30 Nov 2026 → 14 Dec 2026, 14 days later (bo, 10 Nov). The bank is late" in text
    assert "no hypothesis was refuted" in text


def test_as_json_with_stable_keys(calls: Calls) -> None:
    document = calls("review", "--json").json
    assert list(document) == [
        "since", "until", "review", "commit", "counts", "stale_known", "evidence", "refuted", "slipped", "decisions", "shipped", "stale",
    ]
    assert (document["since"], document["until"], document["review"]) == ("2026-11-01T10:00:00Z", NOW, HELD)
    assert len(document["commit"]) == 40
    (slip,) = document["slipped"]
    assert slip == {
        "kind": "milestone", "id": SLIPPED, "title": "A *starred* MVP", "said": "30 Nov 2026 → 14 Dec 2026, 14 days later",
        "at": "2026-11-10T09:00:00Z", "by": "bo", "reason": "The bank is late", "from": "2026-11-30", "to": "2026-12-14", "days": 14,
        "times": 1, "is_overdue": False,
    }


def test_as_a_page_and_by_the_name_of_a_tag(calls: Calls) -> None:
    page = calls.good("review", "--html", "--since", "v1.0")
    assert page.startswith("<!doctype html>")
    assert "A *starred* MVP" in page
    assert calls("review", "--since", "v1.0", "--json").json["since"] == "2026-09-20T12:00:00Z"


def test_what_it_refuses(calls: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for words, code in ((("--since", "2030-01-01"), "bad_value"), (("--since", "v9"), "no_such_point"), (("--html",), "usage")):
        found = calls("review", "--json", *words)
        assert found.status != 0
        assert f'"code": "{code}"' in found.err
    assert calls.good("init", str(tmp_path / "alone"))
    alone = Calls(tmp_path / "alone", monkeypatch)
    monkeypatch.chdir(tmp_path / "alone")
    assert alone("review", "--json").json["commit"] is None, "without git the records tell"
    found = alone("review", "--since", "2026-13-01", "--json")
    assert (found.status, found.error["message"]) == (2, "--since: month 13 does not exist: months go from 1 to 12")
    assert "name a date" in alone("review", "--since", "v1.0", "--json").error["hint"]
