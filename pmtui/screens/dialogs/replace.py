"""Find and replace: what to find, what to put in its place, and every hit below as it would become."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.timer import Timer
from textual.widgets import Input, Static

from pmtui.domain.replacing import Hit
from pmtui.domain.text import counted
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title
from pmtui.widgets.choice_line import Choice, ChoiceLine
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.hit_list import HitList
from pmtui.widgets.line_edit import LineEdit

PLAIN, EXACT, REGULAR = "plain", "exact", "regular"
_HOW = (
    Choice(PLAIN, "plain text", "an upper-case letter makes case count"), Choice(EXACT, "exactly so", "upper and lower case differ"),
    Choice(REGULAR, "regular expression", r"\1 stands for the first group"),
)
_REST = 0.06
"""Seconds from a key until the search begins."""
_TICK = 0.004
"""Seconds between two steps of a search, for keys to come in between."""
_MOST = 5_000
"""So many hits are listed; a search ends there."""


class Wanted(NamedTuple):
    """What is looked for.

    Attributes:
        field: The name of the field.
        find: The text.
        put: What takes its place.
        how: PLAIN, EXACT or REGULAR.
    """

    field: str
    find: str
    put: str
    how: str


Step = Callable[[], tuple[Sequence[Hit], bool]]
"""Looks a little further: the new hits, and whether that was all. Raises ValueError with words where it cannot."""
Begin = Callable[[Wanted], Step]
"""Begins a search; raises ValueError with words where what is looked for cannot be read."""
Replace = Callable[[Wanted, Sequence[Hit]], str]
"""Replaces hits; gives what is wrong, or nothing."""


class ReplaceDialog(Dialog[Mapping[str, Any]]):
    """Asks what to replace, shows what would become of it, and replaces; answers with what was typed."""

    DEFAULT_CSS = """
    ReplaceDialog > Vertical { width: 110; height: 92%; }
    ReplaceDialog Horizontal { height: 1; padding: 0 1; }
    ReplaceDialog .label { width: 9; color: $text-muted; }
    ReplaceDialog LineEdit, ReplaceDialog LineEdit:focus { padding: 0; background: $panel; }
    ReplaceDialog #said { height: 1; padding: 0 1; color: $text-muted; border: none; }
    ReplaceDialog #said.-fault { color: $error; height: auto; max-height: 2; }
    """

    def __init__(
        self, title: str, fields: Sequence[Choice], field: str, begin: Begin, replace: Replace, short_id: Callable[[str], str],
        wanted: Wanted | None = None,
    ) -> None:
        """Ask.

        Args:
            title: In which records.
            fields: The fields in which a text can be replaced.
            field: The one that is chosen at first.
            begin: Begins a search.
            replace: Replaces.
            short_id: What people call a record.
            wanted: What was looked for before.
        """
        super().__init__()
        self._title, self._begin, self._replace = title, begin, replace
        self.find = LineEdit(wanted.find if wanted else "", select=True, placeholder="the text to find")
        self.put = LineEdit(wanted.put if wanted else "", select=True, placeholder="what takes its place; nothing takes it away")
        self.field, self.how = ChoiceLine(fields), ChoiceLine(_HOW)
        self.field.choose(next((at for at, one in enumerate(fields) if one.value == field), 0))
        self.how.choose(next((at for at, one in enumerate(_HOW) if wanted and one.value == wanted.how), 0))
        self.list = HitList(short_id)
        self.foot = HintFoot(())
        self._step: Step | None = None
        self._timer: Timer | None = None
        self._of: Wanted | None = None
        self._found: list[Hit] = []
        self._is_done = False

    def compose(self) -> ComposeResult:
        """The lines, the hits, what is to be said, the keys."""
        with Vertical() as box:
            box.border_title = as_title(self._title)
            for label, widget in (("find", self.find), ("replace", self.put), ("in", self.field), ("as", self.how)):
                with Horizontal():
                    yield Static(label, classes="label", markup=False)
                    yield widget
            yield Static("", id="said", markup=False)
            yield self.list
            yield self.foot

    def on_mount(self) -> None:
        """Type at once."""
        self.find.focus()
        self._look()

    @property
    def wanted(self) -> Wanted:
        """What is looked for now."""
        return Wanted(self.field.value, self.find.value, self.put.value, self.how.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look again, once the typing rests a moment."""
        event.stop()
        self._look_soon()

    def on_descendant_focus(self) -> None:
        """Other keys count in the list of hits."""
        self._show_keys()

    def _look_soon(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._is_done = False
        self._timer = self.set_timer(_REST, self._look)

    def _look(self) -> None:
        wanted = self.wanted
        if self._of is not None and (wanted.field, wanted.find, wanted.how) != (self._of.field, self._of.find, self._of.how):
            self.list.left = set()
        self._of, self._found, self._step, self._is_done = wanted, [], None, False
        if not wanted.find:
            self.list.show(())
            self._say("")
            return
        try:
            self._step = self._begin(wanted)
        except ValueError as error:
            self.list.show(())
            self._say(str(error), is_fault=True)
            return
        self._go_on()

    def _go_on(self) -> None:
        """Look a little further, then let keys in."""
        if self._step is None or self.is_answered:
            return
        try:
            more, is_last = self._step()
        except ValueError as error:
            self._step = None
            self._say(str(error), is_fault=True)
            return
        self._found += more
        is_cut = len(self._found) >= _MOST
        if is_last or is_cut or more:
            self.list.show(tuple(self._found))
        if is_last or is_cut:
            self._step, self._is_done = None, True
            self._count(is_cut)
        else:
            self._timer = self.set_timer(_TICK, self._go_on)

    def _count(self, is_cut: bool = False) -> None:
        chosen = self.list.chosen
        if not self._found:
            self._say("nothing found: the text does not occur here, or would stay the same")
            return
        records = len({hit.id for hit in chosen})
        of = f" of {len(self._found):,}" if len(chosen) != len(self._found) else ""
        more = " · more than are listed" if is_cut or len(self._found) >= _MOST else ""
        hits = "hit" if len(self._found) == 1 else "hits"
        self._say(f"{len(chosen):,}{of} {hits} in {counted(records, 'record')}{more}")

    def _say(self, text: str, *, is_fault: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.update(text)
        said.set_class(is_fault, "-fault")
        self._show_keys()

    def _show_keys(self) -> None:
        count = len(self.list.chosen)
        do = ("enter", f"replace {count:,}" if count else "replace")
        if self.list.has_focus:
            self.foot.show((do, ("space", "leave out"), ("a", "all or none"), ("esc", "close"), ("tab", "back to the text")))
        elif isinstance(self.focused, ChoiceLine):
            self.foot.show((("←→", "choose"), ("tab", "next"), do, ("esc", "close")))
        else:
            self.foot.show((("enter", "next") if self.find.has_focus else do, ("tab", "next"), ("esc", "close")))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """From the text to what takes its place, then replace."""
        event.stop()
        if event.input is self.find:
            self.put.focus()
        else:
            self._finish()

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Close; nothing is replaced."""
        event.stop()
        self._close()

    def on_key(self, event: Key) -> None:
        """Move among the hits and choose; look again where another field or way was chosen."""
        if event.key == "escape":
            self._close()
        elif event.key in ("ctrl+s", "ctrl+enter") or (event.key == "enter" and not isinstance(self.focused, LineEdit)):
            self._finish()
        elif self.list.has_focus and self.list.move_by_letter(event.key):
            pass
        elif self.list.has_focus and event.key in ("space", "x"):
            self.list.toggle()
            self._count()
        elif self.list.has_focus and event.key == "a":
            self.list.toggle_all()
            self._count()
        elif event.key in ("down", "up") and not self.list.has_focus:
            (self.focus_next if event.key == "down" else self.focus_previous)()
        else:
            if isinstance(self.focused, ChoiceLine):
                self._look_soon()
            return
        event.stop()
        event.prevent_default()

    def _finish(self) -> None:
        if not self._is_done or self._of != self.wanted:
            self._look()
            if self.list.hits or not self.find.value:
                return
        chosen = self.list.chosen
        if not chosen:
            self._say("nothing is to be replaced: type a text that occurs, or choose a hit with space", is_fault=True)
            return
        fault = self._replace(self.wanted, chosen)
        if fault:
            self._say(fault, is_fault=True)
        else:
            self._close()

    def _close(self) -> None:
        self.dismiss(self.wanted._asdict())
