"""Linking: which link, then with what; the answer is one change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.app.jumping import SEARCH
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.link_fields import allowed, link_fields, linked_ids, makeable, one_link_field
from pmtui.domain.records import Record
from pmtui.domain.schema import LINKS, Field
from pmtui.domain.text import one_line, spoken
from pmtui.screens.dialogs.link import LinkDialog, Linked
from pmtui.screens.dialogs.pick import PickDialog
from pmtui.widgets.record_index import Hit

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.app.record_search import RecordSearch

COMMAND = "record.link"


class Linking:
    """Asks what to link, and with what."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_link(self, arguments: Mapping[str, Any]) -> None:
        """Ask for the link where the kind has several, then for the records."""
        keys: tuple[tuple[str, str], ...] = tuple(arguments["records"])
        records = self.app.snapshot.records(keys)
        kind = SCHEMA[keys[0][0]]
        only = kind.fields[str(arguments["field"])] if arguments.get("field") else one_link_field(kind)
        if only is not None:
            self.ask(keys, only)
            return
        rows = [(field.name, spoken(field.name), self._now(field, records)) for field in link_fields(kind)]

        def chosen(name: str | None) -> None:
            if name:
                self.ask(keys, kind.fields[name])

        what = "Link with" if len(keys) == 1 else f"Link {len(keys)} {kind.plural} with"
        self.app.push_screen(PickDialog(what, rows), chosen)

    def ask(self, keys: Sequence[tuple[str, str]], field: Field) -> None:
        """Ask for the records to link with."""
        records = self.app.snapshot.records(keys)
        kind = SCHEMA[keys[0][0]]
        search: RecordSearch = self.app.effects.room(SEARCH)
        counts = Counter(id for record in records for id in linked_ids(field, record.data))
        linked = [hit for id in counts if (hit := self._hit(id, field)) is not None]
        every = {hit for hit in linked if counts[hit.id] == len(records)}
        many = f" of {len(keys)} {kind.plural}" if len(keys) > 1 else ""
        dialog = LinkDialog(
            self.app, search.ask, f"{spoken(field.name)}{many}".capitalize(), kinds=allowed(field, kind),
            linked=linked, every=every, own=[Hit(*key) for key in keys], new=makeable(field, kind), many=field.type == LINKS,
        )

        def answered(answer: Linked | None) -> None:
            search.forget()
            if answer is not None:
                self.app.dispatch(COMMAND, {
                    "targets": tuple(keys), "field": field.name, "add": tuple(hit.id for hit in answer.add),
                    "remove": tuple(hit.id for hit in answer.remove), "create": answer.create,
                })

        self.app.push_screen(dialog, answered)

    def _hit(self, id: str, field: Field) -> Hit | None:
        for kind in field.links or SCHEMA.kinds:
            if self.app.snapshot.table(kind).position(id) is not None:
                return Hit(kind, id)
        return None

    def _now(self, field: Field, records: Sequence[Record]) -> str:
        """What a link of some records holds, for the question which link is meant."""
        ids = list(dict.fromkeys(id for record in records for id in linked_ids(field, record.data)))
        if not ids:
            return field.help.rstrip(".").lower()
        hit = self._hit(ids[0], field)
        record = self.app.snapshot.record(hit.kind, hit.id) if hit is not None else None
        first = one_line(record.title) if record is not None else ids[0]
        return f"{len(ids)}: {first}, …" if len(ids) > 1 else first
