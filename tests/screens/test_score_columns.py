"""Columns of scores: what their cells say."""

from __future__ import annotations

from typing import Any

import pytest

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.query import Environment
from pmtui.screens.filling import kept
from pmtui.screens.item_columns import item_columns
from pmtui.screens.score_columns import score_columns
from pmtui.screens.shown import Asked, Rules, names_asked
from pmtui.widgets.list_view import laid_out

WHOLE: dict[str, Any] = {
    "id": "a", "rank": "a1", "reach": 500, "impact": 2, "confidence": 80, "effort": 2, "ice_impact": 8, "ice_confidence": 7, "ease": 5,
    "business_value": 8, "time_criticality": 13, "risk_reduction": 5, "job_size": 5, "kano_functional": "like",
    "kano_dysfunctional": "dislike", "value": 5, "ux": 4, "business": 5, "feasibility": 2,
}
WORLD = Snapshot(
    MemorySource({
        "item": {"a": WHOLE, "b": {**WHOLE, "id": "b", "rank": "a2", "reach": 480, "hypotheses": ["h"]},
                 "c": {"id": "c", "rank": "a3", "ux": 3, "problems": ["p"]}},
        "hypothesis": {"h": {"id": "h", "status": "refuted"}},
        "problem": {"p": {"id": "p", "evidence": [{"id": "e", "source": "interview"}]}},
    }),
    settings={"score": {"name": "Fit", "criteria": [{"field": "value"}, {"field": "effort", "is_cost": True}]}},
)
ENVIRONMENT = Environment("2026-11-22", "2026-11-22T09:30:00Z", "ana", WORLD)


@pytest.mark.parametrize(("name", "texts"), [
    ("ice", ["280", "280", "–"]), ("wsjf", ["5.2", "5.2", "–"]), ("kano", ["one-dimensional", "one-dimensional", ""]),
    ("value_effort", ["do next", "do next", ""]), ("balance", ["4 5 2◂", "4 5 2◂", "3 – –"]), ("score", ["8.5", "8.5", "–"]),
    ("evidence_confidence", ["opinion", "0", "1"]), ("rank_range", ["1–2", "1–2", "–"]),
])
def test_cells(name: str, texts: list[str]) -> None:
    table = WORLD.table("item")
    found = {one.name: one for one in score_columns(ENVIRONMENT)}[name]
    assert found.is_spare
    assert all(len(text) <= found.width for text in texts)
    assert [found.text(table, at)[0] for at in range(len(table))] == texts


def test_the_teams_score_is_offered_where_there_is_one() -> None:
    assert "Fit" in [one.title for one in score_columns(ENVIRONMENT)]
    bare = Snapshot(MemorySource({"item": {"a": WHOLE}}))
    assert "score" not in [one.name for one in score_columns(ENVIRONMENT._replace(snapshot=bare))]
    assert list(score_columns(ENVIRONMENT._replace(snapshot=None))) == []


def test_columns_that_were_asked_for_outlast_the_lists_own() -> None:
    table = WORLD.table("item")
    own = item_columns(WORLD, table.column("id"), ENVIRONMENT.today)
    chosen = [*own, *(one for one in score_columns(ENVIRONMENT) if one.name in ("balance", "evidence_confidence"))]
    names = {one.column.name for one in laid_out([kept(one) for one in chosen], 76, 4)}
    assert {"title", "balance"} <= names
    assert not {"rice", "estimate", "type"} & names
    assert "balance" not in {one.column.name for one in laid_out(chosen, 76, 4)}


def test_filter_and_order_name_the_columns_to_show() -> None:
    rules = Rules("item", "-status:done,dropped")
    names = {"ice", "balance", "wsjf", "kano"}
    assert names_asked(rules, Asked("ice>10 weak:ux", "-wsjf")) & names == {"ice", "balance", "wsjf"}
    assert names_asked(rules, Asked("sort:-ice kano:none", "-wsjf")) & names == {"ice", "kano"}
    assert names_asked(rules, Asked("ice")) & names == frozenset()
