"""What follows for a hypothesis from the experiments that tested it: by their results, else by their figures and rules. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from pmtui.domain.text import counted

SUPPORTED, REFUTED, INCONCLUSIVE = "supported", "refuted", "inconclusive"
_BY_RESULT: Final = {"won": SUPPORTED, "lost": REFUTED, "inconclusive": INCONCLUSIVE}
_BY_VERDICT: Final = {"ship": SUPPORTED, "roll back": REFUTED, "review": INCONCLUSIVE}


class Trial(NamedTuple):
    """One experiment, as far as it says something about its hypothesis.

    Attributes:
        result: won, lost, inconclusive, invalid; empty where nobody has said.
        verdict: What its figures say by the rule that was stated before; None without results.
        is_running: Whether it still collects data.
    """

    result: str
    verdict: str | None
    is_running: bool = False


class Followup(NamedTuple):
    """What follows.

    Attributes:
        status: supported, refuted or inconclusive; empty where nothing follows yet.
        words: Why, in a sentence.
    """

    status: str
    words: str


def says(trial: Trial) -> str:
    """What one experiment says of its hypothesis; empty where it says nothing. What people made of it comes before the figures."""
    if trial.result:
        return _BY_RESULT.get(trial.result, "")  # an invalid one says nothing
    if trial.is_running and trial.verdict != "roll back":
        return ""  # until it is stopped the figures may still change; harm is known at once
    return _BY_VERDICT.get(trial.verdict or "", "")


def followup(trials: Iterable[Trial]) -> Followup:
    """What follows from all experiments of a hypothesis; one for and one against decide nothing."""
    known = list(trials)
    if not known:
        return Followup("", "nothing tests it yet")
    said = [says(one) for one in known]
    counts = {status: said.count(status) for status in (SUPPORTED, REFUTED, INCONCLUSIVE)}
    running = sum(one.is_running for one in known)
    if counts[SUPPORTED] and counts[REFUTED]:
        words = f"{counted(counts[SUPPORTED], 'test')} for it, {counted(counts[REFUTED], 'test')} against it: find out why they differ"
        return Followup(INCONCLUSIVE, words)
    if counts[REFUTED]:
        return Followup(REFUTED, f"{counted(counts[REFUTED], 'test')} against it")
    if running:
        return Followup("", f"{counted(running, 'test')} still running: wait for {'it' if running == 1 else 'them'}")
    if counts[SUPPORTED]:
        return Followup(SUPPORTED, f"{counted(counts[SUPPORTED], 'test')} for it, none against it")
    if counts[INCONCLUSIVE]:
        return Followup(INCONCLUSIVE, f"{counted(counts[INCONCLUSIVE], 'test')}, and none decides it")
    return Followup("", "no test of it has a result yet")
