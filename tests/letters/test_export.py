"""Everything taken away: nothing calculates, nothing of others is in it, and what was written out can be read in."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidates import imports, notes, services
from candidates.csv_out import rows_to_csv
from candidates.exchange.sheets import applications, moment, whose
from candidates.models import Application, AuditEntry, Client, Employer, Reminder
from candidates.reminding import KINDS
from counselor.my_data.tasks import make_exports
from letters.export import sheets_of_caseload, sheets_of_client
from letters.models import LetterComment
from tests.cast import Cast, make_client
from tests.furnished import Rooms
from tests.pipeline import alike, waiting
from tests.test_tenancy import Canaries, aviary, plant_bobs  # noqa: F401  (aviary is a fixture)

SHEETS = [
    *("clients", "applications", "interviews", "next_steps", "touchpoints", "decisions", "contacts", "letters"),
    *("letter_comments", "outcomes", "documents", "notes_shared", "action_items", "sessions", "flags", "reminders"),
]


def unpacked(content: bytes) -> dict[str, list[list[str]]]:
    """The tables of an archive, by their names."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {
            name.removesuffix(".csv").removeprefix("tables/"): list(
                csv.reader(StringIO(archive.read(name).decode("utf-8-sig"), newline=""))
            )
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def exported(cast: Cast, browse: Any, face: str = "desk") -> dict[str, list[list[str]]]:
    user, args = (cast.alice, [cast.client.pk]) if face == "desk" else (cast.bob, [])
    return unpacked(copy_of_everything(browse(user), face, args))


def copy_of_everything(browser: Any, face: str, args: Sequence[int] = ()) -> bytes:
    """Asked for, made by the worker, and downloaded."""
    assert browser.post(reverse(f"{face}:export-client", args=args)).status_code == 302
    make_exports()
    return browser.post(reverse(f"{face}:export-file", args=args)).getvalue()  # type: ignore[no-any-return]


# --- What is in it ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("face", "more"), [("desk", ["case_notes"]), ("portal", [])])
@pytest.mark.usefixtures("furnished")
def test_every_kind_of_row_is_taken_along(cast: Cast, browse: Any, face: str, more: list[str]) -> None:
    found = exported(cast, browse, face)
    assert list(found) == SHEETS + more
    assert [name for name, rows in found.items() if len(rows) < 2] == []
    assert [name for name, rows in found.items() if {len(row) for row in rows} != {len(rows[0])}] == []


def test_what_was_said_about_a_letter_and_what_one_was_reminded_of(cast: Cast, browse: Any, furnished: Rooms) -> None:
    lines = LetterComment.objects.filter(letter__application__client=cast.client).order_by("pk")
    found = exported(cast, browse, "portal")
    assert found["letter_comments"][1:] == [
        [
            *(each.letter.number, *whose(each.letter.application, False), "2026-11-12 10:00", str(each.author)),
            *(each.get_step_display(), str(each.version), each.text, moment(each.seen_at)),
        ]
        for each in lines
    ]
    title, candidacy = str(KINDS[furnished.reminder.kind].title), whose(furnished.reminder.application, False)
    assert ["2026-11-12 10:00", title, *candidacy, ""] in found["reminders"]
    assert len(found["reminders"]) == 1 + Reminder.objects.filter(client=cast.client).count()


def text_of(found: dict[str, list[list[str]]]) -> str:
    return "\n".join(cell for rows in found.values() for row in rows for cell in row)


def test_a_client_takes_neither_case_notes_nor_anybody_elses_rows(
    cast: Cast,
    browse: Any,
    aviary: Any,  # noqa: F811
) -> None:
    bobs, eves = aviary["bob"][0], aviary["eve"][0]
    found = text_of(exported(cast, browse, "portal"))
    assert eves.found_in(found) == set()
    private = {"CaseNote.text", "Addendum.text", "Label.name", "Snooze.reason"}
    assert bobs.found_in(found) & private == set()
    assert {"SharedNote.text", "Letter.detail", "NextStep.words", "Outcome.note", "Contact.email"} <= bobs.found_in(
        found
    )
    assert "LetterComment.text" in bobs.found_in(found)


def test_a_colleague_takes_nothing_of_ones_clients(cast: Cast, browse: Any, retold: Any) -> None:
    bobs: Canaries = retold(plant_bobs)[0]
    found = unpacked(browse(cast.dan).post(reverse("desk:export-caseload")).content)
    assert bobs.found_in(text_of(found)) == set()
    assert [len(rows) for rows in found.values()] == [1] * 6


def test_a_caseload_names_whose_each_row_is(cast: Cast, browse: Any) -> None:
    found = unpacked(browse(cast.alice).post(reverse("desk:export-caseload")).content)
    assert list(found) == SHEETS[:6]
    assert [row[:3] for row in found["applications"]] == [
        ["Client", "Employer", "Position"],
        ["Bob Miller", "Acme Lighting", "Analyst"],
        ["Eve Stone", "Acme Lighting", "Designer"],
    ]


def test_a_caseload_stands_in_the_trail_of_each_client_in_it(cast: Cast, browse: Any) -> None:
    browse(cast.alice).post(reverse("desk:export-caseload"))
    entries = AuditEntry.objects.filter(action="exported", by=cast.alice)
    assert {each.client for each in entries} == {cast.client, cast.other_client, None}
    page = browse(cast.bob).get(reverse("portal:trail")).content.decode()
    assert "Alice took along the tables of a whole caseload" in page


@pytest.mark.parametrize("face", ["desk", "portal"])
def test_it_is_written_down_who_took_it(cast: Cast, browse: Any, face: str) -> None:
    exported(cast, browse, face)
    entry = AuditEntry.objects.get(action="exported")
    assert (entry.client, entry.by) == (cast.client, cast.alice if face == "desk" else cast.bob)


@pytest.mark.usefixtures("furnished")
def test_it_costs_the_same_for_one_story_and_many(cast: Cast) -> None:
    counts = [costs(cast)]
    for application in (cast.application, cast.other_application):
        waiting(cast, application)
        services.debrief_interview(interview=application.interviews.get(), by=cast.bob, contacts=[cast.contact])
        notes.write_shared_note(client=application.client, application=application, text="more", by=cast.alice)
        notes.write_case_note(client=application.client, application=application, text="more", by=cast.alice)
    counts.append(costs(cast))
    assert counts[0] == counts[1]
    assert counts[0] <= (22, 10)


def costs(cast: Cast) -> tuple[int, int]:
    """The queries of one client's tables, and of the caseload's."""
    clients = Client.objects.filter(practice=cast.practice)
    found = []
    for sheets in (sheets_of_client(cast.client, with_case_notes=True), sheets_of_caseload(clients)):
        with CaptureQueriesContext(connection) as queries:
            for sheet in sheets:
                list(sheet.rows)
        found.append(len(queries))
    return found[0], found[1]


# --- Nothing calculates ----------------------------------------------------------------------------------------------

STARTS = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]
CALLS = [
    *("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x.example","y")', "WEBSERVICE(A1)", "SUM(1+9)*cmd|'!A'", "'"),
    "IMPORTXML(CONCAT(A1),1)",
]
PAYLOADS = [start + call for start in STARTS for call in CALLS]


def test_no_payload_reaches_a_spreadsheet_as_a_formula(cast: Cast, browse: Any) -> None:
    assert len(PAYLOADS) >= 60
    for payload in PAYLOADS:
        employer = Employer.objects.create(practice=cast.practice, name=payload)
        fields = {"position": payload, "source": payload, "salary": payload[:80]}
        alike(cast.application, [fields | {"employer_id": employer.pk}])
    rows = exported(cast, browse)["applications"][2:]
    cells = [row[place] for row in rows for place in (0, 1, 6, 8)]
    assert len(cells) == 4 * len(PAYLOADS)
    assert [cell for cell in cells if cell[0] != "'"] == []


# --- The round trip --------------------------------------------------------------------------------------------------


def written(client: Client) -> str:
    sheet = applications(Client.objects.filter(pk=client.pk))
    return rows_to_csv(sheet.header, sheet.rows)


def read_in(cast: Cast, text: str) -> Client:
    """An empty client, after the import of a file."""
    other = make_client(cast.practice, cast.alice, None, "Round", "Trip")
    member = cast.member(cast.alice)
    file = imports.keep_file(membership=member, client=other, name="x", text=text, guessed=False, by=cast.alice)
    imports.take_in(file=file, choices=imports.Choices(all_again=True), membership=member, by=cast.alice)
    return other


TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=20)
HOSTILE = st.one_of(
    TEXTS, st.sampled_from([*PAYLOADS[:20], "N/A", "-", "'", "''=1", '"', '";"', "a\r\nb", "\ufeff", "null"])
)
NAMES = HOSTILE.filter(lambda text: text.strip()).map(lambda text: text.strip() or "x")
ROWS = st.fixed_dictionaries(
    {
        "position": NAMES,
        "source": HOSTILE,
        "location": HOSTILE,
        "salary": HOSTILE,
        "posting_url": st.sampled_from(["", "https://acme.example/jobs?id=1&x=%20", "http://localhost/"]),
        "applied_on": st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2027, 1, 1))),
        "deadline_on": st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2027, 1, 1))),
        "method": st.sampled_from(["", *Application.Method.values]),
    }
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(NAMES, ROWS), min_size=1, max_size=3))
def test_what_was_written_out_is_read_in_unchanged(cast: Cast, rows: list[tuple[str, dict[str, Any]]]) -> None:
    with transaction.atomic():
        mine = make_client(cast.practice, cast.alice, None, "Hostile", "Values")
        for name, fields in rows:
            employer = services.add_employer(practice=cast.practice, name=name, by=cast.alice)
            services.add_application(client=mine, employer=employer, by=cast.alice, **fields)
        text = written(mine)
        assert written(read_in(cast, text)) == text
        transaction.set_rollback(True)


@pytest.mark.usefixtures("furnished")
def test_what_follows_from_facts_is_not_read_in(cast: Cast) -> None:
    rows = list(csv.reader(StringIO(written(cast.client))))
    again = list(csv.reader(StringIO(written(read_in(cast, written(cast.client))))))
    assert [row[:9] for row in again] == [row[:9] for row in rows]
    assert {row[9] for row in again[1:]} == {"Applied"} != {row[9] for row in rows[1:]}
