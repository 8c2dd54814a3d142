from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from pmtui.store.browser import open_address, opener

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the desktop's opener")


@pytest.fixture
def desktop(tmp_path: Path) -> dict[str, str]:
    """A desktop whose opener writes down what it was given."""
    for name in ("xdg-open", "open", "wslview"):
        program = tmp_path / name
        program.write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/seen.part && mv {tmp_path}/seen.part {tmp_path}/seen\necho noise\n')
        program.chmod(0o755)
    return {"PATH": f"{tmp_path}:/usr/bin:/bin", "DISPLAY": ":0", "HOME": str(tmp_path)}


def test_an_address_reaches_the_browser_as_it_is(desktop: dict[str, str], tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    address = "https://a.example/?q=$(rm -rf /)&x='\"`"
    assert open_address(address, desktop)
    end = time.monotonic() + 30
    while not (tmp_path / "seen").exists() and time.monotonic() < end:
        time.sleep(0.01)
    assert (tmp_path / "seen").read_text() == address
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "--help", "-x", ""])
def test_nothing_but_the_web_and_mail_is_opened(desktop: dict[str, str], tmp_path: Path, address: str) -> None:
    assert not open_address(address, desktop)


def test_without_a_desktop_nothing_takes_over_the_terminal(desktop: dict[str, str], tmp_path: Path) -> None:
    without = {name: value for name, value in desktop.items() if name != "DISPLAY"}
    assert opener(without, "linux") == ""
    assert not open_address("https://a.example", {"PATH": str(tmp_path / "none"), "DISPLAY": ":0"})
    assert opener(desktop, "linux").endswith("xdg-open")
    assert opener({**without, "WSL_DISTRO_NAME": "x"}, "linux").endswith("wslview")
    assert opener(without, "darwin").endswith("open")
