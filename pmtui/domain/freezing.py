"""What follows the status of an experiment: its design is kept as it stood when it started, and the days of start and end.

Frozen is what decides how a result is read: all that size and verdict follow from (`experiment_inputs.FROZEN`). Whoever changes it
afterwards may do so, and everybody sees it. Taking an experiment without results back to draft ends the freezing: nothing has started
then; the next start keeps the design anew. Once there are results, the design of the first start stays, whatever becomes of the status.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.domain.experiment_inputs import FROZEN, entries_of, frozen_design

if TYPE_CHECKING:
    from pmtui.domain.records import Record


def follow_status(record: Record, changed: Mapping[str, Any], status: str, now: str, today: str) -> dict[str, Any]:
    """The fields of an experiment that follow its new status.

    Args:
        record: The experiment before the change.
        changed: The new values of the change.
        status: The built-in status that the new one stands for.
        now: The instant of the change.
        today: The calendar date where the person is.
    """
    values = {name: changed.get(name, record[name]) for name in (*FROZEN, "sessions", "result", "start", "end", "frozen")}
    start, end, frozen = values["start"], values["end"], values["frozen"]
    is_ahead = isinstance(start, str) and start > today and "start" not in changed
    found: dict[str, Any] = {}
    if status == "draft":
        if frozen is not None and not has_results(values):
            found["frozen"] = None
    elif status == "running":
        if not isinstance(frozen, Mapping) or (record.stage == "draft" and not has_results(values)):
            found["frozen"] = {"at": now, **frozen_design(values)}
        if (start is None and (end is None or str(end) >= today)) or is_ahead:
            found["start"] = today
    elif status == "stopped" and end is None and start is not None:
        if is_ahead:  # no experiment ran that has not begun: then it began when its design was kept, or today
            began = str(frozen.get("at") or "")[:10] if isinstance(frozen, Mapping) else ""
            found["start"] = began if began and began <= today else today
        if is_ahead or str(start) <= today:
            found["end"] = today
    return found


def has_results(data: Mapping[str, Any]) -> bool:
    """Whether an experiment has counted or seen anything, or a verdict was given."""
    counted = [*entries_of(data, "arms"), *(one for rail in entries_of(data, "guardrails") for one in entries_of(rail, "readings"))]
    numbers = any(one.get("participants") or one.get("conversions") for one in counted)
    return numbers or bool(entries_of(data, "sessions")) or bool(data.get("result"))


def as_designed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an experiment without what it has counted and when it ran: a copy of it is a new test, in draft."""
    found = {name: value for name, value in values.items() if name not in ("status", "start", "end", "frozen")}
    for name, results in (("arms", ("participants", "conversions")), ("guardrails", ("readings",))):
        if isinstance(found.get(name), list):
            found[name] = [_without(one, results) if isinstance(one, Mapping) else one for one in found[name]]
    return found


def _without(entry: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in names}
