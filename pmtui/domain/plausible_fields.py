"""The fields in which something impossible may be seen (`plausible.py`), so that most changes need no look at the rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

PLAUSIBLE_FIELDS: Mapping[str, frozenset[str]] = {
    "experiment": frozenset(
        {"alpha", "power", "baseline_rate", "mde", "daily_users", "start", "end", "arms", "guardrails", "sessions", "status"}),
    "goal": frozenset({"start", "due", "kpis"}),
    "iteration": frozenset({"start", "end"}),
    "milestone": frozenset({"start", "target", "resolution", "updates", "shipped_at"}),
    "item": frozenset({"started_at", "done_at"}),
    "problem": frozenset({"evidence"}),
    "hypothesis": frozenset({"learnings"}),
    "product": frozenset({"stages"}),
    "person": frozenset({"last_told"}),
    "review": frozenset({"since", "at"}),
}
"""By kind; `MADE` besides, of all."""
MADE = "created_at"


def fields_of(kind: str) -> frozenset[str]:
    """The fields of a kind in which something impossible may be seen, with those that have a part in it."""
    return PLAUSIBLE_FIELDS.get(kind, frozenset()) | {MADE}


def may_be_impossible(kind: str, after: Mapping[str, Any], touched: Collection[str], today: str) -> bool:
    """Whether a change of these fields must be looked at; every new record says when it was made, which is now as a rule."""
    return not PLAUSIBLE_FIELDS.get(kind, frozenset()).isdisjoint(touched) or str(after.get(MADE) or "")[:10] > today
