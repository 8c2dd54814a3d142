"""Take docs/pictures/roadmap-page.png: the exported roadmap of the sample workspace as a browser shows it; `make pictures` does so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

FOLDER = Path(__file__).with_name("pictures")
NOW = "2026-11-23T09:00:00Z"
_SIZE = "1120,1060"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def take_page() -> None:
    """Write the picture; say so where there is no browser to take it with."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), "")
    if not browser:
        print("docs/pictures/roadmap-page.png stays as it is: there is no Chromium or Chrome", file=sys.stderr)
        return
    os.environ["PMTUI_NOW"] = NOW
    from pmtui.cli.main import run
    from pmtui.cli.opening import make_demo

    with tempfile.TemporaryDirectory() as folder:
        root, page = make_demo(Path(folder) / "product"), Path(folder) / "roadmap.html"
        run(["-w", str(root), "export", "html", "-o", str(page)])
        subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder}/profile",
             f"--window-size={_SIZE}", f"--screenshot={FOLDER / 'roadmap-page.png'}", page.as_uri()],
            check=True, capture_output=True, timeout=100,
        )
    picture = FOLDER / "roadmap-page.png"
    Image.open(picture).convert("RGB").quantize(128).save(picture, optimize=True)  # a third of the bytes, and nobody sees it


if __name__ == "__main__":
    take_page()
