"""Where the panes of a main screen stand, by its size and by what the person chose."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, cast

from textual.containers import Horizontal
from textual.events import Paste
from textual.widget import MountError, Widget

from pmtui.screens.smallest import is_too_small

if TYPE_CHECKING:
    from textual.screen import Screen

    from pmtui.screens.filling import Filling
    from pmtui.screens.host import Host
    from pmtui.screens.in_place import InPlace
    from pmtui.screens.records_screen import RecordsScreen
    from pmtui.widgets.filter_line import FilterLine

    _Base = Screen[None]
else:
    _Base = object

WIDE = 110
"""From this width on, list and detail stand side by side."""
LINKS_WIDE = 160
"""From this width on, the links of a record stand in a third pane."""
BOARD_WIDE = 220
"""A board wants the width for its lanes: only from here on the detail pane stands beside it."""
PLACES = ("right", "below", "off")
"""Where the detail pane can be."""

CSS = """
    RecordsScreen { layout: vertical; }
    RecordsScreen #panes { height: 1fr; }
    RecordsScreen #panes.-below { layout: vertical; }
    RecordsScreen #main { width: 3fr; height: 1fr; border: round $border-blurred; border-title-color: $text; padding: 0; }
    RecordsScreen #main { border-subtitle-color: $text-muted; }
    RecordsScreen #main:focus-within { border: round $border; }
    RecordsScreen #side { width: 2fr; max-width: 76; height: 1fr; border: round $border-blurred; }
    RecordsScreen #side { border-title-color: $text-muted; }
    RecordsScreen #third { display: none; width: 1fr; max-width: 44; height: 1fr; }
    RecordsScreen #third { border: round $border-blurred; border-title-color: $text-muted; }
    RecordsScreen #third.-shown { display: block; }
    RecordsScreen #third:focus-within { border: round $border; }
    RecordsScreen #side:focus-within { border: round $border; }
    RecordsScreen #panes.-below #main { width: 1fr; }
    RecordsScreen #panes.-below #side { width: 1fr; max-width: 100%; height: 40%; }
    RecordsScreen #panes.-alone #main { display: none; }
    RecordsScreen #panes.-alone #side { width: 1fr; max-width: 100%; }
    RecordsScreen #panes.-listed #side { display: none; }
    RecordsScreen #panes.-what-if #main, RecordsScreen #panes.-what-if #side { border: dashed $accent; }
    RecordsScreen #panes.-what-if #third { border: dashed $accent; }
    RecordsScreen #panes.-past #main, RecordsScreen #panes.-past #side, RecordsScreen #panes.-past #third { border: dashed $warning; }
    RecordsScreen #small { display: none; width: 1fr; height: 1fr; content-align: center middle; }
    RecordsScreen.-small #small { display: block; }
    RecordsScreen.-small TopLine, RecordsScreen.-small #panes, RecordsScreen.-small HintLine, RecordsScreen.-small FilterLine,
    RecordsScreen.-small StatusLine { display: none; }
    """
"""The frame of a main screen."""


class Panes(Horizontal):
    """The panes side by side; blank itself, so that a repaint does not render what is behind them."""

    BLANK = True


class Framed(_Base):
    """A screen whose frame is mounted in two goes.

    Attributes:
        host: The app.
        filling: What gives it its records.
        panes: What is mounted first.
        is_complete: Whether the rest is mounted, too.
        was_shown: Whether somebody has been here; a screen may be made ahead, behind another one.
    """

    host: Host
    filling: Filling
    panes: Panes
    is_complete: bool
    is_mounted: bool
    was_shown = False

    @property
    def is_deciding(self) -> bool:
        """Whether keys have to wait: the filter line, which a key may open, stands there only once the rest of the frame does."""
        return not self.is_complete and (self.panes.is_attached or not self.is_mounted)

    @cached_property
    def filter(self) -> FilterLine:
        """The filter line; like the editor over a cell, it is loaded behind the first paint."""
        from pmtui.widgets.filter_line import FilterLine

        return FilterLine(complete=self.filling.completions)

    @cached_property
    def in_place(self) -> InPlace:
        """The editor over a cell."""
        from pmtui.screens.in_place import InPlace

        return InPlace(cast("RecordsScreen", self))

    def be_seen(self) -> None:
        """Somebody is here; the first time, what waited for that is asked for."""
        if not self.was_shown:
            self.was_shown = True
            self.first_shown()

    def first_shown(self) -> None:
        """Somebody is here for the first time: what nobody needs of a screen that was made ahead begins now."""

    def on_paste(self, event: Paste) -> None:
        """Take what is pasted where no text has the focus as a list of records to add; it is shown first."""
        if event.text.strip():
            event.stop()
            self.host.dispatch("record.add_list", {"pasted": event.text})


class Places:
    """Mounts and places the panes of a main screen."""

    def __init__(self, screen: RecordsScreen) -> None:
        """Work for this screen."""
        self.screen = screen

    async def mount_rest(self) -> None:
        """Mount what is not seen at first: every widget costs the first paint a millisecond or two."""
        screen = self.screen
        panes = screen.panes
        if screen.is_complete or not panes.is_attached:
            return  # the person has gone on already: it is done when the screen is shown again
        with screen.app.batch_update(), suppress(MountError):  # the person may leave the program meanwhile
            await panes.mount(screen.third)
            await screen.third.mount(screen.links)
            await screen.mount(screen.status, before=panes)
            await screen.mount(screen.filter, before=screen.hints)
            await screen.mount(screen.panel)
            screen.is_complete = True
        if not screen.is_complete:
            return
        self.place()
        screen.filter.show_count(screen.filling.counts)
        screen.show_detail()
        screen.show_hints()
        screen.show_state()

    def show_layout(self) -> None:
        """Put the widget of the chosen layout in the place of the others."""
        screen = self.screen
        shown = screen.view_widget
        for view in screen.views.values():
            view.display = view is shown
        if not cast(Widget, shown).is_attached:
            screen.main.mount(cast(Widget, shown))
        self.place()

    def place(self) -> None:
        """Detail at the right, below, alone or away; links beside it where there is room."""
        screen = self.screen
        width = screen.size.width
        screen.set_class(is_too_small(screen.size), "-small")
        is_wide = width >= screen.wide_from.get(screen.layout_name, BOARD_WIDE)
        place = screen.detail_place if is_wide or screen.detail_place == "below" else "off"
        panes = screen.panes
        panes.set_class(screen.is_detail_open, "-alone")
        panes.set_class(place == "below" and not screen.is_detail_open, "-below")
        panes.set_class(place == "off" and not screen.is_detail_open, "-listed")
        if screen.is_complete:
            third = screen.third
            third.border_title = "links"
            has_third = place == "right" and width >= LINKS_WIDE and not screen.is_detail_open
            third.set_class(has_third, "-shown")
            screen.detail.list_backlinks(not has_third)
            screen.call_after_refresh(screen.show_links)
        screen.call_after_refresh(screen.filling.fit_title)
