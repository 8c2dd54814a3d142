"""Commands of the screens: moving, finding, selecting, layouts, help. They change what is shown, never the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.commands.core import GLOBAL, RECORDS, Arguments, Command, Context, Effect, Parameter, Plan, without_target

LIST = "list"
"""A command of screens that show a list, a board or another layout of records."""

PEOPLE_MAP = "people"
"""The layout of the Strategy screen on which `<` `>` and `J` `K` set how much people care and how much they can move."""


def effect(name: str, /, **arguments: Any) -> Plan:
    """A plan that always gives the same effect, with the arguments that were given."""

    def plan(context: Context, given: Arguments) -> Effect:
        both: Mapping[str, Any] = {**arguments, **given}
        return Effect(name, both)

    return plan


def copy_id(context: Context, arguments: Arguments) -> Effect:
    """The ids of the selected records, for the clipboard."""
    records = context.targets()
    return Effect("copy", {"text": " ".join(one.schema.shown_id(one.id) for one in records), "what": "id"})


def copy_markdown(context: Context, arguments: Arguments) -> Effect:
    """The selected records as a Markdown list, for the clipboard."""
    rows = [f"- **{one.title}** ({one.schema.shown_id(one.id, 6)}, {one.status})" for one in context.targets()]
    return Effect("copy", {"text": "\n".join(rows), "what": "Markdown"})


def copy_branch(context: Context, arguments: Arguments) -> Effect:
    """A name for a branch about the record under the cursor, for the clipboard."""
    from pmtui.domain.branch_name import branch_name

    record = context.targets()[0]
    name = branch_name(record.schema.letter, record.id, record.title, context.snapshot.prefix_length(record.id))
    return Effect("copy", {"text": name, "what": "branch name"})


def _without_one_target(context: Context) -> str | None:
    """Why a command of one record cannot run: there is none, or there are several."""
    several = len(context.targets())
    return f"it is for one record, and {several} are selected" if several > 1 else without_target(context)


def _one_way(context: Context) -> str | None:
    """Why another layout makes no sense here."""
    if context.screen == "inbox":
        return "the inbox is a list, without groups: / filters it, O orders it"
    if context.screen == "today":
        return "what needs you stands in one way: the most urgent first"
    return "conflicts are shown in one way: by kind and rank" if context.screen == "conflicts" else None


def _unfiltered(context: Context) -> str | None:
    """Why a filter makes no sense here."""
    return "what needs you is shown whole: enter goes where it can be filtered" if context.screen == "today" else None


def _unsorted(context: Context) -> str | None:
    """Why another order makes no sense here."""
    if context.screen == "inbox":
        return None
    if context.screen == "tree":
        return "the tree stands in the order of the chain: / filters it, + and - fold it"
    if context.screen == "history":
        return "changes stand in the order of time: b shows them by record or by person"
    return _one_way(context)


def _without_groups(context: Context) -> str | None:
    """Why groups make no sense here: another layout is shown."""
    reason = _unsorted(context)
    if reason is not None:
        return reason
    if context.screen == "strategy":
        return "each kind is a group here: - folds it, / filters all of them"
    is_grouped = context.layout in ("", "list", "board") or context.screen == "roadmap"
    return None if is_grouped else "groups are for the list and the board: b goes there"


def _only_in_list(context: Context) -> str | None:
    """Why columns make no sense here: another layout is shown."""
    reason = _unsorted(context) or _one_way(context)
    if reason is not None:
        return reason
    if context.screen == "strategy":
        return "each kind has its own columns here, as many as fit"
    return None if context.layout in ("", "list") else "only the list has columns: b goes to it"


def _move(id: str, title: str, help: str, keys: tuple[str, ...], name: str, **arguments: Any) -> Command:
    return Command(f"cursor.{id}", title, help, effect(name, **arguments), keys, scope=LIST, group="Move")


def _select(id: str, title: str, keys: tuple[str, ...], help: str, hint: str = "") -> Command:
    return Command(f"select.{id}", title, help, effect("select", how=id), keys, scope=LIST, group="Many", hint=hint)


COMMANDS = (
    _move("down", "Down", "To the next record, or the next line of a text.", ("j", "down"), "move", by="row", step=1),
    _move("up", "Up", "To the record before, or the line before.", ("k", "up"), "move", by="row", step=-1),
    _move("left", "Left", "To the field, lane or link at the left; a timeline folds.", ("h", "left"), "move", by="column", step=-1),
    _move("right", "Right", "To the field, lane or link at the right; a timeline unfolds.", ("l", "right"), "move", by="column", step=1),
    _move("first", "First", "To the first record.", ("g g", "home"), "move", by="end", step=-1),
    _move("last", "Last", "To the last record.", ("G", "end"), "move", by="end", step=1),
    _move("half_down", "Half a page down", "Down by half of what the screen shows.", ("ctrl+d",), "move", by="half", step=1),
    _move("half_up", "Half a page up", "Up by half of what the screen shows.", ("ctrl+u",), "move", by="half", step=-1),
    _move("page_down", "Page down", "Down by what the screen shows.", ("pagedown",), "move", by="page", step=1),
    _move("page_up", "Page up", "Up by what the screen shows.", ("pageup",), "move", by="page", step=-1),
    _move("next_pane", "Next pane", "From the list to the detail, the links and round again.", ("tab",), "pane", step=1),
    _move("previous_pane", "Previous pane", "The same the other way round.", ("shift+tab",), "pane", step=-1),
    Command("go.today", "Today", "What needs a person: triage, decisions, slips, blocked and stale work.", effect("screen", name="today"),
            ("1", "g d"), group="Go"),
    Command("go.problems", "Problems", "What hurts customers, by how much it is worth solving.", effect("screen", name="problems"),
            ("2", "g p"), group="Go"),
    Command("go.hypotheses", "Hypotheses", "What the team believes, and how far it is shown.", effect("screen", name="hypotheses"),
            ("3", "g h"), group="Go"),
    Command("go.backlog", "Backlog", "What to build, in the team's order.", effect("screen", name="backlog"), ("4", "g b"), group="Go"),
    Command("go.roadmap", "Roadmap", "Milestones over time, or as now, next and later.", effect("screen", name="roadmap"), ("5", "g r"),
            group="Go"),
    Command("go.strategy", "Strategy", "Products, goals, decisions, people, personas and competitors.", effect("screen", name="strategy"),
            ("6", "g s"), group="Go"),
    Command("go.tree", "Tree", "From goals down to KPIs: what rests on what, and what is missing.", effect("screen", name="tree"),
            ("7", "g t"), group="Go"),
    Command("record.open", "Open", "Show the record by itself.", effect("open"), ("enter",), scope=RECORDS, group="Go", hint="open"),
    Command("go.back", "Back", "Close what is on top: detail, selection, filter.", effect("back"), ("escape", "backspace"), group="Go"),
    Command("view.layout", "Next layout", "Go round the layouts of this screen: list, board and so on.", effect("layout"), ("b",),
            scope=LIST, blocked=_one_way, group="Layout", hint="layout"),
    Command("view.detail", "Detail pane", "Put the detail pane at the right, below or away.", effect("detail"), ("z",), scope=LIST,
            group="Layout"),
    Command("view.filter", "Filter", "Show only what matches; Escape clears.", effect("filter"), ("/",),
            (Parameter("query", "query", "What to show."),), LIST, _unfiltered, group="Find", hint="filter"),
    Command("view.sort", "Sort by", "Order the list by a field, numbers from the highest down; again turns it round.", effect("sort"),
            ("O",), (Parameter("field", "column", "By which field.", is_required=True),), LIST, _unsorted, group="Find"),
    Command("view.group", "Group by", "Group the list, the board in swimlanes, the timeline in lanes; none takes them away.",
            effect("group"), ("ctrl+g",), (Parameter("field", "group", "By which field.", is_required=True),), LIST, _without_groups,
            group="Layout"),
    Command("view.columns", "Columns", "Choose which columns the list shows.", effect("columns"), ("C",), scope=LIST, blocked=_only_in_list,
            group="Layout"),
    Command("app.palette", "Any command", "Find a command by its name.", effect("palette"), (":", "ctrl+p"), group="Find"),
    _select("toggle", "Select", ("space", "x"), "Select this record, or take it out; changes go to all that are selected.", "select"),
    _select("range", "Select range", ("v",), "Begin a range here; again ends it."),
    _select("all", "Select all", ("*",), "Select all that match the filter."),
    _select("none", "Select none", (), "Clear the selection."),
    Command("record.repeat", "Repeat", "Do the last change again, here.", effect("repeat"), (".",), scope=RECORDS, blocked=without_target,
            group="Set"),
    Command("record.copy_id", "Copy id", "Copy the id to the clipboard, as in B-4k3.", copy_id, ("y",), scope=RECORDS,
            blocked=without_target, group="Else"),
    Command("record.copy_markdown", "Copy as Markdown", "Copy title, id and status to the clipboard as a Markdown list.", copy_markdown,
            ("Y m",), scope=RECORDS, blocked=without_target, group="Else"),
    Command("record.copy_branch", "Copy branch name", "Copy a name for a git branch, made of id and title: b-4k3f9x-retry-payments.",
            copy_branch, ("Y b",), scope=RECORDS, blocked=_without_one_target, group="Else"),
    Command("app.reload", "Reload", "Read the files again, as another program has left them.", effect("reload"), ("r",), scope=GLOBAL,
            group="Else"),
    Command("app.theme", "Theme", "Change the colours.", effect("theme"), (),
            (Parameter("name", "theme", "Which theme; without it, all of them can be looked at."),), group="Else"),
    Command("app.help", "Keys", "Every key, with a search.", effect("help"), ("?",), group="Else", hint="keys"),
    Command("app.suspend", "Suspend", "Back to the shell; fg returns.", effect("suspend"), ("ctrl+z",), group="Else"),
    Command("app.quit", "Quit", "Save what is under way and leave.", effect("quit"), ("q", "ctrl+c"), group="Else"),
)
