"""Clones that edit one record, and merge one another's versions over true merge bases, as git does.

Every write is a word of its own. A word may leave the record only where a person who saw it took it out; a merge must
keep it, in the field or among the candidates of its conflict.
"""

import json
import os
import random
from collections.abc import Iterable
from typing import Any

import pytest

from pmtui.domain.canonical import encode, normal_record
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import ABSENT, edited, merge, open_conflicts, resolved

SEEDS = range(3_000 if os.environ.get("PMTUI_SOAK") else 40)
ITEM = SCHEMA["item"]
ORDERLESS = ("title", "status", "as_a", "estimate", "x_new", "tags")
"""Fields for which the order of merges does not matter."""
Data = dict[str, Any]


class Commit:
    """A version of the record: its parents, and whether a person made it."""

    def __init__(self, number: int, data: Data, parents: tuple["Commit", ...], by_person: bool) -> None:
        self.number = number
        self.data = data
        self.parents = parents
        self.by_person = by_person
        self.history: frozenset[Commit] = frozenset({self}.union(*(one.history for one in parents)))
        self.text = json.dumps(live(data))


def live(data: Data) -> Data:
    """The record without bases of conflicts, and without conflicts that somebody ended by hand."""
    result = {name: [live(one) if isinstance(one, dict) else one for one in value] if isinstance(value, list) else value
              for name, value in data.items() if name != "settled"}
    if "conflicts" in data:
        result["conflicts"] = {
            name: [one.get("value") for one in entry["values"]] for name, entry in data["conflicts"].items()
            if entry["values"][0].get("value") == data.get(name)
        }
    return result


def bases(one: Commit, other: Commit) -> list[Commit]:
    """The best common ancestors of two commits."""
    common = one.history & other.history
    return sorted((at for at in common if not any(at in more.history for more in common if more is not at)), key=lambda at: at.number)


class Repository:
    """All commits of all clones, and the head of each."""

    def __init__(self, seed: int, root: Data, clones: int) -> None:
        self.dice = random.Random(seed)
        self.commits: list[Commit] = []
        self.words = 0
        first = self.commit(root, (), by_person=True)
        self.heads = [first] * clones

    def commit(self, data: Data, parents: tuple[Commit, ...], by_person: bool) -> Commit:
        made = Commit(len(self.commits), data, parents, by_person)
        self.commits.append(made)
        return made

    def merged(self, ours: Commit, theirs: Commit) -> Data:
        """The merge over the merge base; several are merged first, as git's recursive merge does."""
        first, *others = bases(ours, theirs)
        for other in others:
            first = Commit(first.number, self.merged(first, other), (first, other), by_person=False)
        return merge(ITEM, first.data, ours.data, theirs.data)

    def pull(self, clone: int, theirs: Commit) -> None:
        ours = self.heads[clone]
        if ours in theirs.history:
            self.heads[clone] = theirs
        elif theirs not in ours.history:
            self.heads[clone] = self.commit(self.merged(ours, theirs), (ours, theirs), by_person=False)

    def write(self, clone: int, data: Data) -> None:
        head = self.heads[clone]
        if encode(ITEM, data) != encode(ITEM, head.data):
            self.heads[clone] = self.commit(normal_record(ITEM, data), (head,), by_person=True)

    def word(self) -> str:
        self.words += 1
        return f"w{self.words:04d}w"

    def edit(self, clone: int) -> None:
        """A random change by a person."""
        data = self.heads[clone].data
        what = self.dice.choice(
            ["scalar", "scalar", "hand", "tags", "body", "body", "criteria", "criteria", "rank", "deletion", "resolve", "resolve"],
        )
        if what == "rank":
            self.write(clone, edited(ITEM, data, {"rank": self.dice.choice("bcdefgh"), "done_at": self.instant()}))
        elif what == "deletion":
            self.write(clone, edited(ITEM, data, {"deleted_at": None if "deleted_at" in data else self.instant()}))
        elif what == "resolve":
            for field, candidates in open_conflicts(data).items():
                self.write(clone, resolved(ITEM, data, field, self.dice.choice(candidates)))
                break
        elif what == "hand":  # with a text editor: a conflict stays behind, and no longer counts
            self.write(clone, {**data, self.dice.choice(["title", "as_a", "x_new"]): self.word()})
        else:
            name, value = {"scalar": self.scalar, "tags": self.tags, "body": self.body, "criteria": self.criteria}[what](data)
            self.write(clone, edited(ITEM, data, {name: value}))

    def instant(self) -> str:
        return f"2026-11-{self.dice.randint(1, 28):02d}T08:00:00Z"

    def scalar(self, data: Data) -> tuple[str, Any]:
        name = self.dice.choice(["title", "status", "as_a", "estimate", "x_new"])
        word = self.word()
        return name, {"estimate": int(f"7{word[1:-1]}7"), "x_new": {"deep": [word]}}.get(name, word)

    def tags(self, data: Data) -> tuple[str, Any]:
        kept = [one for one in data.get("tags", []) if self.dice.random() < 0.8]
        return "tags", [*kept, self.word()]

    def body(self, data: Data) -> tuple[str, Any]:
        lines = list(data.get("body", []))
        at = self.dice.randint(0, len(lines))
        lines[at : at + self.dice.choice([0, 0, 1])] = [self.word() for _ in range(self.dice.randint(1, 2))]
        return "body", lines

    def criteria(self, data: Data) -> tuple[str, Any]:
        entries = [dict(one) for one in data.get("criteria", [])]
        act = self.dice.random()
        if not entries or act < 0.3:
            entries.append({"id": self.word(), "text": self.word()})
        elif act < 0.5:
            entries.pop(self.dice.randrange(len(entries)))
        else:
            self.dice.choice(entries)["text"] = self.word()
        return "criteria", entries


def simulated(seed: int) -> Repository:
    """Some weeks of a team of three to five."""
    root = {"id": "4k3fq9x2ma", "title": "root", "body": [f"line {at}" for at in range(8)], "rank": "a", "tags": ["x", "y"],
            "criteria": [{"id": "0", "text": "first"}]}
    team = Repository(seed, normal_record(ITEM, root), 3 + seed % 3)
    clones = range(len(team.heads))
    for _ in range(25 + seed % 20):
        if team.dice.random() < 0.55:
            team.edit(team.dice.choice(clones))
        else:
            here, there = team.dice.sample(clones, 2)
            team.pull(here, team.heads[there])
    return team


def unknown_losses(team: Repository, head: Commit) -> list[str]:
    """Words that are gone from a head without a person in its history having taken them out."""
    removed = {
        word for commit in head.history if commit.by_person and commit.parents
        for word in words(commit.parents[0].text) - words(commit.text)
    }
    written = set().union(*(words(commit.text) for commit in head.history if commit.by_person))
    return sorted(written - removed - words(head.text))


def words(text: str) -> set[str]:
    parts = text.replace('"', " ").replace(",", " ").replace("}", " ").replace("]", " ").split()
    return {one for one in parts if (one[0] == "w" and one[-1] == "w" and len(one) == 6) or (one[0] == "7" and len(one) == 6)}


def written_twice(team: Repository, name: str) -> bool:
    """Whether two people wrote the same into a field, so that one's edit may meet the other's copy."""
    seen: list[str] = []
    for commit in team.commits:
        if commit.by_person and commit.parents:
            before, after = ((one.data.get(name, ABSENT), one.data.get("settled", {}).get(name)) for one in (commit.parents[0], commit))
            if repr(before) != repr(after):
                seen.append(repr(after))
    return len(set(seen)) < len(seen)


def field_and_conflict(data: Data, name: str) -> tuple[Any, Any]:
    return data.get(name), data.get("conflicts", {}).get(name, {}).get("values"), data.get("settled", {}).get(name)


@pytest.mark.parametrize("seed", SEEDS)
def test_clones_agree_and_lose_nothing(seed: int) -> None:
    team = simulated(seed)
    clones = range(len(team.heads))

    for here in clones:  # who merges whom gives the same bytes
        for there in clones[here + 1 :]:
            ours, theirs = team.heads[here], team.heads[there]
            assert encode(ITEM, team.merged(ours, theirs)) == encode(ITEM, team.merged(theirs, ours))

    for here in clones:  # each merges all others in an order of its own
        order = list(clones)
        team.dice.shuffle(order)
        before = list(team.heads)
        for there in order:
            team.pull(here, before[there])
    for name in ORDERLESS:
        if not written_twice(team, name):
            assert len({json.dumps(field_and_conflict(head.data, name)) for head in team.heads}) == 1, name

    for commit in team.commits:
        assert unknown_losses(team, commit) == []
    in_step(team, clones)
    assert len({encode(ITEM, head.data) for head in team.heads}) == 1
    assert unknown_losses(team, team.heads[0]) == []


def in_step(team: Repository, clones: Iterable[int]) -> None:
    """One clone merges all, and the others follow."""
    for there in clones:
        team.pull(0, team.heads[there])
    for here in clones:
        team.pull(here, team.heads[0])


def test_the_simulation_meets_what_it_is_about() -> None:
    """Several merge bases, conflicts, resolutions, restored records: else it would prove nothing."""
    several = conflicts = inner = settled = restored = stale = 0
    for seed in range(40):
        for commit in simulated(seed).commits:
            several += len(commit.parents) == 2 and len(bases(*commit.parents)) > 1
            conflicts += bool(open_conflicts(commit.data))
            inner += any("." in name for name in open_conflicts(commit.data))
            settled += "settled" in commit.data
            restored += "deleted_at" in commit.data.get("settled", {})
            stale += len(commit.data.get("conflicts", {})) > len(open_conflicts({**commit.data, "criteria": []}))
    assert min(several, conflicts, inner, settled, restored, stale) > 5
