"""Whatever stands in a team's settings, nothing that reads them crashes: schema, limits, rules, scores, the rows of their screen."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.canonical import decode, encode_object
from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.computed import computed_of
from pmtui.domain.form_sections import form_sections
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment, parse, view
from pmtui.domain.settings_keys import SETTINGS, faults
from pmtui.domain.team_schema import put_in_force
from pmtui.screens.dialogs.settings_rows import setting_rows
from tests.conftest import IS_SOAK

ITEMS: dict[str, dict[str, Any]] = {
    "1aaaaaaaaa": {"status": "qa", "revenue": "much", "effort": 2, "ice_impact": 3, "ice_confidence": 4, "ease": 5},
    "2aaaaaaaaa": {"status": "ready", "revenue": 3, "estimate": 5}, "3aaaaaaaaa": {"title": 7, "revenue": [1]},
    "4aaaaaaaaa": {"status": "doing"},
}
ENVIRONMENT = Environment("2026-11-23", "2026-11-23T09:00:00Z")
QUERIES = (
    "is:ready", "is:over_limit", "is:stale", "sort:score", "sort:-ice", "score>1", "group:status sort:wsjf", "status:review", "missing:why",
)
_WORDS = st.sampled_from([
    "item", "qa", "review", "ready", "doing", "revenue", "effort", "bug", "why", "filter", "integer", "estimate>0", "estimate>", "mean", "",
    "x y",
])
_KEYS = st.sampled_from([
    "item", "person", "bug", "name", "is", "type", "choices", "minimum", "maximum", "help", "criteria", "field", "weight", "is_cost", "low",
    "high", "rule", "query", "says", "body", "tags", "doing", "qa",
])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**20) | st.floats(allow_nan=False, allow_infinity=False) | _WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4), max_leaves=14,
)
_NEARLY = {
    "statuses": st.fixed_dictionaries({"item": st.lists(
        st.fixed_dictionaries({"name": _WORDS}, optional={"is": _WORDS, "help": _JSON}), max_size=3,
    )}),
    "fields": st.fixed_dictionaries({"item": st.lists(
        st.fixed_dictionaries({"name": _WORDS, "type": _WORDS}, optional={"minimum": _JSON}), max_size=3,
    )}),
    "score": st.fixed_dictionaries({"criteria": st.lists(
        st.fixed_dictionaries({"field": _WORDS}, optional={"weight": _JSON, "is_cost": _JSON, "low": _JSON, "high": _JSON}), max_size=3,
    )}),
    "ready": st.lists(st.fixed_dictionaries({"rule": _WORDS}, optional={"query": _WORDS, "says": _JSON}), max_size=3),
    "wip": st.dictionaries(_WORDS, st.integers(0, 3) | _JSON, max_size=3),
    "templates": st.dictionaries(_WORDS, st.fixed_dictionaries({}, optional={"body": _JSON, "criteria": _JSON, "tags": _JSON}), max_size=2),
}
_SETTINGS = st.fixed_dictionaries({}, optional={one.key: _NEARLY.get(one.key, _JSON) | _JSON for one in SETTINGS})


@settings(max_examples=1000 if IS_SOAK else 100)
@given(_SETTINGS)
def test_nothing_crashes(team: dict[str, Any]) -> None:
    team = decode(encode_object(team))
    assert all(isinstance(words, str) and words for words in faults(team))
    put_in_force(team)
    documents = {id: {"id": id, "title": id, **one} for id, one in ITEMS.items()}
    snapshot = Snapshot(MemorySource({"item": documents}), settings=team, name="Acme")
    table, environment = snapshot.table("item"), ENVIRONMENT._replace(snapshot=snapshot)
    assert table.kind is SCHEMA["item"]
    for query in QUERIES:
        assert set(view(parse(query, table.kind), table, environment)) <= {0, 1, 2, 3}
    for at in range(4):
        computed_of(table.record(at), snapshot, environment)
        assert {name for section in form_sections(table.kind) for name in section.names} == set(table.kind.fields)
    rows = setting_rows(snapshot)
    assert len({row.id for row in rows}) == len(rows)
