"""What is kept from one start to the next: read back whole, or as if it had never been."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.store.layout import init_workspace
from pmtui.store.seen_version import last_version, remember_version
from pmtui.store.session import FILE, forget_session, keep_session, read_session
from pmtui.store.small_files import keep, kept

SESSION = {"screen": "backlog", "screens": {"backlog": {"filter": "tag:“ü”", "top": 3, "extra": {"zoom": 1.5}}}}


@pytest.fixture
def root(tmp_path: Path) -> str:
    return init_workspace(tmp_path / "product", "Test")


def local(root: str) -> str:
    return os.path.join(root, ".local")


def is_writable_for_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def test_a_session_is_read_back_and_lies_where_nothing_is_committed(root: str) -> None:
    assert read_session(root, local(root)) == {}
    assert keep_session(root, local(root), SESSION)
    assert read_session(root, local(root)) == SESSION
    assert [path.name for path in Path(local(root)).iterdir()] == [FILE]
    assert ".local/" in Path(root, ".gitignore").read_text(encoding="utf-8")


def test_a_forgotten_session_is_gone(root: str) -> None:
    keep_session(root, local(root), SESSION)
    forget_session(root, local(root))
    forget_session(root, local(root))
    assert read_session(root, local(root)) == {}


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"screen": ' + b"[" * 5000, b" " * (2 << 20)])
def test_what_cannot_be_read_is_ignored_and_replaced(root: str, raw: bytes) -> None:
    os.mkdir(local(root))
    Path(local(root), FILE).write_bytes(raw)
    assert read_session(root, local(root)) == {}
    assert keep_session(root, local(root), SESSION)
    assert read_session(root, local(root)) == SESSION


def test_a_folder_or_a_pipe_in_its_place_is_no_error(root: str) -> None:
    os.makedirs(os.path.join(local(root), FILE))
    assert read_session(root, local(root)) == {}
    keep_session(root, local(root), SESSION)  # the state folder takes it
    os.rmdir(os.path.join(local(root), FILE))
    os.mkfifo(os.path.join(local(root), FILE))
    read_session(root, local(root))


@pytest.mark.skipif(is_writable_for_root(), reason="root may write everywhere")
def test_a_workspace_that_cannot_be_written_uses_the_state_folder(root: str) -> None:
    os.chmod(root, stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert keep_session(root, local(root), SESSION)
        assert read_session(root, local(root)) == SESSION
    finally:
        os.chmod(root, stat.S_IRWXU)


def test_without_a_local_folder_the_state_folder_takes_it_and_the_newer_one_counts(root: str) -> None:
    Path(local(root)).write_text("a file is in the way")
    assert keep_session(root, local(root), SESSION)
    assert read_session(root, local(root)) == SESSION
    os.remove(local(root))
    assert keep_session(root, local(root), {"screen": "roadmap"})
    os.utime(os.path.join(local(root), FILE), ns=(1 << 62, 1 << 62))
    assert read_session(root, local(root)) == {"screen": "roadmap"}


def test_nothing_is_made_in_the_place_of_a_workspace_that_is_gone(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    keep_session(gone, local(gone), SESSION)
    assert not os.path.exists(gone)


@given(st.dictionaries(st.text(st.characters(exclude_categories=("Cs",)), max_size=8), st.text(st.characters(), max_size=12), max_size=5))
def test_any_words_are_kept_whole_or_not_at_all(words: dict[str, Any]) -> None:
    path = os.path.join(os.environ["XDG_STATE_HOME"], "words.json")
    os.makedirs(os.environ["XDG_STATE_HOME"], exist_ok=True)
    before = kept(path)
    is_kept = keep(path, words)
    assert kept(path) == (words if is_kept else before)
    assert len(os.listdir(os.path.dirname(path))) <= 1


def test_the_version_is_remembered() -> None:
    assert last_version() == ""
    assert remember_version("0.1.0")
    assert last_version() == "0.1.0"


def test_no_version_is_known_where_the_state_folder_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file" / "below"))
    assert not remember_version("0.1.0")
    assert last_version() == ""
