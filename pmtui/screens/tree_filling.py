"""Giving the Tree screen its rows: of the tree or of the audit, with what a filter shows unfolded as far as it fits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from pmtui.commands.core import Effect
from pmtui.domain.audit import audit, is_audited
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import SET, Field
from pmtui.domain.text import counted
from pmtui.domain.tree import AuditTree, Tree, is_prepared
from pmtui.domain.tree_filter import CHAIN, matches
from pmtui.domain.tree_rows import TreeRows, first_match, first_unfolded, unfolded_to
from pmtui.domain.tree_spots import BRANCH, key_of
from pmtui.screens.filling import Filling
from pmtui.widgets.glyphs import FAULT
from pmtui.widgets.list_view import Records

if TYPE_CHECKING:
    from pmtui.screens.tree import TreeScreen

AUDIT = "audit"
"""The layout that shows what is missing."""
_LOOKING = ("Following the links …",)
_WHOLE = ("Nothing is missing.", "", "Everything rests on something: work on a why, problems on evidence,",
          "hypotheses on a test, milestones on a goal.", "b goes back to the tree")
_FIRST = 60
"""So many rows are unfolded at first, at most."""
_FOUND = 300
"""So many rows are unfolded to show what a filter finds."""


class TreeFilling(Filling):
    """Fills the tree."""

    screen: TreeScreen
    _filter = ""

    def refill(self) -> None:
        """Show the tree as it is now; where links must be indexed first, what was shown stays until they are.

        Raises:
            QuerySyntax: The filter makes sense for no kind; the rows stay as they are.
        """
        screen = self.screen
        screen.is_by_rank = True  # below a node, work and milestones stand in the team's order
        tree = self._tree()
        if tree is None:
            if screen.rows is None:
                screen.list.set_view(Records(()), (), (), empty=_LOOKING)
            return
        rows = TreeRows(tree, screen.folds(tree))
        list = screen.shown_list
        is_other = screen.filter_text != self._filter
        self._filter, here = screen.filter_text, screen.cursor_key
        list.short_id = screen.short_id
        list.show(rows, id_length=screen.host.id_length, faults=self._faults(), empty=self.empty, version=self._version())
        if is_other:
            self._place_cursor(tree, rows, here)
        self._say_tree(tree)

    def _place_cursor(self, tree: Tree, rows: TreeRows, here: str) -> None:
        """With another filter the cursor stays on what that is after, or goes to the first such record; without one, where it was."""
        row = rows.row_of(here)
        while here and row is None:
            here = here.rpartition("/")[0]
            row = rows.row_of(here)
        if tree.matches is not None and (row is None or not tree.is_match(row.spot)):
            found = first_match(tree)
            here = key_of(found) if found is not None else here
        if here:
            self.screen.shown_list.move_to_id(here)

    def _tree(self) -> Tree | None:
        """The tree of the snapshot that is shown; the same as long as it would be the same; None until its links are indexed."""
        screen = self.screen
        environment = screen.host.environment()
        snapshot = screen.host.snapshot
        known = screen.shown_tree
        of = (snapshot, environment.today, screen.filter_text, screen.layout_name)
        before = screen.shown_tree_of
        if known is not None and before[:1] and before[0] is snapshot and before[1:] == of[1:]:
            return known
        if not screen.was_shown:  # what is made ahead waits: links are followed once somebody is here
            return None
        if not is_prepared(snapshot) or (known is None and not is_audited(snapshot)):  # later on only what has changed is asked anew
            screen.host.effects.carry_out(Effect("prepare_tree", {"environment": environment, "told": screen.show_prepared}))
            return None
        made = AuditTree if screen.layout_name == AUDIT else Tree
        screen.shown_tree, screen.shown_tree_of = made(snapshot, environment, matches(screen.filter_text, snapshot, environment)), of
        return screen.shown_tree

    def first_folds(self, tree: Tree) -> frozenset[str]:
        """What is unfolded before anybody folds anything."""
        if tree.matches is not None:
            found = first_match(tree)
            return first_unfolded(tree, _FOUND) | frozenset(unfolded_to(found) if found is not None else ())
        return first_unfolded(tree, _FIRST, (BRANCH,) if self.screen.layout_name == AUDIT else ("goal",))

    # Completion in the filter line

    def completions(self, text: str, cursor: int) -> Any:
        """What may stand at the cursor of the filter line: what makes sense for any kind of the chain."""
        from pmtui.domain.query_complete import parse_partial

        every = (one for kind in CHAIN for one in parse_partial(text, SCHEMA[kind], cursor, partial(self._known_of, kind)))
        found: dict[tuple[str, int, int], Any] = {}
        for one in every:
            found.setdefault((one.text, one.start, one.end), one)
        return list(found.values())

    def _known_of(self, kind: str, field: Field) -> Sequence[str]:
        """The values that a field without choices has in the records of a kind."""
        if field.links:
            return [name for one in field.links for name in self._names_of(one)]
        if field.type != SET:
            return ()
        return sorted({one for value in self.screen.host.snapshot.table(kind).column(field.name).values for one in value or ()})

    @property
    def empty(self) -> Sequence[str]:
        """What to say where there is nothing to show."""
        found = super().empty
        return _WHOLE if found is self.screen.teaching and self.screen.layout_name == AUDIT and self._has_records() else found

    def _has_records(self) -> bool:
        return any(len(self.screen.host.snapshot.table(kind)) for kind in CHAIN)

    def _version(self) -> tuple[object, ...]:
        environment = self.screen.host.environment()
        return self.screen.host.snapshot.version, environment.today

    def _faults(self) -> list[object]:
        return [fault for kind in CHAIN for fault in self.screen.host.snapshot.table(kind).faults]

    def _say_tree(self, tree: Tree) -> None:
        screen, snapshot = self.screen, self.screen.host.snapshot
        faults = len(self._faults())
        text = screen.filter_text.strip()
        lacking = sum(one.number for one in audit(snapshot, tree.environment))
        if tree.matches is not None and screen.layout_name == AUDIT:
            roots = tree.children(())
            self.counts = f"{sum(len(tree.children((roots[at],))) for at in range(len(roots))):,} missing"
        elif tree.matches is not None:
            self.counts = f"{sum(mask.count(1) for mask in tree.matches.found.values()):,} found"
        elif screen.layout_name == AUDIT:
            self.counts = f"{lacking:,} missing" if lacking else "nothing is missing"
        else:
            goals = snapshot.table("goal").living().count(1)
            self.counts = counted(goals, "goal")
            self.counts += f" · {lacking:,} missing: b lists them" if lacking else ""
        words = ["Tree", *(["audit"] if screen.layout_name == AUDIT else []), *([text] if text else [])]
        self._title = (" · ".join(words), f" · {self.counts}{f' · {FAULT} {faults:,}' if faults else ''}")
        self.fit_title()
        if screen.is_complete:
            screen.filter.show_count(self.counts)
