"""Pieces of a line that open something: a record or an address of the world outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from pmtui.widgets.one_line import Span

URL = "url"
"""The kind of a target that is an address."""
NAMED = "id"
"""The kind of a target that is an id as it stands in a text, `P-4ab`: it must be looked up."""

_ADDRESS = re.compile(r"\b(?:https?://|mailto:)[^\s<>\"“”]+")
_ID = re.compile(r"(?<![\w@-])[A-Z]-[0-9a-hjkmnp-tv-z]{3,10}(?![\w-])")
_MAY_HOLD = re.compile(r"://|mailto:|(?<![\w@-])[A-Z]-[0-9a-z]{3}")
_TAIL = ".,;:!?'*_~"


class Target(NamedTuple):
    """What a link opens.

    Attributes:
        kind: The kind of a record, `URL` or `NAMED`.
        id: The record's id, the address, or the id as written.
    """

    kind: str
    id: str


Find = Callable[[str], Target | None]
"""The record that an id in a text names, or None."""


class LinkSpan(Span):
    """A piece of a line that opens its target; like any other span otherwise."""

    target: Target

    def __new__(cls, text: str, role: str, target: Target) -> LinkSpan:
        """What it says, its colour role and what it opens."""
        self = super().__new__(cls, text, role)
        self.target = target
        return self


def like(span: Span, text: str) -> Span:
    """A span that says something else and is the same otherwise."""
    return LinkSpan(text, span.role, span.target) if isinstance(span, LinkSpan) else Span(text, span.role)


def target_of(span: Span) -> Target | None:
    """What a span opens."""
    return span.target if isinstance(span, LinkSpan) else None


def with_links(text: str, role: str = "text") -> list[Span]:
    """A text in which addresses and what looks like an id are links; ids are still to be looked up."""
    if not _MAY_HOLD.search(text):
        return [Span(text, role)]
    spans: list[Span] = []
    at = 0
    found = sorted([*_ADDRESS.finditer(text), *_ID.finditer(text)], key=lambda one: one.start())
    for one in found:
        if one.start() < at:  # an id inside an address
            continue
        is_id = one.re is _ID
        words = one.group() if is_id else _trimmed(one.group())
        spans += [Span(text[at:one.start()], role)] if one.start() > at else []
        spans.append(LinkSpan(words, "accent" if is_id else "accent underline", Target(NAMED if is_id else URL, words)))
        at = one.start() + len(words)
    return [*spans, Span(text[at:], role)] if at < len(text) else spans


def _trimmed(address: str) -> str:
    """An address without the punctuation of the sentence around it."""
    while address and (address[-1] in _TAIL or (address[-1] in ")]}" and address.count(address[-1]) > address.count(_OPEN[address[-1]]))):
        address = address[:-1]
    return address


_OPEN = {")": "(", "]": "[", "}": "{"}


def looked_up(lines: Iterable[Sequence[Span]], find: Find) -> list[tuple[Span, ...]]:
    """Lines in which ids are links to the records they name; what names none is plain text."""
    return [tuple(_found(span, find) for span in line) if _is_open(line) else tuple(line) for line in lines]


def _is_open(line: Sequence[Span]) -> bool:
    return any(type(span) is LinkSpan and span.target.kind == NAMED for span in line)


def _found(span: Span, find: Find) -> Span:
    if not isinstance(span, LinkSpan) or span.target.kind != NAMED:
        return span
    target = find(span.target.id)
    return LinkSpan(span.text, span.role, target) if target is not None else Span(span.text, "text")
