"""Calls of the command line as the tests make them: in this process, on a workspace of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import NOW, Calls


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """An empty workspace in `product`, called from the folder around it, on a fixed day."""
    made = bare_calls(tmp_path, monkeypatch)
    assert made("init", "--name", "Acme").status == 0
    return made


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """A folder without a workspace."""
    return bare_calls(tmp_path, monkeypatch)


def bare_calls(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PMTUI_NOW", NOW)
    monkeypatch.setenv("PMTUI_AUTHOR", "Ana Lima")
    for name in ("PMTUI_WORKSPACE", "EDITOR", "VISUAL", "PMTUI_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return Calls(folder, monkeypatch)
