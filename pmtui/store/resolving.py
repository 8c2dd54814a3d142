"""Which records a person means by an id, the beginning of one, or a title."""

from __future__ import annotations

import os
from collections.abc import Iterable

from pmtui.domain.change import MINIMUM_PREFIX
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import ID_ALPHABET, ID_LENGTH, Kind
from pmtui.domain.validation import is_id
from pmtui.store.files import RecordStore

Candidate = tuple[str, str]
"""Kind and id."""

_LETTERS = frozenset(ID_ALPHABET)


def resolved(store: RecordStore, text: str, kinds: Iterable[str]) -> list[Candidate]:
    """The records that a text may mean.

    A whole id costs one look at the file system for each kind, the beginning of an id the listing of one folder for
    each kind; only a title loads the records.

    Args:
        store: The records.
        text: A whole id, the beginning of one (at least 3 characters), either with the kind's letter before it
            (`B-4k3`), or an exact title.
        kinds: The kinds to look in; all where none are given.

    Returns:
        All that match, in the order of the kinds and then of the ids; empty where nothing does.
    """
    text = text.strip()
    wanted = [SCHEMA[name] for name in kinds] or list(SCHEMA.kinds.values())
    letter, dash, rest = text.partition("-")
    named = SCHEMA.by_letter.get(letter.upper()) if dash else None
    if named is not None:
        found = _by_id(store, rest, [kind for kind in wanted if kind is named])
        if found:
            return found
    return _by_id(store, text, wanted) or _by_title(store, text, wanted)


def _by_id(store: RecordStore, text: str, kinds: Iterable[Kind]) -> list[Candidate]:
    text = text.lower()
    if is_id(text):
        return [(kind.name, text) for kind in kinds if store.exists(kind.name, text)]
    if not MINIMUM_PREFIX <= len(text) < ID_LENGTH or not _LETTERS.issuperset(text):
        return []
    return [(kind.name, id) for kind in kinds for id in _starting(f"{store.root}/{kind.collection}/{text[0]}", text)]


def _starting(folder: str, text: str) -> list[str]:
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(name[:-5] for name in names if name.startswith(text) and name.endswith(".json") and is_id(name[:-5]))


def _by_title(store: RecordStore, text: str, kinds: Iterable[Kind]) -> list[Candidate]:
    """Living records with exactly this title; deleted ones where no living one has it."""
    living: list[Candidate] = []
    deleted: list[Candidate] = []
    for kind in kinds if text else ():
        rows = store.rows(kind.name)
        mask = rows.column("title").where(lambda title: title == text)
        gone = rows.column("deleted_at")
        for at in [at for at, is_match in enumerate(mask) if is_match]:
            (living if gone[at] is None else deleted).append((kind.name, rows.id(at)))
    return living or deleted
