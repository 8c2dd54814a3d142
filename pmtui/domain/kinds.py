"""The sixteen kinds of format 1. A new kind or field is one declaration here.

The order of fields is the order in the file; the order of choices and statuses is the one the merge uses.
"""

from __future__ import annotations

from typing import Any

from pmtui.domain.schema import (
    CHOICE,
    DATE,
    ENTRIES,
    FLAG,
    INSTANT,
    INTEGER,
    LINES,
    LINK,
    LINKS,
    NUMBER,
    OBJECT,
    RANK,
    SET,
    TEXT,
    Field,
    Kind,
    Schema,
    field,
)
from pmtui.domain.team_settings import WORKSPACE


def _scale(name: str, top: int, help: str, **more: Any) -> Field:
    return field(name, INTEGER, f"{help} (1–{top})", minimum=1, maximum=top, **more)


def _link(name: str, kind: str, help: str, **more: Any) -> Field:
    return field(name, LINK, help, links=(kind,) if kind else (), **more)


def _links(name: str, kind: str, help: str, **more: Any) -> Field:
    return field(name, LINKS, help, links=tuple(kind.split()), **more)


def _entries(name: str, help: str, *entry: Field, **more: Any) -> Field:
    return field(name, ENTRIES, help, entry=entry, **more)


def _amount(name: str, help: str, **more: Any) -> Field:
    return field(name, NUMBER, help, minimum=0, **more)


_AT = field("at", INSTANT, "When.")
_BY = field("by", TEXT, "Who.")
_WORDS = field("text", LINES, "What was said.")
_NAME = field("name", TEXT, "Its name.")
_DIRECTION = field("direction", CHOICE, "Which way is better.", "up", "down", default="up")
_STAGE = field("journey_stage", TEXT, "The stage of the customer journey where it happens.", short=("stage",))
_DUPLICATE = field("duplicate_of", LINK, "The record that this one repeats.", short=("duplicate",))
_SNOOZED = field("snoozed_until", DATE, "Hidden from triage until this day.", short=("snoozed",))
_SNOOZED_FOR = field(
    "snoozed_for", LINK, "Hidden from triage until this has shipped, is done, or is closed in another way.",
    links=("milestone", "item", "experiment", "decision"),
)
_RANK = field("rank", RANK, "Place in the team's order; smaller comes first.")
_CONFIDENCE = "Stated confidence in percent, before the facts are in."

_COMMENTS = _entries("comments", "What people said about it.", _AT, _BY, _WORDS)
_REASONS = _entries(
    "reasons", "Why a field changed.", _AT, _BY,
    field("field", TEXT, "The field that changed."),
    field("from", TEXT, "Its value before."), field("to", TEXT, "Its value after."), _WORDS,
)
_URLS = _entries("urls", "Links to the world outside.", field("title", TEXT, "What it is."), field("url", TEXT, "The address."))
_SOURCE = field(
    "source", OBJECT, "Where an imported record came from.",
    entry=(
        field("system", TEXT, "The tracker."), field("key", TEXT, "The record's key there."),
        field("url", TEXT, "Its address there."), field("extra", OBJECT, "What has no field of its own here."),
    ),
)
_TAIL = (
    field("body", LINES, "The full text, in Markdown."),
    field("tags", SET, "Words to find it by.", short=("tag",)),
    _link("product", "product", "The product it belongs to."),
    _link("owner", "person", "Who answers for it."),
    _COMMENTS, _REASONS, _URLS, _SOURCE,
    field("created_at", INSTANT, "When it was first written down.", short=("created",)),
    field("created_by", TEXT, "Who wrote it down.", short=("author",)),
    field("deleted_at", INSTANT, "When it was deleted; blank while it lives.", merge="deletion", short=("deleted",)),
)


def _kind(
    name: str, collection: str, letter: str, help: str, *fields: Field,
    states: str = "", closed: str = "", reasoned: str = "", plural: str = "",
) -> Kind:
    statuses = tuple(states.split())
    head = [field("title", TEXT, "One line that names it.", default="")]
    if statuses:
        head.append(field("status", CHOICE, "Where it stands.", *statuses, default=statuses[0]))
    table = {one.name: one for one in (*head, *fields, *_TAIL)}
    return Kind(
        name, collection, letter, plural or collection, help, table, statuses,
        frozenset(closed.split()), frozenset(reasoned.split()), "rank" in table, statuses,
    )


_PROBLEM = _kind(
    "problem", "problems", "P", "A customer problem: what hurts whom, with the evidence for it.",
    _links("personas", "persona", "Who has it.", short=("persona",)), _STAGE,
    _scale("severity", 5, "How badly it hurts"), _scale("importance", 10, "How much it matters to the customer"),
    _scale("satisfaction", 10, "How well today's way serves them"),
    _amount("reach", "Customers affected in a quarter."), field("segment", TEXT, "The group of customers that has it."),
    _link("goal", "goal", "The goal that solving it serves."),
    _entries(
        "evidence", "What customers said and did.", _AT,
        field("source", CHOICE, "How it was learnt.", "interview", "ticket", "survey", "analytics", "market_research",
              "observation", "sales", "social"),
        field("origin", TEXT, "Where exactly: a call, a ticket number, a report."), field("customer", TEXT, "Who said it."),
        field("company", TEXT, "Where they work."), field("url", TEXT, "Where it can be read."),
        field("quote", LINES, "In the customer's own words."),
        field("importance", INTEGER, "Weight from 0 (aside) to 3 (decisive).", minimum=0, maximum=3), _BY,
    ),
    _DUPLICATE,
    states="captured researching validated solving solved dismissed", closed="solved dismissed", reasoned="dismissed",
)
_HYPOTHESIS = _kind(
    "hypothesis", "hypotheses", "H", "A belief that a change will bring an outcome, stated so that it can be refuted.",
    _link("problem", "problem", "The problem it would solve."), _link("persona", "persona", "For whom."),
    field("change", TEXT, "We believe that …"), field("outcome", TEXT, "… will …"), field("because", LINES, "… because …"),
    field("metric", TEXT, "What will tell."), field("kpi", TEXT, "The KPI it moves, by its id or name."),
    field("baseline", NUMBER, "The metric today."), field("target", NUMBER, "The metric if we are right."),
    field("risk", CHOICE, "The kind of risk it tests.", "desirability", "viability", "feasibility", "usability", "ethics"),
    _scale("importance", 5, "How much depends on it"), _scale("certainty", 5, "How sure we are today"),
    field("confidence", NUMBER, _CONFIDENCE, minimum=0, maximum=100),
    field("forecast", OBJECT, "What stood there when the verdict was given; empty where nobody had said how sure we were.",
          entry=(field("confidence", NUMBER, "Confidence, in percent.", minimum=0, maximum=100),)),
    field("decision", CHOICE, "What follows from it.", "persevere", "pivot", "stop"),
    _entries(
        "learnings", "What was learnt, for or against.", _AT, _WORDS,
        field("stance", CHOICE, "For or against it.", "for", "against"),
        _link("experiment", "experiment", "The experiment that showed it."),
    ),
    states="draft testing supported refuted inconclusive", closed="supported refuted inconclusive", reasoned="refuted",
)
_EXPERIMENT = _kind(
    "experiment", "experiments", "X", "A test of a hypothesis, designed before it runs.",
    _link("hypothesis", "hypothesis", "What it tests."),
    field("method", CHOICE, "How it is tested.", "mockup", "ab_test", "prototype", "interview", "survey", "fake_door",
          "concierge", "usability_test", "data_analysis"),
    field("mode", CHOICE, "Whether to show a gain or no harm.", "superiority", "do_no_harm", default="superiority"),
    field("segment", TEXT, "Who takes part."), field("metric", TEXT, "What is measured."),
    _entries(
        "guardrails", "What must not get worse.", _NAME, _DIRECTION,
        _entries("readings", "One reading an arm.", field("arm", TEXT, "The arm's id or name."),
                 _amount("participants", "People counted."), _amount("conversions", "Those who did it.")),
    ),
    field("alpha", NUMBER, "Accepted risk of a false alarm, between 0 and 1.", minimum=0, maximum=1, default=0.05),
    field("power", NUMBER, "Chance to see a real effect, between 0 and 1.", minimum=0, maximum=1, default=0.8),
    field("baseline_rate", NUMBER, "Conversion rate today, between 0 and 1.", minimum=0, maximum=1),
    field("mde", NUMBER, "Least effect worth finding, absolute.", minimum=0, maximum=1),
    _amount("planned_n", "Participants planned for each arm."), _amount("daily_users", "Users who can take part in a day."),
    field("start", DATE, "First day."), field("end", DATE, "Last day."),
    _entries(
        "arms", "The variants; the first is the control.", _NAME, _amount("weight", "Share of the traffic."),
        field("participants", INTEGER, "People in this arm.", minimum=0),
        field("conversions", INTEGER, "Those who converted.", minimum=0), _RANK, ordered=True,
    ),
    _entries(
        "sessions", "Interviews and usability sessions.", _AT, field("who", TEXT, "Who took part."),
        field("tasks", INTEGER, "Tasks tried.", minimum=0), field("succeeded", INTEGER, "Tasks done.", minimum=0),
        field("notes", LINES, "What was seen."),
    ),
    field("decision_rule", TEXT, "What will be decided on which result, stated before."),
    field("frozen", OBJECT, "The design as it stood when the experiment started.",
          entry=(_AT, field("metric", TEXT, "Metric."), field("mde", NUMBER, "Effect."),
                 field("planned_n", NUMBER, "Participants."), field("decision_rule", TEXT, "Rule."),
                 field("alpha", NUMBER, "Risk of a false alarm."), field("power", NUMBER, "Chance to see a real effect."),
                 field("mode", TEXT, "To show a gain or no harm."), field("baseline_rate", NUMBER, "Rate before."),
                 field("guardrails", TEXT, "Names and directions of the guardrails."), field("arms", TEXT, "Names of the arms."))),
    field("result", CHOICE, "How it ended.", "won", "lost", "inconclusive", "invalid"),
    field("learning", LINES, "What we know now that we did not know before."),
    states="draft running stopped", closed="stopped",
)
_ITEM = _kind(
    "item", "backlog", "B", "A piece of work in the prioritised backlog.",
    field("type", CHOICE, "What sort of work it is.", "story", "task", "bug", "spike", "chore", "epic", default="story"),
    field("priority", CHOICE, "How much it presses.", "urgent", "high", "medium", "low", "none", default="none", short=("prio",)),
    _links("problems", "problem", "The problems it helps to solve.", short=("problem",)),
    _links("hypotheses", "hypothesis", "The hypotheses it rests on.", short=("hypothesis",)),
    _link("milestone", "milestone", "The milestone it is planned for.", short=("ms",)),
    _link("iteration", "iteration", "The iteration it is planned for.", short=("sprint",)),
    _link("parent", "item", "The larger item it is part of."),
    _links("depends_on", "item", "Items that must be done first.", short=("depends",)),
    field("as_a", TEXT, "As a …"), field("i_want", TEXT, "… I want …"), field("so_that", TEXT, "… so that …"), _STAGE,
    _entries("criteria", "What must hold for it to be done.", field("text", TEXT, "One testable statement."),
             field("done", FLAG, "Whether it holds.", default=False), _RANK, ordered=True),
    _link("assignee", "person", "Who works on it.", short=("who",)),
    _amount("estimate", "Size in points.", short=("est", "points")), _RANK,
    _amount("reach", "RICE: customers reached in a quarter."),
    field("impact", NUMBER, "RICE: 3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal.", minimum=0),
    field("confidence", NUMBER, "RICE: 100 high, 80 medium, 50 low, in percent.", minimum=0, maximum=100),
    field("effort", NUMBER, "RICE: person-months, at least 0.5.", minimum=0.5),
    _scale("ice_impact", 10, "ICE: impact"), _scale("ice_confidence", 10, "ICE: confidence"), _scale("ease", 10, "ICE: ease"),
    _amount("business_value", "WSJF: 1 2 3 5 8 13 20."), _amount("time_criticality", "WSJF: 1 2 3 5 8 13 20."),
    _amount("risk_reduction", "WSJF: risk reduction or opportunity enablement, 1 2 3 5 8 13 20."),
    field("job_size", NUMBER, "WSJF: 1 2 3 5 8 13 20.", minimum=1),
    field("moscow", CHOICE, "MoSCoW.", "must", "should", "could", "wont"),
    field("kano_functional", CHOICE, "Kano: how it feels if it is there.", "like", "must-be", "neutral", "live-with", "dislike"),
    field("kano_dysfunctional", CHOICE, "Kano: how it feels if it is missing.", "like", "must-be", "neutral", "live-with", "dislike"),
    _scale("value", 5, "Value"), _scale("ux", 5, "Balance: user experience"),
    _scale("business", 5, "Balance: business goals"), _scale("feasibility", 5, "Balance: technical feasibility"),
    _entries("ballots", "Each person's own scores.", _BY, field("input", TEXT, "Which input."), field("value", NUMBER, "The score.")),
    field("due", DATE, "The day it is needed."),
    field("started_at", INSTANT, "When work began.", merge="earliest", short=("started",)),
    field("done_at", INSTANT, "When it was done.", merge="earliest", short=("done",)), _SNOOZED, _SNOOZED_FOR, _DUPLICATE,
    states="inbox ready doing review done dropped", closed="done dropped", reasoned="dropped", plural="items",
)
_MILESTONE = _kind(
    "milestone", "milestones", "M", "A point on the roadmap, with the outcome it stands for.",
    field("outcome", TEXT, "What will be different for customers."),
    field("release", CHOICE, "What sort of release.", "mvp", "mlp", "iteration", "beta", "ga", "internal"),
    field("horizon", CHOICE, "Now, next or later.", "now", "next", "later"),
    field("start", DATE, "First day."), field("target", DATE, "The day it is meant to ship.", short=("due",)),
    field("resolution", CHOICE, "How exactly the target is meant.", "day", "month", "quarter", "half", "year", default="day"),
    field("public_target", TEXT, "What customers are told."),
    _links("goals", "goal", "The goals it serves.", short=("goal",)),
    _links("depends_on", "milestone", "Milestones that must come first.", short=("depends",)),
    field("theme", TEXT, "The larger story it belongs to."),
    field("health", CHOICE, "How it goes.", "on_track", "at_risk", "off_track"),
    _entries("updates", "How it went, over time.", _AT, _BY,
             field("health", CHOICE, "How it went.", "on_track", "at_risk", "off_track"), _WORDS),
    field("confidence", NUMBER, _CONFIDENCE, minimum=0, maximum=100), _RANK,
    field("shipped_at", INSTANT, "When it shipped.", merge="earliest", short=("shipped",)),
    states="planned active shipped cancelled", closed="shipped cancelled",
)
_ITERATION = _kind(
    "iteration", "iterations", "I", "A sprint or cycle.",
    field("start", DATE, "First day."), field("end", DATE, "Last day."), field("goal", TEXT, "What it is for."),
    _amount("capacity", "Points that fit."), states="planned active done", closed="done",
)
_PERSONA = _kind(
    "persona", "personas", "U", "A type of customer.",
    field("quote", LINES, "What they would say."), field("goals", LINES, "What they want."),
    field("pains", LINES, "What hurts."), field("segment", TEXT, "The group they stand for."),
    _entries("journey", "Their way, stage by stage.", field("stage", TEXT, "The stage."), field("doing", LINES, "What they do."),
             field("thinking", LINES, "What they think."), field("feeling", LINES, "How they feel."),
             field("pains", LINES, "What hurts there."), _RANK, ordered=True),
)
_COMPETITOR = _kind(
    "competitor", "competitors", "C", "Somebody customers might choose instead.",
    field("url", TEXT, "Where to find them."), field("positioning", LINES, "What they say they are."),
    field("strengths", LINES, "Where they are better."), field("weaknesses", LINES, "Where they are worse."),
)
_GOAL = _kind(
    "goal", "goals", "G", "What the product must reach, and the figures that show it.",
    field("objective", TEXT, "In one sentence."), field("north_star", FLAG, "Whether it is the one figure above all.", default=False),
    field("tests_positioning", FLAG, "Whether reaching it shows that the positioning holds.", default=False),
    field("start", DATE, "First day."), field("due", DATE, "Last day."),
    _entries(
        "kpis", "The figures, with their readings.", _NAME, field("unit", TEXT, "Its unit."), _DIRECTION,
        field("baseline", NUMBER, "Where it began."), field("target", NUMBER, "Where it should be."),
        _entries("readings", "Measured values.", field("at", DATE, "The day."), field("value", NUMBER, "The value."),
                 field("note", TEXT, "What to know about it."), field("origin", TEXT, "Where it was read.")),
        _RANK, ordered=True,
    ),
    states="proposed active met missed dropped", closed="met missed dropped", reasoned="dropped",
)
_PRODUCT = _kind(
    "product", "products", "R", "A product or feature, with its positioning and life-cycle stage.",
    field("vision", LINES, "Where it leads."), field("for_", TEXT, "For …"), field("need", TEXT, "… who need …"),
    field("category", TEXT, "… it is a …"), field("benefit", TEXT, "… that …"), field("unlike", TEXT, "Unlike …"),
    field("difference", TEXT, "… it …"), field("messages", LINES, "How marketing says it."),
    field("market_research", LINES, "What is known of the market."),
    _entries("stages", "How its life-cycle stage changed.", _AT, field("from", TEXT, "Stage before."), field("to", TEXT, "Stage after.")),
    field("verdict", CHOICE, "In decline: what to do with it.", "keep", "delete", "restart"),
    _link("successor", "product", "What follows it."), field("review_on", DATE, "When to look at it again."),
    states="introduction growth maturity decline retired", closed="retired",
)
_DECISION = _kind(
    "decision", "decisions", "D", "A question, its options and what was decided, by DACI.",
    field("context", LINES, "What has to be decided, and why now."),
    _entries("options", "What could be done.", field("title", TEXT, "The option."), field("for", LINES, "What speaks for it."),
             field("against", LINES, "What speaks against it."), _RANK, ordered=True),
    field("chosen", TEXT, "The option taken."), field("because", LINES, "Why."),
    _link("driver", "person", "Who drives it."), _link("approver", "person", "Who decides."),
    _links("contributors", "person", "Who is heard."), _links("informed", "person", "Who is told."),
    _links("about", "", "What it is about."), _link("supersedes", "decision", "The decision it replaces."),
    field("wrong_because", LINES, "Why it turned out wrong."),
    states="open decided superseded reversed", closed="decided superseded reversed", reasoned="reversed",
)
_FEEDBACK = _kind(
    "feedback", "feedback", "F", "One piece of raw feedback, before triage.",
    field("customer", TEXT, "Who said it."), field("company", TEXT, "Where they work."), field("channel", TEXT, "How it came in."),
    field("category", TEXT, "What it is about."), field("url", TEXT, "Where it can be read."),
    field("quote", LINES, "In the customer's own words."), field("voters", SET, "Who else asked for it.", short=("voter",)),
    _links("linked", "problem item", "The problems and items it supports."), _SNOOZED, _SNOOZED_FOR, _DUPLICATE,
    states="new linked snoozed declined duplicate", closed="linked declined duplicate", reasoned="declined",
)
_PERSON = _kind(
    "person", "people", "@", "Somebody who works on the product or has a stake in it.",
    field("handle", TEXT, "The short name, as in @ana."), field("email", TEXT, "The mail address."),
    field("role", CHOICE, "From where they look at it.", "customer", "business", "ux", "engineering", "support", "marketing", "product"),
    _scale("interest", 5, "How much they care"), _scale("influence", 5, "How much they can move"),
    field("cares_about", LINES, "What they care about."), field("last_told", INSTANT, "When they last heard from us."),
)
_REVIEW = _kind(
    "review", "reviews", "E", "A roadmap review: the marker that the next one starts from.",
    field("at", INSTANT, "When it was held."), _links("attendees", "person", "Who was there."),
    field("since", INSTANT, "From when on it looked back."), field("digest", LINES, "What was seen and decided, in Markdown."),
)
_SCENARIO = _kind(
    "scenario", "scenarios", "S", "A what-if: changes that are compared with today before anybody decides.",
    _entries("changes", "What would be different.", _link("record", "", "The record."), field("field", TEXT, "The field."),
             field("from", TEXT, "Its value when that was thought of."), field("to", TEXT, "The value it would have.")),
    states="draft applied rejected", closed="applied rejected",
)
_VIEW = _kind(
    "view", "views", "V", "A filter with its columns and order, saved by name and shared.",
    field("lists", TEXT, "The kind that it lists."), field("query", TEXT, "The filter."),
    field("columns", TEXT, "The columns, by name, separated by commas."), field("group", TEXT, "The field to group by."),
    field("sort", TEXT, "The fields to sort by."), field("layout", TEXT, "The layout: list, board, …"),
)

_WORKSPACE = Kind(WORKSPACE, "", "", "workspaces", "The workspace itself: what the team has set in pmtui.json.", {})

SCHEMA = Schema((
    _PROBLEM, _HYPOTHESIS, _EXPERIMENT, _ITEM, _MILESTONE, _ITERATION, _PERSONA, _COMPETITOR, _GOAL, _PRODUCT,
    _DECISION, _FEEDBACK, _PERSON, _REVIEW, _SCENARIO, _VIEW,
), (_WORKSPACE,))
"""The schema in force: that of format 1, and of the open workspace the team's own statuses and fields (`team_schema`)."""
