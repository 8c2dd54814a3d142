"""What the detail pane says of the tests of a hypothesis: each with its verdict by the rule stated before, and what follows."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.domain.change import Snapshot
from pmtui.domain.decision_followup import Followup, Trial, followup
from pmtui.domain.discovery import records_linked_to
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.widgets import glyphs
from pmtui.widgets.detail_text import Reading, reference
from pmtui.widgets.experiment_kept import kept_figures
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, wrapped_spans

RESULT_ROLES = {"won": "success", "lost": "error", "inconclusive": "warning", "invalid": "warning"}
_VERDICT_ROLES = {"ship": "success", "roll back": "error", "review": "warning", "too early": "muted"}
_TO_EXPERIMENT = next(one for one in SCHEMA["hypothesis"].fields["learnings"].entry if one.name == "experiment")


def trials_of(snapshot: Snapshot, id: str) -> list[Record]:
    """The experiments that test a hypothesis."""
    return records_linked_to(snapshot, "experiment", "hypothesis", id)


def followup_of(tests: Sequence[Record], today: str) -> Followup:
    """What follows from some experiments."""
    return followup(
        Trial(str(one["result"] or ""), kept_figures(one, today).verdict, one.stage == "running") for one in tests if one.stage != "draft"
    ) if any(one.stage != "draft" for one in tests) else Followup("", "no test of it has begun" if tests else "nothing tests it yet")


def trial_lines(record: Record, reading: Reading, *, with_next: bool = True) -> list[Line]:
    """The experiments with result and verdict, then what follows from them and, unless that is asked already, what is to be done next."""
    tests = trials_of(reading.snapshot, record.id)
    if not tests:
        words = [Span("none yet:", "warning"), Span(" nothing tests it; X plans one", "muted")]
        return labelled("experiments", wrapped_spans(words, reading.value_width))
    lines: list[Line] = []
    for one in tests:
        lines += _test(one, reading)
    return [*labelled("experiments", lines), *labelled("follows", _follows(record, followup_of(tests, reading.today), reading, with_next))]


def _test(one: Record, reading: Reading) -> list[Line]:
    result = str(one["result"] or "")
    word = result or one.status
    role = RESULT_ROLES.get(result) or glyphs.status_role(one.status)
    lines = wrapped_spans([*reference(_TO_EXPERIMENT, one.id, reading), Span(f" {word}", role)], reading.value_width, (), "  ")
    figures = kept_figures(one, reading.today)
    if figures.verdict is not None:
        spans = [Span(figures.verdict, _VERDICT_ROLES.get(figures.verdict, "text")), Span(f": {figures.reason}", "muted")]
        lines += wrapped_spans(spans, reading.value_width, (Span("  "),), "  ")
    return lines


def _follows(record: Record, found: Followup, reading: Reading, with_next: bool) -> list[Line]:
    lines = wrapped_spans([
        *([Span(found.status, f"{glyphs.status_role(found.status)} bold"), Span(": ", "muted")] if found.status else []),
        Span(found.words, "muted"),
    ], reading.value_width)
    stands = record.stage
    if found.status and stands in ("supported", "refuted", "inconclusive") and stands != found.status:
        lines += wrapped_spans([Span(f"but it stands as {record.status}", "warning")], reading.value_width)
    if with_next and found.status and not record.data.get("decision"):
        lines += wrapped_spans([Span("next: ", "muted"), Span("d", "key"), Span(" persevere, pivot or stop", "muted")], reading.value_width)
    return lines
