"""The page on scores says what the program does."""

from __future__ import annotations

import json
import re
from pathlib import Path

from pmtui.domain.item_scores import KANO_ANSWERS, kano_class, weighted_score
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import parse
from pmtui.domain.team_score import faults, ice_kind, team_score

PAGE = (Path(__file__).parents[2] / "docs" / "scores.md").read_text(encoding="utf-8")


def test_the_table_of_kano() -> None:
    for row in KANO_ANSWERS:
        cells = [str(kano_class({"kano_functional": row, "kano_dysfunctional": column})) for column in KANO_ANSWERS]
        assert f"| {row} | {' | '.join(cells)} |" in PAGE


def test_the_settings_are_read_as_they_are_explained() -> None:
    found = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    settings = json.loads(found[1])
    assert faults(settings) == []
    assert ice_kind(settings) == "mean"
    score = team_score(settings)
    assert score is not None
    assert weighted_score({"value": 4, "effort": 2}, score) == 16


def test_the_filters_can_be_read() -> None:
    section = PAGE.split("## Finding")[1]
    texts = re.findall(r"`([a-z_]+[:<>][^`]+)`", section)
    assert len(texts) >= 9
    for text in texts:
        assert parse(text, SCHEMA["milestone" if text.startswith("must_share") else "item"]).where or ":" in text
