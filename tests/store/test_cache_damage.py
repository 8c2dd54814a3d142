from __future__ import annotations

import random
from pathlib import Path

import pytest

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import Kind
from pmtui.domain.table import MemoryRows
from pmtui.store.cache import load_rows, refresh, save_cache_if_needed
from tests.conftest import IS_SOAK
from tests.store.cache_support import ITEM, Workspace, assert_same, assert_true, quick_racy, settle, truth

FLIPS = 500 if IS_SOAK else 50
NAMES = ["title", "status", "rank", "reach", "tags", "owner", "rice", "their_field", "body", "conflicts"]


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Workspace, MemoryRows, bytes]:
    quick_racy(monkeypatch)
    workspace = Workspace(tmp_path)
    workspace.add(40)
    settle()
    save_cache_if_needed(workspace.load())
    return workspace, truth(workspace)[0], cache_path(workspace).read_bytes()


def cache_path(workspace: Workspace) -> Path:
    return workspace.local / "cache" / "backlog.cache"


def check(workspace: Workspace, wanted: MemoryRows, image: bytes) -> None:
    for validated in (False, True):
        cache_path(workspace).write_bytes(image)
        rows = workspace.load(validated)
        assert_same(rows, wanted, NAMES)
        now = refresh(rows)
        assert_same(now, wanted, NAMES)
        assert_same(save_cache_if_needed(now), wanted, NAMES)


def test_flipped_bytes_anywhere(saved: tuple[Workspace, MemoryRows, bytes]) -> None:
    workspace, wanted, image = saved
    chance = random.Random(7)
    places = [*range(0, 40, 6), *(chance.randrange(len(image)) for _ in range(FLIPS))]
    for place in places:
        spoilt = bytearray(image)
        spoilt[place] ^= chance.randrange(1, 256)
        check(workspace, wanted, bytes(spoilt))


def test_flipped_bytes_in_the_table_of_contents(saved: tuple[Workspace, MemoryRows, bytes]) -> None:
    """A column by another name, a record fewer, a part elsewhere: as good JSON as before, and only the checksum tells."""
    workspace, wanted, image = saved
    words = [*(f'"{name}": "' for name in NAMES[:6]), '"records": ', '"parts": {"ids": [', '"raw": [', '"loose": [']
    for word in words:
        assert word.encode() in image, word
        place = image.index(word.encode()) + (2 if word.endswith(': "') else len(word))
        spoilt = bytearray(image)
        spoilt[place] ^= 1
        check(workspace, wanted, bytes(spoilt))


def test_damage_is_noticed_and_the_file_removed(saved: tuple[Workspace, MemoryRows, bytes]) -> None:
    workspace, wanted, image = saved
    place = image.index(b"their_field", image.index(b'"title"', len(image) // 3)) if b"their_field" in image else len(image) // 2
    spoilt = bytearray(image)
    spoilt[place] ^= 1
    cache_path(workspace).write_bytes(bytes(spoilt))
    rows = workspace.load(validated=False)
    assert_same(rows, wanted)
    assert not cache_path(workspace).exists()
    assert save_cache_if_needed(refresh(rows)).base.is_saved
    assert_true(workspace.load(validated=False), workspace)


@pytest.mark.parametrize("part", [0.0, 0.001, 0.1, 0.3, 0.5, 0.8, 0.99, 0.9999])
def test_a_cut_file(saved: tuple[Workspace, MemoryRows, bytes], part: float) -> None:
    workspace, wanted, image = saved
    check(workspace, wanted, image[: int(len(image) * part)])


@pytest.mark.parametrize("image", [b"", b"pmtuiC1\n", b"\0" * 4096, b"cos\nsystem\n(S'touch /tmp/owned'\ntR." * 50])
def test_another_file_in_its_place(saved: tuple[Workspace, MemoryRows, bytes], image: bytes) -> None:
    workspace, wanted, _ = saved
    check(workspace, wanted, image)


def test_parts_that_grew_or_were_swapped(saved: tuple[Workspace, MemoryRows, bytes]) -> None:
    workspace, wanted, image = saved
    middle = len(image) // 2
    check(workspace, wanted, image + b"more")
    check(workspace, wanted, image[:middle] + image[middle + 64 :] + image[middle : middle + 64])
    check(workspace, wanted, image[: len(image) - 500] + bytes(500))


def test_a_cache_of_another_kind_is_not_taken(saved: tuple[Workspace, MemoryRows, bytes]) -> None:
    workspace, _, image = saved
    (workspace.local / "cache" / "problems.cache").write_bytes(image)
    assert len(load_rows(workspace.root, workspace.local, SCHEMA["problem"], validated=False)) == 0


def test_a_cache_is_stale_when_the_schema_changes(saved: tuple[Workspace, MemoryRows, bytes]) -> None:
    workspace, _, _ = saved
    field = ITEM.fields["status"]._replace(default="ready")
    kind: Kind = ITEM._replace(fields={**ITEM.fields, "status": field})
    before = workspace.load(validated=False).column("status").rows()
    after = load_rows(workspace.root, workspace.local, kind, validated=False).column("status").rows()
    assert {(one, other) for one, other in zip(before, after, strict=True) if one != other} == {("inbox", "ready")}


def test_a_record_of_a_damaged_cache_whose_file_is_gone(saved: tuple[Workspace, MemoryRows, bytes]) -> None:
    """Both the cache's bytes and the file are lost: what is left is the id, until the next look takes it out."""
    workspace, wanted, image = saved
    id = wanted.id(3)
    raw = workspace.path(id).read_bytes()
    spoilt = bytearray(image)
    spoilt[image.index(raw) + len(raw) - 10] ^= 1
    cache_path(workspace).write_bytes(bytes(spoilt))
    workspace.path(id).unlink()
    rows = workspace.load(validated=False)
    assert rows.document(3) == {"id": id}
    assert rows.document(4) == wanted.document(4)
    assert_true(refresh(rows), workspace)
