"""The stages of a product: in which it has been since when, and when it is to be looked at again. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.domain.dates import days_between
from pmtui.domain.kinds import SCHEMA

if TYPE_CHECKING:
    from pmtui.domain.records import Record

INTRODUCTION, GROWTH, MATURITY, DECLINE, RETIRED = STAGES = ("introduction", "growth", "maturity", "decline", "retired")


class Stay(NamedTuple):
    """How long a product was in a stage.

    Attributes:
        stage: The stage.
        since: Its first day; empty where that is not known.
        until: The day on which the next one began; empty for the one in which it is.
    """

    stage: str
    since: str
    until: str = ""


def launch_day(product: Record) -> str:
    """The first day of its first stage; where that is not known, when it was written down; empty where neither is known."""
    return stays(product)[0].since or _created(product)


def restart_day(product: Record) -> str:
    """The day on which it began anew, where it went back to introduction; empty where it never did."""
    kind = SCHEMA["product"]
    return next((one.since for one in reversed(stays(product)[1:]) if kind.like(one.stage) == INTRODUCTION), "")


def _created(product: Record) -> str:
    return str(product.data.get("created_at") or "")[:10]


def _entries(product: Record) -> list[Mapping[str, Any]]:
    """The changes of stage that can be read, the earliest first; those of one instant follow each other by their stages."""
    value = product.data.get("stages")
    found = [one for one in value if isinstance(one, Mapping) and isinstance(one.get("at"), str)] if isinstance(value, list) else []
    left = sorted(found, key=lambda one: (str(one["at"]), bool(one.get("from"))))
    ordered: list[Mapping[str, Any]] = []
    while left:
        same = [one for one in left if one["at"] == left[0]["at"]]
        starts = {one.get("to") for one in same}
        before = ordered[-1].get("to") if ordered else None
        following = next((one for one in same if before and one.get("from") == before), None)
        first = next((one for one in same if one.get("from") not in starts), same[0])
        ordered.append(following or first)
        left.remove(ordered[-1])
    return ordered


def stays(product: Record) -> list[Stay]:
    """The stages of a product one after the other, the one in which it is last."""
    entries = _entries(product)
    if not entries:
        return [Stay(product.status, _created(product))]
    found: list[Stay] = []
    if entries[0].get("from"):
        created = _created(product)
        first = str(entries[0]["at"])[:10]
        found.append(Stay(str(entries[0]["from"]), created if created and created < first else "", first))
    for one, after in zip(entries, [*entries[1:], None], strict=True):
        if one.get("to"):
            found.append(Stay(str(one["to"]), str(one["at"])[:10], str(after["at"])[:10] if after is not None else ""))
    if not found or found[-1].stage != product.status:  # a file that somebody changed by hand
        found.append(Stay(product.status, ""))
    return found


def days_in_stage(product: Record, today: str) -> int | None:
    """Days since the product came into its stage; None where nothing says when that was."""
    since = stays(product)[-1].since
    return days_between(since, today) if since else None


def follow_stage(before: str | None, status: str) -> dict[str, str]:
    """The entry of `stages` for a change of stage, without id and instant; `before` is None for a new product."""
    return {"from": before, "to": status} if before else {"to": status}


def is_review_due(product: Record, today: str) -> bool | None:
    """Whether the day of the next look has come; None where none is set."""
    day = product.data.get("review_on")
    return None if not isinstance(day, str) else day <= today and product.status not in SCHEMA["product"].closed
