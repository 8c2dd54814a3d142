"""The figures of experiments, worked out once for each record and day: list, board and detail ask for the same ones."""

from __future__ import annotations

from typing import Any

from pmtui.domain.experiment_figures import ExperimentFigures, figures_of
from pmtui.domain.records import Record

_MOST = 500
"""So many figures are kept; then they are forgotten, and worked out again when they are shown."""
_kept: dict[tuple[str, str], tuple[Any, ExperimentFigures]] = {}


def kept_figures(record: Record, today: str) -> ExperimentFigures:
    """The figures of an experiment; the same as long as its record and the day are.

    Args:
        record: The experiment.
        today: The calendar date where the person is.
    """
    key = (record.id, today)
    found = _kept.get(key)
    if found is None or (found[0] is not record.data and found[0] != record.data):
        if len(_kept) >= _MOST:
            _kept.clear()
        found = _kept[key] = record.data, figures_of(record.data, today)
    return found[1]
