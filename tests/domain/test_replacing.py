from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.replacing import Wrong, hits, pattern, replaceable, replaced

FIELDS = SCHEMA["item"].fields


def item(**fields: Any) -> Record:
    return Record("item", "aaaaaaaaa1", {"id": "aaaaaaaaa1", **fields})


def result(field: str, record: Record, find: str, put: str, **how: bool) -> Any:
    found = list(hits([(record.id, record.data.get(field))], FIELDS[field], pattern(find, put, **how)))
    return replaced(record, FIELDS[field], found) if found else "nothing"


@pytest.mark.parametrize(("field", "value", "find", "put", "how", "expected"), [
    ("title", "Retry card payments, cards", "card", "SEPA", {}, "Retry SEPA payments, SEPAs"),
    ("title", "Cards and cards", "Card", "Debit", {}, "Debits and cards"),
    ("title", "Cards and cards", "card", "debit", {"is_exact": True}, "Cards and debits"),
    ("title", "a.b", ".", "-", {}, "a-b"),
    ("title", "B-12 and B-7", r"B-(\d+)", r"#\1", {"is_regular": True}, "#12 and #7"),
    ("title", "one", "one", "", {}, None),
    ("title", "one", "two", "", {}, "nothing"),
    ("title", "one", "one", "one", {}, "nothing"),
    ("title", "one", "x*", "y", {"is_regular": True}, "nothing"),
    ("title", r"C:\n", "C", r"\d", {}, r"\d:\n"),
    ("body", ["Old plan", "", "the old one"], "old", "new", {}, ["new plan", "", "the new one"]),
    ("body", ["gone"], "gone", "", {}, None),
    ("tags", ["bill", "billing", "pay"], "^bill(ing)?$", "pay", {"is_regular": True}, ["pay"]),
    ("tags", ["ux-old", "ux"], "-old", "", {}, ["ux"]),
])
def test_what_becomes_of_a_value(field: str, value: Any, find: str, put: str, how: dict[str, bool], expected: Any) -> None:
    assert result(field, item(**{field: value}), find, put, **how) == expected


def test_each_line_is_a_hit_of_its_own_and_only_those_chosen_change() -> None:
    record = item(body=["a a", "b", "a"])
    first, last = hits([("aaaaaaaaa1", ["a a", "b", "a"]), ("b", None)], FIELDS["body"], pattern("a", "xy"))
    assert (first.line, first.old, first.new, first.spans, first.new_spans) == (0, "a a", "xy xy", ((0, 1), (2, 3)), ((0, 2), (3, 5)))
    assert replaced(record, FIELDS["body"], [last]) == ["a a", "b", "xy"]
    changed = item(body=["a a", "b", "other"])
    assert replaced(changed, FIELDS["body"], [last]) == ["a a", "b", "other"], "a line that somebody changed meanwhile stays"


@pytest.mark.parametrize(("find", "put", "message"), [
    ("", "x", "nothing to find"), ("(", "x", "unterminated subpattern at character 1"), ("a", r"\2", "replacement cannot be read"),
    ("(a+)+", "", "for ever"), ("a" * 501, "", "longer than 500"), ("a{1,9}{1,99999999999}", "", "cannot be read|too much"),
])
def test_patterns_that_cannot_be_read(find: str, put: str, message: str) -> None:
    with pytest.raises(Wrong, match=message):
        pattern(find, put, is_regular=True)


def test_fields_of_text_alone() -> None:
    names = [field.name for field in replaceable(SCHEMA["item"])]
    assert names[:2] == ["title", "as_a"]
    assert {"body", "tags"} <= {*names}
    assert not {"status", "estimate", "parent", "created_by", "criteria"} & {*names}


@settings(max_examples=100)
@given(st.text("aAbß.\\$1 ", max_size=12), st.text("aAbß.\\$", min_size=1, max_size=3), st.text("aAbß.\\$1", max_size=4))
def test_plain_text_is_taken_as_it_stands(value: str, find: str, put: str) -> None:
    found = list(hits([("a", value)], FIELDS["title"], pattern(find, put, is_exact=True)))
    expected = value.replace(find, put)
    assert (found[0].new if found else value) == expected
    for hit in found:
        assert all(hit.old[a:b] == find for a, b in hit.spans)
        assert all(hit.new[a:b] == put for a, b in hit.new_spans)


@settings(max_examples=100)
@given(st.text(max_size=8), st.text(max_size=8))
def test_no_pattern_fails_but_in_words(find: str, put: str) -> None:
    try:
        looked = pattern(find, put, is_regular=True)
    except Wrong:
        return
    assert isinstance(looked.expression, re.Pattern)
    list(hits([("a", "aaa bbb (1)")], FIELDS["title"], looked))
