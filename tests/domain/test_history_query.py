"""The filter language over changes."""

from __future__ import annotations

import pytest

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.history import FieldChange, Revision
from pmtui.domain.history_query import earliest, history_query, matcher, only_id, only_kind
from pmtui.domain.query import Environment, QuerySyntax

PEOPLE = {"person": {"ppppppppp1": {"id": "ppppppppp1", "title": "Ana Ruiz", "handle": "ana", "email": "ana@acme.example"}}}
ENVIRONMENT = Environment("2026-11-22", "2026-11-22T09:30:00Z", "ana", Snapshot(MemorySource(PEOPLE)))
CHANGE = Revision(
    "2026-11-20T10:00:00Z",
    "Ana Ruiz",
    "abc123ff",
    "item",
    "4k3fq9x2ma",
    "Retry payments",
    "edited",
    (
        FieldChange("status", "ready", "done", "the bank agreed"),
        FieldChange("criteria.7k2m9q4x1c.done", False, True),
        FieldChange("tags", [], ["vat"]),
    ),
    email="ana@acme.example",
    subject="Finish",
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "who:ana",
        "who:ANA",
        "who:acme.example",
        "who:@ana",
        "who:@me",
        "by:ruiz",
        "kind:item",
        "field:status",
        "field:criteria",
        "to:done",
        "from:ready",
        "from:none",
        "to:vat",
        "to:yes",
        "what:edited",
        "since:-7d",
        "since:2026-11",
        "until:today",
        "until:2026-11-20",
        "at:2026-11-20",
        "at>2026-11-19",
        "at>=2026-11-20T09:00",
        "reason:bank",
        "reason:any",
        "has:reason",
        "commit:abc",
        "commit:any",
        "title:retry",
        "id:B-4k3",
        "payments",
        '"bank agreed"',
        "who:bo or kind:item",
        "-who:bo field:tags to:vat",
        "who!=bo",
        "kind:problem,item",
        "(who:bo or who:ana) vat",
    ],
)
def test_what_matches(text: str) -> None:
    assert matcher(history_query(text), ENVIRONMENT)(CHANGE)


@pytest.mark.parametrize(
    "text",
    [
        "who:bo",
        "who:@bo",
        "kind:problem",
        "field:estimate",
        "to:ready",
        "from:done",
        "what:added",
        "since:today",
        "since:2026-11-20T11:00",
        "until:2026-11-19",
        "at<2026-11-20",
        "has:conflict",
        "commit:none",
        "commit:ffff",
        "id:B-5",
        "title:vat",
        "-payments",
        "who:ana who:bo",
        "reason:none",
        "mars",
    ],
)
def test_what_does_not_match(text: str) -> None:
    assert not matcher(history_query(text), ENVIRONMENT)(CHANGE)


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("sort:at", 1, "order of time"),
        ("vat group:who", 5, "order of time"),
        ("is:open", 1, "no is"),
        ("age>3", 1, "no age"),
        ("colour:red", 1, "no field 'colour'"),
        ("kind:thing", 6, "no value 'thing'"),
        ("since:soon", 7, "not a date"),
        ("who:", 5, "value is missing"),
    ],
)
def test_a_mistake_is_marked(text: str, column: int, words: str) -> None:
    with pytest.raises(QuerySyntax) as caught:
        history_query(text)
    assert (caught.value.column, words in caught.value.message) == (column, True), caught.value


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("since:2026-11-01 vat", "2026-11-01"),
        ("since:-7d", "2026-11-15"),
        ("since:-7d or who:ana", ""),
        ("-since:-7d", ""),
        ("at>=2026", "2026"),
        ("at:2026-11-20", "2026-11-20"),
        ("since:-7d since:-1d", "2026-11-21"),
        ("until:-7d", ""),
        ("", ""),
        ("since:any", ""),
    ],
)
def test_how_far_back_a_filter_looks(text: str, limit: str) -> None:
    assert earliest(history_query(text), ENVIRONMENT) == limit


def test_a_filter_for_one_record_or_kind_is_known() -> None:
    assert only_id(history_query("id:B-4k3fq9x2ma who:ana")) == "4k3fq9x2ma"
    assert only_id(history_query("id:4k3 or id:5")) == ""
    assert only_kind(history_query("kind:item vat")) == "item"
    assert only_kind(history_query("kind:item,problem")) == only_kind(history_query("-kind:item")) == ""
