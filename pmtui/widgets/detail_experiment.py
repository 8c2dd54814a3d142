"""What the detail pane says of an experiment: what the figures are by now and what follows, how it was designed, what was seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.domain.discovery import entries
from pmtui.domain.experiment_design import SAMPLE, checklist, family_of, named
from pmtui.domain.experiment_figures import ExperimentFigures, GuardrailFigures
from pmtui.domain.experiment_sizes import planned_as
from pmtui.domain.experiment_words import chance, count, method_words, p_words, percent, points, points_between
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import LINK
from pmtui.widgets import glyphs
from pmtui.widgets.cells import shortened
from pmtui.widgets.detail_discovery import RESULT_ROLES
from pmtui.widgets.detail_experiment_sessions import session_lines
from pmtui.widgets.detail_text import Reading, date_spans, long_text, reference, texts
from pmtui.widgets.experiment_kept import kept_figures
from pmtui.widgets.interval_lines import Interval, axis_of_rates, ends, interval_lines, percent_points
from pmtui.widgets.interval_lines import percent as axis_percent
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, rule, wrapped_spans

SHOWN = {
    "hypothesis", "method", "mode", "segment", "metric", "guardrails", "alpha", "power", "baseline_rate", "mde", "planned_n",
    "daily_users", "start", "end", "arms", "sessions", "decision_rule", "frozen", "result", "learning",
}
"""The fields that these parts show."""
VERDICT_ROLES = {"ship": "success", "roll back": "error", "review": "warning", "too early": "muted"}
"""The colour role of what the figures say."""
EFFECT_ROLES = {"wins": "success", "loses": "error", "even": "text", "": "text"}
"""The colour role of an arm's outcome."""
RAIL_ROLES = {"better": "success", "worse": "error", "even": "text", "": "muted"}
"""The colour role of what happened to a guardrail."""
_ARROWS = {"up": "↑", "down": "↓"}


def parts(record: Record, reading: Reading) -> list[list[Line]]:
    """Verdict and warnings, what it tests, the figures drawn, the sessions, the design with what is not stated yet."""
    found = kept_figures(record, reading.today)
    return [
        [*verdict_lines(record, found, reading), *warning_lines(found, reading.width)],
        _tested(record, reading),
        figure_lines(found, reading.width, str(record["metric"] or "")),
        session_lines(record, found, reading),
        [*_design(record, found, reading), *checklist_lines(record, reading)],
    ]


def effect_role(found: ExperimentFigures) -> str:
    """The outcome of the comparison that the single figures are about."""
    return next((one.outcome for one in found.comparisons if one.arm == found.variant), "")


# What follows


def verdict_lines(record: Record, found: ExperimentFigures, reading: Reading) -> list[Line]:
    """How it ended and what was learnt, the rule that was stated before, and what the figures say by it."""
    lines: list[Line] = []
    result = record.data.get("result")
    if result:
        lines += _row("result", [Span(str(result), f"{RESULT_ROLES.get(str(result), 'text')} bold")], reading)
    learning = record["learning"]
    if learning:
        lines += labelled("learning", long_text("learning", "\n".join(map(str, learning)), reading.value_width, reading))
    if record.data.get("decision_rule"):
        lines += labelled("rule", wrapped_spans(texts(str(record.data["decision_rule"]), reading), reading.value_width))
    if found.verdict is not None or (found.comparisons and record.stage != "draft"):
        lines += labelled("figures say", proposal_lines(found, reading.value_width))
    return lines


def proposal_lines(found: ExperimentFigures, width: int) -> list[Line]:
    """What the figures say by the rule of its mode, and why."""
    if found.verdict is None:
        return wrapped_spans([Span(found.reason, "muted")], width)
    verdict = [Span(found.verdict, f"{VERDICT_ROLES.get(found.verdict, 'text')} bold")]
    return [*wrapped_spans(verdict, width), *wrapped_spans([Span(found.reason)], width)]


def points_words(difference: float) -> str:
    """A size in percentage points without its sign: `1 point`, `2.5 points`."""
    text = points(difference).lstrip("+")
    return f"{text} {'point' if text == '1' else 'points'}"


def warning_lines(found: ExperimentFigures, width: int) -> list[Line]:
    """What to know before the figures are believed, the worst first."""
    lines: list[Line] = []
    for one in found.warnings:
        role = "error" if one.code in ("srm", "guardrail", "impossible") else "warning"
        lines += wrapped_spans([Span(one.message, role)], width, (Span(f"{glyphs.FAULT} ", role),), "  ")
    return lines


# The figures


def figure_lines(found: ExperimentFigures, width: int, metric: str = "") -> list[Line]:
    """Rates of the arms, their differences from the control and the guardrails, each drawn as intervals."""
    lines: list[Line] = []
    if any(one.rate is not None for one in found.arms):
        rows = [
            Interval(arm.name, *ends(arm.rate, arm.interval), "text",
                     f"{percent(arm.rate)} of {count(arm.participants or 0)}" if arm.rate is not None else "nobody yet")
            for arm in found.arms
        ]
        lines += [_rule(f"rates: {metric}" if metric and width > 60 else "rates", width)]
        lines += interval_lines(rows, width, zero=None, shown=axis_percent, axis=axis_of_rates(rows))
    if any(one.difference is not None for one in found.comparisons):
        lines += [(), _rule("difference from the control, in points", width), *difference_lines(found, width)]
    if any(one.difference is not None for one in found.guardrails):
        lines += [(), *guardrail_lines(found, width)]
    return lines


def difference_lines(found: ExperimentFigures, width: int) -> list[Line]:
    """Each arm against the control, with p and the chance that it is better; zero is marked."""
    rows = [
        Interval(one.name, *ends(one.difference, one.interval), EFFECT_ROLES[one.outcome],
                 f"{points(one.difference)}  {p_words(one.p_value)}".rstrip() if one.difference is not None else "no figures")
        for one in found.comparisons
    ]
    lines = interval_lines(rows, width, shown=percent_points)
    for one in found.comparisons:
        if one.difference is None:
            continue
        said = [points_between(one.interval)] if one.interval is not None else []
        said += [f"better with {chance(one.probability_b_beats_a)}"] if one.probability_b_beats_a is not None else []
        said += [f"expected loss {points(one.expected_loss).lstrip('+')} points"] if one.expected_loss is not None else []
        name = f"{one.name}: " if len(found.comparisons) > 1 else ""
        lines += wrapped_spans([Span(f"{name}{' · '.join(said)}", "muted")], width, (), "  ")
    return lines


def guardrail_lines(found: ExperimentFigures, width: int) -> list[Line]:
    """What must not get worse, in each arm against the control; the arrow says which way is better."""
    if len(found.comparisons) < 2:
        rows = [_rail(f"{_ARROWS.get(one.direction, '')} {one.name}", one) for one in found.guardrails]
        return [_rule("guardrails, in points", width), *interval_lines(rows, width, shown=percent_points)]
    lines: list[Line] = []
    for name in dict.fromkeys(one.name for one in found.guardrails):
        arms = [one for one in found.guardrails if one.name == name]
        better = "less" if arms[0].direction == "down" else "more"
        lines += [_rule(f"guardrail: {name} ({better} is better)", width)]
        lines += interval_lines([_rail(one.arm_name, one) for one in arms], width, shown=percent_points)
    return lines


def _rail(label: str, one: GuardrailFigures) -> Interval:
    words = f"{points(one.difference)} {one.outcome}" if one.difference is not None else "no readings"
    return Interval(label, *ends(one.difference, one.interval), RAIL_ROLES[one.outcome], words)


# The design


def _tested(record: Record, reading: Reading) -> list[Line]:
    field = SCHEMA["experiment"].fields["hypothesis"]
    id = record["hypothesis"]
    if not id:
        return _row("tests", [Span("nothing yet:", "warning"), Span(" no hypothesis is linked; L links one", "muted")], reading)
    lines = labelled("tests", wrapped_spans(reference(field, str(id), reading), reading.value_width, (), "  "))
    belief = reading.snapshot.record("hypothesis", str(id))
    problem = belief["problem"] if belief is not None else None
    if problem:
        to_problem = next(one for one in SCHEMA["hypothesis"].fields.values() if one.type == LINK and one.name == "problem")
        lines += labelled("problem", wrapped_spans(reference(to_problem, str(problem), reading), reading.value_width, (), "  "))
    return lines


def _design(record: Record, found: ExperimentFigures, reading: Reading) -> list[Line]:
    data = record.data
    how = [method_words(data.get("method")) or "not chosen"] + ["must do no harm"] * (data.get("mode") == "do_no_harm")
    lines: list[Line] = [_rule("design", reading.width), *_row("method", [Span(" · ".join(how))], reading)]
    label = named("metric", data.get("method"))[0]
    for name, words in ((label, data.get("metric")), ("segment", data.get("segment"))):
        lines += labelled(name, wrapped_spans(texts(str(words), reading), reading.value_width)) if words else []
    facts = _size_facts(data, found)
    lines += _row("size", [Span(" · ".join(facts))], reading) if facts else []
    lines += _time(data, found, reading)
    known = [one for one in entries(record, "guardrails") if one.get("name")]
    rails = [f"{_ARROWS.get(str(one.get('direction') or 'up'), '')} {one['name']}" for one in known]
    lines += _row("guardrails", [Span(" · ".join(rails))], reading) if rails else []
    return lines


def _size_facts(data: Mapping[str, Any], found: ExperimentFigures) -> list[str]:
    """How many are needed and why, with figures that can be."""
    numbers = {name: value for name, value in data.items() if isinstance(value, int | float) and not isinstance(value, bool)}
    facts, is_sample = [], planned_as(data) == SAMPLE
    if "planned_n" in numbers:
        unit = {"sessions": " sessions", "sample": " in the sample"}.get(family_of(data.get("method")), " an arm")
        facts.append(f"{count(numbers['planned_n'])}{unit} planned")
    if "baseline_rate" in numbers and "mde" in numbers:
        expected = f"{percent(numbers['baseline_rate'])} today, {points_words(numbers['mde'])} or more are looked for"
        facts += [] if is_sample else [expected]
    if found.sample_size_per_arm is not None:
        what = f" for ± {points_words(numbers['mde'])}" if is_sample else " an arm"
        facts.append(f"needs {count(found.sample_size_per_arm)}{what}")
    if "daily_users" in numbers:
        facts.append(f"{count(numbers['daily_users'])} users a day")
    return facts


def _time(data: Mapping[str, Any], found: ExperimentFigures, reading: Reading) -> list[Line]:
    lines: list[Line] = []
    for name in ("start", "end"):
        if isinstance(data.get(name), str):
            lines += _row(name, date_spans(data[name], reading.today), reading)
    if found.days_left is not None:
        left = f"{count(found.days_left)} {'day' if found.days_left == 1 else 'days'} left"
        words = left if found.days_left else "has what it needs: decide"
        lines += _row("time", [Span(words, "warning" if not found.days_left else "text")], reading)
    elif found.days is not None and not data.get("end"):
        lines += _row("time", [Span(f"{count(found.days)} days")], reading)
    return lines


def checklist_lines(record: Record, reading: Reading) -> list[Line]:
    """What must be stated before it starts, ticked where it is; once it has started, only what is missing."""
    is_before = record.stage == "draft"
    spans = checklist_spans(record.data, only_missing=not is_before)
    return labelled("stated" if is_before else "not stated", wrapped_spans(spans, reading.value_width)) if spans else []


def checklist_spans(data: Mapping[str, Any], *, only_missing: bool = False) -> list[Span]:
    """The checklist of a method in one piece of text."""
    spans: list[Span] = []
    for one in checklist(data):
        if one.is_ticked and only_missing:
            continue
        mark = glyphs.DONE if one.is_ticked else glyphs.OPEN
        words = f"{mark} {one.label}".replace(" ", "\u00a0")
        spans += [Span("  ")] * bool(spans) + [Span(words, "success" if one.is_ticked else "warning")]
    return spans


def _rule(title: str, width: int) -> Line:
    return rule(shortened(title, width), width)


def _row(label: str, spans: list[Span], reading: Reading) -> list[Line]:
    return labelled(label, wrapped_spans(spans, reading.value_width))
