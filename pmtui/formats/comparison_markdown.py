"""A comparison of two moments as Markdown, for a chat or a page. The same findings always give the same text."""

from __future__ import annotations

from collections.abc import Mapping

from pmtui.domain.comparison import GROUPS, Comparison, Finding
from pmtui.domain.comparison_words import TITLES, ShortId, notes, shown_id, summary, words
from pmtui.formats.markdown_text import plain


def comparison_markdown(
    comparison: Comparison, titles: Mapping[str, str], names: tuple[str, str], short: ShortId, product: str = ""
) -> str:
    """The comparison as a page of Markdown.

    Args:
        comparison: What was found.
        titles: The titles of milestones that findings may name, by id.
        names: What the two moments are called: `1 Oct 2026`, `now`.
        short: Shortens the ids.
        product: The name of the workspace.
    """
    head = f"{product}: what changed" if product else "What changed"
    found = [f"# {plain(head)}", "", f"From {plain(names[0])} to {plain(names[1])}: {summary(comparison)}."]
    found += [f"\n{one}." for one in notes(comparison)]
    for group in GROUPS:
        part = comparison.of(group)
        if part:
            found += ["", f"## {TITLES[group]} ({len(part)})", ""]
            found += [_bullet(one, titles, short) for one in part]
    return "\n".join(found) + "\n"


def _bullet(one: Finding, titles: Mapping[str, str], short: ShortId) -> str:
    said = words(one, titles)
    return f"- **{plain(one.title)}** ({shown_id(one, short)}){f': {plain(said)}' if said else ''}"
