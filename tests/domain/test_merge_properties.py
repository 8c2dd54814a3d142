"""What the merge promises, over generated records; the readings of a document below share no code with the merge."""

import json
import os
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmtui.domain.canonical import decode, encode, normal_record
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import ABSENT, edited, merge, open_conflicts, resolved
from pmtui.domain.schema import CHOICE, ENTRIES, FLAG, INSTANT, INTEGER, LINES, LINKS, NUMBER, OBJECT, SET, Field, Kind

SOAK = bool(os.environ.get("PMTUI_SOAK"))
EXAMPLES = settings(max_examples=2_500 if SOAK else 70, deadline=None, suppress_health_check=list(HealthCheck))

FIELDS = {  # a few of each rule, so that versions meet on the same fields often
    "item": "title status priority estimate tags depends_on criteria comments rank started_at done_at body source deleted_at",
    "problem": "title status severity personas evidence body deleted_at",
    "goal": "title status north_star kpis due deleted_at",
    "feedback": "title status quote voters linked deleted_at",
}
NONSENSE = st.sampled_from(
    [None, 5, 1.5, True, "x", [], {}, ["p", 5], [{"id": "1"}, {"id": "1"}], [{"id": 3}], {"b": 1, "a": [2]}, {"a": [2], "b": 1}],
)
INSTANTS = st.sampled_from(["2026-11-01T08:00:00Z", "2026-11-02T08:00:00Z", "2026-11-03T08:00:00Z"])
WORDS = st.sampled_from(["p", "q", "r", "s"])


def value_of(field: Field) -> st.SearchStrategy[Any]:
    if field.type == CHOICE:
        return st.sampled_from([*field.choices[:4], "zombie"])
    if field.type in (NUMBER, INTEGER):
        return st.sampled_from([1, 2, 10, 1.0, 2.5])
    if field.type == FLAG:
        return st.booleans()
    if field.type in (SET, LINKS):
        return st.lists(WORDS, max_size=4)
    if field.type == LINES:
        return st.lists(WORDS, max_size=6)
    if field.type == OBJECT:
        return st.sampled_from([{"system": "s"}, {"key": "k", "system": "s"}, {"system": "s", "key": "k"}])
    if field.type == ENTRIES:
        return st.lists(
            st.builds(lambda id, more: {"id": id, **more}, st.sampled_from(["1", "2", "3"]), document(field.entry)),
            max_size=3, unique_by=lambda one: one["id"],
        )
    return INSTANTS if field.type == INSTANT else WORDS


def candidate(value: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    tag = st.sampled_from([{}, {}, {"tag": "11111111"}, {"tag": "22222222"}])
    return st.builds(lambda tag, value: {**tag, **value}, tag, st.one_of(st.just({}), value.map(lambda one: {"value": one})))


def conflict(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    values = st.lists(candidate(value), min_size=2, max_size=3)
    well = st.builds(lambda base, values: {"base": base, "values": values}, candidate(value), values)
    return st.one_of(well, well, well, well, NONSENSE)


@st.composite
def document(draw: Any, fields: tuple[Field, ...]) -> dict[str, Any]:
    """Some fields, a few of them in conflict or settled, a few of them nonsense."""
    known = {one.name: value_of(one) for one in fields} | {"x_new": st.one_of(WORDS, NONSENSE)}
    result: dict[str, Any] = {}
    kept: dict[str, Any] = {"conflicts": {}, "settled": {}}
    for name in draw(st.lists(st.sampled_from(sorted(known)), max_size=5, unique=True)):
        dice = draw(st.integers(0, 19))
        result[name] = draw(NONSENSE if dice == 0 else known[name])
        if dice == 1:
            kept["settled"][name] = draw(st.sampled_from(["11111111", "22222222", 7]))
        elif dice in (2, 3):
            entry = kept["conflicts"][name] = draw(conflict(known[name]))
            first = entry["values"][0] if isinstance(entry, dict) and "values" in entry else {}
            if dice == 2 and "value" in first:
                result[name] = first["value"]
            elif dice == 2:
                del result[name]
    for name, value in kept.items():
        if draw(st.integers(0, 39)) == 0:
            result[name] = draw(NONSENSE)
        elif value:
            result[name] = value
    return result


class Triple(NamedTuple):
    """A merge to be made."""

    name: str
    base: dict[str, Any]
    ours: dict[str, Any]
    theirs: dict[str, Any]

    @property
    def kind(self) -> Kind:
        return SCHEMA[self.name]

    def merged(self) -> dict[str, Any]:
        return merge(self.kind, self.base, self.ours, self.theirs)


@st.composite
def triples(draw: Any) -> Triple:
    """A kind, a base and two sides, each of which changed a few fields of it; now and then both added the record."""
    kind = SCHEMA[draw(st.sampled_from(sorted(FIELDS)))]
    fields = tuple(kind.fields[name] for name in FIELDS[kind.name].split())
    base = draw(st.one_of(st.just({}), document(fields), document(fields), document(fields)))
    sides = []
    for _ in range(2):
        side = {"id": "4k3fq9x2ma", **base, **draw(document(fields))}
        for name in draw(st.lists(st.sampled_from([*side]), max_size=2)):
            side.pop(name, None)
        sides.append(side)
    return Triple(kind.name, base, sides[0], sides[1])


@EXAMPLES
@given(triples())
def test_symmetric(triple: Triple) -> None:
    kind, (_, base, ours, theirs) = triple.kind, triple
    assert encode(kind, merge(kind, base, ours, theirs)) == encode(kind, merge(kind, base, theirs, ours))


@EXAMPLES
@given(triples())
def test_idempotent(triple: Triple) -> None:
    kind, (_, base, ours, theirs) = triple.kind, triple
    for three in ((base, ours, ours), (base, ours, base), (base, base, ours), (ours, ours, ours), (theirs, ours, theirs)):
        assert encode(kind, merge(kind, *three)) == encode(kind, ours)
    merged = triple.merged()
    for side in (ours, theirs):
        assert encode(kind, merge(kind, side, merged, side)) == encode(kind, merged)


@EXAMPLES
@given(triples())
def test_result_is_canonical_and_reads_back(triple: Triple) -> None:
    kind, merged = triple.kind, triple.merged()
    assert list(normal_record(kind, merged)) == list(merged)
    raw = encode(kind, merged)
    assert encode(kind, decode(raw)) == raw
    if raw in (encode(kind, triple.ours), encode(kind, triple.theirs)):
        return  # what a side has is kept as it is, be it out of date
    for name, entry in well_formed(merged).items():
        if name not in ("conflicts", "settled"):
            assert shown(merged, name) == canonical(entry["values"][0]), "what the merge writes counts"
            assert len({canonical(one, tag=True) for one in entry["values"]}) == len(entry["values"]) > 1


@EXAMPLES
@given(triples())
def test_nothing_that_differs_from_base_is_lost(triple: Triple) -> None:
    kind, (_, base, ours, theirs) = triple.kind, triple
    merged = triple.merged()
    for side in (ours, theirs):
        losses = list(lost(kind.fields, *(normal_record(kind, one) for one in (base, side, merged, theirs if side is ours else ours))))
        assert losses == []


@EXAMPLES
@given(triples(), INSTANTS)
def test_what_one_side_deleted_and_the_other_worked_on_stays_alive(triple: Triple, instant: str) -> None:
    kind, base, (ours, theirs) = triple.kind, alive(triple.base), (alive(triple.ours), alive(triple.theirs))
    merged = merge(kind, base, {**ours, "deleted_at": instant}, theirs)
    before, after = ({**normal_record(kind, one), "rank": ""} for one in (base, theirs))
    if key(before) == key(after):
        assert merged["deleted_at"] == instant
    else:
        assert "deleted_at" not in merged
        assert open_conflicts(merged, kind)["deleted_at"] == [ABSENT, instant]


def alive(data: dict[str, Any]) -> dict[str, Any]:
    """The record as if nobody had ever deleted it."""
    result = {name: one for name, one in data.items() if name != "deleted_at"}
    for name in ("conflicts", "settled"):
        if isinstance(result.get(name), dict):
            result[name] = {field: one for field, one in result[name].items() if field != "deleted_at"}
    return result


@EXAMPLES
@given(triples(), st.data())
def test_a_choice_ends_the_conflict_and_holds_in_later_merges(triple: Triple, data: st.DataObject) -> None:
    kind, merged = triple.kind, triple.merged()
    for field, candidates in open_conflicts(merged, kind).items():
        choice = data.draw(st.sampled_from(candidates))
        chosen = resolved(kind, merged, field, choice)
        assert field not in open_conflicts(chosen, kind)
        elsewhere = edited(kind, merged, {"created_by": "somebody else"})
        again = merge(kind, merged, chosen, elsewhere)
        if field != "deleted_at" and field in kind.fields:
            assert field not in open_conflicts(again, kind)
            assert shown(again, field) == shown(chosen, field)


@EXAMPLES
@given(triples(), st.data())
def test_an_edit_is_the_value_that_is_there_afterwards(triple: Triple, data: st.DataObject) -> None:
    kind, merged = triple.kind, triple.merged()
    name = data.draw(st.sampled_from([one for one in FIELDS[kind.name].split() if kind.fields[one].type != ENTRIES]))
    value = data.draw(st.one_of(st.none(), value_of(kind.fields[name])))
    after = edited(kind, merged, {name: value})
    alone = normal_record(kind, {name: value})
    assert shown(after, name) == shown(alone, name)
    before, left = ({one: sorted(map(key, found)) for one, found in open_conflicts(doc, kind).items()} for doc in (merged, after))
    assert {one: found for one, found in before.items() if one != name} == left


ORDERLESS = ["title", "status", "estimate", "tags", "depends_on", "x_new"]


@pytest.mark.parametrize("name", ORDERLESS)
@settings(max_examples=2_500 if SOAK else 60, deadline=None)
@given(st.data())
def test_order_of_merges_does_not_matter(name: str, data: st.DataObject) -> None:
    """Three clones change one field; whoever merges first, all end with the same bytes."""
    kind = SCHEMA["item"]
    values = data.draw(st.lists(st.integers(1, 9), min_size=4, max_size=4, unique=True))
    spell: Callable[[int], Any] = {
        "title": str, "status": lambda at: f"s{at}", "estimate": int, "x_new": lambda at: {"n": at},
    }.get(name, lambda at: data.draw(st.lists(WORDS, max_size=4, unique=True)))
    base, *sides = ({"title": "t"} | ({name: spell(at)} if data.draw(st.integers(0, 4)) else {}) for at in values)
    a, b, c = sides
    results = {
        encode(kind, merge(kind, base, merge(kind, base, one, two), three)) for one, two, three in ((a, b, c), (b, c, a), (c, a, b))
    }
    absent = sum(name not in one for one in sides)
    if absent < 2 or name in ("tags", "depends_on"):  # two who clear a field write the same value twice
        assert len(results) == 1


# An independent reading of documents


def canonical(stored: dict[str, Any], tag: bool = False) -> str:
    """A candidate as stored, as a text; absent is empty."""
    text = json.dumps(stored["value"], sort_keys=True) if "value" in stored else ""
    return f"{stored.get('tag')}:{text}" if tag else text


def shown(data: dict[str, Any], name: str) -> str:
    return json.dumps(data[name], sort_keys=True) if name in data else ""


def well_formed(data: dict[str, Any]) -> dict[str, Any]:
    found = data.get("conflicts")
    return {
        name: one for name, one in (found.items() if isinstance(found, dict) else ())
        if isinstance(one, dict) and one.keys() == {"base", "values"} and one["values"] and all(
            isinstance(value, dict) and value.keys() <= {"tag", "value"} for value in one["values"])
    }


def readings(field: Field | None, data: dict[str, Any], name: str) -> list[Any]:
    """The values that a field may have: the candidates of a conflict that counts, or the value."""
    entry = well_formed(data).get(name)
    if entry is not None:
        values = [normal_one(field, one.get("value", ABSENT)) for one in entry["values"]]
        if key(values[0]) == key(data.get(name, ABSENT)):
            return list({key(one): one for one in values}.values())  # a candidate that is written twice is one
    return [data.get(name, ABSENT)]


def normal_one(field: Field | None, value: Any) -> Any:
    if field is None or value is ABSENT:
        return value
    kind = SCHEMA["view"]._replace(fields={field.name: field})
    return normal_record(kind, {field.name: value}).get(field.name, ABSENT)


def key(value: Any) -> str:
    return "" if value is ABSENT else json.dumps(value, sort_keys=True)


Data = dict[str, Any]


def lost(fields: dict[str, Field], base: Data, side: Data, merged: Data, other: Data) -> Iterator[Any]:
    """What a side wrote and the merged record does not hold."""
    names = {*side, *well_formed(side)} - {"conflicts", "settled"}
    for name in sorted(names):
        field = fields.get(name)
        before, mine, after, theirs = (readings(field, one, name) for one in (base, side, merged, other))
        known, kept = {key(one) for one in before}, {key(one) for one in after}
        everything = [*before, *mine, *theirs]
        plain = all(len(one) == 1 for one in (before, mine, theirs))
        for value in mine:
            if value is ABSENT or key(value) in known or key(value) in kept:
                continue
            if field is not None and field.merge == "set" and plain and all(map(are_words, everything)):
                old = before[0] or []
                if not {*value} - {*old} <= {*(after[0] or ())}:
                    yield name, value, after
            elif field is not None and field.merge == "lines" and all(map(are_words, everything)):
                # every stretch that the side inserted stands unbroken in some text
                blocks = inserted(before[0] or [], value) if len(before) == 1 else [value]
                if not all(any(holds(text or [], block) for text in after) for block in blocks):
                    yield name, value, after
            elif field is not None and field.merge == "entries" and plain and all(map(are_entries, everything)):
                yield from lost_entries(field, before[0] or [], value, after, theirs[0] or [])
            elif field is not None and field.merge in ("rank", "earliest", "deletion") and len(after) <= 2:
                allowed = [one for one in everything if isinstance(one, str) and one < str(value)]
                if not any(key(one) in kept for one in allowed):
                    yield name, value, after
            else:
                yield name, value, after


def lost_entries(field: Field, before: list[Any], mine: list[Any], after: list[Any], theirs: list[Any]) -> Iterator[Any]:
    fields = {one.name: one for one in field.entry}
    old, new, other = ({entry["id"]: entry for entry in one} for one in (before, after[0] or [], theirs))
    for entry in mine:
        if key(entry) != key(old.get(entry["id"], ABSENT)):
            if entry["id"] not in new:
                yield field.name, entry, after
            else:
                yield from lost(fields, old.get(entry["id"], {}), entry, new[entry["id"]], other.get(entry["id"], {}))


def are_words(value: Any) -> bool:
    return value is ABSENT or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def are_entries(value: Any) -> bool:
    if value is ABSENT:
        return True
    ids = [one.get("id") if isinstance(one, dict) else None for one in value] if isinstance(value, list) else [None]
    return all(isinstance(one, str) for one in ids) and len({*ids}) == len(ids)


def inserted(base: list[str], side: list[str]) -> list[list[str]]:
    steps = SequenceMatcher(None, base, side, autojunk=False).get_opcodes()
    return [side[start:end] for what, _, _, start, end in steps if what in ("insert", "replace")]


def holds(text: list[str], block: list[str]) -> bool:
    return any(text[at : at + len(block)] == block for at in range(len(text) - len(block) + 1))


def test_the_oracle_has_teeth() -> None:
    """What the loss test looks for is found where it is missing."""
    fields = SCHEMA["item"].fields
    assert list(lost(fields, {"title": "a"}, {"title": "b"}, {"title": "c"}, {"title": "c"})) == [("title", "b", ["c"])]
    assert list(lost(fields, {}, {"tags": ["a", "b"]}, {"tags": ["a"]}, {}))
    assert list(lost(fields, {"body": ["a"]}, {"body": ["a", "b", "c"]}, {"body": ["a", "c"]}, {}))
    assert list(lost(fields, {}, {"criteria": [{"id": "1"}]}, {}, {}))
    assert list(lost(fields, {}, {"criteria": [{"id": "1", "text": "t"}]}, {"criteria": [{"id": "1"}]}, {}))
    assert list(lost(fields, {"rank": "b"}, {"rank": "c"}, {"rank": "b"}, {"rank": "b"})) == []
    assert list(lost(fields, {"rank": "b"}, {"rank": "a"}, {"rank": "b"}, {"rank": "b"}))


def test_the_fields_above_have_each_rule() -> None:
    rules = {SCHEMA[kind].fields[name].merge for kind, names in FIELDS.items() for name in names.split()}
    assert rules == {"scalar", "set", "lines", "entries", "rank", "earliest", "deletion"}
