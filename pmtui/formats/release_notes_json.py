"""Release notes as JSON: an array, an object a milestone. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmtui.domain.readers import CUSTOMERS
from pmtui.domain.release_notes import Notes, Solved
from pmtui.formats.record_json import json_text


def release_notes_json(notes: Sequence[Notes], audience: str) -> str:
    """The team gets ids and done items in groups; customers get the titles of problems."""
    return json_text([_for_customers(one) if audience == CUSTOMERS else _for_team(one) for one in notes])


def _for_team(one: Notes) -> dict[str, Any]:
    return {
        "id": one.key, "title": one.title, "outcome": one.outcome or None, "shipped": one.when or None,
        "problems": [_problem(problem) for problem in one.problems],
        "groups": [
            {"name": name, "items": [
                {"id": item.key, "title": item.title, "type": item.type, "problems": [_problem(problem) for problem in item.problems]}
                for item in items
            ]} for name, items in one.groups
        ],
    }


def _problem(problem: Solved) -> dict[str, Any]:
    return {"id": problem.key, "title": problem.title, "solved": problem.is_solved}


def _for_customers(one: Notes) -> dict[str, Any]:
    return {
        "title": one.title, "outcome": one.outcome or None, "shipped": one.when or None,
        "solved": [problem.title for problem in one.problems if problem.is_solved],
        "better": [problem.title for problem in one.problems if not problem.is_solved],
    }
