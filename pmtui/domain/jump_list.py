"""Where a person has been: back and forward, as in a browser; and which records were visited last."""

from __future__ import annotations

from typing import NamedTuple

MOST = 100
"""So many places are remembered."""


class Place(NamedTuple):
    """A record on a main screen.

    Attributes:
        screen: The name of the screen.
        kind: The record's kind; empty where the cursor stood on none.
        id: The record's id; empty likewise.
    """

    screen: str
    kind: str = ""
    id: str = ""


class JumpList:
    """The places that were left, and where among them one stands. It knows places, not whether their records are still there."""

    def __init__(self) -> None:
        """Nowhere yet."""
        self._back: list[Place] = []
        self._forward: list[Place] = []
        self._visited: dict[tuple[str, str], None] = {}

    def leave(self, place: Place) -> None:
        """Note a place that is about to be left for somewhere new; what lay forward is forgotten."""
        self._forward.clear()
        self._push(self._back, place)
        self.visit(place.kind, place.id)

    def visit(self, kind: str, id: str) -> None:
        """Note that a record has been visited."""
        if id:
            self._visited.pop((kind, id), None)
            self._visited[kind, id] = None
            while len(self._visited) > MOST:
                del self._visited[next(iter(self._visited))]

    def back(self, here: Place) -> Place | None:
        """The place that was left before this one; None where there is none. `here` then lies forward."""
        return self._turn(self._back, self._forward, here)

    def forward(self, here: Place) -> Place | None:
        """The place from which one last went back; None where there is none. `here` then lies back."""
        return self._turn(self._forward, self._back, here)

    def visited(self) -> list[tuple[str, str]]:
        """Kind and id of the records that were visited, the last one first."""
        return list(reversed(self._visited))

    def _turn(self, source: list[Place], target: list[Place], here: Place) -> Place | None:
        while source:
            place = source.pop()
            if place != here:
                self._push(target, here)
                self.visit(place.kind, place.id)
                return place
        return None

    def _push(self, places: list[Place], place: Place) -> None:
        if not places or places[-1] != place:
            places.append(place)
            del places[:-MOST]
