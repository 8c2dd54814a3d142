"""What it costs to save one edit, against one file written and fsynced."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import ROWS, DataSet, Figure, ratio
from pmtui.domain.change import Change, Edit
from pmtui.store.workspace import Workspace

_LEAST_SAVES = 400
"""One save takes a millisecond, and the disk is moody: a median of a few would say more of the disk than of the store."""


def measure_save(sets: Sequence[DataSet], runs: int) -> list[Figure]:
    """The row `save`: a change of one field through `Workspace.save`, in turns with a file of the same size."""
    figures = []
    for data in sets:
        workspace = Workspace(str(data.folder))
        path = _living(data.folder)
        raw = path.read_bytes()
        floor, taken = [], []
        for number in range(max(runs, _LEAST_SAVES) + 3):
            floor.append(_written(data.folder / ".local" / f"floor-{number}", raw))
            taken.append(_saved(workspace, path.stem, number))
        workspace.close()
        for left in (data.folder / ".local").glob("floor-*"):  # only now: the next fsync would pay for what a removal leaves to do
            left.unlink()
        figures.append(Figure.of(ROWS["save"], data, *ratio(taken[3:], floor[3:])))
    return figures


def _living(folder: Path) -> Path:
    """The file of an item that is neither deleted nor contested: what is saved there would be merged instead of edited."""
    files = sorted((folder / "backlog").glob("*/*.json"))
    return next(one for one in files if not {"deleted_at", "conflicts"} & json.loads(one.read_bytes()).keys())


def _written(path: Path, raw: bytes) -> float:
    """Seconds to write a file and have it on the disk."""
    begin = time.perf_counter()
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    os.write(file, raw)
    os.fsync(file)
    os.close(file)
    return time.perf_counter() - begin


def _saved(workspace: Workspace, id: str, number: int) -> float:
    """Seconds from an edit in hand to the fsynced record; planning it is not counted."""
    record = workspace.snapshot().record("item", id)
    if record is None:
        raise RuntimeError(f"the item {id} has gone")
    before = {"estimate": record.data["estimate"]} if "estimate" in record.data else {}
    edit = Edit("item", id, before, {"estimate": 100 + number})
    change = Change("Estimated", (edit,), "item.estimate", "2026-11-23T09:00:00Z", "benchmark")
    begin = time.perf_counter()
    workspace.save(change)
    return time.perf_counter() - begin
