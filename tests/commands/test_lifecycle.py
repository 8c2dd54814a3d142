"""A change of stage leaves its entry in the history, however it is made."""

from __future__ import annotations

from typing import Any

import pytest
from world import context, world

from pmtui.commands import records
from pmtui.commands.core import Refused
from pmtui.commands.editing import edit_of, new_record
from pmtui.commands.forms import Filled, form_change
from pmtui.commands.outside import change_from_text, editable_text
from pmtui.domain.change import Change, apply, inverse
from pmtui.domain.kinds import SCHEMA

NOW = "2026-11-22T09:30:00Z"
ID = "rrrrrrrrr1"


def product(**fields: Any) -> tuple[str, str, dict[str, Any]]:
    return "product", ID, {"created_at": "2026-01-05T09:00:00Z", **fields}


def test_a_change_of_stage_is_kept_with_its_day_and_undone_with_it() -> None:
    snapshot = world(product())
    change = records.set_fields(context(snapshot), {"ids": [ID], "fields": ["status=growth"], "reason": "It took off"})
    assert isinstance(change, Change)
    after = apply(change, snapshot)
    data = after.table("product").record(0).data
    assert data["stages"] == [{"id": "new0000000", "at": NOW, "from": "introduction", "to": "growth"}]
    assert (data["reasons"][0]["from"], data["reasons"][0]["to"], data["reasons"][0]["text"]) == ("introduction", "growth", ["It took off"])
    assert apply(inverse(change), after).table("product").record(0).data == snapshot.table("product").record(0).data


def test_a_new_product_begins_its_history_and_the_same_stage_adds_nothing() -> None:
    snapshot = world(product(status="growth"))
    made = new_record(context(snapshot), SCHEMA["product"], {"title": "New", "status": "growth"})
    assert made.after["stages"] == [{"id": "new0000001", "at": NOW, "to": "growth"}]
    assert edit_of(context(snapshot), snapshot.table("product").record(0), {"status": "growth"}) is None


@pytest.mark.parametrize("status", ["decline", "retired"])
def test_decline_and_the_end_need_a_reason(status: str) -> None:
    snapshot = world(product(status="maturity"))
    with pytest.raises(Refused) as caught:
        records.set_fields(context(snapshot), {"ids": [ID], "fields": [f"status={status}"]})
    assert caught.value.code == "missing_reason"


def test_the_due_date_of_a_product_is_that_of_its_review() -> None:
    snapshot = world(product())
    record = snapshot.table("product").record(0)
    change = records.one_field("due", "milestone.target", "product.review_on")(context(snapshot, cursor=record), {"value": "+2w"})
    assert isinstance(change, Change)
    assert change.edits[0].after == {"review_on": "2026-12-06"}


def test_form_and_editor_leave_the_entry_too() -> None:
    snapshot = world(product(status="growth"))
    record = snapshot.table("product").record(0)
    by_form = form_change(context(snapshot), Filled(SCHEMA["product"], ID, record, {"status": "maturity", "vision": ["Far"]}, []))
    before = editable_text(record)
    by_editor = change_from_text(context(snapshot), record, before, before.replace("status: growth", "status: maturity"))
    for change in (by_form, by_editor):
        entries = apply(change, snapshot).table("product").record(0)["stages"]
        assert [(one["from"], one["to"], one["at"]) for one in entries] == [("growth", "maturity", NOW)]


def test_who_retires_a_product_hears_what_is_open_of_its_checklist() -> None:
    criteria = [{"id": "c1", "text": "Told", "done": True}, {"id": "c2", "text": "Moved"}]
    snapshot = world(product(status="decline"), ("item", "iiiiiiiii1", {"product": ID, "tags": ["retire"], "criteria": criteria}))
    with pytest.raises(Refused, match="1 of 2 points of its checklist are open"):
        edit_of(context(snapshot), snapshot.table("product").record(0), {"status": "retired"})
