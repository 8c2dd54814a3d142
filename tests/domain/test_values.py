"""From typed text to stored value and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.canonical import WrittenNumber
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import Field, field
from pmtui.domain.spelling import nearest
from pmtui.domain.validation import value_fault
from pmtui.domain.values import BadValue, lines_of, parse_entry, parse_value, shown_value

ITEM = SCHEMA["item"].fields
IDS = {"ana": "aaaaaaaaaa", "MVP": "mmmmmmmmmm", "first": "1111111111", "second": "2222222222"}


def link(text: str, kinds: tuple[str, ...]) -> str:
    if text not in IDS:
        raise BadValue(f"no {' or '.join(kinds)} is called {text!r}")
    return IDS[text]


def parsed(one: Field, text: str) -> Any:
    return parse_value(one, text, today="2026-11-22", now="2026-11-22T09:30:00Z", link=link)


def entry(one: Field, text: str) -> Any:
    return parse_entry(one, text, today="2026-11-22", now="2026-11-22T09:30:00Z", link=link)


@pytest.mark.parametrize(("name", "text", "value"), [
    ("estimate", "3", 3), ("estimate", " 0.5 ", 0.5), ("reach", "1e3", 1000), ("reach", "+5", 5), ("reach", ".5", 0.5), ("reach", "2.0", 2),
    ("reach", "12345678901234567890", 12345678901234567890), ("confidence", "80%", 80), ("ux", "5.0", 5), ("estimate", "", None),
    ("due", "2027-03-31", "2027-03-31"), ("due", "+2w", "2026-12-06"), ("done_at", "2026-11-22T10:30+01:00", "2026-11-22T09:30:00Z"),
    ("status", "READY", "ready"), ("kano_functional", "must be", "must-be"), ("priority", "none", "none"),
    ("tags", "b, a ,b,,", ["a", "b"]), ("tags", '["a, b", "c"]', ["a, b", "c"]), ("tags", " , ", None),
    ("assignee", "ana", "aaaaaaaaaa"), ("depends_on", "second,first", ["1111111111", "2222222222"]), ("milestone", "  ", None),
    ("title", "  Retry\tfailed\x07\x00payments ", "Retry failed payments"), ("title", "x" * 500, "x" * 500),
    ("as_a", "y" * 5000, "y" * 5000),
    ("title", "\u202eright to left", "right to left"), ("body", "one\r\ntwo\rthree\n\n", ["one", "two", "three"]),
    ("body", "a\tb\x00c", ["a\tb c"]), ("body", "\n\n", None), ("body", "\n  code", ["", "  code"]),
])
def test_what_people_type_is_what_is_stored(name: str, text: str, value: Any) -> None:
    found = parsed(ITEM[name], text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("TRUE", True), ("1", True), ("no", False), ("False", False), ("0", False)])
def test_flags(text: str, value: bool) -> None:
    assert parsed(SCHEMA["goal"].fields["north_star"], text) is value


@pytest.mark.parametrize(("name", "text", "message", "hint"), [
    ("estimate", "many", "estimate: 'many' is not a number", "1e3"), ("estimate", "nan", "'nan' is not a number", ""),
    ("estimate", "inf", "'inf' is not a number", ""), ("reach", "1e999", "too great", ""), ("reach", "1,5", "has a comma", "1.5"),
    ("reach", "1_000", "not a number", ""), ("reach", "٣", "not a number", ""), ("reach", "9" * 5000, "too great", ""),
    ("effort", "0.2", "effort: 0.2 is less than 0.5", "person-months"), ("ux", "9", "ux: 9 is outside 1 to 5", "1–5"),
    ("ux", "3.5", "ux: 3.5 is not a whole number", ""), ("confidence", "101%", "outside 0 to 100", ""),
    ("status", "redy", "status has no value 'redy': did you mean ready?", "inbox, ready, doing"),
    ("status", "xyzzy", "has no value 'xyzzy'$", "one of"),
    ("status", "d", "has no value 'd'$", "doing"),
    ("due", "2027-02-30", "due: 30 February 2027 does not exist", ""), ("due", "soon", "due: 'soon' is not a date", "today"),
    ("done_at", "soon", "done_at: 'soon' is not an instant", "-2h"), ("milestone", "nothing", "no milestone is called 'nothing'", ""),
    ("title", "  ", "the title is blank", "one line"), ("title", "x" * 10_000, "10,000 characters; at most 500", "body"),
    ("rank", "a0", "rank is not typed", "pmtui rank"), ("criteria", "done", "criteria is a list of entries", r"criteria\+="),
    ("source", "jira", "source is an object", "import"), ("tags", "[1]", "not a JSON array of texts", "commas"),
    ("tags", "[" * 100_000, "not a JSON array", ""), ("title", "a\udcffb", "not valid Unicode", "UTF-8"),
])
def test_what_does_not_fit_is_refused_with_what_to_do(name: str, text: str, message: str, hint: str) -> None:
    with pytest.raises(BadValue, match=message) as caught:
        parsed(ITEM[name], text)
    assert hint.replace("\\", "") in caught.value.hint


def test_a_flag_says_what_it_takes() -> None:
    with pytest.raises(BadValue, match="neither yes nor no"):
        parsed(SCHEMA["goal"].fields["north_star"], "perhaps")


@given(st.sampled_from([one for kind in SCHEMA.kinds.values() for one in kind.fields.values()]), st.text(max_size=30))
def test_whatever_is_typed_fits_the_field_or_is_a_bad_value(one: Field, text: str) -> None:
    try:
        value = parsed(one, text)
    except BadValue:
        return
    assert value_fault(one, value) is None
    assert "\n" not in shown_value(one, value)


@given(st.text())
def test_lines_hold_no_line_ends_and_no_controls_but_tabs(text: str) -> None:
    lines = lines_of(text)
    assert all(one >= " " or one == "\t" for line in lines for one in line)
    assert lines_of("\n".join(lines)) == lines


ARMS, COMMENTS, CRITERIA = SCHEMA["experiment"].fields["arms"], ITEM["comments"], ITEM["criteria"]
KPIS = SCHEMA["goal"].fields["kpis"]


@pytest.mark.parametrize(("one", "text", "value"), [
    (ARMS, '{"name": "A", "participants": 4000}', {"name": "A", "participants": 4000}),
    (ARMS, '{"name": " B ", "weight": "0.5", "conversions": 2.0}', {"name": "B", "weight": 0.5, "conversions": 2}),
    (COMMENTS, '{"at": "yesterday", "text": "one\\r\\ntwo"}', {"at": "2026-11-21T00:00:00Z", "text": ["one", "two"]}),
    (COMMENTS, '{"text": ["one", "two"], "by": null}', {"text": ["one", "two"]}),
    (CRITERIA, '{"text": "It works", "done": "yes"}', {"text": "It works", "done": True}),
    (KPIS, '{"name": "CTR", "direction": "UP", "readings": [{"at": "today", "value": 1.10}]}',
     {"name": "CTR", "direction": "up", "readings": [{"at": "2026-11-22", "value": 1.1}]}),
    (SCHEMA["hypothesis"].fields["learnings"], '{"experiment": "first"}', {"experiment": "1111111111"}),
    (ITEM["source"], '{"system": "jira", "extra": {"a": [1]}}', {"system": "jira", "extra": {"a": [1]}}),
])
def test_entries_are_json_objects(one: Field, text: str, value: Any) -> None:
    assert entry(one, text) == value


@pytest.mark.parametrize(("one", "text", "message"), [
    (ARMS, '{"nme": "A"}', "arms: an entry has no 'nme': did you mean name?"), (ARMS, '{"rank": "a0"}', "has no 'rank'"),
    (ARMS, '{"id": "x"}', "has no 'id'"), (ARMS, '{"participants": -1}', "less than 0"),
    (ARMS, '{"participants": true}', "not a whole number"),
    (ARMS, "[]", "not a JSON object"), (ARMS, "A", "not JSON"), (ARMS, "{}", "the entry is empty"),
    (ARMS, '{"name": "A", "name": "B"}', "twice"),
    (ARMS, '{"name": 3}', "not a text"), (CRITERIA, '{"done": "maybe"}', "neither yes nor no"), (ARMS, '{"weight": NaN}', "NaN"),
    (KPIS, '{"readings": [{"at": "2027-02-30"}]}', "30 February 2027"), (KPIS, '{"readings": "none"}', "list of entries"),
    (ARMS, '{"name": "\ud800"}', "not valid Unicode"), (ARMS, '{"participants": 1e999}', "too great"), (ARMS, "[" * 100_000, "nested"),
])
def test_bad_entries_are_refused_with_the_reason(one: Field, text: str, message: str) -> None:
    with pytest.raises(BadValue, match=message):
        entry(one, text)


@pytest.mark.parametrize(("name", "value", "text"), [
    ("title", None, ""), ("estimate", 3, "3"), ("estimate", 3.0, "3"), ("estimate", 0.5, "0.5"), ("estimate", 1234567.5, "1234567.5"),
    ("estimate", 0, "0"), ("estimate", WrittenNumber("1.10"), "1.10"), ("estimate", float("inf"), "inf"), ("tags", ("a", "b"), "a, b"),
    ("tags", [], ""), ("body", ["", "  first", "second"], "first …"), ("body", ["only"], "only"), ("status", "at\x1brisk", "at risk"),
    ("done_at", "2026-11-22T09:30:00Z", "2026-11-22 09:30"), ("due", "2026-11-22", "2026-11-22"),
    ("criteria", [{"done": True}, {"done": False}, {}], "1/3"), ("comments", [{}, {}], "2"),
    ("source", {"system": "jira", "key": "A-1"}, "jira A-1"),
    ("title", {"odd": 1}, '{"odd":1}'), ("estimate", True, "yes"), ("tags", [1, "a"], "1, a"),
])
def test_lists_show_short_texts(name: str, value: Any, text: str) -> None:
    assert shown_value(ITEM[name], value) == text


def test_the_nearest_word() -> None:
    assert nearest("BILING", ["tags", "Billing"]) == "Billing"
    assert nearest("stat", ["status", "started_at"]) == "status"
    assert nearest("st", ["status", "started_at"]) is None
    assert nearest("", ["status"]) is None


def test_a_field_of_choices_without_any_takes_any_word() -> None:
    assert parsed(field("mood", "choice", "How it feels."), " so so ") == "so so"
