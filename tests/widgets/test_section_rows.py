from __future__ import annotations

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.widgets.section_rows import Section, SectionLine, SectionRows


def rows() -> SectionRows:
    documents = {
        "goal": {f"g{at}": {"id": f"g{at}", "title": f"Goal {at}"} for at in range(200)},
        "person": {"p0": {"id": "p0"}, "p1": {"id": "p1"}},
    }
    snapshot = Snapshot(MemorySource(documents))
    goals, people = snapshot.table("goal"), snapshot.table("person")
    return SectionRows([
        Section("product", snapshot.table("product"), (), (SectionLine("What you make."),)),
        Section("goal", goals, [at for at in range(len(goals)) if goals.id(at) != "g7"], (SectionLine("one"), SectionLine("two"))),
        Section("person", people, range(len(people))),
    ])


def test_every_row_has_an_id_that_leads_back_to_it() -> None:
    found = rows()
    assert len(found) == 1 + 199 + 2 + 2
    ids = [found.id(at) for at in range(len(found))]
    assert len(set(ids)) == len(ids)
    assert [found.position(id) for id in ids] == list(range(len(ids)))  # by the index, once many are asked for
    assert [rows().position(id) for id in ids[:3]] == [0, 1, 2]
    assert (found.id(0), found.id(200), found.id(201)) == ("product/0", "goal/0", "goal/1")
    assert (found.position("g7"), found.position("x"), found.position("goal/9"), found.kind_of("nobody")) == (None, None, None, "")
    assert [found.kind_of(id) for id in ("product/0", "g3", "p1")] == ["product", "goal", "person"]


def test_a_line_is_no_record() -> None:
    found = rows()
    line = found.line("goal/1")
    assert line is not None
    assert line.text == "two"
    assert found.line("g3") is found.line(None) is None
    assert found.record(0).id == ""
    assert found.record(1).title == "Goal 0"
