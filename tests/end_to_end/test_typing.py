"""What people type and paste: wide characters, whole characters, a megabyte, and an editor of their own."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from tests.end_to_end.program import cursor_line, environment, no_traceback, opened, row_of, until, words
from tests.end_to_end.terminal import Terminal
from tests.screens.stage import all_bytes, item_id, make_workspace, stored

TITLES = {
    "plain": "Plain words",
    "wide": "支払いの再試行をもう一度行う",
    "korean": "결제 오류 표시",
    "combining": "Cafe\u0301 nai\u0308ve o\u0302\u0303",
    "right to left": "تصدير الفاتورة עברית",
    "joined emoji": "Family 👨‍👩‍👧‍👦 and 👩🏽‍💻 at work",
    "flags": "Flags 🇩🇪🇯🇵 of states",
    "selectors": "Heart ❤️ and ☎︎ signs",
    "thai": "ใบแจ้งหนี้",
    "joined letters": "ක්\u200dරම می\u200cخواهم",
    "no width": "zero\u200bwidth\u2060joiner\ufeff soft\u00adhyphen",
    "turned round": "turned \u202eround\u202c \u2067here\u2069 \u200fmark",
    "long": "very " * 40,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product")


def title(root: Path, number: int = 0) -> str:
    return str(stored(root, item_id(number))["title"])


def test_the_column_behind_a_title_stands_in_one_place_whatever_the_title(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product", count=len(TITLES), estimate=7)
    for at, text in enumerate(TITLES.values()):
        path = root / "backlog" / "0" / f"{item_id(at)}.json"
        path.write_text(path.read_text(encoding="utf-8").replace(f'"Item {at}"', f'"{text}"'), encoding="utf-8")
    for size in ((80, 24), (120, 36), (200, 50)):
        with opened(root, size) as terminal:
            rows = [row_of(terminal, f" {item_id(at)[:3]}") for at in range(len(TITLES))]
            assert -1 not in rows
            border = [_cell_of(terminal, row, "│", last=True) for row in rows]
            assert len(set(border)) == 1, terminal.text()
            estimates = [_cell_of(terminal, row, "7") for row in rows]
            assert len(set(estimates)) == 1, terminal.text()


def _cell_of(terminal: Terminal, row: int, text: str, last: bool = False) -> int:
    """The column of the terminal at which a character stands, behind the title."""
    cells = [at for at, cell in terminal.screen.buffer[row].items() if cell.data == text and at > 30]
    return max(cells) if last else min(cells)


def test_backspace_takes_whole_characters(root: Path) -> None:
    with opened(root) as terminal:
        for text in ("a👨‍👩‍👧‍👦", "ae\u0301", "a日", "a🇩🇪", "a👩🏽‍💻"):
            terminal.press("e", "end", "ctrl+u")
            terminal.type(f"{text}b")
            terminal.press("left", "backspace", "enter")
            until(lambda: title(root) == "ab", terminal)
            terminal.press("u")
            until(lambda: title(root) == "Item 0", terminal)


def test_keys_in_a_text_field_are_text_and_tab_does_not_leave_it(root: Path) -> None:
    before = all_bytes(root)
    with opened(root) as terminal:
        terminal.press("/")
        terminal.type("DyuTBJKqxg")
        terminal.wait_for("/ DyuTBJKqxg")
        terminal.press("escape", ":")
        terminal.type("qqDy")
        terminal.wait_for("qqDy")
        terminal.press("escape")
        assert terminal.is_alive
    assert all_bytes(root) == before


def test_a_paste_on_the_list_runs_no_keys_not_even_with_escapes_in_it(root: Path) -> None:
    before = all_bytes(root)
    with opened(root) as terminal:
        terminal.paste("Dy" * 1000 + "\nDyq")
        terminal.paste("\x1bDy\x1b[A\x1b" + "TBJK" * 50 + "\x1b[24~q")
        terminal.settle(0.3)
        assert "Delete" not in terminal.text()
        terminal.wait_for("Add")  # a list that is pasted is shown, and nothing is added before Enter
        terminal.press("escape", "escape")
        until(lambda: "Item 0 " in cursor_line(terminal), terminal)
        assert terminal.is_alive
    assert all_bytes(root) == before


@pytest.mark.parametrize("where", ["title", "list", "filter", "palette"])
def test_a_megabyte_of_paste_is_survived(root: Path, where: str) -> None:
    before = all_bytes(root)
    with opened(root) as terminal:
        terminal.press(*{"title": ["e"], "list": [], "filter": ["/"], "palette": [":"]}[where])
        terminal._child.send("\x1b[200~" + "Pasted wörds 日本 " * 55_000 + "\n\tend\x1b[201~")
        terminal.settle(0.5)
        if where == "title":
            terminal.wait_for("not pasted: it has 880,005")
            terminal.press("escape")
        else:
            terminal.press("escape")
            terminal.wait_until_gone("Pasted")
        terminal.press("j")
        until(lambda: "Item 1 " in cursor_line(terminal), terminal)
        no_traceback(terminal)
    assert all_bytes(root) == before


def test_bytes_that_are_not_utf8_are_survived(root: Path) -> None:
    with opened(root) as terminal:
        terminal.press("e")
        terminal._child.send(b"caf\xe9\xff\xc3(")
        terminal.press("enter")
        until(lambda: title(root).startswith("caf"), terminal)
        terminal.press("j")
        until(lambda: "Item 1 " in cursor_line(terminal), terminal)
        no_traceback(terminal)


def editor(folder: Path, script: str) -> str:
    """An editor that is a shell script; `$1` is the file."""
    path = folder / "editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_the_whole_record_is_edited_in_an_editor_of_ones_own(root: Path, tmp_path: Path) -> None:
    changes = "s/^estimate:.*/estimate: 13/; s/^title:.*/title: From the editor 日本/; $ a A line more"
    script = editor(tmp_path, f"sed -i '{changes}' \"$1\"")
    with opened(root, EDITOR=script, TMPDIR=str(tmp_path)) as terminal:
        terminal.press("E")
        until(lambda: title(root) == "From the editor 日本", terminal)
        until(lambda: b"Item 11" in terminal.raw.rpartition(b"\x1b[?1049h")[2], terminal)  # all of it is painted anew
        assert stored(root, item_id(0))["estimate"] == 13
        assert stored(root, item_id(0))["body"] == ["A line more"]
        terminal.press("j")
        until(lambda: "Item 1 " in cursor_line(terminal), terminal)
        terminal.press("u")
        until(lambda: title(root) == "Item 0", terminal)
        assert list(tmp_path.glob("pmtui-*")) == []


@pytest.mark.parametrize(("script", "said"), [
    ("printf 'title: caf\\351\\n---\\nmy words\\n' > \"$1\"", "not UTF-8"),
    ("echo 'estimate: many' > \"$1\"; echo --- >> \"$1\"; echo 'my words' >> \"$1\"", "estimate"),
    ("echo 'my words' >> \"$1\"; exit 3", "status 3"),
])
def test_what_an_editor_leaves_behind_is_kept_and_named(root: Path, tmp_path: Path, script: str, said: str) -> None:
    before = all_bytes(root)
    with opened(root, (200, 50), EDITOR=editor(tmp_path, script), TMPDIR=str(tmp_path)) as terminal:
        terminal.press("E")
        terminal.wait_for(said)
        kept = until(lambda: next((one for one in tmp_path.glob("pmtui-*/*.md") if b"my words" in one.read_bytes()), None), terminal)
        until(lambda: str(kept) in re.sub(r"[│┃▌\s]+", "", terminal.text()), terminal)
        no_traceback(terminal)
        terminal.press("j")
        until(lambda: "Item 1 " in cursor_line(terminal), terminal)
    assert all_bytes(root) == before


@pytest.mark.parametrize("command", ["/nowhere/to/be/found", "'unclosed", "rm"])
def test_an_editor_that_cannot_run_is_named(root: Path, tmp_path: Path, command: str) -> None:
    with opened(root, EDITOR=command, TMPDIR=str(tmp_path)) as terminal:
        terminal.press("E")
        terminal.wait_for("editor")
        terminal.press("j")
        until(lambda: "Item 1 " in cursor_line(terminal), terminal)
        no_traceback(terminal)


def test_half_typed_text_stays_while_others_write(root: Path) -> None:
    with opened(root) as terminal:
        terminal.press("j", "e")
        terminal.type("Half a ti")
        path = root / "backlog" / "0" / f"{item_id(5)}.json"
        path.write_text(path.read_text(encoding="utf-8").replace("Item 5", "Elsewhere"), encoding="utf-8")
        terminal.wait_for("Elsewhere")
        terminal.type("tle")
        terminal.press("enter")
        until(lambda: title(root, 1) == "Half a title", terminal)
        terminal.press("/")
        terminal.type("ite")
        path.write_text(path.read_text(encoding="utf-8").replace("Elsewhere", "Item again"), encoding="utf-8")
        terminal.wait_for("Item again")
        terminal.type("m")
        terminal.wait_for("/ item")


def test_an_answer_goes_to_the_record_that_was_asked_about(root: Path) -> None:
    with opened(root) as terminal:
        terminal.press("j", "e")
        terminal.type("Mine")
        path = root / "backlog" / "0" / f"{item_id(1)}.json"
        path.write_text(path.read_text(encoding="utf-8").replace('"ready"', '"done"'), encoding="utf-8")
        terminal.wait_until_gone("001aa")
        terminal.press("enter")
        until(lambda: title(root, 1) == "Mine", terminal)
        assert title(root, 2) == "Item 2"


def test_a_burst_of_keys_goes_to_what_each_of_them_opens(root: Path) -> None:
    with opened(root) as terminal:
        terminal.type("jeNew words\r")
        until(lambda: title(root, 1) == "New words", terminal)
        terminal.type("/words\rsdoing\r")
        until(lambda: stored(root, item_id(1))["status"] == "doing", terminal)
        terminal.type("\x1b")
        terminal.type(":theme\r")
        terminal.wait_for("╭─ Theme")
        no_traceback(terminal)


def test_enter_typed_before_the_screen_is_there_is_enter(root: Path) -> None:
    with Terminal(words("-w", str(root)), size=(80, 24), env=environment()) as terminal:
        terminal.send("/", *"Item 3", "enter")  # the terminal is still a shell's: it makes a line's end of Enter
        terminal.wait_for("1 of 12")
        terminal.press("s")
        terminal.wait_for("type to find")
        no_traceback(terminal)
