from __future__ import annotations

import pytest

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.query import Environment
from pmtui.screens.field_columns import field_columns

P, Q, B, U, D = (f"{letter}aaaaaaaaa" for letter in "pqbud")
WORLD = Snapshot(MemorySource({
    "problem": {P: {"id": P, "title": "Cards expire", "duplicate_of": Q}, Q: {"id": Q, "title": "Cards fail", "duplicate_of": D}},
    "item": {B: {"id": B, "title": "Retry", "owner": U}},
    "person": {U: {"id": U, "title": "Ana Lee", "handle": "ana"}},
    "feedback": {D: {"id": D, "title": "Why twice?", "linked": [B, P]}},
}))


@pytest.mark.parametrize(("kind", "column", "texts"), [
    ("problem", "duplicate_of", ["Cards fail", "Why twice?"]), ("item", "owner", ["ana"]), ("feedback", "linked", ["Retry, Cards expire"]),
    ("problem", "owner", ["", ""]),
])
def test_links_are_named_whatever_kind_they_point_to(kind: str, column: str, texts: list[str]) -> None:
    environment = Environment("2026-11-22", "2026-11-22T09:30:00Z", "ana", WORLD)
    found = next(one for one in field_columns(kind, environment) if one.name == column)
    table = WORLD.table(kind)
    assert [found.text(table, at)[0] for at in range(len(table))] == texts
