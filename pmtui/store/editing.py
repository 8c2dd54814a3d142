"""The person's own editor, run as a program; what it wrote is never lost."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pmtui.store.errors import FAILED, USAGE, StoreError

_ADVICE = "set $VISUAL, $EDITOR or editor in your settings"


class Edited(NamedTuple):
    """What came back from the editor, and the file that holds it until it has been saved."""

    text: str
    path: Path


def edit_text(text: str, name: str, editor: str) -> Edited:
    """Run an editor on a text and wait for it.

    Args:
        text: What to edit.
        name: The name of the temporary file; its ending tells the editor what it is.
        editor: The editor's command line; split as a shell would, but never run by one.

    Raises:
        StoreError: No editor, it failed, or what it wrote is not UTF-8; the file is kept and named.
    """
    import tempfile

    try:
        path = Path(tempfile.mkdtemp(prefix="pmtui-")) / name
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        where = error.filename or tempfile.gettempdir()
        raise StoreError(f"cannot write a file for the editor: {where}: {error.strerror}", "set $TMPDIR to a folder with room") from None
    status = _run(editor, path)
    if status != 0:
        raise StoreError(f"the editor left with status {status}", f"nothing was saved; your text is in {path}", "editor_failed", FAILED)
    return Edited(_read(path), path)


def _run(editor: str, path: Path) -> int:
    """Run the editor on a file and give its exit status."""
    import shlex
    import subprocess

    try:
        words = [*shlex.split(editor), str(path)]
    except ValueError as error:
        raise StoreError(f"the editor {editor!r} cannot be run: {error}", _ADVICE, "usage", USAGE) from None
    try:
        return subprocess.run(words, check=False).returncode
    except OSError as error:
        raise StoreError(f"the editor {words[0]!r} cannot be run: {error.strerror}", _ADVICE, "usage", USAGE) from None


def _read(path: Path) -> str:
    """What the editor wrote."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise StoreError(
            f"what the editor wrote cannot be read: {path}: {error.strerror}", "nothing was changed; edit it again", "editor_failed", FAILED
        ) from None
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise StoreError(
            f"what the editor wrote is not UTF-8: line {line}, byte {raw[error.start]:#04x}",
            f"nothing was changed; your text is kept in {path}", "bad_value", USAGE,
        ) from None


def forget(edited: Edited) -> None:
    """Remove the temporary file once its text has been saved."""
    with suppress(OSError):  # an editor's own backup lies beside it: that is not ours to remove
        edited.path.unlink(missing_ok=True)
        edited.path.parent.rmdir()
