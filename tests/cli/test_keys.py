"""`pmtui keys`, and the commits that `pmtui show` lists."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.calling import Calls

CONFIG = """
keys = "arrows"
[keymap]
"record.status" = "ctrl+i"
"record.statos" = "x"
"record.assign" = "a"

[[command]]
title = "Branch"
key = "Y g"
run = ["git", "checkout", "-b", "{branch}"]

[[command]]
title = "Wrong"
run = ["git", "{brnch}"]
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config.toml"
    monkeypatch.setenv("PMTUI_CONFIG", str(path))
    return path


def test_the_table_needs_no_workspace(nowhere: Calls, config: Path) -> None:
    result = nowhere("keys")
    assert (result.status, result.err) == (0, "")
    assert ["j", "↓", "Down", "all", "cursor.down"] in [line.split() for line in result.out.splitlines()]
    assert result.out.splitlines()[0].split() == ["keys", "command", "screen", "id"]


def test_the_person_s_own_keys_and_commands_are_there_and_their_faults_on_stderr(nowhere: Calls, config: Path) -> None:
    config.write_text(CONFIG)
    result = nowhere("keys")
    said = " ".join(result.err.split())
    assert result.status == 0
    assert f"{config}, line 4: keymap.record.status: most terminals send tab for ctrl+i; choose another key" in said
    assert f"{config}, line 5: keymap.record.statos: there is no such command; did you mean record.status?" in said
    assert f"{config}, line 6: keymap.record.assign: a is bound twice: to Assign (record.assign) and to Add (record.add)" in said
    assert f"{config}, line 15: command.run: {{brnch}} stands for nothing; did you mean branch?" in said
    document = nowhere("keys", "--json").json
    commands = {one["id"]: one for one in document["commands"]}
    assert (document["preset"], document["config"]) == ("arrows", str(config))
    assert (commands["own.branch"]["keys"], commands["own.branch"]["group"]) == (["Y g"], "Your own")
    assert (commands["cursor.down"]["keys"], commands["cursor.down"]["default"]) == (["↓"], ["j", "down"])
    assert commands["record.assign"]["keys"] == ["a"]
    assert {one["line"] for one in document["faults"]} >= {4, 5, 6, 15}


def test_show_lists_the_commits_that_name_the_record(calls: Calls) -> None:
    id = calls("add", "item", "Retry", "--json").json["id"]
    assert calls("show", id, "--json").json == calls("list", "item", "--json").json[0]
    assert "commits:" not in calls.good("show", id)
    for words in ("init -q", f"commit -q --allow-empty -m Fix_B-{id[:5]}", "commit -q --allow-empty -m Nothing"):
        command = ["git", "-C", str(calls.folder), "-c", "user.name=Ana", "-c", "user.email=a@example.org", *words.split()]
        subprocess.run(command, check=True)
    (commit,) = calls("show", id, "--json").json["commits"]
    assert set(commit) == {"commit", "at", "by", "subject"}
    assert (commit["by"], commit["subject"]) == ("Ana", f"Fix_B-{id[:5]}")
    assert f"\ncommits:\n  {commit['commit'][:9]}  " in calls.good("show", id[:5])
