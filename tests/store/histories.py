"""Repositories with commits at known moments, for the tests of the past."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from pmtui.store.layout import init_workspace
from pmtui.store.workspace import Workspace
from tests.store.workspaces import added, change, data_of, edit

NOW = "2026-11-22T09:30:00Z"
A, B, C = "a000000000", "b000000000", "c000000000"


def git_at(top: Path, at: str, *words: str) -> str:
    """Call git at a moment; empty for none."""
    when = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at} if at else {}
    who = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false")
    done = subprocess.run(["git", "-C", str(top), *who, *words], capture_output=True, text=True, check=True, env={**os.environ, **when})
    return done.stdout.strip()


def commit_at(top: Path, at: str, message: str = "Changed") -> str:
    """Commit everything, and return the name of the commit."""
    git_at(top, at, "add", "-A")
    git_at(top, at, "commit", "-q", "--allow-empty", "-m", message)
    return git_at(top, "", "rev-parse", "HEAD")


def put(workspace: Workspace, id: str, **fields: object) -> None:
    """Add an item, or set fields of it."""
    path = workspace.path / "backlog" / id[0] / f"{id}.json"
    if path.exists():
        data = data_of(workspace, id)
        workspace.save(change(edit(id, {name: data[name] for name in fields if name in data}, fields)))
    else:
        workspace.save(change(added(id, **fields)))


def told(top: Path, inside: str = "product") -> Workspace:
    """A repository of four commits: code, a workspace with A, then B and a tag, then another title of A."""
    top.mkdir(parents=True, exist_ok=True)
    git_at(top, "", "init", "-q", "-b", "main")
    (top / "code.py").write_text("x = 1\n")
    commit_at(top, "2026-09-01T12:00:00Z", "Code")
    workspace = Workspace(init_workspace(top / inside if inside else top, "Acme"))
    put(workspace, A, title="First", status="ready")
    commit_at(top, "2026-09-10T12:00:00Z", "Begin")
    put(workspace, B, title="Second")
    commit_at(top, "2026-09-20T12:00:00Z", "More")
    git_at(top, "2026-09-20T12:00:00Z", "tag", "v1.0")
    put(workspace, A, title="First, again", status="doing")
    commit_at(top, "2026-10-01T12:00:00Z", "Again")
    return workspace
