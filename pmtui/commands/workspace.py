"""Commands about the workspace as a whole: what the command line alone offers, and undo and redo."""

from __future__ import annotations

from pmtui.commands.core import Command, Parameter
from pmtui.commands.navigation import effect

_JSON = Parameter("json", "flag", "Print JSON, which scripts may rely on.", option="--json")
_DRY_RUN = Parameter("dry_run", "flag", "Say what would happen; change nothing.", option="--dry-run")
_KIND = Parameter("kind", "kind", "Which kind of record.", is_required=True)

COMMANDS = (
    Command("history.undo", "Undo", "Undo the last change; the message names it.", effect("undo"), ("u",), word="undo", group="Undo",
            hint="undo", example="pmtui undo"),
    Command("history.redo", "Redo", "Do again what was undone.", effect("redo"), ("ctrl+r", "U"), word="redo", group="Undo",
            example="pmtui redo"),
    Command("workspace.init", "Make a workspace", "Make a workspace in a folder (product when left out).", effect("init"), (),
            (Parameter("directory", "path", "The folder; product when left out."),
             Parameter("name", "text", "What the workspace is called.", option="--name")),
            word="init", group="Workspace", example="pmtui init product --name 'Acme Billing'"),
    Command("workspace.demo", "Demo", "Open a sample workspace in a temporary folder.", effect("demo"), (), word="demo", group="Workspace",
            example="pmtui demo"),
    Command("record.list", "List records", "List records, filtered, sorted and grouped by a query.", effect("list"), (),
            (_KIND, Parameter("query", "query", "The filter, e.g. status:ready sort:-rice.", is_many=True), _JSON,
             Parameter("csv", "flag", "Print CSV.", option="--csv"), Parameter("ids", "flag", "Print ids only.", option="--ids"),
             Parameter("columns", "text", "The columns, by name, separated by commas.", option="--columns"),
             Parameter("limit", "number", "At most so many.", option="--limit"),
             Parameter("all", "flag", "Deleted ones too.", option="--all")),
            word="list", group="Read", example='pmtui list item "status:ready sort:-rice" --limit 20'),
    Command("record.show", "Show a record", "Show one record with all its fields.", effect("show"), (),
            (Parameter("id", "record", "Id, unique prefix or exact title.", is_required=True), _JSON), word="show", group="Read",
            example="pmtui show B-4k3"),
    Command("workspace.purge", "Purge", "Remove the files of deleted records for good. Cannot be undone.", effect("purge"), (),
            (Parameter("before", "text", "Only those deleted before this instant.", option="--before"), _DRY_RUN), word="purge",
            group="Away", example="pmtui purge --before -30d"),
    Command("workspace.import", "Import", "Bring records in from another tracker; importing again updates.", effect("import"), (),
            (Parameter("format", "format", "beads or backlog-md.", is_required=True),
             Parameter("file", "path", "The file or folder.", is_required=True), _DRY_RUN, _JSON),
            word="import", group="Workspace", example="pmtui import beads .beads/issues.jsonl"),
    Command("workspace.doctor", "Doctor", "Look for faults in the workspace; --fix mends the simple ones.", effect("doctor"), (),
            (Parameter("fix", "flag", "Mend what can be mended.", option="--fix"), _JSON), word="doctor", group="Workspace",
            example="pmtui doctor --fix"),
    Command("workspace.schema", "Schema", "The kinds and their fields.", effect("schema"), (),
            (Parameter("kind", "kind", "Only this kind."), _JSON), word="schema", group="Read", example="pmtui schema item"),
    Command("workspace.completion", "Completion", "Print a completion script for a shell.", effect("completion"), (),
            (Parameter("shell", "choice", "Which shell.", is_required=True, choices=("bash", "zsh", "fish")),), word="completion",
            group="Workspace", example='eval "$(pmtui completion bash)"'),
)
