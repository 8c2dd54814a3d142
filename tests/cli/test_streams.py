"""The program as a process: pipes that close, full devices, other encodings, a terminal's width."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pmtui.formats.text_table import cut, width_of
from tests.cli.calling import ROOT, Calls

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and devices of POSIX")


@pytest.fixture
def many(calls: Calls) -> Calls:
    calls.seed(*(("item", f"a{number:09d}", {"title": f"Überweisung {number} 🏦", "rank": "a0"}) for number in range(300)))
    return calls


def process(words: list[str], **more: object) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), **(more.pop("env", None) or {})}  # type: ignore[dict-item]
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.run([sys.executable, "-m", "pmtui", *words], env=env, check=False, **given)  # type: ignore[call-overload,no-any-return]


def test_a_reader_that_leaves(many: Calls) -> None:
    command = f"'{sys.executable}' -m pmtui list item --json | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    assert (done.stdout, done.stderr) == (b"[\n0\n", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("words", [["list", "item"], ["list", "item", "--json"], ["--help"], ["list", "item", "--limit", "1"]])
def test_a_full_device(many: Calls, words: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        done = process(words, stdout=full)
    assert done.returncode == 1
    assert b"cannot write the output: No space left on device" in done.stderr
    assert done.stderr.count(b"\n") <= 2


def test_closed_streams(many: Calls) -> None:
    command = f"'{sys.executable}' -m pmtui list item >&- && '{sys.executable}' -m pmtui list itm 2>&-; echo $?"
    done = subprocess.run(["sh", "-c", command], capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    assert (done.stdout, done.stderr) == (b"2\n", b"")


def test_json_is_utf_8_whatever_the_terminal_speaks(many: Calls) -> None:
    done = process(["list", "item", "--limit", "1", "--json"], env={"PYTHONIOENCODING": "ascii"})
    assert json.loads(done.stdout.decode("utf-8"))[0]["title"] == "Überweisung 0 🏦"
    plain = process(["list", "item", "--limit", "1"], env={"PYTHONIOENCODING": "ascii"})
    assert plain.returncode == 0
    assert b"\\xdcberweisung" in plain.stdout


def test_rows_fit_a_terminal(many: Calls) -> None:
    import pexpect

    many.good("set", "a000000001", "title=" + "long " * 60)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = ["-m", "pmtui", "list", "item", "--limit", "3"]
    child = pexpect.spawn(sys.executable, words, dimensions=(24, 60), env=env, encoding="utf-8", timeout=60, use_poll=True)
    lines = child.read().splitlines()
    assert len(lines) == 4
    assert max(map(width_of, lines)) <= 60
    assert "…" in lines[2]
    assert "\x1b" not in "".join(lines)


@pytest.mark.parametrize("text", [
    "plain", "支払いの再試行", "税率の検証 ✅", "Überweisung für Ärzte 🏦", "e\u0301a", "👩‍👩‍👧 family", "🇩🇪🇫🇷", "👍🏽 ok", "❤️ x", "☀ x",
    "한국어", "ｆｕｌｌ", "a\u200bb", "ไทยำ", "1️⃣", "…–", "ﾊﾝｶｸ", "",
])
def test_width_is_what_the_screens_measure(text: str) -> None:
    from wcwidth import wcswidth

    assert width_of(text) == wcswidth(text)
    for width in range(1, 8):
        assert width_of(cut(text, width)) <= width
        assert cut(text, width) == text or cut(text, width).endswith("…")
