"""A fresh clone of a repository whose workspace lives on its own branch: opening the program sets it up, and says so."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.program import READY, environment, no_traceback, words
from tests.end_to_end.terminal import Terminal
from tests.store.own_branches import code, shared
from tests.store.workspaces import IDS, git


def test_a_fresh_clone_opens_on_the_screens_and_says_what_was_set_up(tmp_path: Path) -> None:
    team = code(tmp_path)
    clone = shared(team.top)
    clone.add(IDS[4], title="Retry failed payments")
    git(clone.top, "add", ".")
    git(clone.top, "commit", "-qm", "An item")
    git(clone.top, "push", "-q")
    ben = team.clone("ben")
    with Terminal(words("--screen", "backlog"), (120, 36), environment(HOME=str(tmp_path)), cwd=ben / "src") as terminal:
        terminal.wait_for(READY)
        terminal.wait_for("Retry failed payments")
        terminal.wait_for("set up product, the workspace on its own branch pmtui")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        no_traceback(terminal)
    assert git(ben, "status", "--porcelain") == ""
    with Terminal(words("--screen", "backlog"), (120, 36), environment(HOME=str(tmp_path)), cwd=ben) as terminal:
        terminal.wait_for("Retry failed payments")
        terminal.settle(0.6)
        assert "set up product" not in terminal.text()
