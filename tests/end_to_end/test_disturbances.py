"""What happens around an open program: folders go, disks fill, files turn into something else, sizes change."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.program import cursor_line, list_lines, no_traceback, opened, row_of, run, until
from tests.end_to_end.terminal import Terminal
from tests.screens.stage import all_bytes, item_id, make_workspace, stored


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product")


def path_of(root: Path, number: int) -> Path:
    return root / "backlog" / "0" / f"{item_id(number)}.json"


def title(root: Path, number: int = 0) -> str:
    return str(stored(root, item_id(number))["title"])


def edit_title(terminal: Terminal, text: str) -> None:
    terminal.press("e")
    terminal.type(text)
    terminal.press("enter")


def flat(terminal: Terminal) -> str:
    """The screen's words without the boxes and line ends between them."""
    return "".join(one for one in terminal.text() if one not in " \n│╭╮╰╯─▌┃")


def test_a_workspace_that_is_deleted_while_open(root: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    with opened(root, (160, 40), XDG_STATE_HOME=str(state)) as terminal:
        shutil.rmtree(root)
        terminal.wait_for("is gone")
        terminal.wait_for("Item 3")
        edit_title(terminal, "Typed into the void")
        terminal.wait_for("Typed into the void")
        terminal.wait_for("not saved")
        terminal.press("q")
        terminal.wait_for("could not be saved yet")
        terminal.press("q")
        assert terminal.wait_for_end() == 1
        no_traceback(terminal)
        kept = list(state.rglob("*.json"))
        assert kept
        assert any("Typed into the void" in path.read_text(encoding="utf-8") for path in kept)
        assert str(kept[0].parent) in flat(terminal)
    assert not root.exists()


def test_a_workspace_that_comes_back_is_written_again(root: Path, tmp_path: Path) -> None:
    with opened(root, (160, 40), XDG_STATE_HOME=str(tmp_path / "state")) as terminal:
        root.rename(tmp_path / "elsewhere")
        terminal.wait_for("is gone")
        edit_title(terminal, "Typed meanwhile")
        terminal.wait_for("not saved")
        (tmp_path / "elsewhere").rename(root)
        until(lambda: title(root) == "Typed meanwhile", terminal)
        terminal.wait_until_gone("is gone")
        terminal.wait_until_gone("not saved")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        no_traceback(terminal)
    assert [path.name for path in (tmp_path / "state").rglob("*.json")] in ([], ["version.json"])


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {made.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_full_disk_keeps_what_is_typed_and_saves_once_there_is_room(tiny_disk: Path, tmp_path: Path) -> None:
    root = make_workspace(tiny_disk / "product")
    with opened(root, (160, 40), XDG_STATE_HOME=str(tmp_path / "state")) as terminal:
        filler = tiny_disk / "filler"
        _fill(filler)
        edit_title(terminal, "Typed on a full disk")
        terminal.wait_for("not saved")
        assert "No space left" in terminal.text()
        assert title(root) == "Item 0"
        terminal.press("j")
        edit_title(terminal, "And another one")
        terminal.wait_for("And another one")
        filler.unlink()
        until(lambda: title(root, 1) == "And another one", terminal)
        assert title(root) == "Typed on a full disk"
        terminal.wait_until_gone("not saved")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    assert run("doctor", "-w", str(root), XDG_STATE_HOME=str(tmp_path / "state")).returncode == 0


def _fill(path: Path) -> None:
    """Write until the disk is full."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)


def test_a_newer_format_can_be_read_and_says_why_it_cannot_be_written(root: Path) -> None:
    settings = json.loads((root / "pmtui.json").read_text(encoding="utf-8"))
    (root / "pmtui.json").write_text(json.dumps({**settings, "format": 99}), encoding="utf-8")
    before = all_bytes(root)
    with opened(root) as terminal:
        terminal.press("j", "enter", "escape", "/")
        terminal.type("item 3")
        terminal.press("enter")
        edit_title(terminal, "Never")
        terminal.wait_for("format 99")
        terminal.press("J", "u")
        no_traceback(terminal)
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    assert all_bytes(root) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or not shutil.which("chattr"), reason="needs chattr")
def test_a_folder_that_cannot_be_written_says_so(root: Path, tmp_path: Path) -> None:
    folders = [root / "backlog" / "0", root / ".local"]
    if os.geteuid() == 0:  # root writes whatever the mode says, but not what is immutable
        made = subprocess.run(["chattr", "+i", *map(str, folders)], capture_output=True, text=True, check=False)
        if made.returncode:
            pytest.skip(f"files cannot be made immutable here: {made.stderr.strip()}")
    else:
        for folder in folders:
            folder.chmod(0o500)
    try:
        with opened(root, (160, 40), XDG_STATE_HOME=str(tmp_path / "state")) as terminal:
            edit_title(terminal, "Not written")
            terminal.wait_for("not saved")
            terminal.press("j")
            until(lambda: "Item 1 " in cursor_line(terminal), terminal)
            no_traceback(terminal)
        assert title(root) == "Item 0"
    finally:
        subprocess.run(["chattr", "-i", *map(str, folders)], check=False, capture_output=True)
        for folder in folders:
            folder.chmod(0o700)


def test_a_record_that_turns_into_something_else_is_a_row_with_the_reason(root: Path) -> None:
    with opened(root, (160, 40)) as terminal:
        for number in (1, 2, 3, 4):
            path_of(root, number).unlink()
        path_of(root, 1).mkdir()
        path_of(root, 2).symlink_to(path_of(root, 2).name)
        with path_of(root, 3).open("wb") as file:
            file.truncate(200 * 1024 * 1024)
        os.mkfifo(path_of(root, 4))
        terminal.wait_until_gone(" Item 1 ")
        until(lambda: all(row_of(terminal, f"{item_id(at)}.json") > 0 for at in (1, 2, 3, 4)), terminal)
        terminal.press("G")
        edit_title(terminal, "Still works")
        until(lambda: title(root, 11) == "Still works", terminal)
        terminal.press("g", "g", "e", "escape", "enter", "escape", "J", "D", "y")
        no_traceback(terminal)
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def test_two_programs_on_one_workspace(root: Path) -> None:
    with opened(root, (80, 24)) as one, opened(root, (80, 24)) as two:
        two.press("j", "j", "j")
        edit_title(one, "Edited in one")
        until(lambda: "Edited in one" in two.text(), two)
        assert "Item 3 " in cursor_line(two)
        two.press("g", "g", "n")
        two.type("8")
        one.press("e")
        one.type("Again")
        one._child.send("\r")
        two._child.send("\r")
        until(lambda: title(root) == "Again" and stored(root, item_id(0))["estimate"] == 8, one)
        until(lambda: "Again" in two.text(), two)
        until(lambda: " 8 " in cursor_line(one), one)
        one.press("u")  # whoever made it: the last change of the workspace is undone
        until(lambda: (title(root) == "Edited in one") != ("estimate" not in stored(root, item_id(0))), one)
        for terminal in (one, two):
            terminal.press("q")
            assert terminal.wait_for_end() == 0


def test_what_arrives_moves_neither_cursor_nor_scroll(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product", count=60)
    with opened(root, (80, 24)) as terminal:
        terminal.press("G", *"kkkkkkkkkk")
        before, at = cursor_line(terminal), list_lines(terminal).index(cursor_line(terminal))
        path = path_of(root, 0)
        path.write_text(path.read_text(encoding="utf-8").replace('"ready"', '"done"'), encoding="utf-8")
        until(lambda: "59 of 60" in terminal.text(), terminal)
        assert list_lines(terminal).index(cursor_line(terminal)) == at
        assert cursor_line(terminal).split()[3:6] == before.split()[3:6]


def test_a_storm_of_sizes_and_a_terminal_of_ten_by_five(root: Path) -> None:
    with opened(root) as terminal:
        for columns, rows in [(10, 5), (200, 60), (1, 1), (49, 11), (50, 12), (300, 100), (80, 24)] * 3:
            terminal.screen.resize(rows, columns)
            terminal._child.setwinsize(rows, columns)
        terminal.settle(0.3)
        terminal.resize(10, 5)
        until(lambda: "make" in terminal.text(), terminal)
        terminal.press("j", "x", "escape")
        terminal.resize(100, 30)
        until(lambda: "Item 2 " in cursor_line(terminal), terminal)
        no_traceback(terminal)
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def test_the_mouse_moves_opens_sorts_and_scrolls(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product", count=60)
    with opened(root) as terminal:
        _click(terminal, 40, row_of(terminal, "Item 5 "))
        until(lambda: "Item 5 " in cursor_line(terminal), terminal)
        for _ in range(5):
            terminal._child.send("\x1b[<65;40;20M")
        until(lambda: row_of(terminal, "Item 5 ") == -1, terminal)
        terminal.press("g", "g")
        header = next(line for line in list_lines(terminal) if "title" in line and "#" in line)
        _click(terminal, header.index("title") + 2, 2)
        terminal.wait_for("by title")
        _click(terminal, header.index("title") + 2, 2)
        terminal.wait_for("by title ↓")
        terminal.press("g", "g")
        row = row_of(terminal, "Item 9 ")
        _click(terminal, 40, row)
        _click(terminal, 40, row)
        terminal.wait_until_gone("Backlog ·")
        terminal.wait_for("B-009")


def _click(terminal: Terminal, x: int, y: int) -> None:
    terminal.type(f"\x1b[<0;{x + 1};{y + 1}M\x1b[<0;{x + 1};{y + 1}m")


HOSTILE = (
    "\x1b[31mred\x1b[2J\x1b]0;owned\x07", "[red]markup[/red] [@click=app.quit]x[/] [/]", "back\\slash [b", "x" * 500, "\x00\x01\x02\x9b31m",
    "\u202egnp.exe", "tab\tand\rreturn", "\ud83d half", "￿\U0010ffff", "[", "]", "%s {0} {x} $(id) `id`", "'\"", "-rf", "",
)


def test_hostile_titles_stay_text(root: Path) -> None:
    for number, text in enumerate(HOSTILE[:12]):
        data = {**stored(root, item_id(number)), "title": text, "body": [text, "# " + text, "- [x] " + text, "```"], "tags": [text]}
        path_of(root, number).write_text(json.dumps(data), encoding="utf-8")
    with opened(root, (160, 40)) as terminal:
        terminal.press("j", "j", "j", "j", "j", "j", "j", "j", "j", "j", "j", "enter", "escape", "b", "b", "b", "g", "g")
        for keys in ("e \x1b", "D \x1b", "n 3 \r", "u", "m \x1b", "y", "Y m", "c x \x13", "J"):
            terminal.press("j", *keys.split(" "))
        terminal.press("G", "k", "k", "k", "k")
        assert "half" in cursor_line(terminal)
        for keys in ("e x \r", "u", "D \x1b", "n 5 \r", "y", "Y m", "T", "u", ": \x1b"):
            terminal.press(*keys.split(" "))
        terminal.press("/")
        terminal.type("tag:")
        terminal.press("tab", "enter", "escape")
        no_traceback(terminal)
        assert b"\x1b[2J\x1b]0;owned" not in terminal.raw
        assert b"\x1b]0;owned" not in terminal.raw
        assert terminal.is_alive
        terminal.press("q")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("text", [
    "theme = 'nowhere'\n", "theme = 3\nkeymap = 4\n", "[keymap]\n'record.delete' = 'j'\n'no.such' = 'x'\n'app.quit' = ['', '[red]']\n",
    "not toml [", "\x00\x01", "theme = '[red]\x1b[31m'\n", "[keymap]\n'cursor.down' = 'g'\n",
])
def test_a_hostile_config_warns_and_opens(root: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    with opened(root, PMTUI_CONFIG=str(tmp_path / "config.toml")) as terminal:
        terminal.settle(0.2)
        assert "config.toml" in flat(terminal) or "nowhere" in flat(terminal) or "[red]" in flat(terminal) or "canneverbe" in flat(terminal)
        terminal.press("G")
        until(lambda: "Item 11 " in cursor_line(terminal), terminal)
        no_traceback(terminal)


def test_a_hostile_theme_file_warns_and_changes_nothing(root: Path, tmp_path: Path) -> None:
    themes = tmp_path / "themes"
    themes.mkdir()
    (themes / "a.toml").write_text("name = 3", encoding="utf-8")
    (themes / "b.toml").write_bytes(b"\xff\xfe\x00")
    (themes / "c.toml").mkdir()
    (themes / "d.toml").symlink_to("d.toml")
    (themes / "e.toml").write_text("name = 'e'\n[ground]\nbackground = '$(id)'\n", encoding="utf-8")
    (tmp_path / "config.toml").write_text("theme = 'night'\n", encoding="utf-8")
    with opened(root, PMTUI_CONFIG=str(tmp_path / "config.toml")) as terminal:
        terminal.wait_for("e.toml")
        terminal.press("j")
        until(lambda: "Item 1 " in cursor_line(terminal), terminal)
        no_traceback(terminal)


def test_a_fault_of_the_program_is_one_message_and_saves_what_was_done(root: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nclass F:\n def find_spec(self, name, path, target=None):\n"
        "  if name == 'pmtui.screens.dialogs.keys': raise RuntimeError('planted')\nsys.meta_path.insert(0, F())\n", encoding="utf-8",
    )
    with opened(root, PYTHONPATH=f"{tmp_path}:{Path(__file__).parents[2]}") as terminal:
        edit_title(terminal, "Typed before the fault")
        terminal.press("?")
        assert terminal.wait_for_end() == 1
        no_traceback(terminal)
        assert "a fault in the program itself closed it" in " ".join(terminal.text().split())
    assert title(root) == "Typed before the fault"
    assert "planted" in next(iter((root / ".local" / "faults").iterdir())).read_text(encoding="utf-8")
