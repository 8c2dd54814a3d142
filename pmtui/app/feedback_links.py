"""Asking which problems and items feedback belongs to, and of which problems it is evidence; several can be taken at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.app.jumping import SEARCH
from pmtui.commands.feedback import LINKABLE, PROBLEM
from pmtui.commands.records import called
from pmtui.screens.dialogs.link import LinkDialog, Linked
from pmtui.widgets.record_index import Hit

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.app.record_search import RecordSearch


class LinkingFeedback:
    """Asks, then gives the command again with the answer."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_link_feedback(self, arguments: Mapping[str, Any]) -> None:
        """Ask for problems and items; what is linked now is marked."""
        keys: Sequence[tuple[str, str]] = tuple(arguments["records"])
        counts = Counter(str(id) for record in self.app.snapshot.records(keys) for id in record["linked"] or ())
        linked = [hit for id in counts if (hit := self._hit(id)) is not None]
        self._ask("triage.link", "Link", "with", keys, LINKABLE, linked, [hit for hit in linked if counts[hit.id] == len(keys)])

    def do_feedback_evidence(self, arguments: Mapping[str, Any]) -> None:
        """Ask for problems."""
        self._ask("triage.evidence", "Evidence:", "of which problems?", tuple(arguments["records"]), (PROBLEM,), (), ())

    def _ask(
        self, command: str, verb: str, joint: str, keys: Sequence[tuple[str, str]], kinds: Sequence[str], linked: Sequence[Hit],
        every: Sequence[Hit],
    ) -> None:
        search: RecordSearch = self.app.effects.room(SEARCH)
        title = f"{verb} {called(self.app.snapshot.records(keys))} {joint}"
        dialog = LinkDialog(
            self.app, search.ask, title, kinds=tuple(kinds), linked=linked, every=every, own=(), new=tuple(kinds), many=True,
        )

        def answered(answer: Linked | None) -> None:
            search.forget()
            if answer is not None:
                self.app.dispatch(command, {
                    "targets": tuple(keys), "add": tuple(hit.id for hit in answer.add), "remove": tuple(hit.id for hit in answer.remove),
                    "create": answer.create,
                })

        self.app.push_screen(dialog, answered)

    def _hit(self, id: str) -> Hit | None:
        return next((Hit(kind, id) for kind in LINKABLE if self.app.snapshot.table(kind).position(id) is not None), None)
