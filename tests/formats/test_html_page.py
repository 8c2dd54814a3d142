"""Pages of HTML: nothing of a person's words becomes markup, nothing is loaded."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.formats.html_elements import anchor, is_address, joined, tag, text
from pmtui.formats.html_page import page


class _Seen(HTMLParser):
    """What a reader of a page sees: its elements, their attributes, its words."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


_HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from([
        "<script>alert(1)</script>", "</title><img src=x onerror=alert(1)>", '" onmouseover="alert(1)', "'><svg/onload=alert(1)>",
        "--><b>", "]]>", "&lt;script&gt;", "&#x3c;b&#x3e;", "\x00<b>", "\ud800<b>", "\u202e<b>", "a\u2028<b>", "</style><b>", "{{7*7}}",
    ]),
)


@settings(max_examples=150, deadline=None)
@given(words=_HOSTILE, attribute=_HOSTILE)
def test_no_words_become_markup(words: str, attribute: str) -> None:
    seen = _Seen(tag("p", text(words), title=attribute))
    assert [name for name, _ in seen.elements] == ["p"]
    assert set(seen.elements[0][1]) <= {"title"}
    plain = [one for one in words if one.isalnum() and one.isascii()]
    assert [one for one in seen.words if one.isalnum() and one.isascii()] == plain


@settings(max_examples=60, deadline=None)
@given(words=_HOSTILE)
def test_a_page_has_the_elements_that_it_was_given(words: str) -> None:
    plain = [name for name, _ in _Seen(page("a", tag("h1", text("a")))).elements]
    assert [name for name, _ in _Seen(page(words, tag("h1", text(words)), foot="")).elements] == plain


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    source = page("Roadmap", tag("h1", text("Roadmap")), foot="made today")
    seen = _Seen(source)
    names = [name for name, _ in seen.elements]
    assert "script" not in names
    assert "link" not in names
    assert "img" not in names
    assert "url(" not in source
    assert "@import" not in source
    assert "http://" not in source
    policy = next(one["content"] for name, one in seen.elements if one.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert source.endswith("</html>\n")
    assert "prefers-color-scheme: dark" in source
    assert "@media print" in source


def test_a_style_of_its_own_cannot_end_the_style() -> None:
    assert [name for name, _ in _Seen(page("a", "", style="</style><script>")).elements].count("script") == 0


@pytest.mark.parametrize(("address", "expected"), [
    ("https://example.com/a?b=c#d", True), ("http://example.com", True), ("mailto:ana@example.com", True),
    ("javascript:alert(1)", False), ("JaVaScRiPt:alert(1)", False), ("data:text/html,x", False), (" https://example.com", False),
    ("https://example.com/ onclick=x", False), ("//example.com", False), ("", False), (None, False), (3, False),
])
def test_only_addresses_of_the_web_and_of_mail_are_followed(address: object, expected: bool) -> None:
    assert is_address(address) is expected
    assert ("href" in anchor("x", address)) is expected


def test_attributes_are_named_as_in_html() -> None:
    assert tag("a", text("x"), class_="y", data_id="z", hidden=True, id="", lang=None) == '<a class="y" data-id="z" hidden>x</a>'
    assert joined(tag("br"), None, tag("hr")) == "<br><hr>"
