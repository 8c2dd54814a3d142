"""Starting a program in a session of its own, and noticing at once when it ends.

On Linux without `subprocess`: to import that and to start programs by it costs a sync, with its dozen calls of git, a
tenth of its time. Elsewhere `subprocess` does it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress

_TICK = 0.02
"""Seconds between two looks at a process where the operating system does not tell when it ends."""


class Process:
    """A program that was started.

    Attributes:
        status: Its exit status, negative for the signal that ended it; None while it runs.
    """

    status: int | None = None

    def wait(self, seconds: float) -> bool:
        """Wait for its end, so many seconds at most; whether it has come."""
        raise NotImplementedError

    def signal_all(self, number: int) -> None:
        """Send a signal to it and to all that it started."""
        raise NotImplementedError

    def end(self) -> None:
        """End it and all that it started, first asking."""
        if self.status is None:
            self.signal_all(signal.SIGTERM)  # git removes its lock files then
            self.wait(0.3)
        self.signal_all(getattr(signal, "SIGKILL", signal.SIGTERM))
        while not self.wait(1.0):
            pass


def started(command: Sequence[str], environment: Mapping[str, str], source: int | None, out: int, err: int) -> Process:
    """Start a program.

    Args:
        command: Its words.
        environment: Its variables.
        source: The file that it reads; None for nothing.
        out: The file that it writes.
        err: The file for its complaints.

    Raises:
        OSError: It cannot be run.
    """
    if hasattr(os, "pidfd_open"):
        with suppress(NotImplementedError):  # a C library that cannot give it a session of its own
            return _Spawned(command, environment, source, out, err)
    return _Popened(command, environment, source, out, err)


class _Spawned(Process):
    """A program that Linux tells about."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], source: int | None, out: int, err: int) -> None:
        nothing = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
        files = [
            nothing if source is None else (os.POSIX_SPAWN_DUP2, source, 0), (os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, err, 2),
        ]
        ignored = (signal.SIGPIPE, signal.SIGXFSZ)  # by Python, not by what it starts
        self._pid = os.posix_spawnp(command[0], list(command), environment, file_actions=files, setsid=True, setsigdef=ignored)
        try:
            self._file = os.pidfd_open(self._pid)
        except OSError:  # an older kernel
            self._file = -1

    def wait(self, seconds: float) -> bool:
        if self.status is None and self._has_ended(seconds):
            try:
                _, status = os.waitpid(self._pid, 0)
                self.status = os.waitstatus_to_exitcode(status)
            except ChildProcessError:  # somebody else took it, and nobody knows how it ended: that must not look as if all were well
                self.status = 255
            if self._file >= 0:
                os.close(self._file)
                self._file = -1
        return self.status is not None

    def signal_all(self, number: int) -> None:
        with suppress(OSError):
            os.killpg(self._pid, number)

    def _has_ended(self, seconds: float) -> bool:
        import select

        if self._file >= 0:
            poll = select.poll()
            poll.register(self._file, select.POLLIN)
            return bool(poll.poll(seconds * 1000))
        import time

        end = time.monotonic() + seconds
        while os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
            if time.monotonic() > end:
                return False
            time.sleep(_TICK)
        return True


class _Popened(Process):
    """A program started by `subprocess`."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], source: int | None, out: int, err: int) -> None:
        import subprocess

        reads = subprocess.DEVNULL if source is None else source
        self._process = subprocess.Popen(command, env=environment, start_new_session=True, stdin=reads, stdout=out, stderr=err)

    def wait(self, seconds: float) -> bool:
        import subprocess

        with suppress(subprocess.TimeoutExpired):
            self.status = self._process.wait(seconds)
        return self.status is not None

    def signal_all(self, number: int) -> None:
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, number)
            else:
                self._process.terminate()
