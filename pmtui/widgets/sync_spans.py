"""How a workspace stands to its branch and remote, as spans for the top line: the whole of it, and shorter where room is short."""

from __future__ import annotations

from typing import NamedTuple

from pmtui.widgets.cells import shortened, steady
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line

_BRANCH, _SHORT_BRANCH = 24, 12
"""Cells of a branch's name where there is room, and where there is less."""


class SyncFigures(NamedTuple):
    """How a workspace stands.

    Attributes:
        branch: The branch; empty where none is checked out, None where there is no repository.
        ahead: Commits that the remote has not got; None where there is no remote.
        behind: Commits of the remote that are not merged; None as before.
        changed: Records that are not committed.
        conflicts: Open conflicts.
        doing: What a sync is doing now, in a word; empty while none runs.
        is_failed: Whether the last sync came to nothing.
    """

    branch: str | None
    ahead: int | None
    behind: int | None
    changed: int
    conflicts: int = 0
    doing: str = ""
    is_failed: bool = False


def sync_forms(at: SyncFigures) -> tuple[Line, ...]:
    """The same in several lengths, the longest first: without the branch, then without zeros, then what matters most alone."""
    name = steady("no branch" if at.branch == "" else at.branch or "")
    role = "muted" if at.branch else "warning"
    long, short = ([Span(f"{shortened(name, size)} ", role)] if name else [] for size in (_BRANCH, _SHORT_BRANCH))
    numbers = _numbers(at)
    told = [one for one in numbers if one.role != "faint"]
    forms: list[Line] = [(*long, *numbers), (*short, *numbers), tuple(numbers), tuple(told), *((one,) for one in told[-1:])]
    return tuple(form for form in dict.fromkeys(forms) if form)


def _numbers(at: SyncFigures) -> list[Span]:
    """The figures, the one that matters most last."""
    found: list[Span] = []
    if at.doing:
        return [*_conflicts(at), Span(f"◌ {at.doing} ", "info")]
    if at.ahead is not None and at.behind is not None and (at.ahead or at.behind):
        found += [Span(f"↑{at.ahead} ", "accent" if at.ahead else "faint"), Span(f"↓{at.behind} ", "accent" if at.behind else "faint")]
    if at.changed:
        found.append(Span(f"●{at.changed} ", "warning"))
    found += _conflicts(at)
    if at.is_failed:
        found.append(Span("▲ not synced ", "error"))
    if not found and at.ahead is not None and at.behind is not None:
        found.append(Span("✓ ", "success"))
    return found


def _conflicts(at: SyncFigures) -> list[Span]:
    return [Span(f"≠{at.conflicts} ", "conflict")] if at.conflicts else []
