"""Tree: from goals down to KPIs, folding, with what is missing marked; and the audit, which lists only that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from pmtui.commands.core import Command, Context
from pmtui.domain.chain import QUOTE
from pmtui.domain.query import Environment
from pmtui.domain.records import Record
from pmtui.domain.tree import BRANCHES, Tree
from pmtui.domain.tree_rows import Row, TreeRows
from pmtui.domain.tree_spots import BRANCH, Path, path_of
from pmtui.screens.moving import Moving
from pmtui.screens.places import WIDE
from pmtui.screens.records_screen import RecordsScreen
from pmtui.screens.shown import Rules
from pmtui.screens.tree_chosen import chosen_spots, neighbours
from pmtui.screens.tree_filling import AUDIT, TreeFilling
from pmtui.screens.tree_moving import TreeMoving
from pmtui.screens.view_state import ViewState
from pmtui.widgets.border_texts import show_title
from pmtui.widgets.layout_view import LayoutView
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.list_view import ListColumn
from pmtui.widgets.messages import FoldClicked
from pmtui.widgets.top_line import Tab
from pmtui.widgets.tree_list import AUDIT_COLUMN, COLUMN, TreeList
from pmtui.widgets.tree_looks import quote_at
from pmtui.widgets.tree_pane import TreePane, branch_lines, quote_lines

if TYPE_CHECKING:
    from pmtui.screens.filling import Filling
    from pmtui.screens.host import Host

_KEPT = 200
"""So many unfolded nodes are kept from one start of the program to the next."""


class TreeScreen(RecordsScreen):
    """Everything in its place.

    Attributes:
        shown_tree: Who stands below whom; None before links are indexed.
        shown_tree_of: What that depends on.
    """

    AUDIT: ClassVar[str] = AUDIT
    tab: ClassVar[Tab] = Tab("7", "Tree")
    rules: ClassVar[Rules] = Rules("goal")
    layouts: ClassVar[Mapping[str, Callable[[], LayoutView]]] = {
        "list": lambda: TreeList(id="list"), AUDIT: lambda: TreeList(id="audit", column=AUDIT_COLUMN),
    }
    with_closed: ClassVar[frozenset[str]] = frozenset()
    with_groups: ClassVar[frozenset[str]] = frozenset()
    wide_from: ClassVar[Mapping[str, int]] = {"list": WIDE, AUDIT: WIDE}
    teaching: ClassVar[tuple[str, ...]] = (
        "Nothing grows here yet.",
        "",
        "Goals stand here, with the problems that keep you from them,",
        "what might help, how that is tested, and the work that follows.",
        "a adds a goal · a on a goal adds a problem below it, and so on",
        "2 goes to problems · 4 goes to the backlog · ? shows every key",
    )

    def __init__(self, host: Host) -> None:
        """A screen over the app's snapshot; nothing is followed before it is shown."""
        super().__init__(host)
        self.filling: Filling = TreeFilling(self)
        self.moving: Moving = TreeMoving(self)
        self.detail = self.pane = TreePane()
        self.shown_tree: Tree | None = None
        self.shown_tree_of: tuple[object, ...] = ()
        self._kept: dict[str, frozenset[str]] = {}
        self._found: dict[tuple[str, str], frozenset[str]] = {}
        self._line: object = None

    # What is shown

    @property
    def shown_list(self) -> TreeList:
        """The list of the layout that is shown."""
        return cast(TreeList, self.view_widget)

    @property
    def rows(self) -> TreeRows | None:
        """The rows; None before any are shown."""
        return self.shown_list.rows

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        rows = self.rows
        return rows.row_of(self.view_widget.cursor_id) if rows is not None else None

    @property
    def cursor_key(self) -> str:
        """The place of the cursor; empty where there is none."""
        return self.view_widget.cursor_id or ""

    @property
    def kind(self) -> str:  # type: ignore[override]  # of the other screens it never changes
        """The kind of the record under the cursor, or of what a branch holds."""
        row = self.row
        if row is None:
            return "goal"
        owner = row.spot.owner
        return owner[0] if owner is not None else cast(Tree, self.shown_tree).check(row.spot).check.kind

    def columns(self, environment: Environment) -> Sequence[ListColumn]:
        """The one column of the list."""
        return (COLUMN,)

    def short_id(self, kind: str, id: str) -> str:
        """The id of a record as people write it."""
        from pmtui.domain.kinds import SCHEMA

        return SCHEMA[kind].shown_id(id, self.host.id_length(id)) if kind in SCHEMA.kinds else id

    def first_shown(self) -> None:
        """Follow the links, now that somebody is here."""
        self.show_prepared()

    def show_prepared(self) -> None:
        """The links are indexed: show the tree."""
        if self.is_filled:
            self.show_snapshot()

    def show_snapshot(self, focus: str | None = None) -> None:
        """Show the app's snapshot; the cursor stays in its place, or goes to a new record."""
        kind = self.kind if focus is not None else ""
        super().show_snapshot()
        if focus is not None and self.is_filled and not cast(TreeMoving, self.moving).reveal(kind, focus):
            self.host.say("added")
        self.show_detail()

    # Folds

    def folds(self, tree: Tree) -> frozenset[str]:
        """What is unfolded: of a filter's rows what it found, else what the person unfolded."""
        if tree.matches is not None:
            key = (self.layout_name, self.filter_text)
            if key not in self._found:
                self._found = {key: cast(TreeFilling, self.filling).first_folds(tree)}
            return self._found[key]
        kept = self._kept.get(self.layout_name)
        if kept is None:
            kept = cast(TreeFilling, self.filling).first_folds(tree)
            if not self.host.awaited:  # else there is more to see in a moment
                self._kept[self.layout_name] = kept
        return kept

    def set_folds(self, keys: frozenset[str]) -> None:
        """Unfold these and no others; the cursor stays on its place, or goes to what that stands below."""
        if self.shown_tree is None:
            return
        if self.shown_tree.matches is not None:
            self._found = {(self.layout_name, self.filter_text): keys}
        else:
            self._kept[self.layout_name] = keys
        here = self.cursor_key
        self._refill()
        while here and self.rows is not None and self.rows.position(here) is None:
            here = here.rpartition("/")[0]
        if here:
            self.view_widget.move_to_id(here)
        self.show_detail()
        self.show_hints()

    def fold(self, key: str, *, is_open: bool) -> None:
        """Show what is below a place, or no longer."""
        rows = self.rows
        if rows is not None:
            self.set_folds(rows.unfolded | {key} if is_open else rows.unfolded - {key})

    def on_fold_clicked(self, event: FoldClicked) -> None:
        """Fold or unfold with the mouse."""
        self.fold(event.key, is_open=event.is_open)

    def select_below(self, key: str) -> None:
        """Select the records directly below a place, or no longer where all of them are."""
        rows = self.rows
        below = rows.below(key) if rows is not None else []
        self.shown_list.toggle_these({one for one in below if path_of(one)[-1].is_record})
        self.show_hints()

    def show_below(self, key: str, kind: str, id: str) -> None:
        """Put the cursor on a new record below the place where it was added, or wherever it stands."""
        spot, rows = f"{kind}:{id}", self.rows
        if rows is not None and key and rows.row_of(f"{key}/{spot}") is None:
            self.fold(key, is_open=True)
        if not (key and self.view_widget.move_to_id(f"{key}/{spot}")):
            cast(TreeMoving, self.moving).reveal(kind, id)
        self.show_detail()

    # What is under the cursor

    def _record(self, path: Path | None) -> Record | None:
        owner = path[-1].owner if path else None
        return self.host.snapshot.record(*owner) if owner is not None else None

    def cursor_record(self) -> Record | None:
        """The record under the cursor, that to which a part belongs, or the one to which links have led."""
        row = self.row
        return self.walk.record() or self._record(row.path if row is not None else None)

    def cursor_field(self) -> str:
        """The title; on a part of a record, the field that holds it."""
        row = self.row
        if row is None or row.spot.is_record or self.is_detail_open:
            return "title"
        return "kpis" if row.spot.kind == "kpi" else "evidence" if self.kind == "problem" else "title"

    def selected(self) -> Sequence[Record]:
        """The selected records, each once, in the order shown; found once as long as neither they nor the data change."""
        view, rows = self.shown_list, self.rows
        if not view.selection.ids or self.walk.is_under_way or rows is None:
            return ()
        of = (self.host.snapshot, view.view, view.selection.ids)
        return self._choice.found(of, lambda: chosen_spots(self.host.snapshot, [path_of(key)[-1] for key in view.selected]))

    def arguments_for(self, command: Command, context: Context) -> Mapping[str, Any]:
        """What this screen knows and a command wants: on what the cursor stands, and among which others it is ranked."""
        row = self.row
        if command.id != "tree.add_child":
            is_asked = any(one.name == "visible" for one in command.parameters)
            if not is_asked or row is None or self.shown_tree is None or not row.spot.is_record:
                return {}
            return {"visible": neighbours(self.shown_tree, row.path)}
        if row is None:
            return {"on": ""}
        return {"on": f"branch:{self.kind}" if row.spot.kind == BRANCH else row.spot.kind}

    # The panes beside

    def show_detail(self) -> None:
        """Show the record under the cursor, or what a line is about that is none."""
        row, tree = self.row, self.shown_tree
        line = (row.key, row.is_open) if row is not None and not row.spot.is_record else row and row.spot.kind
        if line != self._line:
            self._line = line
            self.show_hints()  # other keys matter on a branch than on a record
        if row is None or tree is None or row.spot.kind not in (BRANCH, QUOTE) or self.walk.is_under_way or self.is_detail_open:
            super().show_detail()
        elif row.spot.kind == BRANCH:
            found = tree.check(row.spot)
            every = len(tree.children(row.path)) if row.spot.id in BRANCHES and self.layout_name != AUDIT else found.number
            key = next(iter(self.host.keys_of(found.check.command)), "")
            self.pane.show_lines((row.key, found.number, every), lambda width: branch_lines(found.check, found.number, every, key, width))
            show_title(self.side, "what to do")
        else:
            entry, today = quote_at(tree, row.spot) or {}, self.host.environment().today
            self.pane.show_lines((row.key, self.host.snapshot.version), lambda width: quote_lines(entry, today, width))
            show_title(self.side, "evidence")

    def show_hints(self) -> None:
        """The keys of a line: how it folds, and what mends what it lacks."""
        row = self.row
        typing = self.is_complete and self.filter.edit.has_focus
        if row is None or isinstance(self.focused, LinePane) or typing or self.in_place.editor is not None:
            super().show_hints()
            return
        from pmtui.screens.tree_hints import tree_hints

        self.hints.show(tree_hints(self, row))

    # How it stands

    def state(self) -> ViewState:
        """How the screen stands, with what is unfolded."""
        kept = {name: sorted(keys)[:_KEPT] for name, keys in self._kept.items()}
        return super().state()._replace(extra=kept)

    def restore(self, state: ViewState) -> None:
        """Stand as once before."""
        super().restore(state)
        for name in self.layouts:
            kept = state.extra.get(name)
            if isinstance(kept, list):
                self._kept[name] = frozenset(one for one in kept if isinstance(one, str))
