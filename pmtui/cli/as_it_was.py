"""A call that looks at the workspace as it was: `--at WHEN`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pmtui.cli.session import Session
from pmtui.commands.core import Command, Refused
from pmtui.domain.change import Snapshot
from pmtui.domain.records import Record

if TYPE_CHECKING:
    from pmtui.store.past import Moment, Past

_READS = frozenset({"record.list", "record.show"})
"""The commands that can look at the past."""


def session_for(command: Command, options: Mapping[str, Any]) -> Session:
    """What a call works with: the present, or the point that `--at` names.

    Raises:
        Refused: The command cannot look at the past.
    """
    if options.get("at") is None:
        return Session(options)
    if command.id not in _READS:
        raise Refused(
            f"{command.word} works on the workspace as it is now: --at goes with list, show and the screens",
            f"leave --at out: pmtui {command.word} …",
        )
    return PastSession(options)


class PastSession(Session):
    """A session at a point of the past: its records are those of then, and so is what counts as today."""

    _moment: Moment | None = None

    @property
    def then(self) -> Moment:
        """The point, with its records."""
        if self._moment is None:
            self._moment, _ = read_moment(self, str(self.options["at"]))
        return self._moment

    @property
    def snapshot(self) -> Snapshot:
        """The records as they were."""
        return self.then.snapshot

    def today_and_now(self) -> tuple[str, str]:
        """The day and the instant of the point."""
        return self.then.point.today, self.then.point.now

    def resolve(self, words: str, kinds: Iterable[str]) -> Record:
        """The record of then that a person means.

        Raises:
            Refused: There was none, or there were several.
        """
        from pmtui.app.resolving import resolved
        from pmtui.store.author import author

        try:
            return resolved(self.snapshot, words, kinds, author(self.workspace))
        except Refused as error:
            if error.code == "not_found":
                error.hint = f"it was {self.then.point.title}; {error.hint}"
            raise


def read_moment(session: Session, words: str) -> tuple[Moment, Past]:
    """The workspace at a point, and what can read further ones; a note about it goes to stderr.

    Raises:
        StoreError: There is no such point.
        KeyboardInterrupt: It was cancelled.
    """
    from pmtui.domain.text import one_line
    from pmtui.store.clock import now
    from pmtui.store.past import Past

    past = Past(str(session.workspace.root))
    moment = past.at(words, now())
    if moment is None:
        raise KeyboardInterrupt
    if moment.point.note:
        session.say(f"pmtui: {one_line(moment.point.note)}\n")
    return moment, past
