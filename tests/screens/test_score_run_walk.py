"""The way of a score run: which input comes next, back, skips and undo; and what the end tells of moves."""

from __future__ import annotations

from typing import Any

from pmtui.domain.score_methods import ICE, MOSCOW, OPPORTUNITY, RICE, VALUE_EFFORT, ScoreInput
from pmtui.screens.dialogs.score_run_pages import End, end_lines, lasting
from pmtui.screens.dialogs.score_run_walk import GROUP, MINE, Done, Walk
from pmtui.widgets.digit_row import digit_of
from pmtui.widgets.score_lines import Asking, Opinion, input_line, scale_lines
from pmtui.widgets.score_moves import DOWN, NEW, UP, move_lines, moves, shown_figure, standing
from pmtui.widgets.styled_lines import text_of


def walk(present: dict[str, Any], **more: Any) -> Walk:
    found = Walk(RICE, ["a", "b", "c"])
    found.begin(present, **more)
    return found


def test_blank_inputs_are_asked_and_where_none_is_blank_all_are() -> None:
    part = walk({"reach": 500, "confidence": 80})
    assert part.input.field == "impact"
    assert not part.give(2)
    assert part.input.field == "effort"
    assert part.give(1)
    assert part.values == {"reach": 500, "confidence": 80, "impact": 2, "effort": 1}
    whole = walk({"reach": 500, "impact": 2, "confidence": 80, "effort": 1})
    assert [whole.method.inputs[at].field for at in whole.asked] == ["reach", "impact", "confidence", "effort"]
    assert [whole.forward() for _ in range(4)] == [False, False, False, True]


def test_back_reaches_every_input_and_what_follows_is_asked_again() -> None:
    part = walk({"reach": 500, "confidence": 80})
    assert part.back()
    assert part.input.field == "reach"
    assert not part.back()
    part.give(100)
    assert part.input.field == "impact"
    assert walk({"reach": 1, "impact": 1, "confidence": 1, "effort": 1}, is_back=True).input.field == "effort"
    assert walk({}, only=["effort", "impact"]).input.field == "impact"
    assert walk({}, only=["effort", "impact"], is_back=True).input.field == "effort"


def test_an_estimate_stands_in_for_a_blank_effort() -> None:
    found = Walk(VALUE_EFFORT, ["a"])
    found.begin({"value": None, "effort": None, "estimate": 3})
    assert found.input.field == "value"
    assert found.give(4)


def test_undo_goes_back_to_what_was_scored_last() -> None:
    found = walk({})
    found.note()
    found.at = 2
    found.note()
    assert found.scored_ids == ["a", "c"]
    assert found.undone() == Done(2, "c")
    assert (found.at, found.scored_ids) == (2, ["a"])
    assert found.undone() == Done(0, "a")
    assert found.undone() is None


def test_places_are_shared_and_the_greatest_move_comes_first() -> None:
    before = standing({"a": 10, "b": 40, "c": 40, "d": None, "e": 5, "words": "must"})
    assert before.places == {"b": 1, "c": 1, "a": 3, "e": 4}
    after = standing({"a": 50, "b": 40, "c": 1, "d": 45, "e": 5})
    found = moves(before, after, {"a": "A", "c": "C", "d": "D", "e": "E"})
    assert [(one.id, one.place_before, one.place_after, one.step) for one in found] == [
        ("d", None, 2, 4), ("c", 1, 5, -4), ("a", 3, 1, 2), ("e", 4, 4, 0)]
    text = text_of(move_lines(found, "RICE", 60))
    assert [line[0] for line in text.splitlines()[1:]] == [NEW, DOWN, UP, "="]
    assert all(len(line) <= 60 for line in text.splitlines())
    words = text_of(move_lines(moves(standing({}), standing({"a": "must"}), {"a": "A"}), "MoSCoW", 60))
    assert words.splitlines()[1].split() == ["must", "A"]
    assert [shown_figure(one) for one in (None, 1234.5, 3.14159, "do_first")] == ["n/a", "1,234", "3.14", "do first"]


def asking(one: ScoreInput = RICE.inputs[0], **more: Any) -> Asking:
    return Asking(RICE, one, {"reach": 500}, **more)


def test_a_scale_takes_the_lines_there_are_and_every_key_is_named() -> None:
    for height in (30, 13, 11, 8):
        for width in (40, 60, 100):
            lines = text_of(scale_lines(asking(), width, height)).splitlines()
            assert len(lines) <= max(height, 8)
            assert all(len(line) <= width for line in lines)
            text = "\n".join(lines)
            assert all(f"{step.value:,}" in text for step in RICE.inputs[0].steps), (height, width)
    assert "●" in text_of(scale_lines(asking(), 60, 30)).splitlines()[7]
    strip = text_of(input_line(asking(figure="400"), 70)).replace("\u00a0", " ")
    assert strip.startswith("▸ reach 500   impact –")
    assert strip.endswith("RICE 400")
    ten = text_of(scale_lines(Asking(ICE, ICE.inputs[0], {}), 60, 30))
    assert "0   10, reaches the goal by itself" in ten
    assert "must" in text_of(scale_lines(Asking(MOSCOW, MOSCOW.inputs[0], {}), 60, 30))
    assert "importance" in text_of(input_line(Asking(OPPORTUNITY, OPPORTUNITY.inputs[0], {}), 60))


def test_nobodys_value_is_told_before_it_is_revealed() -> None:
    hidden = text_of(scale_lines(asking(RICE.inputs[1], opinion=Opinion(("Ana", "Bo"))), 70, 30))
    assert "Ana, Bo have scored it" in hidden
    shown = Opinion(("Ana", "Bo"), True, {3: ("Ana",), 1.5: ("Bo",)}, "2.25", "1.5 to 3")
    text = text_of(scale_lines(asking(RICE.inputs[1], opinion=shown), 70, 30))
    assert "median 2.25 · 1.5 to 3" in text
    assert next(line for line in text.splitlines() if "massive" in line).endswith("Ana")
    assert next(line for line in text.splitlines() if line.endswith("Bo")).split() == ["1.5", "Bo"]
    assert "nobody has scored it" in text_of(scale_lines(asking(opinion=Opinion(())), 70, 30))


def test_the_digit_row_of_azerty_counts() -> None:
    keys = ["ampersand", "é", "quotation_mark", "apostrophe", "left_parenthesis", "minus", "è", "underscore", "ç", "à"]
    assert [digit_of(key) for key in keys] == list("1234567890")
    assert [digit_of(key) for key in ("5", "a", "space", "²", "٣")] == ["5", "", "", "", ""]
    assert [lasting(one) for one in (0.2, 8, 60, 72.4)] == ["1 s", "8 s", "1 min", "1 min 12 s"]


def test_the_end_says_how_many_have_inputs_but_no_figure() -> None:
    found = moves(standing({"a": None, "b": None}), standing({"a": 400, "b": None}), {"a": "A", "b": "B"})
    said = text_of(end_lines(End(RICE, MINE, found, 1, 9, "items"), 80)[1:2])
    assert said == "2 items scored by RICE · 9 s · 4 s each · 1 not in full · 1 skipped"
    assert "not in full" not in text_of(end_lines(End(RICE, GROUP, found, 0, 9, "items"), 80)[1:2])
