"""One term of a filter against one value: the tests that columns and documents are put to."""

from __future__ import annotations

import operator as compare
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pmtui.domain.canonical import WrittenNumber
from pmtui.domain.query_columns import Environment
from pmtui.domain.query_links import link_test, my_names
from pmtui.domain.query_syntax import ORDERING, Term, Value
from pmtui.domain.query_values import ANY, ME, NONE, Wrong, number_of, period_of
from pmtui.domain.schema import CHOICE, DATE, ENTRIES, FLAG, INSTANT, INTEGER, LINES, LINK, LINKS, NUMBER, OBJECT, SET, Field
from pmtui.domain.text import folded

Test = Callable[[Any], bool]
Maker = Callable[[Field, str, Value, Environment], Test]
DOCUMENTS = frozenset({LINES, ENTRIES, OBJECT})
"""The types that are no columns: their terms decode the documents of the records that are still in question."""

Comparison = Callable[[Any, Any], bool]

_NUMBERS = frozenset({int, float, WrittenNumber})
_COMPARE: dict[str, Comparison] = {">": compare.gt, ">=": compare.ge, "<": compare.lt, "<=": compare.le}


def term_test(field: Field, term: Term, environment: Environment) -> Test:
    """The test of one value of a field; `!=` is tested as `=`, for the caller to turn round."""
    tests = [_value_test(field, term.operator, value, environment) for value in term.values]
    if len(tests) == 1:
        return tests[0]
    return lambda value: any(test(value) for test in tests)


def is_blank(field: Field, value: Any) -> bool:
    """Whether a value counts as blank: nothing, an empty text or list, a flag that is not set, a choice named none."""
    if value is None or value == "" or value == () or value == [] or value == {}:
        return True
    return (field.type == FLAG and value is False) or (value == NONE and NONE in field.choices)


UNSAID = frozenset({"id", "rank"})
"""What entries have for the program alone."""
_HIDDEN = UNSAID | {"conflicts", "settled"}


def texts_in(value: Any, hidden: frozenset[str] = _HIDDEN) -> Iterator[str]:
    """Every text within a value: lines, entries and what they hold; not ids and ranks of entries, nor whatever else is hidden."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_in(one, hidden)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            if key not in hidden:
                yield from texts_in(one, hidden)


def _value_test(field: Field, operator: str, value: Value, environment: Environment) -> Test:
    if value.text in (NONE, ANY) and not value.is_literal:
        wanted = value.text == NONE
        return lambda one: is_blank(field, one) is wanted
    try:
        make: Maker = _TESTS.get(field.type, _text_test)
        return make(field, operator, value, environment)
    except Wrong:  # `+999y` from a day late in the calendar: no such day, so nothing lies there
        return lambda one: False


def _number_test(field: Field, operator: str, value: Value, environment: Environment) -> Test:
    number = number_of(field, value)
    test: Comparison = _COMPARE.get(operator, compare.eq)
    return lambda one: one.__class__ in _NUMBERS and test(one, number)  # true and false are no numbers


def _moment_test(field: Field, operator: str, value: Value, environment: Environment) -> Test:
    low, high = period_of(field, value, environment.today, environment.now)
    if operator in ORDERING:
        test, limit = _COMPARE[operator], high if operator in (">", "<=") else low
        return lambda one: isinstance(one, str) and one != "" and test(one, limit)
    return lambda one: isinstance(one, str) and low <= one <= high


def _choice_test(field: Field, operator: str, value: Value, environment: Environment) -> Test:
    if operator not in ORDERING:
        wanted = folded(value.text)
        is_exact = operator != ":" and value.text in field.choices  # `status:review` also finds what stands for review
        like = frozenset() if is_exact else {own for own, built_in in field.stands_for.items() if folded(built_in) == wanted}
        return lambda one: isinstance(one, str) and (folded(one) == wanted or one in like)
    places = {choice: place for place, choice in enumerate(field.choices)}
    for own in reversed(field.choices):  # a built-in status that is called otherwise stands where the first one does that stands for it
        if field.stands_for.get(own, own) not in field.choices:
            places[field.stands_for[own]] = places[own]
    test, limit = _COMPARE[operator], places.get(value.text, -1)
    return lambda one: isinstance(one, str) and one in places and test(places[one], limit)


def _flag_test(field: Field, operator: str, value: Value, environment: Environment) -> Test:
    wanted = value.text == "yes"
    return lambda one: (one is True) is wanted


def _text_test(field: Field, operator: str, value: Value, environment: Environment) -> Test:
    if value.text.lower() == ME and not value.is_literal:
        names = my_names(environment)
        return lambda one: isinstance(one, str) and folded(one.removeprefix("@")) in names
    wanted = folded(value.text)
    if operator == ":":
        return lambda one: isinstance(one, str) and wanted in folded(one)
    return lambda one: isinstance(one, str) and folded(one) == wanted


def _set_test(field: Field, operator: str, value: Value, environment: Environment) -> Test:
    if operator in ORDERING:
        return _count_test(field, operator, value)
    wanted = folded(value.text)
    return lambda one: any(folded(word) == wanted for word in one or ())


def _link_test(field: Field, operator: str, value: Value, environment: Environment) -> Test:
    if operator in ORDERING:
        return _count_test(field, operator, value)
    test = link_test(field, operator, value, environment)
    if field.type == LINK:
        return lambda one: isinstance(one, str) and test(one)
    return lambda one: any(map(test, one or ()))


def _inner_test(field: Field, operator: str, value: Value, environment: Environment) -> Test:
    if operator in ORDERING:
        return _count_test(field, operator, value)
    test = _text_test(field, operator, value, environment)
    return lambda one: any(map(test, texts_in(one)))


def _count_test(field: Field, operator: str, value: Value) -> Test:
    number, test = number_of(field, value), _COMPARE[operator]
    return lambda one: test(len(one or ()), number)


_TESTS: dict[str, Maker] = {
    NUMBER: _number_test, INTEGER: _number_test, DATE: _moment_test, INSTANT: _moment_test, CHOICE: _choice_test, FLAG: _flag_test,
    SET: _set_test, LINK: _link_test, LINKS: _link_test, LINES: _inner_test, ENTRIES: _inner_test, OBJECT: _inner_test,
}
