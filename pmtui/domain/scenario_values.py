"""Values as a scenario writes them down: each as one line of text, in one way, so that merges and people can read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pmtui.domain.canonical import compact
from pmtui.domain.change import Snapshot
from pmtui.domain.hashed_ids import hashed_id
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.periods import day_of, day_words
from pmtui.domain.schema import DATE, ENTRIES, INSTANT, LINES, LINK, LINKS, OBJECT, RANK, TEXT, Field
from pmtui.domain.text import folded, one_line, spoken
from pmtui.domain.validation import is_id, value_fault
from pmtui.domain.values import BadValue, parse_value, shown_value

PLANNED = ("milestone", "item", "iteration")
"""The kinds of which a scenario can hold changes: what is planned."""
_SAME_EVERYWHERE = frozenset({"title", "created_at", "created_by", "deleted_at", "source"})


def why_not_planned(kind: str, field: Field) -> str:
    """Why a scenario cannot hold a value of a field; empty where it can."""
    if kind not in PLANNED:
        return f"a what-if holds changes of milestones, items and iterations, not of {SCHEMA[kind].plural}"
    if field.name in _SAME_EVERYWHERE or field.type in (ENTRIES, LINES, OBJECT):
        return f"{spoken(field.name)} belongs to what is, not to a what-if"
    return ""


def change_id(record: str, field: str) -> str:
    """The id of the entry that changes a field of a record: the same in every clone."""
    return hashed_id(f"{record}\n{field}")



def identified(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Changes of a scenario with the ids that follow from their records and fields."""
    return sorted(({**one, "id": change_id(one["record"], one["field"])} for one in entries), key=lambda one: str(one["id"]))


def as_text(field: Field, value: Any) -> str:
    """A value as a scenario writes it down; blank is an empty text."""
    if value is None:
        return ""
    if isinstance(value, list):
        words = sorted(map(str, value))
        return compact(words) if any("," in one or one.startswith("[") for one in words) else ", ".join(words)
    return value if isinstance(value, str) else shown_value(field, value)


def from_text(snapshot: Snapshot, field: Field, text: str) -> Any:
    """The value that a text of a scenario stands for; None clears the field.

    Links stand by whole id, with or without the letter of their kind, or by a title that only one record has. Dates stand as they
    are stored: a date that counts from today would be another one tomorrow.

    Raises:
        ValueError: It is no value of this field, or names no record.
    """
    text = text.strip()
    if not text:
        return None
    if field.type in (DATE, INSTANT, RANK, TEXT):
        fault = value_fault(field, text)
        if fault:
            raise ValueError(fault)
        return text

    def link(words: str, kinds: tuple[str, ...]) -> str:
        return _linked_id(snapshot, field, words, kinds)

    try:
        return parse_value(field, text, today="", now="", link=link)
    except BadValue as error:
        raise ValueError(str(error)) from None


def _linked_id(snapshot: Snapshot, field: Field, words: str, kinds: tuple[str, ...]) -> str:
    letter, dash, rest = words.partition("-")
    id = rest if dash and len(letter) == 1 else words
    if is_id(id):
        found = snapshot.linked(field, id)
        if found is None or found.is_deleted:
            raise ValueError(f"{spoken(field.name)}: {words} is not here any more")
        return id
    wanted = folded(words)
    named = [one.id for kind in kinds or PLANNED for one in snapshot.table(kind) if folded(one.title) == wanted and not one.is_deleted]
    if len(named) != 1:
        raise ValueError(f"{spoken(field.name)}: {'several are' if named else 'nothing is'} called “{words[:40]}”")
    return named[0]


def in_words(snapshot: Snapshot, field: Field, value: Any) -> str:
    """A value for people: linked records by their titles, nothing as “nothing”."""
    if value is None or value in ("", []):
        return "nothing"
    if field.type in (LINK, LINKS):
        ids = value if isinstance(value, list) else [value]
        found = [(id, snapshot.linked(field, id)) for id in ids]
        return ", ".join(id if one is None else quoted(one.title) for id, one in found)
    if field.type == RANK:
        return "another place"
    if field.type == DATE and (day := day_of(value)) is not None:
        return day_words(day)
    return one_line(shown_value(field, value))[:60]


def text_in_words(snapshot: Snapshot, field: Field, text: str) -> str:
    """The value that a text stands for, for people; the text itself where it stands for none."""
    try:
        return in_words(snapshot, field, from_text(snapshot, field, text))
    except ValueError:
        return f"“{one_line(text)[:40]}”"


def quoted(title: str) -> str:
    """A title within a sentence."""
    return f"“{one_line(title)[:40]}”"
