"""How many an experiment needs: of each arm to find an effect, or in one sample to know a share. Plan, figures and dialogs ask here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from pmtui.domain import proportions
from pmtui.domain.experiment_design import RATES, SAMPLE, SESSIONS, family_of
from pmtui.domain.experiment_inputs import ArmFigures, arms_of, level_of, positive, unit_number
from pmtui.domain.ranking import ranked

MOST_SAMPLE = 10_000_000
"""No sample is as great as this."""


def planned_as(data: Mapping[str, Any]) -> str:
    """How an experiment is planned: `sample` for a survey without arms to compare, else by the family of its method."""
    family = family_of(data.get("method"))
    return RATES if family in (SAMPLE, SESSIONS) and len(ranked(data.get("arms"))) > 1 else family


def plan_of(data: Mapping[str, Any], arms: Sequence[ArmFigures]) -> tuple[int | None, int | None]:
    """The size of each arm (of the sample, for one without arms) and the days that this (or `planned_n`) takes.

    None where an input is blank or impossible. An effect is looked for upwards; where the rate cannot rise so far, downwards. With
    several arms each comparison has its part of α, as it has in the verdict.
    """
    is_sample = planned_as(data) == SAMPLE
    size = _sample(data) if is_sample else _of_an_arm(data)
    people, daily = size or positive(data.get("planned_n")), positive(data.get("daily_users"))
    share = 1.0 if is_sample else min((one.share for one in arms), default=0.5) if len(arms) > 1 else 0.5
    return size, None if people is None or daily is None else proportions.days_until(people, share, daily)


def _of_an_arm(data: Mapping[str, Any]) -> int | None:
    baseline, effect = positive(data.get("baseline_rate"), zero=True), positive(data.get("mde"))
    level, power = level_of(data), unit_number(data, "power", 0.8)
    if baseline is None or effect is None or level is None or power is None:
        return None
    size = proportions.sample_size(baseline, effect, level, power)
    return proportions.sample_size(baseline, -effect, level, power) if size is None else size


def _sample(data: Mapping[str, Any]) -> int | None:
    margin, alpha = positive(data.get("mde")), unit_number(data, "alpha", 0.05)
    return None if margin is None or alpha is None else sample_for(margin, share_of(data), alpha)


def share_of(data: Mapping[str, Any]) -> float:
    """The share that a sample is expected to show; blank is 50 %, the worst case."""
    share = positive(data.get("baseline_rate"), zero=True)
    return 0.5 if share is None or share > 1 else share


def worked_out_n(data: Mapping[str, Any]) -> int | None:
    """How many each arm, or the sample, needs by what else the design says; None where that cannot be told."""
    return plan_of(data, arms_of(data))[0] if planned_as(data) in (RATES, SAMPLE) else None


def margin_of(sample: int, share: float, alpha: float = 0.05) -> float | None:
    """How far a share in a sample can be from the truth: half of the width of its interval by Wilson's score."""
    found = proportions.wilson_interval(round(sample * share), sample, alpha) if sample > 0 else None
    return None if found is None else (found[1] - found[0]) / 2


@lru_cache(maxsize=256)
def sample_for(margin: float, share: float, alpha: float = 0.05) -> int | None:
    """The least sample whose margin is at most this; None where more than ten millions are needed."""
    low, high = 1, MOST_SAMPLE
    found = margin_of(high, share, alpha)
    if not 0 < margin < 1 or found is None or found > margin:
        return None
    while low < high:
        middle = (low + high) // 2
        here = margin_of(middle, share, alpha)
        if here is not None and here <= margin:
            high = middle
        else:
            low = middle + 1
    return low
