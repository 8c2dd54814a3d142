"""The first minutes: no workspace yet, at a terminal and off it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from pmtui.screens.registry import SCREENS
from pmtui.widgets.cells import width_of
from tests.end_to_end.program import assert_restored, environment, no_traceback, run, words
from tests.end_to_end.terminal import Terminal

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "acme"
    shutil.copytree(DATA / "beads", root / ".beads")
    return root


@pytest.fixture
def terminal(folder: Path) -> Iterator[Terminal]:
    with Terminal(words(), (100, 30), environment(HOME=str(folder.parent)), cwd=folder) as terminal:
        terminal.wait_for("There is no workspace in ~/acme")
        yield terminal


def test_an_import_from_the_first_screen_ends_in_the_backlog(folder: Path, terminal: Terminal) -> None:
    assert "▸ b  Import .beads/     Beads, 43 issues" in terminal.text()
    terminal.press("b")
    terminal.wait_for("What is the product called?")
    terminal.press("enter")
    terminal.wait_for("Backlog ·")
    terminal.settle(0.3)
    assert terminal.lines()[0].startswith(" acme ")
    assert "of 43" in terminal.text()
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert_restored(terminal)
    no_traceback(terminal)
    assert json.loads((folder / "product" / "pmtui.json").read_text(encoding="utf-8"))["name"] == "acme"


def test_a_workspace_of_ones_own_opens_empty_and_says_how_to_begin(folder: Path, terminal: Terminal) -> None:
    terminal.press("m")
    terminal.wait_for("What is the product called?")
    terminal.press("end")  # typing alone would take the place of the name that is offered
    terminal.type(" Billing")
    terminal.press("enter")
    terminal.wait_for("Nothing here yet.")
    assert terminal.lines()[0].startswith(" acme Billing ")
    assert "a adds" in terminal.text()
    terminal.press("q")
    assert terminal.wait_for_end() == 0


def test_the_demo_opens_from_the_first_screen_and_leaves_nothing(folder: Path, terminal: Terminal) -> None:
    terminal.press("d")
    terminal.wait_for("Switch plans")
    terminal.settle(0.3)
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert_restored(terminal)
    assert [path.name for path in folder.iterdir()] == [".beads"]


def test_leaving_the_first_screen_restores_the_terminal(folder: Path, terminal: Terminal) -> None:
    terminal.press("escape", "x")
    assert "There is no workspace" in terminal.text()
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert_restored(terminal)
    assert [path.name for path in folder.iterdir()] == [".beads"]


def test_a_polite_request_to_end_restores_the_terminal(terminal: Terminal) -> None:
    os.kill(terminal.pid, signal.SIGTERM)
    terminal.wait_for_end()
    assert_restored(terminal)
    no_traceback(terminal)


def test_off_a_terminal_and_for_a_named_place_the_error_is_plain(folder: Path) -> None:
    off = run(cwd=folder)
    assert off.returncode == 3
    assert "there is no workspace in" in off.stderr
    with Terminal(words("-w", "nowhere"), (80, 24), environment(), cwd=folder) as terminal:
        assert terminal.wait_for_end() == 3
        assert "named by --workspace, is not a workspace" in terminal.text().replace("\n", " ")


def test_the_demo_off_a_terminal_prints_each_screen_in_each_layout(folder: Path) -> None:
    printed = run("demo", cwd=folder, COLUMNS="80", TMPDIR=str(folder))
    assert (printed.returncode, printed.stderr) == (0, "")
    heads = [line.strip("─ ") for line in printed.stdout.split("\n") if line.startswith("── ")]
    assert heads == [f"{name} · {layout}" for name, entry in SCREENS.items() for layout in entry.screen_class().layouts]
    assert all(width_of(line) <= 120 for line in printed.stdout.split("\n"))
    pages = re.split("^── .*$", printed.stdout, flags=re.MULTILINE)[1:]
    boxes = [next(line for line in page.split("\n") if line.startswith("╭─ ")) for page in pages]
    assert [line.split()[1].lower() for line in boxes] == [head.split()[0] for head in heads]
    assert "Reading the files" not in printed.stdout
    assert [path.name for path in folder.iterdir()] == [".beads"]
