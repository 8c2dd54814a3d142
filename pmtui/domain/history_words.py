"""What happened to a record, in words for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pmtui.domain.canonical import compact
from pmtui.domain.dates import days_between
from pmtui.domain.history import ADDED, AROSE, PURGED, FieldChange, Revision, label_of, shown_first
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import DATE, ENTRIES, LINES, LINK, LINKS, SET, TEXT, Field, Kind
from pmtui.domain.text import counted, one_line, spoken
from pmtui.domain.values import shown_value

Name = Callable[[str], str]
"""What people call the record with this id: its title, a person's handle; empty where it is not known."""

BLANK = "blank"
"""What a field without a value is said to be."""
LONGEST = 60
"""Characters of a text that stand in a sentence; more are cut."""
_ONE_OF = {
    "criteria": "criterion", "evidence": "evidence", "journey": "stage", "kpis": "KPI", "urls": "link", "reasons": "reason",
    "changes": "change", "stages": "stage",
}
"""What one entry of a keyed list is called, where that is not its name without the s."""


def kind_of(name: str) -> Kind | None:
    """The kind of a revision; None for one that is not known here."""
    return SCHEMA.kinds.get(name)


def revision_words(revision: Revision, name: Name) -> str:
    """What became of a record, on one line: `status ready → doing; estimate 3 → 5`."""
    if revision.fault:
        return revision.fault
    if revision.what == PURGED:
        return "purged: its file was removed"
    if revision.what == ADDED:
        status = next((one.after for one in revision.changes if one.path == "status"), None)
        return f"added as {status}" if status else "added"
    words = "; ".join(change_words(revision.kind, one, name) for one in shown_first(revision.changes))
    return f"merge: {words}" if revision.is_merge else words


def change_words(kind: str, change: FieldChange, name: Name) -> str:
    """What became of a field: `status ready → doing — waits no longer`."""
    words = _words(kind, change, name)
    return f"{words} — {shortened(one_line(change.reason))}" if change.reason else words


def _words(kind: str, change: FieldChange, name: Name) -> str:
    field = field_at(kind, change.path)
    called = "deleted" if change.conflict and change.path == "deleted_at" else called_at(kind, change)
    if change.conflict and field is not None and field.type == LINES:  # texts begin alike: which they are, the whole of them tells
        return f"conflict in {called}{' settled' if change.conflict != AROSE else ''}"
    if change.conflict == AROSE:
        return f"conflict in {called}: {' or '.join(conflict_value(field, change, one, name) for one in change.values)}"
    if change.conflict:
        return f"conflict in {called} settled: {conflict_value(field, change, change.after, name)}"
    if change.path == "deleted_at" and (change.before is None) != (change.after is None):
        return "deleted" if change.before is None else "restored"
    if change.path == "rank" and isinstance(change.before, str) and isinstance(change.after, str):
        return "moved up" if change.after < change.before else "moved down"
    if field is not None and field.type == ENTRIES and is_entry(kind, change.path):
        return f"{called} {'added' if change.before is None else 'removed'}"
    return f"{called} {step_words(field, change.before, change.after, name)}"


def conflict_value(field: Field | None, change: FieldChange, value: Any, name: Name) -> str:
    """One of the values in a conflict; of a deletion what became of the record."""
    if change.path == "deleted_at":
        return "deleted" if value else "alive"
    return value_words(field, value, name)


def step_words(field: Field | None, before: Any, after: Any, name: Name) -> str:
    """From what to what: `3 → 5`, `+billing −vat`, `written`."""
    type = TEXT if field is None else field.type
    if type in (SET, LINKS) and all(isinstance(one, list) for one in (before or [], after or [])):
        came, went = ([one for one in a or [] if one not in (b or [])] for a, b in ((after, before), (before, after)))
        words = [*(f"+{_label(field, one, name)}" for one in came), *(f"−{_label(field, one, name)}" for one in went)]
        return " ".join(words) or "rewritten"
    if type == LINES and all(isinstance(one, list) for one in (before or [], after or [])):
        return _lines_words(before or [], after or [])
    shift = _shift(before, after) if type == DATE else ""
    return f"{value_words(field, before, name)} → {value_words(field, after, name)}{shift}"


def value_words(field: Field | None, value: Any, name: Name) -> str:
    """A value as it stands in a sentence: texts in quotation marks, linked records by their names."""
    if value is None or value in ([], ""):
        return BLANK
    if field is None:
        return shortened(one_line(value if isinstance(value, str) else compact(value)))
    if field.type in (LINK, LINKS, SET):
        return ", ".join(_label(field, one, name) for one in (value if isinstance(value, list) else [value]))
    if field.type == LINES and isinstance(value, list):
        return f"“{shortened(shown_value(field, value))}”"
    if field.type == ENTRIES and isinstance(value, dict):
        return f"“{shortened(one_line(label_of(field, value) or compact(value)))}”"
    shown = shortened(shown_value(field, value))
    return f"“{shown}”" if field.type == TEXT and " " in shown else shown


def field_at(kind: str, path: str) -> Field | None:
    """The declaration of a field by its path; that of the keyed list for a whole entry, None where the schema has none."""
    known = kind_of(kind)
    if known is None or not is_inside(kind, path):
        return known.fields.get(path) if known is not None else None
    words = path.split(".")
    found = known.fields.get(words[0])
    for word in words[2::2]:
        found = next((one for one in found.entry if one.name == word), None) if found is not None else None
    return found


def is_inside(kind: str, path: str) -> bool:
    """Whether a path leads to or into an entry of a keyed list; an unknown field's name may have dots, too."""
    known = kind_of(kind)
    field = known.fields.get(path.partition(".")[0]) if known is not None and "." in path else None
    return field is not None and field.type == ENTRIES


def is_entry(kind: str, path: str) -> bool:
    """Whether a path leads to a whole entry of a keyed list."""
    return path.count(".") % 2 == 1 and is_inside(kind, path)


def called_at(kind: str, change: FieldChange) -> str:
    """What people call a field: `estimate`; in an entry with the entry's name: `criterion “Works offline” done`."""
    if not is_inside(kind, change.path):
        return in_words(change.path)
    names = change.path.split(".")
    words = [_ONE_OF.get(one, one.removesuffix("s")) for one in names[:-1:2]]
    label = f" “{shortened(one_line(change.label))}”" if change.label else ""
    if is_entry(kind, change.path):
        return f"{words[-1]}{label}"
    return f"{words[0]}{label} {' '.join([*words[1:], in_words(names[-1])])}"


def in_words(name: str) -> str:
    """A field's name as people read it: `done_at` is `done at`."""
    return spoken(one_line(name))


def shortened(text: str, most: int = LONGEST) -> str:
    """A text of at most so many characters, with an ellipsis where something is missing."""
    return text if len(text) <= most else text[: most - 1] + "…"


def changed_fields(revision: Revision) -> Iterable[str]:
    """The names of the fields that changed, those of keyed lists without what is in them."""
    return dict.fromkeys(one.path.partition(".")[0] for one in revision.changes)


def _label(field: Field | None, value: Any, name: Name) -> str:
    text = value if isinstance(value, str) else compact(value)
    is_link = field is not None and field.type in (LINK, LINKS)
    return shortened(one_line((name(text) if is_link else "") or text))


def _shift(before: Any, after: Any) -> str:
    days = days_between(before, after) if isinstance(before, str) and isinstance(after, str) else None
    return f" ({abs(days)} d {'later' if days > 0 else 'earlier'})" if days else ""


def _lines_words(before: list[Any], after: list[Any]) -> str:
    if not before or not after:
        count = len(after or before)
        return f"{'written' if after else 'cleared'}, {counted(count, 'line')}"
    from difflib import SequenceMatcher

    came = went = 0
    for tag, low, high, first, last in SequenceMatcher(None, list(map(str, before)), list(map(str, after)), False).get_opcodes():
        if tag != "equal":
            went, came = went + high - low, came + last - first
    parts = [f"{counted(came, 'line')} added"] if came else []
    return "rewritten: " + ", ".join([*parts, *([f"{went} taken out"] if went else [])])


