"""The digit row of keyboards: on AZERTY its keys give signs without shift, which count as the digits they stand for."""

from __future__ import annotations

_UNSHIFTED = {name: str(at) for at, name in enumerate(
    ("à", "ampersand", "é", "quotation_mark", "apostrophe", "left_parenthesis", "minus", "è", "underscore", "ç"))}
"""The unshifted digit row of an AZERTY keyboard, by Textual's names of the keys."""


def digit_of(key: str) -> str:
    """The digit that a key stands for; empty where it stands for none.

    Args:
        key: Textual's name of the key.
    """
    digit = _UNSHIFTED.get(key, key)
    return digit if len(digit) == 1 and digit.isdecimal() and digit.isascii() else ""
