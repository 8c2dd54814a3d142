"""The words of `git status --porcelain=v2`: how they are asked for, and what they say."""

from __future__ import annotations

import os

STATUS = ("status", "--porcelain=v2", "--branch", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=all")
"""The call, for `read_status`; further options and paths may follow."""

_BRANCH = "# branch."


def read_status(out: bytes) -> tuple[dict[str, str], list[str]]:
    """What a status says of the branch (`head`, `oid`, `upstream`, `ab`), and its lines, one a changed file."""
    heads: dict[str, str] = {}
    lines: list[str] = []
    for line in os.fsdecode(out).split("\0"):
        if line.startswith(_BRANCH):
            name, _, value = line[len(_BRANCH) :].partition(" ")
            heads[name] = value
        elif line:
            lines.append(line)
    return heads, lines


def branch_and_commit(heads: dict[str, str]) -> tuple[str, str]:
    """The branch and its commit; empty where none is checked out, or before the first commit."""
    return heads.get("head", "").replace("(detached)", ""), heads.get("oid", "").replace("(initial)", "")


def path_in(line: str) -> str:
    """The path in a line; empty where it names none."""
    if line.startswith("1 "):
        return line.split(" ", 8)[8]
    if line.startswith("u "):
        return line.split(" ", 10)[10]
    return line[2:] if line.startswith("? ") else ""
