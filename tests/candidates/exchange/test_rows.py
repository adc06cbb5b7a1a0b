"""Columns, words and dates of the trackers people come from: what is kept of them, and what is a problem."""

from __future__ import annotations

from datetime import date

import pytest

from candidates.csv_out import as_typed
from candidates.exchange.days import NoDay, Order, day_of, order_of
from candidates.exchange.headings import OF_APPLICATIONS, OF_CLIENTS, SYNONYMS, Field, matched, missing, plain, twice
from candidates.exchange.reading import decode, read
from candidates.exchange.rows import Sheet, grouped, order_in, read_rows
from candidates.exchange.statuses import KNOWN, WORDS, Meaning, meaning_of
from candidates.exchange.values import salary
from tests.candidates.exchange.test_reading import SAMPLES

TODAY = date(2026, 11, 12)
TRACKERS = ["huntr", "teal", "jobsync", "simplify", "spreadsheet"]


def sheet(content: bytes | str, fields: tuple[Field, ...] = OF_APPLICATIONS) -> Sheet:
    text, _guessed = decode(content.encode() if isinstance(content, str) else content)
    table = read(text, as_typed)
    columns = matched(table.headings, fields)
    order, _question = order_in(table, columns)
    return read_rows(table, columns, order=order, today=TODAY, with_people=fields == OF_CLIENTS)


def told(name: str) -> list[tuple[str, str, date | None, Meaning, date | None]]:
    entries = sheet((SAMPLES / f"{name}.csv").read_bytes()).entries
    rows = [entry.application for entry in entries if entry.application]
    return [(row.employer, row.position, row.fields["applied_on"], row.meaning, row.decided_on) for row in rows]


@pytest.mark.parametrize("name", TRACKERS)
def test_every_tracker_names_employer_and_position(name: str) -> None:
    names = [("Hudson Pilots", "Harbor pilot"), ("Night Charts", "Chart reader"), ("Upstate Lamps", "Lamp keeper")]
    assert [row[:2] for row in told(name)] == names


@pytest.mark.parametrize("name", TRACKERS)
def test_what_was_only_saved_was_not_applied_for(name: str) -> None:
    assert told(name)[0][2:] == (None, Meaning.LEAD, None)


DAYS = {
    "huntr": (None, None),
    "teal": (date(2026, 9, 6), date(2026, 9, 7)),
    "jobsync": (date(2026, 9, 6), date(2026, 9, 7)),
    "simplify": (date(2026, 9, 6), date(2026, 9, 7)),
    "spreadsheet": (date(2026, 9, 6), date(2026, 9, 17)),
}


@pytest.mark.parametrize("name", TRACKERS)
def test_days_are_read_and_none_is_made_up(name: str) -> None:
    assert tuple(row[2] for row in told(name)[1:]) == DAYS[name]


@pytest.mark.parametrize(
    ("name", "day"), [("huntr", date(2026, 10, 20)), ("simplify", date(2026, 10, 20)), ("teal", None)]
)
def test_a_rejection_has_the_day_the_file_gives_it(name: str, day: date | None) -> None:
    assert told(name)[2][3:] == (Meaning.REJECTED, day)


def test_all_of_a_row() -> None:
    application = sheet((SAMPLES / "teal.csv").read_bytes()).entries[0].application
    assert application is not None
    assert application.fields == {
        "position": "Harbor pilot",
        "applied_on": None,
        "deadline_on": None,
        "posting_url": "https://pilots.example/jobs/4",
        "location": "Albany, NY",
        "salary": "60000 – 65000 USD year",
        "source": "LinkedIn",
        "method": "",
    }


def test_remarks_and_contacts_are_kept() -> None:
    application = sheet((SAMPLES / "spreadsheet.csv").read_bytes()).entries[1].application
    assert application is not None
    assert application.remarks == (("Contact person", "Jin Kim"), ("", "Second talk in the harbor"))
    assert application.fields["posting_url"] == "https://charts.example/2"


def test_a_word_without_a_day_is_not_told_by_what_is_recorded() -> None:
    rows = sheet("Employer,Position,Applied,Status\na,b,2026-01-02,Applied\nc,d,,Applied\ne,f,,Rejected\ng,h,,Saved\n")
    assert [entry.application.status_is_told for entry in rows.entries if entry.application] == [
        *(True, False, False, True)
    ]


# --- Columns ---------------------------------------------------------------------------------------------------------


def test_synonyms_are_written_as_they_are_compared() -> None:
    wrong = [name for names in SYNONYMS.values() for name in names.split(", ") if plain(name) != name]
    assert wrong == []


@pytest.mark.parametrize("heading", ["companyName", "COMPANY NAME", "company_name", " Company–Name ", "Company.Name"])
def test_a_heading_in_any_dress(heading: str) -> None:
    assert matched([heading], OF_APPLICATIONS) == {heading: Field.EMPLOYER}


def test_the_surer_name_wins() -> None:
    found = matched(["status", "statusName", "applied", "appliedDate"], OF_APPLICATIONS)
    assert [found[name] for name in found] == [Field.NOTHING, Field.STATUS, Field.NOTHING, Field.APPLIED_ON]


def test_what_no_import_can_do_without() -> None:
    assert missing({"x": Field.STATUS}, OF_APPLICATIONS) == [Field.EMPLOYER, Field.POSITION]
    assert missing({"x": Field.GIVEN_NAME}, OF_CLIENTS) == [Field.NAME]
    assert missing({"x": Field.NAME}, OF_CLIENTS) == []


def test_one_field_has_one_column() -> None:
    columns = {"a": Field.POSITION, "b": Field.POSITION, "c": Field.NOTE, "d": Field.NOTE}
    assert twice(columns) == [Field.POSITION]


# --- Days ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-03", "2026/11/3", "2026-11-03T09:00:00Z", "2026-11-03 19:17:05", "3.11.2026", "03.11.26"),
        *("11/3/2026", "11/03/26", "11-3-2026 14:05", "11/3/2026, 2:05 PM", "Nov 3, 2026", "November 3rd, 2026"),
        *("Tue, Nov 3, 2026", "3 Nov 2026", "3-Nov-26", "3. November 2026", "46329", "46329.75", " 2026-11-03 "),
    ],
)
def test_a_day_however_it_is_written(text: str) -> None:
    assert day_of(text, Order.MONTH_DAY, TODAY) == date(2026, 11, 3)


def test_day_first() -> None:
    assert day_of("3/11/2026", Order.DAY_MONTH, TODAY) == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[
            (text, "no_date")
            for text in ("31.02.2026", "soon", "Nov 3", "13/13/2026", "Foo 3, 2026", "12345678", "Yes")
        ],
        *[(text, "far_date") for text in ("1926-11-03", "2062-11-03", "9999-12-31", "0001-01-01")],
    ],
)
def test_what_is_no_day(text: str, code: str) -> None:
    with pytest.raises(NoDay, match=code):
        day_of(text, None, TODAY)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["3/4/2026", "25/4/2026"], Order.DAY_MONTH),
        (["3/4/2026", "4/25/2026"], Order.MONTH_DAY),
        (["3/4/2026"], None),
        (["25/4/2026", "4/25/2026"], None),
        (["4/4/2026", ""], Order.MONTH_DAY),
        (["2026-03-04"], Order.MONTH_DAY),
    ],
)
def test_the_column_decides_or_nobody(texts: list[str], order: Order | None) -> None:
    assert order_of(texts) is order


# --- Problems --------------------------------------------------------------------------------------------------------


def test_problems_name_line_column_and_words() -> None:
    found = sheet("Employer,Position,Applied,Status,Status date\nAcme,,31.02.2026,Rejected,2026-12-24\n,b,,,\n")
    assert [(each.line, each.heading, each.code, each.value) for each in found.problems] == [
        (2, "Position", "missing", ""),
        (2, "Applied", "no_date", "31.02.2026"),
        (2, "Status date", "future_date", "2026-12-24"),
        (3, "Employer", "missing", ""),
    ]
    assert found.entries == []


def test_salaries() -> None:
    assert [salary(parts) for parts in ([], ["48000", "48000", "USD"], ["$25 an hour"], ["USD"])] == [
        *("", "48000 USD", "$25 an hour", "USD")
    ]


# --- Words -----------------------------------------------------------------------------------------------------------


def test_no_word_means_two_things() -> None:
    assert len(KNOWN) == sum(len(words.split(", ")) for words in WORDS.values())


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("Phone-Screen", "interview"), ("WISHLIST", "lead"), ("", ""), ("ghosted", "other"), ("Not Selected", "rejected")],
)
def test_status_words(text: str, meaning: str) -> None:
    assert meaning_of(text) == meaning


# --- People ----------------------------------------------------------------------------------------------------------


def test_one_client_on_two_lines() -> None:
    groups = grouped(sheet((SAMPLES / "clients.csv").read_bytes(), OF_CLIENTS).entries)
    assert [(str(group.person), len(group.entries), group.person.fields["country"]) for group in groups] == [
        ("Rosa Blum", 2, "US"),
        ("Omar Reed", 1, ""),
    ]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Rosa Blum", ("Rosa", "Blum")),
        ("Blum, Rosa Maria", ("Rosa Maria", "Blum")),
        ("Rosa M. Blum", ("Rosa M.", "Blum")),
    ],
)
def test_names_in_one_column(name: str, parts: tuple[str, str]) -> None:
    (entry,) = sheet(f'Client\n"{name}"\n', OF_CLIENTS).entries
    assert entry.person is not None
    assert (entry.person.fields["given_name"], entry.person.fields["family_name"]) == parts


def test_one_name_is_not_enough() -> None:
    assert [each.code for each in sheet("Client\nCher\n", OF_CLIENTS).problems] == ["one_name"]


def test_namesakes_with_two_addresses_are_two() -> None:
    text = "Client,Email\nRosa Blum,a@home.example\nRosa Blum,b@home.example\nRosa Blum,\n"
    assert [len(group.entries) for group in grouped(sheet(text, OF_CLIENTS).entries)] == [2, 1]
