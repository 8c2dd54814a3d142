"""The quick-add line: `Retry payments #billing @me !high 3pts >MVP` becomes a title and values of fields.

A sigil counts at the beginning of a word only, and only where the kind has a field for it:

    #tag  @person  !choice or level  3pts or 3p  >goal of the work (an item's milestone)  ^parent  P-4ab (a link)  field:value

Names with blanks stand in quotation marks (`>"Billing MVP"`). A backslash before a word keeps it as text, as do
quotation marks around several. What a sigil names and nobody knows stays in the title, and is said with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pmtui.domain.dates import relative
from pmtui.domain.named_periods import typed_period
from pmtui.domain.quick_add_names import Directory, Unresolved
from pmtui.domain.quick_add_sigils import CHOICE_SIGN, PERSON_SIGN, TAG_SIGN, Sigils, article, sigils_of
from pmtui.domain.schema import DATE, LINK, LINKS, SET, Field, Kind
from pmtui.domain.text import one_line, spoken
from pmtui.domain.values import BadValue, parse_value, shown_value

_QUOTED = r'"(?:[^"\\]|\\.)*"'
_WHOLE = re.compile(rf"{_QUOTED}(?!\S)")
_TOKEN = re.compile(rf"(?:[#@!>^]|[^\W\d]\w*:){_QUOTED}(?!\S)|\S+")
_SIGIL = re.compile(r'([#!>^](?=[\w"])|@(?=[\w"-]))(.+)', re.DOTALL)
_POINTS = re.compile(r"([0-9]{1,3}(?:[.][0-9]+)?)(?:pts?|points?)|([0-9]{1,2}(?:[.][0-9]+)?)p", re.IGNORECASE)
_ID = re.compile(r"([A-Za-z])-([0-9a-hj-km-np-tv-zA-HJ-KM-NP-TV-Z]{3,10})")
_FIELD = re.compile(r"([^\W\d][\w.-]*):(.+)", re.DOTALL)
_DATE_HINT = "write friday, 2w or 2027-03-31"
_ESCAPE = re.compile(r"\\(.)")


class Piece(NamedTuple):
    """A part of the line that means something.

    Attributes:
        start: Where it begins, in characters from 0.
        end: Where it ends.
        field: The field that it sets; empty where it sets none and stays text.
        role: `tag`, `person`, `choice`, `number`, `link`, `date`, `field`; `unknown` where it stays text.
        shown: What it sets, in words for a preview: `#billing`, `3 pts`, `ms Billing MVP`.
    """

    start: int
    end: int
    field: str
    role: str
    shown: str = ""


class Mistake(NamedTuple):
    """Something that looks like a sigil and could not be taken; it stays in the title.

    Attributes:
        message: What is wrong.
        column: Where it begins, in characters, from 1.
        length: How many characters it covers.
    """

    message: str
    column: int
    length: int


class QuickAdd(NamedTuple):
    """What a line means.

    Attributes:
        title: What is left as text.
        values: The new values by field, as they are stored.
        pieces: What has a meaning, in the order of the line.
        mistakes: What could not be taken, in the order of the line.
    """

    title: str
    values: Mapping[str, Any]
    pieces: tuple[Piece, ...]
    mistakes: tuple[Mistake, ...]


class _Set(NamedTuple):
    """What one word sets."""

    field: Field
    value: Any
    role: str
    shown: str
    more: tuple[tuple[str, Any], ...] = ()


def parse_line(text: str, kind: Kind, directory: Directory, today: str, now: str) -> QuickAdd:
    """What a quick-add line means for a new record of a kind. Never fails: what it cannot take is text.

    Args:
        text: The line.
        kind: The kind of the new record.
        directory: Whom and what names mean.
        today: The calendar date where the person is, for `due:friday`.
        now: The instant, for fields that hold one.
    """
    reader = _Reader(kind, directory, today, now)
    title: list[str] = []
    pieces: list[Piece] = []
    mistakes: list[Mistake] = []
    at = 0
    for start, end, word in _words(text, reader):
        gap, at = text[at:start], end
        literal = reader.literal(word)
        if literal is not None:
            title += [gap, literal]
            continue
        try:
            found = reader.read(word)
            if found is not None:
                reader.take(found)
        except Unresolved as wrong:
            mistakes.append(Mistake(str(wrong), start + 1, end - start))
            pieces.append(Piece(start, end, "", "unknown"))
            found = None
        if found is not None:
            pieces.append(Piece(start, end, found.field.name, found.role, found.shown))
        else:
            title += [gap, word]
    return QuickAdd("".join(title).strip(), reader.values, tuple(pieces), tuple(mistakes))


def _words(text: str, reader: _Reader) -> Iterator[tuple[int, int, str]]:
    """The words of a line with their places; quoted ones whole where what is quoted would else be read."""
    at = 0
    while (found := _TOKEN.search(text, at)) is not None:
        at = found.end()
        quoted = _WHOLE.match(text, found.start())
        if quoted is not None and reader.literal(quoted[0]) is not None:
            at = quoted.end()
        yield found.start(), at, text[found.start():at]


class _Reader:
    """Reads words for one kind, and gathers what they set."""

    def __init__(self, kind: Kind, directory: Directory, today: str, now: str) -> None:
        self.kind = kind
        self.sigils: Sigils = sigils_of(kind)
        self.directory = directory
        self.values: dict[str, Any] = {}
        self._today, self._now = today, now

    def literal(self, word: str) -> str | None:
        """The text of a word that is marked as text: by a backslash, or quotation marks; None for others."""
        if word.startswith("\\") and (self._means(word[1:]) or self.literal(word[1:]) is not None):
            return word[1:]
        if len(word) > 2 and word[0] == word[-1] == '"':
            inner = _unquoted(word)
            if any(self._means(one) for one in inner.split()):
                return inner
        return None

    def _means(self, word: str) -> bool:
        """Whether a word would be read, or marked as one that cannot be."""
        try:
            return self.read(word) is not None
        except Unresolved:
            return True

    def read(self, word: str) -> _Set | None:
        """What a word sets; None for plain text.

        Raises:
            Unresolved: It looks like a sigil, and cannot be taken.
        """
        sigil = _SIGIL.fullmatch(word)
        if sigil is not None:
            return self._sigil(sigil[1], _unquoted(sigil[2]))
        points = _POINTS.fullmatch(word)
        if points is not None:
            return self._points(points[1] or points[2])
        id = _ID.fullmatch(word)
        if id is not None:
            return self._id(id[1], id[2])
        named = _FIELD.fullmatch(word)
        return self._field(named[1], _unquoted(named[2])) if named is not None else None

    def take(self, found: _Set) -> None:
        """Keep what a word sets.

        Raises:
            Unresolved: The field holds one value, and has been set.
        """
        name = found.field.name
        if found.field.type in (SET, LINKS):
            self.values[name] = sorted({*self.values.get(name, ()), *found.value})
        elif name in self.values:
            raise Unresolved(f"{spoken(name)} is set twice")
        else:
            self.values[name] = found.value
            self.values.update(found.more)

    def _sigil(self, sign: str, text: str) -> _Set | None:
        if sign == TAG_SIGN:
            return self._tags(text)
        if sign == CHOICE_SIGN:
            return self._choice(text)
        field = self.sigils.fields.get(sign)
        if field is None:
            raise Unresolved(f"{sign} sets nothing of {article(self.kind.name)}")
        if sign == PERSON_SIGN and field.name == "handle":
            return _Set(field, text, "person", f"@{text}")
        return self._link(field, text, is_person=sign == PERSON_SIGN)

    def _tags(self, text: str) -> _Set | None:
        field = self.kind.fields.get("tags")
        if field is None or text.replace(",", "").isdecimal():  # `#123` is a number of something, not a tag
            return None
        tags = self._parsed(field, text)
        return _Set(field, tags, "tag", " ".join(f"#{tag}" for tag in tags)) if tags else None

    def _choice(self, text: str) -> _Set:
        field, value = self.sigils.choice(text)
        if field is None:
            raise Unresolved(value)
        shown = value if not isinstance(value, int) else f"{spoken(field.name)} {value}"
        return _Set(field, value, "choice", str(shown))

    def _points(self, text: str) -> _Set | None:
        field = self.sigils.points
        if field is None:
            return None
        value = self._parsed(field, text)
        return _Set(field, value, "number", f"{shown_value(field, value)} pts")

    def _id(self, letter: str, prefix: str) -> _Set | None:
        found = self.sigils.links.get(letter.upper())
        if found is None:
            return None
        field, kind = found
        try:
            named = self.directory.by_id(kind, prefix)
        except Unresolved:
            if prefix.isalpha():  # rather a word such as X-ray
                return None
            raise
        return self._linked(field, named.id, named.title)

    def _link(self, field: Field, text: str, is_person: bool = False) -> _Set:
        named = self.directory.person(text) if is_person else self.directory.record(text, field.links)
        if is_person:
            value = [named.id] if field.type == LINKS else named.id
            return _Set(field, value, "person", f"@{named.title}")
        return self._linked(field, named.id, named.title)

    def _linked(self, field: Field, id: str, title: str) -> _Set:
        label = "ms" if field.name == "milestone" else spoken(field.name)
        return _Set(field, [id] if field.type == LINKS else id, "link", f"{label} {one_line(title)}")

    def _field(self, name: str, text: str) -> _Set | None:
        field = self.sigils.field(name)
        if field is None:
            near = self.sigils.misspelt(name) if not text.startswith("//") else None
            if near is not None:
                raise Unresolved(f"{article(self.kind.name)} has no field {name}: did you mean {near}?")
            return None
        if field.type == LINK and "person" in field.links and text.startswith("@"):
            return self._link(field, text[1:], is_person=True)
        if field.type == LINK:
            return self._link(field, text)
        period = typed_period(self.kind, field, text)
        if period is not None:
            return _Set(field, period.last.isoformat(), "date", f"target {period.label}", (("resolution", period.resolution),))
        value = self._parsed(field, text)
        if value is None:
            return None
        shown = shown_value(field, value)
        if field.type == DATE:
            shown = f"{shown} ({relative(str(value), self._today)})"
        elif field.type == LINKS:
            shown = text
        return _Set(field, value, "date" if field.type == DATE else "field", f"{spoken(field.name)} {shown}")

    def _parsed(self, field: Field, text: str) -> Any:
        def link(words: str, kinds: tuple[str, ...]) -> str:
            if words.startswith("@") and "person" in kinds:
                return self.directory.person(words[1:]).id
            return self.directory.record(words, kinds).id

        try:
            return parse_value(field, text, today=self._today, now=self._now, link=link)
        except BadValue as error:
            hint = _DATE_HINT if field.type == DATE else error.hint if error.hint != field.help else ""
            raise Unresolved(f"{error}; {hint}" if hint else str(error)) from None


def _unquoted(text: str) -> str:
    return _ESCAPE.sub(r"\1", text[1:-1]) if len(text) > 1 and text[0] == text[-1] == '"' else text
