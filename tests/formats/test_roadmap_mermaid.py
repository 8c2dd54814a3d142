"""The roadmap as a Mermaid chart, read by Mermaid itself.

The parser comes from npm: `npm install --prefix /tmp/mermaid mermaid`, then `MERMAID_MODULES=/tmp/mermaid/node_modules`
for these tests. Never in the repository.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmtui.domain.periods import period_of
from pmtui.domain.roadmap_entries import Entry, TeamFacts
from pmtui.formats.roadmap_mermaid import mermaid_text, roadmap_mermaid
from tests.formats.told_entries import HOSTILE, LANES, told

MODULES = Path(os.environ.get("MERMAID_MODULES") or "/nowhere")
needs_mermaid = pytest.mark.skipif(
    shutil.which("node") is None or not (MODULES / "mermaid").is_dir(),
    reason="Mermaid's own parser: npm install --prefix DIR mermaid, then MERMAID_MODULES=DIR/node_modules; needs node",
)
_PARSE = """
const modules = process.argv[1];
const purify = (await import(modules + '/dompurify/dist/purify.es.mjs')).default;
purify.addHook = () => {}; purify.sanitize = (text) => text;  // it asks a browser for its window
const mermaid = (await import(modules + '/mermaid/dist/mermaid.core.mjs')).default;
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const found = [];
for (const text of texts) {
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const day = (time) => `${time.getFullYear()}-${time.getMonth() + 1}-${time.getDate()}`;
  found.push({ title: db.getDiagramTitle(), tasks: db.getTasks().map((one) => ({
    id: one.id, title: one.task.trim(), lane: one.section, begin: day(one.startTime), end: day(one.endTime),
    tags: ['crit', 'done', 'active', 'milestone'].filter((tag) => one[tag]),
  })) });
}
console.log(JSON.stringify(found));
"""


def parsed(*texts: str) -> list[dict[str, Any]]:
    """What Mermaid understands."""
    script = f"import {{ createRequire }} from 'module'; const require = createRequire('{MODULES.as_posix()}/');\n{_PARSE}"
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script, MODULES.as_uri()], input=json.dumps(texts), capture_output=True, text=True,
        timeout=100, check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def _shown(words: str) -> str:
    """What a person sees of Mermaid's numbered entities."""
    import re

    return re.sub(r"ﬂ°°(\d+)¶ß", lambda one: chr(int(one[1])), words)



def _entries() -> list[Entry]:
    quarter, month, day = (period_of(date(2027, 5, 20), one) for one in ("quarter", "month", "day"))
    april, september = (period_of(date(2027, one, 1), "month") for one in (4, 9))
    team = TeamFacts("M-1")
    return [
        Entry("a", "Quarter", "", "active", "active", "Now", "", None, quarter, team._replace(is_critical=True)),
        Entry("b", "Day", "", "planned", "planned", "Now", "", None, day, team),
        Entry("c", "Bar", "", "shipped", "shipped", "Next", "", date(2027, 3, 28), month, team),
        Entry("d", "After", "", "planned", "planned", "Next", "", None, september, team._replace(needs=["c", "a"])),
        Entry("e", "Too early", "", "planned", "planned", "Later", "", None, april, team._replace(needs=["a"])),
        Entry("f", "Only begins", "", "planned", "planned", "Later", "", date(2027, 3, 28), None, team),
        Entry("g", "No date", "", "planned", "planned", "Later"),
    ]


def test_tags_dates_and_dependencies() -> None:
    text = roadmap_mermaid(_entries(), LANES, "Acme")
    assert text.splitlines() == [
        "gantt", "    title Acme roadmap", "    dateFormat YYYY-MM-DD", "    axisFormat %b %Y", "    inclusiveEndDates", "    section Now",
        "    Quarter :crit, active, ma, 2027-04-01, 2027-06-30", "    Day :milestone, mb, 2027-05-20, 0d", "    section Next",
        "    Bar :done, mc, 2027-03-28, 2027-05-31", "    After :md, after mc ma, 2027-09-30", "    section Later",
        "    Too early :me, 2027-04-01, 2027-04-30", "    Only begins :mf, 2027-03-28, 1d",
    ]


def test_words_that_mean_something_to_mermaid_are_numbers() -> None:
    assert mermaid_text("a: b; c#d") == "a#58; b#59; c#35;d"
    assert mermaid_text("section x") == "#115;ection x"
    assert mermaid_text("Plain – words (1)") == "Plain – words (1)"
    assert mermaid_text("\n") == "(no title)"


@needs_mermaid
def test_mermaid_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles, lanes, tags and days come through; across the change to summer time, and west of Greenwich."""
    monkeypatch.setenv("TZ", "America/New_York")
    ours, hostile, empty = parsed(roadmap_mermaid(_entries(), LANES, "Acme"), told("mermaid"), roadmap_mermaid([], LANES, ""))
    tasks = {one["id"]: one for one in ours["tasks"]}
    assert ours["title"] == "Acme roadmap"
    assert (tasks["ma"]["begin"], tasks["ma"]["end"]) == ("2027-4-1", "2027-7-1")
    assert (tasks["mc"]["begin"], tasks["mc"]["end"]) == ("2027-3-28", "2027-6-1")
    assert (tasks["md"]["begin"], tasks["md"]["end"]) == ("2027-7-1", "2027-10-1")
    assert [tasks[f"m{one}"]["tags"] for one in "abcd"] == [["crit", "active"], ["milestone"], ["done"], []]
    assert [tasks[f"m{one}"]["lane"] for one in "abcdef"] == ["Now", "Now", "Next", "Next", "Later", "Later"]
    assert empty["tasks"] == []
    from pmtui.domain.text import one_line

    seen = {one["id"]: one for one in hostile["tasks"]}
    assert len(seen) == len(HOSTILE)
    for number, title in enumerate(HOSTILE):
        assert _shown(seen[f"mmmmmmmm{number:03}"]["title"]) == (" ".join(one_line(title).split()) or "(no title)")
    assert {one["lane"] for one in hostile["tasks"]} <= {"Now", "Next", "Later", "Shipped"}
