"""A toast whose time is over when it is shown."""

from __future__ import annotations

from time import time

from textual.app import App
from textual.notifications import Notification
from textual.widgets import _toast

from pmtui.widgets.toasts import mend_toasts


async def test_a_notification_that_has_just_ended_does_not_stop_the_program() -> None:
    mend_toasts()
    app: App[None] = App()
    async with app.run_test() as pilot:
        await app.mount(_toast.Toast(Notification("late", timeout=1, raised_at=time() - 1.001)))
        await pilot.pause(0.15)  # with Textual's own toast, the loop never comes back from its timer
        assert not app.query(_toast.Toast)
