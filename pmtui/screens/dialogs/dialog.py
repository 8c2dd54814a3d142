"""What all dialogs share: how they close, and their frame."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

T = TypeVar("T")


class Dialog(ModalScreen[T]):
    """A dialog that answers once: of two keys that come at the same moment, the second finds it closed.

    Textual's `dismiss` takes whatever is on top off the screen, though it be the main screen.
    """

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > Vertical { max-width: 96%; border: round $border; background: $surface; }
    Dialog > Vertical { border-title-color: $text; border-subtitle-color: $text-muted; }
    Dialog > Picker { max-width: 96%; max-height: 90%; }
    Dialog .help { color: $text-muted; }
    """

    is_answered = False
    """Whether it has been closed; a dialog that is used again sets it back."""

    @property
    def is_deciding(self) -> bool:
        """Whether it still looks for what the last key meant: the keys behind that one wait so long."""
        return False

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close with an answer; a second one counts no more."""
        if self.is_answered:
            done: AwaitComplete = AwaitComplete.nothing()  # type: ignore[no-untyped-call]
            return done
        self.is_answered = True
        return super().dismiss(result)
