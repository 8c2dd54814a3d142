"""The table of figures, and the page that holds it."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

from benchmarks.figures import ROWS, Figure

_HEAD = """# Figures

Made by `make bench`; do not edit by hand. {machine}; {date}.

A figure in × is the median of {runs} runs divided by the median of as many runs of its floor, which took turns with
them; processes are timed from their start to their end, screens by the bytes that they write to a pseudo-terminal of
120 × 40. The workspaces are generated (`benchmarks/generate.py`): records of some 900 bytes with bodies, comments, links
and wide characters, committed to git; the start-up cache is warm unless the column says cold. The detail pane is open
and the watcher runs. **Bold** is over its budget.

"""
_TAIL = """
Budgets are for 10,000 and 100,000 items; a smaller workspace is held to that of 10,000, and one
whose cache was removed to none. *Before* is what the page said that this one replaces. What is in ×, in the units it was measured in:

"""


def table(figures: Sequence[Figure], columns: Sequence[str], before: Mapping[tuple[str, str], str] = MappingProxyType({})) -> str:
    """The figures as a Markdown table, a row a figure and a column a workspace.

    Args:
        figures: What was measured.
        columns: The names of the workspaces.
        before: The figures of an earlier page, which stand beside those of the largest workspaces they judge.
    """
    found = {(figure.row.key, figure.data): figure for figure in figures}
    compared = [name for name in _COMPARED if name in columns and any(name == of for _, of in before)]
    heads = [*columns, *(f"{name}, before" for name in compared)]
    lines = [f"| | budget | {' | '.join(heads)} | met |", "| --- | --- |" + " --- |" * (len(heads) + 1)]
    for row in ROWS.values():
        cells = [found.get((row.key, column)) for column in columns]
        if any(cells):
            budgets = ", ".join(f"≤ {limit:g} {row.unit} at {count:,}" for count, limit in row.budgets.items())
            texts = [*map(_cell, cells), *(before.get((row.key, name), "") for name in compared)]
            lines.append(f"| {row.title} | {budgets} | {' | '.join(texts)} | {_verdict(cells)} |")
    return "\n".join(lines) + "\n"


def earlier(path: Path) -> dict[tuple[str, str], str]:
    """The figures of a page that was written before, by row and workspace."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    found = {}
    for line in lines:
        read = _DETAIL.match(line)
        if read is not None:
            found[read["row"], read["data"]] = f"{float(read['value']):.1f} {read['unit']}"
    return found


def write(path: Path, table: str, figures: Sequence[Figure], runs: int) -> None:
    """Write the page: head, table, and what each figure is made of."""
    head = _HEAD.format(machine=machine(), date=datetime.now(UTC).date().isoformat(), runs=runs)
    path.write_text(head + table + _TAIL + "\n".join(details(figures)) + "\n", encoding="utf-8")


def details(figures: Sequence[Figure]) -> list[str]:
    """What each figure is made of, as a list in Markdown."""
    return [f"- {figure.row.key}, {figure.data}: {figure.value:.2f} {figure.row.unit} ({figure.detail})" for figure in figures]


def machine() -> str:
    """The machine in general words: processor, cores, Python, Textual and operating system."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.machine()
    try:
        system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    except OSError:
        system = f"{platform.system()} {platform.release()}"
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, Textual {version('textual')}, {system}"


_COMPARED = ("10,000", "100,000")
"""The workspaces whose earlier figures are shown, too."""
_DETAIL = re.compile(r"- (?P<row>[a-z-]+), (?P<data>.+): (?P<value>[0-9.]+) (?P<unit>\S+) \(")


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return ""
    text = f"{figure.value:.1f} {figure.row.unit}" if figure.value < 100 else f"{figure.value:.0f} {figure.row.unit}"
    return f"**{text}**" if figure.is_met is False else text


def _verdict(cells: Sequence[Figure | None]) -> str:
    judged = [figure.is_met for figure in cells if figure is not None and figure.is_met is not None]
    return "" if not judged else "yes" if all(judged) else "no"
