"""Which records say the same: likely duplicates of one, found by the words of their titles. Knows no screen.

A title is a set of stems; a stem counts the more the fewer titles have it (inverse document frequency: Spärck Jones, "A
statistical interpretation of term specificity", 1972), and two titles are as near as the cosine of their weights says. Stems
that no title has are taken for mistyped and replaced by the nearest ones. Of the nearest titles, how alike they are letter by
letter, and how alike the long texts are, decides. The titles of a kind are indexed once, in a thread where there are many;
what changed since is looked at one by one.
"""

from __future__ import annotations

import re
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from heapq import nlargest
from math import log, sqrt
from typing import NamedTuple

from pmtui.domain.records import Record
from pmtui.domain.table import Rows, Table
from pmtui.domain.table_changes import changed_positions
from pmtui.domain.text import folded, one_line

IsStale = Callable[[], bool]
"""Whether nobody waits for the answer any more."""

LEAST = 60.0
"""From this likeness on, 0 to 100, a record is worth showing: below it, what is found is noise."""
MOST = 5
"""So many are shown: nobody reads on before the next record."""
_CHUNK = 500
"""So many titles are read before other threads get their turn: about a millisecond."""
_MOST_CHANGED = 1_000
"""Where more records than this have changed, the titles are indexed anew."""
_NEAR = 30
"""So many titles, the nearest by their words, are compared letter by letter."""
_TEXTS = 8
"""Of so many of these, the long texts are compared, too: they must be decoded for it."""
_TEXT = 1_500
"""Characters of a long text that are compared."""
_COMMON = 0.08
"""A stem that a greater share of the titles has finds nobody: what it is in comes up by its other stems."""
_TOLD = 0.6
"""What a stem of a quote counts beside one of the title, while titles are looked for."""
_WITHIN, _MOSTLY = 0.85, 0.75
"""A title of three stems or more, of which more than this share stands in the quote, is so near at most."""
_WORD = re.compile(r"[^\W_]+")
_SAY_NOTHING = (
    "a an and are as at be but by can do does for from has have how i in into is it its my no not of on or our should so that the "
    "their them then there they this to too up us use was we what when where which while who will with would you your via per if"
)
_STOP = frozenset(_SAY_NOTHING.split())
_ENDINGS = ("ings", "ing", "ies", "ied", "ed", "es", "s")


class Likely(NamedTuple):
    """A record that may say the same as another one.

    Attributes:
        kind: Its kind.
        id: Its id.
        likeness: How alike they are, from 0 to 100.
        words: The words of its title that both have, as they stand there.
    """

    kind: str
    id: str
    likeness: float
    words: tuple[str, ...]


def stems(text: str) -> list[str]:
    """The words of a text as they are compared: folded, without endings, without those that say nothing."""
    return [stem(word) for word in _WORD.findall(folded(text)) if word not in _STOP]


def stem(word: str) -> str:
    """A folded word without its ending, as English builds plurals and forms of verbs; other languages lose nothing by it."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            short = word[: -len(ending)]
            if ending in ("ies", "ied"):
                return f"{short}y"
            if ending.startswith(("ing", "ed")) and len(short) > 3 and short[-1] == short[-2] and short[-1] not in "ls":
                return short[:-1]
            return short.removesuffix("e") if len(short) > 3 else short
    return word.removesuffix("e") if len(word) > 3 else word


class _Titles:
    """The titles of the living records of one kind, by their stems.

    Attributes:
        table: The table that was indexed.
        postings: By stem, the positions of the titles that have it.
        words: By position, the stems of the title.
    """

    def __init__(self, table: Table, only: Iterable[int] | None = None) -> None:
        self.table = table
        self.postings: dict[str, array[int]] = {}
        self.words: dict[int, tuple[str, ...]] = {}
        self._compared: tuple[Rows, list[int]] | None = None
        titles, living, twin = table.column("title"), table.living(), table.column("duplicate_of")
        for count, at in enumerate(range(len(table)) if only is None else only):
            if count % _CHUNK == _CHUNK - 1:
                time.sleep(0)
            if not living[at] or twin[at]:  # what repeats another one is no original
                continue
            found = tuple(dict.fromkeys(stems(str(titles[at] or ""))))
            self.words[at] = found
            for one in found:
                self.postings.setdefault(one, array("I")).append(at)

    def changed(self, table: Table) -> list[int] | None:
        """The positions that differ in a later table; None where the titles must be indexed anew."""
        found = changed_positions(self.table, table)
        if found is None and len(table) >= len(self.table):
            if self._compared is None or self._compared[0] is not table.rows:
                self._compared = table.rows, _differing(self.table, table.rows)
            found = [*{*self._compared[1], *table.overlay, *range(len(table.rows), len(table))}]
        return found if found is not None and len(found) <= _MOST_CHANGED else None


def _differing(old: Table, rows: Rows) -> list[int]:
    """The positions at which rows that were read again say something else than a table did, as far as likeness depends on it.

    After each save the files are read again, and nearly all of them say the same.
    """
    found = {*range(len(old), len(rows))}
    for name in ("id", "title", "deleted_at", "duplicate_of"):
        time.sleep(0)
        before, now = old.column(name).rows(), rows.column(name).rows()
        found.update(at for at, (one, other) in enumerate(zip(before, now, strict=False)) if one != other)
    return [*found]


class SimilarIndex:
    """The titles of some kinds. Belongs to one thread at a time."""

    def __init__(self) -> None:
        """Nothing is indexed yet."""
        self._titles: dict[str, _Titles] = {}

    def likely(
        self, record: Record, tables: Mapping[str, Table], most: int = MOST, is_stale: IsStale = lambda: False,
    ) -> list[Likely]:
        """The records that may say the same as one, the likeliest first.

        Args:
            record: What is compared.
            tables: Where to look, by kind; only kinds with `duplicate_of` can repeat one another.
            most: The most that are given.
            is_stale: Asked now and then; once it says so, nothing is found.
        """
        wanted = list(dict.fromkeys(stems(record.title)))
        quote = record.data.get("quote")
        told = set(stems("\n".join(map(str, quote))[:_TEXT])) - set(wanted) if isinstance(quote, list) else set()
        near: list[tuple[float, str, int]] = []
        for kind, table in tables.items():
            for titles, gone in self._parts(kind, table):
                if is_stale():
                    return []
                near += [(score, kind, at) for score, at in _nearest(titles, wanted, told, gone) if table.id(at) != record.id]
        near = nlargest(_NEAR, (one for one in near if not _are_parts(record, tables[one[1]], one[2])))
        return _decided(record, tables, near, most) if near and not is_stale() else []

    def _parts(self, kind: str, table: Table) -> Iterator[tuple[_Titles, frozenset[int]]]:
        """What is indexed of a kind, with the positions in it that are out of date; and those as they are now."""
        titles = self._titles.get(kind)
        changed = titles.changed(table) if titles is not None else None
        if titles is None or changed is None:
            titles, changed = self._titles.setdefault(kind, _Titles(table)), []
            if titles.table is not table:
                titles = self._titles[kind] = _Titles(table)
        yield titles, frozenset(changed)
        if changed:
            now = _Titles(table, changed)
            for word in now.postings:  # the weights of all
                titles.postings.setdefault(word, array("I"))
            yield _Patch(now, titles), frozenset()


class _Patch(_Titles):
    """Titles that changed, weighed as those of their kind."""

    def __init__(self, now: _Titles, base: _Titles) -> None:
        self.table, self.postings, self.words = now.table, now.postings, now.words
        self.base = base


def _nearest(titles: _Titles, wanted: Sequence[str], told: Set[str], gone: frozenset[int]) -> list[tuple[float, int]]:
    """The titles that share stems with the wanted ones: the cosine of their weights, from 0 to 1, and the position.

    What a customer said at length (`told`) counts where nearly a whole title of several words stands in it.
    """
    base = titles.base if isinstance(titles, _Patch) else titles
    total = max(1, len(base.words))
    weights: dict[str, float] = {}

    def weight(word: str) -> float:
        if word not in weights:
            weights[word] = log(1 + total / max(1, len(base.postings.get(word, ()))))
        return weights[word]

    known: dict[str, float] = {}
    for word in wanted:
        for one, likeness in _spelled(word, base.postings):
            known[one] = max(known.get(one, 0.0), likeness)
    sums: dict[int, float] = {}
    for word, likeness in (*known.items(), *((one, _TOLD) for one in told)):
        places = titles.postings.get(word, ())
        if len(known) + len(told) > 2 and len(places) > max(50, total * _COMMON):
            continue
        for at in places:
            sums[at] = sums.get(at, 0.0) + likeness
    best = nlargest(_NEAR * 2, ((score, at) for at, score in sums.items() if at not in gone))
    length = sqrt(sum(weight(word) ** 2 for word in wanted)) or 1.0
    found = []
    for _, at in best:
        own = titles.words[at]
        whole = sum(weight(word) ** 2 for word in own) or 1.0
        shared = sum(weight(word) ** 2 * known[word] for word in own if word in known)
        within = sum(weight(word) ** 2 for word in own if word in known or word in told) / whole if told and len(own) > 2 else 0.0
        found.append((max(shared / length / sqrt(whole), _WITHIN * within if within > _MOSTLY else 0.0), at))
    return nlargest(_NEAR, found)


def _spelled(word: str, vocabulary: Mapping[str, object]) -> list[tuple[str, float]]:
    """A stem, or those that it may be with a letter mistyped, each with how alike they are, from 0 to 1."""
    if word in vocabulary or len(word) < 5:
        return [(word, 1.0)]
    from rapidfuzz import fuzz, process

    found = process.extract(word, vocabulary.keys(), scorer=fuzz.ratio, score_cutoff=82, limit=3)
    return [(one, score / 100) for one, score, _ in found] or [(word, 1.0)]


def _are_parts(record: Record, table: Table, at: int) -> bool:
    """Whether one of two items is a part of the other: they are alike, and not the same."""
    return table.kind.name == record.kind == "item" and (table.column("parent")[at] == record.id or record["parent"] == table.id(at))


def _decided(record: Record, tables: Mapping[str, Table], near: Sequence[tuple[float, str, int]], most: int) -> list[Likely]:
    """Of titles that are near by their words, those that are alike in letters and long texts as well."""
    from rapidfuzz import fuzz

    quote = record.data.get("quote")
    told = "\n".join(map(str, quote)) if isinstance(quote, list) else ""
    title, own = _plain(record.title), set(stems(f"{record.title}\n{told[:_TEXT]}"))
    found = []
    for cosine, kind, at in near:
        other = str(tables[kind].column("title")[at] or "")
        found.append((65 * min(1.0, cosine) + 0.35 * fuzz.token_sort_ratio(title, _plain(other)), kind, at, other))
    found.sort(key=lambda one: -one[0])
    text = _text(record)
    result = []
    for number, (score, kind, at, other) in enumerate(found):
        if number < _TEXTS and text and score < 99:
            theirs = _text(tables[kind].record(at))
            score += 0.2 * max(0.0, fuzz.token_sort_ratio(text, theirs) - 55) if theirs else 0.0
        if score >= LEAST:
            shared = tuple(dict.fromkeys(word for word in _WORD.findall(one_line(other)) if stem(folded(word)) in own))
            result.append(Likely(kind, tables[kind].id(at), min(100.0, score), tuple(one for one in shared if folded(one) not in _STOP)))
    return sorted(result, key=lambda one: -one.likeness)[:most]


def _plain(title: str) -> str:
    return " ".join(_WORD.findall(folded(title)))


def _text(record: Record) -> str:
    """What a record says at length, folded and cut."""
    quote = record.data.get("quote")
    lines = [*(quote if isinstance(quote, list) else ()), record.body]
    return _plain("\n".join(map(str, lines))[:_TEXT])
