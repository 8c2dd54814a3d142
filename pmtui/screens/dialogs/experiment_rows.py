"""The rows of the dialogs of experiments: the fields of a design, of a session and of a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmtui.commands.experiment_plans import learning_from
from pmtui.domain.experiment_words import method_words
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.meanings import meanings
from pmtui.domain.records import Record
from pmtui.domain.text import spoken
from pmtui.screens.dialogs.evidence import CHOICE, LINE, WORDS, EntryRow
from pmtui.screens.dialogs.experiment_entry import Lead
from pmtui.widgets.cells import shortened
from pmtui.widgets.choice_line import Choice

_NONE = Choice("", "–", "not chosen yet: press the first letter")
_ORDER = (
    "method", "title", "hypothesis", "metric", "segment", "arms", "baseline_rate", "mde", "alpha", "power", "daily_users", "planned_n",
    "mode", "body", "guardrails", "start", "end", "decision_rule",
)
"""The fields of a design, in the order in which one thinks of them: the method first, the rule last."""
_LABELS = {"baseline_rate": "baseline", "mde": "least effect", "daily_users": "users a day", "decision_rule": "rule"}
_HELPS = {
    "method": "a letter chooses: A/B test, mockup, prototype, interview, survey, fake door, concierge, usability test, data analysis",
    "title": "what it is called, in one line", "hypothesis": "its title; empty and enter: choose one",
    "alpha": "accepted risk of a false alarm; blank is 0.05", "power": "chance to see a real effect; blank is 0.8",
    "daily_users": "users who can take part in a day: they tell how long it takes",
    "mode": "whether to show a gain, or that nothing gets worse",
    "start": "first day: today, +1w, 2027-01-11", "end": "last day",
}


def design_rows(texts: Mapping[str, str]) -> list[EntryRow]:
    """The rows of a design, holding these texts."""
    fields = SCHEMA["experiment"].fields
    found = []
    for name in _ORDER:
        field, help = fields[name], _HELPS.get(name, "")
        label = _LABELS.get(name, spoken(name))
        if name in ("method", "mode"):
            known = meanings("experiment", field)
            choices = [Choice(one, method_words(one), known.get(one, "")) for one in field.choices]
            found.append(EntryRow(name, label, CHOICE, help, choices if name == "mode" else (_NONE, *choices), texts.get(name, "")))
        else:
            found.append(EntryRow(name, label, WORDS if name == "body" else LINE, help, value=texts.get(name, "")))
    return found


# A session


def session_rows(tasks: str, problem: Record | None) -> list[EntryRow]:
    """The rows of a session.

    Args:
        tasks: How many tasks one usually has.
        problem: Whose evidence a quote becomes; None where there is none.
    """
    goes = f"in their own words; becomes evidence of “{shortened(problem.title, 40)}”" if problem is not None else _NO_PROBLEM
    return [
        EntryRow("who", "who", LINE, "who took part, as in Ada, Acme"),
        EntryRow("tasks", "tasks", LINE, "how many were tried", value=tasks),
        EntryRow("succeeded", "succeeded", LINE, "how many of these were done"),
        EntryRow("notes", "notes", WORDS, "what was seen"),
        EntryRow("quote", "quote", WORDS, goes),
        EntryRow("at", "when", LINE, "today, yesterday, -3d or 2026-11-22", value="today"),
    ]


_NO_PROBLEM = "what was said; the hypothesis has no problem to give it to"


# The verdict


PROPOSED = {"ship": "won", "roll back": "lost", "review": "inconclusive"}
"""The result that follows from what the figures say."""
_STANCES = {"won": "for", "lost": "against"}
_STATUSES = {"won": "supported", "lost": "refuted", "inconclusive": "inconclusive"}


def followers_of(own: Record | None) -> Lead:
    """What follows from a result for the hypothesis that was tested, as long as nobody says otherwise."""

    def lead(result: str) -> Mapping[str, str]:
        if own is None:
            return {}
        status = own.schema.named(_STATUSES[result]) if result in _STATUSES else ""
        return {f"stance-{own.id}": _STANCES.get(result, ""), "status": status}

    return lead


def verdict_rows(record: Record, result: str, own: Record | None, others: Sequence[Record]) -> list[EntryRow]:
    """The rows of a verdict.

    Args:
        record: The experiment.
        result: The result that is proposed; empty for none.
        own: The hypothesis that it tests.
        others: Other hypotheses that what was learnt may speak for or against.
    """
    known = meanings("experiment", record.schema.fields["result"])
    results = [Choice(one, one, known.get(one, "")) for one in record.schema.fields["result"].choices]
    rows = [
        EntryRow("result", "result", CHOICE, "how it ended; the figures propose, you decide", (_NONE, *results), result),
        EntryRow("learning", "learning", WORDS, "what we know now that we did not know before",
                 value="\n".join(map(str, record["learning"] or ()))),
    ]
    follows = {} if record["result"] else followers_of(own)(result)  # of one that is judged already, what stands
    if own is not None:
        words = meanings("hypothesis", own.schema.fields["status"])
        statuses = [Choice(one, one, words.get(one, "")) for one in own.schema.alike("supported", "refuted", "inconclusive")]
        rows += [
            _stance_row(own, "hypothesis", _stance(record, own) or follows.get(f"stance-{own.id}", "")),
            EntryRow("status", "its status", CHOICE, "what becomes of the hypothesis", (Choice("", f"stays {own.status}"), *statuses),
                     follows.get("status", "")),
            EntryRow("reason", "reason", LINE, "why it is refuted; left blank, what was learnt says so"),
        ]
    return [*rows, *(_stance_row(one, "also about" if not at else "", _stance(record, one)) for at, one in enumerate(others))]


def _stance(record: Record, belief: Record) -> str:
    """What the experiment said of a hypothesis when it was judged before."""
    found = learning_from(belief, record.id)
    return str(found.get("stance") or "") if found is not None else ""


def _stance_row(belief: Record, label: str, value: str) -> EntryRow:
    title = shortened(belief.title, 60)
    choices = (Choice("", "not about", title), Choice("for", "for", title), Choice("against", "against", title))
    return EntryRow(f"stance-{belief.id}", label, CHOICE, "f for, a against, n not about it; the learning goes to each", choices, value)
