"""Finding the records on which people disagree, with and without the cache."""

from __future__ import annotations

import pytest

from pmtui.store.cache import save_cache_if_needed
from pmtui.store.open_conflicts import contested
from pmtui.store.workspace import Workspace
from tests.store.workspaces import IDS, added, change, rewrite

CONFLICT = {"title": {"base": {}, "values": [{"value": "B"}, {"value": "A"}]}}


@pytest.mark.parametrize("is_cached", [False, True])
def test_contested_records_are_found(workspace: Workspace, is_cached: bool) -> None:
    workspace.save(change(*(added(id) for id in IDS[:20])))
    workspace.save(change(added(IDS[20], "problem", body=['says "conflicts" and has none'])))
    rewrite(workspace, IDS[3], title="B", conflicts=CONFLICT)
    rewrite(workspace, IDS[4], title="By hand since", conflicts=CONFLICT)
    rewrite(workspace, IDS[5], title="B", conflicts=CONFLICT)
    if is_cached:
        for kind in ("item", "problem"):
            save_cache_if_needed(workspace.records.rows(kind))
        rewrite(workspace, IDS[5], title="Resolved", conflicts=None)
        rewrite(workspace, IDS[7], title="B", conflicts=CONFLICT)
    wanted = [IDS[3], IDS[7 if is_cached else 5]]
    assert [(one.kind, one.id, one.fields) for one in contested(workspace.records)] == [("item", id, ("title",)) for id in wanted]
