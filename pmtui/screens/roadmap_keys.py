"""What keys mean on the Roadmap: zoom, looking aside, moves that are shown before they are made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.commands.roadmap_moves import TIMELINE

if TYPE_CHECKING:
    from pmtui.screens.roadmap import RoadmapScreen

Arguments = Mapping[str, Any]


class RoadmapKeys:
    """The effects of the Roadmap. Each gives whether it has done all there is to do; else the screen's own follows."""

    def __init__(self, screen: RoadmapScreen) -> None:
        """Work for this screen."""
        self.screen = screen

    def do_zoom(self, arguments: Arguments) -> bool:
        """Closer or from further away."""
        self.screen.timeline.zoom(int(arguments["step"]))
        return True

    def do_pan(self, arguments: Arguments) -> bool:
        """Later, earlier, or back to today."""
        step = int(arguments["step"])
        if step:
            self.screen.timeline.pan(step)
        else:
            self.screen.timeline.to_today()
        return True

    def do_preview_move(self, arguments: Arguments) -> bool:
        """Show where milestones would go."""
        fault = self.screen.preview.adjust(arguments["ids"], arguments["steps"])
        if fault:
            self.screen.host.say(fault, "warning")
        self.screen.redraw_preview()
        self.screen.timeline.bring_into_sight()
        return True

    def do_open(self, arguments: Arguments) -> bool:
        """Keep a move that is shown; else the record is opened."""
        if not self._is_shown:
            return False
        self.screen.preview.keep()
        self.screen.redraw_preview()
        return True

    def do_back(self, arguments: Arguments) -> bool:
        """Drop a move that is shown; else one layer is taken away."""
        if not self._is_shown:
            return False
        self._drop()
        return True

    def do_layout(self, arguments: Arguments) -> bool:
        """A move that is shown belongs to the timeline."""
        if self._is_shown:
            self._drop()
        return False

    def do_sort(self, arguments: Arguments) -> bool:
        """Rank is an order to ask for where the screen has another by itself."""
        screen = self.screen
        if arguments["field"] != "rank" or not screen.rules.order:
            return False
        screen.filter_text = " ".join(word for word in screen.filter_text.split() if not word.startswith("sort:"))
        screen.sort = "rank"
        screen.show_snapshot()
        return True

    def cursor_moved(self) -> None:
        """Drop a move that is shown where the cursor leaves its milestones."""
        timeline = self.screen.timeline
        if self._is_shown and timeline.view.owner(timeline.cursor_index) not in self.screen.preview.dates:
            self._drop()
            self.screen.host.say("not moved: enter keeps a move")

    @property
    def _is_shown(self) -> bool:
        return self.screen.preview.is_shown and self.screen.layout_name == TIMELINE

    def _drop(self) -> None:
        self.screen.preview.drop()
        self.screen.redraw_preview()
