"""Quotes in their dialog, and feedback from the Inbox: linked with several records, made evidence of problems."""

from __future__ import annotations

from pathlib import Path

from stage import NOW, all_bytes, make_workspace, opened, saved, screen_text, settled, stored, until
from textual.containers import Vertical

from pmtui.domain.change import Change, Edit
from pmtui.screens.dialogs.quotes import QuotesDialog
from pmtui.store.workspace import Workspace

OLD = {"id": "e000000001", "at": "2020-01-02T08:00:00Z", "source": "interview", "customer": "Ada", "quote": ["It fails"], "importance": 2}
P1, P2, F1, F2 = "ppppppppp1", "ppppppppp2", "fffffffff1", "fffffffff2"


def discovery(root: Path) -> Path:
    make_workspace(root, count=1)
    made = [
        ("problem", P1, {"title": "Cards fail", "importance": 9, "satisfaction": 2, "evidence": [OLD]}),
        ("problem", P2, {"title": "Banks are slow"}),
        ("feedback", F1, {"title": "No card works", "customer": "Bo", "company": "Acme", "quote": ["Help"]}),
        ("feedback", F2, {"title": "Slow bank", "customer": "Cy", "voters": ["Di"]}),
    ]
    edits = tuple(Edit(kind, id, None, {"id": id, "created_at": NOW, **fields}) for kind, id, fields in made)
    with Workspace(root) as workspace:
        workspace.save(Change("make", edits, at=NOW))
    return root


async def test_old_quotes_are_renewed_moved_and_removed_and_feedback_becomes_evidence(tmp_path: Path) -> None:
    root = discovery(tmp_path / "product")
    before = all_bytes(root)
    async with opened(root, size=(120, 36)) as (app, pilot):
        await pilot.press("2", "g", "q")
        await settled(app, pilot)
        assert isinstance(app.screen, QuotesDialog)
        shown = screen_text(app)
        assert all(words in shown for words in ("“It fails”", "1 old", "Cards fail · interview · Ada"))
        await pilot.press("r")
        await settled(app, pilot)
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        assert app.snapshot.record("problem", P1)["evidence"][0]["at"] > "2026"
        assert "No quote here is older" in screen_text(app)
        await pilot.press("u", "m")
        await settled(app, pilot)
        await pilot.press(*"banks")
        await settled(app, pilot)
        await pilot.press("enter")
        await saved(app, pilot)
        assert stored(root, P2, "problems")["evidence"] == [OLD]
        assert "evidence" not in stored(root, P1, "problems")
        await pilot.press("u", "escape", "W", "d")
        await saved(app, pilot)
        assert "evidence" not in stored(root, P1, "problems")
        app._disable_notifications = False  # as in a terminal
        await pilot.press("u", "4", "g", "q")
        await settled(app, pilot)
        assert isinstance(app.screen, QuotesDialog)
        assert app.screen.query_one(Vertical).region.height == 2 + 3, "as tall as the quote: two lines, the keys and the border"
        await pilot.press("d")  # over a screen of other records, too
        await saved(app, pilot)
        assert "evidence" not in stored(root, P1, "problems")
        await until(app, pilot, lambda: "Remove the quote" in screen_text(app).splitlines()[0])  # above, where no keys are named
        await pilot.press("u")
        await saved(app, pilot)
        assert stored(root, P1, "problems")["evidence"] == [OLD]
        await pilot.press("6")  # a dialog that is a page is left for another screen by the keys of the screens
        await settled(app, pilot)
        assert app.screen is app.records_screen
        assert app.screen.name == "strategy"
        await pilot.press("g", "w", "g", "i", "*", '"')
        await settled(app, pilot)
        await pilot.press("tab", "tab", "enter")  # both problems
        await saved(app, pilot)
        found = {one.get("customer") for id in (P1, P2) for one in stored(root, id, "problems")["evidence"]}
        assert found == {"Ada", "Bo", "Cy"}
        assert stored(root, F1, "feedback")["linked"] == [P1, P2]
        assert stored(root, F1, "feedback")["status"] == "linked"
        await pilot.press("2", "enter")
        await settled(app, pilot)
        assert "asked for by 3, 1 company" in screen_text(app)
        await pilot.press("escape", "/", *"xyz", "enter")  # no problem to show: the pane tells how customers are talked with
        await settled(app, pilot)
        assert "no talk with a customer is on record" not in screen_text(app)
        assert "0 talks in 12 weeks" in screen_text(app)
        await pilot.press("escape", "u", "g", "i", "L")
        await settled(app, pilot)
        await pilot.press("tab", "tab", "enter")
        await saved(app, pilot)
        assert len(stored(root, F1, "feedback").get("linked") or stored(root, F2, "feedback")["linked"]) == 2
        await pilot.press("u")
        await saved(app, pilot)
        assert all_bytes(root) == before
