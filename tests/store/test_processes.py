"""Two processes at once, and one that is killed: nothing that was acknowledged is lost."""

from __future__ import annotations

import json
import random
import signal
import time
from pathlib import Path

import pytest

from pmtui.store.doctor import faults, fix
from pmtui.store.workspace import Workspace
from pmtui.store.writing import TEMPORARY
from tests.store.workspaces import IDS, added, change, data_of, edit, finished, path_of, python, temporary_files

EDITS = 50

EDITOR = f"""
import sys
from pmtui.store.workspace import Workspace
from tests.store.workspaces import change, edit
root, id, field = sys.argv[1:]
with Workspace(root) as workspace:
    for number in range({EDITS}):
        old = workspace.required("item", id).data
        before = {{name: old[name] for name in (field,) if name in old}}
        after = {{field: [*before.get(field, []), f"{{sys.argv[3]}}-{{number}}-{{__import__('os').getpid()}}"]}}
        workspace.save(change(edit(id, before, after)))
"""

ADDER = f"""
import sys
from pmtui.store.ids import new_id
from pmtui.store.workspace import Workspace
from tests.store.workspaces import added, change
with Workspace(sys.argv[1]) as workspace:
    for number in range({EDITS}):
        id = new_id()
        workspace.save(change(added(id)))
        print(id)
"""

KILLED = """
import sys
from pmtui.store.workspace import Workspace
from tests.store.workspaces import added, change, edit
root, *ids = sys.argv[1:]
workspace = Workspace(root)
number = 0
while True:
    number += 1
    for id in ids:
        workspace.save(change(edit(id, {"title": str(number - 1)}, {"title": str(number), "body": [str(number)] * 200})))
        print(id, number, flush=True)
"""


def test_two_processes_add_to_the_same_field(workspace: Workspace) -> None:
    workspace.save(change(added(IDS[1])))
    both = [python(EDITOR, workspace.root, IDS[1], "tags") for _ in range(2)]
    for process in both:
        finished(process)
    tags = data_of(workspace, IDS[1])["tags"]
    assert {f"tags-{number}-{process.pid}" for number in range(EDITS) for process in both} == set(tags)
    assert "conflicts" not in data_of(workspace, IDS[1])


def test_two_processes_edit_different_fields(workspace: Workspace) -> None:
    workspace.save(change(added(IDS[1])))
    one, other = python(EDITOR, workspace.root, IDS[1], "body"), python(EDITOR, workspace.root, IDS[1], "tags")
    finished(one)
    finished(other)
    data = data_of(workspace, IDS[1])
    assert data["body"] == [f"body-{number}-{one.pid}" for number in range(EDITS)]
    assert len(data["tags"]) == EDITS


def test_two_processes_add_records(workspace: Workspace) -> None:
    both = [python(ADDER, workspace.root) for _ in range(2)]
    ids = {id for process in both for id in finished(process).split()}
    assert len(ids) == 2 * EDITS
    assert {record.id for record in workspace.snapshot().table("item")} == ids
    assert len(workspace.history().undo) == 2 * EDITS


@pytest.mark.parametrize("seed", range(4))
def test_a_process_that_is_killed_loses_nothing_it_acknowledged(workspace: Workspace, seed: int) -> None:
    ids = IDS[1:4]
    for id in ids:
        workspace.save(change(added(id, title="0")))
    process = python(KILLED, workspace.root, *ids)
    assert process.stdout is not None
    lines = [process.stdout.readline()]
    time.sleep(random.Random(seed).uniform(0.02, 0.2))
    process.send_signal(signal.SIGKILL)
    output, _ = process.communicate()
    # the pipe may end in the middle of a line
    acknowledged = {words[0]: int(words[1]) for words in (line.split() for line in [*lines, *output.split("\n")[:-1]])}
    assert acknowledged
    for id in ids:
        data = json.loads(path_of(workspace, id).read_text())
        assert acknowledged.get(id, 0) <= int(data["title"]) <= acknowledged.get(id, 0) + 1
        assert data.get("body", []) == ([data["title"]] * 200 if data["title"] != "0" else [])
    workspace.save(change(edit(ids[0], {"title": data_of(workspace, ids[0])["title"]}, {"title": "after"})))
    fix(workspace)
    assert temporary_files(workspace) == []
    assert [fault.code for fault in faults(workspace)] == ["no_repository"]


def test_what_a_dead_process_left_is_named_and_removed(workspace: Workspace) -> None:
    workspace.save(change(added(IDS[4])))
    process = python("pass")
    process.communicate()
    left = path_of(workspace, IDS[4]).with_name(f".{IDS[4]}.json.{process.pid}.1{TEMPORARY}")
    left.write_text('{"id": "4')
    living = path_of(workspace, IDS[4]).with_name(f".{IDS[4]}.json.1.1{TEMPORARY}")  # process 1 never dies
    living.write_text("")
    found = [fault for fault in faults(workspace) if fault.code == "leftover"]
    assert [fault.path for fault in found] == [left.relative_to(workspace.path).as_posix()]
    assert [record.id for record in workspace.snapshot().table("item")] == [IDS[4]]
    assert any(left.name in line for line in fix(workspace))
    assert not left.exists()
    assert Path(workspace.root, "backlog", "4", f"{IDS[4]}.json").exists()
