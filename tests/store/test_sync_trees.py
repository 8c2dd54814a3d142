"""Trees made folder by folder, against the same trees made by git through an index."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pmtui.store.git import GitError
from pmtui.store.sync_git import Calls
from pmtui.store.sync_trees import FILE, Changes, Entry, Trees, update_index
from tests.store.workspaces import git

PATHS = (
    "a", "a/b", "a/b/c", "a-b", "a.b/c", "z", "product/backlog/4/4000000000.json", "product/backlog/4/4000000001.json",
    "product/backlog/5/5000000000.json", "product/pmtui.json", 'Über "uns" x/ü', "line\nbreak/in/side", "line\nbreak/in/other",
    "src/x/y/z.py",
)


@pytest.fixture(params=["sha1", "sha256"])
def trees(request: pytest.FixtureRequest, tmp_path: Path) -> Trees:
    git(tmp_path, "init", "-q", f"--object-format={request.param}")
    return Trees(Calls(str(tmp_path)))


def by_index(trees: Trees, start: str, changes: Changes) -> str:
    """The same tree, made by git with an index."""
    index = f"{trees.calls.folder}/.git/index.oracle"
    trees.calls.run("read-tree", *([start] if start else ["--empty"]), index=index)
    update_index(trees.calls, index, changes)
    return trees.calls.text("write-tree", index=index)


def clash(paths: set[str]) -> bool:
    """Whether one of the files would be a folder of another."""
    return any(other.startswith(f"{path}/") for path in paths for other in paths)


def test_random_changes_give_the_trees_that_git_makes(trees: Trees) -> None:
    work = random.Random(7)
    blobs = trees.stored([b"one", b"two"])
    entries = [Entry(FILE, blobs[0]), Entry("100755", blobs[1]), Entry("120000", blobs[0]), Entry("160000", "1" * len(blobs[0]))]
    tree, there = "", set[str]()
    for _ in range(25):
        added = {path: work.choice(entries) for path in work.sample(PATHS, work.randint(0, 4))}
        gone = set(work.sample(sorted(there), work.randint(0, len(there) // 2)))
        changes: dict[str, Entry | None] = {**dict.fromkeys(gone - added.keys()), **added}
        after = (there - gone) | added.keys()
        if clash(after):
            with pytest.raises(GitError, match="would have to be where"):
                trees.tree(tree, changes)
            continue
        made = trees.tree(tree, changes)
        assert made == by_index(trees, tree, changes)
        tree, there = made, after
    assert len(there) > 3


def test_everything_removed_is_the_empty_tree(trees: Trees) -> None:
    (blob,) = trees.stored([b"one"])
    tree = trees.tree("", {"a/b": Entry(FILE, blob)})
    assert trees.tree(tree, {"a/b": None}) == trees.tree("", {}) == by_index(trees, "", {})


def test_files_of_the_working_tree_are_stored_whatever_their_names(trees: Trees) -> None:
    paths = ["plain", 'with "quotes"', '"first', "line\nbreak", "back\\slash", "Ü"]
    for number, path in enumerate(paths):
        (Path(trees.calls.folder) / path).write_text(f"{number}\n")
    blobs = trees.start_storing(paths).result().decode().split()
    raws = trees.contents(blobs)
    assert [raws[blob] for blob in blobs] == [f"{number}\n".encode() for number in range(len(paths))]


def test_what_was_read_ahead_is_not_read_again(trees: Trees) -> None:
    (blob,) = trees.stored([b"one"])
    tree = trees.tree("", {path: Entry(FILE, blob) for path in PATHS[6:10]})
    commit = trees.commit(tree, (), "One")
    trees.contents((), commit, [PATHS[6]])
    before = trees.calls.count
    assert trees.tree(commit, {PATHS[6]: None}) == by_index(trees, commit, {PATHS[6]: None})
    assert trees.calls.count - before == 1 + 3, "one call, and three of the comparison"
