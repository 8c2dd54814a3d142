"""Two people with clones of one repository, one with the program open in a terminal: what arrives disturbs nothing that is half typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.program import cursor_line, list_lines, no_traceback, opened, until
from tests.end_to_end.terminal import Terminal
from tests.store.clones import Clone, copies, settle, team
from tests.store.workspaces import IDS

ONE, TWO, THREE = IDS[4], IDS[5], IDS[6]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    ana, ben = team(folder, "ana", "ben")
    for at, id in enumerate((ONE, TWO, THREE)):
        ana.add(id, title=f"Item {at}", status="ready", rank=f"a{at}")
    settle([ana, ben])
    return folder


@pytest.fixture
def pair(template: Path, tmp_path: Path) -> list[Clone]:
    return copies(template, tmp_path, "ana", "ben")


def shows(terminal: Terminal, title: str) -> str:
    """Wait until the list shows a title."""
    until(lambda: any(title in line for line in list_lines(terminal)), terminal)
    return terminal.text()


def arrive(ana: Clone, ben: Clone, title: str) -> None:
    """Ben changes an item and syncs; Ana's clone gets it by a sync of another process than the open program."""
    ben.set(ONE, title=title)
    ben.sync()
    ana.sync()


def test_what_arrives_leaves_half_typed_text_and_the_cursor_alone(pair: list[Clone]) -> None:
    ana, ben = pair
    with opened(ana.workspace.path) as terminal:
        terminal.wait_for("main ✓")
        terminal.press("j")

        terminal.type("/ite")
        arrive(ana, ben, "Item while filtering")
        shows(terminal, "Item while filtering")
        terminal.type("m 1")
        assert "/ item 1" in terminal.wait_for("1 of 3")
        terminal.press("escape")

        terminal.press("e")
        terminal.type("Half")
        arrive(ana, ben, "Item beside a cell")
        assert "Half" in shows(terminal, "Item beside a cell")
        terminal.type(" and whole")
        terminal.press("enter")
        until(lambda: ana.data(TWO)["title"] == "Half and whole", terminal)
        assert "Half and whole" in cursor_line(terminal)

        terminal.press("a")
        terminal.type("Quick ")
        arrive(ana, ben, "Item under quick add")
        shows(terminal, "Item under quick")
        terminal.type("item")
        assert "Quick item" in terminal.text()
        terminal.press("escape")
        no_traceback(terminal)


def test_a_sync_by_its_key_brings_and_shares_while_a_form_waits_for_another_day(pair: list[Clone]) -> None:
    ana, ben = pair
    ben.set(ONE, title="From Ben")
    ben.sync()
    with opened(ana.workspace.path, size=(80, 24)) as terminal:
        terminal.press("j", "ctrl+e")
        terminal.wait_for("ctrl+s save")
        terminal.press("enter")
        terminal.type("S and more ")
        assert "Sync" not in terminal.text(), "a key is text while a text is typed"
        ben.set(THREE, title="Also from Ben")
        ben.sync()
        ana.sync()
        terminal.settle(0.6)
        assert "S and more" in terminal.text()
        terminal.press("enter", "ctrl+s")
        until(lambda: "S and more" in ana.data(TWO)["title"], terminal)
        terminal.press("S")
        terminal.wait_for("pushed to origin/main")
        terminal.press("escape")
        assert "Also from Ben" in shows(terminal, "From Ben")
        assert "S and more" in cursor_line(terminal)
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        no_traceback(terminal)
    ben.sync()
    assert "S and more" in ben.data(TWO)["title"]
