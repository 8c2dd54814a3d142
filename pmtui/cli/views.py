"""`list --view`: the records of a saved view, as the screens show them."""

from __future__ import annotations

from pmtui.cli.session import Session
from pmtui.commands.core import Refused
from pmtui.domain.query import Group, Query, parse
from pmtui.domain.query_syntax import names_in
from pmtui.domain.schema import Kind
from pmtui.domain.views import built_in, named, query_fault, team_views, usable
from pmtui.store.own_views import read_own_views

_OF_STATES = {"status", "is", "id"}
"""What a filter that names one of these says itself: which states to show."""


def viewed(session: Session, kind: Kind, name: str, query: Query) -> tuple[Query, str]:
    """A query within a saved view, and the view's columns, separated by commas.

    What the query says about order and groups wins over the view; as on the screens, closed records stay away unless
    one of the two speaks of states.

    Raises:
        Refused: There is no such view, or its filter is wrong.
    """
    mine, _ = read_own_views(session.workspace.root, session.workspace.local)
    views = [*mine, *team_views(session.snapshot), *built_in(kind.name)]
    found = named(views, name, kind.name)
    if not found:
        others = dict.fromkeys(one.name for one in views if one.kind == kind.name)
        raise Refused(f"there is no view of {kind.plural} called {name[:60]!r}", f"there are {', '.join(others)}"[:300], "not_found", 4)
    fault = query_fault(found[0])
    if fault:
        raise Refused(f"the view {name[:60]!r} cannot be shown: {fault}", f"mend it with pmtui set {found[0].id[:6]} query=…", "bad_query")
    view, left_out = usable(found[0])
    for one in left_out:
        session.say(f"pmtui: the view {name[:60]!r} asks for {one}, which is not known; left out\n")
    own = parse(view.query, kind)
    parts = [one for one in (own.where, query.where) if one is not None]
    if not any(names_in(one) & _OF_STATES for one in parts) and kind.statuses:
        opened = parse("is:open", kind).where
        parts += [] if opened is None else [opened]
    where = None if not parts else parts[0] if len(parts) == 1 else Group("and", tuple(parts))
    sort = query.sort or own.sort or parse(f"sort:{view.sort}" if view.sort else "", kind).sort
    group = query.group or own.group or (view.group if view.group != "none" else "")
    return query._replace(where=where, sort=sort, group=group), ",".join(view.columns)
