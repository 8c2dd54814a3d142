"""A stage for one widget: an app that shows it alone, and data to show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App, ComposeResult
from textual.widget import Widget

from pmtui.domain.table import MemoryRows, Table
from pmtui.widgets.record_list import ListColumn
from pmtui.widgets.theming import read_theme

THEMES = Path(__file__).parents[2] / "themes"


def items(titles: list[str], **fields: Any) -> Table:
    """A table of items in this order, with ids 0000000000, 0000000001 …"""
    documents = {
        f"{at:010d}": {"id": f"{at:010d}", "title": title, "rank": f"a{at:05d}", **fields} for at, title in enumerate(titles)
    }
    return Table("item", MemoryRows("item", documents))


def cell(name: str, role: str = "text") -> Any:
    """The text of a field as a cell."""
    return lambda table, position: (str(table.column(name)[position] or "–"), role)


COLUMNS = (
    ListColumn("id", "id", lambda table, position: (table.id(position), "id"), 10, priority=1),
    ListColumn("title", "title", cell("title"), field="title", priority=0),
    ListColumn("status", "status", cell("status"), 8, priority=2, field="status"),
    ListColumn("estimate", "est", cell("estimate"), 4, "right", 3, "estimate"),
)


class WidgetApp(App[None]):
    """One widget that fills the screen; what it posts is kept."""

    CSS = "Screen { background: $background; }"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, widget: Widget | Callable[[], Widget]) -> None:
        super().__init__()
        self.widget = widget
        self.posted: list[Any] = []

    def compose(self) -> ComposeResult:
        yield self.widget if isinstance(self.widget, Widget) else self.widget()

    def on_mount(self) -> None:
        self.register_theme(read_theme((THEMES / "night.toml").read_text(), "night.toml"))
        self.theme = "night"
        self.screen.focus_next()


def screen_text(app: App[Any]) -> str:
    """What the screen shows, without styles."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())

