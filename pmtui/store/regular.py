"""Reading what must be a regular file: a named pipe is not waited for, a device is not read without end."""

from __future__ import annotations

import errno
import os
import stat

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
_CHUNK = 1 << 20


def read_regular(path: str, *, follows_links: bool = True) -> bytes:
    """The bytes of a file.

    Args:
        path: The file.
        follows_links: Whether the file behind a symbolic link is read; else a link is an error.

    Raises:
        OSError: It is not there, is no regular file or cannot be read; `strerror` says which.
    """
    file = open_regular(path, follows_links=follows_links)
    try:
        size = os.fstat(file).st_size
        pieces = [os.read(file, size + 1)]
        if len(pieces[0]) == size:  # one byte more was asked for: this is the end
            return pieces[0]
        while pieces[-1]:
            pieces.append(os.read(file, _CHUNK))
        return b"".join(pieces)
    finally:
        os.close(file)


def open_regular(path: str, *, follows_links: bool = True) -> int:
    """A file, opened for reading; see `read_regular`."""
    try:
        file = os.open(path, _FLAGS if follows_links else _FLAGS | _NO_LINKS)
    except OSError as error:
        if error.errno == errno.ELOOP and not follows_links:
            raise OSError(errno.ELOOP, "a symbolic link, not a file", path) from None
        raise
    try:
        require_regular(file, path)
    except OSError:
        os.close(file)
        raise
    return file


def require_regular(file: int, path: str) -> None:
    """Refuse an open file that is none: a folder, a named pipe, a device.

    Raises:
        OSError: It is no regular file; `strerror` says what it is.
    """
    mode = os.fstat(file).st_mode
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "a folder, not a file" if stat.S_ISDIR(mode) else "not a regular file", path)
