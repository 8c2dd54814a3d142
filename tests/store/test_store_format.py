"""What docs/store-format.md promises, read from its own text."""

from __future__ import annotations

import json
import re

from pmtui.domain.canonical import encode
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import merge, resolved
from pmtui.domain.schema import ID_ALPHABET
from tests.store.workspaces import ROOT

TEXT = (ROOT / "docs" / "store-format.md").read_text(encoding="utf-8")


def test_every_collection_and_letter_is_named() -> None:
    folders = re.search(r"```\nproduct/\n(.*?)```", TEXT, re.DOTALL)
    assert folders is not None
    assert [kind.collection for kind in SCHEMA.kinds.values() if f"{kind.collection}/" not in folders[1]] == []
    assert [kind.name for kind in SCHEMA.kinds.values() if f"{kind.name} `{kind.letter}`" not in TEXT] == []
    assert ID_ALPHABET in TEXT


def test_the_conflict_is_written_as_shown() -> None:
    (shown,) = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    id = json.loads(shown)["id"]
    base, ours, theirs = ({"id": id, "title": title} for title in ("Export invoices", "Export invoices as CSV", "Export invoices as PDF"))
    merged = merge(SCHEMA["item"], base, ours, theirs)
    assert encode(SCHEMA["item"], merged).decode() == shown
    settled = resolved(SCHEMA["item"], merged, "title", "Export invoices as CSV")
    assert re.fullmatch("[0-9a-f]{8}", settled["settled"]["title"])
    assert re.search(r'"settled": {"title": "[0-9a-f]{8}"}', TEXT)
