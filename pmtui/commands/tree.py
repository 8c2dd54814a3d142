"""Commands of the Tree screen: what the key `a` adds there hangs below what the cursor stands on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pmtui.commands.assignments import kind_of
from pmtui.commands.core import Arguments, Command, Context, Effect, Refused
from pmtui.commands.editing import change_of, new_record
from pmtui.commands.templating import with_template
from pmtui.domain.change import Change
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import LINKS

SCREEN = "tree"
BELOW: Final[Mapping[str, tuple[str, str]]] = {
    "goal": ("problem", "goal"), "problem": ("hypothesis", "problem"), "hypothesis": ("experiment", "hypothesis"),
    "experiment": ("item", "hypotheses"), "item": ("item", "parent"), "milestone": ("item", "milestone"),
}
"""By kind, what comes next in the chain, and the field by which it points back; work that follows from an experiment rests on
the hypothesis that was tested."""


def add_child(context: Context, arguments: Arguments) -> Change | Effect:
    """A new record below another one, linked with it; the screens ask for its line.

    The arguments: `kind` of the new record; `below` the kind and id of what it hangs below, None for nothing; `line` as typed.
    """
    if "line" not in arguments:
        return _asked(context, arguments)
    from pmtui.commands.quick_add import line_values

    kind = kind_of(str(arguments["kind"]))
    values = dict(line_values(context, kind, str(arguments["line"])))
    words = ""
    if arguments.get("below") is not None:
        parent = context.snapshot.record(*arguments["below"])
        if parent is None or parent.is_deleted:
            raise Refused("what it should hang below is gone", "add it from another place", "not_found", 4)
        values |= linked(parent.kind, parent.id, parent.data, values)
        words = f" below “{parent.title[:40]}”"
    edit = new_record(context, kind, with_template(context, kind, values))
    return change_of(context, f"Add “{edit.after['title'][:40]}”{words}", "tree.add_child", [edit])


def linked(kind: str, id: str, data: Mapping[str, Any], values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The link of a new record to the one it hangs below; none where that has none to give.

    Args:
        kind: The kind of that one.
        id: Its id.
        data: What it holds.
        values: What the new record has already.
    """
    child, field = BELOW[kind]
    target = str(data.get("hypothesis") or "") if kind == "experiment" else id
    if not target:
        return {}
    is_set = SCHEMA[child].fields[field].type == LINKS
    return {field: sorted({*(values.get(field) or ()), target}) if is_set else target}


def _asked(context: Context, arguments: Arguments) -> Effect:
    """What is to be added here: a branch takes records of its kind, evidence takes evidence."""
    on = str(arguments.get("on") or "")
    record = context.cursor
    if on.startswith("branch:"):
        return Effect("add_below", {"kind": on.partition(":")[2], "below": None})
    if record is None:
        return Effect("add_below", {"kind": "goal", "below": None})
    if on in ("evidence", "quote") and record.kind == "problem":
        return Effect("add_evidence", {"kind": "problem", "ids": [record.id]})
    if on == "kpi":
        return Effect("form", {"kind": "goal", "id": record.id, "field": "kpis"})
    if record.kind not in BELOW:
        raise Refused(f"nothing hangs below a {record.kind}", "go to a goal, a problem, a hypothesis or work", "blocked", 1)
    return Effect("add_below", {"kind": BELOW[record.kind][0], "below": (record.kind, record.id)})


COMMANDS = (
    Command(
        "tree.add_child", "Add below",
        "Below a goal a problem, below a problem a hypothesis, below that an experiment, then work; linked at once.",
        add_child, ("a",), (), SCREEN, group="Set", hint="add below",
    ),
)
