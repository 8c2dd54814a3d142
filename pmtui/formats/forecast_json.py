"""A forecast as JSON for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pmtui.domain.forecasting import Forecast


def forecast_document(one: Forecast) -> dict[str, Any]:
    """The days and figures of a forecast, without the milestone that it is of."""
    return {
        "p50": one.p50, "p70": one.p70, "p85": one.p85, "p95": one.p95, "chance_of_target": one.chance_of_target,
        "remaining": one.remaining, "weeks_of_history": one.weeks_of_history,
    }
