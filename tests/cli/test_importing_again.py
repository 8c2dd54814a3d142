"""`import` through the command line: real backlogs, undone as a whole, imported again after work on both sides."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.calling import Calls
from tests.formats.foreign_data import EXTRACT

BEADS, BACKLOG = EXTRACT / "beads" / "issues.jsonl", EXTRACT / "backlog-md"


def tree(calls: Calls) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (calls.folder / "product").rglob("*.json") if ".local" not in path.parts}


@pytest.mark.parametrize(("name", "path"), [("beads", BEADS), ("backlog-md", BACKLOG)])
def test_an_import_and_its_repetition(calls: Calls, name: str, path: Path) -> None:
    dry = calls("import", name, str(path), "--dry-run", "--json").json
    assert (dry["dry_run"], calls("list", "item", "--json").json) == (True, [])
    done = calls("import", name, str(path), "--json").json
    assert done == {**dry, "dry_run": False}
    assert done["added"] == len(tree(calls)) - 1
    before = tree(calls)
    assert calls("import", name, str(path), "--json").json == {**done, "added": 0, "unchanged": done["added"]}
    assert tree(calls) == before
    assert calls("doctor", "--json").json["ok"] is True
    calls.good("undo")
    assert calls("list", "item", "--json").json == []


def test_the_same_file_from_two_trackers_side_by_side(calls: Calls) -> None:
    calls.good("import", "beads", str(BEADS))
    calls.good("import", "backlog-md", str(BACKLOG))
    calls.good("import", "beads", str(BEADS))
    keys = [(one["source"]["system"], one["source"]["key"]) for one in calls("list", "item", "--json").json]
    assert len(keys) == len(set(keys))


def test_work_on_both_sides(calls: Calls, tmp_path: Path) -> None:
    rows = [
        {"id": "x-1", "title": "First", "description": "one", "status": "open", "priority": 1, "labels": ["a"]},
        {"id": "x-2", "title": "Second", "status": "open", "dependencies": [{"issue_id": "x-2", "depends_on_id": "x-3", "type": "blocks"}]},
    ]
    file = tmp_path / "issues.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert calls.good("import", "beads", "issues.jsonl") == "imported: 2 new, 0 updated, 0 unchanged, 0 not readable\n"
    calls.good("set", "First", "tags+=mine", "estimate=3", "body=two", "due=2027-01-01")
    rows[0].update(description="three", labels=["b"], status="in_progress")
    rows.append({"id": "x-3", "title": "Third", "status": "open"})
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = calls("import", "beads", "issues.jsonl", "--json")
    assert (result.status, result.json["added"], result.json["updated"]) == (0, 1, 2)
    first = calls.show("First")
    assert result.json["overridden"] == [{"kind": "item", "id": first["id"], "field": "body"}]
    assert f"B-{first['id']}: body had changed there and here" in result.err.replace("\n  ", " ")
    assert (first["status"], first["body"], first["tags"]) == ("doing", ["three"], ["b", "mine"])
    assert (first["estimate"], first["due"]) == (3, "2027-01-01")
    assert calls.show("Second")["depends_on"] == [calls.show("Third")["id"]]
    calls.good("undo")
    assert calls.show("First")["body"] == ["two"]


def test_what_cannot_be_read_is_named_and_the_rest_arrives(calls: Calls, tmp_path: Path) -> None:
    lines = [
        b'{"id": "x-1", "title": "Good"}', b"{", b'{"id": "x-2", "title": "caf\xe9"}', b'{"title": "no id"}',
        b'{"id": "x-4", "title": "Too"}',
        b'{"id": "x-3", "created_at": "2026-02-30T00:00:00Z"}', b'{"id": "x-4", "title": "Twice"}', b'{"id": "x-5", "priority": NaN}',
    ]
    (tmp_path / "issues.jsonl").write_bytes(b"\n".join(lines))
    result = calls("import", "beads", "issues.jsonl")
    assert result.status == 1
    assert result.out == "imported: 2 new, 0 updated, 0 unchanged, 6 not readable\n"
    assert result.err.count("pmtui: not imported: ") == 6
    assert max(map(len, result.err.splitlines())) <= 80
    again = calls("import", "beads", "issues.jsonl", "--json")
    assert (again.status, again.json["unchanged"], len(again.json["faults"])) == (1, 2, 6)
    assert all(set(fault) == {"place", "message"} for fault in again.json["faults"])


def test_progress_on_a_terminal(calls: Calls, tmp_path: Path) -> None:
    import sys

    import pexpect

    from tests.cli.calling import ROOT

    rows = "".join(json.dumps({"id": f"x-{number}", "title": f"Title {number}"}) + "\n" for number in range(1450))
    (tmp_path / "issues.jsonl").write_text(rows, encoding="utf-8")
    calls.monkeypatch.setenv("PYTHONPATH", str(ROOT))
    child = pexpect.spawn(sys.executable, ["-m", "pmtui", "import", "beads", "issues.jsonl"], encoding="utf-8", timeout=60, use_poll=True)
    text = child.read()
    assert re.search(r"reading [1-9]\d* of 145\d\r.*reading (145\d) of \1\r\n", text)
    assert "saving 1450 records" in text
    assert "imported: 1450 new" in text
