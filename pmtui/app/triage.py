"""Triage in the screens: what a record may repeat, looked for in a thread; and the questions before a decision."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.app.jumping import SEARCH
from pmtui.app.loop_calls import on_loop, tell_fault
from pmtui.app.resolving import pinned
from pmtui.commands.core import Refused
from pmtui.commands.core import run as planned
from pmtui.commands.records import called
from pmtui.domain.backlinks import index_all, is_indexed
from pmtui.domain.change import Snapshot
from pmtui.domain.dates import parse_date, relative
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.similar import Likely, SimilarIndex
from pmtui.domain.table import Table
from pmtui.domain.text import one_line
from pmtui.domain.triage import KINDS, REASONS, SIMILAR_TO, SNOOZES, event_words
from pmtui.screens.dialogs.triage import NumberedDialog
from pmtui.widgets.cells import shortened
from pmtui.widgets.picker import PickRow
from pmtui.widgets.record_index import Hit
from pmtui.widgets.searching import IsStale, Searcher

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.app.record_search import RecordSearch

_EVENTS = ("milestone", "experiment", "decision")
"""What people snooze for most of the time; an item is typed."""
_MOST_EVENTS = 40
_NAME = 38
"""Cells of a title in a question."""

Keys = tuple[tuple[str, str], ...]
"""Kind and id of records."""


class _Asked(NamedTuple):
    """For which record originals are looked for, where, and who wants to know."""

    record: Record
    snapshot: Snapshot
    tables: Mapping[str, Table]
    found: Callable[[Record, Sequence[Likely]], None]


class Triage:
    """Finds likely duplicates for the app, and asks what decisions need."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self._index = SimilarIndex()
        self._known: tuple[_Asked, Sequence[Likely]] | None = None
        self._searcher: Searcher[_Asked, list[Likely]] = Searcher(self._search, self._answered, partial(tell_fault, app))

    # Likely duplicates

    def do_likely(self, arguments: Mapping[str, Any]) -> None:
        """Look for what a record of the inbox may repeat; None ends the search."""
        record = arguments["record"]
        if record is None or record.kind not in KINDS:
            self._searcher.forget()
        else:
            self.find(record, self._tell_inbox)

    def find(self, record: Record, found: Callable[[Record, Sequence[Likely]], None], kinds: Sequence[str] = ()) -> None:
        """Look for what a record may repeat; what was asked before is answered no more.

        Args:
            record: The record.
            found: Called on the event loop with what was found.
            kinds: Where to look; where its kind may have its originals, when there are none.
        """
        tables = {kind: self.app.snapshot.table(kind) for kind in kinds or SIMILAR_TO.get(record.kind, (record.kind,))}
        self._searcher.ask(_Asked(record, self.app.snapshot, tables, found))

    def known(self, record: Record, kinds: Sequence[str]) -> Sequence[Likely] | None:
        """What a record may repeat, where it was the last for which that was looked for; None where it must be looked for again."""
        if self._known is None:
            return None
        asked, likely = self._known
        tables = {kind: self.app.snapshot.table(kind) for kind in kinds}
        is_same = asked.record == record and asked.tables.keys() == tables.keys()
        return likely if is_same and all(asked.tables[kind] is table for kind, table in tables.items()) else None

    def _tell_inbox(self, record: Record, likely: Sequence[Likely]) -> None:
        screen = self.app.records_screen
        if hasattr(screen, "know_likely"):
            screen.know_likely(record, likely)

    def _search(self, asked: _Asked, is_stale: IsStale) -> Iterator[list[Likely]]:
        yield self._index.likely(asked.record, asked.tables, is_stale=is_stale)
        if not is_indexed(asked.snapshot):  # whose links lead to a duplicate is asked next, on the event loop
            index_all(asked.snapshot)

    def _answered(self, asked: _Asked, answer: list[Likely]) -> None:
        on_loop(self.app, self._tell, asked, answer)

    def _tell(self, asked: _Asked, answer: list[Likely]) -> None:
        self._known = asked, answer
        asked.found(asked.record, answer)

    # Questions

    def do_triage_decline(self, arguments: Mapping[str, Any]) -> None:
        """Ask why, then decline."""
        keys: Keys = tuple(arguments["records"])
        rows = [(reason, reason, "") for reason in REASONS]

        def answered(reason: str | None) -> None:
            if reason:
                self.app.dispatch("triage.decline", {"targets": keys, "reason": reason})

        title = f"Decline {self.named(keys)}: why?"
        dialog = NumberedDialog(title, rows, _typed_reason, placeholder="or why, in your own words", foot="decline")
        self.app.push_screen(dialog, answered)

    def do_triage_snooze(self, arguments: Mapping[str, Any]) -> None:
        """Ask until when, then snooze."""
        keys: Keys = tuple(arguments["records"])
        today = self.app.shown_today
        rows = [(day, words, day) for words, span in SNOOZES if (day := parse_date(span, today))]
        rows += [(SCHEMA[kind].shown_id(id), f"until {words}", kind) for kind, id, words in self._events(keys)]

        def own(text: str) -> PickRow | None:
            try:
                day = parse_date(text, today)
            except ValueError:
                return None
            return PickRow(day, f"until {day}", relative(day, today), "›", "success") if day > today else None

        def fault(text: str) -> str:
            given = {"targets": keys, "until": text}
            command = self.app.commands["triage.snooze"]
            try:
                planned(command, pinned(command, self.app.context(), given), given)
            except Refused as error:
                return str(error)
            return ""

        def answered(until: str | None) -> None:
            if until:
                self.app.dispatch("triage.snooze", {"targets": keys, "until": until})

        dialog = NumberedDialog(
            f"Snooze {self.named(keys)} until when?", rows, own, foot="snooze", check=fault,
            placeholder="friday, +3w, 2027-03-31, or what must be done first",
        )
        self.app.push_screen(dialog, answered)

    def _events(self, keys: Keys) -> Iterator[tuple[str, str, str]]:
        """What is still to come and may be waited for: kind, id and words, milestones in the order of their targets."""
        own = {id for _, id in keys}
        for kind in _EVENTS:
            table = self.app.snapshot.table(kind)
            living, status = table.living(), table.column("status")
            found = [at for at in table.in_order() if living[at] and status[at] not in table.kind.closed and table.id(at) not in own]
            if kind == "milestone":
                target = table.column("target")
                found.sort(key=lambda at: str(target[at] or "~"))
            for at in found[:_MOST_EVENTS]:
                yield kind, table.id(at), event_words(table.record(at))

    def do_triage_duplicate(self, arguments: Mapping[str, Any]) -> None:
        """Ask which record these repeat, the likely ones first, then say so."""
        keys: Keys = tuple(arguments["records"])
        kinds = [kind for kind in ("feedback", "item", "problem") if all(kind in SIMILAR_TO.get(one, (one,)) for one, _ in keys)]
        if not kinds:
            self.app.say("these records cannot repeat the same one: choose records of one kind", "warning")
            return

        def chosen(hit: Hit) -> None:
            self.app.dispatch("triage.duplicate", {"targets": keys, "of": SCHEMA[hit.kind].shown_id(hit.id)})

        records = self.app.snapshot.records(keys)
        foot = "it belongs to this" if keys[0][0] == "feedback" else "it repeats this"
        self.ask_for_original(f"{self.named(keys)} {'says' if len(keys) == 1 else 'say'} the same as …", records, kinds, foot, chosen)

    def ask_for_original(
        self, title: str, records: Sequence[Record], kinds: Sequence[str], foot: str, chosen: Callable[[Hit], None],
    ) -> None:
        """Ask for the record that some others repeat.

        Args:
            title: What is asked.
            records: Those that repeat it; the likely ones are looked for by the first.
            kinds: Of which kinds it may be.
            foot: What Enter does.
            chosen: Told the answer.
        """
        from pmtui.screens.dialogs.triage_original import OriginalDialog

        if not records:
            self.app.say("the record is gone: somebody has removed it meanwhile", "warning")
            return
        search: RecordSearch = self.app.effects.room(SEARCH)

        def answered(hit: Hit | None) -> None:
            search.forget()
            if hit is not None:
                chosen(hit)

        own = [Hit(record.kind, record.id) for record in records]
        known = self.known(records[0], kinds)
        dialog = OriginalDialog(self.app, search.ask, title, kinds=kinds, own=own, foot=foot, likely=known)
        self.app.push_screen(dialog, answered)
        if known is None:
            self.find(records[0], lambda record, likely: dialog.know_likely(likely), kinds)

    def named(self, keys: Keys) -> str:
        """Records in a few words, for the title of a question."""
        records = self.app.snapshot.records(keys)
        return f"“{shortened(one_line(records[0].title), _NAME)}”" if len(records) == 1 else called(records) if records else "records"


def _typed_reason(text: str) -> PickRow:
    return PickRow(text, one_line(text), "", "›", "success")
