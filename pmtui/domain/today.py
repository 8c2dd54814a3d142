"""What needs a person today: concerns with their records, the most urgent first. Pure; told from columns.

Few records are decoded: those with conflicts, running experiments, and once for each state of the problems those with evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import compress, islice
from typing import TYPE_CHECKING, Final

from pmtui.domain.columns import Mask, both, either, neither
from pmtui.domain.concerns import MOST, SOON, WHEN, concern_of, first_keys
from pmtui.domain.concerns import URGENT as URGENT
from pmtui.domain.concerns import Concern as Concern
from pmtui.domain.contact import CONTACT_DAYS, Rest, contact_pulse
from pmtui.domain.dates import days_between
from pmtui.domain.query_columns import computed_column, open_mask
from pmtui.domain.query_values import printed_choice
from pmtui.domain.schema import Kind

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.table import Table

DECISION_DAYS: Final = 14
"""Days after which an open decision is asked for."""


def concerns(snapshot: Snapshot, environment: Environment, rest: Rest = lambda: None) -> tuple[Concern, ...]:
    """What needs a person, the most urgent first.

    Args:
        snapshot: All records.
        environment: The day, and when records were last committed.
        rest: Called now and then, to let others have their turn.
    """
    environment = environment._replace(snapshot=snapshot)
    found: list[Concern] = []
    for make in _MAKERS:
        found += make(snapshot, environment)
        rest()
    return (*found, *_contact(snapshot, environment, rest))


def _living(table: Table, environment: Environment) -> Mask:
    """Living records that ask for more work, those that are snoozed left out."""
    from pmtui.domain.triage import asleep

    found = both(open_mask(table, environment), table.living())
    if "snoozed_until" in table.kind.fields and environment.snapshot is not None:
        found = both(found, neither(asleep(table, environment.snapshot, environment.today)))
    return found


def _statuses(kind: Kind, *built_in: str) -> str:
    """The statuses that stand for built-in ones, as a filter names them."""
    return ",".join(printed_choice(one) for one in kind.alike(*built_in) if one in kind.statuses) or ",".join(built_in)


def _in_status(table: Table, *built_in: str) -> Mask:
    return table.column("status").where(frozenset(table.kind.alike(*built_in)).__contains__)


# The concerns


def _conflicts(snapshot: Snapshot, environment: Environment) -> Iterator[Concern]:
    from pmtui.domain.conflicts import conflicts_in

    found = conflicts_in(snapshot)
    if found:
        records = tuple(dict.fromkeys((one.kind, one.id) for one in found))
        words = "conflict is open" if len(found) == 1 else "conflicts are open"
        yield Concern("conflicts", words, len(found), records[:MOST], URGENT, "Two people gave a field different values: take one of them.",
                      "conflicts", "", len(records))


def _experiments(snapshot: Snapshot, environment: Environment) -> Iterator[Concern]:
    table = snapshot.table("experiment")
    running = both(_in_status(table, "running"), table.living())
    if 1 not in running:
        return
    ended = table.column("end").where(lambda day: bool(day) and str(day) <= environment.today)
    full = bytearray(len(table))
    for at in compress(range(len(table)), running):
        full[at] = _is_full(table, at, environment.today)
    due = both(running, either(ended, bytes(full)))
    query = f"id:{','.join(map(table.id, islice(compress(range(len(table)), due), MOST)))}"
    yield from concern_of(
        table, due, "decide", "is ready to decide", URGENT, "It has the participants that were planned, or its last day has come: "
        "look at the figures, stop it and say what they mean.", "experiments", query, "are ready to decide",
    )


def _bets(snapshot: Snapshot, environment: Environment) -> Iterator[Concern]:
    from pmtui.domain.shipped_bets import missed_bets

    table = snapshot.table("hypothesis")
    missed = bytearray(len(table))
    for at in missed_bets(snapshot, environment.today):
        missed[at] = 1
    query = f"id:{','.join(id for _, id in first_keys(table, bytes(missed)))}"
    advice = "Pivot, stop or refute it; or write down what was learnt, and it stays as it is."
    yield from concern_of(table, bytes(missed), "missed", "shipped and missed its target", SOON, advice, "hypotheses", query,
                   "shipped and missed their targets")


def _is_full(table: Table, at: int, today: str) -> bool:
    """Whether every arm of an experiment has as many participants as it needs; of one with sessions, whether these were held."""
    from pmtui.domain.experiment_computed import figures_at

    planned = figures_at(table, at, today).needed
    if planned is None:
        return False
    data = table.record(at).data
    arms, sessions = data.get("arms"), data.get("sessions")
    if isinstance(sessions, list) and not arms:
        return len(sessions) >= planned
    counts = [one.get("participants") for one in arms if isinstance(one, dict)] if isinstance(arms, list) else []
    return bool(counts) and all(isinstance(one, int | float) and one >= planned for one in counts)


def _crowded(snapshot: Snapshot, environment: Environment) -> Iterator[Concern]:
    from pmtui.domain.wip import over_limits

    table = snapshot.table("item")
    for status, (count, most) in over_limits(table, snapshot.settings).items():
        mask = both(table.column("status").where(frozenset((status,)).__contains__), table.living())
        yield Concern(f"over {status}", f"items are {status}, and the limit is {most}", count, first_keys(table, mask), SOON,
                      "Finish one before another is begun.", "backlog", f"status:{printed_choice(status)}")


def _milestones(snapshot: Snapshot, environment: Environment) -> Iterator[Concern]:
    from datetime import date

    from pmtui.domain.roadmap import days_late, planned

    table, today = snapshot.table("milestone"), date.fromisoformat(environment.today)
    is_open = both(open_mask(table, environment), table.living())
    late = bytearray(len(table))
    for at in compress(range(len(table)), is_open):
        late[at] = days_late(planned(table, at), str(table.column("status")[at]), today) > 0
    ids = ",".join(id for _, id in first_keys(table, bytes(late)))
    yield from concern_of(table, bytes(late), "late", "has slipped", URGENT,
                          "Its target has passed: move it and say why, or ship it.", "roadmap",
                   f"id:{ids}", "have slipped")
    risky = both(both(is_open, neither(bytes(late))), table.column("health").where(lambda one: one in ("at_risk", "off_track")))
    yield from concern_of(table, risky, "at risk", "is at risk", SOON,
                          "Say what would help: less in it, more time, another order.", "roadmap",
                   "health:at_risk,off_track is:open", "are at risk")


def _capacity(snapshot: Snapshot, environment: Environment) -> Iterator[Concern]:
    if snapshot.settings.get("capacity"):
        from pmtui.domain.overcommitted import overcommitted

        yield from overcommitted(snapshot, environment)


def _overdue(snapshot: Snapshot, environment: Environment) -> Iterator[Concern]:
    for kind, screen in (("item", "backlog"), ("goal", "")):
        table = snapshot.table(kind)
        late = both(_living(table, environment), table.column("due").where(lambda day: bool(day) and str(day) < environment.today))
        yield from concern_of(table, late, f"overdue {kind}", "is past its day", SOON, "Do it, give it another day, or let it go.", screen,
                       "due<today is:open", "are past their day")


def _back(snapshot: Snapshot, environment: Environment) -> Iterator[Concern]:
    from pmtui.domain.triage import KINDS

    for kind in KINDS:
        table = snapshot.table(kind)
        snoozed = either(*(table.column(name).where(bool) for name in ("snoozed_until", "snoozed_for")))
        yield from concern_of(table, both(_living(table, environment), snoozed), f"back {kind}", "back from snooze", SOON,
                       "What it waited for has come: decide about it now.", "backlog" if kind == "item" else "",
                       "snoozed_until<=today is:open", "back from snooze")


def _triage(snapshot: Snapshot, environment: Environment) -> Iterator[Concern]:
    from pmtui.domain.triage import KINDS, waiting

    for kind in KINDS:
        table = snapshot.table(kind)
        snoozed = either(*(table.column(name).where(bool) for name in ("snoozed_until", "snoozed_for")))
        mask = both(waiting(table, snapshot, environment.today), neither(snoozed))
        yield from concern_of(table, mask, f"triage {kind}", "waits for triage", SOON,
                              "Accept it, decline it, or say what it repeats.", "inbox",
                       "", "wait for triage")


def _blocked(snapshot: Snapshot, environment: Environment) -> Iterator[Concern]:
    table = snapshot.table("item")
    begun = both(_living(table, environment), _in_status(table, "ready", "doing", "review"))
    blocked = both(begun, computed_column(table, "blocked_by", environment).where(bool))
    yield from concern_of(table, blocked, "blocked", "is blocked", SOON,
                          "It depends on work that is not done: do that first, or unlink it.",
                   "backlog", f"is:blocked status:{_statuses(table.kind, 'ready', 'doing', 'review')}", "are blocked")


def _unready(snapshot: Snapshot, environment: Environment) -> Iterator[Concern]:
    from pmtui.domain.ready import ready_mask

    table = snapshot.table("item")
    called = both(_living(table, environment), _in_status(table, "ready"))
    if 1 in called:
        lacking = both(called, neither(ready_mask(table, environment)))
        advice = "Something is missing that the team wants before it begins: the detail says what."
        yield from concern_of(table, lacking, "not ready", "is called ready and is not", WHEN, advice, "backlog",
                       f"status:{_statuses(table.kind, 'ready')} -is:ready", "are called ready and are not")


def _orphans(snapshot: Snapshot, environment: Environment) -> Iterator[Concern]:
    from pmtui.domain.orphans import orphan_mask

    wanted = (("item", "backlog", "has no why", "have no why", "Link the problem that it solves, or the hypothesis that it rests on."),
              ("problem", "problems", "has no evidence", "have no evidence", "Add what a customer said or did, or ask one."))
    for kind, screen, one, many, advice in wanted:
        table = snapshot.table(kind)
        mask = both(_living(table, environment), orphan_mask(table, environment))
        yield from concern_of(table, mask, f"orphaned {kind}", one, WHEN, advice, screen, "is:orphaned", many)


def _decisions(snapshot: Snapshot, environment: Environment) -> Iterator[Concern]:
    table = snapshot.table("decision")
    old = table.column("created_at").where(lambda at: bool(at) and (days_between(str(at)[:10], environment.today) or 0) >= DECISION_DAYS)
    mask = both(_living(table, environment), old)
    yield from concern_of(table, mask, "decisions", f"open for {DECISION_DAYS} days or more", SOON, "Decide, or say who does and by when.",
                   more=f"open for {DECISION_DAYS} days or more")


def _products(snapshot: Snapshot, environment: Environment) -> Iterator[Concern]:
    table = snapshot.table("product")
    due = both(_living(table, environment), table.column("review_on").where(lambda day: bool(day) and str(day) <= environment.today))
    yield from concern_of(table, due, "products", "is to be looked at again", SOON,
                          "The day for that has come: V shows the figures and asks.",
                   "strategy", "is:review_due", "are to be looked at again")


def _people(snapshot: Snapshot, environment: Environment) -> Iterator[Concern]:
    table = snapshot.table("person")
    mask = both(table.living(), computed_column(table, "unheard", environment).where(bool))
    yield from concern_of(table, mask, "unheard person", "should hear from you", WHEN,
                   "Tell them how it goes; N on the Strategy screen notes that you did.", "strategy", "is:unheard")


def _old_evidence(snapshot: Snapshot, environment: Environment) -> Iterator[Concern]:
    from pmtui.domain.evidence_age import half_life, stale_evidence_mask

    table = snapshot.table("problem")
    mask = both(_living(table, environment), stale_evidence_mask(table, environment))
    days = half_life(snapshot.settings).days
    yield from concern_of(table, mask, "old evidence", f"rests on evidence older than {days} days", WHEN,
                   "Ask a customer whether it is still so: g q lists the old quotes, to renew, move or remove.", "problems",
                   "is:stale_evidence", f"rest on evidence older than {days} days")


def _stale(snapshot: Snapshot, environment: Environment) -> Iterator[Concern]:
    from pmtui.domain.stale import patience, stale_mask

    if environment.last_changes is None:
        return
    days = patience(snapshot.settings).days
    for kind, screen in (("item", "backlog"), ("problem", "problems"), ("hypothesis", "hypotheses"), ("milestone", "roadmap")):
        table = snapshot.table(kind)
        mask = both(_living(table, environment), stale_mask(table, environment))
        yield from concern_of(table, mask, f"stale {kind}", f"untouched for {days} days", WHEN,
                       "Go on with it, put it off, or let it go.", screen, "is:stale", f"untouched for {days} days")


_MAKERS: Sequence[Callable[[Snapshot, Environment], Iterator[Concern]]] = (
    _conflicts, _experiments, _milestones, _bets, _crowded, _overdue, _back, _triage, _blocked, _capacity, _decisions, _products, _people,
    _unready, _orphans, _old_evidence, _stale,
)


def _contact(snapshot: Snapshot, environment: Environment, rest: Rest) -> Iterator[Concern]:
    """How long nobody has talked with a customer, where that is too long."""
    if not len(snapshot.table("problem")) and not len(snapshot.table("experiment")):
        return
    pulse = contact_pulse(snapshot, environment.today, rest=rest)
    key, days = pulse.key, pulse.days
    advice = "Talk with one this week, and write down what they said: \" adds it to a problem."
    if days is None:
        yield Concern("contact", "no talk with a customer is on record", 0, (), WHEN, advice, "problems")
    elif days > CONTACT_DAYS:
        words = "days since a customer was heard"
        yield Concern("contact", words, days, (key,) if key[0] else (), WHEN, advice, "problems", "", 1, pulse.weeks)
