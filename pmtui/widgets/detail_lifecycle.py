"""What the detail pane says of a product's life: stage, suggestion and chart, the verdict, its end and what depends on it."""

from __future__ import annotations

from pmtui.domain.backlinks import AT_ONCE, is_indexed
from pmtui.domain.change import Snapshot
from pmtui.domain.lifecycle_facts import checklist, dependants
from pmtui.domain.records import Record
from pmtui.widgets.detail_text import Reading, reference
from pmtui.widgets.lifecycle_lines import VERDICT_ROLES, checklist_lines, dependant_lines, life_lines
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, rule, wrapped_spans

SHOWN = frozenset({"stages", "verdict", "successor", "review_on"})
"""The fields that these parts show."""


def parts(record: Record, reading: Reading) -> list[list[Line]]:
    """Its life, and what was decided about it with what depends on it."""
    life = [rule("life cycle", reading.width), *life_lines(reading.snapshot, record, reading.today, reading.width)]
    return [[*life, *_verdict(record, reading)], _needed(record, reading)]


def _verdict(record: Record, reading: Reading) -> list[Line]:
    lines: list[Line] = []
    what = str(record.data.get("verdict") or "")
    if what:
        lines += labelled("verdict", wrapped_spans([Span(what, VERDICT_ROLES.get(what, "text"))], reading.value_width))
    successor = record.data.get("successor")
    if successor:
        found = reference(record.schema.fields["successor"], str(successor), reading)
        lines += labelled("successor", wrapped_spans(found, reading.value_width, (), "  "))
    end = checklist(reading.snapshot, record)
    lines += labelled("its end", checklist_lines(end, reading.value_width))
    return [(), *lines] if lines else []


def _is_much(snapshot: Snapshot) -> bool:
    return sum(len(snapshot.table(kind)) for kind in ("item", "problem", "feedback")) > AT_ONCE


def _needed(record: Record, reading: Reading) -> list[Line]:
    """What depends on it; late where there is much that may, or what points to it is not indexed."""
    if reading.late is not None and (_is_much(reading.snapshot) or not is_indexed(reading.snapshot)):
        reading.late.append("links")
        return []
    lines = dependant_lines(reading.snapshot, dependants(reading.snapshot, record), reading.value_width)
    return labelled("depends", lines)
