"""`list --view`: saved views on the command line."""

from __future__ import annotations

from tests.cli.calling import Calls


def test_the_records_of_a_view_are_listed_as_the_screens_show_them(calls: Calls) -> None:
    for title, fields in (("Pay by card", ("status=ready", "estimate=3")), ("Old one", ("status=done",)), ("Later", ())):
        assert calls("add", "item", title, *fields).status == 0
    fields = ("lists=item", "query=estimate>0", "columns=title,est", "sort=-estimate", "group=nonsense")
    assert calls("add", "view", "Sized", *fields).status == 0
    found = calls("list", "item", "--view", "ready")
    assert "Pay by card" in found.out
    assert "Old one" not in found.out
    assert [line.split() for line in calls("list", "item", "--view", "SIZED").out.splitlines()] == [["title", "estimate"],
                                                                                                   ["Pay", "by", "card", "3"]]
    assert "groups by 'nonsense'" in calls("list", "item", "--view", "Sized").err
    assert "Old one" not in calls("list", "item", "--view", "My work").out
    assert "Old one" in calls("list", "item", "is:closed", "--view", "No why").out
    assert calls("list", "item", "title:card", "--view", "Sized", "--columns", "id", "--ids").status == 0
    missing = calls("list", "item", "--view", "nope")
    assert (missing.status, "there are Sized, My work" in " ".join(missing.err.split())) == (4, True)
    calls("add", "view", "Broken", "lists=item", "query=status:")
    broken = calls("list", "item", "--view", "broken")
    assert broken.status == 2
    assert "its filter is not understood" in " ".join(broken.err.split())
