"""A sync as lines: its steps, what came of it, and what to do next. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pmtui.screens.dialogs.sync_steps import SAVE, State, Step, Steps
from pmtui.widgets.cells import width_of
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

_SIGNS = {
    State.WAITING: ("·", "faint", "faint"), State.RUNNING: ("◌", "info", "text"), State.DONE: ("✓", "success", "text"),
    State.NOTHING: ("–", "faint", "muted"), State.FAILED: ("▲", "error", "text"), State.CANCELLED: ("▲", "warning", "text"),
}
"""Sign, its colour role and that of the words, by state."""


class Result(NamedTuple):
    """What came of a sync.

    Attributes:
        said: The whole of it in a sentence, where the steps do not say it; empty where they do.
        notes: What people should know about it, one sentence each.
        conflicts: Open conflicts in the workspace.
        fault: Why it came to nothing: what, and where; empty where all went well.
        hint: What to do next.
        commands: The commands that the hint or a note names.
        is_cancelled: Whether the person ended it.
    """

    said: str = ""
    notes: tuple[str, ...] = ()
    conflicts: int = 0
    fault: str = ""
    hint: str = ""
    commands: tuple[str, ...] = ()
    is_cancelled: bool = False


class SyncRun:
    """One sync, as the screens see it.

    Attributes:
        steps: How far it is.
        is_dry: Whether it only says what would happen.
        is_cancelling: Whether the person has asked to end it.
        result: What came of it; None while it runs.
        news: What others did and it brought, a sentence a person.
    """

    def __init__(self, at: float, *, is_dry: bool = False) -> None:
        """Begin at an instant of the monotonic clock."""
        self.steps = Steps(at)
        self.is_dry = is_dry
        self.is_cancelling = False
        self.result: Result | None = None
        self.news: tuple[str, ...] = ()


def sync_lines(run: SyncRun, width: int, now: float, conflict_keys: str) -> list[Line]:
    """The log of a sync.

    Args:
        run: The sync.
        width: Cells of a line.
        now: The instant of the monotonic clock.
        conflict_keys: The keys that open the conflicts, as shown; empty where none do.
    """
    shown = [one for one in run.steps if (one.name, one.state) != (SAVE, State.NOTHING)]
    lines = [line for step in shown for line in _step_lines(step, width, now)]
    if run.is_cancelling and run.result is None:
        return [*lines, (), (Span("cancelling …", "warning"),)]
    if run.result is not None:
        parts = _result_parts(run.result, run.news, width, conflict_keys)
        lines += [line for part in parts if part for line in ((), *part)]
    return lines


def _step_lines(step: Step, width: int, now: float) -> list[Line]:
    """The sign, the words, and at the right how long it takes or took, from a second on."""
    sign, sign_role, role = _SIGNS[step.state]
    seconds = now - step.begun if step.state is State.RUNNING else step.seconds
    time = clock(seconds) if seconds >= 1 else ""
    words = f"{step.words} …" if step.state is State.RUNNING else step.words
    lines = wrapped_spans([Span(words, role)], width - 7, (Span(f"{sign} ", sign_role),), "  ")
    gap = width - sum(width_of(one.text) for one in lines[0]) - width_of(time)
    return [(*lines[0], Span(" " * gap), Span(time, "faint")) if time else lines[0], *lines[1:]]


def clock(seconds: float) -> str:
    """A span of time, short: `7 s`, `2:05`."""
    whole = int(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02d}"


def _result_parts(result: Result, news: Sequence[str], width: int, conflict_keys: str) -> list[list[Line]]:
    """What is told below the steps, each part with a blank line above."""
    parts: list[list[Line]] = []
    if result.said:
        parts.append(wrapped_spans([Span(result.said)], width))
    parts.append([line for one in news for line in wrapped_spans([Span(one)], width, (Span("● ", "accent"),), "  ")])
    if result.conflicts:
        count = f"{result.conflicts} open conflict{'s' if result.conflicts > 1 else ''}"
        words = [Span(count, "conflict"), Span(": both values are kept")]
        if conflict_keys:
            words += [Span("; "), Span(conflict_keys, "key"), Span(" shows them" if result.conflicts > 1 else " shows it")]
        parts.append(wrapped_spans(words, width, (Span("≠ ", "conflict"),), "  "))
    bullet = (Span("· ", "muted"),)
    parts.append([line for one in result.notes for line in wrapped_spans([Span(_sentence(one), "muted")], width, bullet, "  ")])
    if result.fault:
        role = "warning" if result.is_cancelled else "error"
        parts.append([*wrapped_spans([Span(_sentence(result.fault), role)], width), *wrapped_spans([Span(_sentence(result.hint))], width)])
    for key, one in commands_by_key(result).items():
        lines = wrapped_spans([Span(one, "info")], width, (Span(f"{key:>2}  ", "key"),), "    ")
        parts = [*parts[:-1], [*parts[-1], *lines]] if key not in "1y" else [*parts, lines]
    return parts


def commands_by_key(result: Result) -> dict[str, str]:
    """The commands to copy, by the key that copies them: one by `y`, several by their numbers."""
    if len(result.commands) == 1:
        return {"y": result.commands[0]}
    return {str(number): one for number, one in enumerate(result.commands[:9], 1)}


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text and text[-1] not in ".!?" else text[:1].upper() + text[1:]
