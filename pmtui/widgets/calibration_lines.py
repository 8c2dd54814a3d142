"""Calibration as lines: how sure we were against what happened, as a small chart, and what that says."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.domain.amounts import share_words
from pmtui.domain.calibration import Bucket, Calibration, in_words
from pmtui.domain.text import counted
from pmtui.widgets.chart_signs import Signs, signs
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

_LABEL = 9
_LEAST = 12
STATED, HAPPENED = "muted", "accent"
"""The colour roles of what was said and of what happened."""


def calibration_lines(found: Calibration, width: int, drawn: Signs | None = None) -> list[Line]:
    """What a calibration says, its score, and the chart; without any outcome only what is missing.

    Args:
        found: The figures.
        width: Cells of a line.
        drawn: The characters of the chart; by default what the terminal can show.
    """
    role = "text" if found.is_enough else "warning"
    lines = wrapped_spans([Span(in_words(found), role)], width)
    if found.brier is None:
        return lines + _left_out(found, width)
    score = [Span("Brier score "), Span(f"{found.brier:.3f}", "text bold"), Span(" (0 is perfect, 0.25 is a coin)", "muted"),
             Span("\u00a0· ", "faint"), Span(counted(found.outcomes, "outcome"), "muted")]
    lines += wrapped_spans(score, width)
    return [*lines, *_left_out(found, width), (), *chart_lines(found.buckets, width, drawn)]


def _left_out(found: Calibration, width: int) -> list[Line]:
    words = [f"{found.inconclusive} inconclusive"] if found.inconclusive else []
    words += [f"{found.unstated} that never said how sure we were"] if found.unstated else []
    return wrapped_spans([Span(f"Left out: {' and '.join(words)}.", "muted")], width) if words else []


def chart_lines(buckets: Sequence[Bucket], width: int, drawn: Signs | None = None) -> list[Line]:
    """A row a range of confidence: what was said as a mark, what happened as a bar, and how many there were."""
    sign = drawn or signs()
    tail = max(len(_facts(one)) for one in buckets)
    room = width - _LABEL - tail - 2
    is_wide = room >= _LEAST
    room = room if is_wide else max(4, width - _LABEL - 1 - max(len(_brief(one)) for one in buckets))
    head = "sure".ljust(_LABEL)
    lines: list[Line] = [(Span(head, "muted"), Span(sign.parts[-1], HAPPENED), Span(" happened  ", "muted"), Span(sign.point, STATED),
                          Span(" said", "muted"))]
    for one in buckets:
        label = Span(f"{one.low * 100:.0f}–{one.high * 100:.0f} %".rjust(_LABEL - 1) + " ", "text" if one.forecasts else "faint")
        if one.stated is None or one.happened is None:
            lines.append((label, Span("·", "faint")))
            continue
        end = Span(f" {_facts(one) if is_wide else _brief(one)}", "muted")
        lines.append((label, *_bar(one.happened, one.stated, room, sign), end))
    return lines


def _bar(happened: float, stated: float, room: int, sign: Signs) -> list[Span]:
    """A bar of what happened with a mark at what was said."""
    full, mark = round(happened * room), min(room - 1, max(0, round(stated * room) - 1))
    before, after = min(full, mark), max(0, full - mark - 1)
    spans = [Span(sign.parts[-1] * before, HAPPENED), Span(" " * (mark - before), "text"), Span(sign.point, f"{STATED} bold"),
             Span(sign.parts[-1] * after, HAPPENED), Span(" " * (room - max(full, mark + 1)), "text")]
    return [one for one in spans if one.text]


def _facts(one: Bucket) -> str:
    if one.stated is None or one.happened is None:
        return ""
    return f"said {share_words(one.stated)}, happened {share_words(one.happened)} of {one.forecasts}"


def _brief(one: Bucket) -> str:
    return "" if one.happened is None else f"{share_words(one.happened)} ({one.forecasts})"
