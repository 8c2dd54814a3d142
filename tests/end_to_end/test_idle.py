"""A program that nobody touches: it writes nothing and costs next to no time, on each screen and with a form open."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pmtui.cli.opening import make_demo
from pmtui.commands.catalogue import REGISTRY
from pmtui.screens.registry import SCREENS
from tests.end_to_end.program import environment, no_traceback, words
from tests.end_to_end.terminal import Terminal

SHARE = 0.005
"""The most of one core that an idle program may take over a minute."""


def seconds_of(pid: int) -> float:
    """The processor time that a process has taken, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def idle(terminal: Terminal, seconds: float) -> float:
    """Wait until the screen is at rest, then so long; the processor time that went by. Nothing is written meanwhile."""
    terminal.settle(1.5)
    before, written = seconds_of(terminal.pid), len(terminal.raw)
    terminal._read(seconds)
    assert len(terminal.raw) == written, terminal.raw[written:]
    return seconds_of(terminal.pid) - before


def watched(root: Path, seconds: float) -> tuple[float, float]:
    """The processor time on all screens and on the form, and how long it was looked at."""
    with Terminal(words("-w", str(root)), (120, 36), environment(), cwd=root.parent) as terminal:
        terminal.wait_for("Backlog ·")
        terminal.settle(3)
        taken = 0.0
        keys = [REGISTRY[f"go.{name}"].keys[0] for name in SCREENS]
        for key in keys:
            terminal.press(*key.split())
            taken += idle(terminal, seconds)
        terminal.press("4", "ctrl+e")
        terminal.wait_for("ctrl+s save")
        taken += idle(terminal, seconds)
        terminal.press("escape", "q")
        assert terminal.wait_for_end() == 0
        no_traceback(terminal)
    return taken, seconds * (len(keys) + 1)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_an_idle_program_writes_nothing_and_takes_next_to_no_time(tmp_path: Path) -> None:
    taken, seconds = watched(make_demo(tmp_path / "product"), 2.0)
    assert taken <= SHARE * seconds + 0.05, f"{taken:.2f} s of {seconds:.0f} s"  # a clock tick a screen is its grain


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_idle_minutes_take_less_than_half_a_percent(tmp_path: Path) -> None:
    taken, seconds = watched(make_demo(tmp_path / "product"), 60.0)
    assert taken < SHARE * seconds, f"{taken:.2f} s of {seconds:.0f} s"
