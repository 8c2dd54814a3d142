"""How much one paste may put into a text: what is longer is refused whole and said, for half of it would look as if it were all."""

from __future__ import annotations

from textual.widget import Widget

from pmtui.widgets.toasts import outdated

LINE_LIMIT = 20_000
"""The most characters of a line; more belongs into a text of several lines."""
TEXT_LIMIT = 2_000_000
"""The most characters that one paste may put into a text of several lines: the program would stand still for more."""


def refuse_paste(widget: Widget, length: int, limit: int) -> None:
    """Say that nothing was pasted, why, and what to do.

    Args:
        widget: Where it was pasted.
        length: Characters of the paste.
        limit: So many it may have there.
    """
    what = f"not pasted: it has {length:,} characters, and here fit {max(0, limit):,}"
    todo = "paste it in parts, or keep it in a file and link that" if limit > LINE_LIMIT else "long text fits into a body or a comment"
    words = f"{what}; {todo}"
    for one in outdated(tuple(widget.app._notifications), words, "error"):
        widget.app._unnotify(one, refresh=False)
    widget.app.notify(words, severity="error", markup=False, timeout=8)
