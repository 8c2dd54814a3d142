"""The lines of a review: what happened since the last one, what it came to, and how a page is laid out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pmtui.domain.digest import NOTHING, SECTIONS, TITLES, Digest, Entry
from pmtui.domain.digest_words import after_title, shown
from pmtui.domain.review import Minutes, Note, Since
from pmtui.domain.text import one_line
from pmtui.widgets.cells import steady, width_of
from pmtui.widgets.link_spans import LinkSpan, Target
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, inline_spans, rule, wrapped_spans

WIDE = 130
"""Cells from which a page has two columns."""
_TEXT, _COLUMNS, _SHOWN = 100, 172, 112
"""The most cells of one column of text, of two, and of a page for a projector."""
_GAP = 4
_HIGH = 36
"""Lines from which a page for a projector has room for two lines of large type, and for more of everything."""
_ROLES = {"evidence": "warning", "refuted": "error", "slipped": "warning", "decisions": "info", "shipped": "success", "stale": "muted"}
_SIGNS = {"evidence": "◆", "refuted": "✗", "slipped": "»", "decisions": "●", "shipped": "✓", "stale": "○"}
DOT = Span("\u00a0· ", "faint")
"""What stands between two facts."""


class Look(NamedTuple):
    """What the page is for.

    Attributes:
        width: Cells of a line.
        height: Lines of the page.
        today: The calendar date where the person is.
        is_shown: Whether it is shown to many, on a projector: less of it, calm, in the middle.
    """

    width: int
    height: int
    today: str
    is_shown: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether there is room for two columns."""
        return self.width >= WIDE and not self.is_shown

    @property
    def text_width(self) -> int:
        """Cells of a line of text over the whole page."""
        if self.is_shown:
            return max(20, min(_SHOWN, self.width - 8))
        return max(20, min(_COLUMNS if self.is_wide else _TEXT, self.width))

    @property
    def is_roomy(self) -> bool:
        """Whether it is for a projector, and each figure may have air around it."""
        return self.is_shown and self.height >= _HIGH

    @property
    def most(self) -> int:
        """So many lines of a part are shown on a projector."""
        return 3 if self.height < _HIGH else 6

    @property
    def column_width(self) -> int:
        """Cells of each of two columns."""
        return (self.text_width - _GAP) // 2


def beside(left: Sequence[Line], right: Sequence[Line], look: Look) -> list[Line]:
    """Two columns beside each other."""
    found = []
    for at in range(max(len(left), len(right))):
        line = left[at] if at < len(left) else ()
        blank = look.column_width + _GAP - sum(width_of(steady(one.text)) for one in line)
        found.append((*line, Span(" " * max(1, blank)), *(right[at] if at < len(right) else ())))
    return found


def placed(lines: Sequence[Line], look: Look) -> list[Line]:
    """A page in its place: for a projector in the middle of the screen, else at the upper left, with a little room."""
    left = max(0, (look.width - look.text_width) // 2) if look.is_shown else 1 if look.width > look.text_width else 0
    above = max(0, (look.height - len(lines)) * 2 // 5) if look.is_shown else 1 if look.height > _HIGH else 0
    indent = (Span(" " * left),) if left else ()
    return [()] * above + [(*indent, *line) if line else () for line in lines]


def blocks(parts: Iterable[Sequence[Line]], look: Look) -> list[Line]:
    """Parts of a page with a blank line between them; for a projector two, where there is room."""
    found = [part for part in parts if part]
    total = sum(map(len, found)) + 2 * len(found)
    gap: list[Line] = [(), ()] if look.is_shown and total < look.height else [()]
    lines: list[Line] = []
    for part in found:
        lines += [*(gap if lines else ()), *part]
    return lines


def tail(words: str) -> list[Span]:
    """What stands at the end of an entry, in one piece with the dot before it: who and when; nothing where there are no words."""
    return [Span(" "), Span(f"· {words}".replace(" ", "\u00a0"), "muted")] if words else []


def titled(title: Span, look: Look) -> list[Line]:
    """The title of a page; for a projector in large type, where that fits."""
    if look.is_shown:
        from pmtui.widgets.chart_signs import PLAIN, signs
        from pmtui.widgets.large_type import large_lines

        most = 0 if signs() is PLAIN else 1 if look.height < _HIGH else 2
        large = large_lines(one_line(title.text), look.text_width, most)
        if large:
            return [*large, ()]
    return wrapped_spans([title], look.text_width)


def heading(title: str, look: Look, width: int = 0, count: int | None = None) -> Line:
    """The heading of a part."""
    words = f"{title} · {count}" if count is not None and count > 1 else title
    return (Span(words, "heading"),) if look.is_shown else rule(words, width or look.text_width)


# What happened


def opening_lines(digest: Digest | None, since: Since, look: Look, note: str = "") -> list[Line]:
    """What happened since the last review, section by section.

    Args:
        digest: What happened; None while it is being found out.
        since: From when on.
        look: What the page is for.
        note: What there is to know besides, in a sentence.
    """
    begin = f"Since the last review, {since.day}" if since.review else f"Since {since.day}"
    head = titled(Span(f"Since {since.day}" if look.is_shown else begin, "heading"), look)
    head += wrapped_spans([Span(note, "muted")], look.text_width) if note else []
    if digest is None:
        return [*head, (), (Span("reading…", "muted"),)]
    parts = [_section(digest, section, look) for section in SECTIONS]
    rest = [NOTHING[one] for one in SECTIONS if not digest.of(one) and (one != "stale" or digest.knows_stale)]
    rest += [] if digest.knows_stale else ["what lies untouched is still being read"]
    foot = "; ".join(rest)
    nothing = wrapped_spans([Span(f"{foot[0].upper()}{foot[1:]}.", "muted")], look.text_width) if foot else []
    return blocks([head, *parts, nothing], look)


def _section(digest: Digest, section: str, look: Look) -> list[Line]:
    some, more = shown(digest, section)
    if not some:
        return []
    lines = [heading(TITLES[section], look, count=len(some) + more)]
    for one in some:
        lines += _entry(one, look)
    return [*lines, (Span(f"  and {more} more", "muted"),)] if more else lines


def _entry(entry: Entry, look: Look) -> list[Line]:
    said, who, why = after_title(entry, look.today)
    spans: list[Span] = [LinkSpan(one_line(entry.title) or "(no title)", "text bold", Target(entry.kind, entry.id))]
    spans += [DOT, Span(said)] if said else []
    spans += tail(who)
    lines = wrapped_spans(spans, look.text_width, (Span(f"{_SIGNS[entry.section]} ", _ROLES[entry.section]),), "  ")
    if why and not look.is_shown:
        lines += wrapped_spans([Span(why, "muted")], look.text_width, (Span("  "),), "  ")
    return lines


# What it came to


def end_lines(minutes: Minutes, since: Since, look: Look, held: str = "") -> list[Line]:
    """The last page: what was decided, who does what, what was changed, who was there.

    Args:
        minutes: All of that.
        since: From when on the review looked back.
        look: What the page is for.
        held: What became of it: that the marker is set; empty before.
    """
    head = titled(Span("Outcome" if look.is_shown else "What this review came to", "heading"), look)
    if held:
        head += wrapped_spans([Span(f"✓ {held}", "success")], look.text_width)
    who = ", ".join(minutes.attendees)
    named = [Span("With ", "muted"), Span(who)] if who else [Span("p says who is there", "faint")] if not look.is_shown else []
    there = wrapped_spans(named, look.text_width) if named else []
    parts = [[*head, *there]]
    for title, notes, none in (
        ("Decided", minutes.decisions, "nothing decided yet: n on a page records a decision"),
        ("Actions", minutes.actions, "nobody has anything to do yet: a on a page adds an action"),
        ("Changed", minutes.changes, "no date and no health was changed"),
        ("Meanwhile others changed", minutes.meanwhile, ""),
    ):
        if not notes and not none:
            continue
        lines = [heading(title, look, count=len(notes) or None)]
        for note in notes:
            lines += _note(note, look)
        if not notes and not look.is_shown:
            lines.append((Span(none, "faint"),))
        parts.append(lines if notes or not look.is_shown else [])
    return blocks(parts, look)


def _note(note: Note, look: Look) -> list[Line]:
    spans: list[Span] = [LinkSpan(one_line(note.title) or "(no title)", "text bold", Target(note.kind, note.id))]
    spans += [DOT, *inline_spans(one_line(note.said), "muted")] if note.said else []
    return wrapped_spans(spans, look.text_width, (Span("• ", "accent"),), "  ")


def key_lines(rows: Sequence[tuple[str, str]], look: Look) -> list[Line]:
    """All keys with what they do, in two columns where there is room for them."""
    size = max(width_of(key) for key, _ in rows) + 2
    lines = [
        line for key, title in rows
        for line in wrapped_spans([Span(title)], look.width, (Span(key.ljust(size - width_of(key) + len(key)), "key"),), " " * size)
    ]
    half = -(-len(lines) // 2)
    left, right = (max(sum(width_of(one.text) for one in line) for line in part) for part in (lines[:half], lines[half:]))
    head: list[Line] = [(Span("Keys of the review", "heading"),)]
    if left + _GAP + right > look.width:
        return head + lines
    pairs = zip(lines[:half], [*lines[half:], ()], strict=False)
    return [*head, (), *((*one, Span(" " * (left + _GAP - sum(width_of(span.text) for span in one))), *other) for one, other in pairs)]
