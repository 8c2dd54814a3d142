from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.change import Change, Edit, MemorySource, Snapshot, apply
from pmtui.widgets.matched import matched_letters
from pmtui.widgets.record_index import LIMIT, Hit, RecordIndex, plain
from pmtui.widgets.searching import Searcher


def snapshot(*items: tuple[str, dict[str, Any]], **more: dict[str, dict[str, Any]]) -> Snapshot:
    documents = {id: {"id": id, "rank": f"a{at:05d}", **data} for at, (id, data) in enumerate(items)}
    return Snapshot(MemorySource({"item": documents, **more}))


DATA = snapshot(
    ("aaaaaaaaa1", {"title": "Retry failed card payments"}),
    ("aaaaaaaaa2", {"title": "Show failed payments", "status": "done"}),
    ("aaaaaaaaa3", {"title": "Payments"}),
    ("aaaaaaaaa4", {"title": "Prepayments, slowly"}),
    ("aaaaaaaaa5", {"title": "Deleted payments", "deleted_at": "2026-11-22T09:30:00Z"}),
    ("bbbbbbbb27", {"title": "Überweisung für Ärzte 🏦"}),
    ("retaaaaaa1", {"title": "支払いの再試行"}),
    ("retaaaaaa2", {"title": ""}),
    person={"ppppppppp1": {"id": "ppppppppp1", "title": "Ana Costa", "handle": "ac"}},
    goal={"ggggggggg1": {"id": "ggggggggg1", "title": "Fewer failed payments"}},
)
KINDS = ("item", "person", "goal")


def index_of(data: Snapshot) -> RecordIndex:
    found = RecordIndex()
    found.update({kind: data.table(kind) for kind in KINDS})
    return found


INDEX = index_of(DATA)


def ids(text: str, index: RecordIndex = INDEX, kinds: tuple[str, ...] = ()) -> list[str]:
    """The last, and so the fullest, list that a search gives."""
    every: list[list[Hit]] = list(index.search(text, kinds))
    return [one.id for one in every[-1]] if every else []


@pytest.mark.parametrize(("text", "found"), [
    ("payments", ["aaaaaaaaa3", "ggggggggg1", "aaaaaaaaa1", "aaaaaaaaa2", "aaaaaaaaa4"]),
    ("PAYMENTS failed", ["ggggggggg1", "aaaaaaaaa1", "aaaaaaaaa2"]),
    ("retry fail", ["aaaaaaaaa1"]),
    ("card-payments", ["aaaaaaaaa1"]),
    ("uber", ["bbbbbbbb27"]),
    ("arzte", ["bbbbbbbb27"]),
    ("再試", ["retaaaaaa1"]),
    ("ac", ["ppppppppp1"]),
    ("costa", ["ppppppppp1"]),
    ("bbb", ["bbbbbbbb27"]),
    ("B-bbb", ["bbbbbbbb27"]),
    ("P-bbb", []),
    ("aaaaaaaaa2", ["aaaaaaaaa2"]),
    ("aaaaaaaaa5", []),
    ("ret", ["aaaaaaaaa1", "retaaaaaa1", "retaaaaaa2"]),
    ("rfcp", ["aaaaaaaaa1"]),
    ("nothing of it", []),
])
def test_what_a_text_finds_best_first(text: str, found: list[str]) -> None:
    assert ids(text)[:len(found) or 1] == found


@pytest.mark.parametrize("text", ["retry faled card", "retri failed", "crad payments"])
def test_a_typing_mistake_finds_what_is_nearly_so(text: str) -> None:
    assert ids(text)[0] == "aaaaaaaaa1"


def test_of_titles_that_are_nearly_so_the_one_with_the_same_words_comes_first() -> None:
    index = index_of(snapshot(*((f"{at:010d}", {"title": f"Item {at}"}) for at in range(12))))
    assert ids("itm 7", index)[0] == "0000000007"


def test_only_some_kinds() -> None:
    assert ids("failed", kinds=("goal",)) == ["ggggggggg1"]
    assert ids("", kinds=("goal", "person")) == ["ggggggggg1", "ppppppppp1"]


def test_an_empty_text_finds_the_first_records_open_ones_first() -> None:
    assert ids("", kinds=("item",)) == ["aaaaaaaaa1", "aaaaaaaaa3", "aaaaaaaaa4", "bbbbbbbb27", "retaaaaaa1", "retaaaaaa2", "aaaaaaaaa2"]
    assert len(ids("", index_of(snapshot(*((f"{at:010d}", {"title": "x"}) for at in range(LIMIT + 5)))))) == LIMIT


def test_after_an_edit_only_what_changed_is_prepared_anew() -> None:
    index = index_of(DATA)
    edits = (
        Edit("item", "aaaaaaaaa3", {"title": "Payments"}, {"title": "Refunds"}),
        Edit("item", "aaaaaaaaa4", {}, {"deleted_at": "2026-11-22T09:30:00Z"}),
        Edit("item", "ccccccccc1", None, {"id": "ccccccccc1", "title": "Payments of tomorrow"}),
    )
    data = apply(Change("edit", edits), DATA)
    index.update({kind: data.table(kind) for kind in KINDS})
    assert ids("refunds", index) == ["aaaaaaaaa3"]
    assert ids("payments", index) == ["ccccccccc1", "ggggggggg1", "aaaaaaaaa1", "aaaaaaaaa2"]
    back = apply(Change("back", (Edit("item", "aaaaaaaaa3", {"title": "Refunds"}, {"title": "Payments"}),)), data)
    index.update({kind: back.table(kind) for kind in KINDS})
    assert ids("refunds", index) == []
    assert ids("payments", index)[:2] == ["aaaaaaaaa3", "ccccccccc1"]


_TITLES = st.lists(st.text(alphabet="ab éß-日\n", max_size=12), min_size=1, max_size=8)


@given(_TITLES, st.data())
@settings(max_examples=60, deadline=None)
def test_each_title_is_found_by_itself_and_by_its_words(titles: list[str], data: st.DataObject) -> None:
    index = index_of(snapshot(*((f"{at:010d}", {"title": title}) for at, title in enumerate(titles))))
    at = data.draw(st.integers(0, len(titles) - 1))
    words = plain(titles[at]).split()
    if words:
        assert f"{at:010d}" in ids(titles[at], index)
        assert f"{at:010d}" in ids(" ".join(reversed(words)), index)


@given(_TITLES, st.lists(st.tuples(st.integers(0, 9), st.text(alphabet="ab é", max_size=6)), max_size=6))
@settings(max_examples=60, deadline=None)
def test_edits_one_after_the_other_find_what_a_new_index_finds(titles: list[str], edits: list[tuple[int, str]]) -> None:
    data = snapshot(*((f"{at:010d}", {"title": title}) for at, title in enumerate(titles)))
    index = index_of(data)
    for number, title in edits:
        id = f"{number:010d}"
        old = data.record("item", id)
        edit = Edit("item", id, None if old is None else {"title": old.title}, {"id": id, "title": title})
        data = apply(Change("edit", (edit,)), data)
        index.update({kind: data.table(kind) for kind in KINDS})
    fresh = index_of(data)
    for text in ("a", "ab", "b", "e"):
        assert set(next(iter(index.search(text)))) == set(next(iter(fresh.search(text))))


@pytest.mark.parametrize(("label", "typed", "marked"), [
    ("Retry failed payments", "fail pay", "failpay"),
    ("Prepay and pay", "pay", "pay"),
    ("Ärzte in Übersee", "uber arz", "ÄrzÜber"),
    ("Retry failed card payments", "rfcp", "Rfcp"),
    ("Retry failed", "retri", "Retr"),
    ("Nothing", "", ""),
])
def test_the_letters_that_were_typed_are_marked(label: str, typed: str, marked: str) -> None:
    found = matched_letters(label, typed)
    assert "".join(label[at] for at in sorted(found)) == marked


def test_letters_at_the_beginning_of_words_are_preferred() -> None:
    assert matched_letters("Prepay and pay", "pay") == frozenset({11, 12, 13})


def test_of_several_questions_the_newest_is_answered() -> None:
    answers: list[tuple[int, int]] = []
    done, begun = threading.Event(), threading.Event()

    def search(question: int, is_stale: Any) -> Any:
        begun.set()
        for step in range(200):
            if is_stale():
                return
            if question == 1:
                time.sleep(0.005)
            elif step == 1:
                break
            yield step

    searcher: Searcher[int, int] = Searcher(search, lambda q, a: (answers.append((q, a)), q == 3 and done.set()), pytest.fail)  # type: ignore[arg-type,func-returns-value]
    searcher.ask(1)
    assert begun.wait(60)
    searcher.ask(2)
    searcher.ask(3)
    assert done.wait(60)
    assert (3, 0) in answers
    assert all(question != 2 for question, _ in answers)
    assert len([one for one in answers if one[0] == 1]) < 200


def test_a_fault_in_a_search_is_told_and_the_next_question_is_answered() -> None:
    told: list[Exception] = []
    done = threading.Event()

    def search(question: str, is_stale: Any) -> Any:
        if question == "bad":
            raise ZeroDivisionError
        yield question

    searcher: Searcher[str, str] = Searcher(search, lambda q, a: done.set(), told.append)
    searcher.ask("bad")
    end = time.monotonic() + 60
    while not told and time.monotonic() < end:
        time.sleep(0.01)
    searcher.ask("good")
    assert done.wait(60)
    assert isinstance(told[0], ZeroDivisionError)
