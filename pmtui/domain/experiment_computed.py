"""The figures of experiments as `computed` holds them, and as columns to filter and sort by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, overload

from pmtui.domain.columns import Column
from pmtui.domain.experiment_figures import ExperimentFigures, figures_of
from pmtui.domain.kept_figures import KeptFigures

if TYPE_CHECKING:
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.records import Record
    from pmtui.domain.table import Table

_kept = KeptFigures(figures_of)


def figures_at(experiments: Table, at: int, today: str) -> ExperimentFigures:
    """The figures of the experiment at a position; worked out once for a day and a record."""
    return _kept.at(experiments, at, today)


def computed_figures(record: Record, today: str) -> dict[str, Any]:
    """What `computed` holds of an experiment: rates and differences from 0 to 1, None for what is blank."""
    found = figures_of(record.data, today)
    rate = found.success_rate
    return {
        **{name: _plain(getattr(found, name)) for name in _PLAIN},
        "verdict": found.verdict, "verdict_reason": found.reason if found.verdict else None, "variant": found.variant or None,
        "comparisons": [{name: _plain(value) for name, value in one._asdict().items()} for one in found.comparisons],
        "guardrail_figures": [{name: _plain(value) for name, value in one._asdict().items()} for one in found.guardrails],
        "success_rate": {name: _plain(value) for name, value in rate._asdict().items()},
        "warnings": [one._asdict() for one in found.warnings],
        "changed_since_start": list(found.changed_since_start),
    }


_PLAIN = (
    "difference", "interval", "z", "p_value", "probability_b_beats_a", "expected_loss", "srm_p_value", "sample_size_per_arm", "days",
    "days_left",
)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value if value != "" else None


def column(table: Table, name: str, environment: Environment) -> Column:
    """One figure of all experiments; of other kinds, and where the team has a field of this name, that field."""
    if table.kind.name != "experiment" or name in table.kind.fields:
        return table.column(name)
    return Column(_Figures(table, environment.today, _COLUMNS.get(name) or (lambda one: getattr(one, name))))


class _Figures(Sequence[Any]):
    """One figure of all experiments, by position; worked out for those that are asked for: a list shows a screenful."""

    def __init__(self, table: Table, today: str, tell: Callable[[ExperimentFigures], Any]) -> None:
        self._table, self._today, self._tell = table, today, tell

    def __len__(self) -> int:
        return len(self._table)

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Any]: ...
    def __getitem__(self, at: int | slice) -> Any:
        places = range(len(self._table))[at]
        if isinstance(places, range):
            return [self[one] for one in places]
        return self._tell(figures_at(self._table, places, self._today))


_COLUMNS: dict[str, Callable[[ExperimentFigures], Any]] = {
    "success_rate": lambda one: one.success_rate.rate,
    "warnings": lambda one: tuple(dict.fromkeys(notice.code for notice in one.warnings)),
    "comparisons": lambda one: tuple(f"{arm.name} {arm.outcome or 'blank'}" for arm in one.comparisons),
    "guardrail_figures": lambda one: tuple(f"{rail.name} ({rail.arm_name}) {rail.outcome or 'blank'}" for rail in one.guardrails),
    "verdict_reason": lambda one: one.reason if one.verdict else None,
    "variant": lambda one: next((arm.name for arm in one.arms if arm.id == one.variant), None),
}
"""What a column shows of a figure that has several parts."""
