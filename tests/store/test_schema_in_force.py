"""The team's own statuses and fields in an open workspace: put in force with it, held by the cache, gone with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pmtui.domain.canonical import encode_object
from pmtui.domain.change import Change, Edit
from pmtui.domain.kinds import SCHEMA
from pmtui.store.cache import cached_rows, save_cache_if_needed
from pmtui.store.doctor import faults
from pmtui.store.layout import init_workspace
from pmtui.store.workspace import Workspace

REVENUE = {"fields": {"item": [{"name": "revenue", "type": "integer"}, {"name": "areas", "type": "set"}]}}
ID = "1aaaaaaaaa"


def declare(root: Path, **settings: Any) -> None:
    (root / "pmtui.json").write_bytes(encode_object({"format": 1, "name": "Acme", "settings": settings}))


def workspace(root: Path, **data: Any) -> Workspace:
    init_workspace(root)
    made = Workspace(root)
    made.save(Change("Add", (Edit("item", ID, None, {"title": "One", **data}),), "record.add", "2026-11-23T09:00:00Z"))
    return made


def test_the_schema_is_that_of_the_workspace_that_was_opened_last(tmp_path: Path) -> None:
    workspace(tmp_path / "a").close()
    workspace(tmp_path / "b").close()
    declare(tmp_path / "a", **REVENUE)
    with Workspace(tmp_path / "a"):
        assert SCHEMA["item"].fields["revenue"].is_own
    with Workspace(tmp_path / "b"):
        assert SCHEMA["item"] is SCHEMA.built_in["item"]


def test_a_cache_from_before_a_field_was_declared_is_made_anew(tmp_path: Path) -> None:
    with workspace(tmp_path, revenue=3, areas=["b", "a"]) as before:
        save_cache_if_needed(before.records.rows("item"))
        assert before.records.rows("item").column("revenue")[0] == 3  # unknown, but kept
        declare(tmp_path, **REVENUE)
        assert before.records.renew_layout()
        assert cached_rows(before.root, before.local, SCHEMA["item"]) is None
        rows = before.records.rows("item")
        assert (rows.column("revenue")[0], rows.column("areas")[0]) == (3, ("b", "a"))
        save_cache_if_needed(rows)
    with Workspace(tmp_path) as after:
        cached = cached_rows(after.root, after.local, SCHEMA["item"])
        assert cached is not None
        assert cached.column("areas")[0] == ("b", "a")
        declare(tmp_path)
        assert after.records.renew_layout()
        assert after.required("item", ID).unknown() == ["areas", "revenue"]


def test_a_value_that_an_own_field_cannot_take_stays_in_its_file_and_breaks_no_list(tmp_path: Path) -> None:
    with workspace(tmp_path, revenue={"much": 1}, areas=7) as made:
        declare(tmp_path, **REVENUE)
        made.records.renew_layout()
        rows = save_cache_if_needed(made.records.rows("item"))
        assert (len(rows.faults), rows.column("revenue")[0], rows.column("areas")[0]) == (0, None, ())
        made.save(Change("Title", (Edit("item", ID, {"title": "One"}, {"title": "Two"}),), "record.set", "2026-11-23T09:00:00Z"))
        raw = (tmp_path / "backlog/1" / f"{ID}.json").read_text(encoding="utf-8")
        assert '"much": 1' in raw
        assert '"areas": 7' in raw


def test_the_doctor_names_settings_and_values_that_cannot_be_used(tmp_path: Path) -> None:
    with workspace(tmp_path, revenue="much", areas=["a"], status="ready") as made:
        own = {"item": [{"name": "todo", "is": "ready"}]}
        declare(tmp_path, **REVENUE, statuses=own, stale_days="x", icy=1, score={"criteria": [{"field": "areas"}]})
        made.records.renew_layout()
        found = [(one.code, one.path, one.id) for one in faults(made) if one.code in ("setting", "own_field", "status_not_in_use")]
    assert found.count(("setting", "pmtui.json", None)) >= 2
    assert ("own_field", f"backlog/1/{ID}.json", ID) in found
    assert len([one for one in found if one[0] == "own_field"]) == 1
    assert ("status_not_in_use", "pmtui.json", None) in found
