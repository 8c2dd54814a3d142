"""Three to five clones and a bare remote through random work: all end in equal bytes, and no value is lost.

Edits, deletions, restorations, moves, resolutions, purges, syncs, deaths in the middle of a sync and merges by plain git
come in random order, the same for the same seed. `make soak` runs thousands of steps; `PMTUI_SOAK_SEED` says from which
seed on, `PMTUI_SOAK_SEEDS` how many.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pmtui.domain.change import Edit
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import edited, merge, open_conflicts, resolved
from pmtui.store.driver_registration import register
from pmtui.store.open_conflicts import contested
from pmtui.store.plain_merges import wrong_files
from pmtui.store.sync_git import Calls
from pmtui.store.sync_trees import Trees
from tests.store.clones import Clone, require_equal, settle, sync_elsewhere, team
from tests.store.test_sync_killed import STEPS
from tests.store.workspaces import AT, change

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ITEM = SCHEMA["item"]
FIRST = int(os.environ.get("PMTUI_SOAK_SEED", "0"))
SEEDS = int(os.environ.get("PMTUI_SOAK_SEEDS", "10"))


class Team:
    """The clones, and what can happen in them."""

    def __init__(self, folder: Path, seed: int, people: int, *, deadly: bool = True) -> None:
        self.deadly = deadly
        self.random = random.Random(seed)
        self.clones = team(folder, *("ana", "ben", "eve", "ivo", "uma")[:people], code=True)
        self.shared: set[str] = set()
        self.done: Counter[str] = Counter()
        self.count = 0
        self.deaths = self.merges = 0

    def ids(self, clone: Clone) -> list[str]:
        return sorted(path.stem for path in (clone.workspace.path / "backlog").glob("*/*.json"))

    def word(self) -> str:
        self.count += 1
        return f"word{self.count}"

    def save(self, clone: Clone, id: str, **fields: object) -> None:
        """An edit as a person makes it, which also ends conflicts on what it sets."""
        record = clone.workspace.record("item", id)
        assert record is not None
        self._save(clone, id, record.data, edited(ITEM, record.data, fields))

    def _save(self, clone: Clone, id: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        changed = [name for name in {*old, *new} if old.get(name) != new.get(name)]
        before, after = ({name: side[name] for name in changed if name in side} for side in (old, new))
        if changed:
            clone.workspace.save(change(Edit("item", id, before, after)))

    def some(self, clone: Clone) -> str:
        ids = self.ids(clone)
        return self.random.choice(ids) if ids else self.add(clone)

    def add(self, clone: Clone) -> str:
        id = "".join(self.random.choice(ALPHABET) for _ in range(10))
        title = self.word()
        clone.workspace.save(change(Edit("item", id, None, {"title": title, "created_at": AT, "rank": f"h{self.count:04}"})))
        return id

    def rename(self, clone: Clone) -> None:
        self.save(clone, self.some(clone), title=self.word())

    def tag(self, clone: Clone) -> None:
        id = self.some(clone)
        record = clone.workspace.record("item", id)
        assert record is not None
        self.save(clone, id, tags=sorted({*record["tags"], self.word()}))

    def write(self, clone: Clone) -> None:
        id = self.some(clone)
        record = clone.workspace.record("item", id)
        assert record is not None
        lines = list(record["body"])
        lines.insert(self.random.randint(0, len(lines)), self.word())
        self.save(clone, id, body=lines)

    def state(self, clone: Clone) -> None:
        self.save(clone, self.some(clone), status=self.random.choice(ITEM.statuses))

    def move(self, clone: Clone) -> None:
        self.save(clone, self.some(clone), rank=f"g{self.random.randint(1000, 9999)}V")

    def delete(self, clone: Clone) -> None:
        self.count += 1
        self.save(clone, self.some(clone), deleted_at=f"2026-11-22T10:{self.count // 60 % 60:02}:{self.count % 60:02}Z")

    def restore(self, clone: Clone) -> None:
        self.save(clone, self.some(clone), deleted_at=None)

    def resolve(self, clone: Clone) -> None:
        """Somebody decides about a conflict: for one of the values, or for another one."""
        for one in contested(clone.workspace.records):
            record = clone.workspace.record(one.kind, one.id)
            assert record is not None
            field = self.random.choice(one.fields)
            value = self.random.choice(open_conflicts(record.data, ITEM)[field])
            self._save(clone, one.id, record.data, resolved(ITEM, record.data, field, value))
            self.done["resolved"] += 1
            return

    def purge(self, clone: Clone) -> None:
        self.done["purged"] += len(clone.workspace.purge())

    def sync(self, clone: Clone) -> None:
        there = {word for raw in clone.files().values() for word in words_of(raw)}
        clone.sync()
        self.shared |= there

    def die(self, clone: Clone) -> None:
        self.deaths += sync_elsewhere(clone, dies_at=self.random.choice(STEPS)).returncode == 9

    def merge_plainly(self, clone: Clone) -> None:
        """A colleague without pmtui commits everything and pulls; where that leaves markers, the next sync repairs them."""
        if (clone.top / ".git" / "index.lock").exists() or clone.git("ls-files", "--unmerged"):
            return
        if self.random.random() < 0.7:  # else git has the driver
            subprocess.run(["git", "-C", str(clone.top), "config", "--remove-section", "merge.pmtui"], capture_output=True, check=False)
        else:
            register(clone.workspace.root)
        for words in (("add", "product"), ("commit", "-qm", "By hand"), ("pull", "-q", "--no-rebase", "--no-edit")):
            subprocess.run(["git", "-C", str(clone.top), *words], capture_output=True, check=False)
        if clone.git("ls-files", "--unmerged") and self.random.random() < 0.5:  # markers and all
            for words in (("add", "product"), ("commit", "-qm", "With markers"), ("push", "-q")):
                subprocess.run(["git", "-C", str(clone.top), *words], capture_output=True, check=False)
            clone.sync()
        self.merges += 1

    def step(self) -> None:
        work: dict[Callable[[Clone], object], int] = {
            self.add: 3, self.rename: 4, self.tag: 3, self.write: 4, self.state: 3, self.move: 3, self.delete: 1, self.restore: 1,
            self.resolve: 3, self.purge: 2, self.sync: 8, self.die: 2 * self.deadly,
        }
        (chosen,) = self.random.choices(list(work), list(work.values()))
        chosen(self.random.choice(self.clones))


def run(folder: Path, seed: int, steps: int, plain: float = 0.0, *, people: int = 3, deadly: bool = True) -> Team:
    work = Team(folder, seed, people, deadly=deadly)
    for _ in range(steps):
        if work.random.random() < plain:
            work.merge_plainly(work.random.choice(work.clones))
        work.step()
    for clone in work.clones:
        work.sync(clone)
    settle(work.clones)
    require_equal(work.clones)
    return work


def words_of(raw: bytes | None) -> set[str]:
    """What people wrote into a record, and nobody twice."""
    return set() if raw is None else {one.decode() for one in re.findall(rb'"(word\d+)"', raw)}


def require_all_in_history(work: Team) -> None:
    """Every word that was in a clone's files when it synced is in some commit of the one history that all have."""
    clone = work.clones[0]
    names = [line.split(" ")[0] for line in clone.git("rev-list", "--objects", "HEAD", "--", "product").splitlines()]
    raws = Calls(str(clone.top)).run("cat-file", "--batch", data="".join(f"{name}\n" for name in names).encode())
    assert work.shared <= words_of(raws)
    assert len(work.shared) > 10


def require_no_value_lost(work: Team) -> int:
    """Each merge holds every word that one of its sides had and their base had not; returns how many records it looked at.

    Records on which people disagreed before are left out: there a word may go, because somebody decided so. So are merges
    by plain git, which may lose values; a later commit brings these back.
    """
    require_all_in_history(work)
    clone = work.clones[0]
    trees = Trees(Calls(str(clone.top)))
    looked = 0
    for line in clone.git("rev-list", "--merges", "--parents", "--grep=^Merge origin/main$", "HEAD").splitlines():
        merged, ours, theirs = line.split()
        bases = clone.git("merge-base", "--all", ours, theirs).split()
        if len(bases) != 1:
            continue
        sides = [trees.differences(bases[0], commit) for commit in (ours, theirs, merged)]
        raws = trees.contents(entry.blob for side in sides for one in side.values() for entry in one if entry is not None)
        for path in {*sides[0], *sides[1]}:
            base = next(side[path].old for side in sides if path in side)
            news = [side[path].new if path in side else base for side in sides]
            old, *texts = (None if entry is None else raws[entry.blob] for entry in (base, *news))
            if not any(b'"conflicts"' in raw or b'"settled"' in raw for raw in (old, *texts[:2]) if raw is not None):
                looked += 1
                assert (words_of(texts[0]) | words_of(texts[1])) - words_of(old) <= words_of(texts[2]), (path, merged)
    assert clone.status() == ""
    return looked


def test_four_clones_end_in_equal_bytes(tmp_path: Path) -> None:
    work = run(tmp_path, seed=4, steps=75, plain=0.04, people=4)
    assert work.deaths >= 1
    assert work.merges >= 1
    assert work.done["resolved"] >= 1
    assert work.done["purged"] >= 1
    assert len(work.ids(work.clones[0])) >= 3
    assert require_no_value_lost(work) > 20


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_thousands_of_steps(tmp_path: Path, seed: int) -> None:
    work = run(tmp_path, seed, steps=300, people=3 + seed % 3)
    require_no_value_lost(work)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(FIRST + 1000, FIRST + 1000 + max(1, SEEDS // 3)))
def test_with_merges_by_plain_git(tmp_path: Path, seed: int) -> None:
    work = run(tmp_path, seed, steps=120, plain=0.35)
    assert work.merges > 15
    for clone in work.clones:  # what git alone had lost in them is there again
        assert wrong_files(Trees(Calls(str(clone.top))), "product/", clone.head()) == []


@pytest.mark.parametrize("rule", [
    lambda kind, base, ours, theirs: dict(ours),
    lambda kind, base, ours, theirs: {**ours, **theirs},
    lambda kind, base, ours, theirs: {name: one for name, one in merge(kind, base, ours, theirs).items() if name != "conflicts"},
])
def test_a_broken_merge_rule_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: Callable[..., object]) -> None:
    monkeypatch.setattr("pmtui.store.sync_merge.merge", rule)
    with pytest.raises(AssertionError):
        require_no_value_lost(run(tmp_path, seed=8, steps=60, deadly=False))
