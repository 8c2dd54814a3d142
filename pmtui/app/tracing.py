"""Showing what a record comes from and leads to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import show_after
from pmtui.commands.core import Effect
from pmtui.domain.audit import audit
from pmtui.domain.backlinks import index_all, is_indexed
from pmtui.domain.chain import STEPS, TRACED
from pmtui.domain.change import Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment
from pmtui.domain.tracing import Trace, trace

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp


class Tracing:
    """Opens traces for the app."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_trace(self, arguments: Mapping[str, Any]) -> None:
        """Show the trace of a record; where there are many records, they are indexed first, in a thread."""
        kind, id = str(arguments["kind"]), str(arguments["id"])
        if is_indexed(self.app.snapshot):
            self._show(kind, id)
        else:
            self.app.say("following the links …")
            work = partial(_prepare, self.app.snapshot, self.app.environment())
            show_after(self.app, "trace", work, partial(self._show, kind, id))

    def _show(self, kind: str, id: str) -> None:
        from pmtui.screens.dialogs.trace import TraceDialog

        if self.app.snapshot.record(kind, id) is not None:
            self.app.push_screen(TraceDialog((kind, id), self._trace, self._short_id), self._answered)

    def _answered(self, key: tuple[str, str] | None) -> None:
        if key is not None:
            self.app.effects.carry_out(Effect("goto", {"kind": key[0], "id": key[1]}))

    def _trace(self, kind: str, id: str) -> Trace | None:
        record = self.app.snapshot.record(kind, id)
        return trace(record, self.app.snapshot, self.app.environment()) if record is not None else None

    def _short_id(self, kind: str, id: str) -> str:
        return SCHEMA[kind].shown_id(id, self.app.id_length(id))


def _prepare(snapshot: Snapshot, environment: Environment) -> None:
    """Read every column that a trace looks at, index the links, and look what is missing."""
    index_all(snapshot)
    audit(snapshot, environment)
    for kind in TRACED:
        table = snapshot.table(kind)
        for name in ("title", "status", "deleted_at", *(step.field for step in STEPS if step.kind == kind)):
            if name in SCHEMA[kind].fields:
                table.column(name)
