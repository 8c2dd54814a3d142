"""Sync between two clones and a bare remote: what is committed, merged and pushed, and what is left alone."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Event, Timer

import pytest

from pmtui.store.errors import StoreError
from pmtui.store.open_conflicts import contested
from tests.store.clones import Clone, copies, require_equal, settle, team
from tests.store.workspaces import IDS, LATER, added, change, edit, git, path_of

ONE, TWO, THREE = IDS[4], IDS[5], IDS[6]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two clones of `pair`, made once."""
    folder = tmp_path_factory.mktemp("template")
    ana, ben = team(folder, "ana", "ben", code=True)
    ana.add(ONE, status="ready", tags=["a"])
    ana.add(TWO)
    settle([ana, ben])
    return folder


@pytest.fixture
def pair(template: Path, tmp_path: Path) -> list[Clone]:
    """Two clones in step with two items, the workspace in a folder of a code repository."""
    return copies(template, tmp_path, "ana", "ben")


def test_different_fields_of_one_record_meet_without_a_conflict(pair: list[Clone]) -> None:
    ana, ben = pair
    ana.set(ONE, status="doing")
    ben.set(ONE, tags=["a", "b"], title="By Ben")
    settle(pair)
    require_equal(pair)
    assert {name: ana.data(ONE)[name] for name in ("status", "tags", "title")} == {"status": "doing", "tags": ["a", "b"], "title": "By Ben"}
    assert contested(ana.workspace.records) == []


def test_the_same_field_becomes_a_conflict_that_both_have(pair: list[Clone]) -> None:
    ana, ben = pair
    ana.set(ONE, title="By Ana")
    ben.set(ONE, title="By Ben")
    settle(pair)
    require_equal(pair)
    (found,) = contested(ben.workspace.records)
    assert (found.id, found.fields) == (ONE, ("title",))
    assert {one["value"] for one in ana.data(ONE)["conflicts"]["title"]["values"]} == {"By Ana", "By Ben"}


def test_nothing_to_do_costs_three_calls_beyond_the_fetch(pair: list[Clone]) -> None:
    done = pair[0].sync()
    assert (done.message, done.merged, done.is_pushed) == ("", "", False)
    assert done.processes <= 4


def test_the_message_says_what_changed(pair: list[Clone]) -> None:
    ana, _ = pair
    ana.set(ONE, status="doing")
    ana.set(TWO, status="doing")
    ana.add(THREE, title="Retry payments")
    assert ana.sync().message.splitlines()[0] == 'Set status of 2 items, add "Retry payments"'
    assert ana.git("log", "-1", "--format=%s").strip() == 'Set status of 2 items, add "Retry payments"'


def test_what_is_not_the_workspace_s_stays_to_the_byte(pair: list[Clone]) -> None:
    ana, ben = pair
    (ana.top / "code.py").write_text("staged\n")
    ana.git("add", "code.py")
    (ana.top / "code.py").write_text("staged and changed\n")
    (ana.top / "other.txt").write_text("changed\n")
    (ana.top / "new.txt").write_text("not added\n")
    (ana.top / "added.txt").write_text("added\n")
    ana.git("add", "added.txt")
    (ana.workspace.path / "notes.md").write_text("no file of pmtui's\n")
    before = ana.git("status", "--porcelain=v2"), ana.index_entries(), ana.git("diff"), ana.git("diff", "--cached")
    ana.set(ONE, status="doing")
    ben.set(TWO, status="doing")
    ben.sync()
    done = ana.sync()
    assert done.merged
    assert (ana.git("status", "--porcelain=v2"), ana.index_entries(), ana.git("diff"), ana.git("diff", "--cached")) == before
    assert (ana.top / "code.py").read_text() == "staged and changed\n"
    assert ana.git("show", "--name-only", "--format=", "HEAD^1").split() == [f"product/backlog/4/{ONE}.json"]


def test_the_index_is_not_written_where_nothing_changes(pair: list[Clone]) -> None:
    index = pair[0].top / ".git" / "index"
    before = index.read_bytes(), index.stat().st_mtime_ns
    pair[0].sync()
    assert (index.read_bytes(), index.stat().st_mtime_ns) == before


def test_what_was_staged_of_the_workspace_is_brought_in_line(pair: list[Clone]) -> None:
    ana, _ = pair
    ana.set(ONE, status="doing")
    ana.git("add", "product")
    ana.set(ONE, status="done")
    ana.sync()
    assert ana.status() == ""
    assert ana.data(ONE)["status"] == "done"


def test_what_was_taken_out_of_the_index_alone_is_brought_in_line(pair: list[Clone]) -> None:
    ana, _ = pair
    ana.git("rm", "-q", "--cached", str(path_of(ana.workspace, ONE)))
    assert ana.sync().message == ""
    assert ana.status() == ""


def test_code_of_others_comes_along(pair: list[Clone]) -> None:
    ana, ben = pair
    (ben.top / "code.py").write_text((ben.top / "code.py").read_text().replace("line 2\n", "line two\n"))
    (ben.top / "more").mkdir()
    (ben.top / "more" / "new.py").write_text("new\n")
    ben.git("rm", "-q", "other.txt")
    ben.git("add", ".")
    ben.git("commit", "-qm", "Code of Ben")
    (ana.top / "code.py").write_text((ana.top / "code.py").read_text().replace("line 17\n", "line seventeen\n"))
    ana.git("commit", "-qam", "Code of Ana")
    settle([ben, ana, ben])
    require_equal(pair)
    assert "line two" in (ana.top / "code.py").read_text()
    assert "line seventeen" in (ben.top / "code.py").read_text()
    assert (ana.top / "more" / "new.py").read_text() == "new\n"
    assert not (ana.top / "other.txt").exists()


def test_unfinished_work_in_the_way_of_a_merge_is_left_alone(pair: list[Clone]) -> None:
    ana, ben = pair
    (ben.top / "code.py").write_text("Ben\n")
    ben.git("commit", "-qam", "Code of Ben")
    ben.sync()
    (ana.top / "code.py").write_text("Ana, not finished\n")
    ana.set(ONE, status="doing")
    with pytest.raises(StoreError, match=r"code\.py") as caught:
        ana.sync()
    assert caught.value.code == "in_the_way"
    assert "git stash" in caught.value.hint
    assert (ana.top / "code.py").read_text() == "Ana, not finished\n"
    assert ana.status() == " M code.py\n"
    ana.git("checkout", "-q", "code.py")
    settle(pair)
    require_equal(pair)


def test_code_that_only_a_person_can_merge_is_left_to_that_person(pair: list[Clone]) -> None:
    ana, ben = pair
    for clone, text in ((ana, "Ana\n"), (ben, "Ben\n")):
        (clone.top / "code.py").write_text(text)
        clone.git("commit", "-qam", "Code")
        clone.set(ONE, title=text.strip())
    ben.sync()
    with pytest.raises(StoreError, match=r"code\.py changed on both sides") as caught:
        ana.sync()
    assert "git merge" in caught.value.hint
    assert (ana.top / "code.py").read_text() == "Ana\n"
    assert ana.status() == ""


def test_a_purge_here_and_an_edit_there_keep_the_record(pair: list[Clone]) -> None:
    ana, ben = pair
    ana.set(ONE, deleted_at=LATER)
    settle(pair)
    ana.workspace.purge()
    ben.set(ONE, title="Still wanted")
    settle(pair)
    require_equal(pair)
    assert ana.data(ONE)["title"] == "Still wanted"


def test_a_purge_reaches_the_others(pair: list[Clone]) -> None:
    ana, ben = pair
    ana.set(ONE, deleted_at=LATER)
    settle(pair)
    ana.workspace.purge()
    assert ana.sync().message.splitlines()[0].startswith("Purge")
    ben.sync()
    require_equal(pair)
    assert not path_of(ben.workspace, ONE).exists()


def test_absence_never_means_deletion(pair: list[Clone]) -> None:
    ana, ben = pair
    path_of(ana.workspace, ONE).unlink()
    done = ana.sync()
    assert done.message == ""
    assert "git restore" in done.notes[0]
    ana.git("rm", "-q", "--cached", str(path_of(ana.workspace, ONE)))
    ana.git("commit", "-qm", "Removed by hand")
    ben.set(TWO, status="doing")
    settle([ben, ana, ben])
    require_equal(pair)
    assert ben.data(ONE)["status"] == "ready"


def test_records_added_on_both_sides_and_settings_meet(pair: list[Clone]) -> None:
    ana, ben = pair
    for clone, name, id in ((ana, "wip_limit", IDS[7]), (ben, "points_scale", IDS[8])):
        path = clone.workspace.path / "pmtui.json"
        data = json.loads(path.read_text())
        data["settings"][name] = 3
        path.write_text(json.dumps(data, indent=2) + "\n")
        clone.add(id, "problem")
    settle(pair)
    require_equal(pair)
    assert json.loads((ana.workspace.path / "pmtui.json").read_text()) == {
        "format": 1, "name": "Acme", "settings": {"points_scale": 3, "wip_limit": 3}
    }


def test_a_file_that_cannot_be_read_is_not_shared(pair: list[Clone]) -> None:
    ana, ben = pair
    path_of(ana.workspace, ONE).write_text("{ half")
    ana.set(TWO, status="doing")
    done = ana.sync()
    assert "cannot be read" in done.notes[0]
    ben.sync()
    assert ben.data(ONE)["status"] == "ready"
    assert path_of(ana.workspace, ONE).read_text() == "{ half"
    ben.set(ONE, status="done")
    ben.sync()
    with pytest.raises(StoreError, match="cannot be read here"):
        ana.sync()
    assert path_of(ana.workspace, ONE).read_text() == "{ half"


def test_a_version_of_theirs_that_cannot_be_read_does_not_stop_anybody(pair: list[Clone]) -> None:
    ana, ben = pair
    path_of(ben.workspace, ONE).write_text("<<<<<<< HEAD\n")
    ben.git("commit", "-qam", "Broken by hand")
    ben.git("push", "-q")
    ana.set(TWO, status="doing")
    done = ana.sync()
    assert "cannot be read" in done.notes[0]
    assert ana.data(ONE)["status"] == "ready"


def test_several_merge_bases_are_merged_first(pair: list[Clone]) -> None:
    ana, ben = pair
    ana.set(ONE, title="By Ana")
    ben.set(TWO, title="By Ben")
    for clone in pair:
        clone.git("commit", "-qam", "One each")
    git(ana.top, "fetch", "-q", str(ben.top), "main:ben")
    git(ben.top, "fetch", "-q", str(ana.top), "main:ana")
    for clone, other in ((ana, "ben"), (ben, "ana")):
        clone.git("merge", "-q", "--no-edit", other)
        clone.git("branch", "-qD", other)
    ana.set(ONE, title="By Ana again")
    ben.set(ONE, status="done")
    ana.git("fetch", "-q", str(ben.top), "main")
    assert len(ana.git("merge-base", "--all", "HEAD", "FETCH_HEAD").split()) == 2
    settle([ana, ben])
    require_equal(pair)
    assert (ana.data(ONE)["title"], ana.data(ONE)["status"]) == ("By Ana again", "done")
    assert "conflicts" not in ana.data(ONE)


def test_an_edit_during_the_merge_is_committed_and_merged_too(pair: list[Clone]) -> None:
    ana, ben = pair
    ana.set(ONE, status="doing")
    ana.sync()
    ben.set(ONE, tags=["a", "b"])
    times = iter(range(10))

    def said(name: str, words: str) -> None:
        if name == "merge.made" and next(times) == 0:
            ben.set(ONE, title="While it merged")

    ben.sync(said=said)
    ana.sync()
    require_equal(pair)
    assert (ana.data(ONE)["title"], ana.data(ONE)["status"], ana.data(ONE)["tags"]) == ("While it merged", "doing", ["a", "b"])


def test_a_push_that_comes_too_late_is_tried_again(pair: list[Clone]) -> None:
    ana, ben = pair
    ana.set(ONE, status="doing")
    times = iter(range(10))

    def said(name: str, words: str) -> None:
        if name == "push.begin" and next(times) < 2:
            ben.set(TWO, title=f"Number {len(ben.git('log', '--format=%h').split())}")
            ben.sync()

    assert ana.sync(said=said).is_pushed
    ben.sync()
    require_equal(pair)


def test_a_dry_run_changes_nothing_and_says_what_would_happen(pair: list[Clone]) -> None:
    ana, ben = pair
    ben.set(TWO, status="doing")
    ben.sync()
    ana.set(ONE, status="doing")
    before = ana.head(), ana.files(), ana.status()
    done = ana.sync(is_dry=True)
    assert done.message.startswith("Set status of")
    assert done.merged
    assert done.is_pushed
    assert (ana.head(), ana.files(), ana.status()) == before
    assert ben.git("ls-remote", "origin", "main").split()[0] == ben.head()


def test_a_cancel_ends_within_a_second_with_the_files_as_before(pair: list[Clone]) -> None:
    from time import monotonic

    ana, ben = pair
    ben.set(TWO, status="doing")
    ben.sync()
    ana.git("config", "remote.origin.uploadpack", "sleep 30; git-upload-pack")
    ana.set(ONE, status="doing")
    files, cancel = ana.files(), Event()
    start = monotonic()
    Timer(0.7, cancel.set).start()
    with pytest.raises(StoreError, match="cancelled"):
        ana.sync(cancel=cancel)
    assert monotonic() - start < 20  # a second, where the machine has nothing else to do; the remote would take thirty
    assert ana.files() == files
    ana.git("config", "--unset", "remote.origin.uploadpack")
    settle(pair)
    require_equal(pair)


@pytest.mark.parametrize("step", ["commit.begin", "commit.branch", "fetch.done", "merge.made", "push.begin"])
def test_a_cancel_at_any_step_leaves_the_files_whole_and_the_next_sync_goes_on(pair: list[Clone], step: str) -> None:
    ana, ben = pair
    ben.set(TWO, status="doing")
    ben.sync()
    ana.set(ONE, status="doing")
    (ana.top / "code.py").write_text("staged\n")
    ana.git("add", "code.py")
    before, entries, cancel = ana.files(), ana.index_entries(), Event()

    def said(name: str, words: str) -> None:
        if name == step:
            cancel.set()

    with pytest.raises(StoreError) as caught:
        ana.sync(cancel=cancel, said=said)
    assert caught.value.code == "cancelled"
    assert (ana.files() == before) == (step != "push.begin"), "the merge is whole before anything is pushed"
    assert ana.index_entries() == entries
    assert ana.status().splitlines() == ["M  code.py", *([f" M product/backlog/4/{ONE}.json"] if step == "commit.begin" else [])]
    assert not list((ana.top / ".git").glob("index?*"))
    ana.git("reset", "-q", "--hard") if step != "commit.begin" else ana.git("checkout", "-q", "HEAD", "code.py")
    settle(pair)
    require_equal(pair)
    assert (ana.data(ONE)["status"], ana.data(TWO)["status"]) == ("doing", "doing")


def test_a_repository_of_its_own(tmp_path: Path) -> None:
    ana, ben = team(tmp_path, "ana", "ben", inside="")
    ana.add(ONE)
    ben.add(TWO, "problem")
    (ben.top / "README.md").write_text("Not pmtui's\n")
    ben.sync()
    assert ben.status() == "?? README.md\n"
    (ben.top / "README.md").unlink()
    settle([ana, ben])
    require_equal([ana, ben])
    assert ben.data(ONE)["title"] == ana.data(ONE)["title"]


def test_unknown_kinds_of_a_newer_program_are_merged_too(pair: list[Clone]) -> None:
    ana, ben = pair
    for clone, data in ((ana, {"id": ONE, "one": 1}), (ben, {"id": ONE, "two": 2})):
        path = clone.workspace.path / "rituals" / "4" / f"{ONE}.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(data, indent=2) + "\n")
    settle(pair)
    require_equal(pair)
    assert json.loads((ana.workspace.path / "rituals" / "4" / f"{ONE}.json").read_text()) == {"id": ONE, "one": 1, "two": 2}


def test_the_index_keeps_the_times_of_what_sync_commits_and_merges(pair: list[Clone]) -> None:
    """Else git would have to read all these files again for every status."""
    ana, ben = pair
    ben.set(TWO, status="doing")
    ben.sync()
    ana.set(ONE, status="doing")
    ana.add(THREE)
    ana.sync()
    told = ana.git("ls-files", "--debug", "--", "product/backlog").replace("\n  ", " ").splitlines()
    assert len(told) == 3
    assert not [line for line in told if " mtime: 0:0" in line]


def test_conflicts_are_known_without_a_look_at_all_records(pair: list[Clone], monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = pair
    assert ana.sync().contested == ()
    monkeypatch.setattr("pmtui.store.open_conflicts.contested", lambda store: pytest.fail("it looked at all records"))
    ana.set(ONE, title="By Ana")
    ben.set(ONE, title="By Ben")
    ana.sync()
    monkeypatch.undo()
    ben.sync()
    monkeypatch.setattr("pmtui.store.open_conflicts.contested", lambda store: pytest.fail("it looked at all records"))
    assert [(one.id, one.title, one.fields) for one in ana.sync().contested] == [(ONE, "By Ben", ("title",))]
    ana.set(TWO, status="doing")
    ana.git("commit", "-qam", "By hand, which sync learns from git")
    assert len(ana.sync().contested) == 1
    ana.set(ONE, title="By both", conflicts=None)
    assert len(ana.sync(is_dry=True).contested) == 0
    assert ana.sync().contested == ()
    monkeypatch.undo()
    assert contested(ana.workspace.records) == []


def test_a_ledger_of_conflicts_that_is_damaged_or_of_another_commit_is_made_anew(pair: list[Clone]) -> None:
    ana, ben = pair
    ana.set(ONE, title="By Ana")
    ben.set(ONE, title="By Ben")
    settle(pair)
    ledger = ana.workspace.path / ".local" / "sync" / "conflicts.json"
    good = ledger.read_text()
    for bad in ("{ half", good.replace('"head": "', '"head": "0'), good.replace('"prefix": "product/"', '"prefix": ""'), "{}"):
        ledger.write_text(bad)
        assert [one.id for one in ana.sync().contested] == [ONE]
        assert ledger.read_text() == good


def test_many_files_on_both_sides_cost_no_more_calls_than_one(pair: list[Clone]) -> None:
    """All records are read, merged and stored in one call each, never in one a file."""
    ana, ben = pair
    ids = [f"{letter}{number:02}0000000" for letter in "abcdefghjk" for number in range(15)]
    ana.workspace.save(change(*(added(id) for id in ids)))
    settle(pair)
    for clone, name, value in ((ana, "size", "m"), (ben, "assignee", IDS[9])):
        clone.workspace.save(change(*(edit(id, {}, {name: value}) for id in ids)))
    ben.sync()
    done = ana.sync()
    assert done.merged
    assert done.processes < 45
    ben.sync()
    require_equal(pair)
    assert all((ana.data(id)["size"], ana.data(id)["assignee"]) == ("m", IDS[9]) for id in ids)
