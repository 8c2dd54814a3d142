"""Filling new records from the team's templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.commands.core import Context
from pmtui.domain.schema import Kind


def with_template(context: Context, kind: Kind, values: Mapping[str, Any], *, has_criteria: bool = False) -> Mapping[str, Any]:
    """The fields of a new record with what the template of its type brings: text and criteria where there are none, and its tags.

    Args:
        context: The settings, and the source of ids.
        kind: The kind of the record.
        values: What was given.
        has_criteria: Whether criteria of its own are still to come.
    """
    settings = context.snapshot.settings
    if not settings.get("templates"):
        return values
    from pmtui.domain.templates import template_of

    template = template_of(kind, values.get("type"), settings)
    if template is None:
        return values
    filled = dict(values)
    if template.body and not filled.get("body"):
        filled["body"] = list(template.body)
    if template.criteria and not filled.get("criteria") and not has_criteria:
        filled["criteria"] = criteria_entries(context, kind, template.criteria)
    if template.tags:
        filled["tags"] = sorted({*(filled.get("tags") or ()), *template.tags})
    return filled


def criteria_entries(context: Context, kind: Kind, texts: tuple[str, ...]) -> list[dict[str, Any]]:
    """New criteria with these words, in their order."""
    from pmtui.commands.assignments import new_entry

    entries: list[dict[str, Any]] = []
    for text in texts:
        entries.append(new_entry(context, kind.fields["criteria"], entries, {"text": text}))
    return entries
