"""What may stand at the cursor of a quick-add line that is still being typed, and what the line can say at all."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.quick_add_names import ME, Directory, Named
from pmtui.domain.quick_add_sigils import CHOICE_SIGN, PARENT_SIGN, PERSON_SIGN, PLAN_SIGN, TAG_SIGN, sigils_of
from pmtui.domain.schema import CHOICE, DATE, FLAG, INSTANT, LINK, LINKS, SET, Field, Kind
from pmtui.domain.text import folded, one_line, spoken

_TYPED = re.compile(r'(?:^|(?<=\s))(?P<sign>[#@!>^]|[^\W\d][\w.-]*:)(?P<typed>"[^"]*|\S*)$')
_DATES = ("today", "tomorrow", "friday", "monday", "1w", "2w", "1m", "1q")
_WANTED = ("due", "target")
"""The dates by which something is needed: of these a line can say the first that its kind has, before any other date."""
_NEAR, _FAR = "friday", "3m"
"""Examples of a date: for what is done in days, and for what takes months."""
_MOST = 50
"""So many records are offered."""
_BARE = re.compile(r'[^\s",\\]+')


class Gap(NamedTuple):
    """What is being typed at the cursor.

    Attributes:
        sign: The sigil before it; `:` behind the name of a field.
        field: The field that it would set; None for `!`, which sets one of several.
        typed: What has been typed of it.
        start: Where that begins, in characters from 0, quotation mark included.
        end: Where it ends: the cursor.
    """

    sign: str
    field: Field | None
    typed: str
    start: int
    end: int


class Offer(NamedTuple):
    """One thing that could stand there.

    Attributes:
        text: What to put in the place of what has been typed.
        label: What people read.
        detail: What it is.
        sort: `tag`, `person`, `choice`, `date`, or the kind of a record: how it is shown.
        status: The status of a record.
        id: The id of a record; `taken` says what names it.
    """

    text: str
    label: str
    detail: str = ""
    sort: str = ""
    status: str = ""
    id: str = ""


def gap_at(text: str, cursor: int, kind: Kind) -> Gap | None:
    """What is being typed at the cursor; None where that is plain text."""
    found = _TYPED.search(text[:cursor])
    if found is None:
        return None
    sign, typed, start = found["sign"], found["typed"], found.start("typed")
    sigils = sigils_of(kind)
    if sign == CHOICE_SIGN:
        return Gap(sign, None, typed, start, cursor)
    field = kind.fields.get("tags") if sign == TAG_SIGN else sigils.field(sign[:-1]) if sign.endswith(":") else sigils.fields.get(sign)
    if field is None:
        return None
    if field.type in (SET, LINKS) and not typed.startswith('"') and "," in typed:
        start += typed.rindex(",") + 1
    return Gap(":" if sign.endswith(":") else sign, field, text[start:cursor].lstrip('"'), start, cursor)


def offers(gap: Gap, kind: Kind, directory: Directory) -> list[Offer]:
    """All that may stand in a gap, the likeliest first, not yet narrowed to what has been typed but for linked records."""
    field = gap.field
    if field is None:
        return _choices(kind)
    if field.type == CHOICE:
        meanings = dict(zip(field.choices, field.meanings, strict=False))
        return [Offer(one, one, meanings.get(one, ""), "choice") for one in field.choices]
    if field.type in (LINK, LINKS):
        if field.links == ("person",):
            return _people(directory, "" if gap.sign == PERSON_SIGN else "@")
        return [_record(one, directory, field) for one in directory.matching(gap.typed, field.links, _MOST)]
    if field.type == SET:
        return _words(kind, field, directory)
    if field.type == FLAG:
        return [Offer("yes", "yes", "", "choice"), Offer("no", "no", "", "choice")]
    if field.type in (DATE, INSTANT):
        return [Offer(one, one, "", "date") for one in _DATES]
    return []


def taken(offer: Offer, gap: Gap, directory: Directory) -> str:
    """What to put in the place of what has been typed: the title of a record, or its id where the title means another one, too."""
    if offer.id and gap.field is not None and not directory.means(offer.label, gap.field.links, offer.id):
        return SCHEMA[offer.sort].shown_id(offer.id)
    return offer.text


def can_say(kind: Kind) -> list[tuple[str, str]]:
    """What a line can say for a kind: an example of each sigil, and what it sets."""
    sigils = sigils_of(kind)
    fields = sigils.fields
    rows = [(f"{TAG_SIGN}tag", "")]
    if PERSON_SIGN in fields:
        rows.append((f"{PERSON_SIGN}me", spoken(fields[PERSON_SIGN].name)))
    if sigils.level is not None:
        rows.append((f"{CHOICE_SIGN}4", spoken(sigils.level.name)))
    for field in sigils.choices[:2]:
        example = field.choices[1] if field.name == "priority" else field.choices[0]
        rows.append((f"{CHOICE_SIGN}{example}", spoken(field.name)))
    if sigils.points is not None:
        rows.append(("3pts", spoken(sigils.points.name)))
    rows.extend((f"{sign}{spoken(fields[sign].name)}", "") for sign in (PLAN_SIGN, PARENT_SIGN) if sign in fields)
    dates = [one.name for one in kind.fields.values() if one.type == DATE]
    first = next((one for one in _WANTED if one in dates), next(iter(dates), ""))
    rows.append((f"{first}:{_FAR if first == 'target' else _NEAR}", "") if first else ("field:value", ""))
    return rows


def _choices(kind: Kind) -> list[Offer]:
    sigils = sigils_of(kind)
    found = [Offer(one, one, spoken(field.name), "choice") for field in sigils.choices for one in field.choices]
    if sigils.level is not None:
        low, high = int(sigils.level.minimum or 0), int(sigils.level.maximum or 0)
        found = [Offer(str(one), str(one), spoken(sigils.level.name), "choice") for one in range(high, low - 1, -1)] + found
    return found


def _people(directory: Directory, sign: str) -> list[Offer]:
    people = directory.snapshot.table("person")
    handles, names = people.column("handle"), people.column("title")
    found = [Offer(f"{sign}{ME}", ME, "you", "person")] if directory.knows_me else []
    for at, is_living in enumerate(people.living()):
        if is_living:
            handle = str(handles[at] or "").removeprefix("@")
            text = handle if _BARE.fullmatch(handle) else f"-{people.id(at)}"
            found.append(Offer(f"{sign}{text}", handle or str(names[at]), str(names[at] or ""), "person"))
    return found


def _record(named: Named, directory: Directory, field: Field) -> Offer:
    table = directory.snapshot.table(named.kind)
    at = table.position(named.id)
    status = str(table.column("status")[at] or "") if table.kind.statuses and at is not None else ""
    text = named.title if _BARE.fullmatch(named.title) else quoted(named.title)
    return Offer(text, one_line(named.title), status if len(field.links) == 1 else named.kind, named.kind, status, named.id)


def _words(kind: Kind, field: Field, directory: Directory) -> list[Offer]:
    """The words that a set has anywhere in the workspace's records of a kind, the most used first."""
    column = directory.snapshot.table(kind.name).column(field.name)
    codes = Counter(column.codes) if column.codes is not None else None
    counts: Counter[str] = Counter()
    for at, value in enumerate(column.values):
        for word in value or ():
            counts[str(word)] += 1 if codes is None else codes[at]
    return [
        Offer(word if _BARE.fullmatch(word) else quoted(word), word, f"{count}×", "tag")
        for word, count in sorted(counts.items(), key=lambda one: (-one[1], folded(one[0])))
    ]


def quoted(text: str) -> str:
    """A text in quotation marks, as the line takes it."""
    inner = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'
