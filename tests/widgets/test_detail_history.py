"""One change of the history as the pane shows it."""

from __future__ import annotations

from typing import Any

import pytest

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.history import Revision, revised
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import merge, resolved
from pmtui.widgets.cells import width_of
from pmtui.widgets.detail_history import revision_lines
from pmtui.widgets.detail_text import Reading
from pmtui.widgets.link_spans import LinkSpan
from pmtui.widgets.styled_lines import text_of

ITEM = SCHEMA["item"]
ID = "4k3fq9x2ma"
BASE: dict[str, Any] = {"id": ID, "title": "Retry", "rank": "a5", "body": ["one", "two"], "tags": ["billing"], "milestone": "mmmmmmmmm1"}
SNAPSHOT = Snapshot(MemorySource({"item": {ID: BASE}, "milestone": {"mmmmmmmmm1": {"id": "mmmmmmmmm1", "title": "MVP"}}}))


def shown(befores: list[Any], after: Any, width: int = 60, **facts: Any) -> str:
    what, changes = revised(ITEM, befores, after)
    revision = Revision("2026-11-20T08:00:00Z", "Ana", "c0ffee1234", "item", ID, "Retry", what, changes, subject="Plan")._replace(**facts)
    lines = revision_lines(revision, Reading(SNAPSHOT, "2026-11-22", width))
    assert all(width_of("".join(span.text for span in line)) <= width for line in lines)
    return text_of(lines).replace("\u00a0", " ")


def test_who_when_and_which_record() -> None:
    text = shown([BASE], {**BASE, "estimate": 3})
    assert "B-4k3fq · item edited · Ana · 2 d ago" in text
    assert "Plan c0ffee12" in text
    assert "estimate    blank → 3" in text
    lines = revision_lines(
        Revision("2026-11-20T08:00:00Z", "Ana", "", "item", ID, "Retry", "edited", ()), Reading(SNAPSHOT, "2026-11-22", 60)
    )
    assert [span.target.id for line in lines for span in line if isinstance(span, LinkSpan)] == [ID]
    assert "not committed yet" in text_of(lines)


@pytest.mark.parametrize(("edit", "words"), [
    ({"tags": ["cards"]}, ["tags        −billing +cards"]),
    ({"milestone": None}, ["milestone   MVP → blank"]),
    ({"body": ["one", "2"]}, ["body          one", "− two", "+ 2"]),
    ({"body": []}, ["− one", "− two"]),
    ({"rank": "a1"}, ["moved up"]),
    ({"criteria": [{"id": "c", "text": "Works", "done": True}]}, ["criterion “Works”", "+ text  Works", "+ done  yes"]),
    ({"title": "Retry failed card payments of all customers in the world"}, ["title       Retry failed card"]),
    ({"x_new": {"a": [1]}}, ["x new", '{"a":[1]}']),
])
def test_from_what_to_what(edit: dict[str, Any], words: list[str]) -> None:
    text = shown([BASE], {**BASE, **edit})
    assert [one for one in words if one not in text] == [], text


def test_two_long_texts_of_one_line_are_compared_by_words() -> None:
    before = {**BASE, "i_want": "to retry the payments that a bank has refused three times"}
    text = shown([before], {**before, "i_want": "to retry the payments that a bank has refused four times"}, 80)
    assert "refused three four times" in text


def test_a_record_that_came_is_shown_whole_without_signs() -> None:
    text = shown([None], BASE)
    assert "tags        billing" in text
    assert "body        one" in text
    assert "rank" not in text


def test_conflicts_show_every_value() -> None:
    ours, theirs = {**BASE, "title": "Ours", "body": ["one", "2"]}, {**BASE, "title": "Theirs", "body": ["one", "zwei"]}
    merged = merge(ITEM, BASE, ours, theirs)
    text = shown([ours, theirs], merged, is_merge=True)
    assert "edited in a merge" in text
    assert all(one in text for one in ("• Theirs", "• Ours", "the text that is shown:", "the other one:", "− zwei", "+ 2"))
    text = shown([merged], resolved(ITEM, merged, "body", ["one", "2"]))
    assert all(one in text for one in ("the conflict was settled", "it became:"))


def test_a_version_that_cannot_be_read_and_a_record_that_is_gone() -> None:
    text = shown([BASE], None, id="5k3fq9x2ma", what="unreadable", fault="this version of it cannot be read: not JSON", changes=())
    assert "not here any more" in text
    assert "▲ this version of it cannot be read: not JSON" in text


def test_a_long_text_is_cut_and_says_so() -> None:
    text = shown([BASE], {**BASE, "body": [f"line {at}" for at in range(500)]})
    assert "302 more lines; pmtui log 4k3fq9x2ma --json has all" in " ".join(text.split())
