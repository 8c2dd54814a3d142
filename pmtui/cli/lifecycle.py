"""`lifecycle`: where products stand in their life; and the warning before one is retired with its checklist open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pmtui.cli.errors import say_unreadable, wrapped
from pmtui.cli.session import Session
from pmtui.cli.writing import short_id
from pmtui.domain.change import Change
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.lifecycle import products_with, suggestion
from pmtui.domain.lifecycle_facts import arguments as speaking
from pmtui.domain.lifecycle_facts import checklist, dependants
from pmtui.domain.lifecycle_metrics import stage_metrics
from pmtui.domain.lifecycle_stages import days_in_stage, is_review_due, stays
from pmtui.domain.records import Record
from pmtui.domain.text import one_line
from pmtui.formats.record_json import json_text

_WIDTH = 80


def do_lifecycle(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print the life cycle of the products that are named, or of all."""
    session.say_if_read_only()
    today, _ = session.today_and_now()
    table = session.snapshot.table("product")
    say_unreadable(table)
    named = [session.snapshot.record("product", id) for id in arguments.get("ids") or ()]
    records = [one for one in named if one is not None] if arguments.get("ids") else list(products_with(session.snapshot))
    if session.is_json:
        session.write(json_text([_document(session, one, today) for one in records]))
    elif records:
        session.write("\n".join("\n".join(_told(session, one, today)) + "\n" for one in records))
    else:
        session.say("pmtui: there is no product yet: pmtui add product TITLE\n")
    return 0


def _document(session: Session, product: Record, today: str) -> dict[str, Any]:
    snapshot, found = session.snapshot, suggestion(session.snapshot, product, today)
    end = checklist(snapshot, product)
    return {
        "id": product.id, "title": product.title, "status": product.status, "days_in_stage": days_in_stage(product, today),
        "stages": [{"stage": one.stage, "since": one.since or None, "until": one.until or None} for one in stays(product)],
        "suggestion": {"stage": found.stage or None, "reason": found.reason, "kpi": found.measured.name if found.measured else None},
        "metrics": [{"name": one.name, "kpis": list(one.kpis)} for one in stage_metrics(snapshot, product, today)],
        "verdict": product["verdict"], "successor": product["successor"],
        "review_on": product["review_on"], "review_due": is_review_due(product, today),
        "arguments": speaking(snapshot, product, today),
        "dependants": [{"kind": one.kind, "field": one.field, "ids": list(one.ids)} for one in dependants(snapshot, product)],
        "checklist": None if end is None else {"id": end.item.id, "done": end.done, "total": end.total},
    }


def _told(session: Session, product: Record, today: str) -> Iterator[str]:
    """One product in lines for people."""
    snapshot, found = session.snapshot, suggestion(session.snapshot, product, today)
    days = days_in_stage(product, today)
    since = "" if days is None else f", for {days} days"
    yield f"{short_id(session, product)}  {one_line(product.title)}: {product.status}{since}"
    before = [f"{one.stage} {one.since or '?'} – {one.until}" for one in stays(product)[:-1]]
    if before:
        yield from _line("before", ", ".join(before))
    yield from _line("suggests", f"{found.stage or 'nothing'}: {found.reason}")
    for one in stage_metrics(snapshot, product, today):
        yield from _line(one.name, ", ".join(one.kpis) or "no KPI tells it")
    for what, words in speaking(snapshot, product, today).items():
        yield from _line(f"for {what}", "; ".join(words) or "nothing on record")
    needed = dependants(snapshot, product)
    yield from _line("depends", ", ".join(one.words(SCHEMA[one.kind].plural) for one in needed) or "nothing that is open")
    end = checklist(snapshot, product)
    if end is not None:
        yield from _line("checklist", f"{end.done} of {end.total} points of {short_id(session, end.item)} hold")
    if product["verdict"]:
        yield from _line("verdict", str(product["verdict"]))
    if product["review_on"]:
        yield from _line("review", f"{product['review_on']}{', which has come' if is_review_due(product, today) else ''}")


def _line(label: str, words: str) -> list[str]:
    return [
        f"  {label if not at else '':<12} {line}" for at, line in enumerate(wrapped(one_line(words), _WIDTH - 15, "").split("\n"))
    ]


def heed_retirement(session: Session, change: Change) -> None:
    """Say what is open of the checklist of a product that is retired; it is retired all the same."""
    for edit in change.edits:
        if edit.kind != "product" or SCHEMA["product"].like(str(edit.after.get("status"))) != "retired":
            continue
        product = session.snapshot.record("product", edit.id)
        end = checklist(session.snapshot, product) if product is not None else None
        if product is not None and end is None:
            name = short_id(session, product)
            session.say(f"pmtui: “{one_line(product.title)[:60]}” has no checklist: pmtui verdict {name} delete makes one\n")
        elif product is not None and end is not None and end.open:
            session.say(f"pmtui: {end.open} of {end.total} points of {short_id(session, end.item)} are still open\n")
