"""What the screens load before they open."""

from __future__ import annotations

import subprocess
import sys

_LOADED = """
import sys
from pmtui.cli.opening import _prepare_textual

_prepare_textual()
import asyncio
import pmtui.app.main
from textual.drivers import linux_driver

print(sorted({"ssl", "_ssl", "_hashlib"} & sys.modules.keys()))
import ssl

print(ssl.OPENSSL_VERSION[:4], asyncio.run(asyncio.sleep(0, "runs")))
"""


def test_the_screens_load_no_tls_and_whoever_wants_it_later_has_it() -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, text=True, timeout=60)
    assert (done.stdout.splitlines(), done.stderr) == (["[]", "Open runs"], "")
