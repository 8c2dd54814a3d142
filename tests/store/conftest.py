"""Fixtures for the tests of the store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pmtui.store.workspace import Workspace
from tests.store.workspaces import made


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace."""
    with made(tmp_path) as workspace:
        yield workspace
