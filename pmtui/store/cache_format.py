"""The bytes of a start-up cache: a header, a table of contents, and parts with a checksum each.

Nothing in it can run anything when it is read: columns are JSON or joined lines, numbers are plain arrays. A part is
checked when it is first used; a file that is damaged anywhere gives `Damaged`, never a wrong value. Numbers stand in
the machine's own byte order: a cache is disposable and does not travel.

Parts: ids (ten bytes each, in order) · sorted (positions by id) · raw, raw_ends, raw_sums (the files' bytes with a
checksum each) · text, text_ends (folded title and body, each closed by 0xff) · names, signatures (what the folder
held) · a column's values, and its codes where it has some.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pmtui import __version__
from pmtui.domain import canonical, columns, conflicts, packed, scoring, table, text, validation
from pmtui.domain.canonical import BadJson, compact, decode
from pmtui.domain.columns import Column
from pmtui.domain.conflicts import CONFLICTS
from pmtui.domain.packed import Packed
from pmtui.domain.schema import INTEGER, NUMBER, SCALARS, Kind
from pmtui.domain.scoring import PURE_SCORES
from pmtui.domain.table import Fault
from pmtui.store import loaded
from pmtui.store.loaded import Source, blank_value
from pmtui.store.signatures import SIGNATURE, Shard

CACHE_VERSION = 3
MAGIC = b"pmtuiC1\n"
HEADER = struct.Struct("=8sIIIQ")
"""Magic, fingerprint, length of the table of contents, its checksum, length of the file."""
CLOSE = b"\xff"
"""What closes each folded text: a byte that UTF-8 never has."""
_MODULES = (canonical, columns, conflicts, loaded, packed, scoring, table, text, validation)
_CODES, _WIDE, _LINES, _LISTS, _JSON = "codes", "wide", "lines", "lists", "json"
PACKED = (_LINES, _LISTS)
"""The forms of columns of which one value can be read without the others: they have a part that says where each ends."""
CODED = (_CODES, _WIDE)
"""The forms of columns that have a part with codes."""

_code: list[Any] = []
"""What identifies the code, looked up once a process."""

Parts = list[tuple[str, bytes]]


class Damaged(Exception):
    """The cache does not hold what it says."""


def fingerprint(kind: Kind) -> int:
    """A checksum of all that a cache depends on: the kind's fields, the code that fills columns, this program, this Python.

    Code is told by size and time of its source, as Python tells whether its own compiled files are stale.
    """
    if not _code:
        _code.extend([CACHE_VERSION, __version__, sys.hexversion, sys.byteorder])
        for module in (__file__, *(one.__file__ for one in _MODULES)):
            try:
                at = os.stat(str(module))
                _code.append((at.st_size, at.st_mtime_ns))
            except OSError:  # inside an archive: the version has to do
                continue
    fields = [(one.name, one.type, one.default) for one in kind.fields.values()]
    return zlib.crc32(repr([_code, kind.name, kind.collection, kind.ranked, fields]).encode())


def compose(kind: Kind, source: Source, listing: Mapping[str, Shard], faults: Sequence[Fault], strays: Sequence[Fault]) -> list[bytes]:
    """The bytes of a cache in pieces, to be written one after the other."""
    ids = source.ids
    parts: Parts = [
        ("ids", "".join(ids).encode("ascii")),
        ("sorted", array("I", sorted(range(len(ids)), key=ids.__getitem__)).tobytes()),
    ]
    forms: dict[str, str] = {}
    loose: list[str] = []
    for name in source.names:
        try:
            form, encoded = _encoded(kind, name, source.column(name))
        except RecursionError:  # a value nested almost too deeply: it stays in its document
            loose.append(name)
            continue
        if form:
            forms[name] = form
            parts.extend(encoded)
    parts.extend(_record_parts(source))
    shards, folder_parts = _folder_parts(listing)
    parts.extend(folder_parts)
    contents = {
        "records": len(ids), "columns": forms, "loose": loose, "shards": shards, "faults": faults, "strays": strays,
    }
    return _assembled(fingerprint(kind), contents, parts)


def _assembled(mark: int, contents: dict[str, Any], parts: Parts) -> list[bytes]:
    table: dict[str, tuple[int, int, int]] = {}
    at = 0
    for name, part in parts:
        table[name] = (at, len(part), zlib.crc32(part))
        at += len(part)
    head = json.dumps({**contents, "parts": table}).encode("ascii")
    header = HEADER.pack(MAGIC, mark, len(head), zlib.crc32(head), HEADER.size + len(head) + at)
    return [header, head, *(part for _, part in parts)]


def _record_parts(source: Source) -> Parts:
    count = len(source.ids)
    raws = [source.raw(position) for position in range(count)]
    texts = [source.folded_text(position) + CLOSE for position in range(count)]
    return [
        ("raw_ends", _ends(raws)), ("raw_sums", array("I", map(zlib.crc32, raws)).tobytes()), ("raw", b"".join(raws)),
        ("text_ends", _ends(texts)), ("text", b"".join(texts)),
    ]


def _ends(pieces: Iterable[bytes]) -> bytes:
    ends = array("Q", [0])
    at = 0
    for piece in pieces:
        at += len(piece)
        ends.append(at)
    return ends.tobytes()


def _folder_parts(listing: Mapping[str, Shard]) -> tuple[dict[str, tuple[int, int]], Parts]:
    """Length of names and number of files by shard, and the two parts that hold them."""
    shards = {name: (len(shard.names), len(shard.signatures) // SIGNATURE) for name, shard in listing.items()}
    names = b"".join(shard.names for shard in listing.values())
    return shards, [("names", names), ("signatures", b"".join(shard.signatures for shard in listing.values()))]


def listing_of(shards: Mapping[str, Sequence[int]], names: bytes, signatures: bytes) -> dict[str, Shard]:
    """What the folder held, by shard."""
    result: dict[str, Shard] = {}
    name_at = file_at = 0
    for shard, (length, count) in shards.items():
        size = count * SIGNATURE
        result[shard] = Shard(names[name_at : name_at + length], signatures[file_at : file_at + size])
        name_at += length
        file_at += size
    return result


def _encoded(kind: Kind, name: str, column: Column) -> tuple[str, Parts]:
    """The form of a column and its parts; no form where every value is blank."""
    if column.codes is not None and len(column.values) * 2 > len(column):  # grown by patches: hardly a value comes twice
        column = Column.of(column.rows())
    if column.codes is None:
        return _encoded_values(kind, name, column.values, _JSON)
    blank = blank_value(kind, name)
    if not column.values or (len(column.values) == 1 and compact(column.values[0]) == compact(blank)):
        return "", []
    wide = not isinstance(column.codes, bytes)
    codes = column.codes if isinstance(column.codes, bytes) else column.codes.tobytes()
    _, parts = _encoded_values(kind, name, column.values, _CODES)
    return (_WIDE if wide else _CODES), [*parts, (f"codes {name}", codes)]


def _encoded_values(kind: Kind, name: str, values: Sequence[Any], form: str) -> tuple[str, Parts]:
    if form == _JSON and values and all(type(one) is str for one in values):
        joined = "\n".join(values)
        if joined.count("\n") == len(values) - 1:
            return _LINES, _packed(name, [one.encode("utf-8", "surrogatepass") for one in values], b"\n")
    if form == _JSON and _is_list(kind, name) and _is_plain(kind, name) and values:
        texts = [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in values]
        return _LISTS, _packed(name, [one.encode("utf-8", "backslashreplace") for one in texts], b",")
    # our own encoder keeps the spelling of numbers
    encoded = json.dumps(values, ensure_ascii=False) if _is_plain(kind, name) else '{"values":' + compact(values) + "}"
    return form, [(f"values {name}", encoded.encode("utf-8", "backslashreplace"))]  # \udc80 is how JSON, too, writes a lone surrogate


def _packed(name: str, values: Sequence[bytes], between: bytes) -> Parts:
    ends = array("Q", [0])
    at = 0
    for one in values:
        at += len(one) + 1
        ends.append(at)
    return [(f"values {name}", between.join(values)), (f"ends {name}", ends.tobytes())]


def packed_column(form: str, values: memoryview, ends: Sequence[int]) -> Column:
    """A column over its bytes.

    Raises:
        Damaged: The parts do not fit each other.
    """
    if not ends or ends[-1] != len(values) + 1:
        raise Damaged("the values are not as long as said")
    return Column(Packed(values, ends, _read_lines) if form == _LINES else Packed(values, ends, _read_lists, len("[]")))


def _read_lines(raw: memoryview) -> list[Any]:
    return str(raw, "utf-8", "surrogatepass").split("\n")


def _read_lists(raw: memoryview) -> list[Any]:
    return list(map(tuple, json.loads(b"[%b]" % bytes(raw))))


def decoded_column(kind: Kind, name: str, form: str, values: bytes, codes: bytes) -> Column:
    """A column from its parts.

    Raises:
        Damaged: The parts are not what the form says.
    """
    try:
        decoded = json.loads(values) if _is_plain(kind, name) else decode(values)["values"]
    except (ValueError, KeyError, BadJson) as error:
        raise Damaged(f"column {name}: {error}") from None
    if _is_list(kind, name):
        decoded = [tuple(one) for one in decoded]
    if form == _WIDE:
        wide = array("I")
        wide.frombytes(codes)
        return Column(decoded, wide)
    return Column(decoded, codes if form == _CODES else None)


def _is_list(kind: Kind, name: str) -> bool:
    """Whether the values of a column are tuples."""
    field = kind.fields.get(name)
    return name == CONFLICTS or (field is not None and field.type not in SCALARS)


def _is_plain(kind: Kind, name: str) -> bool:
    """Whether a column has no numbers whose spelling must be kept: the plain reader of JSON is faster."""
    field = kind.fields.get(name)
    return name == CONFLICTS or name in PURE_SCORES if field is None else field.type not in (NUMBER, INTEGER)
