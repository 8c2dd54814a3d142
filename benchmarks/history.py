"""What `pmtui log` costs: the first page of a long history, before anything is kept of it and after."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.command_line import program, seconds
from benchmarks.figures import LARGE, ROWS, DataSet, Figure
from pmtui.domain.canonical import encode
from pmtui.domain.kinds import SCHEMA

COMMITS = 5_000
_PAGE = ["log", "--limit", "100"]
_PEOPLE = ("Ana", "Bo", "Chi")
_FIRST = 1_704_704_400 + 86_400
"""A day after the generated records begin, in seconds since 1970."""


def measure_log(sets: Sequence[DataSet], runs: int) -> list[Figure]:
    """The row `log`: a clone with many commits on top; the cache is removed before each run."""
    figures = []
    for data in sets:
        if data.items == LARGE:  # nobody has asked, and its clone takes a minute to make
            continue
        folder = data.folder.with_name(data.folder.name + "-log")
        shutil.rmtree(folder, ignore_errors=True)
        write_history(data.folder, folder)
        fresh, kept = [], []
        for _ in range(runs):
            shutil.rmtree(folder / ".local", ignore_errors=True)
            fresh.append(seconds([*program(), "-w", str(folder), *_PAGE]))
            kept.append(seconds([*program(), "-w", str(folder), *_PAGE]))
        shutil.rmtree(folder)
        value = statistics.median(fresh) * 1000
        figures.append(Figure.of(ROWS["log"], data, value, f"{COMMITS:,} commits; {statistics.median(kept) * 1000:.0f} ms the second time"))
    return figures


def write_history(source: Path, folder: Path, commits: int = COMMITS) -> None:
    """Clone a workspace and put commits of three people on top of it, each of which changes one to three items."""
    subprocess.run(["git", "clone", "-q", "--no-checkout", str(source), str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "fast-import", "--quiet", "--force"], input=b"".join(_stream(source, commits)), check=True)
    subprocess.run(["git", "-C", str(folder), "checkout", "-q", "--force", "measured"], check=True)


def _stream(source: Path, commits: int) -> Iterator[bytes]:
    paths = sorted((source / "backlog").glob("*/*.json"))
    known: dict[Path, dict[str, object]] = {}
    for number in range(commits):
        who = _PEOPLE[number % len(_PEOPLE)]
        message = f"Change {number}".encode()
        head = f"commit refs/heads/measured\ncommitter {who} <{who.lower()}@example.org> {_FIRST + number * 600} +0000\n"
        yield head.encode() + b"data %d\n%s\n" % (len(message), message)
        if not number:
            yield b"from refs/remotes/origin/HEAD^0\n"
        for step in range(1 + number % 3):
            path = paths[(number * 37 + step * 101) % len(paths)]
            data = known.setdefault(path, json.loads(path.read_bytes()))
            data["estimate" if step else "title"] = number if step else f"Title {number} of many"
            raw = encode(SCHEMA["item"], data)
            yield b"M 100644 inline %s\ndata %d\n%s\n" % (path.relative_to(source).as_posix().encode(), len(raw), raw)
        yield b"\n"
