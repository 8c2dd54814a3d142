"""The parts of a record that deserve more than a row of fields: scores with their sums, balance, why, criteria, comments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.scoring import pure_score
from pmtui.domain.sentences import Sentence, story_sentence
from pmtui.widgets import glyphs
from pmtui.widgets.detail_text import Reading, date_spans, in_order, long_text, person_span, reference, texts
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, wrapped_spans

_METHODS = (
    ("WSJF", (("business_value", "value"), ("time_criticality", "urgency"), ("risk_reduction", "risk"), ("job_size", "size"))),
    ("ICE", (("ice_impact", "impact"), ("ice_confidence", "confidence"), ("ease", "ease"))),
    ("MoSCoW", (("moscow", ""),)),
    ("Kano", (("kano_functional", "with\u00a0it"), ("kano_dysfunctional", "without\u00a0it"))),
    ("value", (("value", ""),)),
)
"""Methods of scoring with the fields they rest on, each with the word before it."""
_BALANCE = (("ux", "UX"), ("business", "business"), ("feasibility", "feasible"))


def _number(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if isinstance(value, int | float) and float(value).is_integer() else f"{value:g}"


def _score(
    record: Record, label: str, name: str, inputs: tuple[str, ...], sums: Callable[[list[str]], str], reading: Reading,
) -> list[Line]:
    values = [record.data.get(one) for one in inputs]
    blank = [one.replace("_", " ") for one, value in zip(inputs, values, strict=True) if value is None]
    if len(blank) == len(inputs):
        return []
    score = pure_score(record.kind, name, record.data)
    if blank or score is None:
        names = ", ".join(blank[:-1]) + " and " + blank[-1] if len(blank) > 1 else "".join(blank)
        words = f"{names} {'is' if len(blank) == 1 else 'are'} blank" if blank else "effort must be more than 0"
        spans = [Span("n/a:", "score-weak"), Span(f" {words}", "muted")]
    else:
        shown = _number(round(score) if score >= 10 else float(f"{score:.3g}"))  # as in the lists
        spans = [Span(shown, "text bold"), Span(f" = {sums([_number(one) for one in values])}", "muted")]
    return labelled(label, wrapped_spans(spans, reading.value_width))


def score_lines(record: Record, reading: Reading) -> list[Line]:
    """The scores of an item or a problem, each with its sum; a blank one says which input is missing."""
    if record.kind == "problem":
        return _score(record, "opportunity", "opportunity", ("importance", "satisfaction"),
                      lambda one: f"{one[0]} + max(0, {one[0]} − {one[1]})", reading)
    return _score(record, "RICE", "rice", ("reach", "impact", "confidence", "effort"),
                  lambda one: f"{one[0]} × {one[1]} × {one[2]}% ÷ {one[3]}", reading)


def input_lines(record: Record, reading: Reading) -> list[Line]:
    """What an item's other scores are made from, a line for each method that somebody has used."""
    lines: list[Line] = []
    for label, names in _METHODS:
        spans: list[Span] = []
        for name, word in names:
            value = record.data.get(name)
            if value is not None:
                shown = _number(value) if isinstance(value, int | float) else str(value)
                before = [Span(f"{word}\u00a0", "muted")] if word else []
                spans += [Span("\u00a0· ", "faint")] * bool(spans) + [*before, Span(shown)]
        lines += labelled(label, wrapped_spans(spans, reading.value_width)) if spans else []
    return lines


def balance_lines(record: Record, reading: Reading) -> list[Line]:
    """User experience, business and feasibility as bars; the weak leg is marked."""
    values = {name: record.data.get(name) for name, _ in _BALANCE}
    known = [value for value in values.values() if isinstance(value, int | float)]
    if not known:
        return []
    weakest = min(known)
    spans: list[Span] = []
    for name, label in _BALANCE:
        value = values[name]
        number = value if isinstance(value, int | float) else None
        is_weak = number is not None and number == weakest and weakest < max(known)
        mark = f" {glyphs.WEAK}" if is_weak else ""
        bar = glyphs.bar(number)
        # Hard blanks keep a label and its bar on one line.
        role = glyphs.score_role(glyphs.score_word(number, is_weak=is_weak))
        spans += [Span(f"{label}\u00a0", "muted"), Span(f"{bar}{mark.replace(' ', chr(0xA0))}", role), Span("  ")]
    return labelled("balance", wrapped_spans(spans, reading.value_width))


def why_lines(record: Record, reading: Reading) -> list[Line]:
    """The problems that an item helps to solve, with their quotes, and the hypotheses it rests on."""
    lines: list[Line] = []
    fields = SCHEMA["item"].fields
    for id in record["problems"]:
        lines += wrapped_spans(reference(fields["problems"], str(id), reading), reading.value_width, (), "  ")
        problem = reading.snapshot.record("problem", str(id))
        quotes = sum(1 for one in problem["evidence"] if isinstance(one, Mapping)) if problem is not None else 0
        if problem is not None:
            words = f"{quotes} {'quote' if quotes == 1 else 'quotes'}" if quotes else "no evidence yet"
            lines.append((Span(f"  {words}", "muted" if quotes else "warning"),))
    for id in record["hypotheses"]:
        found = reading.snapshot.record("hypothesis", str(id))
        status = [Span(f" {found.status}", glyphs.status_role(found.status))] if found is not None else []
        lines += wrapped_spans([*reference(fields["hypotheses"], str(id), reading), *status], reading.value_width, (), "  ")
    if not lines:
        blank = [Span("opinion:", "warning"), Span(" no problem and no hypothesis is linked", "muted")]
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
