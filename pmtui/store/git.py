"""The git program: one call at a time, never a shell, never a question to the person, never without end."""

from __future__ import annotations

import os
from collections.abc import Sequence

TIMEOUT = 30.0
"""Seconds after which a local git command is given up."""

_THEIR_OWN = frozenset({
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
})
"""Variables by which a hook points git at a repository or changes what a path means; here folder and arguments say both."""
_SUBMODULE = b"160000"
"""The mode of an entry that is a repository of its own: its object is a commit elsewhere."""


class GitError(Exception):
    """Git is not installed, takes too long or refuses.

    Attributes:
        message: What git said, its first line.
        status: Git's exit status; -1 where it did not run or was given up.
    """

    def __init__(self, message: str, status: int = -1) -> None:
        """Say what git said."""
        super().__init__(message)
        self.message = message
        self.status = status


def git_environment(**more: str) -> dict[str, str]:
    """The variables with which git is called: nothing points it elsewhere; it asks nobody, takes no needless lock and speaks English.

    Args:
        more: Further variables.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _THEIR_OWN}
    return {**kept, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C", "LANGUAGE": "", **more}


def batch_objects(output: bytes, count: int) -> list[tuple[bytes, bytes] | None]:
    """The type and the bytes of so many objects, from what `git cat-file --batch` prints; None for one that is not there."""
    found: list[tuple[bytes, bytes] | None] = []
    at = 0
    for _ in range(count):
        end = output.index(b"\n", at)
        said, _, size = output[at:end].rpartition(b" ")
        at = end + 1
        if not size.isdigit():
            found.append(None)
            continue
        found.append((said.rpartition(b" ")[2], output[at : at + int(size)]))
        at += int(size) + 1
    return found


class Git:
    """Git in one folder. Making one runs nothing."""

    def __init__(self, folder: str) -> None:
        """Work in this folder, which need not be a repository."""
        self.folder = folder

    def run(self, *arguments: str, standard_input: bytes | None = None, timeout: float = TIMEOUT) -> bytes:
        """Run `git ARGUMENTS` and return what it prints.

        Raises:
            GitError: It is not installed, ends with another status than 0, or takes longer than `timeout` seconds.
        """
        import subprocess  # it takes its time, and many who import this run nothing

        environment = git_environment()
        command = ["git", "-C", self.folder, *arguments]
        source: dict[str, bytes | int] = {"stdin": subprocess.DEVNULL} if standard_input is None else {"input": standard_input}
        try:
            done = subprocess.run(command, env=environment, capture_output=True, timeout=timeout, check=False, **source)  # type: ignore[call-overload]
        except subprocess.TimeoutExpired:
            raise GitError(f"git {arguments[0]} took longer than {timeout:g} s") from None
        except OSError as error:
            raise GitError(f"git cannot be run: {error.strerror}") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise GitError(said[0] if said else f"git {arguments[0]} ended with status {done.returncode}", done.returncode)
        return bytes(done.stdout)

    def is_repository(self) -> bool:
        """Whether the folder lies in the working tree of a repository."""
        try:
            return self.run("rev-parse", "--is-inside-work-tree").strip() == b"true"
        except GitError:
            return False

    def user_name(self) -> str:
        """The `user.name` of git's configuration; empty where there is none."""
        try:
            return self.run("config", "--get", "user.name").decode("utf-8", "replace").strip()
        except GitError:
            return ""

    def configuration_files(self) -> list[str]:
        """The files from which git reads its configuration in this folder, included ones too."""
        try:
            words = self.run("config", "--list", "--show-origin", "--name-only", "-z").decode("utf-8", "replace").split("\0")
        except GitError:
            return []
        found = {word[len("file:") :] for word in words if word.startswith("file:")}
        return sorted(os.path.normpath(os.path.join(self.folder, path)) for path in found)

    def versions(self) -> dict[str, dict[int, bytes]]:
        """The versions of the files in the folder for which git's index holds several, while a merge is not finished.

        Returns:
            By path inside the folder, with slashes, and by stage: 1 the merge base, 2 ours, 3 theirs.
        """
        blobs: dict[tuple[str, int], bytes] = {}
        for line in self.run("ls-files", "--unmerged", "-z", "--", ".").split(b"\0"):
            information, _, name = line.partition(b"\t")
            if name:
                mode, blob, stage = information.split(b" ")
                if mode != _SUBMODULE:
                    blobs[os.fsdecode(name), int(stage)] = blob
        found: dict[str, dict[int, bytes]] = {}
        for (path, number), raw in zip(blobs, self.contents(list(blobs.values())), strict=True):
            found.setdefault(path, {})[number] = raw
        return found

    def contents(self, blobs: Sequence[bytes]) -> list[bytes]:
        """The bytes of objects, by their names, in one call.

        Raises:
            GitError: The repository has lost one, or git refuses.
        """
        if not blobs:
            return []
        output = self.run("cat-file", "--batch", standard_input=b"\n".join(blobs) + b"\n")
        found = []
        for blob, one in zip(blobs, batch_objects(output, len(blobs)), strict=True):
            if one is None:
                raise GitError(f"git has lost the object {blob.decode('ascii')}")
            found.append(one[1])
        return found
