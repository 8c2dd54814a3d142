"""What a command costs from start to exit, against an interpreter that does nothing, and against Taskwarrior."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import LARGE, ROWS, SMALL, DataSet, Figure, Report, ratio
from pmtui.domain.scoring import rice_score

NOTHING = [sys.executable, "-c", "pass"]
LIST = ["list", "item", "status:ready sort:-rice", "--limit", "20"]
_REPORT = [
    "uda.rice.type=numeric", "uda.rice.label=RICE", "report.best.columns=id,description,rice", "report.best.labels=ID,Title,RICE",
    "report.best.filter=status:pending +ready limit:20", "report.best.sort=rice-", "confirmation=off", "verbose=nothing",
    "defaultwidth=120",
]


def program() -> list[str]:
    """How to call pmtui: by the installed script, as people do, else by its entry point."""
    script = Path(sys.executable).with_name("pmtui")
    return [str(script)] if script.exists() else [sys.executable, "-c", "from pmtui.__main__ import main; raise SystemExit(main())"]


def seconds(args: Sequence[str], env: Mapping[str, str] | None = None) -> float:
    """How long a command takes from before its start until it has been reaped; its output goes nowhere.

    Raises:
        RuntimeError: It fails, so its time means nothing.
    """
    nowhere = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    whole = {**os.environ, **(env or {})}
    begin = time.perf_counter()
    pid = os.posix_spawn(args[0], list(args), whole, file_actions=nowhere)
    _, status = os.waitpid(pid, 0)
    passed = time.perf_counter() - begin
    if status:
        raise RuntimeError(f"{' '.join(args)} failed with exit status {os.waitstatus_to_exitcode(status)}")
    return passed


def measure_list(sets: Sequence[DataSet], runs: int) -> list[Figure]:
    """The row `list`: floor and measure take turns, so that what disturbs one disturbs the other."""
    figures = []
    for data in sets:
        floor, taken = [], []
        for _ in range(runs):
            data.prepare()
            floor.append(seconds(NOTHING))
            taken.append(seconds([*program(), "-w", str(data.folder), *LIST]))
        figures.append(Figure.of(ROWS["list"], data, *ratio(taken, floor)))
    return figures


def measure_add(sets: Sequence[DataSet], runs: int) -> list[Figure]:
    """The rows `add` and `add-growth`: all sizes take turns."""
    floor: list[float] = []
    taken: dict[str, list[float]] = {data.name: [] for data in sets}
    for number in range(runs * 2):
        floor.append(seconds(NOTHING))
        for data in sets:
            data.prepare()
            words = ["add", "item", f"Measured {number}", "tags=billing", "estimate=3"]
            taken[data.name].append(seconds([*program(), "-w", str(data.folder), *words]))
    figures = [Figure.of(ROWS["add"], data, *ratio(taken[data.name], floor)) for data in sets]
    small = next((data for data in sets if data.items == SMALL), None)
    for data in sets:
        if small is not None and data.items == LARGE:
            figures.append(Figure.of(ROWS["add-growth"], data, *ratio(taken[data.name], taken[small.name])))
    return figures


def measure_taskwarrior(sets: Sequence[DataSet], runs: int, say: Report) -> list[Figure]:
    """The row `taskwarrior`; nothing where it is not installed."""
    task = shutil.which("task")
    if task is None:
        say("  Taskwarrior is not installed: its row stays empty")
        return []
    figures = []
    for data in sets:
        if data.is_cold:
            continue
        with tempfile.TemporaryDirectory(prefix="pmtui-bench-task-") as folder:
            env = {"TASKDATA": folder, "TASKRC": f"{folder}/taskrc"}
            Path(env["TASKRC"]).write_text("\n".join([f"data.location={folder}", *_REPORT]) + "\n")
            tasks = json.dumps([_task(path) for path in sorted((data.folder / "backlog").glob("*/*.json"))])
            subprocess.run([task, "import", "-"], input=tasks.encode(), env={**os.environ, **env}, check=True, capture_output=True)
            seconds([task, "best"], env)
            theirs, ours = [], []
            for _ in range(runs):
                theirs.append(seconds([task, "best"], env))
                ours.append(seconds([*program(), "-w", str(data.folder), *LIST]))
            figures.append(Figure.of(ROWS["taskwarrior"], data, *ratio(ours, theirs)))
    return figures


def _task(path: Path) -> dict[str, Any]:
    """An item's file as Taskwarrior reads it."""
    item = json.loads(path.read_bytes())
    number = int.from_bytes(path.stem.encode().ljust(16, b"0"), "big")
    digits = f"{number:032x}"
    status = item.get("status", "inbox")
    instant = str(item.get("created_at", "2024-01-01T00:00:00Z")).replace("-", "").replace(":", "")
    task = {
        "uuid": f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}",
        "description": item["title"],
        "entry": instant,
        "status": {"done": "completed", "dropped": "deleted"}.get(status, "pending"),
        "tags": [status, *item.get("tags", [])],
    }
    if task["status"] != "pending":
        task["end"] = instant
    rice = rice_score(item)
    if rice is not None:
        task["rice"] = rice
    return task
