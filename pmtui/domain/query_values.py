"""The values of a filter's terms: which ones a field takes, and what dates and numbers they mean."""

from __future__ import annotations

import re

from pmtui.domain.query_fields import (
    CONFLICT,
    HAS,
    ID,
    IS,
    PLACES,
    WORDS_OF_KINDS,
    filter_field,
    filter_names,
    is_choice,
    is_counted,
)
from pmtui.domain.query_syntax import ORDERING, QuerySyntax, Value, is_bare, quoted
from pmtui.domain.schema import DATE, FLAG, ID_ALPHABET, INSTANT, INTEGER, NUMBER, RANK, Field, Kind

NONE = "none"
"""The value that finds blanks."""
ANY = "any"
"""The value that finds whatever is not blank."""
ME = "@me"
"""The value that means the person who asks."""

_SAMPLE_DAY = "2000-01-01"
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")
_COUNT = Field("count", INTEGER, "How many there are.")


class Wrong(ValueError):
    """A value does not fit; turned into a QuerySyntax with its place.

    Attributes:
        expected: What would fit.
    """

    def __init__(self, message: str, expected: str = "") -> None:
        """Say what is wrong and what would fit."""
        super().__init__(message)
        self.expected = expected


def checked_value(kind: Kind, field: Field, operator: str, value: Value, column: int, length: int) -> Value:
    """The value in the form in which it is kept: choices and field names as declared, ids bare.

    Args:
        kind: The kind that is filtered.
        field: The field it is compared with.
        operator: The operator before it.
        value: What was read.
        column: Where it begins, from 1.
        length: How many characters it covers.

    Raises:
        QuerySyntax: The field takes no such value.
    """
    try:
        if not value.text.strip():
            raise Wrong("a value is missing", expected_value(kind, field))
        return _checked(kind, field, operator, value)
    except Wrong as wrong:
        raise QuerySyntax(str(wrong), column, length, wrong.expected) from None


def expected_value(kind: Kind, field: Field) -> str:
    """In words, the values that a field takes in a filter."""
    if field is HAS:
        return "conflict or the name of a field"
    if field.choices:
        return "one of " + ", ".join(words_of(kind, field))
    if field.type in (DATE, INSTANT):
        from pmtui.domain.dates import DATE_FORMS

        return f"a date: {DATE_FORMS}, 2027-03, 2027"
    if field.type == RANK:
        return "none or any; rank_position is the place as a number"
    return {NUMBER: "a number", INTEGER: "a whole number", FLAG: "yes or no"}.get(field.type, "what to look for; none finds blank ones")


def words_of(kind: Kind, field: Field) -> tuple[str, ...]:
    """The words that a field of choices takes on a kind."""
    if field is IS:
        return tuple(one for one in field.choices if kind.name in WORDS_OF_KINDS.get(one, (kind.name,)))
    return field.choices


def reads_otherwise(choice: str) -> bool:
    """Whether a choice, such as a team's own `Any`, is taken for the value that finds blanks, or for any, unless it is quoted."""
    return choice.lower() in (NONE, ANY) and choice != NONE


def printed_choice(choice: str) -> str:
    """A declared choice as it may be typed after an operator, so that it means itself."""
    return choice if is_bare(choice) and not reads_otherwise(choice) else quoted(choice)


def number_of(field: Field, value: Value) -> float:
    """The number that a value means, for number fields and for counts.

    Raises:
        Wrong: It is no number.
    """
    if value.text.isdecimal() and value.text.isascii() and len(value.text) < 16:
        return int(value.text)
    from pmtui.domain.values import BadValue, parse_number

    try:
        return parse_number(_COUNT if is_counted(field) else field, value.text)
    except BadValue as error:
        raise Wrong(str(error), "a number such as 3, 0.5 or 1e3") from None


def period_of(field: Field, value: Value, today: str, now: str) -> tuple[str, str]:
    """The first and last text, by which dates and instants sort, of the time that a value means.

    A day is a period for instants; `2027` and `2027-03` are periods for both; a clock time is a moment.

    Raises:
        Wrong: It is no date and no instant.
    """
    partial = _PARTIAL.fullmatch(value.text)
    if partial and (partial[2] is None or "01" <= partial[2] <= "12"):
        return value.text, value.text + "~"
    from pmtui.domain.dates import parse_date, parse_instant

    try:
        if field.type == INSTANT and (":" in value.text or value.text.lower().endswith(("h", "min", "now"))):
            moment = parse_instant(value.text, now)
            return moment, moment
        day = parse_date(value.text, today)
    except ValueError as error:
        what, _, hint = str(error).partition(": write ")
        raise Wrong(what, f"a date such as {hint}" if hint else "") from None
    return day, day + "~"


def bare_id(text: str) -> str:
    """An id or its beginning without the kind's letter, in lower case."""
    if text[1:2] == "-":
        text = text[2:]
    return text.lower()


def _checked(kind: Kind, field: Field, operator: str, value: Value) -> Value:
    lower = value.text.lower()
    if field in PLACES:
        return _checked_place(kind, field, value)
    if lower in (NONE, ANY) and not value.is_literal and lower not in field.choices:
        if operator in ORDERING:
            raise Wrong(f"{operator} cannot compare with {lower}", f":{lower} or -{field.name}:{lower}")
        return Value(lower)
    if field.type in (NUMBER, INTEGER) or (operator in ORDERING and is_counted(field)):
        number_of(field, value)
    elif field.type in (DATE, INSTANT):
        period_of(field, value, _SAMPLE_DAY, _SAMPLE_DAY + "T00:00:00Z")
    elif is_choice(field):
        return _checked_choice(field, operator, value)
    elif field.type == FLAG:
        return _checked_flag(field, value)
    elif field.type == RANK:
        raise Wrong("rank is a key that only the program reads", expected_value(kind, field))
    return value


def _checked_choice(field: Field, operator: str, value: Value) -> Value:
    if value.text in field.choices:
        return _choice(value.text, value.is_literal)
    if value.text.lower() in field.stands_for.values():
        return Value(value.text.lower(), value.is_literal)
    if value.is_literal and operator not in ORDERING:
        return value
    from pmtui.domain.values import BadValue, parse_choice

    try:
        return _choice(parse_choice(field, value.text), value.is_literal)
    except BadValue as error:
        literal = "" if operator in ORDERING else "; in quotation marks any value is taken as it is"
        raise Wrong(str(error), error.hint.removeprefix("use ") + literal) from None


def _choice(choice: str, is_literal: bool) -> Value:
    """A declared choice in its one form: quotation marks that it cannot do without do not make it literal."""
    return Value(choice, (is_literal or reads_otherwise(choice)) if is_bare(choice) else False)


def _checked_flag(field: Field, value: Value) -> Value:
    from pmtui.domain.values import BadValue, parse_flag

    try:
        return Value("yes" if parse_flag(field, value.text) else "no", value.is_literal)
    except BadValue as error:
        raise Wrong(str(error), "yes or no") from None


def _checked_place(kind: Kind, field: Field, value: Value) -> Value:
    word = value.text.lower()
    if field is ID:
        prefix = bare_id(value.text)
        if not prefix or not all(one in ID_ALPHABET for one in prefix):
            raise Wrong(f"{value.text!r} is not the beginning of an id", "digits and letters but i, l, o and u")
        return Value(prefix)
    if field is IS:
        if word in words_of(kind, field):
            return Value(word)
        raise Wrong(f"is: has no word {value.text!r}{_near(word, words_of(kind, field))}", expected_value(kind, field))
    if word.rstrip("s") == CONFLICT:
        return Value(CONFLICT)
    found = filter_field(kind, value.text) or filter_field(kind, word)
    if found is None or found in PLACES:
        raise Wrong(f"{kind.plural} have no field {value.text!r}{_near(word, filter_names(kind))}", expected_value(kind, field))
    return Value(found.name)


def _near(word: str, words: list[str] | tuple[str, ...]) -> str:
    from pmtui.domain.spelling import nearest

    near = nearest(word, words)
    return f": did you mean {near}?" if near else ""
