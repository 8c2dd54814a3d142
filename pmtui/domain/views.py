"""Saved views: a filter with its order, groups, columns and layout, by name; for oneself, for the team, or built in. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import QuerySyntax, parse
from pmtui.domain.query_fields import can_group, filter_field
from pmtui.domain.text import folded, one_line

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.records import Record
    from pmtui.domain.schema import Kind

BUILT_IN, MINE, TEAM = "built in", "mine", "team"
"""Whose a view is; each in the order in which they are listed."""
DIGITS = tuple("123456789")
"""The digits on which views stand; 0 is the screen as it opens."""
NAME_MOST = 60
"""The most characters of a view's name."""


class SavedView(NamedTuple):
    """One view.

    Attributes:
        name: What people call it.
        kind: The kind that it lists.
        query: The filter.
        sort: The order, as after `sort:`; empty for the screen's own.
        group: The field to group by; `none` for no groups, empty for the screen's own.
        columns: The columns by name; empty for the list's own.
        layout: The layout; empty for the one that is shown.
        whose: BUILT_IN, MINE or TEAM.
        id: The record that holds a team's view; empty for others.
    """

    name: str
    kind: str
    query: str = ""
    sort: str = ""
    group: str = ""
    columns: tuple[str, ...] = ()
    layout: str = ""
    whose: str = BUILT_IN
    id: str = ""

    @property
    def key(self) -> str:
        """What tells it from all other views, however its filter changes."""
        return f"{self.whose}:{self.kind}:{self.id or folded(self.name)}"

    def as_json(self) -> dict[str, Any]:
        """As a person's own view is written to a file."""
        found: dict[str, Any] = {name: getattr(self, name) for name in ("name", "kind", "query", "sort", "group", "layout")}
        found["columns"] = list(self.columns)
        return {name: value for name, value in found.items() if value}


_STALE = "is:stale"
_BUILT_IN: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "item": (
        ("My work", "who:@me", ""), ("Ready", "status:ready -is:blocked", ""), ("Needs score", "rice:none", ""),
        ("No why", "problem:none hypothesis:none", ""), ("Stale", _STALE, ""), ("Blocked", "is:blocked is:open", ""),
        ("Snoozed", "is:snoozed", ""), ("Done this week", "status:done done>=-7d", "-done_at"),
    ),
    "problem": (("My work", "who:@me", ""), ("Needs score", "opportunity:none", ""), ("No evidence", "evidence:none", ""),
                ("Stale", _STALE, "")),
    "hypothesis": (("My work", "who:@me", ""), ("No problem", "problem:none", ""), ("Stale", _STALE, "")),
    "milestone": (("My work", "who:@me", ""), ("At risk", "health:at_risk,off_track", ""), ("No target", "target:none", ""),
                  ("Blocked", "is:blocked is:open", "")),
}
"""Name, filter and order of the views that every workspace has, by kind."""


def built_in(kind: str) -> list[SavedView]:
    """The views of a kind that every workspace has, in the order of their digits; those that its schema cannot answer are left out."""
    views = (SavedView(name, kind, query, sort) for name, query, sort in _BUILT_IN.get(kind, ()))
    return [one for one in views if not query_fault(one)]


def of_record(record: Record) -> SavedView:
    """The view that a record holds; what somebody wrote in it by hand may be wrong, `faults` tells."""
    words = {name: _line(record[name]) for name in ("query", "sort", "group", "layout")}
    columns = tuple(one.strip() for one in _line(record["columns"]).split(",") if one.strip())
    return SavedView(_line(record.title), _line(record["lists"]) or "item", words["query"], words["sort"], words["group"], columns,
                     words["layout"], TEAM, record.id)


def of_json(read: object) -> SavedView | None:
    """A person's own view from what a file holds; None where it is none."""
    if not isinstance(read, Mapping):
        return None
    name = _line(read.get("name"))
    if not name:
        return None
    words = {name: _line(read.get(name)) for name in ("query", "sort", "group", "layout")}
    listed = read.get("columns")
    columns = tuple(one for one in listed if isinstance(one, str)) if isinstance(listed, list) else ()
    return SavedView(name[:NAME_MOST], _line(read.get("kind")) or "item", **words, columns=columns, whose=MINE)


def record_fields(view: SavedView) -> dict[str, Any]:
    """The fields of a record that holds a view; None clears one."""
    return {
        "title": view.name, "lists": view.kind, "query": view.query or None, "sort": view.sort or None, "group": view.group or None,
        "columns": ",".join(view.columns) or None, "layout": view.layout or None,
    }


def team_views(snapshot: Snapshot) -> list[SavedView]:
    """The team's living views, the oldest first."""
    table = snapshot.table("view")
    deleted = table.column("deleted_at")
    return [of_record(table.record(at)) for at in table.in_order() if deleted[at] is None]


def query_fault(view: SavedView) -> str:
    """Why its filter cannot be used, in words; empty where it can."""
    if view.kind not in SCHEMA.kinds:
        return f"there is no kind called {view.kind[:30]!r}"
    try:
        parse(view.query, SCHEMA[view.kind])
    except QuerySyntax as error:
        return f"its filter is not understood: {error.message}"
    return ""


def usable(view: SavedView) -> tuple[SavedView, list[str]]:
    """What of a view can be shown besides its filter, and what cannot, in words: it may have been written by hand."""
    kind, faults = SCHEMA[view.kind], []
    try:
        parse(f"sort:{view.sort}" if view.sort else "", kind)
    except QuerySyntax:
        faults.append(f"the order {view.sort[:30]!r}")
        view = view._replace(sort="")
    field = filter_field(kind, view.group) if view.group not in ("", "none") else None
    if view.group not in ("", "none") and (field is None or not can_group(field)):
        faults.append(f"groups by {view.group[:30]!r}")
        view = view._replace(group="")
    return view._replace(columns=tuple(_canonical(kind, one) for one in view.columns)), faults


def faults(view: SavedView) -> list[str]:
    """All that is wrong with a view, in words."""
    wrong = query_fault(view)
    return [wrong] if wrong else [f"it asks for {one}, which is not known" for one in usable(view)[1]]


def on_digits(views: Iterable[SavedView], chosen: Mapping[str, str]) -> dict[str, SavedView]:
    """Which view stands on which digit.

    Args:
        views: The views of one kind: built-in ones first.
        chosen: The digits that the person chose, by the views' keys; an empty one takes a view off its digit.

    Returns:
        Views by digit. A chosen digit counts most; built-in views stand on that of their place, as long as no other view
        was put there, so that a digit never means another view because one was added; others take what is free.
    """
    views = list(views)
    found: dict[str, SavedView] = {}
    for view in views:
        digit = chosen.get(view.key, "")
        if digit in DIGITS:
            found.setdefault(digit, view)
    own = [one for one in views if one.whose == BUILT_IN]
    for digit, view in zip(DIGITS, own, strict=False):
        if view.key not in chosen:
            found.setdefault(digit, view)
    standing = {view.key for view in found.values()}
    free = [digit for digit in DIGITS if digit not in found]
    others = [one for one in views if one.whose != BUILT_IN and one.key not in standing and one.key not in chosen]
    found.update(zip(free, others, strict=False))
    return dict(sorted(found.items()))


def named(views: Sequence[SavedView], name: str, kind: str = "") -> list[SavedView]:
    """The views that a person means by a name, letter case apart: one's own before the team's, those before built-in ones."""
    wanted = folded(name.strip())
    found = [one for one in views if folded(one.name) == wanted and kind in ("", one.kind)]
    return sorted(found, key=lambda one: (MINE, TEAM, BUILT_IN).index(one.whose))


def _canonical(kind: Kind, name: str) -> str:
    field = filter_field(kind, name)
    return name if field is None else field.name


def _line(value: object) -> str:
    return one_line(value).strip() if isinstance(value, str) else ""
