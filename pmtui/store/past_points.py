"""Points in the history of a workspace: what a person means by a date, a tag, a branch or a commit."""

from __future__ import annotations

import os
from threading import Event
from typing import NamedTuple

from pmtui.domain.dates import parse_instant
from pmtui.domain.periods import day_words
from pmtui.domain.text import one_line
from pmtui.store.clock import instant_said
from pmtui.store.errors import NOT_FOUND, USAGE, StoreError
from pmtui.store.git import GitError
from pmtui.store.layout import SETTINGS
from pmtui.store.sync_git import Calls

FORMS = "a date (2026-10-01, -30d, last friday), a tag, a branch or a commit"
"""What can be typed, for messages and help."""
_SHORT = 7
_REFS = ("refs/tags", "refs/heads", "refs/remotes")


class Point(NamedTuple):
    """A commit, and why it is meant.

    Attributes:
        words: What was asked for.
        label: How people say it: `on 1 Oct 2026`, `at v1.2`, `at commit 1a2b3c4`.
        commit: The whole name of the commit.
        at: The instant of that commit, in UTC.
        now: The instant that counts as the present there: the one that was asked for, else that of the commit.
        note: What else there is to know, in a sentence; mostly empty.
    """

    words: str
    label: str
    commit: str
    at: str
    now: str
    note: str = ""

    @property
    def short(self) -> str:
        """The name of the commit as people see it."""
        return self.commit[:_SHORT]

    @property
    def today(self) -> str:
        """The day that counts as today there."""
        return self.now[:10]

    @property
    def name(self) -> str:
        """What the point is called beside another: `1 Oct 2026`, `v1.0`, `commit 1a2b3c4`."""
        return self.label.removeprefix("on ").removeprefix("at ")

    @property
    def title(self) -> str:
        """All of it in words: `on 1 Oct 2026 · commit 1a2b3c4`, `at v1.2 · 28 Sep 2026 · commit 1a2b3c4`."""
        parts = [self.label]
        if not self.label.startswith("on "):
            parts.append(day_words(self.at))
        if self.short not in self.label:
            parts.append(f"commit {self.short}")
        return " · ".join(parts)


class Name(NamedTuple):
    """A tag or branch that can be asked for.

    Attributes:
        name: As people type it.
        kind: `tag` or `branch`.
        at: The instant of its commit, in UTC.
    """

    name: str
    kind: str
    at: str


class Points:
    """Finds points in the history around a workspace."""

    def __init__(self, root: str, cancel: Event | None = None) -> None:
        """Look from the folder of the workspace; `cancel` ends a call of git."""
        self.root = root
        self.calls = Calls(root, cancel)

    def find(self, words: str, now: str) -> Point:
        """What a person means: the tag or branch of that name, else the last commit before a date, else a commit.

        Args:
            words: See `FORMS`. A date is its first moment in UTC, as everywhere.
            now: The present instant.

        Raises:
            StoreError: It is nothing of that, lies in the future or before the history, or git cannot be asked.
        """
        text = words.strip()
        if not text or not text.isprintable():
            raise StoreError(f"{one_line(words)[:60]!r} is no point in time", f"write {FORMS}", "bad_value", USAGE)
        try:
            instant, fault = parse_instant(text, now), ""
        except ValueError as error:
            instant, fault = "", str(error)
        if instant and not self._ref(text) and (instant <= now or not self._commit(text)):
            return self._before(text, instant, now)
        commit = "" if text.startswith("-") else self._commit(self._ref(text) or text)
        if not commit:
            self._require_repository()
            known = fault if "is not an instant" not in fault and fault else f"there is no tag, branch or commit {one_line(text)[:60]!r}"
            raise StoreError(known, f"write {FORMS}", "no_such_point", NOT_FOUND)
        at = instant_said(self.calls.text("log", "-1", "--no-show-signature", "--format=%ct", commit, "--"))
        is_name = not commit.startswith(text.lower()) or len(text) < 4
        label = "the last commit" if text == "HEAD" else one_line(text) if is_name else f"commit {commit[:_SHORT]}"
        return Point(text, f"at {label}", commit, at, at)

    def same_moment(self, point: Point) -> Point:
        """The last commit of the workspace's own history at the moment of a commit on another line, such as a tag of the code.

        Raises:
            StoreError: The history of the workspace begins later.
        """
        found = self._before(point.words, point.at, point.at)
        note = f"{one_line(point.words)} is on another line of history: this is the workspace at that moment"
        return found._replace(label=point.label, note=note)

    def is_own(self, commit: str) -> bool:
        """Whether a commit lies in the history of what is checked out."""
        try:
            self.calls.run("merge-base", "--is-ancestor", commit, "HEAD")
        except GitError:
            return False
        return True

    def beginning(self) -> str:
        """When the history first held a workspace in this folder, as ` it begins on …`; empty where that cannot be told."""
        try:
            out = self.calls.text("log", "--no-show-signature", "--format=%ct", "--diff-filter=A", "HEAD", "--", SETTINGS)
        except GitError:
            return ""
        return f": it begins on {day_words(instant_said(out.splitlines()[-1]))}" if out else ""

    def names(self) -> list[Name]:
        """The tags, the newest first, then the branches."""
        try:
            out = self.calls.text(
                "for-each-ref", "--sort=-creatordate", "--count=2000", "--format=%(refname)%00%(creatordate:unix)%00%(*committerdate:unix)",
                "refs/tags", "refs/heads",
            )
        except GitError:
            return []
        found = []
        for line in out.splitlines():
            name, own, peeled = [*line.split("\0"), "", ""][:3]
            place, _, short = name.removeprefix("refs/").partition("/")
            stamp = peeled or own
            if stamp.lstrip("-").isdigit():
                found.append(Name(short, "tag" if place == "tags" else "branch", instant_said(stamp)))
        return sorted(found, key=lambda one: one.kind != "tag")

    def _ref(self, text: str) -> str:
        """The full name of the tag or branch that is called so; empty where there is none."""
        if any(one in " ~^:?*[\\" for one in text) or text.startswith("-"):
            return ""
        wanted = [f"{place}/{text}" for place in _REFS]
        try:
            there = self.calls.text("for-each-ref", "--format=%(refname)", *wanted).splitlines()
        except GitError:
            return ""
        return next((one for one in wanted if one in there), "")

    def _commit(self, text: str) -> str:
        try:
            return self.calls.text("rev-parse", "--verify", "--quiet", "--end-of-options", f"{text}^{{commit}}")
        except GitError:
            return ""

    def _before(self, text: str, instant: str, now: str) -> Point:
        if instant > now:
            raise StoreError(f"{one_line(text)} lies in the future: {day_words(instant)}", f"write {FORMS}", "bad_value", USAGE)
        try:
            out = self.calls.text(
                "log", "-1", "--first-parent", "--no-show-signature", f"--before={instant}", "--format=%H %ct", "HEAD", "--"
            )
        except GitError as error:
            self._require_repository()
            if self._commit("HEAD"):
                raise StoreError(f"git refuses: {one_line(error.message)}", "do what git says, and try again", "git") from None
            raise StoreError("there is no commit yet: nothing is known of the past", "pmtui sync makes the first", "no_history") from None
        label = f"on {day_words(instant)}{_clock(text, instant)}"
        if not out:
            raise self._too_early(label, instant)
        commit, _, stamp = out.partition(" ")
        return Point(text, label, commit, instant_said(stamp), instant)

    def _too_early(self, label: str, instant: str) -> StoreError:
        out = self.calls.text("log", "--first-parent", "--reverse", "--no-show-signature", "--format=%ct", "HEAD", "--")
        first = instant_said(out.splitlines()[0])
        begin = f"later that day, at {first[11:16]} UTC" if first[:10] == instant[:10] else f"on {day_words(first)}"
        if self.calls.text("rev-parse", "--is-shallow-repository") == "true":
            return StoreError(
                f"this clone has no history {label}: it is a shallow one that begins {begin}",
                "git fetch --unshallow brings the rest", "shallow",
            )
        return StoreError(f"there was nothing yet {label}: the history begins {begin}", "ask for a later point", "no_history")

    def _require_repository(self) -> None:
        """Raise StoreError where there is no repository around the workspace, or git is not installed."""
        try:
            self.calls.run("rev-parse", "--git-dir")
        except GitError as error:
            if "cannot be run" in error.message:
                raise StoreError("git cannot be run, and the past is read through it", "install git 2.34 or later", "no_git") from None
            if "not a git repository" in error.message:
                raise StoreError(
                    f"{self.root} is in no git repository, so nothing is known of its past", "run git init there, then pmtui sync",
                    "no_repository",
                ) from None
            raise StoreError(f"git refuses to work in {self.root}: {one_line(error.message)}", "do what git says", "git") from None


def _clock(text: str, instant: str) -> str:
    """The time of day, where a person asked for one."""
    is_exact = ":" in text or text == "now" or text.lower().rstrip().endswith(("h", "min"))
    return f" {instant[11:16]} UTC" if is_exact and instant[11:] != "00:00:00Z" else ""


def folder_of(root: str) -> str:
    """The last name of a folder, for messages."""
    return os.path.basename(root) or root
