from __future__ import annotations

from pmtui.widgets.cells import width_of
from pmtui.widgets.stage_table import journey_lines
from pmtui.widgets.styled_lines import text_of

STAGES = [
    {"stage": "Set up", "doing": ["Enters plans and tax settings"], "feeling": ["careful"]},
    {"stage": "Get paid", "doing": ["Looks at failures"], "pains": ["They look alike."]},
]


def test_stages_stand_side_by_side_where_there_is_room() -> None:
    lines = journey_lines(STAGES, 60)
    assert text_of(lines) == (
        "          1 Set up                 2 Get paid\n"
        "doing     Enters plans and tax     Looks at failures\n"
        "          settings\n"
        "feeling   careful\n"
        "pains                              They look alike."
    )


def test_elsewhere_one_below_the_other() -> None:
    lines = journey_lines(STAGES, 40)
    assert text_of(lines).split("\n")[:3] == ["1 Set up", "  doing     Enters plans and tax", "            settings"]
    assert all(sum(width_of(one.text) for one in line) <= 40 for line in lines)
    assert journey_lines([], 40) == []
