"""Git processes that live as long as somebody reads from them: what they say is read as it comes."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO

from pmtui.store.git import GitError, git_environment

_CHUNK = 65_536
_AT_ONCE = 400
"""Objects that are asked for in one go: what asks for more could fill the pipe while git waits to answer."""


class GitStream:
    """One git process, with a pipe from it and, where wanted, one to it.

    It is a process group of its own without a terminal: whatever it starts ends with it.
    """

    def __init__(self, folder: str, *arguments: str, with_input: bool = False) -> None:
        """Start `git ARGUMENTS` in a folder.

        Raises:
            GitError: Git cannot be run.
        """
        environment = git_environment(GIT_NO_REPLACE_OBJECTS="1", GIT_NO_LAZY_FETCH="1")
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process
        self._is_ended = False
        try:
            self._process = subprocess.Popen(
                ["git", "-C", folder, *arguments], env=environment, start_new_session=True, stdout=subprocess.PIPE, stderr=self._said,
                stdin=subprocess.PIPE if with_input else subprocess.DEVNULL,
            )
        except OSError as error:
            self._said.close()
            raise GitError(f"git cannot be run: {error.strerror}") from None

    def chunks(self) -> Iterator[bytes]:
        """What it says until its end, piece by piece.

        Raises:
            GitError: It ended with another status than 0, and nobody had ended it.
        """
        assert self._process.stdout is not None
        while True:
            chunk = os.read(self._process.stdout.fileno(), _CHUNK)
            if not chunk:
                break
            yield chunk
        status = self._process.wait()
        if status and not self._is_ended:
            self._said.seek(0)
            said = self._said.read(4000).decode("utf-8", "replace").strip()
            raise GitError(said.splitlines()[0] if said else f"git ended with status {status}", status)

    def tokens(self) -> Iterator[str]:
        """What it says, divided at its NUL bytes."""
        rest = b""
        for chunk in self.chunks():
            *whole, rest = (rest + chunk).split(b"\0") if rest else chunk.split(b"\0")
            yield from map(os.fsdecode, whole)
        if rest:
            yield os.fsdecode(rest)

    def ask(self, question: bytes) -> None:
        """Say something to it; only as much as fits into a pipe.

        Raises:
            GitError: It has ended.
        """
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(question)
            self._process.stdin.flush()
        except (OSError, ValueError):
            raise GitError("git has ended before its time") from None

    def line(self) -> bytes:
        """The next line of what it says."""
        assert self._process.stdout is not None
        found = self._process.stdout.readline()
        if not found.endswith(b"\n"):
            raise GitError("git has ended before its time")
        return found

    def exactly(self, size: int) -> bytes:
        """The next bytes of what it says."""
        assert self._process.stdout is not None
        found = self._process.stdout.read(size)
        if len(found) != size:
            raise GitError("git has ended before its time")
        return found

    def end(self) -> None:
        """End it, from whatever thread; whoever reads from it finds its end. Does nothing the second time."""
        if self._is_ended:
            return
        self._is_ended = True
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)  # it only reads: there is nothing to leave in order
            else:
                self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1.0)

    def close(self) -> None:
        """End it and close the pipes; only where nobody reads any more."""
        self.end()
        for stream in (self._process.stdin, self._process.stdout, self._said):
            if stream is not None:
                with suppress(OSError, ValueError):
                    stream.close()


class Blobs:
    """The bytes of files in old commits, from one process that is started for the first of them."""

    def __init__(self, folder: str) -> None:
        """Read from the repository around a folder."""
        self._folder = folder
        self._stream: GitStream | None = None
        self._is_ended = False

    def contents(self, names: Sequence[str]) -> dict[str, bytes]:
        """The bytes of objects, by their names (or `COMMIT:PATH`); what the repository does not have is left out.

        Raises:
            GitError: Git cannot be run, or has been ended.
        """
        found: dict[str, bytes] = {}
        wanted = list(dict.fromkeys(names))
        for start in range(0, len(wanted), _AT_ONCE):
            self._read(wanted[start : start + _AT_ONCE], found)
        return found

    def _read(self, names: Sequence[str], found: dict[str, bytes]) -> None:
        try:
            stream = self._started()
            stream.ask("".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape"))
            for name in names:
                words = stream.line().rsplit(b" ", 2)
                if words[-1].rstrip() in (b"missing", b"ambiguous"):
                    continue
                raw = stream.exactly(int(words[2]) + 1)
                if words[1] == b"blob":
                    found[name] = raw[:-1]
        except GitError:
            if self._is_ended or self._stream is None:
                raise
            self._stream.close()  # it gives up over an object that is damaged: the others are asked for one by one
            self._stream = None
            if len(names) > 1:
                for name in names:
                    if name not in found:
                        self._read([name], found)

    def end(self) -> None:
        """End the process, from whatever thread."""
        self._is_ended = True
        if self._stream is not None:
            self._stream.end()

    def close(self) -> None:
        """End the process and close its pipes; only where nobody reads any more."""
        self.end()
        if self._stream is not None:
            self._stream.close()

    def _started(self) -> GitStream:
        if self._is_ended:
            raise GitError("reading was cancelled")
        if self._stream is None:
            self._stream = GitStream(self._folder, "cat-file", "--batch", with_input=True)
        return self._stream
