"""What a form asks of the app: to save, to keep drafts, and to run an editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from pmtui.domain.change import Change
from pmtui.widgets.record_index import Hit


class FormServices(Protocol):
    """The app, as a form sees it besides what every screen may ask."""

    def save(self, change: Change, *, is_new: bool) -> bool:
        """Make a change, and say so. False where the workspace takes none; the person has been told."""

    def keep_draft(self, draft: Mapping[str, Any]) -> None:
        """Put what is not saved aside, behind the screen."""

    def drop_draft(self, kind: str, id: str) -> None:
        """Forget what was put aside."""

    def drop_draft_once_saved(self, draft: Mapping[str, Any]) -> None:
        """Forget what was put aside as soon as the disk has it."""

    def flush_draft(self, draft: Mapping[str, Any]) -> None:
        """Put what is not saved aside now: the program is about to end."""

    def edited_outside(self, text: str, name: str) -> tuple[str, str] | None:
        """A text as the person's own editor left it, and the file that holds it.

        None where it could not be edited, and the person has been told. The file stays until `forget_edited`.
        """

    def forget_edited(self) -> None:
        """Remove the file of the last text that was edited outside: what it holds is in the form."""

    def ask(self, text: str, kinds: Sequence[str], found: Callable[[str, list[Hit], bool], None]) -> None:
        """Look for records behind the screen; see `pmtui.screens.dialogs.finding.Ask`."""

    def forget_asked(self) -> None:
        """Nobody waits for what was asked for last."""
