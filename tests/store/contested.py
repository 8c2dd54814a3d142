"""Clones in which people disagree: one conflict of each shape."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.store.clones import Clone, settle, team

TITLE, BODY, TAGS, GONE, NUMBER, THREE, WIDE, ENTRY, STATUS = (f"{letter}kqqqqqqqq" for letter in "123456789")
"""Ids of the records, by what is contested; `NUMBER` has two conflicts, and `BODY` is a problem."""
CRITERION = "7k2m9q4x1c"
_LONG = [
    "Customers lose access when a bank error hits.", "", "## What happens", "", "1. The charge fails.", "2. We retry once.",
    "3. After a day we give up.", "", "## What we want", "", "Retry three times, spread over a week, and tell the customer each time.",
    "Nobody loses access before the last retry.",
]
_WHEN = ("2026-11-12T08:00:00+00:00", "2026-11-20T16:40:00+00:00", "2026-11-21T09:05:00+00:00", "2026-11-22T07:12:00+00:00")


def contested(folder: Path) -> list[Clone]:
    """Three clones in step with the same conflicts; who gave what and when is always the same."""
    with pytest.MonkeyPatch.context() as patch:

        def at(number: int) -> None:
            patch.setenv("GIT_AUTHOR_DATE", _WHEN[number])
            patch.setenv("GIT_COMMITTER_DATE", _WHEN[number])

        at(0)
        clones = team(folder, "ana", "ben", "cy")
        ana, ben, cy = clones
        _begin(ana)
        settle(clones)
        for number, (clone, edits) in enumerate(((ana, _ANA), (ben, _BEN), (cy, _CY)), 1):
            at(number)
            for (kind, id), fields in edits.items():
                clone.set(id, kind, **fields)
            clone.sync()
        settle(clones)
    return clones


def _begin(clone: Clone) -> None:
    items: dict[str, dict[str, Any]] = {
        TITLE: {"title": "Retry failed card payments"}, TAGS: {"title": "Invoice PDF in the e-mail", "owner": "pppppppppp"},
        GONE: {"title": "Export ledger as CSV"}, NUMBER: {"title": "Dunning e-mails, 3 languages", "estimate": 3, "due": "2026-12-01"},
        THREE: {"title": "Tax numbers"}, WIDE: {"title": "請求書の再送"},
        ENTRY: {"title": "Webhooks for payments", "criteria": [{"id": CRITERION, "text": "A failed call is tried again", "rank": "a0"}]},
        STATUS: {"title": "Credit notes", "status": "ready"},
    }
    for number, (id, fields) in enumerate(items.items()):
        clone.add(id, **{"rank": f"a{number}", "created_at": "2026-11-12T08:00:00Z", **fields})
    clone.add(BODY, "problem", title="Access is lost after a bank error", body=_LONG, created_at="2026-11-12T08:00:00Z")
    for id, handle in (("pppppppppp", "ana"), ("pppppppppq", "ben"), ("pppppppppr", "cy")):
        clone.add(id, "person", title=handle.capitalize(), handle=handle, email=f"{handle}@example.org", created_at="2026-11-12T08:00:00Z")


def _body(ending: str, retry: str) -> list[str]:
    body = [*_LONG]
    body[5], body[10] = retry, ending
    return body


_ANA: dict[tuple[str, str], dict[str, Any]] = {
    ("item", TITLE): {"title": "Retry failed card payments three times"},
    ("problem", BODY): {"body": _body("Retry five times, spread over two weeks, and tell the customer once.", "2. We retry once.")},
    ("item", TAGS): {"owner": "pppppppppq"},
    ("item", GONE): {"deleted_at": "2026-11-20T16:30:00Z"},
    ("item", NUMBER): {"estimate": 5, "due": "2026-12-08"},
    ("item", THREE): {"title": "VAT numbers"},
    ("item", WIDE): {"title": "請求書を再送する"},
    ("item", ENTRY): {"criteria": [{"id": CRITERION, "text": "A failed call is tried again for a day", "rank": "a0"}]},
    ("item", STATUS): {"status": "doing", "started_at": "2026-11-20T16:00:00Z"},
}
_BEN: dict[tuple[str, str], dict[str, Any]] = {
    ("item", TITLE): {"title": "Retry declined card payments"},
    ("problem", BODY): {"body": _body("Retry three times in three days, and tell the customer each time.", "2. We retry once, at once.")},
    ("item", TAGS): {"owner": None},
    ("item", GONE): {"title": "Export the ledger as CSV and XLSX"},
    ("item", NUMBER): {"estimate": 8, "due": "2026-11-30"},
    ("item", THREE): {"title": "Tax ids"},
    ("item", WIDE): {"title": "請求書の自動再送 📨"},
    ("item", ENTRY): {"criteria": [{"id": CRITERION, "text": "A failed call is tried again five times", "rank": "a0"}]},
    ("item", STATUS): {"status": "done", "done_at": "2026-11-21T08:00:00Z", "started_at": "2026-11-21T07:00:00Z"},
}
_CY: dict[tuple[str, str], dict[str, Any]] = {("item", THREE): {"title": "Tax numbers, checked with VIES"}}
