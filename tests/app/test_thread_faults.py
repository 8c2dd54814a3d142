"""A fault of the program in a thread: nobody sees what Python prints of it behind the screens, so it is reported as any other."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.screens.stage import make_workspace, opened, until


async def test_a_fault_in_a_thread_is_reported_as_any_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = KeyError("a fault")
    told: list[Exception] = []

    def fail() -> None:
        raise fault

    async with opened(make_workspace(tmp_path / "product", 3)) as (app, pilot):
        monkeypatch.setattr(app, "_handle_exception", told.append)
        monkeypatch.setattr(threading, "excepthook", app.effects.thread_failed)
        threading.Thread(target=fail).start()
        await until(app, pilot, lambda: told)
        assert told == [fault]
    assert not app.is_running
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert told == [fault], "after the end nobody is there to hear of it"


async def test_a_terminal_that_is_gone_ends_the_program_without_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Exception] = []

    def fail() -> None:
        raise OSError(5, "Input/output error")

    async with opened(make_workspace(tmp_path / "product", 3)) as (app, pilot):
        monkeypatch.setattr(app, "_handle_exception", told.append)
        monkeypatch.setattr(threading, "excepthook", app.effects.thread_failed)
        threading.Thread(target=fail, name="textual-output").start()
        await until(app, pilot, lambda: app.return_code is not None)
        assert (app.return_code, told) == (129, [])
