"""The person's settings: a fault spoils its own line and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pmtui.store.config import Config, config_path, load_config, parse_config

WHOLE = """
theme = "day"
author = "Ana"
editor = "code --wait"

[keymap]
"record.add" = "ctrl+n"
record.delete = ["d d", "delete"]
view.layout = ""
"""


def test_a_whole_file() -> None:
    config = parse_config(WHOLE.encode(), "config.toml")
    keymap = {"record.add": ("ctrl+n",), "record.delete": ("d d", "delete"), "view.layout": ()}
    assert config == Config("day", keymap, "Ana", "code --wait", (), "config.toml", text=WHOLE)


@pytest.mark.parametrize(("text", "line", "key", "words"), [
    ('theme = "day"\nauther = "Ana"', 2, "auther", "did you mean author?"),
    ("zzzzz = 1", 1, "zzzzz", "the settings are theme, keys, keymap, command, author, editor"),
    ("theme = 7", 1, "theme", "must be a text, not a number"),
    ("theme = true", 1, "theme", "must be a text, not true or false"),
    ('\n\neditor = ["vi"]', 3, "editor", "must be a text, not a list"),
    ('keymap = "vi"', 1, "keymap", "must be a table, not a text"),
    ('theme = "day"\n[keymap]\n"record.add" = 3', 3, "keymap.record.add", "a key or a list of keys, not a number"),
    ('[keymap]\nrecord.add = ["a", 7]', 2, "keymap.record.add", "a key or a list of keys, not a list"),
    ("[theme]\nname = 'x'", 1, "theme", "must be a text, not a table"),
    ("author = 2026-01-01", 1, "author", "not a date"),
])
def test_a_faulty_key_is_ignored_and_named(text: str, line: int, key: str, words: str) -> None:
    good = '\n[keymap]\n"record.edit" = "e"\n' if "keymap" not in text else ""
    config = parse_config((text + good).encode(), "my/config.toml")
    (fault,) = config.faults
    assert (fault.path, fault.line, fault.key) == ("my/config.toml", line, key)
    assert words in str(fault)
    assert str(fault).startswith(f"my/config.toml, line {line}: {key}: ")
    assert not good or config.keymap == {"record.edit": ("e",)}


@pytest.mark.parametrize(("raw", "line"), [(b'theme = "day"\nauthor = \n', 2), (b"theme", 1), (b"a = 1\n\xff\n", 2), (b'a = "x', 1)])
def test_a_file_that_cannot_be_read_gives_the_defaults(raw: bytes, line: int) -> None:
    config = parse_config(raw, "config.toml")
    assert config[:4] == ("", {}, "", "")
    (fault,) = config.faults
    assert (fault.line, fault.key) == (line, "")


def test_the_file_is_where_the_variable_says(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    environ = {"PMTUI_CONFIG": str(path)}
    assert load_config(environ) == Config(path=str(path))
    path.write_text('theme = "day"')
    assert load_config(environ).theme == "day"
    path.unlink()
    path.mkdir()
    assert "cannot be read" in str(load_config(environ).faults[0])


def test_without_the_variable_it_is_in_the_platform_s_folder() -> None:
    assert config_path({}).endswith(("pmtui/config.toml", "pmtui\\config.toml"))


@pytest.mark.parametrize(("text", "words"), [
    (f"theme = {'1' * 5000}", "a number in it has too many digits"),
    (f"theme = {'[' * 5000}", "it is nested too deeply"),
    (f"keymap.{'.'.join('a' * 5000)} = 'j'", "it must be a key or a list of keys, not a table"),
    ("#" * (1 << 21), "settings have at most"),
])
def test_what_the_toml_reader_chokes_on_is_a_fault_of_the_file(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    config = load_config({"PMTUI_CONFIG": str(tmp_path / "config.toml")})
    assert words in str(config.faults[0])
    assert config.theme == ""


def test_a_pipe_or_a_device_in_the_place_of_the_settings_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        (fault,) = load_config({"PMTUI_CONFIG": str(path)}).faults
        assert "not a regular file" in str(fault)
