"""Every stock method of TinyDB on record files, and the contract with TinyDB's private methods."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import Query, where
from tinydb.table import Document, Table

from pmtui.domain.schema import UnknownKind
from pmtui.domain.validation import is_id
from pmtui.store.errors import StoreError
from pmtui.store.record_files import RecordTable, UnreadableRecord
from pmtui.store.workspace import Workspace
from tests.store.workspaces import AT, IDS, LATER, ROOT, added, change, data_of, path_of, rewrite

ONE, TWO, THREE, NEW = IDS[4], IDS[5], IDS[6], IDS[7]


@pytest.fixture
def table(workspace: Workspace) -> RecordTable:
    """The backlog with three items, one of them deleted."""
    workspace.save(change(added(ONE, tags=["a"], estimate=1), added(TWO, tags=["a", "b"], status="ready"), added(THREE, deleted_at=AT)))
    return workspace.table("backlog")


def ids(documents: list[Document]) -> list[str]:
    """The ids of documents."""
    return [str(one.doc_id) for one in documents]


def inodes(workspace: Workspace) -> dict[str, int]:
    """The inode of every record file: another one has been written."""
    return {path.stem: path.stat().st_ino for path in workspace.path.rglob("??????????.json")}


def test_the_example_of_the_docs_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pmtui.store.layout import init_workspace

    monkeypatch.chdir(tmp_path)
    init_workspace("product")
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "tinydb.md").read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(code, "docs/tinydb.md", "exec"), {})


def test_insert_makes_a_whole_record(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_AUTHOR", "Ana")
    monkeypatch.setenv("PMTUI_NOW", AT)
    id = workspace.insert({"title": "By script", "unknown": 7})
    data = data_of(workspace, id)
    assert is_id(id)
    assert re.fullmatch("h[0-9A-Za-z]{8}", data.pop("rank"))
    assert data == {"id": id, "title": "By script", "created_at": AT, "created_by": "Ana", "unknown": 7}


def test_insert_multiple_keeps_the_order(workspace: Workspace) -> None:
    made = workspace.insert_multiple({"title": str(number)} for number in range(40))
    assert ids(workspace.all()) == made
    assert len(workspace.history().undo) == 1


def test_a_document_brings_its_own_id(table: RecordTable) -> None:
    assert table.insert(Document({"title": "Mine"}, doc_id=NEW)) == NEW
    assert table.insert_multiple([Document({"title": "Mine, too"}, doc_id=IDS[8])]) == [IDS[8]]
    assert table.get(doc_id=NEW)["id"] == NEW


@pytest.mark.parametrize("document", [
    Document({"title": "x"}, doc_id=ONE), Document({"title": "x"}, doc_id=THREE), Document({"title": "x"}, doc_id=7),
    Document({"title": "x"}, doc_id="../../up"), {"id": NEW, "title": "x"}, ["title"],
])
def test_a_document_that_cannot_be_a_new_record_is_refused(table: RecordTable, workspace: Workspace, document: Any) -> None:
    before = inodes(workspace)
    for insert in (table.insert, lambda one: table.insert_multiple([one])):
        with pytest.raises(ValueError, match=r"."):
            insert(document)
    assert inodes(workspace) == before


def test_reading(table: RecordTable) -> None:
    assert ids(table.all()) == ids(list(table)) == [ONE, TWO]
    assert len(table) == 2
    assert ids(table.search(where("tags").any(["b"]))) == [TWO]
    assert ids(table.search(Query().status == "inbox")) == [ONE]
    assert table.count(where("title").exists()) == 2
    assert table.get(doc_id=TWO)["status"] == "ready"
    assert table.get(where("status") == "ready").doc_id == TWO
    assert ids(table.get(doc_ids=[TWO, NEW, ONE, THREE, TWO])) == [TWO, ONE]
    assert table.get(doc_id=THREE) is None
    assert table.get(doc_id="no id") is None
    assert table.get(where("status") == "doing") is None
    assert table.contains(doc_id=ONE)
    assert not table.contains(doc_id=THREE)
    assert table.contains(where("estimate") == 1)
    assert not table.contains(where("estimate") == 2)
    with pytest.raises(RuntimeError):
        table.get()


def test_one_document_touches_one_file(table: RecordTable, workspace: Workspace) -> None:
    path_of(workspace, TWO).write_text("{")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert table.get(doc_id=ONE)["estimate"] == 1
        table.update({"estimate": 2}, doc_ids=[ONE])
    assert data_of(workspace, ONE)["estimate"] == 2


@pytest.mark.parametrize("update", [
    lambda table: table.update({"estimate": 5}, where("tags").any(["a"])),
    lambda table: table.update({"estimate": 5}),
    lambda table: table.update({"estimate": 5}, doc_ids=[ONE, TWO]),
    lambda table: table.update(lambda one: one.update(estimate=5), where("tags").any(["a"])),
    lambda table: table.update_multiple([({"estimate": 5}, where("tags").any(["a"]))]),
    lambda table: table.upsert({"estimate": 5}, where("tags").any(["a"])),
])
def test_every_update_reaches_the_files(table: RecordTable, workspace: Workspace, update: Callable[[RecordTable], list[str]]) -> None:
    assert update(table) == [ONE, TWO]
    assert [data_of(workspace, id)["estimate"] for id in (ONE, TWO)] == [5, 5]
    assert "estimate" not in data_of(workspace, THREE)
    workspace.undo(LATER)
    assert data_of(workspace, ONE)["estimate"] == 1


def test_only_what_changed_is_written(table: RecordTable, workspace: Workspace) -> None:
    rewrite(workspace, TWO, priority="none")
    before = inodes(workspace)
    table.update({"estimate": 1, "status": "inbox"}, doc_ids=[ONE])
    table.update(lambda one: None)
    table.update({"status": "ready"}, where("status") == "ready")
    assert inodes(workspace) == before
    table.update({"estimate": 1.0, "title": "New"}, where("status") == "ready")
    assert {id for id, inode in inodes(workspace).items() if before[id] != inode} == {TWO}
    assert "\n  " in path_of(workspace, TWO).read_text()


def test_true_is_not_one(table: RecordTable, workspace: Workspace) -> None:
    table.update({"flag": True}, doc_ids=[ONE])
    table.update({"flag": 1}, doc_ids=[ONE])
    assert '"flag": 1\n' in path_of(workspace, ONE).read_text()


def test_upsert_inserts_what_is_not_there(table: RecordTable) -> None:
    (id,) = table.upsert({"title": "New"}, where("title") == "New")
    assert table.upsert({"title": "New", "estimate": 3}, where("title") == "New") == [id]
    assert table.get(doc_id=id)["estimate"] == 3
    assert table.upsert(Document({"title": "Newer"}, doc_id=id)) == [id]
    assert len(table) == 3


@pytest.mark.parametrize("remove", [
    lambda table: table.remove(where("tags").any(["a"])), lambda table: table.remove(doc_ids=[ONE, TWO]), lambda table: table.truncate(),
    lambda table: table.storage.write({}),
])
def test_removing_sets_deleted_at(
    table: RecordTable, workspace: Workspace, remove: Callable[[RecordTable], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMTUI_NOW", LATER)
    remove(table)
    assert len(table) == 0
    assert [data_of(workspace, id)["deleted_at"] for id in (ONE, TWO, THREE)] == [LATER, LATER, AT]
    workspace.undo(LATER)
    assert len(table) == 2


def test_dropping_tables_deletes_and_does_not_remove(workspace: Workspace) -> None:
    workspace.save(change(added(ONE), added(TWO, "problem")))
    workspace.drop_table("backlog")
    assert (len(workspace.table("backlog")), len(workspace.table("problems"))) == (0, 1)
    workspace.drop_tables()
    assert len(workspace.table("problems")) == 0
    assert path_of(workspace, ONE).exists()
    workspace.undo(LATER)
    workspace.undo(LATER)
    assert (len(workspace.table("backlog")), len(workspace.table("problems"))) == (1, 1)


def test_the_storage_takes_whole_documents(table: RecordTable, workspace: Workspace) -> None:
    whole = {**workspace.storage.read(), "backlog": {ONE: {"title": "Alone"}, NEW: {"title": "New"}}}
    workspace.storage.write(whole)
    assert {str(one.doc_id): one["title"] for one in table} == {ONE: "Alone", NEW: "New"}
    assert "estimate" not in data_of(workspace, ONE)
    with pytest.raises(ValueError, match="nothing"):
        workspace.storage.write({"nothing": {}})


def test_documents_are_fresh_at_each_access(table: RecordTable) -> None:
    for read in (lambda: table.all()[0], lambda: table.search(where("estimate") == 1)[0], lambda: table.get(doc_id=ONE)):
        read()["tags"].append("changed in memory")
        assert read()["tags"] == ["a"]


def test_what_others_write_is_seen_at_once(table: RecordTable, workspace: Workspace) -> None:
    assert ids(table.search(where("status") == "ready")) == [TWO]
    rewrite(workspace, ONE, status="ready", title="Written by an editor")
    assert ids(table.search(where("status") == "ready")) == [ONE, TWO]


def test_an_updater_that_fails_changes_nothing(table: RecordTable, workspace: Workspace) -> None:
    def fail(document: Any) -> None:
        document["title"] = "half"
        if document["id"] == TWO:
            raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        table.update(fail)
    with pytest.raises(StoreError, match="estimate"):
        table.update({"title": "half", "estimate": -1})
    with pytest.raises(ValueError, match="id"):
        table.update({"id": NEW})
    assert [one["title"] for one in table] == [f"Title of {ONE}", f"Title of {TWO}"]
    assert workspace.insert({"title": "The lock is free"})


def test_an_updater_may_look_and_write_elsewhere(table: RecordTable, workspace: Workspace) -> None:
    def note(document: Any) -> None:
        document["problems"] = [workspace.table("problems").insert({"title": f"Of {document['title']}"})]

    table.update(note, doc_ids=[ONE])
    assert len(workspace.table("problems")) == 1
    assert data_of(workspace, ONE)["problems"] == [workspace.table("problems").all()[0].doc_id]


def test_an_unreadable_file_is_warned_of(table: RecordTable, workspace: Workspace) -> None:
    path_of(workspace, ONE).write_text("{")
    with pytest.warns(UnreadableRecord, match=f"backlog/4/{ONE}.json"):
        assert ids(table.all()) == [TWO]
    with pytest.raises(StoreError, match="not JSON"):
        table.get(doc_id=ONE)
    with pytest.raises(StoreError, match="not JSON"):
        table.update({"estimate": 1}, doc_ids=[ONE])
    assert path_of(workspace, ONE).read_text() == "{"


def test_a_table_has_three_names_and_no_other(workspace: Workspace) -> None:
    assert workspace.table("backlog") is workspace.table("item") is workspace.table("items")
    assert workspace.table("backlog") is workspace.table("backlog", cache_size=5, persist_empty=True)
    assert {"backlog", "problems", "people"} <= workspace.tables()
    with pytest.raises(UnknownKind, match="use one of"):
        workspace.table("issues")
    assert "backlog=0" in repr(workspace)
    assert len(workspace) == len(list(workspace)) == 0


def test_an_empty_table_that_is_asked_for_keeps_its_records(table: RecordTable, workspace: Workspace) -> None:
    assert len(RecordTable(workspace.storage, "backlog", persist_empty=True)) == 2


STOCK: dict[str, Callable[[RecordTable], Any]] = {
    "insert": lambda table: table.insert({"title": "x"}),
    "insert_multiple": lambda table: table.insert_multiple([{"title": "x"}]),
    "all": lambda table: table.all(),
    "search": lambda table: table.search(where("title").exists()),
    "get": lambda table: table.get(doc_id=ONE),
    "contains": lambda table: table.contains(where("title").exists()),
    "update": lambda table: table.update({"estimate": 7}, where("title").exists()),
    "update_multiple": lambda table: table.update_multiple([({"estimate": 8}, where("title").exists())]),
    "upsert": lambda table: table.upsert({"estimate": 9}, where("title").exists()),
    "remove": lambda table: table.remove(where("title").exists()),
    "truncate": lambda table: table.truncate(),
    "count": lambda table: table.count(where("title").exists()),
    "__len__": len,
    "__iter__": list,
}
WRITING = {"insert", "insert_multiple", "update", "update_multiple", "upsert", "remove", "truncate"}


def test_no_stock_method_is_forgotten() -> None:
    public = {name for name, value in vars(Table).items() if callable(value) and not name.startswith("_") and not name.endswith("_class")}
    assert public - {"clear_cache"} == {name for name in STOCK if not name.startswith("_")}


@pytest.mark.parametrize("name", STOCK)
def test_stock_methods_go_through_the_three_private_ones(table: RecordTable, name: str) -> None:
    """TinyDB does not promise this; should a version stop doing it, this fails before any file is touched in another way."""
    called = set()

    class Seen(RecordTable):
        def _get_next_id(self) -> Any:
            called.add("id")
            return super()._get_next_id()

        def _read_table(self) -> Any:
            called.add("read")
            return super()._read_table()

        def _update_table(self, updater: Any) -> None:
            called.add("update")
            super()._update_table(updater)

    STOCK[name](Seen(table.storage, "backlog"))
    assert called >= ({"update"} if name in WRITING else {"read"})
    assert ("id" in called) == name.startswith("insert")
    assert not {"_read_table", "_update_table", "_get_next_id"} & {one for one in vars(Table) if not callable(getattr(Table, one))}


def test_the_query_cache_keeps_nothing(table: RecordTable) -> None:
    query = where("estimate") == 1
    table.search(query)
    assert len(table._query_cache) == 0
    table.clear_cache()
