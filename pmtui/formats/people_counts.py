"""A number of people as spreadsheets and people write it: `4000`, `4 000`, `4,000`, `4000.0`. What could be two numbers is not guessed."""

from __future__ import annotations

import re

from pmtui.formats.csv_tables import brief

_PLAIN = re.compile(r"\d+(\.0+)?")
_GROUPED = re.compile(r"\d{1,3}(([ '’_\u00a0\u2009\u202f])\d{3}(\2\d{3})*|(,\d{3})+|(\.\d{3}){2,})")
_EITHER = re.compile(r"\d{1,3}\.\d{3}")
_MOST_DIGITS = 15


def people(text: str, what: str) -> int:
    """A number of people; groups of thousands are read where they can be nothing else.

    Raises:
        ValueError: It is none; the message says what to write.
    """
    word = text.strip()
    if not word:
        raise ValueError(f"{what} is blank")
    if word.endswith("%"):
        raise ValueError(f"{what} is a percentage, {brief(word)}: give the number of people")
    if _EITHER.fullmatch(word):
        raise ValueError(f"{what} {brief(word)} may mean {word.replace('.', '')}, or a number below a thousand: write it without a point")
    if _PLAIN.fullmatch(word):
        digits = word.partition(".")[0]
    elif _GROUPED.fullmatch(word):
        digits = re.sub(r"\D", "", word)
    elif word.startswith(("-", "−")):
        raise ValueError(f"{what} {brief(word)} is less than 0")
    else:
        raise ValueError(f"{what} {brief(word)} is not a whole number, such as 4000")
    if len(digits.lstrip("0")) > _MOST_DIGITS:
        raise ValueError(f"{what} {brief(word)} is more people than there are")
    return int(digits)
