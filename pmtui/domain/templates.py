"""Templates: what a new record of a type begins with, from the team's settings. Pure.

`"templates": {"bug": {"body": "How to see it: …", "criteria": ["a test fails without it"], "tags": ["bug"]}}` in
`pmtui.json`; the key is a type of items, or the name of another kind. Given values win; tags come together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import Kind
from pmtui.domain.text import counted

KEY = "templates"
"""The name in the settings."""
_ITEM = "item"
_PARTS = ("body", "criteria", "tags")


class Template(NamedTuple):
    """What a record begins with.

    Attributes:
        name: The type or kind that it is for.
        body: The lines of its text.
        criteria: The words of its criteria.
        tags: Its tags.
    """

    name: str
    body: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """What it brings, in a few words: `text, 3 criteria, #bug`."""
        count = len(self.criteria)
        words = ["text"] if self.body else []
        words += [counted(count, "criterion", "criteria")] if count else []
        return ", ".join([*words, *(f"#{tag}" for tag in self.tags)])


def template_of(kind: Kind, type: object, settings: Mapping[str, Any]) -> Template | None:
    """The template of a new record; None where the team has none for it.

    Args:
        kind: Its kind.
        type: The type of an item; None means the one that items have by themselves.
        settings: The team's settings.
    """
    name = kind.name if kind.name != _ITEM else str(type or kind.fields["type"].default or "")
    found = settings.get(KEY)
    given = found.get(name) if isinstance(found, Mapping) else None
    if not isinstance(given, Mapping):
        return None
    own = {part: given.get(part) if part in kind.fields else None for part in _PARTS}
    template = Template(name, _lines(own["body"]), _words(own["criteria"]), tuple(sorted({*_words(own["tags"])})))
    return template if template.says else None


def _lines(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").split("\n")
    lines = [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
    return tuple(lines) if any(line.strip() for line in lines) else ()


def _words(value: object) -> tuple[str, ...]:
    return tuple(" ".join(one.split()) for one in value if isinstance(one, str) and one.strip()) if isinstance(value, list) else ()


def faults(settings: Mapping[str, Any]) -> list[str]:
    """What is wrong with the templates, in words; what is right counts all the same."""
    return list(_faults(settings.get(KEY)))


def _faults(found: object) -> Iterator[str]:
    if found is None:
        return
    if not isinstance(found, Mapping):
        yield f'{KEY} is no object: write {{"bug": {{"body": "…", "criteria": ["…"], "tags": ["…"]}}}}'
        return
    types = SCHEMA[_ITEM].fields["type"].choices
    for name, given in found.items():
        where = f"{KEY}.{name}"
        if name not in types and (name not in SCHEMA.kinds or name == _ITEM):
            yield f"{where}: items have no type {name!r}: use one of {', '.join(types)}, or the name of another kind"
        elif not isinstance(given, Mapping):
            yield f"{where} is no object with body, criteria and tags"
        else:
            yield from _part_faults(where, given)


def _part_faults(where: str, given: Mapping[str, Any]) -> Iterator[str]:
    for part, value in given.items():
        if part not in _PARTS:
            yield f"{where}.{part}: a template has {', '.join(_PARTS)}"
        elif part == "body":
            if not isinstance(value, str) and not _are_texts(value):
                yield f"{where}.body is no text"
        elif not _are_texts(value):
            yield f"{where}.{part} is no list of texts"


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
