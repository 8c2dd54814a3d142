"""What a record's file looks like, to the byte, and what is refused."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given

from pmtui.domain.canonical import (
    BadJson,
    WrittenNumber,
    are_entries,
    compact,
    decode,
    encode,
    encode_object,
    is_lines,
    normal,
    normal_record,
    written,
)
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import Kind
from tests.domain.record_strategies import JSON, SPELLINGS, kinds_and_documents

ITEM, GOAL, EXPERIMENT = SCHEMA["item"], SCHEMA["goal"], SCHEMA["experiment"]
KindAndData = tuple[Kind, dict[str, Any]]


def by_the_standard_library(raw: bytes) -> bytes:
    """The same file as `json` would write it, numbers as they are spelt."""
    spelt = "\ue000{}\ue000".format
    text = json.dumps(json.loads(raw, parse_float=spelt, parse_int=spelt), indent=2, ensure_ascii=False) + "\n"
    text = re.sub("\"\ue000([^\ue000]*)\ue000\"", r"\1", text)
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text).encode()


@given(kinds_and_documents())
def test_what_is_written_reads_back_as_its_canonical_form(case: KindAndData) -> None:
    kind, data = case
    read = decode(encode(kind, data))
    assert written(read) == written(normal_record(kind, data))
    assert list(read) == list(normal_record(kind, data))


@given(kinds_and_documents())
def test_saving_what_did_not_change_leaves_every_byte(case: KindAndData) -> None:
    kind, data = case
    raw = encode(kind, data)
    assert encode(kind, decode(raw)) == raw
    assert encode(kind, normal_record(kind, data)) == raw
    assert encode(kind, dict(reversed(data.items()))) == raw


@given(kinds_and_documents())
def test_layout_is_that_of_the_standard_library_with_an_indent_of_two(case: KindAndData) -> None:
    kind, data = case
    raw = encode(kind, {name.replace("\ue000", ""): value for name, value in data.items() if "\ue000" not in compact(value)})
    assert raw == by_the_standard_library(raw)
    assert raw.endswith(b"}\n")
    assert not raw.endswith(b"\n\n")
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")


@given(kinds_and_documents())
def test_keys_are_in_schema_order_unknown_ones_sorted_after_them_and_defaults_left_out(case: KindAndData) -> None:
    kind, data = case
    read = decode(encode(kind, data))
    known = [name for name in read if name in kind.fields]
    unknown = [name for name in read if name not in kind.fields and name != "id"]
    assert list(read) == ["id", *known, *unknown]
    assert known == [name for name in kind.fields if name in read]
    assert unknown == sorted(name for name in data if name not in kind.fields and name != "id")
    assert [name for name in known if read[name] is None or compact(read[name]) == compact(kind.fields[name].blank)] == []
    for name, value in data.items():
        if name in kind.fields and value is not None and name not in read:
            assert compact(normal(kind.fields[name], value)) == compact(kind.fields[name].blank)


@given(JSON)
def test_unknown_fields_keep_value_and_spelling(value: Any) -> None:
    raw = encode(ITEM, {"id": "a", "x_new": value, "title": "t"})
    read = decode(raw)
    assert written(read["x_new"]) == written(value)
    assert compact(read["x_new"]) == compact(value)


@pytest.mark.parametrize("text", [*SPELLINGS, "0", "1", "-1", "1.5", "1e5", "0.1", "1.0", "0e0", "123456789012345678901234567890.5"])
def test_unknown_numbers_are_written_as_they_were(text: str) -> None:
    raw = f'{{\n  "id": "a",\n  "x": [\n    {text}\n  ]\n}}\n'.encode()
    assert encode(ITEM, decode(raw)) == raw


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("1.0", "1"), ("2.50", "2.5"), ("-0", "0"), ("-0.0", "0"), ("1e3", "1000"), ("1E+2", "100"), ("0.1", "0.1"), ("1e400", "1e400"),
        ("9007199254740991.0", "9007199254740991"), ("1e20", "1e+20"), ("100000000000000000000", "100000000000000000000"),
    ],
)
def test_known_numbers_have_one_spelling(text: str, stored: str) -> None:
    raw = encode(ITEM, decode(f'{{"id": "a", "estimate": {text}}}'.encode()))
    assert raw == f'{{\n  "id": "a",\n  "estimate": {stored}\n}}\n'.encode()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "line 1, column 1"), (b" \n", "line 2, column 1"), (b"\xef\xbb\xbf", "line 1, column 1"), (b'{"a": 1', "line 1, column 8"),
        (b'{"a": "\xff"}', "not UTF-8: byte 7 is 0xff"), (b"\xff\xfe{\x00}\x00", "not UTF-8: byte 0 is 0xff"),
        ('{"a": "\ud800"}'.encode("utf-8", "surrogatepass"), "not UTF-8: byte 7 is 0xed"),
        (b"[]", "must begin with {"), (b'"text"', "must begin with {"), (b"null", "must begin with {"), (b"1" * 5000, "must begin with {"),
        (b'{"a": 1, "b": 2, "a": 1}', "the field 'a' stands there twice"), (b'{"x": {"b": 1, "b": 2}}', "the field 'b' stands there twice"),
        (b'{"a": NaN}', "NaN is not a number"), (b'{"a": Infinity}', "Infinity is not"), (b'{"a": -Infinity}', "-Infinity is not"),
        (b'{\n<<<<<<< HEAD\n  "a": 1\n=======\n  "a": 2\n>>>>>>> x\n}', "conflict markers"),
        (b'{"a": 1}\n>>>>>>> theirs\n', "conflict markers"), (b'{"a": 1}}', "line 1, column 9"),
        (b'{"a": 1}\n{"b": 2}\n', "line 2, column 1"),
        (b'{"a": 1,}', "line 1, column"), (b"{'a': 1}", "line 1, column 2"), (b'{"a": 01}', "line 1, column"),
        (b'{"a": "\x01"}', "line 1, column 8"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
        (b'{"a": ' + b"[" * 500 + b"]" * 500 + b"}", "nested too deeply"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "nested too deeply"), (b'{"a": "\\ud8"}', "line 1, column"),
        (b"\x00\x00", "line 1, column 1"),
    ],
)
def test_what_cannot_be_read_says_why_and_where(raw: bytes, message: str) -> None:
    with pytest.raises(BadJson, match=re.escape(message)):
        decode(raw)


def test_markers_within_a_value_are_text() -> None:
    assert decode(b'{"body": ["<<<<<<< HEAD"]}') == {"body": ["<<<<<<< HEAD"]}


def test_what_is_nested_a_little_is_read_and_written() -> None:
    raw = b'{"id": "a", "x": ' + b"[" * 60 + b"]" * 60 + b"}"
    assert decode(encode(ITEM, decode(raw))) == decode(raw)


def test_a_byte_order_mark_and_other_line_ends_are_read_and_not_written() -> None:
    assert encode(ITEM, decode(b'\xef\xbb\xbf{"id": "a",\r\n"title": "t"}')) == b'{\n  "id": "a",\n  "title": "t"\n}\n'


def test_halves_of_characters() -> None:
    assert encode(ITEM, {"id": "a", "title": "\ud800é"}) == '{\n  "id": "a",\n  "title": "\\ud800é"\n}\n'.encode()
    assert encode(ITEM, {"id": "a", "title": "\ud83d\ude80"}) == encode(ITEM, {"id": "a", "title": "🚀"})
    assert decode(encode_object({"name": "\udfff"})) == {"name": "\udfff"}


def test_a_whole_file() -> None:
    data = {
        "zeta": 1.5, "alpha": {"b": 1, "a": []}, "tags": ["b", "a", "b"], "title": 'Say "hi"', "status": "inbox", "priority": "high",
        "id": "4k3fq9x2ma", "body": ["One", "", "two 顧客"], "estimate": 3.0, "depends_on": [], "owner": None,
        "criteria": [{"rank": "a1", "id": "2", "done": True}, {"text": "Holds", "id": "1", "done": False, "new": {}}],
    }
    assert encode(ITEM, data).decode() == """\
{
  "id": "4k3fq9x2ma",
  "title": "Say \\"hi\\"",
  "priority": "high",
  "criteria": [
    {
      "id": "1",
      "text": "Holds",
      "new": {}
    },
    {
      "id": "2",
      "done": true,
      "rank": "a1"
    }
  ],
  "estimate": 3,
  "body": [
    "One",
    "",
    "two 顧客"
  ],
  "tags": [
    "a",
    "b"
  ],
  "alpha": {
    "b": 1,
    "a": []
  },
  "zeta": 1.5
}
"""


def test_the_keys_of_conflicts_are_sorted_and_those_of_their_values_are_not() -> None:
    candidate = {"value": {"b": 1, "a": 2}, "tag": "11111111"}
    data = {"id": "a", "settled": {"b": "2", "a": "1"}, "conflicts": {"x": {"values": [candidate, {}], "base": {}}}}
    assert compact(decode(encode(ITEM, data))) == compact(data)
    read = decode(encode(ITEM, data))
    assert list(read) == ["id", "conflicts", "settled"]
    assert list(read["settled"]) == ["a", "b"]
    assert list(read["conflicts"]["x"]) == ["base", "values"]
    assert list(read["conflicts"]["x"]["values"][0]) == ["tag", "value"]
    assert list(read["conflicts"]["x"]["values"][0]["value"]) == ["b", "a"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tags", ["b", 1, "a"]), ("tags", "word"), ("criteria", [{"id": "2"}, {"id": "2"}]), ("criteria", [{"id": 2}, {"id": 1}]),
        ("criteria", [{"text": "b"}]), ("estimate", "3"), ("estimate", True), ("source", [1]), ("title", 5), ("body", "text"),
    ],
)
def test_values_of_another_type_are_kept_as_they_are(name: str, value: Any) -> None:
    assert written(decode(encode(ITEM, {"id": "a", name: value}))[name]) == written(value)


def test_defaults_within_entries_and_objects_are_left_out() -> None:
    kpi = {"id": "k", "direction": "up", "readings": [], "name": "MRR", "target": 2.0}
    assert normal_record(GOAL, {"kpis": [kpi]}) == {"kpis": [{"id": "k", "name": "MRR", "target": 2}]}
    assert normal_record(EXPERIMENT, {"alpha": 0.05, "power": 0.80, "mode": "superiority", "frozen": {"mde": None}}) == {"frozen": {}}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_no_nan_and_no_infinity_is_written(value: float) -> None:
    for name in ("x_new", "estimate"):
        with pytest.raises(ValueError, match="cannot be written as JSON"):
            encode(ITEM, {"id": "a", name: value})


def test_what_json_does_not_know_is_not_written() -> None:
    with pytest.raises(TypeError, match="set cannot be written"):
        encode(ITEM, {"id": "a", "x": {1}})


def test_equal_texts_are_equal_values() -> None:
    assert len({compact(one) for one in (1, 1.0, True, "1", None, [1], {"1": 1}, WrittenNumber("1.00"))}) == 8
    assert compact({"b": [1, {"d": 1, "c": 2}], "a": 2}) == '{"a":2,"b":[1,{"c":2,"d":1}]}'
    assert written({"b": 1, "a": 2}) == '{\n  "b": 1,\n  "a": 2\n}'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], True), ([{"id": "1"}, {"id": "2"}], True), ([{"id": "1"}, {"id": "1"}], False), ([{"id": 1}], False), ([{}], False),
        ({}, False), ([1], False),
    ],
)
def test_well_formed_entries(value: Any, expected: bool) -> None:
    assert are_entries(value) is expected


def test_well_formed_lines() -> None:
    body, title = ITEM.fields["body"], ITEM.fields["title"]
    assert is_lines(body, ["a", ""])
    assert not is_lines(body, ["a", 1])
    assert not is_lines(body, "a")
    assert not is_lines(title, ["a"])
