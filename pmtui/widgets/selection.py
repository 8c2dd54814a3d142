"""Which records are selected: single ones, and a range that follows the cursor."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence, Set
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from pmtui.widgets.messages import SelectionChanged

if TYPE_CHECKING:
    from textual.widget import Widget

    _Base = Widget
else:
    _Base = object


class Selection:
    """A set of ids, with the anchor of a range that is still being drawn.

    Attributes:
        ids: The selected records; another set after each change, so that one can tell by it whether there was one.
        anchor: The record where a range began; None while none is being drawn.
    """

    __slots__ = ("_kept", "anchor", "ids")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.ids: set[str] = set()
        self.anchor: str | None = None
        self._kept: set[str] = set()

    def toggle(self, id: str) -> None:
        """Select a record, or no longer."""
        self.anchor = None
        self.ids = self.ids ^ {id}

    def begin(self, id: str) -> None:
        """Begin a range at a record."""
        self.anchor = id
        self._kept = set(self.ids)
        self.ids = self.ids | {id}

    def reach(self, ids: Iterable[str]) -> None:
        """Let the range cover these records; those that were selected before it stay."""
        self.ids = self._kept | set(ids)

    def end(self) -> None:
        """End the range; what it covers stays selected."""
        self.anchor = None

    def add(self, ids: Iterable[str]) -> None:
        """Select these records too."""
        self.ids = self.ids | set(ids)

    def clear(self) -> None:
        """Select nothing."""
        self.ids = set()
        self.anchor = None


class View(Protocol):
    """What a list or a board shows."""

    def shown(self, ids: Collection[str]) -> list[str]:
        """Those of the ids that are shown, in the order shown."""


V = TypeVar("V", bound=View)


class Selecting(Generic[V], _Base):
    """The part of lists and boards that selects records."""

    selection: Selection
    view: V

    @property
    def cursor_id(self) -> str | None:
        """The id of the record under the cursor, or None."""
        raise NotImplementedError

    def _shown_ids(self) -> Sequence[str]:
        """The ids of all records shown, in their order."""
        raise NotImplementedError

    def _ids_from(self, id: str | None) -> Sequence[str]:
        """The ids from a record to the cursor; that of the cursor alone where the record is not shown."""
        raise NotImplementedError

    def shown_ids(self) -> Sequence[str]:
        """The ids of all records shown, in their order."""
        return self._shown_ids()

    @property
    def selected(self) -> list[str]:
        """The ids of the selected records, in the order shown."""
        return self.view.shown(self.selection.ids)

    def toggle_selection(self) -> None:
        """Select the record under the cursor, or no longer."""
        if self.cursor_id is not None:
            self.selection.toggle(self.cursor_id)
            self._selection_changed(only_cursor=True)

    def toggle_range(self) -> None:
        """Begin a range at the cursor, which then follows it; or end it."""
        if self.selection.anchor is not None:
            self.selection.end()
        elif self.cursor_id is not None:
            self.selection.begin(self.cursor_id)
            self._selection_changed()

    def select_all(self) -> None:
        """Select every record shown; unreadable files cannot be selected."""
        self.selection.end()
        self.selection.ids = set(self._shown_ids())
        self._selection_changed()

    def toggle_these(self, ids: Set[str]) -> None:
        """Select these records, or no longer where all of them are selected."""
        if ids and ids <= self.selection.ids:
            self.selection.ids = self.selection.ids - ids
        else:
            self.selection.add(ids)
        self._selection_changed()

    def clear_selection(self) -> None:
        """Select nothing."""
        self.selection.clear()
        self._selection_changed()

    def _reach(self) -> bool:
        """Let a range follow the cursor; False where none is being drawn."""
        if self.selection.anchor is None:
            return False
        self.selection.reach(self._ids_from(self.selection.anchor))
        self._selection_changed()
        return True

    def _keep_selected(self, kept: set[str]) -> None:
        """Drop what is no longer shown: a change must never hit a record that nobody sees."""
        if self.selection.anchor is not None and self.selection.anchor not in kept:
            self.selection.end()
        if len(kept) != len(self.selection.ids):
            self.selection.ids = kept
            self._selection_changed()

    def _refresh_cursor(self) -> None:
        """Paint the record under the cursor anew."""
        raise NotImplementedError

    def _selection_changed(self, *, only_cursor: bool = False) -> None:
        if only_cursor:
            self._refresh_cursor()
        else:
            self.refresh()
        self.post_message(SelectionChanged(self, len(self.selection.ids)))
