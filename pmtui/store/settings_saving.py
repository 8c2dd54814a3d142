"""What a change of the team's settings makes of `pmtui.json`: the setting it is about, in its place; the others as they stand."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from pmtui.domain.canonical import BadJson, decode, encode_object
from pmtui.domain.change import Change, Edit, edited_data, same_value
from pmtui.domain.merge import edited, merge
from pmtui.domain.team_settings import NAME, PREFIX, SETTINGS_ID, as_fields
from pmtui.store.errors import USAGE, StoreError
from pmtui.store.layout import SETTINGS, default_name
from pmtui.store.regular import read_regular
from pmtui.store.saving import STALE, Prepared, new_conflicts
from pmtui.store.settings_merge import KIND, flat, nested

_KEPT_BY_MERGE = ("conflicts", "settled")


def stored_fields(root: str) -> dict[str, Any] | None:
    """The fields of the record that `pmtui.json` is, as it stands now; None where it cannot be read."""
    try:
        return _fields(root, _read(root))
    except StoreError:
        return None


def prepared_settings(root: str, change: Change, edit: Edit, mark: str, *, is_strict: bool) -> Prepared:
    """An edit of the settings, ready to be written.

    Args:
        root: The workspace's folder.
        change: What the edit is part of, for messages.
        edit: Which settings, by `settings.KEY`, are to be what; or the `name`.
        mark: `do`, `undo` or `redo`.
        is_strict: Whether to refuse where somebody has changed the same settings since.

    Raises:
        StoreError: `pmtui.json` cannot be read, somebody changed the same setting since, or it is none.
    """
    before = _checked(edit)
    data = _read(root)
    disk = _fields(root, data)
    names = set(edit.fields)
    is_merged = False
    if all(same_value(disk, before, name) for name in names):
        known = {*disk.get("conflicts", ()), *disk.get("settled", ())}
        if names.isdisjoint({*known, *_KEPT_BY_MERGE}):
            whole, new = _placed(data, edit), edited_data(disk, edit)
        else:  # to set a value on which two people disagreed is to decide it
            by_hand = not names.isdisjoint(_KEPT_BY_MERGE)
            new = edited_data(disk, edit) if by_hand else edited(KIND, disk, {name: edit.after.get(name) for name in names})
            whole, names = _whole(new), {*disk, *new}
    elif is_strict:
        stale = next((name for name in sorted(names) if not same_value(disk, before, name)), NAME)
        raise StoreError(
            f"cannot {mark} {change.title!r}: {stale.removeprefix(PREFIX)} has changed since", "look at pmtui settings and set it by hand",
            STALE,
        )
    else:
        base = {**{name: value for name, value in disk.items() if name not in names}, **before}
        new = merge(KIND, base, edited_data(base, edit), disk)
        whole, is_merged, names = _whole(new), True, {*disk, *new}
    conflicts = new_conflicts(KIND, disk, new) if is_merged else ()
    raw = encode_object(whole) if any(not same_value(disk, new, name) for name in names) else None
    return Prepared(edit, SETTINGS, disk, new, raw, is_merged, conflicts, frozenset(names))


def _checked(edit: Edit) -> Mapping[str, Any]:
    """What an edit of the settings expects to find."""
    wrong = sorted(name for name in edit.fields if name not in (NAME, *_KEPT_BY_MERGE) and (not name.startswith(PREFIX) or name == PREFIX))
    if edit.id != SETTINGS_ID or edit.before is None or wrong:
        raise StoreError(f"cannot save {SETTINGS}: {wrong[0] if wrong else 'it'} is no setting", "", "bad_value", USAGE)
    return edit.before


def _whole(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The file with these fields in their canonical order."""
    return nested({name: value for name, value in fields.items() if name != "id"})


def _read(root: str) -> dict[str, Any]:
    path = os.path.join(root, SETTINGS)
    try:
        return decode(read_regular(path))
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}", "look at its permissions", "bad_workspace") from None
    except BadJson as error:
        wrong = f"cannot save {path}: it is not written over, for it cannot be read: {error}"
        raise StoreError(wrong, "mend it by hand", "unreadable") from None


def _fields(root: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The record that the file is; the name that everybody sees where it says none."""
    return {**as_fields({}, str(data.get(NAME) or default_name(root))), **flat(data), NAME: data.get(NAME) or default_name(root)}


def _placed(data: Mapping[str, Any], edit: Edit) -> dict[str, Any]:
    """The file with some settings changed: each stands where it stood, a new one where the alphabet puts it."""
    whole = dict(data)
    if NAME in edit.fields:
        whole = _with(whole, NAME, edit.after) if NAME in whole else {**_first(whole), NAME: edit.after.get(NAME), **_rest(whole)}
    settings = whole.get("settings")
    inner = dict(settings) if isinstance(settings, Mapping) else {}
    for name in sorted(edit.fields - {NAME}):
        key = name[len(PREFIX) :]
        inner = _with(inner, key, {key: edit.after[name]} if name in edit.after else {})
    return {**whole, "settings": inner}


def _first(whole: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in whole.items() if name == "format"}


def _rest(whole: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in whole.items() if name != "format"}


def _with(whole: Mapping[str, Any], key: str, after: Mapping[str, Any]) -> dict[str, Any]:
    """An object with one key set, or taken out where it is not in `after`."""
    if key not in after:
        return {name: value for name, value in whole.items() if name != key}
    if key in whole:
        return {name: after[key] if name == key else value for name, value in whole.items()}
    before, behind = _parted(whole.items(), key)
    return {**before, key: after[key], **behind}


def _parted(pairs: Iterable[tuple[str, Any]], key: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The pairs before the first key that the alphabet puts behind a key, and the others."""
    before: dict[str, Any] = {}
    behind: dict[str, Any] = {}
    for name, value in pairs:
        (behind if behind or name > key else before)[name] = value
    return before, behind
