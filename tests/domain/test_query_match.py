"""Which records a filter finds: by example, and against a plain reading of each record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment, computed_column, matching, parse, view
from pmtui.domain.query_syntax import Group, Node, Not, Query, Words
from pmtui.domain.records import Record
from pmtui.domain.table import MemoryRows, Table
from pmtui.domain.text import folded

TODAY, NOW = "2026-11-22", "2026-11-22T09:30:00Z"
ANA, BO, MVP, GA = "aaaaaaaaaa", "bbbbbbbbbb", "mmmmmmmmmm", "gggggggggg"
PEOPLE = {
    ANA: {"id": ANA, "title": "Ana García", "handle": "ana", "email": "ana@example.org"},
    BO: {"id": BO, "title": "Bo Anabel", "handle": "@bo"},
}
MILESTONES = {MVP: {"id": MVP, "title": "Billing MVP", "rank": "a2"}, GA: {"id": GA, "title": "General launch", "rank": "a1"}}
CONFLICT = {"title": {"base": {"value": "a"}, "values": [{"value": "Odd one"}, {"value": "b"}]}}
ITEMS: dict[str, dict[str, Any]] = {
    "1aaaaaaaaa": {
        "title": "Retry failed card payments", "status": "ready", "rank": "a1", "tags": ["billing", "Cards"], "assignee": ANA,
        "milestone": MVP,
        "reach": 500, "impact": 2, "confidence": 80, "effort": 2, "due": "2026-11-30", "body": ["First line,", "second Élan line."],
        "problems": ["pppppppppp"], "created_at": "2026-11-01T08:00:00Z", "created_by": "ana", "priority": "high",
        "criteria": [{"id": "c1", "text": "Retries thrice", "done": True, "rank": "a0"}, {"id": "c2", "text": "Logs it", "rank": "a1"}],
    },
    "1bbbbbbbbb": {
        "title": "Invoice PDF in the e-mail", "status": "doing", "rank": "a2", "tags": ["billing", "internal"], "assignee": BO, "ux": 3,
        "reach": 10, "impact": 1, "confidence": 100, "effort": 1, "depends_on": ["1aaaaaaaaa"], "created_at": "2026-11-21T23:00:00Z",
        "comments": [{"id": "k1", "at": NOW, "by": "bo", "text": ["Ask Zoë about fonts"]}], "priority": "urgent", "due": "2027-03-31",
    },
    "2ccccccccc": {
        "title": "Export ledger as CSV", "status": "done", "rank": "a3", "milestone": GA, "done_at": NOW,
        "created_at": "2025-11-22T10:00:00Z",
        "depends_on": ["1bbbbbbbbb"], "created_by": "Ana García",
    },
    "3ddddddddd": {
        "title": "Odd one", "status": "frozen", "rank": "a4", "estimate": 0,
        "conflicts": CONFLICT, "created_at": "2026-11-20T00:00:00Z",
    },
    "4eeeeeeeee": {"title": "Gone payments", "rank": "a0", "deleted_at": "2026-11-20T10:00:00Z", "tags": ["billing"], "assignee": ANA},
}


def snapshot_of(items: Mapping[str, Mapping[str, Any]]) -> Snapshot:
    documents = {id: {"id": id, **data} for id, data in items.items()}
    return Snapshot(MemorySource({"item": documents, "person": PEOPLE, "milestone": MILESTONES}))


SNAPSHOT = snapshot_of(ITEMS)
TABLE = SNAPSHOT.table("item")
ENVIRONMENT = Environment(TODAY, NOW, "ana", SNAPSHOT)


def found(text: str, environment: Environment = ENVIRONMENT) -> str:
    """The first characters of what a filter finds, in order."""
    return " ".join(TABLE.id(at)[0:2] for at in view(parse(text, TABLE.kind), TABLE, environment))


ALL = "1a 1b 2c 3d"


@pytest.mark.parametrize(("text", "ids"), [
    ("", ALL), ("payment", "1a"), ("PAYMENTS", "1a"), ("elan", "1a"), ('"second élan"', "1a"), ('"line, second"', ""),
    ("-payment", "1b 2c 3d"),
    ("status:ready", "1a"), ("status:ready,doing", "1a 1b"), ("status!=ready", "1b 2c 3d"), ("-status:done,dropped", "1a 1b 3d"),
    ('status:"FROZEN"', "3d"), ("status>=doing", "1b 2c"), ("status<doing", "1a"), ("priority:none", "2c 3d"), ("priority:any", "1a 1b"),
    ("priority<=high", "1a 1b"), ("has:priority", "1a 1b"), ("tag:BILLING", "1a 1b"), ("tag:billing -tag:internal", "1a"), ("tag:bill", ""),
    ("tag:none", "2c 3d"), ("tags>1", "1a 1b"), ("tags<1", "2c 3d"), ("tag:cards or status:done", "1a 2c"),
    ("who:@me", "1a"), ("who:@ANA", "1a"), ("who:ana", "1a 1b"), ("who:garcia", "1a"), ("who=ana", "1a"), ("who:bbb", "1b"), ("who:bb", ""),
    ("who:@bo", "1b"), ("who:none", "2c 3d"), ("who!=ana", "1b 2c 3d"), ('who:"@me"', ""), ("ms:mvp", "1a"), ("ms:mmm", "1a"),
    ("ms:M-mmmm", "1a"),
    ('ms="general launch"', "2c"), ("ms=general", ""), ("ms:any", "1a 2c"), ("author:@me", "1a 2c"), ("author:ana", "1a 2c"),
    ("author=ana", "1a"),
    ("rice>100", "1a"), ("rice>=400", "1a"), ("rice:400", "1a"), ("rice=10,400", "1a 1b"), ("rice<100", "1b"), ("-rice<100", "1a 2c 3d"),
    ("rice!=10", "1a 2c 3d"), ("rice:none", "2c 3d"), ("estimate:0", "3d"), ("has:estimate", "3d"), ("estimate<1", "3d"), ("ux:3.0", "1b"),
    ("due<2w", "1a"), ("due>2w", "1b"), ("due:2027-03-31", "1b"), ("due:2027", "1b"), ("due:2026-11,2028", "1a"), ("due<=2026", "1a"),
    ("due>2026-11", "1b"), ("due:none", "2c 3d"), ("due!=2027", "1a 2c 3d"), ("created>-7d", "1b 3d"), ("created:yesterday", "1b"),
    ("created>2026-11-20", "1b"), ("created>=2026-11-20", "1b 3d"), ("created<=2026-11-20", "1a 2c 3d"),
    ("created<2026-11-20T00:00:01Z", "1a 2c 3d"),
    ("done:today", "2c"), ("done>-2h", "2c"), ("done>=now", "2c"), ("done>now", ""), ("created>-12h", "1b"),
    ("problem:none", "1b 2c 3d"), ("problem:ppp", "1a"), ("has:problem", "1a"), ("depends:1a", ""), ("depends:1aa", "1b"),
    ("depends>0", "1b 2c"),
    ("depends:invoice", "2c"), ("is:open", "1a 1b 3d"), ("is:closed", "2c"), ("is:blocked", "1b 2c"), ("-is:blocked", "1a 3d"),
    ("is:deleted", "4e"), ("-is:deleted", ALL), ("is:deleted,closed", "4e 2c"), ("deleted>-30d", "4e"), ("has:deleted", "4e"),
    ("payments or is:deleted", "4e 1a"),
    ("has:conflict", "3d"), ("-has:conflict", "1a 1b 2c"), ("has:body", "1a"), ("body:none", "1b 2c 3d"), ("body:ÉLAN", "1a"),
    ("body:payments", ""),
    ('body="first line,"', "1a"), ("has:criteria,comments", "1a 1b"), ("criteria:thrice", "1a"), ("criteria:c1", ""), ("criteria>1", "1a"),
    ("criteria<=1", "1b 2c 3d"), ("comments:zoe", "1b"), ("comments!=zoe", ALL), ("comments!=bo", "1a 2c 3d"), ("title:PDF", "1b"),
    ('title="odd one"', "3d"), ("title!=odd", ALL),
    ("id:1", "1a 1b"), ("id:B-1A", "1a"), ("id=1", ""), ("id=1aaaaaaaaa", "1a"), ("id!=1aaaaaaaaa", "1b 2c 3d"), ("age>300", "2c"),
    ("age:1,2", "1b 3d"),
    ("rank_position<=2", "1a 1b"), ("rank_position:none", "2c"), ("blocked_by:1aa", "1b"), ("rank:none", ""),
    ("(tag:cards or tag:internal) -who:@me", "1b"), ("-(status:ready or status:doing)", "2c 3d"), ("--status:ready", "1a"),
])
def test_what_a_filter_finds(text: str, ids: str) -> None:
    assert found(text) == ids


def test_deleted_records_are_listed_when_asked_for() -> None:
    assert found("", ENVIRONMENT._replace(with_deleted=True)) == "4e 1a 1b 2c 3d"


def test_the_team_says_what_is_closed() -> None:
    environment = ENVIRONMENT._replace(closed={"item": frozenset({"done", "frozen"})})
    assert found("is:closed", environment) == "2c 3d"
    assert found("rank_position:any", environment) == "1a 1b"


def test_without_a_snapshot_links_are_found_by_id() -> None:
    alone = Environment(TODAY, NOW, ANA)
    assert found("who:aaa", alone) == "1a"
    assert found("who:garcia", alone) == ""
    assert found("who:@me", alone) == "1a"
    assert found("who:@ana", alone) == ""


@pytest.mark.parametrize("me", ["ana", "@ANA", ANA, "ana@example.org", "ana garcía"])
def test_me_is_known_by_any_name(me: str) -> None:
    assert found("who:@me", ENVIRONMENT._replace(me=me)) == "1a"


@pytest.mark.parametrize("me", ["", "nobody"])
def test_somebody_unknown_has_nothing(me: str) -> None:
    assert found("who:@me", ENVIRONMENT._replace(me=me)) == ""


def test_a_day_beyond_the_calendar_finds_nothing() -> None:
    late = ENVIRONMENT._replace(today="9999-12-31", now="9999-12-31T00:00:00Z")
    assert found("due>+1y or due<=+1y", late) == ""


def test_a_filter_read_for_another_kind_finds_nothing() -> None:
    assert matching(parse("severity>1", SCHEMA["problem"]), TABLE, ENVIRONMENT) == bytes(len(TABLE))


def test_computed_columns() -> None:
    assert list(computed_column(TABLE, "rank_position", ENVIRONMENT).rows()) == [None, 1, 2, None, 3]
    assert list(computed_column(TABLE, "age_days", ENVIRONMENT).rows()) == [None, 21, 1, 365, 2]
    assert list(computed_column(TABLE, "blocked_by", ENVIRONMENT).rows()) == [(), (), ("1aaaaaaaaa",), ("1bbbbbbbbb",), ()]
    assert list(computed_column(TABLE, "rice", ENVIRONMENT).rows()) == [None, 400, 10, None, None]
    people = SNAPSHOT.table("person")
    assert list(computed_column(people, "rank_position", ENVIRONMENT).rows()) == [None, None]
    assert list(computed_column(people, "blocked_by", ENVIRONMENT).rows()) == [(), ()]


def test_documents_are_decoded_only_for_what_is_left() -> None:
    class Counted(MemoryRows):
        decoded = 0

        def document(self, position: int) -> dict[str, Any]:
            Counted.decoded += 1
            return super().document(position)

    table = Table("item", Counted("item", {id: {"id": id, **data} for id, data in ITEMS.items()}))
    query = parse("criteria:thrice status:ready", table.kind)
    assert sum(matching(query, table, ENVIRONMENT)) == 1
    assert Counted.decoded == 1


# The plain reading: one record at a time, straight from its document.

SPANS = {"today": "2026-11-22", "2w": "2026-12-06", "-30d": "2026-10-23"}
RICE = ("reach", "impact", "confidence", "effort")


def plain_value(data: Mapping[str, Any], name: str) -> Any:
    if name == "rice":
        return None if any(one not in data for one in RICE) else data["reach"] * data["impact"] * data["confidence"] / 100 / data["effort"]
    if name == "age_days":
        return (date.fromisoformat(TODAY) - date.fromisoformat(data["created_at"][:10])).days
    return data.get(name, SCHEMA["item"].fields[name].blank)


def plain_compare(value: Any, operator: str, wanted: Any) -> bool:
    return {">": value > wanted, ">=": value >= wanted, "<": value < wanted, "<=": value <= wanted}.get(operator, value == wanted)


def plain_test(data: Mapping[str, Any], name: str, operator: str, text: str) -> bool:
    value = plain_value(data, name)
    is_blank = value in (None, [], "") or (name == "priority" and value == "none")
    if text in ("none", "any"):
        return is_blank == (text == "none")
    if name in ("status", "priority"):
        order = list(SCHEMA["item"].fields[name].choices)
        if operator not in ("<", "<=", ">", ">="):
            return bool(value == text)
        return value in order and plain_compare(order.index(value), operator, order.index(text))
    if name in ("rice", "age_days", "reach"):
        return value is not None and plain_compare(value, operator, float(text))
    if name == "due":
        return value is not None and plain_compare(value, operator, SPANS.get(text, text))
    if name in ("tags", "criteria") and operator in "<>":
        return plain_compare(len(value), operator, int(text))
    if name == "criteria":
        return any(plain_text(one["text"], operator, text) for one in value)
    if name == "tags":
        return any(folded(one) == folded(text) for one in value)
    if name == "assignee":
        person = PEOPLE.get(value or "", {"title": "", "handle": ""})
        is_prefix = value is not None and operator == ":" and value.startswith(text)
        return value is not None and (is_prefix or text == person["handle"].lstrip("@") or plain_text(person["title"], operator, text))
    return value is not None and plain_text(value, operator, text)


def plain_text(value: str, operator: str, text: str) -> bool:
    return folded(text) in folded(value) if operator == ":" else folded(text) == folded(value)


def plain(node: Node | None, data: Mapping[str, Any]) -> bool:
    if node is None:
        return True
    if isinstance(node, Words):
        return any(folded(node.text) in folded(line) for line in [data["title"], *data.get("body", [])])
    if isinstance(node, Not):
        return not plain(node.term, data)
    if isinstance(node, Group):
        return (all if node.operator == "and" else any)(plain(one, data) for one in node.terms)
    if node.name == "has":
        return any(plain_test(data, one.text, ":", "any") for one in node.values)
    if node.name == "is":
        return (data.get("status", "inbox") in ("done", "dropped")) == (node.values[0].text == "closed")
    passed = any(plain_test(data, node.name, node.operator.replace("!=", "="), one.text) for one in node.values)
    return passed != (node.operator == "!=")


WORDS = st.sampled_from(["pay", "Élan", "élan vital", "card", "CARDS"])
DOCUMENTS = st.fixed_dictionaries(
    {"title": WORDS, "created_at": st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(lambda day: f"{day}T10:00:00Z"),
     "rank": st.sampled_from(["a0", "a1", "a2", "a3"])},
    optional={
        "status": st.sampled_from([*SCHEMA["item"].statuses, "frozen"]),
        "priority": st.sampled_from([*SCHEMA["item"].fields["priority"].choices, "odd"]),
        "tags": st.lists(WORDS, min_size=1, max_size=2, unique=True), "due": st.sampled_from(["2026-11-22", "2026-12-06", "2026-01-01"]),
        "assignee": st.sampled_from([ANA, BO, "zzzzzzzzzz"]), "body": st.lists(WORDS, min_size=1, max_size=3),
        "criteria": st.lists(WORDS, min_size=1, max_size=3).map(
            lambda texts: [{"id": str(at), "text": one} for at, one in enumerate(texts)]
        ),
        "reach": st.integers(1, 4), "impact": st.sampled_from([0.5, 1, 2]), "confidence": st.just(100), "effort": st.sampled_from([1, 2]),
    },
)
IDS = st.sampled_from([f"{one}00000000{two}" for one in "0123" for two in "0123456789"])
TERMS = st.sampled_from([
    "pay", "elan", '"elan vital"', "status:ready", "status:ready,done", 'status:"frozen"', "status>=doing", "status!=doing",
    "priority<=high", "priority:none", "priority:any", "priority!=low",
    "tag:card", "tag:none", "tags>1", "tags<2", "due<2w", "due<=2w", "due:-30d,today", "due!=today",
    "due>2026-01-01", "who:ana", "who:bbb", "who:none", "who!=garcia", "rice>1", "rice<=2", "rice:1", "rice!=1",
    "reach>=2", "age_days>100", "age_days<-10", "title:card", 'title="élan vital"', "title!=pay", "has:body",
    "has:criteria", "has:tags,due",
    "criteria:card", "criteria>1",
    "criteria!=pay", "is:open", "is:closed",
])
FILTERS = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        inner.map(lambda one: f"-({one})"),
        st.tuples(inner, inner).map(" ".join),
        st.tuples(inner, inner).map(lambda two: f"({' or '.join(two)})"),
    ),
    max_leaves=6,
)


@given(st.dictionaries(IDS, DOCUMENTS, max_size=12), st.dictionaries(IDS, DOCUMENTS, max_size=5), FILTERS)
def test_masks_agree_with_a_plain_reading_of_each_record(
    items: dict[str, dict[str, Any]], changed: dict[str, dict[str, Any]], text: str
) -> None:
    snapshot = snapshot_of(items).with_records([Record("item", id, {"id": id, **data}) for id, data in changed.items()])
    table, query = snapshot.table("item"), parse(text, SCHEMA["item"])
    environment = Environment(TODAY, NOW, "ana", snapshot)
    mask = matching(query, table, environment)
    everything = {**items, **changed}
    assert {table.id(at) for at, flag in enumerate(mask) if flag} == {id for id, data in everything.items() if plain(query.where, data)}
    ranked = sorted((data["rank"], id) for id, data in everything.items() if plain(query.where, data))
    assert [table.id(at) for at in view(query, table, environment)] == [id for _, id in ranked]


@given(FILTERS)
def test_a_filter_and_its_negation_share_nothing_and_miss_nothing(text: str) -> None:
    where = parse(text, TABLE.kind).where
    assert where is not None
    both = [matching(Query(node), TABLE, ENVIRONMENT) for node in (where, Not(where))]
    assert bytes(a ^ b for a, b in zip(*both, strict=True)) == TABLE.living()
