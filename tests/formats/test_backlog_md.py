from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.canonical import compact
from pmtui.formats import FORMATS, BadInput, Imported
from pmtui.formats.backlog_md import FOLDERS, read_backlog_md
from pmtui.formats.backlog_task import DECISION, MILESTONE, PERSON, STATUSES, SYSTEM
from pmtui.formats.foreign import tidy
from pmtui.formats.front_matter import document
from tests.formats.foreign_data import EXTRACT, WHOLE, check_promises, lost, texts

SETS = [pytest.param(EXTRACT / "backlog-md", id="extract")]
if WHOLE is not None:
    SETS.append(pytest.param(WHOLE / "backlog-md", id="whole"))
RUNS = 3000 if os.environ.get("PMTUI_SOAK") else 100
CONSUMED = ("## Description", "## Acceptance Criteria", "## Definition of Done", "## Comments", "## Context", "## Decision", "---")


def ignore(done: int, total: int) -> None:
    """Progress that nobody looks at."""


def file(body: str = "", **front: str) -> bytes:
    keys = {"id": "BACK-1", "title": "A title", "status": "To Do", **front}
    return ("---\n" + "".join(f"{name}: {value}\n" for name, value in keys.items() if value != "ABSENT") + f"---\n{body}").encode()


def item(body: str = "", *, config: str = "", **front: str) -> Imported:
    batch = read_backlog_md({"tasks/a.md": file(body, **front), "config.yml": config.encode()})
    assert not batch.faults
    return next(one for one in batch.records if one.kind == "item")


def unfound_lines(text: str, record: Imported) -> list[str]:
    """The lines of a file's Markdown that its translation does not hold."""
    lines = {line for one in texts(record.data) for line in one.split("\n")}
    missing = []
    for line in text.split("\n"):
        item = re.match(r"- \[[ x]\] (?:#\d+ )?(.*)", line)
        head = re.match(r"(?:author|created): (.*)", line)
        wanted = item[1] if item else head[1] if head else line
        if (
            line.strip()
            and not line.startswith(("<!-- ", *CONSUMED))
            and not lines & {line, wanted, f"DoD: {wanted}", wanted.strip()}
        ):
            missing.append(line)
    return missing


@pytest.mark.parametrize("folder", SETS)
def test_real_files_keep_every_value_and_every_line(folder: Path) -> None:
    batch = FORMATS["backlog-md"].read(folder, ignore)
    check_promises(batch)
    assert not batch.faults
    records = {one.place: one for one in batch.records if one.system != PERSON}
    paths = [one for name in FOLDERS for one in sorted((folder / name).glob("*.md")) if one.name != "readme.md"]
    assert sorted(records) == sorted(f"{one.parent.name}/{one.name}" for one in paths)
    for path in paths:
        record = records[f"{path.parent.name}/{path.name}"]
        front, text = document(path.read_bytes())
        assert lost(tidy(front), record) == [], path.name
        assert unfound_lines(text, record) == [], path.name
        marked = "".join(re.findall(r"<!-- (?:AC|DOD):BEGIN -->(.*?)<!-- (?:AC|DOD):END -->", text, re.DOTALL))
        if marked:
            done = [one["done"] for one in record.data["criteria"]]
            assert (len(done), sum(done)) == (
                len(re.findall(r"^- \[[ x]\] ", marked, re.M)),
                len(re.findall(r"^- \[x\] ", marked, re.M)),
            )


@pytest.mark.parametrize("folder", SETS)
def test_the_same_folder_gives_the_same_records_twice(folder: Path) -> None:
    read = FORMATS["backlog-md"].read
    assert read(folder, ignore) == read(folder, ignore)


@pytest.mark.skipif(WHOLE is None, reason="the whole set is not here")
def test_counts_of_the_whole_set() -> None:
    assert WHOLE is not None
    batch = FORMATS["backlog-md"].read(WHOLE / "backlog-md", ignore)
    assert Counter(one.kind for one in batch.records) == {"item": 158, "person": 30, "milestone": 3, "decision": 1}
    items = [one for one in batch.records if one.kind == "item"]
    assert Counter(one.data["status"] for one in items) == {"done": 121, "ready": 37}
    assert Counter(name for one in items for name, _, _ in one.links) == {
        "assignee": 134,
        "parent": 19,
        "depends_on": 13,
        "milestone": 3,
    }
    assert sum(one.order is not None for one in items) == 131
    assert sum(len(one.data.get("comments", [])) for one in items) == 6
    there = {(one.system, one.key) for one in batch.records}
    assert {link[2] for one in items for link in one.links if link[1:] not in there} == {"BACK-24", "BACK-24.1", "BACK-355.01"}


BODY = """
## Description

<!-- SECTION:DESCRIPTION:BEGIN -->
What it is.

## A heading inside
<!-- SECTION:DESCRIPTION:END -->

## Acceptance Criteria
<!-- AC:BEGIN -->
- [x] #1 It works
- [ ] #2 It is fast
<!-- AC:END -->

## Definition of Done
<!-- DOD:BEGIN -->
- [x] #1 Tests pass
<!-- DOD:END -->

## Own section

```md
## no heading
```

## Implementation Plan

<!-- SECTION:PLAN:BEGIN -->
1. Do it
<!-- SECTION:PLAN:END -->

## Comments

<!-- COMMENTS:BEGIN -->
author: @ana
created: 2026-01-02 03:04
---
First

---

of two parts
---

created: 2026-01-03
---
Second
---
<!-- COMMENTS:END -->
"""


def test_sections_go_to_their_fields_and_the_rest_to_the_body() -> None:
    one = item(BODY)
    assert one.data["body"] == [
        "What it is.",
        "",
        "## A heading inside",
        "",
        "## Own section",
        "",
        "```md",
        "## no heading",
        "```",
        "",
        "## Implementation Plan",
        "",
        "1. Do it",
    ]
    criteria = sorted(one.data["criteria"], key=lambda entry: str(entry["rank"]))
    assert [(entry["text"], entry["done"]) for entry in criteria] == [
        ("It works", True),
        ("It is fast", False),
        ("DoD: Tests pass", True),
    ]
    comments = sorted(one.data["comments"], key=lambda entry: str(entry["at"]))
    assert [{**entry, "id": ""} for entry in comments] == [
        {"id": "", "at": "2026-01-02T03:04:00Z", "by": "@ana", "text": ["First", "", "---", "", "of two parts"]},
        {"id": "", "at": "2026-01-03T00:00:00Z", "text": ["Second"]},
    ]


def test_comments_between_marks_of_their_own() -> None:
    one = item(
        "## Comments\n<!-- COMMENTS:BEGIN -->\n<!-- COMMENT:BEGIN -->\nindex: 1\nauthor: bo\ncreated: 2026-01-02 03:04\n\nYes\n---\nno\n"
        "<!-- COMMENT:END -->\n\nloose words\n<!-- COMMENTS:END -->\n"
    )
    assert [{**entry, "id": ""} for entry in one.data["comments"]] == [
        {"id": "", "at": "2026-01-02T03:04:00Z", "by": "bo", "text": ["Yes", "---", "no"]},
    ]
    assert one.data["body"] == ["## Comments", "", "loose words"]


def test_criteria_of_several_lines_become_one_and_stay_in_extra() -> None:
    one = item("## Acceptance Criteria\n- [ ] It works\n  on Tuesdays\n  - and Fridays\nAnd more\n")
    assert [entry["text"] for entry in one.data["criteria"]] == ["It works on Tuesdays - and Fridays"]
    assert one.data["body"] == ["## Acceptance Criteria", "", "And more"]
    assert one.data["source"]["extra"]["markdown"]["checklists"] == [
        "- [ ] It works",
        "  on Tuesdays",
        "  - and Fridays",
        "And more",
    ]


def test_a_mark_without_its_end_is_text() -> None:
    assert item("<!-- AC:BEGIN -->\n- [ ] x\n## Next\ny").data["body"] == ["<!-- AC:BEGIN -->", "- [ ] x", "", "## Next", "", "y"]


@pytest.mark.parametrize(("ours", "word"), [(ours, word) for ours, words in STATUSES.items() for word in words])
def test_statuses(ours: str, word: str) -> None:
    one = item(status=word.title())
    assert one.data["status"] == ours
    assert "tags" not in one.data
    assert one.data["source"]["extra"]["status"] == word.title()


@pytest.mark.parametrize(("word", "ours"), [("Frozen", "ready"), ("Cooking", "doing"), ("Served", "done"), ("Eaten", "ready")])
def test_statuses_of_their_own_go_by_their_place(word: str, ours: str) -> None:
    one = item(status=word, config='statuses: ["Frozen", "Cooking", "Served"]')
    assert (one.data["status"], one.data["tags"]) == (ours, [word])


def test_front_matter_goes_to_fields() -> None:
    one = item(
        type="enhancement",
        priority="Highest",
        labels="[web, on, 2026, 1.10]",
        created_date="2026-01-02 03:04",
        due_date="2026-03-31",
        updated_date="2026-02-03",
        status="Done",
        reporter="'@ana'",
        ordinal="1500.5",
        references="['https://example.org/1', src/a.py]",
        assignee="['@Ana', '@bo']",
        onStatusChange="'echo 1'",
    )
    data = one.data
    assert (data["type"], data["priority"], data["tags"]) == ("story", "urgent", ["1.10", "2026", "on", "web"])
    assert (data["created_at"], data["done_at"], data["due"]) == ("2026-01-02T03:04:00Z", "2026-02-03T00:00:00Z", "2026-03-31")
    assert (data["created_by"], one.order, [entry["url"] for entry in data["urls"]]) == ("@ana", 1500.5, ["https://example.org/1"])
    extra = data["source"]["extra"]
    assert (extra["references"], extra["onStatusChange"], extra["assignee"]) == (
        ["https://example.org/1", "src/a.py"],
        "echo 1",
        ["@Ana", "@bo"],
    )
    assert one.links == (("assignee", PERSON, "ana"), ("assignee", PERSON, "bo"))


def test_people_are_one_in_any_spelling() -> None:
    batch = read_backlog_md({"tasks/a.md": file(assignee="['@Ana']"), "tasks/b.md": file(id="BACK-2", assignee="ana")})
    assert [(one.key, one.data["handle"]) for one in batch.records if one.kind == "person"] == [("ana", "Ana")]


def test_references_are_resolved_as_backlog_md_does() -> None:
    batch = read_backlog_md(
        {
            "config.yml": b"task_prefix: back",
            "tasks/a.md": file(
                id="back-3",
                dependencies="[back-7.01, TASK-7.1, BACK-99, task-98, back-3, odd]",
                parent_task_id="Back-7",
                milestone="First Release",
            ),
            "tasks/b.md": file(id="BACK-7.1"),
            "tasks/c.md": file(id="BACK-7"),
            "milestones/m.md": file(id="M-1", title="First release"),
        }
    )
    [one] = [one for one in batch.records if one.key == "BACK-3"]
    assert one.links == (
        ("depends_on", SYSTEM, "BACK-7.1"),
        ("depends_on", SYSTEM, "BACK-99"),
        ("depends_on", SYSTEM, "BACK-98"),
        ("depends_on", SYSTEM, "ODD"),
        ("parent", SYSTEM, "BACK-7"),
        ("milestone", MILESTONE, "m-1"),
    )
    assert one.data["source"]["extra"]["id"] == "back-3"


def test_folders_say_what_became_of_a_task() -> None:
    names = ["tasks", "completed", "drafts", "archive/tasks"]
    files = {
        f"{name}/a.md": file(id=f"BACK-{number}", status=status)
        for number, (name, status) in enumerate(zip(names, ["To Do", "Done", "Draft", "To Do"], strict=True))
    }
    files |= {"docs/doc-1.md": file(id="doc-1"), "tasks/readme.md": b"# Tasks", "tasks/notes.txt": b"x"}
    batch = read_backlog_md(files)
    assert {one.key: one.data["status"] for one in batch.records} == {
        "BACK-0": "ready",
        "BACK-1": "done",
        "BACK-2": "inbox",
        "BACK-3": "dropped",
    }
    check_promises(batch)


def test_milestones_and_decisions() -> None:
    batch = read_backlog_md(
        {
            "milestones/m-1.md": file("## Description\n\nFor beginners.\n", id="m-1", status="ABSENT", due_date="2026-05-01"),
            "archive/milestones/m-0.md": file(id="m-0", status="ABSENT"),
            "decisions/d.md": file(
                "## Context\n\nWhy\n\n## Decision\n\nWe buy.\n\nIt is cheap.\n\n## Consequences\n\nNone\n",
                id="decision-1",
                status="accepted",
                date="'2026-01-02'",
            ),
            "decisions/e.md": file(id="decision-2", status="deprecated"),
        }
    )
    check_promises(batch)
    data = {one.key: one.data for one in batch.records}
    assert (data["m-1"]["target"], data["m-1"]["body"], data["m-0"]["status"]) == ("2026-05-01", ["For beginners."], "shipped")
    made = data["decision-1"]
    assert (made["status"], made["context"], made["chosen"], made["because"]) == ("decided", ["Why"], "We buy.", ["It is cheap."])
    assert (made["body"], made["created_at"]) == (["## Consequences", "", "None"], "2026-01-02T00:00:00Z")
    assert (data["decision-2"]["status"], data["decision-2"]["tags"]) == ("reversed", ["deprecated"])
    assert {one.system for one in batch.records} == {MILESTONE, DECISION}


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"# No front matter", "no front matter"),
        (b"", "no front matter"),
        (b"---\nid: BACK-1\n", "has no end"),
        (b"---\nid: [BACK-1\n---\n", "not YAML in line 3"),
        (b"---\n- a\n---\n", "not a list of keys"),
        (b"---\nid: BACK-1\nid: BACK-2\n---\n", "'id' stands there twice"),
        (b"---\nid: BACK-1\ntitle: \xff\n---\n", "line 3 holds the byte 0xff"),
        (b"---\nid: !!python/object/apply:os.system [ls]\n---\n", "not YAML in line 2"),
        (b"---\nid: BACK-1\nx: !!timestamp 2026-01-01\n---\n", "a value of type date"),
        (b"---\nid: BACK-1\nx: !!float .nan\n---\n", "nan is not a number"),
        (b"---\nid: BACK-1\nx: &a [*a]\n---\n", "nested deeper"),
        (
            b"---\nid: BACK-1\na: &a [1,1,1,1,1,1,1,1,1,1]\n"
            + b"".join(b"%c: &%c [%s]\n" % (c, c, b",".join([b"*%c" % (c - 1)] * 10)) for c in range(98, 106))
            + b"---\n",
            "too many values",
        ),
        (b"---\nid: BACK-1\nx: " + b"[" * 5000 + b"---\n", "has no end"),
        (b"---\nid: BACK-1\nx: " + b"[" * 90 + b"]" * 90 + b"\n---\n", "nested deeper"),
        (b"---\nid: BACK-1\nx: " + b"- " * 30_000 + b"\n---\n", "not YAML"),
        (b"---\nid: BACK-1\nx: " + b"[" * 300_000 + b"\n---\n", "nested too deeply"),
        (b"---\ntitle: x\n---\n", "no id"),
        (file(title="[a]"), "title is not a text"),
        (file(labels="{a: b}"), "an entry of labels is not a text"),
        (file(ordinal="first"), "ordinal is not a number"),
        (file(created_date="2026-02-30"), "'2026-02-30' is not a date that exists"),
        (file(due_date="31.12.2026"), "'31.12.2026' is not a date that exists"),
        (file("<!-- COMMENTS:BEGIN -->\ncreated: 2026-02-30\n---\nx\n---\n<!-- COMMENTS:END -->"), "'2026-02-30' is not a date"),
        (file(id="back-0"), "the id 'BACK-0' stands already in tasks/0.md"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_fault_and_the_rest_goes_in(raw: bytes, says: str) -> None:
    batch = read_backlog_md({"tasks/0.md": file(id="BACK-0"), "tasks/1.md": raw, "tasks/2.md": file(id="BACK-2")})
    assert [one.key for one in batch.records] == ["BACK-0", "BACK-2"]
    [fault] = batch.faults
    assert fault.place == "tasks/1.md"
    assert says in fault.message
    assert fault.hint


@pytest.mark.parametrize("raw", [b"statuses: [", b"statuses: {a: b}", b"\xff", b"- x"])
def test_a_bad_configuration_is_a_fault_and_the_tasks_go_in(raw: bytes) -> None:
    batch = read_backlog_md({"config.yml": raw, "tasks/a.md": file()})
    assert [one.key for one in batch.records] == ["BACK-1"]
    assert [one.place for one in batch.faults] == ["config.yml"]


WORDS = st.sampled_from(
    [
        "id: BACK-1",
        "title: x",
        "status: Done",
        "labels: [a]",
        "created_date: 2026-01-01",
        "ordinal: 1",
        "assignee: x",
        "milestone: m",
        "---",
        "## Acceptance Criteria",
        "## Decision",
        "## Context",
        "<!-- AC:BEGIN -->",
        "<!-- AC:END -->",
        "- [x] #1 y",
        "  more",
        "```",
        "",
        "<!-- COMMENTS:BEGIN -->",
        "<!-- COMMENTS:END -->",
        "author: z",
        "created: 2026-01-01",
        "<!-- COMMENT:BEGIN -->",
        "<!-- COMMENT:END -->",
        "<!-- SECTION:PLAN:BEGIN -->",
        "<!-- SECTION:PLAN:END -->",
    ]
)
TEXTS = st.lists(WORDS | st.text(max_size=12), max_size=14).map("\n".join)


@settings(max_examples=RUNS)
@given(
    st.dictionaries(
        st.sampled_from(["tasks/a.md", "tasks/b.md", "milestones/c.md", "decisions/d.md", "config.yml", "x"]),
        st.binary(max_size=60) | TEXTS.map(lambda text: f"---\nid: a\n{text}".encode("utf-8", "surrogatepass")),
        max_size=4,
    )
)
def test_no_input_raises(files: dict[str, bytes]) -> None:
    check_promises(read_backlog_md(files))


@settings(max_examples=RUNS)
@given(TEXTS.filter(lambda text: "\r" not in text))
def test_no_line_is_lost(text: str) -> None:
    for one in read_backlog_md({"tasks/a.md": file(text)}).records:
        held = {line for words in texts(one.data) for line in words.split("\n")}
        plain = {re.sub(r"^(?:- \[x\] (?:#\d+ )?|author: |created: )", "", line) for line in text.split("\n")}
        known = {"---", "", "## Acceptance Criteria", *(line for line in plain if line.startswith("<!-- "))}
        everything = " ".join(held)
        assert [line for line in plain - known if line.strip() not in everything] == []


@settings(max_examples=RUNS)
@given(
    st.dictionaries(
        st.from_regex(r"x[a-z]{1,5}", fullmatch=True),
        st.none()
        | st.booleans()
        | st.integers(-(10**17), 10**17)
        | st.sampled_from(["on", "0x1f", "1_000", "01", "1.50", "2026-01-01"]),
    )
)
def test_unknown_keys_are_kept_as_they_are_written(front: dict[str, Any]) -> None:
    spelled = {
        name: "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in front.items()
    }
    extra = item(**spelled).data["source"]["extra"]
    assert {name: extra[name] if isinstance(extra[name], str) else compact(extra[name]) for name in front} == spelled


def test_folders_and_wrong_places(tmp_path: Path) -> None:
    read = FORMATS["backlog-md"].read
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.md").write_bytes(file())
    (tmp_path / "bare" / "tasks").mkdir(parents=True)
    for name, says in [
        ("nowhere", "does not exist"),
        ("file.md", "not a folder"),
        ("empty", "no folder of Backlog.md"),
        ("bare", "holds no tasks"),
    ]:
        with pytest.raises(BadInput, match=says) as caught:
            read(tmp_path / name, ignore)
        assert caught.value.hint
    tasks = tmp_path / "project" / "backlog" / "tasks"
    tasks.mkdir(parents=True)
    (tasks / "a.md").write_bytes(b"\xef\xbb\xbf" + file("One\n\nTwo\n").replace(b"\n", b"\r\n"))
    if hasattr(os, "mkfifo"):
        os.mkfifo(tasks / "pipe.md")
    for path in (tmp_path / "project", tmp_path / "project" / "backlog"):
        assert [one.data["body"] for one in read(path, ignore).records] == [["One", "", "Two"]]
    (tasks / "b.md").write_bytes(b"no")
    seen: list[tuple[int, int]] = []
    assert len(read(tmp_path / "project", lambda done, total: seen.append((done, total))).faults) == 1
    assert seen == [(1, 2), (2, 2)]
