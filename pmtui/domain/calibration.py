"""Calibration: how well the stated confidence in hypotheses agrees with what became of them. Pure.

Each hypothesis with a confidence that was stated before its verdict is one forecast: supported counts 1, refuted 0; inconclusive ones say
nothing and are left out. What stood there when the verdict was given is kept with the record (`forecast`): what is stated afterwards
changes nothing. Records that say nothing of that, as older ones do, count with the confidence they have.

The Brier score is the mean of (confidence - outcome)²: 0 is perfect, 0.25 is what always saying 50 % gives, 1 is always wrong. Source:
Glenn W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78 (1950).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pmtui.domain.amounts import share_words
from pmtui.domain.change import Snapshot
from pmtui.domain.kinds import SCHEMA

if TYPE_CHECKING:
    from pmtui.domain.records import Record

FEWEST: Final = 5
"""With fewer forecasts nothing is said about how well people judge."""
BUCKETS: Final = 5
"""Forecasts are put together by so many equal ranges of confidence."""
LEANS: Final = 0.1
"""What is stated may be so far above or below what happened, as a share, before it is called over- or underconfident."""
FORECAST: Final = "forecast"
"""The field that keeps the confidence that stood there when the verdict was given."""
_OUTCOMES: Final = {"supported": 1, "refuted": 0}


class Forecast(NamedTuple):
    """One hypothesis that said how sure it was, and then was tested.

    Attributes:
        id: The hypothesis.
        stated: The confidence, from 0 to 1.
        outcome: 1 where it was supported, 0 where it was refuted.
    """

    id: str
    stated: float
    outcome: int


class Bucket(NamedTuple):
    """The forecasts of one range of confidence.

    Attributes:
        low: From here on, a share.
        high: Up to here; belongs to the next range, that of the last to itself.
        forecasts: How many there are.
        stated: Their mean confidence; None without any.
        happened: The share of them that was supported; None without any.
    """

    low: float
    high: float
    forecasts: int
    stated: float | None
    happened: float | None


class Calibration(NamedTuple):
    """How well a team judges.

    Attributes:
        outcomes: How many forecasts there are.
        brier: The Brier score, 0 best, 1 worst; None without any.
        stated: The mean confidence, a share.
        happened: The share that was supported.
        buckets: By confidence.
        unstated: Hypotheses with a verdict that never said how sure they were.
        inconclusive: Those whose test decided nothing; left out.
    """

    outcomes: int
    brier: float | None
    stated: float | None
    happened: float | None
    buckets: tuple[Bucket, ...]
    unstated: int = 0
    inconclusive: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether there are so many forecasts that they say something."""
        return self.outcomes >= FEWEST

    @property
    def lean(self) -> float | None:
        """How far what was stated lies above what happened; negative where it lies below."""
        return None if self.stated is None or self.happened is None else self.stated - self.happened


def brier_score(forecasts: Iterable[tuple[float, int]]) -> float | None:
    """The mean squared distance of stated shares from outcomes (0 or 1); None without any.

    Check: 0.8 and it happened, 0.8 and it did not: (0.04 + 0.64) ÷ 2 = 0.34.
    """
    squares = [(stated - outcome) ** 2 for stated, outcome in forecasts]
    return math.fsum(squares) / len(squares) if squares else None


def calibration_of(forecasts: Sequence[Forecast], unstated: int = 0, inconclusive: int = 0) -> Calibration:
    """What some forecasts say about how well people judge."""
    count = len(forecasts)
    ranges = [_bucket(forecasts, at) for at in range(BUCKETS)]
    stated = math.fsum(one.stated for one in forecasts) / count if count else None
    happened = sum(one.outcome for one in forecasts) / count if count else None
    brier = brier_score((one.stated, one.outcome) for one in forecasts)
    return Calibration(count, brier, stated, happened, tuple(ranges), unstated, inconclusive)


def _bucket(forecasts: Sequence[Forecast], at: int) -> Bucket:
    found = [one for one in forecasts if min(int(one.stated * BUCKETS + 1e-9), BUCKETS - 1) == at]
    mean = math.fsum(one.stated for one in found) / len(found) if found else None
    share = sum(one.outcome for one in found) / len(found) if found else None
    return Bucket(at / BUCKETS, (at + 1) / BUCKETS, len(found), mean, share)


def calibration(snapshot: Snapshot) -> Calibration:
    """The calibration of all living hypotheses, from columns."""
    table, kind = snapshot.table("hypothesis"), SCHEMA["hypothesis"]
    if not len(table):
        return calibration_of(())
    living, status = table.living(), table.column("status")
    confidence, kept = table.column("confidence"), table.column(FORECAST)
    forecasts: list[Forecast] = []
    unstated = inconclusive = 0
    for at in range(len(table)):
        if not living[at]:
            continue
        stage = kind.like(str(status[at]))
        if stage == "inconclusive":
            inconclusive += 1
        elif stage in _OUTCOMES:
            stated = stated_before(table.record(at).data if kept[at] else {"confidence": confidence[at]})
            if stated is not None:
                forecasts.append(Forecast(table.id(at), stated / 100, _OUTCOMES[stage]))
            else:
                unstated += 1
    return calibration_of(forecasts, unstated, inconclusive)


def stated_before(data: Mapping[str, Any]) -> float | None:
    """How sure we were of a hypothesis before its verdict, or are as long as it has none, in percent; None where nobody said."""
    kept = data.get(FORECAST)
    stated = (kept if isinstance(kept, Mapping) else data).get("confidence")
    return stated if isinstance(stated, int | float) and not isinstance(stated, bool) and 0 <= stated <= 100 else None


def follow_verdict(record: Record, changed: Mapping[str, Any]) -> dict[str, Any]:
    """What follows the verdict on a hypothesis: the confidence that stood there before is kept; one that is taken back keeps nothing.

    A verdict that was given before anything was kept takes what stands there when the confidence is changed for the first time.

    Args:
        record: The hypothesis before the change; without fields where it is new, and then what it comes with was stated before.
        changed: The new values of the change.
    """
    status = changed.get("status") or record.status
    had_verdict = record.stage in _OUTCOMES and bool(record.data)
    if record.schema.like(str(status)) not in _OUTCOMES:
        return {FORECAST: None} if record.data.get(FORECAST) is not None else {}
    if had_verdict and (isinstance(record.data.get(FORECAST), Mapping) or "confidence" not in changed):
        return {}
    stated = record["confidence"] if record.data else changed.get("confidence")
    return {FORECAST: {} if stated is None else {"confidence": stated}}


def said_too_late(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Where a change of a hypothesis states a confidence after its verdict: what counts, in words; else nothing.

    Args:
        before: The record before the change.
        after: The record after it.
    """
    if before.get("confidence") == after.get("confidence") or not isinstance(after.get(FORECAST), Mapping):
        return ""
    known = stated_before(after)
    return "no confidence was stated before its verdict" if known is None else f"{known:g} % was stated before its verdict, and counts"


def in_words(found: Calibration) -> str:
    """What a calibration says, in one or two sentences; plainly, where there is too little to say anything."""
    if not found.outcomes:
        return "No hypothesis has both a stated confidence and a verdict yet: state one before a test starts."
    if found.stated is None or found.happened is None or found.lean is None:
        return ""
    facts = f"We were {share_words(found.stated)} sure on average; {share_words(found.happened)} turned out so."
    if not found.is_enough:
        few = "One outcome" if found.outcomes == 1 else f"{found.outcomes} outcomes"
        return f"{few} of the {FEWEST} that it takes to say how well we judge. So far: {facts[0].lower()}{facts[1:]}"
    if found.lean > LEANS:
        return f"{facts} Overconfident by {found.lean * 100:.0f} points: say less next time, or test sooner."
    if found.lean < -LEANS:
        return f"{facts} Underconfident by {-found.lean * 100:.0f} points: we know more than we dare to say."
    return f"{facts} Well calibrated: what we say and what happens agree."
