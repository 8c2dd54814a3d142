"""What each method of an experiment asks before it starts, and the checklist of what must have been stated by then.

A design is stated before the data: metric, who takes part, how many, what must not get worse, and which decision follows from which result.
Source: Ron Kohavi, Diane Tang, Ya Xu, "Trustworthy Online Controlled Experiments" (2020), chapters 1, 2 and 21.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.domain.text import spoken

RATES, SESSIONS, SAMPLE = "rates", "sessions", "sample"
"""The families of methods: rates of arms are compared; people are watched or asked one by one; one sample is taken."""
FAMILIES: dict[str, str] = {
    "ab_test": RATES, "fake_door": RATES,
    "interview": SESSIONS, "usability_test": SESSIONS, "mockup": SESSIONS, "prototype": SESSIONS, "concierge": SESSIONS,
    "survey": SAMPLE, "data_analysis": SAMPLE,
}
"""The family of each method."""
WITH_TASKS = frozenset({"usability_test", "mockup", "prototype"})
"""Methods in which people are given something to do."""
ASKED: dict[str, tuple[str, ...]] = {
    RATES: ("metric", "segment", "arms", "baseline_rate", "mde", "alpha", "power", "daily_users", "planned_n", "mode", "guardrails"),
    SESSIONS: ("metric", "segment", "planned_n", "body", "guardrails"),
    SAMPLE: ("metric", "segment", "baseline_rate", "mde", "alpha", "planned_n", "guardrails"),
    "": ("metric", "segment", "planned_n", "guardrails"),
}
"""The fields that a family's design asks for, in their order; title, hypothesis, method, dates and the rule are asked of all."""


class Check(NamedTuple):
    """One thing that must be stated before an experiment starts.

    Attributes:
        field: The field that states it.
        label: What it is called.
        is_ticked: Whether the data states it.
        help: What belongs there.
    """

    field: str
    label: str
    is_ticked: bool
    help: str


_LABELS: dict[str, tuple[str, str]] = {
    "method": ("method", "how it is tested"),
    "hypothesis": ("hypothesis", "what it tests"),
    "metric": ("metric", "what is measured, in a few words"),
    "decision_rule": ("rule", "what will be decided on which result"),
    "segment": ("segment", "who takes part"),
    "guardrails": ("guardrails", "what must not get worse: Complaints down; Checkout completed up"),
    "planned_n": ("planned n", "how many"),
    "baseline_rate": ("baseline", "the rate today, such as 5 %"),
    "mde": ("least effect", "the least difference worth finding, such as 1 %"),
    "arms": ("arms", "two at least, the control first: Today, New"),
    "body": ("tasks", "what people are asked to do, one line each"),
}
_STATED: dict[str, tuple[str, ...]] = {
    RATES: ("metric", "segment", "baseline_rate", "mde", "planned_n", "guardrails", "decision_rule"),
    SESSIONS: ("metric", "segment", "planned_n", "decision_rule"),
    SAMPLE: ("metric", "segment", "planned_n", "decision_rule"),
    "": ("method", "metric", "segment", "planned_n", "decision_rule"),
}
_OTHERWISE: dict[tuple[str, str], tuple[str, str]] = {
    (SESSIONS, "metric"): ("success", "what counts as success in a session"),
    (SESSIONS, "planned_n"): ("sessions", "how many sessions; five find most troubles of use"),
    (SAMPLE, "baseline_rate"): ("share", "the share that you expect; blank is 50 %, the worst case"),
    (SAMPLE, "mde"): ("margin", "how far from the truth it may be, such as 5 %"),
    (SAMPLE, "planned_n"): ("sample", "how many answers or records"),
    (RATES, "planned_n"): ("planned n", "participants of each arm"),
}
"""What a field is called in a family, and what belongs there, where that differs."""


def family_of(method: object) -> str:
    """The family of a method; empty for none or one that this version does not know."""
    return FAMILIES.get(str(method or ""), "")


def named(field: str, method: object) -> tuple[str, str]:
    """What a field of the design is called with a method, and what belongs there."""
    if field == "body" and method == "interview":
        return "questions", "what people are asked, one line each"
    return _OTHERWISE.get((family_of(method), field)) or _LABELS.get(field) or (spoken(field), "")


def stated_before(method: object) -> tuple[str, ...]:
    """The fields that a method wants stated before it starts."""
    found = _STATED[family_of(method)]
    if method == "ab_test":
        found = (*found[:2], "arms", *found[2:])
    if method in WITH_TASKS:
        found = (*found[:-1], "body", found[-1])
    return found


def checklist(data: Mapping[str, Any]) -> list[Check]:
    """What must be stated before an experiment starts, each ticked where the data states it."""
    method = data.get("method")
    found = []
    for field in stated_before(method):
        label, help = named(field, method)
        found.append(Check(field, label, is_stated(field, data.get(field)), help))
    return found


def is_stated(field: str, value: object) -> bool:
    """Whether a value states something: a text that is not blank, a number above zero, arms to compare."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return value > 0 or field == "baseline_rate"
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, Sequence):
        entries = [one for one in value if one]
        return len(entries) >= (2 if field == "arms" else 1) and (field != "body" or any(str(one).strip() for one in entries))
    return False


def missing(data: Mapping[str, Any]) -> list[Check]:
    """What is not stated yet."""
    return [one for one in checklist(data) if not one.is_ticked]


def task_count(body: object) -> int:
    """How many tasks or questions the script of a session lists: its items, else its lines that are not blank."""
    lines = [str(one).strip() for one in body] if isinstance(body, list) else []
    items = [one for one in lines if one.startswith(("- ", "* ", "+ ")) or one.split(".")[0].isdecimal()]
    return len(items) or sum(1 for one in lines if one)
