from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pmtui.store.watch import Watcher, is_of_records

POLL = 0.2


class Listener:
    """What a watcher told, and how long to wait for it."""

    def __init__(self, root: Path) -> None:
        self.told: list[set[Path]] = []
        self.reasons: list[str] = []
        self._news = threading.Condition()
        self.watcher = Watcher(root, self.changed, self.lost, poll=POLL)

    def changed(self, paths: set[Path]) -> None:
        with self._news:
            self.told.append(paths)
            self._news.notify_all()

    def lost(self, reason: str) -> None:
        with self._news:
            self.reasons.append(reason)
            self._news.notify_all()

    def wait(self, until: Callable[[], bool]) -> None:
        with self._news:
            assert self._news.wait_for(until, 30), (self.told, self.reasons)

    def paths(self) -> set[Path]:
        return set().union(*self.told)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "product"
    (root / "backlog" / "4").mkdir(parents=True)
    (root / ".local").mkdir()
    return root


@pytest.fixture
def listener(root: Path) -> Iterator[Listener]:
    listener = Listener(root)
    listener.watcher.start()
    listener.wait(lambda: {root} in listener.told)
    yield listener
    listener.watcher.close()


def test_new_changed_and_removed_files_are_reported(root: Path, listener: Listener) -> None:
    path = root / "backlog" / "4" / "4k3fq9x2ma.json"
    temporary = path.with_suffix(".tmp")
    temporary.write_text("{}")
    os.replace(temporary, path)
    listener.wait(lambda: path in listener.paths())
    listener.told.clear()
    path.write_text('{"id": 1}')
    listener.wait(lambda: path in listener.paths())
    listener.told.clear()
    path.unlink()
    listener.wait(lambda: path in listener.paths())


def test_a_new_collection_is_watched(root: Path, listener: Listener) -> None:
    path = root / "problems" / "9" / "9k3fq9x2ma.json"
    path.parent.mkdir(parents=True)
    listener.wait(lambda: any("problems" in one.parts for one in listener.paths()))
    time.sleep(0.3)
    path.write_text("{}")
    listener.wait(lambda: path in listener.paths())


def test_a_burst_is_reported_together(root: Path, listener: Listener) -> None:
    listener.told.clear()
    for index in range(200):
        (root / "backlog" / "4" / f"4k3fq9x{index:03d}.json").write_text("{}")
    listener.wait(lambda: len(listener.paths()) >= 200)
    assert len(listener.told) < 12


def test_private_and_temporary_files_are_not_reported(root: Path, listener: Listener) -> None:
    (root / ".git").mkdir()
    for name in (".local/journal", ".git/index", ".merge_file_x1", "backlog/4/.4k3.json", "backlog/4/4k3.json.tmp"):
        (root / name).write_text("x")
    seen = root / "pmtui.json"
    seen.write_text("{}")
    listener.wait(lambda: seen in listener.paths())
    assert listener.paths() <= {root, seen, root / "backlog", root / "backlog" / "4"}


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("/backlog/4/4k3.json", True), ("/pmtui.json", True), ("", True),
        ("/.local/cache/stamp", False), ("/a/.x.swp", False), ("/a/b.json~", False),
    ],
)
def test_which_paths_matter(inside: str, expected: bool) -> None:
    assert is_of_records(inside) is expected


@pytest.mark.parametrize("way", ["remove", "move"])
def test_a_folder_that_vanishes_and_returns(root: Path, listener: Listener, way: str) -> None:
    aside = root.with_name("aside")
    shutil.copytree(root, aside)
    if way == "remove":
        shutil.rmtree(root)
    else:
        root.rename(root.with_name("elsewhere"))
    listener.wait(lambda: bool(listener.reasons))
    assert listener.reasons == [f"the folder {root} is gone"]
    listener.told.clear()
    aside.rename(root)
    listener.wait(lambda: {root} in listener.told)
    path = root / "backlog" / "4" / "4k3fq9x2ma.json"
    path.write_text("{}")
    listener.wait(lambda: path in listener.paths())


def test_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    listener = Listener(tmp_path / "later")
    listener.watcher.start()
    listener.wait(lambda: bool(listener.reasons))
    (tmp_path / "later").mkdir()
    listener.wait(lambda: {tmp_path / "later"} in listener.told)
    listener.watcher.close()


def test_folders_are_compared_where_the_system_cannot_tell(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr("watchfiles.watch", refuse)
    listener = Listener(root)
    listener.watcher.start()
    listener.wait(lambda: {root} in listener.told)
    assert "OS file watch limit reached" in listener.reasons[0]
    (root / "backlog" / "4" / "4k3fq9x2ma.json").write_text("{}")
    listener.wait(lambda: root / "backlog" / "4" in listener.paths())
    listener.told.clear()
    (root / "pmtui.json").write_text("{}")
    listener.wait(lambda: root / "pmtui.json" in listener.paths())
    listener.watcher.close()


def test_closing_is_prompt(root: Path, listener: Listener) -> None:
    begin = time.monotonic()
    listener.watcher.close()
    assert time.monotonic() - begin < 5
    listener.told.clear()
    (root / "pmtui.json").write_text("{}")
    time.sleep(0.3)
    assert listener.told == []


def test_watchfiles_is_imported_on_the_thread_only() -> None:
    code = "import pmtui.store.watch, sys; assert 'watchfiles' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
