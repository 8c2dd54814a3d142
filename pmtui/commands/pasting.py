"""Many records from a Markdown list: each line a quick-add line, what is nested below it its children or criteria."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.commands.assignments import kind_of, new_entry
from pmtui.commands.core import Arguments, Command, Context, Effect, Parameter, Refused
from pmtui.commands.editing import change_of, new_record, with_reason
from pmtui.commands.templating import with_template
from pmtui.domain.change import Change, Edit
from pmtui.domain.schema import Kind

if TYPE_CHECKING:
    from pmtui.domain.markdown_items import Draft, Outline
    from pmtui.domain.quick_add import QuickAdd
    from pmtui.domain.quick_add_names import Directory

CRITERIA, ITEMS = "criteria", "items"
NESTED = (CRITERIA, ITEMS)
"""What nested lines with a checkbox become: criteria of the line above, or records below it."""
_DONE = "done"


class Row(NamedTuple):
    """One record to be, or one criterion.

    Attributes:
        depth: How far it is nested, from 0.
        draft: The line of the list.
        line: What the line says; None for a criterion, which is kept as it stands.
        parent: The index of the row it belongs to; None at the outermost level.
        values: The fields of the record.
    """

    depth: int
    draft: Draft
    line: QuickAdd | None
    parent: int | None
    values: Mapping[str, Any]


class PastedList(NamedTuple):
    """What a text would add.

    Attributes:
        rows: Records and criteria from the top down.
        left_out: Lines that belong to nothing.
        is_cut: Whether the text had more lines than are taken at once.
    """

    rows: tuple[Row, ...]
    left_out: tuple[str, ...]
    is_cut: bool

    @property
    def records(self) -> int:
        """How many records there would be."""
        return sum(one.line is not None for one in self.rows)


def read_list(context: Context, kind: Kind, text: str, nested: str = CRITERIA) -> PastedList:
    """What a Markdown list would add.

    A line that is ticked is done. A nested line with a checkbox and nothing below it is a criterion, unless `nested` says
    otherwise; other nested lines are records below. Kinds that know no parents keep them as text of the body.

    Args:
        context: The day, and whom and what names mean.
        kind: The kind of the records.
        text: The list.
        nested: CRITERIA or ITEMS.
    """
    from pmtui.domain.markdown_items import outline
    from pmtui.domain.quick_add_names import directory_of

    directory = directory_of(context.snapshot, context.author)
    found: Outline = outline(text)
    rows: list[Row] = []
    reader = _Reader(context, kind, directory, nested, rows)
    for draft in found.drafts:
        reader.take(draft, 0, None)
    return PastedList(tuple(rows), found.left_out, found.is_cut)


class _Reader:
    """Turns drafts into rows."""

    def __init__(self, context: Context, kind: Kind, directory: Directory, nested: str, rows: list[Row]) -> None:
        self.context, self.kind, self.directory, self.rows = context, kind, directory, rows
        self.has_parents = "parent" in kind.fields
        self.has_criteria = "criteria" in kind.fields and nested == CRITERIA

    def take(self, draft: Draft, depth: int, parent: int | None) -> None:
        """A record, and what is nested below it."""
        from pmtui.domain.markdown_items import as_text
        from pmtui.domain.quick_add import parse_line

        line = parse_line(draft.text, self.kind, self.directory, self.context.today, self.context.now)
        values: dict[str, Any] = {"title": line.title or draft.text, **line.values}
        body = [*draft.body]
        if not self.has_parents and draft.children:
            body += [*([""] if body else []), *as_text(draft.children)]
        if body and "body" in self.kind.fields:
            values.setdefault("body", body)
        if draft.done and _DONE in self.kind.fixed:
            values.setdefault("status", self.kind.named(_DONE))
        here = len(self.rows)
        self.rows.append(Row(depth, draft, line, parent, values))
        for one in draft.children if self.has_parents else ():
            if self.has_criteria and one.done is not None and not one.children:
                self.rows.append(Row(depth + 1, one, None, here, {}))
            else:
                self.take(one, depth + 1, here)


def add_list(context: Context, arguments: Arguments) -> Change | Effect:
    """One change that adds what a Markdown list says; without a text, a screen asks for it."""
    kind = kind_of(arguments.get("kind") or context.kind)
    if "text" not in arguments and context.is_screen:
        return Effect("add_list", {"kind": kind.name, "text": str(arguments.get("pasted") or "")})
    nested = str(arguments.get("nested") or CRITERIA)
    if nested not in NESTED:
        raise Refused(f"nested: {nested!r} is none of {', '.join(NESTED)}", "criteria is what counts where nothing is said", "bad_value")
    pasted = read_list(context, kind, str(arguments.get("text") or ""), nested)
    if not pasted.rows:
        raise Refused("there is no list in the text", "write one record a line, for example: - Retry payments #billing 3pts", "bad_value")
    edits = _edits(context, kind, pasted.rows, str(arguments.get("reason") or ""))
    first = str(edits[0].after.get("title", ""))[:50]
    words = f"“{first}”" if len(edits) == 1 else f"{len(edits)} {kind.plural}, first “{first}”"
    return change_of(context, f"Add {words}", "record.add_list", edits)


def _edits(context: Context, kind: Kind, rows: Sequence[Row], reason: str) -> list[Edit]:
    made: dict[int, Edit] = {}
    for at, row in enumerate(rows):
        above = made.get(row.parent) if row.parent is not None else None
        if row.line is None and above is not None and row.parent is not None:
            made[row.parent] = _with_criterion(context, kind, above, row.draft)
            continue
        values = dict(row.values)
        if above is not None:
            values.setdefault("parent", above.id)
        has_own = any(other.line is None and other.parent == at for other in rows)
        filled = with_template(context, kind, values, has_criteria=has_own)
        made[at] = with_reason(context, kind, new_record(context, kind, filled, at), reason)
    return list(made.values())


def _with_criterion(context: Context, kind: Kind, edit: Edit, draft: Draft) -> Edit:
    from pmtui.domain.canonical import normal

    field, entries = kind.fields["criteria"], list(edit.after.get("criteria") or [])
    words = " ".join([draft.text, *filter(None, map(str.strip, draft.body))])
    entry = new_entry(context, field, entries, {"text": words, **({"done": True} if draft.done else {})})
    return edit._replace(after={**edit.after, "criteria": normal(field, [*entries, entry])})


def without_kind(context: Context) -> str | None:
    """Why nothing can be added here: the screen lists changes or conflicts, not records."""
    return "records are added on the screens that list them" if context.screen in ("history", "conflicts") else None


COMMANDS = (
    Command(
        "record.add_list", "Add from a list", "Add many records at once from a Markdown list: a line each, read like a quick-add line; "
        "nested lines become children, nested checkboxes criteria.", add_list, ("Y p",),
        (
            Parameter("kind", "kind", "What to add: item, problem, milestone …; pmtui schema lists them."),
            Parameter("text", "lines", "The list; - reads standard input.", is_required=True),
            Parameter("nested", "choice", "What nested checkboxes become.", choices=NESTED, option="--nested"),
            Parameter("reason", "text", "Why; kept with records whose status needs a reason.", option="--reason"),
        ), blocked=without_kind, word="add-list", group="Set", example="pmtui add-list item -",
    ),
)
