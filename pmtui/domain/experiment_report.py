"""The figures of an experiment in sentences, for the command line and for whatever else shows them as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.domain.experiment_design import SAMPLE
from pmtui.domain.experiment_figures import Comparison, ExperimentFigures, figures_of
from pmtui.domain.experiment_inputs import positive
from pmtui.domain.experiment_sizes import planned_as, share_of
from pmtui.domain.experiment_verdict import MEANINGS, MISMATCH, VERDICTS
from pmtui.domain.experiment_words import chance, count, p_words, percent, percent_between, points, points_between
from pmtui.domain.proportions import is_open_unit
from pmtui.domain.text import counted


def report(data: Mapping[str, Any], today: str) -> list[str]:
    """What the figures of an experiment say, line by line; empty where there is nothing to say.

    Args:
        data: What its record holds.
        today: The calendar date where the person is.
    """
    found = figures_of(data, today)
    lines: list[str] = []
    if found.verdict is not None:
        lines.append(f"verdict: {found.verdict} ({MEANINGS[VERDICTS.index(found.verdict)]})")
        lines.append(f"  {found.reason}")
    lines += _arms(found)
    for one in found.comparisons:
        lines += _comparison(found, one)
    lines += _guardrails(found)
    lines += _plan(data, found)
    rate = found.success_rate
    if rate.rate is not None:
        between = percent_between(rate.interval)
        sessions = counted(rate.sessions, "session")
        lines.append(f"tasks: {rate.succeeded} of {rate.tasks} done in {sessions}, {percent(rate.rate)} ({between})")
    return [*lines, *(f"! {one.message}" for one in found.warnings)]


def _arms(found: ExperimentFigures) -> list[str]:
    lines = []
    for at, arm in enumerate(found.arms):
        role = " (control)" if at == 0 and arm.name.casefold() != "control" else ""
        if arm.participants is None:
            said = f"{count(arm.conversions)} conversions, participants blank" if arm.conversions else "no results"
        elif arm.rate is None:
            said = "nobody yet" if arm.participants == 0 else f"{count(arm.participants)} participants, conversions blank"
        else:
            said = f"{count(arm.conversions or 0)} of {count(arm.participants)}, {percent(arm.rate)} ({percent_between(arm.interval)})"
        lines.append(f"{arm.name}{role}: {said}")
    if found.srm_p_value is not None:
        said = "as planned" if found.srm_p_value >= 0.05 else "not quite as planned" if found.srm_p_value >= MISMATCH else "broken"
        lines.append(f"split: {said}, {p_words(found.srm_p_value)}")
    return lines


def _comparison(found: ExperimentFigures, one: Comparison) -> list[str]:
    if one.difference is None:
        return []
    control = found.arms[0].name
    words = f"{one.name} against {control}: {points(one.difference)} points"
    if one.interval is not None and found.level is not None:
        words += f" ({round(100 - found.level * 100, 2):g} % interval {points_between(one.interval)})"
    if one.z is not None:
        words += f", z {one.z:.2f}, {p_words(one.p_value)}"
    lines = [words]
    if one.probability_b_beats_a is not None and one.expected_loss is not None:
        loss = points(one.expected_loss).lstrip("+")
        lines.append(f"  it beats {control} with a chance of {chance(one.probability_b_beats_a)}; "
                     f"taking it loses {loss if one.expected_loss >= 5e-7 else 'less than 0.0001'} points on average")
    return lines


def _guardrails(found: ExperimentFigures) -> list[str]:
    lines = []
    for one in found.guardrails:
        said = "no readings"
        if one.difference is not None:
            between = f" ({points_between(one.interval)})" if one.interval is not None else ""
            verdict = {"worse": "worse", "better": "better", "even": "no change shown"}.get(one.outcome, "")
            said = ", ".join(part for part in (f"{points(one.difference)} points{between}", p_words(one.p_value), verdict) if part)
        lines.append(f"guardrail {one.name} in {one.arm_name} ({one.direction} is better): {said}")
    return lines


def _plan(data: Mapping[str, Any], found: ExperimentFigures) -> list[str]:
    lines = []
    power = data.get("power", 0.8)
    if found.sample_size_per_arm is not None:
        effect, base = positive(data.get("mde")), positive(data.get("baseline_rate"), zero=True)
        size = points(effect).lstrip("+")
        if planned_as(data) == SAMPLE:
            lines.append(f"sample size: {count(found.sample_size_per_arm)}, for ± {size} points at a share of {percent(share_of(data))}"
                         f", alpha {found.alpha:g}")
        else:
            parts = f" ÷ {len(found.arms) - 1}" if len(found.arms) > 2 else ""
            level = f", alpha {found.alpha:g}{parts}, power {power:g}" if found.alpha is not None and is_open_unit(power) else ""
            lines.append(f"sample size: {count(found.sample_size_per_arm)} in each arm, to see {size} points from {percent(base)}{level}")
    if found.days is not None:
        lines.append(f"duration: {found.days} days at {count(positive(data.get('daily_users')) or 0)} users a day, in whole weeks")
    if found.days_left is not None:
        lines.append(f"days left: {found.days_left}")
    return lines
