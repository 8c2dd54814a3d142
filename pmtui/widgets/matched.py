"""Which letters of a text a person means by what was typed, so that they can be marked. Pure."""

from __future__ import annotations

from pmtui.domain.text import folded

_LEAST_RUN = 2
"""So many letters in a row must agree for a word with a typing mistake to be marked."""


def matched_letters(label: str, typed: str) -> frozenset[int]:
    """The indexes in a label of the letters that what was typed stands for.

    Each typed word is looked for at the beginning of a word, then anywhere; a text that is nowhere is taken as the first
    letters of words (`rfp`), else the longest runs of its letters are marked.

    Args:
        label: What is shown.
        typed: What was typed.
    """
    text = "".join(folded(one)[:1] or one for one in label)  # index by index that of the label
    words = folded(typed).split()
    found: set[int] = set()
    for word in words:
        at = _place(text, word)
        if at < 0:
            found = set()
            break
        found.update(range(at, at + len(word)))
    if found or not words:
        return frozenset(found)
    letters = "".join(words)
    return _initials(text, letters) or _runs(text, letters)


def _place(text: str, word: str) -> int:
    at = first = text.find(word)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(word, at + 1)
    return at if at >= 0 else first


def _initials(text: str, letters: str) -> frozenset[int]:
    starts = [at for at, one in enumerate(text) if one.isalnum() and (at == 0 or not text[at - 1].isalnum())]
    at = "".join(text[one] for one in starts).find(letters)
    return frozenset(starts[at:at + len(letters)]) if at >= 0 else frozenset()


def _runs(text: str, letters: str) -> frozenset[int]:
    from difflib import SequenceMatcher

    blocks = SequenceMatcher(None, text, letters, autojunk=False).get_matching_blocks()
    return frozenset(at for block in blocks if block.size >= _LEAST_RUN for at in range(block.a, block.a + block.size))
