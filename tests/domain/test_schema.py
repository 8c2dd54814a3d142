"""The schema of format 1: what it declares, and that its declarations agree with one another."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from pmtui.domain.canonical import compact
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.ranking import is_rank
from pmtui.domain.schema import (
    ARRAYS,
    CHOICE,
    ENTRIES,
    ID_ALPHABET,
    ID_LENGTH,
    LINK,
    LINKS,
    OBJECT,
    RANK,
    SCALARS,
    Field,
    Kind,
    Schema,
    UnknownKind,
    field,
)
from pmtui.domain.scoring import PURE_SCORES
from pmtui.domain.validation import value_fault

EVERYWHERE = (
    "title body tags product owner created_at created_by deleted_at source(system key url extra) comments(at by text) "
    "reasons(at by field from to text) urls(title url)"
)
MODEL = {  # kind: collection, letter, statuses in order, fields with those of their entries
    "problem": ("problems", "P", "captured researching validated solving solved dismissed",
        "status personas journey_stage severity importance satisfaction reach segment goal "
        "evidence(at source origin customer company url quote importance by) duplicate_of"),
    "hypothesis": ("hypotheses", "H", "draft testing supported refuted inconclusive",
        "status problem persona change outcome because metric kpi baseline target risk importance certainty confidence "
        "forecast(confidence) decision learnings(at text stance experiment)"),
    "experiment": ("experiments", "X", "draft running stopped",
        "status hypothesis method mode segment metric guardrails(name direction readings(arm participants conversions)) alpha power "
        "baseline_rate mde planned_n daily_users start end arms(name weight participants conversions rank) "
        "sessions(at who tasks succeeded notes) decision_rule frozen(at metric mde planned_n decision_rule "
        "alpha power mode baseline_rate guardrails arms) result learning"),
    "item": ("backlog", "B", "inbox ready doing review done dropped",
        "status type priority problems hypotheses milestone iteration parent depends_on as_a i_want so_that journey_stage "
        "criteria(text done rank) assignee estimate rank reach impact confidence effort ice_impact ice_confidence ease business_value "
        "time_criticality risk_reduction job_size moscow kano_functional kano_dysfunctional value ux business feasibility "
        "ballots(by input value) due started_at done_at snoozed_until snoozed_for duplicate_of"),
    "milestone": ("milestones", "M", "planned active shipped cancelled",
        "status outcome release horizon start target resolution public_target goals depends_on theme health updates(at by health text) "
        "confidence rank shipped_at"),
    "iteration": ("iterations", "I", "planned active done", "status start end goal capacity"),
    "persona": ("personas", "U", "", "quote goals pains segment journey(stage doing thinking feeling pains rank)"),
    "competitor": ("competitors", "C", "", "url positioning strengths weaknesses"),
    "goal": ("goals", "G", "proposed active met missed dropped",
        "status objective north_star tests_positioning start due "
        "kpis(name unit direction baseline target readings(at value note origin) rank)"),
    "product": ("products", "R", "introduction growth maturity decline retired",
        "status vision for_ need category benefit unlike difference messages market_research stages(at from to) "
        "verdict successor review_on"),
    "decision": ("decisions", "D", "open decided superseded reversed",
        "status context options(title for against rank) chosen because driver approver contributors informed about "
        "supersedes wrong_because"),
    "feedback": ("feedback", "F", "new linked snoozed declined duplicate",
        "status customer company channel category url quote voters linked snoozed_until snoozed_for duplicate_of"),
    "person": ("people", "@", "", "handle email role interest influence cares_about last_told"),
    "review": ("reviews", "E", "", "at attendees since digest"),
    "scenario": ("scenarios", "S", "draft applied rejected", "status changes(record field from to)"),
    "view": ("views", "V", "", "lists query columns group sort layout"),
}
CHOICES = {
    "problem.evidence.source": "interview ticket survey analytics market_research observation sales social",
    "hypothesis.risk": "desirability viability feasibility usability ethics", "hypothesis.decision": "persevere pivot stop",
    "hypothesis.learnings.stance": "for against", "experiment.mode": "superiority do_no_harm",
    "experiment.method": "mockup ab_test prototype interview survey fake_door concierge usability_test data_analysis",
    "experiment.result": "won lost inconclusive invalid", "item.type": "story task bug spike chore epic",
    "item.priority": "urgent high medium low none", "item.moscow": "must should could wont",
    "item.kano_functional": "like must-be neutral live-with dislike", "item.kano_dysfunctional": "like must-be neutral live-with dislike",
    "milestone.release": "mvp mlp iteration beta ga internal", "milestone.horizon": "now next later",
    "milestone.resolution": "day month quarter half year", "milestone.health": "on_track at_risk off_track",
    "milestone.updates.health": "on_track at_risk off_track", "goal.kpis.direction": "up down", "product.verdict": "keep delete restart",
    "person.role": "customer business ux engineering support marketing product", "experiment.guardrails.direction": "up down",
}
RANGES = {
    "problem.severity": (1, 5), "problem.importance": (1, 10), "problem.satisfaction": (1, 10), "problem.evidence.importance": (0, 3),
    "hypothesis.importance": (1, 5), "hypothesis.certainty": (1, 5), "hypothesis.confidence": (0, 100), "item.ice_impact": (1, 10),
    "item.ice_confidence": (1, 10), "item.ease": (1, 10), "item.value": (1, 5), "item.ux": (1, 5), "item.business": (1, 5),
    "item.feasibility": (1, 5), "item.estimate": (0, None), "item.effort": (0.5, None), "milestone.confidence": (0, 100),
    "person.interest": (1, 5), "person.influence": (1, 5), "experiment.alpha": (0, 1), "experiment.power": (0, 1),
}
LINKED = {
    "problem.personas": "persona", "problem.goal": "goal", "hypothesis.problem": "problem", "hypothesis.persona": "persona",
    "hypothesis.learnings.experiment": "experiment", "experiment.hypothesis": "hypothesis", "item.problems": "problem",
    "item.hypotheses": "hypothesis", "item.milestone": "milestone", "item.iteration": "iteration", "item.parent": "item",
    "item.depends_on": "item", "item.assignee": "person", "item.product": "product", "item.owner": "person", "milestone.goals": "goal",
    "milestone.depends_on": "milestone", "product.successor": "product", "decision.driver": "person", "decision.approver": "person",
    "decision.contributors": "person", "decision.informed": "person", "decision.about": "", "decision.supersedes": "decision",
    "feedback.linked": "problem item", "review.attendees": "person", "scenario.changes.record": "",
}
KINDS = list(SCHEMA.kinds.values())


def walk(path: str, fields: tuple[Field, ...]) -> Iterator[tuple[str, Field]]:
    for one in fields:
        yield f"{path}.{one.name}", one
        yield from walk(f"{path}.{one.name}", one.entry)


ALL = dict(pair for kind in KINDS for pair in walk(kind.name, tuple(kind.fields.values())))


def spelt(fields: tuple[Field, ...]) -> str:
    """Fields as the tables above write them."""
    return " ".join(f"{one.name}({spelt(one.entry)})" if one.entry else one.name for one in fields)


def parts(text: str) -> set[str]:
    """The fields in such a text, each with its entries."""
    found, depth, start = [], 0, 0
    for at, one in enumerate(f"{text} "):
        depth += (one == "(") - (one == ")")
        if one == " " and depth == 0:
            found.append(text[start:at])
            start = at + 1
    assert len(found) == len(set(found))
    return set(found)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_the_product_model(kind: Kind) -> None:
    collection, letter, statuses, fields = MODEL[kind.name]
    assert (kind.collection, kind.letter, kind.statuses) == (collection, letter, tuple(statuses.split()))
    assert parts(spelt(tuple(kind.fields.values()))) == parts(f"{fields} {EVERYWHERE}")


def test_there_are_sixteen_kinds() -> None:
    assert list(SCHEMA.kinds) == list(MODEL)
    assert len(MODEL) == 16


def test_choices_ranges_and_links() -> None:
    assert {path: " ".join(ALL[path].choices) for path in CHOICES} == CHOICES
    assert {path for path, one in ALL.items() if one.type == CHOICE and not path.endswith(".status")} == set(CHOICES)
    assert {path: (ALL[path].minimum, ALL[path].maximum) for path in RANGES} == RANGES
    assert {path: " ".join(ALL[path].links) for path in LINKED} == LINKED


def test_names_letters_collections_and_plurals_are_unique() -> None:
    for words in ([kind.name for kind in KINDS], [kind.letter.upper() for kind in KINDS], [kind.collection for kind in KINDS]):
        assert len(set(words)) == len(words)
    meant: dict[str, set[str]] = {}
    for kind in KINDS:
        for word in (kind.name, kind.plural, kind.collection):
            meant.setdefault(word, set()).add(kind.name)
            assert SCHEMA.kind(word) is kind
            assert SCHEMA.kind(word.upper()) is kind
        assert SCHEMA[kind.name] is SCHEMA.by_collection[kind.collection] is SCHEMA.by_letter[kind.letter] is kind
    assert {word for word, kinds in meant.items() if len(kinds) > 1} == set()


def test_an_unknown_kind_names_those_there_are() -> None:
    with pytest.raises(UnknownKind, match=r"no kind is called 'epic': use one of problem, hypothesis, .*, view"):
        SCHEMA.kind("epic")
    assert Schema(()).kinds == {}


@pytest.mark.parametrize("path", ALL)
def test_every_field_is_whole(path: str) -> None:
    one = ALL[path]
    assert re.fullmatch(r"[a-z][a-z_]*", one.name)
    assert one.name != "id"
    assert one.type in SCALARS | ARRAYS | {OBJECT}
    assert one.help.strip() == one.help
    assert re.search(r"[\w),](\.| …)$|\w \(1–\d+\)$", one.help), "a sentence, its beginning or a scale"
    assert (one.type == CHOICE) == bool(one.choices)
    assert len(set(one.choices)) == len(one.choices)
    assert len(one.meanings) <= len(one.choices)
    assert bool(one.entry) <= (one.type in (ENTRIES, OBJECT))
    assert one.type != ENTRIES or one.entry
    assert len({inner.name for inner in one.entry}) == len(one.entry)
    assert set(one.links) <= set(SCHEMA.kinds)
    assert not one.links or one.type in (LINK, LINKS)
    assert one.ordered == any(inner.type == RANK for inner in one.entry)


@pytest.mark.parametrize("path", [path for path, one in ALL.items() if one.default is not None and one.default != ""])
def test_defaults_may_be_written(path: str) -> None:
    one = ALL[path]
    assert value_fault(one, one.default) is None
    assert one.type != CHOICE or one.default in one.choices
    assert one.blank == one.default


def test_blank_values() -> None:
    assert {compact(one.blank) for one in ALL.values() if one.type in ARRAYS} == {"[]"}
    assert ALL["item.estimate"].blank is None
    assert ALL["item.tags"].blank is not ALL["item.tags"].blank


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_short_names_mean_one_field(kind: Kind) -> None:
    names = [*kind.fields, *(short for one in kind.fields.values() for short in one.short)]
    assert [name for name in names if names.count(name) > 1] == []
    assert not set(names) & {name for name, (of, _) in PURE_SCORES.items() if of == kind.name}
    for one in kind.fields.values():
        assert [kind.field(name) for name in (one.name, *one.short)] == [one] * (1 + len(one.short))
    assert kind.field("unheard_of") is None


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_every_kind_is_whole(kind: Kind) -> None:
    assert list(kind.fields) == [one.name for one in kind.fields.values()]
    assert kind.help.endswith(".")
    assert kind.ranked == ("rank" in kind.fields)
    assert next(iter(kind.fields)) == "title"
    assert kind.closed <= set(kind.statuses)
    assert kind.reasoned <= set(kind.statuses)
    assert not {"conflicts", "settled", "id"} & set(kind.fields)
    if kind.statuses:
        status = kind.fields["status"]
        assert (status.choices, status.default) == (kind.statuses, kind.statuses[0])
        assert kind.statuses[0] not in kind.closed
    else:
        assert "status" not in kind.fields


def test_states_that_ask_for_a_reason() -> None:
    assert {f"{kind.name} {status}" for kind in KINDS for status in kind.reasoned} == {
        "problem dismissed", "hypothesis refuted", "item dropped", "goal dropped", "decision reversed", "feedback declined",
    }


def test_merge_rules() -> None:
    rules = {path: one.merge for path, one in ALL.items()}
    assert set(rules.values()) == {"scalar", "set", "lines", "entries", "rank", "earliest", "deletion"}
    assert {path for path, rule in rules.items() if rule == "earliest"} == {"item.started_at", "item.done_at", "milestone.shipped_at"}
    assert {path for path, rule in rules.items() if rule == "deletion"} == {f"{kind.name}.deleted_at" for kind in KINDS}
    assert {ALL[path].type for path, rule in rules.items() if rule == "rank"} == {RANK}
    assert field("x", LINKS, "X.").merge == "set"
    assert field("x", LINKS, "X.", merge="scalar").merge == "scalar"


def test_ids_are_easily_read_aloud() -> None:
    assert len(ID_ALPHABET) == 32
    assert "".join(sorted(ID_ALPHABET)) == ID_ALPHABET
    assert not set("ilou") & set(ID_ALPHABET)
    assert ID_LENGTH == 10
    assert not is_rank("~")
