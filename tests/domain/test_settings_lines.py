"""Settings on one line: what is typed is what comes back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.settings_keys import SETTINGS, faults
from pmtui.domain.settings_lines import (
    BadLine,
    field_line,
    json_line,
    limits_line,
    read_field,
    read_json,
    read_limits,
    read_status,
    status_line,
)

_WORD = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
_HELPS = st.fixed_dictionaries({}, optional={"help": st.sampled_from(["What it may bring.", "1-5, or none"])})


@pytest.mark.parametrize(("line", "declared"), [
    ("revenue integer 1-5 -- Gain.", {"name": "revenue", "type": "integer", "minimum": 1, "maximum": 5, "help": "Gain."}),
    ("cost number 0.5 to", {"name": "cost", "type": "number", "minimum": 0.5}),
    ("low number -5..-1", {"name": "low", "type": "number", "minimum": -5, "maximum": -1}),
    ("area choice Web, Mobile app", {"name": "area", "type": "choice", "choices": ["Web", "Mobile app"]}),
    ("sponsor link person", {"name": "sponsor", "type": "link", "links": ["person"]}), ("legal flag", {"name": "legal", "type": "flag"}),
])
def test_fields(line: str, declared: dict[str, Any]) -> None:
    assert read_field(line) == declared
    assert read_field(field_line(declared)) == declared


@given(st.builds(lambda one, more: {**one, **more}, st.one_of(
    st.fixed_dictionaries({"name": _WORD, "type": st.sampled_from(["text", "date", "set", "link"])}),
    st.fixed_dictionaries(
        {"name": _WORD, "type": st.just("integer")}, optional={"minimum": st.integers(-9, 9), "maximum": st.integers(-9, 9)},
    ),
    st.fixed_dictionaries({"name": _WORD, "type": st.just("choice"), "choices": st.lists(_WORD, min_size=1, unique=True)}),
), _HELPS))
def test_a_field_comes_back_from_its_line(declared: dict[str, Any]) -> None:
    assert read_field(field_line(declared)) == declared


@pytest.mark.parametrize("line", ["", "revenue", "revenue integer many", "legal flag yes", "low integer -"])
def test_what_is_no_field_says_how_one_is_written(line: str) -> None:
    with pytest.raises(BadLine):
        read_field(line)


def test_statuses() -> None:
    assert read_status("qa is review -- Somebody tries it.") == {"name": "qa", "is": "review", "help": "Somebody tries it."}
    assert status_line({"name": "qa", "is": "review", "help": "Tried."}) == "qa is review -- Tried."
    assert (read_status("review"), status_line({"name": "review"})) == ({"name": "review"}, "review")
    with pytest.raises(BadLine, match="qa is review"):
        read_status("qa review")


def test_limits() -> None:
    assert read_limits(" doing 3, review: 2,") == {"doing": 3, "review": 2}
    assert read_limits(limits_line({"doing": 3})) == {"doing": 3}
    assert read_limits(" ") is None
    with pytest.raises(BadLine, match="doing 3"):
        read_limits("doing many")


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from("abc"), lambda inner: st.lists(inner) | st.dictionaries(_WORD, inner),
))
def test_any_value_comes_back_from_its_line(value: Any) -> None:
    assert read_json(json_line(value)) == value
    with pytest.raises(BadLine, match="not JSON"):
        read_json('{"rule": ')


def test_the_sample_of_each_setting_is_right() -> None:
    settings = {one.key: read_json(one.sample) for one in SETTINGS}
    assert faults(settings) == []
    assert faults({**settings, "icy": 1}) == ["icy is no setting: did you mean ice?"]
