"""How steadily customers are talked with, for reading at the side where no problem is to be shown."""

from __future__ import annotations

from pmtui.domain.contact import CONTACT_DAYS, Pulse, pulse_words
from pmtui.widgets.charts import sparkline
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

_ADVICE = "Talk with one this week, and write down what they said: \" adds it to a problem."


def pulse_lines(pulse: Pulse, width: int) -> list[Line]:
    """The talks of the last weeks as bars and in words; what to do where the last one is too long ago."""
    lines: list[Line] = [(Span("talks with customers", "heading"),), ()]
    if pulse.total:
        lines += [(*sparkline(pulse.weeks, len(pulse.weeks)), Span(f"  {len(pulse.weeks)} weeks", "muted")), ()]
    is_due = pulse.days is None or pulse.days > CONTACT_DAYS
    lines += wrapped_spans([Span(pulse_words(pulse), "warning" if is_due else "text")], width)
    return [*lines, (), *wrapped_spans([Span(_ADVICE, "muted")], width)] if is_due else lines
