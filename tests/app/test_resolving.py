from __future__ import annotations

from pathlib import Path

import pytest

from pmtui.app.resolving import resolved
from pmtui.cli.session import Session
from pmtui.commands.core import Refused
from pmtui.domain.change import Change, Edit
from pmtui.store.layout import init_workspace
from pmtui.store.workspace import Workspace

RECORDS = (
    ("item", "4k3fq9x2ma", {"title": "Retry"}), ("item", "4k3zz9x2mb", {"title": "Twins"}), ("item", "7000000000", {"title": "Twins"}),
    ("item", "900000000d", {"title": "Gone", "deleted_at": "2026-11-22T09:30:00Z"}),
    ("item", "mvp0000000", {"title": "An id like a title"}),
    ("problem", "4k3fp00000", {"title": "Retry"}), ("milestone", "80000000m1", {"title": "MVP"}),
    ("person", "ppppppppp1", {"title": "Ana Lima", "handle": "ana"}),
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("resolving") / "product"
    init_workspace(root, "Test")
    with Workspace(root) as workspace:
        workspace.save(Change("make", tuple(Edit(kind, id, None, {"id": id, **data}) for kind, id, data in RECORDS)))
    return root


def outcome(resolve) -> str:
    try:
        return resolve().id
    except Refused as error:
        return error.code


@pytest.mark.parametrize(("words", "kinds", "expected"), [
    ("4k3fq9x2ma", (), "4k3fq9x2ma"), ("4k3fq", (), "4k3fq9x2ma"), ("B-4k3f", (), "4k3fq9x2ma"), ("p-4K3F", (), "4k3fp00000"),
    ("P-4k3fq", (), "not_found"), ("4k3f", ("item",), "4k3fq9x2ma"), ("4k3f", (), "ambiguous"), ("4k", (), "not_found"),
    ("Retry", ("item",), "4k3fq9x2ma"), ("Retry", (), "ambiguous"), ("Twins", ("item",), "ambiguous"), ("retry", ("item",), "not_found"),
    ("Gone", (), "900000000d"), ("B-900", (), "900000000d"), ("MVP", ("milestone",), "80000000m1"), ("MVP", (), "mvp0000000"),
    ("@ana", (), "ppppppppp1"), ("ana", ("person",), "ppppppppp1"), ("@-ppp", (), "ppppppppp1"), ("@nobody", (), "not_found"),
    ("", (), "not_found"), ("\x1b[31m", (), "not_found"),
])
def test_a_record_is_named_on_the_screen_as_on_the_command_line(root: Path, words: str, kinds: tuple[str, ...], expected: str) -> None:
    session = Session({"workspace": str(root)})
    assert outcome(lambda: resolved(session.snapshot, words, kinds)) == expected
    assert outcome(lambda: session.resolve(words, kinds)) == expected
