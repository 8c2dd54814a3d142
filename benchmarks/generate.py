"""Make a workspace of any size, the same one each time, written straight to its files in canonical form.

The records are of the size and mixture of a team's real backlog: some 900 bytes each, with bodies, links, comments,
criteria, scores for most, wide characters in some titles. `python benchmarks/generate.py 10000 FOLDER` makes one.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pmtui.domain.canonical import encode
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import ID_ALPHABET, ID_LENGTH
from pmtui.store.layout import init_workspace

FIRST_TITLE = "Zeroth in rank, on top of the list"
"""The title of the item that an open backlog shows first."""
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
START = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)
_VERBS = "Retry Export Show Hide Explain Cache Import Translate Split Merge Archive Restore Measure Sort Filter Validate".split()
_THINGS = (
    "failed card payments|the ledger as CSV|invoices in the e-mail|dunning letters|the audit trail|seat changes|tax rates|webhooks|"
    "the price list|refunds over 90 days|trial reminders|bank errors|the sign-up form|password resets|usage reports|credit notes"
).split("|")
_WIDE = ("支払いの再試行", "請求書のメール送信", "顾客导出报表", "결제 오류 표시", "税率の検証 ✅", "Überweisung für Ärzte 🏦")
_WORDS = (
    "customer invoice payment retry bank ledger export because when after the a with without every second month support ticket "
    "churn growth limit error timeout network slow page table column report deadline contract renewal price seat admin owner"
).split()
_STATES = (("inbox", 15), ("ready", 30), ("doing", 5), ("review", 3), ("done", 40), ("dropped", 7))
_TAGS = ("billing", "export", "mobile", "security", "onboarding", "internal", "debt", "api")
_THEMES = ("Billing", "Tax", "Portal", "Usage", "Exports", "Onboarding", "Trust", "Mobile")
CAPACITY = {"team": 260, "people": {"ana": 24, "bo": 20, "chi": 28}}
"""The setting of a roadmap: what its team can do in a week."""
PEOPLE = ("ana", "bo", "chi", "dee", "eli", "fay", "gus", "hal", "ines", "jo", "kim", "lou")


def order_key(number: int) -> str:
    """The order key of the number-th record: `h` and eight base-62 digits, as new records get."""
    digits = ""
    for _ in range(8):
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return "h" + digits


class Generator:
    """Draws the records of one workspace; equal seeds draw equal records."""

    def __init__(self, count: int, seed: int = 20261122, milestones: int = 0) -> None:
        """A workspace of `count` items and what belongs to them; with a number of milestones, these have dates for a timeline."""
        self.count = count
        self.is_roadmap = milestones > 0
        self._random = random.Random(seed)
        self._taken: set[str] = set()
        self.ids: dict[str, list[str]] = {
            "person": self._new_ids(len(PEOPLE)), "milestone": self._new_ids(milestones or 5 + count // 500),
            "problem": self._new_ids(5 + count // 20),
            "item": self._new_ids(count),
        }

    def records(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every record with its kind."""
        for number, id in enumerate(self.ids["person"]):
            yield "person", self._person(number, id)
        for number, id in enumerate(self.ids["milestone"]):
            target = (START + timedelta(days=30 * (number % 60))).date().isoformat()
            yield "milestone", {
                "id": id, "title": f"Release {number + 1}", "status": "shipped" if number % 4 == 0 else "planned", "target": target,
                "rank": order_key(number * 1000), **(self._planned(number) if self.is_roadmap else {}), **self._tail(number),
            }
        for number, id in enumerate(self.ids["problem"]):
            yield "problem", self._problem(number, id)
        for number, id in enumerate(self.ids["item"]):
            yield "item", self._item(number, id)

    def _new_ids(self, count: int) -> list[str]:
        ids: list[str] = []
        while len(ids) < count:
            id = "".join(self._random.choices(ID_ALPHABET, k=ID_LENGTH))
            if id not in self._taken:
                self._taken.add(id)
                ids.append(id)
        return ids

    def _text(self, low: int, high: int) -> str:
        return " ".join(self._random.choices(_WORDS, k=self._random.randint(low, high)))

    def _title(self, number: int) -> str:
        pick = self._random
        if number % 17 == 5:
            return f"{pick.choice(_WIDE)} {number}"
        return f"{pick.choice(_VERBS)} {pick.choice(_THINGS)} {self._text(1, 4)}"

    def _instant(self, number: int) -> str:
        return (START + timedelta(minutes=number * 7 % 1_300_000)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _tail(self, number: int) -> dict[str, Any]:
        return {"created_at": self._instant(number), "created_by": PEOPLE[number % len(PEOPLE)]}

    def _span(self, number: int) -> tuple[datetime, datetime]:
        """Start and target of a milestone of a roadmap."""
        start = START + timedelta(days=730 + number * 37 % 900)
        return start, start + timedelta(days=(14, 45, 90, 180)[number % 4])

    def _done(self, number: int) -> str:
        """When an item of a roadmap was done: in one of the last sixty weeks, of which some had nothing done."""
        week = number * 7 % 60
        day = datetime.now(UTC) - timedelta(days=7 * (week + (week % 9 == 4)) + number % 7)
        return day.strftime("%Y-%m-%dT12:00:00Z")

    def _planned(self, number: int) -> dict[str, Any]:
        """What a timeline shows of a milestone: spread over two years around the generator's own, some after others."""
        start, end = self._span(number)
        before = [other for other in range(max(0, number - 40), number) if self._span(other)[1] < start]
        after = [self.ids["milestone"][other] for other in sorted(before, key=lambda other: self._span(other)[1])[-(number % 3):]]
        return {
            "theme": _THEMES[number % len(_THEMES)], "owner": self.ids["person"][number % len(PEOPLE)],
            "release": ("mvp", "mlp", "iteration", "beta", "ga")[number % 5],
            "status": "active" if number % 3 == 0 else "planned", "start": start.date().isoformat(),
            "target": end.date().isoformat(), "resolution": ("day", "month", "quarter", "half")[number % 4],
            "horizon": ("now", "next", "later")[number % 3], "depends_on": after,
        }

    def _person(self, number: int, id: str) -> dict[str, Any]:
        return {"id": id, "title": PEOPLE[number].title(), "handle": PEOPLE[number], **self._tail(number)}

    def _problem(self, number: int, id: str) -> dict[str, Any]:
        pick = self._random
        quotes = [
            {
                "id": self._new_ids(1)[0], "source": pick.choice(("interview", "ticket", "sales")), "customer": "A customer",
                "quote": [self._text(8, 20)],
            }
            for _ in range(pick.randint(0, 3))
        ]
        return {
            "id": id, "title": f"Customers cannot {self._text(3, 6)}", "status": pick.choice(("captured", "validated", "solving")),
            "importance": pick.randint(3, 10), "satisfaction": pick.randint(1, 8), "evidence": quotes,
            "body": [self._text(6, 14) for _ in range(4)], **self._tail(number),
        }

    def _item(self, number: int, id: str) -> dict[str, Any]:
        pick = self._random
        status = "ready" if number == 0 else pick.choices([name for name, _ in _STATES], [weight for _, weight in _STATES])[0]
        data: dict[str, Any] = {
            "id": id, "title": self._title(number) if number else FIRST_TITLE, "status": status,
            "type": pick.choice(("story", "task", "bug", "chore")),
            "priority": pick.choice(("none", "none", "low", "medium", "high", "urgent")),
            "rank": order_key(number * 1000), "tags": pick.sample(_TAGS, pick.randint(0, 3)),
            "body": [self._text(7, 13) for _ in range(pick.randint(1, 7))], **self._tail(number),
        }
        if pick.random() < 0.7:
            data |= {
                "reach": pick.randint(1, 90) * 10, "impact": pick.choice((0.25, 0.5, 1, 2, 3)), "confidence": pick.choice((50, 80, 100)),
                "effort": pick.choice((0.5, 1, 2, 3, 5)),
            }
        if pick.random() < 0.6:
            data |= {"estimate": pick.choice((1, 2, 3, 5, 8)), "assignee": pick.choice(self.ids["person"])}
        if pick.random() < 0.5:
            data["milestone"] = pick.choice(self.ids["milestone"])
        if pick.random() < 0.4:
            data["problems"] = [pick.choice(self.ids["problem"])]
        if number > 10 and pick.random() < 0.15:
            data["depends_on"] = [self.ids["item"][pick.randrange(number)]]
        if status == "done":
            data["done_at"] = self._instant(number + 9000) if not self.is_roadmap else self._done(number)
        data["criteria"] = [
            {"id": self._new_ids(1)[0], "text": self._text(4, 9), "done": status == "done", "rank": order_key(at)}
            for at in range(pick.randint(0, 2))
        ]
        data["comments"] = [
            {"id": self._new_ids(1)[0], "at": self._instant(number + 60), "by": pick.choice(PEOPLE), "text": [self._text(5, 12)]}
            for _ in range(pick.choice((0, 0, 1, 2)))
        ]
        return data


def write_workspace(folder: Path, count: int, is_committed: bool = True, milestones: int = 0) -> None:
    """Write a workspace of `count` items into a new folder, and commit it to a repository of its own."""
    write_records(folder, Generator(count, milestones=milestones), is_committed)


def write_records(folder: Path, drawn: Generator, is_committed: bool = True) -> None:
    """Write the records that a generator draws into a new folder, and commit it to a repository of its own."""
    init_workspace(folder, f"{drawn.count:,} items")
    if drawn.is_roadmap:
        settings = folder / "pmtui.json"
        whole = {**json.loads(settings.read_text()), "settings": {"capacity": CAPACITY}}
        settings.write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
    made: set[Path] = set()
    for kind, data in drawn.records():
        shard = folder / SCHEMA[kind].collection / data["id"][0]
        if shard not in made:
            shard.mkdir(parents=True, exist_ok=True)
            made.add(shard)
        (shard / f"{data['id']}.json").write_bytes(encode(SCHEMA[kind], data))
    if is_committed:
        commit_all(folder)


def commit_all(folder: Path) -> None:
    """Make the folder a git repository in which everything is committed."""
    identity = ["-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.org", "-c", "commit.gpgsign=false", "-c", "gc.auto=0"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "The workspace"]):
        subprocess.run(["git", "-C", str(folder), *identity, *words], check=True)


def restore(folder: Path) -> None:
    """Take back what was added and changed since the commit; the cache stays."""
    for words in (["checkout", "-q", "--", "."], ["clean", "-qfd"]):
        subprocess.run(["git", "-C", str(folder), *words], check=True)


if __name__ == "__main__":
    write_workspace(Path(sys.argv[2]), int(sys.argv[1]))
