"""The other layouts of the Strategy screen: competitors side by side with our product, and the map of people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.records import Record
from pmtui.domain.sentences import POSITIONING, plain_sentence, positioning_sentence
from pmtui.widgets.glyphs import CONFLICT
from pmtui.widgets.one_line import Span
from pmtui.widgets.quadrant_paint import MapLabel
from pmtui.widgets.side_by_side_view import SideCell, SideRow, SideView

ROWS = (
    SideRow("positioning", "says"), SideRow("strengths", "better"), SideRow("weaknesses", "worse"), SideRow("url", "where"),
    SideRow("notes", "notes"),
)
"""What is compared."""
_SIGNS = {"strengths": ("+", "warning"), "weaknesses": ("−", "success")}
_FIELDS = {"positioning": "positioning", "strengths": "strengths", "weaknesses": "weaknesses", "url": "url", "notes": "body"}
_OURS = {"positioning": "positioning", "strengths": "difference", "weaknesses": "weaknesses", "url": "urls", "notes": "body"}
"""The columns that are edited in the cells of a competitor, and in those of our own product."""
_ROLES = {"customer": "warning", "business": "accent", "ux": "info", "engineering": "success", "support": "text", "marketing": "text",
          "product": "accent"}


def side_view(snapshot: Snapshot, rows: Sequence[int]) -> SideView:
    """Our first product, which stays in sight, the competitors that the filter shows, and our other products."""
    if not rows:
        return SideView()
    products, competitors = snapshot.table("product"), snapshot.table("competitor")
    status, lives = products.column("status"), products.living()
    gone = frozenset(products.kind.closed)
    ours = [("product", products.id(at)) for at in products.in_order() if lives[at] and status[at] not in gone]
    others = [("competitor", competitors.id(at)) for at in rows]
    return SideView([*ours[:1], *others, *ours[1:]], ROWS, min(1, len(ours)))


def side_cells(snapshot: Snapshot) -> Callable[[str, str, str], SideCell]:
    """What a record says of each row; each record is decoded once."""
    known: dict[str, Record | None] = {}

    def cell(kind: str, id: str, row: str) -> SideCell:
        if id not in known:
            known[id] = snapshot.record(kind, id)
        record = known[id]
        if record is None:
            return SideCell((), "")
        return _our_cell(record, row) if kind == "product" else SideCell(_paragraphs(record, _FIELDS[row], row), _FIELDS[row])

    return cell


def side_title(snapshot: Snapshot) -> Callable[[str, str], tuple[str, str]]:
    """What stands above a column; our own products stand out."""

    def title(kind: str, id: str) -> tuple[str, str]:
        table = snapshot.table(kind)
        at = table.position(id)
        words = str(table.column("title")[at] or "(no title)") if at is not None else id
        return (f"{words} (ours)", "accent") if kind == "product" else (words, "heading")

    return title


def map_values(table: Any, rows: Iterable[int]) -> list[tuple[Any, Any]]:
    """Interest and influence of each person."""
    interest, influence = table.column("interest"), table.column("influence")
    return [(interest[at], influence[at]) for at in rows]


def person_label(table: Any, at: int) -> MapLabel:
    """What stands for a person on the map: the name, with a sign in the colour of the role."""
    title, role = str(table.column("title")[at] or table.column("handle")[at] or ""), str(table.column("role")[at] or "")
    if table.column("conflicts")[at]:
        return MapLabel(f"{CONFLICT} {title}", "·", "conflict", "conflict")
    return MapLabel(title, "●" if role else "○", _ROLES.get(role, "faint"), "text")


def role_signs(table: Any, rows: Iterable[int]) -> list[Span]:
    """What the colours of the signs mean, of the roles that are shown."""
    roles = table.column("role")
    shown = {str(roles[at]) for at in rows if roles[at]}
    return [Span(f"● {role}", _ROLES[role]) for role in _ROLES if role in shown]


def _our_cell(record: Record, row: str) -> SideCell:
    field = _OURS[row]
    if row == "positioning":
        spans = [Span(plain_sentence(positioning_sentence(record.data)), "text")]
        return SideCell(spans if any(record.data.get(name) for name in POSITIONING) else (), field)
    if row == "strengths":
        return SideCell([Span(f"+ {record.data[name]}", "text") for name in ("difference", "benefit") if record.data.get(name)], field)
    if row == "url":
        urls = [str(one.get("url") or "") for one in record.data.get("urls") or () if isinstance(one, dict)]
        return SideCell([Span(one, "accent") for one in urls if one], field)
    return SideCell(_paragraphs(record, field, row), field) if row == "notes" else SideCell((), field)


def _paragraphs(record: Record, field: str, row: str) -> list[Span]:
    """The lines of a field; strengths and weaknesses with a sign before each."""
    value = record.data.get(field)
    lines: Iterable[Any] = value if isinstance(value, list) else () if value is None else (value,)
    texts = [str(one).strip() for one in lines]
    if row in _SIGNS:
        sign, role = _SIGNS[row]
        return [Span(f"{sign} {one.removeprefix('- ').removeprefix('* ')}", role) for one in texts if one]
    if row == "url":
        return [Span(one, "accent") for one in texts if one]
    return [Span(one, "text") for one in _joined(texts)]


def _joined(lines: Sequence[str]) -> list[str]:
    """Lines as paragraphs: only a blank line or a bullet begins another."""
    found: list[str] = []
    is_open = False
    for line in lines:
        if line[:2] in ("- ", "* "):
            found.append(f"• {line[2:]}")
            is_open = True
        elif line and is_open:
            found[-1] += f" {line}"
        elif line:
            found.append(line)
            is_open = True
        else:
            is_open = False
    return found
