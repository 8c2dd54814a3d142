"""Named cases of merging, replayed through sync against real git, with bytes expected that were written by hand.

A case is a file under `sync_cases/`: what the record's file held before, on our side, on theirs, and what it must hold
in both clones afterwards; a section that is missing means that there is no file. All cases are replayed in one sync.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pmtui.domain import merge as rules
from pmtui.domain import merge_candidates
from pmtui.store import sync_merge
from tests.store.clones import Clone, copies, team

_WRITTEN = "0000000000"
"""The id that stands in the files; each case gets one of its own."""
_SIDES = ("base", "ours", "theirs", "merged")

Case = dict[str, bytes]


def read_cases() -> dict[str, Case]:
    found: dict[str, Case] = {}
    for number, path in enumerate(sorted(Path(__file__).with_name("sync_cases").glob("*.txt"))):
        parts = re.split(r"^--- (\w+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        sections = dict(zip(parts[1::2], parts[2::2], strict=True))
        assert sections.keys() <= set(_SIDES), path
        found[path.stem] = {side: text.replace(_WRITTEN, id_of(number)).encode() for side, text in sections.items()}
    return found


def id_of(number: int) -> str:
    return f"{number:03}m000000"


CASES = read_cases()
NUMBERS = {name: number for number, name in enumerate(CASES)}


def file_of(clone: Clone, name: str) -> Path:
    return clone.workspace.path / "backlog" / "0" / f"{id_of(NUMBERS[name])}.json"


def put(clone: Clone, side: str) -> None:
    """Bring every case's file into the state of a side, and commit it by hand."""
    for name, case in CASES.items():
        path = file_of(clone, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        if side in case:
            path.write_bytes(case[side])
    clone.git("add", "--all", ".")
    clone.git("commit", "-qm", side)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two clones with all cases: in Ana's our side, in Ben's theirs, neither of them pushed."""
    folder = tmp_path_factory.mktemp("template")
    ana, ben = team(folder, "ana", "ben")
    put(ana, "base")
    ana.git("push", "-q")
    ben.git("pull", "-q")
    put(ana, "ours")
    put(ben, "theirs")
    return folder


def replayed(template: Path, folder: Path, first: str = "ben") -> list[Mapping[str, bytes]]:
    """What the cases' files hold in both clones after sync; `first` pushes, the other one merges."""
    clones = copies(template, folder, "ana", "ben")
    for clone in sorted(clones, key=lambda one: one.top.name != first):
        clone.sync()
    for clone in clones:
        clone.sync()
    return [{name: file_of(clone, name).read_bytes() for name in CASES if file_of(clone, name).exists()} for clone in clones]


def wrong(template: Path, folder: Path) -> set[str]:
    """The cases that do not come out as expected."""
    found = replayed(template, folder)
    return {name for name, case in CASES.items() if any(one.get(name) != case.get("merged") for one in found)}


@pytest.fixture(scope="module", params=["ana", "ben"])
def outcomes(request: pytest.FixtureRequest, template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Mapping[str, bytes]]:
    return replayed(template, tmp_path_factory.mktemp("replay"), request.param)


@pytest.mark.parametrize("name", CASES)
def test_the_bytes_are_those_written_by_hand(outcomes: list[Mapping[str, bytes]], name: str) -> None:
    for found in outcomes:
        assert found.get(name, b"no file").decode() == CASES[name].get("merged", b"no file").decode()


def test_there_are_twenty_cases_and_more() -> None:
    assert len(CASES) >= 20
    assert len({tuple(sorted(case.items())) for case in CASES.values()}) == len(CASES)


def first_of_the_candidates(base: Any, ours: Any, theirs: Any) -> Any:
    return ours


BROKEN: dict[str, tuple[Any, str, Any, set[str]]] = {
    "our side wins": (sync_merge, "merge", lambda kind, base, ours, theirs: dict(ours), {"different-fields", "neighbouring-lines"}),
    "the later of two values wins": (rules, "_joined", first_of_the_candidates, {"same-scalar", "a-null-candidate"}),
    "all candidates are kept": (rules, "_joined", lambda base, ours, theirs: ours | theirs, {"different-fields", "two-equal-resolutions"}),
    "sets are whole values": (rules._RULES, "set", rules._join, {"same-set", "both-added-the-same-id"}),
    "texts are whole values": (rules._RULES, "lines", rules._join, {"lines-that-do-not-overlap", "lines-that-overlap"}),
    "lists are whole values": (rules._RULES, "entries", rules._join, {"entries-added-on-both-sides", "the-same-field-of-an-entry"}),
    "ranks contradict each other": (rules._RULES, "rank", rules._join, {"rank-moved-on-both-sides"}),
    "instants contradict each other": (rules._RULES, "earliest", rules._join, {"done-on-both-sides"}),
    "a deletion wins over an edit": (rules, "_kept_alive", lambda field, found, versions, sides: found, {"deleted-against-edited"}),
    "the base is forgotten": (
        rules, "_base", lambda found, base, ours, theirs: merge_candidates.Candidate(rules.ABSENT), {"same-scalar", "status-on-both-sides"},
    ),
    "the first candidate is shown": (
        merge_candidates, "_shown", lambda field, statuses, some: min(some, key=lambda one: one.key), {"same-scalar", "lines-that-overlap"},
    ),
    "tags of resolutions are dropped": (
        merge_candidates, "_stored", lambda one: {} if one.value is rules.ABSENT else {"value": one.value}, {"two-different-resolutions"},
    ),
    "absence means deletion": (
        sync_merge.TreeMerge, "_keep_living", lambda self, mine, yours, raws, result: None, {"removed-by-hand-against-untouched"},
    ),
}
"""Rules deliberately broken: where, what, by what, and some cases that must notice."""


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_noticed(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    place, attribute, broken, noticed = BROKEN[name]
    if isinstance(place, dict):
        monkeypatch.setitem(place, attribute, broken)
    else:
        monkeypatch.setattr(place, attribute, broken)
    assert noticed <= wrong(template, tmp_path)
