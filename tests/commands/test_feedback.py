"""Feedback linked with several records, and made evidence of problems that are there; who asks for what, counted."""

from __future__ import annotations

import time
from typing import Any

import pytest
from world import NOW, TODAY, context, world

from pmtui.commands.core import Effect, Refused
from pmtui.commands.feedback import evidence, link
from pmtui.domain.change import Change, Snapshot, apply, inverse
from pmtui.domain.demand import Demand, demand_for
from pmtui.domain.query import Environment, matching, parse

F1, F2, I1, P1, P2 = "ffffffffff", "ffffffffgg", "aaaaaaaaa1", "ppppppppp1", "ppppppppp2"
SAID: dict[str, Any] = {
    "title": "Cards fail", "customer": "Ada", "company": "Acme", "channel": "e-mail", "url": "https://desk.example/7",
    "voters": ["Cy", "Di"], "quote": ["It said no", "twice"], "created_at": "2026-11-01T09:00:00Z",
    "source": {"system": "desk", "key": "7"},
}


def data(**more: Any) -> Snapshot:
    return world(
        ("feedback", F1, SAID | more), ("feedback", F2, {"title": "No card works", "customer": "Bo", "company": "acme ", "voters": ["cy"]}),
        ("item", I1, {"title": "Retry"}), ("problem", P1, {"title": "Cards"}), ("problem", P2, {"title": "Banks"}),
    )


def done(plan: Any, snapshot: Snapshot, *ids: str, **arguments: Any) -> Snapshot:
    found = plan(context(snapshot), {"ids": list(ids), **arguments})
    assert isinstance(found, Change)
    after = apply(found, snapshot)
    back = apply(inverse(found), after)
    assert all(back.record(one.kind, one.id) == snapshot.record(one.kind, one.id) for one in found.edits if one.before is not None)
    return after


def test_one_piece_is_linked_with_several_records_and_so_decided() -> None:
    after = done(link, data(), F1, to="Cards, Retry")
    assert after.record("feedback", F1)["linked"] == [I1, P1]
    assert after.record("feedback", F1).status == "linked"
    again = done(link, after, F1, add=(P2,), remove=(I1,))
    assert again.record("feedback", F1)["linked"] == [P1, P2]
    made = done(link, data(), F1, F2, create=(("problem", "New one"),))
    assert made.record("feedback", F2)["linked"] == made.record("feedback", F1)["linked"]
    assert made.record("problem", made.record("feedback", F1)["linked"][0]).title == "New one"


def test_feedback_becomes_evidence_once_in_bulk_and_keeps_what_it_knows() -> None:
    after = done(evidence, data(), F1, F2, to="Cards,Banks")
    [first, second] = after.record("problem", P1)["evidence"]
    assert {name: first[name] for name in ("source", "origin", "customer", "company", "url", "quote", "at")} == {
        "source": "ticket", "origin": "e-mail 7", "customer": "Ada", "company": "Acme", "url": "https://desk.example/7",
        "quote": ["It said no", "twice"], "at": "2026-11-01T09:00:00Z",
    }
    assert second["customer"] == "Bo"
    assert after.record("feedback", F2)["linked"] == [P1, P2]
    again = done(evidence, after, F1, to=P1)
    assert len(again.record("problem", P1)["evidence"]) == 2
    made = done(evidence, data(), F1, create=(("problem", "New one"),))
    [id] = made.record("feedback", F1)["linked"]
    assert [one["customer"] for one in made.record("problem", id)["evidence"]] == ["Ada"]


def test_what_makes_no_sense_is_refused_and_what_is_missing_is_asked_for() -> None:
    with pytest.raises(Refused):
        evidence(context(data()), {"ids": [I1], "to": P1})
    with pytest.raises(Refused):
        evidence(context(data()), {"ids": [F1]})
    with pytest.raises(Refused):
        evidence(context(data()), {"ids": [F1], "to": I1})
    on_screen = context(data(), screen="inbox", cursor=data().record("feedback", F1))
    assert evidence(on_screen, {}) == Effect("feedback_evidence", {"records": (("feedback", F1),)})
    assert link(on_screen, {}).name == "link_feedback"  # type: ignore[union-attr]


def test_who_asks_is_counted_once_with_voters_and_companies() -> None:
    after = done(link, data(), F1, F2, to="Cards,Retry")
    assert demand_for(after, P1) == Demand(2, 4, 1)  # Ada, Bo, Cy, Di; Acme is Acme however it is written
    assert demand_for(after, P1).words == "asked for by 4, 1 company"
    assert demand_for(after, P2) == Demand()
    declined = done(link, data(status="declined"), F1, to="Cards")
    assert demand_for(declined, P1) == Demand()
    environment = Environment(TODAY, NOW, snapshot=after)
    table = after.table("problem")
    mask = matching(parse("asked_by>3", table.kind), table, environment)
    assert [table.id(at) for at in range(len(table)) if mask[at]] == [P1]


def test_twenty_thousand_pieces_are_counted_quickly() -> None:
    rows = [
        ("feedback", f"{at:010}", {"customer": f"c{at % 700}", "linked": [P1 if at % 2 else P2], "voters": ["v"]}) for at in range(20_000)
    ]
    big = world(*rows, ("problem", P1, {}), ("problem", P2, {}))
    for name in ("linked", "customer", "company", "voters", "status", "deleted_at"):
        big.table("feedback").column(name)
    demand_for(big, P1)
    begun = time.process_time()
    table = big.table("problem")
    mask = matching(parse("asked_by>300", table.kind), table, Environment(TODAY, NOW, snapshot=big))
    assert sum(mask) == 2
    assert time.process_time() - begun < 0.3
