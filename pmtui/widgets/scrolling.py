"""How long a line-API widget is, told without a layout of the whole screen."""

from __future__ import annotations

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.widget import Widget


def set_height(view: ScrollView, lines: int) -> None:
    """Tell how many lines a widget has.

    Setting `virtual_size` itself lays the whole screen out anew, 10 to 20 ms at each key in a filter. Our widgets keep
    the same place however long they are, and always have their scrollbar, so only the scrollbar must follow.
    """
    size = Size(0, lines)
    if size != view.virtual_size:
        view.set_reactive(Widget.virtual_size, size)
        view._scroll_update(size)
