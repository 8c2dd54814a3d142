"""What keys mean on the Roadmap: zoom, looking aside, moves that are shown before they are made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.commands.roadmap_moves import TIMELINE
from pmtui.screens.roadmap_preview import ALONG

if TYPE_CHECKING:
    from pmtui.screens.roadmap import RoadmapScreen

Arguments = Mapping[str, Any]


class RoadmapKeys:
    """The effects of the Roadmap. Each gives whether it has done all there is to do; else the screen's own follows."""

    def __init__(self, screen: RoadmapScreen) -> None:
        """Work for this screen."""
        self.screen = screen

    def do_zoom(self, arguments: Arguments) -> bool:
        """Closer or from further away; in the list, groups are folded."""
        if self.screen.layout_name == "list":
            return False
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

    def do_take_along(self, arguments: Arguments) -> bool:
        """What waits for the milestones of a move goes along: as far as needed, then all by as much, then nothing."""
        screen, preview = self.screen, self.screen.preview
        if not self._is_shown:
            screen.host.say("that is for a move that is shown: > begins one")
            return True
        fault = preview.take_along(ALONG[(ALONG.index(preview.along) + 1) % len(ALONG)])
        if fault:
            screen.host.say(fault, "warning")
        screen.redraw_preview()
        return True

    def do_pane(self, arguments: Arguments) -> bool:
        """In a move that is shown: earlier and later are meant for the start alone, or for both ends again."""
        if not self._is_shown:
            return False
        self.screen.preview.is_start_alone ^= True
        self.screen.redraw_preview()
        return True

    def do_critical_path(self, arguments: Arguments) -> bool:
        """Show the critical path, or no longer."""
        self.screen.show_path(is_shown=not self.screen.is_path_shown)
        return True

    def do_open(self, arguments: Arguments) -> bool:
        """Keep a move that is shown, or open the folded lane under the cursor; else the record is opened."""
        if not self._is_shown:
            return self.screen.layout_name == TIMELINE and not self.screen.is_detail_open and self.screen.timeline.unfold_lane()
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
