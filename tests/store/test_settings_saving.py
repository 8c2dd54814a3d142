"""Changes of the team's settings: saved into `pmtui.json`, taken back to the first byte, merged with what others set meanwhile."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pmtui.commands.settings_plans import settings_change
from pmtui.domain.canonical import decode
from pmtui.domain.change import Change, Edit, apply, inverse
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.settings_keys import contested, faults
from pmtui.domain.team_settings import SETTINGS_ID, WORKSPACE
from pmtui.store.errors import StoreError
from pmtui.store.layout import init_workspace
from pmtui.store.workspace import Workspace
from tests.commands.world import context

NOW = "2026-11-23T09:00:00Z"


def setting(before: dict[str, Any], after: dict[str, Any], *more: Edit) -> Change:
    return Change("Set", (Edit(WORKSPACE, SETTINGS_ID, before, after), *more), "settings.set", NOW)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(init_workspace(tmp_path, "Acme"))


def test_a_setting_is_saved_and_taken_back_to_the_first_byte(root: Path) -> None:
    first = (root / "pmtui.json").read_bytes()
    with Workspace(root) as workspace:
        fields = {"item": [{"name": "revenue", "type": "integer"}]}
        workspace.save(setting({}, {"settings.fields": fields, "settings.ice": "mean"}))
        assert decode((root / "pmtui.json").read_bytes())["settings"] == {"fields": fields, "ice": "mean"}
        assert workspace.settings["ice"] == "mean"
        assert SCHEMA["item"].fields["revenue"].is_own
        second = (root / "pmtui.json").read_bytes()
        workspace.save(setting({"name": "Acme", "settings.ice": "mean"}, {"name": "Acme Billing"}))
        assert workspace.name == "Acme Billing"
        workspace.undo(NOW)
        assert (root / "pmtui.json").read_bytes() == second
        workspace.undo(NOW)
        assert (root / "pmtui.json").read_bytes() == first
        assert not SCHEMA.is_extended
        workspace.redo(NOW)
        workspace.redo(NOW)
        assert (workspace.name, list(workspace.settings)) == ("Acme Billing", ["fields"])


def test_what_somebody_wrote_by_hand_keeps_its_order(root: Path) -> None:
    (root / "pmtui.json").write_text(json.dumps({"settings": {"wip": {"doing": 3}, "zeal": 1.10, "ice": "mean"}, "format": 1, "x": None}))
    with Workspace(root) as workspace:
        before = {"settings.wip": {"doing": 3}, "name": workspace.name}
        workspace.save(setting(before, {"settings.wip": {"doing": 4}, "settings.stale_days": 9, "name": "B"}))
    data = decode((root / "pmtui.json").read_bytes())
    assert (list(data), list(data["settings"])) == (["format", "name", "settings", "x"], ["stale_days", "wip", "zeal", "ice"])


def test_settings_and_records_in_one_change_are_one_undo(root: Path) -> None:
    with Workspace(root) as workspace:
        item = Edit("item", "1aaaaaaaaa", None, {"title": "One", "status": "todo"})
        workspace.save(setting({}, {"settings.statuses": {"item": [{"name": "todo", "is": "ready"}]}}, item))
        assert workspace.required("item", "1aaaaaaaaa").stage == "ready"
        undone = workspace.undo(NOW)
        assert [one.kind for one in undone.records] == [WORKSPACE, "item"]
        assert workspace.required("item", "1aaaaaaaaa").is_deleted
        assert workspace.settings == {}


def test_what_another_person_set_meanwhile_stays(root: Path) -> None:
    with Workspace(root) as mine, Workspace(root) as yours:
        yours.save(setting({}, {"settings.stale_days": 14}))
        mine.save(setting({}, {"settings.ice": "mean"}))
        assert dict(mine.settings) == {"ice": "mean", "stale_days": 14}
        yours.save(setting({"settings.stale_days": 14}, {"settings.stale_days": 7}))
        saved = mine.save(setting({"settings.stale_days": 14}, {"settings.stale_days": 21}))
        assert saved.conflicts == ((SETTINGS_ID, "settings.stale_days"),)
        assert mine.settings["stale_days"] == 21
        (root / "pmtui.json").write_bytes((root / "pmtui.json").read_bytes().replace(b"21", b"22", 1))
        with pytest.raises(StoreError, match="stale_days has changed since"):
            mine.undo(NOW)
        assert contested(mine.settings) == {}  # whoever edits the file decides
        mine.save(setting({"settings.stale_days": 22}, {"settings.stale_days": 5}))
        assert "conflicts" not in decode((root / "pmtui.json").read_bytes())
        mine.undo(NOW)
        assert mine.settings["stale_days"] == 22
        assert "conflicts" in decode((root / "pmtui.json").read_bytes())


def test_a_snapshot_follows_its_settings(root: Path) -> None:
    with Workspace(root) as workspace:
        before = workspace.snapshot()
    change = setting({}, {"settings.ice": "mean", "name": "New"})
    after = apply(change, before)
    assert (after.name, after.settings) == ("New", {"ice": "mean"})
    again = apply(inverse(setting({"name": "Acme"}, {"settings.ice": "mean", "name": "New"})), after)
    assert (again.name, again.settings) == ("Acme", {})
    assert after.record(WORKSPACE, SETTINGS_ID) is not None
    assert after.find(SETTINGS_ID) is None


@pytest.mark.parametrize("field", ["format", "settings", "settings.", "title"])
def test_only_settings_can_be_set(root: Path, field: str) -> None:
    first = (root / "pmtui.json").read_bytes()
    with Workspace(root) as workspace, pytest.raises(StoreError, match="no setting"):
        workspace.save(setting({}, {field: 2}))
    assert (root / "pmtui.json").read_bytes() == first


@pytest.mark.parametrize("chosen", [7, 21, 3])
def test_what_two_people_set_otherwise_is_decided_by_setting_it(root: Path, chosen: int) -> None:
    with Workspace(root) as mine, Workspace(root) as yours:
        yours.save(setting({}, {"settings.stale_days": 7}))
        mine.save(setting({}, {"settings.stale_days": 21}))
        assert contested(mine.settings) == {"stale_days": ["21", "7"]}
        assert [one for one in faults(mine.settings) if "set it to one of them" in one]
        before = (root / "pmtui.json").read_bytes()
        mine.save(settings_change(context(mine.snapshot()), {"stale_days": chosen}))
        assert (contested(mine.settings), mine.settings["stale_days"]) == ({}, chosen)
        mine.undo(NOW)
        assert (root / "pmtui.json").read_bytes() == before


def test_a_change_whose_program_dies_behind_the_settings_is_brought_to_its_end(root: Path) -> None:
    first = (root / "pmtui.json").read_bytes()
    with Workspace(root) as workspace:
        own = Edit(WORKSPACE, SETTINGS_ID, {}, {"settings.ice": "mean"})
        workspace.records.journal.begin(Change("Both", (own, Edit("item", "1aaaaaaaaa", None, {"title": "1"})), "settings.set", NOW), "do")
        (root / "pmtui.json").write_bytes(first.replace(b'"settings": {}', b'"settings": {\n    "ice": "mean"\n  }'))
        (root / "backlog/1").mkdir(parents=True)
        (root / "backlog/1/.1aaaaaaaaa.json.99999999.1.tmp").touch()  # it waits for its place
    with Workspace(root) as workspace:
        undo = workspace.undoable()
        assert undo is not None
        assert [(edit.kind, dict(edit.after)) for edit in undo.edits] == [(WORKSPACE, {}), ("item", {"deleted_at": NOW})]
        workspace.undo(NOW)
    assert (root / "pmtui.json").read_bytes() == first
