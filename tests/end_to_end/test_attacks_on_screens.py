"""Attacks on what stands on the screens: whatever happens to the program or to its files, no typed text is lost, and nothing lies."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from pmtui.store.drafts import read_drafts, read_texts
from tests.end_to_end.program import no_traceback, opened, until
from tests.end_to_end.terminal import Terminal
from tests.screens.stage import item_id, make_workspace, stored


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product")


def path_of(root: Path, number: int) -> Path:
    return root / "backlog" / "0" / f"{item_id(number)}.json"


def type_title(terminal: Terminal, text: str) -> None:
    """Open the form of the record under the cursor, and type behind its title."""
    terminal.press("ctrl+e")
    terminal.wait_for("ctrl+s save")
    terminal.press("enter")
    terminal.type(text)
    terminal.wait_for(text)


def local(root: Path) -> str:
    return str(root / ".local")


def test_a_record_whose_file_goes_while_its_form_is_open_is_saved_whole(root: Path) -> None:
    before = stored(root, item_id(0))
    with opened(root) as terminal:
        type_title(terminal, " typed meanwhile")
        path_of(root, 0).unlink()
        terminal.wait_for("its file is gone")
        terminal.press("ctrl+s")
        until(lambda: stored(root, item_id(0)) == {**before, "title": "Item 0 typed meanwhile"}, terminal)
        no_traceback(terminal)


def test_two_programs_with_forms_of_one_record_have_a_draft_each(root: Path) -> None:
    with opened(root) as one, opened(root) as two:
        type_title(one, " of one")
        type_title(two, " of two")
        until(lambda: len(read_drafts(local(root))) == 2, two)
        one.press("ctrl+s")
        until(lambda: len(read_drafts(local(root))) == 1, one)
        assert stored(root, item_id(0))["title"] == "Item 0 of one"
        os.kill(two.pid, signal.SIGKILL)
        assert [draft["values"] for draft in read_drafts(local(root))] == [{"title": "Item 0 of two"}]


def _until_kept(root: Path, text: str, terminal: Terminal) -> None:
    until(lambda: any(one["text"] == text for one in read_texts(local(root))), terminal)


def test_texts_of_dialogs_outlive_a_killed_program_and_are_offered_again(root: Path) -> None:
    with opened(root) as terminal:
        terminal.press("a")
        terminal.wait_for("add, go on")
        terminal.type("Quick line #tag")
        terminal.press("escape", "c")
        terminal.wait_for("keep as a draft")
        terminal.type("A comment 請求書")
        _until_kept(root, "A comment 請求書", terminal)
        _until_kept(root, "Quick line #tag", terminal)
        os.kill(terminal.pid, signal.SIGKILL)
        assert terminal.wait_for_end() == -signal.SIGKILL
    with opened(root) as terminal:
        terminal.wait_for("unsaved:")
        terminal.press("c")
        terminal.wait_for("A comment")
        terminal.press("ctrl+s", "a")
        terminal.wait_for("Quick line")
        terminal.press("enter")
        until(lambda: not read_texts(local(root)), terminal)
        until(lambda: "".join(stored(root, item_id(0))["comments"][0]["text"]) == "A comment 請求書", terminal)
        no_traceback(terminal)


def test_evidence_that_was_typed_outlives_the_program(root: Path) -> None:
    problem = root / "problems" / "0" / "0pppppppp1.json"
    problem.parent.mkdir(parents=True)
    problem.write_text('{"id": "0pppppppp1", "title": "Logins fail", "created_at": "2026-11-22T09:30:00Z"}', encoding="utf-8")
    for words in ("", "They lock us out"):
        with opened(root, wait="Test") as terminal:
            terminal.press("2")
            terminal.wait_for("Logins fail")
            terminal.press('"')
            terminal.wait_for("evidence to")
            if words:
                terminal.wait_for("out of the house")
                terminal.press("ctrl+s")
                until(lambda: "out of the house" in problem.read_text(encoding="utf-8"), terminal)
            else:
                terminal.type("They lock us out of the house")
                terminal.press("ctrl+c")
                assert terminal.wait_for_end() == 0
            no_traceback(terminal)


def test_a_folder_that_takes_no_drafts_has_them_in_the_persons_own(root: Path) -> None:
    (root / ".local" / "drafts").write_text("in the way", encoding="utf-8")
    with opened(root) as terminal:
        type_title(terminal, " kept elsewhere")
        terminal.press("ctrl+c")
        assert terminal.wait_for_end() == 0
    with opened(root) as terminal:
        terminal.wait_for("unsaved text")
        terminal.press("ctrl+e")
        terminal.wait_for("There is unsaved text")
        terminal.press("enter", "ctrl+s")
        until(lambda: stored(root, item_id(0))["title"] == "Item 0 kept elsewhere", terminal)
        until(lambda: not read_drafts(local(root)), terminal)


def test_a_draft_of_nonsense_neither_ends_the_program_nor_hides_the_form(root: Path) -> None:
    folder = root / ".local" / "drafts"
    folder.mkdir()
    (folder / f"item-{item_id(0)}.json").write_text(f'{{"kind": ["item"], "id": "{item_id(0)}"}}', encoding="utf-8")
    (folder / f"item-{item_id(1)}.json").write_text(
        f'{{"kind": "item", "id": "{item_id(1)}", "values": 5, "texts": 5, "created": 5, "base": []}}', encoding="utf-8",
    )
    with opened(root) as terminal:
        terminal.press("j", "ctrl+e")
        terminal.wait_for("There is unsaved text")
        terminal.press("enter")
        terminal.wait_for("ctrl+s save")
        no_traceback(terminal)
    assert not (root / ".local" / "faults").exists()


def test_a_saved_form_keeps_its_draft_until_the_disk_has_it(root: Path) -> None:
    from pmtui.store.lock import Lock

    with opened(root) as terminal:
        type_title(terminal, " said to be saved")
        with Lock(str(root / ".local" / "lock")):
            terminal.press("ctrl+s")
            terminal.wait_for("saving")
            time.sleep(1)
            os.kill(terminal.pid, signal.SIGKILL)
            terminal.wait_for_end()
    assert stored(root, item_id(0))["title"] == "Item 0"
    assert [draft["values"] for draft in read_drafts(local(root))] == [{"title": "Item 0 said to be saved"}]


def test_what_no_folder_takes_is_printed_when_the_program_ends(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {made.stderr.strip()}")
    try:
        root = make_workspace(folder / "product")
        with opened(root, (160, 40), XDG_STATE_HOME=str(folder / "state")) as terminal:
            with (folder / "filler").open("wb", buffering=0) as file, contextlib.suppress(OSError):
                while True:
                    file.write(b"x" * 4096)
            type_title(terminal, " on a full disk")
            terminal.wait_for("no folder takes a draft")
            terminal.press("ctrl+s")
            terminal.wait_for("not saved")
            terminal.press("q")
            terminal.wait_for("could not be saved yet")
            terminal.press("q")
            assert terminal.wait_for_end() == 1
            no_traceback(terminal)
            assert b'"title":"Item 0 on a full disk"' in terminal.raw.rpartition(b"\x1b[?1049l")[2].replace(b'": "', b'":"')
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def test_what_is_typed_for_a_record_whose_file_goes_is_not_gone_with_it(root: Path) -> None:
    with opened(root, (160, 40)) as terminal:
        terminal.press("e")
        terminal.type("Otherwise")
        path_of(root, 0).unlink()
        terminal.wait_for("11 of 11")
        terminal.press("enter")
        terminal.wait_for("you had typed “Otherwise”")
        terminal.press("c")
        terminal.type("Said about Item 1")
        path_of(root, 1).unlink()
        terminal.wait_for("10 of 10")
        terminal.press("ctrl+s")
        terminal.wait_for("not saved: your text is kept in")
        _until_kept(root, "Said about Item 1", terminal)
        no_traceback(terminal)
