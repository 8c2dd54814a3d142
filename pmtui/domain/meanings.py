"""What the choices of fields mean, in a few words: for forms, pickers and the completion of filters.

A line is `path choice: meaning …` with several choices separated by semicolons; the path is `kind.field`, or a field alone where it
means the same wherever it stands.
"""

from __future__ import annotations

from pmtui.domain.schema import Field

_WORDS = """
problem.status = captured: written down; researching: looked into; validated: shown by evidence; solving: work is under way;
  solved: shown to be gone; dismissed: not worth solving
evidence.source = interview: a conversation; ticket: a request for help; survey: a questionnaire; analytics: what the figures show;
  market_research: studies and reports; observation: seen by us; sales: told to sales; social: said in public
hypothesis.status = draft: not tested yet; testing: an experiment runs; supported: the facts speak for it;
  refuted: the facts speak against it; inconclusive: the facts do not tell
risk = desirability: will they want it?; viability: does it pay?; feasibility: can we build it?; usability: can they use it?;
  ethics: should we?
decision = persevere: go on; pivot: change course; stop: give it up
learnings.stance = for: speaks for it; against: speaks against it
experiment.status = draft: being designed; running: it collects data; stopped: it has ended
method = mockup: a picture to react to; ab_test: two variants, real users; prototype: something to try; interview: a conversation;
  survey: a questionnaire; fake_door: an offer of what is not there; concierge: done by hand for a few;
  usability_test: tasks, watched; data_analysis: what we have tells
mode = superiority: show that it is better; do_no_harm: show that it is not worse
direction = up: more is better; down: less is better
result = won: the goal was reached; lost: it got worse; inconclusive: no clear difference; invalid: the data cannot be trusted
item.status = inbox: not looked at yet; ready: can be started; doing: being worked on; review: being checked; done: it is finished;
  dropped: will not be done
type = story: something a user gets; task: something to do; bug: something broken; spike: something to find out;
  chore: upkeep; epic: a larger whole
priority = urgent: now, before all else; high: soon; medium: in its turn; low: when there is room; none: not said
moscow = must: not without it; should: important; could: nice to have; wont: not this time
kano = like: they like it; must-be: they expect it; neutral: they do not mind; live-with: they can live with it;
  dislike: they dislike it
milestone.status = planned: not begun; active: under way; shipped: customers have it; cancelled: given up
release = mvp: minimum viable product; mlp: minimum lovable product; iteration: one step further; beta: for a few;
  ga: for everybody; internal: for ourselves
horizon = now: being worked on; next: comes after; later: some day
resolution = day: that very day; month: some time in the month; quarter: in the quarter; half: in the half-year; year: in the year
health = on_track: as planned; at_risk: may slip; off_track: will slip
iteration.status = planned: not begun; active: under way; done: over
goal.status = proposed: not agreed yet; active: being worked on; met: reached; missed: not reached in time; dropped: no longer wanted
product.status = introduction: new on the market; growth: more and more use it; maturity: growth slows; decline: use falls;
  retired: no longer offered
verdict = keep: go on with it; delete: take it off; restart: begin anew
decision.status = open: not decided; decided: settled; superseded: another one replaces it; reversed: it was wrong
feedback.status = new: not triaged; linked: supports a record; snoozed: hidden for now; declined: will not be done;
  duplicate: says what another says
role = customer: uses it; business: pays for it; ux: designs it; engineering: builds it; support: helps its users;
  marketing: tells of it; product: answers for it
scenario.status = draft: being thought through; applied: done for real; rejected: not done
"""


def _read(text: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for entry in text.replace("\n  ", " ").strip().split("\n"):
        path, _, choices = entry.partition(" = ")
        found[path] = dict(one.strip().split(": ", 1) for one in choices.split(";"))
    return found


_MEANINGS: dict[str, dict[str, str]] = {}


def meanings(kind: str, field: Field) -> dict[str, str]:
    """What each choice of a field means; those that nobody has described are left out.

    Args:
        kind: The kind of record, or the keyed list, that the field belongs to.
        field: The field; meanings that it declares itself win.
    """
    if not _MEANINGS:  # read when first asked for: the quick commands never ask
        _MEANINGS.update(_read(_WORDS))
    name = field.name.partition("_")[0] if field.name.startswith("kano_") else field.name
    known = _MEANINGS.get(f"{kind}.{name}") or _MEANINGS.get(name, {})
    own = dict(zip(field.choices, field.meanings, strict=False))
    return {choice: own.get(choice) or known[choice] for choice in field.choices if own.get(choice) or choice in known}
