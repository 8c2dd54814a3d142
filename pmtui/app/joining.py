"""Splitting and merging in the screens: the questions before, and what the merge would bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.commands.core import Refused
from pmtui.commands.joining_plans import merged
from pmtui.domain.records import Record
from pmtui.domain.triage import DUPLICATE
from pmtui.widgets.merge_lines import merge_lines
from pmtui.widgets.one_line import Span
from pmtui.widgets.record_index import Hit
from pmtui.widgets.styled_lines import Line, wrapped_spans

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.app.triage import Triage

TRIAGE = "pmtui.app.triage:Triage"


class Joining:
    """Asks what to split into, and what to merge with."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_split(self, arguments: Mapping[str, Any]) -> None:
        """Ask for the parts, then split."""
        from pmtui.screens.dialogs.split import SplitDialog

        kind, id = str(arguments["kind"]), str(arguments["id"])
        triage: Triage = self.app.effects.room(TRIAGE)
        title = f"Split {triage.named(((kind, id),))} into items"

        def answered(titles: Sequence[str] | None) -> None:
            if titles:
                self.app.dispatch("record.split", {"targets": ((kind, id),), "titles": tuple(titles)})

        self.app.push_screen(SplitDialog(title, arguments["offered"]), answered)

    def do_merge(self, arguments: Mapping[str, Any]) -> None:
        """Show what the merge of the selected records brings; with one record, ask for the other before."""
        records = self.app.snapshot.records(arguments["records"])
        if not records:
            self.app.say("the record is gone: somebody has removed it meanwhile", "warning")
            return
        if len(records) > 1:
            cursor = self.app.records_screen.cursor_record()
            here = [record for record in records if cursor is not None and record.id == cursor.id]  # the one under the cursor is kept
            self._show([*here, *(record for record in records if record not in here)])
            return
        kind = records[0].kind
        if kind not in DUPLICATE:
            self.app.say(f"{records[0].schema.plural} cannot be merged: items, problems and feedback can", "warning")
            return

        def chosen(hit: Hit) -> None:
            self._show(self.app.snapshot.records([(records[0].kind, records[0].id), (hit.kind, hit.id)]))

        triage: Triage = self.app.effects.room(TRIAGE)
        title = f"Merge {triage.named(((kind, records[0].id),))} with …"
        triage.ask_for_original(title, records, (kind,), "see what becomes of it", chosen)

    def _show(self, records: Sequence[Record]) -> None:
        """Show what the merge would bring, and make it."""
        from pmtui.screens.dialogs.merge import MergeDialog

        def order(keep: int) -> list[Record]:
            return [records[keep], *(one for at, one in enumerate(records) if at != keep)]

        def preview(keep: int, width: int) -> Sequence[Line]:
            first, *others = order(keep)
            try:
                found = merged(self.app.context(), first, others)
            except Refused as error:
                return wrapped_spans([Span(error.words, "warning")], width)
            kept = {name: value for name, value in found.found.kept.items() if name not in ("conflicts", "settled")}
            return merge_lines(
                first, others, kept, found.found.others, found.found.left, self.app.snapshot, width, self.app.id_length,
            )

        def answered(keep: int | None) -> None:
            if keep is not None:
                keys = tuple((one.kind, one.id) for one in order(keep))
                self.app.dispatch("record.merge", {"targets": keys, "is_seen": True})

        self.app.push_screen(MergeDialog(len(records), preview), answered)
