"""A review at a terminal: opened, walked, a date moved with its reason, a decision and an action recorded, presented, and ended."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pmtui.cli.opening import make_demo
from tests.end_to_end.program import no_traceback, opened, run, until

THEN = "2026-11-01T12:00:00 +0000"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample workspace, which git knows as it was before the last review; since then somebody renamed a milestone."""
    root = tmp_path_factory.mktemp("review") / "product"
    before = os.environ.get("PMTUI_NOW")
    os.environ["PMTUI_NOW"] = "2026-11-22T09:30:00Z"
    make_demo(root)
    os.environ.pop("PMTUI_NOW") if before is None else os.environ.__setitem__("PMTUI_NOW", before)
    environment = {**os.environ, "GIT_AUTHOR_DATE": THEN, "GIT_COMMITTER_DATE": THEN}
    for words in (("init", "-q"), ("add", "."), ("-c", "user.name=Ana", "-c", "user.email=ana@acme", "commit", "-q", "-m", "Begin")):
        subprocess.run(("git", *words), cwd=root, env=environment, check=True)
    assert run("-w", str(root), "set", "EU VAT and e-invoices", "title=VAT and e-invoices").returncode == 0
    return root


def records(root: Path, collection: str) -> list[dict[str, Any]]:
    return [json.loads(path.read_bytes()) for path in (root / collection).rglob("*.json")]


def titled(root: Path, collection: str, title: str) -> dict[str, Any]:
    return next((one for one in records(root, collection) if one["title"] == title), {})


@pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_review_from_the_first_page_to_the_digest_on_the_disk(sample: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    root = Path(shutil.copytree(sample, tmp_path / "product"))
    decision, action = "Ship without France", "Tell the auditors"
    with opened(root, size) as terminal:
        terminal.press("g", "r")
        terminal.wait_for("Roadmap ·")
        terminal.press("R")
        terminal.wait_for("Since the last review, 8 Nov 2026")
        terminal.wait_until_gone("reading the past")
        terminal.press("j")
        terminal.wait_for("1 of 6")
        terminal.wait_for("No customer of ours corrects a cross-border invoice by hand")
        terminal.wait_for("was called “EU VAT and e-invoices”")  # git knows what it was then
        target = titled(root, "milestones", "VAT and e-invoices")["target"]

        terminal.press(")")
        terminal.wait_for("enter keeps it")
        terminal.press("enter")
        terminal.wait_for("needs a reason")
        terminal.type("The test server is down")
        terminal.press("enter")
        until(lambda: titled(root, "milestones", "VAT and e-invoices")["target"] > target, terminal)

        terminal.press("n")
        terminal.wait_for("A decision on")
        terminal.type(decision)
        terminal.press("tab")
        terminal.type("Germany pays for it")
        terminal.press("ctrl+s")
        made = until(lambda: titled(root, "decisions", decision), terminal)
        assert (made["status"], made["because"], len(made["about"])) == ("decided", ["Germany pays for it"], 1)

        terminal.press("a")
        terminal.wait_for("An action for")
        terminal.type(f"{action} @bo")
        terminal.press("enter")
        task = until(lambda: titled(root, "backlog", action), terminal)
        assert (task["tags"], task.get("milestone")) == (["action"], None)
        assert made["about"][0] in task["body"][0]

        terminal.press("F")
        terminal.wait_until_gone("esc close")
        assert "Review" not in terminal.text()
        terminal.wait_for("No customer of ours corrects")
        terminal.press("F", "G")
        terminal.wait_for("What this review came to")
        terminal.wait_for(action)
        terminal.press("enter")
        terminal.wait_for("the marker is set")
        review = until(lambda: titled(root, "reviews", "Roadmap review of 22 Nov 2026"), terminal)
        digest = "\n".join(review["digest"])
        for words in (f"**{decision}**", f"- [ ] **{action}**", "The test server is down", "## Slipped", "## Shipped"):
            assert words in digest
        terminal.press("w")
        until(lambda: list(root.parent.glob("review-*.md")), terminal)
        terminal.press("escape")
        terminal.wait_for("Roadmap ·")
        no_traceback(terminal)
