"""Kinds and fields as plain declarations, and how to look them up.

A field is declared once, in `kinds.py`; from that declaration come its validation, its place in the file,
its merge rule, its column in lists, its row in forms, its completion on the command line and its help.

Declarations are named tuples, not dataclasses: every start of the command line loads them, and dataclasses
cost seven times as much to import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

FORMAT = 1
"""Version of the store format that this program writes. A workspace with a greater one opens read-only."""

ID_LENGTH = 10
ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32 in lower case: no i, l, o, u, so that an id can be read aloud and typed."""

TEXT = "text"
"""One line of text."""
LINES = "lines"
"""Long text, stored as an array of lines so that diff and merge work line by line."""
INTEGER = "integer"
NUMBER = "number"
DATE = "date"
"""A calendar date without time zone, ``2026-11-22``."""
INSTANT = "instant"
"""A moment in UTC to the second, ``2026-11-22T09:30:00Z``."""
CHOICE = "choice"
FLAG = "flag"
LINK = "link"
"""The id of one record."""
LINKS = "links"
"""A set of ids."""
SET = "set"
"""A set of words: a sorted array without repeats."""
ENTRIES = "entries"
"""A keyed list: an array of objects with their own ``id``, sorted by it."""
RANK = "rank"
"""An order key of the fractional-indexing scheme, compared as a plain string."""
OBJECT = "object"
"""One JSON object, taken as a whole by the merge."""

ARRAYS = frozenset({LINES, LINKS, SET, ENTRIES})
SCALARS = frozenset({TEXT, INTEGER, NUMBER, DATE, INSTANT, CHOICE, FLAG, LINK, RANK})
_MERGES = {LINES: "lines", LINKS: "set", SET: "set", ENTRIES: "entries", RANK: "rank"}
_ANY: tuple[str, ...] = ()
_AS_BUILT_IN: Mapping[str, str] = {}


class Field(NamedTuple):
    """One field of a kind, or of the entries of a keyed list.

    Attributes:
        name: The key in the file, on the command line and in the filter language.
        type: One of the type constants of this module.
        help: One sentence for forms, help and `pmtui schema`; with units and range where it has them.
        choices: The built-in values of a choice, in their order. Unknown values are kept and shown.
        default: The value that a record has when the file does not mention the field; None means blank.
        links: The kinds that a link may point to; empty means any kind.
        entry: The fields of each entry of a keyed list or object.
        ordered: Whether the entries of a keyed list carry a `rank` that gives their order.
        minimum: The least number allowed, inclusive.
        maximum: The greatest number allowed, inclusive.
        merge: How two versions are merged: scalar, set, lines, entries, rank, earliest or deletion.
        short: Other names that the filter language and the quick-add line accept.
        meanings: What each of `choices` means, in the same order; may be shorter than `choices`.
        is_own: Whether the team declared it, in `pmtui.json`. Files may hold anything in it: they are older than that.
        stands_for: Of a status, by the team's own name: the built-in one that it stands for.
    """

    name: str
    type: str
    help: str
    choices: tuple[str, ...] = ()
    default: Any = None
    links: tuple[str, ...] = _ANY
    entry: tuple[Field, ...] = ()
    ordered: bool = False
    minimum: float | None = None
    maximum: float | None = None
    merge: str = "scalar"
    short: tuple[str, ...] = ()
    meanings: tuple[str, ...] = ()
    is_own: bool = False
    stands_for: Mapping[str, str] = _AS_BUILT_IN

    @property
    def blank(self) -> Any:
        """The value to show for a record without this field: its default, or an empty list."""
        if self.default is None and self.type in ARRAYS:
            return []
        return self.default


def field(name: str, type: str, help: str, *choices: str, **more: Any) -> Field:
    """Declare a field; the merge rule follows from the type unless it is given."""
    more.setdefault("merge", _MERGES.get(type, "scalar"))
    return Field(name, type, help, choices, **more)


class Kind(NamedTuple):
    """One kind of record.

    Attributes:
        name: The singular noun, as on the command line (`item`).
        collection: The folder of its files (`backlog`).
        letter: The letter that may stand before an id (`B-4k3`).
        plural: What people call several of them.
        help: One sentence on what belongs in such a record.
        fields: Every field by name, in the order of the file.
        statuses: The states in their order, the team's own where it has some; empty for kinds without states.
        closed: Those states in which a record asks for no more work.
        reasoned: Those states that can only be entered with a reason.
        ranked: Whether records of this kind have an order of their own.
        fixed: The states in the order that format 1 fixes, which the merge keeps to whatever the team has.
    """

    name: str
    collection: str
    letter: str
    plural: str
    help: str
    fields: dict[str, Field]
    statuses: tuple[str, ...] = ()
    closed: frozenset[str] = frozenset()
    reasoned: frozenset[str] = frozenset()
    ranked: bool = False
    fixed: tuple[str, ...] = ()

    def like(self, status: str) -> str:
        """The built-in status that one of the team's own stands for; any other stands for itself."""
        field = self.fields.get("status")
        return status if field is None else field.stands_for.get(status, status)

    def named(self, built_in: str) -> str:
        """What the team calls a built-in status: itself where it is in use, else the first that stands for it."""
        if built_in in self.statuses:
            return built_in
        return next((one for one in self.statuses if self.like(one) == built_in), built_in)

    def alike(self, *built_in: str) -> tuple[str, ...]:
        """The statuses in use that stand for one of these built-in ones, and these themselves, for files may still hold them."""
        return (*built_in, *(one for one in self.statuses if one not in built_in and self.like(one) in built_in))

    def shown_id(self, id: str, length: int | None = None) -> str:
        """An id as people write it, `B-7k3`: all of it, or so many characters of it."""
        return f"{self.letter}-{id[:length]}"

    def field(self, name: str) -> Field | None:
        """The field with this name or short name, or None."""
        found = self.fields.get(name)
        if found is None:
            for one in self.fields.values():
                if name in one.short:
                    return one
        return found


class UnknownKind(ValueError):
    """No kind has this name."""


class Schema:
    """All kinds, by name, collection and letter.

    The kinds are those that are built in until `take` puts a team's in their place: the same names, collections and
    letters, with the team's own statuses and fields.
    """

    __slots__ = ("_aside", "_forget", "built_in", "by_collection", "by_letter", "by_word", "kinds")

    def __init__(self, kinds: tuple[Kind, ...], aside: tuple[Kind, ...] = ()) -> None:
        """Index the kinds; names, plurals, collections and letters must be unique. What stands aside is found by its name alone."""
        self._aside = {kind.name: kind for kind in aside}
        self.built_in: dict[str, Kind] = {kind.name: kind for kind in kinds}
        self.kinds: dict[str, Kind] = {}
        self.by_collection: dict[str, Kind] = {}
        self.by_letter: dict[str, Kind] = {}
        self.by_word: dict[str, Kind] = {}
        self._forget: list[Callable[[], object]] = []
        self.take(kinds)

    def __getitem__(self, name: str) -> Kind:
        """The kind with exactly this name."""
        return self.kinds.get(name) or self._aside[name]

    @property
    def is_extended(self) -> bool:
        """Whether a team's own statuses or fields are in force."""
        return any(kind is not self.built_in[name] for name, kind in self.kinds.items())

    def take(self, kinds: Iterable[Kind]) -> None:
        """Put declarations in force in place of those of the same names; others stay. Threads may read meanwhile."""
        for kind in kinds:
            self.kinds[kind.name] = self.by_collection[kind.collection] = self.by_letter[kind.letter.upper()] = kind
            for word in (kind.name, kind.plural, kind.collection):
                self.by_word[word] = kind
        for forget in self._forget:
            forget()

    def forgetting(self, forget: Callable[[], object]) -> None:
        """Have something called whenever other declarations are put in force: what was derived from the earlier ones is void."""
        self._forget.append(forget)

    def kind(self, word: str) -> Kind:
        """The kind that a person means by a singular, a plural or a collection's name.

        Raises:
            UnknownKind: No kind is called so; the message lists those there are.
        """
        found = self.by_word.get(word.lower())
        if found is None:
            raise UnknownKind(f"no kind is called {word!r}: use one of {', '.join(self.kinds)}")
        return found
