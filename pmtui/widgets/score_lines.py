"""What a score run asks, as lines: the inputs with their values so far, the question, and a key for each step of the scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.domain.score_methods import ScoreInput, ScoreMethod
from pmtui.domain.score_scales import Step
from pmtui.widgets import glyphs
from pmtui.widgets.cells import fitted, shortened, width_of
from pmtui.widgets.one_line import Span, spans_width
from pmtui.widgets.styled_lines import Line, wrapped_spans

_GAP = 3
"""Blank cells between the columns of a scale."""
_LEAST_EXAMPLE = 12
"""In fewer cells an example says nothing."""


class Opinion(NamedTuple):
    """What a group has scored for the input that is asked.

    Attributes:
        who: The names of those who have.
        is_revealed: Whether their values may be shown.
        by_value: Who gave which value, as the field would hold it; empty until it is revealed.
        median: The median in words.
        spread: How far apart they are, in words.
    """

    who: tuple[str, ...]
    is_revealed: bool = False
    by_value: Mapping[Any, tuple[str, ...]] = {}
    median: str = ""
    spread: str = ""


class Asking(NamedTuple):
    """What stands in the pane of a score run.

    Attributes:
        method: How the record is scored.
        input: What is asked.
        values: What is known so far, by field.
        given: The fields that were given just now.
        figure: The score, in words; empty where it is not known yet.
        opinion: What the group has scored; None where nobody asks a group.
    """

    method: ScoreMethod
    input: ScoreInput
    values: Mapping[str, Any]
    given: frozenset[str] = frozenset()
    figure: str = ""
    opinion: Opinion | None = None


def shown_number(value: Any) -> str:
    """A value as people read it, without needless zeros; a dash where it is blank."""
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,.0f}" if float(value).is_integer() and abs(value) < 1e15 else f"{value:,.6g}"


def label_of(method: ScoreMethod, one: ScoreInput) -> str:
    """What an input is called; methods of one input call it as themselves."""
    return one.label or method.label


def input_line(asking: Asking, width: int) -> list[Line]:
    """The inputs in a row with their values, the one that is asked marked, and the score."""
    spans: list[Span] = []
    for one in asking.method.inputs:
        value, is_here = asking.values.get(one.field), one is asking.input
        role = "accent bold" if is_here else "muted"
        mark = f"{glyphs.CURSOR}\u00a0" if is_here else ""
        shown = shown_number(value).replace(" ", "\u00a0") + ("\u00a0%" if one.unit == "%" and value is not None else "")
        worth = "text bold" if one.field in asking.given else "text" if value is not None else "faint"
        spans += [Span(f"{mark}{label_of(asking.method, one)}\u00a0".replace(" ", "\u00a0"), role), Span(shown, worth), Span("   ")]
    spans.pop()
    if spans_width(spans) > width:
        spans = [one._replace(text="  ") if one.text == "   " else one for one in spans]
    lines = [tuple(spans)] if spans_width(spans) <= width else wrapped_spans(spans, width)
    if asking.figure:
        words = [Span(f"{asking.method.label} ", "muted"), Span(asking.figure, "text bold")]
        room = width - spans_width(lines[-1]) - spans_width(words)
        lines = [*lines[:-1], (*lines[-1], Span(" " * room), *words)] if room > 1 else lines
    return [line if not at else (Span("  "), *line) for at, line in enumerate(lines)]


def formula_lines(method: ScoreMethod, figure: str, width: int) -> list[Line]:
    """The score, how it comes from the inputs, and what it is good for."""
    known = [Span(f"{figure} ", "text bold")] if figure else []
    spans = [Span(f"{method.label} ", "muted"), *known, Span(f"= {method.formula}", "muted")]
    head = wrapped_spans(spans, width) if method.formula else []
    return head + wrapped_spans([Span(method.help, "faint")], width)


def scale_lines(asking: Asking, width: int, height: int) -> list[Line]:
    """The question and its scale, in at most so many lines where that is possible.

    Args:
        asking: What is asked.
        width: Cells of a line.
        height: Lines there are; a scale that is too long for them takes two columns, without examples.
    """
    one = asking.input
    head = [(), *_question(asking, width), ()]
    foot = [*_elsewhere(asking, width), *_typed(asking, width)]
    rows = one.steps
    if len(rows) + len(head) + len(foot) <= height or not rows:
        return [*head, *_rows(asking, rows, width), *foot]
    head = [line for line in head if line]
    if len(rows) + len(head) + len(foot) <= height:
        return [*head, *_rows(asking, rows, width), *foot]
    half = (len(rows) + 1) // 2
    left, right = _rows(asking, rows[:half], width // 2, is_short=True), _rows(asking, rows[half:], width - width // 2, is_short=True)
    both = [
        (*line, Span(" " * max(1, width // 2 - spans_width(line))), *(right[at] if at < len(right) else ()))
        for at, line in enumerate(left)
    ]
    if len(head) + len(both) + len(foot) > height:  # keys are named in the border, too
        return [*head[:1], *both, *foot][:max(height, 1 + len(both))]
    return [*head, *both, *foot]


def _question(asking: Asking, width: int) -> list[Line]:
    lines = wrapped_spans([Span(asking.input.question, "heading")], width)
    opinion = asking.opinion
    if opinion is None:
        return lines
    count = len(opinion.who)
    if not opinion.is_revealed:
        names = ", ".join(opinion.who)
        words = f"{names} {'has' if count == 1 else 'have'} scored it" if count else "nobody has scored it yet"
        return lines + wrapped_spans([Span(words, "muted")], width)
    spans = [Span("median ", "muted"), Span(opinion.median, "text bold"), Span(f" · {opinion.spread}", "muted")]
    return lines + wrapped_spans(spans if count else [Span("nobody has scored it", "muted")], width)


def _elsewhere(asking: Asking, width: int) -> list[Line]:
    """Who gave a value that is not on the scale."""
    known = {step.value for step in asking.input.steps}
    who = asking.opinion.by_value if asking.opinion is not None and asking.opinion.is_revealed else {}
    spans: list[Span] = []
    for value, names in who.items():
        if value not in known:
            spans += [Span(" ")] * bool(spans) + [Span(f"{shown_number(value)}\u00a0", "text bold"), Span(", ".join(names), "accent bold")]
    return wrapped_spans(spans, width, (Span("    "),), "    ") if spans else []


def _typed(asking: Asking, width: int) -> list[Line]:
    """The last line: that any number can be typed."""
    one = asking.input
    if not one.is_typed:
        return []
    unit = f", in {'percent' if one.unit == '%' else one.unit}" if one.unit else ""
    words = f"type a number{unit}" if not one.steps else f"another number{unit}"
    return [(Span("=", "key"), Span("   "), Span(shortened(words, max(1, width - 4)), "muted"))]


def _rows(asking: Asking, steps: Sequence[Step], width: int, *, is_short: bool = False) -> list[Line]:
    """The steps of a scale in columns: key, value, meaning, and an example or who chose it."""
    names = [shown_number(step.value) + ("\u00a0%" if asking.input.unit == "%" else "") for step in asking.input.steps]
    plain = all(name in (step.key, f"1{step.key}") for name, step in zip(names, asking.input.steps, strict=True))
    size = 0 if plain else max(map(width_of, names))
    align = "right" if all(isinstance(step.value, int | float) for step in asking.input.steps) else "left"
    meaning = max((width_of(step.meaning) + 4 * (plain and name != step.key)
                   for step, name in zip(asking.input.steps, names, strict=True)), default=0)
    who = asking.opinion.by_value if asking.opinion is not None and asking.opinion.is_revealed else {}
    now = asking.values.get(asking.input.field)
    lines: list[Line] = []
    for step in steps:
        is_now = now is not None and step.value == now
        name = shown_number(step.value) + ("\u00a0%" if asking.input.unit == "%" else "")
        spans = [Span(step.key, "key"), Span(f" {glyphs.SELECTED} " if is_now else "   ", "accent")]
        if size:
            spans.append(Span(fitted(name, size, align) + "  ", "text bold"))
        room = width - spans_width(spans)
        told = ", ".join(who.get(step.value, ()))
        told_meaning = step.meaning if size or name == step.key else f"{name}, {step.meaning}"  # 10 is on the key 0
        words = shortened(told_meaning, max(1, room - 1)) if is_short or not (told or step.example) else told_meaning
        spans.append(Span(fitted(words, min(meaning, max(1, room))), "text"))
        room -= min(meaning, room) + _GAP
        if told and room > 1:
            spans += [Span(" " * _GAP), Span(shortened(told, room), "accent bold")]
        elif step.example and not who and not is_short and room >= _LEAST_EXAMPLE:
            spans += [Span(" " * _GAP), Span(shortened(step.example, room), "muted")]
        lines.append(tuple(spans))
    return lines
