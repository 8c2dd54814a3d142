from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.quick_add import QuickAdd, parse_line
from pmtui.domain.quick_add_names import Directory, Unresolved
from pmtui.domain.team_schema import put_in_force

TODAY, NOW = "2026-11-22", "2026-11-22T09:30:00Z"  # a Sunday
RECORDS: dict[str, dict[str, dict[str, Any]]] = {
    "person": {
        "ppppppppp1": {"title": "Ana Costa", "handle": "ana", "email": "ana@acme.example"},
        "ppppppppp2": {"title": "Bo Lind", "handle": "bo"},
        "ppppppppp3": {"title": "Anders", "handle": "anders"},
        "ppppppppp4": {"title": "Gone", "handle": "gone", "deleted_at": NOW},
    },
    "milestone": {
        "mmmmmmmmm1": {"title": "Billing MVP"},
        "mmmmmmmmm2": {"title": "Beta"},
        "mmmmmmmmm3": {"title": "Billing MVP two"},
        "mmmmmmmmm4": {"title": "Self-service", "status": "shipped"},
        "mmmmmmmmm5": {"title": "Self-service again"},
        "mmmmmmmmm6": {"title": "Ärzte-Portal"},
    },
    "problem": {"4abqqqqqq1": {"title": "Cards fail"}, "4ack777771": {"title": "Invoices arrive late"}},
    "item": {"bbbbbbbbb1": {"title": "Checkout"}},
    "goal": {"ggggggggg1": {"title": "Fewer failed payments"}},
    "hypothesis": {"hhhhhhhhh1": {"title": "Retry wins"}},
    "product": {"rrrrrrrrr1": {"title": "Billing"}},
}
DOCUMENTS = {kind: {id: {"id": id, **data} for id, data in some.items()} for kind, some in RECORDS.items()}
DIRECTORY = Directory(Snapshot(MemorySource(DOCUMENTS)), "ana")


def read(text: str, kind: str = "item", directory: Directory = DIRECTORY) -> QuickAdd:
    return parse_line(text, SCHEMA[kind], directory, TODAY, NOW)


def test_the_line_of_the_manual() -> None:
    found = read("Retry payments #billing @me !high 3pts >bet")
    assert found.title == "Retry payments"
    assert found.values == {"tags": ["billing"], "assignee": "ppppppppp1", "priority": "high", "estimate": 3, "milestone": "mmmmmmmmm2"}
    assert [one.shown for one in found.pieces] == ["#billing", "@ana", "high", "3 pts", "ms Beta"]
    assert [(one.start, one.end) for one in found.pieces] == [(15, 23), (24, 27), (28, 33), (34, 38), (39, 43)]
    assert not found.mistakes


@pytest.mark.parametrize(("text", "kind", "values"), [
    ("x #a #b #a,c", "item", {"tags": ["a", "b", "c"]}),
    ('x #"two words"', "item", {"tags": ["two words"]}),
    ("x @bo", "item", {"assignee": "ppppppppp2"}),
    ("x @ANA", "item", {"assignee": "ppppppppp1"}),
    ("x @and", "item", {"assignee": "ppppppppp3"}),
    ("x @costa", "item", {"assignee": "ppppppppp1"}),
    ("x @-ppppppppp2", "item", {"assignee": "ppppppppp2"}),
    ("x @bo", "problem", {"owner": "ppppppppp2"}),
    ("x @bo @ana", "review", {"attendees": ["ppppppppp1", "ppppppppp2"]}),
    ("x @zoe", "person", {"handle": "zoe"}),
    ("x !urgent", "item", {"priority": "urgent"}),
    ("x !hi !must !bug", "item", {"priority": "high", "moscow": "must", "type": "bug"}),
    ("x !must-be-not !w", "item", {"moscow": "wont"}),
    ("x !4", "problem", {"severity": 4}),
    ("x !3", "hypothesis", {"importance": 3}),
    ("x !now !mvp", "milestone", {"horizon": "now", "release": "mvp"}),
    ("x !ux", "person", {"role": "ux"}),
    ("x 3p", "item", {"estimate": 3}),
    ("x 0.5pt", "item", {"estimate": 0.5}),
    ("x 20points", "iteration", {"capacity": 20}),
    ('x >"Billing MVP"', "item", {"milestone": "mmmmmmmmm1"}),
    ("x >two", "item", {"milestone": "mmmmmmmmm3"}),
    ("x >self", "item", {"milestone": "mmmmmmmmm5"}),
    ("x >arz", "item", {"milestone": "mmmmmmmmm6"}),
    ("x >M-mmmmmmmmm2", "item", {"milestone": "mmmmmmmmm2"}),
    ("x >Betta", "item", {"milestone": "mmmmmmmmm2"}),
    ("x >fewer", "problem", {"goal": "ggggggggg1"}),
    ("x >cards", "hypothesis", {"problem": "4abqqqqqq1"}),
    ("x >fewer", "milestone", {"goals": ["ggggggggg1"]}),
    ("x ^check", "item", {"parent": "bbbbbbbbb1"}),
    ("x P-4ab p-4ac", "item", {"problems": ["4abqqqqqq1", "4ack777771"]}),
    ("x H-hhh B-bbb R-rrr", "item", {"hypotheses": ["hhhhhhhhh1"], "depends_on": ["bbbbbbbbb1"], "product": "rrrrrrrrr1"}),
    ("x due:friday", "item", {"due": "2026-11-27"}),
    ('x due:"next friday" est:8 who:@bo ms:beta', "item",
     {"due": "2026-11-27", "estimate": 8, "assignee": "ppppppppp2", "milestone": "mmmmmmmmm2"}),
    ('x problem:cards,"x', "item", {}),
    ('x status:ready prio:low tag:a,b as_a:"team lead"', "item",
     {"status": "ready", "priority": "low", "tags": ["a", "b"], "as_a": "team lead"}),
    ("x who:me", "item", {}),
])
def test_what_sigils_set(text: str, kind: str, values: dict[str, object]) -> None:
    assert read(text, kind).values == values


@pytest.mark.parametrize(("text", "title"), [
    (r"Fix \#1 and \#foo", r"Fix \#1 and #foo"),
    (r"\@ana writes", "@ana writes"),
    (r"\\@ana writes", r"\@ana writes"),
    ('Rename "#foo bar" now', "Rename #foo bar now"),
    ('Rename "Save" to "Keep it"', 'Rename "Save" to "Keep it"'),
    (r'\"#foo', r'\"#foo'),
    ("Retry #a payments", "Retry payments"),
    ("#a Retry", "Retry"),
    ("a  b   #x   c", "a  b   c"),
    ("x > y >= 5 # head ! and @ ^", "x > y >= 5 # head ! and @ ^"),
    ("Issue #123, C# and a@b.c, 3!", "Issue #123, C# and a@b.c, 3!"),
    ("See https://x.example/a: X-ray for 720p note: done", "See https://x.example/a: X-ray for 720p note: done"),
    ('5" pipe "and #open', '5" pipe "and'),
    ("", ""),
])
def test_what_stays_text(text: str, title: str) -> None:
    found = read(text)
    assert found.title == title
    assert not found.mistakes


@pytest.mark.parametrize(("text", "kind", "column", "length", "message"), [
    ("x @zoe", "item", 3, 4, "nobody here is called @zoe"),
    ("x @gone", "item", 3, 5, "nobody here is called @gone"),
    ("x @an", "item", 3, 3, "an could be @ana, @anders: type more of it"),
    ("x >nowhere", "item", 3, 8, "no milestone is called “nowhere”"),
    ("x >bil", "item", 3, 4, "bil could be “Billing MVP”, “Billing MVP two”: type more of it"),
    ("x !huge", "item", 3, 5, "!huge sets nothing: priority is urgent, high, medium, low, none"),
    ("x !9", "problem", 3, 2, "severity goes from 1 to 5"),
    ("x !a", "goal", 3, 2, "! sets nothing of a goal"),
    ("x ^up", "problem", 3, 3, "^ sets nothing of a problem"),
    ("x due:soon", "item", 3, 8, "due: 'soon' is not a date; write friday, 2w or 2027-03-31"),
    ("x staus:done", "item", 3, 10, "an item has no field staus: did you mean status?"),
    ("x P-4a9", "item", 3, 5, "no problem has an id that begins with 4a9"),
    ("x @bo @ana", "item", 7, 4, "assignee is set twice"),
])
def test_what_cannot_be_taken_stays_in_the_title_and_is_said(text: str, kind: str, column: int, length: int, message: str) -> None:
    found = read(text, kind)
    assert [(one.message, one.column, one.length) for one in found.mistakes] == [(message, column, length)]
    assert text[column - 1:column - 1 + length] in found.title
    assert [one for one in found.pieces if one.role == "unknown"]


def test_who_is_not_among_the_people_is_told_so() -> None:
    found = read("x @me", directory=Directory(DIRECTORY.snapshot, "Somebody <a@b.c>"))
    assert found.mistakes[0].message == "you, 'Somebody <a@b.c>', are nobody here yet: Add person in the palette (:)"
    assert read("x @me", directory=Directory(DIRECTORY.snapshot, "ana@acme.example")).values == {"assignee": "ppppppppp1"}


def test_a_directory_says_what_it_does_not_know() -> None:
    with pytest.raises(Unresolved, match="no record is called “nothing”"):
        DIRECTORY.record("nothing", ())
    assert DIRECTORY.record("Invoices late", ()).id == "4ack777771"
    assert DIRECTORY.record("4ab", ()).id == "4abqqqqqq1"


_PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters='#@!>^\\":'), max_size=40).filter(
    lambda text: not re.search(r"(?i)(?:^|\s)(?:[0-9.]+p|[0-9.]+pts?|[0-9.]+points?|[a-z@]-[0-9a-z]{3,10})(?:\s|$)", text)
)


@given(_PLAIN, st.sampled_from(sorted(SCHEMA.kinds)))
@example("a  b, c. d", "item")
@settings(max_examples=150, deadline=None)
def test_a_title_without_sigils_survives_to_the_character(title: str, kind: str) -> None:
    assert read(title, kind) == QuickAdd(title.strip(), {}, (), ())


@given(st.text(alphabet='ab1 3p#@!>^\\":.,-é日MP4', max_size=30), st.sampled_from(sorted(SCHEMA.kinds)))
@settings(max_examples=200, deadline=None)
def test_nothing_typed_is_lost(text: str, kind: str) -> None:
    """Every word is in the title or has a place that sets something, and places lie in the line, one behind the other."""
    found = read(text, kind)
    ends = [0, *(one.end for one in found.pieces)]
    assert all(before <= one.start < one.end <= len(text) for before, one in zip(ends, found.pieces, strict=False))
    taken = "".join(text[one.start:one.end] for one in found.pieces if one.field)
    kept = found.title + taken
    assert sorted(re.sub(r'[\s\\"]', "", kept)) == sorted(re.sub(r'[\s\\"]', "", text))
    assert len(found.mistakes) == sum(not one.field for one in found.pieces)


@given(st.lists(st.text(alphabet="abP#@!>^:3p-4", min_size=1, max_size=8), min_size=1, max_size=5))
@settings(max_examples=150, deadline=None)
def test_a_backslash_before_each_word_that_would_be_read_keeps_all_of_it(words: list[str]) -> None:
    escaped = ["\\" + one if read(one).pieces else one for one in words]
    found = read(" ".join(escaped))
    assert found.title == " ".join(words)
    assert not found.values


def test_own_fields_and_statuses_are_set_by_name_and_take_no_word_from_built_in_ones() -> None:
    put_in_force({
        "statuses": {"item": [{"name": "todo", "is": "ready"}]},
        "fields": {"item": [{"name": "area", "type": "choice", "choices": ["Web", "high"]}, {"name": "revenue", "type": "integer"}]},
    })
    found = read("Retry !high revenue:3 area:web status:ready")
    assert (found.title, found.values) == ("Retry", {"priority": "high", "revenue": 3, "area": "Web", "status": "todo"})
