"""The scales on which the inputs of scores are given: which values there are, on which keys, and what each means."""

from __future__ import annotations

from typing import Any, NamedTuple

DIGITS = "1234567890"
"""The keys of a scale from left to right."""


class Step(NamedTuple):
    """One value of a scale.

    Attributes:
        value: What is stored.
        key: The key that picks it, one digit.
        meaning: What it means, in a few words.
        example: What would be such a case; may be empty.
    """

    value: Any
    key: str
    meaning: str
    example: str = ""


def _steps(text: str) -> tuple[Step, ...]:
    """A scale from lines `value | meaning | example`; the keys are the digits in their order."""
    found = []
    for key, line in zip(DIGITS, text.strip().splitlines(), strict=False):
        value, meaning, *example = (part.strip() for part in line.split("|"))
        found.append(Step(_number(value), key, meaning, *example))
    return tuple(found)


def _number(text: str) -> Any:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


REACH = _steps("""
10 | a handful | one pilot customer and their team
50 | a few dozen | the users of a rare setting
100 | a hundred | one plan or one country
250 | a few hundred | everybody who exports once a quarter
500 | half a thousand | all who pay by invoice
1000 | a thousand | every new customer of a quarter
2500 | a few thousand | everybody who opens the dashboard
5000 | thousands | all active customers
10000 | ten thousand | everybody, visitors too
""")
IMPACT = _steps("""
0.25 | minimal | a nicer word on a button
0.5 | low | one click fewer in a daily task
1 | medium | a task takes half as long
2 | high | a reason to upgrade or to stay
3 | massive | a reason to buy
""")
CONFIDENCE = _steps("""
20 | moonshot | a hunch; whatever is below 50 % is a bet
50 | low | reasoned, not measured
80 | medium | interviews or figures for part of it
100 | high | measured for reach, impact and effort
""")
EFFORT = _steps("""
0.5 | two weeks | a change in one place
1 | a month of one person | a new screen
2 | two months | a feature with its own data
3 | a quarter of one person | a feature across two teams
4 | four months | a new integration
6 | half a year | a new module
9 | nine months | a rewrite of a part
12 | a year | a product of its own
18 | a year and a half | a platform
""")


def _fibonacci(*words: str) -> tuple[Step, ...]:
    """The scale of WSJF: 1 2 3 5 8 13 20, each relative to the least of all."""
    return _steps("\n".join(f"{value} | {word}" for value, word in zip((1, 2, 3, 5, 8, 13, 20), words, strict=True)))


def _from_1(*words: str) -> tuple[Step, ...]:
    """A scale from 1 to 5 or 10; 10 is on the key 0."""
    return _steps("\n".join(f"{at} | {word}" for at, word in enumerate(words, 1)))


ICE_IMPACT = _from_1(
    "nobody would notice", "hardly felt", "a small nicety", "welcome", "clearly better for some", "clearly better for many",
    "moves the goal a little", "moves the goal", "moves the goal far", "reaches the goal by itself",
)
ICE_CONFIDENCE = _from_1(
    "a hunch", "others like the idea", "a plan and rough figures", "a few customers asked", "competitors do well with it",
    "a survey or market data", "many customers asked", "seen in interviews or use", "a test won", "measured after a launch",
)
EASE = _from_1(
    "more than a year", "a year", "half a year", "a quarter", "two months", "a month", "two weeks", "a week", "a few days", "within a day",
)
KANO = _steps("""
like | they like it | delighted, tell others
must-be | they expect it | would not mention it
neutral | they do not mind | shrug
live-with | they can live with it | put up with it
dislike | they dislike it | complain or leave
""")
IMPORTANCE = _from_1(
    "not at all", "hardly", "a little", "somewhat", "half and half", "rather much", "much", "very much", "extremely", "more than all else",
)
SATISFACTION = _from_1(
    "not at all", "hardly", "badly", "poorly", "half and half", "passably", "well", "very well", "almost perfectly", "perfectly",
)
VALUE = _from_1("hardly any", "little", "some", "much", "very much")
BUSINESS_VALUE = _fibonacci(
    "least of all", "a little more", "somewhat more", "clearly more", "much more", "very much more", "beyond compare",
)
TIME_CRITICALITY = _fibonacci(
    "it can wait", "some day this year", "better soon", "this quarter", "customers are waiting", "a fixed date is near",
    "every day costs us",
)
RISK_REDUCTION = _fibonacci("none", "hardly any", "some", "clearly some", "much", "very much", "all depends on it")
JOB_SIZE = _fibonacci(
    "smallest of all", "a little larger", "somewhat larger", "clearly larger", "large", "very large", "should be split",
)
MOSCOW = _steps("""
must | not without it | unlawful, unsafe or useless otherwise
should | important | painful to leave out; there is a way around
could | nice to have | the first to go when time is short
wont | not this time | agreed to stay out
""")
UX = _from_1("hurts users", "no help to them", "some help", "clear help", "users love it")
BUSINESS = _from_1("works against them", "no matter to them", "serves one a little", "serves one well", "serves them all")
FEASIBILITY = _from_1("we do not know how", "research comes first", "hard, but known", "routine", "done before")
