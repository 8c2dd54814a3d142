"""The pages of HTML in a real browser: nothing of a title runs, nothing is loaded, nothing is wider than the screen.

Skipped where there is no Chromium: `apt-get install chromium`, or any Chrome on the PATH.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import IS_SOAK
from tests.formats.told_entries import HOSTILE, PAGES, told

BROWSER = next((found for name in ("chromium", "chromium-browser", "google-chrome", "chrome") if (found := shutil.which(name))), "")
needs_a_browser = pytest.mark.skipif(not BROWSER, reason="needs Chromium or Chrome on the PATH: apt-get install chromium")
_WIDTHS = (390, 1280)
_HARNESS = """<!doctype html><meta charset="utf-8"><body>%s<pre id="found"></pre><script>
addEventListener('load', () => {
  const found = [];
  for (const frame of document.querySelectorAll('iframe')) {
    const page = frame.contentDocument, all = [...page.querySelectorAll('body *')];
    const wide = all.filter((one) => getComputedStyle(one).position !== 'absolute' && !one.closest('.track')
      && one.getBoundingClientRect().right > frame.clientWidth + 0.5);
    found.push({
      name: frame.name, hacked: frame.contentWindow.hacked === undefined ? null : 'yes',
      overflow: page.documentElement.scrollWidth - frame.clientWidth, wide: wide.map((one) => one.outerHTML.slice(0, 120)),
      elements: [...new Set(all.map((one) => one.tagName.toLowerCase()))].sort(),
      handlers: all.filter((one) => [...one.attributes].some((a) => a.name.startsWith('on'))).length,
      links: [...page.querySelectorAll('[href], [src]')].map((one) => one.getAttribute('href') || one.getAttribute('src')),
      loaded: frame.contentWindow.performance.getEntriesByType('resource').length, words: page.body.textContent,
      bars: page.querySelectorAll('.bar, .point').length, seen: [...page.querySelectorAll('.bar, .point')].filter((one) =>
        one.getBoundingClientRect().width >= 5).length,
    });
  }
  document.querySelector('#found').textContent = JSON.stringify(found);
});
</script>"""


def run(folder: Path, *words: str) -> str:
    """What the browser says."""
    done = subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files",
         f"--user-data-dir={folder / 'profile'}", *words],
        capture_output=True, text=True, timeout=100, check=False, encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr[-1000:]
    return done.stdout


@needs_a_browser
def test_pages_of_hostile_words_at_the_width_of_a_phone_and_of_a_desk(tmp_path: Path) -> None:
    frames = ""
    for name, (what, audience) in PAGES.items():
        (tmp_path / f"{name}.html").write_text(told("html", what, audience), encoding="utf-8")
        frames += "".join(f'<iframe name="{name} {width}" src="{name}.html" width="{width}" height="844" style="border:0"></iframe>'
                          for width in _WIDTHS)
    (tmp_path / "harness.html").write_text(_HARNESS % frames, encoding="utf-8")
    out = run(tmp_path, "--virtual-time-budget=4000", "--dump-dom", (tmp_path / "harness.html").as_uri())
    text = re.search(r'<pre id="found">(.*?)</pre>', out, re.DOTALL)
    assert text is not None
    found: list[dict[str, Any]] = json.loads(_unescaped(text[1]))
    assert [one["name"] for one in found] == [f"{name} {width}" for name in PAGES for width in _WIDTHS]
    for one in found:
        assert (one["name"], one["hacked"], one["loaded"], one["handlers"]) == (one["name"], None, 0, 0)
        assert (one["name"], one["overflow"], one["wide"]) == (one["name"], 0, [])
        assert not {"script", "img", "iframe", "svg", "link", "object", "form", "input"} & set(one["elements"]), one["name"]
        assert all(link.startswith(("#", "https://")) for link in one["links"]), one["links"]
        assert HOSTILE[0] in one["words"], one["name"]
        assert one["seen"] == one["bars"], one["name"]
    assert found[0]["bars"] > 20
    assert found[0]["bars"] == found[1]["bars"]


def _unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)


@needs_a_browser
@pytest.mark.skipif(not IS_SOAK, reason="prints in the long run alone: make soak")
def test_a_page_prints(tmp_path: Path) -> None:
    (tmp_path / "roadmap.html").write_text(told("html"), encoding="utf-8")
    run(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'roadmap.pdf'}", (tmp_path / "roadmap.html").as_uri())
    raw = (tmp_path / "roadmap.pdf").read_bytes()
    assert raw.startswith(b"%PDF")
    assert raw.count(b"/Type /Page\n") + raw.count(b"/Type /Page ") + raw.count(b"/Type /Page/") in range(2, 15)
