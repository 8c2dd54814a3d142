"""Whom and what a quick-add line names: people by handle, records by their title or the beginning of their id."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, compress, islice
from typing import NamedTuple

from pmtui.domain.change import MINIMUM_PREFIX, Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.table import Table
from pmtui.domain.text import folded, one_line

ME = "me"
"""The handle that means whoever types."""
_LISTED = 3
"""Of so many candidates the names are said."""
_MOST = 50
"""So many records of a kind are looked at for one word; nobody means one of more."""
_LARGE = 5_000
"""The titles of more records than this take longer to fold than a key may."""
_CHUNK = 2_000
_NEAR = 0.8
"""How alike a misspelt title must be, from 0 to 1."""
_MOST_NEAR = 300
"""Among so many titles a misspelt one is looked for."""


class Unresolved(ValueError):
    """A word of the line cannot be taken: a name means no record or several, a value does not fit; the message says which."""


class Named(NamedTuple):
    """A record that a name means; of a person, the title is the handle."""

    kind: str
    id: str
    title: str


class _Titles:
    """The titles of the living records of one kind, folded once, in one text that is searched at the speed of C."""

    def __init__(self, table: Table) -> None:
        self.table = table
        living = table.living()
        self.positions = list(compress(range(len(table)), living))
        self.titles: list[str] = []
        titles = list(compress(table.column("title").rows(), living))
        for begin in range(0, len(titles), _CHUNK):  # on another thread, the event loop gets its turn between
            some = [str(one or "") for one in titles[begin:begin + _CHUNK]]
            self.titles += [one.lower() if one.isascii() and one.isprintable() else folded(one_line(one)) for one in some]
        self.text = "\n" + "\n".join(self.titles) + "\n"
        self.starts = list(accumulate(chain((1,), (len(title) + 1 for title in self.titles))))

    def holding(self, needle: str, words: Sequence[str] = ()) -> Iterator[int]:
        """The rows in which a text stands, and all the words; a line end in it stands for the beginning or end of a title."""
        at = self.text.find(needle) if self.titles else -1
        while at >= 0:
            row = bisect_right(self.starts, at + needle.startswith("\n")) - 1
            if row >= len(self.titles):  # the line end behind the last one
                return
            if all(word in self.titles[row] for word in words):
                yield row
            at = self.text.find(needle, self.starts[row] + len(self.titles[row]))

    def named(self, row: int) -> Named:
        at = self.positions[row]
        return Named(self.table.kind.name, self.table.id(at), str(self.table.column("title")[at] or self.table.id(at)))

    def is_open(self, row: int) -> bool:
        kind = self.table.kind
        return not kind.statuses or self.table.column("status")[self.positions[row]] not in kind.closed


class Directory:
    """The living records of a snapshot by their names.

    Attributes:
        snapshot: Where it looks.
        me: Who types.
        is_hasty: Whether it would rather not know than fold the titles of a large kind: on the event loop, at a key.
        wanted: The kinds whose titles it did not know then; `prepare` folds them.
    """

    def __init__(self, snapshot: Snapshot, me: str, before: Directory | None = None) -> None:
        """Look in this snapshot, for this person: a handle, a name or a mail address.

        Args:
            snapshot: The records.
            me: Who types.
            before: One of an earlier snapshot: what has not changed since is taken over.
        """
        self.snapshot = snapshot
        self.me = me
        self.is_hasty = False
        self.wanted: set[str] = set()
        known: dict[str, _Titles] = before._titles if before is not None else {}
        self._titles: dict[str, _Titles] = {
            kind: one for kind, one in known.items() if snapshot.is_loaded(kind) and snapshot.table(kind) is one.table
        }

    def person(self, handle: str) -> Named:
        """The person with a handle, or whose handle or name begins so; `me` is whoever types, `-4ab` an id.

        Raises:
            Unresolved: Nobody, or several people.
        """
        if handle.startswith("-"):
            return self.by_id("person", handle[1:])
        found = self._people(handle)
        if not found and folded(handle) == ME:
            raise Unresolved(f"you, {one_line(self.me)[:30]!r}, are nobody here yet: Add person in the palette (:)")
        return _only(found, [f"@{one.title}" for one in found], f"nobody here is called @{_short(handle)}", handle)

    @property
    def knows_me(self) -> bool:
        """Whether whoever types is one of the people."""
        return bool(self._people(ME))

    def record(self, words: str, kinds: Sequence[str]) -> Named:
        """The record that a title, its beginning, words of it or the beginning of an id mean; an open one before closed ones.

        Args:
            words: What was typed; the kind's letter may stand before an id (`M-4k3`).
            kinds: The kinds to look in; all where none are given.

        Raises:
            Unresolved: There is none, or there are several.
        """
        kinds = tuple(kinds) or tuple(SCHEMA.kinds)
        wanted = folded(one_line(words)).strip()
        letter, _, prefix = wanted.partition("-")
        lettered = SCHEMA.by_letter.get(letter.upper()) if prefix else None
        found = self._by_id(prefix, (lettered.name,)) if lettered is not None and lettered.name in kinds else []
        found = found or self._by_title(wanted, kinds) or self._by_id(wanted, kinds) or self._nearly(wanted, kinds)
        what = kinds[0] if len(kinds) == 1 else "record"
        return _only(found, [f"“{_short(one.title)}”" for one in found], f"no {what} is called “{_short(words)}”", words)

    def by_id(self, kind: str, prefix: str) -> Named:
        """The record of a kind whose id begins so.

        Raises:
            Unresolved: There is none, or there are several.
        """
        found = self._by_id(prefix.lower(), (kind,))
        return _only(found, [f"“{_short(one.title)}”" for one in found], f"no {kind} has an id that begins with {prefix}", prefix)

    def matching(self, words: str, kinds: Sequence[str], limit: int = _MOST) -> list[Named]:
        """The living records to which a text that is still being typed may lead, the likeliest first; open ones before closed ones.

        Args:
            words: What has been typed; nothing finds the first records of each kind.
            kinds: The kinds to look in.
            limit: The most records to return.
        """
        wanted = folded(one_line(words)).strip()
        parts = wanted.split()
        every = [self._of(kind) for kind in kinds]
        ways = [(f"\n{wanted}", ()), (f" {wanted}", ()), (max(parts, key=len), parts)] if parts else [("\n", ())]
        rows = {(titles, row): None for needle, others in ways for titles in every for row in islice(titles.holding(needle, others), limit)}
        found = sorted(rows, key=lambda place: not place[0].is_open(place[1]))[:limit]
        return [titles.named(row) for titles, row in found]

    def means(self, words: str, kinds: Sequence[str], id: str) -> bool:
        """Whether a text means the record with this id and no other."""
        try:
            return self.record(words, kinds).id == id
        except Unresolved:
            return False

    def prepare(self, kinds: Sequence[str]) -> None:
        """Fold the titles of some kinds before anybody asks; may run on another thread."""
        for kind in kinds:
            self._titles[kind] = _Titles(self.snapshot.table(kind))
            self.wanted.discard(kind)

    def _people(self, handle: str) -> list[Named]:
        people = self.snapshot.table("person")
        living = [at for at, is_living in enumerate(people.living()) if is_living]
        names = {name: people.column(name) for name in ("handle", "title", "email")}

        def name_of(at: int, name: str) -> str:
            return folded(str(names[name][at] or "").removeprefix("@"))

        wanted, mine = folded(handle), folded(self.me.removeprefix("@"))
        found = [at for at in living if wanted and name_of(at, "handle") == wanted]
        if not found and wanted == ME:
            ways = ([at for at in living if mine and name_of(at, name) == mine] for name in names)
            found = next(filter(None, ways), [])
        elif not found and wanted:
            found = [at for at in living if name_of(at, "handle").startswith(wanted)]
            if not found and len(wanted) >= MINIMUM_PREFIX:
                found = [at for at in living if any(word.startswith(wanted) for word in name_of(at, "title").split())]
        return [Named("person", people.id(at), str(names["handle"][at] or names["title"][at] or people.id(at))) for at in found]

    def _by_id(self, prefix: str, kinds: Sequence[str]) -> list[Named]:
        found = []
        for kind in kinds if len(prefix) >= MINIMUM_PREFIX else ():
            table = self.snapshot.table(kind)
            for id in table.starting(prefix)[:_MOST]:
                at = table.position(id)
                if at is not None and table.column("deleted_at")[at] is None:
                    found.append(Named(kind, id, str(table.column("title")[at] or id)))
        return found

    def _by_title(self, wanted: str, kinds: Sequence[str]) -> list[Named]:
        """By the whole title, its beginning, the beginning of a word, or all words somewhere: the first of these that any has."""
        words = wanted.split()
        for needle, others in ((f"\n{wanted}\n", ()), (f"\n{wanted}", ()), (f" {wanted}", ()), (max(words, key=len, default=""), words)):
            found = [
                (titles, row) for titles in (self._of(kind) for kind in kinds if words)
                for row in islice(titles.holding(needle, others), _MOST)
            ]
            if found:
                return _open_first(found)
        return []

    def _nearly(self, wanted: str, kinds: Sequence[str]) -> list[Named]:
        """Titles, or words of titles, that a misspelt word most likely means."""
        every = [self._of(kind) for kind in kinds]
        if len(wanted) <= MINIMUM_PREFIX or sum(len(one.titles) for one in every) > _MOST_NEAR:
            return []
        from difflib import SequenceMatcher

        matcher = SequenceMatcher(b=wanted)

        def likeness(text: str) -> float:
            matcher.set_seq1(text)
            return matcher.ratio() if matcher.quick_ratio() >= _NEAR else 0.0

        scores = {
            (titles, row): max(map(likeness, (title, *title.split())), default=0.0)
            for titles in every for row, title in enumerate(titles.titles)
        }
        best = max(scores.values(), default=0.0)
        return _open_first([place for place, score in scores.items() if score == best]) if best >= _NEAR else []

    def _of(self, kind: str) -> _Titles:
        found = self._titles.get(kind)
        if found is None:
            table = self.snapshot.table(kind)
            if self.is_hasty and len(table) > _LARGE:
                self.wanted.add(kind)
                raise Unresolved(f"the titles of {table.kind.plural} are still being read")
            found = self._titles[kind] = _Titles(table)
        return found


_last: Directory | None = None


def directory_of(snapshot: Snapshot, me: str) -> Directory:
    """The directory of a snapshot; the same object as long as it is asked for the same one."""
    global _last
    if _last is None or _last.snapshot is not snapshot or _last.me != me:
        _last = Directory(snapshot, me, _last)
    return _last


def _open_first(found: Sequence[tuple[_Titles, int]]) -> list[Named]:
    """The open ones; all where none is open."""
    still = [place for place in found if place[0].is_open(place[1])]
    return [titles.named(row) for titles, row in still or found]


def _only(found: Sequence[Named], names: Sequence[str], nothing: str, typed: str) -> Named:
    if len(found) == 1:
        return found[0]
    if not found:
        raise Unresolved(nothing)
    more = " …" if len(found) > _LISTED else ""
    raise Unresolved(f"{_short(typed)} could be {', '.join(names[:_LISTED])}{more}: type more of it")


def _short(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= 40 else text[:39] + "…"
