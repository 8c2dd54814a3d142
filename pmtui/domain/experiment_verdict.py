"""What follows from the figures of an experiment, by the rule that was stated before it began, and what to know before one believes it.

Superiority: ship when the goal wins and no guardrail gets worse; roll back when a guardrail gets worse or the goal loses; else review.
Do no harm: ship when nothing loses, else roll back.

An experiment that runs and has not got the participants it needs says nothing yet (who looks every day finds a difference in the end),
unless p is below 0.001 or a guardrail gets worse. A split that is not the planned one makes all figures doubtful: review.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pmtui.domain.experiment_words import count, p_words, percent, points, points_between
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.success_rate import whole
from pmtui.domain.text import spoken

if TYPE_CHECKING:
    from pmtui.domain.experiment_figures import Comparison, GuardrailFigures, Notice
    from pmtui.domain.experiment_inputs import ArmFigures

SHIP, ROLL_BACK, REVIEW, TOO_EARLY = VERDICTS = ("ship", "roll back", "review", "too early")
MEANINGS: Final = (
    "it does what it was meant to, and harms nothing", "it does harm: take it back", "the figures decide nothing: people must",
    "it has not got the participants that it needs",
)
"""What each of `VERDICTS` means, in the same order."""
MISMATCH: Final = 0.001
"""Below this p the split of participants is not the planned one."""
CERTAIN: Final = 0.001
"""Below this p an early stop is nothing to be warned of."""
_FEW: Final = 5
"""With fewer conversions, or fewer people who did not convert, the normal distribution is a rough guess."""


class Conclusion(NamedTuple):
    """What follows from the figures.

    Attributes:
        verdict: One of `VERDICTS`; None without results.
        reason: Why, in a sentence.
        warnings: What to know before it is believed.
        about: The comparison that it is about; None without arms to compare.
    """

    verdict: str | None
    reason: str
    warnings: tuple[Notice, ...]
    about: Comparison | None


def conclusion(
    data: Mapping[str, Any], arms: Sequence[ArmFigures], comparisons: Sequence[Comparison], guardrails: Sequence[GuardrailFigures], *,
    alpha: float | None, srm: float | None, needed: float | None, changed: Sequence[str],
) -> Conclusion:
    """What follows from the figures of an experiment, with its reason.

    Args:
        data: The record.
        arms: Its arms with their rates.
        comparisons: Each arm against the control.
        guardrails: Each guardrail in each arm.
        alpha: The risk of a false alarm; None where it is impossible.
        srm: The p of the split.
        needed: The participants that each arm is to have.
        changed: What is not as it was at the start.
    """
    stage = SCHEMA["experiment"].like(str(data.get("status") or "draft"))
    known = [one for one in comparisons if one.difference is not None]
    fewest = min((one.participants or 0 for one in arms), default=0)
    is_short = needed is not None and fewest < needed
    judged = _judged(known, data.get("mode") == "do_no_harm", is_short and stage == "running")
    best = max(known, key=lambda one: one.difference or 0.0, default=None)
    about = judged.about or best
    warnings = _warnings(data, stage, arms, known, guardrails, srm=srm, needed=needed if is_short else None, changed=changed)
    if about is None:
        return Conclusion(None, _nothing(arms), warnings, comparisons[0] if comparisons else None)
    if alpha is None:
        return Conclusion(None, "Alpha must lie between 0 and 1: without it nothing is shown.", warnings, about)
    if srm is not None and srm < MISMATCH:
        return Conclusion(REVIEW, "The arms are not as large as planned: find out why before anything is decided.", warnings, about)
    if judged.verdict == TOO_EARLY:
        return Conclusion(TOO_EARLY, f"{count(fewest)} of the {count(needed or 0)} participants that each arm needs.", warnings, about)
    return Conclusion(judged.verdict, _reason(judged.verdict, about, len(known)), warnings, about)


class _Judged(NamedTuple):
    verdict: str
    about: Comparison | None


def _judged(known: Sequence[Comparison], no_harm: bool, is_early: bool) -> _Judged:
    """The verdict on all arms: one that may be shipped is enough to ship, all must do harm to roll back."""

    def is_shown(one: Comparison) -> bool:
        return not is_early or (one.p_value is not None and one.p_value < CERTAIN)

    def is_bad(one: Comparison) -> bool:
        return bool(one.harmed) or (one.outcome == "loses" and is_shown(one))

    def is_good(one: Comparison) -> bool:
        return not one.harmed and is_shown(one) and (one.outcome == "wins" or (no_harm and one.outcome == "even"))

    good = [one for one in known if is_good(one)]
    if good:
        return _Judged(SHIP, max(good, key=lambda one: one.difference or 0.0))
    if known and all(is_bad(one) for one in known):
        return _Judged(ROLL_BACK, None)
    return _Judged(TOO_EARLY if is_early else REVIEW, None)


def _nothing(arms: Sequence[ArmFigures]) -> str:
    if len(arms) < 2:
        return "There are no two arms to compare."
    lacking = [one.name for one in arms if one.conversions and one.participants is None]
    if lacking:
        return f"Conversions, but no participants in {', '.join(lacking)}: without these nothing follows."
    without = [one.name for one in arms if one.rate is None]
    return f"No results yet in {', '.join(without)}." if without else "No results yet."


def _reason(verdict: str, about: Comparison, others: int) -> str:
    facts = f"{points(about.difference)} points"
    if about.interval is not None:
        facts += f" ({points_between(about.interval)})"
    if about.p_value is not None:
        facts += f", {p_words(about.p_value)}"
    harm = f"; worse: {' and '.join(about.harmed)}" if about.harmed else ""
    name = about.name if about.outcome != "even" else f"nothing is shown for {about.name}"
    said = {"wins": f"{name} wins", "loses": f"{name} loses"}.get(about.outcome, name)
    if verdict == SHIP and about.outcome == "even":
        said = f"{about.name} does no harm"
    elif verdict == SHIP:
        harm = ", and no guardrail gets worse"
    several = f" The best of {others} arms; each is held to its part of alpha." if others > 1 else ""
    return f"{said[:1].upper()}{said[1:]}: {facts}{harm}.{several}"


def _warnings(
    data: Mapping[str, Any], stage: str, arms: Sequence[ArmFigures], known: Sequence[Comparison], guardrails: Sequence[GuardrailFigures], *,
    srm: float | None, needed: float | None, changed: Sequence[str],
) -> tuple[Notice, ...]:
    """What to know, the worst first; `needed` is given where participants are lacking."""
    from pmtui.domain.experiment_figures import Notice

    found = []
    wrong = _impossible(data)
    if wrong:
        found.append(Notice("impossible", f"More conversions than participants in {', '.join(wrong)}: these figures are left out."))
    if srm is not None and srm < MISMATCH:
        split = " / ".join(count(one.participants) for one in arms if one.participants)
        found.append(Notice("srm", f"Sample ratio mismatch: {split} is not the planned split ({p_words(srm)}). Do not trust the figures."))
    for one in guardrails:
        if one.outcome == "worse":
            words = f"Worse in {one.arm_name}: {one.name}, {points(one.difference)} points, {p_words(one.p_value)}."
            found.append(Notice("guardrail", words))
    best = min((one.p_value for one in known if one.p_value is not None), default=None)
    if needed is not None and known and stage == "running":
        found.append(Notice("peeking", f"Peeking: each arm needs {count(needed)} participants. Until then p rises and falls by chance."))
    if needed is not None and known and stage == "stopped" and (best is None or best >= CERTAIN):
        found.append(Notice("early_stop", f"Stopped early: an arm has fewer than {count(needed)} participants, and p is not below 0.001."))
    empty = [one.name for one in arms if one.participants == 0]
    if empty and len(empty) < len(arms):
        found.append(Notice("empty_arm", f"Nobody is in {', '.join(empty)}."))
    few = [one.name for one in arms if one.rate is not None and min(one.rate, 1 - one.rate) * (one.participants or 0) < _FEW - 0.5]
    if few and known:
        found.append(Notice("few", f"Very few cases in {', '.join(few)}: take p and interval as a rough guess."))
    if changed:
        names = ", ".join(spoken(name) for name in changed)
        found.append(Notice("changed_since_start", f"Changed since it started: {names}. {_before(data, changed)}".rstrip()))
    return tuple(found)


def _before(data: Mapping[str, Any], changed: Sequence[str]) -> str:
    frozen = data.get("frozen")
    if not isinstance(frozen, Mapping):
        return ""
    said = []
    for name in changed:
        value = frozen.get(name)
        is_share = name in ("mde", "baseline_rate") and isinstance(value, int | float)
        words = "blank" if value in (None, "") else percent(value) if is_share else spoken(str(value)) if name == "mode" else str(value)
        said.append(f"{spoken(name)} {'were' if name.endswith('s') else 'was'} {words}")
    return f"{'; '.join(said)[:1].upper()}{'; '.join(said)[1:]}."


def _impossible(data: Mapping[str, Any]) -> list[str]:
    from pmtui.domain.ranking import ranked

    found = []
    for at, one in enumerate(ranked(data.get("arms"))):
        people, converted = whole(one.get("participants")), whole(one.get("conversions"))
        if people is not None and converted is not None and converted > people:
            found.append(str(one.get("name") or f"arm {at + 1}"))
    return found
