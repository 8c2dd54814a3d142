"""The parts of a record that deserve more than a row of fields: the story, why, criteria, comments."""

from __future__ import annotations

from collections.abc import Mapping

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.sentences import Sentence, story_sentence
from pmtui.domain.text import counted
from pmtui.widgets import glyphs
from pmtui.widgets.detail_text import Reading, date_spans, in_order, long_text, person_span, reference, texts
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, wrapped_spans


def why_lines(record: Record, reading: Reading) -> list[Line]:
    """The problems that an item helps to solve, with their quotes, and the hypotheses it rests on."""
    lines: list[Line] = []
    fields = SCHEMA["item"].fields
    for id in record["problems"]:
        lines += wrapped_spans(reference(fields["problems"], str(id), reading), reading.value_width, (), "  ")
        problem = reading.snapshot.record("problem", str(id))
        quotes = sum(1 for one in problem["evidence"] if isinstance(one, Mapping)) if problem is not None else 0
        if problem is not None:
            words = counted(quotes, "quote") if quotes else "no evidence yet"
            lines.append((Span(f"  {words}", "muted" if quotes else "warning"),))
    for id in record["hypotheses"]:
        found = reading.snapshot.record("hypothesis", str(id))
        status = [Span(f" {found.status}", glyphs.status_role(found.status))] if found is not None else []
        lines += wrapped_spans([*reference(fields["hypotheses"], str(id), reading), *status], reading.value_width, (), "  ")
    if not lines:
        blank = [Span("none yet:", "warning"), Span(" no problem and no hypothesis is linked", "muted")]
        lines = wrapped_spans(blank, reading.value_width)
    return labelled("why", lines)


def criteria_lines(record: Record, reading: Reading) -> list[Line]:
    """What must hold, ticked where it does."""
    entries = in_order(SCHEMA["item"].fields["criteria"], record["criteria"])
    if not entries:
        return []
    done = sum(one.get("done") is True for one in entries)
    lines: list[Line] = [(Span(f"{done}/{len(entries)}", "success" if done == len(entries) else "text"),)]
    for one in entries:
        is_done = one.get("done") is True
        mark = Span(f"{glyphs.DONE if is_done else glyphs.OPEN} ", "success" if is_done else "muted")
        words = texts(str(one.get("text") or ""), reading, "muted" if is_done else "text")
        lines += wrapped_spans(words, reading.value_width, (mark,), "  ")
    return labelled("criteria", lines)


def sentence_spans(sentence: Sentence) -> list[Span]:
    """A sentence assembled from fields: what they say stands out, and so does what is blank."""
    return [Span(one.text, "warning" if one.is_gap else "text bold" if one.field else "muted") for one in sentence]


def story_lines(record: Record, reading: Reading) -> list[Line]:
    """An item as a story, where somebody told one."""
    sentence = story_sentence(record.data)
    return wrapped_spans(sentence_spans(sentence), reading.width) if sentence else []


def comment_lines(record: Record, reading: Reading) -> list[Line]:
    """Comments with author and age, the oldest first."""
    lines: list[Line] = []
    for one in in_order(SCHEMA[record.kind].fields["comments"], record["comments"]):
        at, by, text = one.get("at"), one.get("by"), one.get("text")
        when = [Span("\u00a0· ", "faint"), *date_spans(at, reading.today)] if isinstance(at, str) else []
        head = [person_span(by, reading.snapshot, "accent") if by else Span("somebody", "accent"), *when]
        body = "\n".join(map(str, text)) if isinstance(text, list) else str(text or "")
        lines += [()] if lines else []
        lines += wrapped_spans(head, reading.width)
        lines += [(Span("  "), *line) if line else () for line in long_text("comments", body, max(8, reading.width - 2), reading)]
    return lines
