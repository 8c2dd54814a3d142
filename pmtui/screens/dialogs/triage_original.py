"""Choosing the record that another one repeats: the likely ones first, with the shared words marked; then any other by typing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Vertical

from pmtui.domain.similar import Likely
from pmtui.screens.dialogs.finding import Ask, FindingDialog
from pmtui.widgets.cells import as_title, width_of
from pmtui.widgets.found_list import FoundList
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.palette import Palette
from pmtui.widgets.record_index import Hit
from pmtui.widgets.similar_pane import marked_words

if TYPE_CHECKING:
    from pmtui.screens.host import Host


class LikelyList(FoundList):
    """Found records; of likely ones the words that both have are marked, and no letters.

    Attributes:
        shared: Those words, by the record's title.
    """

    def __init__(self, id_length: Callable[[str], int]) -> None:
        """An empty list."""
        super().__init__(id_length)
        self.shared: Mapping[str, Sequence[str]] = {}

    def _title(self, label: str, room: int, ground: str, palette: Palette) -> list[Segment]:
        words = self.shared.get(label.rstrip("…").strip()) if not self._words else None
        words = words or next((found for title, found in self.shared.items() if label.endswith("…") and title.startswith(label[:-1])), None)
        if self._words or not words:
            return super()._title(label, room, ground, palette)
        parts = [
            Segment(one.text, palette.style("accent bold underline" if one.role != "text" else "text", ground))
            for one in marked_words(label, words)
        ]
        return [*parts, Segment(" " * max(0, room - width_of(label)), palette.style("text", ground))]


class OriginalDialog(FindingDialog):
    """Asks for a record; answers None when it is dismissed with Escape."""

    DEFAULT_CSS = """
    OriginalDialog > Vertical { width: 96; height: 16; max-height: 90%; }
    """

    def __init__(
        self, host: Host, ask: Ask, title: str, *, kinds: Sequence[str], own: Collection[Hit], foot: str,
        likely: Sequence[Likely] | None = None,
    ) -> None:
        """Ask.

        Args:
            host: The app: its records.
            ask: Looks for records.
            title: What is asked.
            kinds: The kinds that it may be of.
            own: The records that repeat it, which it cannot be.
            foot: What Enter does.
            likely: The likely ones; None while they are being looked for.
        """
        self._marked = LikelyList(host.id_length)
        super().__init__(host, ask, "some letters of its title, or its id", self._marked)
        self._title, self.kinds, self._own, self._foot = title, tuple(kinds), set(own), foot
        self._likely = likely

    def compose(self) -> ComposeResult:
        """The line, what is found, the keys."""
        with Vertical() as box:
            box.border_title = as_title(self._title)
            yield self.edit
            yield self.list
            yield HintFoot((("enter", self._foot), ("↑↓", "choose"), ("esc", "cancel")))

    def on_mount(self) -> None:
        """Show the likely ones, if they are known."""
        self.edit.focus()
        self.found.is_searching = True
        self.know_likely(self._likely)

    @property
    def is_deciding(self) -> bool:
        """Whether Enter was pressed before anything has been found."""
        return self._is_entered

    def know_likely(self, likely: Sequence[Likely] | None) -> None:
        """Take the likely ones, and show them as long as nothing is typed."""
        self._likely = likely
        if likely is None or self.is_answered:
            return
        tables = {one.kind: self._host.snapshot.table(one.kind) for one in likely}
        titles = {one: tables[one.kind].position(one.id) for one in likely}
        self._marked.shared = {
            str(tables[one.kind].column("title")[at] or ""): one.words for one, at in titles.items() if at is not None
        }
        if not self.edit.value.strip():
            self._show("", [hit for one in likely if (hit := Hit(one.kind, one.id)) not in self._own])
            self.found.is_searching = not self.list.rows  # an empty list says nothing: what is meant is to be typed
            if self._is_entered:
                self._enter()

    def look(self, text: str) -> None:
        """Look for a text; where nothing is typed, the likely ones are there."""
        if not text.strip() and self._likely is not None:
            self.know_likely(self._likely)
        else:
            super().look(text)

    def in_order(self, text: str, hits: list[Hit]) -> list[Hit]:
        """What was found without the records that repeat it; of what matches, the likely ones first."""
        hits = [hit for hit in hits if hit not in self._own]
        likely = [hit for one in self._likely or () if (hit := Hit(one.kind, one.id)) in hits] if text.strip() else []
        return [*likely, *(hit for hit in hits if hit not in likely)]

    def told(self) -> str:
        """What stands first where nothing is typed."""
        return "the likeliest first" if self._likely else "nothing says the same: type to find it"

    def can_wait(self, text: str) -> bool:
        """Enter waits for what is typed, or for the likely ones."""
        return bool(text.strip()) or self._likely is None
