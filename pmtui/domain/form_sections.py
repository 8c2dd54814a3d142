"""In which sections a form shows the fields of each kind."""

from __future__ import annotations

from typing import NamedTuple

from pmtui.domain.schema import Kind


class Section(NamedTuple):
    """Some fields under one heading.

    Attributes:
        title: The heading.
        names: The fields, in the order to show.
        is_advanced: Whether the section may stay folded while all its fields are blank.
    """

    title: str
    names: tuple[str, ...]
    is_advanced: bool = False


_DECLARED: dict[str, str] = {
    "problem": """
        Problem: title status personas journey_stage segment goal
        Size: severity importance satisfaction reach
        Evidence: evidence""",
    "hypothesis": """
        Hypothesis: title status problem persona
        Statement: change outcome because metric kpi baseline target
        Bet: risk importance certainty confidence decision
        Learnings: learnings
        Forecast+: forecast""",
    "experiment": """
        Experiment: title status hypothesis method mode segment metric start end
        Arms: arms
        Design: baseline_rate mde planned_n daily_users alpha power decision_rule guardrails
        Result: result learning
        Sessions+: sessions
        Frozen design+: frozen""",
    "item": """
        Item: title status type priority assignee estimate due milestone iteration
        Why: problems hypotheses as_a i_want so_that journey_stage
        Acceptance: criteria
        Order: parent depends_on
        RICE: reach impact confidence effort
        Balance: ux business feasibility value
        ICE+: ice_impact ice_confidence ease
        WSJF+: business_value time_criticality risk_reduction job_size
        MoSCoW and Kano+: moscow kano_functional kano_dysfunctional ballots
        Dates+: started_at done_at snoozed_until snoozed_for""",
    "milestone": """
        Milestone: title status outcome release horizon health
        Dates: start target resolution public_target confidence shipped_at
        Links: goals depends_on theme
        Updates: updates""",
    "iteration": """
        Iteration: title status start end goal capacity""",
    "persona": """
        Persona: title segment quote goals pains
        Journey: journey""",
    "competitor": """
        Competitor: title url positioning strengths weaknesses""",
    "goal": """
        Goal: title status objective north_star tests_positioning start due
        Key figures: kpis""",
    "product": """
        Product: title status vision
        Positioning: for_ need category benefit unlike difference messages
        Life cycle: verdict successor review_on stages
        Market+: market_research""",
    "decision": """
        Decision: title status context
        Options: options chosen because
        People: driver approver contributors informed
        Links: about supersedes
        Afterwards+: wrong_because""",
    "feedback": """
        Feedback: title status quote customer company channel category url
        Links: linked voters snoozed_until snoozed_for""",
    "person": """
        Person: title handle email role
        Stake: interest influence cares_about last_told""",
    "review": """
        Review: title at since attendees digest""",
    "scenario": """
        Scenario: title status changes""",
    "view": """
        View: title lists query columns group sort layout""",
}
_OWN = "The team's own"
_COMMON = """
    Text: body
    General: tags owner product urls comments
    Origin+: created_at created_by duplicate_of rank reasons source deleted_at"""


def form_sections(kind: Kind) -> tuple[Section, ...]:
    """The sections of a kind's form; every field stands in exactly one, those that nobody placed in the last."""
    found: list[Section] = []
    placed: set[str] = set()
    own = " ".join(name for name, field in kind.fields.items() if field.is_own)
    for line in f"{_DECLARED.get(kind.name, '')}\n{_OWN}: {own}\n{_COMMON}".strip().splitlines():
        title, _, words = line.strip().partition(":")
        names = tuple(name for name in words.split() if name in kind.fields and name not in placed)
        placed.update(names)
        if names:
            found.append(Section(title.removesuffix("+"), names, title.endswith("+")))
    rest = tuple(name for name in kind.fields if name not in placed)
    if rest:
        found[-1] = found[-1]._replace(names=(*found[-1].names, *rest))
    return tuple(found)
