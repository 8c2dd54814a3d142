"""What the detail pane says of products, personas and competitors."""

from __future__ import annotations

from typing import Any

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.widgets.detail_lines import detail_lines
from pmtui.widgets.detail_product import testing_goals as goals_that_test
from pmtui.widgets.styled_lines import text_of

DOCUMENTS: dict[str, dict[str, dict[str, Any]]] = {
    "product": {"r1": {"id": "r1", "title": "Oven", "for_": "bakers", "messages": ["Bake less.", "Sell all."], "vision": ["No waste."]}},
    "goal": {
        "g1": {"id": "g1", "title": "Less waste", "tests_positioning": True, "status": "active"},
        "g2": {"id": "g2", "title": "Another product's", "tests_positioning": True, "product": "r9"},
        "g3": {"id": "g3", "title": "Gone", "tests_positioning": True, "deleted_at": "2026-11-01T09:00:00Z"},
        "g4": {"id": "g4", "title": "No test"},
    },
    "persona": {"u1": {"id": "u1", "title": "Mira", "quote": ["I guess", "every morning."], "pains": ["Waste"],
                       "journey": [{"id": "j1", "stage": "Morning", "doing": ["Bakes"], "rank": "a0"}]}},
    "problem": {
        "p1": {"id": "p1", "title": "Small", "personas": ["u1"], "importance": 4, "satisfaction": 4},
        "p2": {"id": "p2", "title": "Great", "personas": ["u1"], "importance": 9, "satisfaction": 1},
        "p3": {"id": "p3", "title": "Unknown", "personas": ["u1"]},
    },
    "competitor": {"c1": {"id": "c1", "title": "Recurro", "strengths": ["- Known", "Big"], "weaknesses": ["Slow"]}},
}


def told(kind: str, id: str, width: int = 70) -> str:
    snapshot = Snapshot(MemorySource(DOCUMENTS))
    record = snapshot.record(kind, id)
    assert record is not None
    return text_of(detail_lines(record, snapshot, "2026-11-22", width))


def test_a_product_says_what_it_is_and_what_tests_that() -> None:
    text = told("product", "r1")
    assert "For bakers who need ‹need›, Oven is a ‹category› that ‹benefit›." in text
    assert "5 of 6 parts are still blank: P asks for them one by one" in text
    assert "Less waste active" in text
    assert "• Bake less.\n            • Sell all." in text
    snapshot = Snapshot(MemorySource(DOCUMENTS))
    assert [one.id for one in goals_that_test(snapshot.table("product").record(0), snapshot)] == ["g1"]


def test_a_persona_says_its_problems_by_opportunity() -> None:
    text = told("persona", "u1")
    assert "“I guess every morning.”" in text
    assert text.index("17 ") < text.index("Great") < text.index(" 4 ") < text.index("Small") < text.index("n/a") < text.index("Unknown")
    assert "1 Morning" in text


def test_a_competitor_says_where_it_is_better_and_worse() -> None:
    assert "strengths   + Known\n            + Big\n\nweaknesses  − Slow" in told("competitor", "c1")
