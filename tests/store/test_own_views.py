"""A person's own views: kept in the workspace or, where it cannot be written, in the person's own folder; odd files are no error."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmtui.domain.views import MINE, SavedView
from pmtui.store.own_views import FILE, keep_own_views, read_own_views

VIEW = SavedView("Payments", "item", "tag:billing", whose=MINE)


def test_views_and_digits_are_read_as_they_were_kept(tmp_path: Path) -> None:
    assert read_own_views(str(tmp_path), str(tmp_path / ".local")) == ([], {})
    assert keep_own_views(str(tmp_path), str(tmp_path / ".local"), [VIEW], {VIEW.key: "3"})
    assert read_own_views(str(tmp_path), str(tmp_path / ".local")) == ([VIEW], {VIEW.key: "3"})


def test_where_the_workspace_cannot_be_written_they_are_kept_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "local").write_text("a file in the place of the folder", encoding="utf-8")
    assert keep_own_views(str(tmp_path), str(tmp_path / "local"), [VIEW], {})
    assert read_own_views(str(tmp_path), str(tmp_path / "local")) == ([VIEW], {})


@pytest.mark.parametrize("text", ["", "[]", "{", '{"views": 3, "digits": []}', '{"views": [{}, 1, {"name": " "}], "digits": {"a": 1}}'])
def test_what_makes_no_sense_is_left_out(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert read_own_views(str(tmp_path), str(tmp_path)) == ([], {})
