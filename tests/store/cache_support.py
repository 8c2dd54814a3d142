"""Folders of generated records, and how two readings of one are compared."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from typing import Any

import pytest

from pmtui.domain.canonical import BadJson, encode
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import ID_ALPHABET, Kind
from pmtui.domain.table import MemoryRows, Rows
from pmtui.domain.validation import read_record
from pmtui.store import signatures
from pmtui.store.cache import load_rows, save_cache_if_needed
from pmtui.store.cached_rows import CachedRows

ITEM = SCHEMA["item"]
WORDS = ["export", "Rechnung", "café", "NAÏVE", "顧客", "搜尋", "slow", "login", "a", "Señal", "🚀 launch", "\ud800 lone", "back\\slash"]
NEEDLES = ["a", "cafe", "顧客", "slow log", "zzz", "", "\n", "ex", "exp"]


class Workspace:
    """A collection in a folder, and the edits that people and programs make to it."""

    def __init__(self, root: Path, kind: Kind = ITEM, seed: int = 0) -> None:
        self.root = root
        self.kind = kind
        self.local = root / ".local"
        self.random = random.Random(seed)
        self.folder = root / kind.collection
        self.folder.mkdir(parents=True, exist_ok=True)

    def load(self, validated: bool = True, **more: Any) -> CachedRows:
        return load_rows(self.root, self.local, self.kind, validated, **more)

    def path(self, id: str) -> Path:
        return self.folder / id[0] / f"{id}.json"

    def new_id(self) -> str:
        return "".join(self.random.choices(ID_ALPHABET, k=10))

    def paths(self) -> list[Path]:
        return sorted(self.folder.glob("?/*.json"))

    def write(self, data: dict[str, Any]) -> Path:
        path = self.path(data["id"])
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(encode(self.kind, data))
        return path

    def add(self, count: int = 1) -> list[str]:
        ids = [self.new_id() for _ in range(count)]
        for id in ids:
            self.write(self.document(id))
        return ids

    def document(self, id: str) -> dict[str, Any]:
        """Any fields, with much that is blank, odd or unknown."""
        pick = self.random
        data: dict[str, Any] = {"id": id, "title": self.words(4), "rank": f"h{pick.randrange(40):02d}"}
        if pick.random() < 0.2:
            del data["rank"]
        optional: dict[str, Any] = {
            "status": pick.choice([*self.kind.statuses, "invented"]), "reach": pick.choice([0, 500, 2.5, -1]), "impact": 2,
            "confidence": 80, "effort": pick.choice([0.5, 1, 0]), "body": [self.words(6) for _ in range(pick.randrange(4))],
            "tags": sorted({pick.choice("abcd") for _ in range(3)}), "depends_on": [self.new_id()], "owner": self.new_id(),
            "created_at": f"2026-01-{pick.randint(1, 28):02d}T00:00:00Z", "deleted_at": "2026-02-02T00:00:00Z",
            "comments": [self._comment()], "source": {"system": "jira", "key": self.words(1)},
            "their_field": pick.choice([1, 1.0, True, None, "x", [1, {"a": 2}], {"b": [None]}]), "other": pick.choice(["y", 3]),
            "conflicts": {"title": {"base": {"value": "a"}, "values": [{"value": "c"}, {"value": "b"}]}}, "rice": "odd",
        }
        data.update({name: value for name, value in optional.items() if pick.random() < 0.4})
        if pick.random() < 0.1:
            data["title"] = "c"  # then the conflict, where there is one, is open
        return data

    def _comment(self) -> dict[str, Any]:
        comment: dict[str, Any] = {"id": "c1", "text": [self.words(2)]}
        if self.random.random() < 0.2:
            comment["conflicts"] = {"text": {"base": {}, "values": [{"value": comment["text"]}, {"value": ["other"]}]}}
        return comment

    def words(self, most: int) -> str:
        return " ".join(self.random.choices(WORDS, k=self.random.randint(1, most)))

    def edit(self) -> None:
        """One change of some sort to some file."""
        paths = self.paths()
        path = self.random.choice(paths)
        self.random.choice([self._rewrite, self._unlink, self._move, self._spoil, self._add_one, self._touch, self._clutter])(path)

    def _rewrite(self, path: Path) -> None:
        if path.is_file():
            path.write_bytes(encode(self.kind, self.document(path.stem)))

    def _unlink(self, path: Path) -> None:
        if path.is_file():
            path.unlink()

    def _move(self, path: Path) -> None:
        """To another id, as a person might by hand: the file then says another id than its name."""
        if path.is_file():
            target = self.path(self.new_id())
            target.parent.mkdir(exist_ok=True)
            path.rename(target)

    def _spoil(self, path: Path) -> None:
        if path.is_file():
            path.write_bytes(self.random.choice([b"", b"{", b"[]", b"\xff", b"<<<<<<< ours\n", path.read_bytes()[:-4], b'{"id": 3}']))

    def _add_one(self, path: Path) -> None:
        self.add()

    def _touch(self, path: Path) -> None:
        os.utime(path)

    def _clutter(self, path: Path) -> None:
        """What is not a record's file, or not in its place."""
        name = self.random.choice([".4k3.json", "4k3fq9x2ma.json.tmp", "README", "sub", "a b.json", "0000000000.json"])
        if name == "sub":
            (path.parent / name).mkdir(exist_ok=True)
        else:
            (path.parent / name).write_bytes(b"{}")


def truth(workspace: Workspace) -> tuple[MemoryRows, set[str]]:
    """The records and the paths of bad files, read as plainly as can be."""
    documents: dict[str, dict[str, Any]] = {}
    bad: set[str] = set()
    for path in workspace.folder.glob("*/*.json"):
        if path.name.startswith("."):
            continue
        try:
            data = read_record(workspace.kind, path.stem, path.read_bytes())
            if path.parent.name != path.stem[0]:
                raise BadJson("in another folder")
            documents[path.stem] = data
        except (BadJson, OSError):
            bad.add(path.relative_to(workspace.root).as_posix())
    return MemoryRows(workspace.kind.name, documents), bad


def assert_same(got: Rows, wanted: Rows, names: list[str] | None = None) -> None:
    """Both show the same records in the same order, by every question that rows answer."""
    assert [got.id(at) for at in range(len(got))] == [wanted.id(at) for at in range(len(wanted))]
    assert [got.document(at) for at in range(len(got))] == [wanted.document(at) for at in range(len(wanted))]
    kind = ITEM
    for name in names or [*kind.fields, "id", "rice", "opportunity", "their_field", "other", "conflicts", "absent"]:
        mine, theirs = list(got.column(name).rows()), list(wanted.column(name).rows())
        assert [(type(one), one) for one in mine] == [(type(one), one) for one in theirs], name
    half = bytes(at % 2 for at in range(len(wanted)))
    few = bytes(at % 40 == 3 for at in range(len(wanted)))
    for needle in NEEDLES:
        for within in (None, half, few):
            assert got.text(needle, within) == wanted.text(needle, within), (needle, within)
    assert got.starting("") == wanted.starting("")
    ids = [wanted.id(at) for at in range(len(wanted))]
    for id in [*ids[:50], "0" * 10, "z" * 10, "5555555555"]:
        assert got.position(id) == wanted.position(id)
        assert got.shared(id) == wanted.shared(id)
        assert got.starting(id[:2]) == wanted.starting(id[:2])


def assert_true(got: CachedRows, workspace: Workspace) -> None:
    """The rows show what the files say."""
    wanted, bad = truth(workspace)
    assert_same(got, wanted)
    assert {one.path for one in got.faults} == bad
    assert all(one.reason for one in got.faults)



TICK = 0.03
"""Seconds after which a file is trusted in tests that set `quick_racy`: longer than a tick of the kernel's clock."""


def quick_racy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust files sooner than after two seconds, so that tests need not wait."""
    monkeypatch.setattr(signatures, "RACY", int(TICK * 1e9))


def settle() -> None:
    """Let what was just written become trustworthy."""
    time.sleep(TICK + 0.02)


def load_and_save(root: str, rounds: int) -> None:
    """What one of several processes does at once: read, lose the cache, read and save."""
    workspace = Workspace(Path(root), seed=os.getpid())
    for _ in range(rounds):
        rows = workspace.load()
        workspace.local.joinpath("cache", "backlog.cache").unlink(missing_ok=True)
        wanted = {path.stem for path in workspace.paths()}
        assert {rows.id(at) for at in range(len(rows))} == wanted
        saved = save_cache_if_needed(rows)
        assert [saved.raw(at) for at in range(len(saved))] == [rows.raw(at) for at in range(len(rows))]
