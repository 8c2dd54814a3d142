"""Which contested field a person means: by its name, and inside entries by what is written on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmtui.commands.assignments import label_of
from pmtui.commands.core import Refused
from pmtui.domain.change import MINIMUM_PREFIX
from pmtui.domain.conflicts import Conflict
from pmtui.domain.records import Record
from pmtui.domain.text import one_line

_LONGEST = 60


def contested_path(record: Record, conflicts: Sequence[Conflict], words: str) -> Conflict:
    """The conflict that a person names by its field.

    Args:
        record: The record that they speak of.
        conflicts: Its open conflicts.
        words: A field, by any of its names; inside an entry `criteria.ENTRY.text`, where ENTRY is the beginning of its id,
            or its name or title.

    Raises:
        Refused: There is no such conflict, or several could be meant.
    """
    field = record.schema.field(words)
    exact = [one for one in conflicts if one.path in (words, field.name if field is not None else words)]
    found = exact or [one for one in conflicts if _is_meant(record, one.path.split("."), words.split("."))]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(one.path for one in (found or conflicts))
    if found:
        raise Refused(f"{_brief(words)} is ambiguous: it could be {listed}", "type more of the entry's id", "ambiguous", 4)
    raise Refused(
        f"{_brief(words)} of {record.schema.shown_id(record.id)} has no conflict", f"those that have: {listed}; pmtui set sets another",
        "no_conflict",
    )


def _is_meant(record: Record, path: list[str], words: list[str]) -> bool:
    """Whether words such as `criteria.3kq.text` name a path; a title with dots in it counts as one word."""
    if len(words) < len(path) or len(path) < 3 or (len(path) != len(words) and len(path) > 3):
        return False
    words = [words[0], ".".join(words[1:-1]), words[-1]] if len(path) == 3 else words
    field = record.schema.field(words[0])
    if field is None or field.name != path[0]:
        return False
    entries: Any = record.data.get(path[0])
    for id, name, word, key in zip(path[1::2], path[2::2], words[1::2], words[2::2], strict=True):
        entry = next((one for one in entries if isinstance(one, Mapping) and one.get("id") == id), {}) if isinstance(entries, list) else {}
        is_entry = (len(word) >= MINIMUM_PREFIX and id.startswith(word)) or (bool(word) and word == label_of(entry))
        if not is_entry or name != key:
            return False
        entries = entry.get(name)
    return True


def _brief(words: str) -> str:
    return repr(one_line(words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"))
