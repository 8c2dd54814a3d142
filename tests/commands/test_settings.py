"""Plans of the team's settings: read from words, checked, and a status renamed with everything that has it."""

from __future__ import annotations

from typing import Any

import pytest

from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import Effect, Refused, run
from pmtui.commands.settings_plans import assigned_settings, renamed_status, settings_change
from pmtui.domain.change import Change, MemorySource, Snapshot, apply, inverse
from pmtui.domain.team_schema import put_in_force
from pmtui.domain.team_settings import WORKSPACE
from tests.commands.world import NOW, context

IDS = ["1aaaaaaaaa", "2aaaaaaaaa", "3aaaaaaaaa"]


def snapshot(settings: dict[str, Any], *statuses: str) -> Snapshot:
    items = {id: {"id": id, "title": id, **({"status": one} if one else {})} for id, one in zip(IDS, statuses, strict=False)}
    return Snapshot(MemorySource({"item": items}), settings=settings, name="Acme")


@pytest.mark.parametrize(("before", "words", "after"), [
    ({}, ["stale_days=14"], {"stale_days": 14}),
    ({}, ["ice=mean", "ready_refuses=true"], {"ice": "mean", "ready_refuses": True}),
    ({"wip": {"doing": 3}}, ["wip.review=2"], {"wip": {"doing": 3, "review": 2}}),
    ({"wip": {"doing": 3}}, ["wip.doing="], {}),
    ({"ice": "mean", "zeal": 1}, ["ice="], {"zeal": 1}),
    ({}, ['fields.item+={"name": "a", "type": "text"}', 'fields.item+={"name": "b", "type": "date"}'],
     {"fields": {"item": [{"name": "a", "type": "text"}, {"name": "b", "type": "date"}]}}),
    ({"fields": {"item": [{"name": "a", "type": "text"}]}}, ['fields.item+={"name": "a", "type": "date"}'],
     {"fields": {"item": [{"name": "a", "type": "date"}]}}),
    ({"fields": {"item": [{"name": "a", "type": "text"}]}}, ["fields.item-=a"], {}),
    ({"fields": {"item": "broken"}}, ["ice=mean"], {"fields": {"item": "broken"}, "ice": "mean"}),
])
def test_words_set_settings_and_an_undo_takes_them_back(before: dict[str, Any], words: list[str], after: dict[str, Any]) -> None:
    old = snapshot(before)
    change = settings_change(context(old), assigned_settings(context(old), words))
    new = apply(change, old)
    assert new.settings == after
    assert apply(inverse(change), new).settings == before


def test_the_name_of_the_product_is_a_setting_too() -> None:
    old = snapshot({})
    change = settings_change(context(old), assigned_settings(context(old), ["name=  Acme  Billing "]))
    assert apply(change, old).name == "Acme Billing"
    assert apply(inverse(change), apply(change, old)).name == "Acme"


@pytest.mark.parametrize(("words", "said"), [
    (["stale_day=3"], "did you mean stale_days"), (["stale_days=soon"], "whole number"), (["wip.dong=1"], "no status 'dong'"),
    (["wip+=3"], "for lists"), (["ice.x=1"], "has no parts"), (["fields.item-=a"], "not in the list"), (["nothing"], "KEY=VALUE"),
    (["name="], "blank"), (["fields.item=3"], "must be an array"),
    (["statuses.item=[{}]"], "no name of a status"), (["own_branch=1"], "no setting"),
])
def test_what_cannot_be_is_refused_with_what_would_be(words: list[str], said: str) -> None:
    old = snapshot({"wip": {"doing": 3}, "ice": "mean"})
    with pytest.raises(Refused, match=said):
        settings_change(context(old), assigned_settings(context(old), words))


def test_a_status_gets_another_name_with_its_records_and_its_limit() -> None:
    old = snapshot({"wip": {"ready": 3, "doing": 2}}, "ready", "doing", "ready")
    change = renamed_status(context(old), "item", "ready", "todo")
    assert change.title == "Rename the status ready to todo, of 2 items"
    new = apply(change, old)
    assert new.settings == {"statuses": {"item": [{"name": "todo", "is": "ready"}]}, "wip": {"todo": 3, "doing": 2}}
    assert [one["status"] for one in new.table("item")] == ["todo", "doing", "todo"]
    again = apply(inverse(change), new)
    assert again.settings == old.settings
    assert [one.data for one in again.table("item")] == [one.data for one in old.table("item")]
    back = apply(renamed_status(context(new), "item", "todo", "ready"), new)
    assert back.settings["statuses"] == {"item": [{"name": "ready"}]}


def test_the_first_status_is_renamed_in_the_settings_alone() -> None:
    old = snapshot({}, "", "doing")
    assert [edit.kind for edit in renamed_status(context(old), "item", "inbox", "triage").edits] == [WORKSPACE]


@pytest.mark.parametrize(("old", "new", "said"), [
    ("nope", "todo", "have no status"), ("ready", "doing", "already"), ("ready", "To do", "no name"),
])
def test_a_name_that_cannot_be_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        renamed_status(context(snapshot({})), "item", old, new)


def test_the_command_shows_or_sets() -> None:
    here, command = context(snapshot({})), REGISTRY["settings.set"]
    assert run(command, here, {}) == Effect("settings", {})
    assert isinstance(run(command, here, {"settings": ["ice=mean"]}), Change)
    assert isinstance(run(command, here, {"rename": "item.ready=todo"}), Change)
    with pytest.raises(Refused, match="stands by itself"):
        run(command, here, {"rename": "item.ready=todo", "settings": ["ice=mean"]})
    with pytest.raises(Refused, match="KIND"):
        run(command, here, {"rename": "ready=todo"})


def test_own_statuses_do_what_the_built_in_ones_do_that_they_stand_for() -> None:
    put_in_force({"statuses": {"item": [
        {"name": "todo", "is": "ready"}, {"name": "review"}, {"name": "qa", "is": "review"}, {"name": "shipped", "is": "done"},
        {"name": "wont-do", "is": "dropped"},
    ]}})
    here = snapshot({}, "todo", "ready", "qa")

    def after(number: int, command: str, **arguments: Any) -> dict[str, Any]:
        record = here.table("item").record(number)
        change = run(REGISTRY[command], context(here, cursor=record, screen="backlog"), arguments)
        assert isinstance(change, Change)
        return dict(change.edits[0].after)

    assert after(0, "record.status_next") == {"status": "doing", "started_at": NOW}
    assert after(1, "record.status_next")["status"] == "doing"  # of a name that is not in use any more
    assert after(2, "record.status_previous")["status"] == "review"
    assert after(2, "record.status_next") == {"status": "shipped", "started_at": NOW, "done_at": NOW}
    assert after(0, "record.set", fields=["status=done"])["status"] == "shipped"
    with pytest.raises(Refused, match="needs a reason"):
        after(0, "record.set", fields=["status=wont-do"])
