"""Which bytes are a record, and which values fit their fields."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.canonical import BadJson, WrittenNumber, encode
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import (
    CHOICE,
    DATE,
    ENTRIES,
    FLAG,
    INSTANT,
    INTEGER,
    LINES,
    LINK,
    LINKS,
    NUMBER,
    OBJECT,
    RANK,
    SET,
    TEXT,
    Field,
    Kind,
    field,
)
from pmtui.domain.validation import is_date, is_id, is_instant, read_record, record_fault, type_fault, value_fault
from tests.domain.record_strategies import kinds_and_documents, value_of

ITEM = SCHEMA["item"]
ID, OTHER = "4k3fq9x2ma", "0000000000"
BY_TYPE: dict[str, tuple[Field, Any, str]] = {  # a field, a value that fits, what is said of one that does not
    TEXT: (ITEM.fields["as_a"], "a customer", "as_a is not a text"),
    LINES: (ITEM.fields["body"], ["a", ""], "body is not an array of lines"),
    INTEGER: (ITEM.fields["ux"], 5, "ux is not a whole number"),
    NUMBER: (ITEM.fields["estimate"], 2.5, "estimate is not a number"),
    DATE: (ITEM.fields["due"], "2028-02-29", "due is not a text"),
    INSTANT: (ITEM.fields["done_at"], "2026-11-22T09:30:00Z", "done_at is not a text"),
    CHOICE: (ITEM.fields["priority"], "invented", "priority is not a text"),
    FLAG: (SCHEMA["goal"].fields["north_star"], False, "north_star is not true or false"),
    LINK: (ITEM.fields["milestone"], ID, "milestone is not a text"),
    LINKS: (ITEM.fields["depends_on"], [ID, OTHER], "depends_on is not an array of ids"),
    SET: (ITEM.fields["tags"], ["a b"], "tags is not an array of words"),
    ENTRIES: (ITEM.fields["criteria"], [{"id": "1", "text": "Holds"}], "criteria is not an array of objects"),
    RANK: (ITEM.fields["rank"], "zz zz", "rank is not a text"),
    OBJECT: (ITEM.fields["source"], {"system": "jira"}, "source is not an object"),
}
TEXTS = {TEXT, DATE, INSTANT, CHOICE, LINK, RANK}
FITS: list[tuple[Any, set[str]]] = [  # JSON values, each with the types that hold it
    ("text", TEXTS), (5, {INTEGER, NUMBER}), (1.5, {INTEGER, NUMBER}), (True, {FLAG}), ([], {LINES, LINKS, SET, ENTRIES}),
    (["a"], {LINES, LINKS, SET}), ([1], set()), (["a", 1], set()), ([{}], {ENTRIES}), ([{}, "a"], set()), ({}, {OBJECT}),
]


def test_every_type_stands_in_the_table() -> None:
    assert {one.type for kind in SCHEMA.kinds.values() for one in kind.fields.values()} == set(BY_TYPE)
    assert {name for name, (one, _, _) in BY_TYPE.items() if one.type != name} == set()


@pytest.mark.parametrize("name", BY_TYPE)
def test_values_by_their_json_type(name: str) -> None:
    one, good, message = BY_TYPE[name]
    assert type_fault(one, good) is None
    assert value_fault(one, good) is None
    assert value_fault(one, None) is None
    for value, types in FITS:
        assert type_fault(one, value) == (None if name in types else message), value
        if name not in types:
            assert value_fault(one, value) == message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22", True), ("2028-02-29", True), ("2000-02-29", True), ("0001-01-01", True), ("9999-12-31", True), ("2026-02-30", False),
        ("2027-02-29", False), ("1900-02-29", False), ("2026-04-31", False), ("2026-13-01", False), ("2026-00-10", False),
        ("2026-01-00", False),
        ("20261122", False), ("2026-W47-7", False), ("2026-1-2", False), ("2026-11-22 ", False), ("2026-11-22T00:00:00Z", False),
        ("", False),
        ("tomorrow", False), ("２０２６-11-22", False), ("-026-11-22", False),
    ],
)
def test_dates(text: str, expected: bool) -> None:
    assert is_date(text) is expected
    assert (value_fault(ITEM.fields["due"], text) is None) is expected
    if not expected:
        assert value_fault(ITEM.fields["due"], text) == f"due: {text!r} is not a calendar date such as 2027-03-31"


@given(st.dates())
def test_every_day_is_a_date(day: date) -> None:
    assert is_date(day.isoformat())
    assert is_instant(f"{day.isoformat()}T23:59:59Z")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22T09:30:00Z", True), ("2028-02-29T00:00:00Z", True), ("2026-02-30T09:30:00Z", False), ("2027-02-29T09:30:00Z", False),
        ("2026-11-22T24:00:00Z", False), ("2026-11-22T23:60:00Z", False), ("2026-11-22T23:59:60Z", False), ("2026-11-22 09:30:00Z", False),
        ("2026-11-22T09:30:00z", False), ("2026-11-22T09:30:00", False), ("2026-11-22T09:30:00+00:00", False),
        ("2026-11-22T09:30:00.5Z", False),
        ("2026-11-22T09:30Z", False), ("2026-11-22", False), ("20261122T09:30:0000Z", False), ("", False), ("2026-11-22T09:30:0Z ", False),
        ("2026-W47-7T09:30:00Z", False), ("2026-11-22T09.30.00Z", False),
    ],
)
def test_instants(text: str, expected: bool) -> None:
    assert is_instant(text) is expected
    assert (value_fault(ITEM.fields["done_at"], text) is None) is expected


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("ux", 1, None), ("ux", 5, None), ("ux", 5.0, None), ("ux", 0, "ux: 0 is outside 1 to 5"), ("ux", 6, "ux: 6 is outside 1 to 5"),
        ("ux", 2.5, "ux: 2.5 is not a whole number"), ("confidence", 100, None), ("confidence", 0, None),
        ("confidence", 100.5, "confidence: 100.5 is outside 0 to 100"), ("estimate", 0, None), ("estimate", 10**30, None),
        ("estimate", -1, "estimate: -1 is less than 0"), ("effort", 0.5, None), ("effort", 0.49, "effort: 0.49 is less than 0.5"),
        ("estimate", float("nan"), "estimate: nan is not a number that can be stored"), ("ux", float("inf"), "ux: inf is not a number"),
        ("estimate", WrittenNumber("1e400"), "estimate: inf is not a number that can be stored"), ("ux", float("nan"), "ux: nan is not"),
        ("estimate", -float("inf"), "estimate: -inf is not"),
    ],
)
def test_numbers(name: str, value: float, message: str | None) -> None:
    found = value_fault(ITEM.fields[name], value)
    assert (found is None) if message is None else (found is not None and found.startswith(message))


def test_a_greatest_number_alone() -> None:
    assert value_fault(field("x", NUMBER, "X.", maximum=3), 4) == "x: 4 is more than 3"
    assert value_fault(field("x", NUMBER, "X.", maximum=3), -4) is None


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("milestone", "short", "milestone: 'short' is not an id"), ("milestone", "4K3FQ9X2MA", "milestone: '4K3FQ9X2MA' is not an id"),
        ("depends_on", [ID, "ilou000000"], "depends_on: 'ilou000000' is not an id"), ("status", "", "status is empty"),
        ("criteria", [{"id": "1", "done": "yes"}], "criteria.done is not true or false"),
        ("comments", [{"id": "1"}, {"at": "today"}], "comments.at: 'today' is not an instant such as 2026-11-22T09:30:00Z"),
        ("comments", [{"id": "1", "mood": 5, "by": None}], None), ("status", "of the team's own", None),
    ],
)
def test_other_values(name: str, value: Any, message: str | None) -> None:
    assert value_fault(ITEM.fields[name], value) == message


def test_entries_within_entries() -> None:
    kpis = SCHEMA["goal"].fields["kpis"]
    reading = {"id": "r", "at": "2026-02-30"}
    message = "kpis.readings.at: '2026-02-30' is not a calendar date such as 2027-03-31"
    assert value_fault(kpis, [{"id": "k", "readings": [reading]}]) == message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ID, True), ("0000000000", True), ("zzzzzzzzzz", True), ("4k3fq9x2m", False), ("4k3fq9x2maa", False), ("4k3fq9x2mi", False),
        ("4k3fq9x2ml", False), ("4k3fq9x2mo", False), ("4k3fq9x2mu", False), ("4K3FQ9X2MA", False), ("../4k3fq9x", False),
        ("4k3fq9x2ma\n", False),
    ],
)
def test_ids(text: str, expected: bool) -> None:
    assert is_id(text) is expected


@pytest.mark.parametrize(
    ("id", "raw", "message"),
    [
        (ID, b"", "not JSON: line 1"), ("readme", b'{"id": "readme"}', "the file's name 'readme' is not an id"),
        (ID, b'{"title": "t"}', "it has no id"), (ID, b'{"id": 5}', "it says id 5"),
        (ID, b'{"id": "0000000000"}', "it says id '0000000000'"), (ID, b'{"id": "4k3fq9x2ma", "title": 5}', "title is not a text"),
        (ID, b'{"id": "4k3fq9x2ma", "tags": "a"}', "tags is not an array of words"),
        (ID, b'{"id": "4k3fq9x2ma", "estimate": "3"}', "estimate is not a number"), (ID, b'{"id": "4k3fq9x2ma", "ux": true}', "ux is not"),
        (ID, b'{"id": "4k3fq9x2ma", "conflicts": []}', "conflicts is not an object"),
        (ID, b'{"id": "4k3fq9x2ma", "settled": 1}', "settled is"),
    ],
)
def test_files_that_are_no_records(id: str, raw: bytes, message: str) -> None:
    with pytest.raises(BadJson, match=re.escape(message)):
        read_record(ITEM, id, raw)


def test_what_a_person_may_have_written_by_hand_is_read() -> None:
    raw = b'{"id": "4k3fq9x2ma", "due": "2026-02-30", "ux": 9, "title": null, "status": "frozen", "new": [1.10], "milestone": "?"}'
    assert read_record(ITEM, ID, raw)["due"] == "2026-02-30"


@given(kinds_and_documents())
def test_what_reads_as_a_record_has_fitting_types_and_what_has_not_says_which_field(case: tuple[Kind, dict[str, Any]]) -> None:
    kind, data = case
    kept = {name: value for name, value in data.items() if name not in ("conflicts", "settled")}
    raw = encode(kind, kept)
    wrong = [name for name, one in kind.fields.items() if kept.get(name) is not None and type_fault(one, kept[name])]
    if wrong:
        with pytest.raises(BadJson, match="|".join(f"^{name} is not " for name in wrong)):
            read_record(kind, data["id"], raw)
    else:
        assert set(read_record(kind, data["id"], raw)) <= set(kept)


@given(st.data())
def test_values_of_the_right_sort_have_the_right_type(data: st.DataObject) -> None:
    one = data.draw(st.sampled_from([one for kind in SCHEMA.kinds.values() for one in kind.fields.values() if one.type != OBJECT]))
    assert type_fault(one, data.draw(value_of(one))) is None


@pytest.mark.parametrize("title", [None, "", "  ", "\n", 5])
def test_a_record_has_a_title(title: Any) -> None:
    assert record_fault(ITEM, {} if title is None else {"title": title}) == "the title is blank"


def test_a_record_names_its_first_fault_and_keeps_what_nobody_declared() -> None:
    assert record_fault(ITEM, {"title": "t", "new": float("inf"), "id": ID}) is None
    assert record_fault(ITEM, {"title": "t", "ux": 9}) == "ux: 9 is outside 1 to 5"
