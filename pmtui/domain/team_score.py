"""The team's own say about scores, from `pmtui.json`: its weighted score, and whether ICE is a product or a mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import INTEGER, NUMBER
from pmtui.domain.text import one_line

PRODUCT, MEAN = "product", "mean"
"""How ICE may be made of its three inputs; sources differ."""
_ICE, _SCORE = "ice", "score"
_MOST = 30
"""So many criteria are read: nobody weighs more."""
_LONGEST = 30
"""Characters of a name."""
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Criterion(NamedTuple):
    """One criterion of the team's weighted score.

    Attributes:
        field: The field of an item that holds its value, built in or the team's own.
        weight: How much it counts beside the others; more than 0.
        is_cost: Whether less is better: the value is turned round within its scale.
        low: The lowest value of the scale.
        high: The highest value of the scale.
        help: What it means, in a few words.
    """

    field: str
    weight: float
    is_cost: bool
    low: float
    high: float
    help: str = ""


class TeamScore(NamedTuple):
    """The team's weighted score.

    Attributes:
        name: What the team calls it.
        criteria: What it is made of, in the team's order.
    """

    name: str
    criteria: tuple[Criterion, ...]


def ice_kind(settings: Mapping[str, Any]) -> str:
    """How the team makes ICE of its inputs: `product` unless the settings say `mean`."""
    return MEAN if settings.get(_ICE) == MEAN else PRODUCT


def team_score(settings: Mapping[str, Any]) -> TeamScore | None:
    """The team's weighted score, or None where the settings have none; criteria that cannot be read are left out."""
    found, _ = _read(settings.get(_SCORE))
    return found


def faults(settings: Mapping[str, Any]) -> list[str]:
    """What is wrong with the settings `ice` and `score`, each in a sentence that says what to write instead."""
    found = []
    if settings.get(_ICE) not in (None, PRODUCT, MEAN):
        found.append(f"ice is {_short(settings[_ICE])}: write {PRODUCT} or {MEAN}")
    return found + _read(settings.get(_SCORE))[1]


def _read(value: Any) -> tuple[TeamScore | None, list[str]]:
    if value is None:
        return None, []
    if not isinstance(value, Mapping):
        return None, [f"score is {_short(value)}: write an object with name and criteria"]
    name, listed = value.get("name"), value.get("criteria")
    wrong = [] if name is None or (isinstance(name, str) and name.strip()) else [f"score.name is {_short(name)}: write a short name"]
    if not isinstance(listed, list) or not listed:
        return None, [*wrong, "score.criteria is no list of criteria: write at least one, such as {\"field\": \"value\", \"weight\": 2}"]
    if len(listed) > _MOST:
        wrong.append(f"score.criteria has {len(listed)} entries: the first {_MOST} count")
    criteria: dict[str, Criterion] = {}
    for at, one in enumerate(listed[:_MOST]):
        read = _criterion(one)
        if isinstance(read, str):
            wrong.append(f"score.criteria[{at}]: {read}")
        elif read.field in criteria:
            wrong.append(f"score.criteria[{at}]: {read.field} is there twice; the first one counts")
        else:
            criteria[read.field] = read
    called = one_line(name).strip()[:_LONGEST] if isinstance(name, str) and name.strip() else ""
    return (TeamScore(called or "Score", tuple(criteria.values())) if criteria else None), wrong


def _criterion(value: Any) -> Criterion | str:
    """One criterion, or in words why it is none."""
    if not isinstance(value, Mapping):
        return f"{_short(value)} is no object"
    name = value.get("field")
    if not isinstance(name, str) or not name.strip():
        return "field is missing: name a field of items"
    if not _FIELD_NAME.fullmatch(name) or len(name) > _LONGEST:
        return f"{_short(name)} is no name of a field: use small letters, digits and _, beginning with a letter"
    field = SCHEMA["item"].fields.get(name)
    if field is not None and field.type not in (INTEGER, NUMBER):
        return f"{name} is no number: a criterion needs a field with numbers"
    low, high = (field.minimum, field.maximum) if field is not None else (None, None)
    low = value.get("low", 1 if low is None else low)
    high = value.get("high", 5 if high is None else high)
    weight, is_cost, words = value.get("weight", 1), value.get("is_cost", False), value.get("help", "")
    if not _is_number(weight) or weight <= 0:
        return f"weight is {_short(weight)}: write a number above 0"
    if not _is_number(low) or not _is_number(high) or low >= high:
        return f"low and high are {_short(low)} and {_short(high)}: write two numbers, the lower one first"
    if not isinstance(is_cost, bool):
        return f"is_cost is {_short(is_cost)}: write true or false"
    return Criterion(name, weight, is_cost, low, high, one_line(words).strip() if isinstance(words, str) else "")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -1e60 < value < 1e60


def _short(value: Any) -> str:
    from pmtui.domain.canonical import compact

    text = compact(value)
    return text if len(text) <= 40 else text[:39] + "…"
