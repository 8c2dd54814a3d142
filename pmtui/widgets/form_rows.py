"""The rows of a form, from top to bottom: sections, fields, entries within entries, and what is only shown. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from pmtui.commands.forms import FIXED as FIXED_BY
from pmtui.commands.forms import is_fixed
from pmtui.domain.canonical import compact
from pmtui.domain.form_sections import Section, form_sections
from pmtui.domain.schema import ENTRIES, OBJECT, RANK, Field
from pmtui.domain.text import spoken
from pmtui.widgets.form_model import FormModel, is_group
from pmtui.widgets.form_paths import Path, path_name

SECTION, FIELD, GROUP, ENTRY, ADD, SIDE, FIXED = "section", "field", "group", "entry", "add", "side", "fixed"
"""What a row is: a heading, a field that is edited, a keyed list or object, an entry, the row that adds one, one value of a
conflict, and what is only shown."""
_MANY = 8
"""Keyed lists with more entries than this are folded at first."""
_FOLDED = frozenset({"ballots"})
"""Keyed lists that are folded at first whatever they hold: what others have scored is not to be seen in passing."""


class Row(NamedTuple):
    """One row.

    Attributes:
        type: One of the constants of this module.
        path: Where its value stands; `("", TITLE)` for a section.
        label: What it is called.
        depth: How deep it is nested, from 0.
        field: Its declaration; for an entry and the row that adds one that of the keyed list.
        value: The value of a side of a conflict, or of a field that the schema does not know.
        is_open: Whether what is below it is shown.
    """

    type: str
    path: Path
    label: str
    depth: int = 0
    field: Field | None = None
    value: Any = None
    is_open: bool = False


class Folds:
    """What is unfolded. What nobody has folded or unfolded stays as it was when it was first shown."""

    def __init__(self) -> None:
        """Nothing has been shown yet."""
        self._known: dict[Path, bool] = {}

    def is_open(self, path: Path, at_first: bool) -> bool:
        """Whether what is below a row is shown."""
        return self._known.setdefault(path, at_first)

    def set(self, path: Path, is_open: bool) -> None:
        """Fold or unfold."""
        self._known[path] = is_open

    def reveal(self, model: FormModel, path: Path) -> None:
        """Unfold everything around a path."""
        for size in range(1, len(path)):
            self._known[path[:size]] = True
        for section in form_sections(model.kind):
            if path[0] in section.names:
                self._known["", section.title] = True


def form_rows(model: FormModel, folds: Folds) -> list[Row]:
    """All rows that are to be shown."""
    rows: list[Row] = []
    conflicts = model.conflicts()
    for section in form_sections(model.kind):
        fields = [model.kind.fields[name] for name in section.names if _is_shown(model, name)]
        if not fields:
            continue
        is_open = folds.is_open(("", section.title), not _is_idle(model, section))
        rows.append(Row(SECTION, ("", section.title), section.title, value=len(fields), is_open=is_open))
        if is_open:
            for field in fields:
                rows.extend(_field_rows(model, folds, (field.name,), field, 0, conflicts))
    unknown = model.record.unknown() if model.record is not None else []
    if unknown:
        is_open = folds.is_open(("", "Other fields"), True)
        rows.append(Row(SECTION, ("", "Other fields"), "Other fields", value=len(unknown), is_open=is_open))
        rows.extend(Row(FIXED, (name,), spoken(name), value=model.data[name]) for name in unknown if is_open)
    return rows


def _is_shown(model: FormModel, name: str) -> bool:
    """Deleted records are restored elsewhere: their field is shown where it says something."""
    return name != "deleted_at" or model.top(name) is not None


def _is_idle(model: FormModel, section: Section) -> bool:
    names = (name for name in section.names if name not in ("created_at", "created_by", "rank"))
    return section.is_advanced and all(model.top(name) in (None, []) or model.top(name) is False for name in names)


def _field_rows(
    model: FormModel, folds: Folds, path: Path, field: Field, depth: int, conflicts: dict[str, list[Any]],
) -> Iterator[Row]:
    if is_group(field):
        yield from _group_rows(model, folds, path, field, depth, conflicts)
    elif is_fixed(field) or path[0] in FIXED_BY:
        if field.type != RANK or depth == 0:
            yield Row(FIXED, path, spoken(field.name), depth, field, model.value(path))
    else:
        yield Row(FIELD, path, spoken(field.name), depth, field)
    for value in conflicts.get(path_name(path), ()):
        yield Row(SIDE, path, "", depth, field, value)


def _group_rows(
    model: FormModel, folds: Folds, path: Path, field: Field, depth: int, conflicts: dict[str, list[Any]],
) -> Iterator[Row]:
    entries = model.entries(path) if field.type == ENTRIES else []
    is_short = 0 < len(entries) <= _MANY and field.name not in _FOLDED
    at_first = is_short if field.type == ENTRIES else bool(model.value(path))
    is_open = folds.is_open(path, at_first)
    yield Row(GROUP, path, spoken(field.name), depth, field, len(entries), is_open)
    if not is_open:
        return
    if field.type == OBJECT:
        for inner in field.entry:
            yield from _field_rows(model, folds, (*path, inner.name), inner, depth + 1, conflicts)
        return
    counts = Counter(id for entry in entries if isinstance(id := entry.get("id"), str))
    for entry in entries:
        id = entry.get("id")
        if not isinstance(id, str) or counts[id] > 1:  # nothing tells it from the others: it is kept as it is
            yield Row(FIXED, path, "no id of its own", depth + 1, None, compact(entry))
            continue
        place = (*path, id)
        is_unfolded = folds.is_open(place, any(name.startswith(f"{path_name(place)}.") for name in conflicts))
        yield Row(ENTRY, place, "", depth + 1, field, entry, is_unfolded)
        if is_unfolded:
            for inner in field.entry:
                yield from _field_rows(model, folds, (*place, inner.name), inner, depth + 2, conflicts)
    yield Row(ADD, path, f"add to {spoken(field.name)}", depth + 1, field)
