"""What an importer hands over: foreign records in our fields, and what could not be read.

An importer translates and decides nothing: it gives no ids and no ranks, looks at no clock and at no workspace. The
import command matches `system` and `key` with the records there are, resolves the links and plans the change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.domain.schema import ID_ALPHABET, ID_LENGTH

if TYPE_CHECKING:
    from pathlib import Path

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
Progress = Callable[[int, int], None]
"""Called with how much has been read and how much there is."""
Link = tuple[str, str, str]
"""Our field, the other record's system, its key there."""


class Imported(NamedTuple):
    """One foreign record, translated.

    Attributes:
        kind: Our kind.
        system: With `key` its identity: the same in every import, and equal to `source.system`.
        key: Its key in that system, equal to `source.key`.
        data: Our fields with stored types; no id, no rank, and no links to other foreign records.
        links: What it refers to, in the order of the foreign record. Of several links in a field that holds one, the
            first that can be resolved counts. Every one also stands in `source.extra`, so none is lost.
        place: Where it was read, for people.
        order: Its place among its kind there, by number; None where the other tool has no order of its own.
    """

    kind: str
    system: str
    key: str
    data: dict[str, Any]
    links: tuple[Link, ...]
    place: str
    order: float | None = None


class Fault(NamedTuple):
    """A foreign record that could not be read: where, why, and what to do about it."""

    place: str
    message: str
    hint: str


class Batch(NamedTuple):
    """Everything that one reading gave.

    Attributes:
        records: In a stable order.
        faults: In the order of the file.
        notes: What people should know of how it was read.
        columns: For a table whose columns were guessed: each field, and the header of its column; empty for none.
    """

    records: tuple[Imported, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()


class BadInput(ValueError):
    """What was named cannot be imported at all.

    Attributes:
        hint: What to do about it.
    """

    def __init__(self, message: str, hint: str) -> None:
        """Say what is wrong, where, and what to do."""
        super().__init__(message)
        self.hint = hint


class Importer(NamedTuple):
    """A format that can be imported.

    Attributes:
        name: The word on the command line.
        help: One sentence on what it reads.
        read: Reads the file or folder; raises BadInput where there is nothing to read.
        read_as: The same for what people said of it, NAME=VALUE; None where nothing can be said.
    """

    name: str
    help: str
    read: Callable[[Path, Progress], Batch]
    read_as: Callable[[Path, Progress, Mapping[str, str]], Batch] | None = None


def shown(name: str) -> str:
    """The name of a file as it can be printed and stored: bytes that are no UTF-8 become question marks in a diamond."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def derived_id(*parts: str) -> str:
    """An id that follows from these words alone, so that reading the same thing again gives the same id."""
    from hashlib import sha256  # it loads OpenSSL, which whoever only prints a list must not wait for

    packed = "\0".join(f"{len(part)}:{part}" for part in parts).encode("utf-8", "surrogatepass")
    number = int.from_bytes(sha256(packed).digest()[:8], "big")
    letters = []
    for _ in range(ID_LENGTH):
        number, digit = divmod(number, len(ID_ALPHABET))
        letters.append(ID_ALPHABET[digit])
    return "".join(letters)


def entry_ids(*scope: str, words: list[str]) -> list[str]:
    """An id for each entry of a keyed list, from what it says.

    Positions shift when somebody inserts a line above; words do not. Equal words are told apart by counting them.
    """
    seen: dict[str, int] = {}
    ids = []
    for word in words:
        seen[word] = seen.get(word, 0) + 1
        ids.append(derived_id(*scope, word, str(seen[word])))
    return ids


def order_keys(count: int) -> list[str]:
    """Order keys of the fractional-indexing scheme in rising order: a0 to az, b00 to bzz, c000 and so on.

    They are what that scheme gives to records that are added at the end one after the other, and they all come
    before the keys of records that are added later, which begin with h.
    """
    keys: list[str] = []
    for width, head in enumerate("abcdefg", start=1):
        for number in range(min(62**width, count - len(keys))):
            digits = ""
            rest = number
            for _ in range(width):
                rest, digit = divmod(rest, 62)
                digits = _DIGITS[digit] + digits
            keys.append(head + digits)
        if len(keys) == count:
            break
    return keys
