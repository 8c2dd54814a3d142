"""What a score run asks of the app that holds the records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from pmtui.domain.records import Record
from pmtui.domain.score_methods import ScoreInput, ScoreMethod
from pmtui.screens.dialogs.score_run_pages import Start
from pmtui.widgets.score_lines import Opinion
from pmtui.widgets.score_moves import Standing


class Keeper(Protocol):
    """What the run asks of the app."""

    kind: str
    is_all: bool
    """Whether all records are scored, whether they have a score or not."""

    @property
    def plural(self) -> str:
        """What several of the records are called."""

    def methods(self) -> Mapping[str, ScoreMethod]:
        """The methods by which these records can be scored, by name."""

    def chosen(self) -> str:
        """The name of the method that was taken last."""

    def start(self, mode: str, chosen: str) -> Start:
        """What the start page says."""

    def ids(self, method: ScoreMethod, mode: str) -> list[str]:
        """The records to walk."""

    def of_group(self) -> ScoreMethod | None:
        """A method of all inputs that the group has scored; None where there are none."""

    def present(self, record: Record, method: ScoreMethod, mode: str) -> dict[str, Any]:
        """The values that a record has, by field."""

    def asked(self, record: Record, method: ScoreMethod, mode: str) -> list[str] | None:
        """The fields that are asked of a record, whatever is blank; None for those that are."""

    def opinion(self, record: Record, one: ScoreInput, *, is_revealed: bool) -> Opinion:
        """What the group has scored for an input."""

    def median(self, record: Record, one: ScoreInput) -> Any:
        """The group's median for an input, as its field holds it; None where nobody has scored it."""

    def figure(self, record: Record, method: ScoreMethod, values: Mapping[str, Any]) -> str:
        """The score of a record with these values, in words; empty where an input is blank."""

    def standing(self, method: ScoreMethod) -> Standing:
        """All figures by a method, with their places."""

    def keep(self, record: Record, method: ScoreMethod, mode: str, values: Mapping[str, Any]) -> bool:
        """Make the change that scores a record; whether that was possible."""

    def undo(self) -> bool:
        """Take back the last change; whether that was possible."""

    def read(self, record: Record, field: str, text: str) -> tuple[Any, str]:
        """The value that somebody typed, and what is wrong with it in words."""

    def remember(self, method: ScoreMethod) -> None:
        """Take this method the next time."""
