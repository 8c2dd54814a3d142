"""The commits of the code: what comes while they are read is read next."""

from __future__ import annotations

from threading import Event
from types import SimpleNamespace

from pmtui.app.code_commits import CodeCommits
from pmtui.domain.named_records import NamedRecords


class Reading(CodeCommits):
    def __init__(self) -> None:
        self.sessions = SimpleNamespace(screens=dict)  # type: ignore[assignment]
        self.read: list[str] = []
        self.may_end = Event()

    def _read_commits(self) -> None:
        self.read.append(self._code_head)
        self.may_end.wait(60)


def test_a_commit_that_comes_while_others_are_read_is_read_next() -> None:
    app = Reading()
    for head in ("one", "two", "three"):
        app.heed_commits(head)
    app.may_end.set()
    app._take_commits(NamedRecords(()))
    assert app._code_reader is not None
    app._code_reader.join(60)
    app._take_commits(NamedRecords(()))
    assert app.read == ["one", "three"]
    assert app._code_reader is None
