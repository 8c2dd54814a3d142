"""Find and replace in one field of many records: where a text occurs, and what each value becomes. Pure.

Text fields are searched as they stand, long text line by line, sets and links by their words. Upper and lower case are the
same unless the person says otherwise or types an upper-case letter (as editors' "smart case").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.domain.schema import LINES, SET, TEXT, Field, Kind

if TYPE_CHECKING:
    from pmtui.domain.records import Record
    from pmtui.domain.table import Table

LONGEST_PATTERN = 500
"""Characters of a pattern."""
LONGEST_VALUE = 20_000
"""Characters of one line in which a regular expression looks; longer ones are left alone."""
_NESTED = re.compile(r"\([^()]*[*+][^()]*\)[*+{]")
"""A repetition of a repetition, `(a+)+`: on some texts it takes longer than anyone waits."""


class Wrong(ValueError):
    """A pattern or a replacement cannot be read; the message says why and where."""


class Pattern(NamedTuple):
    r"""What is looked for, and what takes its place.

    Attributes:
        expression: Finds the text.
        replacement: Takes its place; with a regular expression, \1 and \g<name> stand for what was found.
        is_regular: Whether it is a regular expression.
    """

    expression: re.Pattern[str]
    replacement: str
    is_regular: bool


class Hit(NamedTuple):
    """One value in which the text occurs.

    Attributes:
        id: The record's id.
        field: The field.
        line: The number of the line in long text, from 0; 0 for others. Of a set, the number of the word.
        old: The line before.
        new: The line after.
        spans: Where in `old` the text occurs: start and end of each place.
        new_spans: Where in `new` its replacement stands.
    """

    id: str
    field: str
    line: int
    old: str
    new: str
    spans: tuple[tuple[int, int], ...]
    new_spans: tuple[tuple[int, int], ...]


def replaceable(kind: Kind) -> tuple[Field, ...]:
    """The fields of a kind in which texts can be replaced: one line, long text and sets of words."""
    hidden = ("created_by",)
    return tuple(field for field in kind.fields.values() if field.type in (TEXT, LINES, SET) and field.name not in hidden)


def pattern(find: str, replacement: str, *, is_regular: bool = False, is_exact: bool = False) -> Pattern:
    r"""What is looked for, made ready.

    Args:
        find: The text, or a regular expression.
        replacement: What takes its place.
        is_regular: Whether `find` is a regular expression, with \1 … in the replacement.
        is_exact: Whether upper and lower case differ; they do wherever `find` holds an upper-case letter.

    Raises:
        Wrong: Nothing is looked for, or the expression cannot be read.
    """
    if not find:
        raise Wrong("there is nothing to find: type the text to be replaced")
    if len(find) > LONGEST_PATTERN:
        raise Wrong(f"the pattern is longer than {LONGEST_PATTERN} characters")
    flags = re.NOFLAG if is_exact or any(one.isupper() for one in find) else re.IGNORECASE
    if not is_regular:
        return Pattern(re.compile(re.escape(find), flags), replacement, False)
    if _NESTED.search(find):
        raise Wrong("a repetition within a repetition may take for ever: write it with one + or *")
    try:
        expression = re.compile(find, flags)
    except re.error as error:
        where = f" at character {error.pos + 1}" if error.pos is not None else ""
        raise Wrong(f"the regular expression cannot be read: {error.msg}{where}") from None
    except (OverflowError, RecursionError):
        raise Wrong("the regular expression asks for too much: make it shorter") from None
    try:
        re.sub(expression.pattern + "|", replacement, "", count=1, flags=flags)
    except (re.error, IndexError) as error:
        raise Wrong(f"the replacement cannot be read: {error}; a backslash is written \\\\") from None
    return Pattern(expression, replacement, True)


def values_of(table: Table, field: Field, positions: Iterable[int]) -> Iterator[tuple[str, Any]]:
    """The ids of records, each with what it has in a field; only long text is decoded for it.

    Args:
        table: The records.
        field: One of `replaceable`.
        positions: Which of them.
    """
    column = None if field.type == LINES else table.column(field.name)
    for at in positions:
        yield table.id(at), table.record(at).data.get(field.name) if column is None else column[at]


def hits(values: Iterable[tuple[str, Any]], field: Field, looked: Pattern) -> Iterator[Hit]:
    """Every line or word in which the text occurs and which would become another one, in the order of the values.

    Args:
        values: The ids of records, each with what it has in the field.
        field: The field.
        looked: What is looked for.
    """
    for id, value in values:
        for line, old in enumerate(_lines(value)):
            hit = _hit(id, field, line, old, looked)
            if hit is not None:
                yield hit


def _lines(value: Any) -> Sequence[str]:
    if isinstance(value, str):
        return (value,)
    return [one if isinstance(one, str) else "" for one in value] if isinstance(value, list | tuple) else ()


def _hit(id: str, field: Field, line: int, old: str, looked: Pattern) -> Hit | None:
    if len(old) > LONGEST_VALUE and looked.is_regular:
        return None
    spans, new_spans, parts, at, size = [], [], [], 0, 0
    for found in looked.expression.finditer(old):
        if found.start() == found.end():
            continue
        put = found.expand(looked.replacement) if looked.is_regular else looked.replacement
        put = " ".join(put.splitlines()) if "\n" in put else put
        parts += [old[at:found.start()], put]
        size += found.start() - at
        spans.append((found.start(), found.end()))
        new_spans.append((size, size + len(put)))
        at, size = found.end(), size + len(put)
    new = "".join([*parts, old[at:]])
    if not spans or new == old:
        return None
    return Hit(id, field.name, line, old, new, tuple(spans), tuple(new_spans))


def replaced(record: Record, field: Field, chosen: Iterable[Hit]) -> Any:
    """The new value of a field once some of its hits are replaced; None clears it.

    Words of a set that become empty go; those that become the same become one.
    """
    value = record.data.get(field.name)
    own = (hit for hit in chosen if (hit.id, hit.field) == (record.id, field.name))
    new = {hit.line: hit.new for hit in own if hit.old == _at(value, hit.line)}
    if field.type == TEXT:
        return new.get(0, value) or None
    lines = [new.get(at, line) for at, line in enumerate(_lines(value))]
    if field.type == SET:
        return sorted({word.strip() for word in lines if word.strip()}) or None
    return lines if any(line.strip() for line in lines) else None


def _at(value: Any, line: int) -> str | None:
    lines = _lines(value)
    return lines[line] if line < len(lines) else None
