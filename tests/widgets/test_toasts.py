"""A toast whose time is over when it is shown, and one that has made way for another."""

from __future__ import annotations

from time import time

from textual.app import App
from textual.notifications import Notification
from textual.widgets import _toast

from pmtui.widgets.toasts import mend_toasts, outdated
from tests.screens import stage


async def test_toasts_that_have_ended_or_made_way_leave_nothing() -> None:
    mend_toasts()
    app: App[None] = App()
    async with app.run_test() as pilot:
        await app.mount(_toast.Toast(Notification("late", timeout=1, raised_at=time() - 1.001)))
        # with Textual's own toast, the loop never comes back from its timer
        await stage.until(app, pilot, lambda: not app.query(_toast.Toast))
        rack = _toast.ToastRack()
        await app.mount(rack)
        for _ in range(3):
            app._notifications.clear().add(Notification("refused"))
            rack.show(app._notifications)
            await pilot.pause(0.01)
        assert len(rack.query(_toast.ToastHolder)) == 1, "what a toast stood in goes with it, or each visit of a screen leaves one for good"


def test_news_takes_the_place_of_older_news_and_warnings_stay() -> None:
    undone, refused = Notification("undone: one"), Notification("not by rank", severity="warning")
    failed = Notification("bad", severity="error")
    shown = [undone, refused, failed]
    assert outdated(shown, "undone: two", "information") == [undone]
    assert outdated(shown, "not by rank", "warning") == [refused], "the same thing stands there once, for its full time"
    assert outdated(shown, "worse", "error") == []
