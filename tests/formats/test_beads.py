from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.canonical import compact, decode
from pmtui.formats import FORMATS, BadInput, Imported
from pmtui.formats.beads import NEAREST_STATUSES, PERSON, read_beads
from tests.formats.foreign_data import EXTRACT, WHOLE, check_promises, lost

SETS = [pytest.param(EXTRACT / "beads" / "issues.jsonl", id="extract")]
if WHOLE is not None:
    SETS.append(pytest.param(WHOLE / "beads" / "issues.jsonl", id="whole"))
RUNS = 3000 if os.environ.get("PMTUI_SOAK") else 150


def ignore(done: int, total: int) -> None:
    """Progress that nobody looks at."""


def issue(**more: Any) -> bytes:
    row = {
        "id": "bd-1",
        "title": "A title",
        "status": "open",
        "priority": 1,
        "issue_type": "task",
        "created_at": "2025-01-02T03:04:05Z",
    }
    return json.dumps({name: value for name, value in {**row, **more}.items() if value != "ABSENT"}).encode()


def item(raw: bytes) -> Imported:
    batch = read_beads(raw)
    assert not batch.faults
    return next(one for one in batch.records if one.kind == "item")


@pytest.mark.parametrize("path", SETS)
def test_real_issues_keep_every_value(path: Path) -> None:
    batch = FORMATS["beads"].read(path, ignore)
    check_promises(batch)
    rows = [decode(line) for line in path.read_bytes().split(b"\n") if line.strip()]
    items = {one.key: one for one in batch.records if one.kind == "item"}
    assert not batch.faults
    assert list(items) == [row["id"] for row in rows]
    assert {row["id"]: lost(row, items[row["id"]]) for row in rows if lost(row, items[row["id"]])} == {}
    assert sum("deleted_at" in one.data for one in items.values()) == sum(row["status"] == "tombstone" for row in rows) > 0
    assert {one.key for one in batch.records if one.system == PERSON} == {row["assignee"] for row in rows if row.get("assignee")}


@pytest.mark.parametrize("path", SETS)
def test_the_same_file_gives_the_same_records_twice(path: Path) -> None:
    raw = path.read_bytes()
    assert read_beads(raw) == read_beads(raw.decode())
    shuffled = b"\n".join(sorted(raw.split(b"\n")))
    assert {one.key: one.data for one in read_beads(shuffled).records} == {one.key: one.data for one in read_beads(raw).records}


@pytest.mark.skipif(WHOLE is None, reason="the whole set is not here")
def test_counts_of_the_whole_set() -> None:
    assert WHOLE is not None
    batch = FORMATS["beads"].read(WHOLE / "beads", ignore)
    items = [one for one in batch.records if one.kind == "item"]
    alive = [one for one in items if "deleted_at" not in one.data]
    assert (len(items), len(items) - len(alive)) == (741, 251)
    assert Counter(one.data["status"] for one in alive) == {"done": 417, "ready": 67, "inbox": 6}
    assert Counter(name for one in items for name, system, _ in one.links if system == "beads") == {
        "parent": 223,
        "depends_on": 213,
        "duplicate_of": 1,
    }


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b'{"id": "bd-1", "title": ', "not JSON"),
        (b"[1, 2]", "not a JSON object"),
        (b'{"id": "bd-1", "title": "\xff"}', "not UTF-8"),
        (b'{"id": "bd-1", "priority": NaN}', "NaN"),
        (b'{"id": "bd-1", "id": "bd-2"}', "twice"),
        (b"<<<<<<< HEAD", "conflict markers"),
        (issue(id="ABSENT"), "no id"),
        (issue(id="  "), "no id"),
        (issue(id=7), "id is not a text"),
        (issue(title=["x"]), "title is not a text"),
        (issue(priority=2.5), "priority is not a number"),
        (issue(priority=True), "priority is not a number"),
        (issue(labels=[1]), "an entry of labels is not a text"),
        (issue(dependencies={"type": "blocks"}), "dependencies is not an array of objects"),
        (issue(dependencies=[{"type": "blocks"}]), "no depends_on_id"),
        (issue(created_at="2025-02-30T10:00:00Z"), "'2025-02-30T10:00:00Z' is not a date that exists"),
        (issue(status="closed", closed_at="yesterday"), "'yesterday' is not a date that exists"),
        (issue(comments=[{"id": 1, "text": "x", "created_at": "2025-02-30"}]), "'2025-02-30' is not a date that exists"),
        (issue(created_at="0001-01-01T00:00:00+10:00"), "is not a date that exists"),
        (issue(created_at="0001-01-01T00:00:00Z"), "lies too far back"),
        (b'{"id": "bd-1", "x": ' + b"[" * 90 + b"]" * 90 + b"}", "nested deeper"),
        (b'{"id": "bd-1", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
        (issue(id="bd-0"), "the id 'bd-0' stands already in issues.jsonl line 1"),
    ],
)
def test_a_line_that_cannot_be_read_is_a_fault_and_the_rest_goes_in(line: bytes, says: str) -> None:
    batch = read_beads(issue(id="bd-0") + b"\n\n" + line + b"\r\n" + issue(id="bd-2"))
    assert [one.key for one in batch.records] == ["bd-0", "bd-2"]
    [fault] = batch.faults
    assert fault.place == "issues.jsonl line 3"
    assert says in fault.message
    assert fault.hint


def test_instants_become_utc_to_the_second_and_keep_their_words() -> None:
    one = item(issue(status="closed", created_at="2025-12-17T23:32:02.998106-08:00", closed_at="2025-12-18T01:00:00+01:00"))
    assert one.data["created_at"] == "2025-12-18T07:32:02Z"
    assert one.data["done_at"] == "2025-12-18T00:00:00Z"
    assert one.data["source"]["extra"]["created_at"] == "2025-12-17T23:32:02.998106-08:00"
    assert "created_at" not in item(issue()).data["source"]["extra"]


@pytest.mark.parametrize(
    ("word", "ours"),
    [("open", "ready"), ("in_progress", "doing"), ("closed", "done"), *NEAREST_STATUSES.items(), ("cooking", "inbox")],
)
def test_statuses(word: str, ours: str) -> None:
    one = item(issue(status=word))
    assert one.data["status"] == ours
    assert one.data["source"]["extra"]["status"] == word
    assert (word in one.data.get("tags", [])) == (word not in ("open", "in_progress", "closed"))


@pytest.mark.parametrize(
    ("value", "ours", "tags"),
    [
        (0, "urgent", []),
        (3, "low", []),
        (4, "none", []),
        (9, "none", ["P9"]),
        (-2, "urgent", ["P-2"]),
        ("high", "high", []),
        ("soon", "none", ["soon"]),
        (None, "none", []),
    ],
)
def test_priorities(value: Any, ours: str, tags: list[str]) -> None:
    one = item(issue(priority=value))
    assert (one.data["priority"], one.data.get("tags", [])) == (ours, tags)


def test_types() -> None:
    assert item(issue(issue_type="feature")).data["type"] == "story"
    odd = item(issue(issue_type="molecule", labels=["b", "a", "b"]))
    assert (odd.data["type"], odd.data["tags"]) == ("task", ["a", "b", "molecule"])


def test_a_tombstone_becomes_a_deleted_record_that_says_who_deleted_it() -> None:
    one = item(
        issue(
            status="tombstone", deleted_at="2025-02-01T00:00:00Z", deleted_by="dave", delete_reason="twice there", issue_type="bug"
        )
    )
    assert one.data["deleted_at"] == "2025-02-01T00:00:00Z"
    assert one.data["type"] == "bug"
    [reason] = one.data["reasons"]
    assert (reason["field"], reason["by"], reason["text"]) == ("deleted_at", "dave", ["twice there"])
    assert item(issue(status="tombstone", updated_at="2025-03-01")).data["deleted_at"] == "2025-03-01T00:00:00Z"


def test_dependencies_become_links_by_their_type_and_all_stay_in_extra() -> None:
    rows = [
        {"issue_id": "bd-1", "depends_on_id": f"bd-{number}", "type": type}
        for number, type in enumerate(["blocks", "parent-child", "duplicates", "relates-to", "blocks"], start=2)
    ]
    rows += [
        {"issue_id": "bd-1", "depends_on_id": "bd-1", "type": "blocks"},
        {"issue_id": "bd-9", "depends_on_id": "bd-2", "type": "blocks"},
    ]
    one = item(issue(dependencies=rows, assignee="ana", owner="bo@example.org"))
    assert one.links == (
        ("assignee", PERSON, "ana"),
        ("owner", PERSON, "bo@example.org"),
        ("depends_on", "beads", "bd-2"),
        ("parent", "beads", "bd-3"),
        ("duplicate_of", "beads", "bd-4"),
        ("depends_on", "beads", "bd-6"),
    )
    assert one.data["source"]["extra"]["dependencies"] == rows
    people = [one for one in read_beads(issue(assignee="ana", owner="bo@example.org")).records if one.kind == "person"]
    assert [(one.key, one.data["handle"], one.data.get("email")) for one in people] == [
        ("ana", "ana", None),
        ("bo@example.org", "bo@example.org", "bo@example.org"),
    ]


def test_long_texts_have_their_homes() -> None:
    one = item(
        issue(
            description="What\n\nis it",
            design="Simple",
            notes="Later",
            acceptance_criteria="1. It works\n2. [x] It is fast",
            close_reason="Won",
            status="closed",
            closed_at="2025-03-01T00:00:00Z",
            external_ref="https://example.org/1",
        )
    )
    assert one.data["body"] == ["What", "", "is it", "", "## Design", "", "Simple", "", "## Notes", "", "Later"]
    assert [(entry["text"], entry["done"], entry["rank"]) for entry in one.data["criteria"]] == [
        ("It works", False, "a0"),
        ("It is fast", True, "a1"),
    ]
    assert one.data["reasons"][0]["text"] == ["Won"]
    assert one.data["urls"][0]["url"] == "https://example.org/1"
    prose = item(issue(acceptance_criteria="It works:\n- always"))
    assert prose.data["body"] == ["## Acceptance criteria", "", "It works:", "- always"]


def test_a_title_of_several_lines_becomes_one_and_is_kept() -> None:
    ugly = "Two\nlines\x1b[31m " + "x" * 900
    one = item(issue(title=ugly))
    assert one.data["title"].startswith("Two lines [31m xxx")
    assert len(one.data["title"]) == 500
    assert one.data["source"]["extra"]["title"] == ugly
    assert item(issue(title="")).data["title"] == "bd-1"


def test_entries_keep_their_ids_when_others_come_before_them() -> None:
    comment = {"id": 7, "author": "ana", "text": "Yes", "created_at": "2025-01-01T00:00:00Z"}
    alone = item(issue(comments=[comment], acceptance_criteria="- b"))
    later = item(issue(comments=[{**comment, "id": 1}, {**comment, "text": "No"}], acceptance_criteria="- a\n- b"))
    assert alone.data["comments"][0]["id"] in {one["id"]: one for one in later.data["comments"]}
    ids = {one["text"]: one["id"] for one in later.data["criteria"]}
    assert ids["b"] == alone.data["criteria"][0]["id"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
NAMES = [
    "id",
    "title",
    "description",
    "status",
    "priority",
    "issue_type",
    "labels",
    "dependencies",
    "created_at",
    "closed_at",
    "deleted_at",
    "close_reason",
    "assignee",
    "notes",
    "comments",
    "acceptance_criteria",
    "external_ref",
    "due_at",
]
ROWS = st.dictionaries(
    st.sampled_from(NAMES),
    JSON
    | st.lists(
        st.dictionaries(
            st.sampled_from(["id", "text", "author", "created_at", "type", "issue_id", "depends_on_id"]), JSON, max_size=4
        ),
        max_size=2,
    ),
    max_size=8,
)


@settings(max_examples=RUNS)
@given(st.binary() | st.lists(ROWS.map(json.dumps) | st.text(), max_size=4).map("\n".join))
def test_no_input_raises(text: str | bytes) -> None:
    batch = read_beads(text)
    check_promises(batch)
    assert all(one.place.startswith("issues.jsonl line ") and one.message and one.hint for one in batch.faults)


@settings(max_examples=RUNS)
@given(ROWS, st.text(min_size=1, max_size=8).map(lambda name: f"x{name}"), JSON)
def test_no_value_is_lost(row: dict[str, Any], name: str, value: Any) -> None:
    raw = json.dumps({**row, "id": "bd-1", name: value})
    for one in read_beads(raw).records:
        if one.kind == "item":
            assert lost(decode(raw.encode()), one) == []
            assert compact(one.data["source"]["extra"][name]) == compact(value)


def test_progress_ends_with_all_lines() -> None:
    seen: list[tuple[int, int]] = []
    read_beads(
        b"\n".join(issue(id=f"bd-{number}") for number in range(1200)), progress=lambda done, total: seen.append((done, total))
    )
    assert seen == [(500, 1200), (1000, 1200), (1200, 1200)]


def test_folders_and_wrong_files(tmp_path: Path) -> None:
    inner = tmp_path / "project" / ".beads"
    inner.mkdir(parents=True)
    read = FORMATS["beads"].read
    for path, says in [
        (tmp_path / "nowhere", "does not exist"),
        (tmp_path / "project", "holds no .beads/issues.jsonl"),
        (tmp_path / ("x" * 5000), "cannot be read"),
    ]:
        with pytest.raises(BadInput, match=says) as caught:
            read(path, ignore)
        assert caught.value.hint
    for raw, says in [(b" \n", "is empty"), (b"SQLite\0format", "not a text file"), (b"id,title\n1,x\n", "no line begins with {")]:
        (inner / "issues.jsonl").write_bytes(raw)
        with pytest.raises(BadInput, match=says):
            read(tmp_path / "project", ignore)
    (inner / "issues.jsonl").write_bytes(b"\xef\xbb\xbf" + issue())
    assert len(read(tmp_path / "project", ignore).records) == len(read(inner, ignore).records) == 1
    (inner / "issues.jsonl").write_bytes(b'{"id":')
    assert len(read(inner, ignore).faults) == 1
