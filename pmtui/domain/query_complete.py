"""What could stand at the cursor in a filter that is still being typed, for the filter line and the shell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pmtui.domain.query_fields import CONFLICT, HAS, ID, IS, can_group, can_order, can_sort, filter_field, filter_fields
from pmtui.domain.query_syntax import NAME, OPERATOR, ORDERING, printed_value
from pmtui.domain.query_values import ANY, ME, NONE, printed_choice, words_of
from pmtui.domain.schema import DATE, FLAG, INSTANT, LINK, LINKS, RANK, Field, Kind
from pmtui.domain.text import folded

_DATES = ("today", "tomorrow", "yesterday", "1w", "2w", "1m", "-7d", "-30d")
_DIRECTIVES = (("sort:", "The fields to sort by, - for descending."), ("group:", "The field to group by."))
_TERM = re.compile(r'(?:[^\s()"]|"(?:[^"\\]|\\.)*(?:"|$))+')
_ESCAPED = re.compile(r"\\(.)")
_DONE = re.compile(r'(?:(?:"(?:[^"\\]|\\.)*"|[^,"])*,)*')
"""The values before the one that is being typed; a comma within quotation marks parts nothing."""

Known = Callable[[Field], Iterable[str]]
"""Gives the values that a field has in the data: tags, titles, handles."""


class Completion(NamedTuple):
    """One thing that could stand at the cursor.

    Attributes:
        text: What to put in place of the text from `start` to `end`.
        start: Where the replaced text begins, in characters from 0.
        end: Where it ends: the cursor.
        help: What it means.
    """

    text: str
    start: int
    end: int
    help: str = ""


def parse_partial(text: str, kind: Kind, cursor: int, known: Known | None = None) -> list[Completion]:
    """What could stand at the cursor: names of fields, operators' values, words of `is:` and `has:`, fields to sort by.

    Never fails: where nothing can be made of the text, nothing is offered.

    Args:
        text: The filter so far.
        kind: The kind that is filtered.
        cursor: Where the cursor stands, in characters from 0.
        known: Gives values from the data for fields without choices.
    """
    cursor = max(0, min(cursor, len(text)))
    start = _term_start(text, cursor)
    while start < cursor and text[start] == "-":
        start += 1
    name = NAME.match(text, start, cursor)
    operator = OPERATOR.match(text, name.end(), cursor) if name else None
    if name is None or operator is None:
        return _names(text[start:cursor], kind, start, cursor)
    if name[0].lower() in ("sort", "group"):
        return _orders(name[0].lower(), text, kind, operator.end(), cursor)
    field = filter_field(kind, name[0]) or filter_field(kind, name[0].lower())
    if field is None:
        return []
    done = _DONE.match(text, operator.end(), cursor) if operator[0] not in ORDERING else None
    begin = done.end() if done else operator.end()
    typed = text[begin:cursor]
    typed = folded(_ESCAPED.sub(r"\1", typed[1:]) if typed.startswith('"') else typed)
    found: list[Completion] = []
    for word, help in _values(kind, field, operator[0], known):
        if folded(word).startswith(typed) and word not in (one.text for one in found):
            found.append(Completion(_spelled(field, word), begin, cursor, help))
    return found


def without_begun(text: str, cursor: int, offered: Iterable[Completion]) -> str | None:
    """The filter without the term at the cursor where more of that is to come; None where it may be meant as it stands.

    Args:
        text: The filter so far.
        cursor: Where the cursor stands, in characters from 0.
        offered: What `parse_partial` offers there.
    """
    begun = [one.text.casefold() != text[one.start:one.end].casefold() for one in offered]
    start = _term_start(text, cursor)
    return text[:start] + text[cursor:] if begun and all(begun) and start < cursor else None


def _term_start(text: str, cursor: int) -> int:
    """Where the term begins that ends at the cursor; the cursor where none does."""
    return next((found.start() for found in _TERM.finditer(text[:cursor]) if found.end() == cursor), cursor)


def _spelled(field: Field, word: str) -> str:
    if word in field.choices:
        return printed_choice(word)
    return word if word in (ME, NONE, ANY) else printed_value(word)


def _names(typed: str, kind: Kind, start: int, cursor: int) -> list[Completion]:
    """Names of fields that begin so, or have a short name that does."""
    typed = typed.lower()
    if typed and not NAME.fullmatch(typed):
        return []
    found = [
        Completion(_with_operator(field), start, cursor, field.help)
        for field in filter_fields(kind)
        if any(name.startswith(typed) for name in (field.name, *field.short))
    ]
    found.extend(Completion(word, start, cursor, help) for word, help in _DIRECTIVES if word.startswith(typed))
    return found


def _with_operator(field: Field) -> str:
    is_measure = can_order(field) and not field.choices and field.type in ("number", "integer")
    return field.name if is_measure else field.name + ":"


def _orders(word: str, text: str, kind: Kind, begin: int, cursor: int) -> list[Completion]:
    if word == "sort":
        begin = max(begin, text.rfind(",", begin, cursor) + 1)
        begin += text.startswith("-", begin) and begin < cursor
    typed, fits = text[begin:cursor].lower(), can_sort if word == "sort" else can_group
    return [
        Completion(field.name, begin, cursor, field.help)
        for field in filter_fields(kind)
        if fits(field) and field.name.startswith(typed)
    ]


def _values(kind: Kind, field: Field, operator: str, known: Known | None) -> Iterable[tuple[str, str]]:
    if field is HAS:
        yield CONFLICT, "It holds a conflict of a merge."
        yield from ((one.name, one.help) for one in filter_fields(kind) if one not in (IS, HAS, ID))
        return
    words = words_of(kind, field)
    for place, word in enumerate(words):
        yield word, field.meanings[place] if place < len(field.meanings) else ""
    if field.type == FLAG:
        yield from (("yes", ""), ("no", ""))
    elif field.type in (DATE, INSTANT):
        yield from ((word, "") for word in _DATES)
    elif field.type in (LINK, LINKS) and "person" in field.links:
        yield ME, "You."
    if known is not None and field not in (IS, ID) and not words and field.type != RANK:
        yield from ((word, "") for word in known(field))
    if operator not in ORDERING and field not in (IS, ID):
        yield NONE, "It is blank."
        yield ANY, "It is not blank."
