"""A foreign record while it is translated: what its values are, and which of them have found no field yet.

What has no field of its own must not be lost. So everything starts out as extra, and a value leaves it only when it
stands in a field word for word: an instant that loses its fraction, or a word that became another word, stays.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from pmtui.domain.canonical import WrittenNumber, compact
from pmtui.domain.records import Record
from pmtui.domain.text import one_line
from pmtui.domain.validation import record_fault
from pmtui.formats.imported import Imported, Link

_DEEPEST = 64
_MOST_VALUES = 100_000
_LONGEST_TITLE = 500


class Unreadable(ValueError):
    """A foreign record cannot be translated.

    Attributes:
        hint: What to do about it.
    """

    def __init__(self, message: str, hint: str = "Correct it there and import again.") -> None:
        """Say what is wrong and what to do."""
        super().__init__(message)
        self.hint = hint


def tidy(value: Any) -> Any:
    """The same value as plain JSON with sorted keys.

    Raises:
        Unreadable: It is nested too deeply, too large (aliases can blow a short text up), or no JSON.
    """
    return _tidy(value, _DEEPEST, [_MOST_VALUES])


def _tidy(value: Any, depth: int, left: list[int]) -> Any:
    left[0] -= 1
    if left[0] < 0:
        raise Unreadable("it holds too many values")
    if depth == 0:
        raise Unreadable(f"nested deeper than {_DEEPEST} levels")
    if isinstance(value, dict):
        rows = {key if isinstance(key, str) else compact(_tidy(key, 1, left)): one for key, one in value.items()}
        if len(rows) != len(value):
            raise Unreadable("two keys of an object read alike")
        return {key: _tidy(rows[key], depth - 1, left) for key in sorted(rows)}
    if isinstance(value, list):
        return [_tidy(one, depth - 1, left) for one in value]
    if isinstance(value, float) and not isinstance(value, WrittenNumber) and (value != value or abs(value) == float("inf")):
        raise Unreadable(f"{value} is not a number that can be stored")
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise Unreadable(f"a value of type {type(value).__name__} cannot be stored")


def instant(text: str) -> str:
    """An instant in UTC to the second; what names no time zone is taken as UTC, a bare date as its first second.

    Raises:
        Unreadable: There is no such moment.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unreadable(f"{text!r} is not a date that exists", "Write it as 2026-11-22T09:30:00Z or 2026-11-22.") from None
    if moment.year < 1000:
        raise Unreadable(f"{text!r} lies too far back", "Write it as 2026-11-22T09:30:00Z or 2026-11-22.")
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def calendar_date(text: str) -> str:
    """The calendar date that a text names or begins with, as it is written there, whatever its time zone.

    Raises:
        Unreadable: There is no such day.
    """
    instant(text)
    try:
        return date.fromisoformat(text.strip()[:10]).isoformat()
    except ValueError:
        raise Unreadable(f"{text!r} is not a date that exists", "Write it as 2026-11-22.") from None


def lines(text: str) -> list[str]:
    """Long text as stored: an array of lines; blank text is no line at all."""
    return text.replace("\r\n", "\n").split("\n") if text else []


def is_address(text: str) -> bool:
    """Whether a text is one web address and nothing else."""
    return text.startswith(("https://", "http://")) and text.isprintable() and " " not in text


class Foreign:
    """A foreign record and the part of it that has found no field yet.

    Attributes:
        row: Its values, as plain JSON.
        extra: Those of them that do not stand in a field word for word.
    """

    __slots__ = ("extra", "is_loose", "row")

    def __init__(self, row: dict[str, Any], is_loose: bool = False) -> None:
        """Begin with everything left over.

        Args:
            row: The record, tidy.
            is_loose: Whether a number may stand where a word is meant, as in YAML, where quotes are optional.
        """
        self.row = row
        self.extra: dict[str, Any] = dict(row)
        self.is_loose = is_loose

    def used(self, name: str) -> None:
        """Note that this value stands in a field word for word."""
        self.extra.pop(name, None)

    def text(self, name: str) -> str:
        """A text as it is, empty where there is none. It stays in extra.

        Raises:
            Unreadable: It is something else than a text.
        """
        value = self.row.get(name)
        if value is None:
            return ""
        return self._word(value, name)

    def line(self, name: str) -> str:
        """A text for a field of one line; it leaves extra unless it had to be changed."""
        text = self.text(name)
        line = one_line(text).strip()
        if line == text and (text or self.row.get(name) == ""):
            self._used_if_text(name)
        return line

    def title(self, key: str) -> str:
        """The title in one line of bearable length, or the key where it is blank."""
        line = self.line("title")
        if len(line) > _LONGEST_TITLE:
            self.extra["title"] = self.row["title"]
            return line[: _LONGEST_TITLE - 1] + "…"
        return line or one_line(key).strip()

    def lines(self, name: str) -> list[str]:
        """A long text as lines; it leaves extra unless its line ends had to be changed."""
        text = self.text(name)
        if "\r" not in text:
            self._used_if_text(name)
        return lines(text)

    def instant(self, name: str) -> str | None:
        """An instant, or None where there is none; it leaves extra if it is written as we write it."""
        text = self.text(name)
        if not text:
            return None
        value = instant(text)
        if value == text:
            self._used_if_text(name)
        return value

    def words(self, name: str) -> list[str]:
        """A list of words without blank ones; it stays in extra. One word alone is a list of one.

        Raises:
            Unreadable: It is something else.
        """
        value = self.row.get(name)
        if value is None or value == "":
            return []
        rows = value if isinstance(value, list) else [value]
        words = [self._word(one, f"an entry of {name}") for one in rows if one is not None]
        return [word.strip() for word in words if word.strip()]

    def tags(self, name: str) -> list[str]:
        """A list of words for a set; it leaves extra unless a word had to be changed."""
        words = [one_line(word) for word in self.words(name)]
        if self.row.get(name) == words:
            self.used(name)
        return words

    def objects(self, name: str) -> list[dict[str, Any]]:
        """A list of objects; it stays in extra.

        Raises:
            Unreadable: It is something else.
        """
        value = self.row.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise Unreadable(f"{name} is not an array of objects")
        return value

    def _word(self, value: Any, name: str) -> str:
        if isinstance(value, str):
            return value
        if self.is_loose and isinstance(value, bool | int | float):
            return compact(value)
        raise Unreadable(f"{name} is not a text but {compact(value)[:60]}")

    def _used_if_text(self, name: str) -> None:
        if isinstance(self.row.get(name), str):
            self.used(name)


def imported(
    kind: str, system: str, key: str, fields: dict[str, Any], extra: dict[str, Any], links: list[Link], place: str,
    order: float | None = None,
) -> Imported:
    """A translated record, without blank fields and with its source.

    Raises:
        Unreadable: The fields would not make a record that may be written.
    """
    data = {name: value for name, value in fields.items() if value not in (None, "", [])}
    source: dict[str, Any] = {"system": system, "key": key}
    if extra:
        source["extra"] = {name: extra[name] for name in sorted(extra)}
    data["source"] = source
    wrong = record_fault(Record(kind, "", {}).schema, data)
    if wrong:
        raise Unreadable(wrong)
    return Imported(kind, system, key, data, tuple(dict.fromkeys(links)), place, order)


def person(system: str, key: str, name: str, place: str) -> Imported:
    """The record of somebody whom a foreign record names; a name with an @ inside is a mail address."""
    handle = one_line(name).strip().removeprefix("@")
    fields = {"title": handle, "handle": handle, "email": handle if "@" in handle and " " not in handle else None}
    return imported("person", system, key, fields, {}, [], place)
