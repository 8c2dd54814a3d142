"""Sentences assembled from a record's fields, with the gaps marked: a hypothesis as it is stated, an item as a story.

A sentence that reads badly is a belief that is not thought through yet; so a blank field stands in it by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pmtui.domain.text import one_line, spoken

_EXACT = 2**53


class Phrase(NamedTuple):
    """A piece of a sentence.

    Attributes:
        text: What it says.
        is_gap: Whether it stands for a field that is blank.
        field: The field that it comes from; empty for the words between.
    """

    text: str
    is_gap: bool = False
    field: str = ""


Sentence = tuple[Phrase, ...]
POSITIONING = ("for_", "need", "category", "benefit", "unlike", "difference")
"""The fields of a product that make its positioning statement, in the order of the sentence."""


def hypothesis_sentence(data: Mapping[str, Any], persona: str = "") -> Sentence:
    """A belief as it can be refuted.

    *We believe that CHANGE for PERSONA will OUTCOME because BECAUSE. We are right if METRIC moves from BASELINE to
    TARGET.* Source of the form: Jeff Gothelf and Josh Seiden, "Lean UX" (2013), chapter 3.

    Args:
        data: The fields of a hypothesis.
        persona: For whom, in a word or two; empty where no persona is linked.
    """
    return (
        Phrase("We believe that "), _slot(data, "change"), Phrase(" for "),
        Phrase(persona, field="persona") if persona else _gap("persona"),
        Phrase(" will "), _slot(data, "outcome"), Phrase(" because "), _slot(data, "because"),
        Phrase(". We are right if "), _slot(data, "metric"), Phrase(" moves from "), _slot(data, "baseline"),
        Phrase(" to "), _slot(data, "target"), Phrase("."),
    )


def positioning_sentence(data: Mapping[str, Any]) -> Sentence:
    """What a product is for whom, and what sets it apart.

    *For FOR who need NEED, TITLE is a CATEGORY that BENEFIT. Unlike UNLIKE, it DIFFERENCE.* Source of the form: Geoffrey A.
    Moore, "Crossing the Chasm" (1991), chapter 6.

    Args:
        data: The fields of a product.
    """
    category = _words(data.get("category"))
    article = "an" if category[:1].lower() in "aeio" and category else "a"
    return (
        Phrase("For "), _slot(data, "for_", "for whom"), Phrase(" who need "), _slot(data, "need"), Phrase(", "),
        _slot(data, "title", "product"), Phrase(f" is {article} "), _slot(data, "category"), Phrase(" that "), _slot(data, "benefit"),
        Phrase(". Unlike "), _slot(data, "unlike", "the alternative"), Phrase(", it "), _slot(data, "difference"), Phrase("."),
    )


def story_sentence(data: Mapping[str, Any]) -> Sentence:
    """An item as a story: *As a …, I want … so that ….*; nothing where none of the three is said.

    Source of the form: Mike Cohn, "User Stories Applied" (2004), chapter 7.
    """
    slots = [_slot(data, name) for name in ("as_a", "i_want", "so_that")]
    if all(one.is_gap for one in slots):
        return ()
    return (Phrase("As a "), slots[0], Phrase(", I want "), slots[1], Phrase(" so that "), slots[2], Phrase("."))


def plain_sentence(sentence: Iterable[Phrase]) -> str:
    """A sentence as plain text; gaps stand in it as `‹need›`."""
    return "".join(one.text for one in sentence)


def positioning_figure(data: Mapping[str, Any]) -> dict[str, Any]:
    """A product's positioning for `computed`: the sentence, and the fields that it still lacks."""
    sentence = positioning_sentence(data)
    return {"sentence": plain_sentence(sentence), "gaps": [name for name in sentence_gaps(sentence) if name in POSITIONING]}


def sentence_gaps(sentence: Iterable[Phrase]) -> list[str]:
    """The fields that a sentence still lacks, in its order."""
    return [one.field for one in sentence if one.is_gap]


def first_name(title: str) -> str:
    """What a persona is called in a sentence: the name before the comma of `Priya, pays for her team`."""
    return one_line(title).partition(",")[0].strip()


def _gap(field: str, name: str = "") -> Phrase:
    return Phrase(f"‹{name or spoken(field)}›", True, field)


def _slot(data: Mapping[str, Any], field: str, name: str = "") -> Phrase:
    """What a field says, or its gap, which is called by another name where the field's own does not say enough."""
    text = _words(data.get(field))
    return Phrase(text, field=field) if text else _gap(field, name)


def _words(value: Any) -> str:
    """A field's value within a sentence: on one line, without the full stop that the sentence has itself."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return _number(value)
    text = " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    text = " ".join(one_line(text).split())
    return text.rstrip(".") if not text.endswith("..") else text


def _number(value: int | float) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        value = int(value)
    return f"{value:,}" if isinstance(value, int) else repr(value)
