"""A name for a git branch about a record: `b-7k3f9x-retry-failed-payments`."""

from __future__ import annotations

_SHORTEST_ID = 6
"""Characters of the id at least: so many that it names one record for years."""
_LONGEST = 60
"""Characters of a name at most."""
_SPELT = {"ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d",
          "þ": "th", "ð": "d"}
"""Latin letters that do not come apart into a plain one and an accent."""
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue"}
_TABLE = str.maketrans({**_SPELT, **_UMLAUTS})


def branch_name(letter: str, id: str, title: str, id_length: int = 0) -> str:
    """The name of a branch: letter and id of the record, and its title in small plain letters and digits.

    It holds nothing but a-z, 0-9 and single hyphens between them, so that git takes it (git-check-ref-format), and so do
    shells, addresses and file systems that take capitals for small letters.

    Args:
        letter: The letter of the record's kind.
        id: Its id.
        title: Its title; of one in another script than the Latin only digits and Latin letters remain, perhaps nothing.
        id_length: How many characters tell the id from all others, where that is more than usual.
    """
    name = f"{letter.lower()}-{id[: max(_SHORTEST_ID, id_length)].lower()}"
    for word in _slug(title).split("-"):
        if word and len(name) + 1 + len(word) > _LONGEST:
            break
        name += f"-{word}" if word else ""
    return name


def _slug(title: str) -> str:
    """A text in a-z and 0-9, all else one hyphen; an apostrophe between letters is left out."""
    from unicodedata import combining, normalize

    plain = normalize("NFKD", normalize("NFC", title).translate(_TABLE)).lower().replace("'", "").replace("\u2019", "")
    kept = (one for one in plain if not combining(one))
    return "-".join("".join(one if one.isascii() and one.isalnum() else " " for one in kept).split())
