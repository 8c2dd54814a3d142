from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.columns import Column
from pmtui.store.arrangement import Arrangement, arranged
from pmtui.store.signatures import (
    BLANK,
    EMPTY,
    RACY,
    SIGNATURE,
    Shard,
    differing,
    list_folder,
    read_file,
    scan,
    signature,
    stamp_time,
)

LATER = time.time_ns() + 10**14
"""A stamp at which nothing that a test writes is racy: a day ahead, and not too little for a slow run of the suite."""


@pytest.fixture
def shard(tmp_path: Path) -> Path:
    folder = tmp_path / "backlog" / "4"
    folder.mkdir(parents=True)
    for index in range(5):
        (folder / f"4k3fq9x2m{index}.json").write_text(f'{{"id": {index}}}')
    return folder


def test_a_shard_lists_what_claims_to_be_a_record(shard: Path) -> None:
    for name in (".4k3.json", "4k3.json.tmp", "notes.md", "4k3.JSON"):
        (shard / name).write_text("x")
    seen = dict(scan(str(shard)).entries())
    assert sorted(seen) == [f"4k3fq9x2m{index}.json" for index in range(5)]
    assert {len(one) for one in seen.values()} == {SIGNATURE}
    assert Shard.of(seen) == scan(str(shard))
    assert dict(EMPTY.entries()) == {}


def _append(path: Path) -> None:
    with path.open("a") as file:
        file.write(" ")


def _same_size_and_time(path: Path) -> None:
    at = path.stat()
    time.sleep(0.02)
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(at.st_atime_ns, at.st_mtime_ns))


def _replace(path: Path) -> None:
    other = path.with_suffix(".tmp")
    other.write_bytes(path.read_bytes())
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.rename(path)


def _rename(path: Path) -> None:
    path.rename(path.with_name("4k3fq9x2mz.json"))


def _swap(path: Path) -> None:
    other = path.with_name("4k3fq9x2m3.json")
    aside = path.with_name("aside")
    path.rename(aside)
    other.rename(path)
    aside.rename(other)


@pytest.mark.parametrize("edit", [_append, _same_size_and_time, _replace, _rename, _swap, Path.unlink, lambda path: path.chmod(0o600)])
def test_every_sort_of_change_moves_the_signature(shard: Path, edit: Callable[[Path], None]) -> None:
    before = scan(str(shard))
    assert scan(str(shard)) == before
    edit(shard / "4k3fq9x2m1.json")
    assert scan(str(shard)) != before


def test_what_was_read_has_the_signature_of_the_scan(shard: Path) -> None:
    for name, seen in scan(str(shard)).entries():
        read = read_file(str(shard / name), LATER)
        assert read is not None
        assert read.signature == seen
        assert read.raw == (shard / name).read_bytes()


def test_a_file_changed_shortly_before_is_not_trusted(shard: Path) -> None:
    at = (shard / "4k3fq9x2m0.json").stat()
    assert signature(at, at.st_ctime_ns) == BLANK
    assert signature(at, at.st_ctime_ns + RACY - 1) == BLANK
    assert signature(at, at.st_ctime_ns + RACY) != BLANK
    assert signature(at, at.st_ctime_ns - 10**12) == BLANK, "a clock that was set back"


def test_the_stamp_is_the_time_of_the_file_system(tmp_path: Path) -> None:
    stamp = stamp_time(str(tmp_path))
    (tmp_path / "after").write_text("x")
    assert stamp <= (tmp_path / "after").stat().st_ctime_ns
    assert abs(stamp - time.time_ns()) < 10**9
    assert abs(stamp_time(str(tmp_path / "absent")) - time.time_ns()) < 10**9


def test_what_cannot_be_read_says_why(shard: Path) -> None:
    (shard / "link.json").symlink_to(shard / "4k3fq9x2m0.json")
    (shard / "dangling.json").symlink_to(shard / "nothing")
    (shard / "folder.json").mkdir()
    os.mkfifo(shard / "pipe.json")
    reasons = {name: read.reason for name, _ in scan(str(shard)).entries() if (read := read_file(str(shard / name), LATER)) and read.reason}
    link = "a symbolic link, not a file"
    assert reasons == {"link.json": link, "dangling.json": link, "folder.json": "a folder, not a file", "pipe.json": "not a regular file"}
    assert read_file(str(shard / "absent.json"), LATER) is None


def test_large_and_empty_files_are_read_whole(tmp_path: Path) -> None:
    for size in (0, 1, 1 << 20, 5_000_001):
        path = tmp_path / f"{size}.json"
        path.write_bytes(b"x" * size)
        read = read_file(str(path), LATER)
        assert read is not None
        assert read.raw == b"x" * size


@pytest.mark.parametrize("processes", [1, 2, 3, 7])
def test_differing_shards_are_found_by_any_number_of_processes(tmp_path: Path, processes: int) -> None:
    folder = tmp_path / "backlog"
    names = list("0123456789")
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / f"{name}.json").write_text("{}")
    known = {name: scan(str(folder / name)) for name in names}
    code = (
        "import sys, json; from pmtui.store.signatures import *\n"
        "folder, processes = sys.argv[1], int(sys.argv[2]); names = list('0123456789')\n"
        "known = {name: scan(folder + '/' + name) for name in names}\n"
        "open(folder + '/3/3.json', 'a').write(' '); open(folder + '/5/5x.json', 'w'); import shutil; shutil.rmtree(folder + '/8')\n"
        "found, faults = differing(folder, known, names, processes)\n"
        "assert found['8'] == EMPTY and found['3'] == scan(folder + '/3') and not faults\n"
        "print(*sorted(found))"
    )  # in a process of its own, as forking is for programs without threads
    done = subprocess.run([sys.executable, "-c", code, str(folder), str(processes)], capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.stderr) == (["3", "5", "8"], "")
    assert sorted(differing(str(folder), known, names)[0]) == ["3", "5", "8"]


def test_a_folder_lists_shards_and_strays(tmp_path: Path) -> None:
    assert list_folder(str(tmp_path / "absent")) == ([], {})
    folder = tmp_path / "backlog"
    for name in ("4", "a", ".hidden", "odd"):
        (folder / name).mkdir(parents=True)
    (folder / "4k3.json").write_text("{}")
    (folder / "README.md").write_text("x")
    (folder / "link").symlink_to(folder / "4")
    seen = list_folder(str(folder))
    assert seen.shards == ["4", "a", "odd"]
    assert seen.strays == {"4k3.json": "it lies outside its folder: it belongs in 4/", "link": "a symbolic link, not a folder"}
    (tmp_path / "elsewhere").symlink_to(folder)
    assert list_folder(str(tmp_path / "elsewhere")) == ([], {"": "a symbolic link, not a folder"})
    (tmp_path / "file").write_text("x")
    assert "cannot be read" in list_folder(str(tmp_path / "file")).strays[""]


@given(st.data())
def test_an_arrangement_is_the_sorted_order(data: st.DataObject) -> None:
    keys = st.text("abc", max_size=2)
    cached = sorted((key, f"{index:02d}") for index, key in enumerate(data.draw(st.lists(keys, max_size=12))))
    slots = range(len(cached))
    gone = set(data.draw(st.lists(st.sampled_from(slots), unique=True))) if cached else set()
    moved = {slot: (data.draw(keys), cached[slot][1]) for slot in slots if slot not in gone and data.draw(st.booleans())}
    added = [(key, f"{90 + index}") for index, key in enumerate(data.draw(st.lists(keys, max_size=8)))]
    entering = [*((key, slot) for slot, key in moved.items()), *((key, len(cached) + index) for index, key in enumerate(added))]
    result = arranged(len(cached), cached.__getitem__, [*gone, *moved], entering)

    by_slot = {slot: moved.get(slot, cached[slot]) for slot in slots if slot not in gone}
    by_slot.update({len(cached) + index: key for index, key in enumerate(added)})
    wanted = sorted(by_slot, key=by_slot.__getitem__)
    total = len(cached) + len(added)
    assert [result.slot(position) for position in range(result.length)] == wanted
    assert [result.position(slot) for slot in range(total)] == [wanted.index(slot) if slot in wanted else None for slot in range(total)]
    values = [f"v{slot}" for slot in range(total)]
    for column in (Column(values), Column(values, bytes(range(total)))):
        assert list(result.column(column).rows()) == [values[slot] for slot in wanted]
    mask = bytes(position % 2 for position in range(len(wanted)))
    assert result.mask(result.by_slot(mask, total)) == mask


def test_an_empty_arrangement() -> None:
    assert Arrangement([]).length == 0
    assert Arrangement([]).position(0) is None
