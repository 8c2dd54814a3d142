"""New ids: ten random characters, so that two clones never collide."""

from __future__ import annotations

import os

from pmtui.domain.schema import ID_ALPHABET, ID_LENGTH


def new_id() -> str:
    """A new id from the operating system's randomness (50 bits)."""
    number = int.from_bytes(os.urandom(8), "little")
    letters = []
    for _ in range(ID_LENGTH):
        number, digit = divmod(number, len(ID_ALPHABET))
        letters.append(ID_ALPHABET[digit])
    return "".join(letters)
