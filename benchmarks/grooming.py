"""A person grooms a real backlog from the keyboard: how many keys it takes, how long the slowest frame, whether all can be undone.

Triage 40, score 30, rank 20, move 30 into milestones, tag 60 in bulk, clean 20 duplicates; then undo, one by one, to the first bytes.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.command_line import program
from benchmarks.figures import ROWS, DataSet, Figure
from benchmarks.pty_timing import NoAnswer, Paint, TimedProgram
from pmtui.domain.change import Change, Edit
from pmtui.domain.records import Record
from pmtui.store.workspace import Workspace

TRIAGED, DUPLICATES, SCORED, RANKED, PLANNED, TAGGED = 40, 20, 30, 20, 30, 60
MOST_FOR_TRIAGE, MOST_FOR_RICE = 4.0, 6.0
"""Keystrokes, for an item in triage and for a RICE score."""
AT = "2026-11-23T08:00:00Z"
QUIET = 0.03
"""Seconds of silence that end a frame."""
_REPORTED = "{} (reported again)"
_MILESTONES = ("First milestone", "Second milestone", "Third milestone")
_TAG = "groomed"
_HALF_PAGE = 21
"""Rows of half a page on a screen of 48 lines."""
_SCORES = ("5434", "3322", "6543", "4421", "7513")
"""Reach, impact, confidence and effort: the keys of one item after the other."""


class Counted:
    """The program, and what was pressed.

    Attributes:
        frames: Seconds from each key to the last byte of the picture that shows what it did, with the part of the session and the key.
        keys: How many keys each part took.
    """

    def __init__(self, running: TimedProgram) -> None:
        """Nothing is pressed yet."""
        self._running = running
        self.frames: list[tuple[float, str, str]] = []
        self.keys: dict[str, int] = {}

    def press(self, part: str, *keys: str, shows: str = "") -> None:
        """Press keys, each when the frame before has been painted; those of which the first paints nothing (`gi`) at once.

        Args:
            part: The part of the session.
            keys: The keys.
            shows: Words that stand in the picture that each key leads to, where more pictures may follow by themselves: a likely duplicate
                that has been found, the pane of links.

        Raises:
            NoAnswer: They are not painted.
        """
        for key in keys:
            paints = self._running.paints(key, QUIET, shows)
            self.keys[part] = self.keys.get(part, 0) + (len(key) if key.isalpha() else 1)
            if shows and not any(shows in one.text for one in paints):
                raise NoAnswer(f"{key!r} in {part} did not lead to {shows!r}")
            if paints:
                self.frames.append((_effect(paints, shows).at, part, key))

    def rest(self, seconds: float = 0.3) -> None:
        """What a person does now and then, too."""
        self._running.settle(seconds)


def _effect(paints: Sequence[Paint], shows: str) -> Paint:
    """The picture that shows what a key did: the first with the words, else the last that does not merely say that something is saved."""
    if shows:
        return next(one for one in paints if shows in one.text)
    return next((one for one in reversed(paints) if one.lines - {1}), paints[-1])


def measure_grooming(data: DataSet, scratch: Path, runs: int) -> list[Figure]:
    """The row `grooming`: the median of the slowest frames of whole sessions, each on a copy; keys and single figures in the detail.

    Args:
        data: The workspace.
        scratch: Where the copies may stand.
        runs: How many sessions: the slowest of four hundred frames is one figure, and what else the machine does falls into it.

    Raises:
        NoAnswer: A session did not come to what it should have; the message says in which part.
    """
    sessions = [_session(data, scratch) for _ in range(runs)]
    slowest = [max(session.frames) for session, _ in sessions]
    middle = sorted(slowest)[len(slowest) // 2]
    session, undone = sessions[-1]
    keys = session.keys
    words = "; ".join((
        f"triage of {TRIAGED}: {keys['triage']} keys", f"{DUPLICATES} duplicates: {keys['duplicates']}",
        f"{SCORED} RICE scores: {keys['score']}",
        f"{RANKED} ranks: {keys['rank']}", f"{PLANNED} into milestones: {keys['plan']}", f"{TAGGED} tagged: {keys['tag']}",
        f"{sum(keys.values())} keys in all", f"{undone} undos to the first bytes",
        "the slowest frame of each session: " + ", ".join(f"{1000 * at:.1f} ms at {key!r} in {part}" for at, part, key in slowest),
        f"median of all frames {1000 * sorted(session.frames)[len(session.frames) // 2][0]:.1f} ms",
    ))
    return [Figure.of(ROWS["grooming"], data, middle[0] * 1000, words)]


def _session(data: DataSet, scratch: Path) -> tuple[Counted, int]:
    """One session from the first key to the last undo, and how many undos there were."""
    folder = scratch / "groomed"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(data.folder, folder)
    fresh = _prepared(folder)
    before = _bytes(folder)
    with TimedProgram([*program(), "-w", str(folder), "--screen", "backlog"], columns=160, rows=48) as running:
        running.seconds_until("Backlog")
        running.settle(2)
        session = Counted(running)
        _triage(session, fresh)
        _score(session)
        _rank(session)
        _plan(session)
        _tag(session)
        session.rest(1)
    _require_done(folder, fresh)
    for name, total, most in (("triage", TRIAGED, MOST_FOR_TRIAGE), ("score", SCORED, MOST_FOR_RICE)):
        if session.keys[name] / total > most:
            raise NoAnswer(f"{name} took {session.keys[name]} keys for {total}, at most {most * total:g} are allowed")
    return session, _undone(folder, before)


def _prepared(folder: Path) -> dict[str, bool]:
    """Put closed items back into the inbox, and report some others again.

    Returns:
        The ids of what waits, in order, and whether each repeats another.
    """
    with Workspace(str(folder)) as workspace:
        snapshot = workspace.snapshot()
        records = sorted((one for one in snapshot.table("item") if not one["deleted_at"]), key=lambda one: (str(one["created_at"]), one.id))
        waiting = [one for one in records if one["status"] == "inbox"]
        back = [one for one in records if one["status"] == "done"]
        again = [one for one in back[TRIAGED:] if len(one.title.split()) >= 4][:DUPLICATES]
        back = back[: TRIAGED - len(waiting)]
        edits = [Edit("item", one.id, {"status": "done"}, {"status": "inbox"}) for one in back]
        fresh = {one.id: False for one in sorted([*waiting, *back], key=lambda one: (str(one["created_at"]), one.id))}
        for at, one in enumerate(again):
            id = f"zzgr{at:02d}mdup".replace("u", "v")
            fields = {"id": id, "title": _REPORTED.format(one.title), "created_at": f"2026-11-22T09:{at:02d}:00Z"}
            edits.append(Edit("item", id, None, fields))
            fresh[id] = True
        for at, title in enumerate(_MILESTONES):
            id = f"zzgrmkst{at:02d}"
            edits.append(Edit("milestone", id, None, {"id": id, "title": title, "created_at": AT}))
        workspace.save(Change("Prepare", tuple(edits), at=AT))
    for path in (folder / ".local" / "journal").iterdir():
        path.unlink()
    time.sleep(2.5)  # the cache trusts no file that is younger than two seconds
    return fresh


def _triage(session: Counted, fresh: dict[str, bool]) -> None:
    """The oldest first: most are accepted, some declined, some put away; what was reported before goes to the first report."""
    session.press("triage", "gi", shows=f"B-{next(iter(fresh))[:4]}")  # the list and the record beside it; its links come when it rests
    session.rest(0.8)  # what has changed since the cache was written comes behind the first paint
    session.press("triage", "gg")
    for at, is_again in enumerate(fresh.values(), 1):
        left = f"{len(fresh) - at} to decide" if at < len(fresh) else "Nothing waits"
        if is_again:
            session.press("duplicates", "d", shows="the likeliest first")
            session.press("duplicates", "\r", shows=left)
        elif at % 4 == 2:
            session.press("triage", "n", shows="why?")
            session.press("triage", "1", shows=left)
        elif at % 8 == 4:
            session.press("triage", "z", shows="until when?")
            session.press("triage", "1", shows=left)
        else:
            session.press("triage", "a", shows=left)


def _score(session: Counted) -> None:
    session.press("score", "4")
    session.rest()
    session.press("score", "P", "1")
    for at in range(SCORED):
        session.press("score", *_SCORES[at % len(_SCORES)])
    session.press("score", "\x1b")
    session.rest()
    session.press("score", "\x1b")
    session.rest()


def _rank(session: Counted) -> None:
    for at in range(RANKED):
        session.press("rank", *("jjjT" if at % 2 else "jjJ"))  # the last one ends on the first row


def _plan(session: Counted) -> None:
    for title in _MILESTONES:
        session.press("plan", "v", *"jjjjjjjjj", "vm", *title[:5].lower(), "\r", "\x1b")
        session.rest()
        session.press("plan", "j")


def _tag(session: Counted) -> None:
    session.press("tag", "gg", "v", *["\x04"] * 2)
    session.press("tag", *"j" * (TAGGED - 1 - 2 * _HALF_PAGE), "vi", *_TAG, "\r")


def _require_done(folder: Path, fresh: dict[str, bool]) -> None:
    """Whether the files say what the session was for."""
    with Workspace(str(folder)) as workspace:
        items = {one.id: one for one in workspace.snapshot().table("item")}
    waits = [id for id, is_again in fresh.items() if not is_again and items[id]["status"] == "inbox" and not items[id]["snoozed_until"]]
    again = [id for id, is_again in fresh.items() if is_again and not items[id]["duplicate_of"]]
    found = {
        "triaged": TRIAGED - len(waits), "duplicates": DUPLICATES - len(again),
        "scored": _count(items.values(), "effort"), "planned": _count(items.values(), "milestone"),
        "tagged": sum(1 for one in items.values() if _TAG in one["tags"]),
    }
    wanted = {"triaged": TRIAGED, "duplicates": DUPLICATES, "scored": SCORED, "planned": PLANNED, "tagged": TAGGED}
    if found != wanted:
        raise NoAnswer(f"the session came to {found}, and should have come to {wanted}")


def _count(items: Iterable[Record], field: str) -> int:
    return sum(1 for one in items if one[field] is not None)


def _undone(folder: Path, before: dict[str, bytes]) -> int:
    """Undo one by one to the start; how many changes there were.

    Raises:
        NoAnswer: The files are not as they were.
    """
    count = 0
    with Workspace(str(folder)) as workspace:
        while workspace.undoable() is not None:
            workspace.undo(AT)
            count += 1
    after = _bytes(folder)
    changed: Sequence[str] = [path for path, raw in before.items() if after.get(path) != raw]
    if changed or set(after) - set(before):
        raise NoAnswer(f"{len(changed)} files are not as they were, {len(set(after) - set(before))} are new: {[*changed][:3]}")
    return count


def _bytes(folder: Path) -> dict[str, bytes]:
    found = {}
    for top, names, files in os.walk(folder):
        names[:] = [name for name in names if name not in (".local", ".git")]
        found.update({str(path.relative_to(folder)): path.read_bytes() for name in files if (path := Path(top, name))})
    return found
