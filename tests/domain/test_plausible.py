"""What cannot be: every kind's rules, and that nothing else is taken for it."""

from __future__ import annotations

from typing import Any

import pytest

from pmtui.domain.plausible import faults_of
from pmtui.domain.plausible_fields import fields_of
from pmtui.formats.sample import sample_records

TODAY = "2026-11-22"
LATER = "2026-11-24T09:00:00Z"
ARM = {"id": "a", "name": "A", "participants": 10, "conversions": 3, "rank": "a0"}


@pytest.mark.parametrize(("kind", "data", "field", "words"), [
    ("experiment", {"arms": [{**ARM, "conversions": 11}]}, "arms", "A: 11 conversions, but only 10 participants"),
    ("experiment", {"arms": [ARM, {**ARM, "id": "b"}]}, "arms", "two arms are called A"),
    ("experiment", {"arms": [{**ARM, "weight": 0}]}, "arms", "A: a weight of 0 means that nobody gets into it"),
    ("experiment", {"status": "stopped", "arms": [ARM]}, "status", "one arm only"),
    ("experiment", {"guardrails": [{"id": "g", "name": "Refunds", "readings": [
        {"id": "r", "arm": "A", "participants": 1, "conversions": 2}]}]}, "guardrails",
      "Refunds (A): 2 conversions, but only 1 participants"),
    ("experiment", {"sessions": [{"id": "s", "who": "Ada", "tasks": 3, "succeeded": 4}]}, "sessions", "Ada: 4 succeeded, but only 3 tasks"),
    ("experiment", {"sessions": [{"id": "s", "at": LATER}]}, "sessions", "lies in the future"),
    ("experiment", {"alpha": 0}, "alpha", "not between 0 and 1"), ("experiment", {"alpha": 1}, "alpha", "not between 0 and 1"),
    ("experiment", {"power": 1.0}, "power", "not between 0 and 1"),
    ("experiment", {"baseline_rate": 0.5, "mde": 0.6}, "mde", "cannot be gained or lost"),
    ("experiment", {"start": "2026-11-02", "end": "2026-11-01"}, "end", "2026-11-01 is before its start, 2026-11-02"),
    ("iteration", {"start": "2026-11-02", "end": "2026-11-01"}, "end", "before its start"),
    ("goal", {"start": "2026-11-02", "due": "2026-11-01"}, "due", "before its start"),
    ("goal", {"kpis": [{"id": "k", "name": "Churn", "readings": [{"id": "r", "at": "2026-11-23", "value": 1}]}]}, "kpis",
     "2026-11-23 lies in the future, and a reading of Churn"),
    ("milestone", {"start": "2026-11-02", "target": "2026-11-01"}, "target", "before its start"),
    ("milestone", {"start": "2026-10-02", "target": "2026-09-30", "resolution": "quarter"}, "target", "before its start"),
    ("milestone", {"shipped_at": LATER}, "shipped_at", "lies in the future"),
    ("milestone", {"updates": [{"id": "u", "at": LATER}]}, "updates", "lies in the future"),
    ("item", {"done_at": LATER}, "done_at", "lies in the future"),
    ("item", {"started_at": "2026-11-20T00:00:00Z", "done_at": "2026-11-01T00:00:00Z"}, "done_at",
     "2026-11-01 is before it was started, 2026-11-20"),
    ("item", {"created_at": LATER}, "created_at", "lies in the future"),
    ("review", {"at": LATER}, "at", "lies in the future"),
    ("experiment", {"mde": 0}, "mde", "0 is no effect"),
    ("experiment", {"daily_users": 0}, "daily_users", "never ends"),
    ("experiment", {"status": "running", "start": "2026-11-25"}, "start", "2026-11-25 lies in the future, and it has begun"),
    ("experiment", {"arms": [{"id": "a", "name": "A", "conversions": 3}]}, "arms", "A: 3 conversions, but participants are blank"),
    ("problem", {"evidence": [{"id": "e", "at": LATER}]}, "evidence", "lies in the future"),
    ("hypothesis", {"learnings": [{"id": "e", "at": LATER}]}, "learnings", "lies in the future"),
    ("product", {"stages": [{"id": "e", "at": LATER}]}, "stages", "lies in the future"),
    ("person", {"last_told": LATER}, "last_told", "lies in the future"),
    ("review", {"since": "2026-11-02T00:00:00Z", "at": "2026-11-01T00:00:00Z"}, "at", "before its since"),
])
def test_what_cannot_be_is_named_with_its_reason(kind: str, data: dict[str, Any], field: str, words: str) -> None:
    (fault,) = faults_of(kind, data, TODAY)
    assert fault.field == field
    assert words in fault.words
    assert {fault.field, *fault.also} <= fields_of(kind), "else a change of it would not be looked at"
    if fault.path:
        assert fault.path[0] == field


@pytest.mark.parametrize(("kind", "data"), [
    ("experiment", {"arms": [{**ARM, "participants": 0, "conversions": 0}, {**ARM, "id": "b", "name": "B", "conversions": 10}]}),
    ("experiment", {"arms": [ARM]}), ("experiment", {"status": "running", "arms": [ARM]}),
    ("experiment", {"status": "stopped", "method": "fake_door", "arms": [ARM]}), ("experiment", {"baseline_rate": 0.95, "mde": 0.1}),
    ("experiment", {"baseline_rate": 0, "mde": 1, "start": "2027-01-01", "end": "2027-01-01", "planned_n": 0}),
    ("experiment", {"alpha": None, "arms": "broken", "guardrails": [None], "sessions": {"tasks": 1}, "start": 5}),
    ("milestone", {"start": "2026-11-10", "target": "2026-11-01", "resolution": "month"}),
    ("milestone", {"start": "sometime", "target": "later"}), ("goal", {"kpis": [{"readings": [{"at": TODAY}]}, 7]}),
    ("item", {"started_at": "2026-11-20T00:00:00Z", "done_at": "2026-11-20T00:00:00Z"}),
    ("item", {"done_at": "2026-11-23T07:00:00Z"}),  # where the person is, it is still the 22nd
    ("feedback", {"customer": "Ada"}), ("workspace", {}),
])
def test_all_else_can_be(kind: str, data: dict[str, Any]) -> None:
    assert faults_of(kind, data, TODAY) == []


def test_nothing_in_the_sample_is_impossible() -> None:
    records = sample_records(TODAY, f"{TODAY}T09:30:00Z")
    assert [(kind, data["title"], fault) for kind, _, data in records for fault in faults_of(kind, data, TODAY)] == []
