"""Saved views: what they hold, what is wrong with them, and on which digits they stand."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.views import (
    BUILT_IN,
    DIGITS,
    MINE,
    TEAM,
    SavedView,
    built_in,
    faults,
    named,
    of_json,
    of_record,
    on_digits,
    record_fields,
    usable,
)

_WORDS = st.sampled_from(["name", "kind", "query", "columns", "sort"])
_PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=12)
JSON = st.recursive(_PLAIN, lambda one: st.lists(one, max_size=3) | st.dictionaries(_WORDS, one, max_size=4), max_leaves=8)


def test_the_views_that_every_workspace_has_can_be_shown() -> None:
    names = [view.name for view in built_in("item")]
    assert names == ["My work", "Ready", "Needs score", "No why", "Stale", "Blocked", "Snoozed", "Done this week"]
    assert [faults(view) for kind in SCHEMA.kinds for view in built_in(kind) if faults(view)] == []


def test_a_view_goes_through_a_file_and_through_a_record() -> None:
    view = SavedView("Payments", "item", "tag:billing", "-rice,rank", "status", ("title", "rice"), "board", MINE)
    assert of_json(view.as_json()) == view
    data = {name: value for name, value in record_fields(view).items() if value is not None}
    assert of_record(Record("view", "vvvvvvvvv1", {"id": "vvvvvvvvv1", **data})) == view._replace(whose=TEAM, id="vvvvvvvvv1")


@given(JSON)
@example({"name": "\x1b"})
def test_whatever_a_file_holds_is_a_view_or_none(read: object) -> None:
    view = of_json(read)
    assert view is None or (view.name and isinstance(faults(view), list))


def test_what_is_wrong_with_a_view_is_told() -> None:
    assert "filter is not understood" in faults(SavedView("a", "item", "status:"))[0]
    assert faults(SavedView("a", "thing")) == ["there is no kind called 'thing'"]
    view, left_out = usable(SavedView("a", "item", "", "-nonsense", "body", ("est", "title")))
    assert (view.sort, view.group, view.columns, len(left_out)) == ("", "", ("estimate", "title"), 2)


def test_a_digit_never_means_another_view_because_one_was_added() -> None:
    own = [SavedView(f"own {at}", "item", whose=MINE) for at in range(3)]
    views = [*built_in("item"), *own]
    standing = on_digits(views, {})
    assert [view.name for view in standing.values()] == [one.name for one in built_in("item")] + ["own 0"]
    chosen = on_digits(views, {own[2].key: "2"})
    assert (chosen["2"], chosen["1"], chosen["3"]) == (own[2], views[0], views[2])
    assert "8" not in on_digits(built_in("item"), {built_in("item")[7].key: ""})


@given(st.lists(st.tuples(st.sampled_from([BUILT_IN, MINE, TEAM]), st.text("ab", min_size=1, max_size=3)), max_size=14, unique=True),
       st.lists(st.sampled_from([*DIGITS, ""]), max_size=6))
def test_every_digit_shows_one_view_and_no_view_stands_twice(made: list[tuple[str, str]], digits: list[str]) -> None:
    views = [SavedView(name, "item", whose=whose, id=name if whose == TEAM else "") for whose, name in made]
    chosen = dict(zip([view.key for view in views], digits, strict=False))
    found = on_digits(views, chosen)
    assert len({view.key for view in found.values()}) == len(found)
    assert all(chosen.get(view.key, digit) == digit for digit, view in found.items())


def test_of_two_views_with_one_name_the_persons_own_comes_first() -> None:
    views = [SavedView("Ready", "item"), SavedView("READY", "item", whose=TEAM, id="x"), SavedView("ready", "item", whose=MINE)]
    assert [one.whose for one in named(views, " ready ")] == [MINE, TEAM, BUILT_IN]
