"""Results of an experiment from CSV: a row an arm, with its participants and conversions, and those of guardrails. Pure.

Counts are whole numbers of people. A percentage or a number that could be two is not guessed: the line says what is wrong. A file
with one wrong line gives nothing at all: half of the results would look like all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pmtui.domain.ranking import ranked
from pmtui.domain.text import folded, one_line
from pmtui.formats.csv_tables import LineFault, brief, rows_of, separator_of
from pmtui.formats.imported import BadInput
from pmtui.formats.people_counts import people

_ARMS = ("arm", "variant", "variation", "group", "bucket", "branch", "version", "cell", "variante", "gruppe")
_PEOPLE = ("participants", "users", "visitors", "people", "sample", "n", "size", "exposures", "exposed", "total", "trials", "teilnehmer")
_DONE = ("conversions", "converted", "conversion", "converters", "successes", "success", "events", "count", "x", "konversionen")
_METRICS = ("guardrail", "metric", "measure", "goal")
_RATES = ("rate", "conversion rate", "cvr", "cr", "percent", "%")
_HINT = "The first line names the columns: arm, participants, conversions; further ones are called like a guardrail."
_MOST_CHARACTERS = 2_000_000


class KnownArm(NamedTuple):
    """An arm or a guardrail that a row can be about, by its id or its name."""

    id: str
    name: str


class Result(NamedTuple):
    """What one row counts.

    Attributes:
        line: The number of its line, from 1.
        arm: The id of the arm; of one that is new, its name.
        guardrail: The id of the guardrail; empty for the metric of the experiment.
        participants: People in the arm.
        conversions: Those who did it.
    """

    line: int
    arm: str
    guardrail: str
    participants: int
    conversions: int


class Results(NamedTuple):
    """What a file says.

    Attributes:
        rows: What is counted; empty where there are faults.
        new_arms: The names of arms that the experiment has not got, in their order; only where it has none at all.
        missing: The names of arms of which the file says nothing.
        faults: What is wrong, in the order of the file.
    """

    rows: tuple[Result, ...]
    new_arms: tuple[str, ...]
    missing: tuple[str, ...]
    faults: tuple[LineFault, ...]


def read_results(text: str, metric: str, arms: Sequence[KnownArm], guardrails: Sequence[KnownArm]) -> Results:
    """What a CSV text says of an experiment; columns are separated by commas, semicolons or tabs.

    Args:
        text: The whole file.
        metric: The metric of the experiment, for files that name it in each row.
        arms: Its arms; where there are none, those of the file are new.
        guardrails: Its guardrails.

    Raises:
        BadInput: It is no table with arms, participants and conversions.
    """
    if len(text) > _MOST_CHARACTERS:
        raise BadInput("it is too long for the results of one experiment", "Give a row an arm, not a row a person.")
    text = text.removeprefix("\ufeff")
    rows = rows_of(text, separator_of(text, ",;\t|"), _HINT)
    head = [folded(cell.strip()) for cell in rows[0][1]]
    columns = _columns(head, rows[0][1], guardrails)
    reader = _Reader(columns, len(head), metric, arms, guardrails)
    for line, row in rows[1:]:
        cells = [one_line(cell).strip() for cell in row]
        if any(cells):
            reader.read(line, cells)
    if not reader.found and not reader.faults:
        raise BadInput("there is no line below the names of the columns", _HINT)
    counted = {one.arm for one in reader.found.values()}
    missing = tuple(one.name or one.id for one in arms if one.id not in counted)
    if reader.faults:
        return Results((), (), missing, tuple(reader.faults))
    return Results(tuple(reader.found.values()), tuple(reader.new), missing, ())


class _Columns(NamedTuple):
    """Where things stand in a row: the metric's own pair, the word that names a metric, and a pair a guardrail by its id."""

    arm: int
    participants: int
    conversions: int
    metric: int | None
    pairs: Mapping[str, tuple[int, int]]


def _columns(head: Sequence[str], shown: Sequence[str], guardrails: Sequence[KnownArm]) -> _Columns:
    """Which column is what, by the names in the first line."""
    names = [re.sub(r"[\s_]+", " ", one) for one in head]
    pairs, taken = _guardrail_columns(names, guardrails)
    free = {at: name for at, name in enumerate(names) if at not in taken}

    def place(words: Sequence[str]) -> int | None:
        return next((at for word in words for at, name in free.items() if name == word), None)

    arm = place((*_ARMS, "name"))
    found = (place(_PEOPLE), place(_DONE))
    lacking = [name for name, at in zip(("arm", "participants", "conversions"), (arm, *found), strict=True) if at is None]
    if lacking or arm is None or found[0] is None or found[1] is None:
        rate = next((shown[at] for at, name in free.items() if name in _RATES), None)
        more = f"; {one_line(rate)!r} is a rate, and the number of people is needed" if rate and "conversions" in lacking else ""
        listed = ", ".join(one_line(cell).strip() for cell in shown)[:120]
        raise BadInput(f"line 1: no column is called {_or(lacking)} (there are {listed}){more}", _HINT)
    whole, done = found[0], found[1]
    return _Columns(arm, whole, done, place(_METRICS), {id: (whole if one < 0 else one, two) for id, (one, two) in pairs.items()})


def _guardrail_columns(names: Sequence[str], guardrails: Sequence[KnownArm]) -> tuple[dict[str, tuple[int, int]], set[int]]:
    """The columns that are called like a guardrail: its conversions, and its participants where they have a column (else −1)."""
    pairs: dict[str, tuple[int, int]] = {}
    taken: set[int] = set()
    for one in guardrails:
        name = re.sub(r"[\s_]+", " ", folded(one.name.strip()))
        if not name:
            continue
        done = [at for at, head in enumerate(names) if head in (name, *(f"{name} {word}" for word in _DONE))]
        whole = [at for at, head in enumerate(names) if head in tuple(f"{name} {word}" for word in _PEOPLE)]
        if done:
            pairs[one.id] = (whole[0] if whole else -1, done[0])
            taken.update((*done, *whole))
    return pairs, taken


class _Reader:
    """Reads rows, one after the other, and keeps what is wrong with them."""

    def __init__(self, columns: _Columns, width: int, metric: str, arms: Sequence[KnownArm], guardrails: Sequence[KnownArm]) -> None:
        self.columns, self.width, self.arms, self.guardrails = columns, width, arms, guardrails
        self.found: dict[tuple[str, str], Result] = {}
        self.new: dict[str, None] = {}
        self.faults: list[LineFault] = []
        self._by_arm = _named(arms)
        self._by_metric = {**_named(guardrails), **dict.fromkeys((folded(metric.strip()), ""), KnownArm("", metric))}

    def read(self, line: int, cells: Sequence[str]) -> None:
        """One row."""
        def cell(at: int) -> str:
            return cells[at] if at < len(cells) else ""

        try:
            if any(cells[self.width:]):
                raise ValueError("there are more columns than names: put texts with a comma into quotation marks")
            arm = self._arm(cell(self.columns.arm))
            guardrail = "" if self.columns.metric is None else self._metric(cell(self.columns.metric))
            for id, whole, done in self._pairs(guardrail):
                if id and not cell(done):
                    continue
                self._keep(line, arm, id, cell(whole), cell(done))
        except ValueError as error:
            self.faults.append(LineFault(line, str(error)))

    def _pairs(self, guardrail: str) -> Iterator[tuple[str, int, int]]:
        yield guardrail, self.columns.participants, self.columns.conversions
        if not guardrail:
            yield from ((id, *pair) for id, pair in self.columns.pairs.items())

    def _arm(self, word: str) -> str:
        if not word:
            raise ValueError("the arm has no name")
        known = self._by_arm.get(folded(word))
        if known is not None:
            return known.id
        if self.arms:
            raise ValueError(f"there is no arm called {brief(word)}: it has {_listed(self.arms)}")
        name = next((one for one in self.new if folded(one) == folded(word)), word)
        self.new[name] = None
        return name

    def _metric(self, word: str) -> str:
        known = self._by_metric.get(folded(word))
        if known is None:
            listed = f"it has {_listed(self.guardrails)}" if self.guardrails else "it has none"
            raise ValueError(f"{brief(word)} is neither its metric nor one of its guardrails: {listed}")
        return known.id

    def _keep(self, line: int, arm: str, guardrail: str, whole: str, done: str) -> None:
        earlier = self.found.get((arm, guardrail))
        if earlier is not None:
            raise ValueError(f"the arm stands there twice: it is in line {earlier.line}, too")
        participants, conversions = people(whole, "participants"), people(done, "conversions")
        if conversions > participants:
            raise ValueError(f"{conversions:,} conversions, but only {participants:,} participants")
        self.found[arm, guardrail] = Result(line, arm, guardrail, participants, conversions)


def _named(known: Sequence[KnownArm]) -> dict[str, KnownArm]:
    found = {folded(one.name.strip()): one for one in reversed(known) if one.name.strip()}
    return {**{folded(one.id): one for one in known}, **found}


def _listed(known: Sequence[KnownArm]) -> str:
    return ", ".join(one.name or one.id for one in known)


def _or(words: Sequence[str]) -> str:
    return " or ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def known_of(data: Mapping[str, object]) -> tuple[str, list[KnownArm], list[KnownArm]]:
    """The metric, the arms and the guardrails of an experiment, as `read_results` takes them."""
    rails = data.get("guardrails")
    entries = [one for one in rails if isinstance(one, Mapping)] if isinstance(rails, list | tuple) else []
    return str(data.get("metric") or ""), _known(ranked(data.get("arms")), "arm"), _known(entries, "guardrail")


def _known(entries: Sequence[Mapping[str, object]], word: str) -> list[KnownArm]:
    def name(at: int, entry: Mapping[str, object]) -> str:
        given = str(entry.get("name") or "").strip()
        return given or ("control" if word == "arm" and at == 1 else f"{word} {at}")

    return [KnownArm(str(one.get("id")), name(at, one)) for at, one in enumerate(entries, 1)]
