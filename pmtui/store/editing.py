"""The person's own editor, run as a program; what it wrote is never lost."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pmtui.store.errors import FAILED, USAGE, StoreError


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
    import shlex
    import subprocess
    import tempfile

    path = Path(tempfile.mkdtemp(prefix="pmtui-")) / name
    path.write_text(text, encoding="utf-8")
    try:
        words = [*shlex.split(editor), str(path)]
    except ValueError as error:
        raise StoreError(f"the editor {editor!r} cannot be run: {error}", "set $VISUAL, $EDITOR or editor in the config", "usage", USAGE) from None
    try:
        status = subprocess.run(words, check=False).returncode
    except OSError as error:
        raise StoreError(
            f"the editor {words[0]!r} cannot be run: {error.strerror}", "set $VISUAL, $EDITOR or editor in the config", "usage", USAGE
        ) from None
    if status != 0:
        raise StoreError(f"the editor left with status {status}", f"nothing was saved; your text is in {path}", "editor_failed", FAILED)
    raw = path.read_bytes()
    try:
        return Edited(raw.decode("utf-8").removeprefix("\ufeff"), path)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise StoreError(
            f"what the editor wrote is not UTF-8: line {line}, byte {raw[error.start]:#04x}",
            f"nothing was changed; your text is kept in {path}", "bad_value", USAGE,
        ) from None


def forget(edited: Edited) -> None:
    """Remove the temporary file once its text has been saved."""
    edited.path.unlink(missing_ok=True)
    edited.path.parent.rmdir()
