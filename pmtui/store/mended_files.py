"""A file that a merge by plain git has joined wrongly, and what to make of it now that others may have gone on with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pmtui.domain.canonical import BadJson, decode, encode, encode_object
from pmtui.domain.merge import merge
from pmtui.domain.merge_recomputed import recomputed
from pmtui.domain.schema import Kind
from pmtui.store.layout import SETTINGS
from pmtui.store.settings_merge import KIND, flat, nested
from pmtui.store.sync_paths import record_at


class WrongFile(NamedTuple):
    """A file that a merge has joined otherwise than field by field.

    Attributes:
        path: Where it lies in the repository.
        own: Where it lies in the workspace.
        commit: The merge.
        made: What the merge made of it; None where it has no such file.
        base: What to compare later versions with: what the merge made or, where nobody can read that, what both sides began from.
        wanted: What it should have become.
    """

    path: str
    own: str
    commit: str
    made: bytes | None
    base: bytes | None
    wanted: bytes


class Document:
    """How a file of the workspace is read, merged and written."""

    def __init__(
        self, kind: Kind, decoded: Callable[[bytes], Mapping[str, Any]], encoded: Callable[[Mapping[str, Any]], bytes]
    ) -> None:
        """A file of this kind, with what makes fields of bytes and bytes of fields."""
        self._kind = kind
        self._decoded = decoded
        self._encoded = encoded

    def read(self, raw: bytes | None) -> Mapping[str, Any] | None:
        """Its fields; None where there is none, or nobody can read it."""
        try:
            return None if raw is None else self._decoded(raw)
        except BadJson:
            return None

    def is_living(self, raw: bytes) -> bool:
        """Whether it holds a record that nobody has deleted."""
        fields = self.read(raw)
        return fields is not None and "deleted_at" not in fields

    def recomputed(self, base: bytes | None, ours: bytes, theirs: bytes, made: bytes | None) -> bytes | None:
        """What a merge should have given; None where a side cannot be read. Equal to `made` where nothing is wrong with that."""
        sides = [self.read(one) for one in (ours, theirs)]
        if sides[0] is None or sides[1] is None:
            return None
        old, fields = self.read(base) or {}, self.read(made)
        if fields is None:
            return self._encoded(merge(self._kind, old, sides[0], sides[1]))
        found = self._encoded(recomputed(self._kind, old, sides[0], sides[1], fields))
        return made if found == self._encoded(fields) else found

    def joined(self, base: bytes | None, raw: bytes, wanted: bytes) -> tuple[bytes, bool] | None:
        """A version together with what was wanted of the base, and whether that is more than it says already.

        Returns:
            None where one cannot be read.
        """
        fields, goal = self.read(raw), self.read(wanted)
        if fields is None or goal is None:
            return None
        found = self._encoded(merge(self._kind, self.read(base) or {}, fields, goal))
        return found, found != self._encoded(fields)


def document_at(own: str) -> Document | None:
    """How the file at a path inside the workspace is read and written; None where it is neither a record nor `pmtui.json`."""
    if own == SETTINGS:
        return Document(KIND, lambda raw: flat(decode(raw)), lambda fields: encode_object(nested(fields)))
    record = record_at(own)
    return None if record is None else Document(record.kind, record.read, lambda fields: encode(record.kind, fields))


def mended(wrong: WrongFile, now: bytes | None) -> bytes | None:
    """What a file shall hold, together with what people have made of it since the merge; None where there is nothing to mend.

    Args:
        wrong: What a merge has made of the file.
        now: What it holds now; None where it is gone.
    """
    document = document_at(wrong.own)
    if now == wrong.made:
        return wrong.wanted
    found = document.joined(wrong.base, now, wrong.wanted) if document is not None and now is not None and wrong.made is not None else None
    return found[0] if found is not None and found[1] else None


def is_mended_by(wrong: WrongFile, old: bytes | None, new: bytes) -> bool:
    """Whether a later change of the file, from `old` to `new`, has mended what the merge had made of it."""
    document = document_at(wrong.own)
    if document is None or wrong.made is None:
        return True  # it is there again
    after = document.joined(wrong.base, new, wrong.wanted)
    if after is None:
        return False
    return not after[1] or (old is not None and mended(wrong, old) == new)
