"""Calibration: check values worked out by hand, and what holds for any forecasts."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.calibration import FEWEST, Forecast, brier_score, calibration, calibration_of, in_words
from pmtui.domain.change import MemorySource, Snapshot

FORECASTS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), max_size=40)


def forecasts(*pairs: tuple[float, int]) -> list[Forecast]:
    return [Forecast(f"h{at}", stated, outcome) for at, (stated, outcome) in enumerate(pairs)]


@pytest.mark.parametrize(("pairs", "score"), [
    ([(0.8, 1), (0.8, 0)], 0.34), ([(1.0, 1), (0.0, 0)], 0.0), ([(1.0, 0)], 1.0), ([(0.5, 1), (0.5, 0), (0.5, 1)], 0.25),
    ([(0.9, 1), (0.7, 1), (0.6, 0)], (0.01 + 0.09 + 0.36) / 3),
])
def test_the_brier_score(pairs: list[tuple[float, int]], score: float) -> None:
    assert brier_score(pairs) == pytest.approx(score, abs=1e-12)


def test_without_forecasts_there_is_no_score() -> None:
    found = calibration_of(())
    assert (brier_score(()), found.brier, found.stated, found.happened, found.lean) == (None,) * 5
    assert not found.is_enough
    assert "state one before a test starts" in in_words(found)


@given(FORECASTS)
def test_what_holds_for_any_forecasts(pairs: list[tuple[float, int]]) -> None:
    found = calibration_of(forecasts(*pairs))
    assert sum(one.forecasts for one in found.buckets) == found.outcomes == len(pairs)
    assert (found.buckets[0].low, found.buckets[-1].high) == (0, 1)
    for one in found.buckets:
        assert (one.stated is None) == (one.happened is None) == (one.forecasts == 0)
        assert one.stated is None or one.low - 1e-8 <= one.stated <= one.high + 1e-12
    if pairs:
        assert found.brier is not None
        assert 0 <= found.brier <= 1
        assert found.happened is not None
        whole = math.fsum((one.happened or 0) * one.forecasts for one in found.buckets)
        assert whole == pytest.approx(found.happened * len(pairs))
        turned = calibration_of(forecasts(*((1 - stated, 1 - outcome) for stated, outcome in pairs)))
        assert turned.brier == pytest.approx(found.brier, abs=1e-9)
    assert in_words(found)


@given(FORECASTS.filter(bool), st.randoms())
def test_the_order_of_forecasts_does_not_matter(pairs: list[tuple[float, int]], chance: Any) -> None:
    mixed = list(pairs)
    chance.shuffle(mixed)
    assert brier_score(mixed) == pytest.approx(brier_score(pairs), abs=1e-12)


@pytest.mark.parametrize(("pairs", "words"), [
    ([(0.9, 0)] * FEWEST, "Overconfident by 90 points"), ([(0.2, 1)] * FEWEST, "Underconfident by 80 points"),
    ([(0.8, 1)] * 4 + [(0.8, 0)], "Well calibrated"), ([(0.8, 1)] * (FEWEST - 1), "4 outcomes of the 5 that it takes"),
    ([(0.8, 1)], "One outcome of the 5"),
])
def test_what_it_says(pairs: list[tuple[float, int]], words: str) -> None:
    assert words in in_words(calibration_of(forecasts(*pairs)))


def test_of_the_records_only_those_count_that_said_so_before_and_were_decided() -> None:
    def belief(id: str, status: str, confidence: Any = None, **more: Any) -> dict[str, Any]:
        return {"id": id, "title": id, "status": status, **({"confidence": confidence} if confidence is not None else {}), **more}

    rows = [
        belief("a", "supported", 80), belief("b", "refuted", 60), belief("c", "inconclusive", 50), belief("d", "testing", 70),
        belief("e", "refuted"), belief("f", "refuted", 90, deleted_at="2026-01-01T00:00:00Z"), belief("g", "supported", 250),
    ]
    found = calibration(Snapshot(MemorySource({"hypothesis": {one["id"]: one for one in rows}})))
    assert (found.outcomes, found.unstated, found.inconclusive) == (2, 2, 1)
    assert (found.stated, found.happened, found.brier) == (pytest.approx(0.7), 0.5, pytest.approx((0.04 + 0.36) / 2))
    assert calibration(Snapshot(MemorySource({}))).outcomes == 0
