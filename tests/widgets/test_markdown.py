from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pmtui.widgets.cells import width_of
from pmtui.widgets.link_spans import NAMED, URL, LinkSpan, Target, looked_up, with_links
from pmtui.widgets.markdown import AT_ONCE, LONGEST, beginning, has_markup, is_at_once, is_plain, load_renderer, markdown_lines, plain_lines
from pmtui.widgets.markdown_blocks import rendered
from pmtui.widgets.markdown_tables import fair
from pmtui.widgets.styled_lines import Line, text_of, wrapped_spans

SOURCE = """\
# Approach
Use the **scheduler** and *retry* twice a day,
with `back off` and ~~hope~~.

- [x] ask the bank
- [ ] another one that is quite long and must be wrapped
  - nested
    1. deeper

3. third

   with a paragraph
4. fourth

> A quote
>
> - in it

```python
if x:
    print("支払い" * 2)
```

| who | what they say | n |
|---|---|--:|
| ana | 支払いの再試行 | 2 |
| bo | `no` | 10 |

---
![pic](a.png) one\\
two
<div>html</div>
"""


def shown(text: str, width: int = 40) -> str:
    return text_of(markdown_lines(text, width)).replace("\u00a0", " ")


def roles(lines: list[Line], text: str) -> set[str]:
    return {span.role for line in lines for span in line if text in span.text}


def test_golden_text() -> None:
    assert shown(SOURCE) == """\
Approach
Use the scheduler and retry twice a day,
with back off and hope.

☑ ask the bank
☐ another one that is quite long and
  must be wrapped
  ◦ nested
    1. deeper

3. third

   with a paragraph

4. fourth

▎ A quote
▎
▎ • in it

  if x:
      print("支払い" * 2)

who │ what they say  │  n
────┼────────────────┼───
ana │ 支払いの再試行 │  2
bo  │ no             │ 10

────────────────────────────────────────

[pic] one
two

<div>html</div>"""


def test_roles_tell_what_is_what() -> None:
    lines = markdown_lines(SOURCE, 60)
    assert roles(lines, "Approach") == {"heading"}
    assert roles(lines, "scheduler") == {"text bold"}
    assert roles(lines, "retry") == {"text italic"}
    assert roles(lines, "hope") == {"text strike"}
    assert roles(lines, "print") == {"info"}
    assert roles(lines, "quote") == {"muted"}


@pytest.mark.parametrize(("width", "wanted"), [
    (30, """\
who │ what they say and    │ n
    │ more                 │
────┼──────────────────────┼──
ana │ a long answer that   │ 2
    │ goes on and on       │"""),
    (14, """\
who: ana
what they say
  and more: a
  long answer
  that goes on
  and on
n: 2"""),
])
def test_a_table_that_is_too_wide_wraps_its_cells_or_becomes_a_list(width: int, wanted: str) -> None:
    assert shown("| who | what they say and more | n |\n|---|---|---|\n| ana | a long answer that goes on and on | 2 |", width) == wanted


@given(st.lists(st.integers(1, 60), min_size=1, max_size=8), st.integers(20, 120))
def test_columns_share_the_room_fairly(wanted: list[int], room: int) -> None:
    widths = fair(wanted, room)
    assert sum(widths) == min(sum(wanted), room)
    assert all(0 < one <= most for one, most in zip(widths, wanted, strict=True))
    cut = [one for one, most in zip(widths, wanted, strict=True) if one < most]
    assert not cut or max(cut) - min(cut) <= 1


MARKS = st.text(alphabet="ab *_`#-[]()>x 日é\n\t1.|~!<:/\\&👩🏽‍💻", max_size=120)


@settings(max_examples=300)
@given(MARKS, st.integers(9, 40))
@example("- " * 30 + "x", 10)
@example("> " * 40 + "x", 10)
@example("|a|b|\n|-|-|\n|日本語|" + "x" * 50 + "|", 9)
def test_nothing_is_wider_than_the_pane(text: str, width: int) -> None:
    for line in rendered(text, width):
        assert sum(width_of(span.text) for span in line) <= width


@given(st.lists(st.text(alphabet="ab cd日éP-4://x.", min_size=1, max_size=30), max_size=6), st.integers(12, 40))
def test_plain_paragraphs_are_what_the_parser_makes_of_them(paragraphs: list[str], width: int) -> None:
    text = "\n".join(paragraphs)
    if is_plain(text):
        assert text_of(plain_lines(text, width)) == text_of(rendered(text, width))


def test_ids_and_addresses_are_links_where_they_are_meant() -> None:
    spans = with_links("See P-4ab, UTF-8, B-7k3x9qw2em. X-ray (https://a.example/b_(c)). mailto:a@b.example!")
    assert [(span.text, span.target) for span in spans if isinstance(span, LinkSpan)] == [
        ("P-4ab", Target(NAMED, "P-4ab")), ("B-7k3x9qw2em", Target(NAMED, "B-7k3x9qw2em")), ("X-ray", Target(NAMED, "X-ray")),
        ("https://a.example/b_(c)", Target(URL, "https://a.example/b_(c)")), ("mailto:a@b.example", Target(URL, "mailto:a@b.example")),
    ]
    lines = looked_up([tuple(spans)], lambda words: Target("problem", "4ab0000000") if words == "P-4ab" else None)
    assert [span.target.kind for span in lines[0] if isinstance(span, LinkSpan)] == ["problem", URL, URL]
    assert "".join(span.text for span in lines[0]) == "".join(span.text for span in spans)


def test_a_link_stays_one_where_it_is_wrapped() -> None:
    lines = markdown_lines("see [a long name of a link](https://a.example) there", 12)
    linked = [span.text for line in lines for span in line if isinstance(span, LinkSpan)]
    assert " ".join("".join(linked).split()) == "".join(linked).strip()
    assert {span.target for line in lines for span in line if isinstance(span, LinkSpan)} == {Target(URL, "https://a.example")}
    assert all(isinstance(span, LinkSpan) for span in wrapped_spans([LinkSpan("a b c", "accent", Target(URL, "x"))], 3)[0])


@settings(max_examples=50)
@given(st.text(alphabet="ab c\n", max_size=400), st.integers(1, 200))
def test_the_beginning_of_a_text_is_one(text: str, most: int) -> None:
    head = beginning(text, most)
    assert text.startswith(head)
    assert len(head) <= most
    assert len(head) >= min(len(text), most) // 2


def test_a_text_of_a_megabyte_is_cut_with_a_notice_and_soon() -> None:
    load_renderer()
    text = "# A\n\nSome *words* in a paragraph, `code` and more.\n\n" * 20_000
    begin = time.process_time()
    lines = markdown_lines(text, 60)
    assert time.process_time() - begin < 1
    assert text_of(lines).endswith("more characters: E opens all")
    assert sum(len(span.text) for line in lines for span in line) < LONGEST * 1.2


def test_records_of_plain_paragraphs_need_no_renderer() -> None:
    plain = {"id": "a_b", "title": "Retry it (soon)", "status": "in_progress", "comments": [{"body": "Yes, and\n\nno"}], "tags": ["x"]}
    assert not has_markup(plain)
    assert has_markup({**plain, "body": "a *word*"})
    assert has_markup({**plain, "comments": [{"body": "- one\n- two"}]})


def test_what_is_short_is_shown_at_once() -> None:
    load_renderer()
    assert is_at_once("**a**")
    assert not is_at_once("a " * AT_ONCE)
