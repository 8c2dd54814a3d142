"""What a sync came to, in words: the same for the command line and for the screens."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from pmtui.domain.text import one_line

if TYPE_CHECKING:
    from pmtui.store.sync import Synced

_COMMAND = re.compile(
    r"\b(?:git (?:add|branch|checkout|cherry-pick|commit|config|fetch|fsck|init|merge|pull|push|rebase|remote|restore|revert"
    r"|stash|status|switch)"
    r"|pmtui (?:conflicts|doctor|init|resolve|set)|rm)\b(?: [^\s,;]+)*"
)
"""What may be a command, up to the next comma, and more than that: a sentence goes on behind it."""
_AFTER_A_COMMAND = frozenset({
    "a", "and", "as", "brings", "ends", "for", "git", "goes", "has", "if", "in", "into", "mends", "names", "on", "once", "or", "pmtui",
    "says", "shows", "so", "tells", "that", "then", "to", "until", "what", "with",
})
"""Words of a sentence that are no part of the command before them."""
_QUOTED = re.compile(r'"[^"]*"')


class Report(NamedTuple):
    """What was done at each step, in a few words; empty where there was nothing to do.

    Attributes:
        commit: What was committed.
        merge: What was merged.
        push: Where to it was pushed.
        nothing: Said instead, where there was nothing to do at all.
    """

    commit: str
    merge: str
    push: str
    nothing: str

    @property
    def lines(self) -> tuple[str, ...]:
        """What there is to say, one line each."""
        return tuple(one for one in self if one)


def report(done: Synced, *, is_dry: bool = False) -> Report:
    """What a sync did, or in a dry run would do."""
    commit = f"{'would commit' if is_dry else 'committed'}: {one_line(done.message.partition(chr(10))[0])}" if done.message else ""
    merge = f"{'would merge' if is_dry else 'merged'} what is new in {done.upstream}" if done.merged else ""
    push = f"{'would push' if is_dry else 'pushed'} to {done.upstream}" if done.is_pushed else ""
    nothing = ""
    if not (commit or merge or push):
        nothing = f"nothing to do: in step with {done.upstream}" if done.upstream else "nothing to commit"
    return Report(commit, merge, push, nothing)


def commands_in(hint: str) -> tuple[str, ...]:
    """The commands that a hint tells people to run, in their order, each once: to be shown by themselves, and copied.

    A word in capitals, such as BRANCH or FILE, is left for the person to replace.
    """
    kept: dict[str, str] = {}
    for number, quoted in enumerate(_QUOTED.findall(hint)):  # a blank or a comma within them ends nothing
        kept[f"\0{number}\0"] = quoted
        hint = hint.replace(quoted, f"\0{number}\0", 1)
    found: list[str] = []
    at = 0
    while match := _COMMAND.search(hint, at):
        words = list(takewhile(lambda word: word not in _AFTER_A_COMMAND, match.group().split(" ")[1:]))
        at = match.start() + len(" ".join(["rm", *words]))  # the same sentence may name another one
        if words:
            found.append(" ".join([match.group().partition(" ")[0], *(kept.get(word, word) for word in words)]))
    return tuple(dict.fromkeys(found))
