"""From what is typed in the dialogs of experiments to one change: designs as texts, numbers, sessions, verdicts, the gate at the start."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from world import TODAY, context, world

from pmtui.commands.core import Effect, Refused
from pmtui.commands.core import run as run_command
from pmtui.commands.experiment_designs import designed, read_field, shown_field
from pmtui.commands.experiment_plans import Counts, Judgement, judged, with_numbers, with_session
from pmtui.commands.experiment_screens import COMMANDS as EXPERIMENTS
from pmtui.commands.records import COMMANDS as RECORDS
from pmtui.domain.change import Change, Snapshot, apply
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record

P, H, G, X, Y = "ppppppppp1", "hhhhhhhhh1", "hhhhhhhhh2", "xxxxxxxxx1", "xxxxxxxxx2"
FIELDS = SCHEMA["experiment"].fields
ARMS = [
    {"id": "aaaaaaaaa1", "name": "Today", "rank": "a0", "participants": 100, "conversions": 5},
    {"id": "aaaaaaaaa2", "name": "Friendly, short", "rank": "a1", "participants": 100, "conversions": 9},
]
RAILS = [{"id": "ggggggggg1", "name": "Complaints", "direction": "down",
          "readings": [{"id": "rrrrrrrrr1", "arm": "Today", "participants": 100, "conversions": 2}]}]
WORLD = world(
    ("problem", P, {"title": "Pain"}), ("hypothesis", H, {"title": "Cure", "problem": P, "status": "testing"}),
    ("hypothesis", G, {"title": "Other"}),
    ("experiment", X, {"title": "Try", "hypothesis": H, "method": "ab_test", "arms": ARMS, "guardrails": RAILS, "status": "running"}),
    ("experiment", Y, {"title": "Ask", "method": "interview"}),
)


def found(id: str, snapshot: Snapshot = WORLD) -> Record:
    record = snapshot.find(id)
    assert record is not None
    return record


def after(change: Change, id: str = X) -> Record:
    return found(id, apply(change, WORLD))


def refusal(make: Any) -> str:
    with pytest.raises(Refused) as caught:
        make()
    return caught.value.words


def test_rates_are_typed_in_percent_or_as_shares_and_read_back_as_themselves() -> None:
    around = context(WORLD)
    assert [read_field(around, FIELDS["mde"], text) for text in ("1 %", "1pp", "0.01", "2 points")] == [0.01, 0.01, 0.01, 0.02]
    assert shown_field(FIELDS["baseline_rate"], 0.049) == "4.9 %"
    assert shown_field(FIELDS["alpha"], 0.05) == "0.05"
    assert refusal(lambda: read_field(around, FIELDS["mde"], "much")).startswith("mde: 'much' is not a number")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["baseline_rate", "mde", "alpha", "planned_n"]), st.integers(0, 10_000))
def test_a_number_that_is_shown_reads_back_as_itself(name: str, value: int) -> None:
    number = value if name == "planned_n" else value / 10_000
    assert read_field(context(WORLD), FIELDS[name], shown_field(FIELDS[name], number)) == pytest.approx(number)


def test_arms_keep_their_figures_by_name_and_a_renamed_one_by_place() -> None:
    around = context(WORLD)
    text = shown_field(FIELDS["arms"], ARMS)
    assert text == "Today; Friendly, short"
    assert read_field(around, FIELDS["arms"], text, ARMS) == ARMS
    renamed = read_field(around, FIELDS["arms"], "Now; Friendly, short", ARMS)
    assert [(one["id"], one["name"], one["conversions"]) for one in renamed] == [
        ("aaaaaaaaa1", "Now", 5), ("aaaaaaaaa2", "Friendly, short", 9),
    ]
    more = read_field(around, FIELDS["arms"], "Today, Third, Fourth", ARMS)
    assert [(one["name"], "conversions" in one) for one in more] == [("Today", True), ("Third", False), ("Fourth", False)]
    assert more[0]["rank"] < more[1]["rank"]
    assert "two are called" in refusal(lambda: read_field(around, FIELDS["arms"], "A, a"))


def test_guardrails_say_which_way_is_better() -> None:
    around = context(WORLD)
    text = shown_field(FIELDS["guardrails"], RAILS)
    assert text == "Complaints down"
    assert read_field(around, FIELDS["guardrails"], text, RAILS) == RAILS
    both = read_field(around, FIELDS["guardrails"], "Complaints ↓; Checkout, all of it up", RAILS)
    assert [(one["name"], one["direction"]) for one in both] == [("Complaints", "down"), ("Checkout, all of it", "up")]
    assert "which way is better" in refusal(lambda: read_field(around, FIELDS["guardrails"], "Speed"))


def test_a_design_changes_only_what_was_typed_and_a_new_one_has_a_title() -> None:
    change = designed(context(WORLD), found(X), {"planned_n": "500", "segment": "all"})
    assert change.edits[0].fields == {"planned_n", "segment"}
    assert refusal(lambda: designed(context(WORLD), None, {"title": " "})).startswith(("title", "the title"))
    unknown = {"title": "New", "hypothesis": "None such"}
    assert refusal(lambda: designed(context(WORLD), None, unknown)).startswith("hypothesis: there is no")
    made = designed(context(WORLD), None, {"title": "New", "hypothesis": "Cure", "method": "survey"})
    assert (made.edits[0].after["hypothesis"], made.edits[0].after["method"]) == (H, "survey")


def test_numbers_go_to_arms_and_to_readings_of_guardrails_and_blank_ones_are_cleared() -> None:
    counts = [
        Counts("aaaaaaaaa1", "", "4,000", "200"), Counts("aaaaaaaaa2", "", "", ""),
        Counts("aaaaaaaaa1", "ggggggggg1", "4 000", "7"), Counts("aaaaaaaaa2", "ggggggggg1", "4000", "9"),
    ]
    record = after(with_numbers(context(WORLD), found(X), counts))
    first, second = sorted(record["arms"], key=lambda one: one["id"])
    assert (first["participants"], first["conversions"]) == (4000, 200)
    assert not {"participants", "conversions"} & second.keys()
    assert {one["arm"]: one["conversions"] for one in record["guardrails"][0]["readings"]} == {"Today": 7, "Friendly, short": 9}
    assert "Today: participants" in refusal(lambda: with_numbers(context(WORLD), found(X), [Counts("aaaaaaaaa1", "", "many", "")]))
    impossible = [Counts("aaaaaaaaa1", "", "10", "11")]
    assert "11 conversions" in refusal(lambda: with_numbers(context(WORLD), found(X), impossible))


def test_a_session_gives_its_quote_to_the_problem_or_says_that_there_is_none() -> None:
    change = with_session(context(WORLD), found(X), {"who": "Ada", "tasks": "3", "succeeded": "3", "quote": "Nice", "at": "today"})
    assert after(change)["sessions"][0]["succeeded"] == 3
    assert after(change, P)["evidence"][0]["quote"] == ["Nice"]
    assert refusal(lambda: with_session(context(WORLD), found(Y), {"who": "Ada", "quote": "Nice"})).startswith("quote: no problem")
    assert refusal(lambda: with_session(context(WORLD), found(Y), {"tasks": " ", "at": TODAY})).startswith("who: the session says nothing")
    assert "succeeded" in refusal(lambda: with_session(context(WORLD), found(Y), {"who": "A", "tasks": "2", "succeeded": "3"}))


def test_a_verdict_is_one_change_and_a_refutation_needs_its_reason() -> None:
    told = Judgement("lost", "It does not.\nNot at all.", {H: "against", G: "for"}, "refuted")
    assert refusal(lambda: judged(context(WORLD), found(X), told)).startswith("reason: refuted needs one")
    assert refusal(lambda: judged(context(WORLD), found(X), Judgement("", "x", {}))).startswith("result:")
    assert refusal(lambda: judged(context(WORLD), found(X), Judgement("won", " ", {}))).startswith("learning:")
    change = judged(context(WORLD), found(X), told._replace(reason="the figures"))
    assert (after(change)["result"], after(change).status) == ("lost", "stopped")
    assert after(change)["learning"] == ["It does not.", "Not at all."]
    own, other = after(change, H), after(change, G)
    assert (own.status, own["learnings"][0]["stance"], own["reasons"][0]["text"]) == ("refuted", "against", ["the figures"])
    assert (other.status, other["learnings"][0]["stance"]) == ("draft", "for")


def test_a_second_verdict_corrects_the_learning_of_the_first() -> None:
    first = apply(judged(context(WORLD), found(X), Judgement("won", "Good.", {H: "for"})), WORLD)
    again = judged(context(first), found(X, first), Judgement("lost", "Not so good.", {H: "against"}))
    (learning,) = found(H, apply(again, first))["learnings"]
    assert (learning["text"], learning["stance"]) == (["Not so good."], "against")


def test_starting_asks_for_what_is_not_stated_and_lets_others_through() -> None:
    commands = {one.id: one for one in (*RECORDS, *EXPERIMENTS)}
    here = context(WORLD, cursor=found(Y), screen="experiments", kind="experiment")
    asked = run_command(commands["record.set"], here, {"fields": ["status=running"]})
    assert asked == Effect("start_experiment", {"id": Y, "status": "running"})
    made = run_command(commands["experiment.start"], here, {"values": {"segment": "all"}, "status": "running"})
    assert isinstance(made, Change)
    assert (after(made, Y).status, after(made, Y)["segment"]) == ("running", "all")
    assert after(made, Y)["frozen"]["at"]
    on_the_shell = context(WORLD, cursor=found(Y))
    assert isinstance(run_command(commands["record.set"], on_the_shell, {"ids": [Y], "fields": ["status=running"]}), Change)
