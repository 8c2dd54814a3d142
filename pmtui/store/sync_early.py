"""Git begins to look at a workspace while the command line is still being loaded: that takes as long as git's look.

It reads only. Where the words turn out to mean something else, nobody takes what it found.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from pmtui.store.errors import StoreError
from pmtui.store.git import GitError
from pmtui.store.git_status import STATUS
from pmtui.store.layout import find_workspace
from pmtui.store.sync_git import Calls
from pmtui.store.sync_running import Running

_FLAGS = ("-w", "--workspace")
_PLAIN = ("sync", "--json", "--dry-run")


class Question:
    """Where a repository stands, asked in two calls side by side.

    Attributes:
        calls: How git is called, in the workspace's folder.
        places: Where things are.
        status: What has changed in the workspace.
    """

    def __init__(self, calls: Calls) -> None:
        """Ask.

        Raises:
            GitError: Git cannot be run.
            StoreError: The sync was cancelled.
        """
        self.calls = calls
        self.places: Running = calls.start(
            "rev-parse", "--is-inside-work-tree", "--show-toplevel", "--absolute-git-dir", "--is-shallow-repository", "--show-prefix",
            "--symbolic-full-name", "@{upstream}",
        )
        self.status: Running = calls.start(*STATUS, "--no-ahead-behind", "--", ".")


_asked: list[Question] = []


def begin(words: Sequence[str]) -> None:
    """Ask about the workspace that these words of a command line will sync, if that is all they say."""
    flag, is_value = None, False
    for word in words:
        if is_value:
            flag, is_value = word, False
        elif word in _FLAGS:
            is_value = True
        elif word not in _PLAIN:
            return
    try:
        root = os.path.abspath(find_workspace(flag, os.environ, os.getcwd()))
        if not os.path.isfile(os.path.join(root, ".git")):  # a linked working tree may have to be found again first
            _asked.append(Question(Calls(root)))
    except (OSError, StoreError, GitError):  # it will be said where the words are read
        return


def asked(root: str) -> Question | None:
    """What was asked about a workspace before; once."""
    found = [one for one in _asked if one.calls.folder == root]
    _asked.clear()
    return found[0] if found else None
