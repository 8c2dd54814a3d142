"""What a save costs: calls that wait for the disk are counted, and heavy modules stay away."""

from __future__ import annotations

from pathlib import Path

from tests.store.workspaces import IDS, Faulty, added, change, edit, finished, made, python

ADD = """
import sys
from pmtui.store.author import author
from pmtui.store.clock import now
from pmtui.store.ids import new_id
from pmtui.store.layout import find_workspace
from pmtui.store.workspace import Workspace
from tests.store.workspaces import added, change
heavy = {"dataclasses", "inspect", "subprocess", "logging", "decimal", "pathlib", "tomllib", "platformdirs", "threading", "hashlib",
         "pmtui.domain.merge", "pmtui.store.cache", "pmtui.store.rescue", "pmtui.store.git"}
before = set(sys.modules)
workspace = Workspace(find_workspace(sys.argv[1], {}, "."))
author(workspace)
assert workspace.resolve("B-400") == workspace.resolve("4000000000") == [("item", "4000000000")]
workspace.save(change(added(new_id(), parent="4000000000")))
print(sorted(heavy & (set(sys.modules) - before)))
"""
IMPORTED = """
import sys
import pmtui.store.author, pmtui.store.layout, pmtui.store.workspace
heavy = {"dataclasses", "inspect", "subprocess", "logging", "decimal", "pathlib", "tomllib", "platformdirs", "threading"}
print(sorted(heavy & set(sys.modules)))
"""


def test_the_store_is_imported_without_heavy_modules() -> None:
    assert finished(python(IMPORTED)) == "[]\n"


def test_adding_a_record_loads_no_heavy_module_and_no_other_record(tmp_path: Path) -> None:
    workspace = made(tmp_path)
    workspace.save(change(added(IDS[4])))
    finished(python(ADD, workspace.root))
    assert finished(python(ADD, workspace.root)) == "[]\n"
    assert not (Path(workspace.local) / "cache").exists()


def test_a_save_waits_for_the_disk_twice(tmp_path: Path) -> None:
    steps = Faulty()
    workspace = made(tmp_path, steps=steps)
    workspace.save(change(added(IDS[4])))
    steps.calls.clear()
    workspace.save(change(edit(IDS[4], {}, {"status": "ready"})))
    assert steps.calls.pop("write") >= 1
    assert steps.calls == {"create": 1, "fsync": 1, "replace": 1, "fsync_folder": 1}


def test_a_large_change_waits_once_for_all_its_files(tmp_path: Path) -> None:
    steps = Faulty()
    workspace = made(tmp_path, steps=steps)
    ids = [f"{first}{second}00000000" for first in "4567" for second in "0123456789abcdefghjk"]
    workspace.save(change(*(added(id) for id in ids)))
    steps.calls.clear()
    workspace.save(change(*(edit(id, {}, {"status": "ready"}) for id in ids)))
    assert steps.calls["replace"] == len(ids)
    assert steps.calls["fsync_folder"] == 4
    assert steps.calls["fsync"] in (1, len(ids) + 1)  # more where the operating system cannot wait for all at once
