"""Stage and verdict of a product, the item that retires it, and who has been told: one change each, undone to what was."""

from __future__ import annotations

from typing import Any

import pytest
from world import TODAY, context, world

from pmtui.commands import lifecycle_plans, people
from pmtui.commands.core import Refused
from pmtui.domain.change import Change, MemorySource, Snapshot, apply, inverse
from pmtui.domain.lifecycle_facts import arguments, checklist, dependants
from pmtui.domain.lifecycle_thresholds import CHECKLIST

ID, OTHER = "rrrrrrrrr1", "rrrrrrrrr2"


def things(**fields: Any) -> list[tuple[str, str, dict[str, Any]]]:
    """A product in decline, with what depends on it."""
    return [
        ("product", ID, {"title": "Desk", "status": "decline", "created_at": "2026-01-05T09:00:00Z", **fields}),
        ("product", OTHER, {"title": "Billing", "successor": None}),
        ("item", "iiiiiiiii1", {"title": "Mend the desk", "status": "ready", "product": ID}),
        ("item", "iiiiiiiii2", {"title": "Done before", "status": "done", "product": ID}),
        ("persona", "uuuuuuuuu1", {"title": "Clerk", "product": ID}),
        ("view", "vvvvvvvvv1", {"title": "Desk work", "product": ID}),
    ]


def done(snapshot: Snapshot, change: Change) -> Snapshot:
    """The snapshot after a change; undoing it gives all of what was, and what was made is gone."""
    after = apply(change, snapshot)
    back = apply(inverse(change), after)
    for edit in change.edits:
        before, again = snapshot.record(edit.kind, edit.id), back.record(edit.kind, edit.id)
        assert again is not None
        assert again.is_deleted if before is None else again.data == before.data
    return after


def product_in(snapshot: Snapshot) -> Any:
    record = snapshot.record("product", ID)
    assert record is not None
    return record


def test_delete_makes_an_item_with_the_checklist_and_what_depends_on_it() -> None:
    snapshot = world(*things())
    given = {"ids": [ID], "verdict": "delete", "reason": "Nobody is left", "successor": "Billing"}
    after = done(snapshot, lifecycle_plans.verdict(context(snapshot), given))
    product = product_in(after)
    assert (product["verdict"], product["successor"], product.status) == ("delete", OTHER, "decline")
    assert product["reasons"][0]["text"] == ["Nobody is left"]
    end = checklist(after, product)
    assert end is not None
    assert (end.done, end.total, end.item.title) == (0, len(CHECKLIST), "Retire Desk")
    assert {"type": "chore", "product": ID, "tags": ["retire"], "so_that": "Nobody is left"}.items() <= end.item.data.items()
    body = "\n".join(end.item["body"])
    assert f"1 item: `pmtui list item product:R-{ID} is:open`" in body
    assert "- B-iiiiiiiii1 Mend the desk" in body
    assert "Done before" not in body
    assert f"1 persona: `pmtui list persona product:R-{ID}`" in body
    assert [(one.kind, one.ids) for one in dependants(after, product)] == [("item", ("iiiiiiiii1",)), ("persona", ("uuuuuuuuu1",))]
    again = lifecycle_plans.verdict(context(after), {"ids": [ID], "verdict": "delete", "reason": "Still nobody", "review": "+7d"})
    assert [edit.kind for edit in again.edits] == ["product"]  # the item is there already


def test_a_team_has_its_own_checklist() -> None:
    documents: dict[str, Any] = {}
    for kind, id, fields in things():
        documents.setdefault(kind, {})[id] = {"id": id, "title": id, **fields}
    snapshot = Snapshot(MemorySource(documents), settings={"lifecycle": {"checklist": ["Tell the clerk", "Burn the desk"]}})
    change = lifecycle_plans.verdict(context(snapshot), {"ids": [ID], "verdict": "delete", "reason": "x"})
    made = next(edit for edit in change.edits if edit.kind == "item")
    assert [one["text"] for one in made.after["criteria"]] == ["Tell the clerk", "Burn the desk"]


def test_restart_goes_back_to_introduction_and_keep_sets_the_next_look() -> None:
    snapshot = world(*things())
    after = done(snapshot, lifecycle_plans.verdict(context(snapshot), {"ids": [ID], "verdict": "restart", "reason": "A new segment"}))
    product = product_in(after)
    assert (product["verdict"], product.status, product["review_on"]) == ("restart", "introduction", "2027-02-20")
    assert (product["stages"][-1]["from"], product["stages"][-1]["to"]) == ("decline", "introduction")
    given = {"ids": [ID], "verdict": "keep", "reason": "It pays", "review": "+30d"}
    after = done(snapshot, lifecycle_plans.verdict(context(snapshot), given))
    assert (product_in(after)["verdict"], product_in(after).status, product_in(after)["review_on"]) == ("keep", "decline", "2026-12-22")


@pytest.mark.parametrize(("plan", "given", "code", "words"), [
    ("verdict", {"verdict": "keep"}, "missing_reason", "reason: the verdict keep needs one"),
    ("verdict", {"verdict": "burn", "reason": "x"}, "bad_value", "none called 'burn'"),
    ("verdict", {"verdict": "keep", "reason": "x", "review": "yesterday"}, "bad_value", "review: 2026-11-21 is not in the future"),
    ("verdict", {"verdict": "keep", "reason": "x", "review": "soon"}, "bad_value", "review: "),
    ("verdict", {"verdict": "delete", "reason": "x", "successor": "Desk"}, "bad_value", "cannot follow itself"),
    ("verdict", {"verdict": "delete", "reason": "x", "successor": "Nothing"}, "not_found", "successor: there is no"),
    ("stage", {"stage": "growth"}, "missing_reason", "reason: a change to growth needs one"),
    ("stage", {"stage": "decline", "reason": "x"}, "blocked", "in the stage decline already"),
    ("stage", {"stage": "teenage", "reason": "x"}, "bad_value", "none called 'teenage'"),
])
def test_what_is_lacking_or_wrong_is_said(plan: str, given: dict[str, str], code: str, words: str) -> None:
    with pytest.raises(Refused) as caught:
        getattr(lifecycle_plans, plan)(context(world(*things())), {"ids": [ID], **given})
    assert caught.value.code == code
    assert words in str(caught.value)


def test_a_stage_is_kept_with_its_reason_and_the_next_look() -> None:
    snapshot = world(*things())
    given = {"ids": [ID], "stage": "maturity", "reason": "It holds its level", "review": "2027-03-31"}
    after = done(snapshot, lifecycle_plans.stage(context(snapshot), given))
    product = product_in(after)
    assert (product.status, product["review_on"], product["reasons"][0]["text"]) == ("maturity", "2027-03-31", ["It holds its level"])
    with pytest.raises(Refused, match="not a product"):
        lifecycle_plans.stage(context(snapshot), {"ids": ["iiiiiiiii1"], "stage": "growth", "reason": "x"})


def test_what_speaks_for_each_verdict_names_its_figures() -> None:
    readings = [{"id": f"r{at}", "at": day, "value": value} for at, (day, value) in enumerate(
        (("2026-03-01", 200), ("2026-06-01", 160), ("2026-08-01", 120), ("2026-11-20", 80)))]
    hours = [dict(one, value=300 - one["value"]) for one in readings]
    kpis = [{"id": "k1", "name": "Active companies", "rank": "a0", "readings": readings},
            {"id": "k2", "name": "Support hours", "unit": "h", "direction": "down", "rank": "a1", "readings": hours}]
    problem = {"product": ID, "status": "validated", "importance": 9, "satisfaction": 3, "title": "No export"}
    snapshot = world(*things(market_research=["Forty firms ask for it"]), ("goal", "ggggggggg1", {"product": ID, "kpis": kpis}),
                     ("problem", "ppppppppp1", problem), ("hypothesis", "hhhhhhhhh1", {"product": ID, "status": "supported"}),
                     ("feedback", "fffffffff1", {"product": ID, "created_at": "2026-11-01T09:00:00Z"}))
    found = arguments(snapshot, product_in(snapshot), TODAY)
    assert found["keep"][0] == "Active companies: still 80, 40 % of its peak"
    assert "customers spoke of it 1 time in 90 days" in found["keep"]
    assert found["delete"][:2] == ["Active companies: −29 % in 90 days, which is decline", "Support hours: 220 h, +17 % in 90 days"]
    assert found["restart"] == [
        "1 validated problem unsolved, the greatest opportunity 15 of 20", "1 supported hypothesis about it",
        "market research: Forty firms ask for it",
    ]


def test_people_are_told_and_those_whom_a_decision_informs() -> None:
    one, two = ("person", "aaaaaaaaa1", {"handle": "ana"}), ("person", "bbbbbbbbb1", {"title": "Bo", "handle": ""})
    decision = ("decision", "ddddddddd1", {"title": "Buy it", "informed": ["bbbbbbbbb1"]})
    snapshot = world(one, two, decision, ("decision", "ddddddddd2", {"title": "Mute"}), *things())
    change = people.told(context(snapshot), {"ids": ["ana", "Buy it"]})
    after = done(snapshot, change)
    assert change.title == "Told @ana, Bo of “Buy it”"
    assert [after.table("person").column("last_told")[at] for at in range(2)] == ["2026-11-22T09:30:00Z"] * 2
    for name, words in (("Mute", "names nobody who must be told"), ("Desk", "is neither a person")):
        with pytest.raises(Refused, match=words):
            people.told(context(snapshot), {"ids": [name]})
