from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import NOW, context, world

from pmtui.app.questions import next_question
from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import Refused, without_target
from pmtui.domain.change import Change, apply, inverse

A, B, C = "aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"
MANY = world(
    ("item", A, {"rank": "a0", "estimate": 3, "tags": ["billing"]}), ("item", B, {"rank": "a1", "status": "doing", "started_at": NOW}),
    ("item", C, {"rank": "a2", "deleted_at": NOW}), ("person", "ppppppppp1", {"handle": "ana"}),
    ("milestone", "mmmmmmmmm1", {"target": "2027-01-31"}),
)


def plan(id: str, arguments: dict, snapshot=MANY, **more) -> Change:
    found = REGISTRY[id].plan(context(snapshot, **more), arguments)
    assert isinstance(found, Change)
    return found


def after(change: Change, id: str, snapshot=MANY) -> dict:
    record = apply(change, snapshot).find(id)
    assert record is not None
    return dict(record.data)


def test_add_gives_id_rank_instant_and_author() -> None:
    change = plan("record.add", {"kind": "item", "title": "  Retry   payments ", "fields": ["tags=billing,cards", "estimate=5"]})
    (edit,) = change.edits
    assert edit.before is None
    assert edit.after["title"].split() == ["Retry", "payments"]
    assert edit.after["tags"] == ["billing", "cards"]
    assert edit.after["estimate"] == 5
    assert edit.after["created_at"] == NOW
    assert edit.after["created_by"] == "ana"
    assert edit.after["rank"].startswith("h")
    assert "status" not in edit.after


@pytest.mark.parametrize("kind", ["problem", "hypothesis", "experiment", "item", "milestone", "iteration", "persona", "competitor", "goal",
                                  "product", "decision", "feedback", "person", "review", "scenario", "view", "backlog", "items"])
def test_every_kind_can_be_added(kind: str) -> None:
    assert plan("record.add", {"kind": kind, "title": "One"}).edits[0].after["title"] == "One"


@pytest.mark.parametrize(("word", "code"), [
    ("estimte=3", "unknown_field"), ("estimate=many", "bad_value"), ("estimate=NaN", "bad_value"), ("estimate=-1", "bad_value"),
    ("due=2027-02-30", "bad_value"), ("status=nearly", "bad_value"), ("title=", "bad_value"), ("id=1", "unknown_field"),
    ("deleted_at=today", "bad_value"), ("criteria=x", "bad_value"), ("estimate", "usage"), ("value=9", "bad_value"),
])
def test_a_wrong_word_is_refused_with_a_code(word: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        plan("record.set", {"ids": [A], "fields": [word]})
    assert refused.value.code == code
    assert refused.value.status == 2
    assert str(refused.value)


def test_set_changes_many_records_in_one_change() -> None:
    change = plan("record.set", {"ids": [A, B], "fields": ["status=ready", "tags+=cards"]})
    assert len(change.edits) == 2
    assert after(change, A)["tags"] == ["billing", "cards"]
    assert "started_at" not in after(change, B)
    assert "2 items" in change.title


def test_done_sets_its_instant_and_leaving_done_clears_it() -> None:
    done = plan("record.set", {"ids": [A], "fields": ["status=done"]})
    later = apply(done, MANY)
    assert after(done, A)["done_at"] == NOW
    assert after(done, A)["started_at"] == NOW
    back = plan("record.set", {"ids": [A], "fields": ["status=ready"]}, later)
    assert "done_at" not in after(back, A, later)
    given_at = plan("record.set", {"ids": [A], "fields": ["status=done", "done_at=2026-11-01T08:00:00Z"]})
    assert after(given_at, A)["done_at"] == "2026-11-01T08:00:00Z"


def test_dropping_needs_a_reason_and_keeps_it() -> None:
    with pytest.raises(Refused) as refused:
        plan("record.set", {"ids": [A], "fields": ["status=dropped"]})
    assert refused.value.code == "missing_reason"
    change = plan("record.set", {"ids": [A], "fields": ["status=dropped"], "reason": "nobody asked"})
    (reason,) = after(change, A)["reasons"]
    assert reason["text"] == ["nobody asked"]
    assert (reason["from"], reason["to"], reason["by"]) == ("inbox", "dropped", "ana")


def test_a_slipped_target_needs_a_reason_an_earlier_one_does_not() -> None:
    with pytest.raises(Refused, match="needs a reason"):
        plan("record.set", {"ids": ["mmmmmmmmm1"], "fields": ["target=2027-02-01"]})
    assert after(plan("record.set", {"ids": ["mmmmmmmmm1"], "fields": ["target=2027-01-01"]}), "mmmmmmmmm1")["target"] == "2027-01-01"


def test_keyed_lists_grow_change_and_shrink() -> None:
    grown = plan("record.set", {"ids": [A], "fields": ['criteria+={"text": "works offline"}', 'criteria+={"text": "is fast"}']})
    later = apply(grown, MANY)
    first, second = after(grown, A)["criteria"]
    assert first["rank"] < second["rank"]
    ticked = plan("record.set", {"ids": [A], "fields": ["criteria.is fast.done=yes"]}, later)
    assert [one.get("done", False) for one in after(ticked, A, later)["criteria"]] == [False, True]
    gone = plan("record.set", {"ids": [A], "fields": [f"criteria-={first['id']}"]}, later)
    assert [one["text"] for one in after(gone, A, later)["criteria"]] == ["is fast"]


def test_a_command_on_one_field_takes_the_one_that_the_kind_has() -> None:
    snapshot = world(("problem", "qqqqqqqqq1", {}), ("person", "ppppppppp1", {"handle": "ana"}))
    owned = plan("record.assign", {"ids": ["qqqqqqqqq1"], "value": "ppppppppp1"}, snapshot)
    assert after(owned, "qqqqqqqqq1", snapshot)["owner"] == "ppppppppp1"


def test_a_command_on_a_field_that_the_kind_lacks_says_so() -> None:
    snapshot = world(("problem", "ppppppppp1", {}))
    here = context(snapshot, kind="problem", screen="problems", cursor=snapshot.find("ppppppppp1"))
    assert REGISTRY["record.estimate"].blocked(here) == "problems have no field called estimate"
    assert REGISTRY["record.assign"].blocked(here) is None


def test_delete_hides_and_restore_brings_back() -> None:
    gone = plan("record.delete", {"ids": [A]})
    later = apply(gone, MANY)
    assert after(gone, A)["deleted_at"] == NOW
    assert "deleted_at" not in after(plan("record.restore", {"ids": [A]}, later), A, later)
    with pytest.raises(Refused, match="not deleted"):
        plan("record.restore", {"ids": [A]})


def test_comment_keeps_author_instant_and_lines() -> None:
    (entry,) = after(plan("record.comment", {"ids": [A], "text": "two\r\nlines\n"}), A)["comments"]
    assert entry["text"] == ["two", "lines"]
    assert (entry["by"], entry["at"]) == ("ana", NOW)


def test_the_cursor_stands_in_for_ids_and_the_selection_for_the_cursor() -> None:
    one, two = MANY.find(A), MANY.find(B)
    assert [edit.id for edit in plan("record.status", {"value": "ready"}, cursor=one).edits] == [A]
    assert [edit.id for edit in plan("record.status", {"value": "ready"}, cursor=one, selection=(two,)).edits] == [B]


def test_me_is_the_author() -> None:
    assert after(plan("record.set", {"ids": [A], "fields": ["assignee=@me"]}), A)["assignee"] == "ppppppppp1"


def test_status_steps_stop_at_the_ends() -> None:
    assert after(plan("record.status_next", {}, cursor=MANY.find(A)), A)["status"] == "ready"
    with pytest.raises(Refused, match="first status"):
        plan("record.status_previous", {}, cursor=MANY.find(A))


@given(st.lists(st.sampled_from(["status=ready", "status=done", "estimate=8", "estimate=", "tags+=x", "tags-=billing", "due=+2w",
                                 "priority=high", "assignee=ana", "body=some words", "title=Another"]), min_size=1, max_size=6))
def test_the_inverse_of_a_change_is_where_it_began(words: list[str]) -> None:
    change = plan("record.set", {"ids": [A, B], "fields": words})
    later = apply(change, MANY)
    again = apply(inverse(change), later)
    for id in (A, B):
        assert dict(again.find(id).data) == dict(MANY.find(id).data)  # type: ignore[union-attr]
    redone = apply(inverse(inverse(change)), again)
    for id in (A, B):
        assert dict(redone.find(id).data) == dict(later.find(id).data)  # type: ignore[union-attr]


def test_undoing_an_addition_leaves_a_tombstone_that_redo_revives() -> None:
    change = plan("record.add", {"kind": "item", "title": "One"})
    id = change.edits[0].id
    later = apply(change, MANY)
    undone = apply(inverse(change), later)
    assert undone.find(id).is_deleted  # type: ignore[union-attr]
    assert dict(apply(inverse(inverse(change)), undone).find(id).data) == dict(later.find(id).data)  # type: ignore[union-attr]


def test_the_due_date_of_a_milestone_is_its_target() -> None:
    snapshot = world(("milestone", "mmmmmmmmm1", {}), ("hypothesis", "hhhhhhhhh1", {"target": "40 %"}))
    meant = plan("record.due", {"ids": ["mmmmmmmmm1"], "value": "2027-03-31"}, snapshot)
    assert after(meant, "mmmmmmmmm1", snapshot)["target"] == "2027-03-31"
    here = context(snapshot, kind="hypothesis", screen="hypotheses", cursor=snapshot.find("hhhhhhhhh1"))
    assert REGISTRY["record.due"].blocked(here) == "hypotheses have no field called due"


def test_the_question_for_a_day_begins_with_what_stands_there_and_an_empty_answer_clears_it() -> None:
    quarter = {"title": "Public beta", "target": "2027-09-30", "resolution": "quarter"}
    snapshot = world(("milestone", "mmmmmmmmm1", quarter), ("item", A, {"due": "2027-03-31"}), ("item", B, {}))
    begins = {}
    for id in ("mmmmmmmmm1", A, B):
        asked = next_question(REGISTRY["record.due"], context(snapshot, kind="item", cursor=snapshot.find(id)), {})
        assert asked is not None
        begins[id] = (asked.title, asked.value)
    assert begins == {"mmmmmmmmm1": ("Target", "Q3 2027"), A: ("Due date", "2027-03-31"), B: ("Due date", "")}
    assert plan("record.due", {"ids": ["mmmmmmmmm1"], "value": "Q3 2027"}, snapshot).edits == (), "what is not touched stays"
    titles = [
        plan("record.due", {"ids": ["mmmmmmmmm1"], "value": value, "reason": "later"}, snapshot).title
        for value in ("Q4 2027", "2027-10-15", "")
    ]
    assert titles == ["Set target Q4 2027 of “Public beta”", "Set target 2027-10-15 of “Public beta”", "Clear target of “Public beta”"]
    for typed, words in (("Q4 2027", "target Q4 2027"), ("", "clearing the target")):
        with pytest.raises(Refused, match=f"^{words} needs a reason"):
            plan("record.set", {"ids": ["mmmmmmmmm1"], "fields": [f"target={typed}"]}, snapshot)


def test_a_change_of_a_link_names_the_record_and_not_its_id() -> None:
    snapshot = world(("problem", "qqqqqqqqq1", {}), ("person", "ppppppppp1", {"title": "Ana Lima"}))
    assert "owner “Ana Lima”" in plan("record.assign", {"ids": ["qqqqqqqqq1"], "value": "ppppppppp1"}, snapshot).title


def test_tags_that_are_added_to_many_are_named_and_not_all_tags_of_the_first() -> None:
    snapshot = world(("item", A, {"tags": ["old", "ux"]}), ("item", B, {}))
    both = plan("record.tags", {"ids": [A, B], "value": "groomed -old"}, snapshot)
    assert both.title == "Set tags +groomed -old of 2 items"


def test_a_line_that_is_no_record_says_how_to_come_to_one() -> None:
    said = {screen: without_target(context(world(), screen=screen)) for screen in ("tree", "today", "backlog")}
    assert said == {
        "tree": "there is no record on this line: l unfolds it, a adds one",
        "today": "this line stands for several records: l shows them, enter goes to all",
        "backlog": "there is no record under the cursor: add one with a",
    }
