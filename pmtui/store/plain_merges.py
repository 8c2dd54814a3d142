"""Merge commits that git made without us: which of the workspace's files they have joined otherwise than field by field.

They are computed anew from their parents, over the workspace's paths alone and with a handful of git processes, whatever the
number of files. What somebody has mended since is told by the later versions of the file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pmtui.domain.merge_lines import diff3
from pmtui.store.git import GitError
from pmtui.store.mended_files import WrongFile, document_at, is_mended_by
from pmtui.store.sync_merge import TreeMerge
from pmtui.store.sync_paths import inside
from pmtui.store.sync_trees import Difference, Entry, Trees, difference_in

MOST = 500
"""So many merges are looked at in one go, the newest."""

_BY_SYNC = re.compile(r"\n\nIt changes \d+ files? here\.\s*\Z")
"""How the message of a merge ends that `pmtui sync` made: that one is right."""
_FEW = 100
"""So many paths are named to git; of more, it tells about all, and they are picked out here."""
_Files = dict[str, Difference]


class _Merge(NamedTuple):
    """Two parents of a merge commit, and what they have in common."""

    commit: str
    base: str
    ours: str
    theirs: str


class _Suspect(NamedTuple):
    """A file that a merge may have joined wrongly.

    Attributes:
        path: Where it lies in the repository.
        merge: The merge.
        entries: The file in the merge base, ours, theirs and the merge.
        moved: Of a file that one side added: files which that side removed and the other changed, by their versions in
            the merge base and on that other side. Git may have taken the new file for the old one under another name.
    """

    path: str
    merge: _Merge
    entries: tuple[Entry | None, Entry | None, Entry | None, Entry | None]
    moved: tuple[tuple[Entry, Entry], ...] = ()

    @property
    def blobs(self) -> list[str]:
        return [one.blob for one in (*self.entries, *(entry for pair in self.moved for entry in pair)) if one is not None]


def wrong_files(trees: Trees, prefix: str, head: str, since: str = "", *, age: str = "", most: int = MOST) -> list[WrongFile]:
    """The files that merges by plain git have joined wrongly and that nobody has mended since, the oldest merge first.

    Args:
        trees: The objects of the repository, with calls in its top folder.
        prefix: The workspace's folder in it, with a slash at the end, or empty.
        head: The commit whose history is looked at.
        since: Merges that this commit knows are left out; empty, or a commit that is gone, for none.
        age: Older merges are left out: as git takes it, `90.days`; empty for none.
        most: How many merges are looked at, the newest.

    Raises:
        GitError: The repository has lost an object, and so on.
    """
    merges = _merges(trees, prefix, head, since, age, most)
    if not merges:
        return []
    pairs = [(commit, one.base) for one in merges for commit in (one.ours, one.theirs, one.commit)]
    found = _differences(trees, prefix, pairs)
    suspects: list[_Suspect] = []
    for at, one in enumerate(merges):
        suspects += _suspects(prefix, one, *found[3 * at : 3 * at + 3])
    raws = trees.contents(blob for one in suspects for blob in one.blobs)
    wrong = [file for one in suspects if (file := _wrong(prefix, one, raws)) is not None]
    return _not_mended(trees, prefix, head, wrong)


def _merges(trees: Trees, prefix: str, head: str, since: str, age: str, most: int) -> list[_Merge]:
    """The merges that sync did not make and that say something else of the workspace than one of their parents; the oldest first."""
    words = ["--literal-pathspecs", "log", "-z", "--merges", "--full-history", "--topo-order", "--reverse", f"--max-count={most}"]
    words += ["--format=%H %P%x01%B", *([f"--since={age}"] if age else []), head]
    paths = ("--", prefix.rstrip("/") or ".")
    try:
        out = trees.calls.run(*words, *([f"^{since}"] if since else []), *paths)
    except GitError:
        if not since:
            raise
        out = trees.calls.run(*words, *paths)
    found = []
    merge = TreeMerge(trees, prefix)
    for line in out.decode("utf-8", "replace").split("\0"):
        commits, _, message = line.partition("\x01")
        if commits and not _BY_SYNC.search(message):
            commit, first, *others = commits.split()
            for other in others:
                bases = merge.bases(first, other)
                if bases:
                    found.append(_Merge(commit, merge.base(bases), first, other))
    return found


def _differences(trees: Trees, prefix: str, pairs: Sequence[tuple[str, str]]) -> list[_Files]:
    """The workspace's files in which each commit differs from another, in one call."""
    data = "".join(f"{new} {old}\n" for new, old in pairs).encode("ascii")
    words = ("diff-tree", "--stdin", "--always", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-relative")
    parts = trees.calls.run("--literal-pathspecs", *words, "--", prefix.rstrip("/") or ".", data=data).split(b"\0")
    found: list[_Files] = []
    at = 0
    while at < len(parts) and parts[at]:
        if parts[at].startswith(b":"):
            found[-1][os.fsdecode(parts[at + 1])] = difference_in(parts[at])
            at += 2
        else:
            found.append({})
            at += 1
    return found


def _suspects(prefix: str, merge: _Merge, ours: _Files, theirs: _Files, made: _Files) -> list[_Suspect]:
    """The files of which both sides have a version of their own; and those that git may have mistaken for others."""
    found = []
    for side, other in ((ours, theirs), (theirs, ours)):
        if len(side) > 1 and all(path not in made or (path in other and made[path].new == other[path].new) for path in side):
            return []  # nothing at all was taken of a side that changed several files: that was meant so
    for path in sorted(ours.keys() & theirs.keys()):
        base, (our, their) = ours[path].old, (ours[path].new, theirs[path].new)
        mine = made[path].new if path in made else base
        if our != their and document_at(inside(prefix, path)) is not None and _are_plain(base, our, their, mine):
            found.append(_Suspect(path, merge, (base, our, their, mine)))
    for side, other in ((ours, theirs), (theirs, ours)):
        gone = [path for path, one in side.items() if one.new is None and path in other and other[path].new is not None]
        for path, one in side.items() if gone else ():
            mine = made[path].new if path in made else None
            if one.old is None and path not in other and mine not in (None, one.new) and document_at(inside(prefix, path)) is not None:
                moved = [(other[name].old, other[name].new) for name in gone]
                known = tuple((old, new) for old, new in moved if old is not None and new is not None)
                sides = (one.new, None) if side is ours else (None, one.new)
                found.append(_Suspect(path, merge, (None, *sides, mine), known))
    return found


def _are_plain(*entries: Entry | None) -> bool:
    return all(one is None or one.is_plain for one in entries)


def _wrong(prefix: str, suspect: _Suspect, raws: Mapping[str, bytes]) -> WrongFile | None:
    """What a file should have become, where it became something else."""
    base, ours, theirs, made = (None if entry is None else raws[entry.blob] for entry in suspect.entries)
    own = inside(prefix, suspect.path)
    document = document_at(own)
    if document is None:
        return None
    if suspect.moved:
        side = ours or theirs or b""
        texts = [_text(raws[old.blob], side, raws[new.blob]) for old, new in suspect.moved]
        wanted = side if made in texts else None
    elif ours is None or theirs is None:  # removed here, worked on there: absence never means deletion
        side = ours or theirs or b""
        wanted = side if made is None and document.is_living(side) else None
    else:
        wanted = document.recomputed(base, ours, theirs, made)
    if wanted is None or wanted == made:
        return None
    known = made if made is not None and document.read(made) is not None else base
    return WrongFile(suspect.path, own, suspect.merge.commit, made, known, wanted)


def _text(*sides: bytes) -> bytes | None:
    """Three versions merged line by line; None where they overlap."""
    texts = diff3(*(side.decode("utf-8", "surrogateescape").splitlines(keepends=True) for side in sides))
    return "".join(texts[0]).encode("utf-8", "surrogateescape") if len(texts) == 1 else None


def _not_mended(trees: Trees, prefix: str, head: str, wrong: Sequence[WrongFile]) -> list[WrongFile]:
    """Those that no later version of the file has mended."""
    later: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for commit in {one.commit: None for one in wrong}:
        paths = [one.path for one in wrong if one.commit == commit]
        later[commit] = _later(trees, prefix, head, commit, paths)
    blobs = {blob for paths in later.values() for pairs in paths.values() for pair in pairs for blob in pair if blob}
    raws = trees.contents(blobs)
    result = []
    for one in wrong:
        pairs = later[one.commit].get(one.path, [])
        if not any(is_mended_by(one, raws[old] if old else None, raws[new]) for old, new in pairs if new):
            result.append(one)
    return result


def _later(trees: Trees, prefix: str, head: str, commit: str, paths: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """What became of files after a commit: by path the blobs before and after each change, empty where there is none."""
    wanted = set(paths)
    named = sorted(wanted) if len(wanted) <= _FEW else [prefix.rstrip("/") or "."]
    words = ("log", "-m", "-z", "--raw", "--format=", "--full-history", "--no-renames", "--no-abbrev", "--no-relative")
    parts = trees.calls.run("--literal-pathspecs", *words, head, f"^{commit}", "--", *named).split(b"\0")
    found: dict[str, list[tuple[str, str]]] = {}
    for information, name in pairwise(parts):
        path = os.fsdecode(name)
        if information.lstrip(b"\n").startswith(b":") and path in wanted:
            old, new = ("" if one is None else one.blob for one in difference_in(information))
            found.setdefault(path, []).append((old, new))
    return found
