"""The scores as filters, sorting and columns know them, besides those that rest on nothing but a record's own numbers."""

from __future__ import annotations

from pmtui.domain.schema import CHOICE, FLAG, INTEGER, NUMBER, SET, Field

_LEGS = ("ux", "business", "feasibility")
_ITEM = (
    Field("ice", NUMBER, "ICE: impact × confidence × ease, or their mean."),
    Field("wsjf", NUMBER, "WSJF: (value + urgency + risk reduction) ÷ size."),
    Field(
        "kano", CHOICE, "The Kano class from both answers.",
        ("must-be", "one-dimensional", "attractive", "indifferent", "reverse", "questionable"),
        meanings=("expected; its absence annoys", "the more the better", "delights where nobody expects it", "nobody minds",
                  "people would rather not have it", "the two answers contradict each other"),
    ),
    Field(
        "value_effort", CHOICE, "The quadrant of value and effort.", ("do first", "do next", "do later", "don't"),
        short=("quadrant",),
        meanings=("high value, little effort", "high value, much effort", "low value, little effort", "low value, much effort"),
    ),
    Field("balance", NUMBER, "The lowest of the three legs, 1–5; blank where one is."),
    Field("weak", CHOICE, "The weak leg: the lowest of the three.", _LEGS,
          meanings=("user experience", "business goals", "technical feasibility")),
    Field("score", NUMBER, "The team's own weighted score, as pmtui.json says."),
    Field("evidence_confidence", NUMBER, "What the evidence is worth, 0–10; below 1 is opinion."),
)
_MILESTONE = (
    Field("must_share", NUMBER, "Percent of the points that is Must; 60 is the limit."),
    Field("slip_days", INTEGER, "Days that its target lies later than its first one, by the reasons that it keeps.", short=("slip",)),
)
_GOAL = (
    Field("progress", INTEGER, "Percent of the way from baseline to target, the mean of its KPIs; blank without a reading."),
    Field("grade", CHOICE, "Green from 70 percent on, yellow from 40 on, else red.", ("red", "yellow", "green"),
          meanings=("below 40 percent", "40 to 70 percent", "70 percent and more")),
    Field("expected", INTEGER, "Percent of the time from start to due that has gone."),
    Field("pace", CHOICE, "The progress against what is expected by now.", ("behind", "on_pace", "ahead"),
          meanings=("less than the time that has gone", "within 5 percent of it", "more than that")),
)
_PROBLEM = (
    Field("evidence_weight", NUMBER, "What its evidence weighs now: every half-life (evidence_half_life) halves it.", short=("weight",)),
    Field("evidence_age_days", INTEGER, "Days since the newest evidence.", short=("evidence_age",)),
)
_ASKED_BY = Field("asked_by", INTEGER, "People who ask for it in linked feedback, those who voted included.", short=("asked",))
_PRODUCT = (
    Field("stage_suggestion", CHOICE, "The stage that the readings of its KPIs suggest; docs/strategy.md tells how.",
          ("introduction", "growth", "maturity", "decline"), short=("suggested",)),
    Field("days_in_stage", INTEGER, "Days since it came into its life-cycle stage."),
    Field("review_due", FLAG, "Whether the day of the next look (review_on) has come."),
)
_QUADRANTS = ("manage closely", "keep satisfied", "keep informed", "monitor")
_PERSON = (
    Field("quadrant", CHOICE, "Where they stand by influence and interest.", _QUADRANTS,
          meanings=("much of both", "much influence, little interest", "little influence, much interest", "little of both")),
    Field("told_days", INTEGER, "Days since they last heard from us."),
    Field("tell_every", INTEGER, "Days after which they should have heard from us: 14, 30 or 90, by quadrant."),
    Field("unheard", CHOICE, "The quadrant of those who should have heard from us by now; blank for others.", _QUADRANTS),
)
_BET = Field(
    "bet", CHOICE, "What came of it since it shipped: its metric against its target.", ("met", "too_early", "missed"),
    meanings=("the metric reached its target", "too few days or readings since", "the metric did not reach its target"),
)
"""Not `outcome`, which milestones and hypotheses have as a text."""
_EXPERIMENT = (
    Field("verdict", CHOICE, "What follows from the results by the rule.", ("ship", "roll back", "review", "too early"),
          meanings=("it does what it was meant to and harms nothing", "it does harm", "the figures decide nothing",
                    "participants are lacking")),
    Field("p_value", NUMBER, "How probable such a difference is by chance, 0–1.", short=("p",)),
    Field("difference", NUMBER, "The rate of the arm less that of the control; 0.01 is one point."),
    Field("z", NUMBER, "Two-proportion z of that difference."),
    Field("probability_b_beats_a", NUMBER, "How probable it is that the arm beats the control, 0–1.", short=("probability",)),
    Field("expected_loss", NUMBER, "What is lost on average by taking the arm; 0.01 is one point.", short=("loss",)),
    Field("srm_p_value", NUMBER, "How probable the split is; below 0.001 the assignment is broken.", short=("srm",)),
    Field("sample_size_per_arm", INTEGER, "Participants that each arm needs for baseline_rate and mde.", short=("sample_size",)),
    Field("days", INTEGER, "Days until it has these, in whole weeks."),
    Field("days_left", INTEGER, "While it runs: days until it has what it needs."),
    Field("success_rate", NUMBER, "Tasks done out of tasks tried in its sessions, 0–1."),
    Field("warnings", SET, "What to know first: srm, guardrail, peeking, early_stop, few, empty_arm, impossible, changed_since_start."),
    Field("changed_since_start", SET, "Fields that are not as they were frozen when it started."),
)
SCORE_FIELDS: dict[str, dict[str, Field]] = {
    "item": {field.name: field for field in (*_ITEM, _BET._replace(short=("outcome",)), _ASKED_BY)},
    "milestone": {field.name: field for field in (*_MILESTONE, _BET)},
    "experiment": {field.name: field for field in _EXPERIMENT},
    "goal": {field.name: field for field in _GOAL}, "hypothesis": {_BET.name: _BET},
    "problem": {field.name: field for field in (*_PROBLEM, _ASKED_BY)},
    "product": {field.name: field for field in _PRODUCT}, "person": {field.name: field for field in _PERSON},
}
"""By kind and name."""
SCORES: dict[str, tuple[str, ...]] = {
    "item": ("ice", "wsjf", "kano", "value_effort", "balance", "score", "evidence_confidence", "outcome"),
    "milestone": ("must_share", "slip_days", "outcome"), "goal": ("progress", "grade", "expected", "pace", "kpi_progress"),
    "hypothesis": ("outcome",), "problem": ("evidence_weight", "evidence_age_days", "asked_by"),
    "product": ("stage_suggestion", "days_in_stage", "review_due", "positioning"),
    "person": ("quadrant", "told_days", "tell_every", "unheard"),
    "experiment": (
        "difference", "interval", "z", "p_value", "probability_b_beats_a", "expected_loss", "srm_p_value", "sample_size_per_arm", "days",
        "days_left", "verdict", "verdict_reason", "variant", "comparisons", "guardrail_figures", "success_rate", "warnings",
        "changed_since_start",
    ),
}
"""Those that `computed` holds, by kind, in the order of the output."""
RANK_RANGE = Field("rank_range", NUMBER, "The ranks by RICE that one step of one input gives.")
"""A column that is shown only where it is asked for; no filter knows it."""
TOLD_BY = {"weak": "balance"}
"""Figures without a column of their own, with the column that shows them."""
RANKED = ("rice", "ice", "wsjf", "score")
"""The scores of items by which they can be ranked."""
