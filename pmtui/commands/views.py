"""Commands of saved views: `w` and a digit shows one, `w w` lists them, `w s` saves what is shown."""

from __future__ import annotations

from pmtui.commands.core import Command, Context, Parameter
from pmtui.commands.navigation import LIST, effect

_DIGITS = "123456789"
_WITHOUT = {"history": "changes are read and not saved as a view", "conflicts": "conflicts are shown in one way",
            "today": "Today says by itself what needs you", "inbox": "the Inbox shows what is to be triaged",
            "tree": "the Tree screen shows all of the chain",
            "strategy": "the Strategy screen shows all of it, kind by kind"}
"""Screens of which there are no views, and why."""


def without_views(context: Context) -> str | None:
    """Why there are no saved views here."""
    reason = _WITHOUT.get(context.screen)
    return f"{reason}: views are for lists of records, as on g b" if reason else None


COMMANDS = (
    *(Command(f"view.saved_{digit}", f"View {digit}", f"Show the saved view on the digit {digit}; w w lists them.",
              effect("saved_view", digit=digit), (f"w {digit}",), scope=LIST, blocked=without_views, group="Find") for digit in _DIGITS),
    Command("view.plain", "No view", "Show the screen as it opens: without a filter, in its own order, with its own columns.",
            effect("plain_view"), ("w 0",), scope=LIST, blocked=without_views, group="Find"),
    Command("view.views", "Saved views", "Every saved view with how much it shows; put on digits, renamed and deleted there.",
            effect("saved_views"), ("w w",), scope=LIST, blocked=without_views, group="Find"),
    Command("view.save", "Save view", "Save filter, order, groups, columns and layout by a name, for yourself or the team.",
            effect("save_view"), ("w s",), (Parameter("name", "text", "What it is called."),
                                             Parameter("whose", "text", "For whom: me or team.", choices=("me", "team"))),
            LIST, without_views, group="Find"),
)
