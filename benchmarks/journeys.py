"""What a person waits for on the way through the program: another screen, a form, a jump, the timeline; and what it costs to stay open."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.command_line import program
from benchmarks.figures import ROWS, DataSet, Figure, percentile
from benchmarks.pty_timing import NoAnswer, Repaint, TimedProgram
from benchmarks.screens import first_words, latency, opened

SCREEN_KEYS = "12354"
"""The digits of the main screens, in the order of the walk; it ends where it began."""
_TODAY, _BACKLOG = SCREEN_KEYS.index("1"), SCREEN_KEYS.index("4")
FORM, JUMP, ESCAPE = "\x05", "f", "\x1b"
DISCOVERY_SCREENS = (("", "2"), ("", "3"), ("g", "x"), ("", "6"), ("", "7"), ("g", "i"))
"""The keys of the screens around the backlog: what begins a chord, and the last key."""
SWITCH_QUIET, FORM_QUIET, PAN_QUIET, FIND_QUIET, MOVE_QUIET = 0.12, 0.15, 0.06, 0.2, 0.03
"""Seconds of silence that end a repaint."""
TIMELINE_KEYS = ("+", "-", "\x1b[1;2C", "\x1b[1;2D", "j", "\x1b[1;2C", "+", "\x1b[1;2D", "-", "k")
"""Zoom in and out, and pan by shift and an arrow, among steps of the cursor."""
REST_EVERY, REST = 100, 1.5
"""Switches after which somebody rests, and for how many seconds: garbage is looked for then."""
WHISKER = "├"
"""What a forecast looks like on the timeline."""
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
    """The row `timeline`: zooming and panning over several hundred milestones in lanes, with forecasts, critical path and capacity."""
    data.prepare()
    with TimedProgram([*program(), "-w", str(data.folder), "--screen", "roadmap"]) as running:
        running.seconds_until("Roadmap")
        running.settle(1.5)
        for key in ("\x07", *"theme", "\r", "P"):
            running.repaint(key, FIND_QUIET)
        running.seconds_until("├")
        running.seconds_until("capacity")
        running.settle(1.0)
        taken = [running.repaint(key, PAN_QUIET) for _ in range(rounds) for key in TIMELINE_KEYS]
    return [latency("timeline", data, _all(taken, "the keys of the timeline"))]


def measure_forecast(data: DataSet, runs: int) -> list[Figure]:
    """The row `forecast`: from the first visit of the Roadmap until its forecasts stand there, while the cursor goes up and down."""
    data.prepare()
    spans, keys = [], []
    for _ in range(runs):
        with opened(data) as running:
            running.seconds_until(first_words(data))
            running.settle(3)
            before, begin = len(running.written), time.perf_counter()
            running.repaint("5", PAN_QUIET)
            while WHISKER.encode() not in running.written[before:] and time.perf_counter() - begin < 60:
                keys += [running.repaint(key, MOVE_QUIET) for key in "jk"]
            spans.append(1000 * (time.perf_counter() - begin))
    meanwhile = [1000 * one.last for one in keys if one is not None]
    words = f"{len(meanwhile)} keys meanwhile, 95th percentile {percentile(meanwhile, 0.95):.1f} ms" if meanwhile else "no key meanwhile"
    return [Figure.of(ROWS["forecast"], data, statistics.median(spans), words)]


def measure_discovery(data: DataSet, rounds: int) -> list[Figure]:
    """The row `discovery`: each of the screens around the backlog for the first time, then moves in it."""
    taken: list[Repaint | None] = []
    data.prepare()
    with opened(data) as running:
        running.seconds_until(first_words(data))
        running.settle(3)
        for begin, key in DISCOVERY_SCREENS:
            if begin:
                running.repaint(begin, MOVE_QUIET)
            taken.append(running.repaint(key, SWITCH_QUIET))
            running.settle(0.3)
            taken += [running.repaint("j", MOVE_QUIET) for _ in range(rounds)]
    return [latency("discovery", data, _all(taken, "the screens around the backlog"))]


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
    """The row `growth`: resident memory after many switches of screens and openings of forms, against that after a tenth of them.

    The walk begins before anything has come to rest, as somebody does who knows where to go.
    """
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
    """Go round through the main screens; on every tenth a form opens and closes, and another is refused with a toast; now and then rest.

    Raises:
        NoAnswer: A key did not do so.
    """
    for number in range(switches):
        key = SCREEN_KEYS[number % len(SCREEN_KEYS)]
        _require(running.repaint(key, 0.005), "a digit")
        if number % 10 == _TODAY:  # its first line stands for many records
            _require(running.repaint(FORM, 0.02), "the key of the form on Today")
        if number % 10 == _BACKLOG:
            _require(running.repaint(FORM, MOVE_QUIET), "the key of the form on the Backlog")
            _require(running.repaint(ESCAPE, SWITCH_QUIET), "escape from the form")  # a digit right behind it would be alt and a digit
        if number % REST_EVERY == REST_EVERY - 1:
            running.settle(REST)


def _require(painted: Repaint | None, what: str) -> None:
    if painted is None:
        raise NoAnswer(f"{what} paints nothing")


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
