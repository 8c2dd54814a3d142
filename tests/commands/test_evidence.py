from __future__ import annotations

from typing import Any

import pytest
from world import NOW, TODAY, context, world

from pmtui.commands.core import Effect, Refused
from pmtui.commands.core import run as run_command
from pmtui.commands.evidence import COMMANDS
from pmtui.domain.change import Change, Snapshot, apply

(ADD,) = COMMANDS
P, Q, H, X, B = "ppppppppp1", "ppppppppp2", "hhhhhhhhh1", "xxxxxxxxx1", "bbbbbbbbb1"
OLD = {"id": "eeeeeeeee1", "at": "2026-11-01T09:00:00Z", "quote": ["Old"]}
WORLD = world(
    ("problem", P, {"evidence": [OLD]}), ("problem", Q, {}), ("hypothesis", H, {}), ("experiment", X, {"hypothesis": H}), ("item", B, {}),
)


def plan(arguments: dict[str, Any], snapshot: Snapshot = WORLD, **more: Any) -> Change:
    found = ADD.plan(context(snapshot, **more), arguments)
    assert isinstance(found, Change)
    return found


def entries(change: Change, id: str, field: str = "evidence") -> list[dict[str, Any]]:
    record = apply(change, WORLD).find(id)
    assert record is not None
    return list(record[field])


def test_a_quote_joins_the_evidence_with_author_and_moment() -> None:
    change = plan({"ids": [P], "text": "I gave up.\nTwice.", "fields": ["source=interview", "customer=Ada Byron", "importance=3"]})
    old, new = sorted(entries(change, P), key=lambda one: one["at"])
    assert old == OLD
    assert {**new, "id": ""} == {
        "id": "", "at": NOW, "by": "ana", "quote": ["I gave up.", "Twice."], "source": "interview", "customer": "Ada Byron",
        "importance": 3,
    }
    assert change.title == f"Add evidence to “{P}”"


@pytest.mark.parametrize(("word", "at"), [
    ("date=yesterday", "2026-11-21T00:00:00Z"), ("at=-2h", "2026-11-22T07:30:00Z"),
    (f"date={TODAY}", NOW), ("date=today", NOW), ("date=", NOW),
])
def test_the_date_is_read_as_people_write_it_and_today_has_its_time(word: str, at: str) -> None:
    assert entries(plan({"ids": [Q], "text": "x", "fields": [word]}), Q)[0]["at"] == at


def test_one_quote_for_several_problems_is_one_change() -> None:
    change = plan({"ids": [P, Q], "text": "Both hurt"})
    assert len(change.edits) == 2
    assert entries(change, Q)[0]["quote"] == entries(change, P)[1]["quote"] == ["Both hurt"]
    assert change.title == "Add evidence to 2 problems"


def test_a_learning_names_its_stance_and_the_experiment() -> None:
    change = plan({"ids": [H], "text": "46.8 % against 40.8 %", "fields": ["stance=for", f"experiment={X}"]})
    (learning,) = entries(change, H, "learnings")
    assert (learning["text"], learning["stance"], learning["experiment"], learning["at"]) == (["46.8 % against 40.8 %"], "for", X, NOW)
    assert change.title.startswith("Add a learning to")


@pytest.mark.parametrize(("arguments", "says"), [
    ({"ids": [P]}, "the quote is empty"), ({"ids": [P], "text": " \n "}, "the quote is empty"),
    ({"ids": [H], "text": ""}, "the text is empty"),
    ({"ids": [B], "text": "x"}, "not to an item"), ({"ids": [P, H], "text": "x"}, "both at once"),
    ({"ids": [P], "text": "x", "fields": ["source=hearsay"]}, "source has no value 'hearsay'"),
    ({"ids": [P], "text": "x", "fields": ["custommer=Ada"]}, "did you mean customer"),
    ({"ids": [P], "text": "x", "fields": ["importance=4"]}, "importance"),
    ({"ids": [P], "text": "x", "fields": ["date=soon"]}, "not an instant"),
    ({"ids": [P], "text": "x", "fields": ["customer+=Ada"]}, "only NAME=VALUE"),
    ({"ids": [P], "text": "x", "fields": ["Ada"]}, "FIELD=VALUE"),
    ({"ids": [H], "text": "x", "fields": ["experiment=nobody"]}, "no record 'nobody'"),
])
def test_what_does_not_fit_is_refused_by_name(arguments: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused) as refused:
        plan(arguments)
    assert says in f"{refused.value}; {refused.value.hint}"


def test_a_screen_asks_for_what_was_said_and_other_kinds_say_why_not() -> None:
    problem, item = WORLD.find(P), WORLD.find(B)
    assert problem is not None
    assert item is not None
    asked = run_command(ADD, context(WORLD, kind="problem", screen="problems", cursor=problem), {})
    assert asked == Effect("add_evidence", {"kind": "problem", "ids": [P]})
    with pytest.raises(Refused, match="not to an item"):
        run_command(ADD, context(WORLD, kind="item", screen="backlog", cursor=item), {})
    with pytest.raises(Refused, match="no record under the cursor"):
        run_command(ADD, context(WORLD, kind="problem", screen="problems"), {})
