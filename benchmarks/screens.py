"""What a person waits for: the first painted row, a key, a keystroke in the filter; and the memory it takes."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.command_line import program
from benchmarks.figures import ROWS, DataSet, Figure, percentile, ratio
from benchmarks.pty_timing import NoAnswer, Repaint, TimedProgram

LABEL = [sys.executable, str(Path(__file__).with_name("label_app.py"))]
LABEL_TEXT = "floor-of-screens"
TERMS = ("retry", "invoice export", "支払い", "status:ready", "tag:billing", "rice>100", "-tag:internal", '"second month"', "who:@ana",
         "due<2w", "Überweisung", "type:bug or priority:high", "sort:-rice,rank")
"""What is typed into the filter: words, terms, wide characters, a phrase, an order."""
KEY_QUIET, FILTER_QUIET = 0.03, 0.4
"""Seconds of silence that end a repaint. A filter may paint the letter first and the list later."""


def opened(data: DataSet) -> TimedProgram:
    """The program, started on the open backlog."""
    return TimedProgram([*program(), "-w", str(data.folder), "--screen", "backlog"])


def first_words(data: DataSet) -> str:
    """As much of the first row's title as any width shows."""
    return data.first_title[:10]


def measure_start(sets: Sequence[DataSet], runs: int) -> list[Figure]:
    """The row `start`: the label program and each workspace take turns."""
    floor: list[float] = []
    taken: dict[str, list[float]] = {data.name: [] for data in sets}
    for _ in range(runs):
        with TimedProgram(LABEL) as label:
            floor.append(label.seconds_until(LABEL_TEXT))
        for data in sets:
            data.prepare()
            with opened(data) as running:
                taken[data.name].append(running.seconds_until(first_words(data)))
                running.settle(2 if data.is_cold else 0.3)  # what it does behind must not disturb the next run, which may want the cache
    return [Figure.of(ROWS["start"], data, *ratio(taken[data.name], floor)) for data in sets]


def measure_memory(sets: Sequence[DataSet], runs: int) -> list[Figure]:
    """The rows `memory` and `memory-pss`: each program after it has come to rest, with the cache that an earlier start has left."""
    figures = []
    for data in sets:
        _rested(data)  # another row may have removed the cache: what reads all files takes more
        floors, sizes = [], []
        for _ in range(runs):  # in turns: what is shared with other programs that happen to run does not count for PSS
            with TimedProgram(LABEL) as label:
                label.seconds_until(LABEL_TEXT)
                label.settle(1)
                floors.append(label.memory())
            sizes.append(_rested(data))
        for at, key in enumerate(("memory", "memory-pss")):
            ours, theirs = statistics.median(size[at] for size in sizes), statistics.median(size[at] for size in floors)
            figures.append(Figure.of(ROWS[key], data, ours / theirs, f"{ours / 1e6:.0f} MB ÷ {theirs / 1e6:.0f} MB"))
    return figures


def _rested(data: DataSet) -> tuple[int, int]:
    """The memory of the program after its start, once nothing has happened for two seconds."""
    data.prepare()
    with opened(data) as running:
        running.seconds_until(first_words(data))
        running.settle(2)
        return running.memory()


def measure_keys(sets: Sequence[DataSet], keys: int) -> list[Figure]:
    """The row `key`: `j` down the list, from the top again at its end."""
    figures = []
    for data in sets:
        data.prepare()
        with opened(data) as running:
            running.seconds_until(first_words(data))
            running.settle(1.5)
            taken = _pressed(running, keys)
        figures.append(latency("key", data, taken))
    return figures


def latency(key: str, data: DataSet, taken: Sequence[Repaint]) -> Figure:
    """A figure from repaints, judged by their last bytes."""
    first, last = [one.first * 1000 for one in taken], [one.last * 1000 for one in taken]
    detail = (
        f"median {statistics.median(last):.1f} ms, longest {max(last):.1f} ms; its first byte: median {statistics.median(first):.1f} ms, "
        f"95th percentile {percentile(first, 0.95):.1f} ms; {len(taken)} keys"
    )
    return Figure.of(ROWS[key], data, percentile(last, 0.95), detail)


def _pressed(running: TimedProgram, keys: int) -> list[Repaint]:
    taken: list[Repaint] = []
    mute = 0
    while len(taken) < keys:
        passed = running.repaint("j", KEY_QUIET)
        if passed is not None:
            taken.append(passed)
            continue
        mute += 1
        if mute > 20:
            raise NoAnswer(f"j paints nothing; the last output was {running.written[-300:]!r}")
        running.settle(0.3)
        for key in "gg":
            running.repaint(key, 0.2)
    return taken


def measure_filter(sets: Sequence[DataSet], terms: Sequence[str] = TERMS) -> list[Figure]:
    """The row `filter`: each term typed letter by letter, then Escape."""
    figures = []
    for data in sets:
        data.prepare()
        with opened(data) as running:
            running.seconds_until(first_words(data))
            running.settle(1.5)
            taken = [passed for term in terms for passed in _typed(running, term)]
        if len(taken) < sum(map(len, terms)) // 2:
            raise NoAnswer(f"only {len(taken)} keystrokes in the filter painted anything")
        figures.append(latency("filter", data, taken))
    return figures


def _typed(running: TimedProgram, term: str) -> list[Repaint]:
    running.repaint("/", 0.2)
    taken = [running.repaint(letter, FILTER_QUIET) for letter in term]
    running.repaint("\x1b", 0.5)
    running.settle(0.2)
    return [passed for passed in taken if passed is not None]
