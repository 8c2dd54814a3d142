"""Who gave a contested field its values, from real clones: one of each shape of conflict."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pmtui.domain.conflicts import Conflict, Origins, conflicts_in
from pmtui.store.git import Git
from pmtui.store.value_origins import value_origins
from tests.store.clones import Clone, settle, team
from tests.store.workspaces import IDS

BODY = [f"line {number}" for number in range(12)]
BASE: dict[str, Any] = {
    "title": "Base", "estimate": 3, "tags": ["a"], "body": BODY, "created_at": "2026-11-20T00:00:00Z",
    "criteria": [{"id": "7k2m9q4x1c", "text": "Old", "rank": "a0"}],
}


def differing(folder: Path, *names: str) -> list[Clone]:
    clones = team(folder, *names)
    for id in IDS[:3]:
        clones[0].add(id, **BASE)
    settle(clones)
    return clones


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """Two people who changed the same fields, and have synced."""
    ana, ben = clones = differing(tmp_path_factory.mktemp("origins"), "ana", "ben")
    for one, name in ((ana, "Ana"), (ben, "Ben")):
        body = [*BODY]
        body[2 if one is ana else 9] = f"{name} alone"  # merges cleanly: each text of the conflict has both
        body[5] = f"{name} here"
        one.set(IDS[0], title=f"By {name}", estimate=5 if one is ana else 8, body=body, tags=None,
                criteria=[{"id": "7k2m9q4x1c", "text": name, "rank": "a0"}])
        one.set(IDS[1], milestone=IDS[5] if one is ana else IDS[6])
    ana.set(IDS[2], deleted_at="2026-11-21T00:00:00Z")
    ben.set(IDS[2], title="Worked on")
    settle(clones)
    return ben


def found(clone: Clone) -> Mapping[str, tuple[Conflict, Origins]]:
    conflicts = conflicts_in(clone.workspace.snapshot())
    origins = value_origins(clone.workspace.root, conflicts)
    return {one.key: (one, origins[one.key]) for one in conflicts}


def test_each_value_has_the_person_who_wrote_it(clone: Clone) -> None:
    who = {key: [(value, one.by if one else "") for value, one in zip(conflict.values, of.values, strict=True)]
           for key, (conflict, of) in found(clone).items() if "body" not in key}
    assert {key: dict(map(reversed, values)) for key, values in who.items()} == {  # type: ignore[arg-type]
        f"{IDS[0]}/title": {"Ana": "By Ana", "Ben": "By Ben"},
        f"{IDS[0]}/estimate": {"Ana": 5, "Ben": 8},
        f"{IDS[0]}/criteria.7k2m9q4x1c.text": {"Ana": "Ana", "Ben": "Ben"},
        f"{IDS[1]}/milestone": {"Ana": IDS[5], "Ben": IDS[6]},
        f"{IDS[2]}/deleted_at": {"Ana": "2026-11-21T00:00:00Z", "Ben": found(clone)[f"{IDS[2]}/deleted_at"][0].values[0]},
    }


def test_a_text_that_the_merge_put_together_belongs_to_whoever_wrote_its_own_lines(clone: Clone) -> None:
    conflict, origins = found(clone)[f"{IDS[0]}/body"]
    for text, origin in zip(conflict.values, origins.values, strict=True):
        assert "Ana alone" in text
        assert "Ben alone" in text
        assert origin is not None
        assert f"{origin.by} here" in text


def test_the_value_before_has_its_author_too_and_commits_their_instants(clone: Clone) -> None:
    _, origins = found(clone)[f"{IDS[0]}/title"]
    assert origins.base is not None
    assert origins.base.by == "Ana"
    for one in origins.values:
        assert one is not None
        assert one.email == f"{one.by.lower()}@example.org"
        shown = clone.git("log", "-1", "--format=%H %an", one.commit).split()
        assert shown == [one.commit, one.by]
        assert one.at >= origins.base.at


def test_two_processes_whatever_the_number_of_conflicts(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    run = Git.run

    def counted(self: Git, *arguments: str, **options: object) -> bytes:
        calls.append(arguments[0])
        return run(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Git, "run", counted)
    assert len(found(clone)) == 6
    assert calls == ["log", "cat-file"]


def test_three_values_of_three_people(tmp_path: Path) -> None:
    clones = differing(tmp_path, "ana", "ben", "cy")
    for one, name in zip(clones, ("Ana", "Ben", "Cy"), strict=True):
        one.set(IDS[0], title=f"顧客 {name}")
    settle(clones)
    conflict, origins = found(clones[1])[f"{IDS[0]}/title"]
    assert {value: one.by for value, one in zip(conflict.values, origins.values, strict=True) if one} == {
        "顧客 Ana": "Ana", "顧客 Ben": "Ben", "顧客 Cy": "Cy",
    }


def test_what_git_does_not_know_has_no_origin(tmp_path: Path) -> None:
    conflict = Conflict("item", IDS[0], "T", "title", "a", ("c", "b"))
    assert value_origins(str(tmp_path), [conflict]) == {conflict.key: Origins(None, (None, None))}
    assert value_origins(str(tmp_path), []) == {}
    ana, = team(tmp_path, "ana")
    ana.add(IDS[0], title="c")
    assert value_origins(ana.workspace.root, [conflict]) == {conflict.key: Origins(None, (None, None))}
    ana.sync()
    base, (shown, other) = value_origins(ana.workspace.root, [conflict])[conflict.key]
    assert (base, shown and shown.by, other) == (None, "Ana", None)
