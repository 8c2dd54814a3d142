"""Records as CSV: what stands in them cannot act on a terminal or a spreadsheet."""

from __future__ import annotations

import csv
import io

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.formats.record_csv import records_csv


def cells(**fields: object) -> dict[str, str]:
    table = Snapshot(MemorySource({"item": {"i": {"id": "i", **fields}}})).table("item")
    (row,) = csv.DictReader(io.StringIO(records_csv(table, [0]), newline=""))
    return row


def test_control_characters_and_marks_that_turn_the_direction_stay_inside() -> None:
    row = cells(
        title="a\x1b]0;gone\x07b\u202ec\x00", body=["one\x1b[31m\t1", "two\r"], tags=["x\x9by"], so_that="\x00=SUM(A1)",
        as_a="\u202e+1",
    )
    assert (row["title"], row["body"], row["tags"]) == ("a ]0;gone bc ", "one [31m\t1\ntwo ", "x y")
    assert (row["so_that"], row["as_a"]) == ("'=SUM(A1)", "+1"), "what a control character hides is no formula; +1 is a number"
    assert cells(title="顧客 – “ok” 👩‍💻")["title"] == "顧客 – “ok” 👩‍💻"
