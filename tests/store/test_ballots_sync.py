"""A group scores the same item in two clones: both have all ballots after a sync, without a conflict."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pmtui.domain.ballots import Ballot, ballots_of, with_ballots, without_ballots
from pmtui.domain.records import Record
from tests.store.clones import Clone, require_equal, settle, team

ID = "aaaaaaaaa1"


def vote(clone: Clone, by: str, **values: float) -> None:
    clone.set(ID, ballots=with_ballots(clone.data(ID).get("ballots", []), by, values))


def ballots(clone: Clone) -> set[Ballot]:
    return set(ballots_of(Record("item", ID, clone.data(ID))))


def facts(clone: Clone) -> dict[str, Any]:
    return {name: value for name, value in clone.data(ID).items() if name in ("impact", "conflicts")}


def test_ballots_of_two_clones_meet(tmp_path: Path) -> None:
    ana, bo = team(tmp_path, "ana", "bo")
    ana.add(ID, title="Retry payments")
    settle([ana, bo])
    vote(ana, "Ana", impact=3, effort=1)
    vote(bo, "Bo", impact=1)
    settle([ana, bo])
    assert ballots(ana) == ballots(bo) == {("Ana", "impact", 3), ("Ana", "effort", 1), ("Bo", "impact", 1)}
    assert "conflicts" not in str(ana.data(ID))
    vote(ana, "Ana", impact=2)  # a second vote of hers, while he votes on something else
    vote(bo, "Bo", reach=100)
    settle([ana, bo])
    assert ballots(bo) == {("Ana", "impact", 2), ("Ana", "effort", 1), ("Bo", "impact", 1), ("Bo", "reach", 100)}
    ana.set(ID, impact=1.5, ballots=without_ballots(ana.data(ID)["ballots"], ["impact"]))  # they agree, while Cy votes at his place
    vote(bo, "Cy", impact=1)
    settle([ana, bo])
    assert facts(bo) == {"impact": 1.5}
    assert {one for one in ballots(bo) if one.input == "impact"} == {("Cy", "impact", 1)}
    require_equal([ana, bo])
