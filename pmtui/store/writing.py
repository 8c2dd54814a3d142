"""Writing files so that a reader, a crash or a power cut finds the old one or the new one, and never half of one.

Temporary file in the same folder, write, fsync, rename, fsync of the folder. Several files are prepared before the
first is renamed, so that a full disk stops the whole change while every old file still stands.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import NamedTuple

TEMPORARY = ".tmp"
"""The ending of a temporary file; its name begins with a dot and holds the number of its process."""

_MANY = 32
"""From so many files on, one flush of their file system takes the place of one fsync each, where that is as safe."""

_REPORTING_KERNEL = (5, 8)
"""The first Linux whose syncfs reports write errors, as fsync does."""

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class Steps:
    """The calls to the operating system of which a save consists. A test makes each of them fail in turn."""

    def mkdir(self, path: str) -> None:
        """Make a folder."""
        os.mkdir(path)

    def create(self, path: str) -> int:
        """Make a new file and open it."""
        return os.open(path, _CREATE, 0o666)

    def write(self, file: int, raw: bytes) -> int:
        """Write what the operating system will take; returns how many bytes."""
        return os.write(file, raw)

    def fsync(self, file: int) -> None:
        """Wait until a file's bytes are on the disk."""
        os.fsync(file)

    def fsync_all(self, file: int) -> bool:
        """Wait until everything on the file system of an open file is on the disk, in one call.

        Write errors since the file was opened are reported.

        Returns:
            False where the operating system has no such call: then each file needs its fsync.
        """
        if not _has_syncfs():
            return False
        import ctypes

        if ctypes.CDLL(None, use_errno=True).syncfs(file):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return True

    def replace(self, source: str, target: str) -> None:
        """Rename over whatever is there."""
        os.replace(source, target)

    def remove(self, path: str) -> None:
        """Remove a file."""
        os.remove(path)

    def fsync_folder(self, path: str) -> None:
        """Wait until a folder's names are on the disk; Windows has no such call and needs none."""
        if os.name == "nt":
            return
        file = os.open(path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0))
        try:
            os.fsync(file)
        except OSError as error:
            import errno

            if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # a file system that cannot sync folders
                raise
        finally:
            os.close(file)


class Output(NamedTuple):
    """A file to be written: its path and all its bytes."""

    path: str
    raw: bytes


class Interrupted(Exception):
    """Some files of a batch are written, the others are not.

    Attributes:
        done: How many of the outputs, counted from the first, are in place and sure to stay.
        path: The file or folder at which it stopped.
        error: What the operating system said.
    """

    def __init__(self, done: int, path: str, error: OSError) -> None:
        """Say how far it went and why it stopped."""
        super().__init__(f"{path}: {error}")
        self.done = done
        self.path = path
        self.error = error


class Files:
    """Writes batches of files. One for each workspace, used under its lock."""

    def __init__(self, steps: Steps | None = None) -> None:
        """Write with these calls to the operating system."""
        self._steps = steps or Steps()
        self._unsure: set[str] = set()  # folders with new names that are perhaps not on the disk yet
        self._count = 0

    def write(self, outputs: Sequence[Output], placed: Callable[[int], None] | None = None) -> None:
        """Write all of them, each whole or not at all.

        Args:
            outputs: The files.
            placed: Called with the number of files that are in place, if there are any, before the writing can be broken off.

        Raises:
            Interrupted: The disk is full, a folder cannot be written, and so on. Before the first rename nothing is
                changed; if a later step fails, `done` of them are in place. Temporary files are removed.
        """
        temporary: list[str] = []
        at = outputs[0].path if outputs else ""
        try:
            if len(outputs) < _MANY:
                for output in outputs:
                    at = output.path
                    self._prepare(output, temporary, is_synced=True)
            else:
                self._prepare_many(outputs, temporary)
            with _together(len(outputs)):
                self._rename(outputs, temporary, placed)
        except OSError as error:
            raise Interrupted(0, at, error) from None
        finally:
            for path in temporary:
                with suppress(OSError):
                    os.remove(path)

    def _rename(self, outputs: Sequence[Output], temporary: list[str], placed: Callable[[int], None] | None) -> None:
        """Put prepared files in their places; what is renamed is taken off `temporary`."""
        stop = None
        temporary.reverse()  # taken from the end: removing the first of ten thousand moves all the others
        for done, output in enumerate(outputs):
            try:
                self._steps.replace(temporary[-1], output.path)
            except OSError as error:
                stop = Interrupted(done, output.path, error)
                break
            temporary.pop()
            self._unsure.add(os.path.dirname(output.path))
        at = ""
        try:
            for at in sorted(self._unsure):
                self._steps.fsync_folder(at)
        except OSError as error:
            raise Interrupted(0, at, error) from None
        self._unsure.clear()
        done = stop.done if stop else len(outputs)
        if placed and done:
            placed(done)
        if stop:
            raise stop

    def settle(self) -> None:
        """Wait for names that an earlier save could not make sure of.

        Raises:
            Interrupted: The disk still refuses.
        """
        if self._unsure:
            self.write(())

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files and make sure of it.

        Raises:
            Interrupted: A file could not be removed; `done` of them are gone.
        """
        done, at = 0, ""
        try:
            for at in paths:
                with suppress(FileNotFoundError):
                    self._steps.remove(at)
                done += 1
            for at in {os.path.dirname(path): None for path in paths}:
                self._steps.fsync_folder(at)
        except OSError as error:
            raise Interrupted(done, at, error) from None

    def _prepare(self, output: Output, temporary: list[str], *, is_synced: bool) -> None:
        folder, name = os.path.split(output.path)
        self._count += 1
        path = os.path.join(folder, f".{name}.{os.getpid()}.{self._count}{TEMPORARY}")
        try:
            file = self._steps.create(path)
        except FileNotFoundError:
            self._make(folder)
            file = self._steps.create(path)
        temporary.append(path)
        try:
            rest = output.raw
            while rest:
                rest = rest[self._steps.write(file, rest) :]
            if is_synced:
                self._steps.fsync(file)
        finally:
            os.close(file)

    def _make(self, folder: str) -> None:
        above = os.path.dirname(folder)
        if not os.path.isdir(above):
            self._make(above)
        with suppress(FileExistsError):
            self._steps.mkdir(folder)
        self._unsure.add(above)

    def _prepare_many(self, outputs: Sequence[Output], temporary: list[str]) -> None:
        """Write many files, then wait for all of them at once."""
        folder = os.path.dirname(outputs[0].path)
        if not os.path.isdir(folder):
            self._make(folder)
        # opened before the writing: what goes wrong from then on is reported to it
        watch = os.open(folder, os.O_RDONLY) if os.name != "nt" else -1
        try:
            for output in outputs:
                self._prepare(output, temporary, is_synced=False)
            if not self._steps.fsync_all(watch):
                for path in temporary:
                    self._fsync(path)
        finally:
            if watch >= 0:
                os.close(watch)

    def _fsync(self, path: str) -> None:
        file = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            self._steps.fsync(file)
        finally:
            os.close(file)


def _together(count: int) -> AbstractContextManager[None]:
    """Several files are put in place all or none; a single one is that by itself."""
    if count < 2:
        return nullcontext()
    from pmtui.store.interrupts import unbroken

    return unbroken()


def _has_syncfs() -> bool:
    if not sys.platform.startswith("linux"):
        return False
    numbers = os.uname().release.split(".")[:2]
    return all(one.isdigit() for one in numbers) and tuple(map(int, numbers)) >= _REPORTING_KERNEL


def leftovers(folders: Iterable[str]) -> Iterator[str]:
    """Temporary files in some folders and those below them. Under the workspace's lock, all of them are of dead processes."""
    waiting = list(folders)
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                elif entry.name.startswith(".") and entry.name.endswith(TEMPORARY):
                    yield entry.path


def is_abandoned(path: str) -> bool:
    """Whether the process that began a temporary file has died; without the lock, that is what can be known."""
    number = path.split(".")[-3] if path.count(".") >= 3 else ""
    if os.name == "nt" or not number.isdigit():  # there, asking after a process ends it
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
