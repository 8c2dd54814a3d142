"""Which records commits name."""

from __future__ import annotations

from pmtui.domain.named_records import NamedRecords, NamingCommit

ID, OTHER = "7k3f9x2mq4", "7k3gaaaaaa"
MESSAGES = (
    "Merge branch 'b-7k3f9x-retry'", "Retry (B-7k3f)\n\nCloses B-7k3f, P-7k3f.", "re-use B-7k3, e-mail",
    "B-7k3f9x2mq4z x-B-7k3fx", "B-7K3F9X2MQ4",
    "Set status of 2 items\n\nB-7k3f9x2mq4 Retry: status ready → doing", "B-7k3g",
)


def test_commits_are_found_by_what_they_name() -> None:
    commits = [NamingCommit(str(at), "2026-11-22T09:30:00Z", "Ana", message) for at, message in enumerate(MESSAGES)]
    named = NamedRecords(zip(commits, MESSAGES, strict=True))

    def found(letter: str, id: str, length: int) -> list[str]:
        return [one.name for one in named.naming(letter, id, lambda id: length)]

    assert found("B", ID, 3) == ["0", "1", "2", "4"]
    assert found("B", ID, 4) == ["0", "1", "4"]
    assert found("B", ID, 5) == ["0", "4"]
    assert found("P", ID, 3) == ["1"]
    assert found("B", OTHER, 4) == ["6"]
    assert found("H", ID, 3) == []
