"""Choosing what to link with: records that are found, those that are linked now, and new ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key

from pmtui.domain.text import folded, one_line
from pmtui.screens.dialogs.finding import Ask, SearchingDialog
from pmtui.widgets.cells import as_title
from pmtui.widgets.found_list import NEW, FoundList, FoundRows, hit_of
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.picker import PickRow
from pmtui.widgets.record_index import Hit

if TYPE_CHECKING:
    from pmtui.screens.host import Host

_MANY = (("enter", "link; ● unlinks"), ("tab", "mark several"), ("alt+enter", "create"), ("esc", "cancel"))
_ONE = (("enter", "link; ● unlinks"), ("alt+enter", "create"), ("esc", "cancel"))
_MARKED = (("enter", "take what is marked"), ("tab", "mark"), ("alt+enter", "create, too"), ("esc", "cancel"))
_CREATING = ("alt+enter", "ctrl+enter")


class Linked(NamedTuple):
    """What was chosen.

    Attributes:
        add: Records to link with.
        remove: Records to unlink.
        create: Kind and title of records to create and link with.
    """

    add: tuple[Hit, ...] = ()
    remove: tuple[Hit, ...] = ()
    create: tuple[tuple[str, str], ...] = ()


class LinkDialog(SearchingDialog[Linked | None]):
    """Asks for records to link with; answers None when it is dismissed with Escape."""

    DEFAULT_CSS = """
    LinkDialog > Vertical { width: 92; height: 20; max-height: 90%; }
    """

    def __init__(
        self, host: Host, ask: Ask, title: str, *, kinds: Sequence[str], linked: Sequence[Hit], every: Collection[Hit],
        own: Collection[Hit], new: Sequence[str], many: bool,
    ) -> None:
        """Ask.

        Args:
            host: The app: its records.
            ask: Looks for records.
            title: What is asked.
            kinds: The kinds that may be linked with.
            linked: What is linked now with any of the records.
            every: Of these, what is linked with all of them.
            own: The records themselves, which cannot be linked with.
            new: The kinds of record that may be created.
            many: Whether several may be linked.
        """
        super().__init__(host, ask, "type to find, or the title of a new one", FoundList(host.id_length))
        self._title, self.kinds, self._new, self._is_many = title, tuple(kinds), new, many
        self._linked, self._every, self._own = list(linked), set(every), set(own)
        self._marked = set(every)
        self._touched: dict[Hit, bool] = {}
        self.foot = HintFoot(_MANY if many else _ONE)

    def compose(self) -> ComposeResult:
        """The line, what is found, the keys."""
        with Vertical() as box:
            box.border_title = as_title(self._title)
            yield self.edit
            yield self.list
            yield self.foot

    def on_mount(self) -> None:
        """Show what is linked now; look for more behind."""
        self.edit.focus()
        self.found.is_searching = True
        self._show("", [])
        self.look("")

    def in_order(self, text: str, hits: list[Hit]) -> list[Hit]:
        """What was found; where nothing is typed, behind what is linked now."""
        hits = [hit for hit in hits if hit not in self._own]
        return hits if text.strip() else [*self._linked, *(hit for hit in hits if hit not in self._linked)]

    def rows(self, text: str, hits: list[Hit]) -> FoundRows:
        """What was found, and what could be created."""
        return FoundRows(self._host.snapshot, hits, self._new_rows(text, hits))

    def _new_rows(self, text: str, hits: Sequence[Hit]) -> list[PickRow]:
        """A row for each kind that could be created with what is typed; none where a record is called so."""
        title = one_line(text).strip()
        if not title:
            return []
        known = {hit.kind for hit in hits if folded(self._title_of(hit)) == folded(title)}
        return [PickRow(f"{NEW}{kind}", f"create {kind} “{title}”", "", NEW, "success") for kind in self._new if kind not in known]

    def _title_of(self, hit: Hit) -> str:
        table = self._host.snapshot.table(hit.kind)
        at = table.position(hit.id)
        return "" if at is None else str(table.column("title")[at] or "").strip()

    def label(self) -> None:
        """Mark what is linked, and say how many these are."""
        self.list.marked = {f"{hit.kind} {hit.id}" for hit in self._marked}
        partly = [hit for hit in self._linked if hit not in self._every and hit not in self._touched]
        self.found.partly = {f"{hit.kind} {hit.id}" for hit in partly}
        self.list.refresh()
        count = len(self._marked)
        self.query_one(Vertical).border_subtitle = f"{count} linked" if count else ""

    @property
    def is_deciding(self) -> bool:
        """Whether Enter was pressed before what was typed has been found."""
        return self._is_entered

    def pick(self) -> None:
        """Take what is marked; without any mark, link with the record under the cursor, or unlink it."""
        row = self.list.cursor_row
        if row is not None and row.value.startswith(NEW):
            self._answer((row.value[len(NEW):], one_line(self.edit.value).strip()))
        elif self._touched:
            self._answer()
        elif row is not None:
            self._toggle(hit_of(row))
            self._answer()

    def _enter(self) -> None:
        self._is_entered = False
        self.pick()

    def _toggle(self, hit: Hit) -> None:
        """Link with a record, or unlink it; where only one may be linked, the others are not any more."""
        is_on = hit not in self._marked
        if is_on and not self._is_many:
            for other in self._marked:
                self._touched[other] = False
            self._marked.clear()
        self._touched[hit] = is_on
        (self._marked.add if is_on else self._marked.discard)(hit)

    def _answer(self, *create: tuple[str, str]) -> None:
        add = tuple(hit for hit, is_on in self._touched.items() if is_on)
        remove = tuple(hit for hit, is_on in self._touched.items() if not is_on)
        self.dismiss(Linked(add, remove, create))

    def on_key(self, event: Key) -> None:
        """Tab marks; with alt, Enter creates what is typed."""
        row = self.list.cursor_row
        if event.key == "tab" and self._is_many and row is not None and " " in row.value:
            self._toggle(hit_of(row))
            self.foot.show(_MARKED)
            self.label()
            self.list.move(1)
        elif event.key in _CREATING and self.edit.value.strip() and self._new:
            self._answer((self._new[0], one_line(self.edit.value).strip()))
        else:
            return
        event.stop()
        event.prevent_default()
