"""The merge's rules one by one: each document below was written by hand from the store format."""

import json
import subprocess
import sys
from typing import Any

import pytest

from pmtui.domain.canonical import BadJson, decode, encode
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import merge

ITEM = SCHEMA["item"]
EARLY, LATE, LATER = "2026-11-01T08:00:00Z", "2026-11-02T08:00:00Z", "2026-11-03T08:00:00Z"


def conflict(base: dict[str, Any], *values: dict[str, Any]) -> dict[str, Any]:
    return {"base": base, "values": list(values)}


def v(value: Any, tag: str = "") -> dict[str, Any]:
    return {"tag": tag, "value": value} if tag else {"value": value}


ABC = {"title": "c", "conflicts": {"title": conflict(v("a"), v("c"), v("b"))}}
"""A record on whose title two people disagree."""

# name: (base, ours, theirs, what must come out)
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    # Short circuits
    "both made the same change": ({"title": "a"}, {"title": "b"}, {"title": "b"}, {"title": "b"}),
    "only one side changed": ({"title": "a"}, {"title": "b", "tags": ["x"]}, {"title": "a"}, {"title": "b", "tags": ["x"]}),
    "a short circuit gives the canonical side": (
        {"title": "a"}, {"tags": ["y", "x", "y"], "status": "inbox", "title": "a", "due": None}, {"title": "a"},
        {"title": "a", "tags": ["x", "y"]},
    ),
    "the default written out is no change": (
        {"title": "a"}, {"title": "a", "status": "inbox"}, {"title": "a", "status": "ready"}, {"title": "a", "status": "ready"},
    ),
    # Scalars and unknown fields
    "different fields of one record": (
        {"title": "a", "estimate": 1}, {"title": "b", "estimate": 1}, {"title": "a", "estimate": 2}, {"title": "b", "estimate": 2},
    ),
    "one text twice": ({"title": "a"}, {"title": "b"}, {"title": "c"}, ABC),
    "cleared here, changed there": (
        {"as_a": "buyer"}, {}, {"as_a": "seller"},
        {"as_a": "seller", "conflicts": {"as_a": conflict(v("buyer"), v("seller"), {})}},
    ),
    "of two numbers the greatest is shown": (
        {"estimate": 1}, {"estimate": 10}, {"estimate": 9},
        {"estimate": 10, "conflicts": {"estimate": conflict(v(1), v(10), v(9))}},
    ),
    "of two states the furthest is shown": (
        {"status": "ready"}, {"status": "review"}, {"status": "doing"},
        {"status": "review", "conflicts": {"status": conflict(v("ready"), v("review"), v("doing"))}},
    ),
    "a state nobody knows stands behind those of the format": (
        {"status": "ready"}, {"status": "zombie"}, {"status": "doing"},
        {"status": "doing", "conflicts": {"status": conflict(v("ready"), v("doing"), v("zombie"))}},
    ),
    "back to the first state here, further there": (
        {"status": "ready"}, {}, {"status": "doing"},
        {"status": "doing", "conflicts": {"status": conflict(v("ready"), v("doing"), {})}},
    ),
    "an unknown field": (
        {"x_colour": "red"}, {"x_colour": {"r": 1}}, {"x_colour": None},
        {"x_colour": {"r": 1}, "conflicts": {"x_colour": conflict(v("red"), v({"r": 1}), v(None))}},
    ),
    "one, one point nought and true are three values": (
        {"x": 1}, {"x": True}, {"x": "1"}, {"x": True, "conflicts": {"x": conflict(v(1), v(True), v("1"))}},
    ),
    "true is not one": ({"x": 1}, {"x": True}, {"x": 1, "title": "t"}, {"x": True, "title": "t"}),
    "one object taken as a whole": (
        {"source": {"system": "jira", "key": "A-1"}}, {"source": {"key": "A-2", "system": "jira"}},
        {"source": {"system": "jira", "key": "A-1"}, "title": "t"}, {"title": "t", "source": {"system": "jira", "key": "A-2"}},
    ),
    "a set that is no set is taken as a whole": (
        {"tags": ["a"]}, {"tags": "a b"}, {"tags": ["a", "c"]},
        {"tags": ["a", "c"], "conflicts": {"tags": conflict(v(["a"]), v(["a", "c"]), v("a b"))}},
    ),
    # Sets
    "a set, element by element": (
        {"tags": ["a", "b", "c"]}, {"tags": ["b", "c", "n"]}, {"tags": ["a", "c", "m"]}, {"tags": ["c", "m", "n"]},
    ),
    "a set of which each side removed the other half is empty": ({"tags": ["a", "b"]}, {"tags": ["a"]}, {"tags": ["b"]}, {}),
    "a set with a conflict is joined as a whole": (
        {"tags": ["a"]}, {"tags": ["b"], "conflicts": {"tags": conflict(v(["a"]), v(["b"]), v("z"))}}, {"tags": ["a", "c"]},
        {"tags": ["b"], "conflicts": {"tags": conflict(v(["a"]), v(["b"]), v("z"), v(["a", "c"]))}},
    ),
    "a set with a conflict of two sets is joined as a whole, too": (
        {"tags": ["a"]}, {"tags": ["b"], "conflicts": {"tags": conflict(v(["a"]), v(["b"]), v(["a", "z"]))}}, {"tags": ["a", "c"]},
        {"tags": ["b"], "conflicts": {"tags": conflict(v(["a"]), v(["b"]), v(["a", "c"]), v(["a", "z"]))}},
    ),
    # Lines
    "lines changed far from each other": (
        {"body": ["a", "b", "c"]}, {"body": ["A", "b", "c"]}, {"body": ["a", "b", "C", "d"]}, {"body": ["A", "b", "C", "d"]},
    ),
    "lines that overlap give two complete texts": (
        {"body": ["a", "b", "c"]}, {"body": ["one", "b", "c"]}, {"body": ["two!", "b", "c", "d"]},
        {"body": ["two!", "b", "c", "d"],
         "conflicts": {"body": conflict(v(["a", "b", "c"]), v(["two!", "b", "c", "d"]), v(["one", "b", "c", "d"]))}},
    ),
    "lines against a conflict: merged with each candidate": (
        {"body": ["a", "b", "c"]}, {"body": ["a", "b", "C"]},
        {"body": ["longer", "b", "c"], "conflicts": {"body": conflict(v(["a", "b", "c"]), v(["longer", "b", "c"]), v(["l", "b", "c"]))}},
        {"body": ["longer", "b", "C"], "conflicts": {"body": conflict(v(["a", "b", "c"]), v(["longer", "b", "C"]), v(["l", "b", "C"]))}},
    ),
    "lines with a conflict on both sides: whole texts": (
        {"body": ["a"]},
        {"body": ["bb"], "conflicts": {"body": conflict(v(["a"]), v(["bb"]), v(["b"]))}},
        {"body": ["ccc"], "conflicts": {"body": conflict(v(["a"]), v(["ccc"]), v(["c"]))}},
        {"body": ["ccc"], "conflicts": {"body": conflict(v(["a"]), v(["ccc"]), v(["b"]), v(["bb"]), v(["c"]))}},
    ),
    "a text deleted here and edited there": (
        {"body": ["a"]}, {}, {"body": ["b"]}, {"body": ["b"], "conflicts": {"body": conflict(v(["a"]), v(["b"]), {})}},
    ),
    # Keyed lists
    "entries of both sides": (
        {"criteria": [{"id": "1", "text": "a"}, {"id": "2", "text": "b"}]},
        {"criteria": [{"id": "1", "text": "a", "done": True}, {"id": "2", "text": "b"}, {"id": "4", "text": "d"}]},
        {"criteria": [{"id": "1", "text": "A"}, {"id": "3", "text": "c"}]},
        {"criteria": [{"id": "1", "text": "A", "done": True}, {"id": "3", "text": "c"}, {"id": "4", "text": "d"}]},
    ),
    "an entry removed here and changed there is kept": (
        {"criteria": [{"id": "1", "text": "a"}]}, {}, {"criteria": [{"id": "1", "text": "b"}]}, {"criteria": [{"id": "1", "text": "b"}]},
    ),
    "a conflict inside an entry": (
        {"criteria": [{"id": "1", "text": "a"}]}, {"criteria": [{"id": "1", "text": "b"}]}, {"criteria": [{"id": "1", "text": "c"}]},
        {"criteria": [{"id": "1", "text": "c", "conflicts": {"text": conflict(v("a"), v("c"), v("b"))}}]},
    ),
    "a repeated id makes the list one value": (
        {"criteria": [{"id": "1", "text": "a"}]}, {"criteria": [{"id": "1", "text": "a"}, {"id": "1", "text": "b"}]},
        {"criteria": [{"id": "1", "text": "c"}]},
        {"criteria": [{"id": "1", "text": "c"}], "conflicts": {"criteria": conflict(
            v([{"id": "1", "text": "a"}]), v([{"id": "1", "text": "c"}]), v([{"id": "1", "text": "a"}, {"id": "1", "text": "b"}]))}},
    ),
    # Rank and instants
    "moved on one side": ({"rank": "b"}, {"rank": "c"}, {"rank": "b", "title": "t"}, {"title": "t", "rank": "c"}),
    "moved on both sides: the least": ({"rank": "b"}, {"rank": "d"}, {"rank": "c"}, {"rank": "c"}),
    "done on both sides: the earlier": ({}, {"done_at": LATE}, {"done_at": EARLY}, {"done_at": EARLY}),
    "done again later on one side only": (
        {"done_at": EARLY}, {"done_at": LATE}, {"done_at": EARLY, "title": "t"}, {"title": "t", "done_at": LATE},
    ),
    # Deletion
    "deleted here, only moved there": ({"rank": "b"}, {"rank": "b", "deleted_at": LATE}, {"rank": "c"}, {"rank": "c", "deleted_at": LATE}),
    "deleted here, worked on there: kept alive, with a conflict": (
        {"title": "a"}, {"title": "a", "deleted_at": LATE}, {"title": "b"},
        {"title": "b", "conflicts": {"deleted_at": conflict({}, {}, v(LATE))}},
    ),
    "deleted twice: the earlier tombstone": (
        {"title": "a"}, {"title": "a", "deleted_at": LATE}, {"title": "a", "deleted_at": EARLY}, {"title": "a", "deleted_at": EARLY},
    ),
    "a side that edited a tombstone is not alive": (
        {"title": "a"}, {"title": "b", "deleted_at": LATE}, {"title": "a", "deleted_at": EARLY}, {"title": "b", "deleted_at": EARLY},
    ),
    "an edit of what was deleted before does not revive it": (
        {"title": "a", "deleted_at": EARLY}, {"title": "b", "deleted_at": EARLY}, {"title": "a", "deleted_at": EARLY, "tags": ["x"]},
        {"title": "b", "tags": ["x"], "deleted_at": EARLY},
    ),
    "restored here, tombstone edited there": (
        {"title": "a", "deleted_at": EARLY}, {"title": "a", "settled": {"deleted_at": "11111111"}}, {"title": "b", "deleted_at": EARLY},
        {"title": "b", "settled": {"deleted_at": "11111111"}},
    ),
    "restored here, deleted anew there": (
        {"title": "a"}, {"title": "a", "settled": {"deleted_at": "11111111"}}, {"title": "a", "deleted_at": LATER},
        {"title": "a", "conflicts": {"deleted_at": conflict({}, {"tag": "11111111"}, v(LATER))}},
    ),
    # Both added
    "both added": (
        {}, {"title": "b", "tags": ["x"]}, {"title": "b", "tags": ["y"], "body": ["z"]}, {"title": "b", "body": ["z"], "tags": ["x", "y"]},
    ),
    # A conflict meets more
    "a conflict meets a conflict: union": (
        {"title": "a"}, ABC, {"title": "d", "conflicts": {"title": conflict(v("a"), v("d"), v("b"))}},
        {"title": "d", "conflicts": {"title": conflict(v("a"), v("d"), v("b"), v("c"))}},
    ),
    "an edit of the candidate that was seen replaces that one": (
        {"title": "c"}, ABC, {"title": "e"}, {"title": "e", "conflicts": {"title": conflict(v("a"), v("e"), v("b"))}},
    ),
    "a resolution wins over the conflict it saw": (
        ABC, {"title": "b", "settled": {"title": "11111111"}}, {**ABC, "tags": ["x"]},
        {"title": "b", "tags": ["x"], "settled": {"title": "11111111"}},
    ),
    "a resolution and a candidate it did not see": (
        ABC, {"title": "b", "settled": {"title": "11111111"}},
        {"title": "d", "conflicts": {"title": conflict(v("a"), v("d"), v("b"), v("c"))}},
        {"title": "d", "conflicts": {"title": conflict(v("a"), v("d"), v("b", "11111111"))}},
    ),
    "two equal resolutions agree": (
        ABC, {"title": "b", "settled": {"title": "11111111"}}, {"title": "b", "settled": {"title": "11111111"}, "tags": ["x"]},
        {"title": "b", "tags": ["x"], "settled": {"title": "11111111"}},
    ),
    "two different resolutions are a conflict of the two": (
        ABC, {"title": "b", "settled": {"title": "11111111"}}, {"title": "c", "settled": {"title": "11111111"}},
        {"title": "c", "conflicts": {"title": conflict(v("a"), v("c", "11111111"), v("b", "11111111"))}},
    ),
    "each side left another of the candidates, and nobody's choice is told: both": (
        ABC, {"title": "b"}, {"title": "c"}, ABC,
    ),
    "an edit by hand resolves and is tagged": (
        ABC, {**ABC, "title": "e"}, {**ABC, "tags": ["x"]}, {"title": "e", "tags": ["x"], "settled": {"title": "bb1e46e7"}},
    ),
    # Regressions
    "a conflict on a field whose shown value is absent": (
        {"title": "a", "conflicts": {"deleted_at": conflict({}, {}, v(LATE))}},
        {"title": "b", "conflicts": {"deleted_at": conflict({}, {}, v(LATE))}},
        {"title": "a", "tags": ["x"], "conflicts": {"deleted_at": conflict({}, {}, v(LATE))}},
        {"title": "b", "tags": ["x"], "conflicts": {"deleted_at": conflict({}, {}, v(LATE))}},
    ),
    "a candidate null in a lines field is an absent one": (
        {"body": ["a", "b", "c"]}, {"body": ["a", "b", "c", "d"]},
        {"body": ["x"], "conflicts": {"body": conflict(v(["a", "b", "c"]), v(["x"]), v(None))}},
        {"body": ["a", "b", "c", "d"], "conflicts": {"body": conflict(
            v(["a", "b", "c"]), v(["a", "b", "c", "d"]), {}, v(["x"]))}},
    ),
    "equal values with different tags are all kept": (
        {"title": "a"}, {"title": "b", "settled": {"title": "11111111"}}, {"title": "b", "settled": {"title": "22222222"}},
        {"title": "b", "conflicts": {"title": conflict(v("a"), v("b", "22222222"), v("b", "11111111"))}},
    ),
    # Nonsense under the merge's own fields
    "what has not the form of conflicts is kept": (
        {}, {"conflicts": "no", "title": "t"}, {"settled": {"rank": 3}}, {"title": "t", "conflicts": "no", "settled": {"rank": 3}},
    ),
    "what has not the form of conflicts stands beside what has": (
        {"title": "a"}, {"title": "b", "conflicts": {"body": 5}}, {"title": "c"},
        {"title": "c", "conflicts": {"title": conflict(v("a"), v("c"), v("b")), "body": 5}},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_rule(name: str) -> None:
    base, ours, theirs, expected = ({"id": "4k3fq9x2ma", **one} if one or at else {} for at, one in enumerate(CASES[name]))
    wanted = encode(ITEM, expected)
    assert encode(ITEM, merge(ITEM, base, ours, theirs)).decode() == wanted.decode()
    assert encode(ITEM, merge(ITEM, base, theirs, ours)) == wanted
    assert encode(ITEM, decode(wanted)) == wanted, "the expected document is itself canonical"
    again = decode(wanted)
    assert encode(ITEM, merge(ITEM, ours, again, ours)) == wanted, "who has merged already gets nothing new"


def test_expected_documents_say_what_they_mean_in_full() -> None:
    out = merge(ITEM, {"title": "a"}, {"title": "b"}, {"title": "c"})
    assert json.dumps(out) == '{"title": "c", "conflicts": {"title": {"base": {"value": "a"}, "values": [{"value": "c"}, {"value": "b"}]}}}'


def test_state_order_is_that_of_the_kind_and_not_the_alphabets() -> None:
    kind = SCHEMA["feedback"]
    out = merge(kind, {}, {"status": "snoozed"}, {"status": "duplicate"})
    assert out["status"] == "duplicate"
    assert [one["value"] for one in out["conflicts"]["status"]["values"]] == ["duplicate", "snoozed"]


def test_nested_keyed_lists_merge_entry_by_entry() -> None:
    def goal(*readings: dict[str, Any]) -> dict[str, Any]:
        return {"id": "4k3fq9x2ma", "kpis": [{"id": "k", "name": "CTR", "readings": list(readings)}]}

    kind = SCHEMA["goal"]
    out = merge(kind, goal({"id": "1", "value": 3}), goal({"id": "1", "value": 4}), goal({"id": "1", "value": 5}, {"id": "2", "value": 9}))
    assert out == goal({"id": "1", "value": 5, "conflicts": {"value": conflict(v(3), v(5), v(4))}}, {"id": "2", "value": 9})


def test_numbers_keep_their_spelling_in_unknown_fields() -> None:
    base, ours, theirs = decode(b'{"x": 1.10}'), decode(b'{"x": 1.1}'), decode(b'{"x": 1.100, "title": "t"}')
    text = encode(ITEM, merge(ITEM, base, ours, theirs)).decode()
    assert all(f'"value": {number}\n' in text for number in ("1.10", "1.1", "1.100"))


def test_order_of_an_objects_keys_is_no_conflict() -> None:
    base, ours, theirs = {"x": {"a": 1, "b": 2}}, {"x": {"b": 2, "a": 1}}, {"x": {"a": 1, "b": 2}, "title": "t"}
    for out in (merge(ITEM, base, ours, theirs), merge(ITEM, base, theirs, ours)):
        assert encode(ITEM, out) == encode(ITEM, {"title": "t", "x": {"b": 2, "a": 1}})


def nested(levels: int, core: str) -> bytes:
    inner = levels - 1  # the record itself is one
    return b'{"x": ' + b'{"a": ' * inner + core.encode() + b"}" * inner + b"}"


def test_the_deepest_record_that_can_be_read_is_merged() -> None:
    versions = [decode(nested(100, core)) for core in "123"]
    text = encode(ITEM, merge(ITEM, *versions)).decode()
    assert all(f'"a": {core}\n' in text for core in "123")
    with pytest.raises(BadJson, match="nested too deeply: more than 100 levels"):
        decode(nested(101, "1"))


def test_import_is_light() -> None:
    """Git starts one process a file: what only some files need is not loaded for all."""
    code = "import sys; import pmtui.domain.merge; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "pmtui.domain.merge" in loaded
    heavy = {"difflib", "hashlib", "dataclasses", "inspect", "subprocess", "logging", "textual", "rich", "tinydb", "datetime"}
    assert not heavy & set(loaded)
