"""Merges made by git without the driver: what they have joined wrongly is found, and mended together with later edits."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pmtui.domain.canonical import encode
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import merge, open_conflicts
from pmtui.domain.merge_recomputed import recomputed
from pmtui.domain.validation import read_record
from pmtui.store.mended_files import WrongFile, mended
from pmtui.store.plain_merges import wrong_files
from pmtui.store.sync_git import Calls
from pmtui.store.sync_trees import Trees
from tests.store.workspaces import AT, IDS, LATER, git

ITEM = SCHEMA["item"]
ONE, TWO, THREE = IDS[4:7]
BODY = [f"line {number}" for number in range(6)]
BASE: dict[str, Any] = {
    "id": ONE, "title": "A", "status": "ready", "points": 3, "tags": ["a", "b"], "body": BODY, "rank": "h1", "created_at": AT,
}


class History:
    """A repository in which two branches, `ours` checked out, go on from one commit; without any driver."""

    def __init__(self, top: Path, base: dict[str, Any] | None = BASE) -> None:
        self.top = top
        git(top, "init", "-q", "-b", "ours")
        (top / "product").mkdir()
        (top / "product" / "pmtui.json").write_text('{"format": 1,\n "name": "Acme",\n "settings": {\n"a": 1,\n"x": 0,\n"b": 1}}\n')
        (top / "product" / ".gitattributes").write_text("*.json text eol=lf merge=pmtui\n")
        if base is not None:
            self.write(base)
        self.commit("base")
        git(top, "branch", "theirs")

    def path(self, id: str = ONE) -> Path:
        return self.top / "product" / "backlog" / id[0] / f"{id}.json"

    def write(self, data: dict[str, Any]) -> None:
        target = self.path(data["id"])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(encode(ITEM, data))

    def read(self, id: str = ONE) -> dict[str, Any]:
        return dict(json.loads(self.path(id).read_text()))

    def commit(self, words: str = "By hand") -> str:
        git(self.top, "add", "-A")
        git(self.top, "commit", "-qm", words)
        return git(self.top, "rev-parse", "HEAD").strip()

    def on(self, branch: str, *records: dict[str, Any]) -> str:
        """Commit records on a branch, and go back to `ours`."""
        git(self.top, "checkout", "-q", branch)
        for one in records:
            self.write(one)
        made = self.commit()
        git(self.top, "checkout", "-q", "ours")
        return made

    def merge(self, *words: str) -> int:
        call = ["git", "-C", str(self.top), "merge", "-q", "--no-edit", *(words or ("theirs",))]
        return subprocess.run(call, capture_output=True, check=False).returncode

    def wrong(self, since: str = "") -> list[WrongFile]:
        head = git(self.top, "rev-parse", "HEAD").strip()
        return wrong_files(Trees(Calls(str(self.top))), "product/", head, since)

    def mended(self, id: str = ONE) -> dict[str, Any]:
        """The record once it is mended."""
        (wrong,) = self.wrong()
        assert wrong.own == f"backlog/{id[0]}/{id}.json"
        raw = mended(wrong, self.path(id).read_bytes() if self.path(id).exists() else None)
        assert raw is not None
        self.path(id).parent.mkdir(parents=True, exist_ok=True)
        self.path(id).write_bytes(raw)
        self.commit("Mended")
        assert self.wrong() == []
        return self.read(id)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path)


def test_what_git_merges_well_is_left(history: History) -> None:
    history.on("ours", {**BASE, "title": "Ours"})
    history.on("theirs", {**BASE, "body": [*BODY, "theirs"]})
    assert history.merge() == 0
    assert history.wrong() == []


def test_deleted_here_and_edited_there_comes_out_clean_and_wrong(history: History) -> None:
    history.on("ours", {**BASE, "deleted_at": LATER})
    history.on("theirs", {**BASE, "title": "Theirs"})
    assert history.merge() == 0
    assert history.read()["deleted_at"] == LATER
    data = history.mended()
    assert data == json.loads(encode(ITEM, merge(ITEM, BASE, {**BASE, "deleted_at": LATER}, {**BASE, "title": "Theirs"})))
    assert list(open_conflicts(data, ITEM)) == ["deleted_at"]
    assert "deleted_at" not in data


def test_one_side_taken_whole_loses_what_only_the_other_had_changed(history: History) -> None:
    history.on("ours", {**BASE, "title": "Ours", "points": 5})
    history.on("theirs", {**BASE, "title": "Theirs", "status": "doing", "tags": ["a", "b", "t"]})
    assert history.merge() == 1
    git(history.top, "checkout", "--ours", "product")
    history.commit("Merged by hand")
    data = history.mended()
    assert (data["title"], data["points"], data["status"], data["tags"]) == ("Ours", 5, "doing", ["a", "b", "t"])
    assert "conflicts" not in data  # that person has decided about the title


def test_what_a_person_decided_in_the_merge_stands(history: History) -> None:
    history.on("ours", {**BASE, "title": "Ours", "rank": "h2", "body": ["mine", *BODY[1:]]})
    history.on("theirs", {**BASE, "title": "Theirs", "rank": "h3", "body": ["yours", *BODY[1:]]})
    assert history.merge() == 1
    history.write({**BASE, "title": "A third one", "rank": "h3", "body": ["yours", "mine", *BODY[1:]], "points": 8})
    history.commit("Merged by hand")
    assert history.wrong() == []


def test_markers_that_were_committed_are_merged(history: History) -> None:
    history.on("ours", {**BASE, "title": "Ours"})
    history.on("theirs", {**BASE, "title": "Theirs", "points": 5})
    assert history.merge() == 1
    history.commit("With markers")
    assert b"<<<<<<<" in history.path().read_bytes()
    data = history.mended()
    assert set(open_conflicts(data, ITEM)["title"]) == {"Ours", "Theirs"}
    assert data["points"] == 5


def test_later_edits_stay(history: History) -> None:
    history.on("ours", {**BASE, "deleted_at": LATER})
    history.on("theirs", {**BASE, "title": "Theirs"})
    history.merge()
    history.on("ours", {**history.read(), "points": 8, "tags": ["a"]})
    data = history.mended()
    assert (data["title"], data["points"], data["tags"]) == ("Theirs", 8, ["a"])
    assert list(open_conflicts(data, ITEM)) == ["deleted_at"]


def test_an_edit_after_the_mending_is_not_disputed(history: History) -> None:
    history.on("ours", {**BASE, "title": "Ours"})
    history.on("theirs", {**BASE, "title": "Theirs", "points": 5})
    history.merge()
    git(history.top, "checkout", "--ours", "product")
    history.commit("Merged by hand")
    assert history.mended()["points"] == 5
    history.on("ours", {**history.read(), "points": 13})
    assert history.wrong() == []


def test_a_version_with_markers_that_somebody_has_mended_by_hand_is_merged_with_both(history: History) -> None:
    history.on("ours", {**BASE, "title": "Ours"})
    history.on("theirs", {**BASE, "title": "Theirs", "points": 5})
    history.merge()
    history.commit("With markers")
    history.on("ours", {**BASE, "title": "Ours"})
    data = history.mended()
    assert data["points"] == 5
    assert set(open_conflicts(data, ITEM)["title"]) == {"Ours", "Theirs"}


def test_both_added(tmp_path: Path) -> None:
    history = History(tmp_path, None)
    history.on("ours", {**BASE, "title": "Ours", "tags": ["o"]})
    history.on("theirs", {**BASE, "title": "Theirs", "tags": ["t"]})
    assert history.merge() == 1
    git(history.top, "checkout", "--theirs", "product")
    history.commit("Merged by hand")
    data = history.mended()
    assert (data["title"], data["tags"]) == ("Theirs", ["o", "t"])


def test_removed_here_and_worked_on_there_is_there_again(history: History) -> None:
    git(history.top, "rm", "-q", str(history.path()))
    history.commit("Purged")
    history.on("theirs", {**BASE, "title": "Theirs"})
    assert history.merge() == 1
    git(history.top, "rm", "-q", str(history.path()))
    history.commit("Merged by hand")
    assert history.mended()["title"] == "Theirs"


def test_a_tombstone_that_was_purged_stays_away(history: History) -> None:
    git(history.top, "rm", "-q", str(history.path()))
    history.commit("Purged")
    history.on("theirs", {**BASE, "title": "Theirs", "deleted_at": LATER})
    history.merge()
    git(history.top, "rm", "-q", str(history.path()))
    history.commit("Merged by hand")
    assert history.wrong() == []


def test_what_was_purged_after_the_merge_stays_away(history: History) -> None:
    history.on("ours", {**BASE, "deleted_at": LATER})
    history.on("theirs", {**BASE, "title": "Theirs"})
    history.merge()
    git(history.top, "rm", "-q", str(history.path()))
    history.commit("Purged")
    assert [mended(one, None) for one in history.wrong()] == [None]


def test_an_edit_that_git_has_moved_into_a_similar_record(history: History) -> None:
    git(history.top, "rm", "-q", str(history.path()))
    history.on("ours", {**BASE, "id": TWO})
    history.on("theirs", {**BASE, "body": [*BODY, "theirs"]})
    assert history.merge() == 0
    assert history.read(TWO)["body"] == [*BODY, "theirs"]
    wrong = {one.own: one for one in history.wrong()}
    assert sorted(wrong) == [f"backlog/4/{ONE}.json", f"backlog/5/{TWO}.json"]
    back, new = (json.loads(mended(wrong[f"backlog/{id[0]}/{id}.json"], history.path(id).read_bytes() if id == TWO else None) or b"")
                 for id in (ONE, TWO))
    assert (back["body"], new["body"]) == ([*BODY, "theirs"], BODY)


def test_a_side_that_was_dropped_on_purpose_stays_dropped(history: History) -> None:
    history.on("ours", {**BASE, "title": "Ours"}, {**BASE, "id": TWO})
    history.on("theirs", {**BASE, "status": "doing"}, {**BASE, "id": THREE})
    assert history.merge("-s", "ours", "theirs") == 0
    assert history.wrong() == []


def test_settings_are_looked_at_too(history: History) -> None:
    settings = history.top / "product" / "pmtui.json"
    text = settings.read_text()
    settings.write_text(text.replace('"a": 1', '"a": 2'))
    history.commit()
    git(history.top, "checkout", "-q", "theirs")
    settings.write_text(text.replace('"a": 1', '"a": 3').replace('"b": 1', '"b": 2'))
    history.commit()
    git(history.top, "checkout", "-q", "ours")
    assert history.merge() == 1
    git(history.top, "checkout", "--ours", "product")
    history.commit("Merged by hand")
    (wrong,) = history.wrong()
    assert json.loads(mended(wrong, settings.read_bytes()) or b"")["settings"] == {"a": 2, "b": 2, "x": 0}


def test_a_merge_of_three_branches(history: History) -> None:
    git(history.top, "branch", "more")
    history.on("ours", {**BASE, "deleted_at": LATER})
    history.on("theirs", {**BASE, "title": "Theirs"})
    history.on("more", {**BASE, "id": TWO})
    assert history.merge("theirs", "more") == 0
    assert len(git(history.top, "rev-list", "--parents", "-1", "HEAD").split()) == 4
    assert list(open_conflicts(history.mended(), ITEM)) == ["deleted_at"]


def test_several_merge_bases(history: History) -> None:
    ours = history.on("ours", {**BASE, "title": "Ours"})
    theirs = history.on("theirs", {**BASE, "body": [*BODY, "theirs"]})
    assert history.merge(theirs) == 0
    git(history.top, "checkout", "-q", "theirs")
    assert history.merge(ours) == 0
    history.on("theirs", {**history.read(), "deleted_at": LATER})
    history.on("ours", {**history.read(), "title": "Ours again"})
    assert len(git(history.top, "merge-base", "--all", "ours", "theirs").split()) == 2
    assert history.merge() == 0
    data = history.mended()
    assert (data["title"], data["body"][-1], list(open_conflicts(data, ITEM))) == ("Ours again", "theirs", ["deleted_at"])


def test_only_what_is_new_is_looked_at(history: History) -> None:
    history.on("ours", {**BASE, "deleted_at": LATER})
    history.on("theirs", {**BASE, "title": "Theirs"})
    history.merge()
    head = git(history.top, "rev-parse", "HEAD").strip()
    assert history.wrong(since=head) == []
    assert len(history.wrong(since=f"{head}^")) == 1
    assert len(history.wrong(since="1" * 40)) == 1  # a commit that is gone counts as none


def test_merges_of_code_cost_no_look_at_their_files(history: History) -> None:
    (history.top / "code.py").write_text("a\n")
    history.commit()
    git(history.top, "checkout", "-q", "theirs")
    (history.top / "other.py").write_text("b\n")
    history.commit()
    git(history.top, "checkout", "-q", "ours")
    assert history.merge() == 0
    calls = Calls(str(history.top))
    assert wrong_files(Trees(calls), "product/", git(history.top, "rev-parse", "HEAD").strip()) == []
    assert calls.count == 1


def test_many_files_cost_no_more_calls_than_one(tmp_path: Path) -> None:
    ids = [f"{first}{second}00000000" for first in "4567" for second in "0123456789abcdefghjk"]
    history = History(tmp_path, None)
    for id in ids:
        history.write({**BASE, "id": id})
    history.commit()
    git(history.top, "branch", "-f", "theirs")
    history.on("ours", *({**BASE, "id": id, "deleted_at": LATER} for id in ids))
    history.on("theirs", *({**BASE, "id": id, "title": "Theirs"} for id in ids))
    history.merge()
    calls = Calls(str(history.top))
    assert len(wrong_files(Trees(calls), "product/", git(history.top, "rev-parse", "HEAD").strip())) == len(ids)
    assert calls.count <= 6


def some_edit(chance: random.Random, data: dict[str, Any]) -> dict[str, Any]:
    """A record after an edit of a person's."""
    tags, body, comments = set(data.get("tags", [])), list(data.get("body", [])), json.loads(json.dumps(data.get("comments", [])))
    body.insert(chance.randint(0, len(body)), f"words {chance.randrange(50)}")
    comments[chance.randrange(len(comments))]["text"].append(f"more {chance.randrange(50)}")
    new = {"id": f"{chance.randrange(10**9):010}", "text": ["new"]}
    return {**data, **chance.choice([
        {"title": chance.choice("ABCD")}, {"status": chance.choice(ITEM.statuses)}, {"points": chance.randrange(9)}, {"body": body},
        {"tags": sorted(tags ^ {chance.choice("abcdefgh")})}, {"deleted_at": LATER}, {"comments": comments}, {"comments": [*comments, new]},
    ])}


def test_what_git_has_merged_cleanly_nobody_has_decided(tmp_path: Path) -> None:
    """Of a merge line by line without markers, recomputing makes the whole merge field by field: nothing is taken for a person's choice."""
    chance = random.Random(7)
    comments = [{"id": f"{number}00000000{number}", "text": ["Hi"]} for number in range(3)]
    found = {"as it should be": 0, "wrong": 0}
    for _ in range(150):
        sides = [{**BASE, "comments": comments}] * 3
        for at in (1, 2):
            for _ in range(chance.randint(1, 3)):
                sides[at] = some_edit(chance, sides[at])
        names = [tmp_path / name for name in ("base", "ours", "theirs")]
        for name, side in zip(names, sides, strict=True):
            name.write_bytes(encode(ITEM, side))
        base, ours, theirs = map(str, names)
        done = subprocess.run(["git", "merge-file", "-p", "-q", ours, base, theirs], capture_output=True, check=False)
        if done.returncode == 0:
            made, whole = read_record(ITEM, ONE, done.stdout), merge(ITEM, *sides)
            assert recomputed(ITEM, *sides, made) == whole
            found["as it should be" if encode(ITEM, made) == encode(ITEM, whole) else "wrong"] += 1
    assert min(found.values()) > 10
