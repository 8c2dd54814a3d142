"""What comes from the disk late: read before a change of one's own, and told after it has been saved."""

from __future__ import annotations

from pathlib import Path

from tests.screens.stage import item_id, make_workspace, opened, saved, stored


async def test_rows_that_were_read_before_a_change_do_not_take_it_back(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product", count=3)
    async with opened(root) as (app, pilot):
        moment, old = app.ledger.moment, dict(app.link.source.known)
        history = app.workspace.history()
        app.dispatch("record.status", {"value": "doing"})
        await saved(app, pilot)
        app.link._took({"item": old["item"]}, moment)
        record = app.snapshot.record("item", item_id(0))
        assert record is not None
        assert record.status == "doing"
        app.link._took_history(history, moment)
        app.dispatch("history.undo")
        await saved(app, pilot)
        assert stored(root, item_id(0))["status"] == "ready"


async def test_rows_that_were_read_after_it_do(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product", count=3)
    async with opened(root) as (app, pilot):
        old = dict(app.link.source.known)
        app.dispatch("record.status", {"value": "doing"})
        await saved(app, pilot)
        app.link._took({"item": old["item"]}, app.ledger.moment)
        record = app.snapshot.record("item", item_id(0))
        assert record is not None
        assert record.status == "ready"
