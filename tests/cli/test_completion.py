"""Completion: what the program offers, and bash with our script."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from tests.cli.calling import ROOT, Calls


@pytest.fixture
def acme(calls: Calls) -> Calls:
    calls.seed(
        ("person", "ana0000000", {"title": "Ana Lima", "handle": "ana"}), ("milestone", "m0vp000000", {"title": "MVP"}),
        ("item", "4k3fq9x2ma", {"title": "Retry", "tags": ["billing", "two words"]}), ("item", "9xq0000000", {"title": "Other"}),
    )
    return calls


def offered(calls: Calls, line: str, shell: str = "fish") -> list[str]:
    return calls.good("complete-words", shell, line).splitlines()


@pytest.mark.parametrize(("line", "some"), [
    ("pmtui ", {"add", "list", "--workspace"}), ("pmtui lis", {"list"}), ("pmtui list ", {"item", "scenario"}),
    ("pmtui list it", {"item", "iteration"}), ("pmtui list item -mile", {"-milestone:"}),
    ("pmtui list item sta", {"status:", "started_at:"}), ("pmtui list item status:r", {"status:ready", "status:review"}),
    ("pmtui list item -status:d", {"-status:doing", "-status:done", "-status:dropped"}),
    ("pmtui list item tag:", {"tag:billing", 'tag:"two words"'}),
    ("pmtui list item who:", {"who:ana", "who:ana0000000"}), ("pmtui list item --columns id,ti", {"id,title", "id,time_criticality"}),
    ("pmtui list item --limit 5 stat", {"status:"}), ("pmtui list item --li", {"--limit"}),
    ("pmtui show ", {"4k3fq9x2ma", "9xq0000000", "ana0000000", "m0vp000000"}), ("pmtui show B-", {"B-4k3fq9x2ma", "B-9xq0000000"}),
    ("pmtui show 4k3fq9x2ma ", set()), ("pmtui set 4k3 sta", {"status=", "started_at="}),
    ("pmtui scenario-set 4k3 status=do", {"status=doing", "status=done"}),
    ("pmtui set 4k3 status=do", {"status=doing", "status=done"}), ("pmtui set 4k3 assignee=@", {"assignee=@ana"}),
    ("pmtui set 4k3 milestone=", {"milestone=m0vp000000"}), ("pmtui set m0v out", {"outcome="}),
    ("pmtui set 4k3 tags+=b", {"tags+=billing"}), ("pmtui set 4k3 tags=x,b", {"tags=x,billing"}), ("pmtui add it", {"item", "iteration"}),
    ("pmtui add item Title prio", {"priority="}), ("pmtui add goal Title north_star=", {"north_star=yes", "north_star=no"}),
    ("pmtui rank 4k3 --before 9", {"9xq0000000"}), ("pmtui import ", {"beads", "backlog-md", "tickets"}),
    ("pmtui completion ", {"bash", "zsh", "fish"}), ("pmtui export html r", {"roadmap", "release-notes"}),
    ("pmtui export ical --audience ", {"team", "customers"}), ("pmtui export html release-notes --milestone m", {"m0vp000000"}),
    ("pmtui -w product show 4", {"4k3fq9x2ma"}), ("pmtui nonsense ", set()), ("pmtui list nonsense x", set()),
    ("pmtui show 'op", set()), ("", set()),
])
def test_what_is_offered(acme: Calls, line: str, some: set[str]) -> None:
    found = set(offered(acme, line))
    assert found >= some if line == "pmtui " or line.endswith("list ") else found == some


def test_too_many_candidates_are_none(calls: Calls) -> None:
    calls.seed(*(("item", f"a{number:09d}", {}) for number in range(201)))
    assert offered(calls, "pmtui show ") == []
    assert len(offered(calls, "pmtui show a00000000")) == 10


def test_without_a_workspace(nowhere: Calls) -> None:
    assert offered(nowhere, "pmtui completion b") == ["bash"]
    result = nowhere("complete-words", "bash", "pmtui show ")
    assert result.out == ""


def test_every_shell_has_a_script(nowhere: Calls) -> None:
    for shell in ("bash", "zsh", "fish"):
        assert f"pmtui complete-words {shell}" in nowhere.good("completion", shell)


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """The environment of a shell that finds the program."""
    program = tmp_path / "bin" / "pmtui"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pmtui "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.skipif(os.name == "nt", reason="needs bash")
def test_bash_itself(acme: Calls, env: dict[str, str]) -> None:
    script = """
        eval "$(pmtui completion bash)"
        complete -p pmtui
        for line in "pmtui lis" "pmtui list item status:re" "pmtui list item tag:" "pmtui set 4k3 tags=" "pmtui set 4k3 stat"; do
            COMP_LINE=$line; COMP_POINT=${#line}; COMPREPLY=()
            _pmtui_complete
            echo "${COMPREPLY[*]}"
        done
        cd "$(mktemp -d)"; touch a b; COMP_LINE="pmtui show "; COMP_POINT=11; COMPREPLY=(); _pmtui_complete; echo "${#COMPREPLY[@]}"
    """
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=env, check=True)
    assert done.stdout.splitlines() == [
        "complete -o default -F _pmtui_complete pmtui", "list", "ready review",
        "'\"two words\"' billing", "billing 'two words'", "status=", "0",
    ]


@pytest.mark.skipif(not shutil.which("fish"), reason="needs fish")
def test_fish_itself(acme: Calls, env: dict[str, str], tmp_path: Path) -> None:
    script = """
        pmtui completion fish | source
        for line in "pmtui lis" "pmtui list item status:re" "pmtui list item tag:" "pmtui set 4k3 stat"
            string join " " (complete -C $line)
        end
        cd (mktemp -d); touch backlog.csv
        complete -C "pmtui import beads back"
    """
    done = subprocess.run(["fish", "--no-config", "-c", script], capture_output=True, text=True, env=env, check=True)
    assert done.stdout.splitlines() == ["list", "status:ready status:review", 'tag:"two words" tag:billing', "status=", "backlog.csv"]


@pytest.mark.skipif(not shutil.which("zsh"), reason="needs zsh")
def test_zsh_itself(acme: Calls, env: dict[str, str]) -> None:
    sizes = {"dimensions": (40, 120), "use_poll": True}
    shell = pexpect.spawn("zsh", ["-f", "-i"], encoding="utf-8", timeout=60, env={**env, "TERM": "dumb"}, **sizes)
    shell.sendline("PS1='READY''> '; autoload -U compinit; compinit -u -D; eval \"$(pmtui completion zsh)\"")
    shell.expect_exact("READY> ")
    lines = (("pmtui lis", "pmtui list "), ("pmtui list item status:rea", "status:ready "), ("pmtui set 4k3 stat", "status="))
    for typed, completed in lines:
        shell.send(typed + "\t")
        shell.expect_exact(completed)
        shell.send("\x15")
    shell.close(force=True)
