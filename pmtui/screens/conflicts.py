"""Conflicts: every field to which two people gave different values, with all of them beside each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.geometry import Region

from pmtui.commands.core import Command, Context, Effect
from pmtui.domain.conflicts import Conflict, Known, Origins
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import QuerySyntax, matching, parse
from pmtui.domain.records import Record
from pmtui.domain.schema import ENTRIES, LINES
from pmtui.domain.table import Fault
from pmtui.screens.conflict_columns import VALUE, ConflictRows, conflict_columns
from pmtui.screens.filling import Filling
from pmtui.screens.moving import Moving
from pmtui.screens.records_screen import RecordsScreen
from pmtui.screens.shown import Rules
from pmtui.widgets.border_texts import show_title
from pmtui.widgets.conflict_lines import Shown
from pmtui.widgets.conflict_pane import ConflictPane
from pmtui.widgets.glyphs import FAULT
from pmtui.widgets.hint_line import Hint
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.list_paint import GUTTER
from pmtui.widgets.record_list import RecordList
from pmtui.widgets.top_line import Tab

if TYPE_CHECKING:
    from pmtui.screens.host import Host


class ConflictFilling(Filling):
    """Fills the list of conflicts."""

    screen: ConflictsScreen

    def refill(self) -> None:
        """Show the conflicts of the records that match the filter.

        Raises:
            QuerySyntax: The filter text is wrong for every kind; the list stays as it is.
        """
        screen = self.screen
        rows = screen.rows_now()
        shown = self._matching(rows, screen.filter_text)
        faults: list[Fault] = [fault for kind in SCHEMA.kinds for fault in screen.host.snapshot.table(kind).faults]
        screen.is_by_rank = False
        screen.list.set_view(
            rows, shown, screen.own_columns(), faults=faults, id_length=screen.id_length, empty=self.empty, version=screen.version(),
        )
        self.counts = f"{len(shown):,} of {len(rows):,}"
        words = f" · {screen.filter_text.strip()}" if screen.filter_text.strip() else ""
        count = self.counts if words else "nothing to decide" if not rows else f"{len(rows):,} to decide"
        show_title(screen.main, f"{screen.tab.name}{words} · {count}{f' · {FAULT} {len(faults):,}' if faults else ''}")
        if screen.is_complete:
            screen.filter.show_count(self.counts)

    def _matching(self, rows: ConflictRows, text: str) -> Sequence[int]:
        """The places of the conflicts whose records match; a filter need make sense for one kind only."""
        if not text.strip():
            return range(len(rows))
        found: set[str] = set()
        mistake: QuerySyntax | None = None
        kinds = dict.fromkeys(one.kind for one in rows.conflicts) or {"item": None}
        for kind in kinds:
            try:
                query = parse(text, SCHEMA[kind])
            except QuerySyntax as error:
                mistake = mistake or error
                continue
            table = self.screen.host.snapshot.table(kind)
            environment = self.screen.host.environment()._replace(with_deleted=True)
            mask = matching(query, table, environment)
            found |= {one.id for one in rows.conflicts if one.kind == kind and (at := table.position(one.id)) is not None and mask[at]}
            kinds[kind] = None
            mistake = mistake if not found else None
        if mistake is not None and not found:
            raise mistake
        return [at for at, one in enumerate(rows.conflicts) if one.id in found]


class ConflictMoving(Moving):
    """What the keys do on this screen: Enter opens the decision."""

    def do_open(self, arguments: Mapping[str, Any]) -> None:
        """Open the link under the cursor of a pane of text, else the decision."""
        if not self.screen.walk.open_marked():
            self.screen.host.effects.carry_out(Effect("decide"))


class ConflictsScreen(RecordsScreen):
    """Every open conflict of the workspace.

    Attributes:
        origins: Who gave the values and when, by `Conflict.key`, as far as git has been asked.
        follower: What else shows the conflict under the cursor, and wants to be told when it is another.
    """

    kind: ClassVar[str] = "item"
    tab: ClassVar[Tab] = Tab("", "Conflicts")
    rules: ClassVar[Rules] = Rules("item")
    layouts: ClassVar[Any] = {"list": lambda: RecordList(id="list")}
    teaching: ClassVar[tuple[str, ...]] = (
        "No conflicts: nothing to decide.",
        "",
        "Where two people give a field different values, both are kept and stand here to choose from.",
        "S syncs · a adds an item · ? shows every key",
    )
    DEFAULT_CSS = """
    ConflictsScreen #panes.-below #side { height: 64%; }
    """

    def __init__(self, host: Host) -> None:
        """A screen over the app's snapshot."""
        super().__init__(host)
        self.filling: Filling = ConflictFilling(self)
        self.moving = ConflictMoving(self)
        self.detail = ConflictPane()
        self.detail_place = "below"
        self.origins: Mapping[str, Origins] = {}
        self.follower: Callable[[], None] | None = None
        self._rows = ConflictRows((), None)
        self._known: Known = {}
        self.list.to_column(VALUE)
        self._columns: Any = ()

    # What is shown

    def rows_now(self) -> ConflictRows:
        """The conflicts as they are now; git is asked who gave the values of those that are new."""
        snapshot = self.host.snapshot
        if self._rows.snapshot is not snapshot:
            self._rows = ConflictRows.of(snapshot, self._known)
            self.host.effects.carry_out(Effect("conflict_origins", {"conflicts": self._rows.conflicts}))
        return self._rows

    def version(self) -> object:
        """What cells depend on besides the rows."""
        return self.host.snapshot.version, self.origins, self.host.environment().today

    def own_columns(self) -> Any:
        """The columns of the list, the same as long as they say the same."""
        version = self.version()
        if not self._columns or self._columns[0] != version:
            self._columns = version, conflict_columns(self.host.snapshot, self.origins, self.host.environment().today)
        return self._columns[1]

    def id_length(self, key: str) -> int:
        """How many characters tell a record's id from all others."""
        return self.host.id_length(key.partition("/")[0])

    def know(self, origins: Mapping[str, Origins]) -> None:
        """Take what git said of who gave the values."""
        self.origins = origins
        if self.is_filled:
            self.show_snapshot()

    # What is under the cursor

    @property
    def conflict(self) -> Conflict | None:
        """The conflict under the cursor."""
        id = self.view_widget.cursor_id
        return None if id is None else self._rows.conflict(id)

    def cursor_record(self) -> Record | None:
        """The record of the conflict under the cursor, or the one to which links have led."""
        conflict = self.conflict
        return self.walk.record() or (self.host.snapshot.record(conflict.kind, conflict.id) if conflict is not None else None)

    def cursor_field(self) -> str:
        """The contested field: `e` edits it."""
        return self.conflict.path.partition(".")[0] if self.conflict is not None else "title"

    def chosen(self) -> list[Conflict]:
        """The selected conflicts, else the one under the cursor."""
        found = [one for key in self.view_widget.selected if (one := self._rows.conflict(key)) is not None]
        return found or ([self.conflict] if self.conflict is not None else [])

    def selected(self) -> Sequence[Record]:
        """The records of the selected conflicts."""
        if not self.view_widget.selection.ids:
            return ()
        records = {(one.kind, one.id): self.host.snapshot.record(one.kind, one.id) for one in self.chosen()}
        return [one for one in records.values() if one is not None]

    def arguments_for(self, command: Command, context: Context) -> Mapping[str, Any]:
        """What is decided at once, with what git knows of it."""
        if not command.id.startswith("conflict."):
            return {}
        from pmtui.commands.deciding import picks

        return {"visible": picks(context, self.chosen(), self.origins)}

    def edit_in_place(self, title: str, value: str, help: str, answered: Callable[[str | None], None]) -> None:
        """Edit the contested value where it stands; over the whole line where there is no room for its column.

        A long text or an entry is edited in the form, whether a record lives is a decision.
        """
        conflict = self.conflict
        field = conflict.field if conflict is not None else None
        if conflict is not None and conflict.path == "deleted_at":
            self.host.effects.carry_out(Effect("decide"))
            return
        if conflict is not None and ("." in conflict.path or field is None or field.type in (LINES, ENTRIES)):
            self.host.dispatch("record.form", {"field": conflict.path.partition(".")[0]})
            return
        super().edit_in_place(title, value, help, answered)
        column = self.list.cursor_column
        if column is None or column.name != VALUE:
            region = self.list.cursor_region
            whole = self.list.content_region
            self.in_place.open(value, Region(whole.x + GUTTER, region.y, whole.width - GUTTER - 2, 1), answered)

    # Painting

    def show_detail(self) -> None:
        """Show the conflict under the cursor."""
        if self.follower is not None:
            self.follower()
        conflict = self.conflict
        if conflict is None or self.walk.is_under_way:
            super().show_detail()
            return
        assert isinstance(self.detail, ConflictPane)
        self.detail.set_conflict(self.shown_of(conflict))
        show_title(self.side, f"{conflict.kind} · enter decides")

    def shown_of(self, conflict: Conflict) -> Shown:
        """A conflict with all that it takes to show it."""
        return Shown(
            conflict, self.origins.get(conflict.key), self.host.snapshot, self.host.environment().today, self.host.id_length(conflict.id),
        )

    def show_hints(self) -> None:
        """The keys that end conflicts."""
        if self.conflict is None or isinstance(self.focused, LinePane) or (self.is_complete and self.filter.edit.has_focus):
            super().show_hints()
            return
        own = (("enter", "decide", 0), ("N", "take newest", 1), ("M", "take mine", 1), ("e", "edit", 1), ("space", "select", 2),
               ("u", "undo", 2), ("t", "trace", 5), ("/", "filter", 3), ("?", "keys", 0))
        self.hints.show([Hint(key, label, rank) for key, label, rank in own])
