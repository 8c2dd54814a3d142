"""The records of a collection, read quickly: from a disposable cache, checked against the files.

`load_rows` gives them, `refresh` looks again, `save_cache_if_needed` writes the cache. The files are the truth: a
cache that is missing, stale, damaged or not writable costs time, never a value.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from pmtui.domain.schema import Kind
from pmtui.store.cache_base import Base, Place, Seen, Unmerged
from pmtui.store.cache_format import Damaged, compose
from pmtui.store.cache_image import Image
from pmtui.store.cache_look import Look, doubting, strays_of
from pmtui.store.cached_rows import CachedRows
from pmtui.store.loaded import Repair
from pmtui.store.signatures import BLANK, Shard, differing, list_folder

if TYPE_CHECKING:
    from pathlib import Path

FORKING = 30_000
"""From how many files on the command line shares the statting between processes."""
_PROCESSES = 4
_LEAST_CHANGES = 64
_ABANDONED = 3600.0
"""Seconds after which a temporary file in the cache's folder is what a killed process left."""


def load_rows(
    root: Path | str, local: Path | str, kind: Kind, validated: bool = True, *,
    repair: Repair | None = None, unmerged: Unmerged | None = None, may_fork: bool = False,
) -> CachedRows:
    """The records of a kind.

    Args:
        root: The workspace's folder.
        local: Its `.local` folder; it need not exist or be writable.
        kind: The kind to read.
        validated: Compare every file with the cache and read what changed. Else the cache is taken as it is, for a
            first paint; the files are read if there is none.
        repair: Mends the bytes of a file that cannot be read or is unmerged; what it mends is read and mended again each time.
        unmerged: The ids of the records that git has not finished merging; asked at each comparison with the files.
        may_fork: Whether a large collection may be compared by several processes: only in a program without threads.
    """
    place = Place(str(root), str(local), kind, repair, unmerged)
    rows = _cached(place)
    if rows.base.is_saved and not validated:
        return rows
    return refresh(rows, may_fork=may_fork)


def cached_rows(
    root: Path | str, local: Path | str, kind: Kind, *, repair: Repair | None = None, unmerged: Unmerged | None = None,
) -> CachedRows | None:
    """The records of a kind as the cache has them, unchecked; None where there is no cache that can be used."""
    rows = _cached(Place(str(root), str(local), kind, repair, unmerged))
    return rows if rows.base.is_saved else None


def refresh(rows: CachedRows, paths: Collection[Path] | None = None, *, may_fork: bool = False) -> CachedRows:
    """The records as the files hold them now: the same object where nothing changed.

    Args:
        rows: The records as they were last read.
        paths: Files that may have changed; None looks at all.
        may_fork: See `load_rows`.
    """
    known = _known(rows)
    if known is None:
        rows, known, paths = _empty(rows.place), {}, None
    elif rows.seen.listing is None or rows.strays:  # what cannot be read must be looked for everywhere
        paths = None
    place = rows.place
    unmerged = place.unmerged() if place.unmerged is not None else frozenset()
    if unmerged:
        known = doubting(known, unmerged)
    listed = list_folder(place.folder)
    shards = sorted({*listed.shards, *known})
    if paths is not None:
        doubted = {id[0] for id in (*unmerged, *rows.seen.unmerged)}  # git may have finished, and not a file be touched
        shards = sorted({*_shards_of(place, paths, shards), *doubted.intersection(shards)})
    found, unreadable = differing(place.folder, known, shards, _processes(known) if may_fork else 1)
    looked = Look(rows, known, unmerged)
    if found:
        looked.read(found)
    strays = strays_of(place, {**listed.strays, **unreadable})
    return looked.result(strays)


def save_cache_if_needed(rows: CachedRows) -> CachedRows:
    """Write the cache if there is none or more than 1 % of it, at least 64 files, are stale.

    Returns:
        The same records, from the new cache if one was written: with the same positions, and needing less memory.
    """
    seen = rows.seen
    stale = len(seen.touched)
    if seen.listing is None or (rows.base.is_saved and stale <= max(_LEAST_CHANGES, len(rows) // 100)):
        return rows
    if not seen.listing and not len(rows):
        return rows
    pieces = compose(rows.place.kind, rows, seen.listing, tuple(seen.faults.values()), rows.strays)
    image = _written(rows.place, pieces)
    if image is None:
        return rows
    saved = CachedRows(Base(rows.place, image, is_saved=True), Seen(seen.listing, frozenset(), seen.faults), {}, frozenset(), rows.strays)
    saved.adopt_columns(rows)
    return saved


def _empty(place: Place) -> CachedRows:
    return CachedRows(Base.of(place, []), Seen({}, frozenset(), {}), {}, frozenset(), ())


def _cached(place: Place) -> CachedRows:
    """What the cache holds; nothing, if there is no sound one."""
    try:
        image = Image.mapped(place.kind, place.cache)
    except Damaged:
        _remove(place.cache)
        return _empty(place)
    except (OSError, ValueError):
        return _empty(place)
    seen = Seen(None, frozenset(), {one.path: one for one in image.faults})
    return CachedRows(Base(place, image, is_saved=True), seen, {}, frozenset(), image.strays)


def _known(rows: CachedRows) -> dict[str, Shard] | None:
    """What is known of the folder; None if that is lost."""
    if rows.seen.listing is not None:
        return rows.seen.listing
    if not rows.base.is_saved:  # it had to be mended before anybody looked
        return None
    try:
        return rows.base.image.listing()
    except Damaged:
        _remove(rows.place.cache)
        return None


def _processes(known: dict[str, Shard]) -> int:
    files = sum(len(shard.signatures) for shard in known.values()) // len(BLANK)
    if files <= FORKING or not hasattr(os, "fork"):
        return 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(_PROCESSES, usable)


def _shards_of(place: Place, paths: Iterable[Path], shards: list[str]) -> list[str]:
    """The shards that these paths touch; all of them if a path is the collection or above it."""
    touched: set[str] = set()
    folder = os.path.realpath(place.folder)
    for path in paths:
        above, name = os.path.split(path)
        inside = os.path.relpath(os.path.join(os.path.realpath(above), name), folder)
        if inside == os.curdir or set(inside.split(os.sep)) == {os.pardir}:
            return shards
        touched.add(inside.split(os.sep)[0])
    return [name for name in shards if name in touched]


def _written(place: Place, pieces: list[bytes]) -> Image | None:
    """Write the cache beside its place, map it, and put it there; None if that cannot be done."""
    temporary = f"{place.cache}.{os.getpid()}-{time.monotonic_ns()}.tmp"
    try:
        os.makedirs(os.path.dirname(place.cache), exist_ok=True)
        _remove_abandoned(place)
        with open(temporary, "wb") as file:
            file.writelines(pieces)
        image = Image.mapped(place.kind, temporary)
        os.replace(temporary, place.cache)
    except (OSError, ValueError, Damaged):
        _remove(temporary)
        return None
    return image


def _remove_abandoned(place: Place) -> None:
    with os.scandir(os.path.dirname(place.cache)) as entries:
        for entry in entries:
            if entry.name.startswith(f"{place.kind.collection}.cache.") and entry.stat().st_mtime < time.time() - _ABANDONED:
                _remove(entry.path)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return  # it is not there, or the folder is read-only: the cache is not used anyway
