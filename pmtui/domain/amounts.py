"""Numbers as people and programs write them: `60 %`, `1 234,5`, `−0.2`, `€12.50`. What could be two numbers is not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pmtui.domain.scoring import plain_number

_SIGNS = "%‰€$£¥₹"
_BLANKS = re.compile(r"(?<=\d)[ \u00a0\u202f\u2009'’_](?=\d{3}(?!\d))")
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_COMMA = re.compile(r"[+-]?\d*,(\d{1,2}|\d{4,})|[+-]?\d{1,3}(\.\d{3})+,\d+|[+-]?0,\d+")
"""What can only be a number with a decimal comma."""
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
"""One and a bit, or a thousand and more."""

DOUBTFUL, UNLIKELY = 0.85, 0.5
"""Chances below which a target is in doubt, and below which it is missed sooner than met: the two ends of a forecast's whisker."""


class BadAmount(ValueError):
    """A text is no number, or could be two; the message says so behind the text."""


def has_decimal_comma(texts: Iterable[str], unit: str = "") -> bool:
    """Whether some numbers of one source can only be meant with a decimal comma."""
    return any(_COMMA.fullmatch(_bare(one, unit)) for one in texts)


def amount(text: str, unit: str = "", *, decimal_comma: bool | None = None) -> float:
    """The number that a text means.

    Args:
        text: Digits, with a sign, groups of thousands, a decimal point or comma, and a unit or a currency.
        unit: A unit that may stand behind it.
        decimal_comma: Whether the source writes decimals with a comma; None where nothing tells, and then `1,234` is not guessed.

    Raises:
        BadAmount: It is no number.
    """
    word = _bare(text, unit)
    if decimal_comma is None and _EITHER.fullmatch(word):
        raise BadAmount(f"could be {word.replace(',', '.')} or {word.replace(',', '')}: write one of them")
    if decimal_comma or (decimal_comma is None and _COMMA.fullmatch(word)):
        if "." in word and not re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?", word):
            raise BadAmount("is not a number")
        word = word.replace(".", "").replace(",", ".")
    elif _GROUPED.fullmatch(word):
        word = word.replace(",", "")
    if not _PLAIN.fullmatch(word):
        raise BadAmount("is not a number")
    found = plain_number(float(word))
    if found is None:
        raise BadAmount("is too great to be stored")
    return found


def amount_words(value: float | None, unit: str = "") -> str:
    """A number with its unit, for people: `1,234.5 €`, with ten digits at most; `?` for None."""
    return "?" if value is None else f"{value:,.10g} {unit}".rstrip()


def chance_words(chance: float) -> str:
    """A chance of 0 to 1 in whole percent: `38 %`; neither certain nor impossible where it is only nearly so."""
    if 0 < chance < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < chance < 1 else f"{round(100 * chance)} %"


def share_words(share: float) -> str:
    """A share of 0 to 1, or more, in whole percent: `44 %`."""
    return f"{share * 100:.0f}\u00a0%"


def _bare(text: str, unit: str) -> str:
    """A number without blanks, unit, percent sign and currency."""
    word = text.strip().replace("−", "-")
    if unit and word.lower().endswith(unit.lower()):
        word = word[: -len(unit)].strip()
    sign, word = (word[:1], word[1:]) if word[:1] in ("-", "+") else ("", word)
    return sign + _BLANKS.sub("", word.strip().strip(_SIGNS).strip())
