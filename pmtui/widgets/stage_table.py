"""The journey of a persona as a table: stages across where there is room for it, else one below the other. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmtui.widgets.cells import shortened, steady, width_of
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

ROWS = (("doing", "text"), ("thinking", "info"), ("feeling", "muted"), ("pains", "warning"))
"""What is told of each stage, and its colour role."""
_LEAST = 18
"""The fewest cells of a stage that stands beside others."""
_LABEL = 10
_GAP = 2


def journey_lines(stages: Sequence[Mapping[str, Any]], width: int) -> list[Line]:
    """A journey as lines of at most so many cells.

    Args:
        stages: The entries of the journey, in their order.
        width: Cells of a line.
    """
    size = (width - _LABEL) // len(stages) - _GAP if stages else 0
    return _across(stages, size) if size >= _LEAST else _down(stages, width)


def _across(stages: Sequence[Mapping[str, Any]], size: int) -> list[Line]:
    """Stages as columns."""
    head = [Span(" " * _LABEL)]
    for number, stage in enumerate(stages, 1):
        head += [_padded(Span(f"{number} {_name(stage)}", "heading"), size), Span(" " * _GAP)]
    lines: list[Line] = [tuple(head)]
    for name, role in ROWS:
        cells = [_cell(stage.get(name), role, size) for stage in stages]
        for at in range(max(map(len, cells))):
            spans = [Span((name if at == 0 else "").ljust(_LABEL), "muted")]
            for cell in cells:
                line = cell[at] if at < len(cell) else ()
                spans += [*line, Span(" " * (size - sum(width_of(one.text) for one in line) + _GAP))]
            lines.append(tuple(spans))
    return lines


def _down(stages: Sequence[Mapping[str, Any]], width: int) -> list[Line]:
    """Stages one below the other."""
    lines: list[Line] = []
    for number, stage in enumerate(stages, 1):
        lines.append((Span(shortened(f"{number} {_name(stage)}", width), "heading"),))
        for name, role in ROWS:
            for at, line in enumerate(_cell(stage.get(name), role, max(8, width - _LABEL - 2))):
                lines.append((Span(f"  {name if at == 0 else ''}".ljust(_LABEL + 2), "muted"), *line))
    return lines


def _cell(value: Any, role: str, width: int) -> list[Line]:
    lines: list[Line] = []
    for text in value if isinstance(value, list) else () if value is None else (value,):
        if str(text).strip():
            lines += wrapped_spans([Span(str(text), role)], width)
    return lines


def _name(stage: Mapping[str, Any]) -> str:
    return steady(str(stage.get("stage") or "(no name)"))


def _padded(span: Span, width: int) -> Span:
    text = shortened(span.text, width)
    return Span(text + " " * (width - width_of(text)), span.role)
