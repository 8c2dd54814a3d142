"""What the doctor finds, and what it mends."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmtui.store import doctor
from pmtui.store.doctor import DoctorFault
from pmtui.store.driver_registration import register
from pmtui.store.errors import StoreError
from pmtui.store.workspace import Workspace
from tests.store.workspaces import AT, IDS, added, change, edit, git, path_of

ONE, TWO, THREE, FOUR = IDS[4:8]


@pytest.fixture
def shared(workspace: Workspace) -> Workspace:
    """A workspace in a repository, without a fault."""
    git(workspace.path, "init", "-q")
    register(workspace.root)
    workspace.save(change(added(ONE), added(TWO, "problem")))
    return workspace


def found(workspace: Workspace) -> list[tuple[str, str, str | None, str | None]]:
    """What the doctor finds, without the words."""
    return [(one.severity, one.code, one.path, one.id) for one in doctor.faults(workspace)]


def test_a_sound_workspace_has_no_faults(shared: Workspace) -> None:
    assert doctor.faults(shared) == []
    assert doctor.fix(shared) == []
    assert DoctorFault._fields == ("severity", "code", "path", "id", "message", "fix")


def test_no_repository_is_a_warning(workspace: Workspace) -> None:
    assert found(workspace) == [("warning", "no_repository", None, None)]


@pytest.mark.parametrize(("path", "raw", "words"), [
    (f"backlog/4/{ONE}.json", b"{", "not JSON"),
    (f"backlog/5/{THREE}.json", f'{{"id": "{THREE}", "title": "x"}}'.encode(), "belongs in 6/"),
    ("backlog/n/name.json", b"{}", "not an id"),
    ("backlog/stray.json", b"{}", ""),
])
def test_a_file_that_cannot_be_read_is_an_error(shared: Workspace, path: str, raw: bytes, words: str) -> None:
    target = shared.path / path
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(raw)
    faults = [fault for fault in doctor.faults(shared) if fault.code == "unreadable"]
    assert [(fault.severity, fault.path) for fault in faults] == [("error", path)]
    assert words in faults[0].message
    doctor.fix(shared)
    assert target.read_bytes() == raw


def test_links_to_deleted_and_missing_records_are_warnings(shared: Workspace) -> None:
    shared.save(change(
        added(THREE, problems=[TWO, FOUR], owner=FOUR, parent=ONE),
        added(FOUR, "scenario", changes=[{"id": "a", "record": ONE}, {"id": "b", "record": IDS[9]}]),
        added(IDS[10], parent=IDS[11], deleted_at=AT),
    ))
    shared.save(change(edit(ONE, {}, {"deleted_at": AT})))
    paths = {THREE: f"backlog/6/{THREE}.json", FOUR: f"scenarios/7/{FOUR}.json"}
    assert found(shared) == [
        ("warning", "dangling_link", paths[THREE], THREE), ("warning", "dangling_link", paths[FOUR], FOUR),
        ("warning", "dangling_link", paths[FOUR], FOUR),
    ]
    messages = [fault.message for fault in doctor.faults(shared)]
    assert messages[0] == f"parent points to {ONE}, which is deleted"
    assert messages[2] == f"changes.record points to {IDS[9]}, which is missing"


def test_a_circle_that_a_merge_made_is_told_with_the_way_out(shared: Workspace) -> None:
    shared.save(change(added(THREE, title="Three", depends_on=[FOUR]), added(FOUR, title="Four", depends_on=[THREE])))
    (fault,) = [one for one in doctor.faults(shared) if one.code == "circle"]
    assert fault.message == "depends_on leads back to itself: “Three” → “Four” → “Three”"
    assert (fault.id, fault.fix) == (THREE, f"pmtui set {THREE} depends_on-={FOUR}")


def test_a_link_to_an_unreadable_record_is_no_fault_of_its_own(shared: Workspace) -> None:
    shared.save(change(added(THREE, parent=ONE)))
    path_of(shared, ONE).write_text("{")
    assert [code for _, code, _, _ in found(shared)] == ["unreadable"]


def test_an_id_of_two_records_is_an_error(shared: Workspace) -> None:
    shared.save(change(added(ONE, "problem")))
    assert ("error", "duplicate_id", f"backlog/4/{ONE}.json", ONE) in found(shared)


def test_the_files_for_git_are_mended(shared: Workspace) -> None:
    (shared.path / ".gitattributes").unlink()
    (shared.path / ".gitignore").write_text("mine")
    assert [(code, path) for _, code, path, _ in found(shared)] == [("git_files", ".gitattributes"), ("git_files", ".gitignore")]
    assert len(doctor.fix(shared)) == 2
    assert found(shared) == []
    assert (shared.path / ".gitignore").read_text().startswith("mine\n.local/\n")


def test_a_folder_of_an_unknown_kind_is_named_and_kept(shared: Workspace) -> None:
    path = shared.path / "rituals" / "4" / f"{ONE}.json"
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    (shared.path / "notes").mkdir()
    assert found(shared) == [("warning", "unknown_kind", "rituals", None)]
    doctor.fix(shared)
    assert path.read_text() == "{}"


def test_rescued_records_are_named_and_kept(shared: Workspace) -> None:
    with pytest.raises(StoreError) as caught:
        shared.save(change(added(THREE, estimate=-1)))
    path = Path(caught.value.rescue)
    assert found(shared) == [("warning", "rescued", path.relative_to(shared.path).as_posix(), None)]
    doctor.fix(shared)
    assert path.exists()


def test_a_newer_workspace_is_looked_at_and_not_mended(shared: Workspace) -> None:
    (shared.path / "pmtui.json").write_text('{"format": 3}')
    with Workspace(shared.path) as newer:
        assert found(newer) == [("warning", "newer_format", "pmtui.json", None)]
        with pytest.raises(StoreError, match="read-only"):
            doctor.fix(newer)
