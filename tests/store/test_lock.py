"""One writer at a time, and nobody waits for the dead."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from pmtui.store.errors import StoreError
from pmtui.store.lock import Lock
from pmtui.store.workspace import Workspace
from tests.store.workspaces import IDS, added, change, python

HOLD = """
import sys, time
from pmtui.store.lock import Lock
with Lock(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_holder_is_named_when_waiting_takes_too_long(workspace: Workspace) -> None:
    holder = python(HOLD, os.path.join(workspace.local, "lock"))
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with Workspace(workspace.path, timeout=0.2) as other, pytest.raises(StoreError) as caught:
            other.save(change(added(IDS[1])))
        assert (caught.value.code, caught.value.status) == ("locked", 6)
        assert f"process {holder.pid}" in caught.value.message
        assert Path(caught.value.rescue).is_file()
        assert len(other.snapshot().table("item")) == 0
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.communicate()
    workspace.save(change(added(IDS[1])))  # the dead hold nothing


def test_a_writer_waits_until_the_lock_is_free(tmp_path: Path) -> None:
    path = str(tmp_path / ".local" / "lock")
    entered = []

    def wait() -> None:
        with Lock(path):
            entered.append(time.monotonic())

    with Lock(path):
        thread = threading.Thread(target=wait)
        thread.start()
        time.sleep(0.15)
        assert entered == []
        left = time.monotonic()
    thread.join()
    assert entered[0] >= left


def test_the_thread_that_holds_it_may_enter_again(tmp_path: Path) -> None:
    lock = Lock(str(tmp_path / ".local" / "lock"), timeout=0.1)
    with lock:
        with lock:
            assert lock.is_held
        refused = []
        thread = threading.Thread(target=lambda: refused.append(_refusal(lock)))
        thread.start()
        thread.join()
        assert "another thread" in refused[0]
        with pytest.raises(StoreError, match="process"), Lock(str(tmp_path / ".local" / "lock"), timeout=0.05):
            pass
    assert not lock.is_held
    with Lock(str(tmp_path / ".local" / "lock"), timeout=0.1):
        pass


def _refusal(lock: Lock) -> str:
    try:
        with lock:
            return ""
    except StoreError as error:
        return error.message


def test_a_lock_file_that_was_replaced_does_not_let_two_in(tmp_path: Path) -> None:
    path = tmp_path / ".local" / "lock"
    lock = Lock(str(path))
    with lock:
        pass
    path.unlink()
    with lock, pytest.raises(StoreError), Lock(str(path), timeout=0.05):
        pass


def test_a_folder_that_is_gone_is_an_error_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot lock"), Lock(str(tmp_path / "gone" / ".local" / "lock")):
        pass
    assert not (tmp_path / "gone").exists()


def test_a_lock_that_nobody_closes_is_closed_with_its_owner(tmp_path: Path) -> None:
    before = len(os.listdir("/dev/fd"))
    for _ in range(20):
        with Lock(str(tmp_path / "lock")):
            pass
    assert len(os.listdir("/dev/fd")) <= before + 1
