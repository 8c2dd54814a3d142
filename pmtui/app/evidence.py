"""The dialog for evidence and learnings: which fields it has, and what becomes of what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.app.unsaved import UNSAVED, Unsaved
from pmtui.commands.core import Refused
from pmtui.commands.core import run as planned
from pmtui.commands.evidence import LISTS
from pmtui.commands.plausibility import Impossible
from pmtui.domain.change import Change
from pmtui.domain.discovery import records_linked_to
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.meanings import meanings
from pmtui.domain.schema import CHOICE, INTEGER, LINES, LINK, Field
from pmtui.domain.text import spoken
from pmtui.screens.dialogs import evidence as dialog
from pmtui.screens.dialogs.evidence import EntryRow, EvidenceDialog
from pmtui.widgets.choice_line import Choice

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

_COMMAND = "record.evidence"
_WEIGHTS = ("an aside", "worth noting", "weighty", "decisive")
"""What the importance of evidence means, from 0 on."""
_DATE_HELP = "today, yesterday, -3d, friday or 2026-11-22; enter saves"
_NONE = Choice("", "–", "not said")


class AddingEvidence:
    """Opens the dialog and saves."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_add_evidence(self, arguments: Mapping[str, Any]) -> None:
        """Ask for one piece of evidence or one learning."""
        kind, ids = str(arguments["kind"]), list(arguments["ids"])
        field, main, name = LISTS[kind]
        first = self.app.snapshot.record(kind, ids[0])
        about = f"{len(ids)} {SCHEMA[kind].plural}" if len(ids) > 1 else f"“{first.title[:50]}”" if first is not None else kind

        def save(values: Mapping[str, str]) -> str:
            words = [f"{key}={value.strip()}" for key, value in values.items() if key != main and value.strip()]
            return self._save({"ids": ids, "text": values[main], "fields": words})

        rows = entry_rows(kind, SCHEMA[kind].fields[field], main, self._experiments(ids) if kind == "hypothesis" else ())
        unsaved: Unsaved = self.app.effects.room(UNSAVED)
        key = [_COMMAND, kind, *ids]
        shown = EvidenceDialog(f"Add {name} to {about}", rows, save, unsaved.fields(key))
        unsaved.show(shown, key, shown.typed)

    def _save(self, given: Mapping[str, Any]) -> str:
        command = self.app.commands[_COMMAND]
        try:
            change = planned(command, self.app.context(), given)
        except Impossible as error:
            return f"date: {error.words.partition(': ')[2]}" if error.path[-1] == "at" else error.words
        except Refused as error:
            text = error.words
            return f"date{text[2:]}" if text.startswith("at:") else text
        if isinstance(change, Change):
            self.app.commit(change)
            many = f" to {len(change.edits)} {SCHEMA[change.edits[0].kind].plural}" if len(change.edits) > 1 else ""
            self.app.say(f"{LISTS[change.edits[0].kind][2].removeprefix('a ')} added{many}")
        return ""

    def _experiments(self, ids: Sequence[str]) -> list[Choice]:
        """The experiments of the hypotheses that a learning can come from."""
        found = {one.id: one for id in ids for one in records_linked_to(self.app.snapshot, "experiment", "hypothesis", id)}
        return [Choice(one.id, one.title[:40], str(one["result"] or one.status)) for one in found.values()]


def entry_rows(kind: str, field: Field, main: str, experiments: Sequence[Choice] = ()) -> list[EntryRow]:
    """The fields of the dialog, from the declaration of the entry: the words first, the date last.

    Args:
        kind: The kind of the record.
        field: The keyed list.
        main: The field of its entries that holds the words.
        experiments: What a link to an experiment can point to; without any, it is not asked for.
    """
    inner = {one.name: one for one in field.entry}
    rows = [EntryRow(main, main, dialog.WORDS, inner[main].help)]
    for one in field.entry:
        if one.name in (main, "at", "by"):
            continue
        if one.type == CHOICE:
            known = meanings(field.name, one)
            choices = [Choice(value, spoken(value), known.get(value, "")) for value in one.choices]
            rows.append(EntryRow(one.name, one.name, dialog.CHOICE, one.help, (_NONE, *choices)))
        elif one.type == INTEGER:
            weights = [Choice(str(number), str(number), words) for number, words in enumerate(_WEIGHTS)]
            rows.append(EntryRow(one.name, one.name, dialog.CHOICE, one.help, (_NONE, *weights)))
        elif one.type == LINK and experiments:
            rows.append(EntryRow(one.name, one.name, dialog.CHOICE, one.help, (_NONE, *experiments)))
        elif one.type not in (LINK, LINES):
            rows.append(EntryRow(one.name, one.name, dialog.LINE, one.help))
    return [*rows, EntryRow("date", "date", dialog.LINE, _DATE_HELP, value="today")]
