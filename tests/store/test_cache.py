from __future__ import annotations

import multiprocessing
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.canonical import encode
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.table import Rows, Table
from pmtui.domain.table_changes import changed_since
from pmtui.store.cache import load_rows, refresh, save_cache_if_needed
from pmtui.store.cached_rows import CachedRows
from tests.conftest import IS_SOAK
from tests.store.cache_support import ITEM, Workspace, assert_same, assert_true, load_and_save, quick_racy, settle, truth


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    quick_racy(monkeypatch)
    return Workspace(tmp_path)


def test_files_are_read_without_a_cache(workspace: Workspace) -> None:
    workspace.add(60)
    assert_true(workspace.load(), workspace)
    assert_true(workspace.load(validated=False), workspace)
    assert not workspace.local.exists(), "reading writes nothing"


def test_a_saved_cache_gives_the_same_rows(workspace: Workspace) -> None:
    workspace.add(120)
    saved = save_cache_if_needed(workspace.load())
    assert_true(saved, workspace)
    assert_true(workspace.load(validated=False), workspace)
    assert_true(workspace.load(), workspace)


def test_what_the_system_got_back_is_read_again(workspace: Workspace) -> None:
    workspace.add(120)
    save_cache_if_needed(workspace.load())
    rows = workspace.load(validated=False)
    titles = rows.column("title")
    before = list(titles.rows())
    rows.base.image.let_go()
    assert list(titles.rows()) == before
    assert_true(rows, workspace)


def test_what_was_made_of_rows_is_mended_when_the_files_are_read_again(workspace: Workspace) -> None:
    ids = workspace.add(20)
    rows = save_cache_if_needed(workspace.load())
    assert rows.differing(rows) == set()
    workspace.write({**rows.document(rows.position(ids[3]) or 0), "title": "Other words"})
    later = refresh(rows)
    assert later.differing(rows) == {ids[3]}
    assert changed_since(Table("item", rows), Table("item", later)) == [later.position(ids[3])]
    edited = Table("item", rows).with_records({ids[5]: Record("item", ids[5], {"id": ids[5]})})
    assert changed_since(edited, Table("item", later)) == sorted(
        at for id in (ids[3], ids[5]) if (at := later.position(id)) is not None)
    workspace.add(1)
    assert refresh(later).differing(later) is None
    assert changed_since(Table("item", later), Table("item", refresh(later))) is None
    first = later.document(0)
    workspace.write({**first, "rank": "zzzz"})
    assert refresh(later).differing(later) is None


@pytest.mark.parametrize("kind", ["problem", "view", "review", "experiment"])
def test_other_kinds(tmp_path: Path, kind: str) -> None:
    workspace = Workspace(tmp_path, SCHEMA[kind])
    workspace.add(40)
    wanted, _ = truth(workspace)
    names = [*SCHEMA[kind].fields, "opportunity", "rice", "their_field"]
    save_cache_if_needed(workspace.load())
    assert_same(workspace.load(validated=False), wanted, names)


def test_an_absent_collection_is_empty_and_leaves_no_cache(tmp_path: Path) -> None:
    rows = load_rows(tmp_path, tmp_path / ".local", ITEM)
    assert len(rows) == 0
    assert rows.faults == ()
    assert rows.position("4k3fq9x2ma") is None
    assert rows.column("title").rows() == []
    assert save_cache_if_needed(rows) is rows
    assert list(tmp_path.iterdir()) == []


def differing_ids(old: CachedRows, new: CachedRows) -> set[str]:
    """The records that came, went or differ by a byte."""
    before, after = ({id: rows.raw_of(id) for id in rows.ids} for rows in (old, new))
    return {id for id in {*before, *after} if before.get(id) != after.get(id)}


@settings(max_examples=300 if IS_SOAK else 25)
@given(
    seed=st.integers(0, 10**9), edits=st.lists(st.integers(1, 12), min_size=1, max_size=4),
    saves=st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_rows_follow_the_folder(seed: int, edits: list[int], saves: list[bool]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder), seed=seed)
        workspace.add(25)
        rows = workspace.load()
        for count, saving in zip(edits, saves, strict=False):
            if saving:
                rows = save_cache_if_needed(rows)
            for _ in range(count):
                workspace.edit()
            before = {rows.id(at): rows.document(at) for at in range(len(rows))}
            now = refresh(rows)
            assert_true(now, workspace)
            assert_true(workspace.load(), workspace)
            assert refresh(now) is now
            assert {rows.id(at): rows.document(at) for at in range(len(rows))} == before, "rows never change"
            assert (now.held == rows.held) == (set(now.ids) == set(rows.ids))
            rows = now


def test_nothing_changed_gives_the_same_object(workspace: Workspace) -> None:
    workspace.add(30)
    settle()
    rows = save_cache_if_needed(workspace.load())
    assert refresh(rows) is rows
    for path in workspace.paths():
        os.utime(path)
    assert refresh(rows) is rows, "the same bytes are no change"
    unvalidated = workspace.load(validated=False)
    assert refresh(unvalidated) is unvalidated


def test_a_look_at_some_paths_sees_their_shards_only(workspace: Workspace) -> None:
    workspace.add(40)
    rows = save_cache_if_needed(workspace.load())
    one, other = sorted({path.stem[0]: path for path in workspace.paths()}.values())[:2]
    for path in (one, other):
        workspace.write({"id": path.stem, "title": "changed"})
    assert differing_ids(rows, refresh(rows, [one])) == {one.stem}
    assert differing_ids(rows, refresh(rows, [one, other])) == {one.stem, other.stem}
    assert differing_ids(rows, refresh(rows, [workspace.folder])) == {one.stem, other.stem}
    assert refresh(rows, [workspace.root / "problems" / "4" / "4k3fq9x2ma.json"]) is rows


def test_a_same_size_edit_with_restored_time_is_seen(workspace: Workspace) -> None:
    ids = workspace.add(10)
    path = workspace.write({"id": ids[0], "title": "one"})
    settle()
    rows = save_cache_if_needed(workspace.load())
    at = path.stat()
    path.write_bytes(path.read_bytes().replace(b"one", b"two"))
    os.utime(path, ns=(at.st_atime_ns, at.st_mtime_ns))
    assert path.stat().st_mtime_ns == at.st_mtime_ns
    assert path.stat().st_ino == at.st_ino
    assert refresh(rows).document(refresh(rows).position(ids[0]) or 0)["title"] == "two"
    assert_true(workspace.load(), workspace)


def test_an_edit_in_the_same_tick_is_seen(tmp_path: Path) -> None:
    """With the real two seconds: many edits of one size, each read between, some within one tick of the clock."""
    workspace = Workspace(tmp_path)
    workspace.add(3)
    path = workspace.write({"id": "4k3fq9x2ma", "title": "000"})
    rows = save_cache_if_needed(workspace.load())
    for number in range(300):
        path.write_bytes(path.read_bytes()[:-6] + f"{number % 10}".encode() + path.read_bytes()[-5:])
        rows = refresh(rows)
        assert rows.raw(rows.position("4k3fq9x2ma") or 0) == path.read_bytes()
    save_cache_if_needed(rows)
    path.write_bytes(path.read_bytes()[:-6] + b"z" + path.read_bytes()[-5:])
    assert_true(workspace.load(), workspace)


def test_few_changes_do_not_rewrite_the_cache(workspace: Workspace) -> None:
    ids = workspace.add(200)
    settle()
    rows = save_cache_if_needed(workspace.load())
    for id in ids[:64]:
        workspace.write({"id": id, "title": "changed"})
    rows = refresh(rows)
    assert save_cache_if_needed(rows) is rows
    workspace.write({"id": ids[64], "title": "changed"})
    rows = refresh(rows)
    saved = save_cache_if_needed(rows)
    assert saved is not rows
    assert not saved.records
    assert_true(saved, workspace)
    settle()
    assert_true(workspace.load(), workspace)


def test_order_follows_rank(workspace: Workspace) -> None:
    for index, rank in enumerate(["a1", "a3", "a5", "a7"]):
        workspace.write({"id": f"{index}k3fq9x2ma", "title": "t", "rank": rank})
    rows = save_cache_if_needed(workspace.load())
    workspace.write({"id": "0k3fq9x2ma", "title": "t", "rank": "a6"})
    workspace.write({"id": "9k3fq9x2ma", "title": "t", "rank": "a4"})
    workspace.path("2k3fq9x2ma").unlink()
    rows = refresh(rows)
    assert [rows.id(at)[0] for at in range(4)] == ["1", "9", "0", "3"]
    table = Table("item", rows)
    assert list(table.in_order()) == [0, 1, 2, 3]
    assert [record.id[0] for record in table] == ["1", "9", "0", "3"]


def test_a_file_that_comes_back(workspace: Workspace) -> None:
    ids = workspace.add(6)
    raw = workspace.path(ids[2]).read_bytes()
    rows = save_cache_if_needed(workspace.load())
    workspace.path(ids[2]).unlink()
    without = refresh(rows)
    assert without.position(ids[2]) is None
    workspace.path(ids[2]).write_bytes(raw)
    assert differing_ids(without, refresh(without)) == {ids[2]}
    assert_true(refresh(without), workspace)


def test_what_was_searched_before_narrows_only_what_it_may(workspace: Workspace) -> None:
    workspace.add(40)
    rows = save_cache_if_needed(workspace.load())
    wanted, _ = truth(workspace)
    half = bytes(at % 2 for at in range(40))
    for needle, within in [("e", half), ("ex", None), ("exp", half), ("expo", None), ("expo", half), ("expor", None), ("e", None)]:
        assert rows.text(needle, within) == wanted.text(needle, within), needle


def test_faults_name_path_and_reason_and_pass(workspace: Workspace) -> None:
    ids = workspace.add(5)
    path = workspace.path(ids[0])
    whole = path.read_bytes()
    path.write_bytes(whole[:20])
    rows = save_cache_if_needed(workspace.load())
    (fault,) = rows.faults
    assert fault.path == f"backlog/{ids[0][0]}/{ids[0]}.json"
    assert fault.id == ids[0]
    assert "not JSON: line" in fault.reason
    assert rows.position(ids[0]) is None
    settle()
    assert workspace.load(validated=False).faults == workspace.load().faults == (fault,)
    path.write_bytes(whole)
    assert_true(refresh(rows), workspace)
    assert refresh(rows).faults == ()
    path.unlink()
    assert_true(workspace.load(), workspace)


def test_what_is_no_plain_file_is_a_fault(workspace: Workspace) -> None:
    ids = workspace.add(3)
    target = workspace.root / "elsewhere.json"
    target.write_bytes(encode(ITEM, {"id": "4k3fq9x2ma", "title": "stolen"}))
    shard = workspace.folder / "4"
    shard.mkdir(exist_ok=True)
    (shard / "4k3fq9x2ma.json").symlink_to(target)
    (shard / "4k3fq9x2mb.json").mkdir()
    os.mkfifo(shard / "4k3fq9x2mc.json")
    (shard / "5k3fq9x2mc.json").write_bytes(b'{"id": "5k3fq9x2mc"}')
    (workspace.folder / "loose.json").write_bytes(b"{}")
    (workspace.folder / "w").symlink_to(shard)
    reasons = {one.path: one.reason for one in workspace.load().faults}
    assert reasons == {
        "backlog/4/4k3fq9x2ma.json": "a symbolic link, not a file", "backlog/4/4k3fq9x2mb.json": "a folder, not a file",
        "backlog/4/4k3fq9x2mc.json": "not a regular file", "backlog/4/5k3fq9x2mc.json": "it lies in 4/, but belongs in 5/",
        "backlog/loose.json": "it lies outside its folder: it belongs in l/", "backlog/w": "a symbolic link, not a folder",
    }
    save_cache_if_needed(workspace.load())
    assert {one.path: one.reason for one in workspace.load(validated=False).faults} == reasons
    assert {workspace.load().id(at) for at in range(3)} == set(ids)


def test_names_that_are_not_utf8_can_be_shown(workspace: Workspace) -> None:
    workspace.add(3)
    folder = os.fsencode(workspace.folder / "4")
    os.makedirs(folder, exist_ok=True)
    try:
        with open(folder + b"/4\xff\n.json", "wb") as file:
            file.write(b"{}")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    rows = save_cache_if_needed(workspace.load())
    settle()
    for seen in (rows, workspace.load(validated=False), workspace.load()):
        assert [one.path.encode() for one in seen.faults] == [b"backlog/4/4\\xff\n.json"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_and_folders_are_faults(workspace: Workspace) -> None:
    workspace.add(40)
    file, folder = workspace.paths()[0], workspace.paths()[-1].parent
    rows = save_cache_if_needed(workspace.load())
    file.chmod(0)
    folder.chmod(0)
    try:
        faults = refresh(rows).faults
        assert [one.reason for one in faults] == ["cannot be opened: Permission denied", "cannot be read: Permission denied"]
    finally:
        file.chmod(0o644)
        folder.chmod(0o755)
    assert_true(refresh(rows), workspace)


def test_conflict_markers_are_repaired_in_memory_each_time(workspace: Workspace) -> None:
    ids = workspace.add(4)
    path = workspace.path(ids[0])
    marked = b"<<<<<<< ours\n" + path.read_bytes()
    path.write_bytes(marked)
    asked: list[Path] = []

    def repair(path: Path, raw: bytes) -> bytes | None:
        asked.append(path)
        assert raw == marked
        return encode(ITEM, {"id": ids[0], "title": "mended"})

    settle()
    rows = save_cache_if_needed(workspace.load(repair=repair))
    assert rows.faults == ()
    assert rows.document(rows.position(ids[0]) or 0)["title"] == "mended"
    assert path.read_bytes() == marked
    settle()
    again = workspace.load(repair=repair)
    assert again.document(again.position(ids[0]) or 0)["title"] == "mended"
    assert asked == [path, path]
    assert "conflict markers" in workspace.load().faults[0].reason


@pytest.mark.parametrize("spoilt", [b"<<<<<<< ours\n{}", b"{"])
def test_what_can_be_repaired_later_is_tried_again(workspace: Workspace, spoilt: bytes) -> None:
    """Git may have the versions tomorrow that it lacks today."""
    ids = workspace.add(4)
    workspace.path(ids[0]).write_bytes(spoilt)
    mended = encode(ITEM, {"id": ids[0], "title": "mended"})
    settle()
    for whole in (mended, mended.replace(b"mended", b"better")):
        rows = save_cache_if_needed(workspace.load(repair=lambda path, raw, whole=whole: whole))
        assert rows.raw(rows.position(ids[0]) or 0) == whole
    settle()
    if b"<<<" in spoilt:
        (workspace.local / "cache" / "backlog.cache").unlink()
        assert len(save_cache_if_needed(workspace.load()).faults) == 1
        assert workspace.load(repair=lambda path, raw: mended).faults == ()


def test_an_unwritable_place_costs_only_time(workspace: Workspace) -> None:
    workspace.add(20)
    workspace.local.write_text("a file where the folder should be")
    rows = workspace.load()
    assert save_cache_if_needed(rows) is rows
    assert_true(workspace.load(), workspace)
    assert_true(workspace.load(validated=False), workspace)


def test_processes_share_a_cache(workspace: Workspace) -> None:
    workspace.add(80)
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=load_and_save, args=(str(workspace.root), 15)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    assert_true(workspace.load(), workspace)
    assert [path.suffix for path in (workspace.local / "cache").iterdir() if path.suffix == ".tmp"] == []


def test_lists_decode_no_documents(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace.add(4_000)
    settle()
    wanted, _ = truth(workspace)
    save_cache_if_needed(workspace.load())
    rows = workspace.load(validated=False)
    decoded: list[int] = []
    original = type(rows).raw
    monkeypatch.setattr(type(rows), "raw", lambda self, position: decoded.append(position) or original(self, position))
    for name in ("title", "status", "rank", "owner", "tags", "rice", "created_at", "deleted_at", "absent", "milestone"):
        assert list(rows.column(name).rows()) == list(wanted.column(name).rows())
    rows.text("cafe", None)
    rows.position(wanted.id(2000))
    assert decoded == []
    assert rows.document(3_999) == wanted.document(3_999)
    assert decoded == [3_999]


def test_a_forked_comparison_finds_the_same(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmtui.store.cache.FORKING", 10)
    monkeypatch.setattr("pmtui.store.cache._PROCESSES", 3)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    workspace.add(100)
    settle()
    rows = save_cache_if_needed(workspace.load())
    assert refresh(rows, may_fork=True) is rows
    for _ in range(10):
        workspace.edit()
    assert_true(refresh(rows, may_fork=True), workspace)
    assert_true(workspace.load(may_fork=True), workspace)


def test_rows_implement_the_protocol(workspace: Workspace) -> None:
    rows: Rows = workspace.load()
    assert len(Table("item", rows)) == 0
    with pytest.raises(IndexError, match="no record at position 0 of 0"):
        rows.document(0)
