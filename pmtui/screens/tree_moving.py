"""What the keys do on the Tree screen: `h` `l` fold, `+` `-` fold levels, Enter opens a record or a branch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.commands.core import Effect
from pmtui.domain.tree_rows import unfolded_to
from pmtui.domain.tree_spots import BRANCH, EVIDENCE, key_of
from pmtui.screens.moving import Moving
from pmtui.screens.tree_filling import AUDIT
from pmtui.widgets.line_pane import LinePane

if TYPE_CHECKING:
    from pmtui.screens.tree import TreeScreen


class TreeMoving(Moving):
    """Folds and unfolds."""

    screen: TreeScreen

    @property
    def _is_on_rows(self) -> bool:
        return not isinstance(self.screen.focused, LinePane) and not self.screen.is_detail_open

    def do_move(self, arguments: Mapping[str, Any]) -> None:
        """Move; to the right a node unfolds, or its first child is gone to, to the left it folds, or its parent is."""
        row = self.screen.row
        if arguments["by"] != "column" or not self._is_on_rows or row is None:
            super().do_move(arguments)
        elif int(arguments["step"]) > 0:
            if row.is_open is False:
                self.screen.fold(row.key, is_open=True)
            elif row.is_open:
                self.screen.view_widget.move(1)
                self.screen.show_detail()
        elif row.is_open:
            self.screen.fold(row.key, is_open=False)
        elif row.depth:
            self.screen.view_widget.move_to_id(row.key.rpartition("/")[0])
            self.screen.show_detail()

    def do_open(self, arguments: Mapping[str, Any]) -> None:
        """Open a record; what is none folds or unfolds; in the audit, go where the record is at home."""
        row = self.screen.row
        if not self._is_on_rows or row is None:
            super().do_open(arguments)
        elif row.spot.kind in (BRANCH, EVIDENCE):
            self.screen.fold(row.key, is_open=not row.is_open)
        elif self.screen.layout_name == AUDIT and row.spot.is_record:
            self.screen.host.effects.carry_out(Effect("goto", {"kind": row.spot.kind, "id": row.spot.id}))
        else:
            super().do_open(arguments)

    def do_zoom(self, arguments: Mapping[str, Any]) -> None:
        """Unfold one level more, or fold the innermost one."""
        screen, rows = self.screen, self.screen.rows
        if rows is None:
            return
        if int(arguments["step"]) < 0:
            screen.set_folds(rows.folded_more())
            return
        more, is_whole = rows.unfolded_more()
        if more == rows.unfolded:
            screen.host.say("everything is unfolded" if is_whole else "that much at once is enough: l unfolds one more, - folds a level")
            return
        screen.set_folds(more)
        if not is_whole:
            screen.host.say("unfolded as far as fits one key: + goes on, l unfolds one")

    def do_select(self, arguments: Mapping[str, Any]) -> None:
        """Select a record; on a line that is none, the records below it."""
        row = self.screen.row
        if arguments["how"] != "toggle" or not self._is_on_rows or row is None or row.spot.is_record:
            super().do_select(arguments)
            return
        if row.is_open is False:
            self.screen.fold(row.key, is_open=True)
        self.screen.select_below(row.key)

    def to_layout(self, name: str) -> None:
        """Show the records in the other layout; the cursor stays on its record where that shows it."""
        row = self.screen.row
        super().to_layout(name)
        if row is not None and row.spot.is_record:
            self.reveal(row.spot.kind, row.spot.id)
        self.screen.show_detail()

    def reveal(self, kind: str, id: str) -> bool:
        """Unfold what a record stands below, and put the cursor on it; False where it has no place here."""
        screen = self.screen
        path = screen.shown_tree.path_to(kind, id) if screen.shown_tree is not None else None
        if path is None or screen.rows is None:
            return False
        needed = frozenset(unfolded_to(path))
        if not needed <= screen.rows.unfolded:
            screen.set_folds(screen.rows.unfolded | needed)
        return screen.view_widget.move_to_id(key_of(path))
