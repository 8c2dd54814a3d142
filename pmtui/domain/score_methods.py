"""The methods of scoring as declarations: the inputs of each, and on which scale each input is given.

Whoever asks for a score reads its method here: what to ask, in what order, with which key for which value, what each
value means and what is an example of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pmtui.domain import score_scales as scales
from pmtui.domain.score_scales import Step
from pmtui.domain.team_score import MEAN, Criterion, ice_kind, team_score
from pmtui.domain.text import spoken

TEAM = "score"
"""The name of the team's own method."""


class ScoreInput(NamedTuple):
    """One input of a method.

    Attributes:
        field: The field of the record that holds it.
        label: How sums and columns call it, in a word or two.
        question: What to ask somebody who gives it.
        steps: Its scale, in ascending order or the declared order of a choice; empty where any number is typed.
        is_typed: Whether other numbers than those of the scale may be typed.
        unit: What a number counts; empty for scales without a unit.
        instead: A field that does as well where this one is blank; empty where there is none.
    """

    field: str
    label: str
    question: str
    steps: tuple[Step, ...]
    is_typed: bool = False
    unit: str = ""
    instead: str = ""

    def step(self, key: str) -> Step | None:
        """The step that a key picks, or None."""
        return next((one for one in self.steps if one.key == key), None)

    def meaning(self, value: Any) -> str:
        """What a value means; empty for one that is not on the scale."""
        return next((one.meaning for one in self.steps if one.value == value), "")


class ScoreMethod(NamedTuple):
    """One method of scoring.

    Attributes:
        name: Its stable name, in lower case: `rice`.
        label: What people call it: `RICE`.
        kind: The kind of record that it scores.
        inputs: What it asks for, in the order in which people find it easiest to answer.
        figure: The computed figure, or the field, in which the answer stands.
        formula: How the figure comes from the inputs, in one line; empty where the answer is the figure.
        help: What it is good for, in one sentence.
    """

    name: str
    label: str
    kind: str
    inputs: tuple[ScoreInput, ...]
    figure: str
    formula: str
    help: str

    def missing(self, data: Mapping[str, Any]) -> tuple[ScoreInput, ...]:
        """The inputs that are blank in a record, in the order of asking."""
        return tuple(
            one for one in self.inputs
            if data.get(one.field) is None and not (one.instead and data.get(one.instead) is not None)
        )


RICE = ScoreMethod(
    "rice", "RICE", "item",
    (
        ScoreInput("reach", "reach", "How many customers does it reach in a quarter?", scales.REACH, True, "customers a quarter"),
        ScoreInput("impact", "impact", "How much does it change for each of them?", scales.IMPACT),
        ScoreInput("confidence", "confidence", "How sure are we of the figures?", scales.CONFIDENCE, True, "%"),
        ScoreInput("effort", "effort", "How many person-months does it take?", scales.EFFORT, True, "person-months"),
    ),
    "rice", "reach × impact × confidence ÷ effort", "How much good for how many, for a month of work.",
)
ICE = ScoreMethod(
    "ice", "ICE", "item",
    (
        ScoreInput("ice_impact", "impact", "How far would it move the goal?", scales.ICE_IMPACT),
        ScoreInput("ice_confidence", "confidence", "How sure are we that it would?", scales.ICE_CONFIDENCE),
        ScoreInput("ease", "ease", "How easily is it done?", scales.EASE),
    ),
    "ice", "impact × confidence × ease", "A quick sieve for many ideas.",
)
WSJF = ScoreMethod(
    "wsjf", "WSJF", "item",
    (
        ScoreInput("business_value", "value", "What is it worth to customers and to us, beside the others?", scales.BUSINESS_VALUE),
        ScoreInput("time_criticality", "urgency", "How fast does that worth decay?", scales.TIME_CRITICALITY),
        ScoreInput("risk_reduction", "risk", "What risk does it take away, or what does it open up?", scales.RISK_REDUCTION),
        ScoreInput("job_size", "size", "How large is it, beside the others?", scales.JOB_SIZE),
    ),
    "wsjf", "(value + urgency + risk) ÷ size", "What waiting costs, for the size of the job.",
)
MOSCOW = ScoreMethod(
    "moscow", "MoSCoW", "item",
    (ScoreInput("moscow", "", "Can the milestone do without it?", scales.MOSCOW),),
    "moscow", "", "What a milestone cannot do without; Must should stay below 60 % of its effort.",
)
KANO = ScoreMethod(
    "kano", "Kano", "item",
    (
        ScoreInput("kano_functional", "with it", "How do customers feel if it is there?", scales.KANO),
        ScoreInput("kano_dysfunctional", "without it", "How do customers feel if it is missing?", scales.KANO),
    ),
    "kano", "the pair of answers", "Whether it delights, satisfies, or is simply expected.",
)
VALUE_EFFORT = ScoreMethod(
    "value_effort", "value/effort", "item",
    (
        ScoreInput("value", "value", "How much is it worth to customers?", scales.VALUE),
        ScoreInput("effort", "effort", "How many person-months does it take?", scales.EFFORT, True, "person-months", instead="estimate"),
    ),
    "value_effort", "value from 3 up is high; effort up to a month or 5 points is low", "Four fields: do first, next, later, don't.",
)
BALANCE = ScoreMethod(
    "balance", "balance", "item",
    (
        ScoreInput("ux", "UX", "How good is it for the user experience?", scales.UX),
        ScoreInput("business", "business", "How far does it serve the business goals?", scales.BUSINESS),
        ScoreInput("feasibility", "feasible", "How feasible is it, technically?", scales.FEASIBILITY),
    ),
    "balance", "the lowest leg is the weak one", "Whether users, business and engineering can all stand behind it.",
)
OPPORTUNITY = ScoreMethod(
    "opportunity", "opportunity", "problem",
    (
        ScoreInput("importance", "importance", "How much does it matter to the customer?", scales.IMPORTANCE),
        ScoreInput("satisfaction", "satisfaction", "How well does today's way serve them?", scales.SATISFACTION),
    ),
    "opportunity", "importance + max(0, importance − satisfaction)", "Important problems that are badly served come first.",
)
BUILT_IN = (RICE, ICE, WSJF, MOSCOW, KANO, VALUE_EFFORT, BALANCE, OPPORTUNITY)
"""The methods that every team has."""


def methods(kind: str, settings: Mapping[str, Any]) -> dict[str, ScoreMethod]:
    """The methods that score a kind, by name; the team's own comes last.

    Args:
        kind: The kind of record.
        settings: The team's settings, as in `snapshot.settings`.
    """
    found = {one.name: one for one in BUILT_IN if one.kind == kind}
    if ICE.name in found and ice_kind(settings) == MEAN:
        found[ICE.name] = ICE._replace(formula="(impact + confidence + ease) ÷ 3")
    own = team_method(settings) if kind == "item" else None
    return found if own is None else found | {own.name: own}


def team_method(settings: Mapping[str, Any]) -> ScoreMethod | None:
    """The team's own weighted score as a method, or None where the settings have none."""
    score = team_score(settings)
    if score is None:
        return None
    inputs = tuple(_criterion_input(one) for one in score.criteria)
    formula = " + ".join(f"{one.weight:g} × {one.field}{' turned round' if one.is_cost else ''}" for one in score.criteria)
    return ScoreMethod(TEAM, score.name, "item", inputs, TEAM, formula, "The team's own weighted score, as pmtui.json says.")


def _criterion_input(one: Criterion) -> ScoreInput:
    """A criterion as an input: a key for each whole number of its scale where ten keys are enough, else typed."""
    label = spoken(one.field)
    question = one.help or f"How much {label}, {one.low:g} to {one.high:g}?"
    low, high = int(one.low), int(one.high)
    if low != one.low or high != one.high or low < 0 or high > 10 or high - low > 9:
        return ScoreInput(one.field, label, question, (), is_typed=True)
    ends = {low: "best" if one.is_cost else "least", high: "worst" if one.is_cost else "most"}
    steps = tuple(Step(value, str(value % 10), ends.get(value, "")) for value in range(low, high + 1))
    return ScoreInput(one.field, label, question, steps)
