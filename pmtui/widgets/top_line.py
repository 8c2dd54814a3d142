"""The line at the head of the screen: workspace, screens with their digits, and how saving and synchronising stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.events import Click
from textual.message import Message

from pmtui.widgets.cells import shortened, steady, width_of
from pmtui.widgets.one_line import OneLine, Span, spans_width
from pmtui.widgets.styled_lines import Line

_NAME = 16
"""Of a longer name of a workspace, so much must be seen beside the names of all screens."""
_STATE = 10
"""Cells that are kept free for the state, so that the names of the screens do not come and go with it."""


class Tab(NamedTuple):
    """One screen: its key as shown, and its name."""

    key: str
    name: str


class TopLine(OneLine):
    """Where the person is, and whether all is saved."""

    GROUND = "surface"

    class Picked(Message):
        """A screen was clicked.

        Attributes:
            name: The screen's name.
        """

        def __init__(self, name: str) -> None:
            """Name it."""
            super().__init__()
            self.name = name

    def __init__(self, *, id: str | None = None) -> None:
        """An empty line."""
        super().__init__(id=id)
        self._workspace = ""
        self._tabs: tuple[Tab, ...] = ()
        self._current = ""
        self._state: tuple[Span, ...] = ()
        self._forms: tuple[Line, ...] = ()

    def show(self, workspace: str, tabs: Sequence[Tab], current: str) -> None:
        """Show where the person is.

        Args:
            workspace: Its name.
            tabs: All screens.
            current: The name of the one that is shown.
        """
        self._workspace, self._current = workspace, current
        self._tabs = tuple(tab for tab in tabs if tab.key or tab.name == current)  # one without a digit is named while it is shown
        self.refresh()

    def show_state(self, spans: Sequence[Span]) -> None:
        """Show whether all is saved."""
        if tuple(spans) != self._state:
            self._state = tuple(spans)
            self.refresh()

    def show_sync(self, forms: Sequence[Line]) -> None:
        """Show branch, ahead, behind, changed records and conflicts: the longest form for which there is room beside the screens' names."""
        if tuple(forms) != self._forms:
            self._forms = tuple(forms)
            self.refresh()

    def spans(self, width: int) -> tuple[Sequence[Span], Sequence[Span]]:
        """Workspace and screens at the left, the state at the right."""
        tabs = self._tab_spans(self._is_wide(width))
        right = self._right(width - spans_width(tabs) - min(_NAME, width_of(steady(self._workspace))) - 4)
        room = width - spans_width(right) - spans_width(tabs) - 4
        name = shortened(steady(self._workspace), max(6, room))
        left = [Span(f" {name}  ", "heading"), *tabs]
        while len(right) > 1 and spans_width(left) + spans_width(right) > width:
            del right[0]
        return left, right

    def _right(self, room: int) -> list[Span]:
        """How saving and synchronising stand, in so many cells; that all is saved gives way first."""
        is_quiet = all(span.role == "success" for span in self._state)
        for form in self._forms:
            for spans in ([*self._state, *form], form) if is_quiet else ([*self._state, *form],):
                if spans_width(spans) <= room:
                    return list(spans)
        if self._forms and is_quiet:
            return list(self._forms[-1])
        return [*self._state, Span(" ")] if self._state else []

    def _is_wide(self, width: int) -> bool:
        """Whether every screen can show its name beside the workspace's; else only the one that is shown does."""
        name = min(_NAME, width_of(steady(self._workspace)))
        return name + spans_width(self._tab_spans(True)) + max(_STATE, spans_width(self._state)) + 5 <= width

    def _tab_spans(self, is_wide: bool) -> list[Span]:
        found: list[Span] = []
        for key, name in self._tabs:
            if name == self._current:
                found += [Span("[", "accent"), Span(f"{key} {name}".lstrip(), "accent bold"), Span("]", "accent")]
            else:
                found += [Span(f" {key}", "muted"), Span(f" {name} " if is_wide else " ", "muted")]
        return found

    def on_click(self, event: Click) -> None:
        """Tell which screen was clicked."""
        left, _ = self.spans(self.size.width)
        x = width_of(left[0].text)
        is_wide = self._is_wide(self.size.width)
        for key, name in self._tabs:
            size = width_of(key) + 2 + (width_of(name) + 1 if is_wide or name == self._current else 0)
            if x <= event.x < x + size:
                self.post_message(self.Picked(name))
                return
            x += size
