"""Drafts: kept whole or not at all, found again, and never more than what belongs to a record."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmtui.store.drafts import drop_draft, drop_text, keep_draft, keep_text, read_drafts, read_texts
from pmtui.store.layout import init_workspace

ID = "000aaaaaaa"


@pytest.fixture
def local(tmp_path: Path) -> str:
    return str(Path(init_workspace(tmp_path / "product", "Test")) / ".local")


def test_a_draft_comes_back_as_it_was_kept_and_replaces_the_one_before(local: str) -> None:
    draft = {"kind": "item", "id": ID, "at": "2026-11-22T09:30:00Z", "values": {"title": "請求書 👍 \ud800", "estimate": 1.5, "tags": None}}
    assert keep_draft(local, {**draft, "values": {}})
    assert keep_draft(local, draft)
    assert read_drafts(local) == [draft]
    assert [path.name for path in (Path(local) / "drafts").iterdir()] == [f"item-{ID}.json"]
    drop_draft(local, "item", ID)
    drop_draft(local, "item", ID)
    assert read_drafts(local) == []


def test_the_latest_comes_first_and_what_is_no_draft_is_left_out(local: str) -> None:
    for at, id in enumerate((ID, "111aaaaaaa", "222aaaaaaa")):
        keep_draft(local, {"kind": "item", "id": id, "at": f"2026-11-2{at}T00:00:00Z"})
    folder = Path(local) / "drafts"
    (folder / "item-333aaaaaaa.json").write_bytes(b'{"kind": "item"')
    (folder / "item-444aaaaaaa.json").write_bytes(b'{"kind": "item", "id": "555aaaaaaa"}')
    (folder / "thing-666aaaaaaa.json").write_bytes(b'{"kind": "thing", "id": "666aaaaaaa"}')
    (folder / "item-999aaaaaaa.json").write_bytes(b'{"kind": ["item"], "id": "999aaaaaaa"}')
    (folder / "item-99aaaaaaaa.json").write_bytes(b'{"kind": "item", "id": "99aaaaaaaa", "owner": {}}')
    (folder / "item-777aaaaaaa.json").mkdir()
    (folder / "item-888aaaaaaa.json").symlink_to("/dev/zero")
    assert [one["id"] for one in read_drafts(local)] == ["222aaaaaaa", "111aaaaaaa", ID]


def test_a_folder_that_takes_no_file_has_its_drafts_in_the_persons_own(local: str, tmp_path: Path) -> None:
    Path(local).mkdir(exist_ok=True)
    (Path(local) / "drafts").write_text("in the way")
    draft = {"kind": "item", "id": ID}
    assert keep_draft(local, draft)
    assert read_drafts(local) == [draft]
    assert read_drafts(str(tmp_path / "other" / ".local")) == []
    drop_draft(local, "item", ID)
    assert read_drafts(local) == []
    gone = str(tmp_path / "gone" / "product" / ".local")
    assert keep_draft(gone, draft)
    assert read_drafts(gone) == [draft]
    assert not (tmp_path / "gone").exists(), "a removed workspace is not made anew"


def test_where_no_file_can_be_written_at_all_nothing_breaks(local: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "state").write_text("in the way")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    Path(local).mkdir(exist_ok=True)
    (Path(local) / "drafts").write_text("in the way")
    assert keep_draft(local, {"kind": "item", "id": ID}) == ""
    assert read_drafts(local) == []
    drop_draft(local, "item", ID)


def test_each_owner_has_a_draft_of_its_own(local: str) -> None:
    drafts = [{"kind": "item", "id": ID, "owner": owner, "at": f"2026-11-2{at}T00:00:00Z"} for at, owner in enumerate(("aa", "bb"))]
    for draft in drafts:
        keep_draft(local, draft)
    assert read_drafts(local) == drafts[::-1]
    drop_draft(local, "item", ID, "aa")
    assert read_drafts(local) == drafts[1:]


def test_texts_of_dialogs_are_kept_beside_drafts_of_records(local: str) -> None:
    draft, text = {"kind": "item", "id": ID}, {"id": "111aaaaaaa", "about": ["record.comment"], "text": "請求書"}
    keep_draft(local, draft)
    assert keep_text(local, text)
    assert (read_drafts(local), read_texts(local)) == ([draft], [text])
    drop_text(local, "111aaaaaaa")
    assert (read_drafts(local), read_texts(local)) == ([draft], [])
