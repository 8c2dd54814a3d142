"""What a sync came to, in words; and the commands in its hints, which people copy."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pmtui.store.sync import Synced
from pmtui.store.sync_report import commands_in, report

STORE = Path(__file__).parents[2] / "pmtui" / "store"
NOTHING = Synced("", "", False, "", "abc", (), 3)


@pytest.mark.parametrize(("done", "is_dry", "lines"), [
    (NOTHING, False, ("nothing to commit",)),
    (NOTHING._replace(upstream="origin/main"), False, ("nothing to do: in step with origin/main",)),
    (Synced("Set status of 3 items\n\nB-1 x\n", "abc", True, "origin/main", "d", (), 3), False,
     ("committed: Set status of 3 items", "merged what is new in origin/main", "pushed to origin/main")),
    (Synced("Move 2\n", "abc", True, "origin/main", "d", (), 3), True,
     ("would commit: Move 2", "would merge what is new in origin/main", "would push to origin/main")),
])
def test_the_words(done: Synced, is_dry: bool, lines: tuple[str, ...]) -> None:
    assert report(done, is_dry=is_dry).lines == lines


@pytest.mark.parametrize(("hint", "commands"), [
    ("run git push -u origin main once, and sync again", ("git push -u origin main",)),
    ("git remote add origin URL names one", ("git remote add origin URL",)),
    ("merge with git merge @{upstream}, finish as git says, and sync again", ("git merge @{upstream}",)),
    ('run git config --global user.name "A, and B" and git config --global user.email you@example.com, and sync again',
     ('git config --global user.name "A, and B"', "git config --global user.email you@example.com")),
    ("finish it with git rebase --continue, or give it up with git rebase --abort", ("git rebase --continue", "git rebase --abort")),
    ("if no git runs any more, remove that file with rm /a/.git/index.lock, and sync again", ("rm /a/.git/index.lock",)),
    ("log in once with git fetch in a terminal, so that git remembers it, and sync again", ("git fetch",)),
    ("mend it with pmtui doctor --fix, and sync again; or pmtui doctor --fix", ("pmtui doctor --fix",)),
    ("do what git or the hook asks for, and sync again", ()),
    ("pmtui sync goes on from here", ()),
    ("install git 2.34 or later", ()),
    ("", ()),
])
def test_the_commands_in_a_hint(hint: str, commands: tuple[str, ...]) -> None:
    assert commands_in(hint) == commands


def hints() -> Iterator[str]:
    """What the modules of sync tell people to do, with X for what is put in."""
    for path in STORE.glob("sync*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_each_command_that_sync_tells_people_to_run_is_found() -> None:
    telling = [one for one in hints() if re.search(r"\b(?:run|with) git [a-z]+", one) and "\n" not in one]
    assert len(telling) > 10
    assert [one for one in telling if not commands_in(one)] == []
