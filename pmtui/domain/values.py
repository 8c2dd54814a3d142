"""From what a person types to the value that is stored, and back to the short text that lists show.

Input is strict where files are lenient: a file may hold a choice that this version does not know, but nobody should
type one by mistake.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pmtui.domain.canonical import BadJson, WrittenNumber, compact, decode
from pmtui.domain.dates import parse_date, parse_instant
from pmtui.domain.hinted import Hinted
from pmtui.domain.schema import (
    CHOICE,
    DATE,
    ENTRIES,
    FLAG,
    INSTANT,
    INTEGER,
    LINES,
    LINK,
    LINKS,
    NUMBER,
    OBJECT,
    RANK,
    SET,
    Field,
)
from pmtui.domain.spelling import nearest
from pmtui.domain.text import folded, one_line
from pmtui.domain.validation import value_fault

LONGEST_TITLE = 500
"""The most characters of a title; more is nearly always a text that belongs in the body."""

Link = Callable[[str, tuple[str, ...]], str]
"""Finds the id of the record that a person means by a text, among the kinds given (all where there are none)."""

Reader = Callable[[Field, str], Any]

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]{1,4})?", re.IGNORECASE)
_WORD_BREAKS = re.compile(r"[\s_-]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_YES = ("yes", "y", "true", "1", "on")
_NO = ("no", "n", "false", "0", "off")
_EXACT = 2**53


class BadValue(Hinted):
    """A text is no value of a field: the message names the field, the hint says what to type instead."""


def parse_value(field: Field, text: str, *, today: str, now: str, link: Link) -> Any:
    """The value to store for what a person typed; None, which clears the field, for an empty text.

    Args:
        field: The field.
        text: What was typed. Sets and links take words separated by commas, or a JSON array of texts; long text is
            split at line ends.
        today: The calendar date where the person is, for relative dates.
        now: The instant, for relative instants.
        link: Finds the id behind an id, a prefix or a title; its own errors pass through.

    Raises:
        BadValue: The text is no value of this field; the message names the field and the fault.
    """
    if _SURROGATES.search(text):
        raise BadValue(f"{field.name}: the text is not valid Unicode", "type it again, as UTF-8")
    if field.type == LINES:
        return lines_of(text) or None
    word = text.strip()
    if not word:
        if field.name == "title" and field.default == "":
            raise BadValue("the title is blank", "give it one line that names the record")
        return None
    value: Any
    if field.type in (DATE, INSTANT):
        value = _moment(field, word, today, now)
    elif field.type in (LINKS, SET):
        words = _words(field, word)
        value = sorted({link(one, field.links) for one in words} if field.type == LINKS else set(words)) or None
    elif field.type == LINK:
        value = link(word, field.links)
    else:
        reader: Reader = _READERS.get(field.type, _line)
        value = reader(field, word)
    return _checked(field, value)


def parse_number(field: Field, text: str) -> int | float:
    """A number as typed: `3`, `-0.5`, `1e3`; a percent sign is taken where the field goes up to 100.

    Raises:
        BadValue: It is no finite number; the range is not looked at.
    """
    word = text.strip()
    if field.maximum == 100:
        word = word.removesuffix("%").rstrip()
    if not _NUMBER.fullmatch(word):
        if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", word):
            raise BadValue(f"{field.name}: {text!r} has a comma", f"write decimals with a point: {word.replace(',', '.')}")
        raise BadValue(f"{field.name}: {text!r} is not a number", "write it as 3, 0.5 or 1e3")
    number = float(word)
    if number in (float("inf"), float("-inf")):
        raise BadValue(f"{field.name}: {text!r} is too great to be stored", "write a smaller number")
    if number.is_integer():
        return int(number) if abs(number) < _EXACT or not word.lstrip("+-").isdecimal() else int(word)
    return number


def parse_choice(field: Field, text: str) -> str:
    """One of the choices of a field, in whatever case, with blanks, hyphens or underscores between its words.

    Raises:
        BadValue: There is no such choice; the hint lists them and the message names the nearest.
    """
    wanted = _plain_word(text)
    for choice in field.choices:
        if _plain_word(choice) == wanted:
            return choice
    for own, built_in in field.stands_for.items():  # whoever knows the built-in name means the team's own
        if _plain_word(built_in) == wanted:
            return own
    if not field.choices:
        return one_line(text.strip())
    near = nearest(wanted, field.choices)
    question = f": did you mean {near}?" if near else ""
    raise BadValue(f"{field.name} has no value {text!r}{question}", f"use one of {', '.join(field.choices)}")


def parse_flag(field: Field, text: str) -> bool:
    """Yes or no, in several spellings.

    Raises:
        BadValue: It is neither.
    """
    word = text.strip().lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise BadValue(f"{field.name}: {text!r} is neither yes nor no", "write yes or no")


def lines_of(text: str) -> list[str]:
    """Long text as the lines that are stored: any line end splits, control characters but tabs go, no blank end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = ["\t".join(map(one_line, line.split("\t"))) for line in lines]
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def parse_entry(field: Field, text: str, *, today: str, now: str, link: Link) -> dict[str, Any]:
    """The fields of one entry of a keyed list, or of an object, from JSON such as `{"name": "A", "participants": 4000}`.

    Texts in it are read as a person would type them, so `"at": "yesterday"` is a date. The entry gets no `id` and no
    `rank`: whoever adds it gives them, to the entries within it too.

    Raises:
        BadValue: It is not a JSON object, has a key that such an entry does not have, or a value that does not fit.
    """
    example = "{" + ", ".join(f'"{one.name}": …' for one in field.entry[:2]) + "}"
    try:
        data = decode(text.strip().encode("utf-8"))
    except UnicodeEncodeError:
        raise BadValue(f"{field.name}: the text is not valid Unicode", "type it again, as UTF-8") from None
    except BadJson as error:
        raise BadValue(f"{field.name}: an entry is a JSON object, but {error}", f"write it as {example}") from None
    return _entry(field, data, {"today": today, "now": now, "link": link})


def shown_value(field: Field, value: Any) -> str:
    """The short text of a value in one line of a list; links show as ids, blanks as nothing, keyed lists as a count."""
    if value is None or value in ("", (), []):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, WrittenNumber):
        return value.text
    if isinstance(value, int | float):
        return repr(int(value) if value == value // 1 and abs(value) < _EXACT else value)
    if isinstance(value, str):
        return one_line(f"{value[:10]} {value[11:16]}" if field.type == INSTANT and len(value) == 20 else value)
    if isinstance(value, list | tuple):
        return _shown_list(field, value)
    if isinstance(value, Mapping) and field.name == "source":
        return one_line(" ".join(str(value[key]) for key in ("system", "key") if value.get(key)))
    return one_line(compact(value))


def _shown_list(field: Field, value: Sequence[Any]) -> str:
    if field.type == ENTRIES:
        if any(one.name == "done" and one.type == FLAG for one in field.entry):
            done = sum(isinstance(one, Mapping) and one.get("done") is True for one in value)
            return f"{done}/{len(value)}"
        return str(len(value))
    words = [one if isinstance(one, str) else compact(one) for one in value]
    if field.type == LINES:
        first = next((one.strip() for one in words if one.strip()), "")
        return one_line(first) + (" …" if len(words) > 1 else "")
    return one_line(", ".join(words))


def _plain_word(text: str) -> str:
    return _WORD_BREAKS.sub("_", folded(text.strip()).replace("'", "").replace("’", ""))


def _line(field: Field, text: str) -> str:
    value = one_line(text).strip()
    if field.name == "title" and len(value) > LONGEST_TITLE:
        raise BadValue(
            f"the title has {len(value):,} characters; at most {LONGEST_TITLE} are allowed", "put the long text into the body"
        )
    return value


def _not_typed(field: Field, text: str) -> Any:
    if field.type == RANK:
        raise BadValue(f"{field.name} is not typed", "move the record: J and K on the screens, or pmtui rank")
    if field.type == ENTRIES:
        raise BadValue(f"{field.name} is a list of entries", f"add one with {field.name}+={{…}}, take one out with {field.name}-=…")
    raise BadValue(f"{field.name} is an object and is not typed", "leave it to the import that wrote it")


_READERS: dict[str, Reader] = {
    NUMBER: parse_number, INTEGER: parse_number, CHOICE: parse_choice, FLAG: parse_flag,
    RANK: _not_typed, ENTRIES: _not_typed, OBJECT: _not_typed,
}


def _moment(field: Field, text: str, today: str, now: str) -> str:
    try:
        return parse_date(text, today) if field.type == DATE else parse_instant(text, now)
    except ValueError as error:
        what, _, hint = str(error).partition(": write ")
        raise BadValue(f"{field.name}: {what}", f"write {hint}" if hint else "") from None


def _words(field: Field, text: str) -> list[str]:
    if text.startswith("["):
        try:
            words = json.loads(text)
        except (ValueError, RecursionError):
            words = None
        if not isinstance(words, list) or not all(isinstance(one, str) for one in words):
            raise BadValue(f"{field.name}: {text!r} is not a JSON array of texts", "write words separated by commas")
    else:
        words = text.split(",")
    return [word for word in (one_line(one).strip() for one in words) if word]


def _checked(field: Field, value: Any) -> Any:
    wrong = value_fault(field, value)
    if wrong:
        raise BadValue(wrong, field.help)
    return value


def _entry(field: Field, data: Mapping[str, Any], ways: dict[str, Any]) -> dict[str, Any]:
    fields = {one.name: one for one in field.entry if one.type != RANK}
    result: dict[str, Any] = {}
    for name, value in data.items():
        inner = fields.get(name)
        if inner is None:
            near = nearest(name, list(fields))
            question = f": did you mean {near}?" if near else ""
            raise BadValue(f"{field.name}: an entry has no {name!r}{question}", f"it may have {', '.join(fields)}")
        read = _json_value(inner, value, ways)
        if read is not None:
            result[name] = read
    if not result:
        raise BadValue(f"{field.name}: the entry is empty", f"give at least one of {', '.join(fields)}")
    return result


def _json_value(field: Field, value: Any, ways: dict[str, Any]) -> Any:
    if isinstance(value, str):
        return parse_value(field, value, **ways)
    if field.type == ENTRIES and isinstance(value, list) and all(isinstance(one, dict) for one in value):
        return [_entry(field, one, ways) for one in value]
    if field.type == LINES and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return lines_of("\n".join(value)) or None
    if field.type in (SET, LINKS) and isinstance(value, list):
        return parse_value(field, compact(value), **ways)
    if field.type in (NUMBER, INTEGER) and isinstance(value, int | float) and not isinstance(value, bool):
        return _checked(field, parse_number(field, value.text if isinstance(value, WrittenNumber) else repr(value)))
    return _checked(field, value)
