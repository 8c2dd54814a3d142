"""What a score run has moved: places by score before and after, the greatest move first. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.domain.text import spoken
from pmtui.widgets.cells import fitted, shortened, width_of
from pmtui.widgets.one_line import Span, spans_width
from pmtui.widgets.score_lines import shown_number
from pmtui.widgets.styled_lines import Line

UP, DOWN, SAME, NEW = "▲", "▼", "=", "✦"
"""The marks of a move; a record that had no score before is new."""
_MOST_TITLE = 72


class Standing(NamedTuple):
    """Figures of records at one moment.

    Attributes:
        figures: The figure of each record by its id; None where it is blank.
        places: The place of each that has a number, from 1, the greatest first; equal ones share a place.
    """

    figures: Mapping[str, Any]
    places: Mapping[str, int]


class Move(NamedTuple):
    """What became of one record.

    Attributes:
        id: The record.
        title: Its title.
        before: Its figure before.
        after: Its figure after.
        place_before: Its place before; None where it had no score.
        place_after: Its place after; None where it has none.
        step: By how many places it rose; negative where it fell.
    """

    id: str
    title: str
    before: Any
    after: Any
    place_before: int | None
    place_after: int | None
    step: int


def standing(figures: Mapping[str, Any]) -> Standing:
    """The places that figures give."""
    known = [(value, id) for id, value in figures.items() if _is_number(value)]
    known.sort(key=lambda one: -one[0])
    places: dict[str, int] = {}
    last, place = None, 0
    for at, (value, id) in enumerate(known, 1):
        place = place if value == last else at
        places[id], last = place, value
    return Standing(figures, places)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def moves(before: Standing, after: Standing, titles: Mapping[str, str]) -> list[Move]:
    """What became of some records, the greatest move first; one that had no score came from below all others."""
    below = max([*before.places.values(), *after.places.values()], default=0) + 1
    found = []
    for id, title in titles.items():
        old, new = before.places.get(id), after.places.get(id)
        step = (below if old is None else old) - new if new is not None else 0
        found.append(Move(id, title, before.figures.get(id), after.figures.get(id), old, new, step))
    return sorted(found, key=lambda one: (-abs(one.step), one.place_after is None, one.place_after or 0))


def move_lines(found: Sequence[Move], label: str, width: int) -> list[Line]:
    """Moves in columns: places before and after, the figure, the title."""
    if not found:
        return []
    figures = [_figure(one) for one in found]
    size = max(width_of(label), *(min(24, width_of(one)) for one in figures))
    has_places = any(one.place_after is not None for one in found)
    head = [Span("   from    to   ", "muted")] if has_places else [Span("  ")]
    head += [Span(fitted(label, size, "right" if has_places else "left") + "   ", "muted")]
    lines: list[Line] = [tuple(head)]
    for one, figure in zip(found, figures, strict=True):
        spans = _place_spans(one) if has_places else [Span("  ")]
        shown = fitted(figure, size, "right" if has_places else "left")
        spans += [Span(shown, "text bold" if one.after is not None else "faint"), Span("   ")]
        room = max(1, width - spans_width(spans))
        spans.append(Span(shortened(one.title or "(no title)", min(room, _MOST_TITLE)), "text"))
        lines.append(tuple(spans))
    return lines


def _place_spans(one: Move) -> list[Span]:
    mark, role = (NEW, "accent") if one.place_before is None and one.place_after is not None else \
        (UP, "success") if one.step > 0 else (DOWN, "warning") if one.step < 0 else (SAME, "faint")
    before, after = (f"{place}" if place is not None else "–" for place in (one.place_before, one.place_after))
    return [Span(f"{mark} ", role), Span(fitted(before, 5, "right"), "muted"), Span("  → ", "faint"), Span(fitted(after, 3), "text bold"),
            Span("  ")]


def _figure(one: Move) -> str:
    return shown_figure(one.after)


def shown_figure(value: Any) -> str:
    """A figure as lists show it: whole from 10 on, three digits below; words as they are."""
    if _is_number(value):
        return shown_number(round(value) if abs(value) >= 10 else float(f"{value:.3g}"))
    return "n/a" if value is None else spoken(str(value))
