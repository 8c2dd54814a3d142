"""Statistics of two proportions and what planning a test of them needs: plain functions of numbers, by the standard library alone.

A function gives None where its inputs say nothing (nobody took part, a rate of 0 % in both arms, an α outside 0…1) and never
raises. Counts are whole numbers, rates are between 0 and 1, differences are absolute: 0.01 is one percentage point.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, erfc, exp, inf, isfinite, lgamma, log, log1p, sqrt
from statistics import NormalDist
from typing import Final

_NORMAL: Final = NormalDist()
_WEEK: Final = 7
EXACT_UP_TO: Final = 10_000_000
"""Above so many successes (or failures) in both arms the chance that B beats A is that of two normal distributions."""
MOST: Final = 10**15
"""More participants than this are no count of people."""
_NEGLIGIBLE: Final = 1e-17
"""A term of a sum that is smaller than this part of it changes no digit of a float."""

Interval = tuple[float, float]


def is_open_unit(value: float | None) -> bool:
    """Whether a number lies between 0 and 1, both excluded: what α and power must do."""
    return value is not None and 0 < value < 1


def rate(conversions: int, participants: int) -> float | None:
    """The share of those who converted; None where nobody took part or the counts cannot be."""
    return conversions / participants if 0 < participants <= MOST and 0 <= conversions <= participants else None


def z_statistic(x_a: int, n_a: int, x_b: int, n_b: int) -> float | None:
    """The z of B against A with pooled variance: z = (pB−pA) ÷ √(p̄(1−p̄)(1/nA+1/nB)).

    200 of 4000 against 250 of 4000 give 2.42625. None where both rates are 0 or both 1: there is no variance to measure by.
    Source: Fleiss, Levin, Paik, *Statistical Methods for Rates and Proportions*, 3rd edition, section 3.1.
    """
    a, b = rate(x_a, n_a), rate(x_b, n_b)
    if a is None or b is None:
        return None
    pooled = (x_a + x_b) / (n_a + n_b)
    variance = pooled * (1 - pooled) * (1 / n_a + 1 / n_b)
    return (b - a) / sqrt(variance) if variance > 0 else None


def two_sided_p(z: float) -> float:
    """How probable a z at least this far from zero is where nothing differs: 2(1−Φ(|z|)), without loss of digits for large z."""
    return erfc(abs(z) / sqrt(2))


def difference_interval(x_a: int, n_a: int, x_b: int, n_b: int, alpha: float = 0.05) -> Interval | None:
    """The interval of pB−pA that holds the true difference with probability 1−α (Wald, unpooled standard error).

    200 of 4000 against 250 of 4000: 0.002406 to 0.022594. None where both arms are at 0 % or 100 %: the standard error is zero
    then, and an interval without width would claim a certainty that no count can give.
    """
    a, b = rate(x_a, n_a), rate(x_b, n_b)
    if a is None or b is None or not is_open_unit(alpha):
        return None
    error = sqrt(a * (1 - a) / n_a + b * (1 - b) / n_b)
    if error <= 0:
        return None
    reach = -_quantile(alpha / 2) * error
    return max(-1.0, b - a - reach), min(1.0, b - a + reach)


def wilson_interval(successes: int, trials: int, alpha: float = 0.05) -> Interval | None:
    """The interval of one proportion by Wilson's score, which is right for few trials and at 0 % and 100 %.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    """
    p = rate(successes, trials)
    if p is None or not is_open_unit(alpha):
        return None
    z = -_quantile(alpha / 2)
    share = z * z / trials
    centre = (p + share / 2) / (1 + share)
    reach = z * sqrt(p * (1 - p) / trials + share / (4 * trials)) / (1 + share)
    return (0.0 if successes == 0 else max(0.0, centre - reach)), (1.0 if successes == trials else min(1.0, centre + reach))


def sample_size(baseline: float, effect: float, alpha: float = 0.05, power: float = 0.8) -> int | None:
    """Participants that each of two arms needs to find an absolute effect, upwards or downwards (a negative one).

    n = (z₁₋α⁄₂√(2p̄q̄) + z₁₋β√(p₁q₁+p₂q₂))² ÷ (p₁−p₂)², rounded up; 5 % → 6 % with α 0.05 and power 0.8 give 8158.
    None where there is no effect, where it leads out of 0…1, or where α or power are not between 0 and 1.
    Source: Fleiss, Levin, Paik, *Statistical Methods for Rates and Proportions*, 3rd edition, section 4.2.
    """
    other = baseline + effect
    if not (0 <= baseline <= 1 and -1e-12 <= other <= 1 + 1e-12 and is_open_unit(alpha) and is_open_unit(power)):
        return None
    other = min(1.0, max(0.0, other))
    if other == baseline:
        return None
    mean = (baseline + other) / 2
    both = sqrt(2 * mean * (1 - mean))
    each = sqrt(baseline * (1 - baseline) + other * (1 - other))
    root = (-_quantile(alpha / 2) * both + _quantile(power) * each) / abs(other - baseline)
    wanted = root * root if root > 0 else 0.0  # a power below α/2 asks for nobody
    return max(1, ceil(wanted - 1e-9)) if isfinite(wanted) else None


def days_until(participants: float, share: float, daily_users: float) -> int | None:
    """Days until an arm with this share of the traffic has so many participants, up to whole weeks: ⌈n ÷ (share · daily users)⌉ in weeks.

    Whole weeks, because people do other things on Saturdays than on Mondays.
    """
    days = whole_days(participants, share, daily_users)
    return None if days is None else whole_weeks(days)


def whole_weeks(days: int) -> int:
    """Days, up to whole weeks."""
    return -(-days // _WEEK) * _WEEK


def whole_days(participants: float, share: float, daily_users: float) -> int | None:
    """Days until an arm with this share of the traffic has so many participants, up to whole days."""
    pace = share * daily_users
    if not pace > 0 or not isfinite(pace) or not participants <= MOST:
        return None
    days = participants / pace
    return max(0, ceil(days - 1e-9)) if isfinite(days) else None


def sample_ratio_p(counts: Sequence[int], weights: Sequence[float]) -> float | None:
    """How probable a split at least this far from the planned one is by chance; below 0.001 the assignment is broken.

    χ² = Σ(o−e)² ÷ e over the arms, with one degree of freedom fewer than arms. 5000 against 5300 where halves were planned: 0.0031167.
    None with fewer than two arms that should get anybody, and where nobody took part.
    Source: Fabijan et al., "Diagnosing sample ratio mismatch in online controlled experiments", KDD 2019.
    """
    whole, people = sum(weights), sum(counts)
    if len(counts) != len(weights) or not (0 < whole < inf and 0 < people <= MOST) or min(weights) < 0 or min(counts) < 0:
        return None
    if any(count > 0 and weight == 0 for count, weight in zip(counts, weights, strict=True)):
        return 0.0  # somebody is in an arm that nobody should be in
    expected = [(count, people * weight / whole) for count, weight in zip(counts, weights, strict=True) if weight > 0]
    if len(expected) < 2 or any(one <= 0 for _, one in expected):
        return None
    return chi_squared_tail(sum((seen - one) ** 2 / one for seen, one in expected), len(expected) - 1)


def chi_squared_tail(value: float, freedom: int) -> float:
    """How probable a χ² of at least this value is, with so many degrees of freedom: Q(k/2, χ²/2).

    The regularised gamma function of whole and half numbers is a finite sum: Abramowitz and Stegun, *Handbook of Mathematical
    Functions*, 26.4.4 and 26.4.5. With one degree of freedom it is erfc(√(χ²/2)), with two exp(−χ²/2).
    """
    half = value / 2
    if half <= 0:
        return 1.0
    if freedom % 2:
        tail, power, first = erfc(sqrt(half)), 0.5, lgamma(1.5)
    else:
        tail, power, first = 0.0, 0.0, 0.0
    steps = freedom // 2
    for _ in range(steps):  # each term is half^power · e^−half ÷ Γ(power + 1)
        tail += exp(power * log(half) - half - first)
        power += 1
        first += log(power)
    return min(1.0, tail)


# The Bayesian figures, with uniform priors: a rate is distributed as Beta(successes + 1, failures + 1)


def probability_b_beats_a(x_a: int, n_a: int, x_b: int, n_b: int) -> float | None:
    """How probable it is that B's true rate is above A's, with uniform priors.

    200 of 4000 against 250 of 4000: 0.99236; 3 of 20 against 7 of 20: 0.92054. With nobody in an arm nothing is known of it: None.
    Source: Evan Miller, "Formulas for Bayesian A/B Testing" (2013), equation 6. Above `EXACT_UP_TO` both rates are taken as normal.
    """
    if rate(x_a, n_a) is None or rate(x_b, n_b) is None:
        return None
    return _beats(x_a + 1, n_a - x_a + 1, x_b + 1, n_b - x_b + 1)


def expected_loss(x_a: int, n_a: int, x_b: int, n_b: int) -> float | None:
    """How much of the rate is lost on average by taking B: E[max(pA−pB, 0)], absolute, with uniform priors.

    E[max(A−B, 0)] = E[A]·P(A′>B) − E[B]·P(A>B′), where A′ and B′ have one success more (Chris Stucchio, "Bayesian A/B Testing at VWO",
    2015, section 4.2); with P(A′>B) = P(A>B) + h÷a and P(A>B′) = P(A>B) − h÷c, h = B(a+c, b+d) ÷ (B(a, b)·B(c, d)) (John D. Cook,
    "Exact calculation of beta inequalities", 2005), that is (E[A] − E[B])·P(A>B) + h·(1÷(a+b) + 1÷(c+d)).
    """
    if rate(x_a, n_a) is None or rate(x_b, n_b) is None:
        return None
    a, b, c, d = x_a + 1, n_a - x_a + 1, x_b + 1, n_b - x_b + 1
    if _is_vast(a, b, c, d):
        mean, spread = _normal_gap(a, b, c, d)
        depth = mean / spread
        return max(0.0, spread * _NORMAL.pdf(depth) - mean * _upper(depth))
    both = exp(_log_rising(a, c) + _log_rising(b, d) - _log_rising(a + b, c + d) - _log_beta(c, d))
    loss = (a / (a + b) - c / (c + d)) * _beats(c, d, a, b) + both * (1 / (a + b) + 1 / (c + d))
    return min(1.0, max(0.0, loss))


def _is_vast(a: int, b: int, c: int, d: int) -> bool:
    """Whether the shorter of the sums that could be taken would have too many terms."""
    return (min(b, c) if c * b < a * d else min(a, d)) > EXACT_UP_TO


def _normal_gap(a: int, b: int, c: int, d: int) -> tuple[float, float]:
    """Mean and standard deviation of B−A of two rates Beta(a, b) and Beta(c, d)."""
    one, two = a / (a + b), c / (c + d)
    return two - one, sqrt(one * (1 - one) / (a + b + 1) + two * (1 - two) / (c + d + 1))


def _upper(z: float) -> float:
    """1−Φ(z), with all digits for large z."""
    return erfc(z / sqrt(2)) / 2


def _beats(a: int, b: int, c: int, d: int) -> float:
    """How probable it is that a rate Beta(c, d) is above a rate Beta(a, b).

    Of four equal sums that one is taken which begins at its largest term and whose terms become smaller: P(B>A) summed over B's
    successes or A's failures where B is behind, else 1 − P(A>B) over A's successes or B's failures.
    """
    if _is_vast(a, b, c, d):
        mean, spread = _normal_gap(a, b, c, d)
        return _upper(-mean / spread)
    if c * b < a * d:
        return _tail(a, b, c, d) if c <= b else _tail(d, c, b, a)
    return 1 - (_tail(c, d, a, b) if a <= d else _tail(b, a, d, c))


@lru_cache(maxsize=512)
def _tail(a: int, b: int, c: int, d: int) -> float:
    """Σ over i from 0 to c−1 of B(a+i, b+d) ÷ ((d+i)·B(1+i, d)·B(a, b)), from the last term down until nothing is added.

    The logarithm of the last term is worked out, each other one is the one above it times a ratio of whole numbers.
    """
    i = c - 1
    ratio = _log_rising(a, i) + _log_rising(b, d) - _log_rising(a + b, i + d)  # of B(a+i, b+d) and B(a, b)
    first = ratio - log(d + i) - _log_beta(1 + i, d)
    term = total = 1.0
    while i > 0 and term > _NEGLIGIBLE * total:
        term *= i * (a + i - 1 + b + d) / ((a + i - 1) * (d + i - 1))
        total += term
        i -= 1
    return min(1.0, exp(min(0.0, first + log(total))))


def _log_beta(a: float, b: float) -> float:
    """The logarithm of B(a, b) = ln Γ(small) − ln of Γ(large + small) ÷ Γ(large)."""
    small, large = (a, b) if a < b else (b, a)
    return lgamma(small) - _log_rising(large, small)


def _log_rising(x: float, steps: float) -> float:
    """The logarithm of Γ(x + steps) ÷ Γ(x), without the loss of digits that the difference of two values of lgamma has for large x.

    Source: Didonato and Morris, "Algorithm 708", ACM Transactions on Mathematical Software 18 (1992).
    """
    if x < 100:
        return lgamma(x + steps) - lgamma(x)
    return (x - 0.5) * log1p(steps / x) + steps * log(x + steps) - steps + _stirling(x + steps) - _stirling(x)


def _stirling(x: float) -> float:
    """What Stirling's formula leaves of ln Γ(x), for x of 15 and above (Abramowitz and Stegun 6.1.41)."""
    square = 1 / (x * x)
    return (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / x


@lru_cache(maxsize=64)
def _quantile(share: float) -> float:
    """The z below which this share of the normal distribution lies."""
    return _NORMAL.inv_cdf(share) if 0 < share < 1 else inf
