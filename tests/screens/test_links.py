from __future__ import annotations

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.records import Record
from pmtui.screens.links import links_lines
from pmtui.widgets.link_spans import Target
from pmtui.widgets.linked_records import MOST, links_from, links_to, record_named
from pmtui.widgets.pane_links import links_in

A, B, C, P, M = (letter * 10 for letter in "abcpm")
WORLD = Snapshot(MemorySource({
    "item": {
        A: {"id": A, "title": "one", "problems": [P], "depends_on": [B], "milestone": M},
        B: {"id": B, "title": "two", "parent": A, "status": "done"},
        C: {"id": C, "title": "gone", "parent": A, "deleted_at": "2026-11-22T09:30:00Z"},
    },
    "problem": {P: {"id": P, "title": "It hurts"}}, "milestone": {M: {"id": M, "title": "MVP"}},
}))


def named(found) -> dict[str, list[str]]:
    return {title: [record.title for record in records] for title, records, *_ in found}


def test_links_are_told_in_both_directions() -> None:
    one, two = WORLD.record("item", A), WORLD.record("item", B)
    assert one is not None
    assert two is not None
    assert named(links_from(one, WORLD)) == {"problems": ["It hurts"], "milestone": ["MVP"], "depends on": ["two"]}
    assert named(links_to(one, WORLD)) == {"parts": ["two"]}
    assert named(links_to(two, WORLD)) == {"needed by": ["one"]}
    problem = WORLD.record("problem", P)
    assert problem is not None
    assert named(links_to(problem, WORLD)) == {"items": ["one"]}


def test_without_links_the_pane_says_what_to_do() -> None:
    problem = Snapshot(MemorySource({"problem": {P: {"id": P, "title": "It hurts"}}})).record("problem", P)
    assert problem is not None
    text = "\n".join("".join(span.text for span in line) for line in links_lines(problem, WORLD.with_records([]), 30))
    assert "items 1" in text
    alone = Snapshot(MemorySource({"problem": {P: {"id": P, "title": "It hurts"}}}))
    text = "\n".join("".join(span.text for span in line) for line in links_lines(problem, alone, 30))
    assert "nothing is linked yet" in text


def test_many_records_are_counted_and_the_first_ones_named() -> None:
    many = WORLD.with_records([Record("item", f"{at:010d}", {"title": f"Item {at}", "problems": [P]}) for at in range(100)])
    problem = many.record("problem", P)
    assert problem is not None
    ((title, records, count),) = links_to(problem, many)
    assert (title, len(records), count) == ("items", MOST, 101)
    lines = links_lines(problem, many, 30)
    assert len(links_in(lines)) == MOST
    assert ("  and 89 more", "faint") in [tuple(span) for line in lines for span in line]


def test_an_id_in_a_text_names_a_record_where_there_is_one() -> None:
    find = record_named(WORLD)
    assert find("P-ppp") == find("P-pppppppppp") == Target("problem", P)
    assert find("P-aaa") is find("Q-ppp") is find("P-pp") is None
