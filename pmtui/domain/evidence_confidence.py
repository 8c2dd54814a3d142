"""How much the evidence behind an item is worth, on Itamar Gilad's ladder of confidence from 0.01 to 10.

What counts is what is linked: the evidence of the problems that the item helps to solve and that its hypotheses are about,
the feedback that points to these, and the experiments that test its hypotheses. The highest rung that is reached counts.
Source: Itamar Gilad, "The Confidence Meter" (2018), and "Evidence-Guided" (2023); the values are those of the product model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pmtui.domain.text import spoken

MANY = 10
"""So many customers, or pieces of evidence of whom nobody is named, are more than anecdotes."""
AGAINST, SELF, PITCH, THEME, OPINION, PLAN, ANECDOTE, MARKET, MARKETS, USERS, TEST, AB_TEST, LAUNCH = (
    0.0, 0.01, 0.03, 0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 3.0, 4.0, 5.0, 10.0,
)
"""The rungs; 0 where tests spoke against it and none for it. Below an anecdote all is opinion."""
_TOLD = {
    "interview": ("interview", "interviews"), "ticket": ("ticket", "tickets"), "observation": ("observation", "observations"),
    "sales": ("sales talk", "sales talks"), "social": ("post", "posts"), "feedback": ("piece of feedback", "pieces of feedback"),
}
"""Sources that are one customer each, and what one and several of them are called."""
_QUOTES, _CUSTOMERS = ("quote", "quotes"), ("customer", "customers")
_STUDIED = {"survey": ("survey", "surveys"), "market_research": ("market study", "market studies")}
"""Sources that ask many at once."""
_TRIED = {
    "interview": USERS, "usability_test": USERS, "mockup": USERS, "data_analysis": USERS, "survey": MARKETS, "fake_door": MARKETS,
    "prototype": TEST, "concierge": TEST, "ab_test": AB_TEST,
}
"""What an experiment that won is worth, by its method."""


class Voice(NamedTuple):
    """One piece of evidence.

    Attributes:
        source: How it was learnt: a source of the evidence of problems, or `feedback`.
        who: The customer; empty where nobody is named.
    """

    source: str
    who: str = ""


class Trial(NamedTuple):
    """One experiment that has ended.

    Attributes:
        method: How it tested.
        result: won, lost, inconclusive or invalid.
        start: Its first day; empty where that is blank.
    """

    method: str
    result: str
    start: str = ""


class Backing(NamedTuple):
    """All that speaks for one item, or against it.

    Attributes:
        voices: What customers said and did.
        trials: The experiments that have ended.
        is_refuted: Whether a hypothesis that it rests on is refuted.
        has_plan: Whether its reach, impact, confidence and effort are estimated.
        has_ballots: Whether others have scored it.
        has_theme: Whether its milestone or its problem serves a goal.
        has_pitch: Whether a story or a hypothesis says what it would do.
        done_on: The day on which it was done; empty for open items.
    """

    voices: tuple[Voice, ...] = ()
    trials: tuple[Trial, ...] = ()
    is_refuted: bool = False
    has_plan: bool = False
    has_ballots: bool = False
    has_theme: bool = False
    has_pitch: bool = False
    done_on: str = ""


class Confidence(NamedTuple):
    """What the evidence is worth, and why.

    Attributes:
        value: 0 to 10.
        reason: The evidence that counts, in a few words: `3 interviews`, `opinion`.
    """

    value: float
    reason: str

    @property
    def is_opinion(self) -> bool:
        """Whether nothing but opinion speaks for it."""
        return AGAINST < self.value < ANECDOTE


def evidence_confidence(backing: Backing) -> Confidence:
    """The highest rung of the ladder that an item reaches.

    Tests that won are worth 3 to 5 by their method, 10 where they ran after the item was done. Without a test, ten customers or
    any analytics are user evidence (3), surveys and market research are market data (2, several 3), fewer customers are
    anecdotes (1). Where tests were lost or a hypothesis is refuted, and no test won, the confidence is 0.
    """
    won = [one for one in backing.trials if one.result == "won"]
    lost = [one for one in backing.trials if one.result == "lost"]
    if not won and (lost or backing.is_refuted):
        return Confidence(AGAINST, _count(len(lost), ("test lost", "tests lost")) if lost else "refuted")
    rungs = [_opinion(backing), *_voices(backing.voices)]
    for one in won:
        after = bool(backing.done_on and one.start and one.start >= backing.done_on)
        method = spoken(one.method) or "test"
        value = LAUNCH if after else _TRIED.get(one.method, USERS)
        rungs.append(Confidence(value, f"{method} won after launch" if after else f"{method} won"))
    return max(rungs, key=lambda rung: rung.value)


def voices_of(entries: Iterable[Any]) -> tuple[Voice, ...]:
    """The voices in the evidence of a problem as stored; what is no entry is left out."""
    return tuple(
        Voice(str(one.get("source") or ""), str(one.get("customer") or one.get("company") or ""))
        for one in entries if isinstance(one, Mapping)
    )


def _opinion(backing: Backing) -> Confidence:
    """What there is without evidence: all of it is opinion, more or less worked out."""
    for holds, value, word in (
        (backing.has_plan, PLAN, "estimates"), (backing.has_ballots, OPINION, "others' scores"), (backing.has_theme, THEME, "a goal"),
        (backing.has_pitch, PITCH, "a pitch"),
    ):
        if holds:
            return Confidence(value, f"opinion: {word}")
    return Confidence(SELF, "opinion")


def _voices(voices: tuple[Voice, ...]) -> list[Confidence]:
    """The rungs that evidence reaches without a test; a customer counts once."""
    found = []
    studies = Counter(one.source for one in voices if one.source in _STUDIED)
    if studies:
        words = " and ".join(_count(studies[source], names) for source, names in _STUDIED.items() if studies[source])
        found.append(Confidence(MARKETS if studies.total() > 1 else MARKET, words))
    figures = sum(one.source == "analytics" for one in voices)
    if figures:
        found.append(Confidence(USERS, "analytics"))
    told = [one for one in voices if one.source not in _STUDIED and one.source != "analytics"]
    people = {one.who for one in told if one.who}
    number = len(people) + sum(not one.who for one in told)
    if number:
        sources = {one.source for one in told}
        names = _TOLD.get(next(iter(sources)), _QUOTES) if len(sources) == 1 else _CUSTOMERS if all(one.who for one in told) else _QUOTES
        words = _count(number, names)
        found.append(Confidence(USERS if number >= MANY else ANECDOTE, words))
    return found


def _count(number: int, names: tuple[str, str]) -> str:
    return f"{number:,} {names[number != 1]}"
