"""Which records match a filter: masks over columns, cheap terms first, documents only for what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import compress
from typing import TYPE_CHECKING, Any

from pmtui.domain.columns import Column, Mask, both, either, neither
from pmtui.domain.conflicts import CONFLICTS
from pmtui.domain.query_columns import MASKS, Environment, deleted_mask, filter_column, open_mask
from pmtui.domain.query_fields import CONFLICT, HAS, ID, IS, filter_field
from pmtui.domain.query_syntax import AND, Group, Node, Not, Query, Term, Value, Words
from pmtui.domain.query_terms import DOCUMENTS, Test, term_test
from pmtui.domain.query_values import ANY, NONE

if TYPE_CHECKING:
    from pmtui.domain.table import Table

_SPARSE = 4
"""A column without codes is tested one by one where fewer than one in so many records are still in question."""
_TITLE_OR_BODY = ("title", "body")


def matching(query: Query, table: Table, environment: Environment) -> Mask:
    """Which records match a filter, one byte a position.

    Deleted records are left out unless the environment or the filter itself (`is:deleted`, `deleted>…`) asks for them.
    """
    within = b"\1" * len(table) if environment.with_deleted or _asks_for_deleted(query.where) else table.living()
    return within if query.where is None else _Matcher(table, environment).mask(query.where, within)


class _Matcher:
    """One table in one environment."""

    def __init__(self, table: Table, environment: Environment) -> None:
        self.table = table
        self.environment = environment

    def mask(self, node: Node, within: Mask) -> Mask:
        """Which of the records within match."""
        if isinstance(node, Words):
            return self.text(node.text, within)
        if isinstance(node, Term):
            return self.term(node, within)
        if isinstance(node, Not):
            return both(within, neither(self.mask(node.term, within)))
        if node.operator == AND:
            for one in sorted(node.terms, key=self.cost):
                if 1 not in within:
                    break
                within = self.mask(one, within)
            return within
        found: Mask = bytes(len(within))
        for one in sorted(node.terms, key=self.cost):
            found = either(found, self.mask(one, both(within, neither(found))))
        return found

    def cost(self, node: Node) -> int:
        """How dear a node is: 0 for coded columns, 1 for text, 2 for documents."""
        if isinstance(node, Words):
            return 1
        if isinstance(node, Term):
            field = filter_field(self.table.kind, node.name)
            if field is None or field in (IS, ID):
                return 0
            if field is HAS:
                return 2 if any(self.is_document(value.text) for value in node.values) else 0
            return 2 if field.type in DOCUMENTS else 1 if field.name == "title" else 0
        if isinstance(node, Not):
            return self.cost(node.term)
        return max(map(self.cost, node.terms))

    def is_document(self, name: str) -> bool:
        field = filter_field(self.table.kind, name)
        return field is not None and field.type in DOCUMENTS

    def text(self, words: str, within: Mask) -> Mask:
        if 1 not in within:
            return within
        return both(self.table.text(words, within if 0 in within else None), within)

    def term(self, term: Term, within: Mask) -> Mask:
        field = filter_field(self.table.kind, term.name)
        if field is None:  # read for another kind
            return bytes(len(within))
        if field is IS:
            return both(within, _union((self.is_word(value.text) for value in term.values), len(within)))
        if field is HAS:
            return self.has(term, within)
        found = both(within, self.ids(term)) if field is ID else self.values(term, within)
        return both(within, neither(found)) if term.operator == "!=" else found

    def is_word(self, word: str) -> Mask:
        if word == "deleted":
            return deleted_mask(self.table)
        if word == "blocked":
            return filter_column(self.table, "blocked_by", self.environment).where(bool)
        if word in MASKS:
            return MASKS[word](self.table, self.environment)
        is_open = open_mask(self.table, self.environment)
        return is_open if word == "open" else neither(is_open)

    def has(self, term: Term, within: Mask) -> Mask:
        found: Mask = bytes(len(within))
        for value in term.values:
            if value.text == CONFLICT:
                found = either(found, both(within, self.table.column(CONFLICTS).where(bool)))
            else:
                rest = both(within, neither(found))
                found = either(found, self.values(Term(value.text, ":", (Value(ANY),)), rest))
        return found

    def ids(self, term: Term) -> Mask:
        mask = bytearray(len(self.table))
        for value in term.values:
            for id in self.table.starting(value.text):
                at = self.table.position(id)
                if at is not None and (term.operator == ":" or id == value.text):
                    mask[at] = 1
        return bytes(mask)

    def values(self, term: Term, within: Mask) -> Mask:
        """Which records within pass the test of a field's values; `!=` as `=`."""
        field = filter_field(self.table.kind, term.name)
        if field is None:
            return bytes(len(within))
        test = term_test(field, term, self.environment)
        if field.name in _TITLE_OR_BODY and not any(value.text in (NONE, ANY) or value.text[:1] == "@" for value in term.values):
            within = _union((self.text(value.text, within) for value in term.values), len(within))
        if field.type in DOCUMENTS:
            name = field.name
            return self.documents(within, lambda data: test(data.get(name)))
        return both(within, _where(filter_column(self.table, field.name, self.environment), test, within))

    def documents(self, within: Mask, test: Callable[[Any], bool]) -> Mask:
        """Which records within pass a test of the whole document; decodes each of them."""
        mask = bytearray(len(within))
        for at in compress(range(len(within)), within):
            mask[at] = test(self.table.record(at).data)
        return bytes(mask)


def _where(column: Column, test: Test, within: Mask) -> Mask:
    if column.codes is not None or within.count(1) * _SPARSE > len(within):
        return column.where(test)
    mask, values = bytearray(len(within)), column.values
    for at in compress(range(len(within)), within):
        mask[at] = test(values[at])
    return bytes(mask)


def _union(masks: Iterable[Mask], length: int) -> Mask:
    found: Mask = bytes(length)
    for mask in masks:
        found = either(found, mask)
    return found


def _asks_for_deleted(node: Node | None) -> bool:
    if isinstance(node, Term):
        words = [value.text for value in node.values]
        return node.name == "deleted_at" or (node.name == IS.name and "deleted" in words) or (
            node.name == HAS.name and "deleted_at" in words
        )
    if isinstance(node, Not):
        return _asks_for_deleted(node.term)
    return isinstance(node, Group) and any(map(_asks_for_deleted, node.terms))
