from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.markdown_items import MOST, Draft, as_text, flat, outline, plain_lines

PLAN = """# Payments

Some words before.

- [ ] Retry failed cards #billing 3pts
  As soon as the bank answers.

  ```
  - not a list
  ```
  - [x] asks three times
  - [ ] tells the customer
* Export the ledger
\t1. CSV
\t\t- with headings
\t2) XLSX
- [x] Invoice in the mail

A last word.
"""


def test_bullets_numbers_checkboxes_nesting_and_the_text_between() -> None:
    found = outline(PLAN)
    assert found.drafts == (
        Draft(
            "Retry failed cards #billing 3pts", False, ("As soon as the bank answers.", "", "```", "- not a list", "```"),
            (Draft("asks three times", True), Draft("tells the customer", False)),
        ),
        Draft("Export the ledger", None, (), (Draft("CSV", None, (), (Draft("with headings"),)), Draft("XLSX"))),
        Draft("Invoice in the mail", True),
    )
    assert found.left_out == ("# Payments", "Some words before.", "A last word.")


def test_without_a_list_every_line_counts() -> None:
    assert outline("Export\r\n\r\n  Import \n# Head").drafts == (Draft("Export"), Draft("Import"))
    assert outline("").drafts == outline("# Head\n").drafts == ()


def test_a_list_that_begins_indented_and_one_that_steps_back_half_way() -> None:
    assert [(depth, one.text) for depth, one in flat(outline("    - a\n        - b\n      - c\n  - d").drafts)] == [
        (0, "a"), (1, "b"), (1, "c"), (0, "d"),
    ]


def test_text_below_a_line_goes_on_with_it_and_a_dash_alone_is_no_line() -> None:
    assert outline("- a\nb\n-\n---\n").drafts == (Draft("a", None, ("b", "-", "---")),)


def test_the_words_alone() -> None:
    assert plain_lines("- [ ] a\n  - [x] b\n3. c") == ["a", "b", "c"]


def test_a_list_that_is_too_long_is_cut() -> None:
    found = outline("- a\n" * (MOST + 5))
    assert (len(found.drafts), found.is_cut) == (MOST, True)


WORDS = st.text("abc #@>3", min_size=1, max_size=6).map(str.strip).filter(lambda text: bool(text) and not text[0].isdigit())
DRAFTS = st.recursive(
    st.builds(Draft, WORDS, st.none() | st.booleans(), st.just(()), st.just(())),
    lambda inner: st.builds(Draft, WORDS, st.none() | st.booleans(), st.just(()), st.lists(inner, max_size=3).map(tuple)), max_leaves=8,
)


@settings(max_examples=80)
@given(st.lists(DRAFTS, min_size=1, max_size=3).map(tuple))
def test_what_is_written_is_read_again(drafts: tuple[Draft, ...]) -> None:
    assert outline("\n".join(as_text(drafts))).drafts == drafts


@settings(max_examples=80)
@given(st.text(" \t\n-*[]x`#ab1.", max_size=60))
def test_no_text_fails_and_no_line_is_lost(text: str) -> None:
    found = outline(text)
    lines = sum(1 + len([line for line in one.body if line.strip()]) for _, one in flat(found.drafts))
    assert lines + len(found.left_out) == sum(bool(line.strip()) for line in text.split("\n"))
