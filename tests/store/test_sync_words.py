"""What a commit of a sync says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.store.sync_paths import Record
from pmtui.store.sync_words import RecordChange, message, subject

CONTESTED = {"conflicts": {"title": {"base": {}, "values": [{"value": "A"}, {"value": "B"}]}}}


def changed(id: str, old: Mapping[str, Any], new: Mapping[str, Any], title: str = "Retry payments") -> RecordChange:
    """A change of an item that has this title before and after."""
    return RecordChange(Record("backlog", id), {"title": title, **old}, {"title": title, **new})


def test_a_conflict_that_ends_is_said_to_be_decided() -> None:
    ended = changed("4k3fq9x2ma", CONTESTED, {"settled": {"title": "1db92ea4"}})
    assert message([ended], ()) == 'Decide the conflict of "Retry payments"\n'
    both = message([ended, changed("5k3fq9x2ma", CONTESTED, {"settled": {"title": "1db92ea4"}}, "Other")], ())
    assert both.splitlines() == [
        "Decide conflicts of 2 items", "",
        "B-4k3fq9x2ma Retry payments: conflict of title decided", "B-5k3fq9x2ma Other: conflict of title decided",
    ]


def test_a_conflict_that_ends_by_another_value_is_a_change_of_the_field() -> None:
    ended = changed("4k3fq9x2ma", {**CONTESTED, "estimate": 3}, {"settled": {"estimate": "1db92ea4"}, "estimate": 5})
    assert subject([ended], ()) == 'Set estimate of "Retry payments"'


def test_a_conflict_that_comes_keeps_both_values() -> None:
    came = changed("4k3fq9x2ma", {}, CONTESTED)
    assert message([came, came], ()).splitlines() == [
        "Keep both values of 2 items", "", *["B-4k3fq9x2ma Retry payments: both values of title kept"] * 2,
    ]


def test_a_subject_that_grows_too_long_leaves_whole_phrases_out() -> None:
    title = "Preview the next invoice before a change is made"
    gone = changed("6k3fq9x2ma", {}, {"deleted_at": "2026-11-23T08:43:24Z"}, title)
    edited = changed("4k3fq9x2ma", {"estimate": 3}, {"estimate": 5}, title)
    started = changed("5k3fq9x2ma", {"status": "ready"}, {"status": "doing"}, title)
    said = subject([gone, edited, started], ())
    assert said == 'Set estimate of "Preview the next invoice before a chang…", and more'
    assert len(subject([gone, edited, started], ())) <= 100
    assert subject([edited], ()) == 'Set estimate of "Preview the next invoice before a chang…"'
