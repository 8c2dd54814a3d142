"""What is measured, what it may cost, and how a set of runs becomes one figure."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

SMALL, MIDDLE, LARGE = 1_000, 10_000, 100_000


class DataSet(NamedTuple):
    """A workspace to measure on.

    Attributes:
        name: The heading of its column.
        items: How many items it holds, to find the budget.
        folder: Where it lies.
        first_title: The title in the first row of the open backlog.
        is_cold: Whether the start-up cache is removed before each run.
    """

    name: str
    items: int
    folder: Path
    first_title: str
    is_cold: bool = False

    def prepare(self) -> None:
        """Bring it into the state that a run starts from: on the backlog's first row, as nobody has left it elsewhere or with a draft."""
        local = self.folder / ".local"
        for path in (local / "session.json", *(local / "drafts").glob("*.json")):
            path.unlink(missing_ok=True)
        if self.is_cold:
            for path in (self.folder / ".local").glob("cache*"):
                for one in [path] if path.is_file() else path.iterdir():
                    one.unlink()


class Row(NamedTuple):
    """One line of the table.

    Attributes:
        key: Its name on the command line.
        title: What is measured, and against what.
        unit: × (of the floor) or ms.
        budgets: The most it may be, by the number of items.
        least: Smaller workspaces are measured, but not judged.
    """

    key: str
    title: str
    unit: str
    budgets: dict[int, float]
    least: int = 0

    def budget(self, count: int) -> float | None:
        """The budget for a workspace of this size: that of the next size that has one; None where there is none."""
        if count < self.least:
            return None
        return next((limit for size, limit in sorted(self.budgets.items()) if count <= size), None)


class Figure(NamedTuple):
    """One measured cell: the value in the row's unit, what it is made of, whether it is within its budget."""

    row: Row
    data: str
    value: float
    detail: str
    is_met: bool | None

    @classmethod
    def of(cls, row: Row, data: DataSet, value: float, detail: str) -> Figure:
        """A figure judged by its row's budget; budgets are for a cache that is there."""
        budget = None if data.is_cold else row.budget(data.items)
        return cls(row, data.name, value, detail, None if budget is None else value <= budget)


ROWS = {row.key: row for row in (
    Row("list", "`pmtui list item \"status:ready sort:-rice\" --limit 20`, against `python -c pass`", "×", {MIDDLE: 10, LARGE: 45}),
    Row("taskwarrior", "the same `list`, against the same report by Taskwarrior on the same items", "×", {LARGE: 1}, least=MIDDLE),
    Row("add", "`pmtui add item …`, against `python -c pass`", "×", {MIDDLE: 8}),
    Row("add-growth", "the same `add`, against itself at 1,000 items", "×", {LARGE: 1.05}),
    Row("start", "start to the first painted row, against a Textual program with one label", "×", {MIDDLE: 1.5, LARGE: 2}),
    Row("key", "key `j` to the last byte of the repaint, 95th percentile", "ms", {LARGE: 16}),
    Row("filter", "a keystroke in the filter to the last byte of the repaint, 95th percentile", "ms", {MIDDLE: 50, LARGE: 150}),
    Row("switch", "from one main screen to another, to the last byte, 95th percentile, first visits included", "ms", {MIDDLE: 50}),
    Row("form", "opening the form of an item, to the last byte, 95th percentile", "ms", {MIDDLE: 80}),
    Row("jump", "a letter in the search over all records to the last byte of the repaint, 95th percentile", "ms", {LARGE: 150}),
    Row("timeline", "panning and zooming the timeline, to the last byte of the repaint, 95th percentile", "ms", {LARGE: 33}),
    Row("forecast", "the Roadmap's forecasts of all milestones, from its first visit, while keys are pressed", "ms", {LARGE: 2000}),
    Row("discovery", "screens around the backlog: first visits and steps, to the last byte, 95th percentile", "ms", {MIDDLE: 80}),
    Row("idle", "the open program that nobody touches: share of one processor", "%", {LARGE: 0.5}),
    Row("growth", "resident memory after 2,000 switches of screens and 200 forms, against that after a tenth of them", "×", {LARGE: 1.05}),
    Row("grooming", "a session that grooms 120 items from the keyboard: its slowest frame, median of the sessions", "ms", {LARGE: 50}),
    Row("save", "one edit saved by the store, against one file written and fsynced", "×", {LARGE: 3}),
    Row("log", "`pmtui log --limit 100` over 5,000 commits, of which nothing is kept yet", "ms", {MIDDLE: 1000}),
    Row("sync", "`pmtui sync` of one changed item, against `git add`, `commit`, `fetch`, `merge`, `push` by hand", "×", {MIDDLE: 1.3}),
    Row("sync-both", "the same where a colleague has changed another item", "×", {MIDDLE: 1.3}),
    Row("sync-many", "`pmtui sync` of 500 items that both sides changed", "ms", {MIDDLE: 2000}),
    Row("memory", "resident memory (RSS) of the open program, against the label program", "×", {MIDDLE: 2, LARGE: 6}),
    Row("memory-pss", "proportional memory (PSS) of the open program, against the label program", "×", {MIDDLE: 2, LARGE: 6}),
)}
Report = Callable[[str], None]


def ratio(measured: Sequence[float], floor: Sequence[float]) -> tuple[float, str]:
    """The ratio of the medians of runs in seconds, and both medians in words."""
    top, bottom = statistics.median(measured), statistics.median(floor)
    return top / bottom, f"{top * 1000:.1f} ms ÷ {bottom * 1000:.1f} ms"


def percentile(values: Sequence[float], part: float) -> float:
    """The value that this part (0 to 1) of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
