"""The workspaces that are measured: the same each time, and such as the program itself would write."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.figures import LARGE, MIDDLE, ROWS, SMALL, DataSet, Figure, percentile, ratio
from benchmarks.generate import FIRST_TITLE, Generator, write_workspace
from pmtui.domain.canonical import encode
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.validation import read_record, record_fault


def test_equal_counts_draw_equal_records() -> None:
    assert list(Generator(300).records()) == list(Generator(300).records())


def test_every_record_is_valid_and_canonical(tmp_path: Path) -> None:
    write_workspace(tmp_path / "product", 200, is_committed=False)
    paths = sorted((tmp_path / "product").glob("*/?/*.json"))
    assert len(paths) > 200
    for path in paths:
        kind = SCHEMA.by_collection[path.parts[-3]]
        data = read_record(kind, path.stem, path.read_bytes())
        assert record_fault(kind, data) is None
        assert encode(kind, data) == path.read_bytes()
        assert path.parent.name == path.stem[0]


def test_the_first_in_rank_is_open_and_has_the_known_title() -> None:
    items = [data for kind, data in Generator(50).records() if kind == "item"]
    first = min(items, key=lambda data: (data["rank"], data["id"]))
    assert (first["title"], first["status"]) == (FIRST_TITLE, "ready")


def test_links_point_to_records_that_are_there() -> None:
    records = list(Generator(300).records())
    ids = {data["id"] for _, data in records}
    linked = [one for _, data in records for name in ("depends_on", "problems") for one in data.get(name, [])]
    linked += [data[name] for _, data in records for name in ("assignee", "milestone") if name in data]
    assert len(linked) > 100
    assert set(linked) <= ids
    assert any(not ord(letter) < 0x3000 for _, data in records for letter in json.dumps(data["title"], ensure_ascii=False))


def test_a_figure_is_judged_by_the_budget_of_its_size() -> None:
    row = ROWS["list"]
    assert [row.budget(count) for count in (SMALL, MIDDLE, MIDDLE + 1, LARGE, LARGE + 1)] == [10, 10, 45, 45, None]
    assert ROWS["taskwarrior"].budget(SMALL) is None
    data = DataSet("x", MIDDLE, Path(), "")
    assert [Figure.of(row, data, value, "").is_met for value in (10.0, 10.1)] == [True, False]


def test_figures_are_medians_and_percentiles() -> None:
    assert ratio([0.030, 0.010, 0.020], [0.005, 0.010, 9]) == (2.0, "20.0 ms ÷ 10.0 ms")
    assert percentile([float(value) for value in range(100)], 0.95) == 95
