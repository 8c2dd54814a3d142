"""The way of a score run: which record and which of its inputs is asked, and what has been given so far. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.domain.score_methods import ScoreInput, ScoreMethod

MINE, GROUP, AGREE = "mine", "group", "agree"
"""What becomes of the values: they are the record's own, ballots for the group, or what the group agrees on."""


class Done(NamedTuple):
    """A record that has been scored.

    Attributes:
        place: Its place in the run, from 0.
        id: Its id.
    """

    place: int
    id: str


class Walk:
    """A walk over records, each input of a method in turn.

    Attributes:
        method: How they are scored.
        ids: The records, in their order.
        mode: MINE, GROUP or AGREE.
        at: The place of the record that is asked about, from 0; as many as there are records at the end.
        place: The place among the method's inputs of the one that is asked.
        asked: The places that are asked of this record by themselves.
        present: The values that the record had when it came up, by field.
        given: What has been given for it, by field.
        done: What has been scored and not been undone, the last one last.
    """

    def __init__(self, method: ScoreMethod, ids: Sequence[str], mode: str = MINE) -> None:
        """Stand before the first record; `begin` comes next."""
        self.method = method
        self.ids = list(ids)
        self.mode = mode
        self.at = 0
        self.place = 0
        self.asked: list[int] = []
        self.present: Mapping[str, Any] = {}
        self.given: dict[str, Any] = {}
        self.done: list[Done] = []

    @property
    def id(self) -> str | None:
        """The record that is asked about; None at the end."""
        return self.ids[self.at] if self.at < len(self.ids) else None

    @property
    def input(self) -> ScoreInput:
        """The input that is asked."""
        return self.method.inputs[self.place]

    @property
    def values(self) -> dict[str, Any]:
        """What the record has and what has been given for it, by field."""
        return {**self.present, **self.given}

    def begin(self, present: Mapping[str, Any], only: Sequence[str] | None = None, *, is_back: bool = False) -> None:
        """A record comes up.

        Blank inputs are asked; where none is blank, all are. Who comes back to a record stands at its last input.

        Args:
            present: The values that it has, by field.
            only: The fields that are asked, whatever is blank; None for those that are.
            is_back: Whether the record is come back to.
        """
        places = range(len(self.method.inputs))
        names = [one.field for one in (self.method.missing(present) if only is None else self.method.inputs)]
        wanted = [at for at in places if self.method.inputs[at].field in (names if only is None else only)]
        self.present, self.given = dict(present), {}
        self.asked = list(places) if (is_back and only is None) or not wanted else wanted
        self.place = self.asked[-1] if is_back else self.asked[0]

    def give(self, value: Any) -> bool:
        """Take a value for the input that is asked, and go on; whether that was the record's last."""
        self.given[self.input.field] = value
        return self.forward()

    def forward(self) -> bool:
        """Go on to the next input that is asked; whether there is none."""
        later = next((at for at in self.asked if at > self.place), None)
        if later is None:
            return True
        self.place = later
        return False

    def back(self) -> bool:
        """Go back to the input before, whether it is asked by itself or not; False at the first."""
        if not self.place:
            return False
        self.place -= 1
        if self.place not in self.asked:
            self.asked = sorted({*self.asked, self.place})
        return True

    def note(self) -> None:
        """The record has been scored."""
        self.done.append(Done(self.at, self.ids[self.at]))

    def undone(self) -> Done | None:
        """Go back to the record that was scored last, which is no longer; None where there is none."""
        if not self.done:
            return None
        last = self.done.pop()
        self.at = last.place
        return last

    @property
    def scored_ids(self) -> list[str]:
        """The records that have been scored, in the order of the run."""
        return list(dict.fromkeys(one.id for one in sorted(self.done)))
