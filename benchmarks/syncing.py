"""What `pmtui sync` costs, against the same steps done by hand with git."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.command_line import program, seconds
from benchmarks.figures import LARGE, ROWS, DataSet, Figure, ratio
from pmtui.domain.canonical import encode
from pmtui.domain.kinds import SCHEMA

_BY_HAND = (
    ("add", "--all", "."), ("commit", "--quiet", "--message", "One change"), ("fetch", "--quiet"),
    ("merge", "--quiet", "--no-edit", "@{upstream}"), ("push", "--quiet"),
)
_MANY, _FEW_RUNS = 500, 5
_SETTLED = 2.2
"""Seconds after which git trusts the times of files that it has checked out."""


class _Side:
    """A remote with two clones: one is measured, in the other a colleague works."""

    def __init__(self, folder: Path, source: Path) -> None:
        self.remote, self.top, self.colleague = folder / "remote.git", folder / "clone", folder / "colleague"
        _git(source, "clone", "--quiet", "--bare", str(source), str(self.remote))
        for top in (self.top, self.colleague):
            _git(folder, "clone", "--quiet", str(self.remote), str(top))
        self.paths = sorted((self.top / "backlog").glob("*/*.json"))

    def edit(self, number: int) -> None:
        """Change the title of one item, another one for each number."""
        _retitle(self.paths[number * 37 % len(self.paths)], number)

    def change_elsewhere(self, number: int) -> None:
        """Let the colleague change another item and push."""
        _git(self.colleague, "pull", "--quiet", "--no-rebase")
        _retitle(self.colleague / self.paths[(number * 37 + 18) % len(self.paths)].relative_to(self.top), number)
        _git(self.colleague, "commit", "--quiet", "--all", "--message", "The colleague's")
        _git(self.colleague, "push", "--quiet")


def measure_sync(sets: Sequence[DataSet], runs: int) -> list[Figure]:
    """The rows `sync`, `sync-both` and `sync-many`: one changed item in turns with the same steps by hand, then many at once."""
    figures = []
    for data in sets:
        if data.items == LARGE:  # nobody has asked, and two clones of it take a minute to make
            continue
        folder = data.folder.with_name(data.folder.name + "-sync")
        shutil.rmtree(folder, ignore_errors=True)
        sides = []
        for name in ("hand", "pmtui"):
            (folder / name).mkdir(parents=True)
            sides.append(_Side(folder / name, data.folder))
        time.sleep(_SETTLED)
        seconds([*program(), "-w", str(sides[1].top), "sync"])  # the first one looks at all records for conflicts
        for key, is_both in (("sync", False), ("sync-both", True)):
            by_hand, by_sync = [], []
            for number in range(runs):
                for side in sides:
                    if is_both:
                        side.change_elsewhere(number + runs)
                    side.edit(number + runs * is_both)
                by_hand.append(sum(seconds([_GIT, "-C", str(sides[0].top), *words]) for words in _BY_HAND))
                by_sync.append(seconds([*program(), "-w", str(sides[1].top), "sync"]))
            figures.append(Figure.of(ROWS[key], data, *ratio(by_sync, by_hand)))
        figures.append(_many(data, sides[1]))
        shutil.rmtree(folder)
    return figures


def _many(data: DataSet, side: _Side) -> Figure:
    """The row `sync-many`: the median of a few syncs that merge records changed on both sides."""
    taken = []
    paths = side.paths[:_MANY]
    for number in range(_FEW_RUNS):
        _git(side.colleague, "pull", "--quiet", "--no-rebase")
        for path in paths:
            _change(side.colleague / path.relative_to(side.top), estimate=1000 + number)
            _change(path, title=f"Changed with many in run {number}")
        _git(side.colleague, "commit", "--quiet", "--all", "--message", "Many of the colleague's")
        _git(side.colleague, "push", "--quiet")
        taken.append(seconds([*program(), "-w", str(side.top), "sync"]) * 1000)
    return Figure.of(ROWS["sync-many"], data, statistics.median(taken), f"{len(paths)} items on both sides, {len(taken)} runs")


_GIT = shutil.which("git") or "git"


def _git(folder: Path, *words: str) -> None:
    subprocess.run([_GIT, "-C", str(folder), *words], check=True, capture_output=True)


def _retitle(path: Path, number: int) -> None:
    _change(path, title=f"Changed in run {number} {time.time_ns()}")


def _change(path: Path, **fields: object) -> None:
    path.write_bytes(encode(SCHEMA["item"], {**json.loads(path.read_bytes()), **fields}))
