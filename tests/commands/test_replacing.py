from __future__ import annotations

from typing import Any

import pytest
from world import context, world

from pmtui.commands.core import Effect, Refused
from pmtui.commands.replacing import replace
from pmtui.domain.change import Change, apply, inverse

SNAPSHOT = world(
    ("item", "aaaaaaaaa1", {"title": "Card payments", "body": ["A card", "no", "card"], "tags": ["card", "pay"]}),
    ("item", "aaaaaaaaa2", {"title": "cards", "status": "done"}),
    ("item", "aaaaaaaaa3", {"title": "Card", "deleted_at": "2026-11-22T09:30:00Z"}),
)


def after(**given: Any) -> tuple[str, dict[str, Any]]:
    arguments = {"kind": "item", "field": "title", "find": "card", "replacement": "SEPA", **given}
    change = replace(context(SNAPSHOT), arguments)
    assert isinstance(change, Change)
    now = apply(change, SNAPSHOT)
    assert [record.data for record in apply(inverse(change), now).table("item")] == [record.data for record in SNAPSHOT.table("item")]
    return change.title, {edit.id[-1]: edit.after for edit in change.edits}


def test_all_living_records_or_those_of_a_filter_or_those_named() -> None:
    assert after() == ("Replace “card” by “SEPA” in title of 2 items", {"1": {"title": "SEPA payments"}, "2": {"title": "SEPAs"}})
    assert after(where="-status:done")[1] == {"1": {"title": "SEPA payments"}}
    assert after(ids=["aaaaaaaaa2"])[1] == {"2": {"title": "SEPAs"}}
    assert after(case=True)[1] == {"2": {"title": "SEPAs"}}
    assert after(find="Bank")[1] == {}


def test_lines_of_long_text_and_words_of_sets() -> None:
    assert after(field="body", chosen=[("aaaaaaaaa1", 2)])[1] == {"1": {"body": ["A card", "no", "SEPA"]}}
    assert after(field="tags", replacement="pay")[1] == {"1": {"tags": ["pay"]}}
    assert after(field="tag", find=r"^(.)(.*)$", replacement=r"\2\1", regex=True)[1] == {"1": {"tags": ["ardc", "ayp"]}}


def test_a_screen_asks() -> None:
    found = replace(context(SNAPSHOT, screen="backlog", column="tags"), {})
    assert found == Effect("replace", {"kind": "item", "field": "tags"})


@pytest.mark.parametrize(("given", "words"), [
    ({"field": "estimate"}, "estimate holds no text"), ({"field": "titel"}, "no field"), ({"find": ""}, "nothing to find"),
    ({"find": "(", "regex": True}, "cannot be read"), ({"where": "status:"}, "--where"),
    ({"ids": ["aaaaaaaaa2"], "find": "cards", "replacement": ""}, "blank"),
])
def test_what_cannot_be_done_is_told(given: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        after(**given)
