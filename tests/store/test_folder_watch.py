from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pmtui.store.folder_watch import FolderWatch, files_of, mark_of


class Told:
    """How often a watch told of a change."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1

    def wait(self, count: int) -> None:
        until(lambda: self.count >= count)


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def told() -> Told:
    return Told()


def test_saving_adding_and_removing_is_told(tmp_path: Path, told: Told) -> None:
    (tmp_path / "a.toml").write_text("1")
    watch = FolderWatch([str(tmp_path)], ".toml", told, poll=0.05)
    watch.start()
    (tmp_path / "a.toml").write_text("2")
    told.wait(1)
    (tmp_path / "new").write_text("3")
    (tmp_path / "new").replace(tmp_path / "b.toml")
    told.wait(2)
    (tmp_path / "a.toml").unlink()
    told.wait(3)
    watch.close()
    (tmp_path / "b.toml").write_text("4")
    time.sleep(0.2)
    assert told.count == 3


def test_what_has_another_name_is_not_told(tmp_path: Path, told: Told) -> None:
    watch = FolderWatch([str(tmp_path)], ".toml", told, poll=0.05)
    watch.start()
    (tmp_path / ".a.toml.swp").write_text("1")
    (tmp_path / ".hidden.toml").write_text("1")
    (tmp_path / "a.txt").write_text("1")
    time.sleep(0.3)
    assert told.count == 0
    watch.close()


def test_a_folder_may_come_and_go(tmp_path: Path, told: Told) -> None:
    folder = tmp_path / "later"
    watch = FolderWatch([str(folder)], ".toml", told, poll=0.05)
    watch.start()
    folder.mkdir()
    (folder / "a.toml").write_text("1")
    told.wait(1)
    (folder / "a.toml").unlink()
    folder.rmdir()
    told.wait(2)
    watch.close()


def test_closing_does_not_wait_for_the_next_look(tmp_path: Path, told: Told) -> None:
    watch = FolderWatch([str(tmp_path)], ".toml", told, poll=60)
    watch.start()
    begin = time.monotonic()
    watch.close()
    watch._thread.join(30)
    assert not watch._thread.is_alive()
    assert time.monotonic() - begin < 30  # the next look would be after a minute


def test_files_in_order_and_their_marks(tmp_path: Path) -> None:
    for name in ("b.toml", "a.toml", "c.txt", ".d.toml"):
        (tmp_path / name).write_text(name)
    assert [Path(path).name for path in files_of([str(tmp_path / "none"), str(tmp_path)], ".toml")] == ["a.toml", "b.toml"]
    assert mark_of(str(tmp_path / "none")) == ()
    assert mark_of(str(tmp_path / "a.toml")) != mark_of(str(tmp_path / "b.toml"))
