"""What can be imported is found by name and counted."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from pmtui.formats import FORMATS
from pmtui.formats.detection import Find, found_imports

DATA = Path(__file__).parents[1] / "data"


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")


def test_both_trackers_are_found_and_counted_as_they_are_read(tmp_path: Path) -> None:
    shutil.copytree(DATA / "backlog-md", tmp_path / "backlog")
    shutil.copytree(DATA / "beads", tmp_path / ".beads")
    backlog, beads = found_imports(str(tmp_path))
    assert (backlog.format, backlog.name, beads.format, beads.name) == ("backlog-md", "backlog/", "beads", ".beads/")
    for find in (backlog, beads):
        batch = FORMATS[find.format].read(Path(find.path), lambda done, total: None)
        assert find.number == sum(one.kind == "item" and "deleted_at" not in one.data for one in batch.records) + len(batch.faults)
    assert (backlog.words, beads.words) == (f"{backlog.number} tasks", f"{beads.number} issues")


def test_the_root_of_the_repository_is_looked_at_too_but_the_nearest_counts(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    inner = tmp_path / "a" / "b"
    put(tmp_path, "backlog/tasks/back-1 - A.md")
    inner.mkdir(parents=True)
    assert [one.path for one in found_imports(str(inner))] == [str(tmp_path / "backlog")]
    put(inner, ".backlog/drafts/draft-1 - B.md", ".backlog/tasks/readme.md")
    (find,) = found_imports(str(inner))
    assert (find.path, find.name, find.words) == (str(inner / ".backlog"), ".backlog/", "1 task")


def test_without_a_repository_nothing_above_is_looked_at(tmp_path: Path) -> None:
    put(tmp_path, "backlog/tasks/back-1 - A.md")
    (tmp_path / "a").mkdir()
    assert found_imports(str(tmp_path / "a")) == []


@pytest.mark.parametrize("names", [(), ("backlog/4/4k3.json",), ("backlog/tasks/readme.md",), ("backlog/docs/a.md",), (".beads/beads.db",)])
def test_nothing_is_offered_where_there_is_nothing_to_import(tmp_path: Path, names: tuple[str, ...]) -> None:
    put(tmp_path, *names)
    assert found_imports(str(tmp_path)) == []


def test_a_pipe_and_a_folder_in_the_place_of_the_file_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".beads" / "beads.jsonl").mkdir(parents=True)
    os.mkfifo(tmp_path / ".beads" / "issues.jsonl")
    assert found_imports(str(tmp_path)) == []


def test_large_counts_are_said_as_such() -> None:
    find = Find("beads", "Beads", "/x", ".beads/", 12345, "issues", is_less=True)
    assert find.words == "more than 12,345 issues"
