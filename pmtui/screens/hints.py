"""Which keys the foot of a main screen names: those that do something here, now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.commands.core import screen_of, why_not
from pmtui.commands.keymap import parse_keys
from pmtui.commands.navigation import PEOPLE_MAP
from pmtui.screens.live_hints import with_live_keys
from pmtui.widgets.hint_line import Hint
from pmtui.widgets.line_pane import LinePane

if TYPE_CHECKING:
    from pmtui.commands.core import Command
    from pmtui.domain.records import Record
    from pmtui.screens.records_screen import RecordsScreen

_PRIORITY = {"app.help": 0, "view.filter": 0, "record.add": 1, "record.edit_field": 1, "record.status": 1, "record.evidence": 1,
             "select.toggle": 2, "rank.down": 2, "history.undo": 2, "record.open": 3, "view.layout": 3,
             "triage.link": 2, "triage.evidence": 2,
             "roadmap.review": 2, "roadmap.forecast": 3, "timeline.path": 4, "roadmap.scope": 4, "roadmap.what_if": 4}
"""Which hints stay where the line is short: the smaller the longer."""
_PRIORITY_ON = {
    "Roadmap": {"roadmap.review": 1, "roadmap.forecast": 1, "record.add": 2, "roadmap.scope": 2, "timeline.path": 2, "roadmap.what_if": 2,
                "view.filter": 3, "record.edit_field": 4, "record.status": 4, "record.open": 4, "view.layout": 4, "select.toggle": 5},
}
"""The same where a screen is for other things than the changing of fields: what nobody would guess comes first."""
_ALSO = {"Inbox": {"record.split": "split"}}
"""Commands of all screens that one screen is for, and what its foot says of them."""
_OF_KIND = {("decision.decide", "goal"): "due", ("decision.decide", "product"): "review"}
"""What the foot says of a key that does something else with records of a kind."""
_ONLY_ON = {"strategy.positioning": ("product", "competitor"), "product.ask": ("product",)}
"""The kinds on which the foot names a key that elsewhere acts on another record than the one under the cursor."""
_DECIDING = {"experiment": ("method", "arms", "sessions")}
"""Fields of a kind by which some keys act on one record and not on the next: those that are there or not, and choices."""
_PAIR = "J/K"
"""The keys that move a record by rank, in one hint."""
_OF_LAYOUTS = frozenset({"select.toggle", "view.layout", "record.open"})
"""Commands of the list or board, which are of no use in a pane of text."""


def follow(screen: RecordsScreen, record: Record | None) -> None:
    """Show the hints anew where other keys matter with the record under the cursor than with the one before it."""
    here: tuple[object, ...] = ()
    if record is not None:
        facts = (record[name] for name in _DECIDING.get(record.kind, ()))
        here = (record.kind, *(fact if isinstance(fact, str) else bool(fact) for fact in facts))
    if screen.is_complete and screen.hints.about != here:
        screen.hints.about = here
        screen.show_hints()


def hints_here(screen: RecordsScreen) -> list[Hint]:
    """The hints of a main screen as it stands: while a filter is typed its own keys, else those of the commands."""
    if screen.is_complete and screen.filter.edit.has_focus:
        from pmtui.widgets.filter_line import KEYS

        return [Hint(key, label, at) for at, (key, label) in enumerate(KEYS)]
    host = screen.host
    context = host.context()
    useless = _useless(screen)
    every = (*of_past(screen), *_of_visit(screen), *screen.walk.hints(), *_of_board(screen), *_of_groups(screen))
    own = list({one.key: one for one in reversed(every)}.values())[::-1]  # of two that say what a key does, the first
    keys = {one.key for one in own}
    also = _ALSO.get(screen.tab.name, {})
    hinted = {one.id: _OF_KIND.get((one.id, context.kind)) or one.hint or also.get(one.id, "") for one in host.commands}
    useless |= {id for id, kinds in _ONLY_ON.items() if context.kind not in kinds}
    acting = [one for one in host.commands if hinted[one.id] and one.id not in useless and not why_not(one, context)]
    acting.sort(key=lambda one: (not screen_of(one), one.id not in also))  # what this screen is for comes first
    usual = {one.id: 1 if screen_of(one) or one.id in also else 5 for one in acting}
    priority = {**usual, **_PRIORITY, **_PRIORITY_ON.get(screen.tab.name, {})}
    found = [Hint(key, hinted[one.id], priority[one.id]) for one in acting if (key := _key(screen, one))]
    named = [one for one in found if one.key not in keys]  # by their live keys already, but for a pair
    return [*with_live_keys(host, own), *(two for one in named for two in (with_live_keys(host, [one]) if one.key == _PAIR else [one]))]


def of_past(screen: RecordsScreen) -> list[Hint]:
    """What leads back from the past, or from a scenario."""
    where = "return to now" if screen.host.as_it_was else "today" if screen.host.what_if else ""
    back = [Hint("esc", "back" if screen.is_detail_open else where, 0)] if where else []
    return [*back, Hint("V", "what if", 1)] if screen.host.what_if and screen.tab.name == "Roadmap" else back


def _of_visit(screen: RecordsScreen) -> list[Hint]:
    """What leads back to the screen from which a person came to see these records."""
    visit = screen.visit
    is_over = visit is None or screen.is_detail_open or screen.filter_text != visit.query
    return [] if visit is None or is_over else [Hint("esc", f"back to {visit.back}", 1)]


def _of_board(screen: RecordsScreen) -> list[Hint]:
    """What moves a card from lane to lane; the keys as they come, as the hints of a pair."""
    if screen.host.as_it_was:
        return []
    if screen.layout_name == "matrix" and screen.view_widget.cursor_id is not None and not screen.is_detail_open:
        return [Hint("< >", "effort", 1), Hint("J/K", "value", 1)]
    if screen.layout_name == PEOPLE_MAP and screen.view_widget.cursor_id is not None and not screen.is_detail_open:
        return [Hint("< >", "interest", 1), Hint("J/K", "influence", 1)]
    if screen.layout_name == "journey" and screen.view_widget.cursor_id is not None and not screen.is_detail_open:
        return [Hint("< >", "stage", 1)]
    is_board = screen.layout_name == "board" and screen.view_widget.cursor_id is not None and not screen.is_detail_open
    return [Hint("< >", "status", 1)] if is_board else []


def _of_groups(screen: RecordsScreen) -> list[Hint]:
    """What folds groups, or opens the folded one under the cursor."""
    group = screen.list.cursor_group if screen.layout_name == "list" and not screen.is_detail_open else None
    if group is None or not group.key:
        return []
    return [Hint("enter", "unfold", 1)] if group.is_folded else [Hint("- +", "fold", 3)]


def _useless(screen: RecordsScreen) -> set[str]:
    """The ids of commands that are not refused here, and yet do nothing that a person would want."""
    useless: set[str] = set()
    if isinstance(screen.focused, LinePane):
        useless |= _OF_LAYOUTS
    if not screen.is_by_rank:
        useless.add("rank.down")
    if not screen.host.effects.can_undo:
        useless.add("history.undo")
    if screen.layout_name == "list":
        useless.add("timeline.zoom_in")
    view = screen.view_widget
    if view.cursor_id is None:
        useless.add("select.toggle")
        if view.cursor_fault is None:
            useless.add("record.open")
        if view.cursor_fault is None and not screen.filter_text:
            useless |= {"view.filter", *(one.id for one in screen.host.commands if one.id.startswith("timeline."))}
    return useless


def _key(screen: RecordsScreen, command: Command) -> str:
    """The key to name for a command; empty where a command of this screen has taken it."""
    keys = screen.host.keys_of(command.id)
    if not keys:
        holders = (screen.host.keys.get(parse_keys(one)) for one in command.keys)
        return "" if any(id and screen_of(screen.host.commands[id]) for id in holders) else ":"
    return _PAIR if command.id == "rank.down" else keys[0]
