"""Statistics of two proportions: the reference values, scipy and statsmodels over random inputs, and the edges."""

from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain import proportions

SIGNUP = (200, 4000, 250, 4000)


@pytest.fixture(scope="module", autouse=True)
def references():
    """Import scipy and statsmodels where these tests run: it takes two seconds, and each worker of a test run collects this file."""
    global integrate, numpy, special, stats, confint_proportions_2indep, proportion_confint, proportions_ztest
    import numpy
    from scipy import integrate, special, stats
    from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest


def test_the_reference_values():
    z = proportions.z_statistic(*SIGNUP)
    assert z == pytest.approx(2.42625, abs=5e-6)
    assert proportions.two_sided_p(z) == pytest.approx(0.0152558, abs=5e-8)
    assert proportions.difference_interval(*SIGNUP) == pytest.approx((0.002406, 0.022594), abs=5e-7)
    assert proportions.sample_size(0.05, 0.01) == 8158
    assert proportions.probability_b_beats_a(*SIGNUP) == pytest.approx(0.99236, abs=5e-6)
    assert proportions.probability_b_beats_a(3, 20, 7, 20) == pytest.approx(0.92054, abs=5e-6)
    assert proportions.sample_ratio_p([5000, 5300], [1, 1]) == pytest.approx(0.0031167, abs=5e-8)
    assert proportions.days_until(8158, 1 / 2, 1000) == 21


@st.composite
def arms(draw, most=100_000):
    pairs = []
    for _ in range(2):
        people = draw(st.integers(1, most))
        pairs += [draw(st.integers(0, people)), people]
    return tuple(pairs)


@settings(max_examples=150, deadline=None)
@given(arms(), st.floats(0.001, 0.5))
def test_z_p_and_interval_are_those_of_statsmodels(arms, alpha):
    x_a, n_a, x_b, n_b = arms
    z, interval = proportions.z_statistic(*arms), proportions.difference_interval(*arms, alpha)
    if 0 < x_a + x_b < n_a + n_b:
        expected, p = proportions_ztest([x_b, x_a], [n_b, n_a])
        assert z == pytest.approx(expected, rel=1e-9, abs=1e-9)
        assert proportions.two_sided_p(z) == pytest.approx(p, rel=1e-9, abs=1e-300)
    else:
        assert z is None
    if 0 < x_a < n_a or 0 < x_b < n_b:
        low, high = confint_proportions_2indep(x_b, n_b, x_a, n_a, method="wald", compare="diff", alpha=alpha)
        assert interval == pytest.approx((max(-1, low), min(1, high)), rel=1e-9, abs=1e-9)
    else:
        assert interval is None


@settings(max_examples=100, deadline=None)
@given(arms(), st.floats(0.001, 0.5))
def test_wilsons_interval_is_that_of_statsmodels(arms, alpha):
    expected = proportion_confint(arms[0], arms[1], alpha=alpha, method="wilson")
    assert proportions.wilson_interval(arms[0], arms[1], alpha) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@settings(max_examples=100, deadline=None)
@given(st.floats(0.001, 0.999), st.floats(-0.5, 0.5), st.floats(0.001, 0.3), st.floats(0.5, 0.999))
def test_the_sample_size_is_the_formula_with_scipys_normal_distribution(base, effect, alpha, power):
    other = base + effect
    size = proportions.sample_size(base, effect, alpha, power)
    if not 0 <= other <= 1 or other == base:
        assert size is None
        return
    mean = (base + other) / 2
    root = stats.norm.ppf(1 - alpha / 2) * numpy.sqrt(2 * mean * (1 - mean))
    root += stats.norm.ppf(power) * numpy.sqrt(base * (1 - base) + other * (1 - other))
    exact = root**2 / (other - base) ** 2
    assert size is None if not isfinite(exact) else size == pytest.approx(max(1, exact), abs=1 + exact * 1e-6)


def beats(x_a, n_a, x_b, n_b):
    """The chance that B beats A by the sum, with scipy's functions."""
    a, b, c, d = x_a + 1, n_a - x_a + 1, x_b + 1, n_b - x_b + 1
    i = numpy.arange(c)
    terms = special.betaln(a + i, b + d) - numpy.log(d + i) - special.betaln(1 + i, d) - special.betaln(a, b)
    return float(numpy.exp(special.logsumexp(terms)))


@settings(max_examples=100, deadline=None)
@given(arms(most=20_000))
def test_the_chance_that_b_beats_a_is_the_sum_with_scipys_functions(arms):
    found = proportions.probability_b_beats_a(*arms)
    assert 0 <= found <= 1
    assert found == pytest.approx(beats(*arms), abs=1e-9)
    assert found + proportions.probability_b_beats_a(*arms[2:], *arms[:2]) == pytest.approx(1, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(arms(most=300))
def test_the_expected_loss_is_the_integral_over_both_rates(arms):
    x_a, n_a, x_b, n_b = arms
    one, two = stats.beta(x_a + 1, n_a - x_a + 1), stats.beta(x_b + 1, n_b - x_b + 1)
    # E[max(A − B, 0)] = ∫ P(A > t) · P(B < t) dt
    expected, _ = integrate.quad(lambda t: one.sf(t) * two.cdf(t), 0, 1, limit=200, points=(x_a / n_a, x_b / n_b))
    assert proportions.expected_loss(*arms) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    "arms", [(10**6, 10**7, 10**6 + 500, 10**7), (10**6, 2 * 10**6, 10**6 + 900, 2 * 10**6), (9 * 10**5, 10**6, 9 * 10**5 + 200, 10**6)]
)
def test_large_counts_keep_their_digits(arms):
    """At a million conversions the exact sum is compared with that of scipy and with two normal distributions."""
    x_a, n_a, x_b, n_b = arms
    spread = (x_a / n_a * (1 - x_a / n_a) / n_a + x_b / n_b * (1 - x_b / n_b) / n_b) ** 0.5
    mean = x_b / n_b - x_a / n_a
    found = proportions.probability_b_beats_a(*arms)
    assert found == pytest.approx(beats(*arms), abs=1e-6)
    assert found == pytest.approx(stats.norm.cdf(mean / spread), abs=1e-4)
    loss = spread * stats.norm.pdf(mean / spread) - mean * stats.norm.sf(mean / spread)
    assert proportions.expected_loss(*arms) == pytest.approx(loss, rel=1e-2)


def test_where_the_sum_ends_the_normal_distribution_goes_on():
    limit = proportions.EXACT_UP_TO
    below = proportions.probability_b_beats_a(limit - 1, 2 * limit, limit + 999, 2 * limit)
    above = proportions.probability_b_beats_a(limit + 1, 2 * limit + 2, limit + 1001, 2 * limit + 2)
    assert below == pytest.approx(above, abs=1e-5)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50_000), st.floats(0.1, 100)), min_size=2, max_size=7))
def test_the_split_is_tested_as_scipy_does(arms):
    counts, weights = [count for count, _ in arms], [weight for _, weight in arms]
    found = proportions.sample_ratio_p(counts, weights)
    if not sum(counts):
        assert found is None
        return
    expected = numpy.array(weights) / sum(weights) * sum(counts)
    assert found == pytest.approx(stats.chisquare(counts, expected).pvalue, rel=1e-6, abs=1e-12)


@settings(max_examples=100, deadline=None)
@given(st.floats(0, 500), st.integers(1, 30))
def test_the_tail_of_chi_squared_is_that_of_scipy(value, freedom):
    assert proportions.chi_squared_tail(value, freedom) == pytest.approx(stats.chi2.sf(value, freedom), rel=1e-9, abs=1e-15)


COUNT = st.one_of(st.integers(-3, 30), st.integers(0, 10**18), st.integers(0, 10**400))


@settings(max_examples=200, deadline=None)
@given(COUNT, COUNT, COUNT, COUNT, st.floats(), st.floats())
def test_no_input_ends_in_an_error_or_in_a_number_that_is_none(x_a, n_a, x_b, n_b, one, two):
    arms = (x_a, n_a, x_b, n_b)
    found = [
        proportions.z_statistic(*arms), proportions.probability_b_beats_a(*arms), proportions.expected_loss(*arms),
        proportions.sample_size(one, two), proportions.days_until(n_a, 1 / 2, one), proportions.sample_ratio_p([n_a, n_b], [one, two]),
        *(proportions.difference_interval(*arms, one) or ()), *(proportions.wilson_interval(x_a, n_a, one) or ()),
    ]
    assert all(value is None or isfinite(value) for value in found)


def test_blanks_where_nothing_can_be_said():
    assert proportions.z_statistic(0, 0, 5, 10) is None
    assert proportions.z_statistic(0, 10, 0, 10) is None
    assert proportions.z_statistic(12, 10, 1, 10) is None
    assert proportions.difference_interval(10, 10, 0, 10) is None
    assert proportions.sample_size(0.05, 0) is None
    assert proportions.sample_size(0.95, 0.1) is None
    assert proportions.sample_size(0.05, 0.01, alpha=0) is None
    assert proportions.sample_size(0.05, 0.01, power=1) is None
    assert proportions.days_until(100, 1 / 2, 0) is None
    assert proportions.sample_ratio_p([5, 5], [0, 1]) == 0
    assert proportions.sample_ratio_p([0, 5], [0, 1]) is None
