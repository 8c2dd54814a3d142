"""What a filter sees behind the id of a linked record: its title, its handle, its place in the order of its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query_columns import Environment
from pmtui.domain.query_syntax import Value
from pmtui.domain.query_values import ME, bare_id
from pmtui.domain.schema import ID_ALPHABET, Field
from pmtui.domain.text import folded

if TYPE_CHECKING:
    from pmtui.domain.table import Table

LEAST_PREFIX = 3
"""The fewest characters that are taken as the beginning of a linked record's id."""
_PERSON = "person"
_LAST = "~"


def link_test(field: Field, operator: str, value: Value, environment: Environment) -> Callable[[str], bool]:
    """A test of one id: by its beginning, a person's handle, or words of the title; with `=` by the whole of one of them."""
    if value.text.startswith("@") and not value.is_literal:
        return _person_test(value.text, environment)
    wanted, prefix, is_whole = folded(value.text), bare_id(value.text), operator in ("=", "!=")
    may_be_id = len(prefix) >= LEAST_PREFIX and all(one in ID_ALPHABET for one in prefix)
    answers: dict[str, bool] = {}

    def test(id: str) -> bool:
        found = answers.get(id)
        if found is None:
            found = may_be_id and (id == prefix if is_whole else id.startswith(prefix))
            if not found:
                names = _names(field, id, environment)
                found = wanted in names or (not is_whole and wanted in names[0])
            answers[id] = found
        return found

    return test


def my_names(environment: Environment) -> frozenset[str]:
    """Every folded name of the person who asks: as given, and the handle, title and mail address of their record."""
    names = {folded(environment.me.removeprefix("@"))} - {""}
    for id in _people(environment.me, environment):
        names.update(filter(None, _person_names(id, environment)))
    return frozenset(names)


def link_key(field: Field, id: str, environment: Environment) -> tuple[str, str, str]:
    """By what linked records sort: the rank of those that have one, then the title; unknown ones last."""
    for table, at in _homes(field, id, environment):
        rank = table.column("rank")[at] if table.kind.ranked else ""
        return (str(rank or _LAST), folded(str(table.column("title")[at] or "")), id)
    return (_LAST * 2, "", id)


def _person_test(text: str, environment: Environment) -> Callable[[str], bool]:
    if text.lower() == ME:
        mine = frozenset(_people(environment.me, environment)) or frozenset((environment.me,))
        return mine.__contains__
    wanted = folded(text[1:])
    people = _table(_PERSON, environment)
    if people is None:
        return lambda id: False
    known = people
    handles = frozenset(known.id(at) for at, flag in enumerate(known.column("handle").where(lambda one: _same(one, wanted))) if flag)
    return handles.__contains__


def _people(me: str, environment: Environment) -> Iterator[str]:
    """The ids of the people who are called so: by handle or id, else by mail address or name."""
    people, wanted = _table(_PERSON, environment), folded(me.removeprefix("@"))
    if people is None or not wanted:
        return
    if people.position(me) is not None:
        yield me
        return
    for name in ("handle", "email", "title"):
        mask = people.column(name).where(lambda one: _same(one, wanted))
        if any(mask):
            yield from (people.id(at) for at, flag in enumerate(mask) if flag)
            return


def _same(value: object, wanted: str) -> bool:
    return isinstance(value, str) and folded(value.removeprefix("@")) == wanted


def _person_names(id: str, environment: Environment) -> Iterator[str]:
    people = _table(_PERSON, environment)
    at = None if people is None else people.position(id)
    if people is not None and at is not None:
        for name in ("handle", "email", "title"):
            value = people.column(name)[at]
            if isinstance(value, str):
                yield folded(value.removeprefix("@"))


def _names(field: Field, id: str, environment: Environment) -> tuple[str, ...]:
    """The folded title of a linked record, and a person's handle; one empty text where there is no such record."""
    for table, at in _homes(field, id, environment):
        title = folded(str(table.column("title")[at] or ""))
        handle = table.column("handle")[at] if table.kind.name == _PERSON else None
        return (title, folded(handle.removeprefix("@"))) if isinstance(handle, str) else (title,)
    return ("",)


def _homes(field: Field, id: str, environment: Environment) -> Iterator[tuple[Table, int]]:
    for kind in field.links or SCHEMA.kinds:
        table = _table(kind, environment)
        at = None if table is None else table.position(id)
        if table is not None and at is not None:
            yield table, at


def _table(kind: str, environment: Environment) -> Table | None:
    return None if environment.snapshot is None else environment.snapshot.table(kind)
