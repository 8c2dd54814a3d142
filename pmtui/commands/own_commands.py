"""The person's own commands as commands like any other: found by key, palette and help, blocked where they lack a record."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.commands.core import GLOBAL, RECORDS, Arguments, Command, Context, Effect, Plan, without_target
from pmtui.domain.branch_name import branch_name
from pmtui.domain.own_commands import BEHIND, OF_RECORD, OwnCommand
from pmtui.domain.records import Record
from pmtui.domain.text import one_line

GROUP = "Your own"
"""The heading of the person's own commands in help and docs."""


def own_command(declared: OwnCommand) -> Command:
    """The command that a config file declares."""
    needs_record = bool(declared.names & OF_RECORD.keys())

    def blocked(context: Context) -> str | None:
        if not needs_record:
            return None
        if len(context.targets()) > 1 and "ids" not in declared.names:
            return f"it is for one record, and {len(context.targets())} are selected"
        return without_target(context)

    return Command(
        declared.id, declared.title, declared.help, _plan(declared), declared.keys, scope=RECORDS if needs_record else GLOBAL,
        blocked=blocked, group=GROUP,
    )


def _plan(declared: OwnCommand) -> Plan:
    def plan(context: Context, arguments: Arguments) -> Effect:
        records: Sequence[Record] = context.targets() if declared.names & OF_RECORD.keys() else ()
        return Effect("run_own", {
            "run": declared.run, "title": declared.title, "is_behind": declared.how == BEHIND, "is_waited": declared.is_waited,
            "values": _values(context, records[0]) if records else {}, "ids": [_id(one) for one in records],
            "record": (records[0].kind, records[0].id) if records else None,
        })

    return plan


def _values(context: Context, record: Record) -> dict[str, str]:
    """What the placeholders of a record stand for; its file is known to who runs the program."""
    return {
        "id": _id(record), "title": one_line(record.title), "kind": record.kind, "status": str(record.status or ""),
        "branch": branch_name(record.schema.letter, record.id, record.title, context.snapshot.prefix_length(record.id)),
    }


def _id(record: Record) -> str:
    return record.schema.shown_id(record.id)
