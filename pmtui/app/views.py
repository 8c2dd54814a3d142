"""Saved views on the screens: shown by a digit or from their list, saved for oneself or the team."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import in_thread
from pmtui.commands.core import Refused
from pmtui.commands.view_plans import deleting, renaming, saving
from pmtui.commands.views import without_views
from pmtui.domain.query import QuerySyntax, matching, parse
from pmtui.domain.text import folded, spoken
from pmtui.domain.views import MINE, NAME_MOST, TEAM, SavedView, built_in, on_digits, query_fault, team_views, usable
from pmtui.screens.dialogs.save_view import SaveViewDialog
from pmtui.screens.dialogs.views import ViewRow, ViewsDialog
from pmtui.screens.registry import SCREENS
from pmtui.screens.shown import Asked, Rules, asked_query
from pmtui.store.own_views import keep_own_views, read_own_views
from pmtui.widgets.cells import shortened, steady

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

_PREFIX = "view.saved_"


class SavedViews:
    """Keeps and shows the saved views."""

    def __init__(self, app: PmtuiApp) -> None:
        """Read what the person has saved; the demo has none."""
        self.app = app
        self.mine: list[SavedView] = []
        self.digits: dict[str, str] = {}
        self._deleted: list[tuple[SavedView, str | None]] = []
        self._writing, self._is_kept = threading.Lock(), True
        if not app.is_demo:
            self.mine, self.digits = read_own_views(app.workspace.root, app.workspace.local)

    # What there is

    def views(self, kind: str) -> list[SavedView]:
        """The views of a kind: built-in ones, the person's own, the team's."""
        return [*built_in(kind), *(one for one in (*self.mine, *team_views(self.app.snapshot)) if one.kind == kind)]

    def here(self) -> dict[str, SavedView]:
        """The views of the screen that is shown, by digit."""
        return on_digits(self.views(self.app.records_screen.kind), self.digits)

    def titles(self) -> dict[str, str]:
        """What the commands of the digits show on this screen, by command; those without a view are not in it."""
        return {f"{_PREFIX}{digit}": steady(view.name) for digit, view in self.here().items()}

    def rows(self) -> Sequence[ViewRow]:
        """Every view: those of this screen first, by digit; then those of other screens."""
        kind = self.app.records_screen.kind
        standing = {view.key: digit for digit, view in self.here().items()}
        views = sorted(self.views(kind), key=lambda one: standing.get(one.key, "x"))
        found = [ViewRow(one, standing.get(one.key, ""), fault=query_fault(one)) for one in views]
        others = [one for one in (*self.mine, *team_views(self.app.snapshot)) if one.kind != kind]
        return [*found, *(ViewRow(one, "", _place(one), query_fault(one) or _without_screen(one)) for one in others)]

    def count(self, view: SavedView) -> int | None:
        """How many records a view shows."""
        here = self.app.records_screen
        screen = here if view.kind == here.kind else SCREENS[_screen_of(view.kind)].screen_class()
        if not isinstance(screen.rules, Rules):  # they depend on the layout, and the screen has not been made
            return None
        query = asked_query(screen.rules, Asked(view.query, with_closed=view.layout in screen.with_closed))
        return sum(matching(query, self.app.snapshot.table(view.kind), self.app.environment()))

    # Showing

    def do_saved_view(self, arguments: Mapping[str, Any]) -> None:
        """Show the view on a digit."""
        digit = str(arguments["digit"])
        view = self.here().get(digit)
        if view is None:
            self.app.say(f"no view stands on {digit}: w s saves what is shown", "warning")
        else:
            self.show(view)

    def do_plain_view(self, arguments: Mapping[str, Any]) -> None:
        """Show the screen as it opens."""
        screen = self.app.records_screen
        screen.take_view(SavedView("", screen.kind))
        screen.show_snapshot()
        screen.focus_view()

    def do_saved_views(self, arguments: Mapping[str, Any]) -> None:
        """List every view."""

        def answered(answer: SavedView | str | None) -> None:
            if isinstance(answer, SavedView):
                self.show(answer)
            elif answer == "0":
                self.do_plain_view({})
            elif answer == "s":
                self.app.dispatch("view.save")

        self.app.push_screen(ViewsDialog(self), answered)

    def show(self, view: SavedView) -> None:
        """Show a view, on its screen; what of it cannot be shown is said."""
        fault = query_fault(view) or _without_screen(view)
        if fault:
            self.app.say(f"the view “{shortened(view.name, 30)}” cannot be shown: {fault}", "error")
            return
        if self.app.records_screen.kind != view.kind or without_views(self.app.context()):
            self.app.dispatch("go." + _screen_of(view.kind))
        screen = self.app.records_screen
        view, faults = usable(view)
        known = {one.name for one in screen.filling.all_columns()}
        faults += [f"the column {one[:30]!r}" for one in view.columns if one not in known][:1]
        if view.layout and view.layout not in screen.layouts:
            faults.append(f"the layout {view.layout[:30]!r}")
        screen.take_view(view)
        if screen.is_filled:
            if view.layout in screen.layouts:
                screen.moving.to_layout(view.layout)
            else:
                screen.show_snapshot()
            screen.focus_view()
        if faults:
            self.app.say(f"{shortened(view.name, 30)}: {' and '.join(faults)} is not known here and was left out", "warning")

    # Saving

    def do_save_view(self, arguments: Mapping[str, Any]) -> None:
        """Save what is shown by a name; asks for it where none is given."""
        screen = self.app.records_screen
        try:
            parse(screen.filter_text, self.app.snapshot.table(screen.kind).kind)
        except QuerySyntax as error:
            self.app.say(f"the filter is wrong, so it cannot be saved: {error.message}", "error")
            return
        shown = SavedView("", screen.kind, screen.filter_text.strip(), screen.sort, screen.group, tuple(screen.chosen_columns),
                          screen.layout_name, MINE)
        if arguments.get("name"):
            self._save(shown, str(arguments["name"]), TEAM if arguments.get("whose") == "team" else MINE)
            return

        def answered(answer: tuple[str, str] | None) -> None:
            if answer is not None:
                self._save(shown, *answer)

        is_team = any(one.name == screen.view_name for one in self.views(screen.kind) if one.whose == TEAM)
        self.app.push_screen(
            SaveViewDialog(screen.view_name, _told(shown), TEAM if is_team else MINE, partial(self._replaced, screen.kind)), answered
        )

    def _known(self, kind: str, name: str, whose: str) -> SavedView | None:
        return next((one for one in self.views(kind) if one.whose == whose and folded(one.name) == folded(name)), None)

    def _replaced(self, kind: str, name: str, whose: str) -> str:
        known = self._known(kind, name, whose)
        return "" if known is None or not name else f"replaces the view “{shortened(known.name, 30)}”"

    def _save(self, view: SavedView, name: str, whose: str) -> None:
        known = self._known(view.kind, name, whose)
        view = view._replace(name=name, whose=whose, id=known.id if known is not None else "")
        if whose == TEAM:
            try:
                change = saving(self.app.context(), view)
            except Refused as error:
                self.app.say(str(error), "error")
                return
            if not change.edits:
                self.app.say("the team's view says that already")
                return
            view = view._replace(id=change.edits[0].id)
            self.app.commit(change)
        else:
            self.mine = [*(one for one in self.mine if one.key != view.key), view]
            self._keep()
        screen = self.app.records_screen
        screen.view_name, screen.view_query = name, screen.filter_text
        screen.show_snapshot()
        digit = next((digit for digit, one in self.here().items() if one.key == view.key), "")
        self.app.say(f"saved “{shortened(name, 30)}”: {f'w {digit}' if digit else 'w w'} shows it")

    # Changing

    def place(self, view: SavedView, digit: str) -> None:
        """Put a view on a digit of this screen; an empty one takes it off."""
        of_kind = {one.key for one in self.views(view.kind)}
        self.digits = {key: one for key, one in self.digits.items() if one != digit or key not in of_kind}
        self.digits[view.key] = digit
        self._keep()

    def rename(self, view: SavedView, name: str) -> str:
        """Give a view another name; why that cannot be, or nothing: two of one name would be one."""
        known = self._known(view.kind, name, view.whose)
        if known is not None and known.key != view.key:
            return f"there is a view “{shortened(known.name, 30)}” already"
        screen = self.app.records_screen
        if screen.view_name == view.name:
            screen.view_name = name
        if view.whose == TEAM:
            self.app.commit(renaming(self.app.context(), view, name))
            return ""
        new = view._replace(name=name)
        self.mine = [new if one.key == view.key else one for one in self.mine]
        if view.key in self.digits:
            self.digits[new.key] = self.digits.pop(view.key)
        self._keep()
        screen.show_snapshot()
        return ""

    def delete(self, view: SavedView) -> None:
        """Delete a view."""
        if view.whose == TEAM:
            self.app.commit(deleting(self.app.context(), view))
            return
        self.mine = [one for one in self.mine if one.key != view.key]
        self._deleted.append((view, self.digits.pop(view.key, None)))
        self._keep()

    def restore(self) -> str:
        """Bring back the view of one's own that was deleted last; its name, empty where there is none.

        Where another view has its name by now, it comes back with a number behind it.
        """
        if not self._deleted:
            return ""
        view, digit = self._deleted.pop()
        known = {one.key for one in self.mine}
        named = (view._replace(name=f"{view.name[:NAME_MOST - 4]} {number}") for number in count(2))
        view = next(one for one in chain((view,), named) if one.key not in known)
        self.mine = [*self.mine, view]
        if digit is not None and digit not in {self.digits.get(one.key) for one in self.views(view.kind)}:
            self.digits[view.key] = digit
        self._keep()
        return view.name

    def _keep(self) -> None:
        """Write the person's own views, beside the event loop; the demo keeps nothing."""
        if not self.app.is_demo:
            self._is_kept = False
            in_thread(self.app, "views", self._write)

    def _write(self) -> None:
        with self._writing:  # whoever comes last writes what holds then
            if not self._is_kept:
                self._is_kept = True
                keep_own_views(self.app.workspace.root, self.app.workspace.local, list(self.mine), dict(self.digits))

    def close(self) -> None:
        """Write what is not written yet: the program is about to end."""
        self._write()


def _screen_of(kind: str) -> str:
    """The screen that shows a kind, views and all; empty where none does."""
    return next((name for name, entry in SCREENS.items() if entry.kind == kind and name not in ("conflicts", "inbox", "today")), "")


def _without_screen(view: SavedView) -> str:
    return "" if _screen_of(view.kind) else f"no screen lists {view.kind[:20]} records; pmtui list does"


def _place(view: SavedView) -> str:
    name = _screen_of(view.kind)
    return SCREENS[name].tab.name if name else ""


def _order(sort: str) -> str:
    """An order as people read it: `rice ↓, rank`."""
    return ", ".join(f"{one[1:]} ↓" if one.startswith("-") else one for one in spoken(sort).split(",") if one)


def _told(view: SavedView) -> list[str]:
    """What a view keeps, a line each."""
    facts = (("filter", view.query or "none"), ("order", _order(view.sort) or "the screen's own"),
             ("groups", view.group or "the screen's own"), ("columns", ", ".join(view.columns) or "the list's own"),
             ("layout", view.layout))
    return [f"{name:<8} {shortened(steady(value), 56)}" for name, value in facts]


