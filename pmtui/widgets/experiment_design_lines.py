"""What follows from a design while it is typed: how many it needs, for how long, what half the effect would cost, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.domain.experiment_design import RATES, SAMPLE, SESSIONS, missing, named, task_count
from pmtui.domain.experiment_inputs import arms_of, changed_since_start, positive, unit_number
from pmtui.domain.experiment_sizes import MOST_SAMPLE, margin_of, plan_of, planned_as, sample_for, share_of
from pmtui.domain.experiment_words import count, percent, percent_between
from pmtui.domain.proportions import wilson_interval
from pmtui.domain.text import spoken
from pmtui.widgets.detail_experiment import checklist_spans, points_words
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, rule, wrapped_spans

_WEEK = 7
_FROZEN = "It has started: its design is frozen, and a change of it is marked."
_PLAN = frozenset({"baseline_rate", "mde", "alpha", "power"})
"""The fields that a size follows from: while one of them cannot be, no size is told."""


def design_lines(data: Mapping[str, Any], faults: Mapping[str, str], width: int) -> list[Line]:
    """What follows from a design.

    Args:
        data: The design as far as it is typed and can be read.
        faults: What cannot be read or cannot be, by field.
        width: Cells of a line.
    """
    lines: list[Line] = []
    for name, words in faults.items():
        lines += wrapped_spans([Span(_with_label(name, words, data.get("method")), "error")], width)
    family = planned_as(data)
    made = {RATES: _rates, SESSIONS: _sessions, SAMPLE: _sample}.get(family)
    if made is None or family == SESSIONS or _PLAN.isdisjoint(faults):
        lines += made(data, width) if made else wrapped_spans([Span("The method says what is asked: press its letter.", "muted")], width)
    lines += [(), *_stated(data, width)]
    return lines


def _with_label(name: str, words: str, method: object) -> str:
    """What is wrong, with the field as it is called where it is typed."""
    label = named(name, method)[0]
    for known in (label, name, name.replace("_", " ")):
        words = words.removeprefix(f"{known}: ")
    return words if words.startswith(f"{name} ") else f"{label}: {words}"


def _stated(data: Mapping[str, Any], width: int) -> list[Line]:
    lacking = missing(data)
    has_started = isinstance(data.get("frozen"), Mapping)
    words = f"to state before it starts: {len(lacking)} left" if lacking else "all is stated: it may start"
    if has_started:
        words = f"not stated when it started: {len(lacking)}" if lacking else "all is stated"
    lines = [rule(words, width), *wrapped_spans(checklist_spans(data), width)]
    if has_started:
        changed = ", ".join(spoken(name) for name in changed_since_start(data))
        text = f"Changed since it started: {changed}. That is marked." if changed else _FROZEN
        lines += wrapped_spans([Span(text, "warning" if changed else "muted")], width)
    return lines


def _rates(data: Mapping[str, Any], width: int) -> list[Line]:
    arms = arms_of(data)
    size, days = plan_of(data, arms)
    if size is None:
        blank = [words for name, words in (("baseline_rate", "baseline"), ("mde", "least effect")) if data.get(name) is None]
        text = f"{' and '.join(blank)} tell how many it takes" if blank else "such an effect cannot be reached from this baseline"
        return wrapped_spans([Span(text, "muted" if blank else "warning")], width)
    lines = wrapped_spans(_size_spans(size, days, max(2, len(arms)), arms_named=len(arms) > 1), width)
    half = dict(data, mde=float(data["mde"]) / 2)
    more, longer = plan_of(half, arms)
    if more is not None:
        words = f"half the effect, {points_words(half['mde'])}: {count(more)} an arm ({more / size:.1f} ×)"
        words += f", {_days(longer)}" if longer is not None else ""
        lines += wrapped_spans([Span(words, "muted")], width)
    if days is None:
        lines += wrapped_spans([Span("users a day tell how long it takes", "muted")], width)
    planned = positive(data.get("planned_n"))
    if planned is not None and planned < size:
        text = f"planned are {count(planned)}: too few to find it with {percent(unit_number(data, 'power', 0.8))} power"
        lines += wrapped_spans([Span(text, "warning")], width)
    return lines


def _size_spans(size: int, days: int | None, arms: int, *, arms_named: bool) -> list[Span]:
    spans = [Span(f"{count(size)} an arm", "heading"), Span(f" · {count(size * arms)} in {arms} arms", "text" if arms_named else "muted")]
    return [*spans, Span(f" · {_days(days)}", "heading")] if days is not None else spans


def _days(days: int | None) -> str:
    if days is None:
        return ""
    weeks = f" ({days // _WEEK} weeks)" if days % _WEEK == 0 and days >= 2 * _WEEK else ""
    return f"{count(days)} days{weeks}"


def _sessions(data: Mapping[str, Any], width: int) -> list[Line]:
    """What so many sessions can show: the interval that a rate of success would have."""
    sessions = positive(data.get("planned_n"))
    if sessions is None or sessions > MOST_SAMPLE:
        return wrapped_spans([Span("how many sessions: what they can show is worked out then", "muted")], width)
    tasks = max(1, task_count(data.get("body")))
    tries = int(sessions) * tasks
    word = "question" if data.get("method") == "interview" else "task"
    each = f" of {tasks} {word}{'s' if tasks > 1 else ''}" if data.get("body") else ""
    lines = wrapped_spans([Span(f"{count(sessions)} sessions{each}", "heading")], width)
    for share, word in ((1.0, "all"), (0.75, "three quarters"), (0.5, "half")):
        done = round(tries * share)
        interval = wilson_interval(done, tries)
        if interval is not None:
            lines += wrapped_spans([Span(f"if {word} succeed ({done} of {tries}): {percent_between(interval)}", "muted")], width, (), "  ")
    return lines


def _sample(data: Mapping[str, Any], width: int) -> list[Line]:
    """How far a share can be from the truth in a sample, and the sample that a margin needs."""
    alpha = unit_number(data, "alpha", 0.05)
    share = share_of(data)
    if alpha is None:
        return []
    lines: list[Line] = []
    planned, margin = positive(data.get("planned_n")), positive(data.get("mde"))
    if planned is not None and planned <= MOST_SAMPLE:
        found = margin_of(int(planned), share, alpha)
        if found is not None:
            lines += wrapped_spans([Span(f"± {points_words(found)}", "heading"),
                                    Span(f" with {count(planned)}, at a share of {percent(share)}")], width)
    if margin is not None:
        size = sample_for(margin, share, alpha)
        if size is not None:
            lines += wrapped_spans([Span(f"{count(size)}", "heading"), Span(f" for ± {points_words(margin)}")], width)
            half = sample_for(margin / 2, share, alpha)
            lines += wrapped_spans([Span(f"half the margin: {count(half)}", "muted")], width) if half is not None else []
    return lines or wrapped_spans([Span("the sample, or the margin that you want, tells the other", "muted")], width)
