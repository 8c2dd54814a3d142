"""What `--help` prints: the same text on every terminal and under every Python, in 80 columns."""

from __future__ import annotations

from pmtui.cli.arguments import SHORT, metavar, options_of, positionals_of
from pmtui.cli.errors import WIDTH, hanging, wrapped
from pmtui.cli.summaries import SUMMARIES
from pmtui.commands.core import Command, Parameter, Registry

_COLUMN = 23
"""Where the explanations begin."""
_VALUES = (
    "Values: numbers (3, 0.5), dates (2027-03-31, today, +2w, friday), choices, yes and no, words separated by commas for sets, "
    "records by id, beginning of an id or exact title, people by @handle or @me. FIELD= clears a field; FIELD=- reads the "
    "value from standard input. "
    "pmtui schema KIND lists the fields."
)
_LISTS = (
    """Lists of entries: FIELD+='{"text": "…"}' adds one, FIELD.ENTRY.KEY=VALUE changes one (ENTRY is the beginning of its """
    "id, its name or its title), FIELD-=ENTRY removes one."
)
_IDS = "Records are named by id (B-4k3), by the beginning of one (at least 3 characters) or by their exact title."
_WHEN = (
    "WHEN is a tag or branch, else a date (2026-10-01, -30d, last friday: its first moment in UTC) or instant, which means the last "
    "commit before it, else a commit."
)
NOTES: dict[str, tuple[str, ...]] = {
    "record.add": (_VALUES, _LISTS),
    "record.set": (_IDS, _VALUES, _LISTS),
    "record.edit": (
        "The editor is $VISUAL, else $EDITOR, else editor in your settings, else vi. Only what you change is saved; what "
        "cannot be read is refused with its line, and your text is kept in a file.",
    ),
    "record.list": (
        'QUERY: status:ready tag:billing -tag:internal who:@me rice>100 due<2w "exact words" milestone:MVP problem:none is:deleted or (…) '
        "sort:-rice,rank group:status. It may begin with a dash.",
        "Without sort: lists come by rank where the kind has one, else by creation. --limit counts after sorting.",
        _WHEN,
    ),
    "record.show": (_IDS, _WHEN),
    "history.compare": (
        _WHEN, "Told are living records: done, slipped (milestone targets), added, dropped or deleted, moved (milestone, horizon, "
        "place by rank), scored anew (RICE, opportunity), in another state, renamed.",
    ),
    "workspace.purge": ("WHEN is an instant, a date or a span: 2027-03-31, -30d. Without --before every deleted record goes.",),
    "experiment.results": (
        "Columns may stand in any order, with commas, semicolons or tabs between them; one that is called like a guardrail gives its "
        "conversions. - reads standard input. Exit status 1 where a line is wrong: then nothing is read. docs/experiments.md tells more.",
    ),
    "goal.readings": (
        "Commas, semicolons or tabs separate columns; a further column origin says where a figure comes from. Decimals have a point or a "
        "comma. Exit status 1 where a line could not be read: each is named with its number; all others are taken in.",
    ),
    "workspace.import": (
        "The same file can be imported again: what changed in it since the last time is changed here, what you edited here stays. "
        "Exit status 1 where a record could not be read; all others are imported.",
    ),
    "settings.set": (
        "KEY is name, statuses, fields, wip, ready, ready_refuses, stale_days, outcome_days, outcome_readings, templates, ice or score; "
        "docs/settings.md tells of each. "
        """pmtui settings 'fields.item+={"name": "revenue", "type": "integer"}' declares a field, fields.item-=revenue forgets it; """
        "what is in the records stays.",
        "One that cannot be used is refused, and a change can be undone.",
    ),
    "workspace.doctor": ("Exit status 1 where there are errors; warnings alone give 0.",),
    "workspace.merge_driver": (
        "PATH is the one in the repository: a record is merged field by field, and what both sides changed is kept as a conflict in it; "
        "pmtui.json setting by setting; any other file line by line, as git does. Exit status 1 where a version cannot be read.",
    ),
    "history.log": (
        'QUERY: who:ana kind:item field:status from:ready to:done what:deleted since:-7d has:reason commit:none "exact words", '
        "with -, or and parentheses as in a list. docs/history.md tells more.",
    ),
    "workspace.sync": ("Exit status 5 where conflicts remain: both values are kept.",),
    "workspace.conflicts": (
        "JSON: an array, each with kind, id, title, deleted, field, base and values; each value with at, by, email and commit of the "
        "commit that gave it, null where git does not know. The first value is the one shown. Exit status 5 where there are some.",
    ),
    "conflict.resolve": (
        _IDS,
        "pmtui conflicts lists the values. --take without a field is for a record with one conflict. deleted_at=alive keeps a record that "
        "somebody deleted and somebody else worked on, deleted_at=deleted deletes it; inside an entry: criteria.ENTRY.text=VALUE.",
    ),
    "record.decide": (
        _IDS, "persevere, pivot and stop are for hypotheses; stop asks on the screen which open items go with it, here --drop names them.",
    ),
    "go.wrong": (
        "JSON: an object with outcomes, is_enough, brier, stated, happened, inconclusive, unstated, words, buckets (each with low, high, "
        "forecasts, stated, happened) and was_wrong (each with kind, id, title, at, believed, found, confidence). Shares go from 0 to 1; "
        "null where there is no outcome.",
    ),
    "workspace.export": (
        "Roadmap, backlog and decisions can be told as markdown, html, csv and json, the roadmap as mermaid and ical, too; release-notes "
        "and digest as markdown, html and json. For customers there is roadmap and release-notes. docs/export.md tells more.",
        "A decision's file keeps its name when the title changes. What is there and is no export of a decision is never written over.",
    ),
    "record.trace": (
        "JSON: id, kind, title, status, gaps, and comes_from and leads_to: trees of objects with id, kind, title, status, relation, gaps, "
        "evidence, feedback, is_repeated, is_missing, more and children. docs/tree.md tells more.",
    ),
    "go.audit": (
        "JSON: an object with counts (by code) and findings, each with code, kind, id, title, message and fix. Exit status 0 in any case.",
    ),
    "workspace.completion": (
        'bash: eval "$(pmtui completion bash)" in ~/.bashrc. zsh: the same with zsh, after compinit. fish: pmtui completion fish | source.',
    ),
}
"""What a subcommand's help says besides its arguments."""


def help_text(command: Command) -> str:
    """What `pmtui COMMAND --help` prints."""
    positionals, options = positionals_of(command), options_of(command)
    lines = [_usage(command, positionals, options), "", wrapped(command.help, indent="")]
    if positionals:
        lines += ["", "arguments:"]
        lines += [_row(metavar(one, command), one) for one in positionals]
    lines += ["", "options:"]
    lines += [_row(_spelling(one, command), one) for one in options]
    for note in NOTES.get(command.id, ()):
        lines += ["", wrapped(note, indent="")]
    if command.example:
        lines += ["", f"example: {command.example}"]
    return "\n".join(lines) + "\n"


def _usage(command: Command, positionals: list[Parameter], options: list[Parameter]) -> str:
    words = [f"usage: pmtui {command.word}"]
    for one in positionals:
        name = metavar(one, command)
        if not one.is_required:
            words.append(f"[{name}…]" if one.is_many else f"[{name}]")
        else:
            words.append(f"{name}…" if one.is_many else name)
    own = [one for one in options if one.option not in ("--workspace", "--help", "--no-color")]
    words += [f"[{one.option}]" if one.type == "flag" else f"[{one.option}\xa0{metavar(one, command)}]" for one in own]
    return wrapped(" ".join(words)).replace("\xa0", " ")  # an option and its value stay on one line


def _spelling(one: Parameter, command: Command) -> str:
    short = f"{SHORT[one.option]}, " if one.option in SHORT else ""
    return f"{short}{one.option}" + ("" if one.type == "flag" else f" {metavar(one, command)}")


def _row(name: str, one: Parameter) -> str:
    """An argument and what it is, the explanation in its own column."""
    help = f"{one.help.rstrip('.')}: {', '.join(one.choices)}." if one.choices else one.help
    return hanging(f"  {name}", help, _COLUMN)


def overview(registry: Registry) -> str:
    """What `pmtui --help` prints: every subcommand with its first sentence, in groups."""
    lines = [
        "usage: pmtui [-w DIR] [--screen NAME]        open the workspace's screens",
        "       pmtui COMMAND [ARGUMENT…]             do one thing and leave", "",
        "Product work in the terminal: problems, hypotheses, backlog and roadmap as",
        "files in your git repository.", "",
    ]
    groups: dict[str, list[Command]] = {}
    for command in registry.words.values():
        groups.setdefault(command.group, []).append(command)
    column = max(map(len, registry.words))
    for group, commands in groups.items():
        lines.append(f"{group}:")
        lines.extend(f"  {command.word:<{column}} {_summary(command, WIDTH - 4 - column)}" for command in commands)
        lines.append("")
    lines += [
        "options:",
        "  -w, --workspace DIR  the folder that holds pmtui.json; else $PMTUI_WORKSPACE,",
        "                       else found by walking up from here",
        "  --screen NAME        which screen to open first",
        "  --at WHEN            the screens as they were at a date, tag or commit",
        "  --json               print JSON, where COMMAND has it; errors are JSON, too",
        "  --no-color           plain text without colours",
        "  -V, --version        print the version",
        "  -h, --help           this text; pmtui COMMAND --help tells more", "",
        "Exit status: 0 done; 1 it failed or found faults; 2 wrong usage, unknown field,",
        "bad value, missing reason; 3 no workspace; 4 no such record, or ambiguous;",
        "5 conflicts remain; 6 read-only or locked. With --json, errors are JSON on",
        "stderr.",
    ]
    return "\n".join(lines) + "\n"


def _summary(command: Command, room: int) -> str:
    sentence = SUMMARIES.get(command.id) or command.help.split(". ")[0].split(";")[0].rstrip(".")
    return sentence if len(sentence) <= room else sentence[: room - 1] + "…"
