"""Markdown with YAML front matter, and the marked sections inside it, as Backlog.md writes them.

YAML is read by rules that lose nothing: dates stay texts, `yes` and `1_000` are words, a decimal keeps its spelling, a
key that stands there twice is an error instead of a silent choice.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar, NamedTuple

import yaml

from pmtui.domain.canonical import WrittenNumber
from pmtui.formats.foreign import Unreadable

_QUICK: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LEVEL = re.compile(r"[\[{\n]|[-?:]\s")
_QUICK_LEVELS = 500
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_MARK = re.compile(r"<!-- (SECTION:(?:DESCRIPTION|PLAN|NOTES|FINAL_SUMMARY)|AC|DOD|COMMENTS):(BEGIN|END) -->\s*")
_ITEM = re.compile(r"- \[([ xX])\] (?:#(\d+) )?(\S.*)")
_COMMENT = re.compile(
    r"^(?:author: (?P<by>[^\n]*)\n)?created: (?P<at>[^\n]*)\n---[ \t]*\n(?P<text>.*?)\n---[ \t]*$(?=\n*(?:\Z|author:|created:))"
    r"|^<!-- COMMENT:BEGIN -->[ \t]*\n(?:index: (?P<index>[^\n]*)\n)?(?:author: (?P<by2>[^\n]*)\n)?(?:created: (?P<at2>[^\n]*)\n)?"
    r"\n(?P<text2>.*?)\n<!-- COMMENT:END -->[ \t]*$",
    re.DOTALL | re.MULTILINE,
)


_WORDS = (
    ("tag:yaml.org,2002:null", r"(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("tag:yaml.org,2002:bool", r"(?:true|True|TRUE|false|False|FALSE)$", [*"tTfF"]),
    ("tag:yaml.org,2002:int", r"-?(?:0|[1-9][0-9]{0,17})$", [*"-0123456789"]),
    ("!decimal", r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}$", [*"-0123456789"]),
    ("tag:yaml.org,2002:merge", r"<<$", ["<"]),
)
"""The plain words that are more than words: tag, pattern, first characters."""


class _PlainWords:
    """What both loaders have in common: few words are more than words, and no key stands twice."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """A mapping in which no key stands twice."""
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        twice = [name for name in names if names.count(name) > 1] if len(set(names)) < len(names) else []
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"the key {twice[0]!r} stands there twice", node.start_mark)
        return super().construct_mapping(node, deep)  # type: ignore[misc]  # the loader's


for _tag, _pattern, _letters in _WORDS:
    for _letter in _letters:
        _PlainWords.yaml_implicit_resolvers.setdefault(_letter, []).append((_tag, re.compile(_pattern)))


class _Loader(_PlainWords, yaml.SafeLoader):
    """The loader in Python: slow, and safe against any nesting."""


class _QuickLoader(_PlainWords, _QUICK):  # type: ignore[misc]  # which class it is depends on how PyYAML was built
    """The loader in C: ten times as fast, but text of 200,000 levels overflows its stack and ends the process."""


def _decimal(loader: Any, node: Any) -> float:
    value = float(node.value)
    return value if repr(value) == node.value else WrittenNumber(node.value)


_Loader.add_constructor("!decimal", _decimal)
_QuickLoader.add_constructor("!decimal", _decimal)


class Part(NamedTuple):
    """A piece of a Markdown text.

    Attributes:
        heading: Its heading of the second level without the marks, empty before the first one.
        mark: The name of the section marks around its text, empty without them.
        lines: Its text, without heading and marks.
    """

    heading: str
    mark: str
    lines: list[str]


class Comment(NamedTuple):
    """A comment: who wrote it, when in the words of the file, what, and its number if it has one."""

    by: str
    at: str
    text: str
    number: str


def decoded(raw: bytes) -> str:
    """The text of a file, without BOM and with plain line ends.

    Raises:
        Unreadable: It is not UTF-8.
    """
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"not UTF-8: line {line} holds the byte {raw[error.start]:#04x}", "Save the file as UTF-8.") from None


def mapping(text: str, first_line: int = 1) -> dict[str, Any]:
    """The mapping in a YAML text, empty for a blank one.

    Args:
        text: The YAML.
        first_line: The line of the file at which it begins, for messages.

    Raises:
        Unreadable: It is not YAML, or no mapping.
    """
    try:
        value = yaml.load(text, _QuickLoader if len(_LEVEL.findall(text)) < _QUICK_LEVELS else _Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + first_line}" if mark is not None else ""
        raise Unreadable(f"not YAML{where}: {getattr(error, 'problem', None) or str(error).splitlines()[0]}") from None
    except RecursionError:
        raise Unreadable("not YAML that can be read: nested too deeply") from None
    except (ValueError, TypeError) as error:
        raise Unreadable(f"not YAML: {str(error)[:100]}") from None
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Unreadable("its YAML is not a list of keys with values")
    return value


def document(raw: bytes) -> tuple[dict[str, Any], str]:
    """The front matter of a Markdown file, and the text below it.

    Raises:
        Unreadable: It is not UTF-8, has no front matter, or one that is not YAML.
    """
    text = decoded(raw)
    rows = text.split("\n")
    if rows[0].rstrip() != "---":
        raise Unreadable("it has no front matter: its first line is not ---", "Remove the file, or give it an id and a title there.")
    for number in range(1, len(rows)):
        if rows[number].rstrip() == "---":
            return mapping("\n".join(rows[1:number]), 2), "\n".join(rows[number + 1 :])
    raise Unreadable("its front matter has no end: no second line ---", "Add the line --- below the keys.")


def parts(text: str) -> list[Part]:
    """A Markdown text in pieces: one for each heading of the second level, and one for each pair of marks."""
    pieces = [Part("", "", [])]
    rows = text.split("\n")
    fence = inside = ""
    ends = {found[1]: number for number, found in enumerate(map(_MARK.fullmatch, rows)) if found and found[2] == "END"}
    for number, row in enumerate(rows):
        mark = _MARK.fullmatch(row)
        if inside:
            if mark and mark[1] == inside and mark[2] == "END":
                inside = ""
            else:
                pieces[-1].lines.append(row)
            continue
        if mark and mark[2] == "BEGIN" and not fence and ends.get(mark[1], -1) > number:
            inside = mark[1]
            fits = not pieces[-1].mark and not any(one.strip() for one in pieces[-1].lines)
            pieces[-1:] = [pieces[-1]._replace(mark=inside)] if fits else [pieces[-1], Part("", inside, [])]
            continue
        opening = _FENCE.match(row)
        if opening:
            fence = "" if fence and opening[1].startswith(fence) else fence or opening[1]
        if row.startswith("## ") and not fence:
            pieces.append(Part(row[3:].strip(), "", []))
        elif pieces[-1].mark and row.strip():
            pieces.append(Part("", "", [row]))
        else:
            pieces[-1].lines.append(row)
    return pieces


def trimmed(lines: list[str]) -> list[str]:
    """The lines without blank ones at both ends."""
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return lines[first:last]


def joined(pieces: list[Part]) -> list[str]:
    """The pieces as one Markdown text, a blank line between them; the heading of a leading description is left out."""
    out: list[str] = []
    for piece in pieces:
        text = trimmed(piece.lines)
        is_lead = not out and piece.heading == "Description"
        rows = [*([f"## {piece.heading}", ""] if piece.heading and not is_lead else []), *text]
        if rows:
            out += [*([""] if out else []), *(trimmed(rows))]
    return out


def checklist(lines: list[str]) -> tuple[list[tuple[bool, str]], list[str], bool]:
    """The items of a checklist, the lines that belong to none, and whether the items say all that stood there.

    They do not where an item has several lines, which become one, or a number other than its position.
    """
    items: list[tuple[bool, str]] = []
    rest: list[str] = []
    is_whole = True
    for line in lines:
        found = _ITEM.fullmatch(line)
        if found:
            items.append((found[1] in "xX", found[3].rstrip()))
            is_whole = is_whole and found[2] in (None, str(len(items)))
        elif items and line.strip() and line[:1] in " \t" and not any(one.strip() for one in rest):
            items[-1] = (items[-1][0], f"{items[-1][1]} {line.strip()}")
            is_whole = False
        else:
            rest.append(line)
    return items, rest, is_whole


def comments(lines: list[str]) -> tuple[list[Comment], list[str]]:
    """The comments in both spellings that Backlog.md has used, and the lines that belong to none."""
    text = "\n".join(lines)
    found: list[Comment] = []
    rest: list[str] = []
    end = 0
    for match in _COMMENT.finditer(text):
        rest += text[end : match.start()].split("\n")
        end = match.end()
        by, at, words = match["by"] or match["by2"], match["at"] or match["at2"], match["text"] or match["text2"]
        found.append(Comment((by or "").strip(), (at or "").strip(), words or "", (match["index"] or "").strip()))
    return found, [*rest, *text[end:].split("\n")]
