"""What the doctor looks at in git: merges that are not finished or came out wrong, the merge driver, what a dead sync left."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress

from pmtui.store.both_sides import both_sides, record_in
from pmtui.store.doctor_faults import ERROR, WARNING, DoctorFault
from pmtui.store.doctor_place import place_faults, place_fixes
from pmtui.store.driver_registration import GONE, MISSING, is_writable, register, registration
from pmtui.store.errors import StoreError
from pmtui.store.git import Git, GitError
from pmtui.store.git_folders import place_of
from pmtui.store.lock import Lock
from pmtui.store.mended_files import WrongFile, document_at
from pmtui.store.mending import Memory, mended_all
from pmtui.store.regular import read_regular
from pmtui.store.small_files import kept
from pmtui.store.unmerged import versions
from pmtui.store.workspace import Workspace

_OLD = 600.0
"""Seconds after which a lock of another git counts as left behind."""
_FIX = "pmtui doctor --fix"
_NAMED = 3


def git_faults(workspace: Workspace) -> Iterator[DoctorFault]:
    """What is wrong between a workspace and git; runs git a few times, whatever the number of records."""
    misplaced = list(place_faults(workspace))
    yield from misplaced
    if any(one.severity == ERROR for one in misplaced):
        return
    if not Git(workspace.root).is_repository():
        yield DoctorFault(
            WARNING, "no_repository", None, None, "the workspace is in no git repository: there is no history and no sharing",
            "run `git init` in it or in the folder above",
        )
        return
    yield from _unmerged(workspace)
    yield from _driver(workspace)
    yield from _left_behind(workspace)
    if not workspace.is_read_only:
        yield from _wrong_merges(workspace)


def git_fixes(workspace: Workspace) -> list[str]:
    """Mend what needs no judgement; under the workspace's lock. Says in words what was mended.

    Raises:
        StoreError: A file cannot be written.
    """
    done = place_fixes(workspace)
    if _remove_orphan(workspace):
        done.append("removed the index.lock that a sync left when it died")
    done += [*_merge_unfinished(workspace), *_mend(workspace)]
    news = register(workspace.root)
    return [*done, news] if news else done


def _unmerged(workspace: Workspace) -> Iterator[DoctorFault]:
    for path, stages in sorted(versions(workspace.root).items()):
        is_ours = both_sides(workspace.root, path, stages) is not None
        advice = f"{_FIX} merges it field by field" if is_ours else f"look at it, then `git add {path}`"
        if is_ours and not {2, 3} <= stages.keys():
            advice = f"{_FIX} keeps the record, for one side went on with it; to delete it use pmtui delete"
        yield DoctorFault(WARNING, "unmerged", path, _id_in(path), "git has not finished merging it", advice)


def _merge_unfinished(workspace: Workspace) -> list[str]:
    """Merge, field by field, the records that a merge by git has left in its index, and tell git that they are done."""
    git, done = Git(workspace.root), []
    with suppress(GitError):
        for path, stages in sorted(versions(workspace.root).items()):
            raw = both_sides(workspace.root, path, stages)
            if raw is not None:
                workspace.records.write_file(path, raw)
                git.run("add", "--", path)
                done.append(f"{path}: both sides of git's merge are in it now")
    return done


def _driver(workspace: Workspace) -> Iterator[DoctorFault]:
    state = registration(workspace.root)
    if state in (MISSING, GONE):
        message = "git merges records line by line in this clone, for it does not know pmtui's merge driver"
        if state == GONE:
            message = "git cannot merge records in this clone: the program of the merge driver in .git/config is gone"
        advice = _FIX if is_writable(workspace.root) else f"make .git/config writable, then {_FIX}"
        yield DoctorFault(WARNING, "no_driver" if state == MISSING else "driver_gone", None, None, message, advice)


def _left_behind(workspace: Workspace) -> Iterator[DoctorFault]:
    """What a sync or another git left when it died."""
    lock = _index_lock(workspace)
    if _is_syncing(workspace):
        return
    if _is_ours(lock):
        message = "a sync left git's index.lock when it died; no git can commit until it is gone"
        yield DoctorFault(WARNING, "orphan_lock", lock, None, message, f"pmtui sync, or {_FIX}")
    else:
        with suppress(OSError):
            age = time.time() - os.stat(lock).st_mtime
            if age > _OLD:
                message = f"another git has held its index.lock for {int(age // 60)} minutes, or died"
                yield DoctorFault(WARNING, "index_locked", lock, None, message, f"if no git runs any more, remove it: rm {lock}")
    if kept(os.path.join(workspace.local, "sync", "move.json")):
        yield DoctorFault(WARNING, "unfinished_sync", None, None, "a sync died before its merge was in all files", "pmtui sync finishes it")


def _index_lock(workspace: Workspace) -> str:
    at = place_of(workspace.root)
    return os.path.join(at.folder, "index.lock") if at is not None else ""


def _is_ours(lock: str) -> bool:
    from pmtui.store.sync_index import TOKEN

    with suppress(OSError), open(lock, "rb") as file:
        return file.read(len(TOKEN)) == TOKEN.encode()
    return False


def _is_syncing(workspace: Workspace) -> bool:
    path = os.path.join(workspace.local, "sync", "lock")
    if not os.path.exists(path):
        return False
    lock = Lock(path, timeout=0.0)
    try:
        with lock:
            return False
    except StoreError:
        return True
    finally:
        lock.close()


def _remove_orphan(workspace: Workspace) -> bool:
    lock = _index_lock(workspace)
    if not _is_ours(lock) or _is_syncing(workspace):
        return False
    with suppress(OSError):
        os.remove(lock)
        return True
    return False


def _wrong_merges(workspace: Workspace) -> Iterator[DoctorFault]:
    wrong, files, prefix = _lost(workspace)
    for path, raw in files.items():
        own = path[len(prefix) :]
        merges = ", ".join(dict.fromkeys(one.commit[:10] for one in wrong if one.path == path))
        now = _disk(os.path.join(workspace.root, own))
        message = f"a merge by git without pmtui ({merges}) {_loss(own, now, raw)}"
        yield DoctorFault(ERROR, "wrong_merge", own, _id_in(own), message, f"{_FIX} brings it back; later edits stay")


def _loss(own: str, now: bytes | None, wanted: bytes) -> str:
    """What a merge has done to a file, in words."""
    document = document_at(own)
    old, new = (document.read(raw) if document is not None else None for raw in (now, wanted))
    if old is None or new is None:
        return "has taken it away" if now is None else "has left it so that nobody can read it"
    contested = [side.get("conflicts") or {} for side in (old, new)]
    names = {name for name in {*old, *new} - {"conflicts", "settled"} if old.get(name) != new.get(name)}
    named = sorted(names | (contested[1].keys() - contested[0].keys()))
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    return f"has lost something of {', '.join(named[:_NAMED]) or 'it'}{more}"


def _mend(workspace: Workspace) -> list[str]:
    _, files, prefix = _lost(workspace)
    done = []
    for path, raw in files.items():
        workspace.records.write_file(path[len(prefix) :], raw)
        done.append(f"{path[len(prefix) :]}: what a merge by git alone had lost is there again, beside what came since")
    return done


def _lost(workspace: Workspace) -> tuple[list[WrongFile], dict[str, bytes], str]:
    """What merges have joined wrongly, what their files shall hold, by path in the repository, and the workspace's folder in that."""
    from pmtui.store.plain_merges import wrong_files
    from pmtui.store.sync_git import Calls
    from pmtui.store.sync_trees import Trees

    calls = Calls(workspace.root)
    try:
        top, prefix = (calls.text("rev-parse", "--show-toplevel", "--show-prefix") + "\n").split("\n")[:2]
        head = calls.text("rev-parse", "--verify", "--quiet", "HEAD^{commit}", allowed=(0, 1))
        memory = Memory(workspace.local)
        looked = memory.looked()
        if not head or (looked.is_whole and looked.head == head):
            return [], {}, prefix
        calls.folder = top
        wrong = wrong_files(Trees(calls), prefix, head, looked.head if looked.is_whole else "")
    except (GitError, StoreError):  # a broken repository is git's to tell of
        return [], {}, ""
    if not wrong:
        memory.remember(head, is_whole=True)
    return wrong, mended_all(wrong, lambda path: _disk(os.path.join(top, path))), prefix


def _disk(path: str) -> bytes | None:
    with suppress(OSError):
        return read_regular(path, follows_links=False)
    return None


def _id_in(path: str) -> str | None:
    return (record_in(path) or (None, None))[1]
