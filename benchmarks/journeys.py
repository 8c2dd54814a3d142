"""What a person waits for on the way through the program: another screen, a form, a jump, the timeline; and what it costs to stay open."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.command_line import program
from benchmarks.figures import ROWS, DataSet, Figure
from benchmarks.pty_timing import NoAnswer, Repaint, TimedProgram
from benchmarks.screens import first_words, latency, opened

SCREEN_KEYS = "2354"
"""The digits of the main screens, in the order of the walk; it ends where it began."""
FORM, JUMP, ESCAPE = "\x05", "f", "\x1b"
SWITCH_QUIET, FORM_QUIET, PAN_QUIET, FIND_QUIET = 0.12, 0.15, 0.06, 0.2
"""Seconds of silence that end a repaint."""
TIMELINE_KEYS = ("+", "-", "\x1b[1;2C", "\x1b[1;2D", "j", "\x1b[1;2C", "+", "\x1b[1;2D", "-", "k")
"""Zoom in and out, and pan by shift and an arrow, among steps of the cursor."""
FINDS = ("retry fai", "ledger", "支払い", "customers can", "relese 12", "P-4")


def measure_switch(sets: Sequence[DataSet], rounds: int) -> list[Figure]:
    """The row `switch`: round through the main screens; the first visit of each is counted, too."""
    figures = []
    for data in sets:
        data.prepare()
        with opened(data) as running:
            running.seconds_until(first_words(data))
            running.settle(1.5)
            taken = [running.repaint(key, SWITCH_QUIET) for _ in range(rounds) for key in SCREEN_KEYS]
        figures.append(latency("switch", data, _all(taken, "the digits")))
    return figures


def measure_form(sets: Sequence[DataSet], rounds: int) -> list[Figure]:
    """The row `form`: the form of one item after the other, opened and closed."""
    figures = []
    for data in sets:
        data.prepare()
        with opened(data) as running:
            running.seconds_until(first_words(data))
            running.settle(1.5)
            taken = []
            for _ in range(rounds):
                taken.append(running.repaint(FORM, FORM_QUIET))
                running.repaint(ESCAPE, 0.2)
                running.repaint("j", 0.1)
        figures.append(latency("form", data, _all(taken, "the key of the form")))
    return figures


def measure_jump(sets: Sequence[DataSet]) -> list[Figure]:
    """The row `jump`: words typed letter by letter into the search over all records."""
    figures = []
    for data in sets:
        data.prepare()
        with opened(data) as running:
            running.seconds_until(first_words(data))
            running.settle(1.5)
            taken = []
            for words in FINDS:
                running.repaint(JUMP, 0.6)
                taken += [running.repaint(letter, FIND_QUIET) for letter in words]
                running.repaint(ESCAPE, 0.3)
        figures.append(latency("jump", data, _all(taken, "the letters of a jump")))
    return figures


def measure_timeline(data: DataSet, rounds: int) -> list[Figure]:
    """The row `timeline`: zooming and panning over several hundred milestones."""
    data.prepare()
    with TimedProgram([*program(), "-w", str(data.folder), "--screen", "roadmap"]) as running:
        running.seconds_until("Roadmap")
        running.settle(1.5)
        taken = [running.repaint(key, PAN_QUIET) for _ in range(rounds) for key in TIMELINE_KEYS]
    return [latency("timeline", data, _all(taken, "the keys of the timeline"))]


def measure_idle(sets: Sequence[DataSet], seconds: float) -> list[Figure]:
    """The row `idle`: the share of a processor that the open program takes while nobody touches it."""
    figures = []
    for data in sets:
        data.prepare()
        with opened(data) as running:
            running.seconds_until(first_words(data))
            running.settle(3)
            begin, before = time.perf_counter(), _processor_seconds(running.pid)
            running.settle(seconds, seconds)
            used, passed = _processor_seconds(running.pid) - before, time.perf_counter() - begin
        figures.append(Figure.of(ROWS["idle"], data, 100 * used / passed, f"{used * 1000:.0f} ms of processor time in {passed:.0f} s"))
    return figures


def measure_growth(sets: Sequence[DataSet], switches: int) -> list[Figure]:
    """The row `growth`: resident memory after many switches of screens and openings of forms, against that after a tenth of them."""
    figures = []
    for data in sets:
        data.prepare()
        with opened(data) as running:
            running.seconds_until(first_words(data))
            running.settle(2)
            _walk(running, switches // 10)
            early = running.memory()[0]
            _walk(running, switches - switches // 10)
            late = running.memory()[0]
        detail = f"{late / 1e6:.1f} MB ÷ {early / 1e6:.1f} MB after {switches:,} switches"
        figures.append(Figure.of(ROWS["growth"], data, late / early, detail))
    return figures


def _walk(running: TimedProgram, switches: int) -> None:
    for number in range(switches):
        if running.repaint(SCREEN_KEYS[number % len(SCREEN_KEYS)], 0.005) is None:
            raise NoAnswer("a digit paints nothing")
        if number % 10 == 0:
            running.repaint(FORM, 0.02)
            running.repaint(ESCAPE, 0.03)
    running.settle(1)


def _processor_seconds(pid: int) -> float:
    """The processor time that a process has used, its children aside."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _all(taken: Sequence[Repaint | None], what: str) -> list[Repaint]:
    """Those that painted something: most of them must have.

    Raises:
        NoAnswer: Fewer than half of the keys painted anything.
    """
    found = [one for one in taken if one is not None]
    if len(found) * 2 < len(taken):
        raise NoAnswer(f"{what} painted only {len(found)} times of {len(taken)}")
    return found
