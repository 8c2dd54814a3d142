"""What a misspelt word most likely means."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.domain.text import folded


def nearest(word: str, candidates: Sequence[str]) -> str | None:
    """The candidate that a misspelt word most likely means, or None."""
    from difflib import get_close_matches  # only after a mistake: it costs a millisecond to import

    wanted = folded(word)
    starting = [one for one in candidates if wanted and folded(one).startswith(wanted)]
    if len(starting) == 1:
        return starting[0]
    found = get_close_matches(wanted, [folded(one) for one in candidates], 1, 0.6)
    return next((one for one in candidates if found and folded(one) == found[0]), None)
