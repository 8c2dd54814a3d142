"""Measure every figure and write benchmarks/README.md: `make bench`.

Nothing is compared across machines or moments: each figure is a ratio to a floor that took turns with it, or the
time of one repaint.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import command_line, generate, generate_discovery, grooming, history, journeys, report, saving, screens, syncing
from benchmarks.figures import LARGE, MIDDLE, ROWS, SMALL, DataSet, Figure

IMPORTED, ROADMAP, DISCOVERY = "imported", "500 milestones", "discovery"
MILESTONES, ROADMAP_ITEMS = 500, 20_000
"""What the roadmap is measured with."""


def main(words: list[str]) -> int:
    """Measure what the options choose; 1 where a budget is not met."""
    options = _options(words)
    with tempfile.TemporaryDirectory(prefix="pmtui-bench-") as scratch:
        _forget_who_runs_this(Path(scratch))
        folder = Path(scratch) if options.folder is None else options.folder
        sets = _data_sets(options, folder)
        print(f"measuring {', '.join(options.rows)} on {', '.join(data.name for data in sets)}", flush=True)
        figures = _measured(options, sets, folder)
    before = report.earlier(Path(__file__).with_name("README.md"))
    sets_of_rows = ((ROADMAP, {"timeline", "forecast"}), (DISCOVERY, {"discovery"}))
    extra = [name for name, rows in sets_of_rows if rows & set(options.rows)]
    table = report.table(figures, [*(data.name for data in sets), *extra], before)
    print("\n".join([*report.details(figures), "", table]))
    if options.write or not (options.quick or options.chosen):
        report.write(Path(__file__).with_name("README.md"), table, figures, options.runs)
    return int(any(figure.is_met is False for figure in figures))


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="", help=f"only these, by comma: {', '.join(ROWS)}")
    parser.add_argument("--sizes", default="", help="only these numbers of items, by comma")
    parser.add_argument("--runs", type=int, default=9, help="runs of each figure, at least 5 for one that is quoted (9)")
    parser.add_argument("--keys", type=int, default=200, help="keys pressed for the row `key` (200)")
    parser.add_argument("--beads", type=Path, help="a real backlog in Beads' JSON Lines to import and measure, too")
    parser.add_argument("--folder", type=Path, help="where the workspaces are kept for the next run (else made anew)")
    parser.add_argument("--quick", action="store_true", help="a smoke run: 1,000 items, few runs, nothing written")
    parser.add_argument("--write", action="store_true", help="write benchmarks/README.md although not all was measured")
    options = parser.parse_args(words)
    options.chosen = bool(options.rows or options.sizes)
    options.rows = [word for word in options.rows.split(",") if word] or list(ROWS)
    unknown = [word for word in options.rows if word not in ROWS]
    if unknown:
        parser.error(f"no row is called {unknown[0]!r}: choose among {', '.join(ROWS)}")
    options.sizes = [int(word) for word in options.sizes.split(",") if word] or ([SMALL] if options.quick else [SMALL, MIDDLE, LARGE])
    if options.quick:
        options.runs, options.keys = min(options.runs, 3), min(options.keys, 40)
    return options


def _forget_who_runs_this(scratch: Path) -> None:
    """A home folder without settings, so that figures do not depend on whoever measures."""
    home = scratch / "home"
    home.mkdir()
    (home / ".gitconfig").write_text("[user]\n\tname = Benchmark\n\temail = benchmark@example.org\n[init]\n\tdefaultBranch = main\n")
    # Without its byte code Python would compile the program at each start.
    kept_out = ("PMTUI_", "XDG_", "GIT_", "PYTHONDONTWRITE", "PYTHONUNBUFFERED", "NO_COLOR")
    for name in [name for name in os.environ if name.startswith(kept_out)]:
        del os.environ[name]
    os.environ["HOME"] = str(home)


def _data_sets(options: argparse.Namespace, folder: Path) -> list[DataSet]:
    sets = []
    for count in options.sizes:
        place = folder / f"items-{count}"
        if not place.exists():
            print(f"  making {count:,} items", flush=True)
            generate.write_workspace(place, count)
        sets.append(DataSet(f"{count:,}", count, place, generate.FIRST_TITLE))
    if options.beads:
        sets.append(_imported(options.beads, folder / IMPORTED))
    time.sleep(2.5)  # the cache trusts no file that is younger than two seconds
    for data in sets:
        for _ in range(2):
            command_line.seconds([*command_line.program(), "-w", str(data.folder), *command_line.LIST])
    middle = next((data for data in sets if data.items == MIDDLE), sets[0])
    cold = [middle, *(data for data in sets if data.name == IMPORTED)]
    return sets + [data._replace(name=f"{data.name}, cold", is_cold=True) for data in cold]


def _imported(source: Path, folder: Path) -> DataSet:
    """The workspace of a real backlog, imported as a person would."""
    call = command_line.program()
    if not folder.exists():
        subprocess.run([*call, "init", str(folder), "--name", "Imported"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([*call, "-w", str(folder), "import", "beads", str(source)], check=True, stdout=subprocess.DEVNULL)
        generate.commit_all(folder)
    words = ["list", "item", "-status:done -status:dropped", "--limit", "1", "--json"]
    (first,) = json.loads(subprocess.run([*call, "-w", str(folder), *words], check=True, capture_output=True).stdout)
    count = sum(1 for _ in (folder / "backlog").glob("*/*.json"))
    return DataSet(IMPORTED, count, folder, str(first["title"]))


def _roadmap(options: argparse.Namespace, folder: Path) -> DataSet:
    """A workspace with several hundred milestones and what a team has planned and done for them: history, dependencies, capacity."""
    count = SMALL if options.quick else ROADMAP_ITEMS
    place = folder / f"milestones-{MILESTONES}-{count}"
    if not place.exists():
        generate.write_workspace(place, count, milestones=MILESTONES)
        time.sleep(2.5)
        for kind in ("item", "milestone"):
            command_line.seconds([*command_line.program(), "-w", str(place), "list", kind, "--limit", "1"])
    return DataSet(ROADMAP, count, place, generate.FIRST_TITLE)


def _discovery(options: argparse.Namespace, folder: Path) -> DataSet:
    """A workspace with problems, hypotheses, experiments, goals, people, decisions and feedback around its items."""
    count = SMALL if options.quick else MIDDLE
    place = folder / f"discovery-{count}"
    if not place.exists():
        generate.write_records(place, generate_discovery.Discovery(count))
        time.sleep(2.5)
        for kind in ("item", "problem", "hypothesis", "experiment", "goal", "feedback"):
            command_line.seconds([*command_line.program(), "-w", str(place), "list", kind, "--limit", "1"])
    return DataSet(DISCOVERY, count, place, generate.FIRST_TITLE)


def _measured(options: argparse.Namespace, sets: list[DataSet], scratch: Path) -> list[Figure]:
    """All figures; what writes comes last, so that it does not change what the others measure."""
    warm = [data for data in sets if not data.is_cold]
    middle = [data for data in warm if data.items == MIDDLE] or warm[:1]
    runs = options.runs
    steps: list[tuple[tuple[str, ...], Callable[[], list[Figure]]]] = [
        (("list",), lambda: command_line.measure_list(sets, runs)),
        (("taskwarrior",), lambda: command_line.measure_taskwarrior(warm, runs, print)),
        (("start",), lambda: screens.measure_start(sets, runs)),
        (("memory", "memory-pss"), lambda: screens.measure_memory(warm, max(3, runs // 2))),
        (("key",), lambda: screens.measure_keys(warm, options.keys)),
        (("filter",), lambda: screens.measure_filter(warm, screens.TERMS[:3] if options.quick else screens.TERMS)),
        (("switch",), lambda: journeys.measure_switch(warm, 5 if options.quick else 25)),
        (("form",), lambda: journeys.measure_form(warm, 5 if options.quick else 60)),
        (("jump",), lambda: journeys.measure_jump(warm)),
        (("timeline",), lambda: journeys.measure_timeline(_roadmap(options, scratch), 3 if options.quick else 20)),
        (("forecast",), lambda: journeys.measure_forecast(_roadmap(options, scratch), 1 if options.quick else max(3, runs // 2))),
        (("discovery",), lambda: journeys.measure_discovery(_discovery(options, scratch), 5 if options.quick else 20)),
        (("idle",), lambda: journeys.measure_idle(middle, 10 if options.quick else 60)),
        (("growth",), lambda: journeys.measure_growth(middle, 200 if options.quick else 2000)),
        (("grooming",), lambda: [one for data in warm if data.name == IMPORTED for one in grooming.measure_grooming(data, scratch, runs)]),
        (("save",), lambda: saving.measure_save(warm, runs * 5)),
        (("log",), lambda: history.measure_log(warm, runs)),
        (("sync", "sync-both", "sync-many"), lambda: syncing.measure_sync(warm, runs)),
        (("add", "add-growth"), lambda: command_line.measure_add(warm, runs)),
    ]
    figures: list[Figure] = []
    for keys, step in steps:
        if set(keys) & set(options.rows):
            begin = time.perf_counter()
            try:
                figures += [figure for figure in step() if figure.row.key in options.rows]
            except RuntimeError as error:  # the other rows still count
                print(f"  {', '.join(keys)}: not measured: {error}", flush=True)
            print(f"  {', '.join(keys)}: {time.perf_counter() - begin:.0f} s", flush=True)
    for data in warm:
        generate.restore(data.folder)
    return figures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
