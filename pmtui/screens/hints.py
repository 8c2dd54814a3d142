"""Which keys the foot of a main screen names: those that do something here, now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.commands.core import why_not
from pmtui.widgets.filter_line import KEYS as FILTER_KEYS
from pmtui.widgets.hint_line import Hint
from pmtui.widgets.line_pane import LinePane

if TYPE_CHECKING:
    from pmtui.commands.core import Command
    from pmtui.screens.records_screen import RecordsScreen

_PRIORITY = {"app.help": 0, "view.filter": 0, "record.add": 1, "record.edit_field": 1, "record.status": 1, "record.evidence": 1,
             "select.toggle": 2, "rank.down": 2, "history.undo": 2, "record.open": 3, "view.layout": 3}
"""Which hints stay where the line is short: the smaller the longer."""
_OF_LAYOUTS = frozenset({"select.toggle", "view.layout", "record.open"})
"""Commands of the list or board, which are of no use in a pane of text."""


def hints_here(screen: RecordsScreen) -> list[Hint]:
    """The hints of a main screen as it stands: while a filter is typed its own keys, else those of the commands."""
    if screen.is_complete and screen.filter.edit.has_focus:
        return [Hint(key, label, at) for at, (key, label) in enumerate(FILTER_KEYS)]
    host = screen.host
    context = host.context()
    useless = _useless(screen)
    own = [*of_past(screen), *screen.walk.hints(), *_of_board(screen)]
    keys = {one.key for one in own}
    found = [
        Hint(_key(screen, command), command.hint, _PRIORITY.get(command.id, 5)) for command in host.commands
        if command.hint and command.id not in useless and not why_not(command, context)
    ]
    return [*own, *(one for one in found if one.key not in keys)]


def of_past(screen: RecordsScreen) -> list[Hint]:
    """What leads back from the past."""
    return [Hint("esc", "back" if screen.is_detail_open else "return to now", 0)] if screen.host.as_it_was else []


def _of_board(screen: RecordsScreen) -> list[Hint]:
    """What moves a card from lane to lane; the keys as they come, as the hints of a pair."""
    if screen.host.as_it_was:
        return []
    is_board = screen.layout_name == "board" and screen.view_widget.cursor_id is not None and not screen.is_detail_open
    return [Hint("< >", "status", 1)] if is_board else []


def _useless(screen: RecordsScreen) -> set[str]:
    """The ids of commands that are not refused here, and yet do nothing that a person would want."""
    useless: set[str] = set()
    if isinstance(screen.focused, LinePane):
        useless |= _OF_LAYOUTS
    if not screen.is_by_rank:
        useless.add("rank.down")
    if not screen.host.effects.can_undo:
        useless.add("history.undo")
    view = screen.view_widget
    if view.cursor_id is None:
        useless.add("select.toggle")
        if view.cursor_fault is None:
            useless.add("record.open")
        if view.cursor_fault is None and not screen.filter_text:
            useless |= {"view.filter", *(one.id for one in screen.host.commands if one.id.startswith("timeline."))}
    return useless


def _key(screen: RecordsScreen, command: Command) -> str:
    keys = screen.host.keys_of(command.id)
    return "J/K" if command.id == "rank.down" and keys[:1] == ("J",) else keys[0] if keys else ":"
