"""Command, Context, Effect and the registry: the one list from which keys, palette, command line and help come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.domain.change import Change, Snapshot
from pmtui.domain.hinted import Hinted
from pmtui.domain.records import Record

GLOBAL = "global"
"""A command that makes sense on every screen."""
SHELL = "shell"
"""A command that only the command line offers."""
RECORDS = "records"
"""A command that acts on the selected records, or on the one under the cursor."""
SCREENS = frozenset({
    "today", "problems", "hypotheses", "backlog", "roadmap", "strategy", "tree", "history", "inbox", "conflicts", "experiments",
})
"""The names of main screens: a command with one of them as its scope acts there alone, and its keys win there."""


class Refused(Hinted):
    """A command cannot do what was asked; the message says what, where and what to do.

    Attributes:
        code: A short word for scripts: usage, unknown_field, bad_value, missing_reason, not_found, ambiguous, stale …
        hint: What to do about it.
        status: The exit status of the command line.
    """

    def __init__(self, message: str, hint: str = "", code: str = "usage", status: int = 2) -> None:
        """Say what is wrong and what to do."""
        super().__init__(message, hint)
        self.code = code
        self.status = status


class Parameter(NamedTuple):
    """One argument of a command.

    Attributes:
        name: The key in the arguments.
        type: What it takes: text, lines, kind, records (ids), record (one id), field, fields (FIELD=VALUE …), value,
            choice, query, flag, number, path, word or view.
        help: One sentence for help and dialogs.
        is_required: Whether the command cannot run without it; the app then asks, the command line refuses.
        choices: The allowed words.
        option: The option on the command line (`--reason`); empty for a positional argument.
        is_many: Whether several may be given.
    """

    name: str
    type: str
    help: str
    is_required: bool = False
    choices: tuple[str, ...] = ()
    option: str = ""
    is_many: bool = False


JSON = Parameter("json", "flag", "Print JSON, which scripts may rely on.", option="--json")
"""The parameter of all that scripts may read."""


class Effect(NamedTuple):
    """Something a plan cannot do itself, for the app or the command line to do: show, ask, open, and so on.

    Attributes:
        name: What to do.
        arguments: With what.
    """

    name: str
    arguments: Mapping[str, Any] = {}


class Context:
    """What a command may look at: the data, where the person is, and what cannot be pure, passed in."""

    __slots__ = (
        "author", "column", "cursor", "is_screen", "kind", "layout", "new_id", "now", "past", "resolve", "screen", "selection", "snapshot",
        "today", "what_if",
    )

    def __init__(
        self, snapshot: Snapshot, *, now: str, today: str, author: str, new_id: Callable[[], str],
        resolve: Callable[[str, Iterable[str]], Record], kind: str = "item", selection: Sequence[Record] = (),
        cursor: Record | None = None, column: str = "", screen: str = "", layout: str = "", past: str = "",
        what_if: str = "",
    ) -> None:
        """A context.

        Args:
            snapshot: The data.
            now: The instant of the command, in UTC to the second.
            today: The calendar date where the person is.
            author: Who gives the command.
            new_id: A source of new ids.
            resolve: Finds the record that a person means by an id, a unique prefix or an exact title, among the
                kinds given (all when none are); raises Refused with the candidates where it is unknown or ambiguous.
            kind: The kind that the screen shows.
            selection: The selected records; empty when none are.
            cursor: The record under the cursor.
            column: The field under the cursor.
            screen: The name of the screen; empty on the command line.
            layout: How it shows its records: `list`, `board`, `timeline` …; empty on the command line.
            past: Where in the past the screens stand, in words; empty at the present.
            what_if: The title of the scenario that the data stand for, whose plans need no reasons yet; empty for what is so.
        """
        self.snapshot = snapshot
        self.now = now
        self.today = today
        self.author = author
        self.new_id = new_id
        self.resolve = resolve
        self.kind = kind
        self.selection = selection
        self.cursor = cursor
        self.column = column
        self.screen = screen
        self.layout = layout
        self.past = past
        self.what_if = what_if
        self.is_screen = bool(screen)

    def targets(self) -> Sequence[Record]:
        """The records that a command acts on: the selection, else the one under the cursor."""
        if self.selection:
            return self.selection
        return () if self.cursor is None else (self.cursor,)


Arguments = Mapping[str, Any]
Plan = Callable[[Context, Arguments], Change | Effect]


def never(context: Context) -> str | None:
    """Nothing blocks the command."""
    return None


def without_target(context: Context) -> str | None:
    """Why a command on records cannot run: there is none."""
    if context.screen == "history" and not context.targets():
        return "the record of this change is not here any more: Z on the change that took it away brings it back"
    if context.screen == "today" and not context.targets():
        return "this line stands for several records: l shows them, enter goes to all"
    if context.screen == "tree" and not context.targets():
        return "there is no record on this line: l unfolds it, a adds one"
    return None if context.targets() else "there is no record under the cursor: add one with a"


class Command(NamedTuple):
    """One thing a person can do, declared once.

    Attributes:
        id: `area.verb`, the stable name in keymaps.
        title: What the palette, the footer and help call it.
        help: One or two sentences.
        plan: From context and arguments to a change or an effect; pure.
        keys: The default keys; a chord is written with a blank (`g b`).
        parameters: What it takes.
        scope: GLOBAL, RECORDS, the layout it belongs to (`list`), or the name of the one screen on which it acts.
        blocked: Why it cannot run now, or None.
        word: The subcommand of the command line; empty where it has none.
        group: The heading under which help lists it.
        hint: The short name in the footer; empty to leave it out there.
        example: One line of use on the command line.
    """

    id: str
    title: str
    help: str
    plan: Plan
    keys: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    scope: str = GLOBAL
    blocked: Callable[[Context], str | None] = never
    word: str = ""
    group: str = ""
    hint: str = ""
    example: str = ""


def screen_of(command: Command) -> str:
    """The one screen on which a command acts; empty where it acts on all."""
    return command.scope if command.scope in SCREENS else ""


class Registry:
    """All commands, by id, key and subcommand."""

    def __init__(self, commands: Iterable[Command]) -> None:
        """Index the commands.

        Raises:
            ValueError: Two commands have the same id or subcommand.
        """
        self.commands: dict[str, Command] = {}
        self.words: dict[str, Command] = {}
        for command in commands:
            if command.id in self.commands or (command.word and command.word in self.words):
                raise ValueError(f"{command.id} is declared twice")
            self.commands[command.id] = command
            if command.word:
                self.words[command.word] = command

    def __getitem__(self, id: str) -> Command:
        """The command with this id."""
        return self.commands[id]

    def __iter__(self) -> Any:
        """The commands in the order of their declaration."""
        return iter(self.commands.values())


LOOKING = frozenset({"Go", "Move", "Find", "Layout", "Many", "Timeline", "Read"})
"""The groups of commands that change what is shown and never the data."""
LOOKING_TOO = frozenset({
    "record.copy_id", "record.copy_markdown", "record.copy_branch", "app.reload", "app.theme", "app.help", "app.suspend", "app.quit",
    "app.whats_new",
})
"""Commands of other groups of which the same is true."""


def why_not(command: Command, context: Context) -> str | None:
    """Why a command cannot run here and now, or None. The past can be looked at, but not changed."""
    place = screen_of(command)
    if place and context.screen not in ("", place):
        return f"that is for the {place.capitalize()} screen"
    if context.past and command.group not in LOOKING and command.id not in LOOKING_TOO:
        return f"only to look at, as it was {context.past}: Escape returns to now"
    if context.what_if:
        from pmtui.commands.what_if_limits import not_in_what_if

        if reason := not_in_what_if(command):
            return reason
    return command.blocked(context)


def run(command: Command, context: Context, arguments: Arguments) -> Change | Effect:
    """Plan a command.

    Raises:
        Refused: It is blocked, an argument is missing or wrong.
    """
    reason = why_not(command, context)
    if reason:
        raise Refused(reason, code="blocked", status=1)
    planned = command.plan(context, arguments)
    if isinstance(planned, Change) and any(one.kind == "experiment" for one in planned.edits):
        from pmtui.commands.experiment_starting import gate as start

        planned = start(command, context, planned, arguments)
    if isinstance(planned, Change) and context.is_screen and any(one.kind == "hypothesis" for one in planned.edits):
        from pmtui.commands.verdict_plans import gate as say_how_sure

        planned = say_how_sure(command, context, planned, arguments)
    if isinstance(planned, Change) and any(edit.kind == "item" and "status" in edit.after for edit in planned.edits):
        from pmtui.commands.ready import gate

        return gate(command, context, planned, arguments)
    return planned
