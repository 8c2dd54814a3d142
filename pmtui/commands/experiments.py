"""Results of an experiment from a file: the command, and the one change that it makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from pmtui.commands.assignments import new_entry
from pmtui.commands.core import SHELL, Command, Context, Parameter, Refused
from pmtui.commands.editing import change_of, edit_of
from pmtui.commands.navigation import effect
from pmtui.commands.records import called
from pmtui.domain.change import Change
from pmtui.domain.records import Record
from pmtui.domain.schema import Field


class Counted(Protocol):
    """What a file counts for one arm; see `formats.results_csv.Result`."""

    @property
    def arm(self) -> str:
        """The id of the arm; of one that is new, its name."""

    @property
    def guardrail(self) -> str:
        """The id of the guardrail; empty for the metric of the experiment."""

    @property
    def participants(self) -> int:
        """People in the arm."""

    @property
    def conversions(self) -> int:
        """Those who did it."""


def results_values(context: Context, record: Record, counts: Sequence[Counted], new_arms: Sequence[str] = ()) -> dict[str, Any]:
    """The arms and guardrails of an experiment with what was counted; the same counts again change nothing.

    Args:
        context: The source of ids.
        record: The experiment.
        counts: What was counted.
        new_arms: The names of arms that are added, in their order; the first is the control.
    """
    fields = record.schema.fields
    arms = [dict(one) for one in record["arms"] or () if isinstance(one, Mapping)]
    rails = [dict(one) for one in record["guardrails"] or () if isinstance(one, Mapping)]
    for name in new_arms:
        arms.append(new_entry(context, fields["arms"], arms, {"name": name}))
    known = {str(one.get("id")): one for one in (*rails, *arms)} | {str(one["name"]): one for one in arms if one.get("name") in new_arms}
    for one in counts:
        arm = known.get(one.arm)
        if arm is None or (one.guardrail and one.guardrail not in known):
            raise Refused("an arm or guardrail of the file is gone meanwhile", "read it again", "stale", 1)
        values = {"participants": one.participants, "conversions": one.conversions}
        if one.guardrail:
            _give_reading(context, fields["guardrails"], known[one.guardrail], arm, values)
        else:
            arm.update(values)
    return {"arms": arms or None, **({"guardrails": rails} if rails else {})}


def _give_reading(
    context: Context, field: Field, rail: dict[str, Any], arm: Mapping[str, Any], values: Mapping[str, int]
) -> None:
    inner = next(one for one in field.entry if one.name == "readings")
    readings = [dict(one) for one in rail.get("readings") or () if isinstance(one, Mapping)]
    found = next((one for one in readings if one.get("arm") in (arm.get("id"), arm.get("name"))), None)
    if found is None:
        found = new_entry(context, inner, readings, {"arm": str(arm.get("name") or arm.get("id"))})
        readings.append(found)
    found.update(values)
    rail["readings"] = readings


def with_results(context: Context, record: Record, counts: Sequence[Counted], new_arms: Sequence[str] = ()) -> Change:
    """One change that gives an experiment what was counted.

    Raises:
        Refused: It cannot be, or the experiment has changed meanwhile.
    """
    edit = edit_of(context, record, results_values(context, record, counts, new_arms))
    return change_of(context, f"Results of {called([record])}", "experiment.results", [edit])


COMMANDS = (
    Command(
        "experiment.results", "Results from a file",
        "Read participants and conversions of each arm, and of guardrails, from a CSV file. Reading it again changes nothing.",
        effect("experiment_results"), (),
        (
            Parameter("id", "record", "The experiment: id, beginning of an id or exact title.", is_required=True),
            Parameter("file", "path", "A CSV file with the columns arm, participants, conversions.", is_required=True),
            Parameter("dry_run", "flag", "Say what would be done, and do nothing.", option="--dry-run"),
            Parameter("json", "flag", "Print JSON.", option="--json"),
        ),
        scope=SHELL, word="results", group="Set", example="pmtui results X-4k3 results.csv",
    ),
)
