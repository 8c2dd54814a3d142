"""Texts in the borders of boxes: plain text whatever it holds, painted only when it is another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.widgets.cells import as_title

if TYPE_CHECKING:
    from textual.widget import Widget


def show_title(box: Widget, text: str) -> None:
    """Say at the upper border what a box is; Textual itself would paint even the same title again."""
    title = as_title(text)
    if box.border_title != title.markup:
        box.border_title = title


def show_subtitle(box: Widget, text: str) -> None:
    """Say something at the lower border of a box."""
    title = as_title(text)
    if box.border_subtitle != title.markup:
        box.border_subtitle = title
