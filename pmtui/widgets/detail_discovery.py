"""What the detail pane says of problems and hypotheses: evidence and what is done about it; belief, tests and learnings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pmtui.domain.backlinks import is_indexed
from pmtui.domain.calibration import stated_before
from pmtui.domain.discovery import entries, newest_evidence, records_linked_to
from pmtui.domain.evidence_age import evidence_weight, half_life, heard_of, is_stale
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import Field
from pmtui.domain.sentences import first_name, hypothesis_sentence, sentence_gaps
from pmtui.domain.text import counted, spoken
from pmtui.widgets import glyphs
from pmtui.widgets.detail_feedback import asked_lines
from pmtui.widgets.detail_parts import sentence_spans
from pmtui.widgets.detail_scores import score_lines
from pmtui.widgets.detail_text import Reading, date_spans, dated, reference, texts
from pmtui.widgets.link_spans import LinkSpan, Target, with_links
from pmtui.widgets.one_line import Span
from pmtui.widgets.quadrant_axes import MIDDLE, QUADRANTS
from pmtui.widgets.styled_lines import Line, labelled, wrapped_spans

SHOWN = {
    "problem": {"importance", "satisfaction", "severity", "reach", "segment", "personas", "evidence"},
    "hypothesis": {
        "change", "outcome", "because", "metric", "baseline", "target", "persona", "problem", "risk", "importance", "certainty",
        "confidence", "forecast", "decision", "learnings",
    },
}
"""The fields that these parts show, by kind."""
RESULT_ROLES = {"won": "success", "lost": "error", "inconclusive": "warning", "invalid": "warning"}
"""The colour role of each result of an experiment."""
DECISION_ROLES = {"persevere": "success", "pivot": "warning", "stop": "error"}
"""The colour role of each verdict."""
_DOT = Span("\u00a0· ", "faint")
_STANCES = {"for": ("+", "success"), "against": ("−", "error")}
_RESEARCH = 4
"""So many lines of market research stand beside the evidence; the product has all of it."""
_MOST = 5
"""So many open items are named; the others are counted."""
_TO_HYPOTHESES = SCHEMA["item"].fields["hypotheses"]
_TO_ITEMS = SCHEMA["item"].fields["parent"]
_TO_PROBLEM = SCHEMA["hypothesis"].fields["problem"]
_TO_EXPERIMENT = next(one for one in SCHEMA["hypothesis"].fields["learnings"].entry if one.name == "experiment")


def problem_parts(record: Record, reading: Reading) -> list[list[Line]]:
    """How much a problem matters and to whom; what customers said; what is being done about it."""
    return [
        [*score_lines(record, reading), *_importance_alone(record, reading), *_severity(record, reading), *_who(record, reading)],
        evidence_lines(record, reading),
        [*asked_lines(record, reading), *_research(record, reading)],
        _if_quick(_done_about, record, reading),
    ]


def hypothesis_parts(record: Record, reading: Reading) -> list[list[Line]]:
    """The belief as a sentence and the verdict; what it is about; the experiments; what was learnt."""
    return [
        sentence_lines(record, reading),
        [*_verdict(record, reading), *_about(record, reading)],
        _if_quick(_experiments, record, reading),
        learning_lines(record, reading),
    ]


def evidence_lines(record: Record, reading: Reading) -> list[Line]:
    """What customers said and did, the newest first, each with its source and who said it."""
    found = sorted(entries(record, "evidence"), key=_moment, reverse=True)
    if not found:
        words = [Span("none yet:", "warning"), Span(" so far this is an opinion", "muted")]
        return labelled("evidence", wrapped_spans(words, reading.value_width))
    customers = {str(one["customer"]) for one in found if one.get("customer")}
    newest = newest_evidence(record)
    facts = [counted(len(found), "quote")]
    facts += [counted(len(customers), "customer")] if customers else []
    half = half_life(reading.snapshot.settings).days
    is_old = is_stale(newest, reading.today, half)
    spans = [Span(" · ".join(facts), "muted")]
    spans += [_DOT, Span(f"newest {date_spans(newest, reading.today)[0].text}", "warning" if is_old else "muted")] if newest else []
    weight = evidence_weight(heard_of(found), reading.today, half)
    spans += [_DOT, Span(f"weighs {weight:g} now", "warning" if is_old else "muted")] if weight is not None else []
    lines = wrapped_spans(spans, reading.value_width)
    for one in found:
        lines += [(), *_quote(one, reading)]
    return labelled("evidence", lines)


def _research(record: Record, reading: Reading) -> list[Line]:
    """What the market research of the problem's product says, beside what customers said."""
    product = reading.snapshot.record("product", str(record.data["product"])) if record.data.get("product") else None
    value = product["market_research"] if product is not None else None
    said = [str(one).strip() for one in (value if isinstance(value, list) else [value or ""]) if str(one).strip()]
    if product is None or not said:
        return []
    lines = [line for one in said for line in wrapped_spans(texts(one, reading, "muted"), reading.value_width, rest="  ")]
    more = Span("… " if len(lines) > _RESEARCH else "", "faint")
    return labelled("research", [*lines[:_RESEARCH], (more, LinkSpan(product.title, "text", Target("product", product.id)))])


def sentence_lines(record: Record, reading: Reading) -> list[Line]:
    """A hypothesis as the sentence it stands for; what is blank stands in it by name."""
    id = record.data.get("persona")
    persona = reading.snapshot.record("persona", id) if isinstance(id, str) else None
    sentence = hypothesis_sentence(record.data, first_name(persona.title) if persona is not None else "")
    spans = sentence_spans(sentence)
    if persona is not None:
        at = next(at for at, one in enumerate(sentence) if one.field == "persona")
        spans[at] = LinkSpan(spans[at].text, "text bold", Target("persona", persona.id))
    lines = wrapped_spans(spans, reading.width)
    gaps = sentence_gaps(sentence)
    if gaps:
        words = f"{len(gaps)} of 7 parts {'is' if len(gaps) == 1 else 'are'} still blank"
        lines += wrapped_spans([Span(words, "muted")], reading.width)
    return lines


def learning_lines(record: Record, reading: Reading) -> list[Line]:
    """What was learnt, for and against, the newest first."""
    found = sorted(entries(record, "learnings"), key=_moment, reverse=True)
    if not found:
        return []
    counts = {stance: sum(one.get("stance") == stance for one in found) for stance in _STANCES}
    head = [Span(f"{counts['for']} for", "success" if counts["for"] else "muted"), Span("\u00a0· ", "faint"),
            Span(f"{counts['against']} against", "error" if counts["against"] else "muted")]
    lines = wrapped_spans(head, reading.value_width)
    for one in found:
        sign, role = _STANCES.get(str(one.get("stance")), ("•", "muted"))
        words = texts(_text(one.get("text")), reading)
        lines += wrapped_spans(words, reading.value_width, (Span(f"{sign} ", role),), "  ")
        facts = _when(one, reading)
        if one.get("experiment"):
            facts += [Span("\u00a0· ", "faint")] * bool(facts) + reference(_TO_EXPERIMENT, str(one["experiment"]), reading)
        lines += wrapped_spans(facts, reading.value_width, (Span("  "),), "  ") if facts else []
    return labelled("learnings", lines)


def _severity(record: Record, reading: Reading) -> list[Line]:
    value = record.data.get("severity")
    if not isinstance(value, int | float):
        return []
    role = "warning" if value >= 4 else "text"
    return _row("severity", [Span(glyphs.bar(value), role), Span(f" {value:g} of 5", "muted")], reading)


def _importance_alone(record: Record, reading: Reading) -> list[Line]:
    """One of the two inputs of the opportunity score where the other is blank: the score itself cannot show it."""
    known = [(name, record.data.get(name)) for name in ("importance", "satisfaction")]
    given = [(name, value) for name, value in known if value is not None]
    return _row(given[0][0], [Span(f"{given[0][1]}"), Span(" of 10", "muted")], reading) if len(given) == 1 else []


def _who(record: Record, reading: Reading) -> list[Line]:
    """Personas, segment, and how many customers meet it in a quarter."""
    spans: list[Span] = []
    for id in record["personas"] or []:
        persona = reading.snapshot.record("persona", str(id))
        missing = Span(f"{id} is not here", "warning")
        name = LinkSpan(persona.title, "text", Target("persona", persona.id)) if persona is not None else missing
        spans += [Span("\u00a0· ", "faint")] * bool(spans) + [name]
    lines = wrapped_spans(spans, reading.value_width) if spans else []
    reach = record.data.get("reach")
    facts = [f"{reach:,g} customers a quarter"] if isinstance(reach, int | float) else []
    facts += [f"segment {_text(record.data['segment'])}"] if record.data.get("segment") else []
    lines += wrapped_spans([Span(" · ".join(facts), "muted")], reading.value_width) if facts else []
    return labelled("who", lines)


def _quote(one: Mapping[str, Any], reading: Reading) -> list[Line]:
    """One piece of evidence: the words, and below them where they come from."""
    words = texts(f"“{_text(one.get('quote'))}”", reading) if one.get("quote") else [Span("(no words)", "faint")]
    lines = wrapped_spans(words, reading.value_width, (Span("• ", "accent"),), "  ")
    who = ", ".join(_text(one[name]) for name in ("customer", "company") if one.get(name))
    source = spoken(_text(one.get("source")))
    facts = [Span(part, "text" if part == who else "muted") for part in (source, who, _text(one.get("origin"))) if part]
    facts += _when(one, reading)
    weight = one.get("importance")
    if isinstance(weight, int) and 0 <= weight <= 3:
        facts.append(Span(glyphs.bar(weight, 3), "score-high" if weight == 3 else "muted"))
    spans: list[Span] = []
    for fact in facts:
        spans += [Span("\u00a0· ", "faint")] * bool(spans) + [fact]
    if one.get("url"):
        spans += [Span("\u00a0· ", "faint")] * bool(spans) + with_links(_text(one["url"]), "muted")
    return lines + (wrapped_spans(spans, reading.value_width, (Span("  "),), "  ") if spans else [])


def _done_about(record: Record, reading: Reading) -> list[Line]:
    """The hypotheses about a problem with how they stand, and the items, open ones by name."""
    lines: list[Line] = []
    for one in records_linked_to(reading.snapshot, "hypothesis", "problem", record.id):
        lines += _linked(_TO_HYPOTHESES, one, one.status, glyphs.status_role(one.status), reading)
    items = [one for one in records_linked_to(reading.snapshot, "item", "problems", record.id) if one.stage != "dropped"]
    if items:
        open_ones = [one for one in items if not one.is_closed]
        done = len(items) - len(open_ones)
        lines += wrapped_spans(
            [Span(f"{done}/{len(items)}", "success" if not open_ones else "text"), Span(" items done", "muted")], reading.value_width
        )
        for one in open_ones[:_MOST]:
            lines += _linked(_TO_ITEMS, one, "", "", reading)
        if len(open_ones) > _MOST:
            lines += wrapped_spans([Span(f"and {len(open_ones) - _MOST} more", "faint")], reading.value_width, (Span("  "),), "  ")
    if not lines:
        role = "warning" if record.stage in ("validated", "solving") else "muted"
        lines = wrapped_spans([Span("nothing yet:", role), Span(" no hypothesis and no item is about it", "muted")], reading.value_width)
    return labelled("work", lines)


def _verdict(record: Record, reading: Reading) -> list[Line]:
    decision = record.data.get("decision")
    return _row("verdict", [Span(str(decision), f"{DECISION_ROLES.get(str(decision), 'text')} bold")], reading) if decision else []


def _about(record: Record, reading: Reading) -> list[Line]:
    """The problem, the risk, the place on the map, and the confidence that was stated."""
    lines: list[Line] = []
    data = record.data
    if data.get("problem"):
        lines += labelled("problem", wrapped_spans(reference(_TO_PROBLEM, str(data["problem"]), reading), reading.value_width, (), "  "))
    if data.get("risk"):
        risk = str(data["risk"])
        lines += _row("risk", [Span(f"{glyphs.risk_glyph(risk)} {risk}", glyphs.risk_role(risk))], reading)
    values = [data.get(name) for name in ("importance", "certainty")]
    if any(isinstance(one, int | float) for one in values):
        spans: list[Span] = []
        for name, value in zip(("importance", "certainty"), values, strict=True):
            known = value if isinstance(value, int | float) else None
            spans += [Span(f"{name}\u00a0", "muted"), Span(glyphs.bar(known), "text" if known is not None else "faint"), Span("  ")]
        importance, certainty = values
        if isinstance(importance, int) and isinstance(certainty, int) and not record.is_closed:
            quadrant, role = QUADRANTS[importance >= MIDDLE, certainty > MIDDLE]
            spans.append(Span(quadrant.lower().replace(" ", "\u00a0"), role))
        lines += _row("map", spans, reading)
    if isinstance(data.get("confidence"), int | float):
        lines += _row("confidence", [Span(f"{data['confidence']:g} %"), *_when_stated(data)], reading)
    return lines


def _when_stated(data: Mapping[str, Any]) -> list[Span]:
    """Whether the confidence was stated before, and what counts in its place where it was not."""
    known = stated_before(data)
    if known == data["confidence"]:
        return [Span(" stated before the test", "muted")]
    return [Span(" stated after the verdict", "warning"), Span(f", before it {'nothing' if known is None else f'{known:g} %'}", "muted")]


def _experiments(record: Record, reading: Reading) -> list[Line]:
    """The experiments that test a hypothesis, each with its verdict by its rule, and what follows from them."""
    from pmtui.widgets.detail_verdict import trial_lines

    return trial_lines(record, reading)


def _linked(field: Field, record: Record, word: str, role: str, reading: Reading) -> list[Line]:
    """A record with its sign, id and title, and a word behind it."""
    spans = reference(field, record.id, reading)
    return wrapped_spans([*spans, Span(f" {word}", role)] if word else spans, reading.value_width, (), "  ")


def _row(label: str, spans: list[Span], reading: Reading) -> list[Line]:
    return labelled(label, wrapped_spans(spans, reading.value_width))


def _if_quick(part: Any, record: Record, reading: Reading) -> list[Line]:
    """A part that asks for the records around a record; late as long as they are not indexed."""
    if reading.late is not None and not is_indexed(reading.snapshot):
        reading.late.append("links")
        return []
    lines: list[Line] = part(record, reading)
    return lines


def _when(one: Mapping[str, Any], reading: Reading) -> list[Span]:
    at = one.get("at")
    return [Span("".join(part.text for part in dated(at[:10], reading)), "muted")] if isinstance(at, str) else []


def _moment(one: Mapping[str, Any]) -> str:
    return str(one.get("at") or "")


def _text(value: Any) -> str:
    """A text, long or short, on one line."""
    parts: Iterable[Any] = value if isinstance(value, list) else (value,)
    return " ".join(str(part).strip() for part in parts if part is not None).strip()
