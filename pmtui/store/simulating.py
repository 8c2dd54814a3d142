"""The runs of a great forecast in a process of their own: they are pure numbers, and take a second that keys need meanwhile.

Two threads of one Python share one processor; hundreds of milestones in ten thousand runs and a person who types would each wait for
the other (decision 25). The process is given a history and jobs, gives back counts, and touches nothing else.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pmtui.domain.forecast_places import Job
from pmtui.domain.forecast_runs import Stop, finishing_weeks, never_stop
from pmtui.store.processes import started

_LEAST = 1_000_000
"""So many ends of milestones, in all runs together, are worth a process; fewer are found in the time that starting one takes."""
_LOOK = 0.02
"""Seconds between two looks whether to stop."""
_NICE = 5
"""By so much the process stands back behind what a person waits for."""
_CODE = "import sys; sys.path.insert(0, {!r}); from pmtui.store.simulating import answer; answer()"


def finishing_weeks_apart(history: Sequence[int], jobs: Sequence[Job], runs: int, seed: int, stop: Stop = never_stop) -> list[Counter[int]]:
    """The same as `finishing_weeks`, with the same numbers; in this process where it is soon done, or where no other can be started.

    Raises:
        InterruptedError: `stop` said so; nothing goes on then.
    """
    if len(jobs) * runs < _LEAST:
        return finishing_weeks(history, jobs, runs, seed, stop)
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as answered:
        asked.write(json.dumps([list(history), jobs, runs, seed]).encode())
        asked.seek(0)
        if _has_answered(asked.fileno(), answered.fileno(), stop):
            answered.seek(0)
            return [Counter({int(week): count for week, count in one.items()}) for one in json.load(answered)]
    return finishing_weeks(history, jobs, runs, seed, stop)


def _has_answered(asked: int, answered: int, stop: Stop) -> bool:
    """Whether a process could be started and came to its end; what went wrong there goes wrong here, too, and is told then.

    Raises:
        InterruptedError: `stop` said so.
    """
    command = [sys.executable, "-I", "-S", "-c", _CODE.format(str(Path(__file__).resolve().parents[2]))]
    with open(os.devnull, "wb") as nowhere:
        try:
            process = started(command, os.environ, asked, answered, nowhere.fileno())
        except OSError:  # too many processes, no interpreter to be found: it takes longer, here
            return False
    while not process.wait(_LOOK):
        if stop():
            process.end()
            raise InterruptedError
    return process.status == 0


def answer() -> None:
    """What the process does: read a history and jobs, write in how many runs each job ends in which week."""
    if hasattr(os, "nice"):
        os.nice(_NICE)
    history, jobs, runs, seed = json.load(sys.stdin)
    found = finishing_weeks(history, [Job(work, release, tuple(waits)) for work, release, waits in jobs], runs, seed)
    json.dump(found, sys.stdout)
