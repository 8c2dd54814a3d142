"""The pages of a score run besides its questions: the choice of a method at the start, and what has moved at the end. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pmtui.domain.score_methods import ScoreMethod
from pmtui.domain.text import counted
from pmtui.screens.dialogs.score_run_walk import AGREE, GROUP
from pmtui.widgets import glyphs
from pmtui.widgets.cells import fitted, shortened, width_of
from pmtui.widgets.one_line import Span, spans_width
from pmtui.widgets.score_moves import Move, move_lines
from pmtui.widgets.styled_lines import Line, wrapped_spans

_LABEL = 16
"""The most cells of a method's name."""


class Start(NamedTuple):
    """What the start page says.

    Attributes:
        methods: The methods, in the order of their digits.
        chosen: The name of the one that Enter takes.
        counts: How many records would be walked by each method, by its name.
        total: How many records are looked at.
        plural: What several of them are called.
        is_group: Whether the scores are for the group.
        can_vote: Whether a group can score these records.
        with_ballots: How many records have scores of the group that can be revealed.
        is_all: Whether all records are scored, whether they have a score or not.
    """

    methods: Sequence[ScoreMethod]
    chosen: str
    counts: Mapping[str, int]
    total: int
    plural: str
    is_group: bool = False
    can_vote: bool = True
    with_ballots: int = 0
    is_all: bool = False


def start_lines(start: Start, width: int) -> list[Line]:
    """The methods with their digits, what each is made of and how many records lack it; the group below."""
    size = min(_LABEL, max(width_of(one.label) for one in start.methods))
    lack = "" if start.is_all else "not scored by you" if start.is_group else "without it"
    lines: list[Line] = [(), _both([Span("Score by", "heading")], [Span(lack, "muted")], width), ()]
    for at, one in enumerate(start.methods, 1):
        is_chosen = one.name == start.chosen
        left = [Span(f"{glyphs.CURSOR} " if is_chosen else "  ", "accent"), Span(str(at), "key"), Span("  "),
                Span(fitted(one.label, size) + "   ", "accent bold" if is_chosen else "text bold")]
        count = start.counts.get(one.name, 0)
        right = [] if start.is_all else [Span(f"{count} of {start.total}" if count else "none", "text" if count else "faint")]
        room = width - spans_width(left) - spans_width(right) - 2
        lines.append(_both([*left, Span(shortened(one.formula or one.help.partition("; ")[0], max(1, room)), "muted")], right, width))
    if start.can_vote:
        box = Span(glyphs.DONE, "success") if start.is_group else Span(glyphs.OPEN, "muted")
        words = " for the group: your scores are kept apart, and nobody is shown them until they are revealed"
        told = Span(words, "text" if start.is_group else "muted")
        lines += [(), *wrapped_spans([box, told], width, (Span("  "), Span("g", "key"), Span("  ")), "     ")]
        if start.with_ballots:
            some = f"{counted(start.with_ballots, 'has', 'have')} scores of the group"
            lines += wrapped_spans([Span("reveal:", "text"), Span(f" {some}", "muted")],
                                   width, (Span("  "), Span("r", "key"), Span("  ")), "     ")
    return lines


def _both(left: Sequence[Span], right: Sequence[Span], width: int) -> Line:
    return (*left, Span(" " * max(1, width - spans_width(left) - spans_width(right))), *right)


class End(NamedTuple):
    """What the last page says.

    Attributes:
        method: How the records were scored.
        mode: What became of the values.
        moves: What became of the records.
        skipped: How many were passed over.
        seconds: How long the run took.
        plural: What several records are called.
    """

    method: ScoreMethod
    mode: str
    moves: Sequence[Move]
    skipped: int
    seconds: float
    plural: str


def end_lines(end: End, width: int) -> list[Line]:
    """How many were scored in which time, and what moved; of a group's ballots only how many."""
    count = len(end.moves)
    what = "1 record" if count == 1 else f"{count} {end.plural}"
    done = {GROUP: "scored for the group", AGREE: "agreed on"}.get(end.mode, f"scored by {end.method.label}")
    each = f" · {lasting(end.seconds / count)} each" if count > 1 else ""
    head = [Span(f"{what} {done}", "heading"), Span(f" · {lasting(end.seconds)}{each}", "muted")]
    half = sum(one.after is None for one in end.moves) if end.mode != GROUP else 0
    if half:
        head.append(Span(f" · {half} not in full", "warning"))
    if end.skipped:
        head.append(Span(f" · {end.skipped} skipped", "muted"))
    lines: list[Line] = [(), *wrapped_spans(head, width), ()]
    if end.mode == GROUP:
        lines += wrapped_spans([Span("Your scores are kept as ballots until they are revealed.", "muted")], width)
        return [*lines, (), *((Span("● ", "success"), Span(shortened(one.title, width - 2))) for one in end.moves)]
    return lines + move_lines(end.moves, end.method.label, width)


def lasting(seconds: float) -> str:
    """A span of time in words: `8 s`, `1 min 12 s`."""
    whole = max(1, round(seconds))
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s" if whole % 60 else f"{whole // 60} min"
