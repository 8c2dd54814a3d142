"""Adding a record by a line: typed, shown as it will be, added; and the next one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click, Key
from textual.widgets import Input

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.quick_add import Mistake, parse_line
from pmtui.domain.quick_add_complete import Gap, Offer, can_say, gap_at, offers, taken
from pmtui.domain.quick_add_names import Directory, Unresolved, directory_of
from pmtui.domain.quick_add_sigils import article
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import width_of
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.quick_line import OfferList, QuickLine, QuickPreview

if TYPE_CHECKING:
    from pmtui.screens.host import Host

_KEYS = (("enter", "add"), ("alt+enter", "add, go on"), ("esc", "close, text kept"), ("tab", "take"), ("↑↓", "choose"))

Add = Callable[[str, Callable[[str], None], Callable[[str], None]], None]
"""From a line to a record: called with the line, what to do once it is added (with what to say), and with a fault."""


class QuickAddDialog(Dialog[str]):
    """Asks for lines; answers with the text that was not added."""

    DEFAULT_CSS = """
    QuickAddDialog > Vertical { width: 92; height: 13; max-height: 100%; }
    """

    def __init__(self, host: Host, kind: str, text: str, add: Add) -> None:
        """Ask.

        Args:
            host: The app: its records, its clock.
            kind: The kind of the new records.
            text: What was typed before and not added.
            add: Adds a line.
        """
        super().__init__()
        self._host, self._kind, self._add = host, SCHEMA[kind], add
        self._is_preparing = False
        self._gap: Gap | None = None
        self.edit = QuickLine(text)
        self.preview = QuickPreview()
        self.offers = OfferList(can_say(self._kind))

    def compose(self) -> ComposeResult:
        """The line, what it means, what may come next, the keys."""
        with Vertical() as box:
            box.border_title = f"Add {article(self._kind.name)}"
            yield self.edit
            yield self.preview
            yield self.offers
            yield HintFoot(_KEYS)

    def on_mount(self) -> None:
        """Type at once."""
        self.edit.focus()
        self.edit.cursor_position = len(self.edit.value)
        self._follow()

    def _follow(self) -> None:
        """Show what the line means now, and what may stand at the cursor."""
        environment = self._host.environment()
        directory = directory_of(self._host.snapshot, environment.me)
        text, cursor = self.edit.value, self.edit.cursor_position
        self._gap = gap_at(text, cursor, self._kind)
        directory.is_hasty = True
        try:
            line = parse_line(text, self._kind, directory, environment.today, environment.now)
            self.offers.show_offers(self._gap, self._offers(directory))
        finally:
            directory.is_hasty = False
        self.edit.show_pieces(line.pieces)
        mistake = self._worth_saying(line.mistakes, cursor)
        before = text[:mistake.column - 1] if mistake is not None else ""
        self.preview.show(line, mistake, 1 + width_of(before) - int(self.edit.scroll_offset.x))
        if mistake is None and line.title:
            self._tell_template(line.values.get("type"))
        if directory.wanted and not self._is_preparing:
            self._is_preparing = True
            self.run_worker(lambda: self._prepare(directory), thread=True)

    def _tell_template(self, type: object) -> None:
        """Say what the team's template will bring."""
        if self._host.snapshot.settings.get("templates"):
            from pmtui.domain.templates import template_of

            template = template_of(self._kind, type, self._host.snapshot.settings)
            if template is not None:
                self.preview.say(f"with the template of {template.name}: {template.says}", "muted")

    def _offers(self, directory: Directory) -> Sequence[Offer]:
        try:
            return offers(self._gap, self._kind, directory) if self._gap is not None else ()
        except Unresolved:
            return ()

    def _prepare(self, directory: Directory) -> None:
        """On a thread: fold the titles of a large kind, so that no key waits for them; then look again."""
        directory.prepare(sorted(directory.wanted))
        self.app.call_later(self._prepared)

    def _prepared(self) -> None:
        self._is_preparing = False
        if not self.is_answered:
            self._follow()

    def _worth_saying(self, mistakes: tuple[Mistake, ...], cursor: int) -> Mistake | None:
        """The first mistake; not one in a word that is still being typed and has offers."""
        for one in mistakes:
            is_typed = one.column - 1 < cursor <= one.column - 1 + one.length
            if not (is_typed and self.offers.rows):
                return one
        return None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Follow each key."""
        event.stop()
        self._follow()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the chosen offer; else add and close."""
        event.stop()
        if self.offers.rows and self.offers.is_chosen:
            self._take()
        elif not self.is_answered:
            self._add(self.edit.value, lambda _: self._close(""), self._refuse)

    def on_quick_line_went_on(self, event: QuickLine.WentOn) -> None:
        """Add, and begin the next line."""
        event.stop()
        if not self.is_answered:
            self._add(self.edit.value, self._begin_next, self._refuse)

    def on_quick_line_list_pasted(self, event: QuickLine.ListPasted) -> None:
        """Many records are added in a dialog of their own; the line is kept."""
        event.stop()
        if not self.is_answered:
            self._close(self.edit.value)
            self.app.call_later(self._host.dispatch, "record.add_list", {"kind": self._kind.name, "pasted": event.text})

    def _begin_next(self, said: str) -> None:
        with self.prevent(Input.Changed):
            self.edit.value = ""
        self._follow()
        self.preview.say(said)

    def _refuse(self, fault: str) -> None:
        self.preview.say(fault, "error")

    def _close(self, text: str) -> None:
        self.dismiss(text)

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Close; the text is there again the next time."""
        event.stop()
        self._close(self.edit.value)

    def on_key(self, event: Key) -> None:
        """Tab takes an offer, the arrows go to others."""
        if event.key in ("up", "down"):
            self.offers.choose(-1 if event.key == "up" else 1)
        elif event.key == "tab":
            self._take()
        elif event.key in ("pageup", "pagedown", "shift+tab"):
            pass
        elif event.key in ("left", "right", "home", "end"):
            self.call_after_refresh(self._follow)
            return
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: Click) -> None:
        """Take the offer that was clicked."""
        at = self.offers.clicked(event)
        if at is not None:
            self.offers.move_to(at)
            self._take()

    def _take(self) -> None:
        offer, gap = self.offers.cursor_offer, self._gap
        if offer is not None and gap is not None:
            text = taken(offer, gap, directory_of(self._host.snapshot, self._host.environment().me))
            end = gap.end + (self.edit.value[gap.end:gap.end + 1] == '"' and self.edit.value[gap.start:gap.start + 1] == '"')
            blank = "" if self.edit.value[end:end + 1] == " " else " "
            self.edit.replace(text + blank, gap.start, end)
