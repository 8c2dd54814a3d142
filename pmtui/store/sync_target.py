"""The commit at which two sides come together: ours, theirs, or a new one that holds both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pmtui.domain.text import counted
from pmtui.store.errors import StoreError
from pmtui.store.git_folders import common_folder, cut_off_commits
from pmtui.store.sync_commit import made_commit
from pmtui.store.sync_repository import Repository
from pmtui.store.sync_trees import Difference, Trees


class Target(NamedTuple):
    """Where the branch has to go.

    Attributes:
        commit: The commit.
        found: In what it differs from ours, by path in the repository.
        notes: What people should know about it, one sentence each.
    """

    commit: str
    found: Mapping[str, Difference]
    notes: Sequence[str] = ()


def target_of(trees: Trees, at: Repository, head: str, theirs: str, name: str) -> Target:
    """The commit that holds what ours and theirs hold; no branch is moved to it yet.

    Args:
        trees: The objects of the repository.
        at: Where it stands.
        head: Our commit; empty where there is none yet.
        theirs: Their commit.
        name: What people call their branch.

    Raises:
        StoreError: They have no common history, or it was cut off; a newer program wrote theirs; other files contradict each other.
    """
    from pmtui.store.sync_merge import TreeMerge  # most syncs have nothing to merge

    merge = TreeMerge(trees, at.prefix)
    bases = merge.bases(head, theirs) if head else [theirs]
    if bases == [theirs]:
        return Target(head, {})
    if bases == [head]:
        return Target(theirs, merge.ahead(head, theirs))
    if at.is_shallow and _is_cut_off(trees, at, head, theirs):
        raise StoreError(
            f"this clone is shallow: the history that it shares with {name} was cut off; nothing was merged",
            "fetch it with git fetch --unshallow, and sync again", "shallow",
        )
    if not bases:
        raise StoreError(
            f"{name} and the branch {at.branch} have no common history; nothing was merged",
            "if they belong together, join them once with git merge --allow-unrelated-histories @{upstream}, and sync again",
            "unrelated",
        )
    merged = merge.merged(head, theirs, bases)
    tree = trees.tree(head, merged.changes)
    count = len(merged.changes)
    words = f"Merge {name}\n\nIt changes {counted(count, 'file')} here.\n"
    return Target(made_commit(trees, tree, (head, theirs), words), merged.differences, merged.notes)


def _is_cut_off(trees: Trees, at: Repository, head: str, theirs: str) -> bool:
    """Whether history of these two is missing; in a shallow clone of code, that of the workspace's own branch may be whole."""
    ends = cut_off_commits(common_folder(at.folder))
    return not ends or not ends.isdisjoint(trees.calls.text("rev-list", head, theirs).split())
