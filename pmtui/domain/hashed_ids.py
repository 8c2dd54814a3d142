"""Ids that follow from words alone: the same on each machine, so that two of them write down the same entry."""

from __future__ import annotations

from pmtui.domain.schema import ID_ALPHABET, ID_LENGTH


def hashed_id(words: str) -> str:
    """The id that follows from some words."""
    from hashlib import blake2b  # seldom needed, and the command line loads this module for every item

    number = int.from_bytes(blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "big")
    letters = []
    for _ in range(ID_LENGTH):
        number, digit = divmod(number, len(ID_ALPHABET))
        letters.append(ID_ALPHABET[digit])
    return "".join(letters)
