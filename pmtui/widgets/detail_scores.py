"""What the detail pane says of scores: each with its sum and the range of its ranks, the balance, the evidence, MoSCoW's check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmtui.domain.balance import weak_legs
from pmtui.domain.change import Snapshot
from pmtui.domain.evidence_columns import confidence_of, is_gathered
from pmtui.domain.item_scores import score_of
from pmtui.domain.moscow import MUST_LIMIT, NOTHING_CHECKED, MoscowCheck, is_counted, moscow_checks
from pmtui.domain.query_columns import Environment
from pmtui.domain.records import Record
from pmtui.domain.score_fields import RANKED
from pmtui.domain.scoring import opportunity_score
from pmtui.domain.sensitivity import is_ranked, rank_range_of
from pmtui.domain.team_score import MEAN, Criterion, TeamScore, ice_kind, team_score
from pmtui.domain.text import spoken
from pmtui.widgets import glyphs
from pmtui.widgets.detail_text import Reading
from pmtui.widgets.milestone_items import fetch, is_at_hand
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, wrapped_spans

SHOWN = {
    "reach", "impact", "confidence", "effort", "ice_impact", "ice_confidence", "ease", "business_value", "time_criticality",
    "risk_reduction", "job_size", "moscow", "kano_functional", "kano_dysfunctional", "value", "ux", "business", "feasibility",
}
"""The fields of items that these parts show."""
_BALANCE = (("ux", "UX"), ("business", "business"), ("feasibility", "feasible"))
_CLASSES = (("must", "Must"), ("should", "Should"), ("could", "Could"), ("", "no class"))
_DOT = (Span("\u00a0· ", "faint"),)
_WORTH = 10
"""The top of the ladder of confidence."""

_AT_ONCE = 2_000
"""So many items are ranked in a few milliseconds."""
_COUNTED_AT_ONCE = 20_000
"""The effort of so many items is counted in a few milliseconds."""
_EXACT, _BEYOND = 1e15, 1e300
"""Greater numbers are shown in powers of ten, and those beyond measure as a sign."""


def score_lines(record: Record, reading: Reading) -> list[Line]:
    """The scores of an item or a problem that rank it, each with its sum; a blank one says which input is missing."""
    data = record.data
    if record.kind == "problem":
        importance, satisfaction = (_number(data.get(one)) for one in ("importance", "satisfaction"))
        sums = f"{importance} + max(0, {importance} − {satisfaction})"
        return _row("opportunity", _score_spans(record, opportunity_score(data), ("importance", "satisfaction"), sums), reading)
    reach, impact, confidence, effort = (_number(data.get(one)) for one in ("reach", "impact", "confidence", "effort"))
    sums = f"{reach} × {impact} × {confidence} % ÷ {effort}"
    lines = _ranked("RICE", "rice", ("reach", "impact", "confidence", "effort"), sums, record, reading)
    impact, confidence, ease = (_number(data.get(one)) for one in ("ice_impact", "ice_confidence", "ease"))
    is_mean = ice_kind(reading.snapshot.settings) == MEAN
    sums = f"({impact} + {confidence} + {ease}) ÷ 3" if is_mean else f"{impact} × {confidence} × {ease}"
    lines += _ranked("ICE", "ice", ("ice_impact", "ice_confidence", "ease"), sums, record, reading)
    value, urgency, risk, size = (_number(data.get(one)) for one in ("business_value", "time_criticality", "risk_reduction", "job_size"))
    inputs = ("business_value", "time_criticality", "risk_reduction", "job_size")
    lines += _ranked("WSJF", "wsjf", inputs, f"({value} + {urgency} + {risk}) ÷ {size}", record, reading)
    score = team_score(reading.snapshot.settings)
    return lines + (_team_lines(score, record, reading) if score is not None else [])


def is_scored(record: Record, snapshot: Snapshot) -> bool:
    """Whether ranks and evidence of a record can be told at once: they are known, or there are few records."""
    if record.kind == "milestone":
        return is_at_hand(snapshot)
    if record.kind != "item":
        return True
    is_checked = not record.data.get("moscow") or _is_checked(snapshot)
    return is_checked and is_gathered(snapshot) and all(_is_ranked(figure, snapshot) for figure in _used(record, snapshot))


def prepare_scores(record: Record, snapshot: Snapshot, today: str) -> None:
    """Work out what `is_scored` asks for; where there are many records, for a thread."""
    if record.kind == "milestone":
        fetch(snapshot, today)
    if record.kind == "item":
        confidence_of(record, snapshot)
        if record.data.get("moscow"):
            moscow_checks(snapshot.table("item"))
        for figure in _used(record, snapshot):
            rank_range_of(record, figure, Environment(today, "", snapshot=snapshot))


def class_lines(record: Record, reading: Reading) -> list[Line]:
    """The verdicts that are words: value and effort, Kano, MoSCoW; a line for each method that somebody has used."""
    return [*_value_lines(record, reading), *_kano_lines(record, reading), *_moscow_lines(record, reading)]


def balance_lines(record: Record, reading: Reading) -> list[Line]:
    """User experience, business and feasibility as bars; the weak leg is marked."""
    values = {name: record.data.get(name) for name, _ in _BALANCE}
    if not any(isinstance(value, int | float) for value in values.values()):
        return []
    weak = weak_legs(record.data)
    spans: list[Span] = []
    for name, label in _BALANCE:
        value = values[name]
        number = value if isinstance(value, int | float) else None
        mark = f" {glyphs.WEAK}" if name in weak else ""
        # Hard blanks keep a label and its bar on one line.
        role = glyphs.score_role(glyphs.score_word(number, is_weak=name in weak))
        spans += [Span(f"{label}\u00a0", "muted"), Span(f"{glyphs.bar(number)}{mark.replace(' ', chr(0xA0))}", role), Span("  ")]
    return _row("balance", spans, reading)


def evidence_lines(record: Record, reading: Reading) -> list[Line]:
    """What the evidence behind an item is worth, and why; without any it wears "opinion"."""
    if reading.late is not None and not is_gathered(reading.snapshot):
        reading.late.append("evidence")
        return []
    found = confidence_of(record, reading.snapshot)
    word, _, why = found.reason.partition(": ")
    role = "warning" if found.is_opinion else "error" if not found.value else glyphs.score_role(glyphs.score_word(found.value))
    spans = [Span(word, role), Span(f"\u00a0({why})", "muted")] if why else [Span(word, role)]
    return _row("evidence", [*spans, *_DOT, Span(f"confidence\u00a0{found.value:g}"), Span(f"\u00a0of\u00a0{_WORTH}", "muted")], reading)


def check_lines(record: Record, reading: Reading) -> list[Line]:
    """The effort of a milestone by MoSCoW class, with a warning where Must is too much of it."""
    check = moscow_checks(reading.snapshot.table("item")).get(record.id, NOTHING_CHECKED)
    if not check.total and not check.unestimated:
        return []
    spans: list[Span] = []
    for word, name in _CLASSES:
        points = check.points.get(word)
        if points:
            spans += [*_DOT] * bool(spans) + [Span(f"{name}\u00a0", "muted"), Span(_number(points))]
    spans += [Span(f" of {_number(check.total)} points", "muted")] if spans else []
    lines = wrapped_spans(spans, reading.value_width) if spans else []
    return labelled("MoSCoW", lines + wrapped_spans(_check_spans(check), reading.value_width))


def _used(record: Record, snapshot: Snapshot) -> list[str]:
    """The scores that rank a record."""
    return [figure for figure in RANKED if score_of(figure, record.data, snapshot.settings) is not None]


def _is_ranked(figure: str, snapshot: Snapshot) -> bool:
    table = snapshot.table("item")
    return len(table) <= _AT_ONCE or is_ranked(table, figure, snapshot.settings)


def _is_checked(snapshot: Snapshot) -> bool:
    table = snapshot.table("item")
    return len(table) <= _COUNTED_AT_ONCE or is_counted(table)


def _row(label: str, spans: list[Span], reading: Reading) -> list[Line]:
    return labelled(label, wrapped_spans(spans, reading.value_width)) if spans else []


def _ranked(label: str, figure: str, inputs: Sequence[str], sums: str, record: Record, reading: Reading) -> list[Line]:
    """A score with its sum, and for open items the range of its ranks."""
    score = score_of(figure, record.data, reading.snapshot.settings)
    spans = _score_spans(record, score, inputs, sums)
    return _row(label, spans + (_rank_spans(figure, record, reading) if score is not None else []), reading)


def _score_spans(record: Record, score: float | None, inputs: Sequence[str], sums: str) -> list[Span]:
    """A score as the lists show it, with its sum; which inputs are blank; nothing where all are."""
    blank = [one.replace("_", "\u00a0") for one in inputs if record.data.get(one) is None]
    if len(blank) == len(inputs):
        return []
    if score is None:
        given = (f"{spoken(one)} {_number(record.data[one])}" for one in inputs if record.data.get(one) is not None)
        why = _not_known(blank, f"{spoken(inputs[-1])} must be a number above 0")
        return [*why, *_DOT, Span(", ".join(given).replace(" ", "\u00a0").replace(",\u00a0", ", "), "muted")]
    shown = _number(round(score) if score >= 10 else float(f"{score:.3g}"))
    return [Span(shown, "text bold"), Span(f" = {sums}", "muted")]


def _not_known(blank: Sequence[str], otherwise: str = "") -> list[Span]:
    names = ", ".join(blank[:-1]) + " and " + blank[-1] if len(blank) > 1 else "".join(blank)
    words = f"{names} {'is' if len(blank) == 1 else 'are'} blank" if blank else otherwise
    return [Span("n/a:", "score-weak"), Span(f" {words}", "muted")]


def _rank_spans(figure: str, record: Record, reading: Reading) -> list[Span]:
    if reading.late is not None and not _is_ranked(figure, reading.snapshot):
        reading.late.append("ranks")
        return []
    found = rank_range_of(record, figure, Environment(reading.today, "", snapshot=reading.snapshot))
    if found is None:
        return []
    span = f"{found.low}–{found.high}" if found.low < found.high else f"{found.low}"
    return [*_DOT, Span(f"rank\u00a0{found.rank}"), Span(f"\u00a0({span}\u00a0±step)", "muted")]


def _team_lines(score: TeamScore, record: Record, reading: Reading) -> list[Line]:
    """The team's own score: each criterion with its weight, a cost as what is left of its scale."""
    sums = " + ".join(_weighted(one, _number(record.data.get(one.field))) for one in score.criteria)
    return _ranked(score.name, "score", [one.field for one in score.criteria], sums, record, reading)


def _weighted(one: Criterion, value: str) -> str:
    name = one.field.replace("_", "\u00a0")
    times = f"{one.weight:g} × " if one.weight != 1 else ""
    return f"{times}({one.low + one.high:g} − {name}\u00a0{value})" if one.is_cost else f"{times}{name}\u00a0{value}"


def _value_lines(record: Record, reading: Reading) -> list[Line]:
    data = record.data
    value, effort, points = (data.get(one) for one in ("value", "effort", "estimate"))
    if value is None:
        return []
    quadrant = score_of("value_effort", data, {})
    if quadrant is None:
        return _row("value", [Span(f"{_number(value)}\u00a0· ", "text"), *_not_known(["effort", "estimate"])], reading)
    cost = f"effort {_number(effort)}" if effort is not None else f"{_number(points)} pts"
    return _row("value", [Span(quadrant, "text bold"), Span(f" = value {_number(value)}, {cost}", "muted")], reading)


def _kano_lines(record: Record, reading: Reading) -> list[Line]:
    answers = [(word, record.data.get(name)) for name, word in (("kano_functional", "with it"), ("kano_dysfunctional", "without it"))]
    if not any(answer for _, answer in answers):
        return []
    given = ", ".join(f"{answer} {word}" for word, answer in answers if answer)
    found = score_of("kano", record.data, {})
    if found is None:
        blank = [word.replace(" ", "\u00a0") for word, answer in answers if not answer]
        return _row("Kano", [*_not_known(blank, "the answers are none of the five"), Span(f"; {given}", "muted")], reading)
    return _row("Kano", [Span(found, "text bold"), Span(f" = {given}", "muted")], reading)


def _moscow_lines(record: Record, reading: Reading) -> list[Line]:
    word = record.data.get("moscow")
    if not word:
        return []
    spans = [Span(str(word), "text bold" if word == "must" else "text")]
    milestone = record.data.get("milestone")
    if milestone and reading.late is not None and not _is_checked(reading.snapshot):
        reading.late.append("MoSCoW")
        milestone = None
    check = moscow_checks(reading.snapshot.table("item")).get(str(milestone)) if milestone else None
    if check is not None:
        said = _check_spans(check._replace(unestimated=0))
        spans += [*_DOT, *said] if said else []
    return _row("MoSCoW", spans, reading)


def _check_spans(check: MoscowCheck) -> list[Span]:
    """How much of a milestone is Must; a warning where that leaves no slack; what cannot be counted."""
    share = check.share("must")
    spans: list[Span] = []
    if share is not None:
        words = f"Must is {share:.0f}\u00a0% of the milestone's points"
        over = f", more than {MUST_LIMIT}\u00a0%"
        spans = [Span(f"{glyphs.FAULT}\u00a0{words}{over}", "warning")] if check.is_over else [Span(words, "muted")]
    if check.unestimated:
        words = f"{check.unestimated}\u00a0without estimate"
        spans += [*_DOT] * bool(spans) + [Span(words, "muted")]
    return spans


def _number(value: Any) -> str:
    if value is None:
        return "–"
    if not isinstance(value, int | float):
        return str(value)
    return f"{value:,.0f}" if abs(value) < _EXACT and float(value).is_integer() else f"{value:g}" if abs(value) < _BEYOND else "∞"
