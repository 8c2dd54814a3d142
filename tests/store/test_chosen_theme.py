from __future__ import annotations

import os
from pathlib import Path

import pytest

from pmtui.store.chosen_theme import chosen_theme, remember_theme


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def test_the_last_choice_counts_while_the_settings_stay_as_they_are(state: Path) -> None:
    assert (chosen_theme(""), chosen_theme("day")) == ("", "day")
    remember_theme("contrast", "")
    assert chosen_theme("") == "contrast"
    assert chosen_theme("day") == "day"
    remember_theme("night", "day")
    assert (chosen_theme("day"), chosen_theme("")) == ("night", "")


def test_one_small_file_is_written_and_nothing_else(state: Path) -> None:
    remember_theme("day", "")
    assert [path.relative_to(state) for path in state.rglob("*") if path.is_file()] == [Path("pmtui/theme.json")]


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff", b'{"theme": 3, "settings": ""}', b'{"theme": "day"}'])
def test_a_spoilt_file_is_as_none(state: Path, raw: bytes) -> None:
    (state / "pmtui").mkdir(parents=True)
    (state / "pmtui" / "theme.json").write_bytes(raw)
    assert chosen_theme("") == ""
    remember_theme("day", "")
    assert chosen_theme("") == "day"


def test_a_folder_that_cannot_be_written_only_forgets(state: Path) -> None:
    state.parent.mkdir(exist_ok=True)
    state.write_text("a file where the folder should be")
    remember_theme("day", "")
    assert chosen_theme("") == ""


def test_a_pipe_in_its_place_is_not_waited_for(state: Path) -> None:
    (state / "pmtui").mkdir(parents=True)
    os.mkfifo(state / "pmtui" / "theme.json")
    assert chosen_theme("") == ""
