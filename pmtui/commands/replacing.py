"""Find and replace: a text in one field of many records, as one change."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.commands.assignments import field_of, kind_of
from pmtui.commands.core import Arguments, Command, Context, Effect, Parameter, Refused
from pmtui.commands.editing import change_of, edit_of
from pmtui.commands.pasting import without_kind
from pmtui.commands.records import called
from pmtui.domain.change import Change
from pmtui.domain.records import Record
from pmtui.domain.schema import Field, Kind
from pmtui.domain.text import one_line


def replace(context: Context, arguments: Arguments) -> Change | Effect:
    """One change of every record in which a text is replaced; without a text, a screen asks for it and shows each hit.

    The arguments besides those of the command line: `ids` the records in which to look, and `chosen` the hits to replace,
    each the id of a record and the number of a line; all without it.
    """
    from pmtui.domain.replacing import Wrong, hits, pattern, replaced, values_of

    kind = kind_of(arguments.get("kind") or context.kind)
    if context.is_screen and "find" not in arguments:
        return Effect("replace", {"kind": kind.name, "field": context.column})
    field = _field(kind, str(arguments["field"]))
    try:
        looked = pattern(
            str(arguments["find"]), str(arguments.get("replacement") or ""),
            is_regular=bool(arguments.get("regex")), is_exact=bool(arguments.get("case")),
        )
    except Wrong as error:
        raise Refused(str(error), "", "bad_value") from None
    table = context.snapshot.table(kind.name)
    found = list(hits(values_of(table, field, _positions(context, kind, arguments)), field, looked))
    chosen = arguments.get("chosen")
    if chosen is not None:
        wanted = {(str(id), int(line)) for id, line in chosen}
        found = [hit for hit in found if (hit.id, hit.line) in wanted]
    records = [record for id in dict.fromkeys(hit.id for hit in found) if (record := table.get(id)) is not None]
    reason = str(arguments.get("reason") or "")
    edits = [edit_of(context, record, {field.name: replaced(record, field, found)}, reason) for record in records]
    return change_of(context, _title(field, str(arguments["find"]), looked.replacement, records), "record.replace", edits)


def _field(kind: Kind, name: str) -> Field:
    from pmtui.domain.replacing import replaceable

    field = field_of(kind, name)
    known = [one.name for one in replaceable(kind)]
    if field.name not in known:
        raise Refused(f"{field.name} holds no text in which something could be replaced", f"these do: {', '.join(known)}", "bad_value")
    return field


def _positions(context: Context, kind: Kind, arguments: Arguments) -> Sequence[int]:
    """Where the records stand in which to look: those given by id, else those that the filter lists."""
    from pmtui.domain.query import Environment, QuerySyntax, parse, view

    table = context.snapshot.table(kind.name)
    if arguments.get("ids") is not None:
        return [at for id in arguments["ids"] if (at := table.position(str(id))) is not None]
    environment = Environment(context.today, context.now, context.author, context.snapshot)
    text = str(arguments.get("where") or "")
    try:
        return view(parse(text, kind), table, environment)
    except QuerySyntax as error:
        raise Refused(f"--where {text!r}: {error}", "pmtui list takes the same filters", "bad_value") from None


def _title(field: Field, find: str, put: str, records: Sequence[Record]) -> str:
    return f"Replace “{_brief(find)}” by “{_brief(put)}” in {field.name} of {called(records) if records else 'nothing'}"


def _brief(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= 30 else f"{text[:29]}…"


COMMANDS = (
    Command(
        "record.replace", "Find and replace", "Replace a text in one field of the selected records, or of all that the filter shows; "
        "every hit is shown before.", replace, ("%",),
        (
            Parameter("kind", "kind", "In which kind of record; pmtui schema lists them."),
            Parameter("field", "field", "In which field: title, body, tags …; its own name.", is_required=True),
            Parameter("find", "text", "The text to find.", is_required=True),
            Parameter("replacement", "text", "The text to put in its place; an empty one takes it away.", is_required=True),
            Parameter("where", "text", "Only in records that this filter lists.", option="--where"),
            Parameter("regex", "flag", "FIND is a regular expression; \\1 stands for what was found.", option="--regex"),
            Parameter("case", "flag", "Upper and lower case differ; they do where FIND has an upper-case letter.", option="--case"),
            Parameter("reason", "text", "Why; kept with the record.", option="--reason"),
        ), blocked=without_kind, word="replace", group="Set", example='pmtui replace item title card SEPA --where "status:ready"',
    ),
)
