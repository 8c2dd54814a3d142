"""Which keys the foot of the Tree screen names: how the line under the cursor folds, and what mends what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.commands.tree import BELOW
from pmtui.domain.chain import KPI, QUOTE
from pmtui.domain.quick_add_sigils import article
from pmtui.domain.tree_rows import Row
from pmtui.domain.tree_spots import BRANCH, EVIDENCE, Spot
from pmtui.screens.hints import hints_here
from pmtui.screens.live_hints import with_live_keys
from pmtui.screens.tree_filling import AUDIT
from pmtui.widgets.hint_line import Hint

if TYPE_CHECKING:
    from pmtui.screens.tree import TreeScreen


def tree_hints(screen: TreeScreen, row: Row) -> list[Hint]:
    """The hints of a line.

    Args:
        screen: Where it stands.
        row: What it shows.
    """
    if screen.is_detail_open:
        return hints_here(screen)
    folds = [Hint("h", "fold", 1)] if row.is_open else [Hint("l", "unfold", 1)] if row.is_open is False else []
    if row.spot.kind == BRANCH:
        return _of_branch(screen, row, folds)
    if row.spot.kind in (KPI, QUOTE, EVIDENCE):
        return _of_part(screen, row, folds)
    found = [one for one in hints_here(screen) if one.label != "add below" or row.spot.kind in BELOW]
    if row.spot.kind == "goal":
        found = [one._replace(label="reading") if one.label == "evidence" else one for one in found]
    if screen.layout_name == AUDIT:
        found = [one._replace(label="go there") if one.label == "open" else one for one in found]
    gaps = screen.shown_tree.gaps(row.spot) if screen.shown_tree is not None else ()
    mends = dict.fromkeys(key for one in gaps for key in screen.host.keys_of(one.command)[:1])
    first = [one._replace(priority=0) for one in found if one.key in mends]
    return [*first, *with_live_keys(screen.host, folds), *(one for one in found if one.key not in mends)]


def _of_branch(screen: TreeScreen, row: Row, folds: list[Hint]) -> list[Hint]:
    return [*with_live_keys(screen.host, folds), *_opening(screen, row), *_keys(screen, "select.toggle", "select them", 3),
            *_keys(screen, "tree.add_child", f"add {article(screen.kind)}", 1), *_everywhere(screen)]


def _of_part(screen: TreeScreen, row: Row, folds: list[Hint]) -> list[Hint]:
    """The hints of what is part of a record: what adds another one, and where Enter leads."""
    spot, kind, tree = row.spot, screen.kind, screen.shown_tree
    own = with_live_keys(screen.host, folds)
    if spot.kind == KPI:
        own += [*_keys(screen, "record.evidence", "reading", 1), *_keys(screen, "record.edit_field", "edit KPIs", 1)]
    else:
        own += _keys(screen, "tree.add_child", "add a quote" if kind == "problem" else "add below", 1)
    if spot.kind == QUOTE:
        own += _keys(screen, "record.edit_field", "edit", 1)
    own += _opening(screen, row) if spot.kind == EVIDENCE else _keys(screen, "record.open", f"open {kind}", 2)
    if spot.kind == EVIDENCE and tree is not None and tree.feedback(Spot(*(spot.owner or ("", "")))):
        own += _keys(screen, "select.toggle", "select feedback", 3)
    return [*own, *_keys(screen, "record.trace", "trace", 3), *_everywhere(screen)]


def _opening(screen: TreeScreen, row: Row) -> list[Hint]:
    return _keys(screen, "record.open", "fold" if row.is_open else "unfold", 2)


def _everywhere(screen: TreeScreen) -> list[Hint]:
    """What can be done on every line."""
    undo = _keys(screen, "history.undo", "undo", 3) if screen.host.effects.can_undo else []
    other = "tree" if screen.layout_name == AUDIT else "audit"
    rest = (("view.layout", other, 1), ("view.filter", "filter", 2), ("app.help", "keys", 0))
    return [*undo, *(one for id, label, priority in rest for one in _keys(screen, id, label, priority))]


def _keys(screen: TreeScreen, id: str, label: str, priority: int) -> list[Hint]:
    """A hint with the person's key for a command; none where they have none."""
    return [Hint(key, label, priority) for key in screen.host.keys_of(id)[:1]]
