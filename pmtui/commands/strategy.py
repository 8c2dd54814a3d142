"""Commands of the Strategy screen: the positioning of a product, part by part."""

from __future__ import annotations

from typing import Any

from pmtui.commands.core import Arguments, Command, Context, Effect, Parameter, Refused
from pmtui.commands.editing import change_of, edit_of
from pmtui.commands.records import called
from pmtui.domain.change import Change
from pmtui.domain.records import Record
from pmtui.domain.sentences import POSITIONING
from pmtui.domain.text import one_line

SCREEN = "strategy"


def position(context: Context, arguments: Arguments) -> Change | Effect:
    """The parts of a product's positioning as one change; without them, a screen asks for one after the other."""
    if arguments.get("product"):
        record = context.resolve(str(arguments["product"]), ("product",))
    else:
        found, reason = product_here(context)
        if found is None:
            raise Refused(reason, "", "blocked", 1)
        record = found
    if "values" not in arguments:
        return Effect("positioning", {"id": record.id})
    values: dict[str, Any] = {}
    for name, text in dict(arguments["values"]).items():
        if name in POSITIONING:
            values[name] = one_line(str(text)).strip() or None
    edit = edit_of(context, record, values)
    return change_of(context, f"Position {called([record])}", "strategy.positioning", [edit])


def product_here(context: Context) -> tuple[Record | None, str]:
    """The product that a person means: that under the cursor, that of the record there, or the only one; else why there is none."""
    cursor = context.cursor
    if cursor is not None and cursor.kind == "product":
        return cursor, ""
    snapshot = context.snapshot
    own = snapshot.record("product", str(cursor["product"])) if cursor is not None and cursor.data.get("product") else None
    if own is not None and not own.is_deleted:
        return own, ""
    table = snapshot.table("product")
    living = [at for at, lives in enumerate(table.living()) if lives]
    if len(living) == 1:
        return table.record(living[0]), ""
    return None, "there are several products: put the cursor on one" if living else "there is no product yet: a on its section adds one"


def _blocked(context: Context) -> str | None:
    return product_here(context)[1] or None


COMMANDS = (
    Command(
        "strategy.positioning", "Positioning", "Say whom a product is for and what sets it apart, part by part; one change in the end.",
        position, ("P",), (Parameter("product", "record", "The product; the one under the cursor when left out."),), SCREEN, _blocked,
        group="Set", hint="positioning",
    ),
)
