"""Calling the program, comparing with golden texts, and a workspace whose ids are known."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pmtui.cli.main import run
from pmtui.domain.change import Change, Edit
from pmtui.store.workspace import Workspace

NOW = "2026-11-22T09:30:00Z"
GOLDEN = Path(__file__).parent / "golden"
IS_WRITING = bool(os.environ.get("WRITE_GOLDEN"))
"""Set $WRITE_GOLDEN to write the golden texts anew; look at the difference before you commit it."""
ROOT = Path(__file__).parents[2]


class Result(NamedTuple):
    """What a call came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, str]:
        """The error of a call with `--json`."""
        found: dict[str, str] = json.loads(self.err.splitlines()[-1])["error"]
        return found


class Calls:
    """The program, called from a folder."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch

    def __call__(self, *words: str, stdin: bytes = b"") -> Result:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        with self.monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            status = run(words)
        return Result(status, *(one.buffer.getvalue().decode("utf-8") for one in (out, err)))

    def good(self, *words: str, stdin: bytes = b"") -> str:
        """The output of a call that must succeed."""
        result = self(*words, stdin=stdin)
        assert result.status == 0, result.err
        return result.out

    def add(self, kind: str, title: str, *fields: str) -> dict[str, Any]:
        """A new record."""
        return dict(json.loads(self.good("add", "--json", kind, title, *fields)))

    def show(self, id: str) -> dict[str, Any]:
        return dict(json.loads(self.good("show", id, "--json")))

    def seed(self, *records: tuple[str, str, dict[str, Any]]) -> None:
        """Write records whose ids are known."""
        edits = tuple(Edit(kind, id, None, {"title": id, **fields}) for kind, id, fields in records)
        with Workspace(self.folder / "product") as workspace:
            workspace.save(Change("Seed", edits, "test.seed", NOW))


def compare(name: str, text: str) -> None:
    """Compare with a golden text, or write it where that was asked for."""
    path = GOLDEN / f"{name}.txt"
    if IS_WRITING:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"{path} is missing: write it with WRITE_GOLDEN=1 pytest tests/cli"
    assert text == path.read_text(encoding="utf-8")
