"""How far a sync is: its steps, what each says, and how long it took. Knows neither git nor the screen."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Final, NamedTuple

from pmtui.domain.text import counted

SAVE, COMMIT, FETCH, MERGE, PUSH = STEPS = ("save", "commit", "fetch", "merge", "push")
"""The steps in their order."""


class State(Enum):
    """How a step stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    NOTHING = "nothing"
    """There was nothing to do."""
    FAILED = "failed"
    CANCELLED = "cancelled"


class Step(NamedTuple):
    """One step.

    Attributes:
        name: One of `STEPS`.
        state: How it stands.
        words: What it does, or did.
        begun: When it began, in seconds of the monotonic clock.
        seconds: How long it took; 0 while it has not ended.
    """

    name: str
    state: State
    words: str
    begun: float = 0.0
    seconds: float = 0.0


_WAITING: Final = {SAVE: "save what is on its way", COMMIT: "commit", FETCH: "ask the remote", MERGE: "merge", PUSH: "push"}
_RUNNING: Final = {
    SAVE: "saving what is on its way", COMMIT: "looking at what changed", FETCH: "asking the remote", MERGE: "comparing both sides",
    PUSH: "pushing",
}
_NOTHING: Final = {
    SAVE: "nothing was waiting to be saved", COMMIT: "nothing to commit", FETCH: "no remote to ask", MERGE: "nothing new to merge",
    PUSH: "nothing to push",
}
_DOING: Final = {SAVE: "saving", COMMIT: "committing", FETCH: "fetching", MERGE: "merging", PUSH: "pushing"}


class Steps:
    """The steps of one sync, as far as they have come.

    Attributes:
        committed: The first line of the commit that the sync has made; empty before that.
        is_merged: Whether what others did has reached the files.
        begun: When it began, in seconds of the monotonic clock.
        ended: When it ended; 0 while it runs.
    """

    def __init__(self, at: float) -> None:
        """Nothing has begun but the saving."""
        self._steps = {name: Step(name, State.WAITING, _WAITING[name]) for name in STEPS}
        self.committed = ""
        self.is_merged = False
        self.begun, self.ended = at, 0.0
        self._run(SAVE, at)

    def __iter__(self) -> Iterator[Step]:
        """The steps in their order."""
        return iter(self._steps.values())

    def __getitem__(self, name: str) -> Step:
        """One step."""
        return self._steps[name]

    @property
    def running(self) -> Step | None:
        """The step that is under way."""
        return next((one for one in self._steps.values() if one.state is State.RUNNING), None)

    @property
    def doing(self) -> str:
        """What is being done, in one word; empty once it has ended."""
        running = self.running
        return _DOING[running.name] if running is not None else "" if self.ended else "syncing"

    def saved(self, count: int, at: float) -> None:
        """What was on its way has been saved; the sync itself begins."""
        self._end(SAVE, at, f"saved {counted(count, 'change')}" if count else "")
        self._run(COMMIT, at)

    def said(self, name: str, words: str, at: float) -> None:
        """Follow what the sync says of itself; what is not known here changes nothing."""
        if name == "commit.branch":
            self.committed = words
            self._end(COMMIT, at, f"committed: {words}")
        elif name == "fetch.begin":
            self._end(COMMIT, at)
            self._run(FETCH, at, words)
        elif name == "fetch.done":
            self._end(FETCH, at, "asked the remote")
            self._run(MERGE, at)
        elif name in ("merge.made", "merge.again", "push.late"):
            if self._steps[PUSH].state is State.RUNNING:
                self._steps[PUSH] = Step(PUSH, State.WAITING, words if name == "push.late" else _WAITING[PUSH])
            self._run(MERGE, at, words)
        elif name.startswith("place."):
            self.is_merged = self.is_merged or name == "place.branch"
        elif name == "push.begin":
            self._end(MERGE, at, "merged" if self.is_merged else "")
            self._run(PUSH, at, words)

    def succeeded(self, at: float, commit: str, merge: str, push: str, *, has_remote: bool) -> None:
        """It has ended well: what was committed, merged and pushed, in words; empty where there was nothing to do."""
        self._end(COMMIT, at, commit)
        self._end(FETCH, at, "asked the remote" if has_remote else "")
        self._end(MERGE, at, merge)
        self._end(PUSH, at, push)
        self.ended = at

    def stopped(self, at: float, *, is_cancelled: bool) -> None:
        """It has ended before it was done, at the step that was under way."""
        running = self.running
        if running is not None:
            state = State.CANCELLED if is_cancelled else State.FAILED
            self._steps[running.name] = running._replace(state=state, seconds=at - running.begun)
        self.ended = at

    def _run(self, name: str, at: float, words: str = "") -> None:
        step = self._steps[name]
        begun = step.begun if step.state is State.RUNNING else at
        self._steps[name] = Step(name, State.RUNNING, words or _RUNNING[name], begun)

    def _end(self, name: str, at: float, words: str = "") -> None:
        """End a step; without words there was nothing to do, unless it said before what it did."""
        step = self._steps[name]
        if step.state is State.DONE and not words:
            return
        seconds = step.seconds or (at - step.begun if step.begun else 0.0)
        state = State.DONE if words else State.NOTHING
        self._steps[name] = Step(name, state, words or _NOTHING[name], step.begun, seconds)
