"""The data set `discovery`: a team's problems with quotes, feedback, hypotheses, experiments, goals, people and decisions.

`python benchmarks/generate_discovery.py 10000 FOLDER` makes one; the number is that of its items, the others follow from it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.generate import PEOPLE, START, Generator, order_key, write_records

_FEEDBACK_STATES = ("new", "new", "linked", "declined")
_CHANNELS = ("e-mail", "call", "survey", "sales")


def _day(number: int) -> str:
    return (START + timedelta(days=number)).date().isoformat()


class Discovery(Generator):
    """Draws items as its base does, and what is discovered around them.

    For 10,000 items these are 2,000 problems with 5 quotes each, 20,000 pieces of feedback, half of them new, 2,000 hypotheses,
    800 experiments, 100 goals with readings, 1,000 people and 1,000 decisions.
    """

    def __init__(self, count: int, seed: int = 20261123) -> None:
        """A workspace of `count` items and what belongs to them."""
        super().__init__(count, seed)
        sizes = {"problem": count // 5, "hypothesis": count // 5, "experiment": count // 12, "goal": 5 + count // 105,
                 "person": len(PEOPLE) + count // 10, "decision": count // 10, "feedback": count * 2, "product": 4, "persona": 12}
        self.ids |= {kind: self._new_ids(size) for kind, size in sizes.items()}

    def records(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every record with its kind."""
        yield from super().records()
        made = (("hypothesis", self._hypothesis), ("experiment", self._experiment), ("goal", self._goal), ("decision", self._decision),
                ("feedback", self._feedback))
        for kind, make in made:
            for number, id in enumerate(self.ids[kind]):
                yield kind, {"id": id, **make(number), **self._tail(number)}
        for kind in ("product", "persona"):
            for number, id in enumerate(self.ids[kind]):
                yield kind, {"id": id, "title": f"{kind.title()} {number + 1}", **self._tail(number)}

    def _person(self, number: int, id: str) -> dict[str, Any]:
        pick = self._random
        if number < len(PEOPLE):
            return super()._person(number, id)
        return {
            "id": id, "title": f"Person {number}", "handle": f"p{number}", "role": pick.choice(("customer", "business", "support")),
            "interest": pick.randint(1, 5), "influence": pick.randint(1, 5), **self._tail(number),
        }

    def _problem(self, number: int, id: str) -> dict[str, Any]:
        pick = self._random
        quotes = [
            {
                "id": self._new_ids(1)[0], "at": self._instant(number * 30 + at), "source": pick.choice(("interview", "ticket", "sales")),
                "customer": f"Customer {pick.randint(1, 300)}", "company": f"Company {pick.randint(1, 90)}",
                "quote": [self._text(8, 20)],
            }
            for at in range(5)
        ]
        return super()._problem(number, id) | {
            "evidence": quotes, "severity": pick.randint(1, 5), "reach": pick.randint(1, 90) * 10,
            "goal": pick.choice(self.ids["goal"]), "personas": [pick.choice(self.ids["persona"])],
        }

    def _item(self, number: int, id: str) -> dict[str, Any]:
        data = super()._item(number, id)
        if self._random.random() < 0.2:
            data["hypotheses"] = [self._random.choice(self.ids["hypothesis"])]
        return data

    def _hypothesis(self, number: int) -> dict[str, Any]:
        pick = self._random
        return {
            "title": f"We believe that {self._text(3, 7)}", "status": pick.choice(("draft", "testing", "supported", "refuted")),
            "problem": pick.choice(self.ids["problem"]), "persona": pick.choice(self.ids["persona"]), "change": self._text(3, 8),
            "outcome": self._text(3, 8), "because": [self._text(6, 12)], "metric": "conversion", "kpi": f"KPI {number % 100 * 3}",
            "baseline": 10, "target": 20, "risk": pick.choice(("desirability", "viability", "feasibility", "usability")),
            "importance": pick.randint(1, 5), "certainty": pick.randint(1, 5), "confidence": pick.choice((30, 50, 70)),
            "learnings": [{"id": self._new_ids(1)[0], "at": self._instant(number), "text": [self._text(5, 9)], "stance": "for"}]
            if number % 3 == 0 else [],
        }

    def _experiment(self, number: int) -> dict[str, Any]:
        pick = self._random
        status = ("draft", "running", "stopped")[number % 3]
        design = {"metric": "conversion", "mde": 0.02, "planned_n": 3841, "decision_rule": "Ship if it is better."}
        data: dict[str, Any] = {
            "title": f"Test {self._text(3, 6)}", "status": status, "hypothesis": pick.choice(self.ids["hypothesis"]), "method": "ab_test",
            "baseline_rate": 0.1, "alpha": 0.05, "power": 0.8, "daily_users": 500, "start": _day(number), **design,
        }
        counts = [pick.randint(2000, 5000) for _ in range(2)] if status != "draft" else []
        data["arms"] = [
            {"id": self._new_ids(1)[0], "name": name, "weight": 1, "rank": order_key(at)}
            | ({"participants": counts[at], "conversions": counts[at] // pick.randint(7, 11)} if counts else {})
            for at, name in enumerate(("control", "variant"))
        ]
        if status != "draft":
            data["frozen"] = {"at": self._instant(number), **design}
        if status == "stopped":
            data |= {"end": _day(number + 20), "result": pick.choice(("won", "lost", "inconclusive")), "learning": [self._text(5, 12)]}
        return data

    def _goal(self, number: int) -> dict[str, Any]:
        pick = self._random
        return {
            "title": f"Goal {number + 1}: {self._text(2, 4)}", "status": ("active", "active", "proposed", "met")[number % 4],
            "objective": self._text(5, 9), "north_star": number == 0, "start": _day(300), "due": _day(1200),
            "kpis": [
                {
                    "id": self._new_ids(1)[0], "name": f"KPI {number * 3 + at}", "unit": "%", "direction": "up", "baseline": 10,
                    "target": 60, "rank": order_key(at),
                    "readings": [
                        {"id": self._new_ids(1)[0], "at": _day(360 + 28 * one), "value": 10 + one * pick.randint(0, 4)} for one in range(12)
                    ],
                }
                for at in range(3)
            ],
        }

    def _decision(self, number: int) -> dict[str, Any]:
        pick = self._random
        people = self.ids["person"]
        options = [{"id": self._new_ids(1)[0], "title": f"Option {name}", "rank": order_key(at)} for at, name in enumerate("AB")]
        data: dict[str, Any] = {
            "title": f"Shall we {self._text(3, 6)}?", "status": ("open", "decided")[number % 2], "context": [self._text(5, 12)],
            "options": options, "driver": pick.choice(people), "approver": pick.choice(people), "contributors": pick.sample(people, 2),
            "about": [pick.choice(self.ids["item"])],
        }
        return data | ({"chosen": "Option A", "because": [self._text(4, 9)]} if number % 2 else {})

    def _feedback(self, number: int) -> dict[str, Any]:
        pick = self._random
        status = _FEEDBACK_STATES[number % len(_FEEDBACK_STATES)]
        return {
            "title": f"{self._text(4, 9)} {number}", "status": status, "customer": f"Customer {pick.randint(1, 300)}",
            "company": f"Company {pick.randint(1, 90)}", "channel": pick.choice(_CHANNELS), "quote": [self._text(8, 30)],
            "linked": [pick.choice(self.ids["problem"])] if status == "linked" else [],
        }


if __name__ == "__main__":
    write_records(Path(sys.argv[2]), Discovery(int(sys.argv[1])))
