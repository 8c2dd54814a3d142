"""Today beside scenarios as lines of text, each of pieces with a role of colour, and as Markdown. Signs and words say it without colour."""

from __future__ import annotations

from collections.abc import Iterable

from pmtui.domain.amounts import chance_words
from pmtui.domain.periods import day_words
from pmtui.domain.scenario_comparison import (
    Drop,
    Row,
    SideBySide,
    Standing,
    capacity_words,
    differences,
)
from pmtui.formats.markdown_text import plain, table
from pmtui.formats.text_table import cut, padded, width_of

Piece = tuple[str, str]
"""A text and its role."""
Lines = list[list[Piece]]

COMPUTING = "computing…"
_SIGNS = {-1: ("▲", "success"), 0: ("◆", "accent"), 1: ("▼", "warning")}
_LEGEND = tuple(zip((_SIGNS[-1], _SIGNS[1], _SIGNS[0]), ("better", "worse", "other"), strict=True))
_WHEN = 13
"""Cells of a date."""
_CHANCE, _OPEN = 10, 6
_NAME_LEAST, _NAME_MOST = 12, 24


def lines(found: SideBySide, width: int) -> Lines:
    """A comparison in lines of at most so many cells."""
    name = max(_NAME_LEAST, min(_NAME_MOST, width - 3 * _WHEN - _CHANCE - _OPEN - 4))
    differing = [row for row in found.rows if not row.is_same]
    result: Lines = [[(padded("", name + 2) + _columns("target", "50 %", "85 %", "chance", "open"), "muted")]]
    for row in differing:
        result += _block(found, row, name, width)
    if found.rows and not differing:
        what = "No milestone differs" if all(found.is_complete) else "No target differs; the forecasts are being computed"
        result.append([(what, "text")])
    if differing:
        result += [[], [piece for (sign, role), word in _LEGEND for piece in ((f"{sign} ", role), (f"{word}  ", "muted"))]]
    result += _alike(found, width)
    for at, case in enumerate(found.cases):
        if case.id:
            result += _section(f"What drops out in {case.name}", [_drop(one) for one in found.drops[at]] or ["nothing"], width)
    result += _capacity(found, width)
    for case in found.cases:
        if case.misfits:
            result += _section(f"What does not fit any more in {case.name}", [f"▼ {one.words}" for one in case.misfits], width)
    if found.is_thin:
        result += [[], [("Fewer than four weeks of history: there is no forecast yet.", "muted")]]
    return result


def _columns(target: str, half: str, most: str, chance: str, left: str) -> str:
    return (
        padded(target, _WHEN) + padded(half, _WHEN) + padded(most, _WHEN) + padded(chance, _CHANCE - 1, True) + " "
        + padded(left, _OPEN - 1, True)
    )


def _block(found: SideBySide, row: Row, name: int, width: int) -> Lines:
    """A milestone that differs: a line for each case, and below a scenario what is different, in words."""
    result: Lines = [[], [(cut(row.title, width), "text bold")]]
    for at, (case, standing) in enumerate(zip(found.cases, row.cases, strict=True)):
        figures = _figures(standing, is_known=found.is_complete[at])
        result.append([(f"  {padded(cut(case.name, name - 1), name)}", "text" if at else "muted"), (figures, "text" if at else "muted")])
        if at:
            result += _different(row.cases[0], standing, width)
    return result


def _figures(standing: Standing, *, is_known: bool) -> str:
    if not standing.is_open:
        return _columns(standing.status, "–", "–", "–", str(standing.open))
    half, most = (COMPUTING, COMPUTING) if not is_known else (day_words(standing.p50, "–"), day_words(standing.p85, "–"))
    chance = "…" if not is_known else "–" if standing.chance is None else chance_words(standing.chance)
    return _columns(standing.label or "–", half, most, chance, str(standing.open))


def _different(today: Standing, other: Standing, width: int) -> Lines:
    """What is different, each with its sign: better, worse, or just other."""
    pieces = [(_SIGNS[which], words) for which, words in differences(today, other)]
    if not pieces:
        return [[("    = as today", "muted")]]
    result: Lines = [[("   ", "muted")]]
    used = 3
    for (sign, role), words in pieces:
        more = width_of(words) + 4
        if used + more > width and used > 3:
            result.append([("   ", "muted")])
            used = 3
        result[-1] += [(f" {sign} ", role), (f"{words} ", "text")]
        used += more
    return result


def _alike(found: SideBySide, width: int) -> Lines:
    titles = [row.title for row in found.rows if row.is_same]
    if not titles or len(titles) == len(found.rows):
        return []
    return _section("As today", [", ".join(titles)], width)


def _drop(drop: Drop) -> str:
    where = f", today in {drop.milestone}" if drop.milestone else ""
    return f"✕ {drop.title} ({drop.why}{where})"


def _capacity(found: SideBySide, width: int) -> Lines:
    told = [(case.name, one) for case, one in zip(found.cases, found.overloads, strict=True) if one is not None]
    return _section("Capacity", [f"{name}: {capacity_words(one)}" for name, one in told], width) if told else []


def _section(title: str, texts: Iterable[str], width: int) -> Lines:
    result: Lines = [[], [(cut(title, width), "text bold")]]
    for text in texts:
        result += [[(f"{'    ' if at else '  '}{line}", "text")] for at, line in enumerate(_wrapped(text, width - 4))]
    return result


def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines, broken at blanks; a word that is too long is cut."""
    result = [""]
    for word in text.split():
        if result[-1] and width_of(result[-1]) + width_of(word) + 1 > width:
            result.append("")
        result[-1] = f"{result[-1]} {cut(word, width)}".strip()
    return result


def markdown(found: SideBySide) -> str:
    """The same as Markdown: a table of the milestones, then lists."""
    names = [case.name for case in found.cases]
    rows: list[list[str]] = []
    for same in found.rows:
        for at, one in enumerate(same.cases):
            if at and same.is_same:
                continue
            chance = "–" if one.chance is None else chance_words(one.chance)
            words = ", ".join(words for _, words in differences(same.cases[0], one)) if at else ""
            days = day_words(one.p50, "–"), day_words(one.p85, "–")
            cells = (same.title if not at else "", names[at], one.label or "–", *days, chance, str(one.open), words)
            rows.append(list(map(plain, cells)))
    head = ("milestone", "case", "target", "50 %", "85 %", "chance", "open", "different")
    text = [f"# What if: {plain(', '.join(names[1:]))}", "", *table(head, rows, frozenset((5, 6)))]
    for at, case in enumerate(found.cases):
        if case.id:
            text += ["", f"## {plain(case.name)}", ""]
            text += [f"- {plain(_drop(one)[2:])}" for one in found.drops[at]] + [f"- {plain(one.words)}" for one in case.misfits]
            overloads = found.overloads[at]
            text += [f"- {capacity_words(overloads)}"] if overloads is not None else []
            text += [] if text[-1] else ["Nothing drops out."]
    return "\n".join(text) + "\n"
