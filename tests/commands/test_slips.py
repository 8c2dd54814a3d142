"""A date that slips has its reason, whichever way it is given another one; one that comes earlier may go without."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from world import context, world

from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import Context, Refused
from pmtui.commands.forms import Filled, form_change
from pmtui.commands.outside import change_from_text, editable_text
from pmtui.domain.change import Change, apply, inverse
from pmtui.domain.history import FieldChange, Revision
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.slip import slips_in

M, N = "mmmmmmmmm1", "mmmmmmmmm2"
DATES = {"start": "2026-11-01", "target": "2027-01-15"}
WORLD = world(("milestone", M, DATES), ("milestone", N, {**DATES, "resolution": "quarter", "target": "2026-12-31"}))
LATER = {"target": "2027-02-20"}
REASON = "the bank is late"
Way = Callable[[Context, Mapping[str, Any], str], Change]


def command(id: str, **arguments: Any) -> Way:
    """A command that gives fields as words."""

    def way(here: Context, values: Mapping[str, Any], reason: str) -> Change:
        given = {name: value(values) if callable(value) else value for name, value in arguments.items()}
        found = REGISTRY[id].plan(here, {**given, **({"reason": reason} if reason else {})})
        assert isinstance(found, Change)
        return found

    return way


def fields(values: Mapping[str, Any]) -> list[str]:
    return [f"{name}={value or ''}" for name, value in values.items()]


def form(here: Context, values: Mapping[str, Any], reason: str) -> Change:
    record = WORLD.record("milestone", M)
    assert record is not None
    return form_change(here, Filled(SCHEMA["milestone"], M, record, dict(values), ()), reason)


def editor(here: Context, values: Mapping[str, Any], reason: str) -> Change:
    record = WORLD.record("milestone", M)
    assert record is not None
    before = after = editable_text(record)
    for name, value in values.items():
        old = next(line for line in before.split("\n") if line.startswith(f"{name}:"))
        after = after.replace(old, f"{name}: {value or ''}")
    if reason:
        old = next(line for line in before.split("\n") if line.startswith("reason:"))
        after = after.replace(old, f"reason: {reason}")
    return change_from_text(here, record, before, after)


def history(here: Context, values: Mapping[str, Any], reason: str) -> Change:
    changes = tuple(FieldChange(name, value, DATES.get(name)) for name, value in values.items())
    revision = Revision("2026-11-02T08:00:00Z", "Ana", "c1", "milestone", M, M, "edited", changes)
    return command("history.take_back", revision=revision)(here, values, reason)


WAYS: dict[str, Way] = {
    "set": command("record.set", ids=[M], fields=fields),
    "many": command("record.set", ids=[M, N], fields=fields),
    "cell": command("record.edit_field", ids=[M], field="target", value=lambda values: values["target"]),
    "due": command("record.due", ids=[M], value=lambda values: values["target"]),
    "form": form, "editor": editor, "history": history,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_slip_is_refused_without_its_reason_and_kept_with_it(way: Way) -> None:
    here = context(WORLD)
    with pytest.raises(Refused, match="needs a reason") as refused:
        way(here, LATER, "")
    assert refused.value.code == "missing_reason"
    change = way(here, LATER, REASON)
    for edit in change.edits:
        record = apply(change, WORLD).record("milestone", edit.id)
        assert record is not None
        [slip] = slips_in(record)
        assert (slip.was, slip.now, slip.by, slip.reason) == (WORLD.record("milestone", edit.id)["target"], "2027-02-20", "ana", REASON)
    after = apply(change, WORLD)
    assert apply(inverse(change, "2026-11-22T10:00:00Z"), after).record("milestone", M) == WORLD.record("milestone", M)


@pytest.mark.parametrize("way", [way for name, way in WAYS.items() if name != "many"], ids=[name for name in WAYS if name != "many"])
def test_earlier_may_go_without(way: Way) -> None:
    record = apply(way(context(WORLD), {"target": "2026-12-20"}, ""), WORLD).record("milestone", M)
    assert record is not None
    assert record["target"] == "2026-12-20"
    assert not slips_in(record)


@pytest.mark.parametrize("id", ["roadmap.move", "roadmap.target_later"])
def test_moves_by_periods(id: str) -> None:
    way = command(id, ids=[N], by="1") if id == "roadmap.move" else command(id, ids=[N])
    with pytest.raises(Refused, match="slips to Q1 2027, which needs a reason"):
        way(context(WORLD), {}, "")
    change = way(context(WORLD), {}, REASON)
    record = apply(change, WORLD).record("milestone", N)
    assert record is not None
    [slip] = slips_in(record)
    assert (slip.days, slip.labels) == (90, ("Q4 2026", "Q1 2027"))


@pytest.mark.parametrize(("values", "is_asked"), [
    pytest.param({"resolution": "quarter"}, True, id="the end of the quarter is later"),
    pytest.param({"resolution": "quarter", "target": "2026-12-31"}, False, id="but not where the target comes earlier with it"),
    pytest.param({"resolution": "month", "target": "2027-01-31"}, True, id="both"),
])
def test_a_target_that_is_meant_more_coarsely_slips_with_the_end_of_its_period(values: dict[str, str], is_asked: bool) -> None:
    way = WAYS["set"]
    if not is_asked:
        way(context(WORLD), values, "")
        return
    with pytest.raises(Refused, match="needs a reason"):
        way(context(WORLD), values, "")
    record = apply(way(context(WORLD), values, REASON), WORLD).record("milestone", M)
    assert record is not None
    [slip] = slips_in(record)
    assert (slip.days or 0) > 0
    assert slip.reason == REASON


@pytest.mark.parametrize(("typed", "target", "resolution"), [
    ("2026-12-20", "2026-12-20", "day"), ("+2w", "2026-12-06", "day"), ("2026-12-31", "2026-12-31", "day"),
    ("Nov 2026", "2026-11-30", "month"), ("Q4 2026", "2026-12-31", "quarter"),
])
def test_a_target_is_meant_as_exactly_as_it_is_typed(typed: str, target: str, resolution: str) -> None:
    for way in (command("record.set", ids=[N], fields=[f"target={typed}"]), command("record.due", ids=[N], value=typed)):
        found = apply(way(context(WORLD), {}, REASON), WORLD).record("milestone", N)
        assert found is not None
        assert (found["target"], found["resolution"]) == (target, resolution)
    assert command("record.due", ids=[N], value="Q4 2026")(context(WORLD), {}, "").edits == ()
    said = command("record.set", ids=[N], fields=["resolution=month", f"target={target}"])(context(WORLD), {}, REASON)
    found = apply(said, WORLD).record("milestone", N)
    assert found is not None
    assert found["resolution"] == "month", "what is said beside the day counts"
