"""Editing what stands in a cell: which field that is, and where it is edited when one line of text does not do."""

from __future__ import annotations

from collections.abc import Mapping

from pmtui.commands.core import Context, Effect, Refused
from pmtui.domain.change import Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import ENTRIES, LINES, LINK, LINKS, OBJECT, RANK, Field, Kind
from pmtui.domain.text import spoken

FIXED: Mapping[str, str] = {
    "id": "the id stays as it was given", "created_at": "when it was written down stays as it is",
    "created_by": "who wrote it down stays as it is", "rank": "J and K move it in the team's order",
    "rank_position": "J and K move it in the team's order", "rank_range": "J and K move it in the team's order",
    "age_days": "the age follows from when it was written down", "blocked_by": "it follows from what it waits for: W changes that",
    "progress": "it follows from the parts below it, or from the items of a milestone",
    "stale": "it follows from the last commit of its file", "conflicts": "g c shows the conflicts",
    "ready": "it follows from the definition of ready", "missing": "it follows from the definition of ready",
    "evidence_confidence": "it follows from the evidence of its problems and hypotheses: V adds some there",
    "experiments": "it follows from the experiments of the hypothesis", "heard": "it follows from the evidence: V adds some",
    "work": "it follows from the items and hypotheses that are linked with the problem: L there links them",
    "positioning": "it is assembled of its parts: P on the Strategy screen asks for them",
    "serves": "it follows from the milestones and problems that name the goal",
    "problems": "it follows from the problems that name the persona", "points": "e on their columns, side by side, edits them (b)",
    "weaknesses": "of our own product the problems tell: g p shows them",
    "age": "the age follows from when it was written down", "sign": "it tells feedback from items",
    "who": "the form has who said it, and where they work: ctrl+e",
}
"""Columns that nobody edits, with what does; a field of this name that can be edited is edited all the same."""
_LISTED = 1_000
"""Of more records than this, links are looked for, not listed."""


def cell_field(kind: Kind, column: str) -> Field | None:
    """The field of a kind that is edited in a column; None where the column shows something else."""
    field = kind.field(column or "title")
    return None if field is None or field.name in ("id", "rank", "created_at", "created_by", "deleted_at", "source") else field


def is_asked(field: Field, snapshot: Snapshot) -> bool:
    """Whether a field is edited on one line, or chosen from a list that is not too long."""
    if field.type == LINK:
        return sum(len(snapshot.table(kind)) for kind in field.links or SCHEMA.kinds) <= _LISTED
    return field.type not in (LINKS, ENTRIES, LINES, OBJECT, RANK)


def editor_of(context: Context, column: str) -> Effect:
    """Where a cell is edited that one line of text does not do for: a search, the checklist, the form, the scores.

    Raises:
        Refused: Nobody edits it; the message says what does.
    """
    from pmtui.commands.linking import link

    records = context.targets()
    kind = records[0].schema
    field = cell_field(kind, column)
    if field is None:
        if column in _scores(kind, context.snapshot.settings):
            return Effect("score", {"kind": kind.name, "ids": [record.id for record in records], "method": column})
        name = spoken(column)
        raise Refused(FIXED.get(column) or f"{name} is computed: it has no value of its own to edit", "", "blocked", 1)
    if field.type in (LINK, LINKS):
        found = link(context, {"field": field.name})
        assert isinstance(found, Effect)
        return found
    if len(records) > 1:
        raise Refused(f"{spoken(field.name)} is edited in one record at a time", "clear the selection first", "blocked", 1)
    if field.name == "criteria" and context.screen != "conflicts":  # the form shows both sides of one
        return Effect("criteria", {"kind": kind.name, "id": records[0].id})
    if field.name == "journey" and context.layout == "journey":
        return Effect("journey_cell")
    where = "edit_lines" if field.type == LINES and context.screen == "strategy" else "form"
    return Effect(where, {"kind": kind.name, "id": records[0].id, "field": field.name})


def _scores(kind: Kind, settings: Mapping[str, object]) -> frozenset[str]:
    from pmtui.domain.score_methods import methods

    return frozenset(methods(kind.name, settings))
