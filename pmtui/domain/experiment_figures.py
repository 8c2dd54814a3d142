"""The figures of an experiment: what its arms, guardrails and sessions say, how long it takes, and what follows by the rule.

Pure, from what a record's file holds; anything may be missing or impossible there, and gives a blank, never an error.
The formulas are in `proportions.py`, the rule by which a verdict follows is in `experiment_verdict.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.domain import proportions
from pmtui.domain.dates import days_between
from pmtui.domain.experiment_inputs import ArmFigures, arms_of, changed_since_start, entries_of, level_of, positive, unit_number
from pmtui.domain.experiment_sizes import plan_of
from pmtui.domain.proportions import Interval
from pmtui.domain.ranking import ranked
from pmtui.domain.success_rate import SuccessRate, success_rate, whole


class Comparison(NamedTuple):
    """One arm against the control; figures are None where an arm has nobody.

    Attributes:
        arm: The id of the arm.
        name: Its name.
        difference: Its rate less that of the control, absolute.
        interval: The interval of the difference, at the level at which it is judged: with several arms its part of α.
        z: Two-proportion z, pooled.
        p_value: Two-sided.
        probability_b_beats_a: How probable it is that its true rate is above that of the control.
        expected_loss: What is lost on average by taking it, absolute.
        outcome: `wins` or `loses` at the level of the experiment, `even` where neither is shown; empty without figures.
        harmed: The names of guardrails that get worse in this arm.
    """

    arm: str
    name: str
    difference: float | None = None
    interval: Interval | None = None
    z: float | None = None
    p_value: float | None = None
    probability_b_beats_a: float | None = None
    expected_loss: float | None = None
    outcome: str = ""
    harmed: tuple[str, ...] = ()


class GuardrailFigures(NamedTuple):
    """What must not get worse, in one arm against the control.

    Attributes:
        name: What is guarded.
        direction: Which way is better: `up` or `down`.
        arm: The id of the arm.
        arm_name: Its name.
        difference: Its rate less that of the control, absolute.
        interval: The interval of the difference.
        p_value: Two-sided.
        outcome: `better` or `worse` at the level of the experiment, `even` where neither is shown; empty without readings.
    """

    name: str
    direction: str
    arm: str
    arm_name: str
    difference: float | None
    interval: Interval | None
    p_value: float | None
    outcome: str


class Notice(NamedTuple):
    """Something to know before the figures are believed.

    Attributes:
        code: A word for scripts: srm, guardrail, peeking, early_stop, few, empty_arm, impossible, changed_since_start.
        message: What it means, in a sentence.
    """

    code: str
    message: str


class ExperimentFigures(NamedTuple):
    """All figures of an experiment. `difference` to `expected_loss` are those of the comparison `variant`.

    That is the only one of two arms; of several, the best of those that may be shipped, else that with the greatest difference.

    Attributes:
        arms: In their order; the first is the control.
        comparisons: Each further arm against the control.
        variant: The id of the arm that the single figures are about; empty where there is none.
        alpha: The accepted risk of a false alarm; None where it is impossible.
        level: The part of it that each comparison is held to, in its outcome and its interval.
        srm_p_value: How probable a split this far from the planned one is; below 0.001 the assignment is broken.
        guardrails: Each guardrail in each arm but the control.
        success_rate: Of the sessions.
        sample_size_per_arm: Participants that each arm needs for `baseline_rate` and `mde`; of a survey, the answers for its margin.
        days: Days until each arm has these (or `planned_n`, where it cannot be worked out), in whole weeks.
        needed: What each arm is to have before the figures count: `planned_n`, else the sample size.
        days_left: While it runs: days until each arm has what is needed, counted as `days` are; else until its last day.
        verdict: `ship`, `roll back`, `review` or `too early`; None without results.
        reason: Why, in a sentence.
        warnings: What to know before the figures are believed.
        changed_since_start: The fields of `experiment_inputs.FROZEN` that are not as they were when it started.
    """

    arms: tuple[ArmFigures, ...]
    comparisons: tuple[Comparison, ...]
    variant: str
    difference: float | None
    interval: Interval | None
    z: float | None
    p_value: float | None
    probability_b_beats_a: float | None
    expected_loss: float | None
    alpha: float | None
    level: float | None
    srm_p_value: float | None
    guardrails: tuple[GuardrailFigures, ...]
    success_rate: SuccessRate
    sample_size_per_arm: int | None
    days: int | None
    needed: float | None
    days_left: int | None
    verdict: str | None
    reason: str
    warnings: tuple[Notice, ...]
    changed_since_start: tuple[str, ...]


def figures_of(data: Mapping[str, Any], today: str) -> ExperimentFigures:
    """All figures of an experiment.

    Args:
        data: What its record holds, without defaults.
        today: The calendar date where the person is.
    """
    from pmtui.domain.experiment_verdict import conclusion

    alpha, level = unit_number(data, "alpha", 0.05), level_of(data)
    arms = arms_of(data, alpha)
    guardrails = _guardrails(data, arms, alpha)
    comparisons = _comparisons(arms, guardrails, level)
    size, days = plan_of(data, arms)
    needed = positive(data.get("planned_n")) or size
    srm = _split_p(arms, data)
    changed = changed_since_start(data)
    found = conclusion(data, arms, comparisons, guardrails, alpha=alpha, srm=srm, needed=needed, changed=changed)
    top = found.about or Comparison("", "")
    return ExperimentFigures(
        arms, comparisons, top.arm, top.difference, top.interval, top.z, top.p_value, top.probability_b_beats_a, top.expected_loss,
        alpha, level, srm, guardrails, success_rate(entries_of(data, "sessions"), alpha or 0.05), size, days, needed,
        _days_left(data, arms, needed, today), found.verdict, found.reason, found.warnings, changed,
    )


def outcome_of(difference: float | None, p: float | None, level: float | None, words: tuple[str, str]) -> str:
    """The first word for a shown rise, the second for a shown fall, `even` where neither is; empty without figures."""
    if difference is None or level is None:
        return ""
    if p is None or p >= level or difference == 0:
        return "even"
    return words[0] if difference > 0 else words[1]


def _comparisons(
    arms: Sequence[ArmFigures], guardrails: Sequence[GuardrailFigures], level: float | None,
) -> tuple[Comparison, ...]:
    """Each further arm against the first. With several, each must win or lose at its part of α (Bonferroni), and is drawn so."""
    found = []
    for arm in arms[1:]:
        harmed = tuple(one.name for one in guardrails if one.arm == arm.id and one.outcome == "worse")
        made = Comparison(arm.id, arm.name, harmed=harmed)
        pair = _pair(arms[0], arm)
        if pair is not None:
            difference, interval, z, p = compared(pair, level)
            made = Comparison(
                arm.id, arm.name, difference, interval, z, p, proportions.probability_b_beats_a(*pair), proportions.expected_loss(*pair),
                outcome_of(difference, p, level, ("wins", "loses")), harmed,
            )
        found.append(made)
    return tuple(found)


Pair = tuple[int, int, int, int]


def compared(pair: Pair, alpha: float | None) -> tuple[float, Interval | None, float | None, float | None]:
    """Difference, interval, z and p of conversions and participants of two arms that both have somebody."""
    x_a, n_a, x_b, n_b = pair
    z = proportions.z_statistic(*pair)
    interval = None if alpha is None else proportions.difference_interval(*pair, alpha)
    return (x_b * n_a - x_a * n_b) / (n_a * n_b), interval, z, None if z is None else proportions.two_sided_p(z)


def _pair(control: ArmFigures, arm: ArmFigures) -> Pair | None:
    if control.rate is None or arm.rate is None:
        return None
    return control.conversions or 0, control.participants or 0, arm.conversions or 0, arm.participants or 0


def _guardrails(data: Mapping[str, Any], arms: Sequence[ArmFigures], alpha: float | None) -> tuple[GuardrailFigures, ...]:
    found = []
    for number, entry in enumerate(entries_of(data, "guardrails"), 1):
        name = str(entry.get("name") or "").strip() or f"guardrail {number}"
        direction = "down" if entry.get("direction") == "down" else "up"
        words = ("better", "worse") if direction == "up" else ("worse", "better")
        counts = {}
        for one in entries_of(entry, "readings"):
            people, converted = whole(one.get("participants")), whole(one.get("conversions"))
            if people and converted is not None and converted <= people:
                counts[str(one.get("arm") or "").strip().casefold()] = converted, people
        control = _reading(counts, arms[0]) if arms else None
        for arm in arms[1:]:
            reading = _reading(counts, arm)
            difference, interval, p = None, None, None
            if control is not None and reading is not None:
                difference, interval, _, p = compared((*control, *reading), alpha)
            outcome = outcome_of(difference, p, alpha, words)
            found.append(GuardrailFigures(name, direction, arm.id, arm.name, difference, interval, p, outcome))
    return tuple(found)


def _reading(counts: Mapping[str, tuple[int, int]], arm: ArmFigures) -> tuple[int, int] | None:
    """The conversions and participants of a guardrail in an arm, which is named by its id or its name."""
    return counts.get(arm.id.casefold()) or counts.get(arm.name.casefold())


def _split_p(arms: Sequence[ArmFigures], data: Mapping[str, Any]) -> float | None:
    """The p of the split over the arms that have somebody; None where the weights are given for some arms only."""
    weights = [one.get("weight") for one in ranked(data.get("arms"))]
    if any(one is None for one in weights) and not all(one is None for one in weights):
        return None
    counted = [one for one in arms if one.participants]
    return proportions.sample_ratio_p([one.participants or 0 for one in counted], [one.share for one in counted])


def _days_left(data: Mapping[str, Any], arms: Sequence[ArmFigures], needed: float | None, today: str) -> int | None:
    """Days until each arm has what is needed: by `daily_users`, else by the pace so far, else until the last day.

    By `daily_users` in whole weeks since its start, as `days` is: on the first day both are the same.
    """
    from pmtui.domain.kinds import SCHEMA

    if SCHEMA["experiment"].like(str(data.get("status") or "")) != "running":
        return None
    missing = [] if needed is None else [(needed - (one.participants or 0), one) for one in arms]
    if missing and max(one for one, _ in missing) <= 0:
        return 0
    daily = positive(data.get("daily_users"))
    passed = days_between(str(data.get("start") or ""), today) or 0
    days: list[int | None] = []
    for lacking, arm in missing:
        if lacking > 0 and daily is not None:
            days.append(proportions.whole_days(lacking, arm.share, daily))
        elif lacking > 0:
            days.append(proportions.whole_days(lacking, 1, (arm.participants or 0) / passed) if passed > 0 else None)
    if days and all(one is not None for one in days):
        left = max(one for one in days if one is not None)
        is_planned = daily is not None and passed >= 0 and data.get("start")
        return proportions.whole_weeks(passed + left) - passed if is_planned else left
    until = days_between(today, str(data.get("end") or ""))
    return None if until is None else max(0, until)
