"""Tracing: what a record comes from and what it leads to."""

from __future__ import annotations

from pmtui.commands.core import JSON, RECORDS, Arguments, Command, Context, Effect, Parameter, without_target
from pmtui.commands.navigation import effect


def _why_not(context: Context) -> str | None:
    if not context.is_screen:
        return None
    reason = without_target(context)
    if reason is None:
        from pmtui.domain.chain import TRACED

        kind = _record_kind(context)
        if kind not in TRACED:
            return f"a {kind} is no part of the chain from goals to milestones"
    return reason


def _record_kind(context: Context) -> str:
    return (context.cursor or context.targets()[0]).kind


def trace(context: Context, arguments: Arguments) -> Effect:
    """Show a record's trace: the one that is named, else the one under the cursor."""
    if arguments.get("id") is not None:
        return Effect("trace", arguments)
    record = context.cursor or context.targets()[0]
    return Effect("trace", {"kind": record.kind, "id": record.id})


COMMANDS = (
    Command(
        "record.trace", "Trace", "What a record comes from and leads to, from goal to milestone, and what is missing.", trace, ("t",),
        (Parameter("id", "record", "The record: id, beginning of an id or exact title.", is_required=True),
         JSON),
        RECORDS, _why_not, word="trace", group="Go", hint="trace", example="pmtui trace B-4k3",
    ),
    Command(
        "go.audit", "Audit", "What the chain lacks: work without a why, problems without evidence, hypotheses without a test and so on.",
        effect("audit"), (), (JSON,),
        word="audit", group="Go", example="pmtui audit",
    ),
)
