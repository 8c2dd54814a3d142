"""A fault of the program in a thread: nobody sees what Python prints of it behind the screens, so it is reported as any other."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.screens.stage import make_workspace, opened


async def test_a_fault_in_a_thread_is_reported_as_any_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = KeyError("a fault")
    told: list[Exception] = []

    def fail() -> None:
        raise fault

    async with opened(make_workspace(tmp_path / "product", 3)) as (app, pilot):
        monkeypatch.setattr(app, "_handle_exception", told.append)
        monkeypatch.setattr(threading, "excepthook", app.effects.thread_failed)
        threading.Thread(target=fail).start()
        for _ in range(100):
            await pilot.pause(0.02)
            if told:
                break
        assert told == [fault]
    assert not app.is_running
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert told == [fault], "after the end nobody is there to hear of it"
