from __future__ import annotations

from typing import Any

import pytest

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.quick_add import parse_line
from pmtui.domain.quick_add_complete import Gap, can_say, gap_at, offers, quoted, taken
from pmtui.domain.quick_add_names import Directory

NOW = "2026-11-22T09:30:00Z"
DOCUMENTS: dict[str, dict[str, dict[str, Any]]] = {
    "person": {
        "ppppppppp1": {"id": "ppppppppp1", "title": "Ana Costa", "handle": "ana"}, "ppppppppp2": {"id": "ppppppppp2", "title": "No Handle"},
    },
    "milestone": {
        "mmmmmmmmm1": {"id": "mmmmmmmmm1", "title": "Billing MVP"}, "mmmmmmmmm2": {"id": "mmmmmmmmm2", "title": "Beta"},
        "mmmmmmmmm3": {"id": "mmmmmmmmm3", "title": "Alpha", "status": "shipped"},
        "mmmmmmmmm4": {"id": "mmmmmmmmm4", "title": "Twins"}, "mmmmmmmmm5": {"id": "mmmmmmmmm5", "title": "Twins"},
    },
    "item": {
        "aaaaaaaaa1": {"id": "aaaaaaaaa1", "title": "One", "tags": ["billing", "api"]},
        "aaaaaaaaa2": {"id": "aaaaaaaaa2", "title": "Two", "tags": ["billing"]},
    },
    "problem": {"qqqqqqqqq1": {"id": "qqqqqqqqq1", "title": "Cards fail"}},
}
DIRECTORY = Directory(Snapshot(MemorySource(DOCUMENTS)), "ana")
ITEM = SCHEMA["item"]


@pytest.mark.parametrize(("text", "sign", "field", "typed", "start"), [
    ("Fix #", "#", "tags", "", 5),
    ("Fix #bil", "#", "tags", "bil", 5),
    ("Fix #a,bi", "#", "tags", "bi", 7),
    ("@", "@", "assignee", "", 1),
    ('x >"Billing M', ">", "milestone", "Billing M", 3),
    ("x ^one", "^", "parent", "one", 3),
    ("x !hi", "!", None, "hi", 3),
    ("x ms:be", ":", "milestone", "be", 5),
    ("x due:", ":", "due", "", 6),
])
def test_what_is_being_typed(text: str, sign: str, field: str | None, typed: str, start: int) -> None:
    gap = gap_at(text, len(text), ITEM)
    assert gap == Gap(sign, None if field is None else ITEM.fields[field], typed, start, len(text))


@pytest.mark.parametrize("text", ["", "plain", "a#b", "x # ", 'x >"Billing MVP" ', "x foo:b", "C#"])
def test_plain_text_offers_nothing(text: str) -> None:
    assert gap_at(text, len(text), ITEM) is None


def labels(text: str, kind: str = "item") -> list[str]:
    gap = gap_at(text, len(text), SCHEMA[kind])
    assert gap is not None
    return [one.label for one in offers(gap, SCHEMA[kind], DIRECTORY)]


def test_what_is_offered() -> None:
    assert labels("#") == ["billing", "api"]
    assert labels("@") == ["me", "ana", "No Handle"]
    assert labels("!")[:5] == ["urgent", "high", "medium", "low", "none"]
    assert labels("!", "problem")[:5] == ["5", "4", "3", "2", "1"]
    assert labels(">") == ["Billing MVP", "Beta", "Twins", "Twins", "Alpha"]
    assert labels(">mv") == ["Billing MVP"]
    assert labels("status:") == list(ITEM.statuses)
    assert "friday" in labels("due:")
    assert labels("north_star:", "goal") == ["yes", "no"]
    assert labels("problem:ca") == ["Cards fail"]


@pytest.mark.parametrize("text", ["#", "@", "!", ">", "^", "status:", "due:", "who:", "problem:", "tag:"])
def test_whatever_is_taken_means_what_was_offered(text: str) -> None:
    """Each offer, put into the line, sets one field, and no two offers set the same (but `me`, who has a handle, and dates)."""
    gap = gap_at(text, len(text), ITEM)
    assert gap is not None
    found = []
    for one in offers(gap, ITEM, DIRECTORY):
        line = parse_line("x " + text + taken(one, gap, DIRECTORY), ITEM, DIRECTORY, "2026-11-22", NOW)
        assert not line.mistakes
        assert line.title == "x"
        assert len(line.values) == 1
        if one.label != "me" and one.sort != "date":
            found.append(str(line.values))
    assert len(found) == len(set(found))


def test_quotation_marks_and_backslashes_survive() -> None:
    title = 'A "quoted" \\ title'
    documents = {"milestone": {"mmmmmmmmm1": {"id": "mmmmmmmmm1", "title": title}}}
    directory = Directory(Snapshot(MemorySource(documents)), "ana")
    assert parse_line(f"x >{quoted(title)}", ITEM, directory, "2026-11-22", NOW).values == {"milestone": "mmmmmmmmm1"}


@pytest.mark.parametrize("kind", sorted(SCHEMA.kinds))
def test_every_kind_says_what_its_line_can_say(kind: str) -> None:
    rows = can_say(SCHEMA[kind])
    assert rows[0] == ("#tag", "")
    assert 2 <= len(rows) <= 9


def test_of_the_dates_that_is_named_by_which_it_is_needed() -> None:
    assert can_say(ITEM)[-1] == ("due:friday", "")
    assert can_say(SCHEMA["milestone"])[-1] == ("target:3m", "")
    line = parse_line("Beta due:2027-03-31", SCHEMA["milestone"], DIRECTORY, "2026-11-22", NOW)
    assert (line.title, line.values) == ("Beta", {"target": "2027-03-31"})


def test_whoever_types_is_offered_only_where_the_people_know_them() -> None:
    gap = gap_at("Plan @", 6, ITEM)
    assert gap is not None
    assert "me" in [one.label for one in offers(gap, ITEM, DIRECTORY)]
    stranger = Directory(DIRECTORY.snapshot, "Somebody Else")
    assert "me" not in [one.label for one in offers(gap, ITEM, stranger)]
