"""How a review stands, and what its screen asks of the app that holds the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from pmtui.domain.change import Snapshot
from pmtui.domain.digest import Digest
from pmtui.domain.review import Minutes, Since
from pmtui.widgets.known import Known


class ReviewState:
    """One review from its beginning to its end; it outlives its screen, so that it can be taken up again.

    Attributes:
        since: From when on it looks back.
        begun: When it began, an instant.
        ids: The milestones, a page each.
        at: The page that is shown: 0 is what happened, then the milestones, then the end.
        attendees: The ids of who is there.
        made: What was recorded, by kind and id, the earliest first.
        dates: Start, target and resolution of the milestones when it began.
        review: The id of the record that it became; empty before its end.
        is_shown: Whether the chrome is hidden.
    """

    def __init__(self, since: Since, begun: str, ids: Sequence[str], dates: Mapping[str, Sequence[Any]]) -> None:
        """Begin with the first page."""
        self.since = since
        self.begun = begun
        self.ids = list(ids)
        self.at = 0
        self.attendees: list[str] = []
        self.made: list[tuple[str, str]] = []
        self.dates = dict(dates)
        self.review = ""
        self.is_shown = False

    @property
    def last(self) -> int:
        """The number of the last page."""
        return len(self.ids) + 1

    @property
    def id(self) -> str:
        """The milestone of the page; empty on the first page and on the last."""
        return self.ids[self.at - 1] if 0 < self.at < self.last else ""

    def as_json(self) -> dict[str, Any]:
        """All that is needed to take it up again when the program begins anew."""
        return {
            "since": list(self.since), "begun": self.begun, "ids": list(self.ids), "at": self.at, "attendees": list(self.attendees),
            "made": [list(key) for key in self.made], "dates": {id: list(some) for id, some in self.dates.items()},
        }

    @classmethod
    def of_json(cls, said: Mapping[str, Any]) -> ReviewState | None:
        """A review as it was kept; None where that makes no sense: another version may have written it."""
        try:
            since = Since(*(str(one) for one in said["since"]))
            dates = {str(id): tuple(some) for id, some in said["dates"].items()}
            made = cls(since, str(said["begun"]), [str(one) for one in said["ids"]], dates)
            made.at = max(0, min(int(said["at"]), made.last))
            made.attendees = [str(one) for one in said["attendees"]]
            made.made = [(str(kind), str(id)) for kind, id in said["made"]]
        except (KeyError, TypeError, ValueError, AttributeError):
            return None
        return made if since.at and all(len(some) == 3 for some in made.dates.values()) else None

    def drop(self, gone: set[str]) -> None:
        """Leave milestones out that are not here any more; the page stays where it can."""
        before = [id for id in self.ids[: max(0, self.at - 1)] if id in gone]
        was_last = self.at == self.last
        self.ids = [id for id in self.ids if id not in gone]
        self.at = self.last if was_last else min(self.at - len(before), self.last)


class Keeper(Protocol):
    """What the screen of a review asks of the app."""

    digest: Digest | None
    """What happened; None while it is being found out."""
    then: Snapshot | None
    """The records of then; None while they are read, and where nothing is known of the past."""
    is_reading: bool
    """Whether the records of then are still being read."""
    note: str
    """What there is to know about that, in a sentence."""

    @property
    def state(self) -> ReviewState:
        """How the review stands."""

    def known(self, id: str) -> Known:
        """What takes long to find out about a milestone, the forecast above all, as far as it is known."""

    def catch_up(self) -> None:
        """Find out what happened, and what lies ahead, where the records are others than before."""

    def minutes(self) -> Minutes:
        """What the review has come to so far."""

    def why_not(self) -> str:
        """Why nothing can be changed; empty where it can."""

    def ask_target(self, id: str) -> None:
        """Ask for another target of a milestone; a reason is asked for where it slips."""

    def ask_update(self, id: str) -> None:
        """Ask how a milestone goes."""

    def ask_health(self, id: str) -> None:
        """Ask how healthy a milestone is."""

    def ask_decision(self, id: str) -> None:
        """Ask for a decision, about a milestone or none."""

    def ask_action(self, id: str) -> None:
        """Ask for something to do, for a milestone or none."""

    def ask_attendees(self) -> None:
        """Ask who is there."""

    def ask_since(self) -> None:
        """Ask from when on the review looks back."""

    def turn(self, word: str) -> None:
        """Undo or redo the last change."""

    def edit(self, kind: str, id: str) -> None:
        """Open the form of a record."""

    def go(self, kind: str, id: str) -> None:
        """Leave the review and go to a record; the review can be taken up again."""

    def copy(self) -> None:
        """Copy the digest as Markdown."""

    def write(self) -> None:
        """Write the digest into a file."""

    def finish(self) -> None:
        """Set the marker, with the digest."""
