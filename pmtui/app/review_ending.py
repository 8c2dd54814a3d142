"""What becomes of a review: its minutes, the digest as a text, and the marker at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.app.review_asking import ReviewAsking
from pmtui.commands.core import Effect
from pmtui.domain.change import Change, Snapshot
from pmtui.domain.digest import Digest, digest
from pmtui.domain.review import Minutes
from pmtui.domain.review_minutes import minutes_of, own_changes
from pmtui.store.errors import StoreError

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp


class ReviewEnding(ReviewAsking):
    """The part of the room that writes down what was seen and decided.

    Attributes:
        digest: What happened since; None while that is being found out.
        then: The records of then; None while they are read, and where nothing is known of the past.
    """

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        super().__init__(app)
        self.digest: Digest | None = None
        self.then: Snapshot | None = None

    def look(self, *, again: bool = False) -> None:
        """Find out what happened, unless that is known for the records as they are."""
        raise NotImplementedError

    def is_over(self) -> bool:
        """Whether the marker has been set, and still is."""
        record = self.app.snapshot.record("review", self.state.review) if self.state.review else None
        return record is not None and not record.is_deleted

    def minutes(self) -> Minutes:
        """What the review has come to so far."""
        state = self.state
        own = own_changes(self.app.ledger.undos, state.begun)
        return minutes_of(self.app.snapshot, state.attendees, state.made, state.dates, state.begun, own)

    def markdown(self) -> str:
        """The digest with the minutes, as Markdown."""
        from pmtui.formats.digest_markdown import digest_markdown

        app = self.app
        self.look()
        found = self.digest or digest(self.then, app.snapshot, self.state.since.at, app.environment())
        return digest_markdown(found._replace(until=app.shown_now), lambda id: id[: app.id_length(id)], name=app.snapshot.name,
                               minutes=self.minutes())

    def copy(self) -> None:
        """Copy the digest as Markdown."""
        self.app.effects.carry_out(Effect("copy", {"text": self.markdown(), "what": "Markdown"}))

    def write(self) -> None:
        """Write the digest into a file in the folder where the program was started; one that is there already is not written over."""
        from pmtui.store.exported_files import write_new

        name = f"review-{self.app.shown_today}.md"
        try:
            path = write_new(".", name, self.markdown())
        except StoreError as error:
            self.app.say(str(error), "error")
        else:
            self.app.say(f"written to {path}")

    def finish(self) -> None:
        """Set the marker, with the digest; once."""
        from pmtui.commands.review_plans import finished

        if self.is_over():
            self.app.say("the marker is set already; u takes it back")
            return
        state = self.state

        def plan() -> Change:
            return finished(self.app.context(), state.since, state.attendees, self.markdown())

        made = self.made(plan)
        if made:
            state.review = made[0][1]
            self.app.say("the marker is set, with the digest; u takes it back")
