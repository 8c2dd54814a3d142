"""Each kind on its screen, at a terminal and in one run: unreadable, added, linked, edited in every field, filtered, undone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pmtui.domain.change import Change, Edit
from pmtui.domain.kinds import SCHEMA
from pmtui.screens.registry import SCREENS
from pmtui.store.workspace import Workspace
from tests.conftest import IS_SOAK
from tests.end_to_end.form_hand import FormHand
from tests.end_to_end.program import environment, no_traceback, until, words
from tests.end_to_end.terminal import Terminal
from tests.screens.form_stage import without_own
from tests.screens.stage import NOW, all_bytes, make_workspace

IDS = {kind: f"{at:02d}neighbvr"[:10].replace("i", "j") for at, kind in enumerate(SCHEMA.kinds)}
NEIGHBOURS = {kind: (f"Neighbour {kind}", id) for kind, id in IDS.items()}
BAD = "zzzzzzzzz1"
REASON = "It did not hold"
LINKED = {"problem": "goal", "hypothesis": "problem", "item": "problems", "milestone": "goals"}
"""The field that L sets, by kind."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with one record of each kind."""
    root = make_workspace(tmp_path / "product", count=0)
    edits = [Edit(kind, id, None, {"id": id, "title": title, "created_at": NOW}) for kind, (title, id) in NEIGHBOURS.items()]
    with Workspace(root) as workspace:
        workspace.save(Change("make", tuple(edits), at=NOW))
    for path in (root / ".local" / "journal").iterdir():
        path.unlink()
    return root


def added(root: Path, kind: str) -> dict[str, Any] | None:
    """The record that was added."""
    known = {*IDS.values(), "mmmmmmmmm1", "ppppppppp1", BAD}
    found = [path for path in (root / SCHEMA[kind].collection).rglob("*.json") if path.stem not in known]
    return dict(json.loads(found[0].read_bytes())) if found else None


def broken(root: Path, kind: str) -> str:
    """A file of this kind that cannot be read, as the screen names it."""
    folder = root / SCHEMA[kind].collection / "z"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{BAD}.json").write_bytes(b'{"id": "zzzz')
    return f"{SCHEMA[kind].collection}/z/{BAD}.json"


def is_in_list(terminal: Terminal, title: str) -> bool:
    """Whether the list, which is the left half of the screen, shows a title."""
    return any(title in line[:60] for line in terminal.text().splitlines())


TRIED = ("problems", "hypotheses", "backlog", "roadmap") if IS_SOAK else ("hypotheses", "backlog")
"""In the quick suite, a kind that asks for a reason and the one with the most fields: all fields of all kinds are set, saved and undone in
`test_form_fields`, added in `test_quick_add`, linked in `test_linking`, unreadable in `test_golden_choosers` and `test_roadmap_golden`."""


@pytest.mark.parametrize("screen", TRIED)
@pytest.mark.timeout(300)  # a tenth of it suffices, but two cores may be shared with much else
def test_a_kind_from_a_bad_file_to_the_last_undo(root: Path, screen: str) -> None:
    kind = SCHEMA[SCREENS[screen].kind]
    path = broken(root, kind.name)
    before = all_bytes(root)
    with Terminal(words("-w", str(root), "--screen", screen), (120, 130), environment(), cwd=root.parent) as terminal:
        terminal.wait_for(f"▲ {path[:12]}")
        terminal.wait_for(f"Neighbour {kind.name}")

        terminal.press("a")
        terminal.type("Subject of it all #quick")
        terminal.press("enter")
        record = until(lambda: added(root, kind.name), terminal)
        assert (record["title"], record["tags"]) == ("Subject of it all", ["quick"])

        name = LINKED[kind.name]
        link = kind.fields[name]
        title, id = NEIGHBOURS[link.links[0]]
        terminal.press("L")
        terminal.type(name)
        terminal.press("enter")
        terminal.type(title)
        terminal.press("enter")
        until(lambda: (added(root, kind.name) or {}).get(name) == ([id] if link.type == "links" else id), terminal)

        terminal.press("ctrl+e")
        terminal.wait_for("ctrl+s save")
        wanted = FormHand(terminal, NEIGHBOURS).set_all(kind)
        terminal.press("ctrl+s")
        until(lambda: "ctrl+s save" not in terminal.text() or "needs a reason" in terminal.text(), terminal)
        is_asked = "needs a reason" in terminal.text()
        if is_asked:
            terminal.type(REASON)
            terminal.press("enter")
        terminal.wait_until_gone("ctrl+s save")
        found = until(lambda: (record := added(root, kind.name) or {}).get("title") == wanted["title"] and record, terminal)
        kept = {name: without_own(found.get(name)) for name in wanted}
        typed = [one for one in kept["reasons"] if one["text"] != [REASON]]
        assert len(kept["reasons"]) == len(typed) + is_asked  # the program adds the reason that it asked for
        assert {**kept, "reasons": typed} == wanted

        terminal.press("/")
        terminal.type(f"-id:{record['id']}")
        terminal.press("enter")
        until(lambda: not is_in_list(terminal, "Ein Text"), terminal)  # its neighbour's pane may name it
        terminal.press("escape")
        until(lambda: is_in_list(terminal, "Ein Text"), terminal)

        for _ in range(6):
            terminal.press("u")
            if "nothing to undo" in terminal.text():
                break
        assert "nothing to undo" in terminal.text()
        until(lambda: "deleted_at" in (added(root, kind.name) or {}), terminal)
        terminal.wait_for(f"▲ {path[:12]}")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        no_traceback(terminal)
    with Workspace(root) as workspace:  # a creation that was undone leaves a tombstone
        workspace.purge()
    assert all_bytes(root) == before
