"""A decision as a Markdown file for the repository: context, options, decision, consequences, links. Pure.

The headings and the front matter are those of MADR (Markdown Architectural Decision Records, adr.github.io/madr), as far as a decision
has what belongs there; a part that would be empty is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.domain.branch_name import branch_name
from pmtui.domain.decision_facts import OPEN, decided_at, is_chosen, options_of
from pmtui.domain.records import Record
from pmtui.domain.text import one_line

_ID = re.compile(r'\A---\n(?:.*\n)*?id: "?D-([0-9a-z]{3,})"?\n(?:.*\n)*?---\n')
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_HEADING = re.compile(r"(#{1,6})(?=\s)")


class Around(NamedTuple):
    """What a decision's file says of other records.

    Attributes:
        person: The name of a person by id.
        named: Any record by id, in words: `H-7k3 A text message helps (refuted)`; empty where it is not here.
        file_of: The file of another decision that is exported, too; empty where there is none.
        followers: The ids of the decisions that replace it.
    """

    person: Callable[[str], str]
    named: Callable[[str], str]
    file_of: Callable[[str], str]
    followers: Sequence[str] = ()


def file_name(id: str, title: str, length: int) -> str:
    """The name of the file: `D-7k3-which-accounting-system-comes-first.md`; plain letters, digits and hyphens alone.

    Args:
        id: The whole id.
        title: The title.
        length: Characters of the id that tell it from all others.
    """
    words = branch_name("d", id, title).removeprefix(f"d-{id[:6].lower()}")
    return f"D-{id[:length]}{words}.md"


def id_in(text: str) -> str:
    """The whole id of the decision that a file was made of; empty where it is none of ours."""
    found = _ID.match(text)
    return found[1] if found else ""


def decision_markdown(record: Record, around: Around) -> str:
    """The whole file, with a line end at its end."""
    parts = [
        _front_matter(record, around), [f"# {_plain(record.title) or '(no title)'}"],
        _section("Context", [*_prose(record["context"]), *_beyond(record)]),
        _section("Options", _options(record)),
        _section("Decision", _decision(record)),
        _section("Consequences", _consequences(record, around)),
        _section("Links", _links(record, around)),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _front_matter(record: Record, around: Around) -> list[str]:
    at = decided_at(record) or str(record["created_at"] or "")
    lines = ["---", f'id: "D-{record.id}"', f"status: {_quoted(record.status)}"]
    lines += [f"date: {at[:10]}"] if re.fullmatch(r"\d{4}-\d\d-\d\d", at[:10]) else []
    for name, field in (("decision-makers", "approver"), ("driver", "driver"), ("consulted", "contributors"), ("informed", "informed")):
        value = record[field]
        ids = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)] if value else []
        if ids:
            lines.append(f"{name}: [{', '.join(_quoted(around.person(one)) for one in ids)}]")
    return [*lines, "---"]


def _options(record: Record) -> list[str]:
    lines: list[str] = []
    for one in options_of(record.data):
        taken = " (chosen)" if is_chosen(one, record.data) else ""
        lines += [*([""] if lines else []), f"### {_plain(one.get('title')) or '(no title)'}{taken}"]
        arguments = [f"- {word}: {text}" for word, name in (("For", "for"), ("Against", "against")) for text in _texts(one.get(name))]
        lines += ["", *arguments] if arguments else []
    return lines


def _decision(record: Record) -> list[str]:
    if record.stage == OPEN:
        return ["Not decided yet."]
    chosen = _plain(record["chosen"])
    because = _prose(record["because"])
    lines = [f"**{chosen}**" if chosen else "No option is named."]
    return [*lines, "", "Because:", "", *because] if because else lines


def _consequences(record: Record, around: Around) -> list[str]:
    """What came with the option that was taken, and what became of the decision."""
    taken = next((one for one in options_of(record.data) if is_chosen(one, record.data)), {})
    lines = [f"- Good: {text}" for text in _texts(taken.get("for"))] + [f"- Bad: {text}" for text in _texts(taken.get("against"))]
    if record.stage == OPEN:
        lines = []
    wrong = _prose(record["wrong_because"])
    if wrong:
        lines += [*([""] if lines else []), "Taken back: it was wrong because", "", *wrong]
    for id in around.followers:
        lines += [*([""] if lines and not lines[-1].startswith("Replaced") else []), f"Replaced by {_linked(id, around)}."]
    return lines


def _links(record: Record, around: Around) -> list[str]:
    lines = [f"- Replaces {_linked(str(record['supersedes']), around)}"] if record["supersedes"] else []
    lines += [f"- About {_linked(str(id), around)}" for id in record["about"] or ()]
    for one in record["urls"] or ():
        if isinstance(one, Mapping) and one.get("url"):
            address = _plain(one["url"])
            lines.append(f"- [{_bracketless(_plain(one.get('title')) or address)}](<{address.replace('<', '%3C').replace('>', '%3E')}>)")
    return lines


def _linked(id: str, around: Around) -> str:
    words, file = around.named(id) or f"{id} (not here)", around.file_of(id)
    return f"[{_bracketless(words)}]({file})" if file else words


def _beyond(record: Record) -> list[str]:
    """The record's own text, below its context."""
    body = _prose(record.body.split("\n")) if record.body.strip() else []
    return ["", *body] if body and record["context"] else body


def _section(title: str, lines: Iterable[str]) -> list[str]:
    found = list(lines)
    return [f"## {title}", "", *found] if found else []


def _prose(value: Any) -> list[str]:
    """Lines of a text; headings in it go below those of the file."""
    lines = [str(one).rstrip() for one in value] if isinstance(value, list | tuple) else str(value or "").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    return [_HEADING.sub(lambda found: "#" * min(6, len(found[1]) + 2), line, count=1) if line.startswith("#") else line for line in lines]


def _texts(value: Any) -> list[str]:
    found = value if isinstance(value, list | tuple) else [value] if value else []
    return [text for one in found if (text := _plain(one))]


def _plain(value: Any) -> str:
    return one_line(str(value)).strip() if value is not None else ""


def _bracketless(text: str) -> str:
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _quoted(text: str) -> str:
    """A text as YAML takes it: JSON, with what YAML calls unprintable escaped."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
