"""`settings`: shown, set, refused, taken back; and the team's own statuses and fields in the other subcommands."""

from __future__ import annotations

import json

from pmtui.commands.history import take_back
from pmtui.domain.change import MemorySource, Snapshot, apply
from pmtui.domain.history import EDITED, FieldChange, Revision
from tests.cli.calling import Calls
from tests.commands.world import context
from tests.store.workspaces import git

REVENUE = 'fields.item+={"name": "revenue", "type": "integer", "minimum": 1, "maximum": 5, "help": "What it brings."}'


def test_every_setting_is_shown_with_what_holds_without_it(calls: Calls) -> None:
    calls.good("settings", "wip.doing=3", "ice=mean")
    shown = calls.good("settings").splitlines()
    assert [line.split()[0] for line in shown][:3] == ["name", "statuses", "fields"]
    assert "ice             mean" in shown
    assert 'wip             {"doing":3}' in shown
    assert "stale_days      (30)" in shown
    (calls.folder / "product/pmtui.json").write_text('{"format": 1, "settings": {"icy": 1, "stale_days": "x"}}', encoding="utf-8")
    told = calls("settings", "--json")
    assert (told.json["settings"], len(told.json["faults"])) == ({"icy": 1, "stale_days": "x"}, 2)
    assert "icy is no setting: did you mean ice?" in calls("settings").err.replace("\n  ", " ")


def test_settings_are_one_change_with_an_undo(calls: Calls) -> None:
    file = calls.folder / "product/pmtui.json"
    first = file.read_bytes()
    assert calls.good("settings", "wip.doing=3", "stale_days=14") == "Set wip, stale_days\n"
    assert calls.good("settings", "--rename", "item.doing=working", "--dry-run").startswith("would do: Rename the status doing to working")
    second = file.read_bytes()
    calls.add("item", "One", "status=doing")
    assert calls.good("settings", "--rename", "item.doing=working") == "Rename the status doing to working, of 1 item\n"
    assert json.loads(file.read_bytes())["settings"]["wip"] == {"working": 3}
    assert calls.show("One")["status"] == "working"
    calls.good("undo")
    assert (file.read_bytes(), calls.show("One")["status"]) == (second, "doing")
    calls.good("undo")
    calls.good("undo")
    assert file.read_bytes() == first
    refused = calls("settings", "stale_days=soon", "--json")
    assert (refused.status, json.loads(refused.err)["error"]["code"]) == (2, "bad_value")
    assert file.read_bytes() == first


def test_own_statuses_and_fields_are_used_like_any_other(calls: Calls) -> None:
    calls.good("settings", REVENUE, 'statuses.item=[{"name": "todo", "is": "ready"}, {"name": "review"}, {"name": "qa", "is": "review"}]')
    made = calls.add("item", "One", "status=qa", "revenue=4")
    assert (made["status"], made["revenue"], made["started_at"] is not None) == ("qa", 4, True)
    calls.add("item", "Two", "status=ready")
    assert calls.show("Two")["status"] == "todo"
    assert calls.good("list", "item", "status:review revenue>3", "--ids") == made["id"] + "\n"
    shown = calls.good("list", "item", "sort:title", "--csv", "--columns", "title,status,revenue")
    assert shown == "title,status,revenue\nOne,qa,4\nTwo,todo,\n"
    assert calls("set", "One", "revenue=9").status == 2
    told = json.loads(calls.good("schema", "item", "--json"))
    assert (told["statuses"][1:5], told["stands_for"]) == (["todo", "doing", "review", "qa"], {"todo": "ready", "qa": "review"})
    assert next(one for one in told["fields"] if one["name"] == "revenue")["is_own"] is True
    assert "revenue" in calls.good("complete-words", "bash", "pmtui list item reve")
    calls.good("settings", "fields.item-=revenue")
    assert "revenue" not in calls.show("One")["computed"]
    assert '"revenue": 4' in next((calls.folder / "product/backlog").rglob(f"{made['id']}.json")).read_text(encoding="utf-8")


def test_the_history_tells_who_set_what_and_it_can_be_taken_back(calls: Calls) -> None:
    git(calls.folder, "init", "-q", "-b", "main")
    git(calls.folder, "add", ".")
    git(calls.folder, "commit", "-qm", "Make")
    calls.good("settings", "wip.doing=3")
    git(calls.folder, "commit", "-qam", "Limit")
    calls.good("settings", "wip.doing=4", "ice=mean")
    found = json.loads(calls.good("log", "--json"))
    assert [(one["kind"], one["commit"] is None) for one in found] == [("workspace", True), ("workspace", False)]
    told = {one["field"]: (one["from"], one["to"]) for one in found[0]["changes"]}
    assert told == {"settings.wip": ({"doing": 3}, {"doing": 4}), "settings.ice": (None, "mean")}
    assert "team  Team settings: settings.ice" in calls.good("log")
    changes = tuple(FieldChange(name, before, after) for name, (before, after) in told.items())
    revision = Revision("2026-11-20T08:00:00Z", "Ana", "c", "workspace", "0000000000", "Team settings", EDITED, changes)
    here = Snapshot(MemorySource({}), settings={"wip": {"doing": 4}, "ice": "mean", "stale_days": 9})
    change = take_back(context(here), {"revision": revision})
    assert apply(change, here).settings == {"wip": {"doing": 3}, "stale_days": 9}
