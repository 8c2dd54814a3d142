"""What cannot be: more conversions than participants, an end before its start, a reading in the future, an α of 0.

The schema knows what fits a field; this knows what fits together. What stands in a file is never refused on the way in: it is shown,
and `doctor` names it. Only a change that would make something impossible is refused (`commands/plausibility.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pmtui.domain.ranking import ranked


class Implausible(NamedTuple):
    """Something that cannot be.

    Attributes:
        field: The field in which it is seen; where it lies between two fields, the one that people correct first.
        words: What cannot be, and why, in one clause with the values: for a message behind the field's name.
        entry: The id of the innermost entry in which it lies; empty for a field that has none.
        also: The other fields that have a part in it.
        is_future: Whether it is a day that lies in the future; other programs' clocks may be ahead.
        path: Where exactly it lies in entries: the field, then ids and names by turns; empty where the field tells it.
        hint: What to do about it.
    """

    field: str
    words: str
    entry: str = ""
    also: tuple[str, ...] = ()
    is_future: bool = False
    path: tuple[str, ...] = ()
    hint: str = ""


Faults = Iterator[Implausible]
_BEEN = "give a day that has been"


def faults_of(kind: str, data: Mapping[str, Any], today: str) -> list[Implausible]:
    """Everything in a record that cannot be; nothing for kinds of which nothing is known.

    Args:
        kind: The kind's name.
        data: What the record holds, without defaults; values of a wrong type are left to the schema.
        today: The calendar date where the person is.
    """
    return [fault for rule in (*_RULES.get(kind, ()), _made) for fault in rule(data, today)]


def _entries(data: Mapping[str, Any], name: str) -> Iterable[Mapping[str, Any]]:
    value = data.get(name)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _called(entry: Mapping[str, Any], otherwise: str) -> str:
    return str(entry.get("name") or entry.get("who") or "").strip() or otherwise


def _path(entries: str, outer: Mapping[str, Any], inner: str, one: Mapping[str, Any], key: str) -> tuple[str, ...]:
    ids = (entries, str(outer.get("id") or ""), *((inner, str(one.get("id") or "")) if inner else ()))
    return (*ids, key)


def _as_said(number: float) -> str:
    return f"{number:,.0f}" if number == int(number) else f"{number:g}"


def _after(first: str, second: str) -> Callable[[Mapping[str, Any], str], Faults]:
    """The second day may not be before the first."""

    def rule(data: Mapping[str, Any], today: str) -> Faults:
        start, end = data.get(first), data.get(second)
        if isinstance(start, str) and isinstance(end, str) and end[:10] < start[:10]:
            yield Implausible(second, f"{end[:10]} is before its {first}, {start[:10]}", also=(first,))

    return rule


def _past_days(entries: str, inner: str = "") -> Callable[[Mapping[str, Any], str], Faults]:
    """What entries tell has been: their day may not be in the future."""

    def rule(data: Mapping[str, Any], today: str) -> Faults:
        for outer in _entries(data, entries):
            for one in _entries(outer, inner) if inner else (outer,):
                at = one.get("at")
                if isinstance(at, str) and _is_future(at, today):
                    what = f"a reading of {_called(outer, 'a KPI')}" if inner else "an entry"
                    words = f"{at[:10]} lies in the future, and {what} tells what has been"
                    path = _path(entries, outer, inner, one, "at")
                    yield Implausible(entries, words, str(one.get("id") or ""), is_future=True, path=path, hint=_BEEN)

    return rule


def _past_instants(*names: str) -> Callable[[Mapping[str, Any], str], Faults]:
    """These instants tell what has been."""

    def rule(data: Mapping[str, Any], today: str) -> Faults:
        for name in names:
            at = data.get(name)
            if isinstance(at, str) and _is_future(at, today):
                yield Implausible(name, f"{at[:10]} lies in the future", is_future=True, hint=_BEEN)

    return rule


def _is_future(at: str, today: str) -> bool:
    """Whether a day, or an instant in UTC, is after today; UTC may be a day ahead of the place where the person is."""
    if at[:10] <= today:
        return False
    if len(at) <= 10:
        return True
    from pmtui.domain.dates import days_between

    ahead = days_between(today, at)
    return ahead is not None and ahead > 1


_made = _past_instants("created_at")
"""No record is made in the future."""


def _done_after_start(data: Mapping[str, Any], today: str) -> Faults:
    """What is done was started before; of a start that another clock puts ahead of today nothing follows."""
    start, end = data.get("started_at"), data.get("done_at")
    if isinstance(start, str) and isinstance(end, str) and end[:10] < start[:10] <= today:
        yield Implausible("done_at", f"{end[:10]} is before it was started, {start[:10]}", also=("started_at",))


# Experiments


def _open_unit(data: Mapping[str, Any], today: str) -> Faults:
    for name in ("alpha", "power"):
        value = _number(data.get(name))
        if value is not None and not 0 < value < 1:
            usual = "0.05 is usual" if name == "alpha" else "0.8 is usual"
            yield Implausible(name, f"{value:g} is not between 0 and 1, both excluded", hint=usual)


def _above_zero(data: Mapping[str, Any], today: str) -> Faults:
    effect, daily = _number(data.get("mde")), _number(data.get("daily_users"))
    if effect is not None and effect <= 0:
        yield Implausible("mde", f"{effect:g} is no effect: nobody could find it", hint="0.01 is one percentage point")
    if daily is not None and daily <= 0:
        yield Implausible("daily_users", f"with {daily:g} users a day it never ends", hint="leave it blank where nobody knows")


def _has_begun(data: Mapping[str, Any], today: str) -> Faults:
    """What runs, or ran, does not begin in the future."""
    start = data.get("start")
    if isinstance(start, str) and _is_future(start, today) and _stage(data) != "draft":
        hint = "let it be a draft until then, or give the day on which it began"
        yield Implausible("start", f"{start[:10]} lies in the future, and it has begun", also=("status",), is_future=True, hint=hint)


def _reachable(data: Mapping[str, Any], today: str) -> Faults:
    base, effect = _number(data.get("baseline_rate")), _number(data.get("mde"))
    if base is not None and effect is not None and base + effect > 1 + 1e-12 and base - effect < -1e-12:
        yield Implausible("mde", f"{effect:g} cannot be gained or lost from a rate of {base:g}", also=("baseline_rate",))


def _counts(entries: str, inner: str, whole: str, part: str) -> Callable[[Mapping[str, Any], str], Faults]:
    """A part may not be greater than its whole: conversions and participants, tasks done and tasks tried."""

    def rule(data: Mapping[str, Any], today: str) -> Faults:
        for number, outer in enumerate(ranked(data.get(entries)) if entries == "arms" else _entries(data, entries), 1):
            for one in _entries(outer, inner) if inner else (outer,):
                more, most = _number(one.get(part)), _number(one.get(whole))
                is_alone = most is None and part == "conversions" and bool(more)
                if not is_alone and (more is None or most is None or more <= most):
                    continue
                name = _called(outer, f"{entries[:-1]} {number}") + (f" ({one.get('arm')})" if inner and one.get("arm") else "")
                of = f"but only {_as_said(most)} {whole}" if most is not None else f"but {whole} are blank"
                words, path = f"{name}: {_as_said(more or 0)} {part}, {of}", _path(entries, outer, inner, one, part)
                hint = f"give {whole} and {part} together" if is_alone else "one of both is wrong"
                yield Implausible(entries, words, str(one.get("id") or ""), path=path, hint=hint)

    return rule


def _arms(data: Mapping[str, Any], today: str) -> Faults:
    arms = ranked(data.get("arms"))
    counted = [one for one in arms if _number(one.get("participants"))]
    if len(arms) == 1 and counted and data.get("method") in (None, "ab_test") and _stage(data) == "stopped":
        yield Implausible("status", "it has results of one arm only, and nothing to compare them with", hint="add the control")
    for number, one in enumerate(arms, 1):
        if _number(one.get("weight")) == 0:
            id, words = str(one.get("id") or ""), f"{_called(one, f'arm {number}')}: a weight of 0 means that nobody gets into it"
            yield Implausible("arms", words, id, path=("arms", id, "weight"), hint="give all arms weights above 0, or none")
    names = [str(one.get("name") or "").strip().casefold() for one in arms]
    for at, one in enumerate(names):
        if one and one in names[:at]:
            id, words = str(arms[at].get("id") or ""), f"two arms are called {arms[at].get('name')}"
            yield Implausible("arms", words, id, path=("arms", id, "name"), hint="give each a name of its own")


def _stage(data: Mapping[str, Any]) -> str:
    from pmtui.domain.kinds import SCHEMA

    return SCHEMA["experiment"].like(str(data.get("status") or "draft"))


# Milestones


def _target(data: Mapping[str, Any], today: str) -> Faults:
    """A target that means a whole period may begin before the first day of the work, but not end before it."""
    start, target = data.get("start"), data.get("target")
    if not isinstance(start, str) or not isinstance(target, str) or target[:10] >= start[:10]:
        return
    from pmtui.domain.periods import target_period

    meant = target_period(target, data.get("resolution"))
    if meant is not None and meant.last.isoformat() < start[:10]:
        yield Implausible("target", f"{target[:10]} is before its start, {start[:10]}", also=("start", "resolution"))


_RULES: Mapping[str, tuple[Callable[[Mapping[str, Any], str], Faults], ...]] = {
    "experiment": (
        _open_unit, _above_zero, _reachable, _after("start", "end"), _has_begun, _counts("arms", "", "participants", "conversions"), _arms,
        _counts("guardrails", "readings", "participants", "conversions"), _counts("sessions", "", "tasks", "succeeded"),
        _past_days("sessions"),
    ),
    "goal": (_after("start", "due"), _past_days("kpis", "readings")),
    "iteration": (_after("start", "end"),),
    "milestone": (_target, _past_days("updates"), _past_instants("shipped_at")),
    "item": (_past_instants("started_at", "done_at"), _done_after_start),
    "problem": (_past_days("evidence"),),
    "hypothesis": (_past_days("learnings"),),
    "product": (_past_days("stages"),),
    "person": (_past_instants("last_told"),),
    "review": (_after("since", "at"), _past_instants("at")),
}
