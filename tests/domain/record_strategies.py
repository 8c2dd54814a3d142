"""Generated records of any kind: every type of field, unknown fields, numbers in odd spellings, text in odd characters."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import strategies as st

from pmtui.domain.canonical import WrittenNumber
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import (
    CHOICE,
    DATE,
    ENTRIES,
    FLAG,
    ID_ALPHABET,
    ID_LENGTH,
    INSTANT,
    INTEGER,
    LINES,
    LINK,
    LINKS,
    NUMBER,
    OBJECT,
    RANK,
    SET,
    Field,
    Kind,
)

_JOINED = re.compile("[\ud800-\udbff][\udc00-\udfff]")
SPELLINGS = ("1.10", "-0", "-0.0", "1e400", "-1E+400", "1E5", "0.10e1", "100000000000000000000000", "9" * 4500, "1e-400")
IDS = st.text(ID_ALPHABET, min_size=ID_LENGTH, max_size=ID_LENGTH)
KINDS = st.sampled_from(list(SCHEMA.kinds.values()))

_CHARACTERS = st.one_of(
    st.sampled_from(["a", "B", " ", '"', "\\", "\n", "\x00", "\x7f", "\u2028", "e\u0301", "顧", "客", "한", "🚀", "\ud800", "\udfff", "ß"]),
    st.characters(),
)


def texts(max_size: int = 8) -> st.SearchStrategy[str]:
    """Text of all sorts; lone halves of characters too, but no two that would make a whole one."""
    return st.lists(_CHARACTERS, max_size=max_size).map("".join).filter(lambda text: not _JOINED.search(text))


NUMBERS = st.one_of(
    st.integers(), st.integers(10**20, 10**40), st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(SPELLINGS).map(lambda text: int(text) if text.isdigit() and len(text) < 4000 else WrittenNumber(text)),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, texts()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts(3), inner, max_size=3)), max_leaves=6,
)


def value_of(field: Field) -> st.SearchStrategy[Any]:
    """Values that fit a field, its default among them; not always canonical ones."""
    if field.type == CHOICE:
        return st.sampled_from([*field.choices, "invented"])
    if field.type in (NUMBER, INTEGER):
        return st.one_of(st.integers(0, 12), st.sampled_from([1.0, 2.5, 0.05, 0.8, -0.0, 1e20]), NUMBERS)
    if field.type == FLAG:
        return st.booleans()
    if field.type == DATE:
        return st.dates().map(str)
    if field.type == INSTANT:
        return st.datetimes().map(lambda at: at.strftime("%Y-%m-%dT%H:%M:%SZ"))
    if field.type in (SET, LINES):
        return st.lists(texts(), max_size=4)
    if field.type == LINK:
        return IDS
    if field.type == LINKS:
        return st.lists(IDS, max_size=3)
    if field.type == RANK:
        return st.sampled_from(["a0", "a1", "a0V", "b00", "zz zz", ""])
    if field.type == OBJECT:
        return st.one_of(fields_of(field.entry, 3), st.dictionaries(texts(3), JSON, max_size=2))
    if field.type == ENTRIES:
        entry = st.builds(lambda id, more: {**more, "id": id}, st.sampled_from(["1", "2", "3", "k"]), fields_of(field.entry, 3))
        return st.lists(entry, max_size=3, unique_by=lambda one: one["id"])
    return texts()


@st.composite
def fields_of(draw: st.DrawFn, fields: tuple[Field, ...], most: int) -> dict[str, Any]:
    """Some of these fields and some that nobody declared, in any order."""
    chosen: list[tuple[str, Any]] = []
    if fields:
        for field in draw(st.lists(st.sampled_from(fields), max_size=most, unique_by=lambda one: one.name)):
            chosen.append((field.name, draw(st.one_of(value_of(field), value_of(field), value_of(field), st.none(), JSON))))
    chosen.extend(draw(st.lists(st.tuples(st.one_of(st.sampled_from(["x_new", "their.field"]), texts(3)), JSON), max_size=2)))
    return dict(draw(st.permutations(chosen)))


@st.composite
def documents(draw: st.DrawFn, kind: Kind, id: str | None = None, most: int = 7) -> dict[str, Any]:
    """The fields of a record as a file, an import or a person might give them."""
    data = draw(fields_of(tuple(kind.fields.values()), most))
    return {**data, "id": draw(IDS) if id is None else id}


@st.composite
def kinds_and_documents(draw: st.DrawFn) -> tuple[Kind, dict[str, Any]]:
    """A kind with a record of it."""
    kind = draw(KINDS)
    return kind, draw(documents(kind))
