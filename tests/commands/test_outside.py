"""A record as text for an editor, and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import context, world

from pmtui.commands.core import Refused
from pmtui.commands.outside import change_from_text, editable_text
from pmtui.domain.change import Snapshot, apply
from pmtui.domain.records import Record

ID = "a000000000"


def one(**fields: Any) -> tuple[Snapshot, Record]:
    snapshot = world(("item", ID, {"title": "Retry", **fields}), ("person", "ana0000000", {"handle": "ana"}))
    found = snapshot.record("item", ID)
    assert found is not None
    return snapshot, found


def edited(fields: dict[str, Any], *replacements: tuple[str, str]) -> dict[str, Any]:
    """The record after replacing text in the editor."""
    snapshot, record = one(**fields)
    before = after = editable_text(record)
    for old, new in replacements:
        assert old in after
        after = after.replace(old, new, 1)
    change = change_from_text(context(snapshot), record, before, after)
    result = apply(change, snapshot).record("item", ID)
    assert result is not None
    return dict(result.data)


LINES = st.lists(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=20), max_size=5)


@given(
    st.fixed_dictionaries({}, optional={
        "body": LINES, "tags": st.lists(st.text(alphabet='ab, []"', min_size=1).map(str.strip).filter(bool), unique=True).map(sorted),
        "so_that": st.text(alphabet="ab #:-", min_size=1), "estimate": st.floats(0, 1e6) | st.integers(0, 99),
        "criteria": st.lists(st.fixed_dictionaries({"id": st.from_regex(r"[0-9a-h]{10}", fullmatch=True), "text": st.text(max_size=9)}),
                             unique_by=lambda entry: entry["id"], max_size=3),
        "comments": st.lists(st.fixed_dictionaries({"id": st.from_regex(r"[0-9a-h]{10}", fullmatch=True), "text": LINES}),
                             unique_by=lambda entry: entry["id"], max_size=3),
    }),
)
def test_what_is_saved_as_it_was_changes_nothing(fields: dict[str, Any]) -> None:
    snapshot, record = one(**fields)
    text = editable_text(record)
    assert change_from_text(context(snapshot), record, text, text).edits == ()
    assert change_from_text(context(snapshot), record, text, text.replace("\n", "\r\n")).edits == ()


@given(LINES)
def test_a_long_text_comes_back_line_by_line(lines: list[str]) -> None:
    while lines and not lines[-1].strip():
        lines.pop()
    while lines and not lines[0].strip():
        lines.pop(0)
    block = "\n".join(f"  {line}" if line else "" for line in lines)
    snapshot = world(("persona", ID, {"goals": ["something else"]}))
    record = snapshot.record("persona", ID)
    assert record is not None
    text = editable_text(record)
    change = change_from_text(context(snapshot), record, text, text.replace("  something else", block))
    after = apply(change, snapshot).record("persona", ID)
    assert after is not None
    assert after["goals"] == lines


def test_values_as_on_the_command_line() -> None:
    data = edited({"estimate": 3, "tags": ["a", "b"]}, ("estimate: 3", "estimate:"), ("tags: a, b", "tags: c,a"), ("due:", "due: +2w"),
                  ("assignee:", "assignee: @ana"), ("priority: none", "priority: High"), ("\n---\n", "\n---\nA body\n\nof two\n"))
    assert "estimate" not in data
    assert (data["tags"], data["due"], data["assignee"], data["priority"]) == (["a", "c"], "2026-12-06", "ana0000000", "high")
    assert data["body"] == ["A body", "", "of two"]


def test_lines_taken_out_and_comments_change_nothing() -> None:
    data = edited({"estimate": 3}, ("estimate: 3\n", ""), ("title: Retry", "# a remark\n\ntitle: Again"))
    assert (data["estimate"], data["title"]) == (3, "Again")


@pytest.mark.parametrize(("body", "typed", "wanted"), [
    ([], "---\nText\n", ["Text"]), ([], "---\n\n \nText\n\n  more\n\n", ["Text", "", "  more"]), (["Old"], "---\n\nText\n", ["Text"]),
    ([], "---\n\n\n", None), (["Old"], "---\n", None), ([], "---\n\n    indented\n", ["    indented"]),
    (["", "Old"], "---\n\nText\n", ["", "Text"]), (["", "Old"], "---\nText\n", ["Text"]),
])
def test_a_blank_line_before_the_body_is_no_part_of_it(body: list[str], typed: str, wanted: list[str] | None) -> None:
    _, record = one(body=body)
    text = editable_text(record)
    data = edited({"body": body}, (text[text.index("---\n") :], typed))
    assert (data.get("body") or None) == wanted


def test_an_empty_body_is_no_line_after_the_dashes() -> None:
    assert editable_text(one()[1]).endswith("\n---\n")


CRITERIA = [
    {"id": "b000000000", "rank": "a0", "text": "First", "odd": 1}, {"id": "a000000001", "rank": "a1", "text": "Second", "done": True},
]


def test_entries_are_shown_by_rank_and_keep_what_is_not_shown() -> None:
    _, record = one(criteria=CRITERIA)
    lines = editable_text(record).splitlines()
    at = lines.index("criteria:")
    assert lines[at + 1 : at + 3] == [
        '  {"id": "b000000000", "text": "First", "odd": 1}', '  {"id": "a000000001", "text": "Second", "done": true}',
    ]
    data = edited({"criteria": CRITERIA}, ('"First"', '"Erstes"'))
    wanted = {"b000000000": {**CRITERIA[0], "text": "Erstes"}, "a000000001": CRITERIA[1]}
    assert {entry["id"]: entry for entry in data["criteria"]} == wanted


def test_entries_are_added_removed_and_reordered() -> None:
    first, second = '  {"id": "b000000000", "text": "First", "odd": 1}\n', '  {"id": "a000000001", "text": "Second", "done": true}\n'
    data = edited({"criteria": CRITERIA}, (first, ""), (second, second + '  {"text": "Third"}\n'))
    assert [(entry["text"], entry["id"][:3]) for entry in sorted(data["criteria"], key=lambda entry: entry["rank"])] == [
        ("Second", "a00"), ("Third", "new"),
    ]
    data = edited({"criteria": CRITERIA}, (first + second, second + first))
    assert [entry["text"] for entry in sorted(data["criteria"], key=lambda entry: entry["rank"])] == ["Second", "First"]
    data = edited({"criteria": CRITERIA}, (first, '  {"text": "Zeroth"}\n' + first))
    assert [entry["text"] for entry in sorted(data["criteria"], key=lambda entry: entry["rank"])] == ["Zeroth", "First", "Second"]


def test_entries_within_entries_keep_their_ids() -> None:
    snapshot = world(("goal", ID, {"kpis": [{"id": "k000000000", "rank": "a0", "name": "MRR", "readings": [
        {"id": "r000000000", "at": "2026-01-01", "value": 3}]}]}))
    record = snapshot.record("goal", ID)
    assert record is not None
    text = editable_text(record)
    changed = text.replace('"value":3}', '"value":4},{"at":"2026-02-01","value":5}')
    assert changed != text
    after = apply(change_from_text(context(snapshot), record, text, changed), snapshot).record("goal", ID)
    assert after is not None
    readings = after["kpis"][0]["readings"]
    assert [(entry["id"][:3], entry["at"], entry["value"]) for entry in readings] == [("new", "2026-02-01", 5), ("r00", "2026-01-01", 4)]


@pytest.mark.parametrize(("old", "new", "words"), [
    ("estimate:", "estimate: NaN", "line 23: estimate: 'NaN' is not a number"),
    ("estimate:", "estmate: 3", "line 23: item has no field 'estmate'"),
    ("estimate:", "nonsense", "line 23 is not of the form field: value"), ("estimate:", "title: x", "line 23: title stands there twice"),
    ("estimate:", "estimate: 3\n  4", "line 23: estimate has one line only"), ("---\n", "", "the line of dashes"),
    ("title: Retry", "title:", "the title is blank"), ("status: inbox", "status: dropped", "status dropped needs a reason"),
    ("comments:", "comments:\n  nonsense", "comments: an entry is a JSON object in one line, but not JSON"),
    ("comments:", 'comments:\n  {"id": "zzzzzzzzzz", "text": "x"}', "comments has no entry with the id 'zzzzzzzzzz'"),
    ("comments:", 'comments:\n  {"txt": "x"}', "comments: an entry has no 'txt'"),
    ("due:", "due: 2026-02-30", "30 February 2026 does not exist"),
    ("title: Retry", "rank: a0", "rank"), ("title: Retry", "source: x", "source cannot be set by hand"),
])
def test_what_is_refused(old: str, new: str, words: str) -> None:
    with pytest.raises(Refused) as caught:
        edited({}, (old, new))
    assert words in str(caught.value)
    assert caught.value.hint
