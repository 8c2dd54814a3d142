"""What the detail pane says of a competitor: what they say they are, where they are better, and where they are worse."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.widgets.detail_text import Reading, field_lines, texts
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, wrapped_spans

SHOWN = frozenset({"url", "positioning", "strengths", "weaknesses"})
"""The fields that these parts show."""
_FIELDS = SCHEMA["competitor"].fields


def parts(record: Record, reading: Reading) -> list[list[Line]]:
    """What they say; strengths and weaknesses, a sign before each."""
    return [
        [*field_lines(record, _FIELDS["positioning"], reading), *field_lines(record, _FIELDS["url"], reading)],
        point_lines("strengths", record.data.get("strengths"), ("+", "warning"), reading),
        point_lines("weaknesses", record.data.get("weaknesses"), ("−", "success"), reading),
    ]


def point_lines(label: str, value: Any, sign: tuple[str, str], reading: Reading) -> list[Line]:
    """The lines of a text as points, each with a sign before it; nothing where it is blank.

    Args:
        label: What stands before them.
        value: The lines.
        sign: What stands before each, and its colour role.
        reading: The width, and where named records are found.
    """
    lines: list[Line] = []
    points: Iterable[Any] = value if isinstance(value, list) else () if value is None else (value,)
    for point in points:
        words = str(point).strip().removeprefix("- ").removeprefix("* ")
        if words:
            lines += wrapped_spans(texts(words, reading), reading.value_width, (Span(f"{sign[0]} ", sign[1]),), "  ")
    return labelled(label, lines)
