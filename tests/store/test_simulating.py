"""The runs of a great forecast in a process of their own."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from pmtui.domain.forecast_places import Job
from pmtui.domain.forecast_runs import finishing_weeks
from pmtui.store import processes, simulating
from pmtui.store.simulating import finishing_weeks_apart

HISTORY = (3, 0, 5, 2, 4, 1)
JOBS = [Job(4 + number % 5, number % 7, (number - 1,) if number % 3 == 2 else ()) for number in range(120)]
RUNS = 10_000


def refuse(*_: object) -> list[object]:
    raise AssertionError("it was played here")


def test_it_finds_the_same_numbers_in_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = finishing_weeks(HISTORY, JOBS, RUNS, 7)
    monkeypatch.setattr(simulating, "finishing_weeks", refuse)
    assert finishing_weeks_apart(HISTORY, JOBS, RUNS, 7) == expected


def test_a_small_one_needs_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulating, "started", refuse)
    assert finishing_weeks_apart(HISTORY, JOBS[:5], 100, 7) == finishing_weeks(HISTORY, JOBS[:5], 100, 7)


def test_where_none_can_be_started_it_is_played_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(simulating, "_LEAST", 1)
    expected = finishing_weeks(HISTORY, JOBS[:5], 100, 7)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere"))
    assert finishing_weeks_apart(HISTORY, JOBS[:5], 100, 7) == expected
    monkeypatch.setattr(sys, "executable", "/bin/false" if os.path.exists("/bin/false") else "false")
    assert finishing_weeks_apart(HISTORY, JOBS[:5], 100, 7) == expected


def test_what_fails_there_fails_here_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulating, "_LEAST", 1)
    with pytest.raises(ZeroDivisionError):
        finishing_weeks_apart((0, 0), JOBS[:5], 100, 7)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it looks for the process in /proc")
def test_it_ends_at_once_when_nobody_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[processes.Process] = []

    def noticed(*arguments: object) -> processes.Process:
        begun.append(processes.started(*arguments))  # type: ignore[arg-type]
        return begun[0]

    monkeypatch.setattr(simulating, "started", noticed)
    over = threading.Event()
    threading.Timer(0.1, over.set).start()
    with pytest.raises(InterruptedError):
        finishing_weeks_apart(HISTORY, JOBS, 100 * RUNS, 7, over.is_set)
    assert begun[0].status is not None
    assert begun[0].status < 0, "it was ended, and did not come to its end"
