"""Release notes as Markdown. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.domain.release_notes import Done, Notes, Solved
from pmtui.formats.markdown_text import plain
from pmtui.formats.roadmap_words import heading

NOTHING = "Nothing has shipped yet."
SOLVED, EASED = "Problems solved", "Better than before"
"""The headings of problems that are solved, and of those that are smaller than they were."""


def by_solved(problems: Sequence[Solved]) -> list[tuple[str, list[Solved]]]:
    """Problems under their headings; headings without any are left out."""
    parts = [(SOLVED, [one for one in problems if one.is_solved]), (EASED, [one for one in problems if not one.is_solved])]
    return [(title, some) for title, some in parts if some]


def release_notes_markdown(notes: Sequence[Notes], name: str) -> str:
    """The whole text, with a line end at its end; `name` is the product's and may be empty."""
    parts = [[f"# {plain(heading(name, 'release notes'))}"]]
    for one in notes:
        id = f" ({one.id})" if one.id else ""
        when = f": {plain(one.when)}" if one.when else ""
        parts.append([f"## {plain(one.title)}{id}{when}"])
        parts += [[plain(one.outcome)]] if one.outcome else []
        for title, some in by_solved(one.problems):
            parts += [[f"### {title}"], [f"- {_problem(problem)}" for problem in some]]
        for title, items in one.groups:
            parts += [[f"### {title}"], [f"- {_item(item)}" for item in items]]
        if one.id and not one.groups:
            parts.append(["No item of it is done."])
    if not notes:
        parts.append([NOTHING])
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _problem(problem: Solved) -> str:
    return f"{plain(problem.title)}{f' ({problem.id})' if problem.id else ''}"


def _item(item: Done) -> str:
    problems = "; ".join(plain(one.title) for one in item.problems)
    return f"{plain(item.title)} ({item.id}){f': for {problems}' if problems else ''}"
