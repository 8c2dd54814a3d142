"""What a filter is once it has been read: terms, groups, order; and how to write it out again."""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

AND = "and"
OR = "or"
COMPARISONS = (":", "=", "!=", ">", ">=", "<", "<=")
"""The operators; the ordering ones take one value, the others a list."""
ORDERING = (">", ">=", "<", "<=")

_BARE_VALUE = re.compile(r'[^\s,()"]+')
_BARE_WORD = re.compile(r'[^\s()"]+')
NAME = re.compile(r"[^\W\d][\w.-]*")
"""A name of a field at the beginning of a term."""
OPERATOR = re.compile(r"!=|>=|<=|[:=<>]")


class QuerySyntax(ValueError):
    """A filter cannot be read.

    Attributes:
        message: What is wrong.
        column: Where it begins, in characters, from 1.
        length: How many characters it covers, at least 1.
        expected: What could stand there instead, in words.
    """

    def __init__(self, message: str, column: int, length: int = 1, expected: str = "") -> None:
        """Say what is wrong, where, and what was expected."""
        super().__init__(f"column {column}: {message}" + (f"; expected {expected}" if expected else ""))
        self.message = message
        self.column = column
        self.length = max(1, length)
        self.expected = expected


class Value(NamedTuple):
    """One value of a term; a literal one was quoted and is never taken as `none`, `any`, `@me` or a misspelt choice.

    A choice of several words is not literal: it can be written in quotation marks alone, and means itself.
    """

    text: str
    is_literal: bool = False


class Words(NamedTuple):
    """Text to be found in title or body, within one line."""

    text: str


class Term(NamedTuple):
    """A field compared with values; `name` is the field's own name, never a short one."""

    name: str
    operator: str
    values: tuple[Value, ...]


class Not(NamedTuple):
    """Whatever does not match."""

    term: Node


class Group(NamedTuple):
    """Two or more terms of which all (`and`) or at least one (`or`) must match."""

    operator: str
    terms: tuple[Node, ...]


Node: TypeAlias = Words | Term | Not | Group


class SortKey(NamedTuple):
    """A field to sort by."""

    name: str
    is_descending: bool = False


class Query(NamedTuple):
    """A filter.

    Attributes:
        where: What must match; None for everything.
        sort: The fields to sort by, the first one first; empty for the kind's own order.
        group: The field to group by, or empty.
        text: The filter as it was written.
    """

    where: Node | None = None
    sort: tuple[SortKey, ...] = ()
    group: str = ""
    text: str = ""


def print_query(query: Query) -> str:
    """The filter as text, which reads as the same filter again: `parse(print_query(q)) == q` but for `text`."""
    parts = []
    if query.where is not None:
        parts.append(_printed(query.where))
    if query.sort:
        parts.append("sort:" + ",".join("-" * key.is_descending + key.name for key in query.sort))
    if query.group:
        parts.append("group:" + query.group)
    return " ".join(parts)


def quoted(text: str) -> str:
    """A text between quotation marks, as the filter language reads it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def is_bare(text: str) -> bool:
    """Whether a value may stand after an operator without quotation marks."""
    return _BARE_VALUE.fullmatch(text) is not None


def printed_value(text: str) -> str:
    """A value as it may be typed after an operator: quoted where it has to be."""
    return text if is_bare(text) else quoted(text)


def names_in(node: Node | None) -> frozenset[str]:
    """The names of all fields that a filter looks at, `is`, `has` and `id` among them."""
    if node is None or isinstance(node, Words):
        return frozenset()
    if isinstance(node, Term):
        return frozenset((node.name,))
    if isinstance(node, Not):
        return names_in(node.term)
    return frozenset().union(*map(names_in, node.terms))


def _printed(node: Node) -> str:
    if isinstance(node, Words):
        return _printed_words(node.text)
    if isinstance(node, Term):
        return node.name + node.operator + ",".join(quoted(one.text) if one.is_literal else printed_value(one.text) for one in node.values)
    if isinstance(node, Not):
        return "-" + _within(node.term)
    if node.operator == OR:
        return f" {OR} ".join(_printed(one) if _is_sequence(one) else _within(one) for one in node.terms)
    return " ".join(map(_within, node.terms))


def _is_sequence(node: Node) -> bool:
    return isinstance(node, Group) and node.operator == AND


def _within(node: Node) -> str:
    return f"({_printed(node)})" if isinstance(node, Group) else _printed(node)


def _printed_words(text: str) -> str:
    name = NAME.match(text)
    if (
        not _BARE_WORD.fullmatch(text) or text.startswith("-") or text.lower() in (AND, OR)
        or (name is not None and OPERATOR.match(text, name.end()))
    ):
        return quoted(text)
    return text
