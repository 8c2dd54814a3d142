"""A record as it was read from its file, reduced to what lists and searches ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from pmtui.domain.canonical import BadJson, decode
from pmtui.domain.columns import Column
from pmtui.domain.conflicts import CONFLICTS
from pmtui.domain.ordering import Key, order_field, order_key
from pmtui.domain.schema import LINES, Kind
from pmtui.domain.scoring import PURE_SCORES, scores_of
from pmtui.domain.table import column_value
from pmtui.domain.text import searchable
from pmtui.domain.validation import read_record

if TYPE_CHECKING:
    from pathlib import Path

Repair = Callable[["Path", bytes], "bytes | None"]
"""Mends the bytes of a file (path, bytes) that git has not finished merging; None where they cannot be mended or need not."""


class Loaded:
    """One record: its bytes, its folded text, and the columns in which it is not blank.

    Attributes:
        id: The record's id.
        raw: The bytes of the file, or as they were repaired.
        text: The folded title and body in UTF-8.
        values: Column values by name, without long texts.
    """

    __slots__ = ("id", "raw", "text", "values")

    def __init__(self, kind: Kind, id: str, raw: bytes, data: Mapping[str, Any]) -> None:
        """Take from the fields what columns show; the fields themselves are not kept."""
        self.id = id
        self.raw = raw
        self.text = searchable(data).encode("utf-8", "surrogatepass")
        self.values = {name: column_value(kind, data, name) for name in data if name != "id" and not is_long(kind, name)}
        for name in PURE_SCORES:
            if name not in kind.fields:  # the file may have a field of that name: the column is the score all the same
                self.values.pop(name, None)
        for name in scores_of(kind.name):
            score = column_value(kind, data, name)
            if score is not None:
                self.values[name] = score
        if CONFLICTS not in data and b'"conflicts"' in raw:  # one inside an entry, or only spoken of
            self.values[CONFLICTS] = column_value(kind, data, CONFLICTS)

    def key(self, kind: Kind) -> Key:
        """What the record is ordered by."""
        return order_key(self.values.get(order_field(kind)), self.id)


def is_long(kind: Kind, name: str) -> bool:
    """Whether a field is long text, which is searched and read but not listed: no column of it is kept."""
    field = kind.fields.get(name)
    return field is not None and field.type == LINES


def blank_value(kind: Kind, name: str) -> Any:
    """What a column shows for a record that does not mention the field."""
    return column_value(kind, {}, name)


def loaded_record(kind: Kind, id: str, raw: bytes) -> Loaded:
    """The record in the bytes of a file.

    Raises:
        BadJson: It cannot be read; the message says why, without the path.
    """
    try:
        return Loaded(kind, id, raw, read_record(kind, id, raw))
    except RecursionError:
        raise BadJson("nested too deeply") from None


class Source(Protocol):
    """Records in order, from which a cache can be composed."""

    @property
    def ids(self) -> Sequence[str]:
        """All ids by position."""

    @property
    def names(self) -> Sequence[str]:
        """The names of the columns in which some record is not blank."""

    def column(self, name: str) -> Column:
        """A column of all records."""

    def raw(self, position: int) -> bytes:
        """The bytes of a record."""

    def folded_text(self, position: int) -> bytes:
        """The folded text of a record."""


class LoadedRecords:
    """Loaded records in a given order, as a source of columns."""

    def __init__(self, kind: Kind, records: Sequence[Loaded]) -> None:
        """Hold the records in this order."""
        self.kind = kind
        self.records = records
        self.ids = [one.id for one in records]
        self.names = sorted({name for one in records for name in one.values})

    def column(self, name: str) -> Column:
        """A column of all records."""
        return column_of(self.kind, name, self.records)

    def raw(self, position: int) -> bytes:
        """The bytes of a record."""
        return self.records[position].raw

    def folded_text(self, position: int) -> bytes:
        """The folded text of a record."""
        return self.records[position].text


def column_of(kind: Kind, name: str, records: Sequence[Loaded]) -> Column:
    """A column of these records."""
    return Column.of(loaded_values(kind, name, records))


def loaded_values(kind: Kind, name: str, records: Iterable[Loaded]) -> list[Any]:
    """The values of a column in these records; long texts are decoded again."""
    if name == "id":
        return [one.id for one in records]
    if is_long(kind, name):
        return [column_value(kind, decode(one.raw), name) for one in records]
    blank = blank_value(kind, name)
    return [one.values.get(name, blank) for one in records]
