"""Support tickets from CSV: ugly files, guessed columns, dates, and what cannot be read."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.formats.csv_rows import read_csv, unguarded
from pmtui.formats.detection import found_imports
from pmtui.formats.imported import BadInput, Batch
from pmtui.formats.text_table import csv_text
from pmtui.formats.ticket_columns import date_order, ticket_instant
from pmtui.formats.tickets_csv import read_tickets


def read(text: str | bytes, **given: str) -> Batch:
    return read_tickets(text.encode() if isinstance(text, str) else text, "t.csv", given)


def datas(batch: Batch) -> dict[str, dict[str, Any]]:
    return {one.key: {name: value for name, value in one.data.items() if name != "source"} for one in batch.records}


def extra(batch: Batch, key: str) -> dict[str, Any]:
    return next(dict(one.data["source"].get("extra") or {}) for one in batch.records if one.key == key)


HEADS = {
    "zendesk": "Ticket ID,Subject,Description,Requester,Organization,Created at,Tags,Type,Satisfaction",
    "freshdesk": "Ticket Id;Subject;Description;Full name;Company Name;Created time;Tags;Type;Satisfaction",
    "jira": "Issue key\tSummary\tComment\tReporter\tAccount\tCreated\tLabels\tIssue Type\tSatisfaction",
    "bars": "ID|Betreff|Nachricht|Kunde|Firma|Erstellt am|Schlagworte|Kategorie|Satisfaction",
}


@pytest.mark.parametrize("name", HEADS)
def test_the_columns_of_common_help_desks_are_known_by_their_headers(name: str) -> None:
    head = HEADS[name]
    separator = next(one for one in ",;\t|" if one in head)
    row = separator.join(["7", "Export fails", "Nothing happens", "Ada", "Acme", "2026-11-02T10:00:00Z", "export slow", "problem", "bad"])
    batch = read(f"{head}\r\n{row}\r\n")
    assert datas(batch) == {"7": {
        "title": "Export fails", "quote": ["Nothing happens"], "customer": "Ada", "company": "Acme", "channel": "ticket",
        "category": "problem", "tags": ["export", "slow"], "created_at": "2026-11-02T10:00:00Z",
    }}
    assert extra(batch, "7") == {"Satisfaction": "bad"}
    assert dict(batch.columns)["channel"] == ""


def test_quoted_line_breaks_marks_guards_and_repeated_headers() -> None:
    text = (
        "\ufeffid,subject,comment,comment,customer\r\n"
        '1,"He said ""no""","first\r\n\r\nthird",again,Ada\r\n'
        ",,,,\r\n"
        "id,subject,comment,comment,customer\r\n"
        "2,'=1+1,'-5,,'@bo\r\n"
        "3,5\" screen,a,,\r\n"
    )
    batch = read(text)
    found = datas(batch)
    assert found["1"]["title"] == 'He said "no"'
    assert found["1"]["quote"] == ["first", "", "third"]
    assert extra(batch, "1") == {"comment (2)": "again"}
    assert (found["2"]["title"], found["2"]["quote"], found["2"]["customer"]) == ("=1+1", ["-5"], "@bo")
    assert found["3"]["title"] == '5" screen'
    assert batch.faults == ()
    assert "line 6" in batch.notes[0]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('9,"never ends,x', "quotation mark"),
        ('9,"ends in,the middle\n10,of "a later", cell', "quotation mark"),
        ("9,a,b,c,d,e,f,g", "it has 8 cells"),
        (",Total,,,", "no number"),
        ("9,,,Ada,", "says nothing"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_with_its_line_and_the_rest_goes_in(line: str, says: str) -> None:
    batch = read(f'id,subject,text,customer,company\n1,a,b,,\n{line}\n2,"c",d,,\n')
    assert {"1", "2"} <= {one.key for one in batch.records}
    fault = batch.faults[0]
    assert fault.place == "t.csv line 3"
    assert says in fault.message
    assert fault.hint


def test_other_encodings_are_read_and_said_aloud() -> None:
    text = "id;subject;customer\n1;Größe fehlt;Zoë\n"
    for raw in (text.encode("utf-16"), text.encode("utf-8-sig")):
        assert datas(read(raw))["1"]["customer"] == "Zoë"
    old = read(text.encode("cp1252"))
    assert datas(old)["1"]["title"] == "Größe fehlt"
    assert any("read as Latin-1" in note for note in old.notes)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"), (b"\xef\xbb\xbf \r\n", "empty"), (b"PK\x03\x04rest", "no CSV"), (b"id,\0subject\n", "no text"),
        (b"a,b\n1,2\n", "no column that looks like"), (b"{\"id\": 1}", "no CSV"), (b"\xff\xfeabc", "middle of a character"),
    ],
)
def test_what_is_no_csv_of_tickets_is_refused(raw: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=says) as caught:
        read(raw)
    assert caught.value.hint


def test_columns_can_be_given_otherwise_and_a_wrong_one_is_named() -> None:
    text = "id,subject,what they wrote,who\n1,Export,It fails,Ada\n"
    batch = read(text, quote="What they wrote", customer="who", title="", system="desk")
    assert datas(batch)["1"]["title"] == "It fails"
    assert datas(batch)["1"]["customer"] == "Ada"
    assert {one.system for one in batch.records} == {"desk"}
    assert extra(batch, "1") == {"subject": "Export"}
    for wrong in ({"quote": "nowhere"}, {"severity": "id"}, {"dates": "ymd"}):
        with pytest.raises(BadInput):
            read(text, **wrong)


def test_without_a_number_tickets_are_known_by_what_they_say() -> None:
    text = "subject,customer\nExport,Ada\nImport,Bo\n"
    first, again = read(text), read(text)
    assert [one.key for one in first.records] == [one.key for one in again.records]
    assert len({one.key for one in first.records}) == 2
    assert any("no column looks like" in note for note in first.notes)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-11-02", "2026-11-02T00:00:00Z"), ("2026-11-02 10:00:00 UTC", "2026-11-02T10:00:00Z"),
        ("2026-11-02T10:00:00+02:00", "2026-11-02T08:00:00Z"), ("2026-11-02 10:00:00 -0500", "2026-11-02T15:00:00Z"),
        ("02.11.2026 10:00", "2026-11-02T10:00:00Z"), ("11/02/2026 9:15 PM", "2026-11-02T21:15:00Z"),
        ("11/02/26 12:05 am", "2026-11-02T00:05:00Z"), ("Nov 2, 2026 10:00", "2026-11-02T10:00:00Z"),
        ("2 November 2026", "2026-11-02T00:00:00Z"), ("2026/11/02", "2026-11-02T00:00:00Z"), ("1793613600", "2026-11-02T10:00:00Z"),
        ("yesterday", None), ("31/31/2026", None), ("2026-02-30", None), ("2026-11-02 25:00", None), ("", None),
    ],
)
def test_dates_as_help_desks_write_them(text: str, found: str | None) -> None:
    assert ticket_instant(text, "mdy") == found


def test_one_plain_date_tells_the_order_of_all() -> None:
    assert date_order(["03/04/2026", "13/04/2026"]) == ("dmy", "")
    assert date_order(["03/04/2026", "04/13/2026"]) == ("mdy", "")
    assert date_order(["03/03/2026", "", "3.4.2026"]) == ("mdy", "")
    assert date_order(["03/04/2026"]) == ("mdy", "03/04/2026 may mean two days")
    doubtful = read("id,subject,created\n1,a,03/04/2026\n")
    assert datas(doubtful)["1"]["created_at"] == "2026-03-04T00:00:00Z"
    assert datas(read("id,subject,created\n1,a,03/04/2026\n", dates="dmy"))["1"]["created_at"] == "2026-04-03T00:00:00Z"
    assert extra(doubtful, "1") == {"created": "03/04/2026"}
    assert any("dates=dmy" in note for note in doubtful.notes)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\x1a"), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8), st.sampled_from(",;\t"))
def test_rows_come_back_as_they_were_written(rows: list[tuple[str, str, str]], separator: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([("one", "two", "three"), *rows])
    found = read_csv(out.getvalue().encode("utf-8"), "x.csv")
    wanted = [tuple(map(unguarded, row)) for row in rows if any(cell.strip() for cell in row)]
    assert [row.cells for row in found.rows if not row.fault] == [row for row in wanted if row != ("one", "two", "three")]
    assert not [row for row in found.rows if row.fault]


def test_what_the_program_wrote_itself_reads_back_without_guards() -> None:
    text = csv_text(["id", "subject"], [["1", "=SUM(A1)"], ["2", "-x"], ["3", "-5"]])
    assert [one["title"] for one in datas(read(text)).values()] == ["=SUM(A1)", "-x", "-5"]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_bring_it_down(raw: bytes) -> None:
    try:
        batch = read(b"id,subject,created\n" + raw)
    except BadInput:
        return
    assert all(one.data["title"].strip() for one in batch.records)


def test_a_file_of_tickets_that_lies_about_is_found_by_its_columns(tmp_path: Path) -> None:
    (tmp_path / "tickets-notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "ticketing.csv").write_bytes(b"\0\0")
    assert found_imports(str(tmp_path)) == []
    (tmp_path / "Tickets.CSV").write_text('id,subject\n1,"a\nb"\n2,c\n', encoding="utf-8")
    [find] = found_imports(str(tmp_path))
    assert (find.format, find.name, find.words) == ("tickets", "Tickets.CSV", "2 tickets")
