from __future__ import annotations

from typing import Any

import pytest

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.templates import Template, faults, template_of

ITEM = SCHEMA["item"]
SETTINGS: dict[str, Any] = {"templates": {
    "bug": {"body": "Steps:\n\nExpected:", "criteria": [" a test\nfails ", ""], "tags": ["bug", "bug"]},
    "story": {"body": ["As a …"]}, "problem": {"body": "Who?", "criteria": ["never"], "tags": []}, "chore": {},
}}


def test_a_template_is_found_by_type_or_kind() -> None:
    assert template_of(ITEM, "bug", SETTINGS) == Template("bug", ("Steps:", "", "Expected:"), ("a test fails",), ("bug",))
    assert template_of(ITEM, None, SETTINGS) == Template("story", ("As a …",))
    assert template_of(SCHEMA["problem"], None, SETTINGS) == Template("problem", ("Who?",))
    assert template_of(ITEM, "chore", SETTINGS) is template_of(ITEM, "spike", SETTINGS) is None
    assert template_of(SCHEMA["goal"], None, SETTINGS) is None
    assert template_of(ITEM, "bug", SETTINGS).says == "text, 1 criterion, #bug"  # type: ignore[union-attr]


@pytest.mark.parametrize(("templates", "words"), [
    ([], "templates is no object"), ({"item": {}}, "items have no type 'item'"), ({"bugs": {}}, "items have no type 'bugs'"),
    ({"bug": "text"}, "templates.bug is no object"), ({"bug": {"title": "x"}}, "templates.bug.title: a template has body, criteria, tags"),
    ({"bug": {"body": 3}}, "templates.bug.body is no text"), ({"bug": {"tags": "a"}}, "templates.bug.tags is no list of texts"),
])
def test_what_is_wrong_is_told_and_does_no_harm(templates: Any, words: str) -> None:
    settings = {"templates": templates}
    (fault,) = faults(settings)
    assert words in fault
    template_of(ITEM, "bug", settings)


def test_nothing_wrong() -> None:
    assert faults(SETTINGS) == faults({}) == []
