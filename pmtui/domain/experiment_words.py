"""The figures of experiments as people read them: rates in percent, differences in points, p without false precision."""

from __future__ import annotations

from pmtui.domain.proportions import Interval
from pmtui.domain.text import spoken


def percent(rate: float | None) -> str:
    """A share as `6.25 %`, `0.031 %`; blank for None."""
    return "" if rate is None else f"{_digits(rate * 100)} %"


def points(difference: float | None) -> str:
    """An absolute difference of two rates in percentage points, with its sign: `+1.25`, `−0.4`; blank for None."""
    if difference is None:
        return ""
    text = _digits(abs(difference) * 100)
    return text if float(text) == 0 else f"{'−' if difference < 0 else '+'}{text}"


def points_between(interval: Interval | None) -> str:
    """`+0.24 to +2.26`; blank for None."""
    return "" if interval is None else f"{points(interval[0])} to {points(interval[1])}"


def percent_between(interval: Interval | None) -> str:
    """`62 % to 91 %`; blank for None."""
    return "" if interval is None else f"{percent(interval[0])} to {percent(interval[1])}"


def p_words(p: float | None) -> str:
    """`p 0.015`, `p below 0.001`; blank for None."""
    if p is None:
        return ""
    return "p below 0.001" if p < 0.001 else f"p {p:.2f}" if p >= 0.1 else f"p {p:.3f}"


def chance(probability: float | None) -> str:
    """A probability in percent that is never told as certain: `99.2 %`, `over 99.9 %`; blank for None."""
    if probability is None:
        return ""
    if probability > 0.999:
        return "over 99.9 %"
    return "under 0.1 %" if probability < 0.001 else f"{probability * 100:.1f} %"


def count(number: float) -> str:
    """A count with its thousands apart: `8,158`."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,g}"


def _digits(number: float) -> str:
    """Two digits after the point, more where the number is below 0.1; no zeros at the end."""
    size = abs(number)
    text = f"{number:.2f}" if size >= 0.1 or size == 0 else f"{number:.2g}"
    if "e" in text:
        text = f"{number:.6f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def method_words(method: object) -> str:
    """A method as people say it: `A/B test`; empty for none."""
    return "A/B test" if method == "ab_test" else spoken(str(method or ""))
